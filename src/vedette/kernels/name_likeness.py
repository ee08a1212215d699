"""How like two names are: words paired one by one, weighed by how rare they are.

Names are runs of word numbers. A word asked is tied to the known words it is like (``pairs``), a known word
to the names it stands in (``posts``).
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vedette.kernels.likeness import alike

Ints = NDArray[np.int32]
Places = NDArray[np.int64]
Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]

WORD, NUMERAL = 0, 1
MOST_WORDS = 32
LEAST_RUN = 0.8  # words left over are the same when run together they are at least so alike
SHORTEST_RUN = 4
LONGEST_RUN = 96
PERSON = 3  # the kind whose names are judged as a person's
# What words that do not pair cost, for a person's name and for any other: what only the name asked has, what
# only the known one has (it may be left out), and what each has instead of the other's (it contradicts).
ONLY_ASKED = (0.30, 0.60)
ONLY_KNOWN = (0.38, 0.25)
INSTEAD = (0.65, 0.45)
LIKE_POWER = 1.33  # words that are less alike are worth less than in proportion
OTHER_FORM = 0.95  # a GmbH is not an AG, and may be its sister
BITS = (4.3, 2.9)  # how much rarity makes a name telling: 1 - exp(-rarity / bits)
ONE_NUMBERED = 0.75  # one name has a numeral and the other none: another ship of the series, or the same


class Known(NamedTuple):
    """The names that are looked among, as arrays."""

    posts_at: Places  # [words + 1] where the names of each word begin in ``posts``
    posts: Ints  # names, by word
    words_at: Places  # [names + 1] where the words of each name begin
    words: Ints  # word numbers, by name
    weights: Floats  # [words] how rare each is
    sorts: Bytes  # [words] WORD or NUMERAL
    totals: Floats  # [names] sum of the weights of its words
    lengths: Ints  # [names] letters of its words
    forms: NDArray[np.uint16]  # [names] its legal forms, a bit each
    letters_at: Places  # [words + 1]
    letters: Bytes
    sounds_at: Places  # [words + 1]
    sounds: Bytes
    grams_at: Places  # [grams + 1]
    grams: Ints  # names, by run of three letters
    owner: Ints  # [names] number of the entry
    kinds: Bytes  # [names] kind of the entry; 0 when not known


class Asked(NamedTuple):
    """The names asked, as arrays; one query may have several spellings."""

    words_at: Places  # [spellings + 1]
    words: Ints  # numbers of asked words
    weights: Floats  # [asked words]
    sorts: Bytes  # [asked words]
    pairs_at: Places  # [asked words + 1]
    pair_word: Ints  # known words like it, in order of their number
    pair_like: Floats
    lengths: Ints  # [spellings]
    forms: NDArray[np.uint16]  # [spellings]
    letters_at: Places  # [asked words + 1]
    letters: Bytes
    sounds_at: Places  # [asked words + 1]
    sounds: Bytes
    grams_at: Places  # [spellings + 1]
    grams: Ints  # numbers of known runs of three letters, rarest first
    kinds: Bytes  # [spellings] kind asked for; 0 for any


class Paper(NamedTuple):
    """Where one comparison is worked out; made once for many."""

    gains: NDArray[np.float64]  # [MOST_WORDS, MOST_WORDS]
    used: NDArray[np.bool_]  # [MOST_WORDS] words asked that are paired
    taken: NDArray[np.bool_]  # [MOST_WORDS] known words that are paired
    letters: NDArray[np.uint8]  # [4, LONGEST_RUN]


@njit(cache=True, nogil=True)
def paper() -> Paper:
    """An empty one."""
    return Paper(
        np.zeros((MOST_WORDS, MOST_WORDS), np.float64),
        np.zeros(MOST_WORDS, np.bool_),
        np.zeros(MOST_WORDS, np.bool_),
        np.zeros((4, LONGEST_RUN), np.uint8),
    )


@njit(cache=True, nogil=True)
def _pair_like(asked: Asked, word: int, known_word: int) -> float:
    low, high = asked.pairs_at[word], asked.pairs_at[word + 1]
    while low < high:
        middle = (low + high) // 2
        if asked.pair_word[middle] < known_word:
            low = middle + 1
        else:
            high = middle
    if low < asked.pairs_at[word + 1] and asked.pair_word[low] == known_word:
        return float(asked.pair_like[low])
    return 0.0


@njit(cache=True, nogil=True)
def _numerals(known: Known, asked: Asked, one: int, name: int) -> float:
    """1 where the numerals are the same, 0 where they differ, between where only one name has any."""
    mine = theirs = shared = 0
    for place in range(asked.words_at[one], asked.words_at[one + 1]):
        word = asked.words[place]
        if asked.sorts[word] == NUMERAL:
            mine += 1
            for other in range(known.words_at[name], known.words_at[name + 1]):
                if _pair_like(asked, word, known.words[other]) == 1.0:
                    shared += 1
                    break
    for other in range(known.words_at[name], known.words_at[name + 1]):
        if known.sorts[known.words[other]] == NUMERAL:
            theirs += 1
    if mine == theirs == shared:
        return 1.0
    return ONE_NUMBERED if mine == 0 or theirs == 0 else 0.0


@njit(cache=True, nogil=True)
def _left_over(
    words: Ints, sorts: Bytes, used: NDArray[np.bool_], at: Places, letters: Bytes, out: Bytes
) -> int:
    """Write the words that were not used, run together; the number of letters."""
    size = 0
    for place in range(len(words)):
        word = words[place]
        if used[place] or sorts[word] != WORD:
            continue
        for letter in range(at[word], at[word + 1]):
            if size < len(out):
                out[size] = letters[letter]
                size += 1
    return size


@njit(cache=True, nogil=True)
def _pair_up(
    known: Known, asked: Asked, mine: Ints, theirs: Ints, gains: NDArray[np.float64],
    used: NDArray[np.bool_], taken: NDArray[np.bool_],
) -> tuple[float, float]:  # fmt: skip
    """Pair the words of two names, the most alike first, each once: weight of the pairs, and what agrees."""
    for i in range(len(mine)):
        used[i] = False
        for j in range(len(theirs)):
            gains[i, j] = 0.0
            if asked.sorts[mine[i]] == WORD and known.sorts[theirs[j]] == WORD:
                gains[i, j] = _pair_like(asked, mine[i], theirs[j]) * (1.0 + 1e-3 * known.weights[theirs[j]])
    for j in range(len(theirs)):
        taken[j] = False
    weight = got = 0.0
    while True:
        best, at_i, at_j = 0.0, -1, -1
        for i in range(len(mine)):
            for j in range(len(theirs)):
                if not used[i] and not taken[j] and gains[i, j] > best:
                    best, at_i, at_j = gains[i, j], i, j
        if at_i < 0:
            return weight, got
        used[at_i] = taken[at_j] = True
        like = _pair_like(asked, mine[at_i], theirs[at_j])
        rare = float(known.weights[theirs[at_j]])
        if like < 1.0:
            rare = 0.5 * (rare + asked.weights[mine[at_i]])
        weight += rare
        got += rare * like**LIKE_POWER


@njit(cache=True, nogil=True)
def likeness(known: Known, asked: Asked, one: int, name: int, paper: Paper) -> float:
    """How like a spelling asked and a known name are, 0 to just under 1.

    The weight of words alike, by how alike, over all weight. What only one name has and what each has instead
    of the other's count by the table above; words left over on both sides are first compared run together.
    """
    factor = _numerals(known, asked, one, name)
    if factor == 0.0:
        return 0.0
    mine = asked.words[asked.words_at[one] : min(asked.words_at[one + 1], asked.words_at[one] + MOST_WORDS)]
    theirs = known.words[
        known.words_at[name] : min(known.words_at[name + 1], known.words_at[name] + MOST_WORDS)
    ]
    used, taken = paper.used, paper.taken
    weight, got = _pair_up(known, asked, mine, theirs, paper.gains, used, taken)
    kind = 0 if known.kinds[name] == PERSON else 1
    alone = other = 0.0
    for i in range(len(mine)):
        if not used[i] and asked.sorts[mine[i]] == WORD:
            alone += asked.weights[mine[i]]
    for j in range(len(theirs)):
        if not taken[j] and known.sorts[theirs[j]] == WORD:
            other += known.weights[theirs[j]]
    if alone > 0.0 and other > 0.0:
        run = _run_like(known, asked, mine, theirs, paper)
        if run >= LEAST_RUN:
            rare = min(alone, other)
            return float(factor * _told(weight + rare, got + rare * run**LIKE_POWER, 0.0, 0.0, kind))
    if asked.forms[one] != 0 and known.forms[name] != 0 and asked.forms[one] & known.forms[name] == 0:
        factor *= OTHER_FORM
    return float(factor * _told(weight, got, alone, other, kind))


@njit(cache=True, nogil=True)
def _told(weight: float, got: float, alone: float, other: float, kind: int) -> float:
    both = min(alone, other)
    less = INSTEAD[kind] * 2.0 * both + ONLY_ASKED[kind] * (alone - both) + ONLY_KNOWN[kind] * (other - both)
    return float(got / (weight + less + 1e-9) * (1.0 - np.exp(-got / BITS[kind])))


@njit(cache=True, nogil=True)
def _length_left(words: Ints, sorts: Bytes, used: NDArray[np.bool_], at: Places) -> int:
    size = 0
    for place in range(len(words)):
        word = words[place]
        if not used[place] and sorts[word] == WORD:
            size += at[word + 1] - at[word]
    return min(size, LONGEST_RUN)


@njit(cache=True, nogil=True)
def _run_like(known: Known, asked: Asked, mine: Ints, theirs: Ints, paper: Paper) -> float:
    """How alike the words left over are when run together; 0 where their lengths are too unlike."""
    used, taken, letters = paper.used, paper.taken, paper.letters
    size = _length_left(mine, asked.sorts, used, asked.letters_at)
    other = _length_left(theirs, known.sorts, taken, known.letters_at)
    if min(size, other) < LEAST_RUN * max(size, other) or min(size, other) < SHORTEST_RUN:
        return 0.0
    size = _left_over(mine, asked.sorts, used, asked.letters_at, asked.letters, letters[0])
    other = _left_over(theirs, known.sorts, taken, known.letters_at, known.letters, letters[1])
    heard = _left_over(mine, asked.sorts, used, asked.sounds_at, asked.sounds, letters[2])
    heard_other = _left_over(theirs, known.sorts, taken, known.sounds_at, known.sounds, letters[3])
    return float(
        alike(letters[0, :size], letters[1, :other], letters[2, :heard], letters[3, :heard_other], LEAST_RUN)
    )

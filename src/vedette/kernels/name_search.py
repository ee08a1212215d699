"""The search of many names among many: words shared or alike, weighed by how rare they are.

Names are runs of word numbers. A word asked is tied to the known words it is like (``pairs``), a known word
to the names it stands in (``posts``). What is gathered by words, or by runs of three letters where no rare
word is shared, is then compared word by word.
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
MOST_KEPT = 32
BUDGET = 12_000  # names looked at for one name asked, before its commoner words are left out
GRAMS_BUDGET = 8_000
GRAM_KEPT = 24
NO_RARE = 0.8  # where the best so far is below this, runs of three letters are looked at too
LEAST_RUN = 0.8  # words left over are the same when run together they are at least so alike
SHORTEST_RUN = 4
LONGEST_RUN = 96
PERSON = 3  # the kind whose names are judged as a person's
# What words that do not pair cost, for a person's name and for any other: what only the name asked has, what
# only the known one has (it may be left out), and what each has instead of the other's (it contradicts).
ONLY_ASKED = (0.30, 0.60)
ONLY_KNOWN = (0.38, 0.25)
INSTEAD = (0.65, 0.45)
SAFE = 0.9
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


@njit(cache=True, nogil=True)
def _gather_words(known: Known, asked: Asked, one: int, sums: Floats, touched: Ints) -> int:
    """Add to each name the weights of its words that are asked, rarest first; the number of names touched."""
    start, end = asked.words_at[one], asked.words_at[one + 1]
    sizes = np.zeros(MOST_WORDS, np.int64)
    done = np.zeros(MOST_WORDS, np.bool_)
    count = min(end - start, MOST_WORDS)
    for place in range(count):
        word = asked.words[start + place]
        for pair in range(asked.pairs_at[word], asked.pairs_at[word + 1]):
            known_word = asked.pair_word[pair]
            sizes[place] += known.posts_at[known_word + 1] - known.posts_at[known_word]
        if asked.sorts[word] == NUMERAL:
            done[place] = True
    total = 0
    spent = 0
    for _ in range(count):
        best = -1
        for place in range(count):
            if not done[place] and (best < 0 or sizes[place] < sizes[best]):
                best = place
        if best < 0 or (spent > 0 and spent + sizes[best] > BUDGET):
            break
        done[best] = True
        spent += sizes[best]
        word = asked.words[start + best]
        for pair in range(asked.pairs_at[word], asked.pairs_at[word + 1]):
            known_word = asked.pair_word[pair]
            adds = asked.pair_like[pair] * known.weights[known_word]
            for post in range(known.posts_at[known_word], known.posts_at[known_word + 1]):
                name = known.posts[post]
                if sums[name] == 0.0:
                    touched[total] = name
                    total += 1
                sums[name] += adds
    return total


@njit(cache=True, nogil=True)
def _gather_grams(known: Known, asked: Asked, one: int, sums: Floats, touched: Ints) -> int:
    """Count for each name the runs of three letters it shares, rarest first."""
    total = 0
    spent = 0
    for place in range(asked.grams_at[one], asked.grams_at[one + 1]):
        gram = asked.grams[place]
        size = known.grams_at[gram + 1] - known.grams_at[gram]
        if spent > 0 and spent + size > GRAMS_BUDGET:
            break
        spent += size
        for post in range(known.grams_at[gram], known.grams_at[gram + 1]):
            name = known.grams[post]
            if sums[name] == 0.0:
                touched[total] = name
                total += 1
            sums[name] += 1.0
    return total


@njit(cache=True, nogil=True)
def _keep_best(
    known: Known, kind: int, sums: Floats, touched: Ints, total: int, most: int, size: float, by_run: bool,
    kept: Ints, ranks: Floats,
) -> int:  # fmt: skip
    """The names with the most in common beside their own size; ``sums`` is cleared."""
    count = 0
    for place in range(total):
        name = touched[place]
        mass = sums[name]
        sums[name] = 0.0
        if kind != 0 and known.kinds[name] != 0 and known.kinds[name] != kind:
            continue
        own = known.lengths[name] if by_run else known.totals[name]
        rank = mass / (size + own + 1e-6)
        if count == most and rank <= ranks[count - 1]:
            continue
        slot = count if count < most else most - 1
        while slot > 0 and (ranks[slot - 1] < rank or (ranks[slot - 1] == rank and kept[slot - 1] > name)):
            kept[slot] = kept[slot - 1]
            ranks[slot] = ranks[slot - 1]
            slot -= 1
        kept[slot] = name
        ranks[slot] = rank
        count = min(count + 1, most)
    return count


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
    known: Known, asked: Asked, mine: Ints, theirs: Ints, used: NDArray[np.bool_], taken: NDArray[np.bool_]
) -> tuple[float, float]:
    """Pair the words of two names, the most alike first, each once: weight of the pairs, and what agrees."""
    gains = np.zeros((len(mine), len(theirs)), np.float64)
    for i in range(len(mine)):
        for j in range(len(theirs)):
            if asked.sorts[mine[i]] == WORD and known.sorts[theirs[j]] == WORD:
                gains[i, j] = _pair_like(asked, mine[i], theirs[j]) * (1.0 + 1e-3 * known.weights[theirs[j]])
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
def likeness(known: Known, asked: Asked, one: int, name: int) -> float:
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
    used = np.zeros(len(mine), np.bool_)
    taken = np.zeros(len(theirs), np.bool_)
    weight, got = _pair_up(known, asked, mine, theirs, used, taken)
    kind = 0 if known.kinds[name] == PERSON else 1
    alone = other = 0.0
    for i in range(len(mine)):
        if not used[i] and asked.sorts[mine[i]] == WORD:
            alone += asked.weights[mine[i]]
    for j in range(len(theirs)):
        if not taken[j] and known.sorts[theirs[j]] == WORD:
            other += known.weights[theirs[j]]
    if alone > 0.0 and other > 0.0:
        run = _run_like(known, asked, mine, theirs, used, taken)
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
def _run_like(
    known: Known, asked: Asked, mine: Ints, theirs: Ints, used: NDArray[np.bool_], taken: NDArray[np.bool_]
) -> float:
    """How alike the words left over are when run together; 0 where their lengths are too unlike."""
    letters = np.zeros((4, LONGEST_RUN), np.uint8)
    size = _left_over(mine, asked.sorts, used, asked.letters_at, asked.letters, letters[0])
    other = _left_over(theirs, known.sorts, taken, known.letters_at, known.letters, letters[1])
    if min(size, other) < LEAST_RUN * max(size, other) or min(size, other) < SHORTEST_RUN:
        return 0.0
    heard = _left_over(mine, asked.sorts, used, asked.sounds_at, asked.sounds, letters[2])
    heard_other = _left_over(theirs, known.sorts, taken, known.sounds_at, known.sounds, letters[3])
    return float(alike(letters[0, :size], letters[1, :other], letters[2, :heard], letters[3, :heard_other]))


@njit(cache=True, nogil=True)
def search(
    known: Known, asked: Asked, first: int, last: int, most: int, floor: float, names: Ints, scores: Floats
) -> None:
    """For the spellings ``first`` to ``last``: the best names of different entries, and their scores.

    ``names`` and ``scores`` are [spellings, most]; where there are fewer, the name is -1.
    """
    known_names = len(known.owner)
    sums = np.zeros(known_names, np.float32)
    touched = np.zeros(known_names, np.int32)
    kept = np.zeros(MOST_KEPT, np.int32)
    ranks = np.zeros(MOST_KEPT, np.float32)
    for one in range(first, last):
        names[one, :] = -1
        scores[one, :] = 0.0
        kind = asked.kinds[one]
        size = 0.0
        for place in range(asked.words_at[one], asked.words_at[one + 1]):
            if asked.sorts[asked.words[place]] == WORD:
                size += asked.weights[asked.words[place]]
        total = _gather_words(known, asked, one, sums, touched)
        count = _keep_best(known, kind, sums, touched, total, MOST_KEPT, size, False, kept, ranks)
        # What two names share bounds their likeness, so most need not be compared word by word.
        least = SAFE * ONLY_KNOWN[1] * floor / (1.0 - 0.5 * floor)
        while count > 0 and ranks[count - 1] < least:
            count -= 1
        _place(known, asked, one, kept, count, most, floor, names, scores)
        if scores[one, 0] < NO_RARE:
            total = _gather_grams(known, asked, one, sums, touched)
            letters = float(asked.lengths[one])
            count = _keep_best(known, kind, sums, touched, total, GRAM_KEPT, letters, True, kept, ranks)
            _place(known, asked, one, kept, count, most, floor, names, scores)


@njit(cache=True, nogil=True)
def _place(
    known: Known, asked: Asked, one: int, kept: Ints, count: int, most: int, floor: float, names: Ints,
    scores: Floats,
) -> None:  # fmt: skip
    """Put names into the best of a spelling: higher scores first, then lower entries; one name an entry."""
    for place in range(count):
        name = kept[place]
        score = likeness(known, asked, one, name)
        if score < floor:
            continue
        owner = known.owner[name]
        end = most - 1
        for slot in range(most):
            if names[one, slot] >= 0 and known.owner[names[one, slot]] == owner:
                end = slot
                break
        held = names[one, end]
        if held >= 0 and (
            scores[one, end] > score
            or (
                scores[one, end] == score
                and (known.owner[held] < owner or (known.owner[held] == owner and held <= name))
            )
        ):
            continue
        slot = end
        while slot > 0 and (
            names[one, slot - 1] < 0
            or scores[one, slot - 1] < score
            or (scores[one, slot - 1] == score and known.owner[names[one, slot - 1]] > owner)
        ):
            names[one, slot] = names[one, slot - 1]
            scores[one, slot] = scores[one, slot - 1]
            slot -= 1
        names[one, slot] = name
        scores[one, slot] = score

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
MOST_KEPT = 64
BUDGET = 60_000  # names looked at for one name asked, before its commoner words are left out
GRAMS_BUDGET = 20_000
GRAM_KEPT = 24
NO_RARE = 0.8  # where the best so far is below this, runs of three letters are looked at too
LEAST_RUN = 0.8  # names run together are compared by letters from this likeness on
BITS = 3.0  # how much rarity makes a name telling: 1 - exp(-bits / 3)
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
    runs_at: Places  # [names + 1] where each name, run together, begins
    runs: Bytes  # letters
    heard_at: Places
    heard: Bytes  # its sounds
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
    runs_at: Places
    runs: Bytes
    heard_at: Places
    heard: Bytes
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
        own = known.runs_at[name + 1] - known.runs_at[name] if by_run else known.totals[name]
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
def _aligned(known: Known, asked: Asked, one: int, name: int) -> tuple[float, float]:
    """The share of the weight that is in words alike, each used once; and that weight itself."""
    start, other = asked.words_at[one], known.words_at[name]
    mine = min(asked.words_at[one + 1] - start, MOST_WORDS)
    theirs = min(known.words_at[name + 1] - other, MOST_WORDS)
    used = np.zeros(MOST_WORDS, np.bool_)
    taken = np.zeros(MOST_WORDS, np.bool_)
    gains = np.zeros((mine, theirs), np.float64)
    for i in range(mine):
        word = asked.words[start + i]
        for j in range(theirs):
            known_word = known.words[other + j]
            if asked.sorts[word] == WORD and known.sorts[known_word] == WORD:
                like = _pair_like(asked, word, known_word)
                gains[i, j] = like * (1.0 + 1e-3 * known.weights[known_word])
    weight = got = 0.0
    while True:
        best, at_i, at_j = 0.0, -1, -1
        for i in range(mine):
            for j in range(theirs):
                if not used[i] and not taken[j] and gains[i, j] > best:
                    best, at_i, at_j = gains[i, j], i, j
        if at_i < 0:
            break
        used[at_i] = taken[at_j] = True
        word, known_word = asked.words[start + at_i], known.words[other + at_j]
        like = _pair_like(asked, word, known_word)
        mean = 0.5 * (asked.weights[word] + known.weights[known_word])
        if like == 1.0:
            mean = known.weights[known_word]
        weight += mean
        got += mean * like * like
    alone = 0.0
    for i in range(mine):
        if not used[i] and asked.sorts[asked.words[start + i]] == WORD:
            alone += asked.weights[asked.words[start + i]]
    for j in range(theirs):
        if not taken[j] and known.sorts[known.words[other + j]] == WORD:
            alone += known.weights[known.words[other + j]]
    return got / (weight + 0.5 * alone + 1e-9), got


@njit(cache=True, nogil=True)
def likeness(known: Known, asked: Asked, one: int, name: int) -> float:
    """How like a spelling asked and a known name are, 0 to just under 1."""
    factor = _numerals(known, asked, one, name)
    if factor == 0.0:
        return 0.0
    share, bits = _aligned(known, asked, one, name)
    a, b = asked.runs_at[one], known.runs_at[name]
    size, other = asked.runs_at[one + 1] - a, known.runs_at[name + 1] - b
    if share < 0.999 and min(size, other) >= LEAST_RUN * max(size, other) and size > 0:
        run = alike(
            asked.runs[a : a + size],
            known.runs[b : b + other],
            asked.heard[asked.heard_at[one] : asked.heard_at[one + 1]],
            known.heard[known.heard_at[name] : known.heard_at[name + 1]],
        )
        if run >= LEAST_RUN and run * run > share:
            share = run * run
            bits = max(bits, known.totals[name] * run)
    return float(factor * share * (1.0 - np.exp(-bits / BITS)))


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
        _place(known, asked, one, kept, count, most, floor, names, scores)
        if scores[one, 0] < NO_RARE:
            total = _gather_grams(known, asked, one, sums, touched)
            letters = float(asked.runs_at[one + 1] - asked.runs_at[one])
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

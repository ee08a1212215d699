"""The search of many names among many: words shared or alike, weighed by how rare they are.

What is gathered by words, or by runs of three letters where no rare
word is shared, is then compared word by word, as ``name_likeness`` says.
"""

import numpy as np
from numba import njit

from vedette.kernels.name_likeness import (
    MOST_WORDS,
    NUMERAL,
    ONLY_KNOWN,
    WORD,
    Asked,
    Floats,
    Ints,
    Known,
    Paper,
    likeness,
    paper,
)

MOST_KEPT = 32
BUDGET = 12_000  # names looked at for one name asked, before its commoner words are left out
GRAMS_BUDGET = 8_000
GRAM_KEPT = 24
NO_RARE = 0.8  # where the best so far is below this, runs of three letters are looked at too
SAFE = 0.9


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
    sheet = paper()
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
        _place(known, asked, one, kept, count, most, floor, sheet, names, scores)
        if scores[one, 0] < NO_RARE:
            total = _gather_grams(known, asked, one, sums, touched)
            letters = float(asked.lengths[one])
            count = _keep_best(known, kind, sums, touched, total, GRAM_KEPT, letters, True, kept, ranks)
            _place(known, asked, one, kept, count, most, floor, sheet, names, scores)


@njit(cache=True, nogil=True)
def _place(
    known: Known, asked: Asked, one: int, kept: Ints, count: int, most: int, floor: float, sheet: Paper,
    names: Ints, scores: Floats,
) -> None:  # fmt: skip
    """Put names into the best of a spelling: higher scores first, then lower entries; one name an entry."""
    for place in range(count):
        name = kept[place]
        score = likeness(known, asked, one, name, sheet)
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

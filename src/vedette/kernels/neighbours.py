"""Words one slip from each other, or of the same consonants: found by keys, without comparing all."""

from collections.abc import Iterable, Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vedette.kernels.likeness import Bytes, Ints

Keys = NDArray[np.uint64]
SHORTEST = 4  # shorter words are not changed by a letter: 'san' and 'sun' are two words
_PRIME = np.uint64(1099511628211)
_BASIS = np.uint64(14695981039346656037)
_SKELETON = np.uint64(0x9E3779B97F4A7C15)


@njit(cache=True, nogil=True)
def _hash(letters: Bytes, without: int, salt: np.uint64) -> np.uint64:
    value = _BASIS ^ salt
    for place in range(len(letters)):
        if place != without:
            value = (value ^ np.uint64(letters[place])) * _PRIME
    return value


@njit(cache=True, nogil=True)
def keys(starts: Ints, letters: Bytes, bones_at: Ints, bones: Bytes) -> tuple[Keys, Ints]:
    """The keys of some words and the word of each: whole, each with one letter left out, and the skeleton."""
    words = len(starts) - 1
    size = 0
    for word in range(words):
        size += starts[word + 1] - starts[word] + 2
    found = np.zeros(size, np.uint64)
    whose = np.zeros(size, np.int64)
    at = 0
    for word in range(words):
        own = letters[starts[word] : starts[word + 1]]
        found[at], whose[at] = _hash(own, -1, np.uint64(0)), word
        at += 1
        if len(own) >= SHORTEST:
            for place in range(len(own)):
                found[at], whose[at] = _hash(own, place, np.uint64(0)), word
                at += 1
        skeleton = bones[bones_at[word] : bones_at[word + 1]]
        if len(skeleton) >= 2 and len(own) >= SHORTEST:
            found[at], whose[at] = _hash(skeleton, -1, _SKELETON), word
            at += 1
    return found[:at], whose[:at]


@njit(cache=True, nogil=True)
def _meeting(asked: Keys, whose: Ints, low: Ints, high: Ints, known_whose: Ints) -> tuple[Ints, Ints]:
    size = 0
    for place in range(len(asked)):
        size += high[place] - low[place]
    left = np.zeros(size, np.int64)
    right = np.zeros(size, np.int64)
    at = 0
    for place in range(len(asked)):
        for other in range(low[place], high[place]):
            left[at], right[at] = whose[place], known_whose[other]
            at += 1
    return left, right


def meeting(asked: Keys, whose: Ints, known: Keys, known_whose: Ints) -> tuple[Ints, Ints]:
    """The pairs of words that share a key, each once; ``known`` is sorted."""
    low = np.searchsorted(known, asked, "left")
    high = np.searchsorted(known, asked, "right")
    left, right = _meeting(asked, whose, low, high, known_whose)
    if not len(left):
        return left, right
    most = int(right.max()) + 1
    both = np.unique(left * most + right)
    return both // most, both % most


_END = ord("$")
_BITS = 7


def grams(run: str) -> set[int]:
    """The runs of three letters of a run of ASCII letters, with its ends marked, as numbers.

    >>> len(grams("maia")), len(grams("mama")), grams("")
    (4, 4, set())
    """
    marked = [_END, *run.encode("ascii", "replace"), _END] if run else []
    return {
        (a << 2 * _BITS) | (b << _BITS) | c for a, b, c in zip(marked, marked[1:], marked[2:], strict=False)
    }


def by_gram(runs: Sequence[str]) -> tuple[Ints, Ints, NDArray[np.int32]]:
    """The runs of three letters of all, in order, and for each the rows it stands in, once each.

    >>> codes, at, rows = by_gram(["maia", "", "maid"])
    >>> rows[at[0] : at[1]].tolist(), len(codes) == len(grams("maia") | grams("maid"))
    ([0, 2], True)
    """
    marked = np.frombuffer("".join(f"${run}$" for run in runs if run).encode("ascii", "replace"), np.uint8)
    letters = marked.astype(np.int64)
    rows = np.repeat(np.arange(len(runs)), [len(run) + 2 if run else 0 for run in runs])
    if len(letters) < 3:
        return np.empty(0, np.int64), np.zeros(1, np.int64), np.empty(0, np.int32)
    code = (letters[:-2] << 2 * _BITS) | (letters[1:-1] << _BITS) | letters[2:]
    within = rows[:-2] == rows[2:]
    most = max(len(runs), 1)
    both = np.unique(code[within] * most + rows[:-2][within])
    codes, at = np.unique(both // most, return_index=True)
    starts = np.append(at, len(both)).astype(np.int64)
    return codes, starts, (both % most).astype(np.int32)


def csr(rows: Iterable[Sequence[int]]) -> tuple[Ints, NDArray[np.int32]]:
    """Lists of numbers as one run and where each begins."""
    lists = list(rows)
    starts = np.zeros(len(lists) + 1, np.int64)
    np.cumsum([len(one) for one in lists], out=starts[1:])
    flat = np.fromiter((number for one in lists for number in one), np.int32, int(starts[-1]))
    return starts, flat


def inverted(starts: Ints, numbers: NDArray[np.int32], size: int) -> tuple[Ints, NDArray[np.int32]]:
    """For each number the rows it stands in, in their order, once each."""
    rows = np.repeat(np.arange(len(starts) - 1, dtype=np.int64), np.diff(starts))
    both = np.unique(numbers.astype(np.int64) * max(len(starts) - 1, 1) + rows)
    number, row = both // max(len(starts) - 1, 1), both % max(len(starts) - 1, 1)
    at = np.searchsorted(number, np.arange(size + 1))
    return at.astype(np.int64), row.astype(np.int32)

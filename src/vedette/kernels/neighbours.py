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


def grams(word: str) -> set[str]:
    """The runs of three letters of a word, with its ends marked.

    >>> sorted(grams("maia"))
    ['$ma', 'aia', 'ia$', 'mai']
    """
    marked = f"${word}$"
    return {marked[place : place + 3] for place in range(len(marked) - 2)}


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

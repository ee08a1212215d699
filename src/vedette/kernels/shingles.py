"""Likeness of texts by what runs of words they share: MinHash (Broder 1997), in time linear in the texts."""

import re
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Words64 = NDArray[np.uint64]
SHINGLE = 5  # words in a run: shorter ones are shared by texts on one matter, longer ones broken by one edit
HASHES, ROWS = (
    128,
    4,
)  # 32 bands of 4: of texts half alike seven eighths are compared, of a quarter alike an eighth
MOST_WORDS = 20_000
_WORD = re.compile(r"\w+")
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_SEED = 20231017


def _constants() -> tuple[Words64, Words64]:
    random = np.random.default_rng(_SEED)
    odd = random.integers(0, 2**63, HASHES, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    return odd, random.integers(0, 2**63, HASHES, dtype=np.uint64)


_MULTIPLY, _ADD = _constants()


def shingles(text: str) -> Words64:
    """A number for each different run of SHINGLE words, whatever their case and punctuation."""
    words = np.array(
        [crc32(w.encode("utf-8", "replace")) for w in _WORD.findall(text.casefold())[:MOST_WORDS]], np.uint64
    )
    if len(words) < SHINGLE:
        return np.empty(0, np.uint64)
    count = len(words) - SHINGLE + 1
    runs = np.zeros(count, np.uint64)
    for at in range(SHINGLE):
        runs = (runs * _PRIME) ^ words[at : at + count]
    return np.unique(runs)


def signature(runs: Words64) -> Words64:
    """The least of each of HASHES hashes over some runs, at least one; shape (HASHES,)."""
    least = np.full(HASHES, np.iinfo(np.uint64).max, np.uint64)
    for start in range(0, len(runs), 1024):
        part = runs[start : start + 1024, None] * _MULTIPLY + _ADD
        least = np.minimum(least, (part ^ (part >> np.uint64(31))).min(axis=0))
    return least


def likeness(one: Words64, other: Words64) -> float:
    """The share of all their runs that two texts have in common, 0 to 1, as their signatures tell."""
    return float(np.mean(one == other))


def bands(mark: Words64) -> list[bytes]:
    """Keys by which texts that are alike meet: two half alike share one with a chance of seven eighths."""
    return [bytes([n]) + mark[n * ROWS : (n + 1) * ROWS].tobytes() for n in range(HASHES // ROWS)]

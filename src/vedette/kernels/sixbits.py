"""The six-bit numbers and texts of AIS payloads (ITU-R M.1371-5, annex 8; IEC 61162-1 for the armour).

The bits of a payload are held in words of 64, the first at the left; those beyond what was sent are zero.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vedette.kernels.ais_rows import PAYLOAD_CHARACTERS, Numbers

Bytes = NDArray[np.uint8]

_SPACE = 32
_SIX = np.zeros(256, np.int64)
_SIX[48:88] = np.arange(40)
_SIX[96:120] = np.arange(40, 64)


@njit(cache=True, nogil=True)
def put(words: Numbers, have: int, data: Bytes, at: int, size: int) -> int:
    """Add ``size`` characters of armour to the ``have`` there are, as far as there is room; how many now.

    The words must be zero beyond what they have.
    """
    size = min(size, PAYLOAD_CHARACTERS - have)
    word, shift = have * 6 >> 6, 58 - (have * 6 & 63)
    for place in range(at, at + size):
        six = _SIX[data[place]]
        if shift >= 0:
            words[word] |= six << shift
        else:
            words[word] |= six >> -shift
            word, shift = word + 1, shift + 64
            words[word] |= six << shift
        shift -= 6
    return have + size


@njit(cache=True, nogil=True)
def unsigned(words: Numbers, start: int, width: int) -> int:
    """The number in at most 60 bits, which must begin within the characters there is room for."""
    word, after = start >> 6, 64 - (start & 63) - width
    if after >= 0:
        return int((words[word] >> after) & ((1 << width) - 1))
    high = words[word] << -after
    low = (words[word + 1] >> (64 + after)) & ((1 << -after) - 1)
    return int((high | low) & ((1 << width) - 1))


@njit(cache=True, nogil=True)
def signed(words: Numbers, start: int, width: int) -> int:
    """The number in some bits, the first of which is its sign."""
    number = unsigned(words, start, width)
    return int(number - ((number >> (width - 1)) << width))


@njit(cache=True, nogil=True)
def text(words: Numbers, start: int, size: int) -> tuple[int, int]:
    """The text in ``size`` characters, at most twenty, as two numbers of ten characters from the left.

    An @ ends it; spaces before and after it are left out. Nothing left is 0, and no text has an @ in it, so
    two texts are the same when their numbers are.
    """
    one, other, one_said, other_said, place = 0, 0, 0, 0, 0
    for at in range(start, start + 6 * size, 6):
        six = unsigned(words, at, 6)
        if six == 0:
            break
        if six == _SPACE and place == 0:
            continue
        if place < 10:
            one |= six << (54 - 6 * place)
        else:
            other |= six << (114 - 6 * place)
        place += 1
        if six != _SPACE:
            one_said, other_said = one, other
    return one_said, other_said

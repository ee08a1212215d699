"""Positions as web map tiles ask for them: Mercator squares, sorted so that a tile is one stretch of rows."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Words = NDArray[np.uint32]
Keys = NDArray[np.uint64]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
BITS = 32
MOST_LAT = 85.05112878


def mercator(lat: Floats, lon: Floats) -> tuple[Words, Words]:
    """Degrees as whole parts of the square web map, 0 to 2**32 - 1, from its north-western corner."""
    phi = np.radians(np.clip(lat, -MOST_LAT, MOST_LAT))
    x = (lon + 180.0) / 360.0
    y = (1.0 - np.arcsinh(np.tan(phi)) / np.pi) / 2.0
    most = 2.0**BITS - 1
    return (
        np.clip(x * 2.0**BITS, 0, most).astype(np.uint32),
        np.clip(y * 2.0**BITS, 0, most).astype(np.uint32),
    )


def degrees_of(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Latitude and longitude of places given as fractions of the web map, 0 to 1."""
    return np.degrees(np.arctan(np.sinh(np.pi * (1.0 - 2.0 * y)))), x * 360.0 - 180.0


@njit(cache=True, nogil=True)
def morton(x: Words, y: Words) -> Keys:
    """The numbers by which rows of one tile stand together: the bits of both coordinates in turn."""
    out = np.empty(len(x), dtype=np.uint64)
    for n in range(len(x)):
        key = np.uint64(0)
        for half in range(2):
            v = np.uint64(x[n]) if half == 0 else np.uint64(y[n])
            v = (v | (v << np.uint64(16))) & np.uint64(0x0000FFFF0000FFFF)
            v = (v | (v << np.uint64(8))) & np.uint64(0x00FF00FF00FF00FF)
            v = (v | (v << np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
            v = (v | (v << np.uint64(2))) & np.uint64(0x3333333333333333)
            v = (v | (v << np.uint64(1))) & np.uint64(0x5555555555555555)
            key |= v << np.uint64(half)
        out[n] = key
    return out


def stretch(keys: Keys, z: int, x: int, y: int) -> tuple[int, int]:
    """First row of a tile and the row after its last, in rows sorted by ``morton``."""
    if z == 0:
        return 0, len(keys)
    shift = BITS - z
    corner = morton(np.array([x << shift], dtype=np.uint32), np.array([y << shift], dtype=np.uint32))[0]
    after = int(corner) + (1 << (2 * shift))
    first = int(np.searchsorted(keys, corner, side="left"))
    if after >= 1 << (2 * BITS):
        return first, len(keys)
    return first, int(np.searchsorted(keys, np.uint64(after), side="left"))


@njit(cache=True, nogil=True)
def counted(  # noqa: PLR0917
    x: Words, y: Words, time: Ints, first: int, after: int, start: int, end: int, z: int, side_bits: int
) -> Ints:
    """How many rows of a tile, from ``start`` to ``end``, lie in each of its 2**side_bits squared squares."""
    side = 1 << side_bits
    out = np.zeros((side, side), dtype=np.int64)
    shift = np.uint32(32 - z - side_bits)
    mask = np.uint32(side - 1)
    for n in range(first, after):
        if start <= time[n] <= end:
            out[(y[n] >> shift) & mask, (x[n] >> shift) & mask] += 1
    return out


@njit(cache=True, nogil=True)
def last_heard(offsets: Ints, time: Ints, start: int, end: int) -> Ints:
    """The last row of each ship from ``start`` to ``end``, of those that have one.

    Rows are sorted by ship and time; ``offsets`` says where each ship begins, and where the last one ends.
    """
    out = np.empty(len(offsets) - 1, dtype=np.int64)
    found = 0
    for ship in range(len(offsets) - 1):
        low, high = offsets[ship], offsets[ship + 1]
        while low < high:
            middle = (low + high) // 2
            if time[middle] <= end:
                low = middle + 1
            else:
                high = middle
        if low > offsets[ship] and time[low - 1] >= start:
            out[found] = low - 1
            found += 1
    return out[:found].copy()


@njit(cache=True, nogil=True)
def within(  # noqa: PLR0917
    rows: Ints, time: Ints, first: int, after: int, start: int, end: int, most: int
) -> Ints:
    """The numbers ``rows[first:after]`` whose time lies from ``start`` to ``end``; of too many every k-th."""
    count = 0
    for n in range(first, after):
        if start <= time[n] <= end:
            count += 1
    stride = 1 if count <= most else (count + most - 1) // most
    out = np.empty((count + stride - 1) // stride, dtype=np.int64)
    seen = kept = 0
    for n in range(first, after):
        if start <= time[n] <= end:
            if seen % stride == 0:
                out[kept] = rows[n]
                kept += 1
            seen += 1
    return out[:kept]

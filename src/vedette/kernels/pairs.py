"""Pairs: which points of one moment lie close to each other."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vedette.kernels.runs import expanded, run_ids, run_starts
from vedette.kernels.sphere import EARTH_M, distance_m
from vedette.kernels.vectors import vectors

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_ROWS_AT_ONCE = 2_000_000
# A cube and those beside it, each pair of cubes once: three columns ahead, the one above, and its own.
_AHEAD = ((1, -1), (1, 0), (1, 1), (0, 1), (0, 0))


class Close(NamedTuple):
    """Two rows that lie close at one moment, each pair once, the lower row first, and the metres apart."""

    row: Ints
    other: Ints
    distance_m: Floats


class Points(NamedTuple):
    """Where who was at which moment."""

    slot: Ints
    lat: Floats
    lon: Floats


def close(slot: Ints, lat: Floats, lon: Floats, reach_m: float, most: int) -> Close:
    """Every two points of one slot at most ``reach_m`` apart, the rim included.

    Points are looked up in cubes of that size through the earth, so that date line and poles are nothing
    special. Cubes that hold more than ``most`` points of one slot are left out. Works through some slots at
    a time; the slots may be in any order.

    >>> found = close(np.zeros(3, int), np.zeros(3), np.array([179.999, -179.999, 5.0]), 500.0, 99)
    >>> found.row.tolist(), found.other.tolist(), found.distance_m.round().tolist()
    ([0], [1], [222.0])
    """
    order = np.argsort(slot, kind="stable")
    points = Points(slot, lat, lon)
    found = [_close(rows, points, reach_m, most) for rows in _parts(order, slot[order], _ROWS_AT_ONCE)]
    if not found:
        none = np.zeros(0, dtype=np.int64)
        return Close(none, none, np.zeros(0))
    return Close(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _parts(order: Ints, slot: Ints, size: int) -> Iterator[Ints]:
    """The rows in parts of whole slots, about so many each."""
    start = 0
    while start < len(order):
        stop = min(start + size, len(order))
        stop = int(np.searchsorted(slot, slot[stop - 1], side="right"))
        yield order[start:stop]
        start = stop


def _close(rows: Ints, points: Points, reach_m: float, most: int) -> Close:
    slot, lat, lon = points
    cube_m = reach_m * 1.000001 + 0.001
    wide = int(2 * EARTH_M / cube_m) + 4
    east, north, up = np.floor((vectors(lat[rows], lon[rows]) + 1.0) * EARTH_M / cube_m).astype(np.int64) + 1
    # Columns of one moment are numbered as they come, so that a key never outgrows 64 bits.
    moment = run_ids(run_starts(slot[rows]))
    column, height = (moment * wide + east) * wide + north, up
    sort = np.lexsort((height, column))
    rows, column, height = rows[sort], column[sort], height[sort]
    kept = _not_crowded(column, height, most)
    rows, column, height = rows[kept], column[kept], height[kept]
    named = np.cumsum(run_starts(column), dtype=np.int64)
    key, distinct = named * (wide + 2) + height, column[run_starts(column)]
    pairs, apart = [], []
    for ahead, aside in _AHEAD:
        to = column + ahead * wide + aside
        at = np.minimum(np.searchsorted(distinct, to), max(len(distinct) - 1, 0))
        there = (at + 1) * (wide + 2) + height
        hit = np.flatnonzero(distinct[at] == to) if len(distinct) else np.zeros(0, dtype=np.int64)
        low = np.searchsorted(key, there[hit] - 1)
        if (ahead, aside) == (0, 0):
            low = hit + 1  # those of its own column that come after it
        high = np.maximum(np.searchsorted(key, there[hit] + 1, side="right"), low)
        group, place = expanded(high - low)
        one, other = rows[hit[group]], rows[low[group] + place]
        metres = distance_m(lat[one], lon[one], lat[other], lon[other])
        near = metres <= reach_m
        pairs.append(np.sort(np.stack([one[near], other[near]]), axis=0))
        apart.append(metres[near])
    both = np.concatenate(pairs, axis=1)
    return Close(both[0], both[1], np.concatenate(apart))


def _not_crowded(column: Ints, height: Ints, most: int) -> NDArray[np.bool_]:
    starts = run_starts(column, height)
    size = np.diff(np.append(np.flatnonzero(starts), len(column)))
    return np.asarray(size[run_ids(starts)] <= most)

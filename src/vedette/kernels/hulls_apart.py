"""Hulls apart: which of one number's positions can be of one hull, told from those before alone."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vedette.kernels.runs import first_not_below, run_ids, run_starts
from vedette.kernels.sphere import DEGREE_M, EARTH_M, KNOT_MS
from vedette.kernels.ways import Points

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_RUNS_BACK = 16  # hulls of one number that are kept apart while they take turns
_ROWS_BACK = 2048
_LOOKS = 1_000_000  # the k-th search of a number looks at no more than so many rows over k


class Reach(NamedTuple):
    """How far a hull gets: by speed, never farther than ``same_hull_m``, and how long it is remembered."""

    max_kn: float
    slack_s: float
    same_hull_m: float
    back_us: int


def hulls_apart(points: Points, reach: Reach) -> tuple[Ints, Flags]:
    """For each position of some ships the number of its hull, and whether that was heard before.

    A position goes with the one before if it can have come from there; else with the nearest last position
    of the turns before; else with the nearest of all within ``back_us`` (a late copy of a way that was gone);
    else it is the first of a new hull. What comes later changes nothing. Long searches sample the rows.

    >>> reach = Reach(60.0, 60.0, 37e3, 10**11)
    >>> lat, ship, time = np.array([0.0, 9.0, 0.1, 9.1]), np.ones(4, int), np.arange(4) * 10**9
    >>> [column.tolist() for column in hulls_apart(Points(ship, time, lat, np.zeros(4)), reach)]
    [[0, 1, 0, 1], [False, False, True, True]]
    """
    begins = run_starts(points.ship)
    way = _on_a_ball(points)
    _tear(way, reach, begins)
    turn = run_ids(begins)
    first = np.flatnonzero(begins)
    parent = _nearest_turns(way, reach, first)
    lost = np.flatnonzero(parent < 0)
    row = first[lost]
    begin = np.searchsorted(points.ship, points.ship[row], side="left").astype(np.int64)
    begin = first_not_below(points.time, begin, row, points.time[row] - reach.back_us)
    parent[lost] = _on_ways_gone(way, reach, turn, row, begin)
    root = np.where(parent >= 0, parent, np.arange(len(parent)))
    while not np.array_equal(root, root[root]):
        root = root[root]
    return root[turn], (parent >= 0)[turn]


@njit(cache=True, nogil=True)
def far_apart(points: Points, least_m: float, reach: Reach) -> Flags:
    """True for the rows of ships that may have stepped so far, and too fast, twice; most never do.

    >>> lat, reach = np.array([0.0, 9, 0, 0, 9]), Reach(60.0, 60.0, 37e3, 10**11)
    >>> points = Points(np.array([1, 1, 1, 2, 2]), np.arange(5) * 10**9, lat, np.zeros(5))
    >>> far_apart(points, 18e3, reach).tolist()
    [True, True, True, False, False]
    """
    ship, time, lat, lon = points
    found = np.zeros(len(ship), dtype=np.bool_)
    first, far = 0, 0
    for row in range(1, len(ship) + 1):
        if row == len(ship) or ship[row] != ship[row - 1]:
            found[first:row] = far >= 2
            first, far = row, 0
            continue
        # No way is longer than along a meridian and then a parallel.
        metres = (abs(lat[row] - lat[row - 1]) + abs(lon[row] - lon[row - 1])) * DEGREE_M
        if metres > 0.999 * least_m:
            seconds = (time[row] - time[row - 1]) / 1e6 + reach.slack_s
            far += metres > 0.999 * reach.max_kn * KNOT_MS * seconds
    return found


class _Way(NamedTuple):
    """The same positions as points of a ball of radius one: to compare distances takes no sines."""

    ship: Ints
    time: Ints
    x: Floats
    y: Floats
    z: Floats


def _on_a_ball(points: Points) -> _Way:
    lat, lon = np.radians(points.lat), np.radians(points.lon)
    return _Way(points.ship, points.time, np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat))


@njit(cache=True, nogil=True)
def _apart(way: _Way, a: int, b: int) -> float:
    """The square of the straight line between two points, which grows with the distance."""
    x, y, z = way.x[b] - way.x[a], way.y[b] - way.y[a], way.z[b] - way.z[a]
    return float(x * x + y * y + z * z)


@njit(cache=True, nogil=True)
def _reached(way: _Way, a: int, b: int, reach: Reach) -> bool:
    metres = 2 * EARTH_M * np.arcsin(min(1.0, np.sqrt(_apart(way, a, b)) / 2))
    waited = way.time[b] - way.time[a]
    far = reach.max_kn * KNOT_MS * (waited / 1e6 + reach.slack_s)
    return bool(metres <= far and metres <= reach.same_hull_m and waited <= reach.back_us)


@njit(cache=True, nogil=True)
def _within(reach: Reach) -> float:
    """What the square of a straight line within reach stays below."""
    half = min(reach.same_hull_m * 1.000001 / EARTH_M / 2, np.pi / 2)
    return float((2 * np.sin(half)) ** 2 + 1e-18)


@njit(cache=True, nogil=True)
def _tear(way: _Way, reach: Reach, begins: Flags) -> None:
    """Set ``begins`` also where the ship cannot have come from the row before."""
    for row in range(1, len(begins)):
        if not begins[row]:
            begins[row] = not _reached(way, row - 1, row, reach)


@njit(cache=True, nogil=True)
def _nearest_turns(way: _Way, reach: Reach, first: Ints) -> Ints:
    """Of the turns before each turn the one whose last position is nearest and within reach; -1 for none."""
    best = np.full(len(first), -1, dtype=np.int64)
    for turn in range(len(first)):
        row, nearest = first[turn], _within(reach)
        for earlier in range(turn - 2, max(turn - _RUNS_BACK - 1, -1), -1):
            last = first[earlier + 1] - 1
            if way.ship[last] != way.ship[row]:
                break
            apart = _apart(way, last, row)
            if apart < nearest and _reached(way, last, row, reach):
                best[turn], nearest = earlier, apart
    return best


@njit(cache=True, nogil=True)
def _on_ways_gone(way: _Way, reach: Reach, turn: Ints, rows: Ints, begin: Ints) -> Ints:
    """The turn that passed nearest to some rows, within reach; -1 for none."""
    found = np.full(len(rows), -1, dtype=np.int64)
    kth = 0
    for place in range(len(rows)):
        row, nearest = rows[place], _within(reach)
        kth = kth + 1 if place and way.ship[rows[place - 1]] == way.ship[row] else 1
        size = row - begin[place]
        looks = min(size, _ROWS_BACK, _LOOKS // kth + 1)
        for look in range(looks):
            other = begin[place] + look * size // looks
            apart = _apart(way, other, row)
            if apart < nearest and _reached(way, other, row, reach):
                found[place], nearest = turn[other], apart
    return found

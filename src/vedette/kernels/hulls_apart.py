"""Hulls apart: which of one number's positions can be of one hull, told from those before alone."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vedette.kernels.runs import expanded, first_not_below, run_ids, run_starts
from vedette.kernels.sphere import distance_m, too_fast

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_RUNS_BACK = 16  # hulls of one number that are kept apart while they take turns
_ROWS_BACK = 2048
_LOOKS = 1_000_000  # the k-th search of a number looks at no more than so many rows over k
_PAIRS_AT_ONCE = 2_000_000


class Points(NamedTuple):
    """Positions by ship, then time."""

    ship: Ints
    time: Ints
    lat: Floats
    lon: Floats


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
    else it is the first of a new hull. What comes later changes nothing.

    >>> reach = Reach(60.0, 60.0, 37e3, 10**11)
    >>> lat, ship, time = np.array([0.0, 9.0, 0.1, 9.1]), np.ones(4, int), np.arange(4) * 10**9
    >>> [column.tolist() for column in hulls_apart(Points(ship, time, lat, np.zeros(4)), reach)]
    [[0, 1, 0, 1], [False, False, True, True]]
    """
    rows = np.arange(len(points.ship))
    begins = run_starts(points.ship)
    begins[1:] |= ~_reachable(points, rows[:-1], rows[1:], reach)
    turn = run_ids(begins)
    parent = _nearest_turn(points, begins, reach)
    lost = np.flatnonzero(parent < 0)
    parent[lost] = _on_a_way_gone(points, turn, np.flatnonzero(begins)[lost], reach)
    root = np.where(parent >= 0, parent, np.arange(len(parent)))
    while not np.array_equal(root, root[root]):
        root = root[root]
    return root[turn], (parent >= 0)[turn]


def _apart_m(points: Points, a: Ints, b: Ints) -> Floats:
    return distance_m(points.lat[a], points.lon[a], points.lat[b], points.lon[b])


def _reachable(points: Points, a: Ints, b: Ints, reach: Reach) -> Flags:
    metres, waited = _apart_m(points, a, b), points.time[b] - points.time[a]
    fast = too_fast(metres, waited / 1e6, reach.max_kn, reach.slack_s)
    return np.asarray(~fast & (metres <= reach.same_hull_m) & (waited <= reach.back_us))


def _nearest_turn(points: Points, begins: Flags, reach: Reach) -> Ints:
    """Of the turns before each turn the one whose last position is nearest and within reach; -1 for none."""
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(begins))[: len(first)] - 1
    ship = points.ship[first]
    best, nearest = np.full(len(first), -1), np.full(len(first), np.inf)
    for lag in range(2, _RUNS_BACK + 1):
        later = np.flatnonzero(ship[lag:] == ship[:-lag]) + lag
        a, b = last[later - lag], first[later]
        metres = _apart_m(points, a, b)
        better = _reachable(points, a, b, reach) & (metres < nearest[later])
        best[later[better]] = later[better] - lag
        nearest[later[better]] = metres[better]
    return best


def _on_a_way_gone(points: Points, turn: Ints, row: Ints, reach: Reach) -> Ints:
    """The turn that passed nearest to some rows, within reach; -1 for none. Long searches sample the rows."""
    ship = points.ship[row]
    starts = run_starts(ship)
    kth = np.arange(len(row)) - np.maximum.accumulate(np.where(starts, np.arange(len(row)), 0))
    begin = np.searchsorted(points.ship, ship, side="left")
    begin = first_not_below(points.time, begin, row, points.time[row] - reach.back_us)
    size = row - begin
    looks = np.minimum(size, np.minimum(_ROWS_BACK, _LOOKS // (kth + 1) + 1))
    found = np.full(len(row), -1)
    total = np.cumsum(looks)
    start = 0
    while start < len(row):
        done = int(total[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(total, done + _PAIRS_AT_ONCE, side="right")))
        which, place = expanded(looks[start:stop])
        which += start
        other = begin[which] + (place * size[which]) // looks[which]
        within = _reachable(points, other, row[which], reach)
        which, other = which[within], other[within]
        order = np.lexsort((other, _apart_m(points, other, row[which]), which))
        nearest = order[run_starts(which[order])]
        found[which[nearest]] = turn[other[nearest]]
        start = stop
    return found

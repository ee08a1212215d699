"""Pairs: which points of one moment lie close to each other."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vedette.kernels.arcs import arc_m
from vedette.kernels.runs import run_starts
from vedette.kernels.sphere import EARTH_M
from vedette.kernels.vectors import vectors

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_MOST_MOMENTS = 1 << 26
_SLACK = 1e-6  # 6 m, above the half metre
_LEAST_CUBE_M = 50.0  # so that the number of a cube of the earth fits into 64 bits


class Close(NamedTuple):
    """Two rows that lie close at one moment, each pair once, the lower row first, and the metres apart."""

    row: Ints
    other: Ints
    distance_m: Floats


class Points(NamedTuple):
    """Points by slot and along one axis: in degrees and on a ball of radius one; ``x`` is the axis."""

    lat: Floats
    lon: Floats
    x: Floats
    y: Floats
    z: Floats


def close(slot: Ints, lat: Floats, lon: Floats, reach_m: float, most: int) -> Close:
    """Every two points of one slot at most ``reach_m`` apart, the rim included.

    Points are taken through the earth, so that date line and poles are nothing special, and those of a slot
    swept along the axis on which they lie farthest apart. Cubes of the size of the reach that hold more than
    ``most`` points of one slot are left out. The slots may be in any order.

    >>> found = close(np.zeros(3, int), np.zeros(3), np.array([179.999, -179.999, 5.0]), 500.0, 99)
    >>> found.row.tolist(), found.other.tolist(), found.distance_m.round().tolist()
    ([0], [1], [222.0])
    """
    ball = vectors(lat, lon)
    if not len(slot):
        return Close(slot, slot, lat)
    # Along the axis on which the points lie farthest apart they have the fewest neighbours.
    ball = ball[np.argsort(-np.ptp(ball, axis=1), kind="stable")]
    # One number for slot and place on the axis sorts faster than two; it is right to half a metre.
    moment = slot - slot.min()
    if moment.max() > _MOST_MOMENTS:
        moment = np.unique(moment, return_inverse=True)[1].reshape(-1)
    order = np.argsort(4.0 * moment + ball[0])
    points = Points(lat[order], lon[order], *ball[:, order])
    bounds = np.append(np.flatnonzero(run_starts(slot[order])), len(order))
    found = _room(len(order))
    count = _fill(bounds, points, reach_m, most, found)
    if count > len(found.row):
        found = _room(count)
        _fill(bounds, points, reach_m, most, found)
    one, other = order[found.row[:count]], order[found.other[:count]]
    return Close(np.minimum(one, other), np.maximum(one, other), found.distance_m[:count])


def _room(count: int) -> Close:
    return Close(np.empty(count, dtype=np.int64), np.empty(count, dtype=np.int64), np.empty(count))


@njit(cache=True, nogil=True)
def _fill(bounds: Ints, points: Points, reach_m: float, most: int, out: Close) -> int:
    """Write the pairs as far as there is room, and say how many there are."""
    # A straight line through the earth is no longer than the way over it.
    reach = reach_m * 1.000001 / EARTH_M
    x, y, z = points.x, points.y, points.z
    along = reach + _SLACK
    found = 0
    for slot in range(len(bounds) - 1):
        first, last = bounds[slot], bounds[slot + 1]
        kept = _not_crowded(points, first, last, reach_m, most)
        for a in range(first, last):
            if not kept[a - first]:
                continue
            for b in range(a + 1, last):
                if x[b] - x[a] > along:
                    break
                if abs(y[b] - y[a]) > reach or abs(z[b] - z[a]) > reach or not kept[b - first]:
                    continue
                metres = arc_m(points.lat[a], points.lon[a], points.lat[b], points.lon[b])
                if metres <= reach_m:
                    if found < len(out.row):
                        out.row[found], out.other[found], out.distance_m[found] = a, b, metres
                    found += 1
    return found


@njit(cache=True, nogil=True)
def _not_crowded(points: Points, first: int, last: int, reach_m: float, most: int) -> Flags:
    """False for the points of a slot in a cube of the size of the reach that holds more than ``most``."""
    size = max(reach_m, _LEAST_CUBE_M) / EARTH_M
    kept = np.ones(last - first, dtype=np.bool_)
    far = first + most
    # A crowded cube is a crowded stretch of the axis: without one nothing needs to be counted.
    while far < last and points.x[far] - points.x[far - most] > size + _SLACK:
        far += 1
    if far >= last:
        return kept
    wide = int(2 / size) + 3
    cube = np.empty(last - first, dtype=np.int64)
    for place in range(last - first):
        row = first + place
        x, y, z = (points.x[row] + 1) // size, (points.y[row] + 1) // size, (points.z[row] + 1) // size
        cube[place] = (int(x) * wide + int(y)) * wide + int(z)
    order = np.argsort(cube)
    begin = 0
    for place in range(1, len(cube) + 1):
        if place == len(cube) or cube[order[place]] != cube[order[begin]]:
            if place - begin > most:
                kept[order[begin:place]] = False
            begin = place
    return kept

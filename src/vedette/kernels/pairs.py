"""Pairs: which points of one moment lie close to each other."""
# ruff: noqa: PLR0917 - what a kernel needs beside its points are numbers, each an argument

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vedette.kernels.arcs import arc_m
from vedette.kernels.sphere import EARTH_M

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Singles = NDArray[np.float32]

_SLACK = 3e-6  # 19 m, above the few metres that numbers of 32 bits are off
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
    x: Singles
    y: Singles
    z: Singles


def close(slot: Ints, lat: Floats, lon: Floats, reach_m: float, most: int) -> Close:
    """Every two points of one slot at most ``reach_m`` apart, the rim included.

    Points are taken through the earth, so that date line and poles are nothing special, and those of a slot
    swept along the axis on which they lie farthest apart. Cubes of the size of the reach that hold more than
    ``most`` points of one slot are left out. The slots may be in any order.

    >>> found = close(np.zeros(3, int), np.zeros(3), np.array([179.999, -179.999, 5.0]), 500.0, 99)
    >>> found.row.tolist(), found.other.tolist(), found.distance_m.round().tolist()
    ([0], [1], [222.0])
    """
    if not len(slot):
        return Close(slot, slot, lat)
    moment = slot - slot.min()
    if moment.max() > 4 * len(slot):
        moment = np.unique(moment, return_inverse=True)[1].reshape(-1)
    ball = _ball(lat, lon)
    spread = ball.max(axis=1) - ball.min(axis=1)
    # Along the axis on which the points lie farthest apart they have the fewest neighbours.
    x, y, z = np.argsort(-spread, kind="stable")
    bins = ((ball[x] - ball[x].min()) * np.float32(65_535 / max(spread[x], 1e-6))).astype(np.uint16)
    # Numbers of 16 bits are sorted by counting, and so are the moments after them.
    along = np.argsort(bins, kind="stable")
    order, bounds = _by_moment(moment, along, int(moment.max()) + 1)
    points = Points(lat[order], lon[order], ball[x][order], ball[y][order], ball[z][order])
    found, width = _room(len(order)), float(spread[x]) / 65_535
    count = _fill(bounds, points, width, reach_m, most, found)
    if count > len(found.row):
        found = _room(count)
        _fill(bounds, points, width, reach_m, most, found)
    one, other = order[found.row[:count]], order[found.other[:count]]
    return Close(np.minimum(one, other), np.maximum(one, other), found.distance_m[:count])


def _ball(lat: Floats, lon: Floats) -> Singles:
    """Points as unit vectors, right to some metres: what is near is measured again."""
    a, b = np.radians(lat).astype(np.float32), np.radians(lon).astype(np.float32)
    out = np.cos(a)
    found = np.empty((3, len(a)), np.float32)
    found[0], found[1], found[2] = out * np.cos(b), out * np.sin(b), np.sin(a)
    return found


@njit(cache=True, nogil=True)
def _by_moment(moment: Ints, along: Ints, moments: int) -> tuple[Ints, Ints]:
    """The rows by moment, those of one in the order given, and where each begins."""
    bounds = np.zeros(moments + 1, np.int64)
    for row in range(len(moment)):
        bounds[moment[row] + 1] += 1
    for one in range(moments):
        bounds[one + 1] += bounds[one]
    at, order = bounds[:-1].copy(), np.empty(len(moment), np.int64)
    for place in range(len(along)):
        row = along[place]
        order[at[moment[row]]] = row
        at[moment[row]] += 1
    return order, bounds


def _room(count: int) -> Close:
    return Close(np.empty(count, dtype=np.int64), np.empty(count, dtype=np.int64), np.empty(count))


@njit(cache=True, nogil=True)
def _fill(bounds: Ints, points: Points, width: float, reach_m: float, most: int, out: Close) -> int:
    """Write the pairs as far as there is room, and say how many there are.

    Along the axis points of one bin, which is ``width`` wide, come in any order.
    """
    # A straight line through the earth is no longer than the way over it.
    near = reach_m * 1.000001 / EARTH_M + _SLACK
    lat, lon, x, y, z = points
    row, other, distance_m = out
    room, found = len(row), 0
    for slot in range(len(bounds) - 1):
        first, last = bounds[slot], bounds[slot + 1]
        kept = _not_crowded(points, first, last, width, reach_m, most)
        for a in range(first, last):
            for b in range(a + 1, last):
                if x[b] - x[a] > near + width:
                    break
                if abs(x[b] - x[a]) > near or abs(y[b] - y[a]) > near or abs(z[b] - z[a]) > near:
                    continue
                if not (kept[a - first] and kept[b - first]):
                    continue
                metres = arc_m(lat[a], lon[a], lat[b], lon[b])
                if metres <= reach_m:
                    if found < room:
                        row[found], other[found], distance_m[found] = a, b, metres
                    found += 1
    return found


@njit(cache=True, nogil=True)
def _not_crowded(points: Points, first: int, last: int, width: float, reach_m: float, most: int) -> Flags:
    """False for the points of a slot in a cube of the size of the reach that holds more than ``most``."""
    size = max(reach_m, _LEAST_CUBE_M) / EARTH_M
    kept = np.ones(last - first, dtype=np.bool_)
    far = first + most
    # A crowded cube is a crowded stretch of the axis: without one nothing needs to be counted.
    while far < last and points.x[far] - points.x[far - most] > size + width + _SLACK:
        far += 1
    if far >= last:
        return kept
    wide = int(2 / size) + 3
    cube = np.empty(last - first, dtype=np.int64)
    for place in range(last - first):
        a, b = points.lat[first + place] * (np.pi / 180), points.lon[first + place] * (np.pi / 180)
        x, y, z = np.cos(a) * np.cos(b) + 1, np.cos(a) * np.sin(b) + 1, np.sin(a) + 1
        cube[place] = (int(x // size) * wide + int(y // size)) * wide + int(z // size)
    order = np.argsort(cube)
    begin = 0
    for place in range(1, len(cube) + 1):
        if place == len(cube) or cube[order[place]] != cube[order[begin]]:
            if place - begin > most:
                kept[order[begin:place]] = False
            begin = place
    return kept

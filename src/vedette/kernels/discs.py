"""Circles on the sphere: which of some thousands each of some millions of points lies in."""
# ruff: noqa: PLR0917 - numba is slow to hand over tuples of arrays, so each array is an argument

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vedette.kernels.runs import expanded
from vedette.kernels.sphere import DEGREE_M, EARTH_M

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Counts = NDArray[np.int32]

# A circle is looked up in the finest grid whose cells are at least as high as its radius.
_LEVELS_DEG = (0.1, 0.5, 2.0, 10.0, 180.0)


class Pairs(NamedTuple):
    """Points and the circles they lie in: row of the point, number of the circle, metres to its centre."""

    row: Ints
    circle: Ints
    distance_m: Floats


class _Index(NamedTuple):
    """Grids one after another: where each begins, and for each of its cells the circles that may touch it."""

    rows: Ints
    columns: Ints
    begin: Ints
    starts: Counts
    member: Counts


def within(
    lat: Floats,
    lon: Floats,
    centre_lat: Floats,
    centre_lon: Floats,
    reach_m: Floats,
    *,
    group: Ints | None = None,
) -> Pairs:
    """Every point with every circle it lies in, the rim included, by row; memory is that of the answer.

    With ``group`` some circles are one place: a point is paired once with a place, and ``circle`` is the
    number of its nearest circle. Circles may cross the date line or hold a pole. Points that are not a number
    lie in none.

    >>> zero, reach = np.array([0.0]), np.array([3e4])
    >>> found = within(zero, np.array([-179.9]), zero, np.array([179.9]), reach)
    >>> found.circle.tolist(), found.distance_m.round().tolist()
    ([0], [22239.0])
    """
    usable = np.flatnonzero(np.isfinite(centre_lat) & np.isfinite(centre_lon) & (reach_m >= 0))
    if not len(usable) or not len(lat):
        none = np.zeros(0, dtype=np.int64)
        return Pairs(none, none, np.zeros(0))
    groups = np.arange(len(centre_lat), dtype=np.int64) if group is None else group
    at = centre_lat[usable], centre_lon[usable]
    reach = reach_m[usable].astype(np.float64)
    a, b = np.radians(at[0]), np.radians(at[1])
    centres = np.stack([np.cos(a) * np.cos(b), np.cos(a) * np.sin(b), np.sin(a)], axis=1)
    # A little more than the chord of the reach: what is near it is measured again exactly.
    chord = 2 * np.sin(np.minimum(reach / (2 * EARTH_M), np.pi / 2)) * (1 + 1e-9) + 1e-12
    row, circle, metres = _pairs(lat, lon, *_index(*at, reach), *at, centres, chord**2, reach, groups[usable])
    return Pairs(row, usable[circle], metres)


@njit(cache=True, nogil=True)
def _exact(
    row: Ints,
    circle: Ints,
    metres: Floats,
    first: int,
    count: int,
    lat: Floats,
    lon: Floats,
    centre_lat: Floats,
    centre_lon: Floats,
    reach_m: Floats,
) -> int:
    """Metres from squared chords, without those too far; where a hair decides, as ``sphere.distance_m``."""
    kept = first
    for pair in range(first, count):
        point, one = row[pair], circle[pair]
        metre = 2 * EARTH_M * np.arcsin(min(np.sqrt(metres[pair]) / 2, 1.0))
        if 10.0 < metre < reach_m[one] - 0.01:
            row[kept], circle[kept], metres[kept] = point, one, metre
            kept += 1
            continue
        a, b = lat[point] * (np.pi / 180), centre_lat[one] * (np.pi / 180)
        east = (centre_lon[one] - lon[point]) * (np.pi / 180)
        half = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(east / 2) ** 2
        exact = 2 * EARTH_M * np.arcsin(np.sqrt(min(max(half, 0.0), 1.0)))
        if exact <= reach_m[one]:
            row[kept], circle[kept], metres[kept] = point, one, exact
            kept += 1
    return kept


@njit(cache=True, nogil=True)
def _pairs(
    lat: Floats,
    lon: Floats,
    rows: Ints,
    columns: Ints,
    begin: Ints,
    starts: Counts,
    member: Counts,
    centre_lat: Floats,
    centre_lon: Floats,
    centre: Floats,
    chord2: Floats,
    reach_m: Floats,
    group: Ints,
) -> tuple[Ints, Ints, Floats]:
    """Row, circle and metres of each pair; of a group the nearest circle."""
    row, circle = np.empty(1024, np.int64), np.empty(1024, np.int64)
    metres = np.empty(1024)
    count = 0
    for point in range(len(lat)):
        y, x = lat[point], lon[point]
        if not (np.isfinite(y) and np.isfinite(x)):
            continue
        first = count
        a, b = y * (np.pi / 180), x * (np.pi / 180)
        measured = False
        ux = uy = uz = 0.0
        for level in range(len(rows)):
            high, wide = rows[level], columns[level]
            column = int(np.floor((x + 180.0) * (wide / 360.0))) % wide
            at = begin[level] + min(max(int((y + 90.0) * (high / 180.0)), 0), high - 1) * wide + column
            if starts[at] == starts[at + 1]:
                continue
            if not measured:
                ux, uy, uz = np.cos(a) * np.cos(b), np.cos(a) * np.sin(b), np.sin(a)
                measured = True
            for place in range(starts[at], starts[at + 1]):
                one = member[place]
                dx, dy, dz = ux - centre[one, 0], uy - centre[one, 1], uz - centre[one, 2]
                square = dx * dx + dy * dy + dz * dz
                if square > chord2[one]:
                    continue
                own = -1
                for other in range(first, count):
                    if group[circle[other]] == group[one]:
                        own = other
                        break
                if own >= 0:
                    if square < metres[own] or (square == metres[own] and one < circle[own]):
                        metres[own], circle[own] = square, one
                    continue
                if count == len(row):
                    row = np.concatenate((row, np.empty(count, np.int64)))
                    circle = np.concatenate((circle, np.empty(count, np.int64)))
                    metres = np.concatenate((metres, np.empty(count)))
                row[count], circle[count], metres[count] = point, one, square
                count += 1
        count = _exact(row, circle, metres, first, count, lat, lon, centre_lat, centre_lon, reach_m)
    return row[:count].copy(), circle[:count].copy(), metres[:count].copy()


def _index(lat: Floats, lon: Floats, reach_m: Floats) -> _Index:
    """For each cell of a grid for each size of circle those that may touch it.

    The same places are asked for by every part of a record, so the latest answers are kept.
    """
    return _made_index(lat.tobytes(), lon.tobytes(), reach_m.tobytes())


@lru_cache(maxsize=8)
def _made_index(*given: bytes) -> _Index:
    lat, lon, reach_m = (np.frombuffer(column) for column in given)
    sizes, starts, members = [], [np.zeros(0, np.int32)], []
    begin, total, floor = [], 0, 0.0
    for size in _LEVELS_DEG:
        top = np.inf if size == _LEVELS_DEG[-1] else size * DEGREE_M
        circles = np.flatnonzero((reach_m <= top) & (reach_m > floor if floor else True))
        floor = top
        if not len(circles):
            continue
        cell, which = _touched(lat[circles], lon[circles], reach_m[circles], size)
        count = np.bincount(cell, minlength=round(180 / size) * round(360 / size))
        sizes.append(size)
        begin.append(sum(len(part) for part in starts))
        starts.append(np.concatenate([[total], total + np.cumsum(count)]).astype(np.int32))
        members.append(circles[which[np.argsort(cell, kind="stable")]].astype(np.int32))
        total += len(cell)
    rows, columns = (np.rint(degrees / np.array(sizes)).astype(np.int64) for degrees in (180.0, 360.0))
    return _Index(rows, columns, np.array(begin), np.concatenate(starts), np.concatenate(members))


def _touched(lat: Floats, lon: Floats, reach_m: Floats, size: float) -> tuple[Ints, Ints]:
    """The cells that each circle may touch, and the circle."""
    rows, columns = round(180 / size), round(360 / size)
    angle = reach_m / DEGREE_M * 1.000001 + 1e-9
    south = np.clip(np.floor((lat - angle + 90.0) / size), 0, rows - 1).astype(np.int64)
    north = np.clip(np.floor((lat + angle + 90.0) / size), 0, rows - 1).astype(np.int64)
    with np.errstate(divide="ignore", invalid="ignore"):
        sine = np.sin(np.radians(np.minimum(angle, 90.0))) / np.cos(np.radians(lat))
    half = np.where(np.abs(lat) + angle >= 90.0, 180.0, np.degrees(np.arcsin(np.clip(sine, 0.0, 1.0))))
    west = np.floor((lon - half - 1e-9 + 180.0) / size).astype(np.int64)
    east = np.floor((lon + half + 1e-9 + 180.0) / size).astype(np.int64)
    wide = np.minimum(east - west + 1, columns)
    circle, place = expanded((north - south + 1) * wide)
    row = south[circle] + place // wide[circle]
    return row * columns + (west[circle] + place % wide[circle]) % columns, circle

"""Circles on the sphere: which of some thousands each of some millions of points lies in."""
# ruff: noqa: PLR0917 - numba is slow to hand over tuples of arrays, so each array is an argument

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vedette.kernels.arcs import NEAR_RAD, SHORT_RAD, cosine_near, short_m, short_sine2
from vedette.kernels.inner import inner
from vedette.kernels.runs import expanded
from vedette.kernels.sphere import DEGREE_M, EARTH_M

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Counts = NDArray[np.int32]
Flags = NDArray[np.bool_]

_RADIAN = np.pi / 180
_ANY = 1e9  # degrees; what is not known is not less
_SURE = 1e-9  # degrees; more than the edge of a cell is rounded by

# A circle is looked up in the finest grid whose cells are at least as high as its radius.
_LEVELS_DEG = (0.1, 0.5, 2.0, 10.0, 180.0)
_BLOCK = 10  # cells of a side of a block; only blocks that a circle touches are kept


class Pairs(NamedTuple):
    """Points and the circles they lie in: row of the point, number of the circle, metres to its centre."""

    row: Ints
    circle: Ints
    distance_m: Floats


class _Index(NamedTuple):
    """Grids one after another, in blocks of cells: for each cell the circles that may touch it.

    ``block`` has the number of each block of each grid, from ``begin`` of the grid, or -1 for one that no
    circle touches; ``starts`` has for each cell of each numbered block where its members begin. ``most`` is
    how many circles may touch a point's cells.
    """

    rows: Ints
    columns: Ints
    begin: Ints
    block: Counts
    starts: Counts
    member: Counts
    most: int


class _Circles(NamedTuple):
    """Centres in degrees and the cosine of their latitude, reach in metres and degrees, and the group.

    ``most`` is the square of the sine of half the angle of the reach, and a little more.
    """

    lat: Floats
    lon: Floats
    cosine: Floats
    reach_m: Floats
    reach_deg: Floats
    most: Floats
    group: Ints


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
    usable, circles = _circles(centre_lat, centre_lon, reach_m, group)
    if not len(usable) or not len(lat):
        none = np.zeros(0, dtype=np.int64)
        return Pairs(none, none, np.zeros(0))
    row, circle, metres = _pairs(lat, lon, _index(circles.lat, circles.lon, circles.reach_m), circles)
    return Pairs(row, usable[circle], metres)


def within_any(lat: Floats, lon: Floats, centre_lat: Floats, centre_lon: Floats, reach_m: Floats) -> Flags:
    """True for the points that lie in any of some circles, as ``within`` has it.

    >>> zero, reach = np.array([0.0]), np.array([3e4])
    >>> within_any(np.array([0.0, 1.0]), np.array([-179.9, 179.9]), zero, np.array([179.9]), reach).tolist()
    [True, False]
    """
    usable, circles = _circles(centre_lat, centre_lon, reach_m, np.zeros(len(centre_lat), dtype=np.int64))
    there = np.zeros(len(lat), dtype=np.bool_)
    if not len(usable) or not len(lat):
        return there
    index = _index(circles.lat, circles.lon, circles.reach_m)
    row, circle = np.empty((2, len(lat) + 1), np.int64)
    given = (lat, lon, *index[:-1], *circles, row, circle, np.empty(len(lat) + 1))
    count, _ = _fill(*given, np.empty(index.most, np.int32), 0, True)
    there[row[:count]] = True
    return there


def _circles(
    centre_lat: Floats, centre_lon: Floats, reach_m: Floats, group: Ints | None
) -> tuple[Ints, _Circles]:
    """The circles that have a place and a size, and which they are."""
    usable = np.flatnonzero(np.isfinite(centre_lat) & np.isfinite(centre_lon) & (reach_m >= 0))
    groups = np.arange(len(centre_lat), dtype=np.int64) if group is None else group
    reach = reach_m[usable].astype(np.float64)
    return usable, _Circles(
        centre_lat[usable],
        centre_lon[usable],
        np.cos(np.radians(centre_lat[usable])),
        reach,
        reach / DEGREE_M * (1 + 1e-9) + 1e-9,
        # What is near the rim is measured again exactly.
        np.sin(np.minimum(reach / (2 * EARTH_M), np.pi / 2)) ** 2 * (1 + 1e-9) + 1e-15,
        groups[usable],
    )


def _pairs(lat: Floats, lon: Floats, index: _Index, circles: _Circles) -> tuple[Ints, Ints, Floats]:
    """Row, circle and metres of each pair; of a group the nearest circle."""
    pairs, metres = [], []
    # What is not written takes no memory.
    point, room = 0, len(lat) + 1024
    given = (lat, lon, *index[:-1], *circles)
    may = np.empty(index.most, np.int32)
    while point < len(lat):
        whole, metre = np.empty((2, room), np.int64), np.empty(room)
        count, after = _fill(*given, whole[0], whole[1], metre, may, point, False)
        pairs.append(whole[:, :count])
        metres.append(metre[:count])
        room = 2 * room if after == point else room
        point = after
    if len(pairs) == 1:
        return pairs[0][0], pairs[0][1], metres[0]
    row, circle = np.concatenate(pairs, axis=1)
    return row, circle, np.concatenate(metres)


@njit(cache=True, nogil=True, error_model="numpy")
def _fill(
    lat: Floats,
    lon: Floats,
    rows: Ints,
    columns: Ints,
    begin: Ints,
    blocks: Counts,
    starts: Counts,
    member: Counts,
    to_lat: Floats,
    to_lon: Floats,
    cosines: Floats,
    reach_m: Floats,
    reach_deg: Floats,
    most: Floats,
    group: Ints,
    row: Ints,
    circle: Ints,
    metres: Floats,
    may: Counts,
    point: int,
    once: bool,
) -> tuple[int, int]:
    """Write pairs from a point on, as far as there is room: how many, and the first point that is left.

    With ``once`` the first circle that a point is found in will do.

    Arrays are arguments and made elsewhere: those that a loop makes or takes from a tuple are counted by
    reference at every turn, which takes longer than all else.
    """
    count, first, some = 0, 0, 0
    south = north = west = east = from_lat = cosine = sine = 0.0
    while point < len(lat):
        y, x = lat[point], lon[point]
        if not (south < y < north and west < x < east):
            # Ships stay in a cell for many positions, and what may be met is the same in all of it.
            some = _may_be_met(y, x, rows, columns, begin, blocks, starts, member, may)
            south, north, west, east = _cell(y, x, rows[0], columns[0])
            from_lat, cosine, sine = y * _RADIAN, math.cos(y * _RADIAN), math.sin(y * _RADIAN)
        first = count
        for place in range(some):
            one = may[place]
            if abs(y - to_lat[one]) > reach_deg[one]:
                continue
            own_cosine = _cosine(y * _RADIAN, from_lat, cosine, sine)
            half = _half(y, x, to_lat[one], to_lon[one], own_cosine * cosines[one])
            if half > most[one]:
                continue
            metre = _metres(half, y, x, to_lat[one], to_lon[one], reach_m[one])
            own = _met(circle, first, count, group, one)
            if own < count:
                if metre < metres[own] or (metre == metres[own] and one < circle[own]):
                    metres[own], circle[own] = metre, one
            elif metre <= reach_m[one]:
                if count == len(row):
                    return first, point
                row[count], circle[count], metres[count] = point, one, metre
                count += 1
                if once:
                    break
        point += 1
    return count, point


@inner
def _may_be_met(
    y: float,
    x: float,
    rows: Ints,
    columns: Ints,
    begin: Ints,
    blocks: Counts,
    starts: Counts,
    member: Counts,
    may: Counts,
) -> int:
    """Write the circles that may touch the cells of a point, of each grid; how many."""
    some = 0
    if not (-_ANY < y < _ANY and -_ANY < x < _ANY):
        return some
    for level in range(len(rows)):
        at, within_block = _block(y, x, rows[level], columns[level])
        block = blocks[begin[level] + at]
        if block >= 0:
            cell = block * _BLOCK * _BLOCK + within_block
            for place in range(starts[cell], starts[cell + 1]):
                may[some] = member[place]
                some += 1
    return some


@inner
def _cell(y: float, x: float, high: int, wide: int) -> tuple[float, float, float, float]:
    """South, north, west and east of what surely lies in the cell of a point; nothing for what is nowhere."""
    if not (-90.0 <= y < 90.0 and -180.0 <= x < 180.0):
        return 0.0, 0.0, 0.0, 0.0
    row, column = int((y + 90.0) * (high / 180.0)), int((x + 180.0) * (wide / 360.0))
    south, west = row * (180.0 / high) - 90.0, column * (360.0 / wide) - 180.0
    return south + _SURE, south + 180.0 / high - _SURE, west + _SURE, west + 360.0 / wide - _SURE


@inner
def _cosine(angle: float, near: float, cosine: float, sine: float) -> float:
    """The cosine of a latitude from that of another, near which it mostly lies."""
    if abs(angle - near) > NEAR_RAD:
        return max(math.cos(angle), 0.0)
    return float(cosine_near(angle, near, cosine, sine))


@inner
def _met(circle: Ints, first: int, count: int, group: Ints, one: int) -> int:
    """The pair of the same point with a circle of the same group; ``count`` when there is none yet."""
    own = first
    while own < count and group[circle[own]] != group[one]:
        own += 1
    return own


@inner
def _block(y: float, x: float, high: int, wide: int) -> tuple[int, int]:
    """The number of a point's block in a grid of so many rows and columns, and of its cell in the block."""
    if not -180.0 <= x < 180.0:
        x = (x + 180.0) % 360.0 - 180.0
    column = min(int((x + 180.0) * (wide / 360.0)), wide - 1)
    row = min(int(max(y + 90.0, 0.0) * (high / 180.0)), high - 1)
    across = (wide + _BLOCK - 1) // _BLOCK
    return (row // _BLOCK) * across + column // _BLOCK, (row % _BLOCK) * _BLOCK + column % _BLOCK


@inner
def _half(y: float, x: float, to_lat: float, to_lon: float, cosines: float) -> float:
    """The square of the sine of half the angle between two points."""
    east = abs(x - to_lon)
    if east > 180.0:
        east = abs(360.0 - east)
    down, east = (y - to_lat) * (_RADIAN / 2), east * (_RADIAN / 2)
    if abs(down) < SHORT_RAD and east < SHORT_RAD:
        return float(short_sine2(down) + cosines * short_sine2(east))
    return math.sin(down) ** 2 + cosines * math.sin(east) ** 2


@inner
def _metres(half: float, y: float, x: float, to_lat: float, to_lon: float, reach_m: float) -> float:
    """Metres from a centre; where a hair decides, as ``sphere.distance_m``. Infinite beyond the reach."""
    if half < SHORT_RAD * SHORT_RAD:
        metre = float(short_m(half))
    else:
        metre = 2 * EARTH_M * math.asin(math.sqrt(min(half, 1.0)))
    if not 0.1 < metre < reach_m - 0.01:
        a, b = y * _RADIAN, to_lat * _RADIAN
        east = (to_lon - x) * _RADIAN
        exact = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(east / 2) ** 2
        metre = 2 * EARTH_M * np.arcsin(np.sqrt(min(max(exact, 0.0), 1.0)))
    return metre if metre <= reach_m else math.inf


def _index(lat: Floats, lon: Floats, reach_m: Floats) -> _Index:
    """For each cell of a grid for each size of circle those that may touch it.

    The same places are asked for by every part of a record, so the latest answers are kept.
    """
    return _made_index(lat.tobytes(), lon.tobytes(), reach_m.tobytes())


@lru_cache(maxsize=8)
def _made_index(*given: bytes) -> _Index:
    lat, lon, reach_m = (np.frombuffer(column) for column in given)
    sizes, begin, blocks, counts, members = [], [], [np.zeros(0, np.int32)], [np.zeros(1, np.int64)], []
    floor, numbered = 0.0, 0
    for size in _LEVELS_DEG:
        top = np.inf if size == _LEVELS_DEG[-1] else size * DEGREE_M
        circles = np.flatnonzero((reach_m <= top) & (reach_m > floor if floor else True))
        floor = top
        if not len(circles):
            continue
        row, column, which = _touched(lat[circles], lon[circles], reach_m[circles], size)
        high, across = (-(-round(degrees / size) // _BLOCK) for degrees in (180, 360))
        used, at = np.unique((row // _BLOCK) * across + column // _BLOCK, return_inverse=True)
        block = np.full(high * across, -1, np.int32)
        block[used] = numbered + np.arange(len(used))
        cell = at * _BLOCK**2 + (row % _BLOCK) * _BLOCK + column % _BLOCK
        sizes.append(size)
        begin.append(sum(len(part) for part in blocks))
        blocks.append(block)
        counts.append(np.bincount(cell, minlength=len(used) * _BLOCK**2))
        members.append(circles[which[np.argsort(cell, kind="stable")]].astype(np.int32))
        numbered += len(used)
    rows, columns = (np.rint(degrees / np.array(sizes)).astype(np.int64) for degrees in (180.0, 360.0))
    starts = np.cumsum(np.concatenate(counts)).astype(np.int32)
    most = sum(int(count.max()) for count in counts[1:])
    return _Index(
        rows, columns, np.array(begin), np.concatenate(blocks), starts, np.concatenate(members), most
    )


def _touched(lat: Floats, lon: Floats, reach_m: Floats, size: float) -> tuple[Ints, Ints, Ints]:
    """The cells that each circle may touch by row and column, and the circle."""
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
    return row, (west[circle] + place % wide[circle]) % columns, circle

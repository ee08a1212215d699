"""Clock: what ships did by the hours and ten-minute points of the clock, from their positions row by row."""
# ruff: noqa: PLR0917 - numba is slow to hand over tuples of arrays, so each array is an argument

import math
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vedette.kernels.arcs import arc_m, wrapped_deg
from vedette.kernels.arrays import HOUR_US
from vedette.kernels.inner import inner
from vedette.kernels.sphere import KNOT_MS
from vedette.kernels.ways import Points

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Marks = NDArray[np.uint8]

_CHART_DEG = 80.0
_SHIP, _HOUR, _THIN = 1, 2, 4


class Hours(NamedTuple):
    """The clock hours of each ship: first and last row, way made, whether it follows the hour before it.

    ``way_from`` is the row from which the way of the hour is measured, ``kept`` are the rows between which it
    is, and ``begin`` is the first of the hour among them.
    """

    hour: Ints
    way_from: Ints
    last: Ints
    metres: Floats
    seconds: Floats
    follows: Flags
    kept: Ints
    begin: Ints


def hours(points: Points, step_m: Floats, thin_us: int, silence_us: int) -> Hours:
    """What each ship did in each clock hour; way across more than ``silence_us`` is none, and parts hours.

    Way is measured between the last positions of each ``thin_us``, since scatter looks like way. ``step_m``
    is the way from each position to the next, where it is known.

    >>> of = Points(np.ones(3, int), np.array([0, 30, 70]) * 60_000_000, np.zeros(3), np.array([0, 0.1, 0.3]))
    >>> found = hours(of, np.full(3, np.nan), 120_000_000, HOUR_US)
    >>> found.hour.tolist(), (found.metres / 1852).round().tolist(), found.follows.tolist()
    ([0, 1], [6.0, 12.0], [False, True])
    """
    mark = np.empty(len(points.ship), dtype=np.uint8)
    count, kept = _marked(points, thin_us, mark)
    whole, real = np.empty((4, count), dtype=np.int64), np.zeros((2, count))
    follows, between = np.zeros(count, dtype=np.bool_), np.empty(kept, dtype=np.int64)
    found = Hours(whole[0], whole[1], whole[2], real[0], real[1], follows, between, whole[3])
    _fill_hours(points, step_m, silence_us, mark, found)
    return found


@njit(cache=True, nogil=True)
def _marked(points: Points, thin_us: int, mark: Marks) -> tuple[int, int]:
    """Mark the rows that begin a ship, an hour and a thinned stretch; count the latter two."""
    ship, time = points.ship, points.time
    hour_end = thin_end = hours = thins = 0
    for row in range(len(ship)):
        mark[row] = 0
        if row == 0 or ship[row] != ship[row - 1]:
            mark[row] = _SHIP
        new_hour = mark[row] or time[row] >= hour_end
        if new_hour:
            hour_end = (time[row] // HOUR_US + 1) * HOUR_US
            mark[row] |= _HOUR
            hours += 1
        if new_hour or time[row] >= thin_end:
            thin_end = (time[row] // thin_us + 1) * thin_us
            mark[row] |= _THIN
            thins += 1
    return hours, thins


@njit(cache=True, nogil=True)
def _fill_hours(points: Points, step_m: Floats, silence_us: int, mark: Marks, found: Hours) -> None:
    time, lat, lon = points.time, points.lat, points.lon
    count, at, place, first = len(time), -1, -1, 0
    torn = cut = False
    for row in range(count):
        if mark[row] & _HOUR:
            at, first, cut = at + 1, row, False
            found.hour[at], found.begin[at] = time[row] // HOUR_US, place + 1
            next_hour = not mark[row] & _SHIP and found.hour[at] == found.hour[at - 1] + 1
            found.follows[at] = next_hour
        if mark[row] & _THIN:
            place, torn = place + 1, False
        # Of a thinned stretch one silence is enough: across it no way is known.
        torn |= bool(mark[row] & _SHIP) or time[row] - time[row - 1] > silence_us
        if row + 1 < count and not mark[row + 1] & _THIN:
            continue
        found.kept[place], found.last[at] = row, row
        cut |= torn
        found.way_from[at] = first if cut else first - 1
        found.follows[at] &= not cut
        if not torn:
            before = found.kept[place - 1]
            metres = step_m[row]
            if before < row - 1 or math.isnan(metres):
                metres = arc_m(lat[before], lon[before], lat[row], lon[row])
            found.metres[at] += metres
            found.seconds[at] += (time[row] - time[before]) / 1e6


class SlowPoints(NamedTuple):
    """Points on the clock: the slot, the rows before and after, where she was, how fast, the row it showed.

    ``since`` and ``until`` are the first and last row of the stretch without a silence.
    """

    slot: Ints
    before: Ints
    after: Ints
    shown: Ints
    since: Ints
    until: Ints
    lat: Floats
    lon: Floats
    speed_kn: Floats


def slow_points(points: Points, slot_us: int, wait_us: int, max_kn: float) -> SlowPoints:
    """Every point of the clock from or to which a ship made less than ``max_kn`` good.

    The speed is that made good since the point before; where that was quicker, or there is none before, that
    to the next, and the point shows with the next. A stretch ends where she is not heard for ``wait_us``; a
    lone point has no speed and is not slow.
    """
    whole, real = _slow_points(*points, slot_us, wait_us, max_kn)
    return SlowPoints(whole[0], whole[1], whole[2], whole[3], whole[4], whole[5], real[0], real[1], real[2])


@njit(cache=True, nogil=True)
def _slow_points(
    ship: Ints, time: Ints, lat: Floats, lon: Floats, slot_us: int, wait_us: int, max_kn: float
) -> tuple[Ints, Floats]:
    """The columns of ``SlowPoints``: the whole numbers, and the fractions."""
    room = len(ship) // 4 + 1024
    whole, real = np.empty((6, room), np.int64), np.empty((3, room))
    found = closed = since = of_stretch = 0
    p_slot = p_before = p_after = last = 0
    p_lat = p_lon = math.nan
    p_slow = False
    next_slot = 0
    metres_kn = slot_us / 1e6 * KNOT_MS
    for row in range(len(ship)):
        new = row == 0 or ship[row] != ship[row - 1] or not time[row] - time[row - 1] < wait_us
        if not new and time[row] < next_slot:
            continue
        before, first = (row, last) if new else (row - 1, last + 1)
        last = time[row] // slot_us
        next_slot = (last + 1) * slot_us
        if new:
            whole[5, closed:found] = row - 1
            closed, since, of_stretch = found, row, 0
            first = last if time[row] == last * slot_us else last + 1
        for slot in range(first, last + 1):
            share = (slot * slot_us - time[before]) / max(time[row] - time[before], 1)
            here_lat, here_lon = _between(lat[before], lon[before], lat[row], lon[row], share)
            slow = False
            if of_stretch:
                made = arc_m(p_lat, p_lon, here_lat, here_lon) / metres_kn
                slow = made < max_kn
                if slow:
                    if found + 2 > whole.shape[1]:
                        whole, real = _longer(whole), _longer(real)
                    if not p_slow:
                        # Where a slow way begins shows with the point after it.
                        at = p_slot, p_before, p_after, row, since
                        _put(whole, real, found, at, (p_lat, p_lon, made))
                        found += 1
                    _put(whole, real, found, (slot, before, row, row, since), (here_lat, here_lon, made))
                    found += 1
            of_stretch += 1
            p_slow = slow
            p_slot, p_before, p_after, p_lat, p_lon = slot, before, row, here_lat, here_lon
    whole[5, closed:found] = len(ship) - 1
    return whole[:, :found], real[:, :found]


@inner
def _longer(columns: NDArray[Any]) -> NDArray[Any]:
    more = np.empty((columns.shape[0], 2 * columns.shape[1]), columns.dtype)
    more[:, : columns.shape[1]] = columns
    return more


@inner
def _put(
    whole: Ints,
    real: Floats,
    at: int,
    rows: tuple[int, int, int, int, int],
    reals: tuple[float, float, float],
) -> None:
    for column in range(5):
        whole[column, at] = rows[column]
    for column in range(3):
        real[column, at] = reals[column]


@inner
def _between(lat: float, lon: float, to_lat: float, to_lon: float, share: float) -> tuple[float, float]:
    """As ``vectors.between``, for one point."""
    mid = lat + share * (to_lat - lat)
    if not abs(mid) > _CHART_DEG:
        return mid, wrapped_deg(lon + share * wrapped_deg(to_lon - lon))
    a, b, c, d = math.radians(lat), math.radians(lon), math.radians(to_lat), math.radians(to_lon)
    x = (1 - share) * math.cos(a) * math.cos(b) + share * math.cos(c) * math.cos(d)
    y = (1 - share) * math.cos(a) * math.sin(b) + share * math.cos(c) * math.sin(d)
    z = (1 - share) * math.sin(a) + share * math.sin(c)
    east = math.degrees(math.atan2(y, x))
    return math.degrees(math.atan2(z, math.hypot(x, y))), wrapped_deg(east)

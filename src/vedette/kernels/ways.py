"""Ways: what lies between one position of a ship and the next, row by row."""
# ruff: noqa: PLR0917 - numba is slow to hand over tuples of arrays, so each array is an argument

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vedette.kernels.arcs import NEAR_RAD, SHORT_RAD, arc_m, cosine_near, short_m, short_sine2
from vedette.kernels.inner import inner
from vedette.kernels.sphere import DEGREE_M, KNOT_MS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_RADIAN = math.pi / 180


class Points(NamedTuple):
    """Positions by ship, then time: microseconds since 1970, degrees."""

    ship: Ints
    time: Ints
    lat: Floats
    lon: Floats


def steps(points: Points) -> tuple[Floats, Floats]:
    """The seconds and metres from each position to the next of the ship; NaN on a ship's first."""
    return _steps(*points)


@njit(cache=True, nogil=True)
def _steps(ship: Ints, time: Ints, lat: Floats, lon: Floats) -> tuple[Floats, Floats]:
    seconds, metres = np.empty(len(ship)), np.empty(len(ship))
    near, cosine, sine, own, before = math.inf, 1.0, 0.0, 1.0, 1.0
    for row in range(len(ship)):
        angle = lat[row] * _RADIAN
        if not abs(angle - near) <= NEAR_RAD:
            near, cosine, sine = angle, math.cos(angle), math.sin(angle)
        before, own = own, cosine_near(angle, near, cosine, sine)
        if row == 0 or ship[row] != ship[row - 1]:
            seconds[row] = metres[row] = math.nan
            continue
        seconds[row] = (time[row] - time[row - 1]) / 1e6
        north, east = (lat[row] - lat[row - 1]) * (_RADIAN / 2), (lon[row] - lon[row - 1]) * (_RADIAN / 2)
        if abs(north) < SHORT_RAD and abs(east) < SHORT_RAD:
            metres[row] = short_m(short_sine2(north) + max(own * before, 0.0) * short_sine2(east))
        else:
            metres[row] = arc_m(lat[row - 1], lon[row - 1], lat[row], lon[row])
    return seconds, metres


@njit(cache=True, nogil=True)
def impossible(points: Points, a: int, b: int, max_kn: float, slack_s: float) -> bool:
    """True when the way from row ``a`` to row ``b`` takes more than ``max_kn`` even if clocks differ so."""
    _, time, lat, lon = points
    far = max_kn * KNOT_MS * ((time[b] - time[a]) / 1e6 + slack_s)
    return not _surely_less(lat[a], lon[a], lat[b], lon[b], far) and bool(
        arc_m(lat[a], lon[a], lat[b], lon[b]) > far
    )


@inner
def _surely_less(lat: float, lon: float, to_lat: float, to_lon: float, far: float) -> bool:
    """Whether even the way along a meridian and then a parallel is no longer: most rows need no sines."""
    return bool((abs(to_lat - lat) + abs(to_lon - lon)) * DEGREE_M <= far)


def jumping(points: Points, least_m: float, max_kn: float, slack_s: float) -> Flags:
    """True for all rows of the ships that step at least once farther than ``least_m``, and too fast.

    >>> points = Points(np.array([1, 1, 2, 2]), np.arange(4) * 10**9, np.array([0, 9, 0, 0.0]), np.zeros(4))
    >>> jumping(points, 7e3, 50.0, 60.0).tolist()
    [True, True, False, False]
    """
    return np.asarray(_jumping(*points, least_m, max_kn, slack_s))


@njit(cache=True, nogil=True)
def _jumping(
    ship: Ints, time: Ints, lat: Floats, lon: Floats, least_m: float, max_kn: float, slack_s: float
) -> Flags:
    found = np.zeros(len(ship), np.bool_)
    first = 0
    for row in range(1, len(ship)):
        if ship[row] != ship[row - 1]:
            first = row
        elif not found[first] and not _surely_less(lat[row - 1], lon[row - 1], lat[row], lon[row], least_m):
            seconds = (time[row] - time[row - 1]) / 1e6 + slack_s
            far = max(least_m, max_kn * KNOT_MS * seconds)
            found[first] = arc_m(lat[row - 1], lon[row - 1], lat[row], lon[row]) > far
    for row in range(1, len(ship)):
        if ship[row] == ship[row - 1]:
            found[row] = found[row - 1]
    return found


@njit(cache=True, nogil=True)
def strays(points: Points, max_kn: float, slack_s: float, longest: int) -> Flags:
    """Positions that cannot be reached from the one before nor left for the one after, while those agree.

    One to ``longest`` rows on end are strays together: the ship can go from the row before them to the row
    after them, but not to nor from any of them; nor are the two rows themselves torn from their neighbours.
    """
    ship, time, lat, lon = points
    count = len(ship)
    found = np.zeros(count, dtype=np.bool_)
    torn = np.zeros(count + longest + 2, dtype=np.bool_)
    if not _torn(ship, time, lat, lon, max_kn, slack_s, torn):
        return found
    for first in range(1, count):
        if not torn[first]:
            continue
        for length in range(1, min(longest, count - first - 1) + 1):
            after = first + length
            torn_around = torn[first - 1] or torn[after + 1]
            if not torn[after] or torn_around or ship[first - 1] != ship[after]:
                continue
            alone = not impossible(points, first - 1, after, max_kn, slack_s)
            for row in range(first + 1, after):
                alone &= impossible(points, first - 1, row, max_kn, slack_s)
            for row in range(first, after - 1):
                alone &= impossible(points, row, after, max_kn, slack_s)
            if alone:
                found[first:after] = True
    return found


@inner
def _torn(
    ship: Ints, time: Ints, lat: Floats, lon: Floats, max_kn: float, slack_s: float, torn: Flags
) -> bool:
    """Mark the rows that their ship cannot have come to; whether there are any."""
    any_ = False
    for row in range(1, len(ship)):
        far = max_kn * KNOT_MS * ((time[row] - time[row - 1]) / 1e6 + slack_s)
        if ship[row] == ship[row - 1] and not _surely_less(
            lat[row - 1], lon[row - 1], lat[row], lon[row], far
        ):
            torn[row] = arc_m(lat[row - 1], lon[row - 1], lat[row], lon[row]) > far
            any_ |= torn[row]
    return any_

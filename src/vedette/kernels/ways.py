"""Ways: what lies between one position of a ship and the next, row by row."""

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vedette.kernels.arcs import arc_m
from vedette.kernels.sphere import DEGREE_M, KNOT_MS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Points(NamedTuple):
    """Positions by ship, then time: microseconds since 1970, degrees."""

    ship: Ints
    time: Ints
    lat: Floats
    lon: Floats


@njit(cache=True, nogil=True)
def steps(points: Points) -> tuple[Floats, Floats]:
    """The seconds and metres from each position to the next of the ship; NaN on a ship's first."""
    ship, time, lat, lon = points
    seconds, metres = np.empty(len(ship)), np.empty(len(ship))
    for row in range(len(ship)):
        if row == 0 or ship[row] != ship[row - 1]:
            seconds[row] = metres[row] = math.nan
        else:
            seconds[row] = (time[row] - time[row - 1]) / 1e6
            metres[row] = arc_m(lat[row - 1], lon[row - 1], lat[row], lon[row])
    return seconds, metres


@njit(cache=True, nogil=True)
def impossible(points: Points, a: int, b: int, max_kn: float, slack_s: float) -> bool:
    """True when the way from row ``a`` to row ``b`` takes more than ``max_kn`` even if clocks differ so."""
    _, time, lat, lon = points
    far = max_kn * KNOT_MS * ((time[b] - time[a]) / 1e6 + slack_s)
    # No way is longer than along a meridian and then a parallel: most rows need no sines.
    if (abs(lat[b] - lat[a]) + abs(lon[b] - lon[a])) * DEGREE_M <= far:
        return False
    return bool(arc_m(lat[a], lon[a], lat[b], lon[b]) > far)


@njit(cache=True, nogil=True)
def strays(points: Points, max_kn: float, slack_s: float, longest: int) -> Flags:
    """Positions that cannot be reached from the one before nor left for the one after, while those agree.

    One to ``longest`` rows on end are strays together: the ship can go from the row before them to the row
    after them, but not to nor from any of them; nor are the two rows themselves torn from their neighbours.
    """
    ship = points.ship
    count = len(ship)
    found = np.zeros(count, dtype=np.bool_)
    torn = np.zeros(count + longest + 2, dtype=np.bool_)
    for row in range(1, count):
        if ship[row] == ship[row - 1]:
            torn[row] = impossible(points, row - 1, row, max_kn, slack_s)
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

"""Turning: the steps of a way by the clock, and where they turn to one side again and again."""
# ruff: noqa: PLR0917 - numba is slow to hand over tuples of arrays, so each array is an argument

import math

import numpy as np
from numpy.typing import NDArray

from vedette.kernels.arcs import NEAR_RAD, arc_m, bearing, cosine_near, turn_deg
from vedette.kernels.inner import inner
from vedette.kernels.sphere import DEGREE_M

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Sides = NDArray[np.int8]

CHART_DEG = 80.0  # nearer to a pole directions are those of great circles
WAITS = 4  # so many steps of the clock without a position end a stretch
MOST_DEG = 140.0
_LEAST_DEG = 8.0  # turn from one step to the next: 3 to 40 steps in a circle
_CHORD_M = 30.0  # a shorter step is noise, and has no direction
_LEAST_TAN, _MOST_TAN = math.tan(math.radians(_LEAST_DEG)), math.tan(math.radians(180.0 - MOST_DEG))
_RADIAN = math.pi / 180
_NEVER = np.iinfo(np.int64).max
SHORT = 2  # in place of a side: the step is too short to have a direction


@inner
def degrees_east_m(lat: Floats, east_m: Floats) -> None:
    """Write the metres of a degree of longitude at each latitude."""
    near, cosine, sine = math.inf, 1.0, 0.0
    for row in range(len(lat)):
        angle = lat[row] * _RADIAN
        if not abs(angle - near) <= NEAR_RAD:
            near, cosine, sine = angle, math.cos(angle), math.sin(angle)
        east_m[row] = DEGREE_M * cosine_near(angle, near, cosine, sine)


@inner
def thinned(taken: Ints, count: int, time: Ints, step: int) -> int:
    """Of some rows in order of time keep the first of each step of the clock; how many are left."""
    end = (time[taken[0]] // step + 1) * step
    place = 0
    for at in range(1, count):
        row = taken[at]
        moment = time[row]
        # Written in any case: to guess whether a row is kept takes longer.
        taken[place + 1] = row
        kept = moment >= end
        place += kept
        end += step if kept else 0
        if moment >= end:
            end = (moment // step + 1) * step
    return place + 1


@inner
def waits(taken: Ints, count: int, time: Ints, waited: Ints) -> int:
    """Write how long before each of some rows the one before it was; the shortest wait."""
    waited[0] = _NEVER
    shortest = _NEVER
    for at in range(1, count):
        waited[at] = time[taken[at]] - time[taken[at - 1]]
        shortest = min(shortest, waited[at])
    return shortest


@inner
def sides(
    taken: Ints,
    count: int,
    lat: Floats,
    lon: Floats,
    east_m: Floats,
    polar: bool,
    norths: Floats,
    easts: Floats,
    side: Sides,
) -> None:
    """Write the metres north and east to each taken row, and the side to which she turned before it.

    The side is 1 for right, -1 for left, 0 for too little or too much, and ``SHORT`` where the step is.
    """
    norths[0] = easts[0] = 0.0
    for at in range(1, count):
        row, before = taken[at], taken[at - 1]
        east = lon[row] - lon[before]
        east -= 360.0 if east >= 180.0 else 0.0
        east += 360.0 if east < -180.0 else 0.0
        norths[at], easts[at] = (lat[row] - lat[before]) * DEGREE_M, east * east_m[row]
    if polar:
        for at in range(1, count):
            row, before = taken[at], taken[at - 1]
            if abs(lat[row]) > CHART_DEG:
                norths[at], easts[at] = arc_m(lat[before], lon[before], lat[row], lon[row]), 0.0
    side[0] = 0
    for at in range(1, count):
        north, east = norths[at], easts[at]
        across = norths[at - 1] * east - easts[at - 1] * north
        along = norths[at - 1] * north + easts[at - 1] * east
        turns = np.int8(1) if across > 0 else np.int8(-1)
        little = (abs(across) < _LEAST_TAN * along) | (abs(across) < -_MOST_TAN * along)
        turns = np.int8(0) if little else turns
        short = north * north + east * east < _CHORD_M * _CHORD_M
        side[at] = np.int8(SHORT) if short else turns
    if polar:
        for at in range(2, count):
            if abs(lat[taken[at]]) > CHART_DEG and side[at] != SHORT:
                turn = turn_on_sphere(taken[at - 2], taken[at - 1], taken[at], lat, lon)
                found = np.int8(1) if turn > 0 else np.int8(-1)
                side[at] = found if _LEAST_DEG <= abs(turn) <= MOST_DEG else np.int8(0)


@inner
def turn_on_sphere(a: int, b: int, c: int, lat: Floats, lon: Floats) -> float:
    """How far one turns at the second of three rows, degrees to the right."""
    back = bearing(lat[b], lon[b], lat[a], lon[a])
    return float(turn_deg(back + 180.0, bearing(lat[b], lon[b], lat[c], lon[c])))


@inner
def turning(at: int, count: int, waited: Ints, wait: int, side: Sides, least: int) -> int:
    """The first place from ``at`` on by which she has turned to one side ``least`` times on end; -1 for none.

    The turn at ``at`` counts; none counts after more than ``wait``.
    """
    run, before = 0, np.int8(0)
    for place in range(at, count):
        now = side[place]
        now = now if (waited[place] <= wait) & (now != SHORT) else np.int8(0)
        run = (run + 1 if now == before else 1) if now != 0 else 0
        before = now
        if run >= least:
            return place
    return -1


@inner
def began(at: int, floor: int, first: int, waited: Ints, wait: int, side: Sides) -> tuple[int, int]:
    """The latest place before ``at`` where a stretch surely ended, and the one the next begins with.

    That is not before ``floor``, after which a stretch begins with ``first``. A turn tells nothing on the two
    steps after a wait, of which the first has none before it.
    """
    for place in range(at - 1, floor, -1):
        if waited[place] > wait:
            return place, place
        if side[place] == SHORT:
            return place, place - 1
        if side[place] == 0 and place >= floor + 2 and waited[place - 1] <= wait:
            return place, place - 1
    return floor, first

"""Visits: the stretches of a sequence of points that lie in an area, with a rim to hold small steps out."""
# ruff: noqa: PLR0917 - numba is slow to hand over tuples of arrays, so each array is an argument

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vedette.kernels.areas import Near
from vedette.kernels.sphere import DEGREE_M

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
NEVER = np.iinfo(np.int64).max


class Visits(NamedTuple):
    """Visits, numbered as they begin: four by row and visit, in order of rows, and the rest by visit."""

    row: Ints
    area_of_row: Ints
    distance_m: Floats
    visit: Ints
    area: Ints
    first: Ints
    last: Ints


class Way(NamedTuple):
    """The rows of ships: number of the ship, time, and whether she jumped or was torn from the row before."""

    ship: Ints
    time: Ints
    jumped: Flags
    torn: Flags


def visits(pairs: Near, way: Way, areas: int, torn_us: int) -> Visits:
    """Runs of neighbouring rows near one area, each from its first row inside it to its last row near it.

    ``pairs`` holds the rows inside an area and on its rim: on the rim a visit goes on but none begins.
    A row that ``jumped`` begins anew. ``torn`` says that a ship cannot have come from the row before: two
    visits between which she was torn away and, within ``torn_us``, back are one, since it is the rows between
    that are in doubt. ``areas`` is how many there are.
    """
    visit, area, first, last = _visits(pairs.row, pairs.area, pairs.inside, *way, areas, torn_us)
    kept = np.flatnonzero(visit >= 0)
    return Visits(pairs.row[kept], pairs.area[kept], pairs.distance_m[kept], visit[kept], area, first, last)


@njit(cache=True, nogil=True)
def _visits(
    row: Ints,
    area: Ints,
    inside: Flags,
    ship: Ints,
    time: Ints,
    jumped: Flags,
    torn: Flags,
    areas: int,
    torn_us: int,
) -> tuple[Ints, Ints, Ints, Ints]:
    run_last, run_visit = np.full(areas, -9, np.int64), np.full(areas, -1, np.int64)
    run_torn, latest = np.zeros(areas, np.bool_), np.full(areas, -1, np.int64)
    visit = np.full(len(row), -1, np.int64)
    where, first, last = np.empty(64, np.int64), np.empty(64, np.int64), np.empty(64, np.int64)
    count = 0
    for pair in range(len(row)):
        at, here = area[pair], row[pair]
        goes_on = run_last[at] == here - 1 and ship[here] == ship[here - 1] and not jumped[here]
        if not goes_on:
            # A run may begin on the rim, before the visit does; what tears it off happens there.
            run_torn[at], run_visit[at] = torn[here], -1
        run_last[at] = here
        if run_visit[at] < 0 and inside[pair]:
            one = latest[at]
            same = one >= 0 and ship[last[one]] == ship[here] and time[here] - time[last[one]] <= torn_us
            if not (same and run_torn[at] and torn[min(last[one] + 1, len(torn) - 1)]):
                if count == len(where):
                    where = np.concatenate((where, np.empty(count, np.int64)))
                    first = np.concatenate((first, np.empty(count, np.int64)))
                    last = np.concatenate((last, np.empty(count, np.int64)))
                one = count
                where[one], first[one] = at, here
                count += 1
            run_visit[at] = latest[at] = one
        if run_visit[at] >= 0:
            visit[pair] = run_visit[at]
            last[run_visit[at]] = here
    return visit, where[:count].copy(), first[:count].copy(), last[:count].copy()


def owners(
    found: Visits,
    ship: Ints,
    still: Flags,
    at: tuple[Floats, Floats],
    rank: Ints,
    radius_m: Floats,
    hold_m: float,
) -> Flags:
    """True for the rows of a visit that belong to it and to no other place that the ship is at.

    That is the place of the lowest ``rank``, then the one whose centre is nearest, with distances weighed by
    the radius. While a ship lies ``still`` and within ``hold_m`` of where that was decided, of places of one
    rank and radius it stays the one it was. ``ship``, ``still`` and ``at`` are by row of the sequence.
    """
    where = found.row, found.area_of_row, found.distance_m
    return np.asarray(_owners(*where, still[found.row], ship, *at, rank, radius_m, hold_m))


@njit(cache=True, nogil=True)
def _owners(
    row: Ints,
    area: Ints,
    metres: Floats,
    still: Flags,
    ship: Ints,
    lat: Floats,
    lon: Floats,
    rank: Ints,
    radius_m: Floats,
    hold_m: float,
) -> Flags:
    own = np.zeros(len(row), np.bool_)
    held, held_row, held_lat, held_lon = -1, -9, 0.0, 0.0
    start = 0
    while start < len(row):
        here, stop, best, kept = row[start], start, start, -1
        while stop < len(row) and row[stop] == here:
            one, other = area[stop], area[best]
            if rank[one] != rank[other]:
                better = rank[one] < rank[other]
            else:
                weighed, least = metres[stop] * radius_m[one], metres[best] * radius_m[other]
                better = weighed < least or (weighed == least and one < other)
            if better:
                best = stop
            if one == held:
                kept = stop
            stop += 1
        holds = kept >= 0 and still[start] and held_row == here - 1 and ship[here] == ship[here - 1]
        if holds:
            north = (lat[here] - held_lat) * DEGREE_M
            scale = DEGREE_M * np.cos(held_lat * (np.pi / 180))
            east = ((lon[here] - held_lon + 180.0) % 360.0 - 180.0) * scale
            holds = north * north + east * east <= hold_m * hold_m
        if holds and rank[area[kept]] == rank[area[best]] and radius_m[area[kept]] == radius_m[area[best]]:
            best = kept
        own[best] = True
        if not (holds and area[best] == held):
            held, held_lat, held_lon = area[best], lat[here], lon[here]
        held_row = here if still[start] else -9
        start = stop
    return own


@njit(cache=True, nogil=True)
def least(values: Ints, visit: Ints, count: int) -> Ints:
    """The least of the values of each visit; NEVER for one without any.

    >>> least(np.array([5, 3, 9]), np.array([0, 0, 1]), 3).tolist()[:2]
    [3, 9]
    """
    found = np.full(count, NEVER, np.int64)
    for n in range(len(values)):
        found[visit[n]] = min(found[visit[n]], values[n])
    return found


@njit(cache=True, nogil=True)
def nearest(metres: Floats, visit: Ints, count: int) -> Floats:
    """The least distance of each visit; infinite for one without any."""
    found = np.full(count, np.inf)
    for n in range(len(metres)):
        found[visit[n]] = min(found[visit[n]], metres[n])
    return found


@njit(cache=True, nogil=True)
def lasted(time: Ints, counts: Flags, visit: Ints, count: int) -> Ints:
    """How long, in each visit, from the rows that count to the next row of the visit.

    >>> lasted(np.array([0, 2, 7]), np.array([True, False, True]), np.array([0, 0, 0]), 1).tolist()
    [2]
    """
    found, before = np.zeros(count, np.int64), np.full(count, -1, np.int64)
    for n in range(len(time)):
        one = visit[n]
        if before[one] >= 0 and counts[before[one]]:
            found[one] += time[n] - time[before[one]]
        before[one] = n
    return found


@njit(cache=True, nogil=True, error_model="numpy")
def lying_still(
    said_kn: Floats,
    step_m: Floats,
    step_s: Floats,
    starts: Flags,
    on_kn: float,
    off_kn: float,
    knot_ms: float,
) -> Flags:
    """Where a ship lies still: from ``on_kn`` down until ``off_kn`` up, by the speed she says.

    Where she says none (NaN), by the speed of her last step; where that is not known she stays as she was.
    """
    found = np.zeros(len(said_kn), np.bool_)
    state = False
    for n in range(len(said_kn)):
        if starts[n]:
            state = False
        speed = said_kn[n]
        if np.isnan(speed):
            speed = step_m[n] / step_s[n] / knot_ms
        if speed <= on_kn:
            state = True
        elif speed >= off_kn:
            state = False
        found[n] = state
    return found

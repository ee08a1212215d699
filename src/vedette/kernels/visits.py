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
    size = len(pairs.row)
    whole, metres = np.empty((3, size), np.int64), np.empty(size)
    count, area, first, last = _visits(*pairs, *way, areas, torn_us, whole[0], whole[1], whole[2], metres)
    return Visits(whole[0, :count], whole[1, :count], metres[:count], whole[2, :count], area, first, last)


@njit(cache=True, nogil=True)
def _visits(
    row: Ints,
    area: Ints,
    distance_m: Floats,
    inside: Flags,
    ship: Ints,
    time: Ints,
    jumped: Flags,
    torn: Flags,
    areas: int,
    torn_us: int,
    to_row: Ints,
    to_area: Ints,
    to_visit: Ints,
    to_metres: Floats,
) -> tuple[int, Ints, Ints, Ints]:
    run_last, run_visit = np.full(areas, -9, np.int64), np.full(areas, -1, np.int64)
    run_torn, latest = np.zeros(areas, np.bool_), np.full(areas, -1, np.int64)
    where, first, last = np.empty(64, np.int64), np.empty(64, np.int64), np.empty(64, np.int64)
    count = kept = 0
    before, at_before, through = -9, -1, -1
    for pair in range(len(row)):
        at, here = area[pair], row[pair]
        on = at == at_before and here == before + 1 and ship[here] == ship[before] and not jumped[here]
        if on and through >= 0:
            # Most rows go on with the visit of the row before: nothing is to be looked up.
            before = run_last[at] = last[through] = here
            to_row[kept], to_area[kept], to_visit[kept] = here, at, through
            to_metres[kept] = distance_m[pair]
            kept += 1
            continue
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
            last[run_visit[at]] = here
            to_row[kept], to_area[kept], to_visit[kept] = here, at, run_visit[at]
            to_metres[kept] = distance_m[pair]
            kept += 1
        before, at_before, through = here, at, run_visit[at]
    return kept, where[:count].copy(), first[:count].copy(), last[:count].copy()


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
    return np.asarray(_owners(*where, still, ship, *at, rank, radius_m, hold_m))


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
    held, held_row, held_lat, held_lon, east_m = -1, -9, 0.0, 0.0, 0.0
    start = 0
    while start < len(row):
        here, stop, best, kept = row[start], start + 1, start, start if area[start] == held else -1
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
        lies = still[here]
        holds = kept >= 0 and lies and held_row == here - 1 and ship[here] == ship[here - 1]
        if holds:
            north = (lat[here] - held_lat) * DEGREE_M
            away = lon[here] - held_lon
            if abs(away) >= 180.0:
                away = (away + 180.0) % 360.0 - 180.0
            holds = north * north + (away * east_m) ** 2 <= hold_m * hold_m
        if holds and rank[area[kept]] == rank[area[best]] and radius_m[area[kept]] == radius_m[area[best]]:
            best = kept
        own[best] = True
        if lies and not (holds and area[best] == held):
            held, held_lat, held_lon = area[best], lat[here], lon[here]
            east_m = DEGREE_M * np.cos(held_lat * (np.pi / 180))
        held_row = here if lies else -9
        start = stop
    return own


@njit(cache=True, nogil=True)
def spread(values: Ints, row: Ints, visit: Ints, count: int) -> tuple[Ints, Ints]:
    """The least and the greatest of the values at the rows of each visit.

    >>> [side.tolist() for side in spread(np.array([5, 3, 9]), np.arange(3), np.array([0, 0, 1]), 2)]
    [[3, 9], [5, 9]]
    """
    lowest, highest = np.full(count, NEVER, np.int64), np.full(count, -NEVER, np.int64)
    for n in range(len(row)):
        one, value = visit[n], values[row[n]]
        lowest[one], highest[one] = min(lowest[one], value), max(highest[one], value)
    return lowest, highest


@njit(cache=True, nogil=True)
def nearest(metres: Floats, visit: Ints, count: int) -> Floats:
    """The least distance of each visit; infinite for one without any."""
    found = np.full(count, np.inf)
    for n in range(len(metres)):
        found[visit[n]] = min(found[visit[n]], metres[n])
    return found


@njit(cache=True, nogil=True)
def silent(row: Ints, own: Flags, time: Ints, ends: Flags, until: int, least_us: int) -> Ints:
    """Which of some rows are their own and were followed by ``least_us`` of silence, up to ``until``.

    ``row`` are rows of ships whose last ones ``ends`` marks.
    """
    found = np.empty(len(row), np.int64)
    count = 0
    for n in range(len(row)):
        here = row[n]
        if own[n] and (until if ends[here] else time[here + 1]) - time[here] >= least_us:
            found[count] = n
            count += 1
    return found[:count].copy()


@njit(cache=True, nogil=True)
def stops(
    row: Ints, visit: Ints, own: Flags, still: Flags, silence: Ints, time: Ints, count: int
) -> tuple[Ints, Ints]:
    """For each visit the first of its own rows at which the ship lay still (NEVER without), and for how long.

    A stop lasts from such a row to the next row of the visit. ``silence`` are the places among the rows of
    those followed by a silence, which is no stop. ``still`` and ``time`` are by row of the sequence.

    >>> row, yes = np.array([0, 1, 2]), np.array([True, True, True])
    >>> still = np.array([True, False, True])
    >>> found = stops(row, np.zeros(3, int), yes, still, np.zeros(0, int), np.array([0, 2, 7]), 1)
    >>> [column.tolist() for column in found]
    [[0], [2]]
    """
    first, lasted = np.full(count, NEVER, np.int64), np.zeros(count, np.int64)
    before, counts = np.full(count, -1, np.int64), np.zeros(count, np.bool_)
    quiet = 0
    for n in range(len(row)):
        one, here = visit[n], row[n]
        if counts[one]:
            lasted[one] += time[here] - time[before[one]]
        counts[one] = own[n] and still[here]
        if counts[one] and first[one] == NEVER:
            first[one] = here
        if quiet < len(silence) and silence[quiet] == n:
            counts[one] = False
            quiet += 1
        before[one] = here
    return first, lasted


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

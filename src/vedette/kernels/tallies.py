"""Tallies: how many rows, of how many ships, fall under each key."""
# ruff: noqa: PLR0917 - numba is slow to hand over tuples of arrays, so each array is an argument

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@njit(cache=True, nogil=True)
def together(ship: Ints) -> bool:
    """Whether ships stand in order, so that the rows of each are together."""
    return not np.any(ship[1:] < ship[:-1])


@njit(cache=True, nogil=True)
def tally(ship: Ints, moment: Ints, slot: int, first: int, code: Ints, codes: int, count: int) -> Ints:
    """Rows and ships for each slot of the clock from the ``first``, and each code in it: two rows of numbers.

    The rows of a ship are together. Slot ``n`` and code ``c`` are column ``n * codes + c``.

    >>> tally(np.array([1, 1, 2]), np.array([0, 9, 9]), 10, 0, np.zeros(3, np.int64), 1, 2).tolist()
    [[3, 0], [2, 0]]
    """
    found = np.zeros((2, count * codes), np.int64)
    latest = np.full(count * codes, -1, np.int64)
    place, begin, end = 0, 0, 0
    for row in range(len(ship)):
        if not begin <= moment[row] < end:
            number = moment[row] // slot
            place, begin, end = (number - first) * codes, number * slot, (number + 1) * slot
        key = place + code[row]
        found[0, key] += 1
        if latest[key] < 0 or ship[latest[key]] != ship[row]:
            found[1, key] += 1
        latest[key] = row
    return found


@njit(cache=True, nogil=True)
def cell_runs(
    ship: Ints, moment: Ints, lat: Floats, lon: Floats, slot: int, per_deg: int
) -> tuple[Ints, Ints, Ints]:
    """Rows at which a ship comes to another cell of a grid, or slot of the clock; cell and slot from there.

    A cell is numbered by row from the south pole and column from 180 degrees west, which 180 east is too.
    """
    high, wide = 180 * per_deg, 360 * per_deg
    rows, room = 0, len(ship) // 8 + 1024
    found = np.empty((3, room), np.int64)
    cell, number, begin, end = -1, 0, 0, 0
    for row in range(len(ship)):
        up = min(max(int(np.floor((lat[row] + 90.0) * per_deg)), 0), high - 1)
        along = int(np.floor((lon[row] + 180.0) * per_deg))
        if not 0 <= along < wide:
            along %= wide
        here = up * wide + along
        same = begin <= moment[row] < end
        if same and here == cell and ship[row] == ship[row - 1]:
            continue
        if not same:
            number = moment[row] // slot
            begin, end = number * slot, (number + 1) * slot
        cell = here
        if rows == found.shape[1]:
            more = np.empty((3, 2 * rows), np.int64)
            more[:, :rows] = found
            found = more
        found[0, rows], found[1, rows], found[2, rows] = row, cell, number
        rows += 1
    return found[0, :rows], found[1, :rows], found[2, :rows]


@njit(cache=True, nogil=True)
def in_order(ship: Ints, moment: Ints) -> bool:
    """Whether rows stand by ship, and those of a ship by time."""
    for row in range(1, len(ship)):
        if ship[row] < ship[row - 1] or (ship[row] == ship[row - 1] and moment[row] < moment[row - 1]):
            return False
    return True


_BEFORE, _FACTOR = 4, 4


@njit(cache=True, nogil=True)
def waits(ship: Ints, moment: Ints, runs: Ints, least: int, most: int) -> tuple[Ints, Ints]:
    """The rows of each run that came ``least`` or more, and less than ``most``, after her row before.

    How many they are, and how much longer than ``least`` they took together. Who speaks seldom is not waited
    for: a wait is four times as long as the shortest of the four intervals before it. Rows stand by ship and
    time, a run ends where the next begins.

    >>> time = np.array([0, 1, 10, 11, 16])
    >>> [n.tolist() for n in waits(np.ones(5, np.int64), time, np.array([0, 3]), 5, 10)]
    [[1, 1], [4, 0]]
    """
    found = np.zeros((2, len(runs)), np.int64)
    run = -1
    for row in range(len(ship)):
        if run + 1 < len(runs) and runs[run + 1] == row:
            run += 1
        if row == 0 or ship[row] != ship[row - 1]:
            continue
        waited = moment[row] - moment[row - 1]
        if not least <= waited < most:
            continue
        one = row - 1
        while one > max(0, row - 1 - _BEFORE) and ship[one - 1] == ship[row]:
            if waited >= _FACTOR * (moment[one] - moment[one - 1]):
                found[0, run] += 1
                found[1, run] += waited - least
                break
            one -= 1
    return found[0], found[1]

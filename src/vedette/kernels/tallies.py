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

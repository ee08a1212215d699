"""Sight: whether the great circle from one point to another touches no land."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vedette.kernels.landmask import COLUMNS, PER_DEG, ROWS
from vedette.kernels.sphere import EARTH_M

Floats = NDArray[np.float64]
Words = NDArray[np.uint64]
_PIECE_M = 30_000.0  # a great circle strays 50 m from a straight line on the grid in so far, at 70 degrees


@njit(cache=True, nogil=True)
def arc_m(ax: float, ay: float, az: float, bx: float, by: float, bz: float) -> float:
    """Great-circle metres between two unit vectors."""
    half = 0.5 * np.sqrt((ax - bx) ** 2 + (ay - by) ** 2 + (az - bz) ** 2)
    return float(2.0 * EARTH_M * np.arcsin(min(half, 1.0)))


@njit(cache=True, nogil=True)
def is_land(words: Words, row: int, column: int) -> bool:
    """Whether a cell is land."""
    return bool(((words[row, column >> 6] >> np.uint64(column & 63)) & np.uint64(1)) == np.uint64(1))


@njit(cache=True, nogil=True)
def cell_at(x: float, y: float, z: float) -> tuple[float, float]:
    """Where a unit vector lies on the grid: rows from the south, columns from 180 W, with fractions."""
    row = (np.degrees(np.arcsin(min(max(z, -1.0), 1.0))) + 90.0) * PER_DEG
    column = (np.degrees(np.arctan2(y, x)) + 180.0) * PER_DEG
    return min(row, ROWS - 1e-6), column % COLUMNS


@njit(cache=True, nogil=True)
def barred(gates: Floats, a: Floats, b: Floats) -> bool:
    """Whether the arc from one unit vector to another crosses one of some arcs (from, to and normal)."""
    nx = a[1] * b[2] - a[2] * b[1]
    ny = a[2] * b[0] - a[0] * b[2]
    nz = a[0] * b[1] - a[1] * b[0]
    for gate in gates:
        over_a = gate[6] * a[0] + gate[7] * a[1] + gate[8] * a[2]
        over_b = gate[6] * b[0] + gate[7] * b[1] + gate[8] * b[2]
        if (over_a > 0) == (over_b > 0):
            continue
        from_ = nx * gate[0] + ny * gate[1] + nz * gate[2]
        to = nx * gate[3] + ny * gate[4] + nz * gate[5]
        if (from_ > 0) == (to > 0):
            continue
        # Both arcs cross the other's plane; they meet unless they do so on opposite sides of the earth.
        if (over_a > 0) == (to > 0):
            return True
    return False


@njit(cache=True, nogil=True)
def clear(words: Words, clear_m: NDArray[np.float32], gates: Floats, a: Floats, b: Floats) -> bool:
    """Whether the great circle between two unit vectors is all water and crosses no closed gate.

    Where land is far the way is leapt over; elsewhere each cell on it is looked at, in straight pieces.
    """
    length = arc_m(a[0], a[1], a[2], b[0], b[1], b[2])
    if length > 0.999 * np.pi * EARTH_M:
        return False
    angle = length / EARTH_M
    sine = np.sin(angle)
    block = ROWS // clear_m.shape[0]
    done = 0.0
    row, column = cell_at(a[0], a[1], a[2])
    while done < length:
        free = float(clear_m[int(row) // block, int(column) // block])
        leap = free > 4000.0
        step = min(free if leap else _PIECE_M, length - done)
        share = (done + step) / length
        near = 1.0 - share if sine < 1e-9 else np.sin((1.0 - share) * angle) / sine
        far = share if sine < 1e-9 else np.sin(share * angle) / sine
        to_row, to_column = cell_at(
            near * a[0] + far * b[0], near * a[1] + far * b[1], near * a[2] + far * b[2]
        )
        if not leap and _touches(words, row, column, to_row, to_column):
            return False
        row, column = to_row, to_column
        done += max(step, 1.0)
    return not barred(gates, a, b)


@njit(cache=True, nogil=True)
def _touches(words: Words, row: float, column: float, to_row: float, to_column: float) -> bool:
    """Whether a straight line on the grid enters a cell of land; each cell it enters is looked at."""
    down = to_row - row
    across = to_column - column
    if across > COLUMNS / 2:
        across -= COLUMNS
    elif across < -COLUMNS / 2:
        across += COLUMNS
    r, c = int(np.floor(row)), int(np.floor(column))
    last_r, last_c = int(np.floor(to_row)), int(np.floor(column + across))
    step_r, step_c = (1 if down > 0 else -1), (1 if across > 0 else -1)
    big = 1e30
    each_r = abs(1.0 / down) if down != 0 else big
    each_c = abs(1.0 / across) if across != 0 else big
    next_r = ((r + 1 - row) if down > 0 else (row - r)) * each_r
    next_c = ((c + 1 - column) if across > 0 else (column - c)) * each_c
    for _ in range(abs(last_r - r) + abs(last_c - c) + 1):
        if is_land(words, min(max(r, 0), ROWS - 1), c % COLUMNS):
            return True
        if next_r < next_c:
            next_r += each_r
            r += step_r
        else:
            next_c += each_c
            c += step_c
    return False

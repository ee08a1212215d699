"""Water mesh: the sea cut into squares of water, large in the open and one cell at the coast."""

from functools import cache
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vedette.kernels.landmask import CELL_M, COLUMNS, PER_DEG, ROWS, Words, land_mask
from vedette.kernels.sight import cell_at, is_land
from vedette.kernels.vectors import vectors

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Small = NDArray[np.int32]

_TILES = COLUMNS // PER_DEG  # tiles of a degree in a row of them
_MOST_SIDES = 4 * PER_DEG  # squares that a square may touch
# A way turns at the middles of squares: far from land, where it does not turn, they may be large.
_FREE_SIZE, _CLEAR_SIDES = 16, 1.5
# Water smaller than this that is not joined to more is a lake, or a bay drawn shut: the Sea of Marmara,
# 11,350 km2, is the smallest sea with ports of its own that a coastline may shut.
_LEAST_SEA_KM2 = 8000.0


class Mesh(NamedTuple):
    """Squares of water, tile by tile of a degree in Morton order, so that the square of a cell is bisected.

    ``tile_at`` is where each tile begins; ``code`` the place in the tile of the square's first cell; ``row``,
    ``column`` that cell, ``size`` the cells on a side; ``xyz`` the middle as a unit vector; ``sea`` numbers
    the water the square is joined to, -1 for lakes.
    """

    words: Words
    clear_m: NDArray[np.float32]
    tile_at: Ints
    code: Small
    row: Small
    column: Small
    size: Small
    xyz: Floats
    sea: Small


@cache
def mesh() -> Mesh:
    """The squares of all water in the world; made once, in about a second."""
    mask = land_mask()
    tile_at, code, row, column, size = _squares(mask.words, mask.clear_m)
    lat = (row + size / 2) / PER_DEG - 90.0
    lon = (column + size / 2) / PER_DEG - 180.0
    xyz = np.ascontiguousarray(vectors(lat, lon).T)
    none = np.zeros(len(code), dtype=np.int32)
    made = Mesh(mask.words, mask.clear_m, tile_at, code, row, column, size, xyz, none)
    seas = _seas(made)
    km2 = (size * 111.195 / PER_DEG) ** 2 * np.cos(np.radians(lat))
    large = np.bincount(seas, weights=km2) >= _LEAST_SEA_KM2
    return made._replace(sea=np.where(large[seas], seas, -1).astype(np.int32))


@njit(cache=True, nogil=True)
def _spread_bits(value: int) -> int:
    found = 0
    for bit in range(6):
        found |= ((value >> bit) & 1) << (2 * bit)
    return found


@njit(cache=True, nogil=True)
def _all_water(words: Words, row: int, column: int, size: int) -> bool:
    ones = ~np.uint64(0) if size == 64 else (np.uint64(1) << np.uint64(size)) - np.uint64(1)
    ones <<= np.uint64(column & 63)
    for r in range(row, row + size):
        if words[r, column >> 6] & ones:
            return False
    return True


@njit(cache=True, nogil=True)
def _squares(words: Words, clear_m: NDArray[np.float32]) -> tuple[Ints, Small, Small, Small, Small]:
    tiles, blocks = 180 * _TILES, clear_m.shape[0]
    tile_at = np.zeros(tiles + 1, dtype=np.int64)
    stack = np.empty((64, 3), dtype=np.int64)
    code, rows = np.empty(0, dtype=np.int32), np.empty(0, dtype=np.int32)
    columns, sizes = np.empty(0, dtype=np.int32), np.empty(0, dtype=np.int32)
    for write in range(2):
        count = 0
        for tile in range(tiles):
            tile_at[tile] = count
            south, west = tile // _TILES * 64, tile % _TILES * 64
            stack[0] = (south, west, 64)
            top = 1
            while top:
                top -= 1
                row, column, size = stack[top]
                middle = clear_m[(row + size // 2) * blocks // ROWS, (column + size // 2) * blocks // ROWS]
                small = size < _FREE_SIZE or middle >= _CLEAR_SIDES * size * CELL_M
                if small and _all_water(words, row, column, size):
                    if write:
                        code[count] = 2 * _spread_bits(row & 63) + _spread_bits(column & 63)
                        rows[count], columns[count], sizes[count] = row, column, size
                    count += 1
                elif size > 1:
                    half = size // 2
                    for child in range(3, -1, -1):
                        stack[top] = (row + half * (child >> 1), column + half * (child & 1), half)
                        top += 1
        tile_at[tiles] = count
        if write == 0:
            code, rows = np.empty(count, dtype=np.int32), np.empty(count, dtype=np.int32)
            columns, sizes = np.empty(count, dtype=np.int32), np.empty(count, dtype=np.int32)
    return tile_at, code, rows, columns, sizes


@njit(cache=True, nogil=True)
def square_at(mesh: Mesh, row: int, column: int) -> int:
    """The square that holds a cell of water; -1 on land."""
    if is_land(mesh.words, row, column):
        return -1
    tile = (row >> 6) * _TILES + (column >> 6)
    wanted = 2 * _spread_bits(row & 63) + _spread_bits(column & 63)
    low, high = mesh.tile_at[tile], mesh.tile_at[tile + 1] - 1
    while low < high:
        middle = (low + high + 1) // 2
        if mesh.code[middle] <= wanted:
            low = middle
        else:
            high = middle - 1
    return int(low)


@njit(cache=True, nogil=True)
def beside(mesh: Mesh, square: int, found: Ints) -> int:
    """Write the squares that share a side with one into ``found``, and say how many there are."""
    row, column, size = mesh.row[square], mesh.column[square], mesh.size[square]
    count = 0
    for side in range(4):
        step = 0
        while step < size:
            r = row - 1 if side == 0 else row + size if side == 1 else row + step
            c = column - 1 if side == 2 else column + size if side == 3 else column + step
            c %= COLUMNS
            other = square_at(mesh, r, c) if 0 <= r < ROWS else -1
            if other < 0:
                step += 1
                continue
            found[count] = other
            count += 1
            first = mesh.column[other] if side < 2 else mesh.row[other]
            along = column if side < 2 else row
            step = first + mesh.size[other] - along
    return count


@njit(cache=True, nogil=True)
def _seas(mesh: Mesh) -> Small:
    """The number of the water that each square is joined to by sides."""
    total = len(mesh.code)
    seas = np.full(total, -1, dtype=np.int32)
    stack = np.empty(total, dtype=np.int64)
    near = np.empty(_MOST_SIDES, dtype=np.int64)
    number = 0
    for first in range(total):
        if seas[first] >= 0:
            continue
        seas[first] = number
        stack[0] = first
        top = 1
        while top:
            top -= 1
            for k in range(beside(mesh, stack[top], near)):
                if seas[near[k]] < 0:
                    seas[near[k]] = number
                    stack[top] = near[k]
                    top += 1
        number += 1
    return seas


@njit(cache=True, nogil=True)
def nearest_water(mesh: Mesh, xyz: Floats, most_m: float) -> tuple[int, int, int]:
    """The square of the sea nearest to a unit vector, and its cell: row and column, -1 when it lies therein.

    The square is -1 when it is further than ``most_m``. Rings of cells are searched outwards until none can
    be nearer.
    """
    row, column = cell_at(xyz[0], xyz[1], xyz[2])
    r0, c0 = int(row), int(column)
    here = square_at(mesh, r0, c0)
    if here >= 0 and mesh.sea[here] >= 0:
        return here, -1, -1
    height = 111_195.0 / PER_DEG
    best, best_row, best_column, nearest = -1, -1, -1, most_m
    ring = 1
    while (ring - 1) * height * 0.999 < nearest and ring < 20 * PER_DEG:
        wide = max(np.cos(np.radians((abs(r0 + 0.5 - ROWS / 2) + ring) / PER_DEG)), 0.02)
        reach = min(int(ring / wide) + 1, COLUMNS // 2)
        inner = min(int((ring - 1) / wide), COLUMNS // 2) if ring > 1 else 0
        for r in range(max(r0 - ring, 0), min(r0 + ring, ROWS - 1) + 1):
            edge = abs(r - r0) == ring
            cos = np.cos(np.radians((r + 0.5) / PER_DEG - 90.0))
            for k in range(-reach, reach + 1):
                if not edge and abs(k) < inner:
                    continue
                metres = height * np.hypot(r + 0.5 - row, (c0 + k + 0.5 - column) * cos)
                if metres >= nearest:
                    continue
                other = square_at(mesh, r, (c0 + k) % COLUMNS)
                if other >= 0 and mesh.sea[other] >= 0:
                    best, best_row, best_column, nearest = other, r, (c0 + k) % COLUMNS, metres
        ring += 1
    return best, best_row, best_column

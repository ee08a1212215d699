"""Where land is, as a grid of bits made from the coastlines that come with vedette."""

import gzip
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import shapely
from numba import njit
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from vedette.kernels.sphere import DEGREE_M, EARTH_M
from vedette.kernels.vectors import vectors

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Words = NDArray[np.uint64]

PER_DEG = 64  # cells in a degree: one is 0.94 nm high, about as fine as the world's coastline is true
ROWS, COLUMNS = 180 * PER_DEG, 360 * PER_DEG
CELL_M = DEGREE_M / PER_DEG
_BLOCK = 8  # cells on a side of the blocks that know how far land is
_COASTLINES = Path(__file__).parents[1] / "outputs" / "basemap"


class LandMask(NamedTuple):
    """One bit a cell, 1 for land, 64 cells of a row in a word; and how far land is from any of a block, m.

    Rows go from the south, columns from 180 W. ``clear_m`` is never more than the distance.
    """

    words: Words
    clear_m: NDArray[np.float32]


@cache
def land_mask() -> LandMask:
    """The land of the world: a cell is land when its middle is; some lakes of the finer coastline are water.

    A finer coastline replaces the coarser where it is complete, as on maps (``basemap.toml``).
    """
    words = np.zeros((ROWS, COLUMNS // 64), dtype=np.uint64)
    listed = tomllib.loads((_COASTLINES / "basemap.toml").read_text(encoding="utf-8"))["pack"]
    for pack in sorted(listed, key=lambda pack: -pack["spacing_deg"]):
        west, south, east, north = (round(side * PER_DEG) for side in pack["bounds"])
        box = (south + ROWS // 2, north + ROWS // 2, west + COLUMNS // 2, east + COLUMNS // 2)
        with gzip.open(_COASTLINES / pack["file"]) as stream:
            x, y, starts, parts = _rings(shapely.from_geojson(stream.read()))
        _wash(words, *box)
        for part in range(len(parts) - 1):
            _fill(words, x, y, starts[parts[part] : parts[part + 1] + 1], *box)
    return LandMask(words, _clearance(words))


def land_at(lat: Floats, lon: Floats) -> Flags:
    """True for points on land, as the mask has it.

    >>> land_at(np.array([0.0, 45.0]), np.array([-150.0, 90.0])).tolist()
    [False, True]
    """
    words = land_mask().words
    row = np.clip(np.floor((lat + 90.0) * PER_DEG), 0, ROWS - 1).astype(np.int64)
    column = np.floor((lon + 180.0) * PER_DEG).astype(np.int64) % COLUMNS
    word = words[row, column >> 6] >> (column & 63).astype(np.uint64)
    return np.asarray((word & np.uint64(1)) == 1)


def shore_distance_m(lat: Floats, lon: Floats) -> Floats:
    """Metres to the nearest shore, at sea or on land; NaN where the point is not known.

    Right to a kilometre beside the coastline it is made from, which is itself some hundred metres off.

    >>> (shore_distance_m(np.array([0.0]), np.array([-150.0])) / 1000).round(-1).tolist()
    [710.0]
    """
    known = np.isfinite(lat) & np.isfinite(lon)
    found = np.full(len(lat), np.nan)
    if known.any():
        chord, _ = _shore().query(vectors(lat[known], lon[known]).T)
        found[known] = 2 * EARTH_M * np.arcsin(np.clip(chord / 2, 0.0, 1.0))
    return found


@cache
def _shore() -> cKDTree:
    """The middles of the borders between a cell of land and one of water, as unit vectors."""
    lat, lon = _borders(land_mask().words)
    return cKDTree(vectors(lat, lon).T, compact_nodes=False, balanced_tree=False)


def _rings(shape: shapely.Geometry) -> tuple[Floats, Floats, Ints, Ints]:
    """The corners of all rings in cells, where each ring starts, and with which ring each polygon does."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    rings, polygon = shapely.get_rings(parts, return_index=True)
    corners = shapely.get_coordinates(rings)
    starts = np.append(0, np.cumsum(shapely.get_num_coordinates(rings)))
    first = np.searchsorted(polygon, np.arange(len(parts) + 1))
    x, y = (corners[:, 0] + 180.0) * PER_DEG, (corners[:, 1] + 90.0) * PER_DEG
    return np.ascontiguousarray(x), np.ascontiguousarray(y), starts.astype(np.int64), first.astype(np.int64)


@njit(cache=True, nogil=True)
def _wash(words: Words, south: int, north: int, west: int, east: int) -> None:
    """Make a box water; its west and east lie on whole words."""
    for row in range(south, north):
        for word in range(west // 64, east // 64):
            words[row, word] = np.uint64(0)


@njit(cache=True, nogil=True)
def _fill(
    words: Words, x: Floats, y: Floats, starts: Ints, south: int, north: int, west: int, east: int
) -> None:
    """Make land of the cells of a box whose middle lies in one polygon, rings cut out by even and odd."""
    low, high = y[starts[0] : starts[-1]].min(), y[starts[0] : starts[-1]].max()
    first, past = max(int(np.ceil(low - 0.5)), south), min(int(np.floor(high - 0.5)) + 1, north)
    if past <= first:
        return
    count = np.zeros(past - first + 1, dtype=np.int64)
    for write in range(2):
        if write == 1:
            at = np.append(0, np.cumsum(count))
            crossing = np.empty(at[-1], dtype=np.float64)
            count[:] = 0
        for ring in range(len(starts) - 1):
            for k in range(starts[ring], starts[ring + 1] - 1):
                a, b = min(y[k], y[k + 1]), max(y[k], y[k + 1])
                # A row is crossed by edges that begin at or below its middle and end above it.
                for row in range(max(int(np.ceil(a - 0.5)), first), min(int(np.ceil(b - 0.5)), past)):
                    if write == 1:
                        share = (row + 0.5 - y[k]) / (y[k + 1] - y[k])
                        crossing[at[row - first] + count[row - first]] = x[k] + share * (x[k + 1] - x[k])
                    count[row - first] += 1
    for row in range(first, past):
        here = np.sort(crossing[at[row - first] : at[row - first + 1]])
        for k in range(0, len(here) - 1, 2):
            begin = max(int(np.ceil(here[k] - 0.5)), west)
            for column in range(begin, min(int(np.ceil(here[k + 1] - 0.5)), east)):
                words[row, column >> 6] |= np.uint64(1) << np.uint64(column & 63)


@njit(cache=True, nogil=True)
def _clearance(words: Words) -> NDArray[np.float32]:
    """Metres from any point of a block to land, or less: steps from block to block, two sweeps each way."""
    rows, columns = ROWS // _BLOCK, COLUMNS // _BLOCK
    far = np.full((rows, columns), np.float32(1e9), dtype=np.float32)
    for row in range(ROWS):
        for word in range(COLUMNS // 64):
            bits = words[row, word]
            for part in range(8):
                if (bits >> np.uint64(8 * part)) & np.uint64(255):
                    far[row // _BLOCK, word * 8 + part] = np.float32(0.0)
    north = np.float32(CELL_M * _BLOCK)
    for sweep in range(4):
        for step in range(rows):
            row = step if sweep % 2 == 0 else rows - 1 - step
            behind = row - 1 if sweep % 2 == 0 else row + 1
            # The shorter side of the block: never more than the way.
            cos = min(abs(np.cos(np.pi * (row / rows - 0.5))), abs(np.cos(np.pi * ((row + 1) / rows - 0.5))))
            east = np.float32(north * cos)
            slant = np.float32(np.sqrt(north * north + east * east))
            if 0 <= behind < rows:
                for column in range(columns):
                    left, right = (column - 1) % columns, (column + 1) % columns
                    least = min(far[behind, left], far[behind, right]) + slant
                    far[row, column] = min(far[row, column], far[behind, column] + north, least)
            for turn in range(2 * columns):
                column = turn % columns
                far[row, column] = min(far[row, column], far[row, (column - 1) % columns] + east)
            for turn in range(2 * columns):
                column = (2 * columns - turn) % columns
                far[row, column] = min(far[row, column], far[row, (column + 1) % columns] + east)
    # Steps along eight directions are at most 1 / cos 45 deg longer than the way, on blocks of any shape;
    # the point and the land may each lie half a block nearer.
    for row in range(rows):
        for column in range(columns):
            less = np.float32(0.7) * far[row, column] - np.float32(1.45) * north
            far[row, column] = max(less, np.float32(0.0))
    return far


@njit(cache=True, nogil=True)
def _borders(words: Words) -> tuple[Floats, Floats]:
    """Where the middles of the sides between land and water are, degrees."""
    lat, lon = np.empty(0), np.empty(0)
    for write in range(2):
        count = 0
        for row in range(ROWS):
            for word in range(COLUMNS // 64):
                here = words[row, word]
                following = words[row, (word + 1) % (COLUMNS // 64)]
                beside = here ^ ((here >> np.uint64(1)) | (following << np.uint64(63)))
                above = here ^ words[row + 1, word] if row + 1 < ROWS else np.uint64(0)
                if beside == 0 and above == 0:
                    continue
                for bit in range(64):
                    column = word * 64 + bit
                    if (beside >> np.uint64(bit)) & np.uint64(1):
                        if write == 1:
                            lat[count] = (row + 0.5) / PER_DEG - 90.0
                            lon[count] = (column + 1.0) / PER_DEG - 180.0
                        count += 1
                    if (above >> np.uint64(bit)) & np.uint64(1):
                        if write == 1:
                            lat[count] = (row + 1.0) / PER_DEG - 90.0
                            lon[count] = (column + 0.5) / PER_DEG - 180.0
                        count += 1
        if write == 0:
            lat, lon = np.empty(count), np.empty(count)
    return lat, lon

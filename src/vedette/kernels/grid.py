"""A plain grid of latitude and longitude: names of cells, and which circles a point may lie in."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette.kernels.runs import expanded
from vedette.kernels.sphere import DEGREE_M, distance_m

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CELL_DEG = 0.25
_COLUMNS = round(360 / CELL_DEG)
_ROWS = round(180 / CELL_DEG)

# A circle is looked up in the finest grid whose cells are at least as high as its radius.
_LEVELS_DEG = (0.1, 0.5, 2.0, 10.0, 180.0)
_PAIRS_AT_ONCE = 2_000_000  # about 100 MB while they are measured


def cells(lat: Floats, lon: Floats) -> Ints:
    """The number of the quarter-degree cell of each point; 180° east is 180° west.

    >>> cell_names(cells(np.array([42.3, -0.1, 90.0]), np.array([130.26, 180.0, 5.0]))).to_pylist()
    ['42.25_130.25', '-0.25_-180.00', '89.75_5.00']
    """
    return _numbered(lat, lon, CELL_DEG)


def cell_names(cell: Ints) -> pa.Array:
    """Cells as text: LAT_LON of the south-west corner in degrees, always with two decimals."""
    distinct, place = np.unique(cell, return_inverse=True)
    south = (distinct // _COLUMNS) * CELL_DEG - 90.0
    west = (distinct % _COLUMNS) * CELL_DEG - 180.0
    names = [f"{a:.2f}_{b:.2f}" for a, b in zip(south.tolist(), west.tolist(), strict=True)]
    return pa.array(names, type=pa.string()).take(pa.array(place.astype(np.int64)))


def cell_centres(names: pa.Array | pa.ChunkedArray) -> tuple[Floats, Floats]:
    """Latitude and longitude of the middle of cells given as text.

    >>> [column.tolist() for column in cell_centres(pa.array(["-0.25_-180.00"]))]
    [[-0.125], [-179.875]]
    """
    corner = pc.extract_regex(names, r"^(?P<lat>-?[0-9.]+)_(?P<lon>-?[0-9.]+)$")
    lat, lon = (
        np.asarray(pc.struct_field(corner, side).cast(pa.float64()).to_numpy(zero_copy_only=False))
        if isinstance(corner, pa.Array)
        else np.asarray(pc.struct_field(corner, side).cast(pa.float64()).to_numpy())
        for side in ("lat", "lon")
    )
    return lat + CELL_DEG / 2, lon + CELL_DEG / 2


def blocks(cell: Ints) -> Ints:
    """Each cell with the eight round it, one column each; across a pole there is none, and -1 stands for it.

    >>> cell_names(blocks(cells(np.array([0.1]), np.array([179.9])))[0]).to_pylist()[2::3]
    ['-0.25_-180.00', '0.00_-180.00', '0.25_-180.00']
    """
    beside = np.arange(9, dtype=np.int64)
    row = cell[:, None] // _COLUMNS + beside // 3 - 1
    column = (cell[:, None] % _COLUMNS + beside % 3 - 1) % _COLUMNS
    return np.where((row >= 0) & (row < _ROWS), row * _COLUMNS + column, -1)


class Pairs(NamedTuple):
    """Points and the circles they lie in: row of the point, number of the circle, metres to its centre."""

    row: Ints
    circle: Ints
    distance_m: Floats


def within(lat: Floats, lon: Floats, centre_lat: Floats, centre_lon: Floats, reach_m: Floats) -> Pairs:
    """Every point with every circle it lies in, the rim included; memory is that of the answer.

    Circles may cross the date line or hold a pole. Points that are not a number lie in none.

    >>> zero, reach = np.array([0.0]), np.array([3e4])
    >>> found = within(zero, np.array([-179.9]), zero, np.array([179.9]), reach)
    >>> found.circle.tolist(), found.distance_m.round().tolist()
    ([0], [22239.0])
    """
    found = list(_found(lat, lon, centre_lat, centre_lon, reach_m))
    if not found:
        none = np.zeros(0, dtype=np.int64)
        return Pairs(none, none, np.zeros(0))
    return Pairs(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _found(
    lat: Floats, lon: Floats, centre_lat: Floats, centre_lon: Floats, reach_m: Floats
) -> Iterator[Pairs]:
    rows = np.flatnonzero(np.isfinite(lat) & np.isfinite(lon))
    usable = np.isfinite(centre_lat) & np.isfinite(centre_lon) & (reach_m >= 0)
    floor = 0.0
    for size in _LEVELS_DEG:
        top = np.inf if size == _LEVELS_DEG[-1] else size * DEGREE_M
        circles = np.flatnonzero(usable & (reach_m <= top) & (reach_m > floor if floor else True))
        floor = top
        if not len(circles) or not len(rows):
            continue
        starts, member = _index(centre_lat[circles], centre_lon[circles], reach_m[circles], size)
        cell = _numbered(lat[rows], lon[rows], size)
        count = starts[cell + 1] - starts[cell]
        near = np.flatnonzero(count)
        for part in _parts(count[near]):
            which = near[part]
            group, place = expanded(count[which])
            row = rows[which[group]]
            circle = circles[member[starts[cell[which]][group] + place]]
            metres = distance_m(lat[row], lon[row], centre_lat[circle], centre_lon[circle])
            inside = metres <= reach_m[circle]
            yield Pairs(row[inside], circle[inside], metres[inside])


def _parts(count: Ints) -> Iterator[slice]:
    total = np.cumsum(count)
    start = 0
    while start < len(count):
        before = int(total[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(total, before + _PAIRS_AT_ONCE, side="right")))
        yield slice(start, stop)
        start = stop


def _numbered(lat: Floats, lon: Floats, size: float) -> Ints:
    rows, columns = round(180 / size), round(360 / size)
    row = np.clip(np.floor((lat + 90.0) / size), 0, rows - 1).astype(np.int64)
    column = np.floor((lon + 180.0) / size).astype(np.int64) % columns
    return row * columns + column


def _index(lat: Floats, lon: Floats, reach_m: Floats, size: float) -> tuple[Ints, Ints]:
    """For each cell of a grid the circles that may touch it, as offsets into one array."""
    rows, columns = round(180 / size), round(360 / size)
    angle = reach_m / DEGREE_M * 1.000001 + 1e-9
    south = np.clip(np.floor((lat - angle + 90.0) / size), 0, rows - 1).astype(np.int64)
    north = np.clip(np.floor((lat + angle + 90.0) / size), 0, rows - 1).astype(np.int64)
    with np.errstate(divide="ignore", invalid="ignore"):
        sine = np.sin(np.radians(np.minimum(angle, 90.0))) / np.cos(np.radians(lat))
    half = np.where(np.abs(lat) + angle >= 90.0, 180.0, np.degrees(np.arcsin(np.clip(sine, 0.0, 1.0))))
    west = np.floor((lon - half - 1e-9 + 180.0) / size).astype(np.int64)
    east = np.floor((lon + half + 1e-9 + 180.0) / size).astype(np.int64)
    wide = np.minimum(east - west + 1, columns)
    circle, place = expanded((north - south + 1) * wide)
    row = south[circle] + place // wide[circle]
    column = (west[circle] + place % wide[circle]) % columns
    cell = row * columns + column
    order = np.argsort(cell, kind="stable")
    starts = np.zeros(rows * columns + 1, dtype=np.int64)
    np.cumsum(np.bincount(cell, minlength=rows * columns), out=starts[1:])
    return starts, circle[order]

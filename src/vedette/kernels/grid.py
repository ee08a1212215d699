"""A plain grid of latitude and longitude: the numbers and names of its cells."""

from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CELL_DEG = 0.25
_COLUMNS = round(360 / CELL_DEG)
_ROWS = round(180 / CELL_DEG)


def cells(lat: Floats, lon: Floats) -> Ints:
    """The number of the quarter-degree cell of each point; 180° east is 180° west.

    >>> cell_names(cells(np.array([42.3, -0.1, 90.0]), np.array([130.26, 180.0, 5.0]))).to_pylist()
    ['42.25_130.25', '-0.25_-180.00', '89.75_5.00']
    """
    row = np.clip(np.floor((lat + 90.0) / CELL_DEG), 0, _ROWS - 1).astype(np.int64)
    column = np.floor((lon + 180.0) / CELL_DEG).astype(np.int64) % _COLUMNS
    return row * _COLUMNS + column


def cell_names(cell: Ints) -> pa.Array:
    """Cells as text: LAT_LON of the south-west corner in degrees, always with two decimals."""
    row, column = np.divmod(cell, _COLUMNS)
    south, west = _sides()
    return pc.binary_join_element_wise(south.take(pa.array(row)), west.take(pa.array(column)), "_")


@cache
def _sides() -> tuple[pa.Array, pa.Array]:
    """The south sides of all rows and the west sides of all columns, as text."""
    south = [f"{row * CELL_DEG - 90.0:.2f}" for row in range(_ROWS)]
    west = [f"{column * CELL_DEG - 180.0:.2f}" for column in range(_COLUMNS)]
    return pa.array(south, pa.string()), pa.array(west, pa.string())


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

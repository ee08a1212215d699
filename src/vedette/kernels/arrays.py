"""Arrow columns as numpy arrays, and back."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

HOUR_US = 3_600_000_000
# What a ship says of herself without change is kept once in each of these stretches of the clock.
SAID_AGAIN_US = 6 * HOUR_US


def floats(column: pa.ChunkedArray) -> Floats:
    """A column of numbers, NaN where it is null.

    >>> floats(pa.chunked_array([[1.5, None]])).tolist()
    [1.5, nan]
    """
    return np.asarray(column.cast(pa.float64()).to_numpy(), dtype=np.float64)


def ints(column: pa.ChunkedArray, null: int = 0) -> Ints:
    """A column of whole numbers or times, ``null`` where it is null; times are microseconds since 1970.

    >>> ints(pa.chunked_array([[7, None]]), null=-1).tolist()
    [7, -1]
    """
    whole = column.cast(pa.int64())
    if whole.null_count:
        whole = pc.fill_null(whole, null)
    return np.asarray(whole.to_numpy(), dtype=np.int64)


def known(column: pa.ChunkedArray) -> Flags:
    """True where a column is not null.

    >>> known(pa.chunked_array([["a", None]])).tolist()
    [True, False]
    """
    return np.asarray(column.is_valid().to_numpy(), dtype=np.bool_)


def times(micros: Ints, unknown: Flags | None = None) -> pa.Array:
    """Times from microseconds since 1970, null where ``unknown``."""
    return pa.array(micros, type=pa.int64(), mask=unknown).cast(pa.timestamp("us"))


def reals(values: Floats) -> pa.Array:
    """A column of numbers, null where the array has NaN.

    >>> reals(np.array([1.0, np.nan])).to_pylist()
    [1.0, None]
    """
    return pa.array(values, type=pa.float64(), from_pandas=True)

"""One order for the rows of a ship, whatever order they come in."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit
from numpy.typing import NDArray

from vedette.kernels.arrays import ints
from vedette.kernels.kept import kept
from vedette.kernels.runs import run_starts

Ints = NDArray[np.int64]

_NONE, _TIED, _STRICT = 0, 1, 2


def by_time(ship: Ints, time: Ints, record: pa.ChunkedArray, source: pa.ChunkedArray) -> Ints | None:
    """The rows that put ships, then times, then records in order; None when they already are.

    Records of one second are ordered as their files have them, ``FILE:9`` before ``FILE:10``; those that are
    numbers (``fields.LIGHT``) as numbers.

    >>> records, sources = pa.chunked_array([["f:10", "f:9"]]), pa.chunked_array([["s", "s"]])
    >>> by_time(np.array([1, 1]), np.array([5, 5]), records, sources).tolist()
    [1, 0]
    """
    order = _order(ship, time)
    if order == _STRICT:
        return None
    given = order == _TIED
    rows = np.arange(len(ship), dtype=np.int64) if given else _sorted_rows(ship, time)
    starts = run_starts(ship[rows], time[rows])
    shares = ~starts
    shares[:-1] |= ~starts[1:]
    if not shares.any():
        return rows
    places = np.flatnonzero(shares)
    group = np.cumsum(starts, dtype=np.int64)[places]
    tied = rows[places]
    rows[places] = tied[_as_read(group, record.take(pa.array(tied)), source.take(pa.array(tied)))]
    return None if given and bool(np.all(rows[1:] > rows[:-1])) else rows


@kept
def in_order(rows: pa.Table) -> Ints | None:
    """As ``by_time``, for a table with ``mmsi``, ``time``, ``record`` and ``source``; told once."""
    return by_time(ints(rows["mmsi"]), ints(rows["time"]), rows["record"], rows["source"])


def _sorted_rows(major: Ints, minor: Ints) -> Ints:
    # Files are runs in order, which this sort merges; most often the times are then in order too.
    rows = np.argsort(major, kind="stable").astype(np.int64, copy=False)
    if _order(major[rows], minor[rows]) != _NONE:
        return rows
    return np.lexsort((minor, major)).astype(np.int64, copy=False)


@njit(cache=True, nogil=True)
def _order(major: Ints, minor: Ints) -> int:
    """Whether rows ascend: strictly, with ties, or not at all."""
    found = _STRICT
    for row in range(1, len(major)):
        if major[row] > major[row - 1]:
            continue
        if major[row] < major[row - 1] or minor[row] < minor[row - 1]:
            return _NONE
        if minor[row] == minor[row - 1]:
            found = _TIED
    return found


@njit(cache=True, nogil=True)
def shared_moments(ship: Ints, time: Ints) -> bool:
    """Whether a row is of the ship and moment of the row before it."""
    shared = False
    for row in range(1, len(ship)):
        shared |= time[row] == time[row - 1] and ship[row] == ship[row - 1]
    return shared


def _as_read(group: Ints, record: pa.ChunkedArray, source: pa.ChunkedArray) -> Ints:
    if pa.types.is_integer(record.type):
        return np.lexsort((np.asarray(record.to_numpy()), group)).astype(np.int64, copy=False)
    line = pc.struct_field(pc.extract_regex(record, r":(?P<line>[0-9]{1,18})$"), "line")
    keys = pa.table(
        {
            "group": group,
            "file": pc.replace_substring_regex(record, r":[0-9]{1,18}$", ""),
            "line": line.cast(pa.int64()),
            "record": record,
            "source": source,
        }
    )
    order = pc.sort_indices(keys, sort_keys=[(name, "ascending") for name in keys.column_names])
    return np.asarray(order.to_numpy()).astype(np.int64)

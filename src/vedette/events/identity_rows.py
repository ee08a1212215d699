"""What the rows of identity share: whose they are, their ids, and which number took over from which."""

import json

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette.kernels.hulls import hulls
from vedette.kernels.ids import stable_ids

Times = NDArray[np.int64]
Flags = NDArray[np.bool_]


def either_source(one: pa.ChunkedArray, other: pa.ChunkedArray) -> pa.ChunkedArray:
    """The source of what rests on two rows: a made-up one when either is."""
    made_up = pc.starts_with(pc.fill_null(other, ""), "synthetic:")
    return pc.if_else(made_up, other, pc.coalesce(one, other))


def apart(rows: pa.Table, *measured: str) -> pa.Table:
    """The same events, of the hull with their IMO number, and ids from the other ship and some details too.

    ``measured`` names the details that tell apart what one ship did in one moment.
    """
    told = [json.loads(text) for text in rows["details"].to_pylist()]
    made = {
        "ship": hulls(rows["imo"].to_pylist(), rows["mmsi"].to_pylist()),
        "event": stable_ids(
            "identity",
            *(rows[name].to_pylist() for name in ("kind", "mmsi", "other_mmsi", "start")),
            *([one.get(name) for one in told] for name in measured),
        ),
    }
    for name, column in made.items():
        at = rows.column_names.index(name)
        rows = rows.set_column(at, rows.schema.field(name), pa.array(column, pa.string()))
    return rows


# Receivers have clocks of their own: what is said first under a new number may seem earlier than the last
# under the old one.
CLOCKS_US = 600_000_000


def taken_over(start: Times, end: Times, next_start: Times, next_end: Times, at_once_us: int) -> Flags:
    """True where one number stopped as the next began, each in use for longer than ``at_once_us``.

    Times in microseconds. Two ships that share a number go on beside each other; a hull that changes hers
    says nothing under the old one once she says the new one. Of numbers said once nobody can tell.

    >>> hour = 3_600_000_000
    >>> at = lambda *hours: np.array(hours) * hour
    >>> taken_over(at(0, 0), at(5, 5), at(5, 3), at(9, 9), hour).tolist()
    [True, False]
    """
    long_enough = (end - start > at_once_us) & (next_end - next_start > at_once_us)
    return np.asarray(long_enough & (next_start >= end - CLOCKS_US))

"""What the rows of identity share: whose they are, and ids that tell several of one moment apart."""

import json

import pyarrow as pa
import pyarrow.compute as pc

from vedette.kernels.hulls import hulls
from vedette.kernels.ids import stable_ids


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

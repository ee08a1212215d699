"""Identities: the names and numbers each ship said she had, and from when to when."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette.fields import conform
from vedette.kernels.arrays import ints
from vedette.kernels.hulls import hulls
from vedette.kernels.marks import imo_valid, mmsi_is_ship
from vedette.kernels.mids import flags
from vedette.steps import Step


@dataclass(frozen=True)
class Identities:
    """There is nothing to choose."""


def identities(statics: pa.Table, options: Identities = Identities()) -> pa.Table:  # noqa: ARG001
    """Each set of IMO number, name and call sign that a number used, when it was first and last said.

    An IMO number whose check digit is wrong counts as not said. A row that says none of the three tells
    nothing. The flag is that of the MMSI; numbers that are no ship's are left out.
    """
    imo = ints(statics["imo"])
    right = imo_valid(imo)
    said = statics.set_column(
        statics.column_names.index("imo"), "imo", pa.array(imo, mask=~right)
    ).append_column("ship_station", pa.array(mmsi_is_ship(ints(statics["mmsi"]))))
    said = said.filter(
        pc.field("ship_station")
        & pc.field("time").is_valid()
        & (pc.field("imo").is_valid() | pc.field("name").is_valid() | pc.field("call_sign").is_valid())
    ).sort_by([("time", "ascending"), ("record", "ascending")])
    made_up = pc.starts_with(pc.fill_null(said["source"], ""), "synthetic:")
    said = said.append_column("play", pc.if_else(made_up, said["source"], None))
    kept = ["mmsi", "imo", "name", "call_sign"]
    found = (
        said.group_by(kept, use_threads=False)
        .aggregate([("time", "min"), ("time", "max"), ("source", "min"), ("play", "min"), ("record", "list")])
        .rename_columns([*kept, "start", "end", "source", "play", "because"])
    )
    found = found.set_column(
        found.column_names.index("source"), "source", pc.coalesce(found["play"], found["source"])
    )
    found = found.sort_by(
        [(name, "ascending") for name in ("mmsi", "start", "end", "imo", "name", "call_sign")]
    )
    found = found.append_column(
        "ship", pa.array(hulls(found["imo"].to_pylist(), found["mmsi"].to_pylist()), pa.string())
    ).append_column("flag", flags(np.asarray(found["mmsi"].to_numpy(), dtype=np.int64)))
    return conform(found, "identities")


STEP = Step("identities", takes=("statics",), gives="identities", run=identities, options=Identities())

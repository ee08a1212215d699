"""Cells: what was heard in each quarter-degree cell and hour."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette.fields import conform, empty
from vedette.kernels.arrays import HOUR_US, floats, ints, times
from vedette.kernels.grid import cell_names, cells
from vedette.kernels.runs import run_starts
from vedette.steps import Step


@dataclass(frozen=True)
class Coverage:
    """There is nothing to choose: cells are 0.25° and slots one hour, as the table says."""


def coverage(positions: pa.Table, options: Coverage = Coverage()) -> pa.Table:  # noqa: ARG001
    """How many undoubted messages, of how many ships, each cell and hour heard.

    Parts of the record that hold whole ships add up: see ``merge``. What is usual there, ``usual`` says.
    """
    trusted = positions.filter(
        pc.field("doubt").is_null()
        & pc.field("time").is_valid()
        & pc.field("lat").is_valid()
        & pc.field("lon").is_valid()
    )
    cell = cells(floats(trusted["lat"]), floats(trusted["lon"]))
    hour = ints(trusted["time"]) // HOUR_US
    mmsi = ints(trusted["mmsi"])
    order = np.lexsort((mmsi, cell, hour))
    cell, hour, mmsi = cell[order], hour[order], mmsi[order]
    starts = run_starts(cell, hour)
    at = np.flatnonzero(starts)
    heard = pa.table(
        {
            "cell": cell_names(cell[at]),
            "hour": times(hour[at] * HOUR_US),
            "messages": np.diff(np.append(at, len(cell))),
            "ships": np.add.reduceat(run_starts(cell, hour, mmsi).astype(np.int64), at) if len(at) else at,
        }
    )
    return conform(heard, "coverage", fill=True)


def merge(parts: Sequence[pa.Table]) -> pa.Table:
    """The coverage of a record from that of its parts, each of whole ships: messages and ships are summed."""
    summed = (
        pa.concat_tables([empty("coverage"), *parts])
        .group_by(["cell", "hour"], use_threads=False)
        .aggregate([("messages", "sum"), ("ships", "sum")])
        .rename_columns(["cell", "hour", "messages", "ships"])
        .sort_by([("hour", "ascending"), ("cell", "ascending")])
    )
    return conform(summed, "coverage", fill=True)


STEP = Step("coverage", takes=("positions",), gives="coverage", run=coverage, options=Coverage())

"""Cells: what was heard in each quarter-degree cell and hour."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette.fields import conform, empty
from vedette.kernels.arrays import HOUR_US, floats, ints, known, times
from vedette.kernels.grid import CELL_DEG, cell_names
from vedette.kernels.runs import run_starts
from vedette.kernels.tallies import cell_runs, together
from vedette.steps import Step


@dataclass(frozen=True)
class Coverage:
    """There is nothing to choose: cells are 0.25° and slots one hour, as the table says."""


def coverage(positions: pa.Table, options: Coverage = Coverage()) -> pa.Table:  # noqa: ARG001
    """How many undoubted messages, of how many ships, each cell and hour heard.

    Parts of the record that hold whole ships add up: see ``merge``. What is usual there, ``usual`` says.
    """
    return summed(counted(positions))


def counted(positions: pa.Table) -> pa.Table:
    """How many undoubted messages of each ship in each ``cell`` and ``hour``, both as numbers.

    A ship that goes back and forth between cells has several rows for one of them.
    """
    order = _usable(positions)
    mmsi, time = ints(positions["mmsi"]), ints(positions["time"])
    lat, lon = floats(positions["lat"]), floats(positions["lon"])
    if order is not None:
        mmsi, time, lat, lon = mmsi[order], time[order], lat[order], lon[order]
    # In the order of a ship's way most rows are of the cell and hour of the row before: few are sorted.
    runs, cell, hour = cell_runs(mmsi, time, lat, lon, HOUR_US, round(1 / CELL_DEG))
    messages = np.diff(np.append(runs, len(mmsi)))
    return pa.table({"mmsi": mmsi[runs], "cell": cell, "hour": hour, "messages": messages})


def summed(rows: pa.Table) -> pa.Table:
    """The coverage that rows of ``counted`` come to: all of a ship in one hour must be among them."""
    mmsi, cell, hour, messages = (ints(rows[name]) for name in ("mmsi", "cell", "hour", "messages"))
    if together(mmsi):
        cells_ = round(180 / CELL_DEG) * round(360 / CELL_DEG)
        order = np.argsort((hour - hour.min(initial=0)) * cells_ + cell, kind="stable")
    else:
        order = np.lexsort((mmsi, cell, hour))
    cell, hour, mmsi, messages = cell[order], hour[order], mmsi[order], messages[order]
    at = np.flatnonzero(run_starts(cell, hour))
    heard = pa.table(
        {
            "cell": cell_names(cell[at]),
            "hour": times(hour[at] * HOUR_US),
            "messages": np.add.reduceat(messages, at) if len(at) else at,
            "ships": np.add.reduceat(run_starts(cell, hour, mmsi).astype(np.int64), at) if len(at) else at,
        }
    )
    return conform(heard, "coverage", fill=True)


def _usable(positions: pa.Table) -> NDArray[np.int64] | None:
    """The rows nobody doubts; None for all of them."""
    wanted = [positions[name] for name in ("mmsi", "time", "lat", "lon")]
    if positions["doubt"].null_count == len(positions) and not any(column.null_count for column in wanted):
        return None
    usable = ~known(positions["doubt"])
    for column in wanted:
        usable &= known(column)
    return np.flatnonzero(usable)


def merge(parts: Sequence[pa.Table]) -> pa.Table:
    """The coverage of a record from that of its parts, each of whole ships: messages and ships are summed."""
    whole = pa.concat_tables([empty("coverage"), *parts]).select(["cell", "hour", "messages", "ships"])
    if not len(whole):
        return empty("coverage")
    coded = whole["cell"].combine_chunks().dictionary_encode()
    code = np.asarray(coded.indices.to_numpy(zero_copy_only=False)).astype(np.int64)
    # Cells in the order of their names, so that rows stand by hour, then cell.
    rank = np.argsort(np.asarray(pc.sort_indices(coded.dictionary)))
    key = (ints(whole["hour"]) // HOUR_US) * len(rank) + rank[code]
    order = np.argsort(key, kind="stable")
    key = key[order]
    at = np.flatnonzero(run_starts(key))
    first = order[at]
    summed = pa.table(
        {
            "cell": pc.take(coded.dictionary, pa.array(code[first])),
            "hour": whole["hour"].take(pa.array(first)),
            "messages": np.add.reduceat(ints(whole["messages"])[order], at),
            "ships": np.add.reduceat(ints(whole["ships"])[order], at),
        }
    )
    return conform(summed, "coverage", fill=True)


STEP = Step("coverage", takes=("positions",), gives="coverage", run=coverage, options=Coverage())

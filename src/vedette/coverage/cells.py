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
from vedette.kernels.tallies import cell_runs, in_order, together, waits
from vedette.steps import Step

# A wait of an hour is not that of a ship near a station; one of six is a gap, and judged as such.
LEAST_WAIT_US, MOST_WAIT_US = HOUR_US, 6 * HOUR_US
SUMS = ("messages", "ships", "waits", "waited_s")


@dataclass(frozen=True)
class Coverage:
    """There is nothing to choose: cells are 0.25° and slots one hour, as the table says."""


def coverage(positions: pa.Table, options: Coverage = Coverage()) -> pa.Table:  # noqa: ARG001
    """How many undoubted messages, of how many ships, each cell and hour heard.

    Parts of the record that hold whole ships add up: see ``merge``. What is usual there, ``usual`` says.
    ``waits`` are the messages there that ended one to six hours without any of their ship, and ``waited_s``
    how much longer than one hour these took in sum: how long ships go unheard where satellites pass.
    """
    return summed(counted(positions))


def counted(positions: pa.Table) -> pa.Table:
    """How many undoubted messages and waits of each ship in each ``cell`` and ``hour``, both as numbers.

    A ship that goes back and forth between cells has several rows for one of them.
    """
    order = _usable(positions)
    mmsi, time = ints(positions["mmsi"]), ints(positions["time"])
    lat, lon = floats(positions["lat"]), floats(positions["lon"])
    if order is not None:
        mmsi, time, lat, lon = mmsi[order], time[order], lat[order], lon[order]
    if not in_order(mmsi, time):
        order = np.lexsort((time, mmsi))
        mmsi, time, lat, lon = mmsi[order], time[order], lat[order], lon[order]
    # In the order of a ship's way most rows are of the cell and hour of the row before: few are sorted.
    runs, cell, hour = cell_runs(mmsi, time, lat, lon, HOUR_US, round(1 / CELL_DEG))
    messages = np.diff(np.append(runs, len(mmsi)))
    count, beyond = waits(mmsi, time, runs, LEAST_WAIT_US, MOST_WAIT_US)
    return pa.table(
        {
            "mmsi": mmsi[runs],
            "cell": cell,
            "hour": hour,
            "messages": messages,
            "waits": count,
            "waited_s": beyond // 1_000_000,
        }
    )


def summed(rows: pa.Table) -> pa.Table:
    """The coverage that rows of ``counted`` come to: all of a ship in one hour must be among them."""
    mmsi, cell, hour = (ints(rows[name]) for name in ("mmsi", "cell", "hour"))
    if together(mmsi):
        cells_ = round(180 / CELL_DEG) * round(360 / CELL_DEG)
        order = np.argsort((hour - hour.min(initial=0)) * cells_ + cell, kind="stable")
    else:
        order = np.lexsort((mmsi, cell, hour))
    cell, hour, mmsi = cell[order], hour[order], mmsi[order]
    at = np.flatnonzero(run_starts(cell, hour))
    heard = pa.table(
        {
            "cell": cell_names(cell[at]),
            "hour": times(hour[at] * HOUR_US),
            "ships": np.add.reduceat(run_starts(cell, hour, mmsi).astype(np.int64), at) if len(at) else at,
            **{
                name: np.add.reduceat(ints(rows[name])[order], at) if len(at) else at
                for name in SUMS
                if name != "ships"
            },
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
    """The coverage of a record from that of its parts, each of whole ships: what is counted is summed."""
    whole = pa.concat_tables([empty("coverage"), *parts]).select(["cell", "hour", *SUMS])
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
            **{name: np.add.reduceat(ints(whole[name])[order], at) for name in SUMS},
        }
    )
    return conform(summed, "coverage", fill=True)


STEP = Step("coverage", takes=("positions",), gives="coverage", run=coverage, options=Coverage())

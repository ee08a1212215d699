"""Motion: each trusted position with the one the same ship sent before it."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette.fields import conform
from vedette.kernels.arrays import floats, ints, reals, times
from vedette.kernels.order import by_time
from vedette.kernels.runs import run_starts
from vedette.kernels.sphere import distance_m
from vedette.steps import Step


@dataclass(frozen=True)
class Motion:
    """There is nothing to choose."""


def tracks(positions: pa.Table, options: Motion = Motion()) -> pa.Table:  # noqa: ARG001 - a step has options
    """The positions nobody doubts, by ship, time and record, each with its predecessor and the step between.

    The first position of a ship has no predecessor: its ``prev_`` columns and its step are null.
    """
    trusted = positions.filter(
        pc.field("doubt").is_null()
        & pc.field("mmsi").is_valid()
        & pc.field("time").is_valid()
        & pc.field("lat").is_valid()
        & pc.field("lon").is_valid()
    ).combine_chunks()
    rows = by_time(ints(trusted["mmsi"]), ints(trusted["time"]), trusted["record"], trusted["source"])
    if rows is not None:
        trusted = trusted.take(pa.array(rows))
    if not len(trusted):
        return conform(trusted, "tracks", fill=True)
    time, lat, lon = ints(trusted["time"]), floats(trusted["lat"]), floats(trusted["lon"])
    first = run_starts(ints(trusted["mmsi"]))
    before = np.maximum(np.arange(len(time)) - 1, 0)
    metres = distance_m(lat[before], lon[before], lat, lon)
    return conform(
        trusted.append_column("prev_time", times(time[before], first))
        .append_column("prev_lat", reals(np.where(first, np.nan, lat[before])))
        .append_column("prev_lon", reals(np.where(first, np.nan, lon[before])))
        .append_column("prev_record", _before(trusted["record"], first))
        .append_column("prev_source", _before(trusted["source"], first))
        .append_column("step_s", reals(np.where(first, np.nan, (time - time[before]) / 1e6)))
        .append_column("step_m", reals(np.where(first, np.nan, metres))),
        "tracks",
    )


def _before(column: pa.ChunkedArray, first: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> pa.ChunkedArray:
    shifted = pa.chunked_array([pa.nulls(1, column.type), *column.slice(0, len(column) - 1).chunks])
    return pc.if_else(pa.array(first), pa.scalar(None, column.type), shifted)


STEP = Step("motion", takes=("positions",), gives="tracks", run=tracks, options=Motion())

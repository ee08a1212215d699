"""Motion: each trusted position with the one the same ship sent before it."""

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from vedette.fields import conform
from vedette.kernels.arrays import floats, ints, reals
from vedette.kernels.order import in_order
from vedette.kernels.ways import Points, steps
from vedette.steps import Step


@dataclass(frozen=True)
class Motion:
    """There is nothing to choose."""


def tracks(positions: pa.Table, options: Motion = Motion()) -> pa.Table:  # noqa: ARG001 - a step has options
    """The positions nobody doubts, by ship, time and record, each with the step from the one before.

    The first position of a ship has no step: it is null.
    """
    trusted = positions
    if not _all_trusted(positions):
        trusted = positions.filter(
            pc.field("doubt").is_null()
            & pc.field("mmsi").is_valid()
            & pc.field("time").is_valid()
            & pc.field("lat").is_valid()
            & pc.field("lon").is_valid()
        )
    rows = in_order(trusted)
    trusted = trusted.combine_chunks()
    if rows is not None:
        trusted = trusted.take(pa.array(rows))
    if not len(trusted):
        return conform(trusted, "tracks", fill=True)
    mmsi, time = ints(trusted["mmsi"]), ints(trusted["time"])
    seconds, metres = steps(Points(mmsi, time, floats(trusted["lat"]), floats(trusted["lon"])))
    return conform(
        trusted.append_column("step_s", reals(seconds)).append_column("step_m", reals(metres)), "tracks"
    )


def _all_trusted(positions: pa.Table) -> bool:
    known = ("mmsi", "time", "lat", "lon")
    return positions["doubt"].null_count == len(positions) and not any(
        positions[name].null_count for name in known
    )


STEP = Step("motion", takes=("positions",), gives="tracks", run=tracks, options=Motion())

"""Exposures: how much was heard round each watched place, week by week."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette.fields import conform, empty
from vedette.kernels.areas import areas
from vedette.kernels.arrays import HOUR_US, floats, ints, times
from vedette.kernels.discs import within
from vedette.kernels.grid import cell_centres
from vedette.kernels.runs import run_starts
from vedette.kernels.weeks import week_of, week_start
from vedette.steps import Step


@dataclass(frozen=True)
class Exposures:
    """How far from a place a ship still counts as heard near it.

    50 km is a shore station's reach (20 to 40 nm) seen from inside it, and two cells in each direction.
    """

    reach_m: float = 50_000.0


def exposures(coverage: pa.Table, places: pa.Table, options: Exposures = Exposures()) -> pa.Table:
    """The messages, ship-hours and hours heard near each place that has a role, by week from Monday.

    Cells count whose middle lies within the reach, or within the place when that is larger. A week in
    which nothing was heard has no row: it was not observed. The source is null, since coverage has none.
    """
    watched = places.filter(pc.field("role").is_valid())
    sea = areas(watched["geometry"].to_pylist(), np.nan_to_num(floats(watched["radius_m"])))
    names = pc.unique(coverage["cell"])
    lat, lon = cell_centres(names)
    found = within(lat, lon, sea.lat, sea.lon, np.maximum(sea.reach_m, options.reach_m))
    if not len(found.row) or not len(coverage):
        return empty("exposures")
    near = pa.table({"cell": names.take(pa.array(found.row)), "number": found.circle})
    heard = coverage.select(["cell", "hour", "messages", "ships"]).join(near, "cell", join_type="inner")
    place, hour = ints(heard["number"]), ints(heard["hour"])
    order = np.lexsort((hour, place))
    place, hour = place[order], hour[order]
    week = week_of(hour)
    at = np.flatnonzero(run_starts(place, week))
    fresh_hour = run_starts(place, hour // HOUR_US).astype(np.int64)
    return conform(
        pa.table(
            {
                "place": watched["place"].take(pa.array(place[at])),
                "start": times(week_start(week[at])),
                "messages": np.add.reduceat(ints(heard["messages"])[order], at),
                "ship_hours": np.add.reduceat(ints(heard["ships"])[order], at),
                "hours": np.add.reduceat(fresh_hour, at),
            }
        ),
        "exposures",
        fill=True,
    )


STEP = Step(
    "exposures",
    takes=("coverage", "places"),
    gives="exposures",
    run=exposures,
    options=Exposures(),
    by="place",
)

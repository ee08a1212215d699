"""Slow points: where each ship that goes slowly at sea was at every tenth minute of the clock."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from vedette.events.rows import picked
from vedette.events.visited import BERTHS, Sailed, at_places, places_of, sailed
from vedette.fields import conform, empty
from vedette.kernels import clock
from vedette.kernels.arrays import reals, times
from vedette.kernels.runs import run_ids, run_starts
from vedette.steps import Step

Flags = NDArray[np.bool_]

# Ships are compared every ten minutes, as Global Fishing Watch does (pipe-encounters).
SLOT_US = 600_000_000


@dataclass(frozen=True)
class SlowPoints:
    """Which points can be part of an encounter; the rules themselves are those of the step ``encounter``.

    A point is interpolated only across less than ``max_wait_min`` and kept when at least ``berth_m`` from any
    berth-like place (or outside its radius, where that is more): one hour and 10 km are those of Global
    Fishing Watch (pipe-encounters). ``max_speed_kn`` is above the 2 kn that the median of an encounter must
    keep to, so that one quicker point does not end it (ours). What is slow for less than ``min_hours`` is
    left out to save memory; lower it with ``encounter.min_hours``.
    """

    max_wait_min: float = 60.0
    max_speed_kn: float = 3.0
    berth_m: float = 10_000.0
    min_hours: float = 2.0
    kinds: tuple[str, ...] = BERTHS


def slow_points(
    tracks: pa.Table, places: pa.Table, options: SlowPoints = SlowPoints(), until: datetime | None = None
) -> pa.Table:
    """Find the points of each ship, every ten minutes by the clock, at which she went slowly at sea.

    At sea is away from berths. A point lies between two positions or on one, and is known when the second
    came. Its speed is that made good since the point before, or to the next one where there is none before or
    she came to it quickly; a lone point has no speed.
    """
    ways = sailed(tracks, until)
    if not len(ways.time):
        return empty("slow_points")
    slow = clock.slow_points(ways.points, SLOT_US, round(options.max_wait_min * 60e6), options.max_speed_kn)
    berthed = at_places(places_of(places, options.kinds), slow.lat, slow.lon, options.berth_m)
    slow = _those(slow, ~berthed)
    return _rows(ways, _those(slow, _lasting(slow, options.min_hours)))


def _those(points: clock.SlowPoints, where: Flags) -> clock.SlowPoints:
    return clock.SlowPoints(*(column[where] for column in points))  # type: ignore[arg-type]


def _lasting(points: clock.SlowPoints, min_hours: float) -> Flags:
    """True where so many points on end are left that they last for ``min_hours``."""
    runs = run_ids(run_starts(points.since, points.slot - np.arange(len(points.slot))))
    return np.asarray(np.bincount(runs, minlength=1)[runs] > min_hours * 3.6e9 / SLOT_US)


def _rows(ways: Sailed, points: clock.SlowPoints) -> pa.Table:
    if not len(points.slot):
        return empty("slow_points")
    heard_by = ways.heard_by
    # Of two sources the made-up one is named.
    source = np.minimum(heard_by.codes[points.before], heard_by.codes[points.after])
    found = pa.table(
        {
            "mmsi": ways.mmsi[points.after],
            "slot": times(points.slot * SLOT_US),
            "lat": reals(points.lat),
            "lon": reals(points.lon),
            "speed_kn": reals(points.speed_kn),
            "heard_since": times(ways.time[points.since]),
            "heard_until": times(ways.time[points.until]),
            "known": times(ways.time[points.shown]),
            "source": pa.array(heard_by.names, pa.string()).take(pa.array(source)),
            "record_before": picked(ways.tracks["record"], points.before),
            "record_after": picked(ways.tracks["record"], points.after),
        }
    )
    return conform(found, "slow_points")


STEP = Step(
    "slow_points",
    takes=("tracks", "places"),
    gives="slow_points",
    run=slow_points,
    options=SlowPoints(),
    timed=True,
)

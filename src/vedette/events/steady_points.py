"""Steady points: where each ship that is under way for hours was at every half hour of the clock."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette.events.rows import picked
from vedette.events.visited import Sailed, sailed
from vedette.fields import conform, empty
from vedette.kernels import clock
from vedette.kernels.arrays import ints, reals, times
from vedette.kernels.runs import run_ids, run_starts
from vedette.kernels.sphere import bearing_deg
from vedette.steps import Step

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SLOT_US = 1_800_000_000
_ANY_KN = 1e6


@dataclass(frozen=True)
class SteadyPoints:
    """Which points can be part of an escort; the rules themselves are those of the step ``escort``.

    Half hours, and only ships under way at ``min_speed_kn`` for ``min_hours`` on end, so that few are kept.
    As for slow points, nothing is interpolated across an hour. Lower ``min_hours`` with that of ``escort``.
    """

    max_wait_min: float = 60.0
    min_speed_kn: float = 3.0
    min_hours: float = 3.0


def steady_points(
    tracks: pa.Table, statics: pa.Table, options: SteadyPoints = SteadyPoints(), until: datetime | None = None
) -> pa.Table:
    """Find the points of each ship, every half hour by the clock, through the hours she is under way.

    Speed and course are those made good since the point before, or to the next where there is none before.
    The type is the last she had said by then.
    """
    ways = sailed(tracks, until)
    if not len(ways.time):
        return empty("steady_points")
    points = clock.slow_points(ways.points, SLOT_US, round(options.max_wait_min * 60e6), _ANY_KN)
    moving = points.speed_kn >= options.min_speed_kn
    runs = run_ids(run_starts(points.since, moving, points.slot - np.arange(len(points.slot))))
    lasting = np.bincount(runs, minlength=1)[runs] > options.min_hours * 3.6e9 / SLOT_US
    kept = np.flatnonzero(moving & lasting if len(runs) else moving)
    those = clock.SlowPoints(*(column[kept] for column in points))  # type: ignore[arg-type]
    return _rows(ways, those, _courses(points, kept), statics)


def _courses(points: clock.SlowPoints, at: Ints) -> Floats:
    """The course made good to some points from those before them, or where there is none to the next."""
    before, after = np.maximum(at - 1, 0), np.minimum(at + 1, len(points.slot) - 1)
    come, goes = (
        (points.slot[other] - points.slot[one] == 1) & (points.since[other] == points.since[one])
        for one, other in ((before, at), (at, after))
    )
    one, other = np.where(come, before, at), np.where(come, at, after)
    made = bearing_deg(points.lat[one], points.lon[one], points.lat[other], points.lon[other])
    return np.where(come | goes, made, np.nan)


def _rows(ways: Sailed, points: clock.SlowPoints, course: Floats, statics: pa.Table) -> pa.Table:
    if not len(points.slot):
        return empty("steady_points")
    heard_by, mmsi = ways.heard_by, ways.mmsi[points.after]
    source = np.minimum(heard_by.codes[points.before], heard_by.codes[points.after])
    found = pa.table(
        {
            "mmsi": mmsi,
            "slot": times(points.slot * SLOT_US),
            "lat": reals(points.lat),
            "lon": reals(points.lon),
            "speed_kn": reals(points.speed_kn),
            "course_deg": reals(course),
            "ship_type": _types(mmsi, ways.time[points.shown], statics),
            "known": times(ways.time[points.shown]),
            "source": pa.array(heard_by.names, pa.string()).take(pa.array(source)),
            "record": picked(ways.tracks["record"], points.after),
        }
    )
    return conform(found, "steady_points")


def _types(mmsi: Ints, moment: Ints, statics: pa.Table) -> pa.Array:
    """The last type that each number had said by a moment; null where it had said none."""
    said = statics.filter(
        pc.field("mmsi").is_valid() & pc.field("time").is_valid() & (pc.field("ship_type") > 0)
    ).sort_by([("mmsi", "ascending"), ("time", "ascending"), ("ship_type", "ascending")])
    if not len(said):
        return pa.nulls(len(mmsi), pa.int64())
    ship, time = ints(said["mmsi"]), ints(said["time"])
    order = np.lexsort(
        (
            np.concatenate([np.zeros(len(ship)), np.ones(len(mmsi))]),
            np.concatenate([time, moment]),
            np.concatenate([ship, mmsi]),
        )
    )
    of_said = np.where(order < len(ship), order, -1)
    latest = np.maximum.accumulate(of_said)
    found = np.empty(len(mmsi), dtype=np.int64)
    asked = order >= len(ship)
    found[order[asked] - len(ship)] = latest[asked]
    right = (found >= 0) & (ship[np.maximum(found, 0)] == mmsi)
    return pa.array(ints(said["ship_type"])[np.maximum(found, 0)], mask=~right)


STEP = Step(
    "steady_points",
    takes=("tracks", "statics"),
    gives="steady_points",
    run=steady_points,
    options=SteadyPoints(),
    timed=True,
)

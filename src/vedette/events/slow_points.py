"""Slow points: where each ship that goes slowly at sea was at every tenth minute of the clock."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from vedette.events.rows import picked
from vedette.events.visited import BERTHS, Sailed, at_places, places_of, sailed
from vedette.fields import conform, empty
from vedette.kernels.arrays import floats, ints, reals, times
from vedette.kernels.runs import expanded, run_ends, run_ids, run_starts
from vedette.kernels.sphere import KNOT_MS, distance_m
from vedette.kernels.vectors import between
from vedette.steps import Step

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
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


class Points(NamedTuple):
    """Points on the clock: the slot, the rows before and after, and where she was."""

    slot: Ints
    before: Ints
    after: Ints
    lat: Floats
    lon: Floats

    def those(self, where: Flags) -> "Points":
        return Points(*(column[where] for column in self))  # type: ignore[arg-type]


def slow_points(
    tracks: pa.Table, places: pa.Table, options: SlowPoints = SlowPoints(), until: datetime | None = None
) -> pa.Table:
    """Find the points of each ship, every ten minutes by the clock, at which she went slowly at sea.

    At sea is away from berths. A point lies between two positions or on one, and is known when the second
    came. Its speed is that made good since the point before, or to the next one where there is none before;
    a lone point has no speed.
    """
    ways = sailed(tracks, until)
    if not len(ways.time):
        return empty("slow_points")
    stretch = _stretches(ways, options)
    points = _points(ways, stretch)
    speed, known = _speeds(points, stretch, ways.time[points.after])
    slow = np.flatnonzero(speed < options.max_speed_kn)
    berthed = at_places(places_of(places, options.kinds), points.lat[slow], points.lon[slow], options.berth_m)
    kept = np.zeros(len(speed), dtype=np.bool_)
    kept[slow[~berthed]] = True
    kept &= _lasting(points, stretch, kept, options.min_hours)
    return _rows(ways, points.those(kept), stretch, speed[kept], known[kept])


def _stretches(ways: Sailed, options: SlowPoints) -> Ints:
    """The number of the stretch each row lies in: one ends with the ship and with every silence."""
    step = floats(ways.tracks["step_s"])
    return run_ids(ways.starts | ~(step < options.max_wait_min * 60))


def _points(ways: Sailed, stretch: Ints) -> Points:
    slot, starts = ways.time // SLOT_US, run_starts(stretch)
    before = np.maximum(np.arange(len(slot)) - 1, 0)
    before[starts] = np.flatnonzero(starts)
    # A stretch that begins on the clock has its first point there.
    count = np.where(starts, ways.time % SLOT_US == 0, slot - slot[before]).astype(np.int64)
    after, place = expanded(count)
    at = slot[after] - count[after] + 1 + place
    before = before[after]
    wait = ways.time[after] - ways.time[before]
    share = (at * SLOT_US - ways.time[before]) / np.maximum(wait, 1)
    lat, lon = between(ways.lat[before], ways.lon[before], ways.lat[after], ways.lon[after], share)
    return Points(at, before, after, lat, lon)


def _speeds(points: Points, stretch: Ints, showed: Ints) -> tuple[Floats, Ints]:
    """The speed made good at each point, and when it was known."""
    metres = distance_m(points.lat[:-1], points.lon[:-1], points.lat[1:], points.lon[1:])
    one = stretch[points.after]
    metres = np.where(one[1:] == one[:-1], metres, np.nan)
    made = np.concatenate([[np.nan], metres, [np.nan]])[: len(one) + 1] / (SLOT_US / 1e6) / KNOT_MS
    alone = np.isnan(made[:-1])
    following = np.append(showed[1:], 0)[: len(showed)]
    return np.where(alone, made[1:], made[:-1]), np.where(alone, following, showed)


def _lasting(points: Points, stretch: Ints, kept: Flags, min_hours: float) -> Flags:
    """True where so many points on end are kept that they last for ``min_hours``."""
    runs = run_ids(run_starts(stretch[points.after], kept))
    return np.asarray(np.bincount(runs)[runs] > min_hours * 3.6e9 / SLOT_US) if len(runs) else kept


def _rows(ways: Sailed, points: Points, stretch: Ints, speed: Floats, known: Ints) -> pa.Table:
    if not len(speed):
        return empty("slow_points")
    starts = run_starts(stretch)
    first, last = np.flatnonzero(starts), np.flatnonzero(run_ends(starts))
    one, heard_by = stretch[points.after], ways.heard_by
    # Of two sources the made-up one is named.
    source = np.minimum(heard_by.codes[points.before], heard_by.codes[points.after])
    found = pa.table(
        {
            "mmsi": ints(ways.tracks["mmsi"])[points.after],
            "slot": times(points.slot * SLOT_US),
            "lat": reals(points.lat),
            "lon": reals(points.lon),
            "speed_kn": reals(speed),
            "heard_since": times(ways.time[first][one]),
            "heard_until": times(ways.time[last][one]),
            "known": times(known),
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

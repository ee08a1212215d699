"""Loitering: a ship drifts, waits or circles for hours where there is no berth."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from vedette.events.rows import details, events, picked, records, rounded
from vedette.events.visited import BERTHS, Sailed, at_places, places_of, sailed
from vedette.kernels.arrays import HOUR_US, reals, times
from vedette.kernels.clock import Hours, hours
from vedette.kernels.landmask import shore_distance_m
from vedette.kernels.runs import expanded, run_ends
from vedette.kernels.sphere import KNOT_MS, distance_m
from vedette.kernels.vectors import mean_places, middles
from vedette.steps import Step

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Loitering:
    """How slow, for how long, and how far from a berth.

    Under 2 kn by the clock hour is the rule of Global Fishing Watch (pipe-loitering); 4 h is what its reports
    on transshipment and Starboard use. Way is measured between the last positions of each ``thin_s``, since
    the scatter of positions a few seconds apart looks like way: 5 m of it is 0.1 kn over two minutes. An hour
    counts when she was heard through half of it (ours), and a silence longer than ``silence_h``, one hour
    without a position, ends the event. Within ``berth_m`` of a berth-like place, or its own radius, she lies
    at the place: a port call ends at 4 km. ``min_shore_m`` is for those who want the 20 nautical miles
    (37,040 m) from shore that products ask for; it is 0 and the distance only recorded, since ships that wait
    for a cargo nobody should see do so near their coast.
    """

    max_speed_kn: float = 2.0
    min_hours: int = 4
    silence_h: float = 1.0
    thin_s: float = 120.0
    min_heard_share: float = 0.5
    berth_m: float = 4000.0
    min_shore_m: float = 0.0
    kinds: tuple[str, ...] = BERTHS


class Runs(NamedTuple):
    """Slow hours on end: the first, the last, and whether that may still go on."""

    begin: Ints
    end: Ints
    open_: Flags


def loitering(
    tracks: pa.Table, places: pa.Table, options: Loitering = Loitering(), until: datetime | None = None
) -> pa.Table:
    """Find the stretches of at least ``min_hours`` clock hours with a low mean speed, away from berths.

    One starts at the last position of the hour before, when that was no silence away, and ends at the last
    position of the last slow hour; it has no end while her record reaches into it. Only whole hours are
    judged, each by itself: it is known when the last of the first ``min_hours`` is over, and stays known. An
    hour whose mean position lies at a berth-like place, or nearer to the shore than ``min_shore_m``, is not
    one; a berth that nobody listed is open sea. ``shore_m`` is how far the middle of all is from the shore.
    """
    ways = sailed(tracks, until)
    if not len(ways.time):
        return events("loitering", "loitering/1", {"mmsi": [], "start": []})
    step_m = ways.column("step_m")
    heard = hours(ways.points, step_m, round(options.thin_s * 1e6), round(options.silence_h * HOUR_US))
    over = np.ones(len(heard.hour), dtype=np.bool_) if until is None else heard.hour < _us(until) // HOUR_US
    with np.errstate(divide="ignore", invalid="ignore"):
        slow = heard.metres / heard.seconds / KNOT_MS < options.max_speed_kn
    slow &= over
    slow &= ~_at_rest(ways, heard, slow, places, options)
    half = heard.seconds >= options.min_heard_share * 3600
    starts = ~heard.follows
    starts[1:] |= (slow & half)[1:] != (slow & half)[:-1]
    begin, end = np.flatnonzero(starts), np.flatnonzero(run_ends(starts))
    long = (slow & half)[begin] & (end - begin + 1 >= options.min_hours)
    begin, end = begin[long], end[long]
    # What was heard of the hour in which the record or her being heard breaks off belongs to it.
    following = np.minimum(end + 1, len(over) - 1)
    more = (following > end) & heard.follows[following]
    end += more & slow[following] & ~half[following]
    last = end + (more & ~over[following])
    open_ = ways.ends[heard.last[last]]
    if until is not None:
        open_ &= _us(until) - ways.time[heard.last[last]] <= options.silence_h * HOUR_US
    return _rows(ways, heard, Runs(begin, end, open_), options)


def _us(moment: datetime) -> int:
    return int(pa.scalar(moment, pa.timestamp("us")).value)


def _at_rest(ways: Sailed, heard: Hours, slow: Flags, places: pa.Table, options: Loitering) -> Flags:
    """True for the slow hours whose mean position lies at a berth-like place, or too near the shore."""
    begin, end = heard.begin[slow], np.append(heard.begin[1:], len(heard.kept))[slow]
    lat, lon = middles(ways.lat, ways.lon, heard.kept, begin, end)
    there = at_places(places_of(places, options.kinds), lat, lon, options.berth_m)
    if options.min_shore_m > 0:
        there[~there] = shore_distance_m(lat[~there], lon[~there]) < options.min_shore_m
    rest = slow.copy()
    rest[slow] = there
    return rest


def _rows(ways: Sailed, heard: Hours, runs: Runs, options: Loitering) -> pa.Table:
    begin, end, open_ = runs
    start, last = heard.way_from[begin], heard.last[end]
    shown = heard.last[begin + options.min_hours - 1]
    if not len(begin):
        return events("loitering", "loitering/1", {"mmsi": [], "start": []})
    lowest, highest, measured = _measured(ways, heard, runs)
    record = ways.tracks["record"]
    columns = {
        "mmsi": picked(ways.tracks["mmsi"], start),
        "start": times(ways.time[start]),
        "end": times(ways.time[last], open_),
        "lat": reals(ways.lat[start]),
        "lon": reals(ways.lon[start]),
        "end_lat": reals(np.where(open_, np.nan, ways.lat[last])),
        "end_lon": reals(np.where(open_, np.nan, ways.lon[last])),
        "known": times((heard.hour[begin] + options.min_hours) * HOUR_US),
        "source": pa.array(ways.heard_by.joined(lowest, highest), pa.string()),
        "because": pa.array(
            records(picked(record, start), picked(record, shown), picked(record, last)),
            pa.list_(pa.string()),
        ),
        "details": details(measured),
    }
    return events("loitering", "loitering/1", columns)


def _measured(ways: Sailed, heard: Hours, runs: Runs) -> tuple[Ints, Ints, dict[str, list[object]]]:
    """The sources each stretch rests on, and what details say of it."""
    begin, end, _ = runs
    hours, place = expanded(end - begin + 1)
    hour, first = begin[hours] + place, np.flatnonzero(place == 0)
    metres, seconds = (np.add.reduceat(way[hour], first) for way in (heard.metres, heard.seconds))
    start, last = heard.way_from[begin], heard.last[end]
    group, place = expanded(last - start + 1)
    row, first = start[group] + place, np.flatnonzero(place == 0)
    lat, lon = mean_places(ways.lat[row], ways.lon[row], first)
    away = distance_m(lat[group], lon[group], ways.lat[row], ways.lon[row])
    code = ways.heard_by.codes[row]
    measured: dict[str, list[object]] = {
        "mean_speed_kn": list(rounded(metres / seconds / KNOT_MS, 2)),
        "radius_m": list(rounded(np.maximum.reduceat(away, first), 0)),
        "mean_lat": list(rounded(lat, 5)),
        "mean_lon": list(rounded(lon, 5)),
        "shore_m": list(rounded(shore_distance_m(lat, lon), -2)),
        "positions": (last - start + 1).tolist(),
    }
    return np.minimum.reduceat(code, first), np.maximum.reduceat(code, first), measured


STEP = Step(
    "loitering", takes=("tracks", "places"), gives="events", run=loitering, options=Loitering(), timed=True
)

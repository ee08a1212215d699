"""Visited: tracks in order, and the visits they make to places."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette.events.rows import Sources, heard_until, picked, records, sources
from vedette.kernels.areas import Areas, areas, near
from vedette.kernels.arrays import floats, ints, reals, times
from vedette.kernels.order import by_time
from vedette.kernels.runs import run_ends, run_ids, run_starts
from vedette.kernels.sphere import too_fast
from vedette.kernels.visits import Visits, visits

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

# Where a ship goes to lie: the kinds of place at which a stop is a call.
BERTHS = (
    "port",
    "harbour",
    "terminal",
    "oil terminal",
    "container terminal",
    "anchorage",
    "berth",
    "pier",
    "shipyard",
    "naval pier",
    "naval base",
)
NAVAL = ("naval pier", "naval base")
# As for strays among the positions: above what ships reach, and how far two clocks are trusted to differ.
IMPOSSIBLE_KN, CLOCK_SLACK_S = 60.0, 60.0


@dataclass(frozen=True)
class Sailed:
    """Tracks in order of ship, time and record, with what the detectors of visits look at.

    ``next_time`` is that of the ship's next position; for the last one ``until``, or -1 without it.
    """

    tracks: pa.Table
    time: Ints
    lat: Floats
    lon: Floats
    starts: Flags
    ends: Flags
    next_time: Ints
    heard_by: Sources


def sailed(tracks: pa.Table, until: datetime | None) -> Sailed:
    """The tracks up to a moment, in order."""
    tracks = heard_until(tracks, until)
    order = by_time(ints(tracks["mmsi"]), ints(tracks["time"]), tracks["record"], tracks["source"])
    tracks = tracks if order is None else tracks.take(pa.array(order))
    time = ints(tracks["time"])
    starts = run_starts(ints(tracks["mmsi"]))
    ends = run_ends(starts)
    following = np.append(time[1:], 0)[: len(time)]
    following[ends] = -1 if until is None else int(pa.scalar(until, pa.timestamp("us")).value)
    lat, lon = floats(tracks["lat"]), floats(tracks["lon"])
    return Sailed(tracks, time, lat, lon, starts, ends, following, sources(tracks["source"]))


def places_of(places: pa.Table, kinds: Sequence[str], *, other: bool = False) -> pa.Table:
    """The places of some kinds (or of all ``other`` kinds) that have a geometry, by id."""
    ours = pc.fill_null(
        pc.is_in(pc.utf8_lower(places["kind"]), pa.array([kind.lower() for kind in kinds], pa.string())),
        False,
    )
    chosen = places.filter(pc.and_(pc.invert(ours) if other else ours, places["geometry"].is_valid()))
    return chosen.sort_by([("place", "ascending"), ("source", "ascending"), ("record", "ascending")])


def sea_of(places: pa.Table, radius_m: float) -> Areas:
    """The areas of some places; a point without a radius takes ``radius_m``."""
    radius = floats(places["radius_m"])
    return areas(places["geometry"].to_pylist(), np.where(np.isnan(radius), radius_m, radius))


def at_places(places: pa.Table, lat: Floats, lon: Floats, reach_m: float) -> Flags:
    """True for points within ``reach_m`` of the middle of a place or of its polygon, or within its radius."""
    sea = sea_of(places, reach_m)
    drawn = np.array([shape is not None for shape in sea.shape], dtype=np.bool_)
    rim = np.where(drawn, reach_m, np.maximum(reach_m - sea.radius_m, 0.0))
    there = np.zeros(len(lat), dtype=np.bool_)
    there[near(sea, lat, lon, rim).row] = True
    return there


def visited(ways: Sailed, sea: Areas, rim_m: Floats, jump_m: float = np.inf) -> Visits:
    """The visits to areas; a step longer than ``jump_m`` ends one and may begin the next.

    A ship that is away only by steps that no ship can make has not left: one number is on two ships, or a
    receiver's clock is wrong.
    """
    metres, seconds = floats(ways.tracks["step_m"]), floats(ways.tracks["step_s"])
    torn = too_fast(metres, seconds, IMPOSSIBLE_KN, CLOCK_SLACK_S) & ~ways.starts
    return visits(near(sea, ways.lat, ways.lon, rim_m), run_ids(ways.starts), metres > jump_m, torn)


def told(ways: Sailed, found: Visits, places: pa.Table, which: Flags) -> dict[str, object]:
    """What an event says of a visit whatever its kind: who, where, from when to when, by which sources.

    While the ship's last position lies in the visit, it has no end.
    """
    first, last = found.first[which], found.last[which]
    left = ~ways.ends[last]
    codes = ways.heard_by.codes[found.row]
    lowest, highest = (fold.reduceat(codes, found.start)[which] for fold in (np.minimum, np.maximum))
    return {
        "mmsi": picked(ways.tracks["mmsi"], first),
        "place": picked(places["place"], found.area[which]),
        "start": times(ways.time[first]),
        "end": times(ways.time[last], ~left),
        "lat": reals(ways.lat[first]),
        "lon": reals(ways.lon[first]),
        "end_lat": reals(np.where(left, ways.lat[last], np.nan)),
        "end_lon": reals(np.where(left, ways.lon[last], np.nan)),
        "source": pa.array(ways.heard_by.joined(lowest, highest), pa.string()),
    }


def measured(ways: Sailed, found: Visits, which: Flags) -> dict[str, list[object]]:
    """What details say of a visit whatever its kind: whether its ends were seen, and how near she came."""
    nearest = np.minimum.reduceat(found.distance_m, found.start)
    size = np.diff(np.append(found.start, len(found.row)))
    return {
        "entry": (~ways.starts[found.first[which]]).tolist(),
        "exit": (~ways.ends[found.last[which]]).tolist(),
        "min_distance_m": np.round(nearest[which]).tolist(),
        "positions": size[which].tolist(),
    }


def witnesses(ways: Sailed, found: Visits, which: Flags, *shown_by: tuple[Ints, Flags]) -> pa.Array:
    """The records a visit rests on: before it, its first, what else showed it, its last, and after it."""
    record, first, last = ways.tracks["record"], found.first[which], found.last[which]
    entry, left = ~ways.starts[first], ~ways.ends[last]
    before, after = np.maximum(first - 1, 0), np.minimum(last + 1, len(ways.time) - 1)
    between = (picked(record, rows[which], where[which]) for rows, where in shown_by)
    return pa.array(
        records(
            picked(record, before, entry),
            picked(record, first),
            *between,
            picked(record, last),
            picked(record, after, left),
        ),
        pa.list_(pa.string()),
    )

"""Visited: tracks in order, and the visits they make to places."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette.events.rows import Sources, heard_until, picked, records, sources
from vedette.kernels.areas import Areas, areas, in_any, near
from vedette.kernels.arrays import HOUR_US, floats, ints, reals, times
from vedette.kernels.kept import kept
from vedette.kernels.order import by_time
from vedette.kernels.runs import run_ends, run_ids, run_starts
from vedette.kernels.sphere import too_fast
from vedette.kernels.visits import Visits, Way, nearest, spread, visits
from vedette.kernels.ways import Points

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
# As for hulls that take turns (identity_clash): a late receiver is late by hours, and a voyage takes longer.
TORN_HOURS = 12.0


@dataclass(frozen=True)
class Sailed:
    """Tracks in order of ship, time and record, with what the detectors of visits look at.

    ``ship`` numbers the ships; ``until`` is the moment up to which the record is read, or -1 without one.
    """

    tracks: pa.Table
    mmsi: Ints
    time: Ints
    lat: Floats
    lon: Floats
    starts: Flags
    ends: Flags
    ship: Ints
    until: int

    @property
    def points(self) -> Points:
        """The positions as kernels take them."""
        return Points(self.mmsi, self.time, self.lat, self.lon)

    @property
    def heard_by(self) -> Sources:
        """The source of every row."""
        return _heard_by(self.tracks)

    def column(self, name: str) -> Floats:
        """A column of numbers, NaN where it is null."""
        return _floats(self.tracks, name)

    def next_time(self, rows: Ints) -> Ints:
        """When the ships were heard again after some rows; after their last one ``until``."""
        following = self.time[np.minimum(rows + 1, len(self.time) - 1)]
        return np.where(self.ends[rows], self.until, following)


def sailed(tracks: pa.Table, until: datetime | None) -> Sailed:
    """The tracks up to a moment, in order."""
    if until is not None and len(tracks) and _latest(tracks) > until:
        tracks = _until(tracks, until)
    if (ordered := _in_order(tracks)) is not None:
        tracks = ordered
    moment = -1 if until is None else int(pa.scalar(until, pa.timestamp("us")).value)
    return Sailed(tracks, *_columns(tracks), moment)


_heard_by = kept(lambda tracks: sources(tracks["source"]))
_floats = kept(lambda tracks, name: floats(tracks[name]))
_latest = kept(lambda tracks: pc.max(tracks["time"]).as_py())
_until = kept(heard_until)


@kept
def _in_order(tracks: pa.Table) -> pa.Table | None:
    """The rows in order; None when they are already."""
    order = by_time(ints(tracks["mmsi"]), ints(tracks["time"]), tracks["record"], tracks["source"])
    return None if order is None else tracks.take(pa.array(order))


@kept
def _columns(tracks: pa.Table) -> tuple[Ints, Ints, Floats, Floats, Flags, Flags, Ints]:
    mmsi = ints(tracks["mmsi"])
    starts = run_starts(mmsi)
    lat, lon = floats(tracks["lat"]), floats(tracks["lon"])
    return mmsi, ints(tracks["time"]), lat, lon, starts, run_ends(starts), run_ids(starts)


@kept
def places_of(places: pa.Table, kinds: tuple[str, ...], *, other: bool = False) -> pa.Table:
    """The places of some kinds (or of all ``other`` kinds) that have a geometry, by id."""
    ours = pc.fill_null(
        pc.is_in(pc.utf8_lower(places["kind"]), pa.array([kind.lower() for kind in kinds], pa.string())),
        False,
    )
    chosen = places.filter(pc.and_(pc.invert(ours) if other else ours, places["geometry"].is_valid()))
    return chosen.sort_by([("place", "ascending"), ("source", "ascending"), ("record", "ascending")])


@kept
def sea_of(places: pa.Table, radius_m: float) -> Areas:
    """The areas of some places; a point without a radius takes ``radius_m``."""
    radius = floats(places["radius_m"])
    return areas(places["geometry"].to_pylist(), np.where(np.isnan(radius), radius_m, radius))


def at_places(places: pa.Table, lat: Floats, lon: Floats, reach_m: float) -> Flags:
    """True for points within ``reach_m`` of the middle of a place or of its polygon, or within its radius."""
    sea = sea_of(places, reach_m)
    rim = np.where(sea.drawn, reach_m, np.maximum(reach_m - sea.radius_m, 0.0))
    return in_any(sea, lat, lon, rim)


def visited(ways: Sailed, sea: Areas, rim_m: Floats, jump_m: float = np.inf) -> Visits:
    """The visits to areas; a step longer than ``jump_m`` ends one and may begin the next.

    A ship that is away only by steps that no ship can make, and not for long, has not left: one number is on
    two ships, or a receiver's clock is wrong.
    """
    pairs = near(sea, ways.lat, ways.lon, rim_m)
    jumped = ways.column("step_m") > jump_m
    way = Way(ways.ship, ways.time, jumped, _torn(ways.tracks) & ~ways.starts)
    return visits(pairs, way, len(sea.lat), round(TORN_HOURS * HOUR_US))


@kept
def _torn(tracks: pa.Table) -> Flags:
    """True where no ship can have come from the row before."""
    metres, seconds = _floats(tracks, "step_m"), _floats(tracks, "step_s")
    return too_fast(metres, seconds, IMPOSSIBLE_KN, CLOCK_SLACK_S)


def told(ways: Sailed, found: Visits, places: pa.Table, which: Flags) -> dict[str, object]:
    """What an event says of a visit whatever its kind: who, where, from when to when, by which sources.

    While the ship's last position lies in the visit, it has no end.
    """
    first, last = found.first[which], found.last[which]
    left = ~ways.ends[last]
    return {
        "mmsi": picked(ways.tracks["mmsi"], first),
        "place": picked(places["place"], found.area[which]),
        "start": times(ways.time[first]),
        "end": times(ways.time[last], ~left),
        "lat": reals(ways.lat[first]),
        "lon": reals(ways.lon[first]),
        "end_lat": reals(np.where(left, ways.lat[last], np.nan)),
        "end_lon": reals(np.where(left, ways.lon[last], np.nan)),
        "source": _source(ways, found, which),
    }


def _source(ways: Sailed, found: Visits, which: Flags) -> pa.Array:
    """The sources of all rows of some visits: one, or the first and the last of them by name."""
    heard_by = ways.heard_by
    if len(heard_by.names) == 1:
        return pa.repeat(pa.scalar(heard_by.names[0], pa.string()), int(np.count_nonzero(which)))
    lowest, highest = spread(heard_by.codes, found.row, found.visit, len(which))
    return pa.array(heard_by.joined(lowest[which], highest[which]), pa.string())


def measured(ways: Sailed, found: Visits, which: Flags) -> dict[str, list[object]]:
    """What details say of a visit whatever its kind: whether its ends were seen, and how near she came."""
    metres = nearest(found.distance_m, found.visit, len(which))
    size = np.bincount(found.visit, minlength=len(which))
    return {
        "entry": (~ways.starts[found.first[which]]).tolist(),
        "exit": (~ways.ends[found.last[which]]).tolist(),
        "min_distance_m": np.round(metres[which]).tolist(),
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

"""Port call: a ship goes to a port or berth, and stops or falls silent there."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette.events.listening import Listening
from vedette.events.rows import details, events, picked, rounded, sources
from vedette.events.visited import (
    BERTHS,
    Sailed,
    measured,
    places_of,
    sailed,
    sea_of,
    told,
    visited,
    witnesses,
)
from vedette.kernels.arrays import HOUR_US, known, times
from vedette.kernels.discs import within
from vedette.kernels.kept import kept
from vedette.kernels.sphere import KNOT_MS, NAUTICAL_MILE_M
from vedette.kernels.visits import NEVER, Visits, lying_still, owners, silent, stops
from vedette.steps import Step

# The name of the gazetteer that comes with vedette, as its places have it.
BUNDLED = "places/gazetteer"

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class PortCall:
    """When a visit to a place is a call.

    All numbers are those of Global Fishing Watch (pipe-anchorages, anchorage_cfg.yaml): in at 3.0 km and out
    at 4.0 km, kept as a proportion for other radii; stopped at 0.2 kn, moving at 0.5 kn; a gap in port from
    4 h; a jump of 60 nm ends a visit; products use confidence 2 and more. A polygon is left at 1 km from it,
    and a ship that lies still within ``hold_m`` stays at the one of two neighbouring ports (both ours).
    """

    kinds: tuple[str, ...] = BERTHS
    radius_m: float = 3000.0
    out_factor: float = 4.0 / 3.0
    polygon_rim_m: float = 1000.0
    stopped_kn: float = 0.2
    moving_kn: float = 0.5
    gap_hours: float = 4.0
    jump_nm: float = 60.0
    hold_m: float = 1000.0
    min_confidence: int = 2


class Stays(NamedTuple):
    """What happened in each visit: stops and silences, the row that showed one, and when it was a call."""

    stop_us: Ints
    gap_us: Ints
    shown_by: Ints
    confidence: Ints
    known: Ints


def port_calls(
    tracks: pa.Table,
    places: pa.Table,
    feeds: pa.Table,
    options: PortCall = PortCall(),
    until: datetime | None = None,
) -> pa.Table:
    """Find the calls of each ship at the places of ``options.kinds``.

    A call starts at the first position inside and ends at the last one before she is out; it has no end while
    her last position lies there. Confidence 4: seen to enter and to leave, with a stop or a silence of
    ``gap_hours``; 3: one of the two, with a stop or silence; 2: only stop or silence; 1: neither (passing).
    A silence counts when her source listened for that long: that a feed ended says nothing of the ship.

    A stop belongs to one place: a watched place before a gazetteer's, then the one whose centre is nearest,
    with distances weighed by the radius so that a pier inside a port wins. So overlapping places, or one
    port in two gazetteers, make one call of one stop. The choice needs nothing that comes later: what was
    called a call at some time stays one.
    """
    ways = sailed(tracks, until)
    berths = places_of(places, options.kinds)
    sea = sea_of(berths, options.radius_m)
    rim = np.where(sea.drawn, options.polygon_rim_m, sea.radius_m * (options.out_factor - 1.0))
    found = visited(ways, sea, rim, options.jump_nm * NAUTICAL_MILE_M)
    if not len(found.first):
        return events("port_call", "port_call/1", {"mmsi": [], "start": []})
    still = _still(ways, options)
    at, ranks = (ways.lat, ways.lon), _ranks(berths, options.radius_m)
    own = owners(found, ways.ship, still, at, ranks, sea.radius_m, options.hold_m)
    stays = _stays(ways, found, (own, still), feeds, options)
    called = stays.confidence >= options.min_confidence
    hours = {
        "stop_h": rounded(stays.stop_us[called] / HOUR_US, 2),
        "gap_h": rounded(stays.gap_us[called] / HOUR_US, 2),
    }
    columns = {
        **told(ways, found, berths, called),
        "confidence": stays.confidence[called].astype(np.float64),
        "known": times(stays.known[called]),
        "because": witnesses(ways, found, called, (stays.shown_by, stays.confidence >= 2)),
        "details": details({**measured(ways, found, called), **hours}),
    }
    return events("port_call", "port_call/1", columns)


@kept
def _ranks(berths: pa.Table, radius_m: float) -> Ints:
    """Which places a stop belongs to first: 0 watched, 1 of a gazetteer, 2 those that another one means too.

    A place means what another does when a point of each lies within half their radius. Of two the one that
    was added comes before one that comes with vedette; places of the bundled gazetteer are never one.
    """
    sea, watched = sea_of(berths, radius_m), known(berths["role"])
    own = np.asarray(pc.fill_null(pc.equal(berths["source"], BUNDLED), False).to_numpy()).astype(np.int64)
    reach = (sea.radius_m / 2)[sea.circle_area]
    listed = ~watched[sea.circle_area]
    reach[~listed] = -1.0
    point, other, metres = within(sea.circle_lat, sea.circle_lon, sea.circle_lat, sea.circle_lon, reach)
    one, two = sea.circle_area[point], sea.circle_area[other]
    twin = listed[point] & (metres <= reach[point]) & (one != two)
    twin &= (own[two] < own[one]) | ((own[one] == 0) & (own[two] == 0) & (two < one))
    ranks = np.where(watched, 0, 1)
    ranks[one[twin]] = 2
    return ranks


def _stays(ways: Sailed, found: Visits, at: tuple[Flags, Flags], feeds: pa.Table, options: PortCall) -> Stays:
    """What each visit was, from the rows that are its own, and from those at which ships lie still."""
    row, visit, count = found.row, found.visit, len(found.first)
    own, still = at
    gap_us = int(options.gap_hours * HOUR_US)
    quiet = silent(row, own, ways.time, ways.ends, ways.until, gap_us)
    showed, silence, counts = _silences(ways, row[quiet], feeds, gap_us)
    quiet, showed, silence = quiet[counts], showed[counts], silence[counts]
    shown_by, stop_us = stops(row, visit, own, still, quiet, ways.time, count)
    stopped = shown_by < NEVER
    called = np.where(stopped, ways.time[np.where(stopped, shown_by, 0)], NEVER)
    np.minimum.at(called, visit[quiet], showed)
    np.minimum.at(shown_by, visit[quiet], row[quiet])
    entry, left = ~ways.starts[found.first], ~ways.ends[found.last]
    came = np.where(entry, ways.time[found.first], NEVER)
    went = np.where(left, ways.time[np.minimum(found.last + 1, len(ways.time) - 1)], NEVER)
    held = called < NEVER
    seen = entry.astype(np.int64) + left
    by_confidence = (
        np.minimum(ways.time[found.first], called),
        np.minimum(called, np.minimum(came, went)),
        called,
        np.maximum(called, np.minimum(came, went)),
        np.maximum(called, np.maximum(came, went)),
    )
    return Stays(
        stop_us=stop_us,
        gap_us=np.bincount(visit[quiet], silence, count).astype(np.int64),
        shown_by=np.where(held, shown_by, found.last),
        confidence=np.where(held, 2 + seen, np.minimum(seen, 1)),
        known=by_confidence[min(max(options.min_confidence, 0), 4)],
    )


def _silences(ways: Sailed, row: Ints, feeds: pa.Table, gap_us: int) -> tuple[Ints, Ints, Flags]:
    """When the silence after each row was long enough, how much was listened to, and whether it counts."""
    since, until = ways.time[row], ways.next_time(row)
    heard_by = sources(picked(ways.tracks["source"], row))
    heard = Listening(feeds, heard_by.names)
    showed = heard.showed(heard_by.codes, since, np.full(len(row), gap_us))
    told = heard.listened(heard_by.codes, heard_by.codes, since, until)
    return showed, np.where(told < 0, until - since, told), showed <= until


def _still(ways: Sailed, options: PortCall) -> Flags:
    """Where a ship lies still, by the speed she says or, when she says none, by her last step."""
    said, metres, seconds = (ways.column(name) for name in ("speed_kn", "step_m", "step_s"))
    return np.asarray(
        lying_still(said, metres, seconds, ways.starts, options.stopped_kn, options.moving_kn, KNOT_MS)
    )


STEP = Step(
    "port_call",
    takes=("tracks", "places", "feeds"),
    gives="events",
    run=port_calls,
    options=PortCall(),
    timed=True,
)

"""Port call: a ship goes to a port or berth, and stops or falls silent there."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from vedette.events.listening import NEVER, Listening
from vedette.events.rows import details, events, rounded
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
from vedette.kernels.areas import Areas
from vedette.kernels.arrays import HOUR_US, floats, known, times
from vedette.kernels.grid import within
from vedette.kernels.runs import hysteresis
from vedette.kernels.sphere import KNOT_MS, NAUTICAL_MILE_M
from vedette.kernels.visits import Visits
from vedette.steps import Step

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class PortCall:
    """When a visit to a place is a call.

    All numbers are those of Global Fishing Watch (pipe-anchorages, anchorage_cfg.yaml): in at 3.0 km and out
    at 4.0 km, kept as a proportion for other radii; stopped at 0.2 kn, moving at 0.5 kn; a gap in port from
    4 h; a jump of 60 nm ends a visit; products use confidence 2 and more. A polygon is left at 1 km from it.
    """

    kinds: tuple[str, ...] = BERTHS
    radius_m: float = 3000.0
    out_factor: float = 4.0 / 3.0
    polygon_rim_m: float = 1000.0
    stopped_kn: float = 0.2
    moving_kn: float = 0.5
    gap_hours: float = 4.0
    jump_nm: float = 60.0
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
    drawn = np.array([shape is not None for shape in sea.shape], dtype=np.bool_)
    rim = np.where(drawn, options.polygon_rim_m, sea.radius_m * (options.out_factor - 1.0))
    found = visited(ways, sea, rim, options.jump_nm * NAUTICAL_MILE_M)
    if not len(found.start):
        return events("port_call", "port_call/1", {"mmsi": [], "start": []})
    own = _own(found, sea, known(berths["role"]))
    stays = _stays(ways, found, own, feeds, options)
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


def _own(found: Visits, sea: Areas, watched: Flags) -> Flags:
    """True for the rows of a visit that belong to it and to no other place that the ship is at."""
    own = np.ones(len(found.row), dtype=np.bool_)
    shared = np.flatnonzero(np.bincount(found.row)[found.row] > 1)
    if not len(shared):
        return own
    area = found.area_of_row[shared]
    weighed = found.distance_m[shared] * sea.radius_m[area]
    order = np.lexsort((area, weighed, _echoes(sea, watched)[area], ~watched[area], found.row[shared]))
    rows = found.row[shared][order]
    own[shared] = False
    first = np.ones(len(rows), dtype=np.bool_)
    first[1:] = rows[1:] != rows[:-1]
    own[shared[order[first]]] = True
    return own


def _echoes(sea: Areas, watched: Flags) -> Flags:
    """True for a gazetteer's place that another one means too: centres closer than half their radii."""
    reach = sea.radius_m / 2
    one, other, metres = within(sea.lat, sea.lon, sea.lat, sea.lon, reach)
    twin = (metres <= reach[one]) & (other < one) & ~watched[one] & ~watched[other]
    echoes = np.zeros(len(watched), dtype=np.bool_)
    echoes[one[twin]] = True
    return echoes


def _stays(ways: Sailed, found: Visits, own: Flags, feeds: pa.Table, options: PortCall) -> Stays:
    row, start = found.row, found.start
    stopped = own & _stopped(ways, options)[row]
    showed, silence = _silences(ways, row, own, feeds, int(options.gap_hours * HOUR_US))
    silent = showed < NEVER
    stay = np.where(found.visit[1:] == found.visit[:-1], np.diff(ways.time[row]), 0)
    shown = np.where(stopped, ways.time[row], showed)
    entry, left = ~ways.starts[found.first], ~ways.ends[found.last]
    called = np.minimum.reduceat(shown, start)
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
    first_shown = np.where(stopped | silent, np.arange(len(row)), len(row) - 1)
    return Stays(
        stop_us=np.add.reduceat(np.where(stopped & ~silent, np.append(stay, 0), 0), start),
        gap_us=np.add.reduceat(silence, start),
        shown_by=row[np.minimum.reduceat(first_shown, start)],
        confidence=np.where(held, 2 + seen, np.minimum(seen, 1)),
        known=by_confidence[min(max(options.min_confidence, 0), 4)],
    )


def _silences(ways: Sailed, row: Ints, own: Flags, feeds: pa.Table, gap_us: int) -> tuple[Ints, Ints]:
    """When the silence after each row was long enough (or NEVER), and how much of it somebody listened to."""
    showed, listened = np.full(len(row), NEVER), np.zeros(len(row), dtype=np.int64)
    long = np.flatnonzero(own & (ways.next_time[row] - ways.time[row] >= gap_us))
    since, until = ways.time[row[long]], ways.next_time[row[long]]
    code = ways.heard_by.codes[row[long]]
    heard = Listening(feeds, ways.heard_by.names)
    when = heard.showed(code, since, np.full(len(long), gap_us))
    counts = when <= until
    showed[long[counts]] = when[counts]
    told = heard.listened(code, code, since, until)
    listened[long[counts]] = np.where(told < 0, until - since, told)[counts]
    return showed, listened


def _stopped(ways: Sailed, options: PortCall) -> Flags:
    """Where a ship lies still, by the speed she says or, when she says none, by her last step."""
    said = floats(ways.tracks["speed_kn"])
    with np.errstate(divide="ignore", invalid="ignore"):
        made = floats(ways.tracks["step_m"]) / floats(ways.tracks["step_s"]) / KNOT_MS
    speed = np.where(np.isnan(said), made, said)
    return hysteresis(speed <= options.stopped_kn, speed >= options.moving_kn, ways.starts)


STEP = Step(
    "port_call",
    takes=("tracks", "places", "feeds"),
    gives="events",
    run=port_calls,
    options=PortCall(),
    timed=True,
)

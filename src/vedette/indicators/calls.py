"""Calls: ships at watched places week by week, as sighted and as seen by AIS, and legs between places."""

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette import fields
from vedette.indicators import record, series
from vedette.indicators.legs import Corridors, Ways, legs, looked_at, pairs
from vedette.indicators.novelty import Counted, Weekly
from vedette.kernels import arrays, weeks
from vedette.kernels.fewest import distinct
from vedette.steps import Step

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Calls(series.Series):
    """Which calls are counted: where, on which clock, and between which places.

    No place named: every place that has a role; the places of a corridor are watched too. A corridor is its
    name, the places it leaves and those it reaches. ``long_days``: a sighting spread over more says that
    somebody looked, not when the call was. ``leg_days``: calls of a ship further apart are not one leg.
    """

    watched: tuple[str, ...] = ()
    corridors: Corridors = ()
    clock: str = "published"
    long_days: int = 31
    leg_days: int = 21


@dataclass(frozen=True)
class Frame:
    """The places and weeks of the series: each place a row, each week from the first a column."""

    places: tuple[str, ...]
    first: int
    width: int

    def column(self, micros: Ints) -> Ints:
        """The column of each time."""
        return weeks.week_of(micros) - self.first


@dataclass(frozen=True)
class Found:
    """The calls known, one a row: place among those watched (-1: none), when it counts, how it was found."""

    events: pa.Table
    place: Ints
    when: Ints
    sighted: Flags
    usable: Flags


@dataclass(frozen=True)
class Block:
    """Some series side by side: their names, counts and exposure by week, and the calls they rest on."""

    names: tuple[str, ...]
    counts: Floats
    exposure: Floats
    told: bool
    sources: tuple[str | None, ...]
    rests_on: Counted


def calls(
    events: pa.Table,
    sightings: pa.Table,
    exposures: pa.Table,
    places: pa.Table,
    options: Calls = Calls(),
    *,
    until: datetime,
) -> pa.Table:
    """Count calls a week, with exposure, band and surprise: by place sighted and seen, by leg of a corridor.

    Cargo that was seen at a place without a ship is a series of its own.

    A sighted call counts in the week of its end, the latest it can have been; a call seen by AIS in the week
    of its start; a leg in the week of its arrival.
    """
    ways, among = pairs(options.corridors), places_of(places, options)
    found = found_calls(events, among, options, until)
    looks = record.looks(sightings, pa.array(among, pa.string()), options.clock, options.long_days, until)
    heard = record.heard(exposures, pa.array(among, pa.string()), until)
    called = weeks.week_of(found.when[found.usable & (found.place >= 0)])
    now = int(weeks.week_of(record.micros_of(until)))
    present = np.concatenate([looks.week, heard.week, called])
    present = present[(present >= 0) & (present <= now)]
    if not len(present):
        return fields.empty("indicators")
    frame = Frame(among, int(present.min()), now + 1 - int(present.min()))
    sighted = sighted_block(frame, found, looks)
    seen = _seen(frame, found, heard, options.min_exposure)
    observed = ~np.isnan(sighted.counts) | ~np.isnan(seen.counts)
    listed = record.codes(found.events["place"], record.watched(places, ())) >= 0
    ours = np.flatnonzero(found.usable & (listed | (found.place >= 0)))
    boxes = sighted_block(frame, found_calls(events, among, options, until, "cargo_seen"), looks)
    cargo = replace(boxes, names=tuple(f"cargo/sighted/{name}" for name in among))
    blocks = (sighted, seen, cargo, _legs(frame, found, ours, ways, (observed, options.leg_days)))
    return series.rows(*together(frame.first, blocks), options, until, rule="calls/1")


def places_of(places: pa.Table, options: Calls) -> tuple[str, ...]:
    """The places that are watched, and those of the corridors."""
    named = record.watched(places, options.watched).to_pylist()
    return tuple(sorted({*named, *(place for _, *two in pairs(options.corridors) for place in two)}))


def found_calls(
    events: pa.Table, among: tuple[str, ...], options: Calls, until: datetime, kind: str = "port_call"
) -> Found:
    """The calls known by ``until``; of sightings only those that say within ``long_days`` when it was.

    ``kind`` may be another that happens at a place, such as cargo that was seen there.
    """
    rows = record.known_by(events, kind, until)
    rows = rows.filter(rows["place"].is_valid())
    by_eye = pc.fill_null(pc.starts_with(rows["rule"], "sighted_call"), False)
    sighted = np.asarray(by_eye.to_numpy(), dtype=np.bool_)
    start, end = _span(rows)
    usable = ~sighted | (end - start <= options.long_days * weeks.DAY_US)
    place = record.codes(rows["place"], pa.array(among, pa.string()))
    return Found(rows, place, np.where(sighted, end, start), sighted, usable)


def sighted_block(frame: Frame, found: Found, looks: record.Looks) -> Block:
    """Sighted calls by place: missing where nobody looked, or somebody did and did not say how many came."""
    rows = np.flatnonzero(found.sighted & found.usable & (found.place >= 0))
    table, place, week = found.events.take(pa.array(rows)), found.place[rows], frame.column(found.when[rows])
    one = distinct(place, *_span(table), table["ship"].to_pylist(), table["event"].to_pylist())
    column = looks.week - frame.first
    shape = len(frame.places), frame.width
    empty = record.tally(shape, looks.place[looks.empty], column[looks.empty]) > 0
    called = record.tally(shape, place[one], week[one])
    counts = np.where(called > 0, called, np.where(empty, 0.0, np.nan))
    exposure = (record.tally(shape, looks.place, column) + record.tally(shape, place, week) > 0).astype(
        np.float64
    )
    names = tuple(f"calls/sighted/{name}" for name in frame.places)
    rests_on = Counted(place, week, table, record.known(table), one)
    return Block(names, counts, exposure, True, (None,) * len(names), rests_on)


def _seen(frame: Frame, found: Found, heard: record.Heard, enough: float) -> Block:
    """Calls seen by AIS, by place: missing in a week in which too little was heard there."""
    rows = np.flatnonzero(~found.sighted & (found.place >= 0))
    place, week = found.place[rows], frame.column(found.when[rows])
    shape = len(frame.places), frame.width
    exposure = record.tally(shape, heard.place, heard.week - frame.first, heard.loudness)
    counts = np.where(exposure >= enough, record.tally(shape, place, week), np.nan)
    names = tuple(f"calls/seen/{name}" for name in frame.places)
    table = found.events.take(pa.array(rows))
    rests_on = Counted(place, week, table, record.known(table), np.ones(len(rows), dtype=np.bool_))
    return Block(names, counts, exposure, False, heard.sources, rests_on)


def _legs(frame: Frame, found: Found, usable: Ints, ways: Ways, noticed: tuple[Flags, int]) -> Block:
    """Legs by pair of places: missing in a week when one of the two was not looked at in time.

    A call at a place of a gazetteer, of which none is watched, ends no leg: it may be the roads of either.
    """
    observed, days = noticed
    made = legs(found.events.take(pa.array(usable)), found.when[usable], ways, days)
    start, to = (np.asarray([frame.places.index(way[end]) for way in ways], np.int64) for end in (1, 2))
    looked = looked_at(observed, start, to, days)
    week = frame.column(found.when[usable][made.arrived])
    counts = np.where(looked, record.tally(looked.shape, made.pair, week), np.nan)
    left, arrived = (found.events.take(pa.array(usable[end])) for end in (made.left, made.arrived))
    # A leg rests on both its calls, is known when both are, and is counted once, where it arrived.
    both = pa.concat_tables([left, arrived])
    known = np.tile(np.maximum(record.known(left), record.known(arrived)), 2)
    adds = np.repeat([False, True], len(week))
    rests_on = Counted(np.tile(made.pair, 2), np.tile(week, 2), both, known, adds)
    names = tuple(way[0] for way in ways)
    return Block(names, counts, looked.astype(np.float64), True, (None,) * len(ways), rests_on)


def together(first: int, blocks: tuple[Block, ...]) -> tuple[Weekly, Counted]:
    """The blocks as one, so that the surprises of a week are judged together."""
    sizes = [len(block.names) for block in blocks]
    weekly = Weekly(
        tuple(name for block in blocks for name in block.names),
        first,
        np.concatenate([block.counts for block in blocks]),
        np.concatenate([block.exposure for block in blocks]),
        np.repeat([block.told for block in blocks], sizes),
        tuple(source for block in blocks for source in block.sources),
    )
    parts = [block.rests_on for block in blocks]
    above = np.repeat(np.cumsum([0, *sizes[:-1]]), [len(part.series) for part in parts])
    counted = Counted(
        np.concatenate([part.series for part in parts]) + above,
        np.concatenate([part.week for part in parts]) + first,
        pa.concat_tables([part.events for part in parts]),
        np.concatenate([part.known for part in parts]),
        np.concatenate([part.adds for part in parts]),
    )
    return weekly, counted


def _span(events: pa.Table) -> tuple[Ints, Ints]:
    """Start and end of each event; where one is not known, the other."""
    start, end = events["start"], events["end"]
    return arrays.ints(pc.coalesce(start, end)), arrays.ints(pc.coalesce(end, start))


STEP = Step(
    "calls",
    takes=("events", "sightings", "exposures", "places"),
    gives="indicators",
    run=calls,
    options=Calls(),
    by="",
    timed=True,
)

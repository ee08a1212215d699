"""Dark legs: voyages between two places on which the ship fell silent and would have been heard, by week."""

import json
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette import fields
from vedette.indicators import record, series
from vedette.indicators.calls import Calls, Ints, found_calls, places_of
from vedette.indicators.legs import legs, pairs
from vedette.indicators.novelty import Counted, Weekly
from vedette.kernels import arrays, weeks
from vedette.steps import Step

NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class DarkLegs(Calls):
    """Which calls make a leg, as for ``calls``; a silence counts when it was judged one of ``classes``."""

    classes: tuple[str, ...] = ("dark",)


def dark_legs(
    events: pa.Table, places: pa.Table, options: DarkLegs = DarkLegs(), *, until: datetime
) -> pa.Table:
    """Count, by pair of places of a corridor, the legs a week in which the ship was dark on the way.

    A leg is two calls of one ship in a row, as in ``calls``, and counts in the week of its arrival. It was
    dark when a silence of hers, judged dark, began before she arrived and ended after she had left. The
    exposure of a week is its legs, so that what is judged is the share of dark ones; a week without a leg
    says nothing of silence and is missing. A silence judged unobserved or unclear makes no leg dark.
    """
    ways, among = pairs(options.corridors), places_of(places, options)
    found = found_calls(events, among, options, until)
    listed = record.codes(found.events["place"], record.watched(places, ())) >= 0
    ours = np.flatnonzero(found.usable & (listed | (found.place >= 0)))
    calls, when = found.events.take(pa.array(ours)), found.when[ours]
    made = legs(calls, when, ways, options.leg_days)
    if not len(made.pair):
        return fields.empty("indicators")
    left, arrived = calls.take(pa.array(made.left)), calls.take(pa.array(made.arrived))
    gaps = _dark(record.known_by(events, "gap", until), options.classes)
    silence = _on_the_way(gaps, arrived["ship"], _left(left), when[made.arrived])
    week = weeks.week_of(when[made.arrived])
    first = int(week.min())
    shape = len(ways), int(weeks.week_of(record.micros_of(until))) + 1 - first
    exposure = record.tally(shape, made.pair, week - first)
    dark = np.flatnonzero(silence >= 0)
    tally = record.tally(shape, made.pair[dark], week[dark] - first)
    names = tuple(way[0].replace("legs/", "dark_legs/", 1) for way in ways)
    told = np.zeros(len(ways), dtype=np.bool_)
    counts = np.where(exposure > 0, tally, np.nan)
    weekly = Weekly(names, first, counts, exposure, told, (None,) * len(ways))
    # It rests on both calls and on the silence between, is known when all are, and is counted once.
    parts = [left.take(pa.array(dark)), gaps.take(pa.array(silence[dark])), arrived.take(pa.array(dark))]
    known = np.maximum.reduce([record.known(part) for part in parts])
    adds = np.repeat([False, False, True], len(dark))
    threefold = [np.tile(column, 3) for column in (made.pair[dark], week[dark], known)]
    rests_on = Counted(threefold[0], threefold[1], pa.concat_tables(parts), threefold[2], adds)
    return series.rows(weekly, rests_on, options, until, rule="dark_legs/1")


def _dark(gaps: pa.Table, classes: tuple[str, ...]) -> pa.Table:
    """The silences of a ship that were judged one of the classes."""
    judged = [json.loads(text or "{}").get("class") in classes for text in gaps["details"].to_pylist()]
    return gaps.filter(pc.and_(pa.array(judged, pa.bool_()), gaps["ship"].is_valid()))


def _left(calls: pa.Table) -> Ints:
    """When each call ended; where that is not known, when it began."""
    return arrays.ints(pc.coalesce(calls["end"], calls["start"]))


def _on_the_way(gaps: pa.Table, ship: pa.ChunkedArray, left: Ints, arrived: Ints) -> Ints:
    """The row of the last silence of each ship that lies between leaving and arriving; -1 where none does."""
    ships = pc.unique(gaps["ship"]).sort()
    mine, of = record.codes(ship, ships), record.codes(gaps["ship"], ships)
    if not len(gaps):
        return np.full(len(mine), -1)
    start, end = arrays.ints(gaps["start"]), arrays.ints(gaps["end"], null=NEVER)
    moments = np.unique(np.concatenate([start, arrived]))
    key = of * (len(moments) + 1) + np.searchsorted(moments, start)
    order = np.argsort(key, kind="stable")
    # One ship's silences follow one another, so the last to begin before she arrived is the last to end.
    before = np.searchsorted(key[order], mine * (len(moments) + 1) + np.searchsorted(moments, arrived)) - 1
    row = order[np.maximum(before, 0)]
    fits = (before >= 0) & (mine >= 0) & (of[row] == mine) & (end[row] > left)
    return np.where(fits, row, -1)


STEP = Step(
    "dark_legs",
    takes=("events", "places"),
    gives="indicators",
    run=dark_legs,
    options=DarkLegs(),
    by="",
    timed=True,
)

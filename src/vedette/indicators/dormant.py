"""Dormant places waking: the first call, or the first cargo, after two observed years without any.

``calls`` asks for a second call within four weeks. After so long a quiet the first is rare enough: with 104
quiet weeks one call in a week has p = 0.0048, with 300 it has 0.0017.
"""

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import pyarrow as pa

from vedette import fields
from vedette.indicators import calls, record, series
from vedette.indicators.novelty import Weekly
from vedette.kernels import weeks
from vedette.steps import Step


@dataclass(frozen=True)
class Dormant(calls.Calls):
    """One week is judged alone, against all that is known of the past: at least two observed years."""

    window_weeks: int = 1
    history_weeks: int = 1040
    min_history: int = 104


def dormant(
    events: pa.Table,
    sightings: pa.Table,
    places: pa.Table,
    options: Dormant = Dormant(),
    *,
    until: datetime,
) -> pa.Table:
    """Count sighted calls, and cargo seen without a ship, by place and week; an alarm ends two quiet years.

    A published "no ship since" is taken to mean no cargo either; a ship that is seen says nothing of cargo.
    Weeks are as in ``calls``: not looked at is missing. After an alarm the place is not dormant, and no
    further one follows until it has been quiet for as long again.
    """
    among = tuple(calls.places_of(places, options))
    looks = record.looks(sightings, pa.array(among, pa.string()), options.clock, options.long_days, until)
    now = int(weeks.week_of(record.micros_of(until)))
    if not among or not len(looks.week):
        return fields.empty("indicators")
    found = calls.found_calls(events, among, options, until)
    boxes = calls.found_calls(events, among, options, until, "cargo_seen")
    first = int(max(0, looks.week.min()))
    frame = calls.Frame(among, first, max(now + 1 - first, 1))
    ships = calls.sighted_block(frame, found, looks)
    cargo = calls.sighted_block(frame, boxes, looks)
    names = tuple(f"dormant/calls/{name}" for name in among), tuple(f"dormant/cargo/{name}" for name in among)
    weekly, counted = calls.together(first, (replace(ships, names=names[0]), replace(cargo, names=names[1])))
    return series.rows(_until_first(weekly, options), counted, options, until, rule="dormant/1")


def _until_first(weekly: Weekly, options: Dormant) -> Weekly:
    """The same weeks, without those that follow a count within two years: the place is awake there."""
    counts = weekly.counts.copy()
    for row in range(len(counts)):
        quiet = options.min_history
        for week in range(counts.shape[1]):
            if np.isnan(weekly.counts[row, week]):
                continue
            some = weekly.counts[row, week] > 0
            if quiet < options.min_history:
                counts[row, week] = np.nan
            quiet = 0 if some else quiet + 1
    return replace(weekly, counts=counts)


STEP = Step(
    "dormant",
    takes=("events", "sightings", "places"),
    gives="indicators",
    run=dormant,
    options=Dormant(),
    by="",
    timed=True,
)

"""Rows of indicators: counted weeks with exposure, what was to be expected of them, and what they rest on.

Every sign counts its own way and ends here: near-empty series are judged by ``novelty``, busy ones by
``surge``.
"""

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette import fields
from vedette.indicators import novelty, surge
from vedette.indicators.novelty import DETECTORS, Counted, Judged, Weekly
from vedette.indicators.record import micros_of
from vedette.kernels import arrays, weeks
from vedette.kernels.ids import stable_id
from vedette.kernels.runs import expanded

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
LATE_SHARE = 0.9


@dataclass(frozen=True)
class Series(novelty.Novelty, surge.Surge):
    """When a count of a series is unusual, whether nearly nothing was counted before it or much."""


def rows(weekly: Weekly, counted: Counted, options: Series, until: datetime, rule: str) -> pa.Table:
    """The indicators: a row for each week of a series, from the first in which it was looked at.

    The week that still runs at ``until`` has a row when something is already known of it. An alarm rests on
    the events of its whole window, another week on its own. An alarm was known when enough of its events
    were, so what is heard later of the same window does not make it new; another week, when the last was.
    """
    width = weekly.counts.shape[1]
    late = delay(weekly, counted)
    ripe = int(weeks.week_of(micros_of(until) - late)) - weekly.first
    found = surge.judged(weekly, novelty.judged(weekly, options), options, options, ripe)
    found = held_back(found, weekly, ripe) if late else found
    looked = (weekly.exposure > 0) | ~np.isnan(weekly.counts)
    running = int(weeks.week_of(micros_of(until))) - weekly.first
    begun = np.maximum.accumulate(looked, axis=1) & (looked | (np.arange(width) < running))
    series, column = np.nonzero(begun)
    week = column + weekly.first
    enough = found.enough[series, column]
    length = np.where(np.isnan(enough), 1, found.window_weeks[series, column]).astype(np.int64)
    because, known, source = _rests_on(weekly, counted, (series, week), enough, length)
    start = weeks.week_start(week)
    ids = pa.array([stable_id("indicator", name) for name in weekly.names], pa.string())
    monday = pc.strftime(arrays.times(weeks.week_start(np.arange(width) + weekly.first)), "%Y%m%d")
    total = len(series)
    table = {
        "indicator": pc.binary_join_element_wise(ids.take(series), monday.take(column), "-"),
        "series": pa.array(weekly.names, pa.string()).take(series),
        "start": arrays.times(start),
        "end": arrays.times(start + weeks.WEEK_US),
        "value": arrays.reals(weekly.counts[series, column]),
        "exposure": arrays.reals(weekly.exposure[series, column]),
        "expected": arrays.reals(found.expected[series, column]),
        "low": arrays.reals(found.low[series, column]),
        "high": arrays.reals(found.high[series, column]),
        "window": arrays.reals(found.window[series, column]),
        "window_weeks": arrays.reals(found.window_weeks[series, column]),
        "surprise": arrays.reals(found.surprise[series, column]),
        "alarm": pa.array(found.alarm[series, column]),
        "known": known,
        "rule": pa.repeat(rule, total),
        "detector": pa.array(DETECTORS, pa.string()).take(pa.array(found.detector[series, column])),
        "source": source,
        "because": because,
    }
    return fields.conform(pa.table(table), "indicators")


def held_back(found: Judged, weekly: Weekly, ripe: int) -> Judged:
    """The judgement without alarms of bins from the column ``ripe`` on, save in series that are only told.

    What they count may still grow by what arrives late, and so may how much was listened. Where nothing
    arrives late, near-empty series alarm as soon as enough is counted.
    """
    young = (np.arange(weekly.counts.shape[1]) >= ripe)[None, :] & ~weekly.told[:, None]
    enough = np.where(young, np.nan, found.enough)
    return replace(found, alarm=found.alarm & ~young, enough=enough)


def delay(weekly: Weekly, counted: Counted) -> int:
    """By how many microseconds nine of ten events of the last two years were known after their week was over.

    A bin is ripe when it is over and this time has passed. Series that are only told have no part in it: a
    report that comes late is what they are made of, and waiting for the rest would lose the warning.
    """
    recent = counted.week >= (int(counted.week.max(initial=0)) - 104)
    mine = recent & ~weekly.told[counted.series] & counted.adds
    if not mine.any():
        return 0
    late = counted.known[mine] - weeks.week_start(counted.week[mine] + 1)
    return int(max(0, np.quantile(late, LATE_SHARE)))


def _rests_on(
    weekly: Weekly, counted: Counted, where: tuple[Ints, Ints], enough: Floats, length: Ints
) -> tuple[pa.Array, pa.Array, pa.Array]:
    """For each row the ids of its events, when they, or ``enough`` of them, were known, and a source."""
    series, week = where
    span = int(max(week.max(initial=0), counted.week.max(initial=0))) + 2
    sorting = pa.table({"place": counted.series * span + counted.week, "event": counted.events["event"]})
    order = arrays.ints(pc.sort_indices(sorting, [("place", "ascending"), ("event", "ascending")]))
    place, events = (counted.series * span + counted.week)[order], counted.events.take(pa.array(order))
    low = np.searchsorted(place, series * span + np.maximum(week - length + 1, 0))
    size = np.searchsorted(place, series * span + week + 1) - low
    row, member = expanded(size)
    taken = low[row] + member
    offsets = np.concatenate([[0], np.cumsum(size)])
    ids = _plain(events["event"]).take(pa.array(taken))
    some = np.flatnonzero(size)
    micros = np.zeros(len(series), dtype=np.int64)
    names, rank = _ranked([*pc.unique(events["source"]).to_pylist(), *weekly.sources])
    top = np.asarray([rank[source] for source in weekly.sources], dtype=np.int64)[series]
    if len(some):
        known, adds = counted.known[order][taken], _adding(weekly, counted)[order][taken]
        of_event = arrays.ints(pc.index_in(events["source"], names))
        micros[some] = np.maximum.reduceat(known, offsets[some])
        top[some] = np.maximum(top[some], np.maximum.reduceat(of_event[taken], offsets[some]))
        for one in np.flatnonzero(~np.isnan(enough)):
            its = slice(offsets[one], offsets[one + 1])
            micros[one] = np.sort(known[its][adds[its]])[int(enough[one]) - 1]
    because = pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), ids)
    return because, arrays.times(micros, size == 0), names.take(pa.array(top))


def _adding(weekly: Weekly, counted: Counted) -> Flags:
    """True for the events that add to the count of a week that was observed."""
    column = counted.week - weekly.first
    inside = (column >= 0) & (column < weekly.counts.shape[1])
    column = np.where(inside, column, 0)
    return np.asarray(counted.adds & inside & ~np.isnan(weekly.counts[counted.series, column]))


def _ranked(sources: list[str | None]) -> tuple[pa.Array, dict[str | None, int]]:
    """The sources in order, made-up ones last, so that the highest of some is a made-up one if any is."""
    names = sorted(
        {None, *sources}, key=lambda s: (s is not None, (s or "").startswith("synthetic:"), s or "")
    )
    return pa.array(names, pa.string()), {name: place for place, name in enumerate(names)}


def _plain(column: pa.ChunkedArray) -> pa.Array:
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)

"""Novelty: more than a quiet past leads one to expect, judged week by week for many series at once.

A series is a row of weekly counts beside its exposure: how much was looked or listened. A week that was not
observed is missing, not zero, and neither counts nor is judged.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette import fields
from vedette.indicators.record import micros_of
from vedette.kernels import arrays, surprise, weeks
from vedette.kernels.ids import stable_id
from vedette.kernels.runs import expanded

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Novelty:
    """When a count is called new.

    Windows, ``alpha`` and the prior stand as they were measured: after 104 quiet weeks the second of five
    voyages in nine weeks is found every time, the median a week after the first; one call alone in four weeks
    (p = 0.019) is not enough. With 26 quiet weeks 85 % are found. ``fdr`` bounds, over the series judged in
    the same week, the share of alarms that are chance (Benjamini and Hochberg 1995).
    """

    window_weeks: int = 4
    history_weeks: int = 104
    min_history: int = 26
    alpha: float = 0.005
    fdr: float = 0.10
    prior_shape: float = surprise.SHAPE
    prior_rate: float = surprise.RATE
    min_exposure: float = 0.5


@dataclass(frozen=True)
class Weekly:
    """Some series over the same weeks, one a row: NaN counts where a week was not observed.

    With ``told`` a series is only heard of when somebody reports it: a week without report may have been
    looked at in vain, so the window that is judged counts as looked at whole, which makes a count in it
    less surprising, never more.
    """

    names: tuple[str, ...]
    first: int
    counts: Floats
    exposure: Floats
    told: Flags
    sources: tuple[str | None, ...]


@dataclass(frozen=True)
class Counted:
    """The events of the series: the series and week of each, when it was known, whether it adds to the count.

    One that does not add is counted with another, which may be the same thing seen twice.
    """

    series: Ints
    week: Ints
    events: pa.Table
    known: Ints
    adds: Flags


@dataclass(frozen=True)
class Judged:
    """What was to be expected of each week of each series, and how surprising its window is.

    ``enough`` is the smallest count that would have been as surprising as an alarm asks.
    """

    expected: Floats
    low: Floats
    high: Floats
    window: Floats
    surprise: Floats
    alarm: Flags
    enough: Floats


def judged(weekly: Weekly, options: Novelty) -> Judged:
    """Judge every observed week against up to ``history_weeks`` observed weeks before its window."""
    observed = ~np.isnan(weekly.counts)
    exposure = np.where(observed, weekly.exposure, 0.0)
    count_sums, exposure_sums = _sums(np.where(observed, weekly.counts, 0.0)), _sums(exposure)
    n, width = observed.shape
    end = np.arange(1, width + 1)
    start = np.maximum(end - options.window_weeks, 0)
    rank = _sums(observed.astype(np.float64)).astype(np.int64)
    before = rank[:, start]
    oldest = np.maximum(before - options.history_weeks, 0)
    column = np.zeros((n, width + 1), dtype=np.int64)  # the column after the k-th observed week
    rows, columns = np.nonzero(observed)
    column[rows, rank[rows, columns + 1]] = columns + 1

    def between(sums: Floats) -> Floats:
        upper, lower = (np.take_along_axis(column, edge, axis=1) for edge in (before, oldest))
        return np.take_along_axis(sums, upper, axis=1) - np.take_along_axis(sums, lower, axis=1)

    seen, over = between(count_sums), between(exposure_sums)
    window = count_sums[:, end] - count_sums[:, start]
    ahead = exposure_sums[:, end] - exposure_sums[:, start]
    ahead = np.where(weekly.told[:, None], np.maximum(ahead, options.window_weeks), ahead)
    tested = observed & (before - oldest >= options.min_history)
    p = np.where(tested, 1.0, np.nan)
    some = tested & (window > 0)
    prior = {"shape": options.prior_shape, "rate": options.prior_rate}
    p[some] = surprise.tail(window[some], seen[some], over[some], ahead[some], **prior)
    alarm = (p < options.alpha) & (window > 0)
    if alarm.any():
        alarm &= surprise.benjamini_hochberg(p, options.fdr)
    low, high, expected, enough = (np.full(p.shape, np.nan) for _ in range(4))
    given = seen[tested], over[tested], exposure[tested]
    expected[tested] = surprise.predicted(*given, **prior)
    low[tested] = surprise.quantile(0.1, *given, **prior)
    high[tested] = surprise.quantile(0.9, *given, **prior)
    for count in range(int(window[alarm].max(initial=0)), 0, -1):
        still = surprise.tail(count, seen[alarm], over[alarm], ahead[alarm], **prior) < options.alpha
        enough[alarm] = np.where(still & (count <= window[alarm]), count, enough[alarm])
    return Judged(expected, low, high, np.where(observed, window, np.nan), p, alarm, enough)


def rows(weekly: Weekly, counted: Counted, options: Novelty, until: datetime, rule: str) -> pa.Table:
    """The indicators: a row for each week of a series, from the first in which it was looked at.

    The week that still runs at ``until`` has a row when something is already known of it. An alarm rests on
    the events of its whole window, another week on its own. An alarm was known when enough of its events
    were, so what is heard later of the same window does not make it new; another week, when the last was.
    """
    found = judged(weekly, options)
    width = weekly.counts.shape[1]
    looked = (weekly.exposure > 0) | ~np.isnan(weekly.counts)
    running = int(weeks.week_of(micros_of(until))) - weekly.first
    begun = np.maximum.accumulate(looked, axis=1) & (looked | (np.arange(width) < running))
    series, column = np.nonzero(begun)
    week = column + weekly.first
    because, known, source = _rests_on(weekly, counted, (series, week), found.enough[series, column], options)
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
        "window_weeks": pa.repeat(float(options.window_weeks), total),
        "surprise": arrays.reals(found.surprise[series, column]),
        "alarm": pa.array(found.alarm[series, column]),
        "known": known,
        "rule": pa.repeat(rule, total),
        "source": source,
        "because": because,
    }
    return fields.conform(pa.table(table), "indicators")


def _sums(values: Floats) -> Floats:
    """Running sums along each row, with a zero before the first."""
    return np.concatenate([np.zeros((len(values), 1)), np.cumsum(values, axis=1)], axis=1)


def _rests_on(
    weekly: Weekly, counted: Counted, where: tuple[Ints, Ints], enough: Floats, options: Novelty
) -> tuple[pa.Array, pa.Array, pa.Array]:
    """For each row the ids of its events, when they, or ``enough`` of them, were known, and a source."""
    series, week = where
    span = int(max(week.max(initial=0), counted.week.max(initial=0))) + 2
    sorting = pa.table({"place": counted.series * span + counted.week, "event": counted.events["event"]})
    order = arrays.ints(pc.sort_indices(sorting, [("place", "ascending"), ("event", "ascending")]))
    place, events = (counted.series * span + counted.week)[order], counted.events.take(pa.array(order))
    length = np.where(np.isnan(enough), 1, options.window_weeks)
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

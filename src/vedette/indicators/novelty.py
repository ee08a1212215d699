"""Novelty: more than a quiet past leads one to expect, judged week by week for many series at once.

A series is a row of weekly counts beside its exposure: how much was looked or listened. A week that was not
observed is missing, not zero, and neither counts nor is judged.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from vedette.kernels import surprise

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
DETECTORS = ("novelty", "surge", "drift")


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

    ``enough`` is the smallest count that would have been as surprising as an alarm asks; ``detector`` is the
    place of the one that judged in DETECTORS.
    """

    expected: Floats
    low: Floats
    high: Floats
    window: Floats
    window_weeks: Floats
    surprise: Floats
    alarm: Flags
    enough: Floats
    detector: Ints


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
    seen_window, length = np.where(observed, window, np.nan), np.full(p.shape, float(options.window_weeks))
    by = np.zeros(p.shape, dtype=np.int64)
    return Judged(expected, low, high, seen_window, length, p, alarm, enough, by)


def _sums(values: Floats) -> Floats:
    """Running sums along each row, with a zero before the first."""
    return np.concatenate([np.zeros((len(values), 1)), np.cumsum(values, axis=1)], axis=1)

"""Surge and drift: more than the trend and season of a busy past lead one to expect, at once or bit by bit.

Where a series counts often enough, its own past says how much it varies, and the exact law of near-empty
series (``novelty``) is not needed. A surge is one week far above the prediction; a drift is many weeks a
little above it.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vedette.indicators.novelty import Judged, Novelty, Weekly
from vedette.kernels import expecting, surprise

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
WAVES_PULL = (1e-6, 4.0, 1.0, 1.0, 1.0, 1.0)


@dataclass(frozen=True)
class Surge:
    """How the past is fitted and what an alarm is; all measured by ``make verify-detectors``.

    A week is predicted from the ``surge_weeks`` that end ``apart_weeks`` before it, so that what grows
    slowly is not its own past, by a regression whose weeks above ``cut`` standard errors weigh less
    (Farrington and others 1996; Noufaily and others 2013, who take 2.58: with 1.9 more is
    found for no more alarms). Only series with ``least_weeks`` observed and ``least_count`` counted in them
    are judged so: a year's counts are what a yearly wave needs. ``surge_alpha``: chance of as many in
    the week. ``drift_slack`` and ``drift_limit`` are of a CUSUM, in standard deviations, that begins anew
    after an alarm (Hawkins and Olwell 1998). The textbook limit of 5 alarmed five times too often, since
    all weeks share the error of one fitted past; 7 alarms once in some twenty series-years.
    """

    surge_weeks: int = 312
    apart_weeks: int = 8
    least_weeks: int = 104
    least_count: int = 52
    cut: float = 1.9
    surge_alpha: float = 0.005
    drift_slack: float = 0.5
    drift_limit: float = 7.0


@dataclass(frozen=True)
class Predicted:
    """Mean, variance and the chance of at least the count of each week that could be predicted; else NaN."""

    mean: Floats
    variance: Floats
    p: Floats
    middle: Floats


def predicted(counts: Floats, exposure: Floats, wanted: Flags, options: Surge = Surge()) -> Predicted:
    """Predict the wanted weeks of some series from the weeks before them, and hold the counts against that.

    ``counts``: series by weeks, NaN where not observed; ``exposure``: how much was observed, 1 = usual.
    ``middle`` counts half of the chance of the very count, so that it is even over 0 to 1 for small counts
    too.
    """
    mean, variance, _ = expecting.expectations(
        counts,
        exposure,
        wanted,
        expecting.waves(counts.shape[1]),
        np.asarray(WAVES_PULL),
        options.surge_weeks,
        options.apart_weeks,
        options.least_weeks,
        options.cut,
    )
    p, above = (np.full(counts.shape, np.nan) for _ in range(2))
    done = ~np.isnan(mean) & ~np.isnan(counts)
    y = counts[done]
    p[done] = surprise.spread_tail(y, mean[done], variance[done])
    above[done] = surprise.spread_tail(y + 1, mean[done], variance[done])
    return Predicted(mean, variance, p, (p + above) / 2)


def judged(weekly: Weekly, found: Judged, options: Novelty, surge: Surge, ripe: int) -> Judged:
    """The judgement of near-empty series, and in its place that of surges and drifts where a series is busy.

    Weeks from the column ``ripe`` on may still grow by what arrives late, and do not alarm. A series that
    is only heard of when somebody reports it is never busy: its weeks without report are not counts of
    nothing. The surprises of one week are judged together, whatever judged them (Benjamini and Hochberg
    1995).
    """
    busy = _busy(weekly, surge)
    if not busy.any():
        return found
    made = predicted(weekly.counts, np.maximum(weekly.exposure, 0.0), busy, surge)
    taken = ~np.isnan(made.p)
    p = np.where(taken, made.p, found.surprise)
    limit = np.where(taken, surge.surge_alpha, options.alpha)
    over = (p < limit) & surprise.benjamini_hochberg(p, options.fdr)
    since, drifts = drifting(made, weekly.counts, surge)
    alarm = np.where(taken, over & (weekly.counts > 0), found.alarm & over)
    drifts &= taken & ~alarm
    late = np.arange(weekly.counts.shape[1]) >= ripe
    alarm, drifts = alarm & ~(taken & late), drifts & ~late
    window = np.where(taken, weekly.counts, found.window)
    weeks = np.where(taken, 1, found.window_weeks)
    window, weeks, p = _of_drifts(drifts, since, made, weekly.counts, (window, weeks, p))
    inside = made.mean[taken], made.variance[taken]
    low, high, expected = found.low.copy(), found.high.copy(), found.expected.copy()
    low[taken], high[taken] = (surprise.spread_quantile(level, *inside) for level in (0.1, 0.9))
    expected[taken] = made.mean[taken]
    detector = np.where(taken, np.where(drifts, 2, 1), 0)
    both = alarm | drifts
    enough = np.where(taken, np.where(both, window, np.nan), np.where(both, found.enough, np.nan))
    return replace(
        found,
        expected=expected,
        low=low,
        high=high,
        window=window,
        window_weeks=weeks,
        surprise=p,
        alarm=both,
        enough=enough,
        detector=detector,
    )


def drifting(made: Predicted, counts: Floats, options: Surge) -> tuple[NDArray[np.int64], Flags]:
    """For each week the column in which its CUSUM left nought, and whether it passed its limit there.

    A week that was not predicted leaves the sum as it is.
    """
    rows, weeks = counts.shape
    total, since = np.zeros(rows), np.zeros(rows, dtype=np.int64)
    starts, alarm = np.zeros((rows, weeks), dtype=np.int64), np.zeros((rows, weeks), dtype=np.bool_)
    above = surprise.standing(made.middle)
    for week in range(weeks):
        here = ~np.isnan(above[:, week])
        step = np.where(here, above[:, week] - options.drift_slack, 0.0)
        since = np.where(here & (total <= 0), week, since)
        total = np.maximum(total + step, 0.0)
        starts[:, week], alarm[:, week] = since, here & (total > options.drift_limit)
        total = np.where(alarm[:, week], 0.0, total)
    return starts, alarm


def _of_drifts(
    drifts: Flags,
    since: NDArray[np.int64],
    made: Predicted,
    counts: Floats,
    given: tuple[Floats, Floats, Floats],
) -> tuple[Floats, Floats, Floats]:
    """Window, its weeks and surprise, with those of a drift being of the weeks since it began."""
    window, weeks, p = given
    for row, week in np.argwhere(drifts):
        run = slice(since[row, week], week + 1)
        seen = ~np.isnan(made.p[row, run])
        window[row, week], weeks[row, week] = counts[row, run][seen].sum(), week + 1 - since[row, week]
        mean, variance = made.mean[row, run][seen].sum(), made.variance[row, run][seen].sum()
        p[row, week] = surprise.spread_tail(window[row, week], mean, variance)
    return window, weeks, p


def _busy(weekly: Weekly, options: Surge) -> Flags:
    """The weeks of a series whose past, apart from the last weeks, is full enough for a regression."""
    observed = ~np.isnan(weekly.counts)
    some = observed.cumsum(axis=1)
    total = np.where(observed, weekly.counts, 0.0).cumsum(axis=1)

    def past(sums: Floats) -> Floats:
        padded = np.concatenate([np.zeros((len(sums), options.apart_weeks + 1)), sums], axis=1)
        upto = padded[:, : sums.shape[1]]
        older = np.concatenate([np.zeros((len(sums), options.surge_weeks)), upto], axis=1)
        return np.asarray(upto - older[:, : sums.shape[1]])

    enough = (past(some) >= options.least_weeks) & (past(total) >= options.least_count)
    return np.asarray(enough & observed & ~weekly.told[:, None])

"""Surges and drifts on series with known truth; the full measurement is benchmarks/warning_detectors.py."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from tests.indicators.worlds import DAY, counts, heard, seen, week
from vedette import fields
from vedette.indicators import novelty, series, surge
from vedette.synthetic import counts as worlds

JUDGED = worlds.JUDGED


def alarms(tally: np.ndarray, judged: int = JUDGED, **more: object) -> np.ndarray:
    wanted = np.zeros(tally.shape, dtype=bool)
    wanted[:, -judged:] = True
    options = surge.Surge(surge_alpha=0.01, **more)
    return surge.predicted(tally, np.ones_like(tally), wanted, options).p[:, -judged:] < options.surge_alpha


def test_few_weeks_alarm_where_nothing_happens_in_any_of_the_scenarios():
    made = worlds.made(10, seed=1)
    false = alarms(made.counts)
    share = [false[made.scenario == one].mean() for one in range(42)]

    assert 0.006 <= np.mean(share) <= 0.014
    assert max(share) <= 0.035  # 10 series of each; the benchmark has 100, and .03


def test_old_outbreaks_do_not_hide_new_ones():
    made = worlds.made(10, seed=2, old=(2, 3, 5, 10), new=True)
    found, ours = alarms(made.counts), made.injected[:, -JUDGED:] > 0
    hit = (found & ours).any(axis=1)

    assert (found & ~ours).sum() / (
        ~ours
    ).sum() <= 0.012  # a tenth of the series of the benchmark, which holds .010
    assert hit.mean() >= 0.50
    assert hit[made.size >= 7].mean() >= 0.78


def test_a_season_that_comes_each_year_is_no_surge():
    weeks = np.arange(312)
    rng = np.random.default_rng(1)
    tally = rng.poisson(20 + 12 * np.sin(2 * np.pi * weeks / 52.18), (40, 312)).astype(float)

    assert alarms(tally, 104).mean() < 0.02


def test_half_the_exposure_is_half_the_expectation():
    tally = np.random.default_rng(2).poisson(20.0, (1, 200)).astype(float)
    half = np.ones_like(tally)
    half[:, -1] = 0.5
    wanted = np.zeros(tally.shape, dtype=bool)
    wanted[:, -1] = True
    whole = surge.predicted(tally, np.ones_like(tally), wanted).mean[0, -1]

    assert surge.predicted(tally, half, wanted).mean[0, -1] == pytest.approx(whole / 2)


def test_weeks_not_observed_are_no_counts_of_nothing():
    tally = np.random.default_rng(3).poisson(20.0, (1, 260)).astype(float)
    holes = tally.copy()
    holes[0, 50:240:3] = np.nan
    wanted = np.zeros(tally.shape, dtype=bool)
    wanted[:, -1] = True

    assert surge.predicted(holes, np.ones_like(tally), wanted).mean[0, -1] == pytest.approx(20, rel=0.15)


def weekly(tally: np.ndarray, *, told: bool = False) -> novelty.Weekly:
    rows = len(tally)
    return novelty.Weekly(
        tuple(map(str, range(rows))), 0, tally, np.ones_like(tally), np.full(rows, told), (None,) * rows
    )


def judged(tally: np.ndarray, *, told: bool = False, ripe: int = 10_000) -> novelty.Judged:
    given, options = weekly(tally, told=told), series.Series()
    return surge.judged(given, novelty.judged(given, options), options, options, ripe)


def test_a_slow_growth_is_a_drift_where_no_week_alone_is_a_surge():
    rng = np.random.default_rng(4)
    tally = rng.poisson(10.0, (20, 340)).astype(float)
    tally[:, 300:] = rng.poisson(14.0, (20, 40))
    found = judged(tally)
    drifts = found.alarm & (found.detector == novelty.DETECTORS.index("drift"))

    assert drifts[:, 300:].any(axis=1).mean() >= 0.8
    assert drifts[:, 150:300].any(axis=1).mean() <= 0.3
    row, at = np.argwhere(drifts[:, 300:])[0]
    assert found.window_weeks[row, 300 + at] > 1


def test_the_sum_of_a_drift_begins_anew_after_its_alarm():
    tally = np.random.default_rng(5).poisson(10.0, (1, 330)).astype(float)
    tally[0, 300:] = 18
    made = surge.predicted(tally, np.ones_like(tally), np.ones(tally.shape, dtype=bool))
    since, alarm = surge.drifting(made, tally, surge.Surge())
    first, second = np.flatnonzero(alarm[0, 300:])[:2] + 300

    assert since[0, first] <= 301
    assert since[0, second] == first + 1


def test_a_series_of_few_counts_stays_with_novelty_and_so_does_one_that_is_only_told():
    rare = np.zeros((1, 300))
    rare[0, ::40] = 1
    busy = np.random.default_rng(6).poisson(10.0, (1, 300)).astype(float)

    assert set(judged(rare).detector[0]) == {0}
    assert set(judged(busy, told=True).detector[0]) == {0}
    assert judged(busy).detector[0, -1] == novelty.DETECTORS.index("surge")


def test_a_week_that_may_still_grow_does_not_alarm():
    tally = np.random.default_rng(7).poisson(10.0, (1, 300)).astype(float)
    tally[0, -1] = 40

    assert judged(tally).alarm[0, -1]
    assert not judged(tally, ripe=299).alarm[0, -1]


def test_a_busy_port_that_gets_busier_is_found_in_the_step_with_what_it_rests_on():
    rng = np.random.default_rng(8)
    calls = [
        seen(week(n, day), ship=f"mmsi:{n}{k}", event=f"c{n}-{k}")
        for n in range(200)
        for k, day in enumerate(rng.uniform(0, 6.9, rng.poisson(6.0) if n < 199 else 24))
    ]
    until = week(200) + 1 * DAY
    rows = counts(calls, exposures=heard(range(201)), until=until)["calls/seen/alpha"]
    last = next(row for row in rows if row["start"] == week(199))

    assert last["alarm"]
    assert last["detector"] == "surge"
    assert last["window_weeks"] == 1
    assert len(last["because"]) == last["value"] == 24
    assert sum(row["alarm"] for row in rows if row["start"] < week(190)) <= 2


def test_late_knowledge_holds_back_the_bins_it_may_still_fill():
    given = weekly(np.ones((1, 10)))
    at = np.arange(10, dtype=np.int64)
    base = int(series.weeks.week_start(1).item())
    events = fields.from_rows([{"event": str(n)} for n in range(10)], "events")
    known = base + at * series.weeks.WEEK_US + int(timedelta(days=3) / timedelta(microseconds=1))
    counted = novelty.Counted(np.zeros(10, np.int64), at, events, known, np.ones(10, bool))

    assert series.delay(given, counted) == 3 * 86_400_000_000
    assert isinstance(events, pa.Table)
    assert datetime(2021, 8, 2) == week(0)


def of_calls(late_days: float, until: datetime, *, told: bool) -> list[dict]:
    """A call in each of the last two weeks after 104 quiet ones, all known so many days after their week."""
    at = np.asarray([*range(4, 100, 4), 104, 105], dtype=np.int64)
    counts = np.zeros((1, 108))
    counts[0, [104, 105]] = 1
    base = novelty.Weekly(("calls/seen/alpha",), 2692, counts, np.ones((1, 108)), np.asarray([told]), (None,))
    at, end = at + 2692, series.weeks.week_start(at + 2693)
    known = end + int(timedelta(days=late_days) / timedelta(microseconds=1))
    events = fields.from_rows([{"event": f"e{n}", "source": "ais"} for n in range(len(at))], "events")
    adds = np.asarray([False] * (len(at) - 2) + [True] * 2)
    counted = novelty.Counted(np.zeros(len(at), np.int64), at, events, known, adds)
    return series.rows(base, counted, series.Series(), until, "x").to_pylist()


def test_a_near_empty_series_waits_too_while_more_may_arrive():
    second = datetime.fromtimestamp(int(series.weeks.week_start(2692 + 106)) / 1e6, UTC).replace(tzinfo=None)
    early, ripe = (of_calls(10, second + timedelta(days=d), told=False) for d in (9, 18))

    assert not any(row["alarm"] for row in early)
    assert [row["window"] for row in ripe if row["alarm"]][:1] == [2]


def test_a_series_that_is_only_told_does_not_wait_and_one_without_delay_neither():
    second = datetime.fromtimestamp(int(series.weeks.week_start(2692 + 106)) / 1e6, UTC).replace(tzinfo=None)

    assert any(row["alarm"] for row in of_calls(10, second + timedelta(days=1), told=True))
    assert any(row["alarm"] for row in of_calls(0, second + timedelta(days=1), told=False))

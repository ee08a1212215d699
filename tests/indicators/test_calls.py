"""Weekly calls: what counts, what is missing, what is surprising, and what is known when."""

import numpy as np
import pytest

from tests.indicators.worlds import DAY, counted, counts, heard, looked, seen, sighted, week

QUIET = counted(week(0), week(104) - DAY, 0)


def of(rows, number):
    return next(row for row in rows if row["start"] == week(number))


def alarms(rows):
    return [row["start"] for row in rows if row["alarm"]]


@pytest.mark.redflag("RF11", "RF29", "RF49")
def test_the_second_call_after_104_quiet_weeks_alarms_and_the_first_does_not():
    events = [sighted(week(108, 2)), sighted(week(109, 3))]
    rows = counts(events, [QUIET], until=week(110))["calls/sighted/alpha"]

    assert alarms(rows) == [week(109)]
    row = of(rows, 109)
    assert row["window"] == 2
    assert row["surprise"] == pytest.approx(0.00052, abs=1e-5)
    assert row["because"] == [events[0]["event"], events[1]["event"]]
    assert row["known"] == week(109, 3)
    assert of(rows, 108)["surprise"] == pytest.approx(0.0187, abs=1e-4)


def test_a_lone_call_long_after_the_last_look_is_not_made_new_by_nobody_having_looked_between():
    rows = counts([sighted(week(112, 2))], [QUIET], until=week(113))["calls/sighted/alpha"]

    assert of(rows, 112)["surprise"] == pytest.approx(0.0187, abs=1e-4)
    assert not alarms(rows)


def test_a_week_nobody_looked_at_is_missing_and_not_zero():
    rows = counts([sighted(week(8, 2))], [counted(week(0), week(4) - DAY, 0)], until=week(10))[
        "calls/sighted/alpha"
    ]

    assert [row["value"] for row in rows] == [0, 0, 0, 0, None, None, None, None, 1, None]
    assert [row["exposure"] for row in rows] == [1, 1, 1, 1, 0, 0, 0, 0, 1, 0]


def test_a_published_total_shows_that_somebody_looked_but_not_how_many_came_in_which_week():
    rows = counts([sighted(week(1, 2))], [counted(week(0), week(3) - DAY, 5)], until=week(3))[
        "calls/sighted/alpha"
    ]

    assert [row["value"] for row in rows] == [None, 1, None]
    assert [row["exposure"] for row in rows] == [1, 1, 1]


def test_a_negative_look_makes_its_week_an_observed_zero_and_so_does_cargo_without_a_ship():
    sightings = [looked(week(0, 1), negative=True), looked(week(1, 1), subject="cargo")]

    assert [row["value"] for row in counts([], sightings, until=week(2))["calls/sighted/alpha"]] == [0, 0]


def test_a_train_seen_at_a_place_is_no_look_at_its_quay():
    assert counts([], [looked(week(0, 1), subject="rail")], until=week(2)) == {}


def test_a_call_sighted_over_more_than_a_month_counts_only_as_a_look():
    events = [sighted(week(0), end=week(6), known=week(6))]
    rows = counts(events, [looked(week(0), week(6))], until=week(8))["calls/sighted/alpha"]

    assert [row["value"] for row in rows] == [None] * 8
    assert [row["exposure"] for row in rows] == [1] * 6 + [0, 0]


def test_sightings_that_may_be_one_call_count_once():
    at = week(1, 2)
    events = [
        sighted(at),
        sighted(at, ship="name:a"),
        sighted(at, ship="name:b"),
        sighted(week(1), end=week(1, 4)),
    ]
    rows = counts(events, [], until=week(2))["calls/sighted/alpha"]

    assert rows[0]["value"] == 2
    assert len(rows[0]["because"]) == 4


def test_a_week_in_which_too_little_was_heard_is_missing():
    exposures = heard(range(4)) + heard(range(4, 5), 49) + heard(range(5, 6), 50)
    rows = counts([seen(week(n, 1)) for n in range(6)], [], exposures, until=week(6))["calls/seen/alpha"]

    assert [row["value"] for row in rows] == [1, 1, 1, 1, None, 1]
    assert rows[4]["exposure"] == pytest.approx(0.49)


def test_a_busy_place_shows_its_band_and_twice_as_many_calls_are_no_surprise_when_twice_as_much_was_heard():
    events = [seen(week(n, d / 10), ship=f"mmsi:{d}") for n in range(60) for d in range(5)]
    more = [seen(week(60, d / 10), ship=f"mmsi:{d}") for d in range(10)]
    rows = counts(events + more, [], heard(range(60)) + heard(range(60, 61), 200), until=week(61))[
        "calls/seen/alpha"
    ]

    last = of(rows, 60)
    assert last["expected"] == pytest.approx(10, abs=0.2)
    assert last["low"] < 10 < last["high"]
    assert not last["alarm"]


def test_with_less_than_half_a_year_of_looking_nothing_is_expected_and_nothing_alarms():
    quiet = counted(week(0), week(25) - DAY, 0)
    events = [sighted(week(27, 1), ship=f"name:{n}") for n in range(9)]
    rows = counts(events, [quiet], until=week(28))["calls/sighted/alpha"]

    assert {row["surprise"] for row in rows} == {None}
    assert {row["expected"] for row in rows} == {None}


@pytest.mark.redflag("RF11", "RF31", "RF34")
def test_a_leg_is_one_ship_at_both_ends_in_time_and_counts_when_it_arrives():
    corridors = (("way", ("alpha",), ("beta",)),)
    events = [
        sighted(week(1, 5), "alpha", "imo:1"),
        seen(week(2, 1), "beta", "imo:1"),
        sighted(week(3), "alpha", "imo:2"),
        sighted(week(6, 1), "beta", "imo:2"),
        sighted(week(3), "alpha", None),
        sighted(week(3, 2), "beta", None),
    ]
    series = counts(
        events,
        [counted(week(0), week(8) - DAY, 0, p) for p in ("alpha", "beta")],
        heard(range(8), place="beta"),
        until=week(8),
        watched=("alpha",),
        corridors=corridors,
    )

    rows = series["legs/way/alpha>beta"]
    assert [row["value"] for row in rows] == [0, 0, 1, 0, 0, 0, 0, 0]
    assert sorted(of(rows, 2)["because"]) == sorted([events[0]["event"], events[1]["event"]])
    assert "legs/way/beta>alpha" not in series


def test_on_the_observed_clock_each_week_of_a_count_is_known_when_it_is_over():
    later = counted(week(0), week(104) - DAY, 0, published=week(110))

    assert len(counts([], [later], until=week(10))["calls/sighted/alpha"]) == 10
    assert counts([], [later], until=week(109), clock="published") == {}
    assert len(counts([], [later], until=week(110), clock="published")["calls/sighted/alpha"]) == 110


def test_the_week_that_still_runs_has_a_row_when_something_is_known_of_it():
    rows = counts([sighted(week(1, 1))], [], until=week(1, 2))["calls/sighted/alpha"]

    assert [(row["start"], row["end"], row["value"]) for row in rows] == [(week(1), week(2), 1)]


def test_what_became_known_later_is_not_used():
    events = [sighted(week(105, 2)), sighted(week(106, 3), known=week(110))]

    assert not alarms(counts(events, [QUIET], until=week(107))["calls/sighted/alpha"])


def test_an_alarm_is_known_once_enough_is_known_and_later_news_of_its_window_does_not_renew_it():
    events = [sighted(week(108, 2)), sighted(week(109, 3)), sighted(week(109, 5), known=week(130))]
    row = of(counts(events, [QUIET], until=week(131))["calls/sighted/alpha"], 109)

    assert row["window"] == 3
    assert row["known"] == week(109, 3)


def test_a_leg_is_known_when_both_its_calls_are():
    events = [seen(week(60), "alpha", known=week(63)), seen(week(60, 4), "beta")]
    rows = counts(
        events,
        [],
        heard(range(64)) + heard(range(64), place="beta"),
        until=week(64),
        corridors=(("way", ("alpha",), ("beta",)),),
        alpha=0.5,
    )["legs/way/alpha>beta"]

    assert of(rows, 60)["alarm"]
    assert of(rows, 60)["known"] == week(63)


def test_a_row_that_rests_on_anything_made_up_says_so():
    events = [sighted(week(105, 2), source="synthetic:x"), sighted(week(106, 3))]
    rows = counts(events, [QUIET], until=week(107))["calls/sighted/alpha"]

    assert of(rows, 106)["source"] == "synthetic:x"
    heard_of = counts([], [], heard(range(3), source="synthetic:ais"), until=week(3))["calls/seen/alpha"]
    assert {row["source"] for row in heard_of} == {"synthetic:ais"}


def test_shuffled_rows_give_the_same_answer():
    rng = np.random.default_rng(3)
    events = [sighted(week(n, 1), p, f"name:{n}") for n in range(60) for p in ("alpha", "beta") if n % 5]
    sightings = [QUIET, *(looked(week(n, 1), place="beta", negative=True) for n in range(70))]
    one = counts(events, sightings, until=week(80), watched=("alpha", "beta"))
    rng.shuffle(events)
    rng.shuffle(sightings)

    assert counts(events, sightings, until=week(80), watched=("alpha", "beta")) == one


def test_shuffling_the_quiet_weeks_changes_nothing_of_a_surprise():
    rng = np.random.default_rng(4)
    found = set()
    for _ in range(5):
        order = rng.permutation(104)
        events = [seen(week(int(n), 1), ship=f"mmsi:{n}") for n in order[:20]]
        new = [seen(week(105, 1), ship=f"mmsi:{d}") for d in range(4)]
        rows = counts(events + new, [], heard(range(108)), until=week(108))["calls/seen/alpha"]
        found.add(round(of(rows, 107)["surprise"], 9))

    assert len(found) == 1


def test_in_worlds_where_nothing_changes_alarms_are_rarer_than_alpha():
    rng = np.random.default_rng(6)
    names = tuple(f"p{n}" for n in range(200))
    rates = rng.gamma(1, 0.4, len(names))
    events = [
        seen(week(n, 1), p, f"mmsi:{k}", event=f"{p}-{n}-{k}")
        for p, rate in zip(names, rates, strict=True)
        for n in range(110)
        for k in range(rng.poisson(rate))
    ]
    exposures = [row for p in names for row in heard(range(110), place=p)]
    series = counts(events, [], exposures, until=week(110), watched=names)
    tested = [row for rows in series.values() for row in rows if row["surprise"] is not None]

    assert len(tested) > 10_000
    assert np.mean([row["surprise"] < 0.005 for row in tested]) <= 0.005
    assert np.mean([row["alarm"] for row in tested]) <= 0.0005

"""The smaller signs: what each counts, and what it leaves alone."""

import json
from datetime import timedelta

import pytest

from tests.indicators.worlds import DAY, heard, looked, places, seen, sighted, table, week
from vedette import fields
from vedette.indicators import (
    claim_clusters,
    dormant,
    draught_flow,
    first_visits,
    high_visits,
    meter,
    naval_calls,
    partners,
    possible_calls,
    rail,
)

UNTIL = week(60)


def by_series(rows) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    for row in rows.to_pylist():
        found.setdefault(row["series"], []).append(row)
    return found


def claim(number: int, at, **more) -> dict:
    row = {"claim": f"c{number}", "polarity": "asserted", "event_class": "visit", "published": at, "end": at}
    return {**row, "accepted": True, "cluster": f"k{number}", "source": "timeline", **more}


def test_a_first_call_after_two_quiet_years_wakes_a_place_and_the_second_does_not_wake_it_again():
    looks = [looked(week(0), week(130), subject="count", count=0.0, negative=True)]
    calls = [sighted(week(131, 1)), sighted(week(133, 1))]
    looks += [looked(week(131, 1)), looked(week(133, 1))]
    rows = dormant.dormant(
        table("events", calls),
        table("sightings", looks),
        places("alpha"),
        dormant.Dormant(clock="observed", watched=("alpha",)),
        until=week(135),
    )
    alarms = [row["start"] for row in by_series(rows)["dormant/calls/alpha"] if row["alarm"]]

    assert alarms == [week(131)]


def test_a_place_of_which_one_year_is_known_is_not_dormant():
    looks = [looked(week(0), week(52), subject="count", count=0.0, negative=True), looked(week(53, 1))]
    rows = dormant.dormant(
        table("events", [sighted(week(53, 1))]),
        table("sightings", looks),
        places("alpha"),
        dormant.Dormant(clock="observed", watched=("alpha",)),
        until=week(55),
    )

    assert not any(row["alarm"] for row in rows.to_pylist())


def test_visits_are_counted_once_an_origin_and_known_by_the_clock():
    said = [claim(1, week(3)), claim(2, week(3), cluster="k1"), claim(3, week(9), end=week(5))]
    said += [claim(4, week(4), accepted=None), claim(5, week(4), polarity="denied")]
    claims = table("claims", said)
    told = by_series(high_visits.high_visits(claims, until=UNTIL))["high_visits/visit"]
    done = by_series(high_visits.high_visits(claims, high_visits.HighVisits(clock="observed"), until=UNTIL))[
        "high_visits/visit"
    ]

    assert {row["start"] for row in told if row["value"]} == {week(3), week(9)}
    assert {row["start"] for row in done if row["value"]} == {week(3), week(5)}
    assert sum(row["value"] for row in told) == 2


def test_claims_of_another_class_have_a_series_of_their_own():
    claims = table("claims", [claim(1, week(3)), claim(2, week(4), event_class="statement")])

    assert set(by_series(claim_clusters.claim_clusters(claims, until=UNTIL))) == {
        "claim_clusters/visit",
        "claim_clusters/statement",
    }


def test_a_merchant_ship_at_a_naval_pier_counts_and_a_naval_one_does_not():
    pier = fields.from_rows(
        [{"place": "pier", "kind": "Naval pier", "role": "x"}, {"place": "port"}], "places"
    )
    calls = [
        seen(week(5), "pier"),
        seen(week(6), "port"),
        seen(week(7), "pier", event="n", details='{"ship_type": 35}'),
    ]
    rows = naval_calls.naval_calls(
        table("events", calls), table("exposures", heard(range(60), place="pier")), pier, until=UNTIL
    )
    found = by_series(rows)

    assert set(found) == {"naval/pier"}
    assert [row["start"] for row in found["naval/pier"] if row["value"]] == [week(5)]


def test_weeks_in_which_nobody_was_heard_are_missing():
    pier = fields.from_rows([{"place": "pier", "kind": "naval pier", "role": "x"}], "places")
    listened = [*heard(range(20), place="pier"), *heard(range(30, 60), place="pier")]
    rows = naval_calls.naval_calls(table("events", []), table("exposures", listened), pier, until=UNTIL)
    missing = [row["start"] for row in rows.to_pylist() if row["value"] is None]

    assert week(25) in missing
    assert week(10) not in missing


def test_a_ship_is_new_at_a_place_once_and_a_tie_of_two_places_too():
    calls = [
        seen(week(0), "beta", "mmsi:9"),
        seen(week(20), "beta"),
        seen(week(21), "alpha"),
        seen(week(30), "alpha"),
    ]
    calls += [seen(week(40), "beta", "mmsi:2"), seen(week(41), "alpha", "mmsi:2")]
    rows = first_visits.first_visits(
        table("events", calls),
        table("exposures", heard(range(60))),
        places("alpha"),
        first_visits.FirstVisits(watched=("alpha",)),
        until=UNTIL,
    )
    found = by_series(rows)

    assert [row["start"] for row in found["first/alpha"] if row["value"]] == [week(21), week(41)]
    assert [row["start"] for row in found["ties/alpha"] if row["value"]] == [week(21)]


def test_draught_says_which_way_cargo_went_and_nothing_when_it_is_not_said():
    told = [{"draught_before": 4.0, "draught_after": 6.5}, {"draught_before": 6.0, "draught_after": 5.8}, {}]
    calls = [seen(week(3 + n), ship=f"mmsi:{n}", details=json.dumps(one)) for n, one in enumerate(told)]
    rows = draught_flow.draught_flow(
        table("events", calls),
        table("exposures", heard(range(60))),
        places("alpha"),
        draught_flow.DraughtFlow(watched=("alpha",)),
        until=UNTIL,
    )
    found = by_series(rows)

    assert sum(row["value"] for row in found["draught/loaded/alpha"]) == 1
    assert sum(row["value"] for row in found["draught/unloaded/alpha"]) == 0


def test_possible_calls_are_summed_as_fractions_and_never_alarm():
    maybe = [
        {**seen(week(3, n), ship=f"mmsi:{n}"), "kind": "possible_call", "details": f'{{"probability": {p}}}'}
        for n, p in enumerate((0.5, 0.25))
    ]
    rows = possible_calls.possible_calls(table("events", maybe), places("alpha"), until=UNTIL).to_pylist()

    assert [(row["series"], row["value"]) for row in rows] == [("calls/possible/alpha", 0.75)]
    assert (rows[0]["low"], rows[0]["high"]) == (0.0, 2.0)
    assert not rows[0]["alarm"]


def cars(values: list[float]) -> list[dict]:
    return [
        {
            "sighting": f"r{n}",
            "place": "x",
            "subject": "rail",
            "count": v,
            "end": week(n),
            "start": week(n),
            "source": "s",
        }
        for n, v in enumerate(values)
    ]


def test_many_more_cars_than_ever_alarm_and_a_few_counts_have_no_band():
    usual = [5.0, 8, 6, 7, 9, 5, 6, 8, 7]
    rows = rail.rail(table("sightings", cars([*usual, 73])), until=UNTIL).to_pylist()
    few = rail.rail(table("sightings", cars([5, 73])), until=UNTIL).to_pylist()

    assert [row["alarm"] for row in rows] == [False] * 9 + [True]
    assert few[1]["surprise"] is None
    assert not few[1]["alarm"]


def test_the_meter_alarms_when_the_lower_bound_is_above_the_cap_and_begins_anew_each_year():
    calls = [seen(week(23 + n), "berth", f"mmsi:{n}") for n in range(4)]  # from January 2022
    rows = meter.meter(
        table("events", calls), meter.Meter((("oil", ("berth",), 10.0, 30.0, 25.0),)), until=UNTIL
    ).to_pylist()

    assert [row["low"] for row in rows] == [10, 20, 30, 40]
    assert [row["alarm"] for row in rows] == [False, False, True, True]
    assert rows[-1]["expected"] == 25
    assert len(rows[-1]["because"]) == 4


def arrivals(start: int, partner: str, many: int) -> list[dict]:
    calls = []
    for n in range(many):
        ship, at = f"mmsi:{start}{partner}{n}", week(start, n * 0.5)
        calls += [
            seen(at, partner, ship, event=f"{ship}a"),
            seen(at + 5 * DAY, "home", ship, event=f"{ship}b"),
        ]
    return calls


def test_a_partner_who_takes_over_changes_the_shares_and_steady_ones_do_not():
    rows = [
        {"place": p, "country": c, "role": r}
        for p, c, r in (("home", "HH", "x"), ("a", "AA", None), ("b", "BB", None))
    ]
    spots = fields.from_rows(rows, "places")
    early = [*arrivals(10, "a", 15), *arrivals(11, "b", 15)]

    def judged(late: list[dict]) -> dict[str, list[dict]]:
        return by_series(partners.partners(table("events", [*early, *late]), spots, until=UNTIL))

    over = judged(arrivals(40, "b", 30))["partners/HH/hhi"][0]
    same = judged([*arrivals(40, "a", 15), *arrivals(41, "b", 15)])["partners/HH/hhi"][0]
    share = judged(arrivals(40, "b", 30))["partners/HH/BB"][0]

    assert over["alarm"]
    assert over["value"] == pytest.approx(1)
    assert not same["alarm"]
    assert share["low"] < 1
    assert timedelta(weeks=1) == over["end"] - over["start"]

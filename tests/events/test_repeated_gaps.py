import json

import pytest

from tests.worlds import at, listened, table
from vedette import fields
from vedette.events.repeated_gaps import RepeatedGaps, repeated_gaps

DAY = 24.0


def gap(day, kind="unclear", mmsi=273000001, hours=10.0, ship=None):
    return {
        "event": f"g{mmsi}{day}",
        "kind": "gap",
        "ship": ship or f"mmsi:{mmsi}",
        "mmsi": mmsi,
        "start": at(day * DAY),
        "details": json.dumps({"class": kind, "silence_h": hours}),
    }


def told(*rows, name="gaps_12_months", feeds=None, **options):
    found = repeated_gaps(
        table("events", *rows), fields.empty("feeds") if feeds is None else feeds, RepeatedGaps(**options)
    )
    return [json.loads(text).get(name) for text in found["details"].to_pylist()]


@pytest.mark.redflag("RF16")
def test_each_gap_counts_those_of_the_year_up_to_it():
    rows = [gap(0), gap(100), gap(364), gap(365), gap(900)]

    assert told(*rows) == [1, 2, 3, 3, 1]
    assert told(*rows, name="gap_hours_12_months") == [10.0, 20.0, 30.0, 30.0, 10.0]


def test_the_order_of_rows_does_not_matter_and_each_ship_counts_for_herself():
    assert told(gap(9), gap(0), gap(5, mmsi=538000002), gap(4)) == [3, 1, 1, 2]


def test_one_hull_under_two_numbers_is_one_ship():
    assert told(gap(0, ship="imo:9179842"), gap(9, mmsi=538000002, ship="imo:9179842")) == [1, 2]


def test_what_nobody_could_have_heard_is_not_counted():
    rows = [gap(0, "unobserved"), gap(1, "dark"), gap(2)]

    assert told(*rows) == [0, 1, 2]
    assert told(*rows, name="dark_12_months") == [0, 1, 1]


def test_it_says_how_much_of_the_year_anybody_listened():
    feeds = listened((-10 * DAY, 1000 * DAY))

    assert told(gap(0), gap(20), gap(500), name="of_days", feeds=feeds) == [10.0, 30.0, 365.0]
    assert told(gap(0), name="of_days") == [None]


@pytest.mark.redflag("RF40")
def test_a_gap_has_the_flag_of_the_number():
    assert told(gap(0, mmsi=445000003), gap(0, mmsi=600011817), name="flag") == ["KP", None]


def test_how_long_is_an_option():
    assert told(gap(0), gap(9), days=5.0) == [1, 1]


def test_other_events_are_left_alone():
    rows = table("events", {**gap(0), "kind": "zone"})

    assert repeated_gaps(rows, fields.empty("feeds")) == rows

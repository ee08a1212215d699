import json

import pytest

from tests.worlds import at, rows_of, table
from vedette.events.missing_number import MissingNumber, missing_numbers

SHIP = 273000001


def said(*statements, **more):
    rows = []
    for line, (hour, said) in enumerate(statements):
        row = {"mmsi": SHIP, "ship_type": 70, "length_m": 120.0, "width_m": 18.0, "draught_m": 6.0}
        rows.append({**row, "time": at(hour), "source": "ais", "record": f"s:{line}", **more, **said})
    return table("statics", *rows)


def three(**more):
    return said((0, {}), (12, {}), (30, {}), (90, {}), **more)


@pytest.mark.redflag("RF42")
def test_a_cargo_ship_that_says_her_size_for_a_day_and_no_number_has_none():
    found = missing_numbers(three())

    assert rows_of(found, "kind", "mmsi", "start", "end", "known", "because") == [
        ("missing_number", SHIP, at(0), at(90), at(30), ["s:0", "s:2"])
    ]
    assert json.loads(found["details"][0].as_py())["length_m"] == 120.0


@pytest.mark.parametrize(
    "other",
    [
        {"imo": 9179842},
        {"imo": 1234567},
        {"ship_type": 60},
        {"ship_type": 30},
        {"length_m": 99.0},
        {"length_m": None},
        {"length_m": 110.0, "width_m": 11.4},
        {"length_m": 135.0, "width_m": 11.4},
        {"width_m": None},
        {"draught_m": None},
        {"mmsi": 992730001},
    ],
)
def test_who_has_one_or_needs_none_or_whose_message_would_not_carry_it_is_left_alone(other):
    assert len(missing_numbers(three(**other))) == 0


@pytest.mark.parametrize("hours", [(0, 12), (0, 30), (0, 12, 23.9), (0, 0, 0)])
def test_one_or_two_statements_or_three_within_a_day_are_not_enough(hours):
    assert len(missing_numbers(said(*((hour, {}) for hour in hours)))) == 0


def test_a_number_said_before_is_hers_though_she_says_it_no_more():
    assert len(missing_numbers(said((-5, {"imo": 9179842}), (0, {}), (12, {}), (30, {})))) == 0


def test_a_number_said_later_does_not_undo_what_was_known():
    found = missing_numbers(said((0, {}), (12, {}), (30, {}), (60, {"imo": 9179842}), (90, {})))

    assert rows_of(found, "start", "end", "known") == [(at(0), at(30), at(30))]


def test_a_destination_or_an_arrival_shows_the_message_too():
    assert len(missing_numbers(three(draught_m=None, destination="RUVVO"))) == 1
    assert len(missing_numbers(three(draught_m=None, eta="01-02 03:04"))) == 1


def test_what_was_said_after_until_is_not_known_yet():
    assert len(missing_numbers(three(), until=at(29))) == 0
    assert missing_numbers(three(), until=at(30))["event"] == missing_numbers(three())["event"]


def test_how_long_is_an_option():
    assert len(missing_numbers(three(length_m=90.0), MissingNumber(min_length_m=80.0))) == 1


def test_what_rests_on_a_made_up_statement_says_so():
    mixed = said((0, {}), (12, {}), (30, {"source": "synthetic:sea"}))

    assert missing_numbers(mixed)["source"].to_pylist() == ["synthetic:sea, ais"]

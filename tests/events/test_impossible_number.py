import json

import pytest

from tests.worlds import SHIP, at, rows_of, table
from vedette.events.impossible_number import impossible_numbers


def said(*rows):
    base = {"source": "ais", "mmsi": SHIP}
    return table(
        "statics",
        *(
            {**base, "time": at(hour), "record": f"s:{line}", **more}
            for line, (hour, more) in enumerate(rows, 2)
        ),
    )


def told(rows, name):
    return [json.loads(text)[name] for text in rows["details"].to_pylist()]


@pytest.mark.redflag("RF02", "RF28", "RF42", "RF45")
def test_an_imo_number_with_a_wrong_check_digit_is_impossible_from_when_it_was_said():
    rows = impossible_numbers(said((0, {"imo": 9179842}), (1, {"imo": 9179843}), (5, {"imo": 9179843})))

    assert rows_of(rows, "kind", "mmsi", "start", "end", "known") == [
        ("identity_clash", SHIP, at(1), at(5), at(1))
    ]
    assert told(rows, "class") == ["wrong IMO number"]
    assert told(rows, "said") == [9179843]
    assert rows["because"].to_pylist() == [["s:3"]]


def test_no_imo_number_is_not_a_wrong_one():
    assert len(impossible_numbers(said((0, {"imo": None}), (1, {"imo": 0})))) == 0


@pytest.mark.redflag("RF12", "RF42")
def test_an_mmsi_of_no_country_is_impossible():
    rows = impossible_numbers(said((0, {"mmsi": 600011817}), (3, {"mmsi": 600011817, "imo": 8171})))

    assert set(zip(told(rows, "class"), told(rows, "said"), strict=True)) == {
        ("MMSI of no country", 600011817),
        ("wrong IMO number", 8171),
    }
    assert len(set(rows["event"].to_pylist())) == 2


def test_digits_that_three_islands_share_are_some_countrys():
    assert len(impossible_numbers(said((0, {"mmsi": 306000001})))) == 0


def test_buoys_coast_stations_and_aircraft_have_numbers_of_their_own():
    others = [992190934, 2190048, 111219501, 970123456]

    assert len(impossible_numbers(said(*((n, {"mmsi": mmsi}) for n, mmsi in enumerate(others))))) == 0


def test_two_wrong_numbers_said_at_once_are_two_findings():
    rows = impossible_numbers(said((0, {"imo": 8171}), (0, {"imo": 8172})))

    assert len(set(rows["event"].to_pylist())) == 2

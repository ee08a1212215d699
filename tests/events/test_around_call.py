import json

import pytest

from tests.worlds import SHIP, at, heard, place, places, table, tracks_of
from vedette import fields
from vedette.events.around_call import AroundCall, around_calls
from vedette.events.port_call import port_calls

KM = 1 / 111.195
CALLED = heard(0, 10, 20, 30, lat=[43.0, 42.0, 42.0, 43.0], speed=[9, 0, 0, 9])


def told(*statics, where=None, ships=CALLED):
    """What details say of the calls of a ship that lies in port from hour 10 to 20."""
    tracks, here = tracks_of(ships), places(where or place("port"))
    calls = port_calls(tracks, here, fields.empty("feeds"))
    rows = [{"mmsi": SHIP, "source": "ais", "record": f"s:{n}", **row} for n, row in enumerate(statics)]
    found = around_calls(calls, tracks, table("statics", *rows), here, AroundCall(), until=at(1000))
    assert found["event"].to_pylist() == calls["event"].to_pylist()
    return [json.loads(text) for text in found["details"].to_pylist()]


@pytest.mark.redflag("RF06")
def test_a_call_has_the_draught_before_and_after():
    (said,) = told({"time": at(-5), "draught_m": 8.6}, {"time": at(22), "draught_m": 13.1})

    assert (said["draught_before"], said["draught_after"]) == (8.6, 13.1)


@pytest.mark.parametrize("row", [{"time": at(-24 * 31)}, {"time": at(50)}, {"time": at(5), "mmsi": 1}])
def test_a_draught_of_another_voyage_or_ship_is_none_of_the_call(row):
    (said,) = told({"draught_m": 9.0, **row})

    assert not {"draught_before", "draught_after"} & set(said)


def test_without_a_new_statement_nobody_knows_the_draught_after():
    (said,) = told({"time": at(-5), "draught_m": 8.6}, {"time": at(21), "draught_m": 0.0})

    assert said["draught_before"] == 8.6
    assert "draught_after" not in said


def test_the_place_is_told_by_its_first_name():
    (said,) = told(where=place("kr-busan", radius_m=3000.0) | {"name": "Busan, Pusan", "country": "KR"})

    assert (said["place_name"], said["country"]) == ("Busan", "KR")
    assert "berth" not in said


@pytest.mark.redflag("RF48")
@pytest.mark.parametrize(
    ("where", "berth"),
    [
        (place("p", kind="naval pier", radius_m=2000.0), True),
        (place("p", radius_m=800.0), True),
        (place("p", corners=[(130.9, 41.9), (131.1, 41.9), (131.1, 42.1)]), True),
        (place("p", radius_m=800.0, role=None), False),
        (place("p", radius_m=5000.0), False),
    ],
)
def test_a_pier_or_a_watched_outline_is_a_berth(where, berth):
    (said,) = told(where=where)

    assert ("berth" in said) is berth


@pytest.mark.redflag("RF34", "RF46")
@pytest.mark.parametrize(
    ("kind", "code", "odd"), [("oil terminal", 79, True), ("oil terminal", 80, False), ("port", 79, False)]
)
def test_a_dry_cargo_ship_at_an_oil_terminal_does_not_match(kind, code, odd):
    (said,) = told({"time": at(0), "ship_type": code}, where=place("p", kind=kind))

    assert ("class_mismatch" in said) is odd
    assert said["ship_class"] == {79: "cargo", 80: "tanker"}[code]


def test_the_record_before_the_call_is_said():
    (said,) = told()

    assert said["record_days"] == 0.4

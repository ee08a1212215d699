import json

import pytest

from tests.worlds import SHIP, at, place, places, table
from vedette.events.destination_mismatch import DestinationMismatch, destination_mismatches

WORLD = places(
    place("vvo", 43.1, 131.9, role=None) | {"name": "Vladivostok", "country": "RU", "code": "RUVVO"},
    place("pus", 35.1, 129.05, role=None) | {"name": "Busan, Pusan", "country": "KR", "code": "KRPUS"},
    place("hkt", 33.6, 130.4, role=None) | {"name": "Hakata", "country": "JP", "code": "JPHKT"},
    place("naj", 42.23, 130.3) | {"name": "Najin", "country": "KP", "code": "KPRJN"},
    place("sgu", 42.3, 130.5) | {"name": "Sandy", "country": "RU", "code": "RUSGU"},
    place("off", 35.0, 129.0, kind="anchorage") | {"name": "Busan anchorage", "country": "KR"},
    place("san-us", 34.0, -118.0) | {"name": "Georgetown", "country": "US"},
    place("san-gy", 6.8, -58.0) | {"name": "Georgetown", "country": "GY"},
)


def call(where, start, end, known=None):
    return {
        "event": f"call-{start}",
        "kind": "port_call",
        "ship": f"mmsi:{SHIP}",
        "mmsi": SHIP,
        "place": where,
        "start": at(start),
        "end": None if end is None else at(end),
        "known": at(start if known is None else known),
        "source": "ais",
        "rule": "port_call/1",
    }


def found(calls, *said, until=None):
    rows = [
        {"mmsi": SHIP, "time": at(hour), "destination": text, "source": "ais", "record": f"s:{hour}"}
        for hour, text in said
    ]
    events = table("events", *calls)
    made = destination_mismatches(events, table("statics", *rows), WORLD, DestinationMismatch(), until)
    assert made.slice(0, len(events)).equals(events)
    return made.slice(len(events)).to_pylist()


@pytest.mark.redflag("RF04")
@pytest.mark.parametrize("text", ["RU VVO", "RUVVO", "VLADIVOSTOK", "KR PUS>RU VVO", "vladivostok."])
def test_a_call_in_another_country_than_she_said_is_told(text):
    (row,) = found([call("naj", 100, 130)], (50, text))

    assert (row["kind"], row["place"], row["confidence"], row["known"]) == (
        "destination_mismatch",
        "naj",
        1.0,
        at(106),
    )
    assert row["because"] == ["call-100", "s:50"]
    told = json.loads(row["details"])
    assert (told["said"], told["said_place"], told["said_country"], told["held_h"]) == (
        text,
        "Vladivostok",
        "RU",
        50.0,
    )


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("naj", "KP RJN"),
        ("naj", "RU VVO>KP RJN"),
        ("naj", "FOR ORDERS"),
        ("naj", "CHINA"),
        ("naj", ""),
        ("naj", "ARMED GUARD ON BOARD"),
        ("naj", "GEORGETOWN"),
        ("naj", "NOWHERE AT ALL"),
        ("naj", "SANDY"),
        ("sgu", "RU VVO"),
        ("off", "RU VVO"),
    ],
    ids=[
        "there",
        "last leg",
        "orders",
        "country",
        "empty",
        "guard",
        "two countries",
        "unknown",
        "near",
        "same country",
        "roads",
    ],
)
def test_what_is_no_mismatch(where, said):
    assert found([call(where, 100, 130)], (50, said)) == []


@pytest.mark.parametrize(("said", "meant"), [("FREEPORT", "near"), ("TAKORADI", "part")])
def test_the_nearest_of_namesakes_and_a_part_of_a_name_are_meant(said, meant):
    world = places(
        place("naj", 42.23, 130.3) | {"name": "Najin", "country": "KP"},
        place("near", 35.0, 133.0) | {"name": "Freeport", "country": "JP"},
        place("far", 26.5, -78.7) | {"name": "Freeport", "country": "BS"},
        place("part", 36.0, 136.0) | {"name": "Sekondi-Takoradi", "country": "JP"},
    )
    names = {one["place"]: one["name"] for one in world.to_pylist()}
    told = {"mmsi": SHIP, "time": at(50), "destination": said, "source": "ais", "record": "s"}
    rows = destination_mismatches(table("events", call("naj", 100, 130)), table("statics", told), world)

    (row,) = rows.slice(1).to_pylist()
    assert json.loads(row["details"])["said_place"] == names[meant]


def test_a_destination_changed_just_before_is_not_held():
    assert found([call("naj", 100, 130)], (50, "KP RJN"), (97, "RU VVO")) == []


def test_a_destination_that_only_changed_its_spelling_is_held():
    assert len(found([call("naj", 100, 130)], (50, "RU VVO"), (97, "RU.VVO"))) == 1


def test_a_destination_left_standing_since_an_earlier_call_is_stale():
    assert found([call("vvo", 60, 80), call("pus", 150, 200)], (10, "RU VVO")) == []
    assert found([call("naj", 1000, 1100)], (50, "RU VVO")) == []


def test_a_short_stop_for_bunkers_is_no_call_elsewhere():
    assert found([call("pus", 100, 105)], (50, "RU VVO")) == []
    assert found([call("pus", 100, None)], (50, "RU VVO"), until=at(105)) == []
    assert len(found([call("pus", 100, None)], (50, "RU VVO"), until=at(106))) == 1

import json

import pytest

from tests.worlds import at, heard, place, places, rows_of, tracks_of
from vedette.events.zone import Zone, zones

STRAIT = place("strait", kind="strait", radius_m=20_000.0)


def found(*positions, where=(STRAIT,), **options):
    return zones(tracks_of(*positions), places(*where), Zone(**options))


def going(*lats, **more):
    return heard(*range(len(lats)), lat=list(lats), speed=12.0, **more)


@pytest.mark.redflag("RF19", "RF44")
def test_a_ship_is_in_the_zone_from_her_first_to_her_last_position_inside():
    rows = found(going(41, 41.9, 42, 42.1, 43))

    assert rows_of(rows, "place", "start", "end", "known", "confidence") == [
        ("strait", at(1), at(3), at(1), 3.0)
    ]
    assert json.loads(rows["details"][0].as_py()) == {
        "place_kind": "strait",
        "entry": True,
        "exit": True,
        "min_distance_m": 0.0,
        "positions": 3,
    }


def test_who_is_still_there_has_not_left():
    assert rows_of(found(going(41, 42)), "end", "confidence") == [(None, 2.0)]


def test_who_was_only_seen_inside_may_have_been_there_before():
    assert found(going(42))["confidence"].to_pylist() == [1.0]


def test_a_kilometre_outside_is_not_out_yet():
    assert rows_of(found(going(42, 42.185, 42, 42.2, 42)), "start", "end") == [(at(0), at(2)), (at(4), None)]


@pytest.mark.redflag("RF48")
@pytest.mark.parametrize(
    ("kind", "is_zone"),
    [
        ("strait", True),
        ("sts area", True),
        ("approach", True),
        ("lock", True),
        ("naval pier", True),
        ("naval base", True),
        (None, True),
        ("port", False),
        ("oil terminal", False),
        ("rail", False),
    ],
)
def test_watched_places_where_ships_do_not_berth_are_zones(kind, is_zone):
    assert (len(found(going(41, 42, 43), where=[place("there", kind=kind)])) == 1) == is_zone


def test_a_place_nobody_watches_is_no_zone():
    assert len(found(going(42), where=[place("there", kind="strait", role=None)])) == 0


def test_zones_may_overlap():
    wider = place("sea", kind="sts area", radius_m=100_000.0)

    assert found(going(41, 42, 43), where=[STRAIT, wider])["place"].to_pylist() == ["sea", "strait"]

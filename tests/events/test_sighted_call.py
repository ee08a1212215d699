import json
from datetime import timedelta

import pytest

from tests.worlds import HERE, at, place, places, rows_of, sighted, table
from vedette.events.sighted_call import SightedCall, sighted_calls

WHERE = places(place("port"), place("other", lat=43.0), place("strait", kind="strait"))


def found(*rows, **options):
    return sighted_calls(table("sightings", *rows), WHERE, SightedCall(**options))


@pytest.mark.redflag("RF29", "RF43", "RF48")
def test_a_ship_seen_at_a_berth_has_called():
    rows = found(sighted("a", 0, 24, vessel_name="Angara", imo=9179842))

    assert rows_of(
        rows, "kind", "ship", "imo", "place", "start", "end", "lat", "lon", "confidence", "rule"
    ) == [("port_call", "imo:9179842", 9179842, "port", at(0), at(24), *HERE, 2.0, "sighted_call/1")]
    assert rows["because"].to_pylist() == [["a"]]


def test_it_is_known_when_it_was_published():
    row = sighted("a", 0, 24)

    assert found(row)["known"].to_pylist() == [at(24) + timedelta(days=7)]
    assert found(row, clock="observed")["known"].to_pylist() == [at(24)]
    assert found({**row, "published": None})["known"].to_pylist() == [at(24)]


@pytest.mark.parametrize(
    ("said", "ship", "confidence"),
    [
        ({"vessel_name": "Lady R", "identification": "AIS name"}, "name:lady-r", 2.0),
        ({"vessel_name": "Lady R", "identification": "matched by features"}, "name:lady-r", 1.5),
        ({}, None, 1.0),
        ({"vessel_name": "Angara or Maria", "identification": "named pair; not attributed"}, None, 1.0),
        ({"mmsi": 273210440}, "mmsi:273210440", 1.0),
    ],
)
def test_confidence_says_how_surely_the_ship_is_named(said, ship, confidence):
    assert rows_of(found(sighted("a", **said)), "ship", "confidence") == [(ship, confidence)]


def test_a_place_looked_at_in_vain_is_no_call():
    assert rows_of(found(sighted("a", negative=True)), "kind", "confidence") == [("no_call", None)]


@pytest.mark.redflag("RF53")
def test_a_stack_without_a_ship_is_cargo_seen():
    rows = found(sighted("a", subject="cargo", flow="containers", count=300.0, unit="containers"))

    assert rows["kind"].to_pylist() == ["cargo_seen"]
    assert json.loads(rows["details"][0].as_py())["count"] == 300.0


def test_a_ship_seen_where_none_berths_is_in_a_zone():
    assert found(sighted("a", where="strait"))["kind"].to_pylist() == ["zone"]


def test_published_totals_and_trains_are_no_events():
    assert len(found(sighted("a", subject="count"), sighted("b", subject="rail"))) == 0


def test_a_place_nobody_knows_is_left_out():
    assert len(found(sighted("a", where="atlantis"), sighted("b", where=None))) == 0


def test_two_who_may_have_seen_one_ship_saw_one_call():
    rows = found(
        sighted("a", 0, 24, publisher="One", count=None),
        sighted("b", 12, 36, publisher="Two", vessel_name="Angara", imo=9179842, count=300.0),
    )

    assert rows_of(rows, "ship", "start", "end", "confidence", "because") == [
        ("imo:9179842", at(0), at(36), 2.0, ["a", "b"])
    ]
    said = json.loads(rows["details"][0].as_py())
    assert (said["publishers"], said["count"]) == (["One", "Two"], 300.0)


def test_two_named_ships_are_two_calls():
    assert (
        len(found(sighted("a", 0, 24, vessel_name="Angara"), sighted("b", 0, 24, vessel_name="Maria"))) == 2
    )
    assert len(found(sighted("a", 0, 24, imo=9179842), sighted("b", 0, 24, imo=8517839))) == 2


def test_one_ship_spelt_two_ways_made_one_call():
    assert (
        len(found(sighted("a", 0, 24, vessel_name="LADY R"), sighted("b", 0, 24, vessel_name="Lady-R"))) == 1
    )
    renamed = sighted("b", 0, 24, imo=9179842, vessel_name="Other")
    assert len(found(sighted("a", 0, 24, imo=9179842, vessel_name="Angara"), renamed)) == 1


def test_nobodys_sighting_joins_one_ship_and_never_makes_one_of_two():
    rows = found(
        sighted("a", 0, 24, vessel_name="Angara"),
        sighted("b", 0, 24, vessel_name="Maria"),
        sighted("c", 0, 24),
    )

    assert rows_of(rows, "ship", "because") == [
        ("name:angara", ["a", "c"]),
        ("name:maria", ["b"]),
    ] or rows_of(rows, "ship", "because") == [("name:maria", ["b"]), ("name:angara", ["a", "c"])]


def test_a_named_ship_joins_her_own_call_first():
    rows = found(
        sighted("a", 0, 24),
        sighted("b", 20, 48, vessel_name="Maria"),
        sighted("c", 40, 50, vessel_name="Maria"),
    )

    assert len(rows) == 1


def test_days_that_only_follow_each_other_are_two_calls():
    assert len(found(sighted("a", 0, 24), sighted("b", 24, 48))) == 2


def test_calls_chain():
    assert len(found(sighted("a", 0, 24), sighted("b", 20, 44), sighted("c", 40, 64))) == 1


def test_a_sighting_spread_over_a_month_is_a_call_of_its_own():
    assert len(found(sighted("a", 0, 24 * 31), sighted("b", 24, 48))) == 2
    assert len(found(sighted("a", 0, 24 * 31), sighted("b", 24, 48), max_days=31)) == 1


def test_two_places_are_two_calls():
    assert len(found(sighted("a", 0, 24), sighted("b", 0, 24, where="other"))) == 2


def test_the_publishers_own_position_comes_before_the_places():
    assert rows_of(found(sighted("a", lat=42.5, lon=131.5)), "lat", "lon") == [(42.5, 131.5)]


def test_a_made_up_sighting_makes_the_call_made_up():
    rows = found(sighted("a", 0, 24), sighted("b", 0, 24, source="synthetic:sightings"))

    assert rows["source"].to_pylist() == ["synthetic:sightings, sightings"]


def test_ten_thousand_sightings_take_no_time():
    rows = found(*(sighted(f"s{n}", n, n + 20) for n in range(10_000)))

    assert len(rows) == 1

"""What went from country to country: counted by kind and way, with bounds, and claims apart."""

from datetime import datetime, timedelta

import pyarrow as pa
import pytest

from vedette import fields
from vedette.accounts import capacity, goods
from vedette.accounts.flows import Flows, flows

UNTIL = datetime(2024, 6, 1)
DAY = timedelta(days=1)
ARMS = ("ab", ("alpha",), ("beta",), "containers", "arms-suspect")
OIL = ("ba-oil", ("beta-oil",), ("alpha",), "oil", "")
OPTIONS = Flows(ways=(ARMS, OIL), meters=(("cap", ("beta-oil",), 100.0, 300.0, 1000.0),), units=("barrels",))
PLACES = fields.from_rows(
    [
        {"place": place, "country": country, "role": "watched"}
        for place, country in (("alpha", "AA"), ("beta", "BB"), ("beta-oil", "BB"), ("gamma", "CC"))
    ],
    "places",
)


def call(place: str, day: int, ship: str | None = "imo:9074729", **more: object) -> dict[str, object]:
    at = datetime(2023, 1, 1) + day * DAY
    imo = int(ship[4:]) if ship and ship.startswith("imo:") else None
    return {
        "event": f"{more.get('kind', 'port_call')}-{place}-{day}-{ship}",
        "kind": "port_call",
        "ship": ship,
        "imo": imo,
        "place": place,
        "start": at,
        "end": at + DAY / 2,
        "rule": "port_call/1",
        "known": at,
        "source": "ais",
        **more,
    }


def sighted(place: str, day: int, ship: str | None = None, **more: object) -> dict[str, object]:
    return call(place, day, ship, **{"rule": "sighted_call/1", "source": "sightings", **more})


def table(name: str, *rows: dict[str, object]) -> pa.Table:
    return fields.from_rows(list(rows), name)


def found(
    *events: dict[str, object], options: Flows = OPTIONS, **tables: pa.Table
) -> list[dict[str, object]]:
    made = {name: tables.get(name, fields.empty(name)) for name in ("sightings", "claims", "entities")}
    return flows(
        table("events", *events),
        made["sightings"],
        made["claims"],
        PLACES,
        made["entities"],
        options,
        until=UNTIL,
    ).to_pylist()


def counted(rows: list[dict[str, object]]) -> dict[tuple[object, ...], object]:
    return {(r["kind"], r["from"], r["to"], r["how"], r["what"]): r["value"] for r in rows}


def test_a_ship_seen_at_both_ends_is_a_voyage_of_the_corridors_kind():
    rows = found(call("alpha", 0), call("beta", 3))

    assert counted(rows)["arms-suspect", "AA", "BB", "seen", "voyages"] == 1
    assert counted(rows)["arms-suspect", "AA", "BB", "seen", "calls where it begins"] == 1


def test_the_way_back_is_another_direction_and_of_no_kind():
    rows = counted(found(call("beta", 0), call("alpha", 3)))

    assert rows["unknown", "BB", "AA", "seen", "voyages"] == 1
    assert not any(key[1:3] == ("AA", "BB") and key[4] == "voyages" for key in rows)


def test_calls_too_far_apart_or_in_one_country_or_of_two_ships_are_no_voyage():
    apart = found(call("alpha", 0), call("beta", 40))
    one_country = found(call("beta", 0), call("beta-oil", 3))
    two_ships = found(call("alpha", 0, "imo:9074729"), call("beta", 3, "imo:9179842"))

    for rows in (apart, one_country, two_ships):
        assert not any(row["what"] == "voyages" for row in rows)


def test_a_voyage_of_which_one_end_was_sighted_is_not_said_to_be_seen():
    rows = found(sighted("alpha", 0, "imo:9074729"), call("beta", 3))

    assert counted(rows)["arms-suspect", "AA", "BB", "sighted", "voyages"] == 1


def test_a_tanker_off_any_corridor_is_of_the_kind_she_is_built_for_and_says_why():
    ship = table("entities", {"entity": "x", "imo": 9074729, "vessel_type": "Product Tanker"})
    rows = found(call("gamma", 0), call("alpha", 3), entities=ship)
    row = next(row for row in rows if row["what"] == "voyages")

    assert (row["kind"], row["basis"], row["from"], row["to"]) == ("oil", "type of ship", "CC", "AA")


def test_possible_calls_count_as_their_chances_and_have_a_range():
    maybe = [
        call("alpha", day, kind="possible_call", rule="possible_call/1", details='{"probability": 0.25}')
        for day in (0, 9, 20, 40)
    ]
    row = next(row for row in found(*maybe) if row["how"] == "possible")

    assert (row["value"], row["low"], row["high"]) == (1.0, 0.0, 2.0)


def test_two_sightings_that_may_be_one_call_count_once_and_a_vague_one_not_at_all():
    rows = found(
        sighted("alpha", 0),
        sighted("alpha", 0, "name:one"),
        sighted("alpha", 100, end=datetime(2023, 9, 1)),
    )

    assert counted(rows)["arms-suspect", "AA", "BB", "sighted", "calls where it begins"] == 1


def test_what_was_made_up_is_never_counted_with_what_was_not():
    rows = found(sighted("alpha", 0), sighted("alpha", 9, source="synthetic:sea"))
    begins = [row for row in rows if row["what"] == "calls where it begins"]

    assert [row["value"] for row in begins] == [1, 1]
    assert {row["source"] for row in begins} == {"sightings", "synthetic:sea"}


def test_capacity_is_a_bound_from_nothing_up_to_the_largest_size_a_list_gives():
    lists = table(
        "entities",
        {"entity": "x", "imo": 9074729, "tonnage": 1000.0},
        {"entity": "y", "imo": 9074729, "deadweight": 1500.0},
    )
    row = next(
        row
        for row in found(call("alpha", 0), sighted("alpha", 50), entities=lists)
        if row["how"] == "capacity"
    )

    assert (row["value"], row["low"], row["high"], row["calls"]) == (None, 0, 2000, 1)
    assert "1 of 2 calls" in row["words"]


def test_a_ship_that_lay_deeper_after_the_call_has_both_bounds():
    deeper = call(
        "alpha",
        0,
        kind="draught_change",
        end=datetime(2023, 1, 2),
        details='{"before_m": 4.0, "after_m": 5.0, "length_m": 100.0, "width_m": 20.0}',
    )
    row = next(row for row in found(call("alpha", 0), deeper) if row["how"] == "capacity")

    assert row["low"] == pytest.approx(1.025 * 100 * 20 * 0.70, abs=1)
    assert row["high"] == pytest.approx(1.025 * 100 * 20 * 0.92, abs=1)


def test_a_ship_that_lay_higher_took_nothing_that_can_be_bounded():
    higher = call(
        "alpha",
        0,
        kind="draught_change",
        details='{"before_m": 5.0, "after_m": 4.0, "length_m": 100.0, "width_m": 20.0}',
    )

    assert not any(row["how"] == "capacity" for row in found(call("alpha", 0), higher))


def test_the_meter_of_the_watch_bounds_calls_at_its_place_in_its_unit():
    row = next(
        row for row in found(sighted("beta-oil", 0), sighted("beta-oil", 9)) if row["how"] == "capacity"
    )

    assert (row["what"], row["low"], row["high"]) == ("barrels", 200, 600)


def count(words: str, number: float, **more: object) -> dict[str, object]:
    told = {"sighting": words, "subject": "count", "count": number, "what": words, "unit": "containers"}
    told |= {"start": datetime(2023, 1, 1), "end": datetime(2023, 3, 1), "published": datetime(2023, 4, 1)}
    return {**told, "publisher": "Institute", "source": "counts", **more}


def claim(name: str, **more: object) -> dict[str, object]:
    told = {"claim": name, "polarity": "asserted", "published": datetime(2023, 5, 1), "speaker": "Ministry"}
    return {**told, "accepted": True, "source": "text", **more}


def test_published_counts_stand_by_their_publisher_on_the_way_they_mean():
    rows = found(
        sightings=table(
            "sightings",
            count("boxes", 7, flow="containers"),
            count("fuel", 9, flow="oil", corridor="ab", publisher="Panel"),
            count("too late", 1, flow="oil", published=datetime(2025, 1, 1)),
        )
    )

    assert [(r["kind"], r["from"], r["publisher"], r["value"]) for r in rows] == [
        ("arms-suspect", "AA", "Institute", 7),
        ("oil", "BB", "Panel", 9),
    ]


def test_what_a_publisher_derived_from_its_number_is_no_second_number():
    said = claim(
        "c", event_class="volume estimate", quantity="5000+ containers; equivalent as published: 9 rounds"
    )
    rows = [row for row in found(claims=table("claims", said)) if row["how"] == "published"]

    assert [(row["what"], row["value"], row["low"]) for row in rows] == [("containers", 5000, 5000)]


def test_a_number_read_from_prose_is_a_lower_bound_where_it_says_so():
    said = claim("c", event_class="volume estimate", quantity="1000 containers; 3 rounds")
    text = "It sent more than 1,000 containers, and 3 rounds."
    rows = [r for r in found(claims=table("claims", said | {"text": text})) if r["how"] == "published"]

    assert {(row["what"], row["value"], row["low"]) for row in rows} == {
        ("containers", 1000, 1000),
        ("rounds", 3, None),
    }


def test_a_number_that_one_publisher_is_recorded_with_twice_is_one_row_on_both_claims():
    given = {"event_class": "volume estimate", "quantity": "1000 containers", "text": "1,000 containers"}
    rows = found(
        claims=table(
            "claims",
            claim("read", **given, accepted=None, speaker="The Ministry", source="claims/extract"),
            claim("taken down", **given),
            claim("other speaker", **given, speaker="Institute"),
            claim("other time", **given, start=datetime(2023, 1, 1), end=datetime(2023, 2, 1)),
        )
    )
    published = [row for row in rows if row["how"] == "published"]

    assert sorted((row["publisher"], row["because"]) for row in published) == [
        ("Institute", ["other speaker"]),
        ("Ministry", ["other time"]),
        ("Ministry", ["read", "taken down"]),
    ]
    assert not any("nobody has judged" in row["words"] for row in published)


def test_claims_count_by_origin_denials_apart_and_rejected_ones_not():
    given = {"event_class": "AID", "mode": "tech", "giver": "BB", "receiver": "AA"}
    rows = found(
        claims=table(
            "claims",
            claim("one", cluster="k", **given),
            claim("again", cluster="k", **given),
            claim("unread", accepted=None, **given),
            claim("no", accepted=False, **given),
            claim("denied", polarity="denied", **given),
        )
    )

    assert {(r["how"], r["kind"], r["from"], r["to"]): (r["value"], r["high"]) for r in rows} == {
        ("asserted", "technology", "BB", "AA"): (1, 2),
        ("denied", "technology", "BB", "AA"): (1, 1),
    }


def test_a_word_that_fits_two_ways_means_neither():
    two = Flows(ways=(ARMS, ("other", ("gamma",), ("beta",), "containers", "food")))
    row = found(options=two, sightings=table("sightings", count("boxes", 7, flow="containers")))[0]

    assert (row["kind"], row["from"], row["to"]) == ("unknown", None, None)


def test_a_place_in_two_countries_gives_no_direction():
    assert goods.one_country("AA/BB") is None


def test_a_hull_that_no_list_gives_a_size_has_none():
    assert capacity.sizes(table("entities", {"entity": "x", "imo": 1, "deadweight": 0.0}), 2.0) == {}

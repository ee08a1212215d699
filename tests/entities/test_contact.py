"""What ties a ship to a listed one: as of the day of the event and as of today, and never more than it is."""

from datetime import datetime, timedelta

import pytest

from tests.worlds import NOON, at, on_list, rows_of, table, tied
from vedette import fields
from vedette.entities.contact import Contact, contact
from vedette.entities.hulls import hulls

LISTED, CLEAN, OTHER = 9161003, 9074729, 8517839
DAY = timedelta(days=1)
END = NOON + 400 * DAY
CORRIDOR = (("ab", ("alpha",), ("beta",)),)


def event(name: str, start: datetime = NOON, kind: str = "port_call", **more: object) -> dict[str, object]:
    end = start + timedelta(hours=5)
    held = {"event": name, "kind": kind, "start": start, "end": end, "known": end, "source": "ais"}
    if "imo" in more:
        held["ship"] = f"imo:{more['imo']}"
    return {**held, "because": [f"f:{name}"], **more}


def found(events, entities, links=(), *, identities=(), corridors=(), until=END):
    lists = table("entities", *entities), table("links", *links)
    given = table("events", *events), table("identities", *identities), lists[0], hulls(*lists)
    return contact(*given, Contact(corridors=corridors), until=until)


@pytest.mark.redflag("RF33")
def test_a_call_of_a_listed_ship_says_that_she_was_listed_then_and_is_now():
    rows = found(
        [event("e", imo=LISTED, place="alpha")],
        [on_list("a:1", "LADY R", imo=LISTED, listed_on=NOON - 9 * DAY, list_date=NOON + 9 * DAY)],
    )

    (row,) = rows.to_pylist()
    assert (row["kind"], row["ship"], row["then"], row["now"]) == (
        "itself",
        "imo:9161003",
        "listed",
        "listed",
    )
    assert (row["event"], row["entity"], row["by"], row["standing"]) == (
        "e",
        "a:1",
        "IMO number",
        "designated",
    )
    assert row["because"] == ["e", "a:1"]
    assert row["known"] == NOON + timedelta(hours=5)


def test_a_ship_designated_later_was_not_known_to_be_listed_then():
    day = NOON + 100 * DAY
    rows = found([event("e", imo=LISTED)], [on_list("a:1", "X", imo=LISTED, listed_on=day, list_date=day)])

    assert rows_of(rows, "then", "now", "known") == [("not listed", "listed", day)]


def test_of_an_event_before_the_first_edition_in_hand_nobody_can_tell():
    rows = found([event("e", NOON - 9 * DAY, imo=LISTED)], [on_list("a:1", "X", imo=LISTED)])

    assert rows_of(rows, "then", "now", "known") == [("not known", "listed", NOON)]


def test_an_edition_that_was_not_out_by_then_ties_nothing():
    rows = found([event("e", imo=LISTED)], [on_list("a:1", "X", imo=LISTED, list_date=END)], until=END - DAY)

    assert len(rows) == 0


@pytest.mark.redflag("RF30")
def test_a_meeting_with_a_listed_ship_is_told_of_both():
    rows = found(
        [event("m", kind="encounter", imo=CLEAN, other_imo=LISTED, mmsi=2, other_mmsi=3)],
        [on_list("a:1", "X", imo=LISTED)],
    )

    assert sorted(rows_of(rows, "kind", "ship", "listed")) == [
        ("itself", "imo:9161003", "imo:9161003"),
        ("met", "imo:9074729", "imo:9161003"),
    ]


@pytest.mark.parametrize(
    ("kind", "called"), [("escort", "kept company"), ("possible_meeting", "could have met")]
)
def test_what_is_less_than_a_meeting_is_called_less(kind, called):
    rows = found(
        [event("m", kind=kind, imo=LISTED, other_mmsi=273000002, mmsi=3)],
        [on_list("a:1", "X", imo=LISTED)],
    )

    assert ("mmsi:273000002", called) in rows_of(rows, "ship", "kind")


def test_a_ship_that_only_bears_the_name_or_the_mmsi_of_a_listed_one_is_not_she():
    listed = on_list("a:1", "MARIA", imo=OTHER, mmsi=273000001)

    assert len(found([event("e", imo=CLEAN, mmsi=273000001)], [listed])) == 0


def test_a_ship_without_imo_number_is_found_by_mmsi_and_says_so():
    rows = found([event("e", mmsi=273000001)], [on_list("a:1", "X", imo=OTHER, mmsi=273000001)])

    assert rows_of(rows, "by", "ship") == [("MMSI", "mmsi:273000001")]


def test_a_ship_is_known_by_the_imo_number_she_said_elsewhere():
    said = {"ship": f"imo:{LISTED}", "mmsi": 273000001, "imo": LISTED, "start": NOON}
    rows = found([event("e", mmsi=273000001)], [on_list("a:1", "X", imo=LISTED)], identities=[said])

    assert rows_of(rows, "by", "ship") == [("IMO number", "imo:9161003")]


def test_an_mmsi_of_two_hulls_is_neither():
    said = [{"mmsi": 273000001, "imo": imo, "start": NOON} for imo in (LISTED, OTHER)]
    rows = found([event("e", mmsi=273000001)], [on_list("a:1", "X", imo=LISTED)], identities=said)

    assert len(rows) == 0


def test_each_list_that_has_her_is_told_with_its_own_dates():
    rows = found(
        [event("e", imo=LISTED)],
        [
            on_list("a:1", "X", imo=LISTED, listed_on=NOON - DAY),
            on_list("b:1", "X", imo=LISTED, listed_on=NOON + DAY, list_date=NOON + 2 * DAY),
        ],
    )

    assert sorted(rows_of(rows, "list", "then")) == [("a", "listed"), ("b", "not listed")]


def test_a_register_that_only_knows_a_ship_ties_nothing():
    assert len(found([event("e", imo=LISTED)], [on_list("a:1", "X", imo=LISTED, programmes=[])])) == 0


FLEET = (
    on_list("a:1", "LADY R", imo=LISTED, tonnage=8811.0, vessel_type="Ro-ro"),
    on_list("r:2", "SISTER", imo=CLEAN, tonnage=8821.0, vessel_type="RO-RO", programmes=[]),
    on_list("r:3", "BIGGER", imo=OTHER, tonnage=9611.0, programmes=[]),
    on_list("a:9", "M LEASING", kind="organisation"),
)
OWNED = tuple(tied(ship, "a:9", "owner") for ship in ("a:1", "r:2", "r:3"))


@pytest.mark.redflag("RF51")
def test_a_sister_has_the_same_party_and_a_tonnage_that_is_alike():
    rows = found([event("e", imo=CLEAN), event("f", imo=OTHER)], FLEET, OWNED)

    assert sorted(rows_of(rows, "ship", "kind", "path")) == [
        ("imo:8517839", "same party", ["imo:8517839", "owner", "a:9", "owner", "imo:9161003"]),
        ("imo:9074729", "sister", ["imo:9074729", "owner", "a:9", "owner", "imo:9161003"]),
    ]
    assert all(len(row["because"]) == 3 for row in rows.to_pylist())


def test_relatives_that_nobody_observed_are_not_told():
    assert len(found([event("e", imo=LISTED, kind="gap")], FLEET, OWNED)) == 1


def test_another_type_is_no_sister():
    other = {**FLEET[1], "vessel_type": "Tanker"}
    rows = found([event("e", imo=CLEAN)], (FLEET[0], other, FLEET[3]), OWNED[:2])

    assert rows_of(rows, "kind") == [("same party",)]


def voyages(imo: int, first_day: int, last_day: int, step: int = 20) -> list[dict[str, object]]:
    return [
        event(f"{imo}-{day}-{place}", NOON + (day + on) * DAY, imo=imo, place=place)
        for day in range(first_day, last_day, step)
        for on, place in ((0, "alpha"), (5, "beta"))
    ]


def took_over(*events):
    rows = found(events, [on_list("a:1", "X", imo=LISTED)], corridors=CORRIDOR)
    return [row for row in rows.to_pylist() if row["kind"] == "took over"]


def test_a_ship_that_begins_on_a_corridor_when_the_listed_one_has_stopped_is_told_with_both_calls():
    (row,) = took_over(*voyages(LISTED, 0, 100), *voyages(CLEAN, 120, 380))

    assert (row["ship"], row["path"]) == ("imo:9074729", ["imo:9074729", "ab", "imo:9161003"])
    assert row["because"] == [f"{CLEAN}-120-alpha", f"{LISTED}-80-beta", "a:1"]
    assert row["known"] == NOON + timedelta(days=85 + 42, hours=5)


@pytest.mark.parametrize(
    "others",
    [
        pytest.param(voyages(CLEAN, 10, 380), id="she was there before"),
        pytest.param(voyages(CLEAN, 320, 380), id="she came long after"),
        pytest.param([event("one", NOON + 120 * DAY, imo=CLEAN, place="alpha")], id="one side only"),
    ],
)
def test_who_did_not_begin_after_her_took_over_nothing(others):
    assert took_over(*voyages(LISTED, 0, 100), *others) == []


def test_while_the_listed_ship_still_calls_nobody_took_over():
    assert took_over(*voyages(LISTED, 0, 380), *voyages(CLEAN, 120, 380)) == []


def test_what_rests_on_made_up_rows_says_so():
    rows = found([event("e", imo=LISTED, source="synthetic:sea")], [on_list("a:1", "X", imo=LISTED)])

    assert rows_of(rows, "source") == [("synthetic:sea",)]


def test_nothing_in_nothing_out():
    names = ("events", "identities", "entities", "hulls")

    assert len(contact(*(fields.empty(name) for name in names), until=at(0))) == 0

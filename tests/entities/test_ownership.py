"""Who stands behind a hull, in two steps, with the way and the share where it is given."""

from datetime import timedelta

import pytest

from tests.worlds import NOON, on_list, rows_of, table, tied
from vedette import fields
from vedette.entities.ownership import Ownership, ownership
from vedette.kernels.shares import percentage


def ways(entities, links, **more):
    return ownership(table("entities", *entities), table("links", *links), **more)


def firm(entity: str, name: str, **more: object) -> dict[str, object]:
    return on_list(entity, name, **{"kind": "organisation", "programmes": [], **more})


# A net: the ship is held by a company, that by a designated person and by another company; a stranger beside.
NET = (
    on_list("a:1", "SHIP", imo=9161003, programmes=[]),
    firm("a:2", "SHELL LTD"),
    firm("a:3", "MR LISTED", kind="person", programmes=["ARMS"]),
    firm("a:4", "CLEAN HOLDING"),
    firm("a:5", "STRANGER INC", programmes=["ARMS"]),
    firm("a:6", "BEHIND THAT", programmes=["ARMS"]),
)
TIES = (
    tied("a:1", "a:2", "owner", detail="80 %"),
    tied("a:2", "a:3", "owner", detail="75%"),
    tied("a:2", "a:4", "owner", detail="25%"),
    tied("a:3", "a:6", "linked to"),
)


@pytest.mark.redflag("RF50")
def test_a_listed_owner_two_steps_away_is_found_with_the_way_and_the_share():
    found = ways(NET, TIES)

    assert sorted(rows_of(found, "name", "steps", "through", "share", "listed_as")) == [
        ("CLEAN HOLDING", 2, "a:2", pytest.approx(0.2), []),
        ("MR LISTED", 2, "a:2", pytest.approx(0.6), ["a:3"]),
        ("SHELL LTD", 1, None, pytest.approx(0.8), []),
    ]
    (listed,) = [row for row in found.to_pylist() if row["listed_as"]]
    assert listed["because"] == ["a:3", "l:a:1>a:2", "l:a:2>a:3"]
    assert listed["roles"] == ["owner", "owner"]


def test_who_stands_three_steps_away_or_nowhere_is_left_out():
    names = {row["name"] for row in ways(NET, TIES).to_pylist()}

    assert not names & {"STRANGER INC", "BEHIND THAT"}


def test_a_share_is_told_only_when_every_step_has_one():
    found = ways(NET, (tied("a:1", "a:2", "owner"), TIES[1]))

    assert rows_of(found, "share") == [(None,), (None,)]


@pytest.mark.parametrize(
    ("words", "share"),
    [
        ("60 %", 0.6),
        ("owns 49,5% of it", 0.495),
        ("100%", 1.0),
        ("50-75 %", None),
        ("more than 50 %", None),
        ("25% and 30%", None),
        ("1000 %", None),
        ("M LEASING LLC", None),
        (None, None),
    ],
)
def test_a_share_is_read_only_where_the_words_give_one_number(words, share):
    assert percentage(words) == share


def test_the_same_company_number_on_another_list_shows_that_an_owner_is_designated():
    found = ways(
        (
            on_list("a:1", "SHIP", imo=9161003),
            firm("a:2", "TRANSMORFLOT", imo=6016988),
            firm("b:7", "TRANSMORFLOT LLC", imo=6016988, programmes=["RUSSIA"]),
            firm("b:8", "TRANSMORFLOT LLC", programmes=["RUSSIA"]),
        ),
        (tied("a:1", "a:2", "owner"),),
    )

    assert rows_of(found, "party", "listed_as") == [("a:2", ["b:7"])]


def test_a_tax_number_of_one_country_is_not_that_of_another():
    found = ways(
        (
            on_list("a:1", "SHIP", imo=9161003),
            firm("a:2", "ONE", ids=["tax:123", "inn:7701"]),
            firm("b:1", "OTHER", ids=["tax:123"], programmes=["X"]),
            firm("b:2", "SAME", ids=["inn:7701"], programmes=["X"]),
        ),
        (tied("a:1", "a:2", "owner"),),
    )

    assert rows_of(found, "listed_as") == [(["b:2"],)]


def test_a_party_that_the_newest_edition_has_dropped_is_not_called_designated():
    later = NOON + timedelta(weeks=4)
    found = ways(
        (
            on_list("a:1", "SHIP", imo=9161003, since=NOON, list_date=later),
            firm("a:2", "GONE LTD", programmes=["X"], until=later),
        ),
        (tied("a:1", "a:2", "owner", until=later),),
    )

    assert rows_of(found, "name", "listed_as", "list_date", "until") == [("GONE LTD", [], NOON, later)]


def test_a_name_without_an_entry_stays_a_name():
    found = ways((on_list("a:1", "SHIP", imo=9161003),), (tied("a:1", "name:=HYPER()", "owner"),))

    assert rows_of(found, "party", "name", "kind") == [("name:=HYPER()", "=HYPER()", None)]


def test_owners_that_own_each_other_end_after_two_steps():
    found = ways(NET, (tied("a:1", "a:2", "owner"), tied("a:2", "a:4", "owner"), tied("a:4", "a:2", "owner")))

    assert sorted(rows_of(found, "name", "steps")) == [("CLEAN HOLDING", 2), ("SHELL LTD", 1)]


def test_of_a_great_many_ways_those_to_listed_parties_are_kept():
    links = [tied("a:1", f"name:N{number:03}", "linked to") for number in range(30)]
    found = ways(NET, (*links, *TIES), options=Ownership(most=2))

    assert [row["name"] for row in found.to_pylist() if row["listed_as"]] == ["MR LISTED"]
    assert len(found) == 2


def test_no_lists_no_ways():
    assert len(ownership(fields.empty("entities"), fields.empty("links"))) == 0

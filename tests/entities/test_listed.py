"""When an entry stood on its list, and when nobody can tell."""

from datetime import datetime, timedelta

import pytest

from tests.worlds import NOON, on_list, table
from vedette.entities.listed import entries

WEEK = timedelta(weeks=1)


def only(*rows: dict[str, object], entity: str = "a:1"):
    (found,) = [one for one in entries(table("entities", *rows)) if one.entity == entity]
    return found


def edition(week: int) -> dict[str, object]:
    """Another entry of the list, by which an edition of that week is known to be in hand."""
    return on_list("a:other", "OTHER", flag=str(week), list_date=NOON + week * WEEK)


def test_an_entry_is_listed_between_its_first_and_last_edition():
    entry = only(on_list("a:1", "X", since=NOON, list_date=NOON + 4 * WEEK))

    assert [entry.then(NOON + n * WEEK) for n in (0, 2, 4)] == ["listed"] * 3
    assert (entry.since, entry.now) == (NOON, "listed")


def test_before_the_only_edition_in_hand_nobody_can_tell():
    entry = only(on_list("a:1", "X"))

    assert entry.then(NOON - WEEK) == "not known"
    assert entry.then(NOON + 99 * WEEK) == "listed"


def test_an_earlier_edition_without_it_shows_that_it_was_not_listed():
    entry = only(edition(0), on_list("a:1", "X", list_date=NOON + 4 * WEEK))

    assert entry.then(NOON - WEEK) == "not listed"
    assert entry.then(NOON) == "not listed"
    # It came between the two editions: on which day, they do not say.
    assert entry.then(NOON + 2 * WEEK) == "not known"
    assert entry.then(NOON + 4 * WEEK) == "listed"


def test_the_lists_own_date_of_designation_tells_the_day():
    day = datetime(2022, 5, 8)
    entry = only(on_list("a:1", "X", listed_on=day))

    assert entry.then(day - timedelta(days=1)) == "not listed"
    assert entry.then(day) == "listed"
    assert entry.since == day


def test_an_entry_that_the_newest_edition_lacks_is_no_longer_listed():
    entry = only(on_list("a:1", "X", until=NOON + 2 * WEEK), edition(2), edition(4))

    assert entry.now == "no longer listed"
    assert entry.then(NOON) == "listed"
    assert entry.then(NOON + WEEK) == "not known"
    assert entry.then(NOON + 3 * WEEK) == "not listed"


def test_a_time_off_the_list_is_told():
    entry = only(on_list("a:1", "X"), edition(1), edition(3), on_list("a:1", "X", list_date=NOON + 5 * WEEK))

    assert entry.then(NOON + 2 * WEEK) == "not listed"
    assert entry.then(NOON + 4 * WEEK) == "not known"
    assert entry.now == "listed"


def test_of_an_undated_list_nothing_is_told_but_that_it_has_her():
    entry = only(on_list("a:1", "X", list_date=None))

    assert (entry.then(NOON), entry.since, entry.now) == ("not known", None, "listed")


@pytest.mark.parametrize(
    ("row", "standing"),
    [
        (on_list("a:1", "X"), "designated"),
        (on_list("watch:a:1", "X", list="watch:a"), "watched"),
        (on_list("a:1", "X", programmes=[]), None),
        (on_list("a:1", "X", kind="organisation"), None),
    ],
)
def test_only_a_list_lists_and_only_ships_are_told_here(row, standing):
    assert [one.standing for one in entries(table("entities", row))] == ([standing] if standing else [])

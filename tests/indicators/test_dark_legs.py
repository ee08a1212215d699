"""Voyages along a corridor on which the ship was dark, by week."""

import pytest

from tests.indicators.worlds import places, seen, table, week
from vedette import fields
from vedette.indicators import dark_legs

WAY = (("way", ("alpha",), ("beta",)),)


def voyage(number, ship="mmsi:1"):
    """Out of alpha on the first day of a week, at beta on the fifth."""
    return [
        seen(week(number), "alpha", ship, end=week(number, 0.5)),
        seen(week(number, 4), "beta", ship, end=week(number, 5)),
    ]


def silence(number, start=1.0, end=2.0, ship="mmsi:1", kind="dark", **more):
    begun = week(number, start)
    return {
        "event": f"gap-{ship}-{number}-{start}",
        "kind": "gap",
        "ship": ship,
        "start": begun,
        "end": None if end is None else week(number, end),
        "known": week(number, start + 0.3),
        "details": f'{{"class": "{kind}"}}',
        "source": "ais",
        **more,
    }


def rows(*events, until):
    options = dark_legs.DarkLegs(corridors=WAY)
    found = dark_legs.dark_legs(table("events", list(events)), places("alpha", "beta"), options, until=until)
    return fields.conform(found, "indicators").to_pylist()


@pytest.mark.redflag("RF01")
def test_a_voyage_with_a_dark_silence_between_its_calls_is_counted_where_it_arrives():
    found = rows(*voyage(0), *voyage(1), silence(1), *voyage(3, "mmsi:2"), until=week(4))

    assert [(row["value"], row["exposure"]) for row in found] == [(0, 1), (1, 1), (None, 0), (0, 1)]
    assert {row["series"] for row in found} == {"dark_legs/way/alpha>beta"}
    left, arrived = voyage(1)
    assert sorted(found[1]["because"]) == sorted([left["event"], arrived["event"], silence(1)["event"]])


@pytest.mark.parametrize(
    "gap",
    [
        silence(0, kind="unobserved"),
        silence(0, kind="unclear"),
        silence(0, ship="mmsi:9"),
        silence(0, -3.0, -1.0),  # before she called
        silence(0, 0.1, 0.3),  # while she lay there
        silence(0, 4.5, 6.0),  # after she had arrived
        silence(0, known=week(9)),
    ],
)
def test_other_silences_make_no_voyage_dark(gap):
    (row,) = rows(*voyage(0), gap, until=week(1))

    assert (row["value"], row["exposure"]) == (0, 1)


def test_a_silence_that_ends_with_the_call_is_on_the_way():
    (row,) = rows(*voyage(0), silence(0, 3.0, 4.2), until=week(1))

    assert row["value"] == 1


def test_the_later_of_two_silences_is_the_one_it_rests_on():
    (row,) = rows(*voyage(0), silence(0, 1.0, 1.5), silence(0, 2.0, 3.0), until=week(1))

    assert row["value"] == 1
    assert silence(0, 2.0, 3.0)["event"] in row["because"]


def test_dark_voyages_after_many_open_ones_alarm():
    before = [event for number in range(60) for event in voyage(number)]
    after = [event for number in (60, 61, 62) for event in [*voyage(number), silence(number)]]

    found = rows(*before, *after, until=week(63))

    assert [row["start"] for row in found if row["alarm"]][-1] == week(62)
    assert not any(row["alarm"] for row in found[:60])
    assert not any(row["alarm"] for row in rows(*before, until=week(60)))


def test_without_a_voyage_nothing_is_said():
    assert rows(silence(0), until=week(3)) == []

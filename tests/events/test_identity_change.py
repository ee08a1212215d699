import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.worlds import SHIP, at, rows_of, table
from vedette.events.identity_change import IdentityChange, identity_changes

DAY = 24.0


def said(*rows, mmsi=SHIP, source="ais", field="name"):
    """What a ship said at some hours after noon."""
    return table(
        "statics",
        *(
            {"mmsi": mmsi, "time": at(hour), field: value, "source": source, "record": f"s:{line}"}
            for line, (hour, value) in enumerate(rows, 2)
        ),
    )


def daily(value, first, last):
    return [(day * DAY, value) for day in range(first, last + 1)]


def found(rows, until=None, **options):
    return identity_changes(rows, IdentityChange(**options), until)


def told(rows):
    return [
        (one["field"], one["before"], one["after"]) for one in map(json.loads, rows["details"].to_pylist())
    ]


@pytest.mark.redflag("RF02", "RF26", "RF45")
def test_a_new_name_counts_after_three_sightings():
    rows = found(said(*daily("ANGARA", 0, 3), *daily("MARIA", 4, 9)))

    assert told(rows) == [("name", "ANGARA", "MARIA")]
    assert rows_of(rows, "kind", "mmsi", "start", "end", "known") == [
        ("identity_change", SHIP, at(3 * DAY), at(4 * DAY), at(6 * DAY))
    ]
    assert rows["because"].to_pylist() == [["s:5", "s:6"]]


def test_two_sightings_are_not_enough_while_something_else_is_said():
    assert len(found(said(*daily("ANGARA", 0, 3), *daily("MARIA", 4, 5), *daily("ANGARA", 6, 9)))) == 0


def test_where_each_change_is_said_once_it_counts_when_nothing_contradicts_it_for_a_week():
    once = said((0, "ANGARA"), (50, "MARIA"))

    assert len(found(once, until=at(50 + 7 * DAY - 1))) == 0
    assert rows_of(found(once, until=at(50 + 7 * DAY)), "start", "end", "known") == [
        (at(0), at(50), at(50 + 7 * DAY))
    ]
    assert len(found(once)) == 0


def test_there_and_back_within_a_day_is_no_change():
    flicker = said((0, "ANGARA"), (50, "MARIA"), (50.1, "MARIA"), (73, "MARIA"), (73.5, "ANGARA"))

    assert len(found(flicker, until=at(5000))) == 0


def test_what_two_ships_with_one_number_say_by_turns_is_no_change():
    turns = [(hour, ("ANGARA", "MARIA")[turn % 2]) for turn, hour in enumerate(range(0, 500, 7))]

    assert len(found(said(*turns))) == 0


def test_a_slip_on_the_first_day_is_no_name():
    assert len(found(said((0, "XNGARA"), (0.1, "ANGARA"), *daily("ANGARA", 1, 9)))) == 0


def test_there_and_back_after_weeks_is_two_changes():
    rows = found(said(*daily("ANGARA", 0, 5), *daily("MARIA", 6, 20), *daily("ANGARA", 21, 30)))

    assert told(rows) == [("name", "ANGARA", "MARIA"), ("name", "MARIA", "ANGARA")]


def test_a_slip_between_old_and_new_is_left_out():
    rows = found(said(*daily("ANGARA", 0, 3), (80, "QQ"), (81, "ANGARA"), *daily("MARIA", 4, 9)))

    assert rows_of(rows, "start", "end") == [(at(81), at(4 * DAY))]
    assert told(rows) == [("name", "ANGARA", "MARIA")]


@pytest.mark.parametrize(
    "spelled",
    [
        ("PAEK YANG-SAN 1", " Paek Yangsan 1 "),
        ("MARIA THERESIA STAR 12", "MARIA THERESIA STAR"),
        ("LADY R.", "LADY R"),
    ],
)
def test_another_spelling_is_no_other_name(spelled):
    assert len(found(said(*daily(spelled[0], 0, 5), *daily(spelled[1], 6, 20)))) == 0


def test_names_that_differ_in_a_number_are_two_names():
    rows = found(said(*daily("VOLGA 1", 0, 5), *daily("VOLGA 2", 6, 20)))

    assert len(rows) == 1


def test_call_signs_and_imo_numbers_count_too():
    calls = found(said(*daily("UABC", 0, 5), *daily("3EXY", 6, 20), field="call_sign"))
    numbers = found(said(*daily(9179842, 0, 5), *daily(9074729, 6, 20), field="imo"))

    assert told(calls) == [("call_sign", "UABC", "3EXY")]
    assert told(numbers) == [("imo", 9179842, 9074729)]


def test_a_wrong_imo_number_is_none_and_to_say_none_is_no_change():
    wrong = said(*daily(9179842, 0, 5), *daily(9179843, 6, 20), *daily(None, 21, 30), field="imo")

    assert len(found(wrong)) == 0


def test_a_new_name_and_a_new_call_sign_at_once_are_two_findings():
    rows = table(
        "statics",
        *(
            {
                "mmsi": SHIP,
                "time": at(DAY * day),
                "name": "ANGARA" if day < 5 else "MARIA",
                "call_sign": "UABC" if day < 5 else "3EXY",
                "source": "synthetic:sea" if day < 5 else "ais",
                "record": f"s:{day}",
            }
            for day in range(12)
        ),
    )

    assert len(set(found(rows)["event"].to_pylist())) == 2
    assert found(rows)["source"].to_pylist() == ["synthetic:sea, ais"] * 2


@settings(max_examples=150, deadline=None)
@given(
    what=st.lists(
        st.tuples(st.sampled_from([1, 11, 30, 100, 200]), st.sampled_from(["A", "B", "C", None])), max_size=25
    ),
    then=st.integers(0, 1500),
)
def test_what_was_known_then_is_what_was_found_then(what, then):
    hours, rows = 0, []
    for wait, name in what:
        hours += wait
        rows.append((hours, name))
    whole = found(said(*rows), until=at(10_000))

    partly = found(said(*rows), until=at(then))

    known = {row["event"] for row in whole.to_pylist() if row["known"] <= at(then)}
    assert set(partly["event"].to_pylist()) == known

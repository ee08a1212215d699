from datetime import timedelta

import pytest

from tests.worlds import NOON, rows_of, table
from vedette.coverage.usual import Usual, usual

CELL = "42.00_131.00"


def hour(number, messages, ships=1, cell=CELL):
    return {
        "cell": cell,
        "hour": NOON + timedelta(hours=number),
        "messages": messages,
        "ships": ships,
    }


def found(*rows, **options):
    return usual(table("coverage", *rows), Usual(**options))


def steady(hours, messages=20, ships=5, cell=CELL):
    return [hour(number, messages, ships, cell) for number in range(hours)]


def test_nothing_is_usual_before_a_day_has_been_heard():
    rows = found(*steady(24))

    assert rows["usual_messages"].null_count == 24
    assert rows["heard"].null_count == 0


def test_what_each_day_hears_at_this_hour_is_usual():
    assert found(*steady(24 * 5))["usual_messages"].to_pylist()[-1] == pytest.approx(20)


def test_the_past_is_forgotten():
    rows = found(*steady(24 * 10, 20), *(hour(24 * 10 + n, 90) for n in range(24 * 8)), days=7)

    assert rows["usual_messages"].to_pylist()[-1] == pytest.approx(90)


def test_hours_in_which_only_others_were_heard_count_as_nothing():
    here = [hour(number, 20) for number in range(0, 24 * 8, 2)]
    elsewhere = steady(24 * 8, cell="43.00_131.00")

    rows = found(*here, *elsewhere)

    # One of the three hours looked at is even: the square of a third of the root of 20.
    last = [usual for cell, usual in rows_of(rows, "cell", "usual_messages") if cell == CELL][-1]
    assert last == pytest.approx(20 / 9, rel=0.01)


def test_one_loud_hour_does_not_make_the_others_quiet():
    rows = found(*steady(24 * 8), hour(24 * 8, 2000), *(hour(24 * 8 + 1 + n, 20) for n in range(48)))

    assert rows["usual_messages"].to_pylist()[-1] < 60


def test_the_more_ships_and_messages_the_better_a_ship_was_heard():
    one, few, many = (found(hour(0, 4 * ships, ships))["heard"][0].as_py() for ships in (1, 3, 20))

    assert one < few < many < 1
    assert one == pytest.approx(0.75 * (1 - 2.718281828**-4), abs=0.001)


def test_an_hour_quieter_than_usual_heard_worse():
    loud, quiet = (found(*steady(24 * 8), hour(24 * 8, sent, 5))["heard"].to_pylist()[-1] for sent in (20, 5))

    assert quiet < 0.75 * loud


def test_counts_stay_as_they_were():
    rows = found(*steady(3))

    assert rows_of(rows, "messages", "ships") == [(20, 5)] * 3

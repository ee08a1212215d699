import json

import pytest

from tests.worlds import at, rows_of, table
from vedette.events.shared_number import MOST_SHIPS, SharedNumber, shared_numbers

ONE, OTHER, IMO = 273000001, 352000002, 9179842


def used(mmsi, start, end, *, imo=IMO, name=None):
    return {
        "mmsi": mmsi,
        "imo": imo,
        "name": name,
        "start": at(start),
        "end": at(end),
        "because": [f"s:{mmsi}-{start}"],
    }


def found(*rows, **options):
    return shared_numbers(table("identities", *rows), SharedNumber(**options))


@pytest.mark.redflag("RF02", "RF45")
def test_two_ships_that_say_one_imo_number_at_once_clash():
    rows = found(used(OTHER, 5, 50, name="MARIA"), used(ONE, 0, 20, name="ANGARA"))

    assert rows_of(rows, "kind", "mmsi", "other_mmsi", "imo", "start", "end", "known") == [
        ("identity_clash", ONE, OTHER, IMO, at(5), at(20), at(20))
    ]
    assert rows["because"].to_pylist() == [[f"s:{ONE}-0", f"s:{OTHER}-5"]]
    assert json.loads(rows["details"][0].as_py())["same_name"] is False


def test_it_is_known_as_soon_as_the_first_is_in_hand_as_saying_it_still():
    rows = found(used(ONE, 0, 90), used(ONE, 8, 9, name="ANGARA"), used(OTHER, 5, 50))

    assert rows_of(rows, "start", "end", "known") == [(at(5), at(50), at(8))]


def test_each_said_once_within_the_hour_is_at_once():
    rows = found(used(ONE, 0, 0), used(OTHER, 0.9, 0.9))

    assert rows_of(rows, "start", "end", "known") == [(at(0.9), at(0.9), at(0.9))]


def test_one_after_the_other_is_a_ship_with_a_new_number():
    assert len(found(used(ONE, 0, 10), used(OTHER, 12, 50))) == 0


def test_how_near_in_time_is_an_option():
    assert len(found(used(ONE, 8, 10), used(OTHER, 12, 50), at_once_hours=3)) == 1


def test_zero_and_wrong_numbers_are_nobodys():
    for imo in (None, 0, 9179843):
        assert len(found(used(ONE, 0, 10, imo=imo), used(OTHER, 0, 10, imo=imo))) == 0


def test_different_numbers_do_not_clash():
    assert len(found(used(ONE, 0, 10), used(OTHER, 0, 10, imo=9074729))) == 0


def test_three_ships_make_three_pairs():
    rows = found(*(used(mmsi, 0, 10) for mmsi in (273000001, 273000002, 273000003)))

    assert len(set(rows["event"].to_pylist())) == 3


def test_a_number_that_everybody_says_tells_nothing():
    crowd = [used(273000000 + n, 0, 10) for n in range(MOST_SHIPS + 1)]

    assert len(found(*crowd)) == 0
    assert len(found(*crowd[1:])) == MOST_SHIPS * (MOST_SHIPS - 1) // 2

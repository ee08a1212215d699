import numpy as np
import pyarrow as pa
import pytest

from tests.worlds import at, heard
from vedette.positions.doubts import Doubts, doubts


def doubts_of(*positions, until=None, **options):
    return doubts(pa.concat_tables(positions), Doubts(**options), until=until)["doubt"].to_pylist()


def along(places, every_h=0.1, **more):
    """A ship heard every six minutes at so many hundredths of a degree north of 42."""
    return heard(*np.arange(len(places)) * every_h, lat=[42 + north / 100 for north in places], **more)


@pytest.mark.parametrize("mmsi", [123, 111273000, 992732000, 970000001, 800000000, 199999999])
def test_a_number_no_ship_has_is_doubted(mmsi):
    assert doubts_of(heard(0, mmsi=mmsi)) == ["mmsi"]


def test_no_place_and_null_island_are_doubted():
    assert doubts_of(heard(0, 1, 2, lat=[None, 0.0, 0.01], lon=[None, 0.0, 0.0])) == [
        "no position",
        "null island",
        None,
    ]


def test_the_future_begins_after_until():
    assert doubts_of(heard(0, 1), until=at(0)) == [None, "future"]
    assert doubts_of(heard(0, 1)) == [None, None]


@pytest.mark.parametrize("length", [1, 2, 3])
def test_up_to_three_positions_elsewhere_are_strays(length):
    places = [0, 1, 2, *[500 + 300 * n for n in range(length)], 3, 4, 5]

    assert doubts_of(along(places)) == [None] * 3 + ["stray"] * length + [None] * 3


def test_four_positions_elsewhere_are_a_story():
    assert set(doubts_of(along([0, 1, 2, 500, 501, 502, 503, 3, 4, 5]))) == {None}


def test_a_ship_that_goes_on_from_where_she_jumped_to_is_no_stray():
    assert set(doubts_of(along([0, 1, 2, 500, 501, 502]))) == {None}


def test_the_first_and_last_position_of_a_ship_are_nobodys_stray():
    assert set(doubts_of(along([500, 0, 1, 2]))) == {None}
    assert set(doubts_of(along([0, 1, 2, 500]))) == {None}


def test_two_ships_under_one_number_are_both_kept():
    assert set(doubts_of(along([0, 500, 1, 501, 2, 502, 3, 503]))) == {None}


def test_a_late_copy_of_the_track_does_not_doubt_the_track_away():
    hours = np.arange(0, 6, 0.1)
    late = heard(*(hours[20:40] + 0.55), lat=42 + hours[20:40] * 0.25, file="late")
    found = doubts_of(heard(*hours, lat=42 + hours * 0.25), late)

    assert found[:60].count("stray") <= 6


def test_a_minute_between_two_clocks_is_no_stray():
    assert set(doubts_of(heard(0, 0.1, 0.1001, 0.2, lat=[42.0, 42.02, 42.005, 42.03]))) == {None}


def test_a_stray_over_the_date_line_is_none():
    assert set(doubts_of(heard(*range(5), lon=[179.8, 179.9, -180.0, -179.9, -179.8]))) == {None}


def test_how_fast_is_too_fast_is_an_option():
    assert set(doubts_of(along([0, 1, 2, 30, 3, 4, 5]))) == {None, "stray"}
    assert set(doubts_of(along([0, 1, 2, 30, 3, 4, 5]), max_kn=200.0)) == {None}


def test_reasons_add_up_and_are_said_once():
    once = doubts(heard(0, mmsi=5, lat=None, lon=None, doubt="checksum"))

    assert once["doubt"].to_pylist() == ["checksum, mmsi, no position"]
    assert doubts(once)["doubt"].to_pylist() == ["checksum, mmsi, no position"]


def test_a_doubled_row_neither_is_nor_makes_a_stray():
    rows = along([0, 1, 2, 500, 3, 4])
    twice = heard(0.3, lat=47.0, doubt="doubled", file="copy")

    assert doubts_of(rows, twice) == [None, None, None, "stray", None, None, "doubled"]

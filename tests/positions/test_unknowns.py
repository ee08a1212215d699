import pytest

from tests.worlds import heard
from vedette.positions.unknowns import Unknowns, unknowns


def cleaned(column, value, **options):
    rows = heard(0, **{"speed" if column == "speed_kn" else column: value})
    return unknowns(rows, Unknowns(**options))[column][0].as_py()


@pytest.mark.parametrize("value", [102.3, 102.2, 102.19999695, 51.2, 51.2000008, 63.0, 400.0, -0.1])
def test_a_speed_that_means_not_known_is_null(value):
    assert cleaned("speed_kn", value) is None


@pytest.mark.parametrize("value", [0.0, 51.1, 63.1, 102.1])
def test_a_high_speed_stays(value):
    assert cleaned("speed_kn", value) == value


@pytest.mark.parametrize("column", ["course_deg", "heading_deg"])
@pytest.mark.parametrize(
    ("value", "known"), [(0.0, 0.0), (359.9, 359.9), (360.0, None), (511.0, None), (-1.0, None)]
)
def test_a_direction_lies_under_360(column, value, known):
    assert cleaned(column, value) == known


@pytest.mark.parametrize(("value", "known"), [(0, 0), (15, 15), (16, None), (-1, None)])
def test_a_status_is_0_to_15(value, known):
    assert cleaned("status", value) == known


@pytest.mark.parametrize("place", [(91, 181), (91, 30), (10, 181), (-90.1, 0), (float("nan"), 1), (None, 1)])
def test_half_a_place_is_none(place):
    rows = unknowns(heard(0, lat=place[0], lon=place[1]))

    assert (rows["lat"][0].as_py(), rows["lon"][0].as_py()) == (None, None)


def test_poles_and_the_date_line_are_places_and_rounding_past_them_is_forgiven():
    rows = unknowns(heard(0, 1, 2, lat=[90, -90.0000005, 0], lon=[0, 180.0000005, -180]))

    assert rows["lat"].to_pylist() == [90, -90, 0]
    assert rows["lon"].to_pylist() == [0, 180, -180]


def test_no_row_is_dropped_and_no_doubt_forgotten():
    rows = unknowns(heard(0, 1, lat=91, lon=181, doubt="checksum"))

    assert rows["doubt"].to_pylist() == ["checksum", "checksum"]


def test_which_speeds_are_bad_is_an_option():
    assert cleaned("speed_kn", 51.2, bad_speeds_kn=()) == 51.2

import pytest

from tests.worlds import HERE, at, heard, rows_of, tracks_of
from vedette.kernels.sphere import DEGREE_M


def test_a_position_knows_the_step_from_the_one_before_it():
    tracks = tracks_of(heard(0, 1, 3, lat=[42, 43, 43]))

    assert tracks["step_s"].to_pylist() == [None, 3600, 7200]
    assert tracks["step_m"].to_pylist() == [None, pytest.approx(DEGREE_M), pytest.approx(0)]


def test_the_first_position_of_each_ship_has_none_before_it():
    tracks = tracks_of(heard(5, 0), heard(1, 2, mmsi=273000002))

    assert rows_of(tracks, "mmsi", "time", "step_s") == [
        (273000001, at(0), None),
        (273000001, at(5), 18000),
        (273000002, at(1), None),
        (273000002, at(2), 3600),
    ]


def test_doubted_rows_and_rows_without_a_place_are_left_out():
    tracks = tracks_of(
        heard(0, 2), heard(1, doubt="stray", file="g"), heard(1.5, lat=None, lon=None, file="h")
    )

    assert tracks["step_s"].to_pylist() == [None, 7200]


def test_two_messages_in_one_second_stand_in_the_order_they_were_read():
    tracks = tracks_of(heard(*[0] * 9, 0, lat=[HERE[0] + n for n in range(10)]))

    assert [record.split(":")[1] for record in tracks["record"].to_pylist()] == [str(n) for n in range(2, 12)]
    assert tracks["step_s"].to_pylist() == [None, *[0.0] * 9]


def test_a_step_over_the_date_line_is_short():
    assert tracks_of(heard(0, 1, lat=0, lon=[179.5, -179.5]))["step_m"][1].as_py() == pytest.approx(DEGREE_M)

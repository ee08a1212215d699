import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.kernels.sphere import DEGREE_M, EARTH_M, bearing_deg, destination, distance_m, too_fast, wrapped

LAT, LON = st.floats(-90, 90), st.floats(-180, 180)


@pytest.mark.parametrize(
    ("here", "there", "metres"),
    [
        ((0, 0), (0, 1), DEGREE_M),
        ((10, 180), (10, -180), 0),
        ((89, 0), (89, 180), 2 * DEGREE_M),
        ((-90, 20), (90, -140), np.pi * EARTH_M),
        ((0, 0), (0, 180), np.pi * EARTH_M),
        ((42.2271, 130.2826), (42.75, 133.0833), 236_700),
    ],
)
def test_distances_are_right_everywhere(here, there, metres):
    assert distance_m(*here, *there) == pytest.approx(metres, rel=1e-3, abs=1e-3)


@given(LAT, LON, LAT, LON)
def test_distance_is_the_same_both_ways_and_never_more_than_half_round(lat, lon, to_lat, to_lon):
    there = distance_m(lat, lon, to_lat, to_lon)

    assert there == pytest.approx(float(distance_m(to_lat, to_lon, lat, lon)), abs=1e-6)
    assert 0 <= there <= np.pi * EARTH_M + 1e-6


@given(st.floats(-85, 85), LON, st.floats(0, 360), st.floats(1, 1e6))
def test_one_arrives_at_the_distance_one_went_and_in_the_direction(lat, lon, course, metres):
    to_lat, to_lon = destination([lat], [lon], [course], [metres])

    assert distance_m([lat], [lon], to_lat, to_lon)[0] == pytest.approx(metres, rel=1e-6, abs=0.01)
    turn = (bearing_deg([lat], [lon], to_lat, to_lon)[0] - course + 180) % 360 - 180
    assert abs(turn) < 0.01 + 1 / metres


def test_a_longitude_has_one_way_to_be_written():
    assert wrapped([-540, 179.5, 180, 359]).tolist() == [-180, 179.5, -180, -1]


def test_two_messages_in_one_second_are_not_too_fast_within_the_slack():
    assert not too_fast(np.array([1000.0]), np.array([0.0]), 60.0, 60.0)

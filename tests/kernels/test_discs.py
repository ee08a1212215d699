import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.kernels.discs import within, within_any
from vedette.kernels.sphere import distance_m

LAT = st.one_of(st.floats(-90, 90), st.sampled_from([-90.0, 0.0, 89.99, 90.0]))
LON = st.one_of(st.floats(-180, 180), st.sampled_from([-180.0, 179.999, 180.0, 0.0]))
REACH = st.sampled_from([0.0, 500.0, 4000.0, 11_000.0, 40_000.0, 150_000.0, 900_000.0, 2e7])


@settings(max_examples=120, deadline=None)
@given(
    points=st.lists(st.tuples(LAT, LON), max_size=20),
    circles=st.lists(st.tuples(LAT, LON, REACH), max_size=8),
    near=st.booleans(),
)
def test_the_pairs_are_those_of_measuring_every_point_against_every_circle(points, circles, near):
    lat, lon = (np.array([p[i] for p in points], dtype=float) for i in (0, 1))
    at_lat, at_lon, reach = (np.array([c[i] for c in circles], dtype=float) for i in range(3))
    if near and len(circles) and len(points):
        lat = np.clip(at_lat[0] + (lat / 90) * reach[0] / 1e5, -90, 90)
        lon = at_lon[0] + (lon / 180) * reach[0] / 5e4
    metres = distance_m(lat[:, None], lon[:, None], at_lat, at_lon)
    expected = {(i, j) for i, j in zip(*np.nonzero(metres <= reach), strict=True)}

    found = within(lat, lon, at_lat, at_lon, reach)

    assert set(zip(found.row.tolist(), found.circle.tolist(), strict=True)) == expected
    np.testing.assert_allclose(found.distance_m, metres[found.row, found.circle])


def test_a_point_nobody_knows_lies_nowhere():
    unknown = np.array([np.nan])

    assert len(within(unknown, unknown, np.zeros(1), np.zeros(1), np.full(1, 2e7)).row) == 0


@pytest.mark.parametrize("reach", [1.0, 150_000.0])
def test_a_circle_holds_points_across_the_date_line(reach):
    found = within(
        np.array([10.0]), np.array([-180.0]), np.array([10.0]), np.array([180.0]), np.array([reach])
    )

    assert found.distance_m.tolist() == [pytest.approx(0, abs=1e-6)]


def test_a_place_of_several_circles_is_met_once_at_its_nearest():
    lat, lon = np.array([42.0, 42.0, 43.0]), np.array([131.0, 131.019, 131.0])
    at_lat, at_lon = np.full(4, 42.0), np.array([131.0, 131.02, 131.01, 131.0])

    found = within(lat, lon, at_lat, at_lon, np.full(4, 3000.0), group=np.array([0, 0, 1, 2]))

    pairs = set(zip(found.row.tolist(), found.circle.tolist(), strict=True))
    assert pairs == {(0, 0), (0, 2), (0, 3), (1, 1), (1, 2), (1, 3)}


@settings(max_examples=60, deadline=None)
@given(
    points=st.lists(st.tuples(LAT, LON), max_size=20),
    circles=st.lists(st.tuples(LAT, LON, REACH), max_size=8),
)
def test_a_point_is_in_any_circle_when_it_is_in_one(points, circles):
    lat, lon = (np.array([p[i] for p in points], dtype=float) for i in (0, 1))
    at_lat, at_lon, reach = (np.array([c[i] for c in circles], dtype=float) for i in range(3))

    found = within_any(lat, lon, at_lat, at_lon, reach)

    assert np.flatnonzero(found).tolist() == sorted(set(within(lat, lon, at_lat, at_lon, reach).row.tolist()))

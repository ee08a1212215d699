import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.kernels import grid
from vedette.kernels.sphere import distance_m

LAT = st.one_of(st.floats(-90, 90), st.sampled_from([-90.0, 0.0, 89.99, 90.0]))
LON = st.one_of(st.floats(-180, 180), st.sampled_from([-180.0, 179.999, 180.0, 0.0]))
REACH = st.sampled_from([0.0, 500.0, 4000.0, 11_000.0, 40_000.0, 150_000.0, 900_000.0, 2e7])


def test_the_cell_is_named_by_its_south_west_corner():
    names = grid.cell_names(grid.cells(np.array([42.3, 42.25, -0.01]), np.array([130.4, 130.25, -0.01])))

    assert names.to_pylist() == ["42.25_130.25", "42.25_130.25", "-0.25_-0.25"]


def test_the_date_line_and_the_poles_have_cells_of_their_own():
    names = grid.cell_names(
        grid.cells(np.array([0.0, 0.0, 90.0, -90.0]), np.array([180.0, -180.0, 0.0, 0.0]))
    )

    assert names.to_pylist() == ["0.00_-180.00", "0.00_-180.00", "89.75_0.00", "-90.00_0.00"]


def test_the_middle_of_a_cell_can_be_read_from_its_name():
    lat, lon = grid.cell_centres(pa.array(["42.25_130.25", "-90.00_-180.00"]))

    assert list(zip(lat, lon, strict=True)) == [(42.375, 130.375), (-89.875, -179.875)]


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

    found = grid.within(lat, lon, at_lat, at_lon, reach)

    assert set(zip(found.row.tolist(), found.circle.tolist(), strict=True)) == expected
    np.testing.assert_allclose(found.distance_m, metres[found.row, found.circle])


def test_memory_holds_the_answer_only_and_not_every_pair(monkeypatch):
    monkeypatch.setattr(grid, "_PAIRS_AT_ONCE", 10)
    lat = np.full(100, 42.0)

    found = grid.within(lat, lat, np.array([42.0, 42.0]), np.array([42.0, 42.1]), np.array([1e3, 1e5]))

    assert len(found.row) == 200


def test_a_point_nobody_knows_lies_nowhere():
    unknown = np.array([np.nan])

    assert len(grid.within(unknown, unknown, np.zeros(1), np.zeros(1), np.full(1, 2e7)).row) == 0


@pytest.mark.parametrize("reach", [1.0, 150_000.0])
def test_a_circle_holds_points_across_the_date_line(reach):
    found = grid.within(
        np.array([10.0]), np.array([-180.0]), np.array([10.0]), np.array([180.0]), np.array([reach])
    )

    assert found.distance_m.tolist() == [pytest.approx(0, abs=1e-6)]

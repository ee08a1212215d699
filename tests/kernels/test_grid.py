import numpy as np
import pyarrow as pa

from vedette.kernels import grid


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

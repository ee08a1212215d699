import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vedette.kernels.tallies import cell_runs, tally

ROWS = st.lists(
    st.tuples(st.integers(1, 3), st.integers(-50, 50), st.integers(0, 2)), min_size=1, max_size=40
)


@given(rows=ROWS)
def test_every_row_and_every_ship_is_counted_once_in_its_slot_whatever_the_order_of_times(rows):
    ship, moment, code = (np.array(column, dtype=np.int64) for column in zip(*sorted(rows), strict=True))
    first = int(moment.min()) // 10
    count = int(moment.max()) // 10 - first + 1

    found = tally(ship, moment, 10, first, code, 3, count).reshape(2, count, 3)

    for slot in range(count):
        for one in range(3):
            here = (moment // 10 - first == slot) & (code == one)
            assert found[:, slot, one].tolist() == [here.sum(), len(set(ship[here].tolist()))]


def test_a_ship_comes_to_a_cell_when_ship_cell_or_hour_is_another():
    ship, hour = np.array([1, 1, 1, 1, 2, 2]), np.array([0, 5, 9, 11, 11, 11])
    lat, lon = (
        np.array([0.1, 0.2, 0.1, 0.1, 0.1, 0.3]),
        np.array([180.0, -180.0, 180.0, 180.0, 180.0, -180.0]),
    )

    row, cell, number = cell_runs(ship, hour, lat, lon, 10, 4)

    assert (row.tolist(), number.tolist()) == ([0, 3, 4, 5], [0, 1, 1, 1])
    assert cell.tolist() == [360 * 1440, 360 * 1440, 360 * 1440, 361 * 1440]

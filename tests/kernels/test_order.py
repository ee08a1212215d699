import numpy as np
import pyarrow as pa

from vedette.kernels.order import by_time


def order(ship, time, record):
    source = pa.chunked_array([["s"] * len(ship)])
    return by_time(np.array(ship), np.array(time), pa.chunked_array([record], pa.string()), source)


def test_rows_in_order_are_left_alone():
    assert order([1, 1, 2], [5, 6, 1], ["a:1", "a:2", "a:3"]) is None
    assert order([1, 1], [5, 5], ["a:9", "a:10"]) is None


def test_ships_then_times():
    assert order([2, 1, 1], [1, 9, 3], ["a:1", "a:2", "a:3"]).tolist() == [2, 1, 0]


def test_one_second_is_ordered_as_the_file_was_read():
    assert order([1, 1, 1, 1], [5, 5, 5, 4], ["b:1", "a:10", "a:9", "c:1"]).tolist() == [3, 2, 1, 0]


def test_a_record_of_another_form_still_has_a_place():
    assert order([1, 1, 1], [5, 5, 5], ["a:x", None, "a"]).tolist() == [2, 0, 1]

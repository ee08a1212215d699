"""What is made of a table is made once, and let go with it."""

import gc
import weakref

import numpy as np
import pyarrow as pa

from vedette.kernels.kept import kept


class Answer:
    """Something that can be watched."""


def test_an_answer_is_made_once_for_a_table_and_its_other_arguments():
    asked = []

    @kept
    def sized(table: pa.Table, times: int, *, more: int = 0) -> int:
        asked.append(times)
        return len(table) * times + more

    table = pa.table({"a": [1, 2, 3]})

    assert [sized(table, 2), sized(table, 2), sized(table, 3), sized(table, 2, more=1)] == [6, 6, 9, 7]
    assert asked == [2, 3, 2]


def test_an_equal_table_is_another_one():
    made = kept(lambda _: Answer())
    one, other = (pa.table({"a": [1]}) for _ in range(2))

    assert made(one) is not made(other)


def test_an_answer_goes_with_its_table():
    made = kept(lambda _: Answer())
    table = pa.table({"a": np.arange(1000)})
    answer = weakref.ref(made(table))
    gc.collect()
    assert answer() is not None

    del table
    gc.collect()

    assert answer() is None


def test_tables_that_come_and_go_never_get_the_answer_of_another():
    size = kept(len)

    for rows in range(300):
        table = pa.table({"a": np.zeros(rows)})
        assert size(table) == rows
        del table

"""The local engine: threads that take tasks in turn."""

import threading

import pyarrow as pa
import pytest

from vedette.engines import local


def squared(n: int) -> dict[str, pa.Table]:
    return {"n": pa.table({"square": [n * n]})}


def test_answers_come_in_the_order_of_the_tasks_however_many_work():
    for workers in (1, 2, 5):
        found = local.engine(workers).map(squared, [3, 1, 2])

        assert [one["n"]["square"].to_pylist() for one in found] == [[9], [1], [4]]


def test_no_more_tasks_are_at_work_at_once_than_it_says():
    engine, at_work, most = local.engine(2), threading.Semaphore(2), []

    def kernel(n: int) -> dict[str, pa.Table]:
        most.append(at_work.acquire(blocking=False))
        threading.Event().wait(0.01)
        at_work.release()
        return squared(n)

    list(engine.map(kernel, range(8)))

    assert engine.at_once == 2
    assert all(most)


def test_what_a_task_raises_is_raised():
    def kernel(n: int) -> dict[str, pa.Table]:
        raise ValueError(f"{n} is no good")

    with pytest.raises(ValueError, match="1 is no good"):
        list(local.engine(2).map(kernel, [1]))

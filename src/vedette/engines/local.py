"""Here, on threads: the kernels spend their time in numpy and Arrow, which let go of the interpreter."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from vedette.engines import Engine

Task = TypeVar("Task")
Answer = TypeVar("Answer")


def engine(workers: int = 2) -> Engine:
    """Threads of this process."""
    return Engine("local", partial(map_tasks, workers=workers), workers)


def map_tasks(
    kernel: Callable[[Task], Answer], tasks: Iterable[Task], *, workers: int = 2
) -> Iterator[Answer]:
    """The kernel's answer to each task, in the order of the tasks, never more than ``workers`` at work.

    >>> list(map_tasks(lambda n: n * n, [3, 1, 2]))
    [9, 1, 4]
    """
    if workers == 1:
        yield from map(kernel, tasks)
        return
    with ThreadPoolExecutor(workers) as pool:
        running: deque[Future[Answer]] = deque()
        for task in tasks:
            running.append(pool.submit(kernel, task))
            if len(running) >= workers:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()

"""Running the flow: an engine maps a pure function over tasks, and its answers come in their order.

It is given functions and tasks that can be sent to another process, and answers that are Arrow tables by
name. Where a task runs, how often it had to be tried and which one ended first change no answer.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa


@dataclass(frozen=True)
class Engine:
    """One way of mapping: ``map(kernel, tasks)`` yields the kernel's answer to each task, in their order.

    ``at_once`` is how many tasks are at work in one process and share its memory.
    """

    name: str
    map: Callable[[Callable[[Any], dict[str, pa.Table]], Sequence[Any]], Iterator[dict[str, pa.Table]]]
    at_once: int

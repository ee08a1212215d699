"""Ahead: what comes is read, and made something of, while what came before it is used."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from vedette.errors import SourceError

Given = TypeVar("Given")
Made = TypeVar("Made")

# How many are worked at beside the one that is read; more would hold more in memory than they save.
AT_ONCE = 2


def in_order(make: Callable[[Given], Made], coming: Iterator[Given]) -> Iterator[Made]:
    """``make`` of each that comes, in the order they come, by some threads.

    When ``coming`` breaks with a SourceError, what came before it is given first, then the error.

    >>> list(in_order(str.upper, iter("ab")))
    ['A', 'B']
    """
    under_way: deque[Future[Made]] = deque()
    broken: SourceError | None = None
    with ThreadPoolExecutor(1) as reader, ThreadPoolExecutor(AT_ONCE) as makers:
        one = reader.submit(lambda: next(coming, None))
        while True:
            try:
                given = one.result()
            except SourceError as error:
                given, broken = None, error
            if given is None:
                break
            under_way.append(makers.submit(make, given))
            one = reader.submit(lambda: next(coming, None))
            if len(under_way) > AT_ONCE:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    if broken is not None:
        raise broken

"""Stretches of time: how much of an interval they cover, and when a certain amount has passed in them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


class Spans(NamedTuple):
    """Stretches that do not touch, in order, and how much time lies in those before each."""

    start: Ints
    end: Ints
    before: Ints


def joined(start: Ints, end: Ints) -> Spans:
    """The union of some stretches; one that ends before it starts is left out.

    >>> joined(np.array([5, 0, 9]), np.array([7, 6, 9])).end.tolist()
    [7, 9]
    """
    sound = end >= start
    order = np.lexsort((end[sound], start[sound]))
    start, end = start[sound][order], end[sound][order]
    latest = np.maximum.accumulate(end)
    first = np.ones(len(start), dtype=np.bool_)
    first[1:] = start[1:] > latest[:-1]
    last = np.append(first[1:], True)[: len(first)]
    start, end = start[first], latest[last]
    length = end - start
    return Spans(start, end, np.cumsum(length) - length)


def covered(spans: Spans, start: Ints, end: Ints) -> Ints:
    """How much of each interval lies within the stretches.

    >>> covered(joined(np.array([0, 10]), np.array([5, 20])), np.array([3]), np.array([12])).tolist()
    [4]
    """
    return _passed(spans, end) - _passed(spans, start)


def reached(spans: Spans, start: Ints, amount: Ints, never: int) -> Ints:
    """When ``amount`` of covered time has passed since ``start``; ``never`` where there is not so much.

    >>> spans = joined(np.array([0, 10]), np.array([5, 20]))
    >>> reached(spans, np.array([3, 3]), np.array([4, 99]), never=-1).tolist()
    [12, -1]
    """
    if not len(spans.start):
        return np.full(len(start), never, dtype=np.int64)
    wanted = _passed(spans, start) + amount
    through = spans.before + (spans.end - spans.start)
    index = np.searchsorted(through, wanted, side="left")
    enough = index < len(through)
    index = np.minimum(index, len(through) - 1)
    return np.where(enough, spans.start[index] + wanted - spans.before[index], never)


def _passed(spans: Spans, moment: Ints) -> Ints:
    if not len(spans.start):
        return np.zeros(len(moment), dtype=np.int64)
    index = np.maximum(np.searchsorted(spans.start, moment, side="right") - 1, 0)
    inside = np.clip(moment, spans.start[index], spans.end[index]) - spans.start[index]
    return spans.before[index] + inside

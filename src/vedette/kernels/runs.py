"""Runs of equal neighbours: where they start, what lies in them, what holds through them."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vedette.kernels.inner import inner

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def run_starts(*values: NDArray[np.generic]) -> Flags:
    """True where any of some arrays differs from the row before, and on the first row.

    >>> run_starts(np.array([7, 7, 9])).tolist()
    [True, False, True]
    """
    starts = np.zeros(len(values[0]), dtype=np.bool_)
    starts[:1] = True
    for column in values:
        starts[1:] |= column[1:] != column[:-1]
    return starts


def run_ends(starts: Flags) -> Flags:
    """True on the last row of each run.

    >>> run_ends(np.array([True, False, True])).tolist()
    [False, True, True]
    """
    return np.concatenate([starts[1:], np.ones(min(len(starts), 1), dtype=np.bool_)])


def run_ids(starts: Flags) -> Ints:
    """The number of the run each row lies in, from 0.

    >>> run_ids(np.array([True, False, True])).tolist()
    [0, 0, 1]
    """
    return np.cumsum(starts, dtype=np.int64) - 1


def last_true(flags: Flags, starts: Flags) -> Ints:
    """For each row the latest row so far of its run where the flag holds; -1 where there is none.

    >>> last_true(np.array([False, True, False, False]), np.array([True, False, False, True])).tolist()
    [-1, 1, 1, -1]
    """
    rows = np.arange(len(flags), dtype=np.int64)
    latest = np.maximum.accumulate(np.where(flags, rows, -1))
    first = np.maximum.accumulate(np.where(starts, rows, 0))
    return np.where(latest >= first, latest, -1)


def filled_forward(values: Floats, starts: Flags) -> Floats:
    """Each unknown (NaN) value as the last known one of its run.

    >>> filled_forward(np.array([1.0, np.nan, np.nan]), np.array([True, False, True])).tolist()
    [1.0, 1.0, nan]
    """
    latest = last_true(~np.isnan(values), starts)
    return np.where(latest >= 0, values[latest], np.nan) if len(values) else values


def hysteresis(on: Flags, off: Flags, starts: Flags) -> Flags:
    """A state that goes on where ``on``, off where ``off``, holds between, and is off when a run begins.

    >>> on, off = np.array([True, False, False, False]), np.array([False, False, True, False])
    >>> hysteresis(on, off, np.array([True, False, False, False])).tolist()
    [True, True, False, False]
    """
    latest = last_true(on | off, starts)
    return np.asarray((latest >= 0) & on[latest]) if len(on) else on


def expanded(counts: Ints) -> tuple[Ints, Ints]:
    """For groups of some sizes laid end to end: the group of each member and its place in the group.

    >>> [column.tolist() for column in expanded(np.array([2, 0, 1]))]
    [[0, 0, 2], [0, 1, 0]]
    """
    groups = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    ends = np.cumsum(counts, dtype=np.int64)
    return groups, np.arange(len(groups), dtype=np.int64) - (ends - counts)[groups]


def first_not_below(values: Ints, low: Ints, high: Ints, wanted: Ints) -> Ints:
    """For each window ``low`` to ``high`` of ascending values the first row that is not below ``wanted``.

    The answer is ``high`` when there is none. Bisects all windows at once.

    >>> v = np.array([1, 3, 5, 0, 9])
    >>> first_not_below(v, np.array([0, 3]), np.array([3, 5]), np.array([4, 1])).tolist()
    [2, 4]
    """
    low, high = low.copy(), high.copy()
    while bool(np.any(open_ := low < high)):
        middle = (low + high) // 2
        below = open_ & (values[np.minimum(middle, len(values) - 1)] < wanted)
        low = np.where(below, middle + 1, low)
        high = np.where(open_ & ~below, middle, high)
    return low


def window_medians(values: Floats, low: Ints, high: Ints, most: int) -> Floats:
    """The median of the values in each window ``low`` to ``high``; NaN for an empty window.

    A window longer than ``most`` is judged by ``most`` of its values, evenly spread.

    >>> window_medians(np.array([1.0, 9.0, 2.0]), np.array([0, 0]), np.array([3, 0]), most=5).tolist()
    [2.0, nan]
    """
    medians = np.full(len(low), np.nan)
    _fill_medians(values, low, high, most, medians)
    return medians


@njit(cache=True, nogil=True, error_model="numpy")
def _fill_medians(values: Floats, low: Ints, high: Ints, most: int, medians: Floats) -> None:
    some = np.empty(most)
    for window in range(len(low)):
        size = high[window] - low[window]
        taken = min(size, most)
        if taken <= 0:
            continue
        known = True
        for place in range(taken):
            some[place] = values[low[window] + (place * size) // taken]
            known &= not np.isnan(some[place])
        if not known:
            # What is not known sorts last, as the greatest.
            some[:taken] = np.sort(some[:taken])
            medians[window] = (some[(taken - 1) // 2] + some[taken // 2]) / 2
            continue
        upper = _selected(some, taken, taken // 2)
        lower = upper
        if taken % 2 == 0:
            lower = some[0]
            for place in range(taken // 2):
                lower = max(lower, some[place])
        medians[window] = (lower + upper) / 2


@inner
def _selected(some: Floats, count: int, wanted: int) -> float:
    """The value at a place if the first so many were sorted; those before it are then no greater."""
    begin, end = 0, count - 1
    while begin < end:
        a, b, c = some[begin], some[(begin + end) // 2], some[end]
        middle = max(min(a, b), min(max(a, b), c))
        # Every value is moved, whichever side it belongs to: to guess that takes longer than to move it.
        below = begin
        for place in range(begin, end + 1):
            value = some[place]
            some[place] = some[below]
            some[below] = value
            below += value < middle
        if wanted < below:
            end = below - 1
            continue
        same = below
        for place in range(below, end + 1):
            value = some[place]
            some[place] = some[same]
            some[same] = value
            same += value == middle
        if wanted < same:
            break
        begin = same
    return float(some[wanted])

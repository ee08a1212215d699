"""Weeks that begin on Monday at 00:00 UTC, counted from the first one after 1 January 1970."""

import numpy as np
from numpy.typing import NDArray

MONDAY = np.datetime64("1970-01-05", "us")
WEEK = np.timedelta64(7, "D")


def week_of(times: NDArray[np.datetime64]) -> NDArray[np.int64]:
    """The number of the week each time falls in; no time gives -1, and so do times before 1970-01-05.

    >>> week_of(np.array(["2023-08-20T23:59", "2023-08-21", "NaT"], "M8[us]")).tolist()
    [2797, 2798, -1]
    """
    at = np.asarray(times, "M8[us]")
    known = ~np.isnat(at)
    number = np.full(at.shape, -1, dtype=np.int64)
    number[known] = np.maximum((at[known] - MONDAY) // WEEK, -1)
    return number


def week_start(weeks: NDArray[np.int64]) -> NDArray[np.datetime64]:
    """The Monday on which each week begins.

    >>> week_start(np.array([2797, 2798])).astype("M8[D]").astype(str).tolist()
    ['2023-08-14', '2023-08-21']
    """
    return np.asarray(MONDAY + np.asarray(weeks, dtype=np.int64) * WEEK, dtype="M8[us]")


def whole_weeks(
    start: NDArray[np.datetime64], end: NDArray[np.datetime64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first week that lies wholly within each span, and one past the last; equal when there is none.

    A span written by days ends with its last day or with that day's last moment; both reach its Sunday.

    >>> first, past = whole_weeks(np.array(["2023-08-14"], "M8[us]"), np.array(["2023-08-27"], "M8[us]"))
    >>> first.tolist(), past.tolist()
    ([2797], [2799])
    """
    first = week_of(np.asarray(start, "M8[us]") + (WEEK - np.timedelta64(1, "us")))
    past = week_of(np.asarray(end, "M8[us]").astype("M8[D]").astype("M8[us]") + np.timedelta64(1, "D"))
    return first, np.maximum(first, past)

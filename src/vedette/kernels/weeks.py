"""Weeks that begin on Monday at 00:00 UTC, counted from the first one after 1 January 1970.

Times are microseconds since 1970, as ``arrays.ints`` gives them.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
DAY_US = 86_400_000_000
WEEK_US = 7 * DAY_US
MONDAY_US = 4 * DAY_US  # 1 January 1970 was a Thursday


def week_of(micros: ArrayLike) -> Ints:
    """The number of the week each time falls in; -1 for a time before the first Monday, as a null is given.

    >>> week_of(np.array(["2023-08-20T23:59", "2023-08-21"], "M8[us]").astype(int)).tolist()
    [2797, 2798]
    """
    return np.maximum((np.asarray(micros, dtype=np.int64) - MONDAY_US) // WEEK_US, -1)


def week_start(weeks: ArrayLike) -> Ints:
    """The Monday on which each week begins.

    >>> week_start([2797, 2798]).astype("M8[us]").astype("M8[D]").astype(str).tolist()
    ['2023-08-14', '2023-08-21']
    """
    return MONDAY_US + np.asarray(weeks, dtype=np.int64) * WEEK_US


def whole_weeks(start: ArrayLike, end: ArrayLike) -> tuple[Ints, Ints]:
    """The first week that lies wholly within each span, and one past the last; equal when there is none.

    A span written by days ends with its last day or with that day's last moment; both reach its Sunday.

    >>> spans = np.array([["2023-08-14", "2023-08-27"], ["2023-08-15", "2023-08-26"]], "M8[us]").astype(int)
    >>> first, past = whole_weeks(spans[:, 0], spans[:, 1])
    >>> (past - first).tolist()
    [2, 0]
    """
    first = week_of(np.asarray(start, dtype=np.int64) + WEEK_US - 1)
    past = week_of((np.asarray(end, dtype=np.int64) // DAY_US + 1) * DAY_US)
    return first, np.maximum(first, past)

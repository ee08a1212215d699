"""Limits: how many values of a column lie beyond what it can hold."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@njit(cache=True, nogil=True)
def beyond(values: Floats, least: float, most: float) -> int:
    """How many values are not from ``least`` to ``most``; what is not known (NaN) is not.

    >>> beyond(np.array([0.0, 5.0, np.nan, 9.0]), 0.0, 5.0)
    2
    """
    count = 0
    for value in values:
        count += not least <= value <= most
    return count


@njit(cache=True, nogil=True)
def about(values: Floats, one: float, off: float) -> int:
    """How many values are less than ``off`` from ``one``.

    >>> about(np.array([51.2, 51.2000008, np.nan, 51.3]), 51.2, 0.05)
    2
    """
    count = 0
    for value in values:
        count += abs(value - one) < off
    return count

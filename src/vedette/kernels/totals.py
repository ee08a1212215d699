"""Totals: sums of what happened in a group between two moments, for many groups and moments at once."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Totals:
    """Values by group and moment, laid out so that a sum over a stretch of time is two look-ups.

    >>> heard = Totals(np.array([1, 1, 2]), np.array([5, 6, 5]), np.array([10.0, 1.0, 7.0]))
    >>> heard.between(np.array([1, 1, 2, 3]), np.array([5, 6, 0, 0]), np.array([7, 7, 99, 99])).tolist()
    [11.0, 1.0, 7.0, 0.0]
    """

    def __init__(self, group: Ints, moment: Ints, *values: NDArray[np.generic]) -> None:
        self._from = int(moment.min(initial=0)) if len(moment) else 0
        self._span = int(moment.max()) - self._from + 2 if len(moment) else 1
        key = group * self._span + (moment - self._from)
        order = np.argsort(key, kind="stable")
        self._key = key[order]
        self._sums = [
            np.concatenate([np.zeros(1), np.cumsum(column[order], dtype=np.float64)]) for column in values
        ]

    def between(self, group: Ints, since: Ints, until: Ints, value: int = 0) -> Floats:
        """The sum of the values of each group from ``since`` to just before ``until``."""
        return self.all_between(group, since, until)[value]

    def all_between(self, group: Ints, since: Ints, until: Ints) -> list[Floats]:
        """The same, for every kind of value."""
        low, high = (
            np.searchsorted(
                self._key, group * self._span + np.clip(moment - self._from, 0, self._span - 1), side="left"
            )
            for moment in (since, until)
        )
        return [np.asarray(sums[np.maximum(low, high)] - sums[low]) for sums in self._sums]

"""Fewest: the least number of calls that some sightings can be."""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from vedette.kernels import weeks

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]


def distinct(place: Ints, start: Ints, end: Ints, ship: list[str | None], ids: list[str]) -> Flags:
    """True for the sightings that count as calls, when those that may be one call count once.

    Two sightings may be one call when they share a day at a place and are not of two different named ships.
    The more exact stands for the call, so the number is the least that can have been there.
    """
    counts = np.zeros(len(place), dtype=np.bool_)
    taken: dict[tuple[int, int], list[str | None]] = defaultdict(list)
    order = sorted(range(len(place)), key=lambda i: (end[i] - start[i], start[i], ship[i] is None, ids[i]))
    for i in order:
        days = [(int(place[i]), day) for day in range(start[i] // weeks.DAY_US, end[i] // weeks.DAY_US + 1)]
        others = (other for day in days for other in taken.get(day, ()))
        if any(ship[i] is None or other is None or other == ship[i] for other in others):
            continue
        counts[i] = True
        for day in days:
            taken[day].append(ship[i])
    return counts

"""Together: how many others did the like at about the same time, near the same place."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vedette.kernels.arcs import arc_m

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_MOST = 256  # ships that are told apart round one


@njit(cache=True, nogil=True)
def ships_near(ship: Ints, time: Ints, place: tuple[Floats, Floats], within_us: int, reach_m: float) -> Ints:
    """For each row how many ships, its own among them, have one within a time and a reach; 256 at most.

    Rows are in order of time, places in degrees. A place that is not a number is near none.

    >>> ship, time, zero = np.array([1, 2, 1, 3]), np.array([0, 5, 6, 99]), np.zeros(4)
    >>> ships_near(ship, time, (zero, np.array([0.0, 0.1, 0.0, 0.0])), 10, 2e4).tolist()
    [2, 2, 2, 1]
    """
    lat, lon = place
    found = np.ones(len(ship), np.int64)
    seen = np.empty(_MOST, np.int64)
    first = 0
    for row in range(len(ship)):
        while time[row] - time[first] > within_us:
            first += 1
        count, seen[0] = 1, ship[row]
        other = first
        while other < len(ship) and time[other] - time[row] <= within_us and count < _MOST:
            if arc_m(lat[row], lon[row], lat[other], lon[other]) <= reach_m:
                new = True
                for known in range(count):
                    new = new and seen[known] != ship[other]
                if new:
                    seen[count] = ship[other]
                    count += 1
            other += 1
        found[row] = count
    return found

"""Station: where one ship is from another, how steadily she keeps there, and what both do at once."""

import numpy as np
from numpy.typing import NDArray

from vedette.kernels.runs import run_starts

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def drift_m(distance_m: Floats, bearing_deg: Floats, course_deg: Floats, first: Ints, size: int) -> Floats:
    """How many metres a row one ship gains on another, or parts from her, in ``size`` rows from ``first``.

    It is the slope of a straight line fitted (least squares) to where the other ship lies, by the compass or
    by the bow, whichever changes less: ships that turn together keep the one or the other. Rows are evenly
    spaced in time; distance and bearing are those of the other ship, course that of the first.

    >>> metres, zero = np.array([500.0, 600, 700]), np.zeros(3)
    >>> drift_m(metres, zero, zero, np.array([0]), 3).round(3).tolist()
    [100.0]
    """
    weight = np.arange(size) - (size - 1) / 2
    slopes = []
    for turned in (bearing_deg, bearing_deg - course_deg):
        angle = np.radians(turned)
        north, east = distance_m * np.cos(angle), distance_m * np.sin(angle)
        slope = np.zeros((2, len(first)))
        for place, by in enumerate(weight.tolist()):
            slope += by * np.stack([north[first + place], east[first + place]])
        slopes.append(np.hypot(slope[0], slope[1]))
    return np.asarray(np.minimum(*slopes) / np.sum(weight**2))


def changes_together(
    run: Ints, speed_kn: Floats, other_kn: Floats, least_kn: float, alike_kn: float
) -> Flags:
    """True at rows by which both ships have changed speed by as much, over two rows; once for each change.

    Rows of one ``run`` follow on each other without a break.

    >>> run, fast = np.zeros(6, int), np.array([12.0, 12, 10, 8, 8, 8])
    >>> changes_together(run, fast, fast + 0.1, 1.5, 0.5).tolist()
    [False, False, True, False, False, False]
    """
    found = np.zeros(len(run), dtype=np.bool_)
    if len(run) < 3:
        return found
    by, other_by = speed_kn[2:] - speed_kn[:-2], other_kn[2:] - other_kn[:-2]
    both = (np.abs(by) >= least_kn) & (np.abs(other_by) >= least_kn) & (np.abs(by - other_by) <= alike_kn)
    found[2:] = both & (run[2:] == run[:-2])
    sign = np.zeros(len(run))
    sign[2:] = np.sign(by) * both
    return np.asarray(found & run_starts(run, sign))

"""Station: where one ship is from another, how steadily she keeps there, and what both do at once."""

import numpy as np
from numpy.typing import NDArray

from vedette.kernels.runs import run_starts
from vedette.kernels.sphere import wrapped

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Motion = tuple[Floats, Floats]  # knots, and course in degrees

_STEADY_DEG = 20.0


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


def changes_together(run: Ints, motion: Motion, other: Motion, least_kn: float) -> Flags:
    """True at rows by which both ships have changed speed by as much, over two rows; once for each change.

    As much is to a third of ``least_kn``. Rows of one ``run`` follow on each other without a break. A ship
    that turns sharply seems to slow down, as she is nearer to where she was: so neither may turn by over 20°.

    >>> run, fast, north = np.zeros(6, int), np.array([12.0, 12, 10, 8, 8, 8]), np.zeros(6)
    >>> changes_together(run, (fast, north), (fast + 0.1, north), 1.5).tolist()
    [False, False, True, False, False, False]
    """
    found = np.zeros(len(run), dtype=np.bool_)
    if len(run) < 3:
        return found
    by, other_by = (knots[2:] - knots[:-2] for knots, _ in (motion, other))
    both = (np.abs(by) >= least_kn) & (np.abs(other_by) >= least_kn)
    both &= np.abs(by - other_by) <= least_kn / 3
    for _, course in (motion, other):
        both &= np.abs(wrapped(course[2:] - course[:-2])) <= _STEADY_DEG
    found[2:] = both & (run[2:] == run[:-2])
    sign = np.zeros(len(run))
    sign[2:] = np.sign(by) * both
    return np.asarray(found & run_starts(run, sign))

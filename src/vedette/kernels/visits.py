"""Visits: the stretches of a sequence of points that lie in an area, with a rim to hold small steps out."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vedette.kernels.areas import Near
from vedette.kernels.runs import last_true, run_ids, run_starts

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Visits(NamedTuple):
    """Visits laid end to end, row by row: the first four by row of a visit, the rest by visit.

    ``start`` is where each visit begins in the first four, so that ``np.minimum.reduceat`` folds it.
    """

    row: Ints
    area_of_row: Ints
    distance_m: Floats
    visit: Ints
    start: Ints
    area: Ints
    first: Ints
    last: Ints


def visits(pairs: Near, breaks: Flags) -> Visits:
    """Runs of neighbouring rows near one area, each from its first row inside it to its last row near it.

    ``pairs`` holds the rows inside an area and on its rim: on the rim a visit goes on but none begins.
    ``breaks`` is true for a row that cannot go on with the row before: another ship, or too far a jump.
    """
    order = np.lexsort((pairs.row, pairs.area))
    row, area = pairs.row[order], pairs.area[order]
    goes_on = np.zeros(len(row), dtype=np.bool_)
    goes_on[1:] = (area[1:] == area[:-1]) & (row[1:] == row[:-1] + 1) & ~breaks[row[1:]]
    inside = last_true(pairs.inside[order], ~goes_on) >= 0
    row, area, run = row[inside], area[inside], run_ids(~goes_on)[inside]
    starts = run_starts(run)
    start = np.flatnonzero(starts)
    last = np.append(start[1:], len(row))[: len(start)] - 1
    return Visits(
        row=row,
        area_of_row=area,
        distance_m=pairs.distance_m[order][inside],
        visit=run_ids(starts),
        start=start,
        area=area[start],
        first=row[start],
        last=row[last],
    )

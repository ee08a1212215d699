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


def visits(pairs: Near, ship: Ints, jumped: Flags, torn: Flags) -> Visits:
    """Runs of neighbouring rows near one area, each from its first row inside it to its last row near it.

    ``pairs`` holds the rows inside an area and on its rim: on the rim a visit goes on but none begins.
    ``ship`` numbers the ship of each row; a row that ``jumped`` begins anew. ``torn`` says that a ship
    cannot have come from the row before: two visits between which she was torn away and back are one, since
    it is the rows between that are in doubt.
    """
    order = np.lexsort((pairs.row, pairs.area))
    row, area = pairs.row[order], pairs.area[order]
    goes_on = np.zeros(len(row), dtype=np.bool_)
    goes_on[1:] = (area[1:] == area[:-1]) & (row[1:] == row[:-1] + 1)
    goes_on[1:] &= (ship[row[1:]] == ship[row[:-1]]) & ~jumped[row[1:]]
    inside = last_true(pairs.inside[order], ~goes_on) >= 0
    # A run may begin on the rim, before the visit does; what tears it off the run before happens there.
    torn_back = torn[row[np.maximum.accumulate(np.where(~goes_on, np.arange(len(row)), 0))]]
    row, area, run, torn_back = row[inside], area[inside], run_ids(~goes_on)[inside], torn_back[inside]
    starts = run_starts(run)
    again = np.flatnonzero(starts)[1:]
    last = row[again - 1]
    torn_away = torn[np.minimum(last + 1, len(torn) - 1)]
    same = (area[again] == area[again - 1]) & (ship[row[again]] == ship[last])
    starts[again[same & torn_away & torn_back[again]]] = False
    start = np.flatnonzero(starts)
    end = np.append(start[1:], len(row))[: len(start)] - 1
    return Visits(
        row=row,
        area_of_row=area,
        distance_m=pairs.distance_m[order][inside],
        visit=run_ids(starts),
        start=start,
        area=area[start],
        first=row[start],
        last=row[end],
    )

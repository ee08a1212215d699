"""Waited: whether a silence is longer than the waits that are usual where she sailed, as satellites pass."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from vedette.events.ways import Silences, Way
from vedette.kernels.arrays import HOUR_US, floats, ints
from vedette.kernels.grid import blocks, cell_centres, cells
from vedette.kernels.runs import run_starts
from vedette.kernels.totals import Totals
from vedette.kernels.waiting import longer, rates

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Waits are counted from one hour to six. They end when a satellite passes, not a moment after the first hour,
# and so are taken to begin a quarter of an hour earlier: else the law would see too quick an end.
_BEGIN_H, _LEAST_H, _MOST_H = 0.75, 1.0, 6.0


@dataclass(frozen=True)
class Waited:
    """How usual waits are taken from the past.

    ``days`` on either side of a silence are looked at in the nine cells round her. The waits of others count
    as ``own_waits`` of hers: where one ship is heard by every pass another is by every third. The chance is
    that within ``fortnight_h``, the time by which her own cadence is known. ``usual_h`` is what a wait lasts,
    from where it is taken to begin, where none was counted. Where ships go unheard for less than
    ``least_unheard`` of their time a wait is no habit of the place, and is judged by the others. Ours.
    """

    days: int
    own_waits: float
    fortnight_h: float
    usual_h: float = 1.75
    least_unheard: float = 0.05


class Own(NamedTuple):
    """What the gap says of her own waits before it: see the step ``gap``."""

    waits: Floats
    waited_h: Floats


class Waits:
    """Where and when how many ships were waited for."""

    def __init__(self, coverage: pa.Table, options: Waited) -> None:
        self._options = options
        cell, day = cells(*cell_centres(coverage["cell"])), ints(coverage["hour"]) // (24 * HOUR_US)
        count, hours = np.nan_to_num(floats(coverage["waits"])), np.nan_to_num(floats(coverage["waited_s"]))
        self._past = Totals(cell, day, floats(coverage["ships"]), count, hours / 3600)

    def chance(self, way: Way, silences: Silences, own: Own) -> tuple[Ints, Floats]:
        """The gaps that a way is of, and for each the chance that waits so long come in a fortnight."""
        ships, count, hours = self._around(way.cell, silences.start[way.gap] // (24 * HOUR_US))
        at = np.flatnonzero(run_starts(way.gap))
        size, gap = np.diff(np.append(at, len(way.gap))), way.gap[at]
        hours += (_LEAST_H - _BEGIN_H) * count
        mean = np.add.reduceat(hours + self._options.usual_h, at) / np.add.reduceat(count + 1.0, at)
        begun = np.add.reduceat((count + 0.5) / (ships + 1.0), at) / size
        rate = rates(mean, _MOST_H - _BEGIN_H)
        # Those of six hours and more are gaps and not among them, as little as among those of others.
        own_h = own.waited_h[gap] + (_LEAST_H - _BEGIN_H) * own.waits[gap]
        took = own_h / np.maximum(mean * rate, 1e-9)
        lasted = (silences.end - silences.start)[gap] / HOUR_US - _BEGIN_H
        odd = longer(lasted, rate, self._options.own_waits, own.waits[gap], took)
        unheard = np.add.reduceat((count + hours) / (count + hours + ships + 1.0), at) / size
        chance = -np.expm1(-begun * self._options.fortnight_h * odd)
        return gap, np.where(unheard < self._options.least_unheard, 0.0, chance)

    def _around(self, cell: Ints, day: Ints) -> tuple[Floats, Floats, Floats]:
        """The ship-hours, the waits and their hours round each cell in the weeks before and after a day."""
        asked, back = np.unique(np.stack([cell, day]), axis=1, return_inverse=True)
        round_ = blocks(asked[0])
        since = np.broadcast_to(asked[1][:, None] - self._options.days, round_.shape)
        found = self._past.all_between(round_, since, since + 2 * self._options.days + 1)
        ships, count, hours = (one.sum(axis=1)[back.reshape(-1)] for one in found)
        return ships, count, hours

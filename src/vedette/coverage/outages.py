"""Outages: when a source itself was down, or heard far fewer ships than it had."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit
from numpy.typing import NDArray

from vedette.coverage.activity import SLOT_US
from vedette.fields import conform, empty
from vedette.kernels.arrays import floats, ints, reals, times
from vedette.kernels.ids import stable_id
from vedette.steps import Step

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Outages:
    """When few ships are too few.

    Fewer than 35 % of the median of the day before, where that is five ships or more: a feed's daily rhythm
    stays above it, and of four ships two are missed by chance. The median is that of the quarters that were
    no outage, so a long outage does not become the usual, until after ``most_days`` what is left is taken
    for the feed as it now is. Before a whole day of record nothing is said. All are our choice.
    """

    share: float = 0.35
    least_usual: float = 5.0
    days: float = 1.0
    most_days: float = 7.0
    least_slots: int = 96


class Rule(NamedTuple):
    """The options in quarters of an hour."""

    share: float
    least: float
    least_slots: int
    window: int
    most: int


def outages(activity: pa.Table, options: Outages = Outages(), until: datetime | None = None) -> pa.Table:
    """Find the times in which a source heard far fewer ships than it had; none at all counts too.

    One starts and ends with a quarter of an hour, and has no end while the last quarter of the record is
    part of it. The record of a source ends with its last message: that none came after it is no outage here.
    """
    found = [empty("outages")]
    for source in sorted(filter(None, pc.unique(activity["source"]).to_pylist())):
        rows = activity.filter(pc.equal(activity["source"], source))
        slot, ships = ints(rows["slot"]) // SLOT_US, floats(rows["ships"])
        if until is not None:
            past = slot < int(pa.scalar(until, pa.timestamp("us")).value) // SLOT_US
            slot, ships = slot[past], ships[past]
        if len(slot):
            found.append(_of_source(source, slot, ships, options))
    return conform(pa.concat_tables(found), "outages")


def _of_source(source: str, slot: Ints, ships: Floats, options: Outages) -> pa.Table:
    first = int(slot.min())
    heard = np.bincount(slot - first, weights=ships).astype(np.float64)
    window, most = max(1, round(options.days * 96)), round(options.most_days * 96)
    rule = Rule(options.share, options.least_usual, options.least_slots, window, most)
    usual, down = _down(heard, rule)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], down, [False]]).astype(np.int8)))
    begin, end = edges[::2], edges[1::2]
    total = np.concatenate([[0.0], np.cumsum(heard)])
    start = times((first + begin) * SLOT_US)
    ids = [stable_id("outage", source, str(moment)) for moment in start.to_pylist()]
    return conform(
        pa.table(
            {
                "outage": pa.array(ids, pa.string()),
                "source": pa.repeat(source, len(begin)),
                "start": start,
                "end": times((first + end) * SLOT_US, end == len(heard)),
                "ships": reals(np.round((total[end] - total[begin]) / np.maximum(end - begin, 1), 2)),
                "usual": reals(usual[begin]),
            }
        ),
        "outages",
    )


@njit(cache=True, nogil=True)
def _down(heard: Floats, rule: Rule) -> tuple[Floats, Flags]:
    """For each slot the median of the slots before it that were up, and whether it is far below that."""
    usual, down = np.zeros(len(heard)), np.zeros(len(heard), dtype=np.bool_)
    up = np.zeros(rule.window)
    count = lasting = 0
    for slot in range(len(heard)):
        if count >= rule.least_slots:
            usual[slot] = np.median(up[: min(count, rule.window)])
        down[slot] = usual[slot] >= rule.least and heard[slot] < rule.share * usual[slot]
        lasting = lasting + 1 if down[slot] else 0
        if lasting > rule.most:
            count = lasting = 0
        if not down[slot]:
            up[count % rule.window] = heard[slot]
            count += 1
    return usual, down


STEP = Step(
    "outages", takes=("activity",), gives="outages", run=outages, options=Outages(), by="", timed=True
)

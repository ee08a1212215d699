"""Named: whose hull an event belongs to, from what the ship said of herself."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette.fields import conform
from vedette.kernels.arrays import ints, known
from vedette.kernels.hulls import hulls
from vedette.kernels.runs import expanded
from vedette.steps import Step

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Named:
    """There is nothing to choose."""


def named(events: pa.Table, identities: pa.Table, options: Named = Named()) -> pa.Table:  # noqa: ARG001
    """The events with the IMO number that their MMSI said at the time, and the hull's id; ids do not change.

    Of the identities with an IMO number the one that holds when the event starts counts, else the nearest in
    time, the earlier of two as near. A number that never said an IMO number stays ``mmsi:NNN``. What has no
    MMSI, or an IMO number already, is left as it is.
    """
    mmsi = ints(events["mmsi"])
    open_ = np.flatnonzero((mmsi > 0) & ~known(events["imo"]))
    said = identities.filter(pc.field("imo").is_valid() & pc.field("start").is_valid())
    said = said.sort_by([(name, "ascending") for name in ("mmsi", "start", "end", "imo")])
    numbers = ints(said["mmsi"])
    low = np.searchsorted(numbers, mmsi[open_], side="left")
    count = np.searchsorted(numbers, mmsi[open_], side="right") - low
    event, place = expanded(count)
    identity = low[event] + place
    away = _away(
        ints(events["start"])[open_[event]], ints(said["start"])[identity], ints(said["end"])[identity]
    )
    order = np.lexsort((identity, away, event))
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = event[order][1:] != event[order][:-1]
    best = order[first]
    imo = ints(events["imo"]).copy()
    imo[open_[event[best]]] = ints(said["imo"])[identity[best]]
    numbered = pa.array(imo, mask=imo == 0)
    ship = pa.array(hulls(numbered.to_pylist(), events["mmsi"].to_pylist()), pa.string())
    ours = pa.array(mmsi > 0)
    ship = pc.if_else(ours, ship, events["ship"].combine_chunks())
    filled = events.set_column(events.column_names.index("imo"), "imo", numbered)
    return conform(filled.set_column(events.column_names.index("ship"), "ship", ship), "events")


def _away(moment: Ints, start: Ints, end: Ints) -> Ints:
    """How far a moment lies from an interval; 0 within it."""
    return np.asarray(np.maximum(np.maximum(start - moment, moment - end), 0))


STEP = Step("named", takes=("events", "identities"), gives="events", run=named, options=Named())

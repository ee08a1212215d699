"""Activity: how many ships each source heard in each quarter of an hour."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette.fields import conform, empty
from vedette.kernels.arrays import ints, known, times
from vedette.kernels.runs import run_starts
from vedette.kernels.tallies import tally, together
from vedette.steps import Step

SLOT_US = 900_000_000
_MOST_SLOTS = 1_000_000


@dataclass(frozen=True)
class Activity:
    """There is nothing to choose: a quarter of an hour, as the table says."""


def activity(positions: pa.Table, options: Activity = Activity()) -> pa.Table:  # noqa: ARG001
    """How many undoubted messages, of how many ships, each source heard in each quarter of an hour.

    Parts of the record that hold whole ships add up: see ``merge``.
    """
    if not len(positions):
        return empty("activity")
    mmsi, moment = ints(positions["mmsi"]), ints(positions["time"])
    coded = positions["source"].combine_chunks()
    coded = coded if pa.types.is_dictionary(coded.type) else coded.dictionary_encode()
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.combine_chunks()
    code = np.asarray(pc.fill_null(coded.indices, -1).to_numpy(zero_copy_only=False)).astype(np.int64)
    usable = _usable(positions, code)
    if usable is not None:
        mmsi, moment, code = mmsi[usable], moment[usable], code[usable]
    if not together(mmsi):
        order = np.argsort(mmsi, kind="stable")
        mmsi, moment, code = mmsi[order], moment[order], code[order]
    if not len(mmsi):
        return empty("activity")
    # Slots without a row between those that have are counted too, unless that is too many of them.
    first, last = int(moment.min()) // SLOT_US, int(moment.max()) // SLOT_US
    codes, step = len(coded.dictionary), SLOT_US
    slots = np.arange(first, last + 1) if (last - first) * codes <= _MOST_SLOTS else None
    if slots is None:
        slots, moment = np.unique(moment // SLOT_US, return_inverse=True)
        first, step = 0, 1
    messages, ships = tally(mmsi, moment, step, first, code, codes, len(slots))
    at = np.flatnonzero(messages.reshape(-1, codes).T)
    source, slot = at // len(slots), at % len(slots)
    at = slot * codes + source
    heard = pa.table(
        {
            "source": pc.take(coded.dictionary, pa.array(source)),
            "slot": times(slots[slot] * SLOT_US),
            "messages": messages[at],
            "ships": ships[at],
        }
    )
    return conform(heard, "activity")


def counted(positions: pa.Table) -> pa.Table:
    """How many undoubted messages of each ship each ``source`` heard in each ``slot``, a number.

    A ship that two sources hear by turns has several rows for one of them.
    """
    mmsi, slot = ints(positions["mmsi"]), ints(positions["time"]) // SLOT_US
    names = pc.dictionary_encode(positions["source"].cast(pa.string()).combine_chunks())
    code = np.asarray(pc.fill_null(names.indices, -1).to_numpy(zero_copy_only=False)).astype(np.int64)
    rows = _usable(positions, code) if len(code) else None
    if rows is not None:
        mmsi, slot, code = mmsi[rows], slot[rows], code[rows]
    runs = np.flatnonzero(run_starts(mmsi, slot, code))
    messages = np.diff(np.append(runs, len(mmsi)))
    source = pc.take(names.dictionary, pa.array(code[runs]))
    return pa.table({"mmsi": mmsi[runs], "source": source, "slot": slot[runs], "messages": messages})


def summed(rows: pa.Table) -> pa.Table:
    """The activity that rows of ``counted`` come to: all of a ship in one slot must be among them."""
    found = (
        rows.group_by(["mmsi", "source", "slot"], use_threads=False)
        .aggregate([("messages", "sum")])
        .group_by(["source", "slot"], use_threads=False)
        .aggregate([("messages_sum", "sum"), ("mmsi", "count")])
    )
    made = {
        "source": found["source"],
        "slot": times(ints(found["slot"]) * SLOT_US),
        "messages": found["messages_sum_sum"],
        "ships": found["mmsi_count"],
    }
    order = [("source", "ascending"), ("slot", "ascending")]
    return conform(pa.table(made).sort_by(order), "activity")


def _usable(positions: pa.Table, code: NDArray[np.int64]) -> NDArray[np.int64] | None:
    """The rows nobody doubts, of a source with a name; None for all of them."""
    if positions["doubt"].null_count == len(positions) and not positions["time"].null_count:
        return None if not len(code) or code.min() >= 0 else np.flatnonzero(code >= 0)
    return np.flatnonzero(~known(positions["doubt"]) & known(positions["time"]) & (code >= 0))


def merge(parts: Sequence[pa.Table]) -> pa.Table:
    """The activity of a record from that of its parts, each of whole ships: messages and ships are summed."""
    summed = (
        pa.concat_tables([empty("activity"), *parts])
        .group_by(["source", "slot"], use_threads=False)
        .aggregate([("messages", "sum"), ("ships", "sum")])
        .rename_columns(["source", "slot", "messages", "ships"])
        .sort_by([("source", "ascending"), ("slot", "ascending")])
    )
    return conform(summed, "activity")


STEP = Step("activity", takes=("positions",), gives="activity", run=activity, options=Activity())

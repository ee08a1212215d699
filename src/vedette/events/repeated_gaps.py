"""Repeated gaps: how many silences a ship had in the year up to each of them."""

import json
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette.events.of_ships import retold
from vedette.kernels.arrays import HOUR_US, ints
from vedette.kernels.mids import flags
from vedette.kernels.runs import first_not_below, run_ids, run_starts
from vedette.steps import Step

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class RepeatedGaps:
    """Over how long silences are counted.

    Twelve months are those of the published flag (RF16 in ``watches/redflags.csv``), whose sources ask for a
    ship's AIS history and give no length.
    """

    days: float = 365.0


def repeated_gaps(events: pa.Table, feeds: pa.Table, options: RepeatedGaps = RepeatedGaps()) -> pa.Table:
    """The events, each gap with how many of her gaps began in the year up to it, itself among them.

    ``gaps_12_months`` and ``gap_hours_12_months`` leave out gaps that nobody could have heard
    (``class`` unobserved); ``dark_12_months`` has those judged dark. ``of_days`` is how much of the year lies
    within the record of all feeds: two gaps in thirty days are more than two in a year. ``flag`` is the
    country of her MMSI. A gap that still runs counts with the hours it has so far.
    """
    ours = pc.and_(
        pc.equal(events["kind"], "gap"), pc.and_(events["start"].is_valid(), events["ship"].is_valid())
    )
    rows = np.flatnonzero(pc.fill_null(ours, False).to_numpy())
    if not len(rows):
        return events
    gaps = events.take(pa.array(rows))
    said = [json.loads(text or "{}") for text in gaps["details"].to_pylist()]
    kind = np.array([str(one.get("class")) for one in said], dtype=object)
    hours = np.array([one.get("silence_h") or 0.0 for one in said], dtype=np.float64)
    ship, start = ints(gaps["ship"].combine_chunks().dictionary_encode().indices), ints(gaps["start"])
    order = np.lexsort((start, ship))
    begins = run_starts(ship[order])
    first, past = _windows(start[order], begins, round(options.days * 24 * HOUR_US))
    heard = (kind != "unobserved")[order]
    told: list[dict[str, object]] = [{} for _ in rows]
    counted = {
        "gaps_12_months": _sums(heard.astype(np.float64), first, past).astype(np.int64).tolist(),
        "gap_hours_12_months": np.round(_sums(np.where(heard, hours[order], 0.0), first, past), 1).tolist(),
        "dark_12_months": _sums((kind == "dark")[order] * 1.0, first, past).astype(np.int64).tolist(),
        "flag": flags(ints(gaps["mmsi"])[order]).to_pylist(),
        **_recorded(start[order], feeds, options),
    }
    for name, values in counted.items():
        for at, value in zip(order.tolist(), values, strict=True):
            told[at][name] = value
    return retold(events, rows, told)


def _windows(start: Ints, begins: NDArray[np.bool_], length_us: int) -> tuple[Ints, Ints]:
    """For each gap the first of its ship's within the time before, and the row after the last by then."""
    low = np.maximum.accumulate(np.where(begins, np.arange(len(start)), 0))
    high = np.append(np.flatnonzero(begins)[1:], len(start))[run_ids(begins)]
    first = first_not_below(start, low, high, start - length_us + 1)
    return first, first_not_below(start, low, high, start + 1)


def _sums(values: NDArray[np.float64], first: Ints, past: Ints) -> NDArray[np.float64]:
    total = np.append(0.0, np.cumsum(values))
    return np.asarray(total[past] - total[first])


def _recorded(start: Ints, feeds: pa.Table, options: RepeatedGaps) -> dict[str, list[float]]:
    """How many days of the year before each gap lie after the first that was heard of anybody."""
    began = pc.min(feeds["start"])
    if not began.is_valid:
        return {}
    days = (start - began.value) / (24 * HOUR_US)
    return {"of_days": np.round(np.clip(days, 0.0, options.days), 1).tolist()}


STEP = Step(
    "repeated_gaps",
    takes=("events", "feeds"),
    gives="events",
    run=repeated_gaps,
    options=RepeatedGaps(),
    by="ship",
)

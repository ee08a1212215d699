"""Draught flow: ships that lay deeper, or less deep, after a call at a place than before, week by week."""

import json
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette.indicators import counting, record, series
from vedette.kernels import arrays
from vedette.steps import Step

WAYS = {1: "loaded", -1: "unloaded"}


@dataclass(frozen=True)
class DraughtFlow(series.Series):
    """Which places are watched; how much deeper or less deep counts.

    0.5 m is half of what ``draught_change`` asks at sea: at a berth there is a reason to expect a change.
    """

    watched: tuple[str, ...] = ()
    least_m: float = 0.5


def draught_flow(
    events: pa.Table,
    exposures: pa.Table,
    places: pa.Table,
    options: DraughtFlow = DraughtFlow(),
    *,
    until: datetime,
) -> pa.Table:
    """Count, by place and week, calls after which the ship said a greater draught (``loaded``) or a smaller.

    The crew types the draught: it says which way cargo went, if it is true, and never which cargo.
    """
    among = record.watched(places, options.watched)
    calls = record.known_by(events, "port_call", until)
    calls = calls.filter(pc.is_in(calls["place"], among))
    ways = np.asarray([_way(details, options.least_m) for details in calls["details"].to_pylist()], np.int64)
    rows = np.flatnonzero(ways)
    calls, ways = calls.take(pa.array(rows)), ways[rows]
    named = [f"draught/{WAYS[int(way)]}/{p}" for way, p in zip(ways, calls["place"].to_pylist(), strict=True)]
    when = arrays.ints(pc.coalesce(calls["end"], calls["start"]))
    things = counting.Things(named, when, np.maximum(record.known(calls), when), calls)
    both = [counting.heard_at(exposures, among, f"draught/{way}", until) for way in WAYS.values()]
    looked = counting.Looked(
        tuple(name for one in both for name in one.names),
        both[0].first,
        np.concatenate([one.exposure for one in both]),
        tuple(source for one in both for source in one.sources),
    )
    return counting.counted(things, looked, options, until, "draught_flow/1")


def _way(details: str | None, least_m: float) -> int:
    """1 when a ship lay deeper after her call, -1 when less deep, 0 when nobody can tell."""
    told = json.loads(details) if details else {}
    before, after = told.get("draught_before"), told.get("draught_after")
    if not isinstance(before, (int, float)) or not isinstance(after, (int, float)):
        return 0
    return 0 if abs(after - before) < least_m else (1 if after > before else -1)


STEP = Step(
    "draught_flow",
    takes=("events", "exposures", "places"),
    gives="indicators",
    run=draught_flow,
    options=DraughtFlow(),
    by="",
    timed=True,
)

"""First call: whether a ship, or any ship of her class, had called at a place before in the record so far."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette.events.around_call import with_details
from vedette.steps import Step


@dataclass(frozen=True)
class FirstCall:
    """How long a record must be before "first" says anything.

    90 days: longer than a round voyage of a tramp, shorter than the dry-docking cycle (ours).
    """

    min_record_days: float = 90.0


def first_calls(events: pa.Table, feeds: pa.Table, options: FirstCall = FirstCall()) -> pa.Table:
    """The events, with ``first_for_ship`` and ``first_for_class`` in the details of calls seen by AIS.

    True: no earlier call at that place is in the record, and the record before the call is long enough.
    False: there was one. With too short a record, and no earlier call, nothing is said. Of the ship counts
    her own record (``record_days``), of her class that of all feeds (``feed_days``). What nobody heard is no
    record: she may have called while nobody listened.
    """
    where = pc.starts_with(pc.fill_null(events["rule"], ""), "port_call/")
    columns = ["event", "ship", "mmsi", "place", "start", "details"]
    calls = events.filter(where).select(columns).to_pylist()
    if not calls:
        return events
    began: datetime | None = pc.min(feeds["start"]).as_py() if len(feeds) else None
    earliest: dict[tuple[object, ...], datetime] = {}
    said = []
    for call in calls:
        more = json.loads(call["details"] or "{}")
        said.append(more)
        for key in _keys(call, more):
            earliest[key] = min(earliest.get(key, call["start"]), call["start"])
    for call, more in zip(calls, said, strict=True):
        ship, *others = _keys(call, more)
        _tell(more, "first_for_ship", earliest[ship] < call["start"], more.get("record_days"), options)
        if began is not None:
            more["feed_days"] = round(max((call["start"] - began) / timedelta(days=1), 0.0), 1)
        for key in others:
            before = earliest[key] < call["start"]
            _tell(more, "first_for_class", before, more.get("feed_days"), options)
    return with_details(events, where, [json.dumps(more, ensure_ascii=False) for more in said])


def _keys(call: dict[str, Any], more: dict[str, Any]) -> list[tuple[object, ...]]:
    ship = call["ship"] or f"mmsi:{call['mmsi']}"
    keys: list[tuple[object, ...]] = [("ship", ship, call["place"])]
    if more.get("ship_class"):
        keys.append(("class", more["ship_class"], call["place"]))
    return keys


def _tell(more: dict[str, Any], name: str, before: object, days: float | None, options: FirstCall) -> None:
    if before:
        more[name] = False
    elif days is not None and days >= options.min_record_days:
        more[name] = True


STEP = Step(
    "first_call", takes=("events", "feeds"), gives="events", run=first_calls, options=FirstCall(), by=""
)

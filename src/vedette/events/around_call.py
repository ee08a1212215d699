"""Around a call: what is known of the ship and the place when she called, put with the call's details."""

import json
import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from vedette.events.destination_mismatch import vague
from vedette.events.rows import heard_until, with_more
from vedette.events.visited import NAVAL, sailed
from vedette.fields import conform
from vedette.kernels.arrays import HOUR_US, ints
from vedette.kernels.kept import kept
from vedette.steps import Step

MOST_M = 25.5  # a message holds no more (ITU-R M.1371-5, table 52)
_CLASSES = {
    3: {30: "fishing", 31: "tug", 32: "tug", 35: "military", 36: "sailing", 37: "pleasure"},
    5: {50: "pilot", 52: "tug"},
}
_TENS = {4: "fast craft", 6: "passenger", 7: "cargo", 8: "tanker", 9: "other"}
DAY_US = 24 * HOUR_US
Row = dict[str, Any]


@dataclass(frozen=True)
class AroundCall:
    """How far from a call a statement of hers still belongs to it, and how small a berth is (all ours).

    A draught said more than ``before_days`` before is of another voyage; crews set it up to a day after they
    leave. A watched circle of at most ``berth_m`` is a berth or pier, a larger one a port.
    """

    before_days: float = 30.0
    after_hours: float = 24.0
    berth_m: float = 1000.0


def around_calls(
    events: pa.Table,
    tracks: pa.Table,
    statics: pa.Table,
    places: pa.Table,
    options: AroundCall = AroundCall(),
    *,
    until: datetime | None = None,
) -> pa.Table:
    """The events, with more in the details of calls seen by AIS; what is not known is left out.

    ``place_name``, ``country``; ``berth`` when the place is a naval pier, a watched polygon or a small
    watched circle; ``draught_before`` (m), the last one said by the start, and ``draught_after``, the last of
    those said from then to a day after the end: without a new statement there is none. ``destination`` as
    said by the start, ``destination_vague`` when it names no place. ``ship_type`` and ``ship_class`` as last
    said by the end, and ``class_mismatch`` for a dry cargo ship at an oil terminal. ``record_days``: how
    long her own record is before the call.
    """
    rule = pc.starts_with(pc.fill_null(events["rule"], ""), "port_call/")
    calls = events.filter(rule)
    if not len(calls):
        return events
    numbers = pc.unique(calls["mmsi"])
    said = heard_until(statics.filter(pc.is_in(statics["mmsi"], numbers)), until)
    said = said.filter(said["time"].is_valid()).sort_by([(n, "ascending") for n in ("time", "record")])
    draughts = _by_ship(
        said.filter((pc.field("draught_m") > 0) & (pc.field("draught_m") <= MOST_M)), "draught_m"
    )
    types = _by_ship(said.filter((pc.field("ship_type") > 0) & (pc.field("ship_type") < 100)), "ship_type")
    bound = _by_ship(said.filter(pc.field("destination").is_valid()), "destination")
    facts = _facts(places, pc.unique(calls["place"]), options)
    days = _record_days(calls, tracks)
    told = []
    # Of most calls nobody said anything: their times are not looked at.
    names = ["start", "end"] if draughts or types or bound else []
    each = calls.select(["mmsi", "place", "details", *names]).to_pylist()
    for row, call in enumerate(each):
        mmsi, oil = call["mmsi"], False
        more: dict[str, str] = {}
        if call["place"] in facts:
            more, oil = facts[call["place"]]
            more = dict(more)
        new: Row = {}
        if mmsi in draughts:
            new |= _draughts(call, draughts[mmsi], options)
        if mmsi in types:
            new |= _class(call, types[mmsi], oil)
        if mmsi in bound:
            new |= _bound(call, bound[mmsi])
        more |= {name: json.dumps(value, ensure_ascii=False) for name, value in new.items()}
        if days[row] is not None:
            more["record_days"] = repr(days[row])
        told.append(with_more(call["details"], more))
    return with_details(events, rule, told)


def _record_days(calls: pa.Table, tracks: pa.Table) -> list[float | None]:
    """For how many days before each call her own record runs; None for a ship without tracks."""
    ways = sailed(tracks, None)
    ship, since = ways.mmsi[ways.starts], ways.time[ways.starts]
    mmsi, start = ints(calls["mmsi"]), ints(calls["start"])
    at = np.searchsorted(ship, mmsi)
    there = at < len(ship)
    there[there] = ship[at[there]] == mmsi[there]
    days = np.full(len(mmsi), np.nan)
    days[there] = np.maximum((start[there] - since[at[there]]) / DAY_US, 0.0)
    return [None if math.isnan(one) else round(one, 1) for one in days.tolist()]


def with_details(events: pa.Table, where: pa.ChunkedArray, told: Sequence[str]) -> pa.Table:
    """The events with other details where a flag says so, in their order."""
    column = events.column_names.index("details")
    details = pc.replace_with_mask(
        events["details"].combine_chunks(), where.combine_chunks(), pa.array(told, pa.string())
    )
    return conform(events.set_column(column, "details", details), "events")


def _by_ship(rows: pa.Table, column: str) -> Mapping[int, tuple[list[datetime], list[Any]]]:
    """For each ship when she said something, in order, and what."""
    found: dict[int, tuple[list[datetime], list[Any]]] = defaultdict(lambda: ([], []))
    for mmsi, time, value in zip(*(rows[name].to_pylist() for name in ("mmsi", "time", column)), strict=True):
        found[mmsi][0].append(time)
        found[mmsi][1].append(value)
    return found


def _facts(
    places: pa.Table, wanted: pa.Array, options: AroundCall
) -> dict[str | None, tuple[dict[str, str], bool]]:
    """What details say of each place, whoever calls there, as JSON; and whether it is an oil terminal."""
    found, asked = _facts_so_far(places, options.berth_m), wanted.to_pylist()
    if new := [place for place in asked if place not in found]:
        found |= _facts_of(places, pa.array(new, pa.string()), options)
    return {place: told for place in asked if (told := found.get(place))}


@kept
def _facts_so_far(places: pa.Table, berth_m: float) -> dict[str | None, tuple[dict[str, str], bool] | None]:  # noqa: ARG001 - it is what tells the answers apart
    """What was told of places before, by parts of one record; None for those that are not listed."""
    return {}


def _facts_of(
    places: pa.Table, wanted: pa.Array, options: AroundCall
) -> dict[str | None, tuple[dict[str, str], bool] | None]:
    rows = places.filter(pc.is_in(places["place"], wanted))
    rows = rows.sort_by([(name, "ascending") for name in ("place", "source", "record")])
    found: dict[str | None, tuple[dict[str, str], bool] | None] = dict.fromkeys(wanted.to_pylist())
    for place in rows.to_pylist():
        name = (place["name"] or place["place"]).split(",")[0]
        kind, role = (place["kind"] or "").lower(), place["role"]
        said: Row = {"place_name": name}
        if place["country"]:
            said["country"] = place["country"]
        if kind in NAVAL or (role and _small(place, options.berth_m)):
            said["berth"] = name
        if found[place["place"]] is None or role:
            in_json = {name: json.dumps(value, ensure_ascii=False) for name, value in said.items()}
            found[place["place"]] = in_json, "oil" in kind
    return found


def _small(place: Row, berth_m: float) -> bool:
    shape = shapely.from_wkb(place["geometry"], on_invalid="ignore") if place["geometry"] else None
    if shape is not None and shapely.get_dimensions(shape) == 2:
        return True
    return place["radius_m"] is not None and place["radius_m"] <= berth_m


def _draughts(call: Row, said: tuple[list[datetime], list[float]], options: AroundCall) -> Row:
    times, metres = said
    found: Row = {}
    before = bisect_right(times, call["start"])
    if before and call["start"] - times[before - 1] <= timedelta(days=options.before_days):
        found["draught_before"] = round(metres[before - 1], 1)
    after = len(times)
    if call["end"]:
        after = bisect_right(times, call["end"] + timedelta(hours=options.after_hours))
    if after > before:
        found["draught_after"] = round(metres[after - 1], 1)
    return found


def _bound(call: Row, said: tuple[list[datetime], list[Any]]) -> Row:
    times, destinations = said
    if not (last := bisect_right(times, call["start"])):
        return {}
    text = destinations[last - 1]
    return {"destination": text} | ({"destination_vague": True} if vague(text) else {})


def _class(call: Row, said: tuple[list[datetime], list[float]], oil: bool) -> Row:
    times, types = said
    last = bisect_right(times, call["end"]) if call["end"] else len(times)
    if not last:
        return {}
    code = int(types[last - 1])
    name = _CLASSES.get(code // 10, {}).get(code) or _TENS.get(code // 10)
    found: Row = {"ship_type": code} | ({"ship_class": name} if name else {})
    if oil and name == "cargo":
        found["class_mismatch"] = "a dry cargo ship at an oil terminal"
    return found


STEP = Step(
    "around_call",
    takes=("events", "tracks", "statics", "places"),
    gives="events",
    run=around_calls,
    options=AroundCall(),
    timed=True,
)

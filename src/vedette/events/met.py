"""Met: who two ships that met were, how far out it was, and where each called before and after."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette.events.of_ships import ByShip, calls, ids_of, is_made_up, retold
from vedette.events.rows import rounded
from vedette.kernels.arrays import floats, ints
from vedette.kernels.landmask import shore_distance_m
from vedette.kernels.mids import flags
from vedette.steps import Step

Row = dict[str, Any]
Corridors = tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]
MEETINGS = ("encounter", "escort", "possible_meeting")


@dataclass(frozen=True)
class Met:
    """How long before or after a meeting a call belongs to it, and which places and flags are asked about.

    No published number of days was found for a call "before or after" a transfer; 14 is ours. Watched are
    the places a watch names and those of its corridors; when it names none, each that has a role.
    ``flags`` are ISO 3166 alpha-2 codes.
    """

    call_days: float = 14.0
    watched: tuple[str, ...] = ()
    corridors: Corridors = ()
    flags: tuple[str, ...] = ()


class Past(NamedTuple):
    """What else is known of the ships that met, by their ids: calls, stays in areas, and what they said."""

    calls: ByShip
    zones: ByShip
    said: Mapping[int, list[Row]]
    watched: frozenset[str]


def met(events: pa.Table, identities: pa.Table, places: pa.Table, options: Met = Met()) -> pa.Table:
    """The events, each meeting of two ships with more in its details; what is not known is left out.

    ``flag`` and ``other_flag`` by MMSI; ``name`` and ``other_name``, the last said by the time the
    meeting was known; ``unknown``, the MMSIs of which neither a name nor an IMO number had been said by
    then (nothing where the record holds no such statements at all). ``shore_m``: how far from the shore
    it began. ``calls``: the last call of each ship before and the first after within ``call_days``, with
    hours from the meeting, negative before. ``watched``: watched places where either called within those
    days; ``zones``: watched areas where either was meanwhile; ``watched_flags``: those of the two that a
    watch asks about. A made-up call says nothing of a real meeting.
    """
    ours = pc.is_in(events["kind"], pa.array(MEETINGS))
    for name in ("mmsi", "other_mmsi", "start"):
        ours = pc.and_(ours, events[name].is_valid())
    rows = np.flatnonzero(ours.to_numpy())
    if not len(rows):
        return events
    meetings = events.take(pa.array(rows))
    columns = ["mmsi", "imo", "other_mmsi", "other_imo", "start", "end", "known", "source"]
    asked = meetings.select(columns).to_pylist()
    past = _past(events, identities, places, asked, options)
    flag = [flags(ints(meetings[name])).to_pylist() for name in ("mmsi", "other_mmsi")]
    shore = rounded(shore_distance_m(floats(meetings["lat"]), floats(meetings["lon"])), -2)
    more = []
    for row, own, other, metres in zip(asked, *flag, shore, strict=True):
        told: Row = {"flag": own, "other_flag": other}
        if metres is not None:
            told["shore_m"] = metres
        if among := sorted({own, other} & set(options.flags)):
            told["watched_flags"] = among
        more.append(told | _named(row, past.said) | _around(row, past, options))
    return retold(events, rows, more)


def _past(
    events: pa.Table, identities: pa.Table, places: pa.Table, meetings: Sequence[Row], options: Met
) -> Past:
    ids = {one for row in meetings for ship in _both(row) for one in ids_of(*ship)}
    numbers = pa.array(sorted({row[name] for row in meetings for name in ("mmsi", "other_mmsi")}), pa.int64())
    said: dict[int, list[Row]] = defaultdict(list)
    theirs = identities.filter(pc.is_in(identities["mmsi"], numbers)).filter(pc.field("start").is_valid())
    order = [(name, "ascending") for name in ("start", "end", "name", "imo")]
    for row in theirs.select(["mmsi", "imo", "name", "start", "end"]).sort_by(order).to_pylist():
        said[row["mmsi"]].append(row)
    if not len(identities):
        said = defaultdict(list, {number: [{}] for number in numbers.to_pylist()})
    zones = events.filter(pc.and_(pc.equal(events["kind"], "zone"), events["start"].is_valid()))
    return Past(ByShip(calls(events), ids), ByShip(zones, ids), said, _watched(places, options))


def _both(row: Row) -> tuple[tuple[int | None, int], tuple[int | None, int]]:
    return (row["imo"], row["mmsi"]), (row["other_imo"], row["other_mmsi"])


def _watched(places: pa.Table, options: Met) -> frozenset[str]:
    ends = {place for _, start, to in options.corridors for place in (*start, *to)}
    if options.watched:
        return frozenset({*options.watched, *ends})
    return frozenset(places.filter(pc.field("role").is_valid())["place"].to_pylist()) | ends


def _named(row: Row, said: Mapping[int, list[Row]]) -> Row:
    """What each called herself, and who of them had said nothing, by the time the meeting was known."""
    by = row["known"] or row["start"]
    told: Row = {}
    unknown = []
    for number, name in ((row["mmsi"], "name"), (row["other_mmsi"], "other_name")):
        before = [one for one in said.get(number, ()) if not one or one["start"] <= by]
        if not any(not one or one["name"] or one["imo"] for one in before):
            unknown.append(number)
        if names := [one["name"] for one in before if one.get("name")]:
            told[name] = names[-1]
    if unknown:
        told["unknown"] = unknown
    return told


def _around(row: Row, past: Past, options: Met) -> Row:
    """The calls of both before and after, the watched places among them, and the areas they were in."""
    days = timedelta(days=options.call_days)
    until = row["end"] or row["start"]
    near: list[Row] = []
    watched: set[str] = set()
    zones: set[str] = set()
    made_up = is_made_up(row["source"])
    for ship in _both(row):
        own = past.calls.of(*ship, made_up=made_up)
        middle = bisect_right(own, row["start"], key=_began)
        before = [call for call in own[:middle] if row["start"] - (call["end"] or call["start"]) <= days]
        first = max(bisect_left(own, until, key=_began), middle)
        later = own[first : bisect_right(own, until + days, key=_began)] if row["end"] else []
        near += [
            {"mmsi": ship[1], "place": call["place"], "hours": _hours(call, row), "event": call["event"]}
            for call in (*before[-1:], *later[:1])
        ]
        watched |= {call["place"] for call in (*before, *later)} & past.watched
        zones |= {
            zone["place"]
            for zone in past.zones.of(*ship, made_up=made_up)
            if zone["start"] <= until and (zone["end"] or until) >= row["start"] and zone["place"]
        }
    told = {"calls": near, "watched": sorted(watched), "zones": sorted(zones)}
    return {name: some for name, some in told.items() if some}


def _began(call: Row) -> datetime:
    began: datetime = call["start"]
    return began


def _hours(call: Row, row: Row) -> float:
    """Hours from the meeting to a call: negative before it, 0 while the call goes on."""
    away: timedelta = call["start"] - (row["end"] or row["start"])
    if call["start"] <= row["start"]:
        away = min(call["end"] or row["start"], row["start"]) - row["start"]
    return round(away / timedelta(hours=1), 1)


STEP = Step("met", takes=("events", "identities", "places"), gives="events", run=met, options=Met(), by="")

"""Call chain: a ship goes from one place of a watched corridor to the other by way of a port elsewhere."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette.events.visited import sea_of
from vedette.fields import conform, empty, from_rows
from vedette.kernels.ids import stable_id
from vedette.kernels.sphere import distance_m
from vedette.steps import Step

Row = dict[str, Any]
Corridors = tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]
RULE = "call_chain/1"


@dataclass(frozen=True)
class CallChain:
    """How long each leg of an indirect voyage may take, how many stops it has, and what is no stop.

    21 days a leg is what a direct one is given (indicators/legs); ``most_stops`` keeps a liner's round from
    being a way between any two of its ports; a port within ``same_km`` of either end is its roads or its
    other basin, not a stop (all ours).
    """

    corridors: Corridors = ()
    leg_days: float = 21.0
    most_stops: int = 3
    same_km: float = 25.0


def call_chains(events: pa.Table, places: pa.Table, options: CallChain = CallChain()) -> pa.Table:
    """The events, and the chains among the calls of each ship, seen by AIS or sighted.

    A chain begins with the last call at a place the corridor leaves and ends with the next at one it reaches;
    between are one to ``most_stops`` calls elsewhere, none of them at either end, and no leg longer than
    ``leg_days``. A direct leg is no chain. It is known when all its calls are, its confidence is that of the
    least sure, and ``because`` has the ids of its calls.
    """
    calls = events.filter(pc.and_(pc.equal(events["kind"], "port_call"), events["ship"].is_valid()))
    calls = calls.filter(pc.and_(calls["place"].is_valid(), calls["start"].is_valid()))
    found: list[Row] = []
    by_ship: dict[str, list[Row]] = defaultdict(list)
    if options.corridors and len(calls):
        order = [(name, "ascending") for name in ("ship", "start", "event")]
        for call in calls.sort_by(order).to_pylist():
            by_ship[call["ship"]].append(call)
        for corridor in options.corridors:
            near = _near(places, corridor, options.same_km)
            for own in by_ship.values():
                found += _chains(own, corridor, near, options)
    made = from_rows(found, "events").sort_by([("start", "ascending"), ("event", "ascending")])
    return conform(pa.concat_tables([events, made if found else empty("events")]), "events")


def _near(places: pa.Table, corridor: tuple[str, Sequence[str], Sequence[str]], km: float) -> frozenset[str]:
    """The places near either end of a corridor, which are no stop on the way."""
    ends = {*corridor[1], *corridor[2]}
    sea = sea_of(places, 0.0)
    names = np.asarray(places["place"].to_pylist(), dtype=object)
    close = np.zeros(len(names), dtype=np.bool_)
    for end in np.flatnonzero(np.isin(names, list(ends))):
        away = distance_m(sea.lat[end], sea.lon[end], sea.circle_lat, sea.circle_lon)
        close[sea.circle_area[away <= km * 1000]] = True
    return frozenset(names[close].tolist()) - ends


def _chains(
    calls: Sequence[Row],
    corridor: tuple[str, Sequence[str], Sequence[str]],
    near: frozenset[str],
    options: CallChain,
) -> list[Row]:
    name, starts, ends = corridor
    found: list[Row] = []
    way: list[Row] = []
    for call in calls:
        if call["place"] in near:
            continue
        late = way and call["start"] - _left(way[-1]) > timedelta(days=options.leg_days)
        if late:
            way = []
        if call["place"] in ends and way:
            if 1 <= len(way) - 1 <= options.most_stops:
                found.append(_chain(name, [*way, call]))
            way = []
        if call["place"] in starts:
            way = [call]
        elif way:
            way.append(call)
    return found


def _left(call: Row) -> datetime:
    left: datetime = call["end"] or call["start"]
    return left


def _chain(corridor: str, calls: Sequence[Row]) -> Row:
    first, last = calls[0], calls[-1]
    stops = [_named(call) for call in calls]
    sure = [call["confidence"] for call in calls if call["confidence"] is not None]
    times = [call["known"] for call in calls]
    names = sorted(
        {call["source"] for call in calls if call["source"]},
        key=lambda one: (not one.startswith("synthetic:"), one),
    )
    days = (last["start"] - _left(first)) / timedelta(days=1)
    said: Mapping[str, object] = {
        "corridor": corridor,
        "places": [call["place"] for call in calls],
        "by_way_of": stops[1:-1],
        "from": stops[0],
        "days": round(days, 1),
    }
    return {
        "event": stable_id("call_chain", corridor, first["event"], last["event"]),
        "kind": "call_chain",
        "ship": last["ship"],
        "mmsi": last["mmsi"] or first["mmsi"],
        "imo": last["imo"] or first["imo"],
        "place": last["place"],
        "start": first["start"],
        "end": last["start"],
        "lat": first["lat"],
        "lon": first["lon"],
        "end_lat": last["lat"],
        "end_lon": last["lon"],
        "duration_h": (last["start"] - first["start"]) / timedelta(hours=1),
        "confidence": min(sure, default=None),
        "details": json.dumps(said, ensure_ascii=False),
        "rule": RULE,
        "known": max((time for time in times if time), default=None),
        "source": ", ".join(names) or None,
        "because": list(dict.fromkeys(call["event"] for call in calls)),
    }


def _named(call: Row) -> str:
    said = json.loads(call["details"] or "{}")
    return str(said.get("place_name") or call["place"])


STEP = Step(
    "call_chain",
    takes=("events", "places"),
    gives="events",
    run=call_chains,
    options=CallChain(),
    by="ship",
)

"""Sighted call: somebody saw a ship at a port, or its cargo, or looked and saw none."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette.events.visited import BERTHS, sea_of
from vedette.fields import from_rows
from vedette.kernels.hulls import hull, slug
from vedette.kernels.ids import stable_id
from vedette.steps import Step

RULE = "sighted_call/1"
NO_NAME = ("unnamed", "class", "named pair", "not applicable")  # of several ships, or of none
Row = dict[str, Any]
Who = tuple[int | None, str | None]  # IMO number and name


@dataclass(frozen=True)
class SightedCall:
    """Which sightings may be one call, and when a sighting is known.

    ``clock`` "published": when it was published, or at its end when nobody says; "observed": at its end, as
    if the image had reached us then. Two sightings spread over more than a week say too little to be one
    call: stays of the ships in question last days.
    """

    clock: str = "published"
    max_days: float = 7.0
    kinds: tuple[str, ...] = BERTHS


@dataclass
class Call:
    """Sightings that are one call so far, the one that was known first at the head, and whom they name.

    Each shares time with another of them, so that together they leave no time between start and end free.
    """

    seen: list[Row]
    start: datetime
    end: datetime
    named: set[Who]

    def may_hold(self, row: Row) -> bool:
        """Whether a sighting shares time with these and none of them is of another named ship."""
        shared = max(row["start"], self.start) < min(row["end"], self.end)
        return (shared or row["start"] == self.start) and not any(
            _differ(_who(row), who) for who in self.named
        )

    def names(self, row: Row) -> bool:
        """Whether one of these is surely of the same ship."""
        return any(_same(_who(row), who) for who in self.named)

    def add(self, row: Row) -> None:
        """Take one more sighting in."""
        self.seen.append(row)
        self.start, self.end = min(self.start, row["start"]), max(self.end, row["end"])
        self.named.add(_who(row))


def sighted_calls(sightings: pa.Table, places: pa.Table, options: SightedCall = SightedCall()) -> pa.Table:
    """What sightings at known places show: ``port_call``, ``zone``, ``cargo_seen`` or ``no_call``.

    A ship seen at a berth is a call, in another watched area a zone; a stack without a ship is cargo seen;
    a place looked at in vain is a no_call. Confidence: 2 the ship is named by the source or her own AIS, 1.5
    matched by her looks, 1 nobody says who she is. Start and end are the earliest and latest it can be.

    Two sightings at one place that share time, and are not of two different named ships, are one call. They
    join in the order in which they became known, so that what was known earlier never changes its id; a
    vague sighting does not make one call of two exact ones.
    """
    there = places.filter(pc.is_in(places["place"], pc.unique(sightings["place"])))
    rows = sightings.join(_named(there, options.kinds), "place", join_type="inner").to_pylist()
    rows = [row for row in rows if row["start"] and row["end"] and row["subject"] in ("ship", "cargo")]
    for row in rows:
        row["known"] = row["end"] if options.clock == "observed" else row["published"] or row["end"]
    rows.sort(key=lambda row: (row["known"], row["sighting"] or "", row["record"] or ""))
    here = [row for row in rows if row["subject"] == "ship" and not row["negative"]]
    found = [_event("port_call" if call[0]["berth"] else "zone", call) for call in _calls(here, options)]
    found += [_event("no_call", [row]) for row in rows if row["negative"]]
    found += [
        _event("cargo_seen", [row]) for row in rows if row["subject"] == "cargo" and not row["negative"]
    ]
    order = [("start", "ascending"), ("event", "ascending")]
    return from_rows(found, "events").sort_by(order)


def _named(places: pa.Table, kinds: Sequence[str]) -> pa.Table:
    sea = sea_of(places, 0.0)
    berth = pc.is_in(pc.utf8_lower(places["kind"]), pa.array(kinds, pa.string()))
    return pa.table(
        {
            "place": places["place"],
            "berth": pc.fill_null(berth, False),
            "at_lat": pa.array(sea.lat, from_pandas=True),
            "at_lon": pa.array(sea.lon, from_pandas=True),
        }
    )


def _calls(rows: Iterable[Row], options: SightedCall) -> list[list[Row]]:
    """Put sightings together, each with a call of the same ship before one of nobody's."""
    calls: list[Call] = []
    by_day: dict[tuple[str, int], list[Call]] = defaultdict(list)
    for row in rows:
        own = None
        days: list[list[Call]] = []
        if row["end"] - row["start"] <= timedelta(days=options.max_days):
            first, last = row["start"].toordinal(), row["end"].toordinal()
            days = [by_day[row["place"], day] for day in range(first, last + 1)]
            near = {id(call): call for day in days for call in day if call.may_hold(row)}
            own = next((call for call in near.values() if call.names(row)), next(iter(near.values()), None))
        if own is None:
            own = Call([], row["start"], row["end"], set())
            calls.append(own)
        own.add(row)
        for day in days:
            if not any(own is call for call in day):
                day.append(own)
    return [call.seen for call in calls]


def _who(row: Row) -> Who:
    named = row["vessel_name"] and not str(row["identification"] or "").startswith(NO_NAME)
    return row["imo"], (slug(row["vessel_name"]) or None) if named else None


def _same(one: Who, other: Who) -> bool:
    return bool((one[0] and one[0] == other[0]) or (one[1] and one[1] == other[1]))


def _differ(one: Who, other: Who) -> bool:
    if one[0] and other[0]:
        return one[0] != other[0]
    return bool(one[1] and other[1] and one[1] != other[1])


def _sure(row: Row) -> float:
    imo, name = _who(row)
    if not imo and not name:
        return 1.0
    return 1.5 if str(row["identification"] or "").startswith("matched") else 2.0


def _event(kind: str, seen: list[Row]) -> Row:
    first = seen[0]
    start, end = min(row["start"] for row in seen), max(row["end"] for row in seen)
    imo = next((row["imo"] for row in seen if row["imo"]), None)
    mmsi = next((row["mmsi"] for row in seen if row["mmsi"]), None)
    name = next((row["vessel_name"] for row in seen if _who(row)[1]), None)
    lat, lon = (_either(first[side], first[f"at_{side}"]) for side in ("lat", "lon"))
    still = start == end
    return {
        "event": stable_id(kind, first["place"], first["sighting"], first["start"].isoformat()),
        "kind": kind,
        "ship": hull(imo, mmsi, name),
        "mmsi": mmsi,
        "imo": imo,
        "place": first["place"],
        "start": start,
        "end": end,
        "lat": lat,
        "lon": lon,
        "end_lat": lat,
        "end_lon": lon,
        "duration_h": 0.0 if still else (end - start) / timedelta(hours=1),
        "confidence": max(map(_sure, seen)) if kind in ("port_call", "zone") else None,
        "details": _details(seen),
        "rule": RULE,
        "known": min(row["known"] for row in seen),
        "source": _source(seen),
        "because": _each(row["sighting"] for row in seen),
    }


def _details(seen: list[Row]) -> str:
    """The words of the first sighting, and from the others what it does not say."""
    said = {
        name: next((row[name] for row in seen if row[name] is not None), None)
        for name in ("subject", "what", "identification", "flow", "corridor", "count", "unit", "evidence")
    }
    said["name"] = next((row["vessel_name"] for row in seen if row["vessel_name"]), None)
    said["publishers"] = _each(row["publisher"] for row in seen)
    return json.dumps(said, ensure_ascii=False)


def _source(seen: list[Row]) -> str | None:
    names = sorted(
        {row["source"] for row in seen if row["source"]},
        key=lambda name: (not name.startswith("synthetic:"), name),
    )
    return ", ".join(names) or None


def _each(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value is not None))


def _either(value: float | None, other: float | None) -> float | None:
    return other if value is None else value


STEP = Step(
    "sighted_call",
    takes=("sightings", "places"),
    gives="events",
    run=sighted_calls,
    options=SightedCall(),
    by="place",
)

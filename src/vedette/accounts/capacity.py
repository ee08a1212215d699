"""Capacity: what ships of known size could have taken on, which may be nothing; a bound, no measurement."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette.accounts.goods import Way
from vedette.accounts.seen import Call

Meters = tuple[tuple[str, tuple[str, ...], float, float, float], ...]


@dataclass(frozen=True)
class Capacity:
    """How a bound is made of what is known of a ship.

    ``gross_tonnes``: tonnes of deadweight a unit of gross tonnage may have at most; bulk carriers and
    tankers come near 2, a ro-ro ship has well under 1, so it errs high. ``waterline``: the share of length
    times beam that the waterline of a merchant ship fills, from fine to full (Barrass and Derrett, Ship
    Stability). ``draught_days``: how long after a call a crew may still send the new draught. ``meters`` and
    their ``units``: as in the watch.
    """

    meters: Meters = ()
    units: tuple[str, ...] = ()
    gross_tonnes: float = 2.0
    waterline: tuple[float, float] = (0.70, 0.92)
    draught_days: float = 2.0


def tankers(entities: pa.Table) -> frozenset[str]:
    """The hulls that a list calls tankers."""
    of_type = pc.match_substring(pc.utf8_lower(entities["vessel_type"]), "tanker")
    rows = entities.filter(pc.and_(pc.fill_null(of_type, False), entities["imo"].is_valid()))
    return frozenset(f"imo:{number}" for number in rows["imo"].to_pylist())


def sizes(entities: pa.Table, gross_tonnes: float) -> dict[int, float]:
    """The most tonnes each listed hull can carry, by IMO number: the largest that any list gives."""
    found: dict[int, float] = {}
    rows = entities.filter(entities["imo"].is_valid()).select(["imo", "deadweight", "tonnage"])
    for row in rows.to_pylist():
        most = row["deadweight"] or (row["tonnage"] or 0) * gross_tonnes
        if most > 0:
            found[row["imo"]] = max(most, found.get(row["imo"], 0.0))
    return found


def rows(
    groups: Mapping[Any, list[Call]], begin: str, ways: Iterable[Way], entities: pa.Table, options: Capacity
) -> list[dict[str, Any]]:
    """Bounds on what the calls where a flow begins could have taken: in tonnes, and by the watch's meters."""
    size = sizes(entities, options.gross_tonnes)
    by_flow: dict[Any, dict[str, list[Call]]] = {}
    for key, some in groups.items():
        if key.what == begin and key.how != "possible":
            by_flow.setdefault(key._replace(how="capacity"), {})[key.how] = some
    found = []
    for key, ways_seen in by_flow.items():
        calls = [call for some in ways_seen.values() for call in some]
        base = {
            "kind": key.kind,
            "basis": key.basis,
            "from": key.left,
            "to": key.reached,
            "start": datetime(key.year, 1, 1),
            "end": datetime(key.year + 1, 1, 1),
            "how": "capacity",
            "known": max((call.known for call in calls if call.known), default=None),
            "source": next((call.source for call in calls if call.made_up), calls[0].source),
        }
        if bounded := [call for call in calls if call.loaded or size.get(call.imo or 0)]:
            found.append({**base, **_tonnes(bounded, len(calls), size)})
        way = next((way for way in ways if f"corridor {way.name}" == key.basis), None)
        found += [{**base, **row} for row in _metered(ways_seen, way, options)]
    return found


def _tonnes(bounded: list[Call], many: int, size: Mapping[int, float]) -> dict[str, Any]:
    measured = [call for call in bounded if call.loaded]
    low = sum(call.loaded[0] for call in measured if call.loaded)
    high = sum(call.loaded[1] if call.loaded else size[call.imo or 0] for call in bounded)
    by = [f"{len(bounded)} of {many} calls are of ships of known size"]
    if measured:
        by.append(f"{len(measured)} bounded by a change of draught as the crew sent it")
    by.append("each may have taken nothing" if low == 0 else "the others may have taken nothing")
    return {
        "what": "tonnes",
        "low": round(low, 0),
        "high": round(high, 0),
        "calls": float(len(bounded)),
        "words": "; ".join(by),
        "because": sorted(call.event for call in bounded),
    }


def _metered(calls: Mapping[str, list[Call]], way: Way | None, options: Capacity) -> Iterable[dict[str, Any]]:
    """For each meter on a way: calls times the least and the most that the watch says one may load.

    A call that was both seen and sighted may be one, so the least takes the larger count and the most both.
    """
    if way is None:
        return
    units = dict(zip((name for name, *_ in options.meters), options.units, strict=False))
    for name, places, least, most, _ in options.meters:
        mine = {how: [c for c in some if c.place in places] for how, some in calls.items()}
        many = [len(some) for some in mine.values()]
        if not sum(many) or not set(places) & way.start:
            continue
        yield {
            "what": units.get(name) or name,
            "low": least * max(many),
            "high": most * sum(many),
            "calls": float(sum(many)),
            "words": f"calls times {least:,.0f} to {most:,.0f}, the watch's bounds of one loading ({name})",
            "because": sorted(call.event for some in mine.values() for call in some),
        }

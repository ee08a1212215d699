"""Succession: a ship whose calls on a corridor begin after a listed ship's have ended there."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from vedette.entities.listed import Entry
from vedette.kernels.ids import stable_id


class Asked(Protocol):
    """What is asked of a succession; see ``contact.Contact``."""

    @property
    def corridors(self) -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]: ...
    @property
    def quiet_days(self) -> int: ...
    @property
    def within_days(self) -> int: ...


def ties(
    calls: pa.Table, listed: Iterable[Entry], asked: Asked, until: datetime | None
) -> Iterable[dict[str, Any]]:
    """Who took over the route of a listed ship: a row for each corridor, ship and entry.

    A ship serves a corridor when she called at both its sides. The listed one must have been quiet there
    for ``quiet_days`` up to ``until``; the other's first call there must fall within ``within_days`` after
    the last of hers. Many ships may begin when one stops: it is a question to ask, not an answer.
    """
    if until is None:
        return
    by_hull: dict[str, list[Entry]] = {}
    for entry in listed:
        by_hull.setdefault(entry.hull, []).append(entry)
    for name, start, to in asked.corridors:
        serving = _serving(calls, frozenset(start), frozenset(to))
        for gone in sorted(set(serving) & set(by_hull)):
            last = max(serving[gone], key=_ended)
            if until - _ended(last) < timedelta(days=asked.quiet_days):
                continue
            for ship, theirs in sorted(serving.items()):
                first = min(theirs, key=_began)
                after = _began(first) - _ended(last)
                if ship != gone and timedelta(0) < after <= timedelta(days=asked.within_days):
                    known = max(
                        _both_sides(theirs, start, to), _ended(last) + timedelta(days=asked.quiet_days)
                    )
                    for entry in by_hull[gone]:
                        yield _row((ship, name, gone), first, last, entry, known)


def _serving(calls: pa.Table, start: frozenset[str], to: frozenset[str]) -> dict[str, list[dict[str, Any]]]:
    """The calls on a corridor of each ship that called at both its sides, the sides told by place."""
    ours = calls.filter(pc.is_in(calls["place"], pa.array(sorted(start | to), pa.string())))
    ours = ours.filter(pc.and_(ours["ship"].is_valid(), ours["start"].is_valid()))
    ships: dict[str, list[dict[str, Any]]] = {}
    columns = ["event", "ship", "imo", "mmsi", "place", "start", "end", "known", "source"]
    for row in ours.select(columns).sort_by([("start", "ascending"), ("event", "ascending")]).to_pylist():
        ships.setdefault(row["ship"], []).append(row)
    return {
        ship: rows
        for ship, rows in ships.items()
        if {row["place"] for row in rows} & start and {row["place"] for row in rows} & to
    }


def _began(row: Mapping[str, Any]) -> datetime:
    began: datetime = row["start"]
    return began


def _ended(row: Mapping[str, Any]) -> datetime:
    ended: datetime = row["end"] or row["start"]
    return ended


def _both_sides(rows: Iterable[Mapping[str, Any]], start: Iterable[str], to: Iterable[str]) -> datetime:
    """When a ship was known to have called at both sides."""
    rows = list(rows)
    sides = (frozenset(start), frozenset(to))
    return max(min(row["known"] or _ended(row) for row in rows if row["place"] in side) for side in sides)


def _row(
    path: tuple[str, str, str],
    first: Mapping[str, Any],
    last: Mapping[str, Any],
    entry: Entry,
    known: datetime,
) -> dict[str, Any]:
    ship, corridor, _ = path
    sources = [one for one in (first["source"], last["source"], entry.source) if one]
    return {
        "contact": stable_id("contact", "took over", ship, entry.entity, entry.hull, corridor),
        "kind": "took over",
        "ship": ship,
        "mmsi": first["mmsi"],
        "imo": first["imo"],
        "listed": entry.hull,
        "entity": entry.entity,
        "list": entry.list,
        "standing": entry.standing,
        "by": "IMO number" if entry.imo else "the entry",
        "event": first["event"],
        "place": first["place"],
        "start": first["start"],
        "end": first["end"],
        "path": list(path),
        "then": entry.then(first["start"]),
        "now": entry.now,
        "since": entry.since,
        "known": max(known, entry.since) if entry.since else None,
        "rule": "succession/1",
        "source": next(
            (one for one in sources if one.startswith("synthetic:")), sources[0] if sources else None
        ),
        "because": [first["event"], last["event"], entry.entity],
    }

"""Who stands behind a hull: owners, operators, managers and those linked, in one step or two, with the way.

A way is what one list says. Shares are multiplied along it where the list gives one for each step, and
never guessed. That a party is designated says nothing about the ship: what follows from it is for the reader
and the law that binds him.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from vedette import fields
from vedette.entities.hulls import PARTIES, by_then, hull_of
from vedette.entities.parties import NAMED, resolved
from vedette.kernels.hulls import slug
from vedette.kernels.ids import stable_id
from vedette.kernels.listing import DESIGNATED, standing
from vedette.kernels.shares import percentage
from vedette.steps import Step

ROLES = tuple(role for role in PARTIES if role != "named in")


@dataclass(frozen=True)
class Ownership:
    """``most``: how many ways of one hull are kept; those to designated parties and the shorter first."""

    most: int = 200


class _Way(NamedTuple):
    """One link to a party: what it is, what part, and where and when the list says so."""

    to: str
    name: str
    role: str
    share: float | None
    list: str
    since: datetime | None
    last: datetime | None
    until: datetime | None
    source: str
    record: str


class _Book(NamedTuple):
    """What ways are looked up in."""

    ways: Mapping[str, list[_Way]]
    parties: Mapping[str, list[dict[str, Any]]]
    numbers: Mapping[object, set[str]]


def ownership(
    entities: pa.Table, links: pa.Table, options: Ownership = Ownership(), *, until: datetime | None = None
) -> pa.Table:
    """The ways from each ship on a list to those it ties her to, within two steps, up to ``until``."""
    entities, links = by_then(entities, until), by_then(links, until)
    book = _book(entities, links)
    ships = entities.filter(pc.fill_null(pc.equal(entities["kind"], "vessel"), False))
    pairs = set(zip(ships["entity"].to_pylist(), hull_of(ships)[0].to_pylist(), strict=True))
    by_hull: dict[str, dict[str, dict[str, Any]]] = {}
    for entity, hull in sorted(pairs):
        for row in _ways(entity, hull, book):
            ties = by_hull.setdefault(hull, {})
            ties[row["tie"]] = _both(ties[row["tie"]], row) if row["tie"] in ties else row
    kept = [row for ties in by_hull.values() for row in sorted(ties.values(), key=_rank)[: options.most]]
    return fields.from_rows(sorted(kept, key=lambda row: str(row["tie"])), "ownership")


def _both(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """One way that a list gave at two times: from the first of them to the last."""
    later = max((one, other), key=lambda row: str(row["list_date"] or ""))
    times = {
        "until": later["until"],
        "since": min((row["since"] for row in (one, other) if row["since"]), default=None),
        "list_date": max((row["list_date"] for row in (one, other) if row["list_date"]), default=None),
    }
    return {**one, **times, "because": list(dict.fromkeys([*one["because"], *other["because"]]))[:8]}


def _rank(row: Mapping[str, Any]) -> tuple[object, ...]:
    return (not row["listed_as"], row["steps"], row["name"] or "", row["tie"])


def _book(entities: pa.Table, links: pa.Table) -> _Book:
    ours = links.filter(pc.is_in(links["role"], pa.array(ROLES)))
    to = resolved(ours, entities).to_pylist()
    ways: dict[str, list[_Way]] = {}
    for row, party in zip(ours.to_pylist(), to, strict=True):
        text = str(row["to"] or "").removeprefix(NAMED) or row["detail"] or ""
        key = party or (f"{NAMED}{slug(text)}" if slug(text) else None)
        if key and row["from"]:
            way = _Way(
                key,
                text,
                row["role"],
                percentage(row["detail"]),
                row["list"] or "",
                row["since"] or row["list_date"],
                row["list_date"],
                row["until"],
                row["source"] or "",
                row["record"] or "",
            )
            ways.setdefault(row["from"], []).append(way)
    wanted = pa.array(sorted({way.to for some in ways.values() for way in some}), pa.string())
    held: dict[str, list[dict[str, Any]]] = {}
    for row in entities.filter(pc.is_in(entities["entity"], wanted)).to_pylist():
        held.setdefault(row["entity"], []).append(row)
    parties = {key: sorted(rows, key=_dated) for key, rows in held.items()}
    for some in ways.values():
        some.sort(key=lambda way: (way.to, way.role, way.list, str(way.since), way.record))
    return _Book(ways, parties, _numbers(entities))


def _dated(row: Mapping[str, Any]) -> tuple[str, str]:
    return str(row["list_date"] or ""), str(row["record"])


def _numbers(entities: pa.Table) -> dict[object, set[str]]:
    """The designated entries of companies and persons, by each number that is theirs alone to bear."""
    others = entities.filter(pc.not_equal(pc.fill_null(entities["kind"], ""), "vessel"))
    found: dict[object, set[str]] = {}
    told = others.select(["entity", "kind", "imo", "ids", "programmes", "list", "until"])
    for row in told.to_pylist():
        if _designated(row):
            for number in _own_numbers(row):
                found.setdefault(number, set()).add(row["entity"])
    return found


def _designated(row: Mapping[str, Any]) -> bool:
    return row["until"] is None and standing(row["programmes"], row["list"]) == DESIGNATED


def _own_numbers(row: Mapping[str, Any]) -> Iterable[object]:
    if row["imo"] and row["kind"] != "vessel":
        yield "imo", row["imo"]
    for one in row["ids"] or ():
        # Tax, registry and list numbers repeat from country to country; these are one world's.
        if str(one).partition(":")[0] in ("lei", "inn", "ogrn", "swift"):
            yield one


def _ways(entity: str, hull: str, book: _Book) -> Iterable[dict[str, Any]]:
    for first in book.ways.get(entity, ()):
        yield _row(hull, (first,), book)
        for second in book.ways.get(first.to, ()):
            if second.to not in (entity, first.to):
                yield _row(hull, (first, second), book)


def _row(hull: str, way: tuple[_Way, ...], book: _Book) -> dict[str, Any]:
    last = way[-1]
    entries = book.parties.get(last.to, [])
    party = entries[-1] if entries else None
    listed_as = set()
    if party is not None:
        if _designated(party):
            listed_as.add(party["entity"])
        listed_as |= {one for number in _own_numbers(party) for one in book.numbers.get(number, ())}
    shares = [step.share for step in way]
    share = None
    if None not in shares:
        share = 1.0
        for one in shares:
            share *= one or 0.0
    sources = sorted({step.source for step in way} | ({party["source"] or ""} if party else set()))
    because = [*([last.to] if party else []), *sorted(listed_as - {last.to}), *(step.record for step in way)]
    return {
        "tie": stable_id("tie", hull, *(part for step in way for part in (step.role, step.to, step.list))),
        "hull": hull,
        "party": last.to if party else f"{NAMED}{last.name}",
        "name": (party["names"] or [last.name])[0] if party else last.name,
        "kind": party["kind"] if party else None,
        "steps": len(way),
        "roles": [step.role for step in way],
        "through": way[0].to if len(way) > 1 else None,
        "share": share,
        "listed_as": sorted(listed_as),
        "list": last.list,
        "since": max((step.since for step in way if step.since), default=None),
        "list_date": min((step.last for step in way if step.last), default=None),
        "until": min((step.until for step in way if step.until), default=None),
        "source": max(sources, key=lambda name: (name.startswith("synthetic:"), name)) or None,
        "because": [one for one in because if one],
    }


STEP = Step(
    "ownership",
    takes=("entities", "links"),
    gives="ownership",
    run=ownership,
    options=Ownership(),
    by="",
    timed=True,
)

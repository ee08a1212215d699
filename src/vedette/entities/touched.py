"""Touched: which of one's own ships and names a change of a list bears on, and why now.

By IMO number it is the same hull. MMSI and call signs pass from hull to hull, and names are shared, so these
say where to look; two different IMO numbers say that it is not the same hull, whatever else agrees. A ship is
touched too when whom a list names as her owner, operator or manager changed: that accuses nobody.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from vedette.entities.changes import NAME_ROLES
from vedette.kernels.hulls import slug
from vedette.kernels.marks import imo_valid

Row = Mapping[str, Any]
Handle = tuple[str, object]
BEHIND = ("owner", "operator", "manager", "former owner", "former operator", "linked to")
GRADES = ("IMO number", "behind her", "MMSI", "call sign", "name")
_SHORTEST_NAME = 3
_KINDS = {"vessel": ("vessel",), "company": ("organisation", "person")}


@dataclass(frozen=True)
class Mine:
    """A ship, company or name of one's own: what is known of it, and where it stands."""

    id: str
    kind: str  # vessel, company, or name when nobody said which
    names: tuple[str, ...] = ()
    imo: int | None = None
    mmsis: tuple[int, ...] = ()
    call_signs: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    events: int = 0
    last: datetime | None = None
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class Touched:
    """One of one's own and an entry that changed: how the two meet, in one of GRADES and in words."""

    mine: Mine
    entity: str
    by: str
    words: str
    changes: tuple[str, ...]
    because: tuple[str, ...]


class _Hold(NamedTuple):
    """Where a handle leads: to a changed entry, in some way, with the records that say so."""

    entity: str
    by: str
    words: str
    because: tuple[str, ...] = ()


def touched(changes: pa.Table, mine: Iterable[Mine], entities: pa.Table, links: pa.Table) -> list[Touched]:
    """Which of ``mine`` the changes bear on, surest first.

    ``entities`` and ``links`` are those in hand before and after the change, of all lists: they give each
    entry's names and numbers, and who stands behind whom.
    """
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in changes.to_pylist():
        rows[row["entity"]].append(row)
    entries: dict[str, list[Row]] = defaultdict(list)
    for row in entities.to_pylist():
        entries[row["entity"]].append(row)
    said = links.to_pylist()
    handles: dict[Handle, list[_Hold]] = defaultdict(list)
    for handle, hold in (*_own(rows, entries, said), *_behind(rows, entries, said)):
        handles[handle].append(hold)
    imos = {entity: {row["imo"] for row in entries[entity] if row["imo"]} for entity in rows}
    kinds = {entity: rows[entity][0]["kind"] for entity in rows}
    found = []
    for own in mine:
        surest: dict[str, _Hold] = {}
        for handle in _handles(own):
            for hold in handles.get(handle, ()):
                if _other(own, hold, imos, kinds):
                    continue
                best = surest.get(hold.entity)
                if best is None or GRADES.index(hold.by) < GRADES.index(best.by):
                    surest[hold.entity] = hold
        found += [_touch(own, hold, rows[hold.entity]) for hold in surest.values()]
    return sorted(found, key=lambda one: (GRADES.index(one.by), one.mine.id, one.entity))


def _own(
    rows: Mapping[str, list[Row]], entries: Mapping[str, list[Row]], links: list[Row]
) -> Iterator[tuple[Handle, _Hold]]:
    """The numbers and names of the entries that changed."""
    for entity in rows:
        for row in entries.get(entity, ()):
            if row["kind"] == "vessel" and row["imo"]:
                yield ("imo", row["imo"]), _Hold(entity, "IMO number", f"IMO number {row['imo']}")
            if row["mmsi"]:
                yield ("mmsi", row["mmsi"]), _Hold(entity, "MMSI", f"MMSI {row['mmsi']}")
            if row["call_sign"]:
                words = f"call sign {row['call_sign']}"
                yield ("call sign", slug(row["call_sign"])), _Hold(entity, "call sign", words)
            for name in row["names"] or ():
                yield ("name", slug(name)), _Hold(entity, "name", f"the name {name}")
    for link in links:
        if link["from"] in rows and link["role"] in NAME_ROLES and link["detail"]:
            words = f"the {link['role']} {link['detail']}"
            yield ("name", slug(link["detail"])), _Hold(link["from"], "name", words, (link["record"],))


def _behind(
    rows: Mapping[str, list[Row]], entries: Mapping[str, list[Row]], links: list[Row]
) -> Iterator[tuple[Handle, _Hold]]:
    """The hulls of which a list says that an entry that changed owns, runs or is linked to them."""
    named: dict[str, list[str]] = defaultdict(list)
    for entity, changed in rows.items():
        if changed[0]["kind"] in ("organisation", "person"):
            named[entity].append(entity)
            for name in {name for row in entries.get(entity, ()) for name in row["names"] or ()}:
                named[f"name:{slug(name)}"].append(entity)
    for link in links:
        if link["role"] not in BEHIND or not link["to"]:
            continue
        to = link["to"]
        to = f"name:{slug(to.removeprefix('name:'))}" if to.startswith("name:") else to
        for entity in named.get(to, ()):
            for ship in entries.get(link["from"], ()):
                if ship["kind"] == "vessel" and ship["imo"]:
                    words = f"{link['list']} gives {link['detail'] or link['to']} as her {link['role']}"
                    words = words.replace("as her linked to", "as linked to her")
                    yield ("imo", ship["imo"]), _Hold(entity, "behind her", words, (link["record"],))


def _handles(own: Mine) -> Iterator[Handle]:
    if own.imo:
        yield "imo", own.imo
    yield from (("mmsi", one) for one in own.mmsis)
    yield from (("call sign", slug(one)) for one in own.call_signs)
    keys = dict.fromkeys(slug(name) for name in own.names)
    yield from (("name", key) for key in keys if len(key) >= _SHORTEST_NAME)


def _other(own: Mine, hold: _Hold, imos: Mapping[str, set[int]], kinds: Mapping[str, str | None]) -> bool:
    """Whether it is not the same after all: of another kind, or with another IMO number that holds."""
    if hold.by in ("IMO number", "behind her"):
        return False
    wanted = _KINDS.get(own.kind)
    if wanted and kinds[hold.entity] not in (*wanted, None):
        return True
    theirs = imos[hold.entity]
    if own.kind == "company" or not own.imo or not theirs or own.imo in theirs:
        return False
    return bool(imo_valid(np.array([own.imo]))[0] and imo_valid(np.array(sorted(theirs))).any())


def _touch(own: Mine, hold: _Hold, rows: list[Row]) -> Touched:
    records = (record for row in rows for record in row["because"] or ())
    return Touched(
        mine=own,
        entity=hold.entity,
        by=hold.by,
        words=hold.words,
        changes=tuple(row["change"] for row in rows),
        because=tuple(dict.fromkeys((*own.because, *hold.because, *records))),
    )

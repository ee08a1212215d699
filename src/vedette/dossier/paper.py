"""What lists say of a ship on paper: her particulars with contradictions, and who stands behind her."""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette.dossier.parts import Entry, Fact, Owner, listed_as
from vedette.entities.hulls import PARTIES, hulls
from vedette.entities.ownership import ownership
from vedette.outputs import words
from vedette.outputs.briefing.known import made_up
from vedette.outputs.visible import shown

Tables = Mapping[str, pa.Table]
Row = Mapping[str, Any]
ORDER = (
    "name",
    "former name",
    "alias",
    "weak alias",
    "MMSI",
    "call sign",
    "flag",
    "former flag",
    "type",
    "gross tonnage",
    "deadweight",
    "length",
    "built",
    *PARTIES,
    "programme",
)


def facts(tables: Tables, entries: Iterable[Entry]) -> tuple[Fact, ...]:
    """What each of her entries says of her, field by field, with what contradicts it."""
    ids = pa.array(sorted({one.entity for one in entries}), pa.string())
    entities = tables["entities"]
    ours = entities.filter(
        pc.or_(pc.is_in(entities["entity"], ids), pc.not_equal(pc.fill_null(entities["kind"], ""), "vessel"))
    )
    rows = hulls(ours, tables["links"].filter(pc.is_in(tables["links"]["from"], ids))).to_pylist()
    by_id = {row["fact"]: row for row in rows}
    rows.sort(key=lambda row: (ORDER.index(row["field"]), row["list"] or "", str(row["since"]), row["value"]))
    return tuple(_fact(row, by_id) for row in rows)


def _fact(row: Row, by_id: Mapping[str, Row]) -> Fact:
    return Fact(
        fact=row["fact"],
        what=row["field"],
        value=row["value"],
        list=row["list"] or "",
        entity=row["entity"],
        since=row["since"],
        last=row["list_date"],
        gone=row["until"],
        against=tuple(
            f"{listed_as(by_id[one]['list'])}: {shown(by_id[one]['value'], 60)}" for one in row["against"]
        ),
        synthetic=made_up(row["source"]),
        because=(row["entity"], row["record"]) if row["record"] else (row["entity"],),
    )


def owners(tables: Tables, entries: Iterable[Entry]) -> tuple[Owner, ...]:
    """Whom lists tie to her within two steps, those designated now first, then the nearer ones."""
    ids = pa.array(sorted({one.entity for one in entries}), pa.string())
    entities = tables["entities"]
    others = pc.not_equal(pc.fill_null(entities["kind"], ""), "vessel")
    ours = entities.filter(pc.or_(pc.is_in(entities["entity"], ids), others))
    rows = ownership(ours, tables["links"]).to_pylist()
    named = {
        row["entity"]: (row["names"] or [row["entity"]])[0]
        for row in entities.filter(pc.is_in(entities["entity"], _wanted(rows))).to_pylist()
    }
    rows.sort(key=lambda row: (not row["listed_as"], row["steps"], row["name"] or "", row["tie"]))
    return tuple(_owner(row, named) for row in rows)


def _wanted(rows: Iterable[Row]) -> pa.Array:
    ids = {row["through"] for row in rows} | {one for row in rows for one in row["listed_as"]}
    return pa.array(sorted(one for one in ids if one), pa.string())


def _owner(row: Row, named: Mapping[str, str]) -> Owner:
    through = row["through"] or ""
    middle = shown(named.get(through, through.removeprefix("name:")), 80) if through else ""
    gone = row["until"]
    roles = tuple(row["roles"])
    way = roles[0] if len(roles) == 1 else f"{roles[0]} of the ship is {middle}, whose {roles[1]} it is"
    said = f"{shown(row['name'], 100)}: {way}, says {listed_as(row['list'])}"
    said += f" ({words.percent(row['share'])} on this way)" if row["share"] is not None else ""
    said += f"; the edition of {words.day(gone)} says so no more" if gone else ""
    if row["listed_as"]:
        said += f"; designated now as {words.joined(row['listed_as'], longest=4)}"
    return Owner(
        tie=row["tie"],
        name=row["name"] or "",
        kind=row["kind"],
        steps=row["steps"],
        roles=roles,
        through=middle,
        share=row["share"],
        listed_as=tuple(row["listed_as"]),
        list=row["list"] or "",
        last=row["list_date"],
        gone=gone,
        words=said,
        synthetic=made_up(row["source"]),
        because=tuple(row["because"]),
    )


def summed(owners: Iterable[Owner]) -> tuple[str, ...]:
    """How many of those behind her are designated now, and how much of her they hold where that is said."""
    now = [one for one in owners if not one.gone and not any(role.startswith("former") for role in one.roles)]
    if not now:
        return ()
    parties = {one.name.casefold() for one in now}
    listed = {one.name.casefold() for one in now if one.listed_as}
    said = f"Of {words.counted(len(parties), 'party', 'parties')} that lists tie to her within two steps, "
    said += (
        f"{'none is' if not listed else words.plain(len(listed)) + (' is' if len(listed) == 1 else ' are')}"
    )
    lines = [f"{said} designated now."]
    owns = [one for one in now if all(role == "owner" for role in one.roles)]
    shares = {(one.list, one.name.casefold()): one.share for one in owns if one.listed_as and one.share}
    for name in sorted({list_ for list_, _ in shares}):
        held = sum(share for (list_, _), share in shares.items() if list_ == name and share)
        if held <= 1:
            lines.append(f"By {listed_as(name)} designated owners hold {words.percent(held)} of her.")
    if not shares:
        lines.append("No list in the case says what share any of them holds.")
    return tuple(lines)

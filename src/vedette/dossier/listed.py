"""What lists say of a ship: by her numbers as an entry of hers, by her name alone never."""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette.dossier.parts import Entry, List, Ship
from vedette.kernels.hulls import slug
from vedette.kernels.listing import standing
from vedette.outputs import words
from vedette.outputs.briefing import told
from vedette.outputs.briefing.known import made_up
from vedette.outputs.visible import shown

Row = Mapping[str, Any]
MOST_LINKED = 6


def entries(tables: Mapping[str, pa.Table], ship: Ship) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """The entries with one of her numbers, and those that share a name with her and no number.

    With an IMO number nothing else counts: MMSI and call sign pass from hull to hull. An entry under her
    MMSI or call sign that gives another IMO number is told as found so, and says which number it gives.
    """
    top = newest(tables["entities"])
    last: dict[tuple[str, str], Row] = {}
    first: dict[tuple[str, str], Any] = {}
    vessels = tables["entities"].filter(pc.fill_null(pc.equal(tables["entities"]["kind"], "vessel"), False))
    for row in sorted(vessels.to_pylist(), key=_dated):
        key = (row["list"] or "", row["entity"])
        last[key] = row
        first.setdefault(key, row["since"] or row["list_date"])
    hers, alike = [], []
    slugs = {slug(name) for name in ship.names}
    for _, row in sorted(last.items()):
        by = _found_by(row, ship)
        if by:
            hers.append(_entry(row, by, tables, top, first))
        elif slugs & {slug(name) for name in row["names"] or ()}:
            alike.append(_entry(row, _name_only(row, ship), tables, top, first))
    return tuple(hers), tuple(alike)


def _dated(row: Row) -> tuple[bool, Any]:
    return row["list_date"] is not None, row["list_date"]


def _found_by(row: Row, ship: Ship) -> str:
    if ship.imo:
        return "IMO number" if row["imo"] == ship.imo else ""
    if row["imo"] and row["imo"] in ship.shared:
        return f"IMO number {row['imo']}, one of those she said"
    if row["mmsi"] and row["mmsi"] in ship.mmsis:
        return "MMSI"
    # A call sign counts where she said it herself; the list's own is no second witness.
    return "call sign" if row["call_sign"] and row["call_sign"] in ship.call_signs else ""


def _name_only(row: Row, ship: Ship) -> str:
    if ship.imo and row["imo"]:
        return f"name only, and another IMO number, {row['imo']}: not the same hull"
    return "name only: not shown to be the same ship"


def _entry(
    row: Row,
    by: str,
    tables: Mapping[str, pa.Table],
    top: Mapping[str, Any],
    first: Mapping[tuple[str, str], Any],
) -> Entry:
    said = told.entity(row)
    said += f", designated {words.day(row['listed_on'])}" if row["listed_on"] else ""
    linked = tuple(_linked(row, tables))
    said += f"; linked there to {words.joined(linked, longest=MOST_LINKED)}" if linked else ""
    newer = top.get(row["list"] or "")
    older = newer if newer and row["list_date"] and row["list_date"] < newer else None
    gone = row["until"] or older
    said += f". The edition of {words.day(gone)} no longer has this entry" if gone else ""
    return Entry(
        entity=row["entity"],
        list=row["list"] or "",
        list_date=row["list_date"],
        found_by=by,
        words=said,
        names=tuple(row["names"] or ()),
        imo=row["imo"],
        programmes=tuple(row["programmes"] or ()),
        linked=linked,
        gone=gone,
        synthetic=made_up(row["source"]),
        standing=standing(row["programmes"], row["list"]),
        listed_on=row["listed_on"],
        since=first.get((row["list"] or "", row["entity"])) or row["list_date"],
        record=row["record"],
    )


def _linked(row: Row, tables: Mapping[str, pa.Table]) -> Iterable[str]:
    """Whom the list links the entry to, in its own words, as of the edition the entry stands in."""
    links = tables["links"]
    ours = pc.and_(
        pc.equal(links["from"], row["entity"]), pc.is_in(links["role"], pa.array(["linked to", "owner"]))
    )
    found = [
        link
        for link in links.filter(pc.fill_null(ours, False)).to_pylist()
        if link["list_date"] == row["list_date"]
    ]
    names = {e["entity"]: e["names"] for e in _named(tables["entities"], {link["to"] for link in found})}
    said = set()
    for link in found:
        name = (names.get(link["to"]) or [str(link["to"]).removeprefix("name:")])[0]
        role = "" if link["role"] == "linked to" else f" ({shown(link['role'], 20)})"
        said.add(f"{shown(link['detail'] or name, 80)}{role}")
    return sorted(said)


def _named(entities: pa.Table, ids: set[str]) -> list[Row]:
    found: list[Row] = entities.filter(
        pc.is_in(entities["entity"], pa.array(sorted(ids), pa.string()))
    ).to_pylist()
    return found


def newest(entities: pa.Table) -> dict[str, Any]:
    """The date of the newest edition of each list."""
    grouped = entities.group_by("list").aggregate([("list_date", "max")])
    pairs = zip(grouped["list"].to_pylist(), grouped["list_date_max"].to_pylist(), strict=True)
    return {name or "": date for name, date in pairs}


def checked(entities: pa.Table) -> tuple[List, ...]:
    """Each list that was looked through, by its newest edition."""
    found = []
    for name, edition in sorted(newest(entities).items()):
        ours = entities.filter(pc.equal(pc.fill_null(entities["list"], ""), name))
        dates = pc.count_distinct(ours["list_date"]).as_py()
        now = ours if edition is None else ours.filter(pc.equal(ours["list_date"], edition))
        vessels = pc.sum(pc.equal(now["kind"], "vessel")).as_py() or 0
        synthetic = any(made_up(one) for one in pc.unique(now["source"]).to_pylist())
        found.append(List(name, edition, max(dates, 1), len(now), vessels, synthetic))
    return tuple(found)

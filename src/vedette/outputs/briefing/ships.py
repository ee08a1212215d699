"""The ships a brief names: what was observed of each, and which lists have an entry with her IMO number."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette.outputs import words
from vedette.outputs.briefing import told
from vedette.outputs.briefing.known import made_up
from vedette.outputs.briefing.parts import Line, Ship
from vedette.outputs.visible import shown

MOST_SHIPS, MOST_REFS, MOST_LINES = 12, 8, 6
_SAID = {"port_call": "port call", "gap": "AIS silence", "zone": "stay in a watched area"}
Row = Mapping[str, Any]


@dataclass(frozen=True)
class _Shelf:
    """What a ship's lines are written from: the tables, the names, and the events the evidence rests on."""

    tables: Mapping[str, pa.Table]
    called: told.Names
    telling: frozenset[str]


def names(tables: Mapping[str, pa.Table]) -> told.Names:
    """What places and ships are called: a name by a source before that of a list, a list's before none."""
    places = dict(_pairs(tables["places"], "place", "name"))
    ships: dict[str, str] = {}
    vessels = tables["entities"].filter(pc.equal(tables["entities"]["kind"], "vessel"))
    for imo, called in _pairs(vessels, "imo", "names"):
        ships.setdefault(f"imo:{imo}", called[0] if called else "")
    ships |= dict(_pairs(tables["identities"], "ship", "name"))
    ships |= {f"imo:{imo}": name for imo, name in _pairs(tables["sightings"], "imo", "vessel_name")}
    publishers = dict(
        zip(tables["reports"]["report"].to_pylist(), tables["reports"]["publisher"].to_pylist(), strict=True)
    )
    return told.Names(places, {ship: name for ship, name in ships.items() if name}, publishers)


def _pairs(table: pa.Table, key: str, value: str) -> Iterable[tuple[Any, Any]]:
    for one, other in zip(table[key].to_pylist(), table[value].to_pylist(), strict=True):
        if one is not None and other is not None:
            yield one, other


def named(
    tables: Mapping[str, pa.Table], called: told.Names, telling: frozenset[str]
) -> tuple[tuple[Ship, ...], int]:
    """The ships that are listed, were seen by somebody, or did what the evidence rests on; and how many not.

    ``telling``: the ids of the events under the evidence. Listed ships first, then those with most.
    """
    events = tables["events"]
    events = events.filter(pc.and_(events["ship"].is_valid(), pc.not_equal(events["kind"], "no_call")))
    listed = _listed(tables["entities"], events)
    by_ship: dict[str, list[Row]] = {}
    for row in events.sort_by([("start", "ascending"), ("event", "ascending")]).to_pylist():
        by_ship.setdefault(row["ship"], []).append(row)
    ranks = []
    for ship, rows in by_ship.items():
        entries = listed.get(_imo(rows), [])
        weight = sum(row["event"] in telling or _sighted(row) for row in rows)
        if entries or weight:
            ranks.append((not entries, all(made_up(row["source"]) for row in rows), -weight, ship))
    chosen = [ship for *_, ship in sorted(ranks)[:MOST_SHIPS]]
    shelf = _Shelf(tables, called, telling)
    found = [_ship(ship, by_ship[ship], listed.get(_imo(by_ship[ship]), []), shelf) for ship in chosen]
    return tuple(found), len(by_ship) - len(found)


def _sighted(row: Row) -> bool:
    return str(row["rule"] or "").startswith("sighted")


def _imo(rows: list[Row]) -> int | None:
    return next((row["imo"] for row in rows if row["imo"]), None)


def _listed(entities: pa.Table, events: pa.Table) -> dict[int | None, list[Row]]:
    """The vessel entries with the IMO number of a ship observed; a company's number is another kind."""
    imos = pc.unique(events["imo"].drop_null())
    wanted = pc.and_(pc.equal(entities["kind"], "vessel"), pc.is_in(entities["imo"], imos))
    rows = entities.filter(pc.fill_null(wanted, False)).sort_by(
        [("list_date", "ascending"), ("entity", "ascending")]
    )
    found: dict[int | None, list[Row]] = {}
    for row in rows.to_pylist():
        found.setdefault(row["imo"], []).append(row)
    return found


def _ship(ship: str, rows: list[Row], entries: list[Row], shelf: _Shelf) -> Ship:
    mmsis = sorted({row["mmsi"] for row in rows if row["mmsi"]})
    imo = _imo(rows)
    numbers = [f"IMO {imo}" if imo else "", words.joined([f"MMSI {mmsi}" for mmsi in mmsis], longest=3)]
    kind, _, number = ship.partition(":")
    name = shelf.called.ships.get(ship) or (number if kind == "name" else "Name not known")
    return Ship(
        name=shown(name, 60),
        numbers=", ".join(part for part in numbers if part) or "no number known",
        observed=tuple(_observed(rows, bool(entries), shelf)),
        listed=tuple(_entries(entries, shelf.tables)) or (Line(_not_listed(imo, shelf.tables["entities"])),),
        synthetic=any(made_up(row["source"]) for row in rows),
    )


def _observed(rows: list[Row], listed: bool, shelf: _Shelf) -> Iterable[Line]:
    """What was observed of a ship, like with like: if she is not listed, only what the brief is about."""
    groups: dict[tuple[str, str, bool, bool], list[Row]] = {}
    about = [row for row in rows if listed or row["event"] in shelf.telling or _sighted(row)]
    for row in about:
        key = (row["kind"], row["place"] or "", _sighted(row), made_up(row["source"]))
        groups.setdefault(key, []).append(row)
    for (kind, place, sighted, synthetic), some in list(groups.items())[:MOST_LINES]:
        noun = _SAID.get(kind, words.kind(kind))
        starts = [row["start"] for row in some if row["start"]]
        ends = [row["end"] or row["start"] for row in some if row["start"]]
        parts = [
            words.counted(len(some), noun, "stays in a watched area" if kind == "zone" else ""),
            f"at {shelf.called.place(place)}" if place else "",
        ]
        how = _how(some) if sighted else "by AIS"
        when = words.span(min(starts, default=None), max(ends, default=None))
        said = f"{' '.join(part for part in parts if part)}, {when}; {how}"
        if kind == "gap":
            said += f" ({_classes(some)})"
        yield Line(said, tuple(row["event"] for row in some[:MOST_REFS]), synthetic)
    rest = len(rows) - sum(map(len, list(groups.values())[:MOST_LINES]))
    if rest:
        yield Line(f"and {words.counted(rest, 'other event')} in this case.")


def _how(some: list[Row]) -> str:
    kept = [told.details(row) for row in some]
    who = sorted(
        {shown(name, 60) for one in kept for name in one.get("publishers") or () if isinstance(name, str)}
    )
    how = sorted({shown(one["identification"], 40) for one in kept if one.get("identification")})
    said = f"reported by {words.joined(who, longest=3)}" if who else "sighted"
    return f"{said} ({words.joined(how)})" if how else said


def _classes(some: list[Row]) -> str:
    counts = Counter(shown(told.details(row).get("class") or "unclear", 20) for row in some)
    return words.joined([f"{count} {kind}" for kind, count in sorted(counts.items())])


def _entries(entries: list[Row], tables: Mapping[str, pa.Table]) -> Iterable[Line]:
    """The newest edition's entry of each list, or that an older edition had one and the newest has not."""
    newest = _newest(tables["entities"])
    last: dict[tuple[str, str], Row] = {(row["list"] or "", row["entity"]): row for row in entries}
    for (list_, _), row in sorted(last.items()):
        said = told.entity(row)
        if row["listed_on"]:
            said += f", designated {words.day(row['listed_on'])}"
        linked = _linked(row, tables["links"])
        if linked:
            said += f"; linked there to {words.joined(linked, longest=4)}"
        top = newest.get(list_)
        if top and row["list_date"] and row["list_date"] < top:
            said += f". The edition of {words.day(top)} no longer has this entry"
        yield Line(said + ".", (row["entity"],), made_up(row["source"]))


def _linked(row: Row, links: pa.Table) -> list[str]:
    same = pc.and_(
        pc.equal(links["from"], row["entity"]), pc.is_in(links["role"], pa.array(["linked to", "owner"]))
    )
    found = links.filter(pc.fill_null(same, False)).to_pylist()
    return sorted({shown(link["detail"] or str(link["to"]).removeprefix("name:"), 80) for link in found})


def _not_listed(imo: int | None, entities: pa.Table) -> str:
    if imo is None:
        return "Not compared with lists: no IMO number is known."
    lists = [
        f"{shown(name, 40)} ({words.day(date)})" for name, date in sorted(_newest(entities).items()) if date
    ]
    if not lists:
        return "Not compared with lists: the case holds none."
    return f"No entry with this IMO number in {words.joined(lists, longest=6)}."


def _newest(entities: pa.Table) -> dict[str, Any]:
    """The date of the newest edition of each list."""
    if not len(entities):
        return {}
    grouped = entities.group_by("list").aggregate([("list_date", "max")])
    pairs = zip(grouped["list"].to_pylist(), grouped["list_date_max"].to_pylist(), strict=True)
    return {name or "": date for name, date in pairs}

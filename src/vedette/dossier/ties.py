"""What ties a ship to listed ships, each as evidence with its path: it shows that and no more."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette.dossier.parts import Ship, Tie, listed_as
from vedette.outputs import words
from vedette.outputs.briefing.known import made_up
from vedette.outputs.briefing.told import Names
from vedette.outputs.visible import shown

Row = Mapping[str, Any]
_MEETINGS = ("met", "kept company", "could have met")


def contacts(rows: pa.Table, ship: Ship) -> list[Row]:
    """The contacts of a ship, oldest first, relations last."""
    ours = pc.equal(rows["ship"], ship.key)
    if ship.imo:
        ours = pc.or_kleene(ours, pc.equal(rows["imo"], ship.imo))
    found: list[Row] = rows.filter(pc.fill_null(ours, False)).to_pylist()
    return sorted(found, key=lambda row: (row["start"] is None, str(row["start"]), row["contact"]))


def by_event(rows: list[Row], ship: Ship) -> dict[str, tuple[str, ...]]:
    """For each event what lists say of the ship, or of the one she met: then, and now."""
    del ship
    found: dict[str, list[str]] = {}
    for row in rows:
        if row["event"] and (row["kind"] == "itself" or row["kind"] in _MEETINGS):
            whose = "" if row["kind"] == "itself" else "the other ship: "
            found.setdefault(row["event"], []).append(whose + stood(row))
    return {event: tuple(dict.fromkeys(said)) for event, said in found.items()}


def stood(row: Row) -> str:
    """Whether a list had an entry at the time of an event, and whether its newest edition has it.

    >>> stood({"list": "ofac-sdn", "then": "not listed", "now": "listed"})
    'not on OFAC SDN then, on it now'
    """
    name = listed_as(row["list"])
    then, gone = row["then"], row["now"] != "listed"
    if then == "listed":
        return f"on {name} then" + (", no longer now" if gone else " and now")
    if then == "not listed":
        return f"not on {name} then" + (", nor now" if gone else ", on it now")
    now = f"no longer on {name}" if gone else f"on {name} now"
    return f"{now}; whether then, no edition in hand tells"


def told(rows: list[Row], names: Names, entities: pa.Table) -> tuple[Tie, ...]:
    """Her ties to other ships that are listed, in words; her own entries stand elsewhere.

    What ties her to one ship on paper is one tie, however many lists and parties it goes by.
    """
    meetings = [row for row in rows if row["kind"] != "itself" and row["start"]]
    paper: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row["kind"] != "itself" and not row["start"]:
            paper.setdefault((row["kind"], row["listed"]), []).append(row)
    wanted = pa.array(sorted({one for row in rows for one in row["path"] or ()}), pa.string())
    named = entities.filter(pc.is_in(entities["entity"], wanted)).select(["entity", "names"]).to_pylist()
    parties = {row["entity"]: row["names"][0] for row in named if row["names"]}
    kin = (_kin(some, names, parties) for _, some in sorted(paper.items()))
    return (
        *(_met(row, names) for row in meetings),
        *sorted(kin, key=lambda one: (one.kind != "sister", one.words)),
    )


def _met(row: Row, names: Names) -> Tie:
    return Tie(
        contact=row["contact"],
        kind=row["kind"],
        words=_words(row, names.ship(row["listed"]), names),
        other=row["listed"],
        list=row["list"] or "",
        standing=row["standing"] or "",
        start=row["start"],
        then=row["then"],
        now=row["now"],
        known=row["known"],
        synthetic=made_up(row["source"]),
        because=tuple(row["because"] or ()),
    )


def _words(row: Row, other: str, names: Names) -> str:
    kind, path = row["kind"], list(row["path"] or ())
    when = f", {words.span(row['start'], row['end'])}" if row["start"] else ""
    where = f" at {names.place(row['place'])}" if row["place"] else ""
    by = "" if row["by"] == "IMO number" else f" (known as hers by {row['by']} alone)"
    if kind == "took over" and len(path) == 3:
        said = f"Began to call on the corridor {shown(path[1], 60)}{when} after the calls of {other}"
        return f"{said} there had ended: {stood(row)}. Others may have begun then too"
    verb = {"met": "Lay beside", "kept company": "Kept company with", "could have met": "Could have met"}
    return f"{verb.get(kind, words.begun(kind))} {other}{by}{where}{when}: {stood(row)}"


def _kin(some: list[Row], names: Names, parties: Mapping[str, str]) -> Tie:
    """One tie on paper: by whom, in which roles, and which lists have the other ship."""
    row = some[0]
    by: dict[str, set[str]] = {}
    for one in some:
        path = list(one["path"] or ())
        if len(path) == 5:
            name = parties.get(path[2], path[2])
            by.setdefault(name.upper(), set()).update({path[1], path[3]})
    whom = [f"{shown(name, 80)} ({words.joined(sorted(roles))})" for name, roles in sorted(by.items())]
    lists = sorted({(listed_as(one["list"]), one["now"] == "listed") for one in some})
    now = [name for name, still in lists if still]
    before = [name for name, still in lists if not still]
    stands = [f"on {words.joined(now)} now"] if now else []
    stands += [f"no longer on {words.joined(before)}"] if before else []
    like = "Sister by tonnage" if row["kind"] == "sister" else "Tied to the same party"
    designated = [one for one in some if one["standing"] == "designated"] or some
    return Tie(
        contact=designated[0]["contact"],
        kind=row["kind"],
        words=f"{like}: {names.ship(row['listed'])}, by {words.joined(whom)}; {' and '.join(stands)}",
        other=row["listed"],
        list=designated[0]["list"] or "",
        standing=designated[0]["standing"] or "",
        start=None,
        then=None,
        now=designated[0]["now"],
        known=designated[0]["known"],
        synthetic=any(made_up(one["source"]) for one in some),
        because=tuple(dict.fromkeys(id_ for one in some for id_ in one["because"] or ()))[:8],
    )

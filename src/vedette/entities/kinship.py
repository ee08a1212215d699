"""Kinship of hulls on paper: those whom lists tie to one party, and sisters among them."""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette.entities.hulls import PARTIES
from vedette.entities.listed import Entry
from vedette.kernels.hulls import slug
from vedette.kernels.ids import stable_id

_MOST_BUILT_APART = 3  # years within which a class of ships is built, as a rule of thumb
_SISTERLY = ("gross tonnage", "type", "built")


def ties(
    hulls: pa.Table, listed: Iterable[Entry], observed: frozenset[str], alike: float
) -> Iterable[dict[str, Any]]:
    """For each observed hull the listed ones that lists tie to the same party: a row for each entry.

    A sister has the same party, a tonnage that is alike, and no type or year that contradicts it. Builders
    stand in no list that we read, so they are not asked for.
    """
    by_hull: dict[str, list[Entry]] = {}
    for entry in listed:
        by_hull.setdefault(entry.hull, []).append(entry)
    facts = hulls.filter(pc.is_in(hulls["field"], pa.array([*PARTIES, *_SISTERLY]))).sort_by("fact")
    fleets: dict[str, dict[str, dict[str, Any]]] = {}
    measures: dict[str, dict[str, str]] = {}
    for row in facts.to_pylist():
        if row["field"] in _SISTERLY:
            measures.setdefault(row["hull"], {}).setdefault(row["field"], row["value"])
        elif row["field"] != "named in" and (key := _party(row)):
            fleets.setdefault(key, {}).setdefault(row["hull"], row)
    for fleet in fleets.values():
        for ship, mine in fleet.items():
            if ship not in observed:
                continue
            for other, theirs in fleet.items():
                if other != ship:
                    sister = _sisters(measures.get(ship, {}), measures.get(other, {}), alike)
                    for entry in by_hull.get(other, ()):
                        yield _row("sister" if sister else "same party", mine, theirs, entry)


def _party(row: Mapping[str, Any]) -> str | None:
    """The party a fact names: an entry, else a name as one list writes it."""
    plain = slug(row["value"] or "")
    return row["party"] or (f"{row['list']}/{plain}" if plain else None)


def _sisters(one: Mapping[str, str], other: Mapping[str, str], alike: float) -> bool:
    if "gross tonnage" not in one or "gross tonnage" not in other:
        return False
    tons = float(one["gross tonnage"]), float(other["gross tonnage"])
    if abs(tons[0] - tons[1]) > alike * max(tons):
        return False
    if (
        "built" in one
        and "built" in other
        and abs(int(one["built"]) - int(other["built"])) > _MOST_BUILT_APART
    ):
        return False
    types = one.get("type"), other.get("type")
    return None in types or slug(types[0] or "") == slug(types[1] or "")


def _row(kind: str, mine: Mapping[str, Any], theirs: Mapping[str, Any], entry: Entry) -> dict[str, Any]:
    times = [one for one in (mine["since"], theirs["since"], entry.since) if one]
    path = [mine["hull"], mine["field"], mine["party"] or mine["value"], theirs["field"], theirs["hull"]]
    sources = [one for one in (mine["source"], theirs["source"], entry.source) if one]
    return {
        "contact": stable_id(
            "contact", kind, mine["hull"], entry.entity, entry.hull, mine["fact"], theirs["fact"]
        ),
        "kind": kind,
        "ship": mine["hull"],
        "imo": mine["imo"],
        "listed": entry.hull,
        "entity": entry.entity,
        "list": entry.list,
        "standing": entry.standing,
        "by": "IMO number" if entry.imo else "the entry",
        "path": path,
        "now": entry.now,
        "since": entry.since,
        "known": max(times) if len(times) == 3 else None,
        "rule": "kinship/1",
        "source": next(
            (one for one in sources if one.startswith("synthetic:")), sources[0] if sources else None
        ),
        "because": [mine["fact"], theirs["fact"], entry.entity],
    }

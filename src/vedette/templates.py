"""Templates: a watch made from a list of places, ships, companies and questions, without any code.

A list is one TOML file. What it says becomes a ``watch.toml``, a file of places and a list of ships, so
that all of it can be changed afterwards as any watch can.
"""

import csv
import io
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vedette import watch
from vedette.errors import WatchError

KNOWN = {"title", "purpose", "flow", "from", "to", "ship", "company", "gazetteer"}
KNOWN |= {"hypothesis", "question", "grades", "kind", "meter", "cover"}
PLACE = ("id", "name", "country", "lat", "lon", "radius_km", "kind", "role")
SHIP = ("name", "imo", "mmsi", "flag", "type", "owner", "note")


@dataclass(frozen=True)
class Made:
    """What a list becomes: the text of a watch, and of the files that go with it, by name."""

    watch: str
    files: Mapping[str, str]


def bundled(name: str) -> Path:
    """The list of a template that comes with vedette."""
    folder = watch.BUNDLED / "templates"
    names = sorted(path.stem for path in folder.glob("*.toml"))
    if name not in names:
        raise WatchError(
            f"There is no template {name!r}.\nThere are: {', '.join(names)}; or name a TOML file."
        )
    return folder / f"{name}.toml"


def made(name: str, path: Path) -> Made:
    """The watch called ``name`` from the list in a file; WatchError says what is missing or wrong."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WatchError(f"{path}: cannot be read as TOML ({error}).") from error
    if extra := sorted(set(said) - KNOWN):
        raise WatchError(f"{path}: unknown key {', '.join(extra)}.\nKnown: {', '.join(sorted(KNOWN))}.")
    start, to = (_places(said.get(end), f"{path}: {end}") for end in ("from", "to"))
    text = _watch(name, said, [p["id"] for p in start], [p["id"] for p in to])
    watch.from_toml(tomllib.loads(text), str(path))
    files = {
        "places.csv": _csv(("place_id", *PLACE[1:]), [{**p, "place_id": p["id"]} for p in (*start, *to)])
    }
    owners = {one.get("name"): one.get("imo") for one in said.get("company", ())}
    if ships := said.get("ship"):
        files["vessels.csv"] = _ships(ships, owners, name, path.name)
    return Made(text, files)


def _places(rows: Any, where: str) -> list[dict[str, Any]]:
    if not isinstance(rows, list) or not rows:
        raise WatchError(f"{where}: at least one place is needed, with id, name, lat and lon.")
    found = []
    for row in rows:
        if missing := [key for key in ("id", "name", "lat", "lon") if key not in row]:
            raise WatchError(f"{where}: place {row.get('id', '?')!r} lacks {', '.join(missing)}.")
        if extra := sorted(set(row) - set(PLACE)):
            raise WatchError(f"{where}: unknown key {', '.join(extra)}. Known: {', '.join(PLACE)}.")
        found.append({"radius_km": 4, "kind": "port", "role": "watched", "country": "", **row})
    return found


def _ships(rows: Iterable[Mapping[str, Any]], companies: Mapping[str, Any], name: str, where: str) -> str:
    found = []
    for row in rows:
        if extra := sorted(set(row) - set(SHIP)):
            raise WatchError(f"{where}: ship: unknown key {', '.join(extra)}. Known: {', '.join(SHIP)}.")
        owner = str(row.get("owner", ""))
        if companies.get(owner):
            owner += f" (IMO company {companies[owner]})"
        kept = {key: row.get(key, "") for key in ("name", "imo", "mmsi", "flag", "type", "note")}
        kept |= {"owner_or_linked_to": owner, "corridor": name, "role": "watched", "source": where}
        found.append(kept)
    columns: tuple[str, ...] = (
        "name",
        "imo",
        "mmsi",
        "call_sign",
        "flag",
        "type",
        "gross_tonnage",
        "loa_m",
        "built",
    )
    columns += ("owner_or_linked_to", "corridor", "role", "designations", "former_or_other_names")
    return _csv((*columns, "source", "note"), found)


def _csv(columns: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _watch(name: str, said: Mapping[str, Any], start: list[str], to: list[str]) -> str:
    """The text of the watch; strings are written as JSON, which TOML reads alike."""
    title = said.get("title", name)
    purpose = said.get("purpose", f"Early warning on {title}.")
    lines = [
        "# Made from a list by vedette init --from. Numbers are assumptions until you give your reasons.",
        *_keys({"name": name, "title": title, "purpose": purpose}),
        *_keys({"places": [*start, *to], "gazetteer": said.get("gazetteer", True)}),
        "",
        "[[corridor]]",
        *_keys({"name": name, "from": start, "to": to, **{k: said.get(k, "") for k in ("flow", "kind")}}),
    ]
    for table in ("meter", "cover"):
        for one in said.get(table, ()):
            lines += ["", f"[[{table}]]", *_keys(one)]
    asked: list[dict[str, Any]] = said.get("hypothesis") or [{"id": "flow"}]
    for one in asked:
        lines += ["", "[[hypothesis]]", *_keys(_question(one, title))]
        rules: list[dict[str, Any]] = one.get("evidence") or _rules(name, start, to)
        for rule in rules:
            lines += ["", "[[hypothesis.evidence]]", *_keys(rule)]
    for one in said.get("question", ()):
        lines += ["", "[[question]]", *_keys(one)]
    if said.get("grades"):
        lines += ["", "[grades]"]
        lines += [f"{json.dumps(who)} = {json.dumps(grade)}" for who, grade in said["grades"].items()]
    return "\n".join(lines) + "\n"


def _keys(row: Mapping[str, Any]) -> list[str]:
    return [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in row.items() if value != ""]


def _question(one: Mapping[str, Any], title: str) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "question": f"Does an organised flow run on {title} beyond ordinary trade?",
        "statement": f"An organised flow runs on {title} beyond ordinary trade",
        "prior": 0.05,
        "prior_weight": 10,
        "prior_source": "Assumption: of corridors worth watching, one in twenty carries such a flow.",
        "resolves": "Yes, when a court, a customs authority or an international body publishes papers of it.",
        "rivals": ["Ordinary trade has grown or resumed.", "More people are looking.", "None of these."],
        "would_change": ["Papers or a declared cargo for one of the voyages: either way."],
        "not_answered": ["What a ship carries.", "Who ordered it."],
    }
    return {**usual, **{key: value for key, value in one.items() if key != "evidence"}}


def _rules(name: str, start: list[str], to: list[str]) -> list[dict[str, Any]]:
    """The rules of a corridor whose list has none: calls at its ends, its voyages, silences, what is said."""
    rules = []
    for place in (*start, *to):
        seen = f"calls/sighted/{place} | dormant/calls/{place}"
        rules.append(_rule(f"calls-{place}", seen, "imagery", "sightings", (0.7, 0.3)))
        rules.append(_rule(f"seen-{place}", f"calls/seen/{place}", "ais", "ship tracks", (0.5, 0.3)))
    rules.append(_rule("legs", f"legs/{name}/*", "ais", "ship tracks", (0.7, 0.3)))
    rules.append(_rule("gaps", "gaps/*", "ais", "ship tracks", (0.7, 0.5)) | {"grade": "D"})
    for kind, category, true in (("disclosure", "official acts", 0.7), ("designation", "network", 0.5)):
        said = _rule(kind, kind, "official", "disclosures", (true, 0.3))
        said |= {"on": "claim", "category": category, "corridor": name, "grade": ""}
        rules.append(said)
    return rules


def _rule(id_: str, match: str, kind: str, channel: str, chances: tuple[float, float]) -> dict[str, Any]:
    return {
        "id": id_,
        "title": f"More than the past leads one to expect: {match}",
        "on": "indicator",
        "match": match,
        "kind": kind,
        "category": "shipping",
        "channel": channel,
        "if_true": chances[0],
        "if_false": chances[1],
        "grade": "B",
        "reason": "A starting value of the template. Replace it by your own, with the reason.",
    }

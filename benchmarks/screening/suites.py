"""The suites: names whose entry is known, from the lists' own aliases and IMO numbers, and names on no list.

Nothing is made up but the slips of the suite ``slips``. An alias that is asked is taken out of the lists it is
looked for on; an entry that stands for "on no list" is taken out whole. The draw is by a seed.
"""

import csv
import gzip
import io
import json
import random
import re
import string
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from vedette.kernels.letters import scripts

csv.field_size_limit(1 << 24)
SDN = (
    "ent_num",
    "name",
    "type",
    "program",
    "title",
    "call_sign",
    "vessel_type",
    "tonnage",
    "grt",
    "flag",
    "owner",
)
_KIND = {"individual": "person", "vessel": "vessel", "aircraft": "aircraft"}
_EU = {"Person": "person", "Vessel": "vessel"}
_IMO = re.compile(r"IMO (\d{7})")
_BRACKETS = re.compile(r"\([^)]*\)")


@dataclass
class Entity:
    """An entry as the benchmark needs it."""

    id: str
    kind: str
    names: list[str]
    imo: str = ""


@dataclass
class Suite:
    """Entries that are looked among, questions with the ids that are right, and questions with none."""

    name: str
    entities: list[Entity]
    asked: list[tuple[str, str, list[str]]] = field(default_factory=list)  # name, kind, right ids
    none: list[tuple[str, str]] = field(default_factory=list)  # name, kind


def rows(path: Path, columns: tuple[str, ...] | None = None) -> Iterator[dict[str, str]]:
    with gzip.open(path) as stream:
        text = io.StringIO(stream.read().decode("utf-8", "replace").replace("\x1a", ""))
    yield from csv.DictReader(text, columns)


def ofac(lists: Path, edition: str = "2024-05-03", aliases: str = "2024-01") -> list[Entity]:
    found: dict[str, Entity] = {}
    for row in rows(lists / f"ofac/sdn-{edition}.csv.gz", SDN):
        if row["name"]:
            imo = _IMO.search(" ".join(row.get(None) or [""]))  # type: ignore[call-overload]
            kind = _KIND.get((row["type"] or "").strip(), "organisation")
            found[row["ent_num"]] = Entity(
                f"ofac:{row['ent_num']}", kind, [row["name"]], imo[1] if imo else ""
            )
    for row in rows(lists / f"ofac/alt-{aliases}.csv.gz", ("ent_num", "alt_num", "kind", "name", "remarks")):
        if row["ent_num"] in found and row["name"] and row["name"] not in found[row["ent_num"]].names:
            found[row["ent_num"]].names.append(row["name"])
    return list(found.values())


def eu(lists: Path) -> list[Entity]:
    found = []
    for number, row in enumerate(rows(lists / "eu/eu-oj-consolidated-2026-08-22.csv.gz")):
        names = [
            row["name"],
            *re.split(r"[;\n]", row["alias"] or ""),
            *re.split(r"[;\n]", row["previousName"] or ""),
        ]
        names = [name.strip() for name in names if name.strip()]
        imo = (
            row["imoNumber"] if row["schema"] == "Vessel" and re.fullmatch(r"\d{7}", row["imoNumber"]) else ""
        )
        found.append(
            Entity(f"eu:{number}", _EU.get(row["schema"], "organisation"), list(dict.fromkeys(names)), imo)
        )
    return found


def uk(lists: Path) -> list[Entity]:
    kinds = {"Individual": "person", "Entity": "organisation", "Ship": "vessel"}
    found: dict[str, Entity] = {}
    for row in rows(lists / "uk/subjects-2026-05.csv.gz"):
        kind = next((kinds[v] for v in row.values() if v in kinds), None) or next(
            (kinds[v.capitalize()] for v in row.values() if v and v.capitalize() in kinds), "organisation"
        )
        found[row["unique_id"]] = Entity(f"uk:{row['unique_id']}", kind, [])
    for row in rows(lists / "uk/subject_names-2026-05.csv.gz"):
        found[row["unique_id"]].names.append(row["full_name"])
    for row in rows(lists / "uk/subject_identifiers-2026-05.csv.gz"):
        if "IMO" in " ".join(map(str, row.values())).upper() and found[row["unique_id"]].kind == "vessel":
            imo = re.search(
                r"(?<!\d)(\d{7})(?!\d)", " ".join(str(v) for k, v in row.items() if k != "unique_id")
            )
            found[row["unique_id"]].imo = imo[1] if imo else ""
    return [one for one in found.values() if one.names]


def aliases(lists: Path, draw: random.Random, kind: str, most: int) -> Suite:
    """An alias held out of OFAC; entries held out whole, but for those that another entry has the words of."""
    everything = ofac(lists)
    ours = [one for one in everything if one.kind == kind]
    draw.shuffle(ours)
    gone = {one.id for one in ours[: min(1000, len(ours) // 5)]}
    suite = Suite(f"alias, {kind}", [])
    taken: dict[str, str] = {}
    for one in ours[len(gone) :]:
        if len(one.names) > 1 and len(taken) < most:
            taken[one.id] = draw.choice(one.names[1:])
    for one in everything:
        if one.id not in gone:
            left = [name for name in one.names if name != taken.get(one.id)]
            suite.entities.append(Entity(one.id, one.kind, left, one.imo))
    suite.asked = [(name, kind, [id_]) for id_, name in sorted(taken.items())]
    held = {" ".join(sorted(re.findall(r"\w+", n.casefold()))) for one in suite.entities for n in one.names}
    suite.none = sorted(
        (one.names[0], kind)
        for one in ours[: len(gone)]
        if " ".join(sorted(re.findall(r"\w+", one.names[0].casefold()))) not in held
    )
    return suite


def ships(lists: Path) -> Suite:
    """The name a hull has on the EU list, looked for among the ships of OFAC and the UK; by IMO."""
    among = [one for one in (*ofac(lists, aliases="2025-12"), *uk(lists)) if one.kind == "vessel"]
    with gzip.open(lists / "ofac/vessels-2026-03-22.json.gz") as stream:
        later = json.load(stream)["vessels"]
    have = {one.imo for one in among if one.id.startswith("ofac")}
    among += [
        Entity(f"ofac-2026:{row['imo']}", "vessel", [row["name"]], str(row["imo"]))
        for row in later
        if str(row["imo"]) not in have
    ]
    by_imo: dict[str, list[str]] = {}
    for one in among:
        by_imo.setdefault(one.imo, []).append(one.id)
    on_ofac = {one.imo for one in among if one.id.startswith("ofac")}
    suite = Suite("ships, EU name", among)
    for one in eu(lists):
        if one.kind == "vessel" and one.imo:
            name = _BRACKETS.sub("", one.names[0]).strip() or one.names[0]
            if one.imo in on_ofac:
                suite.asked.append((name, "vessel", by_imo[one.imo]))
            elif one.imo not in by_imo:
                suite.none.append((name, "vessel"))
    return suite


def script(lists: Path, draw: random.Random, wanted: str, most: int) -> Suite:
    """A name in another script, looked for among the Latin names of the EU list."""
    suite = Suite(f"{wanted} to Latin", [])
    written: list[tuple[Entity, str]] = []
    latin: list[Entity] = []
    for one in eu(lists):
        others = [name for name in one.names if scripts(name) == {wanted}]
        names = [name for name in one.names if scripts(name) <= {"latin"}]
        if names:
            latin.append(Entity(one.id, one.kind, names))
            written += [(latin[-1], draw.choice(others))] if others else []
    draw.shuffle(written)
    held = written[: len(written) // 4]
    gone = {one.id for one, _ in held}
    suite.entities += [one for one in latin if one.id not in gone]
    suite.none = [(name, one.kind) for one, name in held]
    suite.asked = [(name, one.kind, [one.id]) for one, name in written[len(held) :][:most]]
    return suite


def _drop(draw: random.Random, name: str) -> str:
    at = draw.randrange(1, max(2, len(name)))
    return name[:at] + name[at + 1 :]


def _swap(draw: random.Random, name: str) -> str:
    at = draw.randrange(0, max(1, len(name) - 1))
    return name[:at] + name[at : at + 2][::-1] + name[at + 2 :]


SLIPS: dict[str, Callable[[random.Random, str], str]] = {
    "letter left out": _drop,
    "letters exchanged": _swap,
    "letter doubled": lambda d, n: (lambda at: n[:at] + n[at] + n[at:])(d.randrange(len(n))),
    "letter wrong": lambda d, n: (lambda at: n[:at] + d.choice(string.ascii_uppercase) + n[at + 1 :])(
        d.randrange(len(n))
    ),
    "look-alikes": lambda _, n: n.upper().translate(str.maketrans("AEOPCTHKMX", "АЕОРСТНКМХ")),
    "run together": lambda _, n: n.replace(" ", ""),
    "cut short": lambda _, n: n[: max(6, int(len(n) * 0.7))],
    "hidden signs": lambda _, n: "\u200b".join(n),
}


def slips(lists: Path, draw: random.Random, most: int) -> Suite:
    """Names with a slip of one kind each; entries held out whole, with the same slips."""
    everything = ofac(lists)
    ours = [one for one in everything if one.kind != "person" and len(one.names[0]) > 5]
    draw.shuffle(ours)
    gone = {one.id for one in ours[: len(ours) // 5]}
    suite = Suite("slips", [one for one in everything if one.id not in gone])
    kinds = list(SLIPS)
    for number, one in enumerate(ours):
        name = SLIPS[kinds[number % len(kinds)]](draw, one.names[0])
        if one.id in gone:
            suite.none.append((name, one.kind))
        elif len(suite.asked) < most:
            same = [other.id for other in everything if other.names[0] == one.names[0]]
            suite.asked.append((name, one.kind, same))
    return suite


def everything(lists: Path, seed: int) -> list[Suite]:
    """All suites of one draw."""
    return [
        aliases(lists, random.Random(seed), "person", 900),
        aliases(lists, random.Random(seed + 1), "organisation", 900),
        aliases(lists, random.Random(seed + 2), "vessel", 200),
        ships(lists),
        slips(lists, random.Random(seed + 3), 1600),
        script(lists, random.Random(seed + 4), "cyrillic", 600),
        script(lists, random.Random(seed + 5), "hangul", 100),
        script(lists, random.Random(seed + 6), "han", 100),
        script(lists, random.Random(seed + 7), "arabic", 300),
    ]


def written(suites: list[Suite], path: Path) -> None:
    """The suites for the peers, who run in an environment of their own."""
    path.write_text(json.dumps([asdict(one) for one in suites]), encoding="utf-8")

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
    by_kind: bool = False  # a row for each kind too, under the same threshold


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


def key(name: str) -> str:
    """The words of a name, whatever their order and signs."""
    return " ".join(sorted(re.findall(r"\w+", name.casefold())))


HELD_OUT = {"person": 900, "organisation": 900, "vessel": 85}
OLDER = ("2018-12", "2021-07", "2022-02-23")


def aliases(lists: Path, draw: random.Random, most: int) -> Suite:
    """One alias held out of each of 900 persons, 900 organisations and 85 ships of OFAC: 1,885 in all.

    They are looked for among all 14,965 entries with their 30,706 other names. The names that have no entry
    are of persons and organisations that were on OFAC's list in 2018, 2021 or 2022 and are no longer, nor
    under the same words: 1,000 of them. One threshold holds for all kinds.
    """
    everything = ofac(lists, aliases="2025-12")
    taken: dict[str, tuple[str, str]] = {}
    for kind, size in HELD_OUT.items():
        some = [one for one in everything if one.kind == kind and len(one.names) > 1]
        draw.shuffle(some)
        taken |= {one.id: (draw.choice(one.names[1:]), kind) for one in some[:size]}
    suite = Suite("alias", [], by_kind=True)
    for one in everything:
        out = taken.get(one.id, ("", ""))[0]
        suite.entities.append(Entity(one.id, one.kind, [name for name in one.names if name != out], one.imo))
    suite.asked = [(name, kind, [id_]) for id_, (name, kind) in sorted(taken.items())]
    held = {key(name) for one in everything for name in one.names}
    ids = {one.id for one in everything}
    gone: dict[str, tuple[str, str]] = {}
    for edition in OLDER:
        for row in rows(lists / f"ofac/sdn-{edition}.csv.gz", SDN):
            kind = _KIND.get((row["type"] or "").strip(), "organisation")
            if row["name"] and kind in ("person", "organisation") and f"ofac:{row['ent_num']}" not in ids:
                gone[row["ent_num"]] = (row["name"], kind)
    suite.none = sorted(one for one in gone.values() if key(one[0]) not in held)
    draw.shuffle(suite.none)
    draw.shuffle(suite.asked)
    suite.none, suite.asked = suite.none[:most], suite.asked[: 2 * most]
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


FORMS = frozenset(
    [
        "jsc",
        "llc",
        "ao",
        "ooo",
        "pjsc",
        "oao",
        "zao",
        "pao",
        "joint",
        "stock",
        "company",
        "limited",
        "liability",
        "public",
        "ltd",
        "co",
        "ооо",
        "ао",
        "пао",
        "зао",
        "оао",
    ]
)


def _bare(name: str) -> str:
    words = key(name).split()
    return " ".join(word for word in words if word not in FORMS) or " ".join(words)


def script(lists: Path, draw: random.Random, wanted: str, most: int) -> Suite:
    """A name in another script, looked for among the Latin names of the EU list, where its entry has one.

    There are no names without an entry: the best of the other entries is what each name would find if its
    own were not there. An entry with one of the same names, but for its legal form, is the same: acts of the
    EU repeat whom another act names.
    """
    suite = Suite(f"{wanted} to Latin", [])
    written: list[tuple[Entity, str]] = []
    called: dict[str, set[str]] = {}
    for one in eu(lists):
        others = [name for name in one.names if scripts(name) == {wanted}]
        names = [name for name in one.names if scripts(name) <= {"latin"}]
        if names:
            suite.entities.append(Entity(one.id, one.kind, names))
            written += [(one, draw.choice(others))] if others else []
            for name in one.names:
                called.setdefault(_bare(name), set()).add(one.id)
    draw.shuffle(written)
    suite.asked = [
        (name, one.kind, sorted(set().union(*(called[_bare(n)] for n in one.names))))
        for one, name in written[:most]
    ]
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


def everything(lists: Path, seed: int, most: int = 1000) -> list[Suite]:
    """All suites of one draw, with at most so many questions (twice as many aliases)."""
    return [
        aliases(lists, random.Random(seed), most),
        ships(lists),
        slips(lists, random.Random(seed + 3), most),
        script(lists, random.Random(seed + 4), "cyrillic", 600),
        script(lists, random.Random(seed + 5), "hangul", 100),
        script(lists, random.Random(seed + 6), "han", 100),
        script(lists, random.Random(seed + 7), "arabic", 300),
    ]


def written(suites: list[Suite], path: Path) -> None:
    """The suites for the peers, who run in an environment of their own."""
    path.write_text(json.dumps([asdict(one) for one in suites]), encoding="utf-8")

"""FollowTheMoney entities, one JSON object a line, as OpenSanctions and others export them.

Ids stay exactly as they are. Ownership, UnknownLink and their like become links, a Sanction its entity's
programme; addresses, passports and contacts are left out. A delta (``op`` and ``entity``) is no edition: what
it adds or changes is kept without a date, and what it deletes is refused with that reason, since only the
full export can take it out.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from vedette.sources import days, sheets
from vedette.sources.lists.listed import Edition, born, ident, imo_in, mmsi_in, number_in, year_in
from vedette.sources.sheets import Line, Made, Unusable
from vedette.steps import Batch, Opened, Reading, Source

NAME = "lists/ftm"
MOST_VALUES = 1000
KINDS = {"Vessel": "vessel", "Airplane": "aircraft", "Person": "person"} | dict.fromkeys(
    ("LegalEntity", "Organization", "Company", "PublicBody"), "organisation"
)
# Of a link: the schema, whose the link is, to whom it leads, and the role when nothing says it better.
_LINKS = {
    "Ownership": ("asset", "owner", "owner"),
    "UnknownLink": ("subject", "object", "linked to"),
    "Directorship": ("organization", "director", "linked to"),
    "Representation": ("client", "agent", "linked to"),
    "Employment": ("employer", "employee", "linked to"),
    "Membership": ("organization", "member", "linked to"),
    "Associate": ("person", "associate", "linked to"),
    "Family": ("person", "relative", "linked to"),
    "Succession": ("successor", "predecessor", "linked to"),
}
_IDS = {
    "leiCode": "lei", "innCode": "inn", "ogrnCode": "ogrn", "registrationNumber": "reg", "taxNumber": "tax",
    "swiftBic": "swift", "dunsCode": "duns", "imoNumber": "",
}  # fmt: skip
_NAMES = {"alias": "alias", "previousName": "former name", "weakAlias": "weak alias"}
_MANAGES = re.compile(r"\b(operator|manager)\b", re.IGNORECASE)

Values = Mapping[str, list[str]]


@dataclass
class Said:
    """What sanctions say of an entity that they name."""

    programmes: dict[str, None] = field(default_factory=dict)
    dates: list[datetime] = field(default_factory=list)


def recognise(opened: Opened) -> float:
    """How surely the first line is an entity, or an operation on one."""
    first = sheets.replaced(opened.head.removeprefix(b"\xef\xbb\xbf")).split("\n", 1)[0]
    if not first.startswith("{") or '"schema"' not in first:
        return 0.0
    try:
        said = json.loads(first)
    except (ValueError, RecursionError):
        # A first line longer than the head is a large entity all the same.
        return 0.9 if re.match(r'\{"(op|id)":', first) and '"caption"' in first else 0.0
    one = said.get("entity", said)
    return 0.97 if isinstance(one, dict) and {"id", "schema", "properties"} <= one.keys() else 0.0


def list_of(opened: Opened) -> str:
    """The list's name: that of the file without its date."""
    plain = re.sub(r"[-_]?\d{4}-\d{2}(-\d{2})?", "", sheets.stem(opened)).strip("-_")
    return f"ftm:{plain.removesuffix('-ftm') or 'file'}"


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """Entities and links. The file is read twice: what sanctions say stands on lines of their own."""
    yield from sheets.batches(_made(opened, reading))


def _made(opened: Opened, reading: Reading) -> Iterator[Made]:
    date = reading.edition or days.in_name(opened.name)
    sanctions: dict[str, Said] = {}
    for line in sheets.lines(opened, reading):
        if '"Sanction"' in line.text and line.whole:
            try:
                entity, _ = _entity(line)
            except Unusable:
                continue
            if entity["schema"] == "Sanction":
                sanction(entity["properties"], sanctions)
            date = date or _seen(entity)
    delta = opened.head.lstrip(b"\xef\xbb\xbf").startswith(b'{"op"')
    first = sheets.once("entity")
    for line in sheets.lines(opened, reading):
        if not line.text.strip():
            continue
        try:
            entity, op = _entity(line)
            if op == "DEL":
                raise Unusable(f"{entity['id'][:80]} is deleted by this delta; the full export takes it out")
            date = date or _seen(entity)
            of = Edition(list_of(opened), None if delta else date, NAME)
            for table, row in made(entity, f"{opened.file}:{line.number}", of, sanctions):
                yield table, first(row) if table == "entities" else row
        except Unusable as error:
            yield sheets.refusal(opened, NAME, line.number, str(error), line.text[:80])


def _seen(entity: Mapping[str, Any]) -> datetime | None:
    """The day of the export, which it writes on every entity it saw."""
    try:
        return days.span(str(entity.get("last_seen"))[:10])[0]
    except Unusable:
        return None


def _entity(line: Line) -> tuple[dict[str, Any], str]:
    try:
        said = json.loads(line.text) if line.whole else None
    except (ValueError, RecursionError) as error:
        raise Unusable("not JSON") from error
    op = said.get("op", "") if isinstance(said, dict) else ""
    one = said.get("entity", said) if isinstance(said, dict) else None
    if not isinstance(one, dict) or not isinstance(one.get("id"), str) or not one["id"]:
        raise Unusable("not an entity with an id" if line.whole else "the line is too long")
    if op == "DEL":
        return {"id": sheets.storable(one["id"])}, op
    if not isinstance(one.get("schema"), str) or not isinstance(one.get("properties"), dict):
        raise Unusable("the entity has no schema or no properties")
    values = {key: _texts(many) for key, many in one["properties"].items() if isinstance(many, list)}
    caption = one.get("caption")
    return {
        **one,
        "id": sheets.storable(one["id"]),
        "caption": sheets.storable(caption) if isinstance(caption, str) else None,
        "properties": values,
    }, str(op)


def _texts(many: list[object]) -> list[str]:
    texts = (sheets.storable(one).strip() for one in many[:MOST_VALUES] if isinstance(one, str))
    return list(dict.fromkeys(text for text in texts if text))


def sanction(said: Values, into: dict[str, Said]) -> None:
    """Keep what a Sanction says of each entity it names."""
    for entity in said.get("entity", ()):
        held = into.setdefault(entity, Said())
        for name in ("programId", "program", "authority"):
            if said.get(name):
                held.programmes.update(dict.fromkeys(said[name]))
                break
        for text in (*said.get("listingDate", ()), *said.get("startDate", ())):
            if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
                held.dates.append(datetime.fromisoformat(text))


def made(
    entity: Mapping[str, Any], record: str, of: Edition, sanctions: Mapping[str, Said]
) -> Iterator[Made]:
    """The rows of one entity: itself and its names, or a link between two others."""
    schema, said = entity["schema"], entity["properties"]
    if schema in _LINKS:
        yield from _link(schema, said, record, of)
        return
    kind = KINDS.get(schema)
    if kind is None:
        return
    names = list(
        dict.fromkeys([*([entity["caption"]] if entity.get("caption") else []), *said.get("name", ())])
    )
    numbers = said.get("imoNumber", [])
    if not names and not numbers:
        raise Unusable("the entity has neither name nor number")
    person = kind == "person"
    held = sanctions.get(entity["id"], Said())
    yield of.entity(
        record,
        entity["id"],
        kind,
        names=names,
        imo=None if person else _one(numbers, imo_in),
        mmsi=_one(said.get("mmsi", []), mmsi_in),
        call_sign=_first(said, "callSign"),
        flag=_first(said, "flag"),
        former_flags=said.get("pastFlags", []),
        vessel_type=_first(said, "type") if kind == "vessel" else None,
        tonnage=_one(said.get("grossRegisteredTonnage", said.get("tonnage", [])), number_in),
        deadweight=_one(said.get("deadweightTonnage", []), number_in),
        built=_one(said.get("buildDate", []), year_in),
        born=[born(text) for text in said.get("birthDate", ())] if person else [],
        countries=[
            *said.get("nationality", ()), *said.get("citizenship", ()), *said.get("jurisdiction", ()),
            *said.get("country", ()),
        ],
        ids=[] if person else _idents(said),
        programmes=list(held.programmes) or said.get("programId", said.get("topics", [])),
        listed_on=min(held.dates, default=None),
        remarks="; ".join(said.get("position", [])) or None if person else _first(said, "notes"),
    )  # fmt: skip
    for key, role in _NAMES.items():
        for name in said.get(key, ()):
            yield of.named(record, entity["id"], role, name)
    for key in ("owner", "operator", "manager"):
        for to in said.get(key, ()) if kind == "vessel" else ():
            yield of.link(record, entity["id"], to, key, to)


def _link(schema: str, said: Values, record: str, of: Edition) -> Iterator[Made]:
    from_, to, role = _LINKS[schema]
    words = next(
        iter((*said.get("role", ()), *said.get("relationship", ()), *said.get("status", ()))), schema
    )
    if schema in ("UnknownLink", "Representation") and (found := _MANAGES.search(words)):
        role = found[1].casefold()
    start, end = (_day(said.get(name, [])) for name in ("startDate", "endDate"))
    for one in said.get(from_, ()):
        for other in said.get(to, ()):
            yield of.link(record, one, other, role, words, start=start, end=end)


def _day(texts: list[str]) -> datetime | None:
    try:
        return days.span(texts[0])[0] if texts else None
    except Unusable:
        return None


def _idents(said: Values) -> list[str]:
    country = "Russia" if "ru" in (*said.get("jurisdiction", ()), *said.get("country", ())) else None
    found = (
        ident(scheme, text, country) for key, scheme in _IDS.items() if scheme for text in said.get(key, ())
    )
    return list(dict.fromkeys(filter(None, found)))


def _one(texts: list[str], told: Any) -> Any:
    return next((value for text in texts if (value := told(text)) is not None), None)


def _first(said: Values, key: str) -> str | None:
    return next(iter(said.get(key, ())), None)


SOURCE = Source(
    NAME,
    gives=("entities", "links"),
    publisher="whoever exported it",
    licence="as the export says; OpenSanctions' data are CC BY-NC 4.0 or licensed",
    url="https://followthemoney.tech",
    recognise=recognise,
    read=read,
)

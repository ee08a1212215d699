"""OFAC's list of specially designated nationals as CSV: entries, aliases, addresses and left-over remarks.

The files have no header, ``-0-`` for empty and a 0x1A at the end. A number is an IMO number where the list
calls it so, whatever its check digit says. Kept of a person's address are the town and country, and of a
person's remarks what tells one person from another.
"""

import re
from collections.abc import Callable, Collection, Iterator

from vedette.errors import SourceError
from vedette.sources import days, sheets
from vedette.sources.lists import ofac_remarks
from vedette.sources.lists.listed import Edition
from vedette.sources.sheets import Made, Row, Unusable
from vedette.steps import Batch, Opened, Reading, Source

LIST = "ofac-sdn"
NAME = "lists/ofac"

ENTRIES = (
    "ent_num", "name", "type", "program", "title", "call_sign",
    "vessel_type", "tonnage", "grt", "flag", "owner", "remarks",
)  # fmt: skip
ALIASES = ("ent_num", "alt_num", "alt_type", "alt_name", "alt_remarks")
ADDRESSES = ("ent_num", "add_num", "address", "city", "country", "add_remarks")
COMMENTS = ("ent_num", "remarks")

_PARTS = {ENTRIES: "entries", ALIASES: "aliases", ADDRESSES: "addresses", COMMENTS: "comments"}
_KINDS = {"individual": "person", "vessel": "vessel", "aircraft": "aircraft", None: "organisation"}
_ALIAS_ROLES = {"aka": "alias", "fka": "former name", "nka": "alias"}
_EMPTY = "-0-"
_TONS = re.compile(r"\d{1,3}(,\d{3})+|\d{1,7}")
_LOOK_AT = 20
_SURE, _LIKELY = 0.98, 0.9


def recognise(opened: Opened) -> float:
    """How surely the first rows have the shape of one of the four files."""
    columns = _shape(opened)
    if columns is None:
        return 0.0
    if columns == COMMENTS:
        return _SURE if "comments" in opened.name.casefold() else 0.0
    return _SURE if _EMPTY.encode() in opened.head else _LIKELY


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """Entities and links of one file of the list."""
    columns = _shape(opened)
    if columns is None:
        raise SourceError(
            "is not a file of the OFAC list",
            file=opened.name,
            hint="wanted are SDN.CSV, ALT.CSV, ADD.CSV or SDN_COMMENTS.CSV, which have no header",
        )
    of = Edition(LIST, reading.edition or days.in_name(opened.name), NAME)
    makers: dict[tuple[str, ...], Callable[[Row], Iterator[Made]]] = {
        ALIASES: lambda row: _alias(row, of),
        ADDRESSES: lambda row: _address(row, of),
        COMMENTS: lambda row: _comment(row, of),
    }
    if columns == ENTRIES:
        dotted = _names_with_full_stop(opened, reading)
        makers[ENTRIES] = lambda row: entry(row, of, dotted)
    yield from sheets.read(opened, reading, NAME, makers[columns], columns=columns, decode=decoded)


def part(opened: Opened) -> str:
    """Which of the four files it is."""
    return _PARTS.get(_shape(opened) or (), "")


def decoded(line: bytes) -> str:
    """UTF-8 where it is, else Latin-1: the editions differ, and some mix both."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def _shape(opened: Opened) -> tuple[str, ...] | None:
    """The columns of whichever of the four files every one of the first whole rows looks like."""
    first = opened.head.removeprefix(b"\xef\xbb\xbf").split(b"\n")[:_LOOK_AT]
    texts = [text for line in first if (text := decoded(line).strip("\r\x1a")).strip()]
    rows = [r.fields for r in sheets.records(sheets.Line(n, text) for n, text in enumerate(texts, 1))]
    for columns in (ENTRIES, ALIASES, ADDRESSES, COMMENTS):
        if rows and sum(_looks_like(row, columns) for row in rows) / len(rows) >= _LIKELY:
            return columns
    return None


def _looks_like(row: tuple[str, ...] | None, columns: tuple[str, ...]) -> bool:
    if row is None or len(row) != len(columns) or not row[0].isdecimal():
        return False
    if columns == ENTRIES:
        return not row[1].isdecimal() and row[2] in ("individual", "vessel", "aircraft", _EMPTY)
    if columns == ALIASES:
        return row[1].isdecimal() and row[2] in _ALIAS_ROLES
    if columns == ADDRESSES:
        return row[1].isdecimal()
    return not row[1].isdecimal()


def _names_with_full_stop(opened: Opened, reading: Reading) -> frozenset[str]:
    found = sheets.records(sheets.lines(opened, reading, decoded))
    named = (r.fields[1] for r in found if r.fields is not None and len(r.fields) == len(ENTRIES))
    try:
        return frozenset(name for name in named if name.endswith("."))
    except SourceError:
        return frozenset()  # the second reading comes upon the damage too, and says so


def entry(row: Row, of: Edition, dotted: Collection[str]) -> Iterator[Made]:
    """The entity of one entry and its links."""
    entity, name = _entity(row), _text(row, "name")
    if name is None:
        raise Unusable("the entry has no name")
    kind = _KINDS.get(_text(row, "type"))
    if kind is None:
        raise Unusable(
            f"the type is {row.values['type'][:40]!r}, not individual, vessel, aircraft or {_EMPTY}"
        )
    remarks = _text(row, "remarks") or ""
    said = ofac_remarks.said(remarks, dotted)
    person, vessel = kind == "person", kind == "vessel"
    kept = ofac_remarks.of_a_person(remarks) if person else remarks or None
    yield of.entity(
        row.record,
        entity,
        kind,
        names=list(dict.fromkeys((name, *said.other_names))),
        imo={"vessel": said.ship_imo, "organisation": said.company_imo}.get(kind),
        mmsi=said.mmsi if vessel else None,
        call_sign=_text(row, "call_sign") or (said.call_sign if vessel else None),
        flag=_text(row, "flag"),
        former_flags=list(said.former_flags),
        vessel_type=_text(row, "vessel_type"),
        tonnage=_tons(row, "grt"),
        deadweight=_tons(row, "tonnage"),
        built=said.built,
        born=list(said.born) if person else [],
        countries=list(said.countries) if person else [],
        ids=[] if person else list(said.ids),
        programmes=[p for p in (_text(row, "program") or "").split("] [") if p],
        remarks="; ".join(words for words in (_text(row, "title"), kept) if words) or None,
    )
    yield from _said_links(row, of, said)
    if owner := _text(row, "owner"):
        yield of.named(row.record, entity, "owner", owner)


def _said_links(row: Row, of: Edition, said: ofac_remarks.Remarks) -> Iterator[Made]:
    """Names and persons that remarks give: what is quoted there OFAC calls a weak alias."""
    for role, names in (
        ("former name", said.former_names),
        ("weak alias", said.weak_names),
        ("linked to", said.linked_to),
    ):
        for name in names:
            yield of.named(row.record, _entity(row), role, name)


def _alias(row: Row, of: Edition) -> Iterator[Made]:
    name = _text(row, "alt_name")
    if name is None:
        raise Unusable("the alias has no name")
    role = _ALIAS_ROLES.get(row.values["alt_type"])
    if role is None:
        raise Unusable(f"the kind of alias is {row.values['alt_type'][:40]!r}, not aka, fka or nka")
    yield of.named(row.record, _entity(row), role, name)


def _address(row: Row, of: Edition) -> Iterator[Made]:
    # The file does not say who is a person, so no entry keeps more than a private person's may. A row that
    # gives neither town nor country, and thousands do, says nothing that is kept.
    town = " ".join(word for word in (_text(row, "city") or "").split() if not any(map(str.isdigit, word)))
    where = ", ".join(part for part in (town.strip(" ,"), _text(row, "country")) if part)
    entity = _entity(row)
    if where:
        yield of.link(row.record, entity, None, "address", where)


def _comment(row: Row, of: Edition) -> Iterator[Made]:
    # The first words continue a remark that was cut in its middle, so they alone cannot be understood.
    _, _, rest = (_text(row, "remarks") or "").partition(";")
    yield from _said_links(row, of, ofac_remarks.said(rest.strip()))
    if words := ofac_remarks.of_a_person(rest.strip()):
        yield of.link(row.record, _entity(row), None, "remark", words)


def _entity(row: Row) -> str:
    number = row.values["ent_num"]
    if not re.fullmatch(r"[0-9]{1,9}", number):
        raise Unusable(f"the entry's number is {number[:40]!r}, which is not a number")
    return f"{LIST}:{int(number)}"


def _text(row: Row, name: str) -> str | None:
    text = row.text(name)
    return None if text == _EMPTY else text


def _tons(row: Row, name: str) -> float | None:
    text = _text(row, name)
    return float(text.replace(",", "")) if text and _TONS.fullmatch(text) else None


SOURCE = Source(
    NAME,
    gives=("entities", "links"),
    publisher="US Treasury, Office of Foreign Assets Control",
    licence="public domain (US government work)",
    url="https://ofac.treasury.gov/sanctions-list-service",
    recognise=recognise,
    read=read,
    part=part,
)

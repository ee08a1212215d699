"""OFAC's list of specially designated nationals as CSV: entries, aliases, addresses and left-over remarks.

The files have no header, ``-0-`` for empty and a 0x1A at the end. A number is an IMO number where the list
calls it so, whatever its check digit says. Kept of a person's address are the town and country, and of a
person's remarks what tells one person from another.
"""

import re
from collections.abc import Callable, Collection, Iterator
from datetime import datetime

from vedette.errors import SourceError
from vedette.sources import days, sheets
from vedette.sources.lists import ofac_remarks
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

_KINDS = {"individual": "person", "vessel": "vessel", "aircraft": "aircraft", None: "organisation"}
_ALIAS_KINDS = ("aka", "fka", "nka")
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
    date = reading.edition or days.in_name(opened.name)
    makers: dict[tuple[str, ...], Callable[[Row], Iterator[Made]]] = {
        ALIASES: lambda row: _alias(row, date),
        ADDRESSES: lambda row: _address(row, date),
        COMMENTS: lambda row: _comment(row, date),
    }
    if columns == ENTRIES:
        dotted = _names_with_full_stop(opened, reading)
        makers[ENTRIES] = lambda row: _entry(row, date, dotted)
    yield from sheets.read(opened, reading, NAME, makers[columns], columns=columns, decode=decoded)


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
        return row[1].isdecimal() and row[2] in _ALIAS_KINDS
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


def _entry(row: Row, date: datetime | None, dotted: Collection[str]) -> Iterator[Made]:
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
    imo = {"vessel": said.ship_imo, "organisation": said.company_imo}.get(kind)
    yield (
        "entities",
        {
            "entity": entity,
            "kind": kind,
            "names": list(dict.fromkeys((name, *said.other_names))),
            "imo": imo,
            "mmsi": said.mmsi if kind == "vessel" else None,
            "call_sign": _text(row, "call_sign"),
            "flag": _text(row, "flag"),
            "vessel_type": _text(row, "vessel_type"),
            "tonnage": _tons(row),
            "programmes": [p for p in (_text(row, "program") or "").split("] [") if p],
            "listed_on": None,
            "list": LIST,
            "list_date": date,
            "remarks": ofac_remarks.of_a_person(remarks) if kind == "person" else remarks or None,
            "source": NAME,
            "record": row.record,
        },
    )
    for other in said.linked_to:
        yield _link(row, date, to=f"name:{other}", role="linked to", detail=other)
    if owner := _text(row, "owner"):
        yield _link(row, date, to=f"name:{owner}", role="owner", detail=owner)


def _alias(row: Row, date: datetime | None) -> Iterator[Made]:
    name = _text(row, "alt_name")
    if name is None:
        raise Unusable("the alias has no name")
    if row.values["alt_type"] not in _ALIAS_KINDS:
        raise Unusable(f"the kind of alias is {row.values['alt_type'][:40]!r}, not aka, fka or nka")
    yield _link(row, date, to=f"name:{name}", role="alias", detail=name)


def _address(row: Row, date: datetime | None) -> Iterator[Made]:
    # The file does not say who is a person, so no entry keeps more than a private person's may.
    town = " ".join(word for word in (_text(row, "city") or "").split() if not any(map(str.isdigit, word)))
    where = ", ".join(part for part in (town.strip(" ,"), _text(row, "country")) if part)
    if not where:
        raise Unusable("the address gives neither town nor country", text=row.values["ent_num"])
    yield _link(row, date, to=None, role="address", detail=where)


def _comment(row: Row, date: datetime | None) -> Iterator[Made]:
    # The first words continue a remark that was cut in its middle, so they alone cannot be understood.
    _, _, rest = (_text(row, "remarks") or "").partition(";")
    said = ofac_remarks.said(rest.strip())
    for name in said.other_names:
        yield _link(row, date, to=f"name:{name}", role="alias", detail=name)
    for other in said.linked_to:
        yield _link(row, date, to=f"name:{other}", role="linked to", detail=other)
    if words := ofac_remarks.of_a_person(rest.strip()):
        yield _link(row, date, to=None, role="remark", detail=words)


def _link(row: Row, date: datetime | None, *, to: str | None, role: str, detail: str) -> Made:
    return "links", {
        "from": _entity(row),
        "to": to,
        "role": role,
        "detail": detail,
        "list": LIST,
        "list_date": date,
        "source": NAME,
        "record": row.record,
    }


def _entity(row: Row) -> str:
    number = row.values["ent_num"]
    if not re.fullmatch(r"[0-9]{1,9}", number):
        raise Unusable(f"the entry's number is {number[:40]!r}, which is not a number")
    return f"{LIST}:{int(number)}"


def _text(row: Row, name: str) -> str | None:
    text = row.text(name)
    return None if text == _EMPTY else text


def _tons(row: Row) -> float | None:
    text = _text(row, "grt")
    return float(text.replace(",", "")) if text and _TONS.fullmatch(text) else None


SOURCE = Source(
    NAME,
    gives=("entities", "links"),
    publisher="US Treasury, Office of Foreign Assets Control",
    licence="public domain (US government work)",
    url="https://ofac.treasury.gov/sanctions-list-service",
    recognise=recognise,
    read=read,
)

"""The UK Sanctions List as the Foreign Office's CSV: a row for each name of an entry.

The first line is the date of the report, the second names the columns. Rows of one Unique ID are one entry.
Of persons no numbers of papers are kept, and of nobody telephones, mail, street or web addresses.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from vedette.errors import SourceError
from vedette.sources import days, sheets
from vedette.sources.lists.listed import Edition, born, ident, imo_in, number_in, year_in
from vedette.sources.sheets import Made, Row, Unusable
from vedette.steps import Batch, Opened, Reading, Source

LIST = "uk"
NAME = "lists/uk"
WANTED = frozenset({"unique id", "name 6", "name 1", "name type", "imo number"})
_KINDS = {"individual": "person", "entity": "organisation", "ship": "vessel"}
_ORDER = tuple(f"name {number}" for number in (1, 2, 3, 4, 5, 6))
_REPORT = re.compile(r"report date:?\s*,?\s*(.{6,20}?),*\s*$", re.IGNORECASE)
_FEET = re.compile(r"feet|foot|\bft\b", re.IGNORECASE)
_OWNERS = {
    "current owner/operator": "owner",
    "previous owner/operator": "former owner",
    "parent company": "owner",
}


def day(text: str | None) -> datetime | None:
    """A day as the list writes it: DD/MM/YYYY, ISO, or with the month's name; None for anything else.

    >>> str(day("29/06/2012")), str(day("20-Nov-2025")), day("")
    ('2012-06-29 00:00:00', '2025-11-20 00:00:00', None)
    """
    written = born(
        (text or "").strip().replace("-", " ") if re.search("[A-Za-z]", text or "") else text or ""
    )
    return datetime.fromisoformat(written) if re.fullmatch(r"\d{4}-\d\d-\d\d", written) else None


def recognise(opened: Opened) -> float:
    """How surely the first or second line names the columns of the list."""
    return 0.97 if _header(opened)[1] else 0.0


def _header(opened: Opened) -> tuple[int, tuple[str, ...], str]:
    """The number of the line that names the columns, and the columns; nought and none when there is none."""
    text = sheets.replaced(opened.head.removeprefix(b"\xef\xbb\xbf"))
    for number, line in enumerate(text.split("\n")[:3], 1):
        names = _columns(line)
        if names >= WANTED:
            return number, tuple(sorted(names)), text
    return 0, (), text


def _columns(line: str) -> set[str]:
    record = next(sheets.records([sheets.Line(1, line)]), None)
    return {_column(name) for name in (record.fields or () if record else ())}


def _column(name: str) -> str:
    """A column's name in small letters without its plural in brackets.

    >>> _column("Current owner/operator (s)"), _column("Nationality(/ies)")
    ('current owner/operator', 'nationality')
    """
    return re.sub(r"\s*\((?:/?i?e?s|hin)\)", "", " ".join(name.casefold().split()))


@dataclass
class _Entry:
    """What the rows of one Unique ID say together."""

    row: Row
    primary: list[str] = field(default_factory=list)
    others: dict[tuple[str, str], str] = field(default_factory=dict)
    many: dict[str, dict[str, None]] = field(default_factory=dict)

    def add(self, column: str, text: str | None) -> None:
        if text:
            self.many.setdefault(column, {})[text] = None

    def all(self, column: str) -> list[str]:
        return list(self.many.get(column, ()))

    def one(self, column: str) -> str | None:
        return next(iter(self.all(column)), None)


_TAKEN = (
    "designation type", "individual, entity, ship", "regime name", "date designated", "d.o.b", "nationality",
    "imo number", "current believed flag of ship", "previous flags", "type of ship", "tonnage of ship",
    "length of ship", "year built", "hull identification number", "ofsi group id", "un reference number",
    "current owner/operator", "previous owner/operator", "parent company", "position", "type of entity",
    "other information", "address country", "business registration number",
)  # fmt: skip


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """One entity an entry, and links to its other names and to owners."""
    at, columns, text = _header(opened)
    if not columns:
        raise SourceError(
            f"lacks the columns: {', '.join(sorted(WANTED))}",
            file=opened.name,
            hint="wanted is the CSV of the list",
        )
    said = _REPORT.match(text.split("\n", 1)[0].strip()) if at > 1 else None
    of = Edition(LIST, reading.edition or (day(said[1]) if said else None) or days.in_name(opened.name), NAME)
    yield from sheets.batches(_made(opened, reading, of))


def _made(opened: Opened, reading: Reading, of: Edition) -> Iterator[Made]:
    entries: dict[str, _Entry] = {}
    names: tuple[str, ...] = ()
    for record in sheets.records(sheets.lines(opened, reading)):
        if not names:
            found = tuple(_column(name) for name in record.fields or ())
            names = found if set(found) >= WANTED else ()
            continue
        try:
            _take(entries, sheets.row_of(opened, record, names))
        except Unusable as error:
            yield sheets.refusal(opened, NAME, record.line, str(error), record.text[:40])
    for number, entry in entries.items():
        try:
            yield from _entry(f"{LIST}:{number}", entry, of)
        except Unusable as error:
            yield sheets.refusal(opened, NAME, entry.row.line, str(error), number)


def _take(entries: dict[str, _Entry], row: Row) -> None:
    number = row.text("unique id")
    if number is None or not re.fullmatch(r"[A-Za-z0-9 ./-]{2,40}", number):
        raise Unusable(f"the Unique ID is {str(number)[:40]!r}")
    entry = entries.setdefault(number, _Entry(row))
    name = " ".join(part for column in _ORDER if (part := row.text(column)))
    kind, strength = ((row.text(column) or "").casefold() for column in ("name type", "alias strength"))
    if name and kind == "primary name":
        entry.primary += [name] if name not in entry.primary else []
    elif name:
        weak = "low" in strength
        entry.others["former name" if "f.k.a" in kind else "weak alias" if weak else "alias", name] = (
            row.record
        )
    if script := row.text("name non-latin script"):
        entry.others["alias", script] = row.record
    for column in _TAKEN:
        entry.add(column, row.text(column))


def _entry(entity: str, entry: _Entry, of: Edition) -> Iterator[Made]:
    kind = _KINDS.get(
        (entry.one("designation type") or entry.one("individual, entity, ship") or "").casefold()
    )
    if kind is None:
        raise Unusable("the entry is neither individual, entity nor ship")
    names = entry.primary or [name for _, name in entry.others][:1]
    if not names:
        raise Unusable("the entry has no name")
    person, vessel = kind == "person", kind == "vessel"
    length = entry.one("length of ship")
    metres = number_in(length)
    if metres and length and _FEET.search(length):
        metres = round(metres * 0.3048, 1)
    ids = [ident("un", one) for one in entry.all("un reference number")]
    ids += [ident("ofsi", one) for one in entry.all("ofsi group id")]
    if not person:
        ids += [ident("reg", one) for one in entry.all("business registration number")]
        ids += [ident("hin", one) for one in entry.all("hull identification number")]
    words = ("position",) if person else ("type of entity", "other information")
    yield of.entity(
        entry.row.record,
        entity,
        kind,
        names=names,
        imo=None if person else imo_in(entry.one("imo number")),
        flag=entry.one("current believed flag of ship"),
        former_flags=[flag for one in entry.all("previous flags") for flag in _listed(one)],
        vessel_type=entry.one("type of ship"),
        tonnage=number_in(entry.one("tonnage of ship")),
        length_m=metres if vessel else None,
        built=year_in(entry.one("year built")),
        born=[born(one) for one in entry.all("d.o.b")],
        countries=entry.all("nationality") if person else [] if vessel else entry.all("address country"),
        ids=list(dict.fromkeys(one for one in ids if one)),
        programmes=entry.all("regime name"),
        listed_on=day(entry.one("date designated")),
        remarks="; ".join(text for column in words for text in entry.all(column)) or None,
    )
    for (role, name), record in entry.others.items():
        if name not in names[:1]:
            yield of.named(record, entity, role, name)
    for column, role in _OWNERS.items():
        for words_ in entry.all(column):
            for owner in _listed(words_):
                yield of.named(entry.row.record, entity, role, owner)


def _listed(text: str) -> list[str]:
    """The parts of a cell of several values: ``(1) A. (2) B`` or ``A; B``."""
    parts = re.split(r";|\(\d{1,2}\)", text)
    return [part.strip(" .,") for part in parts if part.strip(" .,")]


SOURCE = Source(
    NAME,
    gives=("entities", "links"),
    publisher="Foreign, Commonwealth and Development Office",
    licence="Open Government Licence v3.0",
    url="https://www.gov.uk/government/publications/the-uk-sanctions-list",
    recognise=recognise,
    read=read,
)

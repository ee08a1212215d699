"""The EU's listings as they stand in its Official Journal, one row for each act, annex and entry, as CSV.

Ships carry former names in brackets. A number in ``imoNumber`` of a company is the company's. Amendments add
and modify and never say what was removed, so they are a list of their own. Of persons no papers and no
reasons are kept, and of nobody telephones, mail, street or web addresses.
"""

import csv
import re
from collections.abc import Iterator
from datetime import datetime

from vedette.kernels.ids import stable_id
from vedette.sources import days, sheets
from vedette.sources.lists.listed import Edition, born, ident, imo_in, mmsi_in
from vedette.sources.sheets import Made, Row, Unusable
from vedette.steps import Batch, Opened, Reading, Source

LIST, AMENDMENTS = "eu", "eu-amendments"
NAME = "lists/eu-journal"
WANTED = frozenset({"programkey", "annex", "measure", "schema", "name", "previousname", "imonumber"})
_KINDS = {"person": "person", "vessel": "vessel", "airplane": "aircraft"} | dict.fromkeys(
    ("legalentity", "organization", "company", "publicbody"), "organisation"
)
_ROLES = {"alias": "alias", "weakalias": "weak alias", "previousname": "former name"}
_IDS = {
    "registrationnumber": "reg", "taxnumber": "tax", "inncode": "inn", "ogrncode": "ogrn", "leicode": "lei",
    "swiftbic": "swift",
}  # fmt: skip
_BRACKET = re.compile(r"\s*\(([^()]{2,80})\)")
_FORMER = re.compile(r"(?:ex|f\.?k\.?a\.?|formerly|previously)[:.\s-]+(.+)", re.IGNORECASE)
_ALIAS = re.compile(r"(?:a\.?k\.?a\.?|also known as|alias)[:.\s]+(.+)", re.IGNORECASE)
_LETTERED = re.compile(r"\(?\b[a-z]\)\s*")


def recognise(opened: Opened) -> float:
    """How surely the columns are those of a consolidated file or of amendments."""
    names = set(sheets.header(opened))
    return 0.97 if names >= WANTED and names & {"celex", "amendedcelex"} else 0.0


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """One entity a row: entries of several acts are several; they meet by their numbers and names."""
    name = AMENDMENTS if "amendedcelex" in sheets.header(opened) else LIST
    of = Edition(name, reading.edition or days.in_name(opened.name), NAME)
    seen: set[str] = set()

    def make(row: Row) -> Iterator[Made]:
        yield from _entry(row, of, seen)

    yield from sheets.read(opened, reading, NAME, make, wanted=WANTED)


def day(text: str | None) -> datetime | None:
    """The day of a listing; None when only its month or year is given."""
    written = born((text or "").replace(".", "/") if re.fullmatch(r"[\d.]+", text or "") else text or "")
    return datetime.fromisoformat(written) if re.fullmatch(r"\d{4}-\d\d-\d\d", written) else None


def parts(text: str | None) -> list[str]:
    """The values of a cell, which may quote those that hold a semicolon.

    >>> parts('"Foo; Bar"; Baz')
    ['Foo; Bar', 'Baz']
    """
    if not text:
        return []
    try:
        rows = list(csv.reader([text.replace("\n", " ")], delimiter=";", skipinitialspace=True))
    except csv.Error:
        rows = [text.split(";")]
    return list(dict.fromkeys(part.strip() for row in rows for part in row if part.strip()))


def ship_names(text: str) -> tuple[str, list[tuple[str, str]]]:
    """A ship's name without its brackets, and the names in them with their role.

    >>> ship_names("Chong Bong (Greenlight) (Blue Nouvelle)")
    ('Chong Bong', [('former name', 'Greenlight'), ('former name', 'Blue Nouvelle')])
    """
    name = " ".join(_BRACKET.sub(" ", text).split())
    found = []
    for inside in _BRACKET.findall(text) if name else ():
        if alias := _ALIAS.fullmatch(inside):
            found.append(("alias", alias[1].strip()))
        else:
            former = _FORMER.fullmatch(inside)
            found.append(("former name", (former[1] if former else inside).strip()))
    return name or text, found


def _id(row: Row, of: Edition, seen: set[str]) -> str:
    act = row.text("amendmentcelex") or row.text("celex")
    if act is None or not re.fullmatch(r"[0-9A-Z()]{8,20}", act):
        raise Unusable(f"the act is {str(act)[:40]!r}, which is no CELEX number")
    what = [row.text(name) for name in ("programkey", "measure", "schema", "name", "imonumber")]
    place = [act, row.text("annex") or "", row.text("recordid") or stable_id("x", *what)]
    entity = ":".join([of.list, *(sheets.slug(part).upper() if n else part for n, part in enumerate(place))])
    if entity in seen:
        entity = f"{entity}:{stable_id('x', *what)}"
    if entity in seen:
        raise Unusable(f"{entity} stands in the file already")
    seen.add(entity)
    return entity


def _entry(row: Row, of: Edition, seen: set[str]) -> Iterator[Made]:
    written, schema = row.text("name"), (row.text("schema") or "").casefold()
    if written is None:
        raise Unusable("the entry has no name")
    kind = _KINDS.get(schema, "asset" if schema == "asset" else None)
    if kind is None:
        raise Unusable(f"the schema is {schema[:40]!r}")
    person, vessel = kind == "person", kind == "vessel"
    name, bracketed = ship_names(written) if vessel else (written, [])
    entity = _id(row, of, seen)
    imos = (imo_in(one) for one in parts(row.text("imonumber")))
    mmsis = (mmsi_in(one) for one in parts(row.text("mmsi")))
    ids = (
        ident(scheme, one, "Russia" if scheme == "tax" else None)
        for column, scheme in _IDS.items()
        for one in parts(row.text(column))
    )
    births = (one.strip(" ,") for cell in parts(row.text("birthdate")) for one in _LETTERED.split(cell))
    told = [text for column in ("notes", "reason") if (text := row.text(column))]
    yield of.entity(
        row.record,
        entity,
        kind,
        names=[name, *(former for _, former in bracketed)],
        imo=None if person else next(filter(None, imos), None),
        mmsi=next(filter(None, mmsis), None) if vessel else None,
        flag=next(iter(parts(row.text("flag"))), None),
        born=[born(one) for one in births if one] if person else [],
        countries=[
            c for column in ("nationality", "jurisdiction", "country") for c in parts(row.text(column))
        ],
        ids=[] if person else list(filter(None, ids)),
        programmes=[words for column in ("programkey", "measure") if (words := row.text(column))],
        listed_on=day(row.text("startdate")),
        remarks=row.text("position") if person else "; ".join(told) or None,
    )
    for role, former in bracketed:
        yield of.named(row.record, entity, role, former)
    for column, role in _ROLES.items():
        for other in parts(row.text(column)):
            yield of.named(row.record, entity, role, other)


SOURCE = Source(
    NAME,
    gives=("entities", "links"),
    publisher="Official Journal of the European Union; transcribed by OpenSanctions",
    licence="reuse with attribution (Decision 2011/833/EU); transcription MIT",
    url="https://eur-lex.europa.eu",
    recognise=recognise,
    read=read,
)

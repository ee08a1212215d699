"""The UK Sanctions List as three sheets: subjects, their names and their numbers.

Each sheet gives what it knows of an entry, whose id is that of the list; read back, the parts are one row.
Numbers of passports and identity cards are left out.
"""

import re
from collections.abc import Iterator
from typing import Any

from vedette.sources import days, sheets
from vedette.sources.lists.listed import Edition, ident, imo_in
from vedette.sources.lists.uk import LIST, day
from vedette.sources.sheets import Made, Row, Unusable
from vedette.steps import Batch, Opened, Reading, Source

NAME = "lists/uk-parts"
SUBJECTS = frozenset({"unique_id", "subject_type", "un_reference_number", "ofsi_group_id", "date_designated"})
NAMES = frozenset({"unique_id", "name_type", "alias_strength", "full_name"})
NUMBERS = frozenset({"unique_id", "raw_value", "identifier_type"})
_PARTS = {SUBJECTS: "subjects", NAMES: "names", NUMBERS: "numbers"}
_KINDS = {"individual": "person", "entity": "organisation", "ship": "vessel"}
_COUNTRY = re.compile(r"(\d{8,15})\s*(?:/\d+)?\s*\((Russia|Belarus)\)")


def part(opened: Opened) -> str:
    """Which of the three sheets it is; empty when none."""
    names = set(sheets.header(opened))
    return next((name for columns, name in _PARTS.items() if columns <= names), "")


def recognise(opened: Opened) -> float:
    """How surely the columns are those of one of the three."""
    return 0.97 if part(opened) else 0.0


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """What one sheet says of each entry."""
    of = Edition(LIST, reading.edition or days.in_name(opened.name), NAME)
    which = part(opened)
    if which == "subjects":
        first = sheets.once("entity")

        def subject(row: Row) -> Iterator[Made]:
            table, entity = _subject(row, of)
            yield table, first(entity)

        yield from sheets.read(opened, reading, NAME, subject, wanted=SUBJECTS)
        return
    held: dict[str, tuple[str, dict[str, Any]]] = {}
    take = {"names": _name, "numbers": _number}.get(which)
    wanted = NAMES if which == "names" else NUMBERS
    yield from sheets.read(
        opened, reading, NAME, lambda row: take(row, of, held) if take else (), wanted=wanted
    )
    yield from sheets.batches(
        of.entity(record, entity, None, **said)
        for entity, (record, said) in held.items()
        if any(said.values())
    )


def _entity(row: Row) -> str:
    number = row.text("unique_id")
    if number is None or not re.fullmatch(r"[A-Za-z0-9 ./-]{2,40}", number):
        raise Unusable(f"the entry's id is {str(number)[:40]!r}")
    return f"{LIST}:{number}"


def _subject(row: Row, of: Edition) -> Made:
    kind = _KINDS.get((row.text("subject_type") or "").casefold())
    if kind is None:
        raise Unusable(f"the type is {str(row.text('subject_type'))[:40]!r}, not individual, entity or ship")
    ids = [ident("un", row.text("un_reference_number") or ""), ident("ofsi", row.text("ofsi_group_id") or "")]
    entity = _entity(row)
    return of.entity(
        row.record,
        entity,
        kind,
        ids=[one for one in ids if one],
        programmes=[entity.removeprefix(f"{LIST}:").rstrip("0123456789")],
        listed_on=day(row.text("date_designated")),
    )


def _name(row: Row, of: Edition, held: dict[str, tuple[str, dict[str, Any]]]) -> Iterator[Made]:
    entity, name = _entity(row), row.text("full_name")
    if name is None:
        raise Unusable("the name is empty")
    said = held.setdefault(entity, (row.record, {"names": []}))[1]
    kind, strength = row.text("name_type") or "", row.text("alias_strength") or ""
    if kind == "primary":
        said["names"].append(name)
        return
    role = "weak alias" if strength.startswith("low") else "alias"
    yield of.named(row.record, entity, role, name)


def _number(row: Row, of: Edition, held: dict[str, tuple[str, dict[str, Any]]]) -> Iterator[Made]:  # noqa: ARG001
    entity, value = _entity(row), row.text("raw_value") or ""
    said = held.setdefault(entity, (row.record, {"imo": None, "ids": []}))[1]
    if row.text("identifier_type") == "imo":
        said["imo"] = said["imo"] or imo_in(value)
    elif row.text("identifier_type") == "business_registration_numbers":
        told = _COUNTRY.findall(value)
        numbers = [ident("tax", number, country) for number, country in told] or [ident("reg", value)]
        said["ids"] += [one for one in numbers if one and one not in said["ids"]]
    yield from ()


SOURCE = Source(
    NAME,
    gives=("entities", "links"),
    publisher="Foreign, Commonwealth and Development Office; made into three sheets by the compiler",
    licence="Open Government Licence v3.0",
    url="https://www.gov.uk/government/publications/the-uk-sanctions-list",
    recognise=recognise,
    read=read,
    part=part,
)

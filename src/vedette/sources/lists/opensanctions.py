"""OpenSanctions' tables: statements (a row for each value), simplified targets, and ships (maritime).

Ids stay exactly as they are. Statements are put together by canonical id into entities and read as
FollowTheMoney. Contacts, addresses and numbers of persons' papers are left out.
"""

from collections.abc import Callable, Iterator
from typing import Any

from vedette.sources import days, sheets
from vedette.sources.lists import ftm
from vedette.sources.lists.listed import Edition, born, imo_in, mmsi_in
from vedette.sources.sheets import Made, Row, Unusable
from vedette.steps import Batch, Opened, Reading, Source

NAME = "lists/opensanctions"
STATEMENTS = frozenset({"canonical_id", "entity_id", "prop", "schema", "value", "dataset"})
SIMPLE = frozenset({"id", "schema", "name", "aliases", "countries", "identifiers", "sanctions", "dataset"})
MARITIME = frozenset({"type", "caption", "imo", "risk", "flag", "mmsi", "id", "datasets", "aliases"})
# The most specific of the schemata that statements give an entity wins.
_ORDER = (
    "Thing",
    "Asset",
    "LegalEntity",
    "Organization",
    "PublicBody",
    "Company",
    "Person",
    "Vessel",
    "Airplane",
)
_MARITIME_KINDS = {"VESSEL": "vessel", "ORGANIZATION": "organisation", "COMPANY": "organisation"}


def recognise(opened: Opened) -> float:
    """How surely the columns are those of one of the three tables."""
    names = set(sheets.header(opened))
    return 0.96 if any(columns <= names for columns in (STATEMENTS, SIMPLE, MARITIME)) else 0.0


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """Entities, and links to their other names or to each other."""
    of = Edition(
        ftm.list_of(opened).replace("ftm:", "opensanctions:"),
        reading.edition or days.in_name(opened.name),
        NAME,
    )
    names = set(sheets.header(opened))
    if names >= STATEMENTS:
        yield from _statements(opened, reading, of)
        return
    first = sheets.once("entity")
    maker: Callable[[Row, Edition], Iterator[Made]] = _simple if names >= SIMPLE else _maritime

    def make(row: Row) -> Iterator[Made]:
        for table, one in maker(row, of):
            yield table, first(one) if table == "entities" else one

    yield from sheets.read(opened, reading, NAME, make, wanted=SIMPLE if names >= SIMPLE else MARITIME)


def _parts(text: str | None) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in (text or "").split(";") if part.strip()))


def _simple(row: Row, of: Edition) -> Iterator[Made]:
    entity, name, schema = row.text("id"), row.text("name"), row.text("schema") or ""
    if entity is None or name is None:
        raise Unusable("the entity has no id or no name")
    if (kind := ftm.KINDS.get(schema)) is None:
        raise Unusable(f"the schema is {schema[:40]!r}")
    person, numbers = kind == "person", _parts(row.text("identifiers"))
    yield of.entity(
        row.record,
        entity,
        kind,
        names=[name],
        imo=None
        if person
        else next(filter(None, map(imo_in, (n for n in numbers if _may_be_imo(n, kind)))), None),
        mmsi=next(filter(None, map(mmsi_in, numbers)), None) if kind == "vessel" else None,
        born=[born(text) for text in _parts(row.text("birth_date"))] if person else [],
        countries=_parts(row.text("countries")),
        programmes=_parts(row.text("program_ids")) or _parts(row.text("sanctions")),
        remarks=row.text("dataset"),
    )
    for alias in _parts(row.text("aliases")):
        yield of.named(row.record, entity, "alias", alias)


def _may_be_imo(number: str, kind: str) -> bool:
    """Seven digits alone are an IMO number of a ship; of a company only when they are called so."""
    return kind == "vessel" or number.upper().startswith("IMO")


def _maritime(row: Row, of: Edition) -> Iterator[Made]:
    entity, name = row.text("id"), row.text("caption")
    if entity is None or name is None:
        raise Unusable("the ship has no id or no caption")
    if (kind := _MARITIME_KINDS.get((row.text("type") or "").upper())) is None:
        raise Unusable(f"the type is {str(row.text('type'))[:40]!r}")
    numbers = map(imo_in, _parts(row.text("imo")))
    yield of.entity(
        row.record,
        entity,
        kind,
        names=[name],
        imo=next(filter(None, numbers), None),
        mmsi=next(filter(None, map(mmsi_in, _parts(row.text("mmsi")))), None),
        flag=next(iter(_parts(row.text("flag"))), None),
        countries=_parts(row.text("countries")),
        programmes=_parts(row.text("risk")),
        remarks="; ".join(_parts(row.text("datasets"))) or None,
    )
    for alias in _parts(row.text("aliases")):
        yield of.named(row.record, entity, "alias", alias)


def _statements(opened: Opened, reading: Reading, of: Edition) -> Iterator[Batch]:
    held: dict[str, tuple[str, dict[str, Any]]] = {}

    def take(row: Row) -> Iterator[Made]:
        entity, prop, value = (
            row.text("canonical_id") or row.text("entity_id"),
            row.text("prop"),
            row.text("value"),
        )
        if entity is None or prop is None or value is None:
            raise Unusable("the statement has no id, property or value")
        one = held.setdefault(entity, (row.record, {"id": entity, "schema": "Thing", "properties": {}}))[1]
        schema = row.text("schema") or "Thing"
        if schema not in _ORDER or _rank(schema) > _rank(one["schema"]):
            one["schema"] = schema
        if prop != "id":
            values = one["properties"].setdefault(prop, [])
            if value not in values and len(values) < ftm.MOST_VALUES:
                values.append(value)
        yield from ()

    yield from sheets.read(opened, reading, NAME, take, wanted=STATEMENTS)
    sanctions: dict[str, ftm.Said] = {}
    for _, one in held.values():
        if one["schema"] == "Sanction":
            ftm.sanction(one["properties"], sanctions)
    yield from sheets.batches(_together(opened, held, of, sanctions))


def _rank(schema: str) -> int:
    return _ORDER.index(schema) if schema in _ORDER else -1


def _together(
    opened: Opened, held: dict[str, tuple[str, dict[str, Any]]], of: Edition, sanctions: dict[str, ftm.Said]
) -> Iterator[Made]:
    for record, one in held.values():
        try:
            yield from ftm.made(one, record, of, sanctions)
        except Unusable as error:
            yield sheets.refusal(opened, NAME, int(record.partition(":")[2]), str(error), one["id"])


SOURCE = Source(
    NAME,
    gives=("entities", "links"),
    publisher="OpenSanctions",
    licence="CC BY-NC 4.0, or licensed for business use",
    url="https://www.opensanctions.org/docs/bulk/",
    recognise=recognise,
    read=read,
)

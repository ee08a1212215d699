"""A watch list of one's own, by a map of its columns: ships, companies or persons, one a row.

The map is a TOML file that says ``table = "entities"``:

    table = "entities"
    list = "port-state-control"   # its name; by default that of the file
    kind = "vessel"               # of rows that do not say; vessel, organisation, person, aircraft
    separator = ";"               # between the values of one cell

    [columns]
    names = ["Ship", "Ex-names"]  # the first is the main name
    imo = "IMO No."
    flag = "Flag"
    owner = "Owner"               # a role of a link: owner, operator, manager, alias, former name, ...
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vedette.errors import SourceError
from vedette.sources import days, sheets
from vedette.sources.lists.listed import Edition, born, imo_in, mmsi_in, number_in, year_in
from vedette.sources.sheets import Made, Row, Unusable
from vedette.steps import Batch, Opened, Reading, Source

NAME = "lists/columns"
_TEXT = ("entity", "kind", "call_sign", "flag", "vessel_type", "remarks", "listed_on")
_NUMBERS = ("imo", "mmsi", "tonnage", "deadweight", "length_m", "built")
_MANY = ("names", "former_flags", "born", "countries", "ids", "programmes")
_ROLES = (
    "alias", "former name", "weak alias", "owner", "operator", "manager", "former owner", "former operator",
    "linked to",
)  # fmt: skip
KINDS = ("vessel", "organisation", "person", "aircraft")


@dataclass(frozen=True)
class Map:
    """What a map says: of each of our columns, or roles of links, the file's columns in small letters."""

    columns: dict[str, tuple[str, ...]]
    list: str | None = None
    kind: str = "vessel"
    separator: str = ";"


def is_of_entities(path: Path) -> bool:
    """Whether a map of columns is of a list and not of positions."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")).get("table") == "entities"
    except (OSError, ValueError):
        return False


def understood(path: Path) -> Map:
    """The map in a file; SourceError says what is wrong with it."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SourceError(f"the column map cannot be read as TOML ({error})", file=path.name) from error
    known = (*_TEXT, *_NUMBERS, *_MANY, *_ROLES)
    columns = said.get("columns")
    extra = sorted(set(said) - {"table", "list", "kind", "separator", "columns"})
    if not isinstance(columns, dict) or extra:
        raise SourceError(
            f"the column map lacks [columns] or has an unknown key {', '.join(extra)}", file=path.name
        )
    if wrong := sorted(set(columns) - set(known)):
        raise SourceError(f"the map names no column of ours: {', '.join(wrong)}", file=path.name,
                          hint=f"there are: {', '.join(known)}")  # fmt: skip
    if not {"names", "imo", "mmsi"} & set(columns):
        raise SourceError("the map gives neither names nor imo nor mmsi", file=path.name)
    kind, separator = str(said.get("kind", "vessel")), str(said.get("separator", ";"))
    if kind not in KINDS or not separator:
        raise SourceError(f"kind is {kind!r}; it must be one of {', '.join(KINDS)}", file=path.name)
    taken = {
        ours: tuple(str(one).strip().casefold() for one in ([theirs] if isinstance(theirs, str) else theirs))
        for ours, theirs in columns.items()
        if isinstance(theirs, str | list)
    }
    name = sheets.slug(str(said["list"])) if "list" in said else None
    return Map(taken, name, kind, separator)


def recognise(opened: Opened) -> float:  # noqa: ARG001
    """Never by itself: it is read where a map says so."""
    return 0.0


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """One entity a row, and links to its other names and to whom it names."""
    if reading.columns is None:
        raise SourceError(
            "a list is read by its columns only with a map", file=opened.name, hint="give --columns MAP"
        )
    said = understood(reading.columns)
    name = f"watch:{said.list or sheets.stem(opened)}"
    of = Edition(name, reading.edition or days.in_name(opened.name), NAME)
    first = sheets.once("entity")

    def make(row: Row) -> Iterator[Made]:
        (table, entity), *links = _entry(row, of, said)
        yield table, first(entity)
        yield from links

    wanted = {theirs for columns in said.columns.values() for theirs in columns}
    yield from sheets.read(opened, reading, NAME, make, wanted=wanted)


def _entry(row: Row, of: Edition, said: Map) -> Iterator[Made]:
    def texts(ours: str) -> list[str]:
        cells = [row.text(one) for one in said.columns.get(ours, ())]
        parts = [part.strip() for cell in cells if cell for part in cell.split(said.separator)]
        return list(dict.fromkeys(part for part in parts if part))

    def one(ours: str) -> str | None:
        return next((text for name in said.columns.get(ours, ()) if (text := row.text(name))), None)

    names, kind = texts("names"), (one("kind") or said.kind).casefold()
    if kind not in KINDS:
        raise Unusable(f"the kind is {kind[:40]!r}, not {', '.join(KINDS)}")
    imo, mmsi = imo_in(one("imo")), mmsi_in(one("mmsi"))
    for column, value in (("imo", imo), ("mmsi", mmsi)):
        if value is None and (text := one(column)) is not None:
            raise Unusable(f"{column} is {text[:40]!r}, which is no such number")
    if not names and imo is None and mmsi is None:
        raise Unusable("the row has neither a name nor a number")
    entity = f"{of.list}:{one('entity') or imo or mmsi or sheets.slug(names[0])}"
    listed = one("listed_on")
    yield of.entity(
        row.record,
        entity,
        kind,
        names=names,
        imo=imo,
        mmsi=mmsi,
        listed_on=days.span(listed, "listed_on")[0] if listed else None,
        born=[born(text) for text in texts("born")],
        built=year_in(one("built")),
        **{ours: number_in(one(ours)) for ours in ("tonnage", "deadweight", "length_m")},
        **{ours: one(ours) for ours in ("call_sign", "flag", "vessel_type", "remarks")},
        **{ours: texts(ours) for ours in ("former_flags", "countries", "ids", "programmes")},
    )
    for role in _ROLES:
        for text in texts(role):
            yield of.named(row.record, entity, role, text)


SOURCE = Source(
    NAME,
    gives=("entities", "links"),
    publisher="whoever made the file",
    licence="as the file's publisher says",
    url="",
    recognise=recognise,
    read=read,
)

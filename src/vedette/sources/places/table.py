"""Places in a table: one place a row, a point with a radius round it."""

from collections.abc import Iterator

from vedette.sources import sheets
from vedette.sources.places import geometry, watched
from vedette.sources.sheets import Made, Row, Unusable
from vedette.steps import Batch, Opened, Reading, Source

NAME = "places/table"
WANTED = frozenset({"place_id", "name", "lat", "lon"})
KNOWN = WANTED | {
    "country", "radius_km", "kind", "coord_source", "coord_quality", "unlocode", "role", "note",
}  # fmt: skip


def recognise(opened: Opened) -> float:
    """How surely the columns are those of places."""
    return sheets.fits(opened, WANTED, KNOWN)


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """One place a row."""
    yield from sheets.read(opened, reading, NAME, _place, wanted=WANTED)


def _place(row: Row) -> Iterator[Made]:
    lat, lon = row.number("lat"), row.number("lon")
    if lat is None or lon is None:
        raise Unusable("the place has no position")
    yield "places", dict(watched.from_facts(row, geometry.point(lat, lon), NAME))


SOURCE = Source(
    NAME,
    gives=("places",),
    publisher="the compiler of the table",
    licence="as the compiler says; each row names its source",
    url="",
    recognise=recognise,
    read=read,
)

"""World Port Index, Pub. 150 of the US National Geospatial-Intelligence Agency, as CSV: one port a row."""

import re
from collections.abc import Iterator

from vedette.kernels.countries import ALPHA_2
from vedette.sources import sheets
from vedette.sources.places import geometry
from vedette.sources.places.watched import locode
from vedette.sources.sheets import Made, Row, Unusable
from vedette.steps import Batch, Opened, Reading, Source

NAME = "places/world-port-index"
WANTED = frozenset({"world port index number", "main port name", "latitude", "longitude"})
_SURE = 0.99
_ASSIGNED = frozenset(ALPHA_2.values())


def recognise(opened: Opened) -> float:
    """How surely the columns are those of the index; editions differ in the others."""
    return _SURE if sheets.fits(opened, WANTED) else 0.0


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """One port a row, without a role: a gazetteer watches nothing.

    The edition of 2023 has two numbers twice; both rows are given under the one id.
    """
    yield from sheets.read(opened, reading, NAME, _port, wanted=WANTED)


def _port(row: Row) -> Iterator[Made]:
    number, lat, lon = row.text("world port index number"), row.number("latitude"), row.number("longitude")
    if number is None or not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,3})?", number):
        raise Unusable(f"the World Port Index number is {(number or '')[:40]!r}")
    if lat is None or lon is None:
        raise Unusable("the port has no position")
    number = number.removesuffix(".0")
    code = locode(row.text("un/locode"))
    yield (
        "places",
        {
            "place": f"wpi-{number}",
            "name": row.text("main port name"),
            "kind": "port",
            "country": _country(row.text("country code"), code),
            "geometry": geometry.point(lat, lon),
            "role": None,
            "code": code or number,
            "source": NAME,
            "record": row.record,
        },
    )


def _country(name: str | None, code: str | None) -> str | None:
    """The country by its name, or by the UN/LOCODE where the copy leaves the name out."""
    if name:
        return ALPHA_2.get(name) or (name if name in _ASSIGNED else None)
    return code[:2] if code and code[:2] in _ASSIGNED else None


SOURCE = Source(
    NAME,
    gives=("places",),
    publisher="US National Geospatial-Intelligence Agency",
    licence="public domain (US government work)",
    url="https://msi.nga.mil/Publications/WPI",
    recognise=recognise,
    read=read,
)

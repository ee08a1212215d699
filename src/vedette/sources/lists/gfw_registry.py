"""Global Fishing Watch's register of refrigerated carriers: numbers, size and flag, but no names."""

from collections.abc import Iterator
from datetime import datetime

from vedette.sources import days, sheets
from vedette.sources.sheets import Made, Row, Unusable
from vedette.steps import Batch, Opened, Reading, Source

NAME = "lists/gfw-registry"
LIST = "gfw-reefers"
WANTED = frozenset({"mmsi", "imo", "call_sign", "avg_length", "avg_gross_tonnage", "flag_state"})
KNOWN = WANTED | {
    "width", "stddev_length", "num_length_sources", "stddev_gross_tonnage",
    "num_gross_tonnage_sources", "dead_weight", "source",
}  # fmt: skip


def recognise(opened: Opened) -> float:
    """How surely the columns are those of the register."""
    return sheets.fits(opened, WANTED, KNOWN)


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """One vessel a row."""
    date = reading.edition or days.in_name(opened.name)

    def make(row: Row) -> Iterator[Made]:
        yield _ship(row, date)

    yield from sheets.read(opened, reading, NAME, make, wanted=WANTED)


def _ship(row: Row, date: datetime | None) -> Made:
    mmsi = row.whole("mmsi")
    if mmsi is None:
        raise Unusable("the ship has no MMSI")
    flag = row.text("flag_state")
    return "entities", {
        "entity": f"{LIST}:{mmsi}",
        "kind": "vessel",
        "names": [],
        "imo": row.whole("imo") or None,
        "mmsi": mmsi,
        "call_sign": row.text("call_sign"),
        "flag": None if flag == "Unknown" else flag,
        "vessel_type": "refrigerated carrier",
        "tonnage": row.count("avg_gross_tonnage") or None,
        "programmes": [],
        "list": LIST,
        "list_date": date,
        "source": NAME,
        "record": row.record,
    }


SOURCE = Source(
    NAME,
    gives=("entities",),
    publisher="Global Fishing Watch",
    licence="Apache-2.0",
    url="https://github.com/GlobalFishingWatch/treniformis",
    recognise=recognise,
    read=read,
)

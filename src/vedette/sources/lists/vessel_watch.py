"""A list of ships somebody watches: one row a ship, with her numbers, her owner and her other names."""

import re
from collections.abc import Iterator
from datetime import datetime

from vedette.sources import days, sheets
from vedette.sources.sheets import Made, Row, Unusable
from vedette.steps import Batch, Opened, Reading, Source

NAME = "lists/vessel-watch"
WANTED = frozenset({"name", "imo", "mmsi", "call_sign", "flag", "type"})
KNOWN = WANTED | {
    "gross_tonnage", "loa_m", "built", "owner_or_linked_to", "corridor", "role",
    "designations", "former_or_other_names", "source", "note",
}  # fmt: skip
_OF_POSITIONS = {"lat", "lon", "latitude", "longitude", "time", "timestamp", "basedatetime"}
_NOTE = re.compile(r"\s*\([^)]*\)\s*$")
_BETWEEN_OWNERS = re.compile(r";|(?<=\)),|, formerly ")


def recognise(opened: Opened) -> float:
    """How surely the columns are those of a list of ships, and not of their positions."""
    if _OF_POSITIONS & set(sheets.header(opened)):
        return 0.0
    return sheets.fits(opened, WANTED, KNOWN)


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """One vessel a row, and a link to each owner named."""
    name = f"watch:{sheets.stem(opened)}"
    date = reading.edition or days.in_name(opened.name)
    seen: set[str] = set()

    def make(row: Row) -> Iterator[Made]:
        yield from _ship(row, name, date, seen)

    yield from sheets.read(opened, reading, NAME, make, wanted=WANTED)


def _ship(row: Row, name: str, date: datetime | None, seen: set[str]) -> Iterator[Made]:
    called, imo = row.text("name"), row.whole("imo")
    if called is None and imo is None:
        raise Unusable("the ship has neither name nor IMO number")
    entity = f"{name}:{imo or sheets.slug(called or '')}"
    if entity in seen:
        raise Unusable(f"{entity} stands in the list already")
    tonnage, mmsi = row.number("gross_tonnage"), row.whole("mmsi")
    seen.add(entity)
    others = (_NOTE.sub("", part.strip()) for part in (row.text("former_or_other_names") or "").split(";"))
    yield (
        "entities",
        {
            "entity": entity,
            "kind": "vessel",
            "names": list(dict.fromkeys(n for n in (called, *others) if n)),
            "imo": imo,
            "mmsi": mmsi,
            "call_sign": row.text("call_sign"),
            "flag": row.text("flag"),
            "vessel_type": row.text("type"),
            "tonnage": tonnage,
            "programmes": [p.strip() for p in (row.text("designations") or "").split(";") if p.strip()],
            "list": name,
            "list_date": date,
            "remarks": "; ".join(words for key in ("role", "note") if (words := row.text(key))) or None,
            "source": NAME,
            "record": row.record,
        },
    )
    for owner in _BETWEEN_OWNERS.split(row.text("owner_or_linked_to") or ""):
        if to := _NOTE.sub("", owner.strip()):
            yield (
                "links",
                {
                    "from": entity,
                    "to": f"name:{to}",
                    "role": "owner",
                    "detail": owner.strip(),
                    "list": name,
                    "list_date": date,
                    "source": NAME,
                    "record": row.record,
                },
            )


SOURCE = Source(
    NAME,
    gives=("entities", "links"),
    publisher="the compiler of the list",
    licence="as the compiler says; each row names its source",
    url="",
    recognise=recognise,
    read=read,
)

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
    first = sheets.once("entity")

    def make(row: Row) -> Iterator[Made]:
        entity, *links = _ship(row, name, date)
        yield "entities", first(entity)
        yield from (("links", link) for link in links)

    yield from sheets.read(opened, reading, NAME, make, wanted=WANTED)


def _ship(row: Row, name: str, date: datetime | None) -> list[dict[str, object]]:
    """The ship, then a link to each owner."""
    called, imo = row.text("name"), row.whole("imo")
    if called is None and imo is None:
        raise Unusable("the ship has neither name nor IMO number")
    said: dict[str, object] = {"list": name, "list_date": date, "source": NAME, "record": row.record}
    others = (_NOTE.sub("", part.strip()) for part in (row.text("former_or_other_names") or "").split(";"))
    ship: dict[str, object] = {
        "entity": f"{name}:{imo or sheets.slug(called or '')}",
        "kind": "vessel",
        "names": list(dict.fromkeys(n for n in (called, *others) if n)),
        "imo": imo,
        "mmsi": row.whole("mmsi"),
        "call_sign": row.text("call_sign"),
        "flag": row.text("flag"),
        "vessel_type": row.text("type"),
        "tonnage": row.count("gross_tonnage"),
        "programmes": [p.strip() for p in (row.text("designations") or "").split(";") if p.strip()],
        "remarks": "; ".join(words for key in ("role", "note") if (words := row.text(key))) or None,
        **said,
    }
    owners = (part.strip() for part in _BETWEEN_OWNERS.split(row.text("owner_or_linked_to") or ""))
    return [ship] + [
        {"from": ship["entity"], "to": f"name:{to}", "role": "owner", "detail": owner, **said}
        for owner in owners
        if (to := _NOTE.sub("", owner))
    ]


SOURCE = Source(
    NAME,
    gives=("entities", "links"),
    publisher="the compiler of the list",
    licence="as the compiler says; each row names its source",
    url="",
    recognise=recognise,
    read=read,
)

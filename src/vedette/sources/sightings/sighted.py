"""Sightings a person compiled: one ship, stack of containers or absence at one place and time a row."""

from collections.abc import Iterator
from datetime import datetime

from vedette.kernels.ids import stable_id
from vedette.sources import days, sheets
from vedette.sources.sheets import Made, Row, Unusable
from vedette.steps import Batch, Opened, Reading, Source

NAME = "sightings/sighted"
WANTED = frozenset({"vessel", "place_id", "date_start", "activity"})
KNOWN = WANTED | {
    "id", "corridor", "flow", "imo", "identification", "date_end", "date_precision", "containers_est",
    "length_m_est", "ais_state", "evidence", "publisher", "title", "published", "url", "note",
}  # fmt: skip
_NO_NAME = ("unnamed", "class", "not applicable", "named pair")


def recognise(opened: Opened) -> float:
    """How surely the columns are those of sightings."""
    return sheets.fits(opened, WANTED, KNOWN)


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """One sighting a row; a vessel ``none`` is a place that was looked at and had no ship.

    A vessel ``none (containers)`` is a stack of containers that was seen, whatever ships there were.
    """
    prefix = sheets.prefix(opened, "sighting", usual="sightings")
    first = sheets.once("sighting")

    def make(row: Row) -> Iterator[Made]:
        yield "sightings", first(_sighting(row, prefix, reading))

    yield from sheets.read(opened, reading, NAME, make, wanted=WANTED)


def _sighting(row: Row, prefix: str, reading: Reading) -> dict[str, object]:
    start, end = _when(row, reading.now)
    vessel = row.text("vessel") or "unnamed"
    nothing = vessel.casefold() == "none"
    cargo = vessel.casefold().startswith("none (")
    name = None if nothing or cargo else _one_name(vessel, row.text("identification") or "")
    count = row.count("containers_est")
    words = vessel if name is None and not nothing and not cargo and vessel != "unnamed" else None
    return {
        "sighting": _id(row, prefix),
        "vessel_name": name,
        "imo": row.whole("imo"),
        "mmsi": row.whole("mmsi"),
        "place": row.text("place_id"),
        "lat": _degrees(row, "lat", 90),
        "lon": _degrees(row, "lon", 180),
        "start": start,
        "end": end,
        "what": _what(row, words),
        "subject": "cargo" if cargo else "ship",
        "count": count,
        "unit": "containers" if count is not None else None,
        "negative": nothing,
        "identification": row.text("identification"),
        "corridor": row.text("corridor"),
        "flow": row.text("flow"),
        "evidence": row.text("evidence"),
        "publisher": row.text("publisher") or reading.publisher,
        "published": days.published(row.text("published"), reading.now) or reading.published,
        "url": row.text("url"),
        "source": NAME,
        "record": row.record,
    }


def _when(row: Row, now: datetime | None) -> tuple[datetime, datetime]:
    start = row.text("date_start")
    if start is None:
        raise Unusable("there is no date_start")
    return days.interval(start, row.text("date_end"), now)


def _one_name(vessel: str, identification: str) -> str | None:
    """The name of one ship; what says 'one of two' or 'five tankers' names none."""
    if vessel.casefold().startswith("unnamed") or identification.casefold().startswith(_NO_NAME):
        return None
    return vessel


def _what(row: Row, vessel: str | None) -> str:
    """The activity, with what else the publisher says of the ship that has no column of its own."""
    length, ais = row.text("length_m_est"), row.text("ais_state")
    words = ": ".join(part for part in (vessel, row.text("activity")) if part)
    more = (f"about {length} m long" if length else None, f"AIS {ais}" if ais else None)
    return "; ".join(part for part in (words, *more) if part)


def _degrees(row: Row, name: str, most: float) -> float | None:
    value = row.number(name)
    if value is not None and abs(value) > most:
        raise Unusable(f"{name} is {value}, beyond {most:g} degrees")
    return value


def _id(row: Row, prefix: str) -> str:
    if given := row.text("id"):
        return f"{prefix}-{given}"
    facts = (row.text(name) for name in ("vessel", "imo", "place_id", "date_start", "activity", "publisher"))
    return stable_id(prefix, *facts)


SOURCE = Source(
    NAME,
    gives=("sightings",),
    publisher="the publishers named in each row",
    licence="facts restated; no image or text is copied",
    url="",
    recognise=recognise,
    read=read,
)

"""Dated cases of cargo passed from ship to ship, as their publishers tell them: one case a row."""

from collections.abc import Iterator

from vedette.kernels.ids import stable_id
from vedette.sources import days, sheets
from vedette.sources.sheets import Made, Row, Unusable
from vedette.steps import Batch, Opened, Reading, Source

NAME = "sightings/sts-events"
WANTED = frozenset({"date", "other_vessel", "other_imo_or_flag", "place_id"})
KNOWN = WANTED | {"dprk_vessel", "dprk_imo", "position_published", "publisher", "title", "published"}


def recognise(opened: Opened) -> float:
    """How surely the columns are those of ship-to-ship cases."""
    return sheets.fits(opened, WANTED, KNOWN)


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """One sighting of the first ship a row; the other ship stands in its words."""
    first = sheets.once("sighting")

    def make(row: Row) -> Iterator[Made]:
        yield "sightings", first(_case(row, reading))

    yield from sheets.read(opened, reading, NAME, make, wanted=WANTED)


def _case(row: Row, reading: Reading) -> dict[str, object]:
    date = row.text("date")
    if date is None:
        raise Unusable("a case needs a date")
    start, end = days.span(date)
    days.past(start, reading.now, "date")
    vessel = row.text("dprk_vessel") or row.text("vessel") or "unnamed"
    imo = row.whole("dprk_imo") or row.whole("imo")
    unnamed = "unnamed" in vessel.casefold()
    other, flag = row.text("other_vessel"), row.text("other_imo_or_flag")
    return {
        "sighting": stable_id("sts", date, vessel, imo, other, row.text("publisher")),
        "vessel_name": None if unnamed else vessel,
        "imo": imo,
        "place": row.text("place_id"),
        "start": start,
        "end": end,
        "what": _what(vessel if unnamed else None, other, flag, row.text("position_published")),
        "subject": "ship",
        "negative": False,
        "identification": "unnamed" if unnamed else "named by source",
        "corridor": row.text("corridor"),
        "publisher": row.text("publisher") or reading.publisher,
        "published": days.published(row.text("published"), reading.now) or reading.published,
        "url": row.text("url"),
        "source": NAME,
        "record": row.record,
    }


def _what(vessel: str | None, other: str | None, flag: str | None, where: str | None) -> str:
    ships = " with ".join(part for part in (vessel or "", f"{other} ({flag})" if flag else other) if part)
    ships = ships if vessel else f"with {ships}"
    return "; ".join(part for part in (f"ship-to-ship transfer: {ships}", where) if part)


SOURCE = Source(
    NAME,
    gives=("sightings",),
    publisher="the publishers named in each row",
    licence="facts restated; no image or text is copied",
    url="",
    recognise=recognise,
    read=read,
)

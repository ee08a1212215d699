"""Trains and rail cars seen at a crossing: one observation of one day a row."""

from collections.abc import Iterator

from vedette.sources import days, sheets
from vedette.sources.sheets import Made, Row, Unusable
from vedette.steps import Batch, Opened, Reading, Source

NAME = "sightings/rail-counts"
WANTED = frozenset({"date", "place_id", "observation", "value"})
KNOWN = WANTED | {"publisher", "title", "published"}


def recognise(opened: Opened) -> float:
    """How surely the columns are those of counts at a crossing."""
    return sheets.fits(opened, WANTED, KNOWN)


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """One sighting of subject ``rail`` a row; without a value, movement was seen and not counted."""
    first = sheets.once("sighting")

    def make(row: Row) -> Iterator[Made]:
        yield "sightings", first(_seen(row, reading))

    yield from sheets.read(opened, reading, NAME, make, wanted=WANTED)


def _seen(row: Row, reading: Reading) -> dict[str, object]:
    date, place, what = row.text("date"), row.text("place_id"), row.text("observation")
    if date is None or place is None or what is None:
        raise Unusable("an observation needs a date, a place_id and words")
    start, end = days.span(date)
    days.past(start, reading.now, "date")
    value = row.count("value")
    return {
        "sighting": f"rail-{place}-{date.replace('/', '-')}-{sheets.slug(what, 120)}",
        "place": place,
        "start": start,
        "end": end,
        "what": what,
        "subject": "rail",
        "count": value,
        "unit": "cars" if value is not None and "car" in what.casefold() else None,
        "negative": value == 0,
        "corridor": row.text("corridor"),
        "publisher": row.text("publisher") or reading.publisher,
        "published": days.published(row.text("published"), reading.now) or reading.published,
        "url": row.text("url"),
        "source": NAME,
        "record": row.record,
    }


SOURCE = Source(
    NAME,
    gives=("sightings",),
    publisher="the publishers named in each row",
    licence="facts restated; no image or text is copied",
    url="",
    recognise=recognise,
    read=read,
)

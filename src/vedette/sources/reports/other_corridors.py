"""Events of several routes in brief: one seizure, voyage or delivery a row, with who says so."""

from collections.abc import Iterator

from vedette.sources import days, sheets
from vedette.sources.reports.said import Said, rows
from vedette.sources.sheets import Made, Row, Unusable
from vedette.steps import Batch, Opened, Reading, Source

NAME = "reports/other-corridors"
WANTED = frozenset({"corridor", "date", "vessel", "from", "to", "event", "publisher"})
KNOWN = WANTED | {"date_precision", "imo", "title", "published", "note"}


def recognise(opened: Opened) -> float:
    """How surely the columns are those of events by corridor."""
    return sheets.fits(opened, WANTED, KNOWN)


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """One report and one claim a row. The file does not class its events, so a claim has no event_class."""

    def make(row: Row) -> Iterator[Made]:
        yield from rows(_said(row, reading))

    yield from sheets.read(opened, reading, NAME, make, wanted=WANTED)


def _said(row: Row, reading: Reading) -> Said:
    event, date = row.text("event"), row.text("date")
    if event is None or date is None:
        raise Unusable("a row needs a date and an event")
    start, end = days.span(date)
    vessel, imo = row.text("vessel"), row.whole("imo")
    ship = f"{vessel} (IMO {imo})" if vessel and imo else vessel
    way = " ".join(f"{word} {row.text(word)}" for word in ("from", "to") if row.text(word))
    about = ", ".join(part for part in (ship, way) if part)
    return Said(
        text=f"{about}: {event}" if about else event,
        source=NAME,
        record=row.record,
        title=row.text("title"),
        publisher=row.text("publisher") or reading.publisher,
        published=days.published(row.text("published"), reading.now) or reading.published,
        url=row.text("url"),
        actors=(vessel,) if vessel else (),
        start=start,
        end=end,
        corridor=row.text("corridor"),
        accepted=True,
    )


SOURCE = Source(
    NAME,
    gives=("reports", "claims"),
    publisher="the publishers named in each row",
    licence="facts restated; no text is copied",
    url="",
    recognise=recognise,
    read=read,
)

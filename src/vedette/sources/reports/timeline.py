"""A timeline a person compiled: one visit, agreement, disclosure or denial a row, with who says so."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from vedette.sources import days, sheets
from vedette.sources.reports.said import Said, rows
from vedette.sources.sheets import Made, Row, Unusable
from vedette.steps import Batch, Opened, Reading, Source

NAME = "reports/timeline"
WANTED = frozenset({"date", "precision", "class", "event", "publisher"})
KNOWN = WANTED | {"corridor", "source", "published", "warning_value"}
_INTERVAL = re.compile(r"interval to (\d{2}-\d{2}|\d{4}-\d{2}-\d{2})")


def recognise(opened: Opened) -> float:
    """How surely the columns are those of a timeline."""
    return sheets.fits(opened, WANTED, KNOWN)


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """One report and one claim a row, accepted: a person wrote it down.

    Accepted says that this was said, not that it is so. What was said before its day was planned.
    """

    def make(row: Row) -> Iterator[Made]:
        yield from rows(_said(row, reading))

    yield from sheets.read(opened, reading, NAME, make, wanted=WANTED)


def _said(row: Row, reading: Reading) -> Said:
    event, date = row.text("event"), row.text("date")
    if event is None or date is None:
        raise Unusable("a row needs a date and an event")
    start, end = when(date, row.text("precision") or "day")
    published = days.published(row.text("published"), reading.now) or reading.published
    return Said(
        text=event,
        source=NAME,
        record=row.record,
        title=row.text("source"),
        publisher=row.text("publisher") or reading.publisher,
        published=published,
        url=row.text("url"),
        polarity="denied" if row.text("class") == "denial" else "asserted",
        modality="planned" if published and published < start else "fact",
        event_class=row.text("class"),
        start=start,
        end=end,
        corridor=row.text("corridor"),
        label=row.text("warning_value"),
        accepted=True,
    )


def when(date: str, precision: str) -> tuple[datetime, datetime]:
    """The earliest and latest moment a date of this precision means.

    ``interval to 10-19`` ends on that day, ``about, week`` a week after its beginning; ``about`` alone gives
    no bounds to hold to, so the day stands.

    >>> [str(t)[:10] for t in when("2023-12-30", "interval to 01-02")]
    ['2023-12-30', '2024-01-02']
    """
    start, end = days.span(date)
    if found := _INTERVAL.fullmatch(precision):
        last = found[1]
        if len(last) == len("MM-DD"):
            last = f"{start.year + (last < f'{start:%m-%d}'):04d}-{last}"
        return days.interval(date, last)
    if "interval" in precision and start.date() == end.date():
        raise Unusable(f"the precision is {precision[:40]!r}; write 'interval to MM-DD'")
    if "week" in precision:
        end = start + timedelta(days=7, seconds=-1)
    return start, end


SOURCE = Source(
    NAME,
    gives=("reports", "claims"),
    publisher="the publishers named in each row",
    licence="facts restated; no text is copied",
    url="",
    recognise=recognise,
    read=read,
)

"""Published totals of containers, and what their publishers derived from them: one estimate a row."""

from collections.abc import Iterator

from vedette.sources import days, sheets
from vedette.sources.reports.said import Said, rows
from vedette.sources.sheets import Made, Row, Unusable
from vedette.steps import Batch, Opened, Reading, Source

NAME = "reports/volume-estimates"
WANTED = frozenset({"date", "cumulative_since", "containers", "publisher"})
KNOWN = WANTED | {"equivalent_published", "method_published", "relay", "caveat"}


def recognise(opened: Opened) -> float:
    """How surely the columns are those of estimates of volume."""
    return sheets.fits(opened, WANTED, KNOWN)


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """One report and one claim a row; the equivalent is the publisher's and never a finding of ours."""

    def make(row: Row) -> Iterator[Made]:
        yield from rows(_said(row, reading))

    yield from sheets.read(opened, reading, NAME, make, wanted=WANTED)


def _said(row: Row, reading: Reading) -> Said:
    date, containers = row.text("date"), row.text("containers")
    if date is None or containers is None:
        raise Unusable("an estimate needs a date and a number of containers")
    since = row.text("cumulative_since")
    start, end = days.interval(since or date, date)
    equivalent = row.text("equivalent_published")
    more = (("equivalent as published", equivalent), ("method", row.text("method_published")),
            ("caveat", row.text("caveat")))  # fmt: skip
    text = f"{containers} containers since {since}" if since else f"{containers} containers"
    return Said(
        text="; ".join((text, *(f"{name}: {words}" for name, words in more if words))),
        source=NAME,
        record=row.record,
        title=row.text("relay"),
        publisher=row.text("publisher") or reading.publisher,
        published=days.published(date, reading.now),
        event_class="volume estimate",
        quantity=f"{containers} containers"
        + (f"; equivalent as published: {equivalent}" if equivalent else ""),
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

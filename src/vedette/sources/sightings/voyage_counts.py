"""Published counts of calls, trips or quantities over a period: one count a row."""

import re
from collections.abc import Iterator

from vedette.kernels.ids import stable_id
from vedette.sources import days, sheets
from vedette.sources.sheets import Made, Row, Unusable
from vedette.steps import Batch, Opened, Reading, Source

NAME = "sightings/voyage-counts"
WANTED = frozenset({"period_start", "period_end", "metric", "value"})
KNOWN = WANTED | {
    "id", "flow", "qualifier", "per_month", "scope", "publisher", "title", "published", "note",
}  # fmt: skip
# The first of these in the words of the metric is what was counted: 'dark vessel calls' counts calls.
_UNITS = (
    "barrels", "tonnes", "calls", "round trips", "trips", "visits", "voyages", "shipments",
    "transits", "movements", "containers", "tankers", "ships", "vessels",
)  # fmt: skip


def recognise(opened: Opened) -> float:
    """How surely the columns are those of counts over periods."""
    return sheets.fits(opened, WANTED, KNOWN)


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """One sighting of subject ``count`` a row, negative when the count is nought.

    Its place is what a column ``place_id`` says. Without one it has none: which of its words are places
    only a case with its places can tell.
    """
    prefix = sheets.prefix(opened, "count", usual="voyage-counts")
    first = sheets.once("sighting")

    def make(row: Row) -> Iterator[Made]:
        yield "sightings", first(_count(row, prefix, reading))

    yield from sheets.read(opened, reading, NAME, make, wanted=WANTED)


def _count(row: Row, prefix: str, reading: Reading) -> dict[str, object]:
    metric, value, first = row.text("metric"), row.count("value"), row.text("period_start")
    if metric is None or value is None or first is None:
        raise Unusable("a count needs a metric, a value and a period_start")
    start, end = days.interval(first, row.text("period_end"), reading.now)
    qualifier, scope = row.text("qualifier"), row.text("scope")
    what = f"{qualifier}: {metric}" if qualifier else metric
    return {
        "sighting": f"{prefix}-{row.text('id')}" if row.text("id") else _id_of(prefix, row),
        "place": row.text("place_id"),
        "start": start,
        "end": end,
        "what": f"{what} ({scope})" if scope else what,
        "subject": "count",
        "count": value,
        "unit": unit_of(metric),
        "negative": value == 0,
        "corridor": row.text("corridor"),
        "flow": row.text("flow"),
        "publisher": row.text("publisher") or reading.publisher,
        "published": days.published(row.text("published"), reading.now) or reading.published,
        "url": row.text("url"),
        "source": NAME,
        "record": row.record,
    }


def unit_of(metric: str) -> str | None:
    """What a metric counts; None when its words name no unit we know.

    >>> unit_of("dark vessel calls"), unit_of("round trips"), unit_of("refined products, barrels")
    ('calls', 'round trips', 'barrels')
    """
    words = metric.casefold()
    return next((unit for unit in _UNITS if re.search(rf"\b{unit}\b", words)), None)


def _id_of(prefix: str, row: Row) -> str:
    facts = (row.text(name) for name in ("publisher", "metric", "period_start", "period_end", "scope"))
    return stable_id(prefix, *facts)


SOURCE = Source(
    NAME,
    gives=("sightings",),
    publisher="the publishers named in each row",
    licence="facts restated; no text is copied",
    url="",
    recognise=recognise,
    read=read,
)

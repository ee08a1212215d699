"""Published counts of calls, trips or quantities over a period: one count a row."""

import re
from collections.abc import Iterator, Sequence

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
    return sheets.fits(opened, WANTED, KNOWN | ({"place_id"} & set(sheets.header(opened))))


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """One sighting of subject ``count`` a row, negative when the count is nought.

    The place is what a column ``place_id`` says. Without one it is the first of the places in
    ``reading.settings['places']`` whose id stands as a word in the metric, else the scope, else the title;
    a row that names none of them has no place.
    """
    given = reading.settings.get("places", ())
    places = tuple(str(place) for place in given) if isinstance(given, Sequence) else ()
    stem = sheets.stem(opened)
    prefix = "count" if stem == "voyage-counts" else f"count-{stem}"
    seen: set[str] = set()

    def make(row: Row) -> Iterator[Made]:
        count = _count(row, prefix, places, reading)
        if count["sighting"] in seen:
            raise Unusable(f"{count['sighting']} stands in the file already")
        seen.add(str(count["sighting"]))
        yield "sightings", count

    yield from sheets.read(opened, reading, NAME, make, wanted=WANTED)


def _count(row: Row, prefix: str, places: Sequence[str], reading: Reading) -> dict[str, object]:
    metric, value, first = row.text("metric"), row.number("value"), row.text("period_start")
    if metric is None or value is None or first is None:
        raise Unusable("a count needs a metric, a value and a period_start")
    start, end = days.interval(first, row.text("period_end"), reading.now)
    qualifier, scope = row.text("qualifier"), row.text("scope")
    what = f"{qualifier}: {metric}" if qualifier else metric
    texts = tuple(row.text(name) for name in ("metric", "scope", "title"))
    return {
        "sighting": f"{prefix}-{row.text('id')}" if row.text("id") else _id_of(prefix, row),
        "place": row.text("place_id") or place_named(texts, places),
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


def place_named(texts: Sequence[str | None], places: Sequence[str]) -> str | None:
    """The first place whose id stands as a whole word in the first of the texts that has one.

    >>> place_named(("trips", "Rajin to Dunay"), ("dunay", "rajin"))
    'rajin'
    """
    if not places:
        return None
    longest_first = sorted((re.escape(place) for place in places), key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(longest_first)})\b", re.IGNORECASE)
    by_name = {place.casefold(): place for place in places}
    for text in texts:
        if text and (found := pattern.search(text)):
            return by_name[found[0].casefold()]
    return None


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

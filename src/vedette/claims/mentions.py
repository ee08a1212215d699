"""Mentions: the actors, ships, places, days and quantities that a report names, in any language.

Of a text that is not in English this is all that is taken: what it claims is left for a reader of the
language.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

from vedette import fields
from vedette.claims.actors import actors
from vedette.claims.naming import Book
from vedette.claims.quantities import quantities
from vedette.claims.sentences import sentences
from vedette.kernels.ids import stable_id
from vedette.kernels.written_days import written
from vedette.steps import Step


@dataclass(frozen=True)
class Mentions:
    """``most``: how many mentions one report can give."""

    most: int = 5000


def mentions(
    reports: pa.Table, entities: pa.Table, places: pa.Table, options: Mentions = Mentions()
) -> pa.Table:
    """Give what each report names, with the characters where it stands."""
    book = Book.of(entities, places)
    rows: list[dict[str, object]] = []
    seen: set[str] = set()
    for report in reports.sort_by([("report", "ascending"), ("record", "ascending")]).to_pylist():
        if report["report"] in seen or not report["text"]:
            continue
        seen.add(report["report"])
        found = [_row(report, *one) for _, one in zip(range(options.most), _of(report, book), strict=False)]
        rows += {row["mention"]: row for row in found}.values()
    return fields.from_rows(rows, "mentions")


def _of(report: dict[str, Any], book: Book) -> Iterator[tuple[str, int, int, str]]:
    published: datetime | None = report["published"]
    for sentence in sentences(report["text"]):
        at, words = sentence.begin, sentence.words
        for actor in actors(words):
            yield "actor", at + actor.begin, at + actor.stop, actor.actor.id
        for ship in book.ships_in(words):
            yield "ship", at + ship.begin, at + ship.stop, ship.id
        for place in book.places_in(words):
            yield "place", at + place.begin, at + place.stop, place.id
        for day in written(words, published):
            yield "day", at + day.begin, at + day.stop, f"{day.start:%Y-%m-%d}/{day.end:%Y-%m-%d}"
        for quantity in quantities(words):
            yield "quantity", at + quantity.begin, at + quantity.stop, quantity.plain


def _row(report: dict[str, Any], kind: str, begin: int, stop: int, value: str) -> dict[str, object]:
    return {
        "mention": stable_id("mention", report["report"], kind, begin, stop, value),
        "report": report["report"],
        "kind": kind,
        "words": report["text"][begin:stop],
        "value": value,
        "span_start": begin,
        "span_end": stop,
        "language": report["language"],
        "source": report["source"],
        "because": [report["report"]],
    }


STEP = Step(
    "mentions",
    takes=("reports", "entities", "places"),
    gives="mentions",
    run=mentions,
    options=Mentions(),
    by="report",
)

"""Many editions of OFAC's list in one file: its rows as they were added, changed and removed.

One JSON array a line: ``[date, commit, op, row]``, in the order of the editions. ``op`` is ``base`` (a row of
the first), ``add`` or ``change`` (the twelve columns of SDN.CSV, empty for ``-0-``) or ``remove`` (the
number of the entry). Each row is given once, with the editions it stood in.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from vedette.errors import SourceError
from vedette.sources import sheets
from vedette.sources.days import span
from vedette.sources.lists import ofac
from vedette.sources.lists.listed import Edition
from vedette.sources.sheets import Line, Made, Row, Unusable
from vedette.steps import Batch, Opened, Reading, Source

NAME = "lists/ofac-history"
_OPS = ("base", "add", "change", "remove")


class Change(NamedTuple):
    """One line: from which edition on the entry of a number says what, or nothing more."""

    line: int
    date: datetime
    number: str
    cells: tuple[str, ...] | None


def recognise(opened: Opened) -> float:
    """How surely the first line is a row of a first edition."""
    first = sheets.replaced(opened.head).split("\n", 1)[0]
    try:
        return 0.99 if _change(Line(1, first)).cells is not None else 0.0
    except Unusable:
        return 0.0


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """Entities and links, each with the first edition that has it and the first that has not."""
    yield from sheets.batches(_made(opened, reading))


def _made(opened: Opened, reading: Reading) -> Iterator[Made]:
    changes: list[Change] = []
    for line in sheets.lines(opened, reading):
        try:
            changes.append(_change(line))
        except Unusable as error:
            yield sheets.refusal(opened, NAME, line.number, str(error), line.text)
    dates = sorted({change.date for change in changes})
    if [change.date for change in changes] != sorted(change.date for change in changes):
        raise SourceError("the editions do not stand in order of their dates", file=opened.name)
    before = dict(zip(dates[1:], dates, strict=False))
    dotted = frozenset(c.cells[1] for c in changes if c.cells is not None and c.cells[1].endswith("."))
    of = Edition(ofac.LIST, dates[-1] if dates else None, NAME)
    ends = _ends(changes)
    for change in changes:
        until = ends.get(change.line)
        if change.cells is None or until == change.date:
            continue
        stood = {"since": change.date, "list_date": before.get(until, of.date) if until else of.date}
        row = Row(opened.file, change.line, dict(zip(ofac.ENTRIES, change.cells, strict=True)))
        try:
            for table, made in ofac.entry(row, of, dotted):
                yield table, {**made, **stood, "until": until}
        except Unusable as error:
            yield sheets.refusal(opened, NAME, change.line, str(error), "; ".join(change.cells))


def _ends(changes: list[Change]) -> dict[int, datetime]:
    """The edition in which what a line says no longer stands, by line."""
    standing: dict[str, int] = {}
    ends: dict[int, datetime] = {}
    for change in changes:
        if (line := standing.pop(change.number, None)) is not None:
            ends[line] = change.date
        if change.cells is not None:
            standing[change.number] = change.line
    return ends


def _change(line: Line) -> Change:
    try:
        said = json.loads(line.text) if line.whole else None
    except (ValueError, RecursionError) as error:
        raise Unusable("not JSON") from error
    if not isinstance(said, list) or len(said) != 4 or said[2] not in _OPS:
        raise Unusable("not a list of a date, a commit, base, add, change or remove, and a row")
    row = said[3]
    if not isinstance(row, list) or not row or not all(isinstance(cell, str | int) for cell in row):
        raise Unusable("the row is no list of words")
    wanted = 1 if said[2] == "remove" else len(ofac.ENTRIES)
    if len(row) != wanted:
        raise Unusable(f"the row has {len(row)} fields where {wanted} are wanted")
    date = span(str(said[0]))[0]
    cells = tuple(sheets.storable(str(cell)) for cell in row)
    return Change(line.number, date, cells[0], None if said[2] == "remove" else cells)


SOURCE = Source(
    NAME,
    gives=("entities", "links"),
    publisher="US Treasury, Office of Foreign Assets Control; compared by whoever made the file",
    licence="public domain (US government work)",
    url="https://ofac.treasury.gov/sanctions-list-service",
    recognise=recognise,
    read=read,
    part=lambda _: "entries",
)

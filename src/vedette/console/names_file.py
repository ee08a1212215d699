"""A file of names to screen: rows of ``id, name, kind, imo, mmsi, call_sign, flag, register_number``."""

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path

from vedette.entities.grading import Query
from vedette.errors import SourceError
from vedette.kernels.letters import quoted

WANTED = ("id", "name", "kind", "imo", "mmsi", "call_sign", "flag", "register_number")
TELLING = frozenset(("name", "imo", "mmsi", "call_sign", "register_number"))
LONGEST_CELL = 16 << 20
MOST_LINES = 10  # a name of more lines than this is a quote that somebody forgot
_HEAD = 1 << 16
_KINDS = {
    "vessel": "vessel", "ship": "vessel", "organisation": "organisation", "organization": "organisation",
    "company": "organisation", "entity": "organisation", "person": "person", "individual": "person",
    "aircraft": "aircraft",
}  # fmt: skip


def kind(text: str | None) -> str | None:
    """The kind that a word means; None, for any, when it means none.

    >>> kind("Ship"), kind("")
    ('vessel', None)
    """
    return _KINDS.get((text or "").strip().casefold())


def queries(path: Path) -> Iterator[Query]:
    """The rows one by one; SourceError where the file is no such table, with the line.

    A row without an id is named by its line. Letters that are not UTF-8 are replaced. A row with more cells
    than the first line names, or with a quote that is not closed, is kept as one that says what is wrong.
    """
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
            head = stream.readline(_HEAD)
            between = max((",", ";", "\t"), key=head.count)
            header = [cell.strip().casefold() for cell in next(csv.reader([head], delimiter=between), [])]
            if not TELLING & set(header):
                raise SourceError(
                    f"has none of the columns {', '.join(sorted(TELLING))}",
                    file=path.name,
                    hint=f"the first line names the columns, of {', '.join(WANTED)}",
                )
            places = {name: header.index(name) for name in WANTED if name in header}
            for line, row in _rows(stream, between):
                if isinstance(row, str):
                    said = f"line {line} has a quote that is not closed: {quoted(row)}"
                    yield Query(f"line {line}", trouble=said)
                elif any(cell.strip() for cell in row[len(header) :]):
                    yield _too_many(row, line, len(header), places, between)
                elif row:
                    yield _query(row, places, line)
    except csv.Error as error:
        raise SourceError(f"cannot be read as CSV: {error}", file=path.name) from error
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", file=path.name) from error
    finally:
        csv.field_size_limit(before)


def _rows(stream: Iterable[str], between: str) -> Iterator[tuple[int, list[str] | str]]:
    """Each row with the line it begins on; a line whose quote is not closed soon as it stands.

    One open quote would else make one row of all that follows.
    """
    waiting: deque[tuple[int, str]] = deque()
    lines = enumerate(stream, 2)
    while True:
        held = waiting.popleft() if waiting else next(lines, None)
        if held is None:
            return
        number, text = held
        if '"' not in text:
            yield number, next(csv.reader([text], delimiter=between), [])
            continue
        taken = [held]
        while (row := _closed([one for _, one in taken], between)) is None and len(taken) < MOST_LINES:
            more = waiting.popleft() if waiting else next(lines, None)
            if more is None:
                break
            taken.append(more)
        yield number, text if row is None else row
        if row is None:
            waiting.extendleft(reversed(taken[1:]))


def _closed(lines: list[str], between: str) -> list[str] | None:
    """The row that some lines are; None where a quote is still open."""
    try:
        return next(csv.reader(lines, delimiter=between, strict=True), [])
    except csv.Error as error:
        if "unexpected end" in str(error):
            return None
        return next(csv.reader(lines[:1], delimiter=between), []) if len(lines) == 1 else None


def _too_many(row: list[str], line: int, named: int, places: dict[str, int], between: str) -> Query:
    id_ = row[places["id"]].strip() if "id" in places else ""
    said = (
        f"line {line} has {len(row)} cells where the first line names {named} (a name with {between!r} wants "
        f"quotes): {quoted(between.join(row))}"
    )
    return Query(id_ or f"line {line}", trouble=said)


def _query(row: list[str], places: dict[str, int], line: int) -> Query:
    cells = {name: row[place].strip() for name, place in places.items() if place < len(row)}
    return Query(
        cells.get("id") or f"line {line}",
        cells.get("name", ""),
        kind(cells.get("kind")),
        *(cells.get(name, "") for name in WANTED[3:]),
    )

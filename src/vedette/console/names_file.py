"""A file of names to screen: rows of ``id, name, kind, imo, mmsi, call_sign, flag``, any empty but one."""

import csv
from collections.abc import Iterator
from pathlib import Path

from vedette.entities.grading import Query
from vedette.errors import SourceError

WANTED = ("id", "name", "kind", "imo", "mmsi", "call_sign", "flag")
TELLING = frozenset(("name", "imo", "mmsi", "call_sign"))
LONGEST_CELL = 16 << 20
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

    A row without an id is named by its line. Letters that are not UTF-8 are replaced, cells beyond the named
    columns left out.
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
            reader = csv.reader(stream, delimiter=between)
            yield from (_query(row, places, reader.line_num + 1) for row in reader if row)
    except csv.Error as error:
        raise SourceError(f"cannot be read as CSV: {error}", file=path.name) from error
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", file=path.name) from error
    finally:
        csv.field_size_limit(before)


def _query(row: list[str], places: dict[str, int], line: int) -> Query:
    cells = {name: row[place].strip() for name, place in places.items() if place < len(row)}
    return Query(
        cells.get("id") or f"line {line}",
        cells.get("name", ""),
        kind(cells.get("kind")),
        *(cells.get(name, "") for name in WANTED[3:]),
    )

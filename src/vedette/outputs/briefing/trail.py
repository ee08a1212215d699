"""The trail from a conclusion down to the line of the file: every id of a brief has an entry in the annex."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from vedette.outputs import words
from vedette.outputs.briefing.known import made_up
from vedette.outputs.briefing.parts import Record
from vedette.outputs.briefing.told import TOLD, Names, Row
from vedette.outputs.visible import shown

_IDS = {
    "assessments": "assessment",
    "evidence": "item",
    "indicators": "indicator",
    "events": "event",
    "sightings": "sighting",
    "claims": "claim",
    "reports": "report",
    "entities": "entity",
    "alerts": "alert",
    "flows": "flow",
    "listings": "listing",
    "effects": "effect",
    "forecasts": "forecast",
}
_KINDS = {
    "assessments": "judgement",
    "evidence": "evidence",
    "indicators": "week of a series",
    "events": "event",
    "sightings": "sighting",
    "claims": "claim",
    "reports": "text",
    "entities": "list entry",
    "alerts": "alert",
    "flows": "flow",
    "listings": "year of a list",
    "effects": "before and after",
    "forecasts": "forecast",
}
MOST_ENTRIES, MOST_BELOW, MOST_RECORDS = 500, 40, 8


@dataclass(frozen=True)
class Found:
    """A row that an id names, and the table it stands in."""

    table: str
    row: Row


class Book:
    """Where the row of an id is looked up. Of evidence weighed week by week, the last weighing counts."""

    def __init__(self, tables: Mapping[str, pa.Table], names: Names) -> None:
        """Remember where each id stands; the rows are read when they are asked for."""
        self.names = names
        self._tables = {name: tables[name] for name in _IDS if name in tables}
        if "evidence" in self._tables:
            self._tables["evidence"] = self._tables["evidence"].sort_by("until")
        self._where = {
            id_: (name, at)
            for name, rows in reversed(self._tables.items())
            for at, id_ in enumerate(rows[_IDS[name]].to_pylist())
        }
        self._files = _file_names(tables.get("files"))

    def find(self, id_: str) -> Found | None:
        """The row of an id, if the case has it."""
        if id_ not in self._where:
            return None
        name, at = self._where[id_]
        rows: list[dict[str, Any]] = self._tables[name].slice(at, 1).to_pylist()
        return Found(name, rows[0])

    def under(self, ids: Iterable[str]) -> dict[str, Found]:
        """Every row that some ids name or rest on, however deep."""
        found: dict[str, Found] = {}
        waiting = list(ids)
        while waiting:
            id_ = waiting.pop()
            row = self.find(id_) if id_ not in found else None
            if row is not None:
                found[id_] = row
                waiting += below(row)
        return found

    def synthetic(self, ids: Iterable[str]) -> bool:
        """True when any row that these ids rest on, however deep, was made up."""
        return any(made_up(found.row.get("source")) for found in self.under(ids).values())

    def read_at(self, records: Iterable[str]) -> tuple[str, ...]:
        """Where records were read: each file with the name it had, its short hash, and the lines.

        A record is text from a table; what is not a record is given as it stands.
        """
        lines: dict[str, list[str]] = {}
        other = []
        for record in records:
            file, _, line = record.partition(":")
            if file in self._files and line:
                lines.setdefault(file, []).append(shown(line, 12))
            else:
                other.append(shown(record, 60))
        named = []
        for file, some in lines.items():
            many = "line" if len(some) == 1 else "lines"
            named.append(f"{self._files[file]} ({shown(file, 16)}), {many} {words.joined(some)}")
        return (*named, *other)


def below(found: Found) -> list[str]:
    """The ids a row rests on: rows of other tables, or records."""
    under = [id_ for id_ in found.row.get("because") or () if id_]
    if found.table == "claims" and found.row.get("report"):
        under.append(found.row["report"])
    if found.row.get("record"):
        under.append(found.row["record"])
    return list(dict.fromkeys(under))


def entries(roots: Iterable[str], book: Book) -> tuple[tuple[tuple[str, Record], ...], int]:
    """An entry for each id and for all it rests on, as a reader meets them; and how many had no room.

    One long list cannot crowd out the rest: of each row's reasons and records some are listed and the rest
    counted, and so are entries beyond the bound.
    """
    order: dict[str, Found] = {}
    left_out: set[str] = set()
    for root in dict.fromkeys(roots):
        # Each number of the text with all that is under it, before the next: the first ones are never cut.
        level = [root]
        while level:
            level = list(dict.fromkeys(_taken_in(level, order, left_out, book)))
    numbers = {id_: number for number, id_ in enumerate(order, 1)}
    return tuple((id_, _entry(id_, found, numbers, book)) for id_, found in order.items()), len(left_out)


def _taken_in(level: list[str], order: dict[str, Found], left_out: set[str], book: Book) -> Iterable[str]:
    """Give each of these ids its entry while there is room, and yield the ids under it."""
    for id_ in level:
        if id_ in order or (found := book.find(id_)) is None:
            continue
        if len(order) >= MOST_ENTRIES:
            left_out.add(id_)
            continue
        order[id_] = found
        yield from below(found)[:MOST_BELOW]


def _entry(id_: str, found: Found, numbers: Mapping[str, int], book: Book) -> Record:
    under = below(found)
    rows = sorted(numbers[one] for one in under if one in numbers)
    records = [one for one in under if one not in numbers and book.find(one) is None]
    listed = records[:MOST_RECORDS]
    return Record(
        number=numbers[id_],
        id=shown(id_, 80),
        kind=_KINDS[found.table],
        text=TOLD[found.table](found.row, book.names),
        rests_on=tuple(rows),
        records=book.read_at(listed),
        more=len(under) - len(rows) - len(listed),
        synthetic=book.synthetic([id_]),
    )


def _file_names(files: pa.Table | None) -> dict[str, str]:
    if files is None:
        return {}
    pairs = zip(files["file"].to_pylist(), files["name"].to_pylist(), strict=True)
    return {file: shown(name or file, 60) for file, name in pairs if file}

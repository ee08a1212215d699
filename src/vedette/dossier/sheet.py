"""The due-diligence page of a ship as parts that a page of any kind only has to set.

The result comes first, then what it rests on, then what is not known; every row carries the numbers of the
records in the annex, and the annex leads to the file and line, with the line as it was read.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from vedette import __version__
from vedette.dossier.parts import Dossier, Entry, listed_as
from vedette.dossier.rows import MOST_EVENTS, Part, Row, edition, parts
from vedette.outputs import words
from vedette.outputs.briefing.parts import Record
from vedette.outputs.briefing.told import Names
from vedette.outputs.briefing.trail import Book, entries
from vedette.outputs.visible import shown

LONGEST_LINE = 420


@dataclass(frozen=True)
class Sheet:
    """The whole page. ``standing`` is listed, tied, clear or unknown; ``numbers``: the record of an id."""

    title: str
    numbers_line: str
    asked: str
    case: str
    made: datetime
    version: str
    standing: str
    result: str
    lines: tuple[Row, ...]
    cautions: tuple[str, ...]
    synthetic: bool
    parts: tuple[Part, ...]
    records: tuple[Record, ...]
    left_out: int
    numbers: Mapping[str, int]
    quoted: Mapping[int, str]


def sheet(
    found: Dossier,
    tables: Mapping[str, pa.Table],
    called: Names,
    *,
    case: str,
    made: datetime,
    quote: Callable[[str], str | None] = lambda _: None,
) -> Sheet:
    """The page of a dossier; ``quote`` gives the text of a record, FILE:LINE, where it can still be read."""
    standing, result = verdict(found)
    lines = tuple(_result_lines(found))
    shown_parts = tuple(part for part in parts(found) if part.rows or part.none)
    book = Book(tables, called)
    roots = [
        one for rows in (lines, *(part.rows for part in shown_parts)) for row in rows for one in row.refs
    ]
    known, left_out = entries(roots, book)
    numbers = {id_: record.number for id_, record in known}
    records = [record for _, record in known]
    quoted = {
        numbers[entry.entity]: shown(text, LONGEST_LINE)
        for entry in (*found.entries, *(one for one in found.same_name if isinstance(one, Entry)))
        if entry.entity in numbers and entry.record and (text := quote(entry.record))
    }
    bare = [
        one for one in dict.fromkeys(roots) if one not in numbers and book.read_at([one])[0] != shown(one, 60)
    ]
    for one in bare[:MOST_EVENTS]:
        numbers[one] = len(records) + 1
        text = quote(one)
        records.append(
            Record(
                len(records) + 1,
                shown(one, 60),
                "line of a file",
                shown(text or "no longer there", LONGEST_LINE),
                (),
                book.read_at([one]),
                0,
                False,
            )
        )
    name, _, rest = found.title.partition(" (")
    return Sheet(
        title=name if found.ship else found.title,
        numbers_line=rest.rstrip(")") if found.ship else "",
        asked=shown(found.asked, 80),
        case=shown(case, 80),
        made=made,
        version=__version__,
        standing=standing,
        result=result,
        lines=lines,
        cautions=found.notes,
        synthetic=any(row.synthetic for part in shown_parts for row in part.rows),
        parts=shown_parts,
        records=tuple(records),
        left_out=left_out + max(0, len(bare) - MOST_EVENTS),
        numbers=numbers,
        quoted=quoted,
    )


def verdict(found: Dossier) -> tuple[str, str]:
    """What the page says first: listed, tied to somebody listed, no entry, or not compared; no more."""
    now = _lists(one for one in found.entries if one.standing == "designated" and not one.gone)
    before = _lists(one for one in found.entries if one.standing == "designated" and one.gone)
    if found.ship is None:
        return "unknown", "Nothing in this case is about the ship asked for."
    if now:
        return "listed", f"Listed now on {words.joined(now)}."
    if before:
        return "listed", f"No longer listed: {words.joined(before)} had her, the newest edition has not."
    if unlike := _not_compared(found):
        return "unknown", unlike
    return _not_listed(found)


def _not_compared(found: Dossier) -> str:
    if not found.checked.lists:
        return "Not compared with any list: the case holds none."
    ship = found.ship
    if ship and not (ship.imo or ship.mmsis or ship.call_signs):
        return "Not compared with lists: only a name is known, and a name shows no identity."
    return ""


def _not_listed(found: Dossier) -> tuple[str, str]:
    own = _lists(one for one in found.entries if one.standing == "watched")
    lists = words.joined([edition(one.list, one.edition) for one in found.checked.lists], longest=6)
    tied = {one.other for one in found.ties if one.standing == "designated"}
    behind = {one.name for one in found.owners if one.listed_as and not one.gone}
    said = f"No published entry of hers in {lists}"
    if tied or behind:
        on = [words.counted(len(tied), "listed ship")] if tied else []
        on += [words.counted(len(behind), "designated party", "designated parties")] if behind else []
        return "tied", f"{said}; tied to {words.joined(on)}, as set out below."
    watched = f" The case watches her itself ({words.joined(own)})." if own else ""
    return "clear", f"{said}.{watched} It is clear of these and of no others."


def _lists(some: Iterable[Entry]) -> list[str]:
    found: dict[str, str] = {}
    for one in some:
        under = words.joined([shown(p, 40) for p in one.programmes], longest=3)
        when = f"edition{'s' if one.since != one.list_date else ''} of {words.span(one.since, one.list_date)}"
        when = when if one.list_date else "not dated"
        if one.listed_on:
            when = f"designated {words.day(one.listed_on)}, {when}"
        found.setdefault(one.list, f"{listed_as(one.list)}{f' under {under}' if under else ''} ({when})")
    return list(found.values())


def _result_lines(found: Dossier) -> Iterable[Row]:
    for one in found.entries:
        if one.standing:
            yield Row((f"{one.words}. Found by {one.found_by}.",), (one.entity,), one.synthetic)
    for line in found.owned[:1]:
        yield Row((line,), tuple(x for one in found.owners if one.listed_as for x in one.listed_as)[:6])
    against = [one for one in found.facts if one.against]
    if against:
        what = words.joined(dict.fromkeys(one.what for one in against))
        yield Row((f"Lists contradict each other on her {what}; both are shown and neither is preferred.",))
    if found.flags:
        codes = dict.fromkeys(code for one in found.flags for code in one.codes)
        said = f"What is known of her bears on {words.counted(len(codes), 'published red flag')}"
        yield Row((f"{said} ({words.joined(codes, longest=10)}): observations, which accuse nobody.",))

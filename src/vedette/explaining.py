"""Explaining an id: from a conclusion down, row by row, to the file, the line and its text."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette import gazetteer, store
from vedette.errors import CaseError, SourceError
from vedette.sources.opening import short_hash, streams, text_of_line

ID_COLUMNS = {
    "alerts": "alert",
    "assessments": "assessment",
    "evidence": "item",
    "indicators": "indicator",
    "events": "event",
    "sightings": "sighting",
    "claims": "claim",
    "conflicts": "conflict",
    "bearings": "bearing",
    "reports": "report",
    "matches": "match",
    "entities": "entity",
    "hulls": "fact",
    "ownership": "tie",
    "contacts": "contact",
    "places": "place",
    "forecasts": "forecast",
    "flows": "flow",
    "listings": "listing",
    "effects": "effect",
    "files": "file",
}
# What a reader wants to see of a row first; the rest is in the table.
SAYS = {
    "alerts": ("level", "title", "raised", "reason"),
    "assessments": (
        "hypothesis",
        "until",
        "words",
        "probability",
        "low",
        "high",
        "confidence",
        "level",
        "rule",
    ),
    "evidence": ("title", "kind", "category", "grade", "lr", "without"),
    "indicators": ("series", "start", "value", "window", "window_weeks", "expected", "surprise", "alarm"),
    "events": ("kind", "ship", "place", "start", "end", "duration_h", "confidence", "rule", "details"),
    "sightings": ("subject", "vessel_name", "place", "start", "end", "what", "publisher", "published", "url"),
    "claims": (
        "speaker",
        "inferred",
        "cue",
        "polarity",
        "modality",
        "event_class",
        "mode",
        "text",
        "span_start",
        "span_end",
        "quantity",
        "grade",
        "published",
        "accepted",
        "rule",
    ),
    "conflicts": ("kind", "matter", "words", "known"),
    "bearings": ("verdict", "words", "known"),
    "reports": ("title", "publisher", "published", "url"),
    "matches": ("query", "entity", "grade", "score", "reason", "lists_checked"),
    "entities": ("kind", "names", "imo", "flag", "programmes", "list", "list_date"),
    "hulls": ("hull", "field", "value", "entity", "list", "since", "list_date", "until", "against"),
    "ownership": ("hull", "name", "roles", "through", "share", "listed_as", "list", "since", "list_date"),
    "contacts": ("kind", "ship", "listed", "list", "standing", "by", "start", "then", "now", "since", "path"),
    "places": ("name", "kind", "country", "role"),
    "forecasts": (
        "question",
        "opened",
        "resolves",
        "probability",
        "base",
        "outcome",
        "resolved",
        "who",
        "note",
    ),
    "flows": (
        "kind",
        "basis",
        "from",
        "to",
        "how",
        "what",
        "start",
        "end",
        "value",
        "low",
        "high",
        "publisher",
        "words",
    ),
    "listings": ("list", "start", "designated", "came", "left", "entries", "observed", "covered"),
    "effects": ("name", "list", "designated", "measure", "verdict", "words", "ratio", "low", "high", "p"),
    "files": ("name", "source", "rows", "refused", "sha256"),
}


@dataclass(frozen=True)
class Explained:
    """One row of the walk: what it is, what it says, where it was read, and what it rests on."""

    id: str
    table: str
    says: Mapping[str, Any]
    record: str | None
    text: str | None
    because: tuple["Explained", ...]
    more: int = 0


@dataclass(frozen=True)
class _Book:
    """What the walk looks things up in."""

    case: store.Case
    tables: Mapping[str, pa.Table]
    ledger: Mapping[str, dict[str, Any]]
    at_most: int


def explain(case: store.Case, wanted: str, *, at_most: int = 12) -> Explained:
    """The walk from an id down to its records; CaseError when nothing in the case has that id."""
    tables = {name: store.read(case, name) for name in ID_COLUMNS}
    tables["places"] = gazetteer.beside(tables["places"])
    ledger = {row["file"]: row for row in tables["files"].to_pylist()}
    found = _walk(_Book(case, tables, ledger, at_most), wanted, frozenset())
    if found is None:
        raise CaseError(
            f"Nothing in {case.path} has the id {wanted!r}.\n"
            "Hint: ids are printed by status, alerts, replay and brief; a record's is FILE:LINE."
        )
    return found


def _walk(book: _Book, wanted: str, above: frozenset[str]) -> Explained | None:
    for table, column in ID_COLUMNS.items():
        rows = book.tables[table]
        found = rows.filter(pc.equal(rows[column], wanted)).to_pylist()
        if not found:
            continue
        # Evidence is weighed anew each week under one id; the last weighing is what the id means.
        row = max(found, key=lambda r: r["until"]) if table == "evidence" else found[-1]
        below = [i for i in _rests_on(table, row) if i not in above and i != wanted]
        walked = (_walk(book, i, above | {wanted}) for i in below[: book.at_most])
        because = tuple(w for w in walked if w is not None)
        says = {name: row[name] for name in SAYS[table] if row[name] is not None}
        if table == "assessments":
            says |= _hangs_on(row)
        record = row.get("record")
        text = record_text(book.case, record, book.ledger) if record else None
        where = _place(record, book.ledger)
        return Explained(wanted, table, says, where, text, because, len(below) - len(because))
    file = wanted.partition(":")[0]
    return _record(book, wanted) if ":" in wanted and file in book.ledger else None


def _hangs_on(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a judgement hangs on, and what would change it, from what was kept with it."""
    kept = json.loads(row["details"] or "{}")
    titles = {item["item"]: f"{item['title']} ({item['item']})" for item in kept.get("items", ())}
    named = [titles.get(one, one) for one in kept.get("smallest", ())]
    items = [f"{i['title']}: without it {i['without']:.2f} ({i['item']})" for i in kept.get("items", ())]
    wanted = [
        f"{one['title']}: {one['if_seen']:.2f} if seen, {one['if_not']:.2f} if not, {one['bits']:.3f} bits"
        for one in kept.get("wanted", ())[:5]
    ]
    said = {
        "hangs on": "; ".join(named) or "no set of signs: without all of them the word would be the same",
        "leaving one out": "; ".join(items),
        "would change it": "; ".join(wanted),
    }
    return {name: words for name, words in said.items() if words}


def _rests_on(table: str, row: Mapping[str, Any]) -> list[str]:
    below = list(dict.fromkeys(row.get("because") or ()))
    if table == "claims" and row["report"]:
        below.append(row["report"])
    if table == "matches":
        below.insert(0, row["entity"])
    return below


def _record(book: _Book, record: str) -> Explained:
    source = book.ledger[record.partition(":")[0]]["source"]
    text = record_text(book.case, record, book.ledger)
    return Explained(record, "records", {"source": source}, _place(record, book.ledger), text, ())


def _place(record: str | None, ledger: Mapping[str, dict[str, Any]]) -> str | None:
    """FILE:LINE with the name of the file as the user knows it."""
    if not record:
        return None
    file, _, line = record.partition(":")
    return f"{ledger[file]['name']}:{line}" if file in ledger else record


def record_text(case: store.Case, record: str, ledger: Mapping[str, dict[str, Any]]) -> str | None:
    """The text of the line a record names, from the case's copy, or from where a large file stands.

    None when the file is not there any more, or has changed since it was read.
    """
    file, _, line = record.partition(":")
    row = ledger.get(file)
    if row is None:
        return None
    path = case.path / row["path"] if row["kept"] else Path(row["path"])
    try:
        if not row["kept"] and short_hash(path)[0] != row["sha256"]:
            return None
        for opened in streams(path, file.split(".")[0], row["name"].split("!")[0]):
            if opened.file == file:
                return text_of_line(opened, int(line))
    except (OSError, SourceError, ValueError):
        return None
    return None


def as_json(explained: Explained) -> dict[str, Any]:
    """The walk for machines."""
    return {
        "id": explained.id,
        "table": explained.table,
        "says": json.loads(json.dumps(dict(explained.says), default=str)),
        "record": explained.record,
        "text": explained.text,
        "because": [as_json(below) for below in explained.because],
        "more": explained.more,
    }

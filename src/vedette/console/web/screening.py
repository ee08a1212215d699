"""Lists for the page: a name or number against them, and what changed between two of their editions."""

import io
from typing import Any

from vedette import comparing
from vedette.console.web.held import Held, plain
from vedette.console.web.rows import moment, origin, with_origin
from vedette.entities import answers, screening
from vedette.entities.grading import Match, Query
from vedette.errors import VedetteError
from vedette.outputs import csv as as_csv

MOST = 20
MOST_CHANGES = 500


def screened(held: Held, asked: str) -> dict[str, Any]:
    """Entries that may be who was asked for, with reasons; a clear result says what was looked through."""
    among, hits = _matched(held, asked.strip())
    checked = [{"list": e.list, "edition": e.date, "entries": e.entries} for e in among.editions]
    return {
        "asked": plain(asked.strip()),
        "hits": plain([_hit(one) for one in hits]),
        "checked": plain(checked),
        "how": "Identity first (IMO number, MMSI, call sign), then names across scripts; see docs/methods.",
        "snapshot": held.snapshot(),
    }


def file(held: Held, asked: str, query: str) -> bytes:
    """The same as rows of CSV, as ``vedette screen --as csv`` writes them, with where they came from."""
    among, hits = _matched(held, asked.strip())
    made = io.BytesIO()
    found = answers.answered([(_query(asked.strip()), hits)], among.editions, {})
    as_csv.write("answers", answers.rows(found), made)
    return with_origin(made.getvalue(), "csv", origin(held, query))


def _matched(held: Held, wanted: str) -> tuple[screening.Lists, list[Match]]:
    among = held.once(lambda: screening.lists(held.read("entities"), held.read("links")), "lists-ready")
    if not wanted:
        return among, []
    options = screening.Screening(limit=MOST, threads=1)
    ((_, hits),) = screening.screen([_query(wanted)], among, options)
    return among, hits


def _query(wanted: str) -> Query:
    """What was typed, as a number when it can be one: seven digits an IMO number, nine an MMSI."""
    digits = wanted.upper().removeprefix("IMO").strip()
    if digits.isascii() and digits.isdecimal() and len(digits) in (7, 9):
        return Query("asked", **{"imo" if len(digits) == 7 else "mmsi": digits})
    return Query("asked", name=wanted)


def _hit(one: Match) -> dict[str, Any]:
    entry = one.entry
    kept = ("entity", "kind", "names", "imo", "flag", "programmes", "list", "list_date")
    reasons = [{"feature": f.feature, "score": f.score, "words": f.words} for f in one.features]
    return {
        **{name: getattr(entry, name) for name in kept},
        "grade": one.grade,
        "score": one.score,
        "contradicted": one.contradicted,
        "reasons": reasons,
        "synthetic": entry.source.startswith("synthetic:"),
    }


def changed(held: Held, name: str, start: str, until: str) -> dict[str, Any]:
    """What changed in a list between two moments, and which of one's own ships that touches."""
    first, last = moment(start), moment(until)
    if first is None or last is None:
        raise VedetteError("Say from when and to when, as from=2024-01-01&to=2024-02-01.")
    found = comparing.compare(held.case, name, first, last)
    return {
        "list": found.name,
        "from": plain(found.start),
        "to": plain(found.until),
        "words": plain(comparing.in_words(found, found.changes)),
        "changes": plain(found.changes.slice(0, MOST_CHANGES).to_pylist()),
        "all": len(found.changes),
        "looked_at": found.looked_at,
        "snapshot": held.snapshot(),
    }

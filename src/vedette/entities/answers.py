"""Answers to many questions: a row for each match, best first, and for each clear name what was checked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import pyarrow as pa

from vedette.entities.grading import Match, Query, call_sign, digits
from vedette.entities.names import LONGEST, readable
from vedette.entities.screening import match_id
from vedette.entities.standing import Edition
from vedette.kernels import registers
from vedette.kernels.imo import is_company, is_ship

COLUMNS = (
    "id", "name", "rank", "entity", "caption", "grade", "score", "reason", "list", "list_date",
)  # fmt: skip
SCHEMA = pa.schema(
    [(name, {"rank": pa.int64(), "score": pa.float64()}.get(name, pa.string())) for name in COLUMNS]
)
# The lists of those whose sanctions most trade must heed; one that is not in the case is said to be missing.
EXPECTED = ("ofac-sdn", "uk", "eu", "un")
_MMSI_DIGITS = 9


class Decision(NamedTuple):
    """What a person decided on a match: who, when, why, and the hash of the entry as it was then."""

    who: str
    when: datetime
    note: str
    content: str


@dataclass(frozen=True)
class Answer:
    """The open matches of one question, those a person has cleared, and what was checked."""

    query: Query
    matches: tuple[Match, ...]
    cleared: tuple[tuple[Match, Decision], ...]
    checked: str
    reopened: Mapping[str, Decision]

    def reason(self, match: Match) -> str:
        """Why a match stands, and that it was cleared before the entry changed."""
        before = self.reopened.get(match_id(self.query, match.entry.entity))
        if before is None:
            return match.reason
        when = f"{before.when:%Y-%m-%d}"
        return f"{match.reason} Cleared by {before.who} on {when}, but the entry has changed since."


def looked_through(editions: tuple[Edition, ...]) -> str:
    """Which lists of which dates with how many rows, and which are missing."""
    held = {one.list for one in editions}
    missing = [name for name in EXPECTED if name not in held]
    said = "; ".join(map(str, editions)) or "no list at all"
    return said + (f". Not in this case: {', '.join(missing)}" if missing else "")


def answered(
    found: Iterable[tuple[Query, list[Match]]], editions: tuple[Edition, ...], decided: Mapping[str, Decision]
) -> Iterator[Answer]:
    """The answers, in the order of the questions; what was cleared stays so until its entry changes."""
    through = looked_through(editions)
    for query, matches in found:
        cleared: list[tuple[Match, Decision]] = []
        still: list[Match] = []
        reopened: dict[str, Decision] = {}
        for one in matches if decided else ():
            before = decided.get(match_id(query, one.entry.entity))
            if before is not None and before.content == one.entry.content:
                cleared.append((one, before))
                continue
            if before is not None:
                reopened[match_id(query, one.entry.entity)] = before
            still.append(one)
        left = tuple(still if decided else matches)
        checked = "" if left else _clear(query, cleared, through, bool(editions))
        yield Answer(query, left, tuple(cleared), checked, reopened)


def _clear(query: Query, cleared: list[tuple[Match, Decision]], through: str, any_list: bool) -> str:
    if query.trouble:
        return f"Not checked: {query.trouble}."
    compared, not_compared = _compared(query)
    notes = "".join(f" Not compared: {one}." for one in not_compared)
    if cleared:
        said = "; ".join(
            f"{one.entry.caption} ({one.entry.entity}) by {by.who} on {by.when:%Y-%m-%d}"
            + (f": {by.note}" if by.note else "")
            for one, by in cleared
        )
        return f"Cleared before: {said}. Looked through: {through}.{notes}"
    if not compared or not any_list:
        why = "the case holds no list" if compared else "nothing that was given can be compared"
        return f"Not checked: {why}.{notes}"
    return f"Nothing found by {_and(compared)}. Looked through: {through}.{notes}"


def _compared(query: Query) -> tuple[list[str], list[str]]:
    """What could be compared of a question, and what could not, with the reason."""
    good: list[str] = []
    bad: list[str] = []
    if query.name.strip():
        if not readable(query.name, query.kind):
            bad.append("the name, which has neither letters nor digits")
        else:
            good.append("name")
            if len(query.name) > LONGEST:
                bad.append(f"the name beyond its first {LONGEST} characters")
    if query.imo.strip():
        number = digits(query.imo)
        if number and (is_ship(int(number)) or is_company(int(number))):
            good.append(f"IMO {number}")
        elif number:
            good.append(f"the numbers one slip from IMO {number[:20]}, which fails its check digit")
        else:
            bad.append("the IMO number, which has no digits")
    if query.mmsi.strip():
        number = digits(query.mmsi)
        whole = len(number) == _MMSI_DIGITS
        (good if whole else bad).append(f"MMSI {number}" if whole else "the MMSI, which has not nine digits")
    if query.call_sign.strip():
        sign = call_sign(query.call_sign)
        (good if sign else bad).append(f"call sign {sign}" if sign else "the call sign, which is too short")
    if query.number.strip():
        _register(query.number, good, bad)
    return good, bad


def _register(text: str, good: list[str], bad: list[str]) -> None:
    scheme, number = registers.split(text)
    if not number:
        bad.append("the register number, which is too short")
        return
    wrong = registers.check(number)
    fails = ", which fails its check digits" if wrong and scheme == wrong.lower() else ""
    good.append(f"{scheme.upper() or 'register number'} {number}{fails}")


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def rows(answers: Iterable[Answer], size: int = 4096) -> Iterator[pa.RecordBatch]:
    """The answers as rows of COLUMNS, some thousands at a time; a clear one has no entity."""
    columns: dict[str, list[object]] = {name: [] for name in COLUMNS}
    for answer in answers:
        for values in _of(answer):
            for name, value in zip(COLUMNS, values, strict=True):
                columns[name].append(value)
        if len(columns["id"]) >= size:
            yield pa.RecordBatch.from_pydict(columns, SCHEMA)
            columns = {name: [] for name in COLUMNS}
    yield pa.RecordBatch.from_pydict(columns, SCHEMA)


def _of(answer: Answer) -> Iterator[tuple[object, ...]]:
    query = answer.query
    name = query.name[:LONGEST]
    if not answer.matches:
        yield (query.id, name, None, None, None, None, None, answer.checked, None, None)
    for rank, one in enumerate(answer.matches, 1):
        entry = one.entry
        date = f"{entry.list_date:%Y-%m-%d}" if entry.list_date else None
        yield (
            query.id, name, rank, entry.entity, entry.caption, one.grade, one.score, answer.reason(one),
            entry.list, date,
        )  # fmt: skip

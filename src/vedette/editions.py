"""Editions of lists: a row is stored once, however many editions say it.

A list of 15,000 entries comes out some 100 times a year and changes by tens of rows. Each row is known by
the hash of what it says, its fact; an edition is the facts that came and left since another edition. Read
back, a row says from which edition to which it stood so: ``since``, ``list_date`` and ``until``. Editions may
be added in any order, and each part of a list, as OFAC's entries and aliases, has editions of its own.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette import fields
from vedette.errors import SourceError

FOLDED = ("entities", "links")
FACT = pa.field("fact", pa.int64())
MOST_SHRUNK = 0.10
# A kind of entry that is a small part of a list may lose a few of it without the list being cut short.
FEW = 10
_OF_EDITION = ("since", "list_date", "until", "record")

Facts = np.ndarray[Any, np.dtype[np.int64]]
Bools = np.ndarray[Any, np.dtype[np.bool_]]


class Scope(NamedTuple):
    """What an edition is an edition of: one part of one list, in one table."""

    table: str
    list: str
    part: str


@dataclass
class Counted:
    """What was counted of an edition while it was read."""

    facts: list[Facts] = field(default_factory=list)
    vessels: int = 0
    numbered: int = 0


@dataclass
class Fold:
    """Takes the rows of one file, and hands on those that are not stored yet.

    ``stored`` gives the facts in hand of a table and a list.
    """

    part: str
    stored: Callable[[str, str], Facts]
    counted: dict[tuple[Scope, datetime], Counted] = field(default_factory=lambda: defaultdict(Counted))
    _known: dict[tuple[str, str], set[int]] = field(default_factory=dict)

    def take(self, table: str, rows: pa.Table) -> pa.Table:
        """The rows that are new, with their facts; all rows of no dated list, without."""
        if table not in FOLDED or not len(rows):
            return rows
        told = facts(rows, self.part)
        new = np.ones(len(rows), dtype=np.bool_)
        dated = np.zeros(len(rows), dtype=np.bool_)
        for name, date, mask in _by_edition(rows):
            dated |= mask
            known = self._facts_of(table, name)
            new[mask] = [_first(int(one), known) for one in told[mask]]
            counted = self.counted[Scope(table, name, self.part), date]
            counted.facts.append(told[mask])
            if table == "entities":
                vessel = pc.fill_null(pc.equal(rows["kind"], "vessel"), False).to_numpy() & mask
                counted.vessels += int(vessel.sum())
                counted.numbered += int((vessel & rows["imo"].is_valid().to_numpy()).sum())
        column = pa.array(told, pa.int64(), mask=~dated)
        return rows.append_column(FACT, column).filter(pa.array(new))

    def _facts_of(self, table: str, name: str) -> set[int]:
        if (table, name) not in self._known:
            self._known[table, name] = set(self.stored(table, name).tolist())
        return self._known[table, name]

    def editions(self, before: pa.Table, file: str, *, shrunken: bool = False) -> pa.Table:
        """The rows of ``editions`` for what was taken; SourceError when a list shrank and may not."""
        walked = _Walk(before)
        made: list[dict[str, object]] = []
        for (scope, date), counted in sorted(self.counted.items(), key=lambda item: item[0]):
            row = walked.told(scope, date, counted, file)
            if not shrunken and (why := walked.shrank(scope, date, row)):
                raise SourceError(
                    why, hint="the edition in hand stays; --allow-shrunken adds it all the same"
                )
            walked.add(row)
            made.append(row)
        return fields.from_rows(made, "editions")


def _first(fact: int, known: set[int]) -> bool:
    if fact in known:
        return False
    known.add(fact)
    return True


def facts(rows: pa.Table, part: str) -> Facts:
    """The hash of what each row says, its edition and place in a file left out."""
    columns = [rows[name].to_pylist() for name in rows.column_names if name not in _OF_EDITION]
    said = (repr((part, *values)).encode("utf-8", "surrogatepass") for values in zip(*columns, strict=True))
    digests = b"".join(hashlib.blake2b(words, digest_size=8).digest() for words in said)
    return np.frombuffer(digests, dtype=">i8").astype(np.int64)


def _by_edition(rows: pa.Table) -> Iterator[tuple[str, datetime, Bools]]:
    """Each dated edition that any of the rows is of, and which rows those are."""
    pairs = rows.group_by(["list", "list_date"]).aggregate([])
    for name, date in zip(pairs["list"].to_pylist(), pairs["list_date"].to_pylist(), strict=True):
        if name is None or date is None:
            continue
        mask = pc.and_(
            pc.equal(rows["list"], name), pc.equal(rows["list_date"], pa.scalar(date, fields.TIME))
        )
        yield name, date, np.asarray(pc.fill_null(mask, False).to_numpy(), dtype=np.bool_)


class _Walk:
    """The editions in hand, each told by the one before it in time where there is one."""

    def __init__(self, editions: pa.Table) -> None:
        self._rows: dict[Scope, dict[datetime, dict[str, Any]]] = defaultdict(dict)
        self._members: dict[str, Facts] = {}
        for row in editions.sort_by("number").to_pylist():
            self.add(row)
        self._number = len(editions)

    def add(self, row: dict[str, Any]) -> None:
        base = self._members.get(row["base"] or "", np.empty(0, dtype=np.int64))
        stay = np.setdiff1d(base, np.asarray(row["left"], dtype=np.int64), assume_unique=True)
        self._members[row["edition"]] = np.union1d(stay, np.asarray(row["came"], dtype=np.int64))
        self._rows[Scope(row["table"], row["list"], row["part"])][row["list_date"]] = row

    def told(self, scope: Scope, date: datetime, counted: Counted, file: str) -> dict[str, Any]:
        """An edition by how it differs; a second file of one date adds to the first."""
        facts = np.unique(np.concatenate(counted.facts))
        same, earlier = self._rows[scope].get(date), self._before(scope, date)
        base = same or earlier
        had = self._members[base["edition"]] if base else np.empty(0, dtype=np.int64)
        left = [] if same else np.setdiff1d(had, facts, assume_unique=True).tolist()
        came = np.setdiff1d(facts, had, assume_unique=True).tolist()
        self._number += 1
        return {
            "edition": f"{scope.table}:{scope.list}:{scope.part}:{date:%Y-%m-%dT%H%M%S}:{file}",
            "list": scope.list,
            "part": scope.part,
            "table": scope.table,
            "list_date": date,
            "base": base["edition"] if base else None,
            "came": came,
            "left": left,
            "rows": len(had) - len(left) + len(came),
            "vessels": max(counted.vessels, same["vessels"] if same else 0),
            "numbered": max(counted.numbered, same["numbered"] if same else 0),
            "number": self._number,
            "file": file,
        }

    def _before(self, scope: Scope, date: datetime) -> dict[str, Any] | None:
        dates = [one for one in self._rows[scope] if one < date]
        return self._rows[scope][max(dates)] if dates else None

    def shrank(self, scope: Scope, date: datetime, row: dict[str, Any]) -> str | None:
        """Why an edition is too small to be whole, beside the one before it in time."""
        before = self._before(scope, date)
        if before is None:
            return None
        of = {"rows": "entries" if scope.table == "entities" else "links", "vessels": "vessels"}
        for what, least in (
            ("rows", 0 if scope.table == "entities" else FEW),
            ("vessels", FEW),
            ("numbered", FEW),
        ):
            now, then = row[what], before[what]
            if then - now > max(MOST_SHRUNK * then, least):
                return (
                    f"has {now:,} {of.get(what, 'vessels with an IMO number')} where the edition of"
                    f" {before['list_date']:%Y-%m-%d} has {then:,}, {100 * (then - now) / then:.0f} % fewer:"
                    " a list that shrinks by more than 10 % is most often cut short"
                )
        return None


def unfolded(table: str, rows: pa.Table, editions: pa.Table) -> pa.Table:
    """Rows as they are stored, as the contract has them: each from which edition to which it stood so.

    A row that left a list and came again is there twice. Rows of no dated list stay as they are.
    """
    told = rows["fact"]
    plain = fields.conform(rows.filter(told.is_null()), table, fill=True)
    folded = rows.filter(told.is_valid())
    if not len(folded):
        return plain
    order, at = np.unique(folded["fact"].to_numpy(), return_index=True)
    spans = [_spans(scope, order) for scope in _scopes(editions, table)]
    if not spans:
        return plain
    index, since, last, until = (np.concatenate(parts) for parts in zip(*spans, strict=True))
    found = folded.take(pa.array(at[index]))
    for name, times in (("since", since), ("list_date", last), ("until", until)):
        column = pa.array(times.astype("datetime64[us]"), fields.TIME)
        found = found.set_column(found.column_names.index(name), name, column)
    return pa.concat_tables([plain, fields.conform(found, table, fill=True)])


def _scopes(editions: pa.Table, table: str) -> list[list[dict[str, Any]]]:
    """The editions of each scope of a table, in the order in which they were added."""
    found: dict[Scope, list[dict[str, Any]]] = defaultdict(list)
    for row in editions.filter(pc.equal(editions["table"], table)).sort_by("number").to_pylist():
        found[Scope(row["table"], row["list"], row["part"])].append(row)
    return [found[scope] for scope in sorted(found)]


def _spans(editions: list[dict[str, Any]], order: Facts) -> tuple[np.ndarray[Any, Any], ...]:
    """Of each row its place in ``order``, and its first edition, its last, and the one after (or NaT)."""
    present: dict[str, Bools] = {}
    tips: dict[datetime, str] = {}
    for row in editions:
        mask = present[row["base"]].copy() if row["base"] else np.zeros(len(order), dtype=np.bool_)
        mask[_places(row["left"], order)] = False
        mask[_places(row["came"], order)] = True
        present[row["edition"]] = mask
        tips[row["list_date"]] = row["edition"]
    dates = sorted(tips)
    stamps = np.array([*dates, None], dtype="datetime64[us]")
    rising, falling = [], []
    before = np.zeros(len(order), dtype=np.bool_)
    for number in range(len(dates) + 1):
        now = present[tips[dates[number]]] if number < len(dates) else np.zeros_like(before)
        rising.append(_edges(now & ~before, number))
        falling.append(_edges(before & ~now, number))
        before = now
    start, end = _sorted(rising), _sorted(falling)
    return start[0], stamps[start[1]], stamps[end[1] - 1], stamps[end[1]]


def _places(given: list[int], order: Facts) -> Facts:
    """Where facts stand among those in order; facts that are not stored are left out."""
    wanted = np.asarray(given, dtype=np.int64)
    at = np.minimum(np.searchsorted(order, wanted), len(order) - 1)
    return np.asarray(at[order[at] == wanted], dtype=np.int64)


def _edges(mask: Bools, number: int) -> Facts:
    where = np.flatnonzero(mask)
    return np.stack([where, np.full(len(where), number)])


def _sorted(edges: list[Facts]) -> Facts:
    """Edges by row, then by edition: the starts and ends of one row's spans stand in the same order."""
    both = np.concatenate(edges, axis=1)
    return np.asarray(both[:, np.lexsort((both[1], both[0]))], dtype=np.int64)

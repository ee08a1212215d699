"""Editions of lists: a row is stored once, however many editions say it.

A list of 15,000 entries comes out some 100 times a year and changes by tens of rows. Each row is known by
the hash of what it says, its fact; an edition is the facts that came and left since another edition. Read
back, a row says from which edition to which it stood so: ``since``, ``list_date`` and ``until``. Editions may
be added in any order, and each part of a list, as OFAC's entries and aliases, has editions of its own.

A file that tells many editions gives its rows with ``since`` and ``until``; any other gives one whole.
"""

import hashlib
import itertools
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
_EVER = datetime(1, 1, 1)
_OF_EDITION = ("since", "list_date", "until", "record", "source")

Facts = np.ndarray[Any, np.dtype[np.int64]]
Times = np.ndarray[Any, np.dtype[np.datetime64]]
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


class Span(NamedTuple):
    """Some rows, and from which edition to which each stood: the first, and the one that no longer has it."""

    facts: Facts
    since: Times
    until: Times
    vessels: Bools
    numbered: Bools


@dataclass
class Fold:
    """Takes the rows of one file, and hands on those that are not stored yet.

    ``stored`` gives the facts in hand of a table and a list.
    """

    part: str
    stored: Callable[[str, str], Facts]
    counted: dict[tuple[Scope, datetime], Counted] = field(default_factory=lambda: defaultdict(Counted))
    spans: dict[Scope, list[Span]] = field(default_factory=lambda: defaultdict(list))
    _known: dict[tuple[str, str], set[int]] = field(default_factory=dict)

    def take(self, table: str, rows: pa.Table) -> pa.Table:
        """The rows that are new, with their facts; all rows of no dated list, without."""
        if table not in FOLDED or not len(rows):
            return rows
        told, vessels = facts(rows, self.part), _vessels(table, rows)
        numbered = vessels & rows["imo"].is_valid().to_numpy() if table == "entities" else vessels
        new = np.ones(len(rows), dtype=np.bool_)
        dated = np.zeros(len(rows), dtype=np.bool_)
        for name, date, mask in _by_edition(rows):
            dated |= mask
            known = self._facts_of(table, name)
            new[mask] = [_first(int(one), known) for one in told[mask]]
            scope = Scope(table, name, self.part)
            if rows["since"].null_count < len(rows):
                since, until = (_times(rows[column])[mask] for column in ("since", "until"))
                self.spans[scope].append(Span(told[mask], since, until, vessels[mask], numbered[mask]))
                continue
            counted = self.counted[scope, date]
            counted.facts.append(told[mask])
            counted.vessels += int((vessels & mask).sum())
            counted.numbered += int((numbered & mask).sum())
        column = pa.array(told, pa.int64(), mask=~dated)
        return rows.append_column(FACT, column).filter(pa.array(new))

    def _facts_of(self, table: str, name: str) -> set[int]:
        if (table, name) not in self._known:
            self._known[table, name] = set(self.stored(table, name).tolist())
        return self._known[table, name]

    def editions(self, before: pa.Table, file: str, *, shrunken: bool = False) -> pa.Table:
        """The rows of ``editions`` for what was taken; SourceError when a list shrank and may not."""
        hand, made = _Hand(before), []
        for scope, date in list(self.counted):
            for table in FOLDED:
                if hand.has(other := scope._replace(table=table)):
                    _ = self.counted[other, date]  # a table the file has no row of may have had some before
        whole = sorted(self.counted.items(), key=lambda item: item[0])
        for row in itertools.chain(
            (hand.told(scope, date, counted, file) for (scope, date), counted in whole),
            *(
                hand.replayed(scope, spans, self._dates(scope), file)
                for scope, spans in sorted(self.spans.items())
            ),
        ):
            if not shrunken and (why := hand.shrank(row)):
                raise SourceError(
                    why, hint="the edition in hand stays; --allow-shrunken adds it all the same"
                )
            hand.add(row)
            made.append(row)
        return fields.from_rows(made, "editions")

    def _dates(self, scope: Scope) -> list[datetime]:
        """The editions that a file tells of a part of a list, whichever table they change."""
        ours = [span for other, spans in self.spans.items() if other[1:] == scope[1:] for span in spans]
        dates = np.unique(np.concatenate([times for one in ours for times in (one.since, one.until)]))
        found: list[datetime] = dates[~np.isnat(dates)].tolist()
        return found

    @property
    def any(self) -> bool:
        """Whether any row was of a dated list."""
        return bool(self.counted or self.spans)


def _vessels(table: str, rows: pa.Table) -> Bools:
    if table != "entities":
        return np.zeros(len(rows), dtype=np.bool_)
    return np.asarray(pc.fill_null(pc.equal(rows["kind"], "vessel"), False).to_numpy(), dtype=np.bool_)


def _times(column: pa.ChunkedArray) -> Times:
    return np.asarray(column.to_numpy(), dtype="datetime64[us]")


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


class _Hand:
    """The editions in hand, each told by another where there is one."""

    def __init__(self, editions: pa.Table) -> None:
        self._rows: dict[str, dict[str, Any]] = {}
        self._dates: dict[Scope, dict[datetime, dict[str, Any]]] = defaultdict(dict)
        for row in editions.sort_by("number").to_pylist():
            self.add(row)
        self._number = len(editions)

    def add(self, row: dict[str, Any]) -> None:
        self._rows[row["edition"]] = row
        self._dates[_scope(row)][row["list_date"]] = row

    def has(self, scope: Scope) -> bool:
        return bool(self._dates.get(scope))

    def _facts(self, row: dict[str, Any] | None) -> Facts:
        """The facts of an edition, from the one at the bottom of its bases upwards."""
        chain = []
        while row is not None:
            chain.append(row)
            row = self._rows.get(row["base"] or "")
        held: set[int] = set()
        for step in reversed(chain):
            held.difference_update(step["left"])
            held.update(step["came"])
        return np.array(sorted(held), dtype=np.int64)

    def _row(self, scope: Scope, date: datetime, file: str, **told: object) -> dict[str, Any]:
        self._number += 1
        id_ = f"{scope.table}:{scope.list}:{scope.part}:{date:%Y-%m-%dT%H%M%S}:{file}"
        return {
            **told, "edition": id_, "list": scope.list, "part": scope.part, "table": scope.table,
            "list_date": date, "number": self._number, "file": file,
        }  # fmt: skip

    def told(self, scope: Scope, date: datetime, counted: Counted, file: str) -> dict[str, Any]:
        """An edition by how it differs; a second file of one date adds to the first."""
        facts = np.unique(np.concatenate([np.empty(0, dtype=np.int64), *counted.facts]))
        same = self._dates[scope].get(date)
        base = same or self._before(scope, date)
        had = self._facts(base)
        left = [] if same else np.setdiff1d(had, facts, assume_unique=True).tolist()
        came = np.setdiff1d(facts, had, assume_unique=True).tolist()
        return self._row(
            scope,
            date,
            file,
            base=base["edition"] if base else None,
            came=came,
            left=left,
            rows=len(had) - len(left) + len(came),
            vessels=max(counted.vessels, same["vessels"] if same else 0),
            numbered=max(counted.numbered, same["numbered"] if same else 0),
        )

    def replayed(
        self, scope: Scope, spans: list[Span], dates: list[datetime], file: str
    ) -> Iterator[dict[str, Any]]:
        """The editions of a file that tells many, the first whole, the others by the one before."""
        facts, since, until, vessels, numbered = map(np.concatenate, zip(*spans, strict=True))
        rows = ships = with_imo = 0
        base: str | None = None
        for date in dates:
            came, left = since == np.datetime64(date), until == np.datetime64(date)
            rows += int(came.sum()) - int(left.sum())
            ships += int(vessels[came].sum()) - int(vessels[left].sum())
            with_imo += int(numbered[came].sum()) - int(numbered[left].sum())
            row = self._row(
                scope,
                date,
                file,
                base=base,
                came=np.unique(facts[came]).tolist(),
                left=np.setdiff1d(facts[left], facts[came]).tolist(),
                rows=rows,
                vessels=ships,
                numbered=with_imo,
            )
            base = row["edition"]
            yield row

    def _before(self, scope: Scope, date: datetime) -> dict[str, Any] | None:
        dates = [one for one in self._dates[scope] if one < date]
        return self._dates[scope][max(dates)] if dates else None

    def shrank(self, row: dict[str, Any]) -> str | None:
        """Why an edition is too small to be whole, beside the one before it in time."""
        before = self._before(_scope(row), row["list_date"])
        if before is None:
            return None
        entries = row["table"] == "entities"
        words = {"rows": "entries" if entries else "links", "vessels": "vessels"}
        for what, few in (("rows", 0 if entries else FEW), ("vessels", FEW), ("numbered", FEW)):
            now, then = row[what], before[what]
            if then - now > max(MOST_SHRUNK * then, few):
                return (
                    f"has {now:,} {words.get(what, 'vessels with an IMO number')} where the edition of"
                    f" {before['list_date']:%Y-%m-%d} has {then:,}, {100 * (then - now) / then:.0f} % fewer:"
                    " a list that shrinks by more than 10 % is most often cut short"
                )
        return None


def _scope(row: dict[str, Any]) -> Scope:
    return Scope(row["table"], row["list"], row["part"])


def between(editions: pa.Table, name: str, start: datetime, until: datetime) -> pa.Table:
    """The editions of a list that tell what it was at two moments: of parts that are in hand for both."""
    ours = editions.filter(pc.equal(editions["list"], name))
    first: dict[Scope, datetime] = {}
    for row in ours.select(["table", "list", "part", "list_date"]).to_pylist():
        scope = _scope(row)
        first[scope] = min(row["list_date"], first.get(scope, row["list_date"]))
    keep = [
        first[_scope(row)] <= start and row["list_date"] <= until
        for row in ours.select(["table", "list", "part", "list_date"]).to_pylist()
    ]
    return ours.filter(pa.array(keep, pa.bool_()))


def as_of(rows: pa.Table, when: datetime) -> pa.Table:
    """The rows of dated lists as they stood at a moment: in the last edition in hand by then."""
    moment = pa.scalar(when, fields.TIME)
    stood = pc.and_(
        pc.less_equal(rows["since"], moment), pc.fill_null(pc.greater(rows["until"], moment), True)
    )
    return rows.filter(pc.fill_null(stood, False))


def unfolded(table: str, rows: pa.Table, editions: pa.Table) -> pa.Table:
    """Rows as they are stored, as the contract has them: each from which edition to which it stood so.

    A row that left a list and came again is there twice. Rows of no dated list stay as they are.
    """
    spread = _spread(table, rows, editions)
    return joined(spread) if table == "entities" else spread


def _spread(table: str, rows: pa.Table, editions: pa.Table) -> pa.Table:
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


def joined(rows: pa.Table) -> pa.Table:
    """Entities that several files of a list tell, each as one row; a row without kind is but a part.

    An entity has a row for each time in which none of its parts changed: what the row of a kind says comes
    first, lists are put together, and of other columns the first that is known holds.
    """
    partial = rows.filter(rows["kind"].is_null())
    if not len(partial):
        return rows
    torn = pc.is_in(rows["entity"], pc.unique(partial["entity"]))
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows.filter(torn).to_pylist():
        groups[row["list"], row["entity"]].append(row)
    whole = [one for parts in groups.values() for one in _whole(parts)]
    return pa.concat_tables([rows.filter(pc.invert(torn)), fields.from_rows(whole, "entities")])


def _whole(parts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    parts.sort(key=lambda row: (row["kind"] is None, row["record"] or ""))
    edges = sorted({one for row in parts for one in (row["since"] or _EVER, row["until"]) if one})
    for start, end in itertools.zip_longest(edges, edges[1:]):
        standing = [
            row
            for row in parts
            if (row["since"] or _EVER) <= start and (row["until"] is None or row["until"] > start)
        ]
        if not standing:
            continue
        one: dict[str, Any] = {}
        for name in standing[0]:
            values = [row[name] for row in standing if row[name] is not None]
            if isinstance(next(iter(values), None), list):
                one[name] = list(dict.fromkeys(itertools.chain(*values)))
            else:
                one[name] = next(iter(values), None)
        dates = [row["list_date"] for row in standing if row["list_date"]]
        since = None if start == _EVER else start
        yield {**one, "since": since, "list_date": max(dates, default=None), "until": end}


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

"""Screening: which entries of the lists may be who was asked for, how surely, and why.

Numbers are compared first, then names. What is found rests on the lists as of a day; a clear answer says no
more than that nothing was found on those.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette import fields
from vedette.entities import telling
from vedette.entities.grading import (
    RANK,
    Grading,
    Match,
    Named,
    Query,
    call_sign,
    digits,
    match,
)
from vedette.entities.index import Batch, Index, batch, index
from vedette.entities.standing import Edition, Entry, Standing, standing
from vedette.kernels.ids import stable_id
from vedette.kernels.imo import repairs
from vedette.kernels.name_search import search
from vedette.kernels.registers import split


@dataclass(frozen=True)
class Screening(Grading):
    """How many entries are named for each query, how many queries are held at once, and how many threads."""

    limit: int = 5
    chunk: int = 20_000
    threads: int = 2


@dataclass(frozen=True)
class Lists:
    """The lists of a day made ready: entries, index of names, and entries by kind of number and number."""

    standing: Standing
    index: Index
    by_number: dict[tuple[str, str], list[int]]

    @property
    def editions(self) -> tuple[Edition, ...]:
        """What is looked through."""
        return self.standing.editions


def lists(entities: pa.Table, links: pa.Table | None = None, until: datetime | None = None) -> Lists:
    """The lists as they stood at ``until`` (None: the newest editions), ready to be asked many times."""
    stood = standing(entities, links, until)
    return ready(stood, index(stood.entries), numbered(stood.entries))


class Numbered(NamedTuple):
    """A number that an entry bears: which kind of number, the number, and the place of the entry."""

    kind: str
    number: str
    entry: int


def numbered(entries: Sequence[Entry]) -> list[Numbered]:
    """The numbers of some entries, by which they are found without a name."""
    found: list[Numbered] = []
    for place, entry in enumerate(entries):
        if entry.imo is not None:
            found.append(Numbered("imo", str(entry.imo), place))
        if entry.mmsi is not None:
            found.append(Numbered("mmsi", str(entry.mmsi), place))
        if sign := call_sign(entry.call_sign):
            found.append(Numbered("call_sign", sign, place))
        found += [
            Numbered("register", key, place) for key in sorted({split(one)[1] for one in entry.ids}) if key
        ]
    return found


def ready(stood: Standing, names: Index, numbers: Iterable[Numbered]) -> Lists:
    """Lists that were made ready before, from their parts."""
    by: dict[tuple[str, str], list[int]] = {}
    for kind, number, place in numbers:
        by.setdefault((kind, number), []).append(place)
    return Lists(stood, names, by)


MOST_LETTERS = 4 << 20  # of the names of one chunk: a file of names of a megabyte each is no matter


def chunks(queries: Iterable[Query], most: int) -> Iterator[list[Query]]:
    """The queries some at a time, so many at most and fewer where their names are very long."""
    chunk: list[Query] = []
    letters = 0
    for one in queries:
        chunk.append(one)
        letters += len(one.name)
        if len(chunk) >= most or letters >= MOST_LETTERS:
            yield chunk
            chunk, letters = [], 0
    if chunk:
        yield chunk


def screen(
    queries: Iterable[Query], among: Lists, options: Screening = Screening()
) -> Iterator[tuple[Query, list[Match]]]:
    """Each query with its matches, best first: by grade, score, then id of the entry. Memory is bounded."""
    before: tuple[list[Query], _Search] | None = None
    with ThreadPoolExecutor(max(1, options.threads)) as pool:
        for chunk in chunks(queries, options.chunk):
            begun = _begun(chunk, among.index, options, pool)
            if before:
                yield from _finished(*before, among, options)
            before = chunk, begun
        if before:
            yield from _finished(*before, among, options)


def _finished(
    chunk: Sequence[Query], begun: "_Search", among: Lists, options: Screening
) -> Iterator[tuple[Query, list[Match]]]:
    for query, names in zip(chunk, _hits(len(chunk), among.index, begun), strict=True):
        found = _by_number(query, among)
        yield query, _matches(query, among, found, names, options) if found or names else []


def _matches(
    query: Query, among: Lists, numbered: set[int], names: dict[int, "_Hit"], options: Screening
) -> list[Match]:
    matches = []
    for place in sorted(numbered | names.keys()):
        hit = names.get(place)
        named = hit.named(query, among.index) if hit else None
        found = match(query, among.standing.entries[place], named, options)
        if found:
            matches.append(found)
    matches.sort(key=lambda one: (RANK[one.grade], -one.score, one.entry.entity))
    return matches[: options.limit]


@dataclass(frozen=True)
class _Hit:
    """A name of the index that a spelling asked is like."""

    score: float
    number: int
    given: Batch
    spelling: int

    def named(self, query: Query, found: Index) -> Named:
        _, written, role, known = found.name(self.number)
        asked = self.given.spellings[self.spelling]
        words = telling.agreement(query.name, asked, written, known, role)
        return Named(self.score, written, role, words, asked.tokens == known.tokens)


@dataclass(frozen=True)
class _Search:
    """A search that runs in other threads: the names asked, where the answers will stand, what to await."""

    given: Batch
    names: NDArray[np.int32]
    scores: NDArray[np.float32]
    work: list["Future[None]"]


def _begun(chunk: Sequence[Query], found: Index, options: Screening, pool: ThreadPoolExecutor) -> _Search:
    """Search names in other threads, so that the names before are put into words meanwhile."""
    given = batch(found, [one.name for one in chunk], [one.kind for one in chunk])
    size, most = len(given.spellings), options.limit + 3
    names, scores = np.full((size, most), -1, np.int32), np.zeros((size, most), np.float32)
    cuts = [size * part // options.threads for part in range(options.threads + 1)]
    work = [
        pool.submit(search, found.known, given.asked, low, high, most, options.like_name, names, scores)
        for low, high in pairwise(cuts)
        if high > low and len(found)
    ]
    return _Search(given, names, scores, work)


def _hits(size: int, found: Index, begun: _Search) -> list[dict[int, _Hit]]:
    """For each query the entries with a name like the one asked, each with the most like of its names."""
    for one in begun.work:
        one.result()
    hits: list[dict[int, _Hit]] = [{} for _ in range(size)]
    owner = found.known.owner
    rows, columns = (begun.names >= 0).nonzero()
    numbers, points = begun.names[rows, columns].tolist(), begun.scores[rows, columns].tolist()
    for row, number, score in zip(rows.tolist(), numbers, points, strict=True):
        entry = int(owner[number])
        mine = hits[begun.given.query[row]]
        before = mine.get(entry)
        if before is None or (score, -number) > (before.score, -before.number):
            mine[entry] = _Hit(score, number, begun.given, row)
    return hits


def _by_number(query: Query, among: Lists) -> set[int]:
    keys: list[tuple[str, str]] = []
    if query.imo and (asked := digits(query.imo)):
        keys += [("imo", str(int(asked))), *(("imo", str(one)) for one in repairs(asked))]
    if query.mmsi and (asked := digits(query.mmsi)):
        keys.append(("mmsi", str(int(asked))))
    if query.call_sign and (sign := call_sign(query.call_sign)):
        keys.append(("call_sign", sign))
    if query.number and (key := split(query.number)[1]):
        keys.append(("register", key))
    return {place for key in keys for place in among.by_number.get(key, ())}


def of_ships(
    identities: pa.Table,
    entities: pa.Table,
    links: pa.Table | None = None,
    options: Screening = Screening(),
    *,
    until: datetime | None = None,
) -> pa.Table:
    """Which entries the ships of ``identities`` may be, as of a day, from what each sent: ``matches``.

    ``query`` is the ship (``imo:NNN``, ``mmsi:NNN``). Each set of names and numbers she used up to ``until``
    is compared, as a vessel; of an entry the best match is kept. A ship is never an organisation or a person.
    """
    rows = identities
    if until is not None:
        rows = rows.filter(pc.fill_null(pc.less_equal(rows["start"], pa.scalar(until, fields.TIME)), True))
    wanted = ("ship", "name", "imo", "mmsi", "call_sign", "flag")
    sets = sorted(set(zip(*(rows[name].to_pylist() for name in wanted), strict=True)), key=repr)
    queries = [
        Query(ship, name or "", "vessel", str(imo or ""), str(mmsi or ""), sign or "", flag or "")
        for ship, name, imo, mmsi, sign, flag in sets
    ]
    among = lists(entities, links, until)
    best: dict[tuple[str, str], tuple[Query, Match]] = {}
    for query, matches in screen(queries, among, options):
        for one in matches:
            key = (query.id, one.entry.entity)
            if key not in best or _order(one) < _order(best[key][1]):
                best[key] = (query, one)
    return as_rows(best.values(), among.editions)


def _order(one: Match) -> tuple[int, float, str]:
    return RANK[one.grade], -one.score, one.reason


def as_rows(found: Iterable[tuple[Query, Match]], editions: tuple[Edition, ...]) -> pa.Table:
    """Matches as rows of the table, by query, best first."""
    checked = [str(one) for one in editions]
    rows = [
        {
            "match": match_id(query, one.entry.entity),
            "query": query.id,
            "entity": one.entry.entity,
            "grade": one.grade,
            "score": one.score,
            "reason": one.reason,
            "reasons": [one_feature._asdict() for one_feature in one.features],
            "lists_checked": checked,
            "content": one.entry.content,
            "source": one.entry.source,
            "because": [one.entry.record] if one.entry.record else [],
        }
        for query, one in sorted(found, key=lambda pair: (pair[0].id, *_order(pair[1]), pair[1].entry.entity))
    ]
    return fields.from_rows(rows, "matches")


def match_id(query: Query, entity: str) -> str:
    """The id of a match: from what was asked, not when, and the entry."""
    asked = query[:-1] if query.number else query[:-2]
    return stable_id("match", *asked, entity)

"""What the lists say as of a day: the entries that stood then, each with all its names and numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import blake2b
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette import fields

NAME_ROLES = ("alias", "former name", "weak alias")
_CHUNK = 1 << 14


@dataclass(frozen=True)
class Edition:
    """One list as it was looked through: its edition, its rows, and whether it was made up."""

    list: str
    date: datetime | None
    entries: int
    synthetic: bool = False

    def __str__(self) -> str:
        when = f"{self.date:%Y-%m-%d}" if self.date else "not dated"
        rows = f"{self.entries:,} {'entry' if self.entries == 1 else 'entries'}"
        return f"{'[synthetic] ' if self.synthetic else ''}{self.list} {when} ({rows})"


@dataclass(frozen=True)
class Entry:
    """One entry of a list with the names that the list gives it anywhere; ``names`` begins with its own."""

    entity: str
    kind: str | None
    names: tuple[str, ...]
    roles: tuple[str, ...]
    imo: int | None
    mmsi: int | None
    call_sign: str | None
    flag: str | None
    ids: tuple[str, ...]
    programmes: tuple[str, ...]
    listed_on: datetime | None
    list: str
    list_date: datetime | None
    source: str
    record: str | None

    @property
    def caption(self) -> str:
        """The main name, else the id."""
        return self.names[0] if self.names else self.entity

    @property
    def content(self) -> str:
        """A hash of what was judged when somebody decided on it: it changes when the entry does."""
        facts = (
            self.kind, sorted(self.names), self.imo, self.mmsi, self.call_sign, self.flag,
            sorted(self.ids), sorted(self.programmes),
        )  # fmt: skip
        return blake2b(repr(facts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@dataclass(frozen=True)
class Standing:
    """The entries that stood on a day, in order of their ids, and the editions they are of."""

    entries: Sequence[Entry]
    editions: tuple[Edition, ...]

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        """The entries by id."""
        return {one.entity: one for one in self.entries}


def standing(entities: pa.Table, links: pa.Table | None = None, until: datetime | None = None) -> Standing:
    """The entries as the newest edition of each list had them; with ``until``, the newest of then.

    An entry that the newest edition no longer has is left out. A row without a date stands always.
    """
    entities = _known(entities, until)
    newest = _newest(entities, until)
    rows = _of_newest(entities, newest, until).sort_by([("entity", "ascending"), ("list_date", "ascending")])
    others = _other_names(links, until) if links is not None else {}
    found: dict[str, Entry] = {}
    for row in _rows(rows, _WANTED):
        more = others.get(row["entity"], [])
        own = [name for name in row["names"] or () if name]
        names = dict.fromkeys(own[:1], "name") | dict.fromkeys(own[1:], "other name")
        for role, name in more:
            names.setdefault(name, role)
        found[row["entity"]] = Entry(
            entity=row["entity"],
            names=tuple(names),
            roles=tuple(names.values()),
            ids=tuple(row["ids"] or ()),
            programmes=tuple(row["programmes"] or ()),
            list=row["list"] or "",
            source=row["source"] or "",
            **{
                key: row[key]
                for key in ("kind", "imo", "mmsi", "call_sign", "flag", "listed_on", "list_date", "record")
            },
        )
    return Standing(tuple(found.values()), _editions(rows, newest))


_WANTED = (
    "entity", "kind", "names", "imo", "mmsi", "call_sign", "flag", "ids", "programmes", "listed_on", "list",
    "list_date", "source", "record",
)  # fmt: skip


def _rows(table: pa.Table, wanted: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The rows one by one, some thousands in memory at once; a column the table lacks is null."""
    have = [name for name in wanted if name in table.column_names]
    lacking = dict.fromkeys(name for name in wanted if name not in have)
    for batch in table.select(have).to_batches(max_chunksize=_CHUNK):
        columns = [batch.column(name).to_pylist() for name in have]
        for values in zip(*columns, strict=True):
            yield {**lacking, **dict(zip(have, values, strict=True))}


def _since(rows: pa.Table) -> pa.ChunkedArray:
    return (
        pc.coalesce(rows["since"], rows["list_date"]) if "since" in rows.column_names else rows["list_date"]
    )


def _known(rows: pa.Table, until: datetime | None) -> pa.Table:
    """The rows of editions that were out by then."""
    if until is None:
        return rows
    return rows.filter(pc.fill_null(pc.less_equal(_since(rows), pa.scalar(until, fields.TIME)), True))


def _newest(rows: pa.Table, until: datetime | None) -> dict[str, datetime | None]:
    """The last edition of each list, of those known, that some row begins or ends with."""
    dates = rows["list_date"]
    if until is not None:
        dates = pc.if_else(pc.less_equal(dates, pa.scalar(until, fields.TIME)), dates, _since(rows))
    table = pa.table({"list": pc.fill_null(rows["list"], ""), "date": dates})
    grouped = table.group_by("list").aggregate([("date", "max")])
    return dict(zip(grouped["list"].to_pylist(), grouped["date_max"].to_pylist(), strict=True))


def _of_newest(rows: pa.Table, newest: dict[str, datetime | None], until: datetime | None) -> pa.Table:
    """The rows that no edition had dropped by then; by their editions where they do not say."""
    keys = pa.array(newest, pa.string())
    dates = pa.array(newest.values(), fields.TIME)
    last = dates.take(pc.index_in(pc.fill_null(rows["list"], ""), keys).combine_chunks())
    stands = pc.fill_null(pc.greater_equal(rows["list_date"], last), True)
    if "until" in rows.column_names:
        gone = rows["until"]
        later = False if until is None else pc.greater(gone, pa.scalar(until, fields.TIME))
        stands = pc.if_else(pc.is_valid(gone), later, stands)
    return rows.filter(stands)


def _other_names(links: pa.Table, until: datetime | None) -> dict[str, list[tuple[str, str]]]:
    """The names that links give an entry, by entry, sorted so that the order of rows does not matter.

    The newest edition of each role of each list counts: aliases may come in a file of their own, of another
    day than the entries.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for role in NAME_ROLES:
        named = _known(links.filter(pc.fill_null(pc.equal(links["role"], role), False)), until)
        for row in _rows(_of_newest(named, _newest(named, until), until), ("from", "to", "role", "detail")):
            name = row["to"].removeprefix("name:") if row["to"] else row["detail"]
            if name:
                found.setdefault(row["from"], []).append((role, name))
    return {entity: sorted(set(names)) for entity, names in found.items()}


def _editions(rows: pa.Table, newest: dict[str, datetime | None]) -> tuple[Edition, ...]:
    lists = pc.fill_null(rows["list"], "")
    made_up = pc.starts_with(pc.fill_null(rows["source"], ""), "synthetic:")
    counted = pa.table({"list": lists, "made_up": made_up}).group_by("list")
    totals = counted.aggregate([("made_up", "count"), ("made_up", "any")]).sort_by("list").to_pylist()
    return tuple(
        Edition(one["list"], newest[one["list"]], one["made_up_count"], bool(one["made_up_any"]))
        for one in totals
    )

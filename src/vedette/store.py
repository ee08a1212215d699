"""The case folder: Delta Lake tables that are added to in whole commits and never half-written.

A file's rows are written first and made visible by one commit a table, stamped with the file's hash; a
second attempt leaves out the tables whose stamp is there. So a crash at any moment leaves the last commit,
and adding again completes it. Positions lie in buckets of ships by month, sorted by ship and time, with
coordinates as whole 1/600000 degrees (the unit of AIS itself).
"""

import json
import uuid
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, Schema, Transaction, write_deltalake
from deltalake.transaction import AddAction, RemoveAction

from vedette import editions, fields
from vedette.errors import CaseError
from vedette.packing import (
    BUCKETS,
    PARTITIONS,
    bucket_of,
    packed,
    partitioned,
    stored_schema,
    unpacked,
    unpacked_light,
)
from vedette.storage import files as files_of
from vedette.storage import write_whole

LAYOUT = "1"
KEEP_BYTES = 64 << 20
MERGED = "merged-"  # how the names of files begin that merging made
_FIRST, _LAST = -(2**62), 2**62
# One lot of rows is sorted and written at a time, its files two at a time.
_WRITER, _PARTS = ThreadPoolExecutor(1), ThreadPoolExecutor(2)
STORED = tuple(name for name, table in fields.TABLES.items() if table.stored)


@dataclass(frozen=True)
class Part:
    """Some whole ships: those of these buckets whose MMSI lies in low to high."""

    buckets: tuple[int, ...]
    low: int
    high: int
    rows: int


@dataclass(frozen=True)
class Case:
    """An open case folder; in S3 its path is one of ``storage.place``."""

    path: Path

    @property
    def watch(self) -> Path:
        """Its ``watch.toml``."""
        return self.path / "watch.toml"

    def folder(self, table: str) -> Path:
        """Where a table lies."""
        return self.path / "tables" / table


def create(path: Path, watch: str) -> Case:
    """A new case folder with empty tables; a folder that is already a case is left as it is."""
    if path.exists() and any(path.iterdir()) and not (path / "tables").is_dir():
        raise CaseError(f"{path} exists, is not empty and is not a case.\nHint: choose another folder.")
    for sub in ("tables", "files", "out"):
        (path / sub).mkdir(parents=True, exist_ok=True)
    case = Case(path)
    for name in STORED:
        _create_table(case, name)
    if not case.watch.exists():
        write_whole(case.watch, watch.encode())
    write_whole(path / "tables" / "LAYOUT", LAYOUT.encode())
    return case


def open_case(path: Path) -> Case:
    """The case in a folder; CaseError when there is none or a newer vedette made it."""
    mark = path / "tables" / "LAYOUT"
    if not mark.is_file():
        raise CaseError(f"{path} is not a case folder.\nHint: make one with: vedette init {path}")
    if (layout := mark.read_text().strip()) != LAYOUT:
        raise CaseError(f"{path} has layout {layout}; this version of vedette reads layout {LAYOUT}.")
    case = Case(path)
    for name in STORED:
        if not (case.folder(name) / "_delta_log").is_dir():
            _create_table(case, name)
    return case


def _create_table(case: Case, name: str) -> None:
    stored = stored_schema(name)
    case.folder(name).mkdir(parents=True, exist_ok=True)
    DeltaTable.create(
        str(case.folder(name)),
        Schema.from_arrow(stored),
        mode="ignore",
        partition_by=list(PARTITIONS.get(name, ())) or None,
        description=fields.TABLES[name].row,
    )


# --- adding ---------------------------------------------------------------------------------------


@dataclass
class Appender:
    """Takes rows for many tables, holds at most ``max_rows`` of each, and commits all at the end.

    While rows are sorted and written, the next are taken; never more than one lot is under way.
    """

    case: Case
    max_rows: int
    _held: dict[str, list[pa.Table]] = field(default_factory=dict)
    _under_way: dict[str, Future[list[AddAction]]] = field(default_factory=dict)
    _actions: dict[str, list[AddAction | RemoveAction]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    def add(self, table: str, rows: pa.Table) -> None:
        """Take some rows of a table; they are not visible until ``commit``."""
        if not len(rows):
            return
        held = self._held.setdefault(table, [])
        held.append(packed(table, rows))
        self.rows[table] = self.rows.get(table, 0) + len(rows)
        if sum(map(len, held)) >= self.max_rows:
            self._flush(table)

    def _flush(self, table: str) -> None:
        for other in list(self._under_way):
            self._wait(other)
        rows, folder = self._held.pop(table), self.case.folder(table)
        self._under_way[table] = _WRITER.submit(_written, folder, table, rows)

    def _wait(self, table: str) -> None:
        self._actions.setdefault(table, []).extend(self._under_way.pop(table).result())

    def drop(self) -> None:
        """Take back what was written and not committed."""
        for table in list(self._under_way):
            with suppress(OSError):  # it was told by who waited first
                self._wait(table)
        for table, actions in self._actions.items():
            for action in actions:
                (self.case.folder(table) / action.path).unlink(missing_ok=True)
        self._held, self._actions, self.rows = {}, {}, {}

    def commit(self, stamp: str) -> None:
        """Make all rows visible, one commit a table; a table that has this stamp already is left out."""
        try:
            for table in list(self._held):
                self._flush(table)
            for table in list(self._under_way):
                self._wait(table)
        except OSError:
            self.drop()
            raise
        for table, actions in self._actions.items():
            delta = _widened(self.case, table)
            if delta.transaction_version(stamp) is not None:
                continue
            delta.create_write_transaction(
                actions,
                "append",
                Schema.from_arrow(stored_schema(table)),
                partition_by=list(PARTITIONS.get(table, ())) or None,
                commit_properties=CommitProperties(app_transactions=[Transaction(stamp, 1)]),
            )


def _widened(case: Case, table: str) -> DeltaTable:
    """The table with the columns that were added to the contract since the case was made."""
    delta = DeltaTable(str(case.folder(table)))
    have = {column.name for column in delta.schema().fields}
    wanted = Schema.from_arrow(stored_schema(table)).fields
    if new := [column for column in wanted if column.name not in have]:
        delta.alter.add_columns(new)
    return delta


def _written(folder: Path, table: str, held: list[pa.Table]) -> list[AddAction]:
    """Sort some packed rows and write a file for each partition."""
    rows = pa.concat_tables(held).unify_dictionaries().combine_chunks()
    parts = partitioned(table, rows)
    return list(_PARTS.map(lambda part: _write_part(folder, *part), parts))


def _write_part(folder: Path, keys: Mapping[str, str], rows: pa.Table, named: str = "") -> AddAction:
    where = Path(*(f"{key}={value}" for key, value in keys.items()))
    (folder / where).mkdir(parents=True, exist_ok=True)
    path, files = where / f"{named}{uuid.uuid4().hex}.parquet", files_of(folder)
    numbers = [f.name for f in rows.schema if pa.types.is_integer(f.type) or pa.types.is_timestamp(f.type)]
    texts = [f.name for f in rows.schema if f.name not in numbers and not pa.types.is_nested(f.type)]
    # A text held as a dictionary is read back as text.
    plain = not any(pa.types.is_dictionary(f.type) for f in rows.schema)
    pq.write_table(
        rows,
        path.as_posix(),
        filesystem=files,
        compression="zstd",
        compression_level=1,
        use_dictionary=texts,
        column_encoding=dict.fromkeys(numbers, "DELTA_BINARY_PACKED"),
        row_group_size=256 << 10,
        store_schema=plain,
    )
    # No lowest and highest values: given for one column, readers take those of the others for null. The
    # row groups carry their own.
    stats = {"numRecords": len(rows)}
    size = files.get_file_info(path.as_posix()).size
    now = int(datetime.now(UTC).timestamp() * 1000)
    return AddAction(path.as_posix(), size, dict(keys), now, True, json.dumps(stats))


def rewrite(case: Case, table: str, paths: list[str]) -> int:
    """Have one sorted file stand for some files of one partition, with the same rows; how many it became."""
    folder, delta = case.folder(table), _widened(case, table)
    actions = pa.table(delta.get_add_actions(flatten=False))
    named = actions.filter(pc.is_in(actions["path"], pa.array(paths))).to_pylist()
    keys = {name: str(value) for name, value in (named[0].get("partition") or {}).items()} if named else {}
    lying = [name for name in stored_schema(table).names if name not in keys]
    rows = pa.concat_tables(
        [_read_file(folder, row["path"]) for row in named],
        promote_options="default",
    )
    if table in PARTITIONS:
        rows = rows.sort_by([("mmsi", "ascending"), ("time", "ascending")])
    rows = rows.select([name for name in lying if name in rows.column_names])
    now = int(datetime.now(UTC).timestamp() * 1000)
    added = _write_part(folder, keys, rows, MERGED)
    known: dict[str, str | None] = {**keys}
    gone = [RemoveAction(row["path"], False, now, row["size_bytes"], known) for row in named]
    changes: list[AddAction | RemoveAction] = [replaced(added, data_change=False), *gone]
    try:
        delta.create_write_transaction(
            changes,
            "append",
            Schema.from_arrow(stored_schema(table)),
            partition_by=list(PARTITIONS.get(table, ())) or None,
        )
    except BaseException:
        (folder / added.path).unlink(missing_ok=True)
        raise
    return 1


def stamped(case: Case, table: str, stamp: str) -> bool:
    """True when a commit with this stamp is in the table."""
    return DeltaTable(str(case.folder(table))).transaction_version(stamp) is not None


def replace(case: Case, table: str, rows: pa.Table) -> None:
    """Give a table that the flow makes its new rows, in one commit; nothing is committed if none changed."""
    rows = fields.conform(rows, table)
    if read(case, table).equals(rows):
        return
    write_deltalake(_widened(case, table), rows, mode="overwrite")


def append(case: Case, table: str, rows: pa.Table, stamp: str) -> None:
    """Add some rows to a small table, once for each stamp."""
    appender = Appender(case, max_rows=1 << 20)
    appender.add(table, fields.conform(rows, table))
    appender.commit(stamp)


def forget(case: Case, file: str) -> None:
    """Take back the ledger row and refusals of a file that gave no rows, so that it may be tried again."""
    for table in ("refusals", "files"):
        DeltaTable(str(case.folder(table))).delete(f"file = '{file}'")


def keep(case: Case, path: Path, file: str) -> str:
    """Copy a small file into the case and say where it lies; a large one stays where it is."""
    if path.stat().st_size > KEEP_BYTES:
        return str(path.resolve())
    safe = "".join(c if c.isalnum() or c in ".-_" else "_" for c in path.name)[-80:].lstrip(".")
    kept = case.path / "files" / f"{file}-{safe}"
    if not kept.exists():
        write_whole(kept, path.read_bytes())
    return str(kept.relative_to(case.path))


# --- reading --------------------------------------------------------------------------------------


def read(case: Case, table: str, where: pc.Expression | None = None) -> pa.Table:
    """The rows of a table; for positions and statics use ``read_part`` when they may not fit in memory.

    Of entities and links the condition may not be one on ``since``, ``list_date`` or ``until``.
    """
    dataset = _dataset(case, table)
    rows = dataset.to_table(filter=where)
    if table in PARTITIONS:
        return unpacked(table, rows)
    if table in editions.FOLDED and "fact" in rows.column_names:
        return editions.unfolded(table, rows, read(case, "editions"))
    return fields.conform(rows, table, fill=True)


def version(case: Case, table: str) -> str:
    """What changes when a table's rows do: the id of the table and the number of its last commit."""
    held = DeltaTable(str(case.folder(table)))
    return f"{held.metadata().id}:{held.version()}"


def edition(case: Case, table: str, name: str, told: pa.Table) -> pa.Table:
    """The rows of a list that stand in some of its editions: see ``editions.between``."""
    rows = _dataset(case, table).to_table(filter=ds.field("list") == name)
    if "fact" not in rows.column_names:
        return fields.empty(table)
    return editions.unfolded(table, rows.filter(rows["fact"].is_valid()), told)


def facts(case: Case, table: str, name: str) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The facts of a list that are stored in a table."""
    dataset = _dataset(case, table)
    if "fact" not in dataset.schema.names:
        return np.empty(0, dtype=np.int64)
    column = dataset.to_table(columns=["fact"], filter=ds.field("list") == name)["fact"]
    return np.asarray(column.drop_null().to_numpy(), dtype=np.int64)


def _dataset(case: Case, table: str, light: tuple[str, ...] = ()) -> ds.Dataset:
    """The files of a table's last commit, read by Arrow's own file system; ``light`` columns as dictionaries.

    Through deltalake's, Arrow's threads call back into Python and now and then abort a process that ends.
    """
    folder = str(case.folder(table))
    files = files_of(case.folder(table))
    options = ds.ParquetReadOptions(dictionary_columns=set(light))
    return DeltaTable(folder).to_pyarrow_dataset(filesystem=files, parquet_read_options=options)


def batches(case: Case, table: str, columns: list[str]) -> Iterator[pa.Table]:
    """Some columns of a table as they lie on disk, some rows at a time."""
    for batch in _dataset(case, table).to_batches(columns=columns):
        if len(batch):
            yield pa.Table.from_batches([batch])


def count(case: Case, table: str) -> int:
    """How many rows a table has, from its log alone."""
    actions = pa.table(DeltaTable(str(case.folder(table))).get_add_actions(flatten=True))
    if not len(actions):
        return 0
    return int(pc.sum(actions["num_records"]).as_py() or 0)


def parts(case: Case, max_rows: int) -> list[Part]:
    """The positions cut into parts of whole ships of at most ``max_rows``, a ship larger than that alone."""
    delta = DeltaTable(str(case.folder("positions")))
    actions = pa.table(delta.get_add_actions(flatten=True))
    if not len(actions) and not count(case, "statics"):
        return []
    sizes = dict.fromkeys(range(BUCKETS), 0)
    if len(actions):
        buckets, rows = actions["partition.bucket"].to_pylist(), actions["num_records"].to_pylist()
        for bucket, number in zip(buckets, rows, strict=True):
            sizes[int(bucket)] += number
    found: list[Part] = []
    small: list[int] = []
    for bucket, size in sizes.items():
        if size > max_rows:
            found += _ship_ranges(case, bucket, max_rows)
        else:
            if sum(sizes[b] for b in small) + size > max_rows:
                found.append(_whole_buckets(small, sizes))
                small = []
            small.append(bucket)
    if small:
        found.append(_whole_buckets(small, sizes))
    return found


def _whole_buckets(buckets: list[int], sizes: Mapping[int, int]) -> Part:
    return Part(tuple(buckets), _FIRST, _LAST, sum(sizes[b] for b in buckets))


def _ship_ranges(case: Case, bucket: int, max_rows: int) -> list[Part]:
    counts: dict[int, int] = {}
    here = ds.field("bucket") == bucket
    for batch in _dataset(case, "positions").to_batches(columns=["mmsi"], filter=here):
        for pair in pc.value_counts(batch["mmsi"]).to_pylist():
            counts[pair["values"]] = counts.get(pair["values"], 0) + pair["counts"]
    found: list[Part] = []
    low, rows, before = _FIRST, 0, _FIRST
    for ship in sorted(counts):
        if rows and rows + counts[ship] > max_rows:
            found.append(Part((bucket,), low, before, rows))
            low, rows = before + 1, 0
        rows, before = rows + counts[ship], ship
    found.append(Part((bucket,), low, _LAST, rows))
    return found


def read_part(case: Case, table: str, part: Part) -> pa.Table:
    """The rows of positions or statics that belong to the ships of a part."""
    return unpacked(table, _dataset(case, table).to_table(filter=_ships(part)))


def read_light(case: Case, part: Part, where: pc.Expression | None = None) -> tuple[pa.Table, list[str]]:
    """The positions of a part with light text, and the files of its records: see ``unpacked_light``."""
    wanted = _ships(part) if where is None else _ships(part) & where
    dataset = _dataset(case, "positions", light=("file", "source"))
    columns = [name for name in dataset.schema.names if name not in PARTITIONS["positions"]]
    return unpacked_light(dataset.to_table(columns=columns, filter=wanted))


def since(moment: datetime) -> pc.Expression:
    """The positions from a moment on; months before it are not opened."""
    return (ds.field("month") >= f"{moment:%Y-%m}") & (ds.field("time") >= pa.scalar(moment, fields.TIME))


def in_part(part: Part, mmsi: np.ndarray[Any, np.dtype[np.int64]]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which ships belong to a part."""
    there = np.isin(bucket_of(mmsi), part.buckets) & (mmsi >= part.low) & (mmsi <= part.high)
    return np.asarray(there, dtype=np.bool_)


def came(case: Case, table: str, before: frozenset[str]) -> tuple[frozenset[str], pa.Table]:
    """The files of positions or statics, and the rows of those that are not among the files ``before``.

    Of positions only ship and time. Files that merging made hold rows that were there before.
    """
    folder = case.folder(table)
    paths = frozenset(pa.table(DeltaTable(str(folder)).get_add_actions())["path"].to_pylist())
    new = [path for path in sorted(paths - before) if MERGED not in path]
    columns = ["mmsi", "time"] if table == "positions" else None
    rows = [_read_file(folder, path, columns) for path in new]
    if columns:
        none = fields.empty(table).select(columns)
        return paths, pa.concat_tables([none, *rows])
    return paths, pa.concat_tables([fields.empty(table), *(unpacked(table, some) for some in rows)])


def _read_file(folder: Path, path: str, columns: list[str] | None = None) -> pa.Table:
    return pq.read_table(unquote(path), columns=columns, filesystem=files_of(folder), partitioning=None)


def _ships(part: Part) -> pc.Expression:
    ships = ds.field("bucket").isin(part.buckets)
    if (part.low, part.high) == (_FIRST, _LAST):
        return ships
    return ships & (ds.field("mmsi") >= part.low) & (ds.field("mmsi") <= part.high)


def versions(case: Case) -> dict[str, int]:
    """The version of each table, as Delta Lake numbers them."""
    return {name: DeltaTable(str(case.folder(name))).version() for name in STORED}

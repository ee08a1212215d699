"""How rows lie on disk: by bucket of ships and month, whole numbers instead of fractions.

Whole numbers of a unit pack to a third of the bytes of fractions, and AIS itself counts in 1/600000 degrees
(docs/decisions/0001-delta-lake.md).
"""

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette import editions, fields

BUCKETS = 16
PARTITIONS = {"positions": ("bucket", "month"), "statics": ("bucket",)}
_SCALED = {"lat": 600_000, "lon": 600_000, "speed_kn": 1000, "course_deg": 1000, "heading_deg": 1000}

_LINE_BITS = 36

Ints = NDArray[np.int64]


def stored_schema(name: str) -> pa.Schema:
    """The columns of a table on disk; ``record`` is two, file and line, and rows of lists have facts."""
    if name in editions.FOLDED:
        return fields.schema(name).append(editions.FACT)
    if name not in PARTITIONS:
        return fields.schema(name)
    columns = []
    for column in fields.schema(name):
        if column.name == "record":
            columns += [("file", pa.string()), ("line", pa.int64())]
        elif name == "positions" and column.name in _SCALED:
            columns.append((column.name, pa.int32()))
        else:
            columns.append((column.name, column.type))
    columns += [(key, pa.int32() if key == "bucket" else pa.string()) for key in PARTITIONS[name]]
    return pa.schema(columns)


def packed(name: str, rows: pa.Table) -> pa.Table:
    """The rows as they lie on disk, without the partition columns; texts that repeat are dictionaries."""
    columns: dict[str, pa.ChunkedArray | pa.Array] = {}
    for column in rows.column_names if name in PARTITIONS else ():
        if column == "record":
            columns["file"], columns["line"] = _split_records(rows["record"])
        elif column == "source":
            columns[column] = rows[column].dictionary_encode()
        elif name == "positions" and column in _SCALED:
            columns[column] = _whole(rows[column], _SCALED[column])
        else:
            columns[column] = rows[column]
    return pa.table(columns) if columns else rows


def _whole(column: pa.ChunkedArray, scale: int) -> pa.Array:
    known = pc.is_finite(column)
    value = pc.if_else(known, pc.round(pc.multiply(column, float(scale))), None)
    # An impossible value stays impossible: it is cut off at the edge of what fits.
    return pc.max_element_wise(
        pc.min_element_wise(value, float(2**31 - 1), skip_nulls=False), float(-(2**31 - 1)), skip_nulls=False
    ).cast(pa.int32())


def _split_records(records: pa.ChunkedArray) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
    file = records[0].as_py().partition(":")[0] if len(records) and records[0].is_valid else ""
    if len(records) and pc.all(pc.starts_with(records, f"{file}:"), skip_nulls=False).as_py():
        one = pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(records), np.int32)), pa.array([file]))
        line = pc.utf8_slice_codeunits(records, len(file) + 1)
        return pa.chunked_array([one]), line.cast(pa.int64())
    parts = pc.split_pattern(records, ":", max_splits=1)
    return pc.list_element(parts, 0).dictionary_encode(), pc.list_element(parts, 1).cast(pa.int64())


def unpacked(name: str, rows: pa.Table) -> pa.Table:
    """Rows as they lie on disk, as the contract has them."""
    columns = []
    for column in fields.schema(name):
        if column.name == "record":
            columns.append(pc.binary_join_element_wise(rows["file"], rows["line"].cast(pa.string()), ":"))
        elif name == "positions" and column.name in _SCALED:
            columns.append(_degrees(rows[column.name], _SCALED[column.name]))
        else:
            columns.append(rows[column.name])
    return pa.Table.from_arrays(columns, schema=fields.schema(name))


def unpacked_light(rows: pa.Table) -> tuple[pa.Table, list[str]]:
    """Positions with ``source`` and ``record`` as ``fields.LIGHT`` has them, and the files of the records.

    ``file`` and ``source`` are dictionaries. A record is its file's place in the list, then 36 bits of line,
    so numbers stand in the order of the texts; ``written`` makes those of them.
    """
    file = rows["file"].unify_dictionaries()
    files = sorted(file.chunk(0).dictionary.to_pylist()) if file.num_chunks else []
    rank = {name: number for number, name in enumerate(files)}
    codes = [
        pc.take(pa.array([rank[one] for one in chunk.dictionary.to_pylist()], pa.int64()), chunk.indices)
        for chunk in file.chunks
    ]
    number = pc.shift_left(pa.chunked_array(codes, pa.int64()), _LINE_BITS)
    made = {
        **{name: _degrees(rows[name], scale) for name, scale in _SCALED.items()},
        "source": rows["source"],
        "record": pc.bit_wise_or(number, rows["line"]),
    }
    columns = {field.name: made.get(field.name) for field in fields.schema("positions")}
    given = {name: rows[name] if column is None else column for name, column in columns.items()}
    # In one piece each: every step that looks at a column in pieces would join them anew.
    return fields.conform(pa.table(given), "positions").combine_chunks(), files


def written(numbers: pa.Array | pa.ChunkedArray, files: list[str]) -> pa.Array:
    """The records that digits stand for, as FILE:LINE; what is written already stays so.

    >>> written(pa.array(["68719476743", "ab:9", None]), ["0a", "0b"]).to_pylist()
    ['0b:7', 'ab:9', None]
    """
    made = numbers.combine_chunks() if isinstance(numbers, pa.ChunkedArray) else numbers
    light = pc.fill_null(pc.utf8_is_decimal(made), False)
    number = made.filter(light).cast(pa.int64())
    file = pa.array(files, pa.string()).take(pc.shift_right(number, _LINE_BITS))
    line = pc.bit_wise_and(number, (1 << _LINE_BITS) - 1).cast(pa.string())
    return pc.replace_with_mask(made, light, pc.binary_join_element_wise(file, line, ":"))


def _degrees(column: pa.ChunkedArray, scale: int) -> pa.ChunkedArray:
    return pc.divide(column.cast(pa.float64()), float(scale))


def bucket_of(mmsi: np.ndarray[Any, np.dtype[np.int64]]) -> np.ndarray[Any, np.dtype[np.int32]]:
    """The bucket of each ship: the high bits of a multiplicative hash, since MMSI often end in zeroes."""
    hashed = (mmsi.astype(np.uint64) * np.uint64(2654435761)) & np.uint64(0xFFFFFFFF)
    return np.asarray((hashed >> np.uint64(28)) % BUCKETS, dtype=np.int32)


def partitioned(table: str, rows: pa.Table) -> Iterator[tuple[dict[str, str], pa.Table]]:
    """Packed rows cut by partition, each part sorted by ship and time."""
    if table not in PARTITIONS:
        yield {}, rows
        return
    ships = rows["mmsi"].combine_chunks().dictionary_encode()
    mmsi = ships.dictionary.to_numpy()
    bucket = bucket_of(mmsi).astype(np.int64)
    by_bucket = np.lexsort((mmsi, bucket))
    place = np.empty(len(mmsi), np.int64)
    place[by_bucket] = np.arange(len(mmsi))
    time = rows["time"].cast(pa.int64()).to_numpy()
    first, month = _months(time) if "month" in PARTITIONS[table] else (0, np.zeros(len(rows), np.int64))
    key = month * len(mmsi) + place[ships.indices.to_numpy()]
    order = _order(key, time)
    lying = rows.take(pa.array(order))
    key = key[order]
    part = BUCKETS * (key // len(mmsi)) + bucket[by_bucket][key % len(mmsi)]
    edges = np.flatnonzero(np.diff(part, prepend=part[0] - 1, append=part[-1] + 1))
    for start, end in itertools.pairwise(edges):
        keys = {"bucket": str(part[start] % BUCKETS)}
        if "month" in PARTITIONS[table]:
            keys["month"] = str(np.datetime64(int(first + part[start] // BUCKETS), "M"))
        yield keys, lying.slice(start, end - start)


def _months(time: Ints) -> tuple[int, Ints]:
    """The first month of some times, counted from 1970, and for each how many months after it."""
    first, last = (
        int(edge.astype("M8[us]").astype("M8[M]").astype(np.int64)) for edge in (time.min(), time.max())
    )
    starts = np.arange(first + 1, last + 1).astype("M8[M]").astype("M8[us]").astype(np.int64)
    return first, np.searchsorted(starts, time, side="right")


def _order(key: Ints, time: Ints) -> Ints:
    """The rows that put keys, then times, in order; rows of the same stay as they stand."""
    if key.max() >= 1 << 32:
        return np.lexsort((time, key))
    order = None if np.all(time[1:] >= time[:-1]) else np.argsort(time, kind="stable")
    # Sixteen bits at a time numpy counts instead of comparing: ten times as fast.
    for shift in (0, 16):
        if shift and key.max() < 1 << 16:
            break
        digits = (key >> shift).astype(np.uint16)
        turn = np.argsort(digits if order is None else digits[order], kind="stable")
        order = turn if order is None else order[turn]
    return np.asarray(order)

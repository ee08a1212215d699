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

from vedette import editions, fields

BUCKETS = 16
PARTITIONS = {"positions": ("bucket", "month"), "statics": ("bucket",)}
_SCALED = {"lat": 600_000, "lon": 600_000, "speed_kn": 1000, "course_deg": 1000, "heading_deg": 1000}

_LINE_BITS = 36


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
    """The rows as they lie on disk, without the partition columns."""
    columns: dict[str, pa.ChunkedArray | pa.Array] = {}
    for column in rows.column_names:
        if column == "record":
            columns["file"], columns["line"] = _split_records(rows["record"])
        elif name == "positions" and column in _SCALED:
            columns[column] = _whole(rows[column], _SCALED[column])
        else:
            columns[column] = rows[column]
    return pa.table(columns)


def _whole(column: pa.ChunkedArray, scale: int) -> pa.Array:
    known = pc.is_finite(column)
    value = pc.if_else(known, pc.round(pc.multiply(column, float(scale))), None)
    # An impossible value stays impossible: it is cut off at the edge of what fits.
    return pc.max_element_wise(
        pc.min_element_wise(value, float(2**31 - 1), skip_nulls=False), float(-(2**31 - 1)), skip_nulls=False
    ).cast(pa.int32())


def _split_records(records: pa.ChunkedArray) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
    parts = pc.split_pattern(records, ":", max_splits=1)
    return pc.list_element(parts, 0), pc.list_element(parts, 1).cast(pa.int64())


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
    """The rows cut by partition, each part sorted by ship and time."""
    if table not in PARTITIONS:
        yield {}, rows
        return
    mmsi = rows["mmsi"].to_numpy()
    time = rows["time"].cast(pa.int64()).to_numpy()
    part = bucket_of(mmsi).astype(np.int64)
    months = rows["time"].to_numpy().astype("datetime64[M]").astype(np.int64)
    if "month" in PARTITIONS[table]:
        part = part + BUCKETS * (months - months.min())
    order = np.lexsort((time, mmsi, part))
    lying = packed(table, rows).take(pa.array(order))
    part, months = part[order], months[order]
    edges = np.flatnonzero(np.diff(part, prepend=part[0] - 1, append=part[-1] + 1))
    for start, end in itertools.pairwise(edges):
        keys = {"bucket": str(part[start] % BUCKETS)}
        if "month" in PARTITIONS[table]:
            keys["month"] = str(months[start].astype("datetime64[M]"))
        yield keys, lying.slice(start, end - start)

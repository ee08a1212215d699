"""What the rows of all detectors share: ids, durations, details, and the sources they rest on."""

import json
import math
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette.fields import conform, empty
from vedette.kernels.arrays import HOUR_US, known
from vedette.kernels.ids import stable_id, stable_ids
from vedette.kernels.kept import kept

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def events(kind: str, rule: str, columns: Mapping[str, object]) -> pa.Table:
    """Rows of ``events`` of one kind, by ship, start and place; what is not among the columns is null.

    The id is made from kind, ship (by MMSI), place and start, and the other ship when there is one.
    """
    rows = conform(pa.table(dict(columns)), "events", fill=True)
    if not len(rows):
        return empty("events")
    facts = [rows["mmsi"].to_pylist(), rows["place"].to_pylist(), _iso(rows["start"])]
    ids = stable_ids(kind, *facts)
    for row in np.flatnonzero(known(rows["other_mmsi"])).tolist():
        ids[row] = stable_id(kind, *(fact[row] for fact in facts), rows["other_mmsi"][row].as_py())
    number = pc.fill_null(rows["mmsi"].cast(pa.string()), "None")
    micros = pc.subtract(rows["end"].cast(pa.int64()), rows["start"].cast(pa.int64()))
    made = {
        "event": pa.array(ids, pa.string()),
        "kind": pa.repeat(kind, len(rows)),
        "ship": pc.binary_join_element_wise("mmsi", number, ":"),
        "rule": pa.repeat(rule, len(rows)),
        "duration_h": pc.divide(micros.cast(pa.float64()), float(HOUR_US)),
    }
    for name, column in made.items():
        rows = rows.set_column(rows.column_names.index(name), name, column)
    order = [(name, "ascending") for name in ("mmsi", "start", "place", "other_mmsi")]
    return conform(rows.sort_by(order), "events")


def details(columns: Mapping[str, Iterable[object]]) -> list[str]:
    """What else was measured, one JSON object for each row."""
    texts = zip(*(_in_json(list(column)) for column in columns.values()), strict=True)
    if not columns:
        return []
    # The names stand between the values, and no text between them is read for its percent signs.
    form = "{" + ", ".join(f"{_json(name)}: ".replace("%", "%%") + "%s" for name in columns) + "}"
    return [form % row for row in texts]


def with_more(told: str | None, more: Mapping[str, str]) -> str:
    """Details with more members, whose values are JSON already; of two with one name the latter counts.

    >>> with_more('{"a": 1}', {"b": "2"}), with_more(None, {"b": "2"}), with_more('{"b": 1}', {"b": "2"})
    ('{"a": 1, "b": 2}', '{"b": 2}', '{"b": 2}')
    """
    text = told or "{}"
    if not more:
        return text
    if any(f'"{name}":' in text for name in more):
        members = json.loads(text) | {name: json.loads(value) for name, value in more.items()}
        return _json(members)
    added = ", ".join([f'"{name}": {value}' for name, value in more.items()])
    return f"{{{added}}}" if text == "{}" else f"{text[:-1]}, {added}}}"


def _in_json(values: list[object]) -> list[str]:
    """Each value as JSON: whole columns of one type at once."""
    kinds = set(map(type, values)) - {type(None)}
    if kinds <= {bool}:
        names = {None: "null", False: "false", True: "true"}
        return [names[value] for value in values]  # type: ignore[index]
    if kinds <= {int}:
        return ["null" if value is None else repr(value) for value in values]
    if kinds == {float}:
        texts = ["null" if value is None else repr(value) for value in values]
        if {"nan", "inf", "-inf"}.isdisjoint(texts):
            return texts
    if kinds == {str}:
        once = {value: _json(value) for value in set(values)}
        return [once[value] for value in values]
    return [_json(value) for value in values]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def rounded(values: Floats, decimals: int) -> list[float | None]:
    """Numbers for details: rounded, None where they are not known."""
    return [None if math.isnan(value) else value for value in np.round(values, decimals).tolist()]


def heard_until(rows: pa.Table, until: datetime | None) -> pa.Table:
    """The rows up to a moment; all of them without one."""
    if until is None or not len(rows):
        return rows
    last = pa.scalar(until, pa.timestamp("us"))
    latest = pc.max(rows["time"])
    within = latest.is_valid and latest.value <= last.value and not rows["time"].null_count
    return rows if within else rows.filter(pc.field("time") <= last)


def undoubted(positions: pa.Table, *, strays: bool) -> pa.Table:
    """The positions with a ship, a time and a place that nobody doubts; with ``strays`` those too."""
    needed = [positions[name] for name in ("mmsi", "time", "lat", "lon")]
    if positions["doubt"].null_count == len(positions) and not any(column.null_count for column in needed):
        return positions
    return _undoubted(positions, strays=strays)


@kept
def _undoubted(positions: pa.Table, *, strays: bool) -> pa.Table:
    needed = [positions[name] for name in ("mmsi", "time", "lat", "lon")]
    usable = pc.is_null(positions["doubt"])
    if strays:
        usable = pc.or_kleene(usable, pc.equal(positions["doubt"], "stray"))
    for column in needed:
        usable = pc.and_(usable, pc.is_valid(column))
    return positions.filter(usable)


class Sources(NamedTuple):
    """The names of sources, those of made-up rows first, and the number of the name each row has."""

    names: tuple[str | None, ...]
    codes: Ints

    def joined(self, lowest: Ints, highest: Ints) -> list[str | None]:
        """One name where both numbers agree, else both: so the first says 'synthetic:' when any does."""
        return [
            self.names[a] if a == b else f"{self.names[a]}, {self.names[b]}"
            for a, b in zip(lowest.tolist(), highest.tolist(), strict=True)
        ]


def sources(column: pa.ChunkedArray) -> Sources:
    """The sources of some rows, numbered.

    >>> names, codes = sources(pa.chunked_array([["ais", "synthetic:sea", "ais"]]))
    >>> names, codes.tolist()
    (('synthetic:sea', 'ais'), [1, 0, 1])
    """
    if pa.types.is_dictionary(column.type):
        return _listed(column.unify_dictionaries())
    named: list[str | None] = pc.unique(column).to_pylist()
    order = _made_up_first(named)
    codes = pc.index_in(column, pa.array(order, column.type))
    return Sources(tuple(order), np.asarray(codes.to_numpy()).astype(np.int64))


def _listed(column: pa.ChunkedArray) -> Sources:
    """The sources of a dictionary: only those that occur, numbered as ``sources`` does."""
    if not column.num_chunks:
        return Sources((), np.zeros(0, dtype=np.int64))
    names = column.chunk(0).dictionary.to_pylist()
    if len(names) == 1 and not column.null_count:
        return Sources(tuple(names), np.zeros(len(column), dtype=np.int64))
    given = np.concatenate(
        [pc.fill_null(chunk.indices, len(names)).to_numpy(zero_copy_only=False) for chunk in column.chunks]
    ).astype(np.int64)
    named = [*names, None]
    occurs = np.bincount(given, minlength=len(named)) > 0
    order = _made_up_first([name for name, there in zip(named, occurs.tolist(), strict=True) if there])
    number = np.array([order.index(name) if name in order else -1 for name in named], dtype=np.int64)
    return Sources(tuple(order), number[given])


def _made_up_first(names: list[str | None]) -> list[str | None]:
    return sorted(
        names, key=lambda name: (not (name or "").startswith("synthetic:"), name is None, name or "")
    )


def records(*columns: pa.ChunkedArray | pa.Array) -> pa.Array:
    """The list of records each row rests on, in the order of the columns, each once, without nulls.

    A record that an engine carries as a number (``fields.LIGHT``) is its digits until the engine writes it.

    >>> records(pa.array(["a", "b"]), pa.array(["a", None]), pa.array(["c", "a"])).to_pylist()
    [['a', 'c'], ['b', 'a']]
    """
    chunks = [
        chunk
        for column in columns
        for chunk in (column.chunks if isinstance(column, pa.ChunkedArray) else [column])
    ]
    given = pa.chunked_array(chunks, columns[0].type)
    coded = given.combine_chunks().dictionary_encode()
    codes = np.asarray(pc.fill_null(coded.indices, -1).to_numpy(zero_copy_only=False))
    table = codes.reshape(len(columns), -1).T
    kept = table >= 0
    for column in range(1, table.shape[1]):
        kept[:, column] &= (table[:, :column] != table[:, column : column + 1]).all(axis=1)
    values = coded.dictionary.cast(pa.string()).take(pa.array(table[kept]))
    offsets = np.concatenate([[0], np.cumsum(kept.sum(axis=1))]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), values)


def picked(column: pa.ChunkedArray, rows: Ints, where: NDArray[np.bool_] | None = None) -> pa.ChunkedArray:
    """The values of a column at some rows, null where ``where`` is false."""
    return column.take(pa.array(rows, mask=None if where is None else ~where))


def _iso(column: pa.ChunkedArray) -> list[str | None]:
    text = np.datetime_as_string(np.asarray(pc.fill_null(column.cast(pa.int64()), 0)).astype("M8[us]"))
    found: list[str | None] = text.tolist()
    if column.null_count:
        return [moment if valid else None for moment, valid in zip(found, known(column), strict=True)]
    return found

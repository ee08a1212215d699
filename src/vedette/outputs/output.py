"""What a form of output is: its name, the tables it can show, and how rows are written to it."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO, TypeAlias

import pyarrow as pa

from vedette import fields

Rows: TypeAlias = pa.Table | Iterable[pa.RecordBatch]
Target: TypeAlias = Path | BinaryIO
ROWS_AT_ONCE = 8192


@dataclass(frozen=True)
class Output:
    """One form in which a table leaves the case. No tables named: it can show any.

    ``write(table, rows, target, beside)`` writes the rows of the named table and holds only some of them in
    memory. ``beside`` is the table named so: places say where a row lies that names one and has no position
    of its own, links who is tied to an entity.
    """

    name: str
    suffix: str
    tables: tuple[str, ...]
    write: Callable[[str, Rows, Target, pa.Table | None], None]
    beside: str = "places"


def batches(table: str, rows: Rows) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    """The schema of some rows and the rows, a bounded number at a time; none at all have the contract's."""
    if isinstance(rows, pa.Table):
        return rows.schema, iter(rows.to_batches(max_chunksize=ROWS_AT_ONCE))
    given = iter(rows)
    first = next(given, None)
    if first is None:
        known = table in fields.TABLES
        return fields.schema(table) if known else pa.schema([]), iter(())
    wanted = first.schema
    return wanted, (
        piece
        for batch in chain([first], given)
        for piece in pa.Table.from_batches([batch.select(wanted.names)]).to_batches(ROWS_AT_ONCE)
    )


@contextmanager
def opened(target: Target) -> Iterator[BinaryIO]:
    """The target, open for bytes; a file appears under its name only when it is whole."""
    if not isinstance(target, Path):
        yield target
        return
    partial = target.with_name(f".{target.name}.part")
    try:
        with partial.open("wb") as stream:
            yield stream
        os.replace(partial, target)  # noqa: PTH105 - says what matters: one step, over what was there
    finally:
        partial.unlink(missing_ok=True)

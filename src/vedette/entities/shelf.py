"""Lists made ready, as bytes and back: so that one name need not wait for the index of all.

One ``npz`` holds arrays, and Arrow tables for what is text. Its parts carry checksums, so that a file cut
short or damaged is not read; nothing of it is run.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any, overload

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from vedette.entities.index import Index, Words
from vedette.entities.screening import Lists, Numbered, numbered, ready
from vedette.entities.standing import Edition, Entry, Standing
from vedette.fields import TIME
from vedette.kernels.name_likeness import Known

_TEXTS = pa.list_(pa.string())
_ENTRY = pa.schema(
    {
        "entity": pa.string(), "kind": pa.string(), "names": _TEXTS, "roles": _TEXTS, "imo": pa.int64(),
        "mmsi": pa.int64(), "call_sign": pa.string(), "flag": pa.string(), "ids": _TEXTS,
        "programmes": _TEXTS, "listed_on": TIME, "list": pa.string(), "list_date": TIME,
        "source": pa.string(), "record": pa.string(),
    }
)  # fmt: skip
_MANY = ("names", "roles", "ids", "programmes")
_EDITION = pa.schema({"list": pa.string(), "date": TIME, "entries": pa.int64(), "synthetic": pa.bool_()})
_BLOCK = 64


class UnreadableError(Exception):
    """The bytes are not, or no longer, lists made ready."""


class Entries(Sequence[Entry]):
    """The entries of a table, made when they are asked for, some neighbours at once."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table
        self.made: dict[int, list[Entry]] = {}

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> list[Entry]: ...
    def __getitem__(self, place: int | slice) -> Entry | list[Entry]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        block = place // _BLOCK
        if block not in self.made:
            rows: list[dict[str, Any]] = self.table.slice(block * _BLOCK, _BLOCK).to_pylist()
            self.made[block] = [
                Entry(**{**row, **{name: tuple(row[name]) for name in _MANY}})  # as they were put in
                for row in rows
            ]
        return self.made[block][place % _BLOCK]


def packed(lists: Lists) -> bytes:
    """Lists made ready, as bytes."""
    index = lists.index
    entries = lists.standing.entries
    columns = {name: [getattr(one, name) for one in entries] for name in _ENTRY.names}
    numbers = numbered(entries)
    text: dict[str, pa.Table] = {
        "entries": pa.table(columns, _ENTRY),
        "editions": pa.Table.from_pylist([asdict(one) for one in lists.standing.editions], _EDITION),
        "spelt": pa.table({"word": pa.array(index.spelt, pa.string())}),
        "written": pa.table(
            {
                "name": pa.array(index.written.keys(), pa.int64()),
                "words": pa.array(map(list, index.written.values()), _TEXTS),
            }
        ),
        "numbers": pa.table(
            {
                "kind": pa.array([one.kind for one in numbers], pa.string()),
                "number": pa.array([one.number for one in numbers], pa.string()),
                "entry": pa.array([one.entry for one in numbers], pa.int64()),
            }
        ),
    }
    arrays: dict[str, NDArray[Any]] = {f"known_{name}": one for name, one in index.known._asdict().items()}
    arrays |= {f"words_{one.name}": getattr(index.words, one.name) for one in fields(Words)[1:]}
    arrays |= {"place": index.place, "grams": np.fromiter(index.grams, np.int64, len(index.grams))}
    arrays |= {name: _as_bytes(table) for name, table in text.items()}
    out = io.BytesIO()
    np.savez(out, **arrays)  # type: ignore[arg-type]
    return out.getvalue()


def unpacked(data: bytes) -> Lists:
    """The lists that ``packed`` made into bytes; ``UnreadableError`` when they are not whole."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as held:
            part = {name: held[name] for name in held.files}
            entries, editions, spelt, written, numbers = (
                _as_table(part[name]) for name in ("entries", "editions", "spelt", "written", "numbers")
            )
            words = spelt["word"].to_pylist()
            index = Index(
                Entries(entries.cast(_ENTRY)),
                part["place"],
                dict(zip(written["name"].to_pylist(), map(tuple, written["words"].to_pylist()), strict=True)),
                words,
                Words(
                    {word: place for place, word in enumerate(words)},
                    *(part[f"words_{one.name}"] for one in fields(Words)[1:]),
                ),
                {code: place for place, code in enumerate(part["grams"].tolist())},
                Known(*(part[f"known_{name}"] for name in Known._fields)),
            )
            stood = Standing(index.entries, tuple(Edition(**row) for row in editions.to_pylist()))
            columns = (numbers[name].to_pylist() for name in ("kind", "number", "entry"))
            return ready(stood, index, (Numbered(*one) for one in zip(*columns, strict=True)))
    except (
        ValueError,
        KeyError,
        TypeError,
        OSError,
        EOFError,
        zipfile.BadZipFile,
        pa.ArrowException,
    ) as error:
        raise UnreadableError(str(error)) from error


def _as_bytes(table: pa.Table) -> NDArray[np.uint8]:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table.combine_chunks())
    return np.frombuffer(sink.getvalue(), np.uint8)


def _as_table(data: NDArray[np.uint8]) -> pa.Table:
    return pa.ipc.open_stream(pa.py_buffer(data)).read_all().combine_chunks()

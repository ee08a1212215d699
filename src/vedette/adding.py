"""Adding a file to a case: open, recognise, read, keep what was refused, and write the ledger last."""

import errno
import hashlib
import json
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.dataset as ds
from deltalake.exceptions import DeltaError

from vedette import __version__, fields, sources, store
from vedette.editions import FOLDED, Fold
from vedette.errors import SourceError
from vedette.ledger import Tally, count, main_reason, moment, stretches, summary
from vedette.sources.opening import File, short_hash, streams
from vedette.steps import Opened, Reading, Source

# Tables whose rows stand for what was said, not for a file that repeats it: one row an id.
ONCE = {"reports": "report", "claims": "claim"}
# Measured: what the interpreter and its libraries hold, and what a position costs while it is sorted.
BASE_BYTES, ROW_BYTES = 500 << 20, 700
# What a disk or folder says that takes no more, whatever the file is.
DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.EMFILE)


@dataclass(frozen=True)
class Added:
    """What came of one file."""

    name: str
    file: str
    source: str | None
    rows: int
    refused: int
    reason: str | None
    again: bool = False
    fault: str | None = None  # our own failure, with its traceback
    stopped: str | None = None  # why the disk did not let it be added; nothing is amiss with the file


@dataclass(frozen=True)
class Wish:
    """How files are to be added."""

    reading: Reading
    as_source: str | None = None
    memory: int = 2 << 30
    progress: Callable[[str, int], None] | None = None
    shrunken: bool = False  # a list may be much smaller than its edition before

    @property
    def max_rows(self) -> int:
        """How many rows of a table may be held before they are sorted and written."""
        return int(min(3e6, max(5e4, (self.memory - BASE_BYTES) / ROW_BYTES)))

    def stamp(self, file: str) -> str:
        """A mark of the file and of everything that bears on how it is read."""
        said = self.reading
        columns = said.columns.read_bytes() if said.columns else b""
        words: tuple[object, ...] = (self.as_source, said.date, said.edition, said.publisher, said.published)
        words += (__version__, "shrunken") if self.shrunken else (__version__,)
        return f"{file}:{hashlib.sha256(repr(words).encode() + columns).hexdigest()[:12]}"


def add(case: store.Case, paths: list[Path], wish: Wish) -> Iterator[Added]:
    """Add each file, one result for each stream in it; a file that cannot be read does not stop the rest."""
    for path in paths:
        try:
            _check(path)
            sha256, file = short_hash(path)
            for opened in streams(path, file):
                yield _add_stream(case, _Stream(path, sha256, opened, wish.stamp(opened.file)), wish)
        except SourceError as error:
            yield _refused_whole(case, path, error, wish)
        except (OSError, DeltaError) as error:
            why = str(getattr(error, "strerror", None) or error)
            if path.is_file() and _of_the_disk(error):
                yield Added(path.name, "", None, 0, 0, None, stopped=why)
            else:
                yield Added(path.name, "", None, 0, 0, f"cannot be opened: {why}")


def files_in(path: Path) -> list[Path]:
    """The file itself, or the files below a folder in order of name, hidden ones left out."""
    if not path.is_dir() or path.is_symlink():
        return [path]
    inside = (p for p in path.rglob("*") if p.is_file() or p.is_symlink())
    return sorted(p for p in inside if not any(part.startswith(".") for part in p.relative_to(path).parts))


def _check(path: Path) -> None:
    if path.is_symlink() and (target := path.resolve()).parent != path.parent.resolve():
        raise SourceError("a link that leads out of its folder", file=path.name, hint=f"add {target} itself")
    if not path.exists():
        raise SourceError("there is no such file", file=str(path))
    if not path.is_file():
        raise SourceError("not a regular file", file=path.name)


@dataclass(frozen=True)
class _Stream:
    """One stream of a file on its way into the case."""

    path: Path
    sha256: str
    opened: Opened
    stamp: str


@dataclass
class _Outcome:
    """What reading a stream came to."""

    tally: Tally
    source: Source | None = None
    reason: str | None = None


@dataclass(frozen=True)
class _Reader:
    """A source about to read a stream for a case."""

    case: store.Case
    opened: Opened
    source: Source


def _add_stream(case: store.Case, stream: _Stream, wish: Wish) -> Added:
    opened = stream.opened
    if (before := _before(case, opened.file)) is not None:
        if before["rows"] or json.loads(before["summary"])["stamp"] == stream.stamp:
            name, source = before["name"], before["source"]
            return Added(name, opened.file, source, before["rows"], before["refused"], before["reason"], True)
        store.forget(case, opened.file)
    appender, outcome = store.Appender(case, wish.max_rows), _Outcome(Tally())
    try:
        outcome.source = _choose(opened, wish)
        _read(_Reader(case, opened, outcome.source), appender, outcome.tally, wish)
    except SourceError as error:
        if outcome.tally.tables.keys() & set(FOLDED):
            # Half a list says of the other half that it is not listed.
            appender.drop()
            appender, outcome = store.Appender(case, wish.max_rows), _Outcome(Tally(), outcome.source)
            error = SourceError(f"{error.reason}; nothing of the list was added", hint=error.hint)
        _refuse(appender, outcome, opened, error)
    except Exception as error:  # a stranger's file must not stop the others; the fault is reported as ours
        if _of_the_disk(error):
            appender.drop()
            raise
        return Added(opened.name, opened.file, None, 0, 0, None, fault=traceback.format_exc())
    return _commit(case, stream, appender, outcome, wish)


def _read(reader: _Reader, appender: store.Appender, tally: Tally, wish: Wish) -> None:
    """Read a stream to its end; of rows that an earlier edition of a list has, only that they stand again."""
    case, opened, source = reader.case, reader.opened, reader.source
    known = _Known(case)
    fold = Fold(source.part(opened), lambda table, name: store.facts(case, table, name))
    for batch in source.read(opened, wish.reading):
        count(tally, batch.table, batch.rows)
        appender.add(batch.table, known.fresh(batch.table, fold.take(batch.table, batch.rows)))
        if wish.progress:
            wish.progress(opened.name, sum(tally.tables.values()))
    if fold.any:
        before = store.read(case, "editions")
        appender.add("editions", fold.editions(before, opened.file, shrunken=wish.shrunken))


class _Known:
    """The reports and taken-down claims that a case has: the same one from another file is no second row."""

    def __init__(self, case: store.Case) -> None:
        self._case = case
        self._met: set[tuple[str, str]] = set()

    def fresh(self, table: str, rows: pa.Table) -> pa.Table:
        """The rows whose id the case does not have yet."""
        id_ = ONCE.get(table)
        if id_ is None:
            return rows
        asked = rows[id_].combine_chunks()
        there = store.read(self._case, table, ds.field(id_).isin(asked))[id_].to_pylist()
        self._met |= {(table, name) for name in there}
        keep = []
        for name in asked.to_pylist():
            keep.append((table, name) not in self._met)
            self._met.add((table, name))
        return rows.filter(pa.array(keep, pa.bool_()))


def _of_the_disk(error: Exception) -> bool:
    """True when the disk is why something could not be written or read, not what was in it."""
    return getattr(error, "errno", None) in DISK or "(os error " in str(error)


def _choose(opened: Opened, wish: Wish) -> Source:
    if wish.as_source:
        return sources.named(wish.as_source)
    if wish.reading.columns:
        return sources.mapped(wish.reading.columns)
    return sources.recognised(opened)


def _before(case: store.Case, file: str) -> dict[str, Any] | None:
    rows = store.read(case, "files", ds.field("file") == file).to_pylist()
    return rows[-1] if rows else None


def _refuse(appender: store.Appender, outcome: _Outcome, opened: Opened, error: SourceError) -> None:
    """Keep the reason why the file, or the rest of it, could not be read."""
    outcome.reason = _in_words(error)
    if error.line and outcome.tally.tables:
        outcome.reason = f"read up to line {error.line}: {outcome.reason}"
    line = error.line or 0
    row = {
        "file": opened.file,
        "line": line,
        "reason": error.reason,
        "text": opened.head[:200].decode("utf-8", "replace") if not line else None,
        "source": outcome.source.name if outcome.source else None,
        "record": f"{opened.file}:{line}",
    }
    appender.add("refusals", fields.from_rows([row], "refusals"))
    outcome.tally.refused += 1


def _in_words(error: SourceError) -> str:
    return error.reason + (f" ({error.hint})" if error.hint else "")


def _commit(
    case: store.Case, stream: _Stream, appender: store.Appender, outcome: _Outcome, wish: Wish
) -> Added:
    """Make the rows visible, then the copy of the file, then the ledger row that says it is whole."""
    opened, tally, reason = stream.opened, outcome.tally, outcome.reason
    rows = sum(tally.tables.values())
    if rows == 0 and reason is None:
        main = main_reason(tally)
        reason = f"every row was refused: {main}" if main else "nothing in it to add"
    used = outcome.source.name if outcome.source else None
    if tally.hours and used:
        appender.add("feeds", stretches(tally, used))
    appender.commit(stream.stamp)
    kept = store.keep(case, stream.path, opened.file.split(".")[0])
    ledger = {
        "file": opened.file,
        "sha256": stream.sha256,
        "name": opened.name,
        "path": kept,
        "bytes": stream.path.stat().st_size,
        "kept": not Path(kept).is_absolute(),
        "source": used,
        "reason": reason,
        "rows": rows,
        "refused": tally.refused,
        "first": moment(tally.first),
        "last": moment(tally.last),
        "summary": summary(tally, stream.stamp),
        "added": wish.reading.now,
    }
    store.append(case, "files", fields.from_rows([ledger], "files"), stream.stamp)
    return Added(opened.name, opened.file, used, rows, tally.refused, reason)


def _refused_whole(case: store.Case, path: Path, error: SourceError, wish: Wish) -> Added:
    """A file that could not even be opened; the ledger says so when there is a file to speak of."""
    if path.is_symlink() or not path.is_file():
        return Added(path.name, "", None, 0, 1, _in_words(error))
    sha256, file = short_hash(path)
    if (before := _before(case, file)) is not None:
        return Added(path.name, file, None, 0, before["refused"], before["reason"], True)
    unread = File(path.name, file, b"", _never)
    appender, outcome = store.Appender(case, 1), _Outcome(Tally())
    _refuse(appender, outcome, unread, error)
    return _commit(case, _Stream(path, sha256, unread, wish.stamp(file)), appender, outcome, wish)


def _never() -> BinaryIO:
    raise SourceError("the file could not be opened")

"""Mending: whether a case is whole, and what a crash can leave put right."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError

from vedette import store, watch
from vedette.errors import VedetteError
from vedette.live import merging
from vedette.live.journal import Journal
from vedette.live.ticking import listened_to

# What is younger may belong to somebody who is at work.
LEFT_HOURS = 24


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be: what, where, and whether it is put right or what can be done."""

    what: str
    where: str
    mended: bool
    remedy: str = ""


def examined(case: store.Case, *, mend: bool = True, left_hours: float = LEFT_HOURS) -> Iterator[Finding]:
    """Look through a case, and with ``mend`` put right what can be; what is sound gives nothing."""
    before = datetime.now(UTC).timestamp() - left_hours * 3600
    yield from _watch(case)
    yield from _tables(case)
    yield from _left(case, before, mend=mend)
    yield from _ledger(case)
    yield from _journal(case, mend=mend)
    yield from _small(case, mend=mend)


def _watch(case: store.Case) -> Iterator[Finding]:
    try:
        watch.read(case.watch)
    except (VedetteError, OSError) as error:
        yield Finding(
            f"cannot be read: {error}", "watch.toml", False, "mend it by hand, or restore it from a backup"
        )


def _tables(case: store.Case) -> Iterator[Finding]:
    """Every file that the last commit of each table names is there, whole, with the rows it should have."""
    for name in store.STORED:
        try:
            actions = pa.table(DeltaTable(str(case.folder(name))).get_add_actions()).to_pylist()
        except (DeltaError, OSError, ValueError) as error:
            yield Finding(
                f"the table cannot be opened: {str(error)[:200]}", name, False, "restore it from a backup"
            )
            continue
        for action in actions:
            path = case.folder(name) / unquote(action["path"])
            if trouble := _trouble(path, action):
                where = str(path.relative_to(case.path))
                yield Finding(trouble, where, False, "restore the case from a backup, or add its files anew")


def _trouble(path: Path, action: dict[str, object]) -> str | None:
    try:
        if path.stat().st_size != action["size_bytes"]:
            return f"has {path.stat().st_size:,} bytes where {action['size_bytes']:,} were written"
        rows = pq.read_metadata(path).num_rows
    except FileNotFoundError:
        return "is gone"
    except (OSError, pa.ArrowInvalid) as error:
        return f"cannot be read: {str(error)[:100]}"
    wanted = action["num_records"]
    return f"has {rows:,} rows where {wanted:,} were written" if wanted not in (None, rows) else None


def _left(case: store.Case, before: float, *, mend: bool) -> Iterator[Finding]:
    """Half-written files and rows that were never committed, of writers that are gone."""
    for folder in (
        case.path,
        case.path / "files",
        case.path / "tables",
        case.path / "out",
        case.path / "journal",
    ):
        for path in sorted(folder.glob(".*")) if folder.is_dir() else ():
            if path.is_file() and len(path.name.rpartition(".")[2]) == 32 and path.stat().st_mtime < before:
                yield _removed(case, path, "half written", mend=mend)
    for name in store.STORED:
        folder = case.folder(name)
        named = _named(folder)
        for path in sorted(folder.rglob("*.parquet")) if named is not None else ():
            where = path.relative_to(folder)
            if where.parts[0] == "_delta_log" or where.as_posix() in (named or ()):
                continue
            if path.stat().st_mtime < before:
                yield _removed(case, path, "in no commit", mend=mend)


def _named(folder: Path) -> set[str] | None:
    """The files that the last commit names; None when it cannot be read."""
    try:
        return set(map(unquote, pa.table(DeltaTable(str(folder)).get_add_actions())["path"].to_pylist()))
    except (DeltaError, OSError, ValueError):
        return None


def _removed(case: store.Case, path: Path, what: str, *, mend: bool) -> Finding:
    if mend:
        path.unlink(missing_ok=True)
    return Finding(
        f"{what}: left by a writer that was stopped",
        str(path.relative_to(case.path)),
        mend,
        "removed" if mend else "vedette doctor removes it",
    )


def _ledger(case: store.Case) -> Iterator[Finding]:
    """The copy of each file is there and unchanged, and each row is of a file that was added to its end."""
    try:
        rows = store.read(case, "files").to_pylist()
    except (DeltaError, OSError, pa.ArrowInvalid):
        return
    for row in rows:
        path = case.path / row["path"] if row["kept"] else Path(row["path"])
        if not path.is_file():
            remedy = "put it back from a backup; the rows read from it stay"
            yield Finding(f"the copy of {row['name']} is gone", row["path"], False, remedy)
        elif row["kept"] and hashlib.sha256(path.read_bytes()).hexdigest() != row["sha256"]:
            yield Finding(
                f"the copy of {row['name']} was changed", row["path"], False, "put it back from a backup"
            )
    known = {row["file"] for row in rows}
    for table in ("positions", "statics"):
        try:
            files = {
                one
                for part in store.batches(case, table, ["file"])
                for one in part["file"].unique().to_pylist()
            }
        except (DeltaError, OSError, pa.ArrowInvalid):
            continue
        for file in sorted(files - known):
            remedy = "add the file again (vedette listen does it by itself with its journal)"
            yield Finding(
                f"{table} has rows of a file that was not added to its end", str(file), False, remedy
            )


def _journal(case: store.Case, *, mend: bool) -> Iterator[Finding]:
    folder = case.path / "journal"
    if not folder.is_dir():
        return
    for path in sorted((folder / "faults").glob("*")):
        yield Finding(
            "a segment that vedette failed on",
            str(path.relative_to(case.path)),
            False,
            "report it; then add it with vedette add --as ais/nmea",
        )
    if listened_to(case):
        return
    for path in sorted(folder.glob("*.open")):
        if mend:
            Journal(folder, path.name.rpartition("-")[0]).start()
        yield Finding(
            "a segment that was being written",
            path.name,
            mend,
            "closed at its last whole line; the next vedette listen adds it",
        )
    for path in (folder / "told.json", folder / "health.json"):
        try:
            json.loads(path.read_text()) if path.exists() else None
        except (OSError, ValueError):
            if mend:
                path.unlink(missing_ok=True)
            yield Finding("cannot be read", f"journal/{path.name}", mend, "removed; it is made again")


def _small(case: store.Case, *, mend: bool) -> Iterator[Finding]:
    """Many small files slow every reader down."""
    if not mend:
        return
    try:
        for done in merging.merge(case):
            if done.files:
                yield Finding(f"{done.files:,} small files", done.table, True, f"merged into {done.into:,}")
    except (DeltaError, OSError, pa.ArrowInvalid):
        return  # what is wrong with the table has been said

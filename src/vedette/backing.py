"""Backup: a whole copy of a case in one file, made while others read and write it; and back."""

import json
import os
import shutil
import tarfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pyarrow as pa
from deltalake import DeltaTable

from vedette import storage, store
from vedette.errors import CaseError

TRIES = 50


def backup(case: store.Case, path: Path) -> int:
    """Write a case to a new tar file; how many files it holds.

    What came is copied before the ledger, and all tables as they were while that stayed the same: so a file
    that was being added is either not there, or added to its end by the next who adds it. Large files
    that the case only points to are not in it.
    """
    storage.must_be_here(case.path, "a backup", "copy the prefix with the tools of your storage.")
    if path.exists():
        raise CaseError(f"{path} exists.\nHint: vedette overwrites no backup; choose another name.")
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        with tarfile.open(part, "w", format=tarfile.PAX_FORMAT) as out:
            for name in _beside(case):
                _put(out, case, name)
            versions = _versions(case)
            for table, version in versions.items():
                for name in _of_table(case, table, version):
                    _put(out, case, name, must=True)
            count = len(out.getmembers())
        with part.open("rb") as stream:
            os.fsync(stream.fileno())
        part.replace(path)
    except FileNotFoundError as error:
        raise CaseError(f"{error.filename} went away while it was copied.\nHint: try again.") from error
    finally:
        part.unlink(missing_ok=True)
    return count


def restore(path: Path, folder: Path) -> store.Case:
    """Make a case of a backup, in a folder that is not there yet or empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CaseError(
            f"{folder} exists and is not empty.\nHint: vedette restores over nothing; choose another."
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = folder.with_name(f".{folder.name}.{uuid.uuid4().hex}")
    try:
        with tarfile.open(path, "r:") as given:
            if "tables/LAYOUT" not in given.getnames():
                raise CaseError(f"{path} is not a backup of a case.")
            given.extractall(part, filter="data")
        if folder.exists():
            folder.rmdir()
        part.replace(folder)
    except (tarfile.TarError, EOFError) as error:
        raise CaseError(f"{path} cannot be read as a backup: {error}.") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return store.open_case(folder)


def _put(out: tarfile.TarFile, case: store.Case, name: str, *, must: bool = False) -> None:
    try:
        out.add(case.path / name, name, recursive=False)
    except FileNotFoundError:
        if must:
            raise


def _beside(case: store.Case) -> Iterator[str]:
    """All but the tables: the journal first, since what leaves it is in the tables already."""
    for top in ("journal", "watch.toml", "files", "out", "tables"):
        root = case.path / top
        for path in (
            [root] if root.is_file() else sorted(root.rglob("*") if top != "tables" else root.glob("*"))
        ):
            hidden = path.name.startswith(".") or path.suffix in (".part", ".open") or path.name == "lock"
            if path.is_file() and not path.is_symlink() and not hidden:
                yield path.relative_to(case.path).as_posix()


def _versions(case: store.Case) -> dict[str, int]:
    """The versions of all tables, while the ledger had one."""
    for _ in range(TRIES):
        found = store.versions(case)
        if store.versions(case)["files"] == found["files"]:
            break
    return found


def _of_table(case: store.Case, table: str, version: int) -> Iterator[str]:
    """The log of a table up to a version, and the files that its rows lie in."""
    folder, base = case.folder(table), f"tables/{table}"
    delta = DeltaTable(str(folder), version=version)
    for action in sorted(pa.table(delta.get_add_actions())["path"].to_pylist()):
        yield f"{base}/{unquote(action)}"
    for path in sorted((folder / "_delta_log").iterdir()):
        number = path.name.split(".")[0]
        if number.isdigit() and int(number) <= version:
            yield f"{base}/_delta_log/{path.name}"
    last = folder / "_delta_log" / "_last_checkpoint"
    if last.exists() and int(json.loads(last.read_text())["version"]) <= version:
        yield f"{base}/_delta_log/_last_checkpoint"

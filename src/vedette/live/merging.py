"""Merging: the many small files that listening adds become few, and what nobody reads any more goes.

Both are commits or deletions of their own: who reads goes on with the files of the commit that was read.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from deltalake import DeltaTable
from deltalake.exceptions import CommitFailedError, DeltaError

from vedette import store
from vedette.packing import PARTITIONS

# A reader that has opened a commit is done with it within the hour; the log keeps older ones no longer.
KEEP_HOURS = 1
Row = dict[str, Any]
MOST_FILES, MOST_ROWS = 32, 8_000_000
MOST_VERSIONS = 50
_LOG, _LOG_DAYS = "delta.logRetentionDuration", "interval 2 days"


@dataclass(frozen=True)
class Merged:
    """What merging did to a table."""

    table: str
    files: int = 0
    into: int = 0
    removed: int = 0


def merge(case: store.Case, *, most_files: int = MOST_FILES, keep_hours: int = KEEP_HOURS) -> list[Merged]:
    """Merge the sorted runs of each partition with more than ``most_files``; remove what is long replaced.

    A table that somebody else changed meanwhile is left for the next time.
    """
    done = []
    for name in store.STORED:
        files = into = 0
        for small in _small(case, name, most_files):
            try:
                into += store.rewrite(case, name, [row["path"] for row in small])
                files += len(small)
            except (CommitFailedError, DeltaError):
                break
        removed = _vacuumed(case, name, keep_hours)
        if files or removed:
            done.append(Merged(name, files, into, removed))
    return done


def _small(case: store.Case, name: str, most: int) -> Iterator[list[Row]]:
    """The files of each partition that has too many, without the largest when they come to too much."""
    actions = pa.table(DeltaTable(str(case.folder(name))).get_add_actions(flatten=True))
    if not len(actions):
        return
    keys = [f"partition.{key}" for key in PARTITIONS.get(name, ())]
    by: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in actions.select(["path", "size_bytes", "num_records", *keys]).to_pylist():
        by[tuple(row[key] for key in keys)].append(row)
    for rows in by.values():
        rows.sort(key=lambda row: (row["num_records"] or 0, row["path"]))
        chosen, total = [], 0
        for row in rows:
            total += row["num_records"] or 0
            if total > MOST_ROWS:
                break
            chosen.append(row)
        if len(chosen) > most:
            yield chosen


def _vacuumed(case: store.Case, name: str, keep_hours: int) -> int:
    """Remove the files that no commit of the last hours names, and commits of the log that are days old."""
    delta = DeltaTable(str(case.folder(name)))
    long = delta.version() - _checkpoint(case, name) >= MOST_VERSIONS
    if long and delta.metadata().configuration.get(_LOG) != _LOG_DAYS:
        delta.alter.set_table_properties({_LOG: _LOG_DAYS})
    gone = delta.vacuum(retention_hours=keep_hours, dry_run=False, enforce_retention_duration=False)
    if long:
        delta.create_checkpoint()
        delta.cleanup_metadata()
    return len(gone)


def _checkpoint(case: store.Case, name: str) -> int:
    """The version of the last checkpoint, from which a reader begins."""
    try:
        said = json.loads((case.folder(name) / "_delta_log" / "_last_checkpoint").read_text())
        return int(said["version"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0

"""Replay the versions of OFAC's list through ``add``: CPU seconds of each update, and what is stored.

    python benchmarks/lists_replay.py ../shared/data/lists/ofac/sdn-history-2021-08-18_2024-05-03.jsonl.xz 20

The file of all versions is added at once; then the last so many versions are written as SDN.CSV, one
file each, and added one by one to another case, as they came out.
"""

import csv
import io
import json
import lzma
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from vedette import adding, store
from vedette.steps import Reading

NOW = datetime(2026, 11, 22)


def versions(path: Path) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Each date, and all rows of that day's last version."""
    rows: dict[str, list[str]] = {}
    last = ""
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            date, _, op, row = json.loads(line)
            if last and date != last:
                yield last, rows
            last = date
            if op == "remove":
                del rows[row[0]]
            else:
                rows[row[0]] = row
    yield last, rows


def as_csv(rows: dict[str, list[str]]) -> bytes:
    """The rows as SDN.CSV has them: no header, ``-0-`` for empty, 0x1A at the end."""
    out = io.StringIO()
    csv.writer(out).writerows([[cell or "-0-" for cell in row] for row in rows.values()])
    return out.getvalue().encode() + b"\x1a"


def add(case: store.Case, path: Path) -> tuple[adding.Added, float]:
    """Add a file, and say how many CPU seconds it took."""
    started = time.process_time()
    (came,) = adding.add(case, [path], adding.Wish(Reading(now=NOW)))
    return came, time.process_time() - started


def size(case: store.Case) -> float:
    """MiB of the tables of lists on disk."""
    tables = ("entities", "links", "editions")
    return (
        sum(f.stat().st_size for name in tables for f in case.folder(name).rglob("*") if f.is_file()) / 2**20
    )


def main(path: Path, last: int) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        whole = store.create(Path(folder) / "whole", 'name = "t"\ntitle = "T"\n')
        came, took = add(whole, path)
        told = store.read(whole, "editions")
        dates = len(told["list_date"].unique())
        stored = {table: store.count(whole, table) for table in ("entities", "links")}
        print(f"{came.name}: {dates} editions in {took:.1f} s CPU, {stored['entities']:,} entities and")
        print(f"{stored['links']:,} links stored, {size(whole):.1f} MiB")
        one_by_one = store.create(Path(folder) / "one", 'name = "t"\ntitle = "T"\n')
        took_each = []
        for number, (date, rows) in enumerate(versions(path)):
            if number < dates - last:
                continue
            file = Path(folder) / f"sdn-{date}.csv"
            file.write_bytes(as_csv(rows))
            came, took = add(one_by_one, file)
            if not came.rows:
                print(f"{date}: refused, {came.reason}")
            took_each.append(took)
        took_each.sort()
        if took_each:
            print(f"{len(took_each)} one by one: median {took_each[len(took_each) // 2]:.2f} s CPU, most"
                  f" {took_each[-1]:.2f} s; {store.count(one_by_one, 'entities'):,} entities stored,"
                  f" {size(one_by_one):.1f} MiB")  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 20)

"""Replay the versions of OFAC's list through ``add``: CPU seconds of each update, and what is stored.

    python benchmarks/lists_replay.py [--last 20] [--before 3] [--history FILE]

The file of all versions is added at once; then the versions are written as SDN.CSV, one file each, and added
one by one to another case, as they came out: all of them, or the last so many, or those before and on the
days that are told. Ends with 1 when an update took more than 3 s of processor, was refused, or a day did not
bring the ships it brought.
"""

import argparse
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

from vedette import adding, comparing, store
from vedette.steps import Reading

NOW = datetime(2026, 11, 22)
MOST_S = 3.0
HISTORY = Path(__file__).resolve().parents[2] / "shared/data/lists/ofac"
HISTORY /= "sdn-history-2021-08-18_2024-05-03.jsonl.xz"
# What two days are known to have brought, of ships.
BROUGHT = {
    "2022-05-08": {"ANGARA", "LADY R", "MAIA-1", "SPARTA", "SPARTA III", "SPARTA IV", "ADLER"},
    "2023-12-12": {"MARIA"},
}


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


def brought(case: store.Case, before: str, date: str) -> list[str]:
    """The ships that a version has and the one before it had not."""
    found = comparing.compare(case, "ofac", datetime.fromisoformat(before), datetime.fromisoformat(date))
    rows = found.changes.to_pylist()
    return sorted(row["name"] for row in rows if (row["kind"], row["what"]) == ("vessel", "added"))


def one_by_one(case: store.Case, path: Path, wanted: set[str]) -> bool:
    """Add the versions of some dates one by one, and say what it cost; False where something is wrong."""
    took_each: list[tuple[float, str]] = []
    good, before = True, ""
    for date, rows in versions(path):
        if date not in wanted:
            continue
        file = case.path.parent / f"sdn-{date}.csv"
        file.write_bytes(as_csv(rows))
        came, took = add(case, file)
        took_each.append((took, date))
        if not came.rows:
            print(f"{date}: refused, {came.reason}")
            good = False
        if date in BROUGHT and before:
            ships = brought(case, before, date)
            lacking = BROUGHT[date] - set(ships)
            print(f"{date} ({took:.2f} s CPU): {len(ships)} ships added: {', '.join(ships)}")
            print(f"  LACKING: {', '.join(sorted(lacking))}" if lacking else "  all that day is known for")
            good = good and not lacking
        before = date
    took_each.sort()
    if took_each:
        middle, (most, slowest) = took_each[len(took_each) // 2][0], took_each[-1]
        print(f"{len(took_each)} one by one: median {middle:.2f} s CPU, most {most:.2f} s ({slowest});")
        print(f"  {store.count(case, 'entities'):,} entities stored, {size(case):.1f} MiB")
        good = good and most <= MOST_S
    return good


def main() -> int:
    """Print the figures."""
    wish = argparse.ArgumentParser(description=__doc__)
    wish.add_argument("--history", type=Path, default=HISTORY)
    wish.add_argument("--last", type=int, default=0, help="only the last so many versions, one by one")
    wish.add_argument(
        "--before", type=int, default=0, help="only so many versions up to each day that is told"
    )
    asked = wish.parse_args()
    if not asked.history.is_file():
        print(f"SKIPPED: no versions of the list in {asked.history}")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        whole = store.create(Path(folder) / "whole", 'name = "t"\ntitle = "T"\n')
        came, took = add(whole, asked.history)
        dates = sorted(
            f"{one:%Y-%m-%d}" for one in store.read(whole, "editions")["list_date"].unique().to_pylist()
        )
        stored = {table: store.count(whole, table) for table in ("entities", "links")}
        print(f"{came.name}: {len(dates)} editions in {took:.1f} s CPU, {stored['entities']:,} entities and")
        print(f"  {stored['links']:,} links stored, {size(whole):.1f} MiB")
        wanted = set(dates[-asked.last :] if asked.last else dates)
        if asked.before:
            places = [dates.index(day) for day in BROUGHT]
            wanted = {dates[n] for place in places for n in range(place - asked.before, place + 1)}
        again = store.create(Path(folder) / "one", 'name = "t"\ntitle = "T"\n')
        return 0 if one_by_one(again, asked.history, wanted) else 1


if __name__ == "__main__":
    sys.exit(main())

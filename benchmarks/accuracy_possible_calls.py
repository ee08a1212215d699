"""How many calls that a silence hides are found to have been possible, on the bundled made-up sea.

    python benchmarks/accuracy_possible_calls.py

Makes the bundled case in a folder of its own and runs it, then compares with the truth that the made-up sea
keeps: calls that lie wholly within a gap of their ship, at a watched place.
"""

import csv
import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from pathlib import Path

from vedette import store

SLACK = timedelta(hours=1)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "case"
        demo = [sys.executable, "-m", "vedette", "demo", "--case", str(case), "--no-open", "-q"]
        subprocess.run(demo, check=True, stdout=subprocess.DEVNULL)
        rows = store.read(store.open_case(case), "events").to_pylist()
        with (case / "out" / "synthetic-truth.csv").open(encoding="utf-8") as file:
            truth = list(csv.DictReader(line for line in file if not line.startswith("#")))
    told(rows, truth)


def told(rows: list[dict], truth: list[dict]) -> None:
    gaps = [{**row, **json.loads(row["details"])} for row in rows if row["kind"] == "gap"]
    calls = [{**row, **json.loads(row["details"])} for row in rows if row["kind"] == "possible_call"]
    kinds = Counter(gap["class"] for gap in gaps)
    print(f"gaps {len(gaps)}: " + ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())))
    meetings = sum(row["kind"] == "possible_meeting" for row in rows)
    print(f"possible calls given {len(calls)}, possible meetings {meetings}")
    by_ship, windows = defaultdict(list), defaultdict(list)
    for gap in gaps:
        by_ship[gap["mmsi"]].append(gap)
    for call in calls:
        windows[call["gap"], call["place"]].append(call)
    watched = {call["place"] for call in calls}
    hidden = Counter()
    for row in truth:
        start, end = (datetime.fromisoformat(row[name]) for name in ("start", "end"))
        for gap in by_ship[int(row["mmsi"])]:
            within = gap["end"] is not None and gap["start"] <= start and end <= gap["end"]
            if row["kind"] != "port_call" or row["place"] not in watched or not within:
                continue
            found = windows[gap["event"], row["place"]]
            hidden["all", gap["class"]] += 1
            hidden["found", gap["class"]] += bool(found)
            hidden["in window", gap["class"]] += any(
                call["start"] <= start + SLACK and call["end"] >= end - SLACK for call in found
            )
    for kind in sorted({kind for _, kind in hidden}):
        of = hidden["all", kind]
        print(
            f"calls hidden by a {kind} silence: {of}, possible {hidden['found', kind]}, "
            f"the stay within the window to an hour {hidden['in window', kind]}"
        )


if __name__ == "__main__":
    main()

"""From CSV to events by the commands a user types, at a size that no memory holds.

    python benchmarks/large.py --rows 200000000 --keep DIR
    python benchmarks/large.py --rows 5000000 10000000     # does twice the rows take twice the time?

Each size is a case of its own: files of five million rows are made with a seed (the sea of ``detectors.py``),
added one by one and thrown away, then ``vedette run`` makes the events. What is done is noted in the folder,
so that a stopped bench goes on where it was; a stage that was stopped is measured anew. Every command is a
process of its own: seconds by the clock, seconds of processor, and the most memory any of them held.
"""

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
from detectors import places, sea

from events import SEED, WATCH, ports
from vedette import store

FILE_ROWS, SEA_ROWS = 5_000_000, 500_000
MADE_SHIPS = 1000  # numbers kept for the ships of one sea


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--rows", type=int, nargs="+", default=[200_000_000])
    ask.add_argument("--memory", default="2GiB", help="what each command may hold")
    ask.add_argument("--keep", type=Path, help="work in this folder, and go on with what is there")
    asked = ask.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        told = [measured(asked.keep or Path(temporary), rows, asked.memory) for rows in asked.rows]
    line = "{:>13}{:>9}{:>12}{:>9}{:>12}{:>12}{:>10}{:>12}{:>9}"
    print(
        line.format(
            "rows", "add, s", "rows/s", "run, s", "rows/s", "CSV-events", "CPU, s", "rows/CPU-s", "MiB"
        )
    )
    for one in told:
        rows, add, run = one["rows"], one["add"], one["run"]
        both, cpu = add["seconds"] + run["seconds"], add["cpu"] + run["cpu"]
        numbers = [f"{rows:,}", f"{add['seconds']:,.0f}", f"{rows / add['seconds']:,.0f}"]
        numbers += [f"{run['seconds']:,.0f}", f"{rows / run['seconds']:,.0f}", f"{rows / both:,.0f}"]
        numbers += [f"{cpu:,.0f}", f"{rows / cpu:,.0f}", f"{max(add['peak'], run['peak']):,.0f}"]
        print(line.format(*numbers))
    for one, other in itertools.pairwise(told):
        seconds, cpu = (
            sum(other[stage][what] for stage in ("add", "run"))
            / sum(one[stage][what] for stage in ("add", "run"))
            for what in ("seconds", "cpu")
        )
        more = other["rows"] / one["rows"]
        print(f"{more:.1f} x the rows take {seconds:.2f} x the time and {cpu:.2f} x the processor's")


def measured(folder: Path, rows: int, memory: str) -> dict[str, object]:
    case, notes = folder / f"large-{rows}", folder / f"large-{rows}.json"
    said = json.loads(notes.read_text()) if notes.exists() else {"files": [], "run": None, "rows": 0}
    if not case.exists():
        opened = store.create(case, WATCH)
        store.append(opened, "places", unwatched(), "places")
    for number in range(len(said["files"]), -(-rows // FILE_ROWS)):
        file = written(folder / f"sea-{number}.csv", number, min(FILE_ROWS, rows - number * FILE_ROWS))
        said["files"].append(timed("add", case, file, "--quiet", "--memory", memory))
        noted(notes, said)
        file.unlink()
    if said["run"] is None:
        said["run"] = timed("run", case, "--quiet", "--memory", memory)
        said["rows"] = store.count(store.open_case(case), "positions")
        noted(notes, said)
    add = {what: sum(one[what] for one in said["files"]) for what in ("seconds", "cpu")}
    add["peak"] = max(one["peak"] for one in said["files"])
    return {"rows": said["rows"], "add": add, "run": said["run"]}


def unwatched() -> pa.Table:
    """The ports, none of them watched: what silences could have led to is another question."""
    made = places(ports(), np.random.default_rng(SEED))
    at = made.column_names.index("role")
    return made.set_column(at, "role", pa.nulls(len(made), pa.string()))


def noted(notes: Path, said: dict[str, object]) -> None:
    part = notes.with_suffix(".part")
    part.write_text(json.dumps(said))
    part.replace(notes)


def written(path: Path, number: int, rows: int) -> Path:
    """A file of so many rows, of ships that are in no other file."""
    with path.open("wb") as file:
        for part, start in enumerate(range(0, rows, SEA_ROWS)):
            seed = number * (FILE_ROWS // SEA_ROWS) + part
            some = sea(min(SEA_ROWS, rows - start), ports(), np.random.default_rng(SEED + 1 + seed))
            table = pl.DataFrame(
                {
                    "MMSI": some["mmsi"].to_numpy() + MADE_SHIPS * seed,
                    "BaseDateTime": pl.Series(some["time"].to_numpy()).dt.strftime("%Y-%m-%dT%H:%M:%S"),
                    "LAT": some["lat"].to_numpy(),
                    "LON": some["lon"].to_numpy(),
                    "SOG": some["speed_kn"].to_numpy(),
                    "COG": some["course_deg"].to_numpy(),
                }
            )
            table.write_csv(file, include_header=start == 0)
    return path


# Run a command and say what it took: a child of its own, since the most memory is that of all children.
_MEASURED = """
import json, resource, subprocess, sys, time
begun = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
peak = used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
seconds, cpu = time.perf_counter() - begun, used.ru_utime + used.ru_stime
print(json.dumps({"seconds": seconds, "cpu": cpu, "peak": peak}))
sys.exit(done.returncode)
"""


def timed(*words: object) -> dict[str, float]:
    command = [sys.executable, "-c", _MEASURED, sys.executable, "-m", "vedette", *map(str, words)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    main()

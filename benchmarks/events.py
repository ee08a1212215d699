"""From Parquet to events: every step that works ship by ship, on a case of many positions, beside peers.

    python benchmarks/events.py --rows 10000000 50000000

Each size is a case of its own, made first with a seed (the sea of ``detectors.py``: ships that lie in port
four rows in five, sail at twelve knots, report every three minutes and fall silent now and then), and read
by a process of its own under ``--memory``. Compiling is not counted: one small part is run before. The peers
read the same files with the same two threads: DuckDB by a window over ship and time.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pyarrow as pa
from detectors import places, sea

from vedette import fields, flow, running, store, watch
from vedette.engines import local
from vedette.steps import answer

SEED, PORTS, UNTIL = 0, 15_000, np.datetime64("2024-06-01T00:00:00", "us").item()
WATCH = 'name = "bench"\ntitle = "Bench"\n'
SHIPS_AT_ONCE_ROWS = 1_000_000


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--rows", type=int, nargs="+", default=[10_000_000, 50_000_000])
    ask.add_argument("--memory", type=int, default=1500, help="MiB that a run may hold")
    ask.add_argument("--keep", type=Path, help="keep the cases in this folder, and use them again")
    ask.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    asked = ask.parse_args()
    if asked.child:
        print(json.dumps(run(asked.child, asked.memory)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        told = {rows: measured(asked.keep or Path(temporary), rows, asked.memory) for rows in asked.rows}
    report(told)
    beside_peers()


def beside_peers() -> None:
    """What needs no case: meetings from points, and the cutting of tracks in memory."""
    import peers  # noqa: PLC0415 - Spark's environment has them not

    met = peers.meetings(2_000_000)
    cut = peers.splitting(sea(100_000, ports(), np.random.default_rng(SEED)).sort_by("mmsi"))
    print(f"\nmeetings of {met['points']:,} ten-minute points: {met['found']:,}")
    for name, one, unit in (("meetings", met, met["points"]), ("cutting at silences", cut, cut["rows"])):
        his = "DuckDB" if one is met else "movingpandas"
        print(
            f"{name}: {unit / one['ours']:,.0f} rows/s, {his} {unit / one['theirs']:,.0f},"
            f" ratio {one['theirs'] / one['ours']:,.1f}, same answer: {one['same']}"
        )


def measured(folder: Path, rows: int, memory: int) -> dict[str, object]:
    case = folder / f"case-{rows}"
    if not case.exists():
        made(case, rows)
    command = [sys.executable, __file__, "--child", str(case), "--memory", str(memory)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def ports() -> np.ndarray:
    rng = np.random.default_rng(SEED)
    return np.column_stack([rng.uniform(20.0, 55.0, PORTS), rng.uniform(105.0, 155.0, PORTS)])


def made(path: Path, rows: int) -> None:
    case = store.create(path, WATCH)
    store.append(case, "places", places(ports(), np.random.default_rng(SEED)), "places")
    appender = store.Appender(case, max_rows=4_000_000)
    for part in range(max(1, rows // SHIPS_AT_ONCE_ROWS)):
        some = sea(min(rows, SHIPS_AT_ONCE_ROWS), ports(), np.random.default_rng(SEED + 1 + part))
        ships = pa.array(some["mmsi"].to_numpy() + 1000 * part)
        appender.add("positions", some.set_column(0, "mmsi", ships))
    appender.commit("sea")


def run(path: Path, memory: int) -> dict[str, object]:
    import peers  # noqa: PLC0415

    case = store.open_case(path)
    steps = flow.steps_of(watch.read(case.watch))
    beside = {"places": store.read(case, "places"), "feeds": fields.empty("feeds")}
    wish = running.Wish(until=UNTIL, memory=memory << 20)
    parts = store.parts(case, wish.max_rows)

    def kernel(part: store.Part) -> tuple[int, dict[str, pa.Table]]:
        heard, files = store.read_light(case, part)
        given = {**beside, "positions": heard, "statics": fields.empty("statics")}
        found = flow.of_ships(given, steps, UNTIL)
        return len(heard), running.with_records(found, files)

    begun = time.perf_counter()
    one_by_one(case, store.parts(case, 200_000)[0], steps, beside)
    warm = time.perf_counter() - begun
    before = peak()
    begun, begun_cpu = time.perf_counter(), time.process_time()
    answers = list(local.map_tasks(kernel, parts, workers=2))
    found = flow.together([tables for _, tables in answers])
    seconds, cpu = time.perf_counter() - begun, time.process_time() - begun_cpu
    return {
        "rows": sum(rows for rows, _ in answers),
        "parts": len(parts),
        "seconds": seconds,
        "cpu": cpu,
        "warm": warm,
        "before": before,
        "peak": peak(),
        "events": dict(zip(*kinds(found["events"]), strict=True)),
        "coverage": len(found["coverage"]),
        "slow_points": len(found["slow_points"]),
        "steps": best(one_by_one(case, parts[0], steps, beside) for _ in range(3)),
        "bytes": sum(f.stat().st_size for f in case.folder("positions").rglob("*.parquet")),
        "gaps": peers.gaps(case),
    }


def best(tries: Iterable[dict[str, float]]) -> dict[str, float]:
    """The least that each step took in any of some tries: others may be at work on the machine."""
    found: dict[str, float] = {}
    for spent in tries:
        found = {name: min(took, found.get(name, took)) for name, took in spent.items()}
    return found


def kinds(events: pa.Table) -> tuple[list[str], list[int]]:
    counted = events.group_by("kind").aggregate([("kind", "count")]).sort_by("kind")
    return counted["kind"].to_pylist(), counted["kind_count"].to_pylist()


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def one_by_one(
    case: store.Case, part: store.Part, steps: tuple[object, ...], beside: dict[str, pa.Table]
) -> dict[str, float]:
    """Nanoseconds of processor a row, of reading and of each step, one after another on one thread."""
    pa.set_cpu_count(1)
    begun = time.process_time()
    heard, _ = store.read_light(case, part)
    rows = max(len(heard), 1)
    spent = {"reading": (time.process_time() - begun) / rows * 1e9}
    tables = {**{name: fields.empty(name) for name in fields.TABLES}, **beside, "positions": heard}
    for step in flow.of_phase(steps, "ships"):
        begun = time.process_time()
        made = answer(step, tables, UNTIL)
        spent[step.name] = (time.process_time() - begun) / rows * 1e9
        replaces = step.gives in step.takes or not len(tables[step.gives])
        tables[step.gives] = made if replaces else pa.concat_tables([tables[step.gives], made])
    pa.set_cpu_count(2)
    return spent


def report(told: dict[int, dict[str, object]]) -> None:
    line = "{:<28}" + "{:>16}" * len(told)
    columns: dict[str, Callable[[dict], str]] = {
        "rows": lambda one: f"{one['rows']:,}",
        "parts": lambda one: one["parts"],
        "Parquet to events, rows/s": lambda one: f"{one['rows'] / one['seconds']:,.0f}",
        "  per CPU-second": lambda one: f"{one['rows'] / one['cpu']:,.0f}",
        "peak MiB": lambda one: one["peak"],
        "bytes a position": lambda one: f"{one['bytes'] / one['rows']:.1f}",
        "compiling, s (not counted)": lambda one: f"{one['warm']:.1f}",
        "gaps alone, rows/s": lambda one: f"{one['rows'] / one['gaps']['ours']:,.0f}",
        "  by DuckDB's window": lambda one: f"{one['rows'] / one['gaps']['theirs']:,.0f}",
        "  ratio": lambda one: f"{one['gaps']['theirs'] / one['gaps']['ours']:.1f}",
        "  same answer": lambda one: str(one["gaps"]["same"]),
    }
    for name, column in columns.items():
        print(line.format(name, *map(column, told.values())))
    print("\nnanoseconds of processor a row, one core")
    first = next(iter(told.values()))
    for name in first["steps"]:
        print(line.format(name, *(f"{one['steps'][name]:.0f}" for one in told.values())))
    print(line.format("all", *(f"{sum(one['steps'].values()):.0f}" for one in told.values())))
    print("\nevents")
    for name in first["events"]:
        print(line.format(name, *(f"{one['events'].get(name, 0):,}" for one in told.values())))
    print(line.format("slow_points", *(f"{one['slow_points']:,}" for one in told.values())))


if __name__ == "__main__":
    main()

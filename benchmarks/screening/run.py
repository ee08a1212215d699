"""Screening beside nomenklatura's logic-v2 and rapidfuzz: the same suites, lists, draw and measures.

    python benchmarks/screening/run.py [--lists FOLDER] [--seed N] [--most N] [--names 100000]

The peers run in an environment of their own, ``.venv-screening``, which ``tools/peers.py`` makes by
``requirements-screening.lock`` at the first run; where that fails, it is said and vedette is measured alone. Times are CPU seconds of one
process; recall needs no time.
"""

import argparse
import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa
import suites
from measures import Row, heading, line, measured

from vedette import fields, store
from vedette.entities import answers
from vedette.entities.grading import POSSIBLE, Query
from vedette.entities.screening import Lists, Screening, lists, screen

HERE = Path(__file__).resolve()
SHARED = HERE.parents[3] / "shared" / "data" / "lists"
SETUP = HERE.parents[2] / "tools" / "peers.py"
PEERS = HERE.parents[2] / ".venv-screening" / "bin" / "python"
FLOOR = Screening(limit=10, like_name=0.2)


def table(entities: list[suites.Entity]) -> pa.Table:
    rows = [
        {
            "entity": one.id,
            "kind": one.kind,
            "names": one.names,
            "imo": int(one.imo) if one.imo else None,
            "list": one.id.split(":")[0],
        }
        for one in entities
    ]
    return fields.from_rows(rows, "entities")


def among(entities: list[suites.Entity]) -> Lists:
    return lists(table(entities))


def ours(suite: suites.Suite) -> list[Row]:
    known = among(suite.entities)
    begun = time.process_time()
    queries = [Query(str(n), name, kind) for n, (name, kind, *_) in enumerate([*suite.asked, *suite.none])]
    found = [[(m.entry.entity, m.score) for m in ms] for _, ms in screen(queries, known, FLOOR)]
    return measured(asdict(suite), "vedette", found, time.process_time() - begun)


def identifiers(folder: Path, draw: random.Random) -> None:
    """Every numbered ship under a name that is not hers; and every name under another ship's number."""
    ships = [one for one in (*suites.ofac(folder), *suites.uk(folder)) if one.kind == "vessel" and one.imo]
    known = among(ships)
    strange = [draw.choice(ships) for _ in ships]
    asked = [Query(one.id, other.names[0], imo=one.imo) for one, other in zip(ships, strange, strict=True)]
    first = sum(bool(ms) and ms[0].entry.imo == int(q.imo) for q, ms in screen(asked, known))
    wrong = sum(
        any(one.grade != POSSIBLE for one in ms if one.entry.imo != int(q.imo))
        for q, ms in screen(asked, known)
    )
    print(f"With an IMO number and another ship's name: {first:,} of {len(asked):,} hulls found first;")
    print(f"another hull above 'possible': {wrong:,}.")


def fifty_thousand(folder: Path, draw: random.Random) -> tuple[list[suites.Entity], list[str], list[str]]:
    """All entries of three lists, filled up with made-up ones; the names listed, and their words."""
    entities = [*suites.ofac(folder, aliases="2025-12"), *suites.eu(folder), *suites.uk(folder)]
    listed = [name for one in entities for name in one.names]
    words = [word for name in listed for word in name.split()]
    extra = [
        suites.Entity(
            f"made:{n}", "person", [" ".join(draw.choices(words, k=3)), " ".join(draw.choices(words, k=2))]
        )
        for n in range(max(0, 50_000 - len(entities)))
    ]
    return [*entities, *extra], listed, words


def speed(folder: Path, names: int, seed: int) -> None:
    """Names asked of all lists, with every answer in words."""
    draw = random.Random(seed)
    entities, listed, words = fifty_thousand(folder, draw)
    begun, clock = time.process_time(), time.perf_counter()
    known = among(entities)
    built, built_wall = time.process_time() - begun, time.perf_counter() - clock
    del entities
    lists_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    asked = (
        Query(
            str(n),
            draw.choice(listed)
            if draw.random() < 0.1
            else " ".join(draw.choices(words, k=draw.randint(2, 4))),
        )
        for n in range(names)
    )
    begun, clock = time.process_time(), time.perf_counter()
    rows = hits = 0
    for part in answers.rows(answers.answered(screen(asked, known), known.editions, {})):
        rows, hits = rows + len(part), hits + len(part) - part["entity"].null_count
    spent, wall = time.process_time() - begun, time.perf_counter() - clock
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{names:,} names among {len(known.index.entries):,} entries with {len(known.index):,} names:")
    print(
        f"  index {built:.1f} s CPU ({built_wall:.1f} s wall); answers {spent:.1f} s CPU ({wall:.1f} s wall),"
    )
    print(
        f"  {hits:,} hits explained in {rows:,} rows; {memory:,.0f} MiB at most, of which {lists_mib:,.0f} before the first name."
    )
    times = []
    for _ in range(200):
        one = " ".join(draw.choices(words, k=draw.randint(2, 4)))
        clock = time.perf_counter()
        list(screen([Query("", one)], known))
        times.append(time.perf_counter() - clock)
    times.sort()
    print(
        f"  one name, warm: {times[100] * 1000:.1f} ms median, {times[198] * 1000:.1f} ms at the 99th of a hundred"
    )


def by_command(folder: Path, names: int, seed: int) -> None:
    """A file of names among 50,000 entries by ``vedette screen --file``: from file to file, all processes."""
    with tempfile.TemporaryDirectory() as place:
        case = store.create(Path(place) / "case", 'name = "x"\ntitle = "x"\n')
        store.append(case, "entities", table(fifty_thousand(folder, random.Random(seed))[0]), "e")
        asked, answered = Path(place) / "names.csv", Path(place) / "answers.csv"
        written(asked, names, folder, seed)
        command = [sys.executable, "-m", "vedette", "screen", case.path]
        subprocess.run([*command, "Angara"], check=False, stdout=subprocess.DEVNULL)
        before, clock = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run([*command, "--file", asked, "-o", answered, "--quiet"], check=False)
        wall, after = time.perf_counter() - clock, resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        with answered.open("rb") as stream:
            rows = sum(1 for _ in stream) - 1
        print(f"{names:,} names by the command line, from file to file: {spent:.0f} s CPU in all processes,")
        print(
            f"  {wall:.0f} s wall (load {os.getloadavg()[1]:.1f} on {os.cpu_count()} processors), {rows:,} rows;"
        )
        print(f"  {after.ru_maxrss / 1024:,.0f} MiB at most in one process")


def peers(path: Path) -> list[Row]:
    """The rows of the peers; none, loudly, where their environment cannot be made."""
    try:
        subprocess.run([sys.executable, SETUP], check=True)
        done = subprocess.run([PEERS, HERE.with_name("peers.py"), path], check=True, stdout=-1, text=True)
        return [Row(*one) for one in json.loads(done.stdout.splitlines()[-1])]
    except (subprocess.CalledProcessError, OSError) as error:
        print(f"SKIPPED: THE PEERS COULD NOT BE RUN, so vedette is measured alone: {error}")
        return []


def written(path: Path, names: int, folder: Path, seed: int) -> None:
    """A file of names for ``vedette screen --file``."""
    draw = random.Random(seed)
    listed = [name for one in (*suites.eu(folder), *suites.uk(folder)) for name in one.names]
    words = [word for name in listed for word in name.split()]
    with path.open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(("id", "name", "kind", "imo", "mmsi", "call_sign", "flag"))
        for number in range(names):
            made = " ".join(draw.choices(words, k=draw.randint(2, 4)))
            rows.writerow((number, draw.choice(listed) if draw.random() < 0.1 else made, "", "", "", "", ""))


def main() -> None:
    wish = argparse.ArgumentParser(description=__doc__)
    wish.add_argument("--lists", type=Path, default=SHARED)
    wish.add_argument("--seed", type=int, default=7)
    wish.add_argument("--most", type=int, default=1000, help="questions of each suite, twice as many aliases")
    wish.add_argument("--names", type=int, default=100_000, help="names of the test of speed")
    wish.add_argument("--no-peers", action="store_true")
    wish.add_argument("--speed", action="store_true", help="only the test of speed")
    wish.add_argument(
        "--command", action="store_true", help="only the speed of the command line, file to file"
    )
    wish.add_argument("--write", type=Path, help="only write a file of names for vedette screen --file")
    asked = wish.parse_args()
    if not asked.lists.is_dir():
        print(f"No lists in {asked.lists}: nothing measured.")
        return
    if asked.write:
        written(asked.write, asked.names, asked.lists, asked.seed)
        return
    if asked.command:
        by_command(asked.lists, asked.names, asked.seed)
        return
    if asked.speed:
        speed(asked.lists, asked.names, asked.seed)
        return
    made = suites.everything(asked.lists, asked.seed, asked.most)
    rows = [row for suite in made for row in ours(suite)]
    if not asked.no_peers:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "suites.json"
            suites.written(made, path)
            rows += peers(path)
    print(heading())
    for name in dict.fromkeys(row.suite for row in rows):
        for row in rows:
            if row.suite == name:
                print(line(row))
    print()
    identifiers(asked.lists, random.Random(asked.seed))
    # In a process of its own, so that the memory is that of screening alone.
    same = ["--lists", asked.lists, "--seed", str(asked.seed), "--names", str(asked.names)]
    sys.stdout.flush()
    subprocess.run([sys.executable, HERE, "--speed", *same], check=True)


if __name__ == "__main__":
    main()

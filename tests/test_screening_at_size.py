"""A million hostile names from the command line: bounded time and memory, an answer for each, nothing run."""

import csv
import random
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.entities.lists_of import entities, links
from vedette import store

pytestmark = pytest.mark.slow
ROWS = 1_000_000
LONG_EVERY = 20_000  # rows between two names of a megabyte
MOST_CPU_S = 900
MOST_MIB = 700
FORMULAS = "=+-@\t\r＝＋－＠"


def hostile(draw: random.Random, number: int) -> str:
    """One name, of the sorts that strangers send."""
    anything = "".join(chr(draw.randrange(0x20, 0xD7FF)) for _ in range(draw.randrange(1, 40)))
    sorts = (
        "=HYPERLINK(\"http://x\")", "+1+1|cmd", "-2+3", "@SUM(A1)", "\tangara", "＝1+1",
        "\u0301\u0302\u0489" * 20, "\u202eangara\u202c", "\u2066\u200bSPARTA\u200d III", "An\x00gara",
        "\u0600\u06dd\u200f", "Ѕраrtа ІІІ", anything, "A\u0300" * 50, "🚢" * 30, "\ufffe\uffff", "'\";--",
        "#1 " * 50,
        "MARIA", "Ангара", "", "İ" * 40, "ﷺ" * 30, "א" * 60,
    )  # fmt: skip
    return "A B " * 262_144 if number % LONG_EVERY == 0 else sorts[number % len(sorts)]


def test_a_million_hostile_names_are_answered_in_bounded_time_and_memory(tmp_path: Path) -> None:
    case = store.create(tmp_path / "case", 'name = "x"\ntitle = "y"\n')
    store.append(case, "entities", entities(), "e")
    store.append(case, "links", links(), "l")
    asked, answered = tmp_path / "names.csv", tmp_path / "answers.csv"
    draw = random.Random(1)
    with asked.open("w", newline="", encoding="utf-8", errors="replace") as stream:
        rows = csv.writer(stream)
        rows.writerow(("id", "name"))
        rows.writerows((number, hostile(draw, number)) for number in range(ROWS))

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "vedette", "screen", case.path, "--file", asked, "-o", answered, "-q"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)

    assert done.returncode == 1, done.stderr[-2000:]
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    mib = after.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    print(f"{ROWS:,} hostile names: {spent:.0f} s CPU, {mib:.0f} MiB at most in one process")
    assert spent < MOST_CPU_S
    assert mib < MOST_MIB
    seen: set[str] = set()
    with answered.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            seen.add(row["id"])
            assert row["reason"]
            assert not any(cell.startswith(tuple(FORMULAS)) for cell in row.values() if cell)
            assert "\x00" not in row["name"]
            assert "\u202e" not in row["name"]
    assert len(seen) == ROWS

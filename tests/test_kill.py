"""kill -9 at any moment of add or run: the case opens, and a second try completes it to the same tables."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pytest

from vedette import store, watch

VEDETTE = (sys.executable, "-m", "vedette")
BUNDLED = watch.bundled("rajin")


def vedette(*words: object, check: bool = True) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([*VEDETTE, *map(str, words)], capture_output=True, text=True, check=False)
    if check:
        assert done.returncode == 0, done.stderr
    return done


def killed_after(seconds: float, *words: object) -> bool:
    """Start a command and kill it with its children; True when it was still running."""
    started = subprocess.Popen(
        [*VEDETTE, *map(str, words)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(seconds)
    alive = started.poll() is None
    if alive:
        os.killpg(started.pid, signal.SIGKILL)
    started.wait()
    return alive


def sea(path: Path) -> Path:
    """A dense enough AIS file for a kill to fall into the middle of reading and writing it."""
    lines = ["MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign"]
    for n in range(60_000):
        minute = n // 40
        time_ = f"2023-09-{1 + minute // 1440:02d}T{minute // 60 % 24:02d}:{minute % 60:02d}:00"
        ship, lat, lon = n % 40, 42 + n % 40 / 50, 131 + minute / 9000
        lines.append(f"{273000000 + ship * 1000},{time_},{lat:.5f},{lon:.5f},5.0,90,90,S{ship},,")
    lines[777] = "273000000,not a time,42,131,5,90,90,S0,,"
    path.write_text("\n".join(lines) + "\n")
    return path


def tables(case: Path) -> dict[str, pa.Table]:
    """What is in a case, in an order that does not depend on how it came there, without when it was added."""
    opened = store.open_case(case)
    found = {}
    for name in store.STORED:
        rows = store.read(opened, name)
        if "added" in rows.column_names:
            rows = rows.drop_columns(["added"])
        keys = [c for c in rows.column_names if not pa.types.is_nested(rows.schema.field(c).type)]
        found[name] = rows.sort_by([(c, "ascending") for c in keys])
    return found


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return [*sorted(BUNDLED.glob("*.csv")), sea(tmp_path_factory.mktemp("sea") / "sea.csv")]


@pytest.fixture(scope="module")
def whole(
    files: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, pa.Table], float, float]:
    """The tables of a case that nobody interrupted, and how long each command took."""
    case = tmp_path_factory.mktemp("whole") / "case"
    vedette("init", case, "--watch", "rajin")
    began = time.monotonic()
    vedette("add", case, *files)
    added = time.monotonic()
    vedette("run", case)
    ran = time.monotonic()
    return tables(case), added - began, ran - added


def survives(
    tmp_path: Path, files: list[Path], whole: tuple[dict[str, pa.Table], float, float], seed: int
) -> None:
    chance = random.Random(seed)
    wanted, adding, running = whole
    case = tmp_path / f"case-{seed}"
    vedette("init", case, "--watch", "rajin")

    killed_after(chance.uniform(0.1, adding), "add", case, *files)
    vedette("status", case, "--json")
    vedette("add", case, *files)
    killed_after(chance.uniform(0.1, running), "run", case)
    vedette("status", case, "--json")
    vedette("run", case)

    found = tables(case)
    for name, rows in wanted.items():
        assert found[name].equals(rows), f"{name} differs after a kill (seed {seed})"


@pytest.mark.parametrize("seed", range(2))
def test_a_killed_add_and_run_are_completed_by_the_next(tmp_path, files, whole, seed):
    survives(tmp_path, files, whole, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 120))
def test_a_killed_add_and_run_are_completed_by_the_next_at_twenty_more_moments(tmp_path, files, whole, seed):
    survives(tmp_path, files, whole, seed)


def test_the_second_add_of_a_file_adds_nothing_and_says_so(tmp_path, files):
    case = tmp_path / "case"
    vedette("init", case)
    vedette("add", case, *files)
    before = tables(case)

    again = vedette("add", case, *files)

    assert again.stdout.count("already added") == len(files)
    after = tables(case)
    assert all(after[name].equals(rows) for name, rows in before.items())

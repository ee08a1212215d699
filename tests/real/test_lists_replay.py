"""The short form of ``make verify-lists``: some real versions of OFAC's list, added as they came out."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
REPLAY = Path(__file__).resolve().parents[2] / "benchmarks" / "lists_replay.py"


def test_the_days_that_matter_bring_their_ships_in_good_time(shared):
    history = shared / "lists" / "ofac" / "sdn-history-2021-08-18_2024-05-03.jsonl.xz"
    command = [sys.executable, REPLAY, "--history", history, "--before", "3"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert done.stdout.count("all that day is known for") == 2

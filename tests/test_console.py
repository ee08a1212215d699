"""The command line as a person meets it: exit codes, words, JSON."""

import json
import subprocess
import sys
from pathlib import Path

import pytest


def vedette(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "vedette", *map(str, words)], capture_output=True, text=True, check=False
    )


@pytest.fixture
def case(tmp_path: Path) -> Path:
    assert vedette("init", tmp_path / "case").returncode == 0
    return tmp_path / "case"


def test_a_folder_that_is_no_case_is_the_users_mistake_and_says_what_to_do(tmp_path):
    done = vedette("status", tmp_path)

    assert done.returncode == 2
    assert "vedette init" in done.stderr


def test_an_unknown_step_or_option_names_those_there_are(case):
    step = vedette("run", case, "--set", "nothing.at=1")
    option = vedette("run", case, "--set", "gap.colour=red")

    assert (step.returncode, option.returncode) == (2, 2)
    assert "gap" in step.stderr
    assert "min_hours" in option.stderr


def test_a_watch_with_a_wrong_key_says_which(tmp_path):
    watch = tmp_path / "w.toml"
    watch.write_text('name = "x"\ntitle = "y"\ncolour = "red"\n')

    done = vedette("init", tmp_path / "case", "--watch", watch)

    assert done.returncode == 2
    assert "colour" in done.stderr


def test_a_missing_file_exits_with_2_and_is_named(case):
    done = vedette("add", case, case / "nowhere.csv")

    assert done.returncode == 2
    assert "nowhere.csv" in done.stdout


def test_an_empty_case_runs_and_says_that_nothing_was_observed(case):
    assert vedette("run", case).returncode == 0

    status = json.loads(vedette("status", case, "--json").stdout)
    brief = vedette("brief", case, "--as", "md")

    assert status["tables"]["events"] == 0
    assert brief.returncode == 0, brief.stderr
    assert "nothing observed" in Path(brief.stdout.strip()).read_text().lower()


def test_alerts_of_an_empty_case_are_none_and_no_alert_is_not_no_data(case):
    before = vedette("alerts", case, "--exit-code")

    assert before.returncode == 0
    assert "has not been run" in before.stdout


def test_an_id_that_is_nowhere_is_the_users_mistake(case):
    done = vedette("explain", case, "gap-000000000000")

    assert done.returncode == 2
    assert "gap-000000000000" in done.stderr


def test_help_comes_quickly_and_names_every_command():
    done = vedette("--help")

    assert done.returncode == 0
    for command in (
        "demo",
        "init",
        "add",
        "run",
        "status",
        "alerts",
        "decide",
        "explain",
        "ship",
        "export",
        "brief",
        "replay",
    ):
        assert command in done.stdout

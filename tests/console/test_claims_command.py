"""``vedette claims`` as a person uses it: what is listed, decided, opposed, exported and explained."""

import csv
import io
import json
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from vedette.claims import parser
from vedette.console.cli import cli
from vedette.errors import VedetteError

pytestmark = pytest.mark.skipif(parser.model_name() is None, reason="no spaCy model is installed")
FRONT = "---\npublisher: {}\npublished: 2023-10-{}\n---\n"
ONE = FRONT.format("Agency", 13) + (
    "The White House said that North Korea had delivered 1,000 containers of shells to Russia.\n"
)
OTHER = FRONT.format("Paper", 17) + "The Kremlin denied that North Korea had delivered shells to Russia.\n"
HOSTILE = FRONT.format("'=cmd|x'", 18) + (
    "The minister \x1b[31mReed\x1b[0m said that shells were sent to =HYPERLINK(1) and "
    "<script>alert(1)</script> others.\n"
)
RUSSIAN = "Министр сказал в среду, что судно вышло из порта 17 октября 2023 года и не вернулось.\n"


class Done(NamedTuple):
    """What a command printed, and the code it left with."""

    returncode: int
    stdout: str
    stderr: str


def vedette(*words: object) -> Done:
    """Run a command in this process, so that the parser is loaded once."""
    result = CliRunner().invoke(cli, [str(word) for word in words])
    wrong = isinstance(result.exception, VedetteError)
    return Done(2 if wrong else result.exit_code, result.stdout, str(result.exception or ""))


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("said")
    for name, words in (("a.md", ONE), ("b.md", OTHER), ("c.md", HOSTILE), ("d.txt", RUSSIAN)):
        (folder / name).write_text(words, encoding="utf-8")
    assert vedette("init", folder / "case").returncode == 0
    assert vedette("add", folder / "case", *sorted(folder.glob("*.*"))).returncode == 0
    return folder / "case"


def listed(case: Path) -> list[dict[str, object]]:
    return json.loads(vedette("claims", case, "--json").stdout)["claims"]


def claim_of(case: Path, cue: str, speaker: str) -> dict[str, object]:
    return next(row for row in listed(case) if row["cue"] == cue and speaker in str(row["speaker"]))


def test_the_list_shows_who_says_what_and_what_was_not_read(case):
    done = vedette("claims", case)

    assert done.returncode == 0
    assert all(word in done.stdout for word in ("White House", "denied", "AID/arms", "candidates"))
    assert "Not read for claims: 1 in ru" in done.stdout
    assert "\x1b[31m" not in done.stdout


def test_opposed_claims_stand_side_by_side(case):
    contradictions, denials = (
        vedette("claims", case, "--contradictions").stdout,
        vedette("claims", case, "--denials").stdout,
    )

    assert "denied by The Kremlin, said by The White House" in contradictions
    assert "against claim-" in denials


def test_a_decision_holds_until_the_next_and_all_are_kept(case):
    claim = claim_of(case, "said", "White House")["claim"]

    assert vedette("claims", case, "accept", claim, "--note", "seen", "--class", "MOVE/arms").returncode == 0
    accepted = claim_of(case, "said", "White House")
    assert vedette("claims", case, "reject", claim, "--note", "no").returncode == 0

    assert (accepted["accepted"], accepted["event_class"]) == (True, "MOVE")
    assert claim not in [row["claim"] for row in listed(case)]
    assert vedette("claims", case, "accept", claim).returncode == 0


def test_an_edited_span_must_lie_in_the_text(case):
    claim = claim_of(case, "denied", "Kremlin")["claim"]

    done = vedette("claims", case, "accept", claim, "--span", "10-99999")
    words = vedette("claims", case, "accept", claim, "--span", "ten")

    assert (done.returncode, words.returncode) == (2, 2)
    assert "characters" in done.stderr
    assert claim_of(case, "denied", "Kremlin")["accepted"] is None


def test_a_claim_that_is_not_there_is_the_users_mistake(case):
    assert vedette("claims", case, "accept", "claim-none").returncode == 2
    assert vedette("claims", case, "accept").returncode == 2


def test_the_export_cannot_run_as_a_formula_and_a_claim_leads_to_its_file_and_line(case, tmp_path):
    done = vedette("export", case, "claims", "--as", "csv", "-o", tmp_path / "claims.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "claims.csv").read_text(encoding="utf-8-sig"))))
    walked = vedette("explain", case, claim_of(case, "denied", "Kremlin")["claim"]).stdout

    assert done.returncode == 0
    assert not [
        value for row in rows for value in row.values() if value and value.startswith(("=", "+", "@"))
    ]
    assert "b.md:5" in walked


def test_running_the_case_gives_the_same_claims(case):
    before = listed(case)

    assert vedette("run", case, "--until", "2023-11-01").returncode == 0

    assert listed(case) == before

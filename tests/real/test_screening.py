"""Several real lists in one case: the ships and names that an officer would try first."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from vedette.console.cli import cli
from vedette.errors import CaseError

LISTS = (
    "ofac/sdn-2024-05-03.csv.gz", "ofac/alt-2024-01.csv.gz", "eu/eu-oj-consolidated-2026-08-22.csv.gz",
    "uk/subjects-2026-05.csv.gz", "uk/subject_names-2026-05.csv.gz", "uk/subject_identifiers-2026-05.csv.gz",
)  # fmt: skip


def vedette(*words: object) -> str:
    done = CliRunner().invoke(cli, [str(word) for word in words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done.output


@pytest.fixture(scope="module")
def case(shared, tmp_path_factory):
    path = tmp_path_factory.mktemp("screened") / "case"
    vedette("init", path)
    vedette("add", path, *(shared / "lists" / name for name in LISTS), "--quiet")
    return path


def matches(case, *words: object) -> list[dict[str, object]]:
    return json.loads(vedette("screen", case, *words, "--json"))["matches"]


def test_paek_yang_san_1_is_rung_ra_2_on_three_lists_by_number(case):
    found = [
        one for one in matches(case, "Paek Yang San 1", "--imo", "9020534") if one["grade"] == "identity"
    ]

    assert {one["list"] for one in found} == {"ofac-sdn", "eu", "uk"}
    assert {one["caption"].upper() for one in found} == {"RUNG RA 2"}


def test_another_maria_is_not_the_maria_of_ofac_and_it_says_why(case):
    found = {one["entity"]: one for one in matches(case, "MARIA", "--imo", "9198783", "--limit", "10")}
    ofac = [one for one in found.values() if one["imo"] == 8517839]

    assert ofac
    assert {one["grade"] for one in ofac} == {"possible"}
    assert all("9198783 is not 8517839" in one["reason"] for one in ofac)
    assert {one["imo"] for one in found.values() if one["grade"] == "identity"} == {9198783}


def test_other_scripts_are_read_and_numerals_kept(case):
    assert str(matches(case, "Ангара", "--kind", "vessel")[0]["caption"]).upper() == "ANGARA"
    sparta = matches(case, "Sparta I\u0406\u0406", "--kind", "vessel")
    assert sparta[0]["caption"] == "SPARTA III"
    assert "SPARTA IV" not in {one["caption"] for one in sparta}


@pytest.mark.parametrize(
    ("imo", "name"),
    [
        (9179842, "ANGARA"),
        (9358010, "MAIA-1"),
        (9161003, "LADY R"),
        (9743033, "SPARTA IV"),
        (9538892, "SPARTA III"),
    ],
)
def test_each_named_ship_is_found_by_number_under_any_name(case, imo, name):
    found = matches(case, "Ursa Major", "--imo", imo)

    assert found[0]["grade"] == "identity"
    assert name in {str(one["caption"]).upper() for one in found}


def test_a_transposed_number_is_proposed_and_no_more(case):
    (*found,) = matches(case, "--imo", "9020543")

    assert {one["grade"] for one in found} == {"possible"}
    assert 9020534 in {one["imo"] for one in found}


def test_a_clear_answer_says_which_lists_of_which_day_and_which_are_missing(case):
    said = vedette("screen", case, "Quiet Heron of Nowhere Bay", "--kind", "vessel")

    assert "ofac-sdn 2024-05-03 (14,965 entries)" in said
    assert "Not in this case: un" in said


def test_what_is_exported_as_followthemoney_answers_the_same_in_a_new_case(case, tmp_path):
    file = tmp_path / "lists-2026-11-22.ftm.json"
    vedette("export", case, "entities", "--as", "ftm", "-o", file)
    again = tmp_path / "again"
    vedette("init", again)
    vedette("add", again, file, "--quiet")
    asked = ["--imo", "9020534"], ["Ангара", "--kind", "vessel"], ["Sparta III", "--kind", "vessel"]
    for words in asked:
        # Ids of FollowTheMoney have no colon.
        mine = {
            (str(one["entity"]).replace(":", "-"), one["caption"], one["grade"])
            for one in matches(case, *words)
        }
        theirs = {(one["entity"], one["caption"], one["grade"]) for one in matches(again, *words)}
        assert theirs == mine


def test_a_file_of_names_gives_a_row_for_each_match_and_each_clear_name(case, tmp_path):
    file = tmp_path / "names.csv"
    file.write_text(
        "id,name,imo\n1,Paek Yang San 1,9020534\n2,Quiet Heron of Nowhere Bay,\n", encoding="utf-8"
    )
    rows = list(csv.DictReader(io.StringIO(vedette("screen", case, "--file", file, "--as", "csv"))))

    assert {row["entity"].partition(":")[0] for row in rows if row["id"] == "1"} == {"ofac-sdn", "eu", "uk"}
    (clear,) = (row for row in rows if row["id"] == "2")
    assert not clear["entity"]
    assert clear["reason"].startswith("Nothing found by name")


def test_nothing_asked_is_an_error_that_says_what_to_give(case):
    assert isinstance(CliRunner().invoke(cli, ["screen", str(case)]).exception, CaseError)

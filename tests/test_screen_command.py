"""The command ``screen`` as a person meets it."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.entities.lists_of import alias, entities, entity, links
from vedette import store
from vedette.console import many_names
from vedette.console.cli import cli
from vedette.entities.grading import Query
from vedette.entities.screening import chunks
from vedette.errors import CaseError, SourceError


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    opened = store.create(tmp_path_factory.mktemp("s") / "case", 'name = "x"\ntitle = "y"\n')
    store.append(opened, "entities", entities(), "e")
    store.append(opened, "links", links(), "l")
    return opened.path


def screen(case: Path, *args: str) -> Result:
    return CliRunner().invoke(cli, ["screen", str(case), *args])


def rows(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.output)))


def test_a_hull_is_told_once_with_all_lists_she_is_on(case):
    result = screen(case, "Paek Yang San 1", "--imo", "9020534")

    assert result.exit_code == 1
    assert result.output.count("Identity:") == 1
    assert all(f"On {name} (2024-05-03)" in result.output for name in ("ofac-sdn", "eu", "uk"))
    assert "PAEK YANG SAN 1 (former name)" in result.output
    assert "Not in this case: un." in result.output


def test_another_hull_of_the_same_name_is_said_to_be_one(case):
    result = screen(case, "MARIA", "--imo", "9198783")

    assert result.output.startswith("Another hull of the same name: MARIA")
    assert "9198783 is not 8517839" in result.output


def test_a_clear_answer_says_what_was_checked_where_and_what_was_missing(case):
    result = screen(case, "Nobody Anywhere", "--imo", "9198783")

    assert result.exit_code == 0
    assert "Nothing found by name and IMO 9198783." in result.output
    assert "ofac-sdn 2024-05-03 (9 entries)" in result.output
    assert "Not in this case: un" in result.output


def test_a_question_that_cannot_be_compared_is_not_clear(case):
    assert "Not checked" in screen(case, "\u0301\u0301").output
    assert isinstance(screen(case).exception, CaseError)


def test_a_file_is_answered_row_by_row_best_first(case, tmp_path):
    file = tmp_path / "names.csv"
    file.write_text(
        "id,name,kind,imo,mmsi,call_sign,flag\n"
        "1,Sparta IІІ,,,,,\n2,Nobody Anywhere,,,,,\n3,,,9020534,,,\n"
        "4,=1+1,,,,,\n5,,,,,,\n6,KIM Jong Un,vessel,,,,\n",
        encoding="utf-8",
    )
    result = screen(case, "--file", str(file), "--as", "csv")
    found = rows(result)

    assert result.exit_code == 1
    assert ",".join(found[0]) == "id,name,rank,entity,caption,grade,score,reason,list,list_date"
    first = {row["id"]: row for row in reversed(found)}
    assert first["1"]["entity"] == "ofac-sdn:37028"
    assert [row["rank"] for row in found if row["id"] == "3"] == ["1", "2", "3"]
    assert all(not first[id_]["entity"] and first[id_]["reason"] for id_ in ("2", "4", "5", "6"))
    assert first["4"]["name"] == "'=1+1"
    assert first["5"]["reason"].startswith("Not checked")


def test_a_long_file_has_the_same_answers_from_several_processes(case, tmp_path, monkeypatch):
    file = tmp_path / "names.csv"
    names = ("Sparta IІІ", "Nobody Anywhere", "Ангара", "MARIA", "A" * 70_000, "\u0301", "=1+1")
    file.write_text("name\n" + "".join(f"{names[n % 7]}\n" for n in range(60)), encoding="utf-8")
    monkeypatch.setattr(many_names, "AT_ONCE", 7)
    alone, together = (screen(case, "--file", str(file), "-q", "--processes", n).output for n in "12")

    assert alone == together
    assert sum(line.startswith("line ") for line in alone.splitlines()) >= 60


def test_long_names_make_smaller_chunks():
    asked = [Query(str(n), "A" * 1_000_000) for n in range(10)]

    assert [len(one) for one in chunks(iter(asked), 8)] == [5, 5]
    assert [len(one) for one in chunks(asked[:1] * 3, 2)] == [2, 1]
    assert list(chunks([], 2)) == []


def test_in_words_a_hull_is_told_with_all_her_lists_however_few_are_named(case):
    result = screen(case, "", "--imo", "9020534", "--limit", "1")

    assert all(f"On {name} (2024-05-03)" in result.output for name in ("ofac-sdn", "eu", "uk"))


def test_a_hostile_file_is_answered_or_refused_with_a_reason(case, tmp_path):
    file = tmp_path / "names.csv"
    file.write_text(f"name\n{'A' * (1 << 20)}\nAn\x00gara\n\u202eAngara\n\u0301\u0301\n", encoding="utf-8")
    found = rows(screen(case, "--file", str(file), "--as", "csv"))

    assert "beyond its first 400 characters" in found[0]["reason"]
    assert [row["entity"] for row in found if row["name"].endswith("Angara")] == ["ofac-sdn:37059"]
    assert found[-1]["reason"].startswith("Not checked")

    file.write_text("ship;number\nAngara;1\n")
    assert isinstance(screen(case, "--file", str(file)).exception, SourceError)


def test_a_semicolon_file_with_a_byte_order_mark_is_read(case, tmp_path):
    file = tmp_path / "names.csv"
    file.write_bytes("\ufeffName;IMO\nAngara;9179842.0\n".encode())

    (row,) = [row for row in rows(screen(case, "--file", str(file), "--as", "csv")) if row["rank"] == "1"]
    assert (row["id"], row["grade"]) == ("line 2", "identity")


def test_json_has_a_line_for_each_question(case):
    said = json.loads(screen(case, "Ангара", "--json").output)

    assert said["matches"][0]["entity"] == "ofac-sdn:37059"
    assert said["matches"][0]["features"][0]["feature"] == "name"


def test_a_match_is_explained_down_to_its_entry(case):
    said = json.loads(screen(case, "Ангара", "--json").output)
    walked = CliRunner().invoke(cli, ["explain", str(case), said["matches"][0]["match"]])

    assert walked.exit_code == 0
    assert "ofac-sdn:37059" in walked.output


def test_a_cleared_match_stays_so_until_the_entry_changes(tmp_path):
    opened = store.create(tmp_path / "case", 'name = "x"\ntitle = "y"\n')
    store.append(opened, "entities", entities(entity("uk:1", names=("LADY R",), imo=9161003), only=True), "e")
    match = json.loads(screen(opened.path, "Lady R", "--json").output)["matches"][0]["match"]

    cleared = screen(opened.path, "--clear", match, "--note", "another ship", "--who", "ann")
    again = screen(opened.path, "Lady R")
    store.append(opened, "links", links(alias("uk:1", "LADY ROSE")), "l")
    after = screen(opened.path, "Lady R")

    assert cleared.exit_code == 0
    assert again.exit_code == 0
    assert "Cleared before: LADY R (uk:1) by ann" in again.output
    assert "another ship" in again.output
    assert after.exit_code == 1
    assert "the entry has changed since" in after.output
    assert isinstance(screen(opened.path, "--clear", "match-none").exception, CaseError)


def test_broken_rows_of_a_file_are_kept_counted_and_named_by_their_line(case, tmp_path):
    file = tmp_path / "names.csv"
    file.write_text(
        'id,name\n1,Angara\n2,KIM, Jong Un\n3,"Open quote\n4,Angara\n5,"Two\nlines"\n' + "6,x\n" * 30
    )
    result = screen(case, "--file", str(file), "--as", "csv", "-o", str(tmp_path / "out.csv"))
    found = list(csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8")))
    first = {row["id"]: row for row in reversed(found)}

    assert first["1"]["entity"] == first["4"]["entity"] == "ofac-sdn:37059"
    assert "line 3 has 3 cells where the first line names 2" in first["2"]["reason"]
    assert "line 4 has a quote that is not closed" in first["line 4"]["reason"]
    assert not first["2"]["entity"]
    assert "Two lines" in first["5"]["name"].replace("\n", " ")
    assert "2 rows could not be asked" in result.output


def test_the_lists_are_made_ready_once_and_again_when_damaged_or_changed(case):
    first = screen(case, "Angara").output
    (kept,) = (case / "index").glob("screening-*.npz")
    before = kept.stat().st_mtime_ns

    assert screen(case, "Angara").output == first
    assert kept.stat().st_mtime_ns == before

    kept.write_bytes(kept.read_bytes()[:500])
    assert screen(case, "Angara").output == first
    assert kept.stat().st_size > 500

    kept.write_bytes(b"not lists at all")
    kept.chmod(0o400)
    kept.parent.chmod(0o500)
    try:
        assert screen(case, "Angara").output == first
    finally:
        kept.parent.chmod(0o700)

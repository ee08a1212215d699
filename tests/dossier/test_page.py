"""The due-diligence page: the result first, every row with its record, and strangers' words harmless."""

import json
import re
import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.worlds import on_list, place, table, tied
from vedette import running, store
from vedette.console.cli import cli
from vedette.dossier import dossier, names, sheet
from vedette.dossier.html import page as as_html
from vedette.dossier.pdf import page as as_pdf

LADY, SISTER, CLEAN = 9161003, 9074729, 8517839
DAY = datetime(2023, 9, 1)
FIRST, LAST = datetime(2022, 5, 8), datetime(2024, 5, 3)
HOSTILE = "<script>alert(1)</script>\u202eGNP #let x = 1 $y$ \\ [*_"
LISTS = (
    on_list("ofac-sdn:1", "LADY R", imo=LADY, flag="Russia", tonnage=7260.0, since=FIRST, list_date=LAST),
    on_list("ofac-sdn:2", "TRANSMORFLOT LLC", kind="organisation", list_date=LAST, since=FIRST),
    on_list("ofac-sdn:3", "SISTER", imo=SISTER, tonnage=7260.0, list_date=LAST, since=FIRST),
    on_list(
        "eu:9",
        HOSTILE,
        imo=LADY,
        flag="Palau",
        listed_on=datetime(2024, 6, 25),
        list_date=datetime(2026, 8, 22),
    ),
    on_list("eu:10", "LADY R", imo=CLEAN, list_date=datetime(2026, 8, 22)),
)
TIES = tuple(
    tied(ship, "name:TRANSMORFLOT LLC", since=FIRST, list_date=LAST) for ship in ("ofac-sdn:1", "ofac-sdn:3")
)


def call(name: str, imo: int, day: int = 0, **more: object) -> dict[str, object]:
    start = DAY + timedelta(days=day)
    held = {
        "event": name,
        "kind": "port_call",
        "ship": f"imo:{imo}",
        "imo": imo,
        "mmsi": imo * 10,
        "place": "p",
    }
    held |= {"start": start, "end": start + timedelta(hours=5), "duration_h": 5.0, "rule": "port_call/1"}
    return {**held, "known": start, "source": "ais", "because": ["f:1"], **more}


@pytest.fixture
def case(tmp_path: Path) -> store.Case:
    return of(tmp_path, LISTS)


def of(folder: Path, lists_: tuple[dict[str, object], ...]) -> store.Case:
    opened = store.create(folder / "case", 'name = "x"\ntitle = "y"\n')
    events = table(
        "events",
        call("call-1", LADY),
        call("call-2", SISTER, day=3),
        call("call-3", CLEAN, day=4),
    )
    lists = {"entities": table("entities", *lists_), "links": table("links", *TIES)}
    said = {
        "ship": f"imo:{CLEAN}",
        "mmsi": CLEAN * 10,
        "imo": CLEAN,
        "name": "LADY R",
        "start": DAY,
        "end": DAY,
    }
    rows = {
        "events": events,
        "places": table("places", place("p")),
        "identities": table("identities", said),
        **lists,
    }
    for name, some in rows.items():
        store.append(opened, name, some, name)
    for step in running.flow.entities.STEPS:
        given = {**rows, **{name: store.read(opened, name) for name in ("hulls", "ownership")}}
        made = step.run(*(given[name] for name in step.takes), step.options, until=datetime(2026, 9, 1))
        store.replace(opened, step.gives, made)
    return opened


def made(case: store.Case, wanted: object) -> sheet.Sheet:
    found = dossier(case, str(wanted))
    wanted_tables = (
        "events",
        "entities",
        "places",
        "identities",
        "sightings",
        "reports",
        "files",
        "alerts",
        "claims",
    )
    tables = {name: store.read(case, name) for name in wanted_tables}
    return sheet.sheet(found, tables, names(tables), case="case", made=DAY)


def part(page: sheet.Sheet, title: str):
    return next(one for one in page.parts if one.title == title)


def words_of(page: sheet.Sheet, title: str) -> str:
    return "\n".join(" | ".join(row.cells) for row in part(page, title).rows)


def test_the_result_names_each_list_with_its_editions_and_day_of_designation(case):
    page = made(case, LADY)

    assert page.standing == "listed"
    assert "OFAC SDN under ARMS (editions of 8 May 2022 – 3 May 2024)" in page.result
    assert "EU under ARMS (designated 25 Jun 2024, edition of 22 Aug 2026)" in page.result


def test_an_event_says_whether_each_list_had_her_then_and_has_her_now(case):
    told = words_of(made(case, LADY), "What she did")

    assert "on OFAC SDN then and now" in told
    assert "not on EU then, on it now" in told


def test_a_contradiction_between_lists_is_shown_with_both_and_settled_by_nobody(case):
    flags = [row for row in part(made(case, LADY), "Who she is").rows if row.cells[0] == "Flag"]

    assert [(row.cells[1], row.cells[3]) for row in flags] == [
        ("Palau", "OFAC SDN: Russia"),
        ("Russia", "EU: Palau"),
    ]
    assert any("contradict each other on her flag" in row.cells[0] for row in made(case, LADY).lines)


def test_her_owner_and_her_listed_sister_are_told_with_their_records(case):
    page = made(case, LADY)

    assert "TRANSMORFLOT LLC | linked to | not said | OFAC SDN (3 May 2024) | ofac-sdn:2" in words_of(
        page, "Who stands behind her"
    )
    (sister,) = part(page, "Ties to listed ships").rows
    assert "Sister by tonnage: SISTER (IMO 9074729), by TRANSMORFLOT LLC (linked to)" in sister.cells[1]
    assert "ofac-sdn:3" in sister.refs


def test_red_flags_are_told_by_code_and_none_that_nothing_shows(case):
    codes = {code for one in dossier(case, str(LADY)).flags for code in one.codes}

    assert codes == {"RF33", "RF38", "RF50", "RF51"}


@pytest.mark.redflag("RF33")
def test_a_call_while_no_list_had_her_is_no_call_of_a_designated_ship(case):
    store.replace(case, "contacts", store.read(case, "contacts").slice(0, 0))

    assert not any("RF33" in one.codes for one in dossier(case, str(LADY)).flags)


def test_a_ship_of_the_same_name_with_another_number_stands_apart(case):
    page = made(case, LADY)

    assert "another IMO number, 8517839: not the same hull" in words_of(
        page, "Same name, not shown to be the same ship"
    )
    assert "8517839" not in words_of(page, "Entries of lists")


def test_a_clear_result_says_of_which_lists_and_of_no_others(tmp_path):
    page = made(of(tmp_path, LISTS[:4]), CLEAN)

    assert page.standing == "clear"
    assert "No published entry of hers in EU (22 Aug 2026) and OFAC SDN (3 May 2024)." in page.result
    assert "It is clear of these and of no others." in page.result


def test_what_is_not_known_is_said_for_every_ship(case):
    told = words_of(made(case, LADY), "Not known")

    assert "No list of the United Kingdom and the UN Security Council is in this case" in told
    assert "OFAC SDN does not say when she was designated" in told
    assert "No register of ships or companies was asked" in told


def test_of_nobody_nothing_is_said_but_what_was_looked_through(case):
    page = made(case, "Nobody At All")

    assert page.standing == "unknown"
    assert "Nothing in this case is about the ship asked for." in page.result
    assert "List EU" in words_of(page, "What was looked through")


def test_every_number_of_the_page_has_its_record_and_the_page_needs_nothing_else(case):
    html = as_html(made(case, LADY))

    linked, there = set(re.findall(r'href="#(r\d+)"', html)), set(re.findall(r'id="(r\d+)"', html))
    assert linked
    assert linked <= there
    assert not re.findall(r"(?:src|href)=\"(?!#)", html)
    assert "<script" not in html


def test_a_strangers_name_is_text_on_the_page(case):
    html = as_html(made(case, LADY))

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "\u202e" not in html
    assert "[U+202E]" in html


def test_a_strangers_name_is_text_in_the_pdf_too(case, tmp_path):
    pytest.importorskip("typst")
    path = tmp_path / "ship.pdf"
    path.write_bytes(as_pdf(made(case, LADY)))

    assert path.read_bytes().startswith(b"%PDF")
    if shutil.which("pdftotext"):
        said = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
        assert "#let x = 1" in said
        assert "Result: ENTRY ON A LIST" in said


def test_without_typst_a_pdf_is_refused_with_what_to_do(case, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "typst", None)

    done = CliRunner().invoke(cli, ["ship", str(case.path), str(LADY), "--as", "pdf"])

    assert "pip install 'vedette[pdf]'" in str(done.exception)


def test_the_page_is_written_where_asked_or_under_her_number_and_json_is_json(case, tmp_path):
    wanted = tmp_path / "page.html"

    done = CliRunner().invoke(cli, ["ship", str(case.path), str(LADY), "--as", "html", "-o", str(wanted)])
    assert done.exit_code == 0, done.output
    assert "LADY R" in wanted.read_text(encoding="utf-8")

    CliRunner().invoke(cli, ["ship", str(case.path), "Nobody ../../x", "--as", "html", "-q"])
    CliRunner().invoke(cli, ["ship", str(case.path), str(LADY), "--as", "html", "-q"])
    inside = sorted(path.name for path in (case.path / "out").iterdir())
    assert inside[0] == f"ship-imo-{LADY}.html"
    assert re.fullmatch(r"ship-name-[0-9a-f]+\.html", inside[1])

    found = json.loads(CliRunner().invoke(cli, ["ship", str(case.path), str(LADY), "--as", "json"]).output)
    assert {one["list"] for one in found["facts"]} == {"eu", "ofac-sdn"}
    assert found["ties"][0]["kind"] == "sister"

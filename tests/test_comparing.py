"""What changed between editions in a case, and which of one's own ships that touches."""

import json
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pytest
from click.testing import CliRunner

from vedette import adding, comparing, fields, store
from vedette.console.cli import cli
from vedette.errors import CaseError
from vedette.steps import Reading

FROM, TO = datetime(2022, 5, 6), datetime(2022, 5, 8)
REST = (
    '-0- ,-0- ,-0- ,-0- ,-0- ,"{flag}",-0- ,'
    '"Vessel Registration Identification IMO {imo}; Linked To: REED LLC."\r\n'
)
AFTER = {1: ("HERON", 9179842, "Russia"), 2: ("EBANO", 9358010, "Togo"), 3: ("LADY R", 9161003, "Togo")}


def sdn(folder: Path, date: str, ships: dict[int, tuple[str, int, str]]) -> Path:
    path = folder / f"sdn-{date}.csv"
    rows = [
        f'{n},"{name}","vessel","DPRK",' + REST.format(imo=imo, flag=flag)
        for n, (name, imo, flag) in ships.items()
    ]
    path.write_text("".join(rows) + '9,"REED LLC",-0- ,"DPRK",' + "-0- ," * 7 + "-0- \r\n\x1a")
    return path


@pytest.fixture
def case(tmp_path: Path) -> store.Case:
    watch = 'name = "t"\ntitle = "T"\nships = ["9161003", "TEAL"]\ncompanies = ["Reed LLC"]\n'
    made = store.create(tmp_path / "case", watch)
    before = sdn(
        tmp_path, "2022-05-06", {1: ("HERON", 9179842, "Togo"), 2: ("=SAND\u202eSWAN", 9358010, "Togo")}
    )
    after = sdn(tmp_path, "2022-05-08", AFTER)
    list(adding.add(made, [before, after], adding.Wish(Reading(now=datetime(2024, 1, 1)))))
    event = {
        "event": "gap-1",
        "kind": "gap",
        "mmsi": 273210440,
        "imo": 9179842,
        "start": datetime(2022, 3, 1),
    }
    store.append(made, "events", fields.from_rows([event], "events"), "one")
    return made


def ask(case: store.Case, *words: str):
    return CliRunner().invoke(cli, ["changes", str(case.path), *words], catch_exceptions=False)


def test_a_change_touches_ships_of_events_and_of_the_watch(case):
    found = comparing.compare(case, "ofac", FROM, TO)

    assert [(one.mine.id, one.by) for one in found.touched] == [
        ("imo:9161003", "IMO number"),
        ("imo:9179842", "IMO number"),
    ]
    why = comparing.why_now(found.touched[1], found)
    assert why == (
        "HERON (ofac-sdn:1) changed by 2022-05-08: flag Togo -> Russia (the same IMO number 9179842);"
        " 1 of your events, the last on 2022-03-01"
    )
    assert found.touched[1].because[0] == "gap-1"


def test_the_command_prints_lists_ships_and_yours(case):
    done = ask(case, "ofac", "--from", "2022-05-06", "--to", "2022-05-08")

    assert done.exit_code == 0
    assert "1 vessel added, 2 vessel changed" in done.output
    assert "\u202e" not in done.output
    assert "why now" in done.output


def test_json_says_the_same_and_mine_leaves_the_rest_out(case):
    every = json.loads(ask(case, "ofac", "--from", "2022-05-06", "--to", "2022-05-08", "--json").output)
    mine = json.loads(
        ask(case, "ofac-sdn", "--from", "2022-05-06", "--to", "2022-05-08", "--json", "--mine").output
    )

    assert [row["what"] for row in every["changes"]] == ["added", "changed", "changed"]
    assert {row["name"] for row in mine["changes"]} == {"LADY R", "HERON"}
    assert every["touched"][0]["why_now"].startswith("LADY R (ofac-sdn:3) was added by 2022-05-08 under DPRK")


def test_csv_is_safe_to_open(case, tmp_path):
    out = tmp_path / "out.csv"
    ask(case, "ofac", "--from", "2022-05-06", "--to", "2022-05-08", "--as", "csv", "-o", str(out))

    assert "'=SAND[U+202E]SWAN" in out.read_text()


def test_exit_code_says_whether_anything_changed(case):
    words = ["ofac", "--from", "2022-05-06", "--exit-code", "--to"]

    assert ask(case, *words, "2022-05-08").exit_code == 1
    assert ask(case, *words, "2022-05-07").exit_code == 0


def test_a_list_that_is_not_in_hand_for_the_date_is_an_error_that_says_what_is(case):
    with pytest.raises(
        CaseError, match=r"No edition of ofac-sdn of 2022-05-01 or before.*\n.*from 2022-05-06"
    ):
        comparing.compare(case, "ofac", datetime(2022, 5, 1), TO)
    with pytest.raises(CaseError, match="There are: ofac-sdn"):
        comparing.compare(case, "eu", FROM, TO)
    with pytest.raises(CaseError, match="not after"):
        comparing.compare(case, "ofac", TO, FROM)


def test_what_was_said_of_her_owner_is_found_through_the_list(case, tmp_path):
    path = tmp_path / "sdn-2022-05-10.csv"
    text = sdn(tmp_path, "2022-05-09", AFTER).read_text()
    path.write_text(text.replace('"REED LLC",-0- ,"DPRK"', '"REED LLC",-0- ,"RUSSIA"'))
    list(adding.add(case, [path], adding.Wish(Reading(now=datetime(2024, 1, 1)))))
    found = comparing.compare(case, "ofac", TO, datetime(2022, 5, 10))

    by = {one.mine.id: (one.by, one.words) for one in found.touched}
    assert by["imo:9179842"] == ("behind her", "ofac-sdn gives REED LLC as linked to her")
    assert by["company:Reed LLC"] == ("name", "the name REED LLC")


@pytest.mark.parametrize("asked", ["ofac", "ofac-sdn"])
def test_a_short_name_means_the_list_and_not_a_part_of_it(asked):
    told = pa.table({"list": ["uk", "ofac-sdn", "ofac-sdn-vessels"]})

    assert comparing.listed(told, asked) == "ofac-sdn"


def test_a_short_name_of_two_lists_is_asked_back():
    told = pa.table({"list": ["eu-journal", "eu-fsf"]})

    with pytest.raises(CaseError, match="eu-fsf, eu-journal"):
        comparing.listed(told, "eu")

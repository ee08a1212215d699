import json
from datetime import datetime

import pytest

from tests.sources.opened import opened_from
from tests.sources.samples import only, reasons, tables
from vedette.errors import SourceError
from vedette.sources.lists import ofac, ofac_history

DAYS = [datetime(2022, 5, day) for day in (6, 8, 9)]


def line(day, op, number, name=None, *, linked="REED LLC"):
    cells = [number, name, "vessel", "DPRK", *[""] * 7, f"MMSI 273000001; Linked To: {linked}."]
    return json.dumps([f"{day:%Y-%m-%d}", "abc", op, cells if name else [number]]) + "\n"


def read(*lines):
    return tables(ofac_history.SOURCE, "".join(lines), "history.jsonl")


def test_each_row_has_the_editions_it_stood_in():
    rows = read(
        line(DAYS[0], "base", "1", "HERON"),
        line(DAYS[0], "base", "2", "TEAL"),
        line(DAYS[1], "change", "1", "EBANO"),
        line(DAYS[2], "remove", "2"),
    )

    assert [(e["names"][0], e["since"], e["list_date"], e["until"]) for e in rows["entities"]] == [
        ("HERON", DAYS[0], DAYS[0], DAYS[1]),
        ("TEAL", DAYS[0], DAYS[1], DAYS[2]),
        ("EBANO", DAYS[1], DAYS[2], None),
    ]
    assert {link["since"] for link in rows["links"]} == {DAYS[0], DAYS[1]}


def test_a_row_says_what_the_published_file_says():
    (mine,) = read(line(DAYS[0], "base", "37059", "HERON"))["entities"]
    published = '37059,"HERON","vessel","DPRK",' + "-0- ," * 7 + '"MMSI 273000001; Linked To: REED LLC."\r\n'
    theirs = only(tables(ofac.SOURCE, published, "sdn-2022-05-06.csv")["entities"])

    apart = ("since", "source", "record")
    assert {k: v for k, v in mine.items() if k not in apart} == {
        k: v for k, v in theirs.items() if k not in apart
    }


def test_what_changed_twice_in_a_day_is_what_it_came_to():
    rows = read(
        line(DAYS[0], "base", "1", "A"), line(DAYS[1], "change", "1", "B"), line(DAYS[1], "change", "1", "C")
    )

    assert [e["names"] for e in rows["entities"]] == [["A"], ["C"]]


def test_lines_that_cannot_be_used_are_refused():
    rows = read(line(DAYS[0], "base", "1", "A"), "{}\n", "x\n", '["2022-05-08","c","add",["1"]]\n')

    assert [number for number, _ in reasons(rows)] == [2, 3, 4]
    assert reasons(rows)[2][1] == "the row has 1 fields where 12 are wanted"


def test_editions_out_of_order_are_refused_whole():
    with pytest.raises(SourceError, match="order of their dates"):
        read(line(DAYS[1], "base", "1", "A"), line(DAYS[0], "add", "2", "B"))


def test_other_lines_of_json_are_not_a_history():
    assert ofac_history.recognise(opened_from(b'["2022-05-06", "c", "remove", ["1"]]\n')) == 0
    assert ofac_history.recognise(opened_from(b'{"id": "1"}\n')) == 0
    assert ofac_history.recognise(opened_from(line(DAYS[0], "base", "1", "A").encode())) > 0.9

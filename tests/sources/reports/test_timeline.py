from datetime import datetime

import pytest

from tests.sources.samples import only, reasons, tables
from vedette.sources.reports import timeline
from vedette.steps import Reading

HEADER = "date,precision,class,event,corridor,publisher,source,published,warning_value\n"
DENIAL = "2023-10-17,day,denial,Spokesman: no proof,a-b,Agency via Paper,A report,2023-10-18,LABEL: a first"


def read(*rows, reading=None):
    return tables(timeline.SOURCE, HEADER + "\n".join(rows) + "\n", "timeline.csv", reading)


@pytest.mark.redflag("RF54")
def test_a_row_is_a_report_and_a_claim_that_spans_it():
    rows = read(DENIAL)
    report, claim = only(rows["reports"]), only(rows["claims"])

    assert (report["title"], report["publisher"], report["text"]) == (
        "A report",
        "Agency via Paper",
        "Spokesman: no proof",
    )
    assert report["published"] == claim["published"] == datetime(2023, 10, 18)
    assert (claim["report"], claim["speaker"]) == (report["report"], "Agency via Paper")
    assert report["text"][claim["span_start"] : claim["span_end"]] == claim["text"] == report["text"]
    assert (claim["corridor"], claim["label"], claim["accepted"]) == ("a-b", "LABEL: a first", True)
    assert claim["record"] == report["record"] == "0123456789ab:2"


def test_a_denial_is_denied_and_all_else_asserted():
    claims = read(DENIAL, DENIAL.replace("denial", "visit"))["claims"]

    assert [(c["event_class"], c["polarity"], c["modality"]) for c in claims] == [
        ("denial", "denied", "fact"),
        ("visit", "asserted", "fact"),
    ]


def test_what_was_said_before_its_day_was_planned():
    rows = read(
        "2024-04-30,day,un,The mandate ends,,Agency,,2024-03-28,",
        "2024-04-30,day,un,It ended,,Agency,,2024-04,",
    )

    assert [claim["modality"] for claim in rows["claims"]] == ["planned", "fact"]


@pytest.mark.parametrize(
    ("date", "precision", "start", "end"),
    [
        ("2023-10-18", "day", "2023-10-18", "2023-10-18"),
        ("2023-10-18", "", "2023-10-18", "2023-10-18"),
        ("2023-10-18", "interval to 10-19", "2023-10-18", "2023-10-19"),
        ("2023-12-30", "interval to 01-02", "2023-12-30", "2024-01-02"),
        ("2023-12-30", "interval to 2024-02-03", "2023-12-30", "2024-02-03"),
        ("2023-09-18", "about", "2023-09-18", "2023-09-18"),
        ("2024-01-15", '"about, week"', "2024-01-15", "2024-01-21"),
        ("2025-06", "month", "2025-06-01", "2025-06-30"),
    ],
)
def test_the_precision_says_how_long_it_can_have_been(date, precision, start, end):
    claim = only(read(f"{date},{precision},visit,A visit,,Paper,,,")["claims"])

    assert claim["start"] == datetime.fromisoformat(start)
    assert claim["end"] == datetime.fromisoformat(f"{end}T23:59:59")


def test_what_is_relayed_the_same_day_is_one_origin():
    claims = read(
        "2023-10-13,day,disclosure,Over a thousand,,White House,,2023-10-13,",
        "2023-09-07,day,disclosure,Boxes were shown,,White House via Paper,,2023-10-13,",
        "2023-09-07,day,disclosure,Boxes were shown,,Paper,,2023-10-13,",
        "2023-10-13,day,denial,It was not so,,White House,,2023-10-13,",
        "2023-10-13,day,disclosure,Five thousand,,White House,,2023-12-13,",
    )["claims"]

    clusters = [claim["cluster"] for claim in claims]
    assert clusters[0] == clusters[1]
    assert len(set(clusters)) == 4
    assert len({claim["claim"] for claim in claims}) == 5


def test_the_same_row_has_the_same_ids_in_another_file():
    assert (
        read(DENIAL)["claims"][0]["claim"] == read("2020,day,visit,Else,,,,,", DENIAL)["claims"][1]["claim"]
    )


def test_rows_that_cannot_be_used_are_refused():
    rows = read(
        ",day,visit,A visit,,,,,",
        "2023-10-17,day,visit,,,,,,",
        "17/10/2023,day,visit,A visit,,,,,",
        "2023-10-18,interval to the end,visit,A visit,,,,,",
        "2023-10-18,interval to 10-40,visit,A visit,,,,,",
        "2023-10-18,day,visit,A visit,,,,2030,",
        DENIAL,
        reading=Reading(now=datetime(2024, 1, 1)),
    )

    assert [line for line, _ in reasons(rows)] == [2, 3, 4, 5, 6, 7]
    assert reasons(rows)[3][1] == "the precision is 'interval to the end'; write 'interval to MM-DD'"
    assert len(rows["claims"]) == 1

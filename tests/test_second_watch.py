"""Another corridor, from the template and made-up data to the brief, with nothing of the first watch."""

import csv
import tomllib
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from vedette import replay, running, store, templates, watch
from vedette.accounts import flows
from vedette.adding import Wish as Adding
from vedette.adding import add
from vedette.console.look import brief_page
from vedette.steps import Reading

LIST = """
title = "Opposite shores"
flow = "drums"
kind = "oil"
[[from]]
id = "north-berth"
name = "North berth"
country = "IS"
lat = 63.98
lon = -22.56
[[to]]
id = "south-quay"
name = "South quay"
country = "FO"
lat = 62.01
lon = -6.77
[[ship]]
name = "EXAMPLE"
imo = 9074729
flag = "PA"
[[hypothesis]]
id = "drums"
statement = "Drums go from the north berth to the south quay"
prior = 0.1
[[meter]]
name = "drums"
places = ["north-berth"]
least = 10
most = 40
cap = 20
unit = "drums"
[[question]]
id = "ship-at-north"
question = "Will a ship be sighted at the north berth in the next 28 days?"
criteria = "Yes, when a week counts one or more."
days = 28
series = "calls/sighted/north-berth"
hypothesis = "drums"
if_true = 0.9
if_false = 0.1
[grades]
"Harbour Institute" = "B"
"""
FIRST = datetime(2022, 6, 8)
UNTIL = datetime(2022, 9, 1)
NOW = datetime(2030, 1, 1)


def written(path: Path, rows: list[dict[str, object]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as out:
        lines = csv.DictWriter(out, list(rows[0]), restval="")
        lines.writeheader()
        lines.writerows(rows)
    return path


def sighting(number: int, at: datetime, place: str, ship: str = "unnamed") -> dict[str, object]:
    day = f"{at:%Y-%m-%d}"
    row = {"id": f"X{number}", "corridor": "shores", "flow": "drums", "vessel": ship, "place_id": place}
    row |= {
        "imo": 9074729 if ship == "EXAMPLE" else "",
        "identification": "named by source" if ship != "unnamed" else "",
    }
    row |= {"date_start": day, "date_end": day, "date_precision": "day", "activity": "alongside"}
    return {**row, "evidence": "satellite", "publisher": "Harbour Institute", "published": day}


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> store.Case:
    folder = tmp_path_factory.mktemp("shores")
    (folder / "list.toml").write_text(LIST, encoding="utf-8")
    made = templates.made("shores", folder / "list.toml")
    opened = store.create(folder / "case", made.watch)
    for name, text in made.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    looks = [sighting(n, FIRST - timedelta(weeks=n), "north-berth", "none") for n in range(1, 115)]
    calls = [
        sighting(200 + n, FIRST + timedelta(days=n), place, ship)
        for n, place, ship in (
            (0, "north-berth", "unnamed"),
            (9, "north-berth", "EXAMPLE"),
            (14, "south-quay", "EXAMPLE"),
            (23, "north-berth", "EXAMPLE"),
        )
    ]
    said = {"date": "2022-07-20", "precision": "day", "class": "disclosure", "corridor": "shores"}
    said |= {"event": "The institute tells of drums", "publisher": "Harbour Institute", "source": "report"}
    files = [
        *(folder / name for name in made.files),
        written(folder / "sightings.csv", [*looks, *calls]),
        written(
            folder / "timeline.csv",
            [{**said, "published": "2022-07-20", "warning_value": "LABEL: first word of it"}],
        ),
    ]
    refused = [one for one in add(opened, files, Adding(Reading(now=NOW))) if not one.rows]
    assert refused == []
    running.run(opened, running.Wish(UNTIL, FIRST - timedelta(weeks=3)))
    return opened


def test_the_second_call_after_a_long_quiet_is_an_alarm_and_a_level(case):
    alerts = store.read(case, "alerts").to_pylist()
    levels = [row["level"] for row in store.read(case, "assessments").sort_by("until").to_pylist()]

    assert "calls/sighted/north-berth" in {row["subject"] for row in alerts}
    assert (levels[0], max(levels) >= 1) == (0, True)


def test_the_walk_gives_the_lead_before_the_first_word_and_scores_the_question(case):
    wish = running.Wish(UNTIL, FIRST - timedelta(weeks=3), "observed")
    tables, steps = running.found(case, wish)
    found = replay.measure(running.walk(tables, steps, wish, case, asking=True), tables["claims"])

    assert found.leads[0].label == "LABEL: first word of it"
    assert (found.leads[0].alarm_days or 0) >= 28
    assert found.false_alarms == 0
    assert {one.question for one in found.forecasts} == {"ship-at-north"}
    assert any(one.outcome for one in found.forecasts)


def test_flows_are_of_the_kind_and_way_of_its_own_list(case):
    rows = store.read(case, "flows").to_pylist()
    counted = {(r["how"], r["what"]): r["value"] for r in rows if (r["from"], r["to"]) == ("IS", "FO")}

    assert {row["kind"] for row in rows if row["basis"] == "corridor shores"} == {"oil"}
    assert counted["sighted", flows.BEGIN] == 3
    assert counted["sighted", flows.VOYAGES] == 1
    assert next((r["low"], r["high"]) for r in rows if r["what"] == "drums" and r["how"] == "capacity") == (
        30,
        120,
    )


def test_its_meter_is_over_the_cap(case):
    rows = [row for row in store.read(case, "indicators").to_pylist() if row["series"] == "meter/drums"]

    assert [(row["low"], row["alarm"]) for row in rows] == [(10, False), (20, False), (30, True)]


@pytest.mark.parametrize("form", ["html", "md"])
def test_the_brief_is_of_this_watch_and_of_no_other(case, form):
    page, until = brief_page(case, form)

    assert until == UNTIL
    assert "Opposite shores" in page
    assert "Iceland to Faroe Islands" in page
    assert not any(name in page for name in ("Rajin", "Vostochny", "Russia", "Korea"))


def test_the_template_as_it_stands_gives_a_case_that_says_nothing_was_observed(tmp_path):
    made = templates.made("shores", templates.bundled("corridor"))
    opened = store.create(tmp_path / "case", made.watch)
    running.run(opened, running.Wish(UNTIL, UNTIL - timedelta(weeks=2)))
    page, _ = brief_page(opened, "md")

    assert watch.from_toml(tomllib.loads(made.watch)).corridors[0].kind == "unknown"
    assert "Nothing observed" in page
    assert "AIS: nothing was heard, so a silence says nothing here." in page

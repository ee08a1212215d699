"""The facts of a brief: what it may say, how it must say it, and that every number leads to a line."""

import json
import re
from collections.abc import Iterable
from dataclasses import fields as parts_of
from dataclasses import is_dataclass
from datetime import timedelta
from typing import Any

import pytest

from tests.outputs import world
from vedette import fields
from vedette.outputs import brief as briefs
from vedette.outputs import markdown
from vedette.outputs.briefing.parts import Brief, Line

WEEK = timedelta(weeks=1)


def made(**changed: Any) -> Brief:
    return briefs.facts({**world.tables(), **changed}, world.watch(), world.UNTIL)


def lines_of(thing: object) -> Iterable[Line]:
    if isinstance(thing, Line):
        yield thing
    elif isinstance(thing, tuple):
        for part in thing:
            yield from lines_of(part)
    elif is_dataclass(thing):
        for part in parts_of(thing):
            yield from lines_of(getattr(thing, part.name))


def texts_of(thing: object) -> Iterable[str]:
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple):
        for part in thing:
            yield from texts_of(part)
    elif is_dataclass(thing):
        for part in parts_of(thing):
            yield from texts_of(getattr(thing, part.name))


def test_the_headline_is_the_gravest_judgement_with_word_and_range_and_without_confidence():
    found = made()

    assert found.headline == "Cargo is moving from Alpha: likely (50–80 %)."
    assert found.level == 2
    assert not any("moderate" in text and "likely" in text for text in texts_of(found))


def test_confidence_stands_apart_from_likelihood():
    judgement = made().judgements[0]

    assert (judgement.likelihood, judgement.percent, judgement.spread) == ("likely", "67 %", "50–80 %")
    assert judgement.confidence == "moderate"


def test_what_changed_is_said_against_the_week_before():
    said = [line.text for line in made().judgements[0].changed]

    assert said[0] == (
        "Since 16 Oct 2023: level raised from 1 watch to 2 warning, probability from 43 % to 67 %."
    )
    assert said[2] == "New: Speaker 1 Alpha reports (13 Oct 2023): “containers were sent by Alpha”"


def test_a_first_assessment_is_said_to_be_the_first():
    first = world.tables()["assessments"].slice(1, 1)

    assert made(assessments=first).judgements[0].changed[0].text == "First assessment of this question."


def test_nothing_that_became_known_later_is_said():
    said = " ".join(texts_of(made()))

    assert "97 %" not in said
    assert "said later" not in said
    assert "IMO 9074729" not in said
    assert "LISTED LATER" not in said
    assert "published later and so not used: list Alpha, edition of 3 May 2024: 1 entry" in said


def test_a_claim_is_never_said_as_a_fact():
    for line in lines_of(made()):
        if "containers were sent" in line.text:
            assert "Speaker" in line.text.split("“")[0]
            assert "“containers were sent by Alpha”" in line.text


def test_a_denial_stands_beside_what_it_answers_in_the_words_of_the_one_who_denies():
    denial = made().denials[0]

    assert denial.denial.text == "Speaker 2 Alpha denies (17 Oct 2023): “no proof of Alpha”"
    assert [line.refs for line in denial.beside] == [("c1",)]


def test_a_denial_that_only_a_publisher_passes_on_is_not_the_publisher_s():
    found = made(reports=fields.empty("reports"))

    assert found.denials[0].denial.text.startswith("Speaker 2 Alpha reports a denial")


def test_a_claim_that_a_person_rejected_is_left_out():
    assert "rejected by a person" not in " ".join(texts_of(made()))


def test_evidence_shows_grade_ratio_and_the_judgement_without_it():
    item = made().evidence[0].items[0]

    assert (item.grade, item.ratio, item.raw_ratio, item.without) == ("B", "× 2.8", "× 4.0", "39 %")
    assert item.told[0].text.startswith("Calls sighted at Alpha Alpha: 4 in the 4 weeks to 22 Oct 2023")


def test_a_sign_that_is_not_there_is_wanted_next_and_one_that_is_there_is_not():
    wanted = [one.title for one in made().open[0].wanted]

    assert wanted == ["Sign rail of Alpha"]


def test_ships_are_matched_to_vessels_by_number_and_a_company_number_is_another_thing():
    ships = {ship.numbers: ship for ship in made().ships}
    listed = [line.text for line in ships["IMO 9179842"].listed]

    assert len(listed) == 1
    assert "ANGARA and OLD Alpha, IMO 9179842" in listed[0]
    assert "edition of 1 May 2023" in listed[0]
    assert "linked there to Owner Alpha" in listed[0]
    assert ships["no number known"].listed[0].text == "Not compared with lists: no IMO number is known."


def test_an_entry_that_a_newer_edition_dropped_is_said_to_be_gone():
    entries = world.tables()["entities"].to_pylist()[:1]
    newer = {**entries[0], "entity": "list:9", "imo": 9074729, "list_date": world.day("2023-09-01")}
    listed = made(entities=fields.from_rows([*entries, newer], "entities")).ships[0].listed

    assert "The edition of 1 Sep 2023 no longer has this entry" in listed[0].text


def test_weeks_nobody_looked_are_said_and_are_not_zero():
    found = made()

    assert "Weeks not observed or not counted: Calls sighted at Alpha Alpha 1 of 5." in {
        line.text for line in found.limits
    }


def test_refused_rows_and_unread_files_are_named():
    said = " ".join(line.text for line in made().limits)

    assert "1 row of 1 file could not be used: no date in Alpha (1)." in said
    assert "File not read: Alpha.png: not a format Alpha." in said


def test_every_reference_has_its_entry_and_every_trail_ends_at_a_line_of_a_file():
    found = made()
    by_number = {record.number: record for record in found.records}

    assert found.records_left_out == 0
    for line in lines_of((found.judgements, found.findings, found.evidence, found.denials, found.ships)):
        assert all(ref in found.numbers for ref in line.refs)
    for record in found.records:
        seen, waiting, places = set(), [record.number], []
        while waiting:
            number = waiting.pop()
            if number not in seen:
                seen.add(number)
                waiting += by_number[number].rests_on
                places += by_number[number].records
        assert places or record.kind == "week of a series", record


def test_the_annex_names_the_file_and_counts_what_it_does_not_list():
    events = world.tables()["events"].to_pylist()
    many = {**events[0], "because": [f"f1:{line}" for line in range(30)]}
    found = made(events=fields.from_rows([many, *events[1:]], "events"))
    call = next(record for record in found.records if record.id == "e2")

    assert call.records == ("Alpha.csv (f1), lines 0, 1, 2, 3, 4, 5, 6 and 7",)
    assert call.more == 22


def test_rows_that_rest_on_each_other_end_the_walk():
    events = world.tables()["events"].to_pylist()
    ring = [{**row, "because": ["e2", "e3"]} for row in events]

    assert made(events=fields.from_rows(ring, "events")).records


def test_what_rests_on_synthetic_rows_is_marked_however_deep():
    tables = world.tables(source="synthetic:sea")
    found = briefs.facts(tables, world.watch(), world.UNTIL)

    assert found.judgements[0].synthetic
    assert found.evidence[0].items[0].synthetic
    assert found.ships[0].synthetic
    assert found.synthetic[0] == "4 of 4 events"
    assert not made().synthetic
    assert not made().judgements[0].synthetic


def test_an_empty_case_says_that_nothing_was_observed_and_what_was_covered():
    found = briefs.facts({}, world.watch(), world.UNTIL)

    assert found.empty
    assert found.headline == "Nothing was observed up to 23 Oct 2023."
    assert found.limits[0].text == "AIS: nothing was heard, so a silence says nothing here."
    assert found.open[0].wanted


@pytest.mark.parametrize("name", sorted(world.tables()))
def test_any_table_may_be_empty(name: str):
    assert made(**{name: fields.empty(name)}).headline


def test_the_same_tables_give_the_same_facts_in_any_order_of_rows():
    turned = {name: table.take(list(range(len(table)))[::-1]) for name, table in world.tables().items()}
    one, other = made(), briefs.facts(turned, world.watch(), world.UNTIL)

    assert list(texts_of(one)) == list(texts_of(other))


def test_no_probability_has_a_third_digit():
    assert not any(re.search(r"\d\d\.\d+ %|0\.\d{3}", text) for text in texts_of(made().judgements))


def test_the_observed_clock_knows_a_sighting_before_it_is_published():
    tables = world.tables()
    seen = [{**row, "published": world.day("2024-02-01")} for row in tables["sightings"].to_pylist()]
    tables["sightings"] = fields.from_rows(seen, "sightings")
    observed = briefs.facts(tables, world.watch(clock="observed"), world.UNTIL)
    published = briefs.facts(tables, world.watch(), world.UNTIL)

    assert any(line.text.startswith("Sightings: 3 by") for line in observed.limits)
    assert any(line.text == "Sightings: none in this case." for line in published.limits)


def test_the_map_shows_both_ends_of_a_corridor_even_when_one_had_no_call():
    found = made().map

    assert found is not None
    assert found.core == ("alpha", "beta")


def test_a_made_up_item_that_weighs_nothing_has_no_odds():
    evidence = world.tables(source="synthetic:sea")["evidence"].to_pylist()
    weightless = [{**row, "lr": 1.0} for row in evidence if row["item"] == "ev-calls"]

    found = made(evidence=fields.from_rows(weightless, "evidence"))
    assert [item.ratio for item in found.evidence[0].items] == ["none"]


def test_a_judgement_that_no_sign_bears_on_says_that_it_is_the_prior():
    rows = world.tables()["assessments"].to_pylist()
    for row in rows:
        row["details"] = json.dumps({"items": []})
    bare = made(assessments=fields.from_rows(rows, "assessments"))

    assert bare.headline.endswith("No sign bears on it now: this is what was assumed before any.")
    assert "the prior alone" in markdown.page(bare)
    assert "No sign bears" not in made().headline


def test_the_chart_of_a_series_ends_soon_after_its_last_observed_week():
    rows = world.tables()["indicators"].to_pylist()
    last = max(row["start"] for row in rows)
    weeks = [(f"later-{n}", last + n * WEEK) for n in range(1, 100)]
    blank = {**rows[0], "value": None, "alarm": False}
    empty = [{**blank, "indicator": name, "start": at, "end": at + WEEK} for name, at in weeks]
    found = made(indicators=fields.from_rows([*rows, *empty], "indicators"))

    drawn = next(one for one in found.series if one.weeks["series"][0].as_py() == rows[0]["series"])
    assert last < drawn.weeks["start"].to_pylist()[-1] <= last + 5 * WEEK

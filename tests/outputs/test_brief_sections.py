"""Sections of the brief that set things side by side: forecasts, flows, sanctions, contradictions."""

import json

from tests.outputs import world
from vedette.outputs import brief as briefs
from vedette.outputs import html, markdown


def facts(scored: str = "", **more):
    return briefs.facts({**world.tables(), **more}, world.watch(), world.UNTIL, scored=scored)


def flow(**more):
    row = {
        "flow": "flow-1",
        "kind": "oil",
        "basis": "corridor a-b",
        "from": "RU",
        "to": "KP",
        "how": "sighted",
    }
    row |= {"what": "calls where it begins", "start": world.day("2023-01-01"), "end": world.day("2024-01-01")}
    return {**row, "value": 3.0, "known": world.day("2023-10-01"), "source": "s", "because": ["e1"], **more}


FORECAST = {
    "forecast": "forecast-1",
    "question": "A call? Settled: by counting.",
    "opened": world.day("2023-10-01"),
    "resolves": world.day("2023-11-01"),
    "probability": 0.3,
    "base": 0.1,
    "because": [],
}


def test_a_forecast_is_told_with_its_base_rate_and_the_scores_beside():
    found = facts(
        "3 settled: too few to judge calibration (under 50).", forecasts=world.table("forecasts", FORECAST)
    )
    text = markdown.page(found)

    assert [(one.chance, one.base, one.state) for one in found.foretold] == [("30 %", "10 %", "open")]
    assert "too few to judge calibration" in text
    assert "forecast-1" in found.numbers


def test_a_forecast_that_was_given_later_is_not_in_the_brief():
    later = {**FORECAST, "opened": world.day("2023-12-01")}

    assert facts(forecasts=world.table("forecasts", later)).foretold == ()


def test_flows_are_told_by_direction_and_each_way_with_claims_apart():
    said = flow(
        flow="flow-2",
        how="published",
        what="barrels",
        value=125000.0,
        publisher="Institute",
        words="some words",
    )
    denied = flow(
        flow="flow-3", how="denied", what="claims of one origin", value=1.0, high=1.0, words="A ministry"
    )
    found = facts(flows=world.table("flows", flow(), said, denied)).passed

    assert [(one.direction, one.sighted.text) for one in found.passages] == [("Russia to North Korea", "3")]
    assert [one.number.text for one in found.published] == ["125,000 barrels"]
    back, there = found.exchanged[0].sides
    assert (back.observed, back.claimed, back.denied) == ((), (), ())
    assert "3 calls where it begins sighted" in there.observed[0].text
    assert "125,000 barrels" in there.claimed[0].text
    assert "A ministry" in there.denied[0].text


def test_a_count_of_ships_is_no_claim_of_goods():
    said = flow(how="published", what="round trips", value=5.0, publisher="Institute", words="at least")
    found = facts(flows=world.table("flows", said)).passed

    assert len(found.published) == 1
    assert all(side.claimed == () for pair in found.exchanged for side in pair.sides)


def test_hostile_words_of_publishers_stay_text():
    bad = "<script>alert(1)</script>"
    rows = world.table("flows", flow(how="published", what=bad, publisher=bad, words=bad, kind=bad))
    text = html.page(facts(flows=rows))

    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_a_designated_ship_is_told_before_and_after_and_one_nobody_saw_is_counted():
    row = {"effect": "x", "ship": "imo:1", "name": "A", "list": "one", "designated": world.day("2023-01-01")}
    row |= {
        "measure": "calls",
        "before": 12,
        "before_weeks": 52.0,
        "after": 0,
        "after_weeks": 40.0,
        "low": 0.0,
    }
    row |= {"high": 0.4, "verdict": "fewer", "words": "w", "because": []}
    nobody = {**row, "effect": "y", "ship": "imo:2", "before": 0, "verdict": "not enough seen"}
    found = facts(effects=world.table("effects", row, nobody)).sanctioned

    assert [one.calls.text for one in found.effects] == [
        "12 in 52 weeks before, 0 in 40 after: fewer (× 0 to 0.4)"
    ]
    assert found.unseen == 1


def test_two_claims_that_cannot_both_be_so_are_told_and_a_rejected_one_is_not():
    row = {"conflict": "k", "kind": "direction", "one": "c1", "other": "c2", "words": "A gives B, B gives A"}
    row |= {"known": world.day("2023-10-01"), "because": ["c1", "c2"]}
    claims = world.table("claims", {"claim": "c1", "accepted": False})

    assert "The way is reversed" in facts(conflicts=world.table("conflicts", row)).contradictions[0].text
    assert facts(conflicts=world.table("conflicts", row), claims=claims).contradictions == ()


def test_what_to_look_for_says_what_each_sign_would_tell():
    tables = world.tables()
    rows = tables["assessments"].to_pylist()
    wanted = [{"rule": "rail", "title": "Rail", "chance": 0.3, "if_seen": 0.8, "if_not": 0.4, "bits": 0.1}]
    for row in rows:
        row["details"] = json.dumps({**json.loads(row["details"] or "{}"), "wanted": wanted})
    found = facts(assessments=world.table("assessments", *rows)).open[0].wanted

    assert [(one.title, one.if_seen, one.if_not) for one in found] == [("Rail", "80 %", "40 %")]
    assert found[0].settles.endswith("%")

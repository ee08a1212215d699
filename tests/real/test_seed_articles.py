"""The two articles that asked for vedette: what must be found in them, and how."""

from pathlib import Path

import pytest

from tests.sources.opened import opened_from
from tests.worlds import table
from vedette import fields
from vedette.claims import conflicts, copies, extract, graded, origins, parser
from vedette.sources.reports import text
from vedette.steps import Reading

pytestmark = pytest.mark.skipif(parser.model_name() is None, reason="no spaCy model is installed")


@pytest.fixture(scope="module")
def found(shared: Path):
    """Give the reports and claims of both articles, with origins and grades, as a case has them."""
    rows = []
    for path in sorted((shared / "seeds").glob("0*.txt")):
        for batch in text.read(opened_from(path.read_bytes(), path.name, path.name[:3]), Reading()):
            rows += batch.rows.to_pylist() if batch.table == "reports" else []
    reports = table("reports", *rows)
    claims = extract.extract(reports, fields.empty("entities"), fields.empty("places"))
    claims = origins.origins(claims, copies.copies(reports))
    return reports, graded.graded(claims, reports, graded.Graded(grades=(("Institute", "B"),)))


def of(found, cue, *, speaker):
    rows = [r for r in found[1].to_pylist() if r["cue"] == cue and speaker in (r["speaker"] or "")]
    assert rows, [(r["speaker"], r["cue"]) for r in found[1].to_pylist() if r["cue"]]
    return rows[0]


def test_an_intelligence_service_suggests_joint_drills(found):
    row = of(found, "suggested", speaker="South Korea's intelligence service")

    assert (row["polarity"], row["modality"]) == ("asserted", "hedged")
    assert (row["event_class"], row["mode"]) == ("COOPERATE", "joint_drill")
    assert {"Russia", "China", "North Korea"} <= set(row["actors"])


def test_two_states_deny(found):
    row = of(found, "denied", speaker="North Korea and Russia")

    assert (row["polarity"], row["event_class"], row["mode"]) == ("denied", "COOPERATE", "arms_trade")


def test_officials_believe_it_unlikely_which_denies_nothing(found):
    row = of(found, "believe", speaker="Seoul officials")

    assert (row["polarity"], row["modality"], row["unlikely"]) == ("asserted", "hedged", True)
    assert (row["event_class"], row["giver"]) == ("AID", "RU")


def test_nothing_else_is_thought_unlikely_and_nobody_else_denies(found):
    said = [row for row in found[1].to_pylist() if row["cue"]]

    assert [row["speaker"] for row in said if row["unlikely"]] == ["Seoul officials"]
    assert [row["speaker"] for row in said if row["polarity"] == "denied"] == ["North Korea and Russia"]


def test_what_cannot_speak_says_nothing(found):
    """The first article has alliances that threaten, a partnership that demonstrates."""
    speakers = {(row["speaker"] or "").casefold() for row in found[1].to_pylist() if row["cue"]}

    assert not [name for name in speakers if "alliance" in name or "partnership" in name or "meeting" in name]


def test_a_quotation_that_goes_on_is_still_the_experts(found):
    row = next(row for row in found[1].to_pylist() if "multipolar" in row["text"])

    assert (row["speaker"], row["grade"]) == ("Dr. Eleanor Reynolds", "F")


def test_a_warning_is_of_a_possibility(found):
    row = of(found, "warned", speaker="The US")

    assert (row["polarity"], row["modality"], row["mode"]) == ("asserted", "hedged", "arms_trade")


def test_the_visit_is_planned(found):
    row = of(found, "plans", speaker="Kim Jong Un")

    assert (row["modality"], row["event_class"], row["mode"]) == ("planned", "CONSULT", "visit")


def test_a_pledge_is_a_claim_though_nobody_says_it(found):
    row = of(found, "pledge", speaker="Kim Jong Un")

    assert (row["polarity"], row["modality"]) == ("asserted", "planned")
    assert (row["event_class"], row["about"]) == ("AGREE", "SUPPORT")


def test_an_expert_without_a_link_is_f(found):
    assert of(found, "notes", speaker="Reynolds")["grade"] == "F"


def test_the_direction_of_nuclear_technology_is_reversed_between_them(found):
    rows = [row for row in conflicts.conflicts(found[1]).to_pylist() if row["kind"] == "direction"]
    by_id = {row["claim"]: row for row in found[1].to_pylist()}

    assert len(rows) == 1
    sides = {(by_id[rows[0][name]]["giver"], by_id[rows[0][name]]["receiver"]) for name in ("one", "other")}
    assert sides == {("KP", "RU"), ("RU", "KP")}
    assert by_id[rows[0]["one"]]["report"] != by_id[rows[0]["other"]]["report"]


def test_every_claim_stands_where_it_says(found):
    texts = dict(zip(found[0]["report"].to_pylist(), found[0]["text"].to_pylist(), strict=True))

    for row in found[1].to_pylist():
        assert texts[row["report"]][row["span_start"] : row["span_end"]] == row["text"]


def test_a_question_to_the_reader_is_no_claim(found):
    assert not [
        row
        for row in found[1].to_pylist()
        if row["cue"] and (row["speaker"] or "").casefold() in ("you", "i")
    ]

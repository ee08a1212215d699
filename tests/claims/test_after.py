"""What follows from claims: origins, grades, conflicts, decisions, and what was observed beside them."""

from datetime import timedelta

import pytest

from tests.claims.world import DAY, known, read, report, said, ship, verdict
from tests.worlds import at, table
from vedette import fields
from vedette.claims import parser
from vedette.claims.bearings import bearings
from vedette.claims.conflicts import conflicts
from vedette.claims.mentions import mentions

pytestmark = pytest.mark.skipif(parser.model_name() is None, reason="no spaCy model is installed")
SAYS = "The White House said that North Korea had delivered 1,000 containers of shells to Russia."
SAYS_TOO = "North Korea has delivered 1,000 containers of shells to Russia, the White House said on Friday."
MORE = (
    "The ship was seen again at the pier a week later, with a tug beside her and cranes at work all night. "
)
DENIES = "The Kremlin denied that North Korea had delivered shells to Russia."


def by_report(claims):
    return {row["report"]: row for row in claims.to_pylist() if row["cue"]}


def test_one_speaker_in_two_papers_is_one_origin():
    found = by_report(
        known(report("a", SAYS), report("b", SAYS_TOO, publisher="Paper", day=DAY + timedelta(days=2)))
    )

    assert found["a"]["cluster"] == found["b"]["cluster"]


def test_what_is_asserted_and_what_is_denied_are_never_one():
    found = by_report(
        known(
            report("a", SAYS),
            report(
                "b",
                "The White House denied that North Korea had delivered 1,000 containers of shells to Russia.",
            ),
        )
    )

    assert found["a"]["cluster"] != found["b"]["cluster"]


def test_said_again_after_months_it_is_another():
    found = by_report(known(report("a", SAYS), report("b", SAYS_TOO, day=DAY + timedelta(days=90))))

    assert found["a"]["cluster"] != found["b"]["cluster"]


def test_a_speaker_the_watch_does_not_grade_is_f_however_good_the_paper():
    found = by_report(known(report("a", "Dr Ann Reed, an analyst, said that shells were sent to Russia.")
                            , grades=(("Agency", "A"),)))  # fmt: skip

    assert found["a"]["grade"] == "F"


def test_the_watch_grades_a_speaker_by_name_and_nobody_by_repetition():
    rows = [report(f"r{n}", SAYS, publisher=f"Paper {n}") for n in range(5)]

    assert {
        row["grade"] for row in known(*rows, grades=(("White House", "C"),)).to_pylist() if row["cue"]
    } == {"C"}


def test_judged_claims_teach_the_grade_with_the_weight_of_ten():
    reports = [
        report(f"r{n}", f"The White House said that North Korea had sent {n}00 shells to Russia.")
        for n in range(1, 9)
    ]
    ids = [row["claim"] for row in known(*reports).to_pylist()]
    rejected = table("decisions", *(verdict(id_, "rejected") for id_ in ids))

    before = by_report(known(*reports, grades=(("White House", "A"),)))["r1"]
    after = by_report(known(*reports, grades=(("White House", "A"),), decisions=rejected))["r1"]

    assert before["reliability"] == 0.9
    assert after["reliability"] == pytest.approx(9 / 18, abs=1e-4)
    assert (before["grade"], after["grade"]) == ("A", "E")


def test_the_last_decision_holds_and_an_edit_is_kept():
    text = SAYS + " It was the first time."
    (claim,) = [row["claim"] for row in said(text) if row["cue"]]
    told = table(
        "decisions",
        verdict(claim, "accepted", 1, span_start=4, span_end=20, event_class="MOVE/arms"),
        verdict(claim, "rejected", 2),
    )

    (row,) = [r for r in known(report("r", text), decisions=told).to_pylist() if r["cue"]]

    assert (row["accepted"], row["event_class"], row["mode"], row["text"]) == (
        False,
        "MOVE",
        "arms",
        text[4:20],
    )


def kinds(*reports):
    return sorted(row["kind"] for row in conflicts(known(*reports)).to_pylist())


def test_a_denial_is_set_beside_what_it_denies():
    assert kinds(report("a", SAYS), report("b", DENIES)) == ["polarity"]


def test_who_gives_whom_reversed_is_a_contradiction():
    one = report("a", "Norway said that Iran could supply nuclear technology to Russia.")
    other = report("b", "Sweden said that Russia could supply nuclear technology to Iran.")

    assert kinds(one, other) == ["direction"]
    assert kinds(one, report("b", "Sweden said that Iran had supplied nuclear technology to Russia.")) == []


def test_arms_one_way_and_technology_the_other_are_an_exchange():
    one = report("a", "Norway said that Iran had supplied shells to Russia.")
    other = report("b", "Sweden said that Russia had supplied reactor technology to Iran.")

    assert kinds(one, other) == []


def test_counts_that_disagree_are_set_side_by_side_and_near_ones_are_not():
    def count(n):
        return report(
            f"r{n}",
            f"The institute RUSI said that North Korea had delivered {n:,} containers of shells to Russia.",
        )

    other = report(
        "b", "The ministry in Seoul said North Korea had delivered 6,700 containers of shells to Russia."
    )

    assert kinds(count(1000), other) == ["count"]
    assert kinds(count(6500), other) == []


def test_a_call_at_the_place_bears_a_claim_out_and_a_denial_down():
    event = {
        "event": "e",
        "kind": "port_call",
        "imo": 9074729,
        "place": "rajin",
        "start": at(0),
        "end": at(5),
        "known": at(6),
        "source": "ais",
    }
    claim = {
        "claim": "c",
        "ships": ["imo:9074729"],
        "places": ["rajin"],
        "polarity": "asserted",
        "start": at(-5),
        "end": at(9),
        "source": "x",
    }

    def verdicts(events, **more):
        rows = bearings(
            table("claims", {**claim, **more}), events, fields.empty("sightings"), fields.empty("exposures")
        )
        return [(row["verdict"], row["because"]) for row in rows.to_pylist()]

    assert verdicts(table("events", event)) == [("corroborated", ["c", "e"])]
    assert verdicts(table("events", event), polarity="denied") == [("contradicted", ["c", "e"])]
    assert verdicts(fields.empty("events")) == [("not observed", ["c"])]
    assert verdicts(table("events", {**event, "place": "other"})) == [("not observed", ["c"])]


def test_nobody_listening_is_said_and_is_no_contradiction():
    claim = {"claim": "c", "places": ["rajin"], "polarity": "asserted", "start": at(0), "source": "x"}

    (row,) = bearings(
        table("claims", claim), *(fields.empty(t) for t in ("events", "sightings", "exposures"))
    ).to_pylist()

    assert (row["verdict"], "coverage none" in row["words"]) == ("not observed", True)


def test_names_days_and_numbers_are_found_in_russian_and_korean():
    reports = table(
        "reports",
        report(
            "ru",
            "Судно «Ангара» вышло из порта 17 октября 2023 года с 300 контейнерами, сообщили в Кремле.",
            language="ru",
        ),
        report(
            "ko",
            "북한이 러시아에 포탄 300만 발을 보냈다고 국가정보원이 2024년 10월 18일 밝혔다.",
            language="ko",
        ),
    )

    rows = mentions(reports, table("entities", ship("ANGARA", 9179842)), fields.empty("places")).to_pylist()

    found = {(row["report"], row["kind"], row["value"]) for row in rows}
    assert {
        ("ru", "ship", "imo:9179842"),
        ("ru", "day", "2023-10-17/2023-10-17"),
        ("ru", "quantity", "300 containers"),
        ("ru", "actor", "RU-GOV"),
        ("ko", "actor", "KP"),
        ("ko", "actor", "RU"),
        ("ko", "actor", "KR-INT"),
        ("ko", "quantity", "3000000 rounds"),
        ("ko", "day", "2024-10-18/2024-10-18"),
    } <= found
    texts = dict(zip(reports["report"].to_pylist(), reports["text"].to_pylist(), strict=True))
    assert all(texts[row["report"]][row["span_start"] : row["span_end"]] == row["words"] for row in rows)


def test_copies_give_their_claims_one_cluster():
    text = SAYS + " " + MORE * 2
    found = by_report(known(report("a", text), report("b", text, publisher=None, day=None)))

    assert found["a"]["cluster"] == found["b"]["cluster"]
    assert found["b"]["origin"] == "a"


def test_nothing_is_found_in_nothing():
    assert len(read(report("r", ""))) == 0

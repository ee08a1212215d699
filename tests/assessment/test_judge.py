"""Assessments: probability, words, confidence and level, each from the evidence and the one before."""

import json
from dataclasses import replace
from datetime import timedelta

import pyarrow as pa
import pytest

from tests.assessment.worlds import (
    DAY,
    DISCLOSED,
    GRADES,
    IMAGERY,
    NOW,
    alarm,
    claim,
    hypothesis,
    quiet,
    table,
)
from vedette import fields
from vedette.assessment.judge import Judge, judge
from vedette.assessment.weigh import Weigh, weigh

WEEK = timedelta(weeks=1)


def judged(hypo, alarms=(), claims=(), before=None, until=NOW, **model):
    indicators = table("indicators", list(alarms))
    evidence = weigh(
        indicators,
        table("events"),
        table("claims", list(claims)),
        Weigh(hypotheses=(hypo,), grades=GRADES, **model),
        until=until,
    )
    earlier = before if before is not None else table("assessments")
    return fields.conform(
        judge(evidence, indicators, earlier, Judge(hypotheses=(hypo,), **model), until=until), "assessments"
    )


def test_with_nothing_known_the_prior_stands_at_routine():
    row = judged(hypothesis(IMAGERY)).to_pylist()[0]

    assert (row["probability"], row["words"], row["confidence"], row["level"]) == (
        0.1,
        "very unlikely",
        "low",
        0,
    )
    assert row["low"] < 0.1 < row["high"]
    assert row["because"] == []


def test_an_alarm_moves_the_probability_and_the_level_and_rests_on_its_rows():
    row = judged(hypothesis(IMAGERY), [alarm()]).to_pylist()[0]

    assert (row["probability"], row["level"]) == (0.2174, 1)
    assert row["rule"] == "up to 1 (watch): in alarm within 28 days: Calls sighted at alpha"
    assert row["because"][1:] == [alarm()["indicator"]]
    details = json.loads(row["details"])
    assert [item["lr"] for item in details["items"]] == [2.5]
    assert details["model"]["rates"][0] == ["A", 0.9, 0.05]


def test_a_series_no_rule_speaks_of_still_alarms():
    row = judged(hypothesis(), [alarm("calls/sighted/elsewhere")]).to_pylist()[0]

    assert (row["probability"], row["level"]) == (0.1, 1)
    assert json.loads(row["details"])["state"]["categories"] == ["shipping"]


def test_two_categories_and_a_likely_hypothesis_are_a_warning():
    told = replace(DISCLOSED, grade="A")
    row = judged(
        hypothesis(IMAGERY, told, prior=0.2), [alarm()], [claim("Good State", NOW - DAY)]
    ).to_pylist()[0]

    assert row["probability"] == 0.6469
    assert row["level"] == 2
    assert "official acts, shipping" in row["rule"]


@pytest.mark.redflag("RF54")
def test_four_tellings_of_one_claim_move_the_judgement_as_one_does():
    hypo = hypothesis(IMAGERY, DISCLOSED, prior=0.5)
    once = [claim("Good State", NOW - 9 * DAY, cluster="c")]
    again = [claim(f"Paper {n}", NOW - n * DAY, cluster="c") for n in range(1, 5)]

    one, five = (judged(hypo, [alarm()], said).to_pylist()[0] for said in (once, once + again))
    assert five["probability"] == one["probability"]


def test_a_claim_of_an_unknown_source_is_no_category():
    rows = judged(
        hypothesis(IMAGERY, DISCLOSED, prior=0.5), [alarm()], [claim("stranger", NOW - DAY)]
    ).to_pylist()

    assert json.loads(rows[0]["details"])["state"]["categories"] == ["shipping"]
    assert rows[0]["level"] == 1


def test_what_rests_on_made_up_rows_is_listed_and_moves_neither_probability_nor_level():
    sure = replace(IMAGERY, if_true=0.9, if_false=0.05, grade="A")
    made_up = [alarm(source="synthetic:x")]

    real = judged(hypothesis(sure, prior=0.5), [alarm()]).to_pylist()[0]
    play = judged(hypothesis(sure, prior=0.5), made_up).to_pylist()[0]
    item = json.loads(play["details"])["items"][0]

    assert real["level"] == 3
    assert (play["level"], play["probability"]) == (0, 0.5)
    assert (item["lr"], item["without"]) == (1.0, 0.5)
    assert item["lr_raw"] == 18.0


def test_a_case_that_is_all_play_may_say_so_and_be_judged():
    sure = replace(IMAGERY, if_true=0.9, if_false=0.05, grade="A")

    row = judged(
        hypothesis(sure, prior=0.5), [alarm(source="synthetic:x")], count_synthetic=True
    ).to_pylist()[0]

    assert row["level"] == 3
    assert json.loads(row["details"])["source"] == "synthetic:x"


def test_an_alarm_that_is_another_hypothesis_business_raises_only_that_one():
    mine, other = hypothesis(IMAGERY), hypothesis(DISCLOSED, name="other")
    indicators = table("indicators", [alarm()])
    rows = judge(
        table("evidence"), indicators, table("assessments"), Judge(hypotheses=(mine, other)), until=NOW
    ).to_pylist()

    assert {row["hypothesis"]: row["level"] for row in rows} == {"flow": 1, "other": 0}


def test_the_level_follows_from_the_one_before_whatever_the_order_of_rows():
    hypo = hypothesis(IMAGERY)
    first = judged(hypo, [alarm()], until=NOW)
    both = judged(hypo, [alarm()], before=first, until=NOW + 2 * WEEK)
    backwards = judged(hypo, [alarm()], before=both.take(pa.array([1, 0])), until=NOW + 2 * WEEK)

    assert both["level"].to_pylist() == [1, 1]
    assert backwards.sort_by("until").equals(both.sort_by("until"))


def test_weeks_that_were_looked_at_and_quiet_let_the_level_fall_and_unseen_ones_do_not():
    hypo, series = hypothesis(IMAGERY), alarm()["series"]
    first = judged(hypo, [alarm()], until=NOW)
    after = [alarm()["start"] + n * WEEK for n in range(1, 6)]
    unseen = [quiet(series, start, surprise=None, value=None) for start in after]
    looked = [quiet(series, start) for start in after[:2]]
    later = NOW + 4 * WEEK

    def level(rows, until=later):
        return judged(hypo, [alarm(), *rows], before=first, until=until)["level"].to_pylist()[-1]

    assert level(unseen) == 1
    assert level([*looked, *unseen[2:]]) == 0
    assert level([looked[0], *unseen[1:]]) == 1
    assert level(unseen, alarm()["known"] + 121 * DAY) == 0


def test_without_hypotheses_nothing_is_judged():
    empty = judge(table("evidence"), table("indicators", [alarm()]), table("assessments"), until=NOW)

    assert empty.num_rows == 0

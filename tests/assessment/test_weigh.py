"""Evidence: one item for each series and each origin, as strong as its source."""

from dataclasses import replace

import pytest

from tests.assessment.worlds import (
    DAY,
    DENIED,
    DISCLOSED,
    GRADES,
    IMAGERY,
    NOW,
    alarm,
    claim,
    hypothesis,
    table,
)
from vedette import fields
from vedette.assessment.weigh import Weigh, weigh


def weighed(hypo, alarms=(), claims=(), events=(), until=NOW):
    options = Weigh(hypotheses=(hypo,), grades=GRADES)
    tables = (table("indicators", list(alarms)), table("events", list(events)), table("claims", list(claims)))
    return fields.conform(weigh(*tables, options, until=until), "evidence").to_pylist()


def test_a_series_in_alarm_is_one_item_however_many_weeks_it_rings():
    first, second = alarm(), alarm(start=alarm()["start"] + 7 * DAY, surprise=0.002, known=alarm()["known"])
    rows = weighed(hypothesis(IMAGERY), [second, first])

    assert len(rows) == 1
    assert rows[0]["because"] == [first["indicator"], second["indicator"]]
    assert rows[0]["title"] == (
        "Calls sighted at alpha: 2 in 4 weeks, where 0.02 were to be expected (p = 0.0005); "
        "in alarm 21 Aug 2023 to 3 Sep 2023"
    )
    assert (rows[0]["lr"], rows[0]["lr_raw"], rows[0]["without"]) == (2.5, 3.5, 0.1)


def test_without_a_said_grade_it_is_that_of_the_best_publisher_of_the_events():
    rule = replace(IMAGERY, grade="")
    event = {"event": "e1", "details": '{"publishers": ["Nobody", "Paper (imagery)"]}'}

    assert weighed(hypothesis(rule), [alarm()], events=[event])[0]["grade"] == "C"
    assert weighed(hypothesis(rule), [alarm()])[0]["grade"] == "F"
    assert weighed(hypothesis(rule), [alarm()])[0]["lr"] == 1.0


def test_an_alarm_is_evidence_from_when_it_was_known_until_it_is_too_old():
    rule = replace(IMAGERY, max_age_days=30)
    known = alarm()["known"]

    assert weighed(hypothesis(rule), [alarm()], until=known - DAY) == []
    assert len(weighed(hypothesis(rule), [alarm()], until=known)) == 1
    assert len(weighed(hypothesis(rule), [alarm()], until=known + 29 * DAY)) == 1
    assert weighed(hypothesis(rule), [alarm()], until=known + 30 * DAY) == []


@pytest.mark.redflag("RF54")
def test_claims_of_one_origin_are_one_item_and_the_best_grade_counts():
    claims = [
        claim("Paper", NOW - 5 * DAY, cluster="c"),
        claim("Good State", NOW - 3 * DAY, cluster="c"),
        claim("Party", NOW - DAY, cluster="c"),
    ]
    rows = weighed(hypothesis(DISCLOSED), claims=claims)

    assert [(row["grade"], row["lr"], row["known"]) for row in rows] == [("B", 2.5, NOW - 5 * DAY)]
    assert rows[0]["because"] == [c["claim"] for c in claims]
    assert rows[0]["title"] == "Good State: arms went (and 2 more of the same origin)"


def test_repeating_an_old_claim_does_not_make_it_new():
    rule = replace(DISCLOSED, max_age_days=30)
    claims = [claim("Paper", NOW - 40 * DAY, cluster="c"), claim("Good State", NOW - DAY, cluster="c")]

    assert weighed(hypothesis(rule), claims=claims) == []


@pytest.mark.parametrize(
    "change",
    [
        {"accepted": None},
        {"accepted": False},
        {"event_class": "visit"},
        {"polarity": "denied"},
        {"published": NOW + DAY},
    ],
)
def test_what_nobody_accepted_or_does_not_fit_moves_nothing(change):
    assert weighed(hypothesis(DISCLOSED), claims=[claim("Good State", NOW - DAY, **change)]) == []


def test_a_rule_may_ask_for_a_corridor():
    rule = replace(DISCLOSED, corridor="way")

    assert weighed(hypothesis(rule), claims=[claim("Paper", NOW - DAY)]) == []
    assert len(weighed(hypothesis(rule), claims=[claim("Paper", NOW - DAY, corridor="way")])) == 1


def test_a_denial_weighs_nothing_and_is_seen_all_the_same():
    rows = weighed(
        hypothesis(DENIED), claims=[claim("Party", NOW - DAY, event_class="denial", polarity="denied")]
    )

    assert [(row["rule"], row["lr"], row["without"]) for row in rows] == [("denied", 1.0, 0.1)]


def test_a_sign_fits_the_first_rule_only():
    other = replace(IMAGERY, id="again", channel="other")

    assert [row["rule"] for row in weighed(hypothesis(IMAGERY, other), [alarm()])] == ["calls"]


def test_what_rests_on_something_made_up_says_so():
    rows = weighed(
        hypothesis(IMAGERY), [alarm(), alarm(start=alarm()["start"] + 7 * DAY, source="synthetic:x")]
    )

    assert rows[0]["source"] == "synthetic:x"


def test_two_series_of_one_channel_share_it():
    rows = weighed(hypothesis(IMAGERY), [alarm(), alarm("calls/sighted/beta")])

    assert sorted(row["lr"] for row in rows) == [pytest.approx(2.5 ** (1 / 3), abs=1e-3), 2.5]


def test_without_hypotheses_there_is_no_evidence():
    assert weigh(table("indicators", [alarm()]), table("events"), table("claims"), until=NOW).num_rows == 0

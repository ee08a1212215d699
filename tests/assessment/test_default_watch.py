"""The watch of a case nobody has configured."""

from tests.assessment.worlds import NOW, alarm, claim, table
from vedette import watch
from vedette.assessment.judge import Judge, judge
from vedette.assessment.weigh import Weigh, weigh

DEFAULT = watch.read(watch.bundled("default") / "watch.toml")


def test_every_number_has_its_reason():
    for hypothesis in DEFAULT.hypotheses:
        assert hypothesis.prior_source
        assert hypothesis.rivals
        assert all(rule.reason and rule.title for rule in hypothesis.evidence)


def test_it_is_careful_an_alarm_is_watched_and_a_stranger_moves_nothing():
    alarms = table("indicators", [alarm()])
    claims = table(
        "claims", [claim("stranger", NOW), claim("other", NOW, event_class="denial", polarity="denied")]
    )
    evidence = weigh(
        alarms, table("events"), claims, Weigh(hypotheses=DEFAULT.hypotheses, grades=()), until=NOW
    )
    row = judge(
        evidence, alarms, table("assessments"), Judge(hypotheses=DEFAULT.hypotheses), until=NOW
    ).to_pylist()[0]

    assert sorted(item["lr"] for item in evidence.to_pylist()) == [1.0, 1.0, 1.6027]
    assert row["level"] == 1
    assert row["words"] == "very unlikely"

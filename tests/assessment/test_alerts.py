"""Alerts: one a run of alarms, one a rise of level."""

from datetime import datetime, timedelta

from tests.assessment.worlds import DAY, alarm, quiet, table
from vedette import fields
from vedette.assessment.alerts import alerts

START = datetime(2023, 1, 2)
SERIES = "calls/sighted/alpha"


def week(number):
    return START + timedelta(weeks=number)


def raised(indicators=(), assessments=(), until=datetime(2024, 1, 1)):
    given = table("indicators", list(indicators)), table("assessments", list(assessments))
    return fields.conform(alerts(*given, until=until), "alerts").to_pylist()


def test_a_run_of_weeks_in_alarm_raises_one_alert_with_its_numbers():
    rows = raised([alarm(SERIES, week(2)), alarm(SERIES, week(3)), quiet(SERIES, week(1))])

    assert [(row["subject"], row["level"], row["raised"]) for row in rows] == [(SERIES, 1, week(2) + 5 * DAY)]
    assert (
        rows[0]["title"]
        == "Calls sighted at alpha: 2 in 4 weeks, where 0.02 were to be expected (p = 0.0005)"
    )
    assert rows[0]["because"] == [alarm(SERIES, week(2))["indicator"]]
    assert "p = 0.0005" in rows[0]["reason"]


def test_weeks_within_one_window_are_one_alert_and_beyond_it_another():
    between = [quiet(SERIES, week(n), surprise=None if n % 2 else 1.0) for n in range(3, 8)]

    assert len(raised([alarm(SERIES, week(2)), *between[:4], alarm(SERIES, week(7))])) == 1
    assert len(raised([alarm(SERIES, week(2)), *between, alarm(SERIES, week(8))])) == 2


def test_an_alert_is_not_raised_before_its_week_begins():
    assert raised([alarm(SERIES, week(2), known=week(1))])[0]["raised"] == week(2)


def test_the_same_facts_raise_the_same_alert():
    early = raised([alarm(SERIES, week(2))])
    late = raised([alarm(SERIES, week(2)), alarm(SERIES, week(3))])

    assert [row["alert"] for row in early] == [row["alert"] for row in late]


def test_a_rising_level_raises_an_alert_and_a_falling_one_does_not():
    levels = [0, 1, 1, 3, 2]
    rows = [
        {
            "assessment": f"a{n}",
            "hypothesis": "flow",
            "until": week(n),
            "level": level,
            "words": "likely",
            "low": 0.5,
            "high": 0.7,
            "confidence": "low",
            "rule": f"line {n}",
            "details": '{"source": "synthetic:x"}',
        }
        for n, level in enumerate(levels)
    ]
    found = raised(assessments=rows)

    assert [(row["raised"], row["level"], row["because"]) for row in found] == [
        (week(1), 1, ["a1"]),
        (week(3), 3, ["a3"]),
    ]
    assert found[1]["title"] == "flow: critical, was watch; likely, 50 to 70 %"
    assert found[1]["reason"] == "line 3. Confidence low."
    assert found[1]["source"] == "synthetic:x"


def test_what_is_not_known_yet_raises_nothing():
    assert raised([alarm(SERIES, week(2))], until=week(2)) == []


def test_nothing_raises_nothing():
    assert raised() == []

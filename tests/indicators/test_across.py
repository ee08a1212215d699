"""Alarms of all signs in one week together: more tests ask for more surprise."""

from datetime import datetime, timedelta

from vedette import fields
from vedette.indicators.across import Across, across

WEEK = datetime(2023, 8, 21)


def rows(
    *given: tuple[str, float | None, bool], start: datetime = WEEK, detector: str = "novelty"
) -> list[dict]:
    return [
        {"indicator": f"{name}@{start}", "series": name, "start": start, "surprise": p, "alarm": alarm}
        | {"detector": detector}
        for name, p, alarm in given
    ]


def alarms(*given: dict) -> set[str]:
    found = across(fields.from_rows(list(given), "indicators"), Across(), until=WEEK)
    return {row["series"] for row in found.to_pylist() if row["alarm"]}


def quiet(many: int) -> list[dict]:
    return rows(*((f"quiet/{n}", 0.6, False) for n in range(many)))


def test_an_alarm_of_one_sign_must_stand_among_the_series_of_all():
    few, many = ([*rows(("a", 0.004, True)), *quiet(n)] for n in (20, 30))

    assert alarms(*few) == {"a"}
    assert alarms(*many) == set()


def test_several_at_once_hold_each_other_up():
    assert alarms(*rows(("a", 0.004, True), ("b", 0.004, True)), *quiet(30)) == {"a", "b"}


def test_other_weeks_do_not_count():
    before = [{**row, "start": WEEK - timedelta(weeks=1)} for row in quiet(100)]

    assert alarms(*rows(("a", 0.004, True)), *before) == {"a"}


def test_a_drift_and_a_cap_stay_as_they_are():
    drift = rows(("slow", 0.2, True), detector="drift")
    cap = rows(("meter/x", None, True), detector="cap")

    assert alarms(*drift, *cap, *quiet(100)) == {"slow", "meter/x"}


def test_what_was_no_alarm_becomes_none():
    assert alarms(*rows(("a", 1e-9, False))) == set()

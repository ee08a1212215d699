from datetime import datetime, timedelta

import pytest

from tests.assessment.worlds import quiet, table
from vedette.assessment import forecasting
from vedette.watch import Question

NOW = datetime(2023, 9, 4)
WEEK = timedelta(weeks=1)
SHIP = Question("ship", "A ship?", "One or more.", 28, "calls/sighted/alpha")
PAPER = Question("paper", "A paper?", "A person says so.", 365, alike=1, of=10)


def weeks(values: list[float | None], start: datetime = NOW - 104 * WEEK) -> list[dict]:
    return [
        quiet("calls/sighted/alpha", start + n * WEEK, value=value, indicator=f"w{n}")
        for n, value in enumerate(values)
    ]


def opened(values: list[float | None], *asked: Question, kept=None):
    held = table("forecasts") if kept is None else kept
    found = forecasting.opened(asked, table("indicators", weeks(values)), table("assessments"), held, NOW)
    return found.to_pylist()


def test_a_quiet_past_gives_a_low_chance_and_a_busy_one_a_high_chance():
    low, high = opened([0.0] * 104, SHIP)[0], opened([2.0] * 104, SHIP)[0]

    assert low["probability"] <= 0.05
    assert high["probability"] >= 0.95
    assert 0.02 <= low["base"] <= high["base"] <= 0.98


def test_what_began_lately_counts_for_more_than_its_share_of_two_years():
    late = opened([0.0] * 96 + [1.0] * 8, SHIP)[0]

    assert late["probability"] > late["base"]
    assert late["same"] == forecasting.MOST


def test_weeks_nobody_looked_at_are_no_quiet_weeks():
    assert (
        opened([None] * 100 + [1.0] * 4, SHIP)[0]["base"] > opened([0.0] * 100 + [1.0] * 4, SHIP)[0]["base"]
    )


def test_one_question_is_open_once_and_asked_again_when_it_is_over():
    first = forecasting.opened([SHIP], table("indicators"), table("assessments"), table("forecasts"), NOW)

    assert len(opened([0.0] * 104, SHIP, kept=first)) == 0
    again = forecasting.opened([SHIP], table("indicators"), table("assessments"), first, NOW + 5 * WEEK)
    assert len(again) == 1


@pytest.mark.parametrize(
    ("values", "outcome"),
    [([0.0, 1.0], True), ([0.0] * 4, False), ([0.0, None, 0.0, 0.0], None), ([0.0, 0.0], None)],
)
def test_a_rule_settles_yes_at_once_and_no_only_when_all_was_looked_at(values, outcome):
    kept = forecasting.opened([SHIP], table("indicators"), table("assessments"), table("forecasts"), NOW)
    rows = table("indicators", weeks(values, NOW))
    found = forecasting.settled([SHIP], rows, kept, NOW + len(values) * WEEK).to_pylist()

    assert [row["outcome"] for row in found] == ([] if outcome is None else [outcome])


def test_settling_adds_a_row_and_the_scores_are_made_from_rows():
    kept = forecasting.opened([PAPER], table("indicators"), table("assessments"), table("forecasts"), NOW)
    row = forecasting.latest(kept)[0]
    yes = forecasting.by_person(row, True, NOW + WEEK, "me", "https://...")
    both = table("forecasts", [*kept.to_pylist(), *yes.to_pylist()])
    scored = forecasting.scores(both)

    assert row["probability"] == pytest.approx(1.5 / 11, abs=1e-4)
    assert len(both) == 2
    assert forecasting.latest(both)[0]["outcome"] is True
    assert scored.brier == pytest.approx((1 - 1.5 / 11) ** 2, abs=1e-4)
    assert "too few" in scored.calibration
    corrected = forecasting.by_person(row, False, NOW + 2 * WEEK, "me", "mistaken")
    assert forecasting.scores(table("forecasts", [*both.to_pylist(), *corrected.to_pylist()])).brier < 0.05

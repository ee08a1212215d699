"""A small sea with known truth: what is found of it, with a margin below what ``make accuracy`` measures."""

import pytest
from benchmarks.accuracy_scores import KINDS, Score, score

from vedette.synthetic import Labelled, labelled_sea


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    return score(labelled_sea(Labelled("oman", seed=11, ships=70, background=60, days=20)))


def test_every_kind_is_scored(scores):
    assert set(scores) == set(KINDS)
    assert all(one.ship_days > 2000 for one in scores.values())


@pytest.mark.parametrize(
    ("kind", "precision", "recall"),
    [
        ("port_call", 0.98, 0.98),
        ("encounter", 0.95, 0.85),
        ("loitering", 0.95, 0.95),
        ("gap", 0.98, 0.98),
        ("gap: unobserved", 0.95, 0.6),
        ("identity_change", 0.9, 0.9),
        ("identity_clash", 0.95, 0.95),
        ("teleport", 0.9, 0.9),
        ("escort", 0.8, 0.9),
        ("draught_change", 0.95, 0.95),
    ],
)
def test_what_is_found_is_mostly_right_and_most_is_found(scores, kind, precision, recall):
    one = scores[kind]

    assert one.truth > 0
    assert one.share("precision") >= precision, one.rows
    assert one.share("recall") >= recall, one.rows


def test_an_event_that_no_truth_meets_is_wrong(scores):
    for one in scores.values():
        assert len([row for row in one.rows if row.startswith("wrong")]) == one.wrong
        assert one.found <= one.truth

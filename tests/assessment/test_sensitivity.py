import pytest

from tests.assessment.test_posterior import AIS, IMAGE, STATE, SURE, sign
from vedette.assessment.posterior import in_words, posterior
from vedette.assessment.sensitivity import smallest, telling


def test_the_smallest_set_changes_the_word_and_nothing_smaller_does():
    signs = [AIS, IMAGE, STATE]
    out = smallest(0.1, signs, SURE)
    left = [one for row, one in enumerate(signs) if row not in out]

    assert len(out) == 1
    assert in_words(posterior(0.1, left, SURE)) != in_words(posterior(0.1, signs, SURE))


def test_nothing_hangs_on_signs_that_do_not_move_the_word():
    assert smallest(0.1, [sign(0.5, 0.5)], SURE) == ()


def test_a_judgement_of_many_weak_signs_hangs_on_more_than_two():
    weak = [sign(0.5, 0.3, channel=str(n), kind=kind) for n, kind in enumerate(["ais", "press"] * 5)]

    assert len(smallest(0.3, weak, SURE)) >= 3


def test_a_sign_that_tells_more_is_expected_to_take_away_more_doubt():
    strong = telling(0.5, [], sign(0.9, 0.1, kind="ais"), SURE)
    weak = telling(0.5, [], sign(0.5, 0.3, kind="ais"), SURE)

    assert strong.bits > weak.bits > 0
    assert strong.if_seen > 0.5 > strong.if_not
    assert strong.chance == pytest.approx(0.5)


def test_a_source_that_says_nothing_takes_away_no_doubt():
    assert telling(0.4, [AIS], sign(0.9, 0.1, grade="F"), SURE).bits == pytest.approx(0, abs=1e-9)

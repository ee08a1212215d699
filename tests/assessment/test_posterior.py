"""The model of evidence, on the worked example it was designed with and on its edges."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.assessment.posterior import (
    Model,
    Sign,
    confidence,
    in_words,
    interval,
    log_ratios,
    posterior,
    without,
)

MODEL = Model()
SURE = Model(rates=(("A", 1.0, 0.0), ("C", 0.75, 0.2), ("F", 0.5, 0.5)))


def sign(if_true=0.7, if_false=0.2, grade="A", kind="official", channel="one"):
    return Sign(if_true, if_false, grade, kind, channel)


AIS = sign(0.68, 0.1, kind="ais", channel="ais")  # likelihood ratio 6.8
IMAGE = sign(0.54, 0.1, kind="imagery", channel="eyes")  # 5.4
STATE = sign(0.7, 0.2, grade="C", channel="state")  # 1.9 from a source graded C


def test_the_worked_example():
    steps = [posterior(0.1, signs, SURE) for signs in ([], [AIS], [AIS, IMAGE], [AIS, IMAGE, STATE])]

    # The last is .886 when the steps between are not rounded.
    assert steps == pytest.approx([0.10, 0.43, 0.80, 0.88], abs=0.007)


def test_four_tellings_of_one_claim_in_a_channel_are_not_four_signs():
    four = posterior(0.1, [AIS, IMAGE, STATE, STATE, STATE, STATE], SURE)
    as_if_independent = 1 / (1 + 9 / (6.8 * 5.4 * 1.8864**4))

    assert round(as_if_independent, 2) == 0.98
    assert round(four, 2) == 0.92


@pytest.mark.parametrize(
    ("grade", "lr"), [("A", 2.93), ("B", 2.50), ("C", 1.89), ("D", 1.37), ("E", 1.11), ("F", 1.0)]
)
def test_a_source_that_is_sometimes_wrong_weakens_the_ratio(grade, lr):
    assert np.exp(log_ratios([sign(grade=grade)], MODEL))[0] == pytest.approx(lr, abs=0.005)


def test_a_letter_nobody_knows_is_worth_nothing():
    assert log_ratios([sign(grade="Z")], MODEL).tolist() == [0.0]


def test_k_equal_items_of_a_channel_count_as_the_formula_says():
    one = log_ratios([sign()], MODEL)[0]

    for k in range(1, 6):
        assert log_ratios([sign()] * k, MODEL).sum() == pytest.approx(k / (1 + (k - 1) * 0.5) * one)


def test_an_item_that_says_nothing_does_not_weaken_its_channel():
    strong = posterior(0.1, [IMAGE], MODEL)

    assert posterior(0.1, [IMAGE, sign(grade="F", channel="eyes")], MODEL) == pytest.approx(strong)


def test_what_is_only_told_cannot_pass_eighty_in_a_hundred():
    told = [
        sign(0.9, 0.05, channel=str(n), kind=kind) for n, kind in enumerate(["official", "press", "list"] * 4)
    ]

    assert posterior(0.5, told, MODEL) == 0.80
    assert max(interval(0.5, 20, told, MODEL)) == 0.80


def test_one_kind_cannot_pass_ninety_five_and_two_can():
    seen = [sign(0.9, 0.05, kind="ais", channel=str(n)) for n in range(6)]

    assert posterior(0.5, seen, MODEL) == 0.95
    assert posterior(0.5, [*seen, sign(0.9, 0.05)], MODEL) == 0.98


def test_caps_hold_what_one_item_can_do():
    sure = Model(rates=(("A", 1.0, 0.0),))
    told, measured = sign(0.9, 0.05), sign(0.9, 0.005, kind="ais")

    assert np.exp(log_ratios([told], sure))[0] == pytest.approx(10)
    assert np.exp(log_ratios([measured], sure))[0] == pytest.approx(10**1.5)


def test_leaving_one_out_shows_what_the_judgement_hangs_on():
    alone = without(0.1, [AIS, IMAGE, STATE], SURE)

    assert [round(p, 2) for p in alone] == [0.53, 0.59, 0.80]


def test_no_evidence_leaves_the_prior():
    low, high = interval(0.1, 20, [], MODEL)

    assert posterior(0.1, [], MODEL) == pytest.approx(0.1)
    assert low < 0.1 < high


@given(
    st.floats(0.02, 0.98),
    st.lists(
        st.builds(
            Sign,
            st.sampled_from([0.05, 0.2, 0.5, 0.9]),
            st.sampled_from([0.05, 0.2, 0.5, 0.9]),
            st.sampled_from("ABCDEF"),
            st.sampled_from(["ais", "imagery", "press", "official"]),
            st.sampled_from("xyz"),
        ),
        max_size=6,
    ),
)
def test_the_posterior_lies_in_its_range_and_both_within_bounds(prior, signs):
    p = posterior(prior, signs, MODEL)
    low, high = interval(prior, 20, signs, MODEL)

    assert 0.02 <= low <= p + 1e-9
    assert p - 1e-9 <= high <= 0.98
    assert (low, high) == interval(prior, 20, signs, MODEL)


def test_words_follow_the_standard():
    given_ = [0.02, 0.05, 0.06, 0.2, 0.21, 0.5, 0.6, 0.8, 0.81, 0.95, 0.96]

    assert [in_words(p) for p in given_] == [
        "almost no chance",
        "almost no chance",
        "very unlikely",
        "very unlikely",
        "unlikely",
        "roughly even chance",
        "likely",
        "likely",
        "very likely",
        "very likely",
        "almost certain",
    ]


def test_confidence_comes_from_items_kinds_and_width_not_from_the_probability():
    four = [AIS, IMAGE, STATE, sign(channel="x", kind="press")]

    assert confidence([], MODEL, 0.02, 0.1) == "low"
    assert confidence([AIS, sign(grade="F")], MODEL, 0.3, 0.5) == "low"
    assert confidence([AIS, STATE], MODEL, 0.3, 0.7) == "moderate"
    assert confidence(four, MODEL, 0.7, 0.9) == "high"
    assert confidence(four, MODEL, 0.2, 0.9) == "low"

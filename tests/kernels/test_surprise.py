"""The exact numbers of the novelty test, against sums done by hand and by simulation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.kernels.surprise import benjamini_hochberg, predicted, quantile, tail


def by_sum(count: int, seen: float, over: float, ahead: float) -> float:
    """P(Y >= count), summing the negative binomial law term by term."""
    size, q = 0.5 + seen, ahead / (0.01 + over + ahead)
    term, below = (1 - q) ** size, 0.0
    for k in range(count):
        below += term
        term *= (k + size) / (k + 1) * q
    return 1 - below


@pytest.mark.parametrize(
    ("count", "weeks", "p"), [(1, 1, 0.00478), (2, 4, 0.000521), (5, 9, 8.2e-7), (1, 4, 0.0187)]
)
def test_after_104_quiet_weeks(count, weeks, p):
    assert tail(count, seen=0, over=104, ahead=weeks) == pytest.approx(p, rel=0.01)


@given(st.integers(0, 12), st.integers(0, 30), st.floats(1, 300), st.floats(0.1, 20))
def test_the_tail_is_the_sum_of_its_terms(count, seen, over, ahead):
    assert tail(count, seen, over, ahead) == pytest.approx(by_sum(count, seen, over, ahead), abs=1e-10)


@given(st.integers(0, 400), st.floats(1, 300), st.floats(0.1, 20), st.sampled_from([0.1, 0.5, 0.9]))
def test_a_quantile_is_the_smallest_count_that_reaches_its_level(seen, over, ahead, level):
    k = float(quantile(level, seen, over, ahead))

    assert 1 - tail(k + 1, seen, over, ahead) >= level - 1e-12
    assert k == 0 or 1 - tail(k, seen, over, ahead) < level + 1e-12


def test_the_mean_grows_with_exposure():
    assert predicted(10, 100, [1, 2]).tolist() == pytest.approx([0.10499, 0.20998], abs=1e-5)


def test_no_exposure_ahead_leaves_no_room_for_a_count():
    assert tail(1, seen=0, over=104, ahead=0) == 0
    assert quantile(0.9, seen=0, over=104, ahead=0) == 0


def test_in_worlds_where_nothing_changes_the_alarm_rate_is_at_most_nominal():
    rng = np.random.default_rng(5)
    rate = rng.gamma(1, 0.3, 20_000)
    seen, new = rng.poisson(rate * 104), rng.poisson(rate * 4)

    assert np.mean(tail(new, seen, 104, 4) < 0.005) <= 0.005


def test_benjamini_hochberg_judges_each_column_by_itself():
    p = np.array([[0.01, 0.9], [0.06, 0.8], [np.nan, 0.04]])

    assert benjamini_hochberg(p, 0.1).tolist() == [[True, False], [True, False], [False, False]]


def test_benjamini_hochberg_of_nothing_is_nothing():
    assert benjamini_hochberg(np.empty((0, 3)), 0.1).shape == (0, 3)

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vedette.kernels.spans import covered, joined, reached

SPANS = st.lists(st.tuples(st.integers(0, 50), st.integers(-1, 15)), max_size=6)


def minutes(spans):
    return sorted({minute for start, length in spans for minute in range(start, start + length)})


def of(spans):
    start = np.array([a for a, _ in spans], dtype=np.int64)
    return joined(start, start + np.array([b for _, b in spans], dtype=np.int64))


@given(SPANS, st.integers(-5, 70), st.integers(0, 40))
def test_covered_counts_each_moment_once(spans, start, length):
    inside = [m for m in minutes(spans) if start <= m < start + length]

    assert covered(of(spans), np.array([start]), np.array([start + length]))[0] == len(inside)


@given(SPANS, st.integers(-5, 70), st.integers(1, 20))
def test_an_amount_is_reached_when_so_much_has_passed_in_the_stretches(spans, start, amount):
    later = [m for m in minutes(spans) if m >= start]

    found = reached(of(spans), np.array([start]), np.array([amount]), never=-1)[0]

    assert found == (later[amount - 1] + 1 if len(later) >= amount else -1)

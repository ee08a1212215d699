import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.kernels import runs

FLAGS = st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), max_size=30)


@given(FLAGS)
def test_hysteresis_is_what_a_loop_would_say(rows):
    on, off, starts = (np.array([row[i] for row in rows], dtype=bool) for i in range(3))
    starts[:1] = True
    off &= ~on
    state, said = False, []
    for i in range(len(rows)):
        state = True if on[i] else False if off[i] or starts[i] else state
        said.append(state)

    assert runs.hysteresis(on, off, starts).tolist() == said


@given(FLAGS)
def test_nothing_is_carried_from_one_run_into_the_next(rows):
    flags, starts = (np.array([row[i] for row in rows], dtype=bool) for i in (0, 1))
    starts[:1] = True

    for row, latest in enumerate(runs.last_true(flags, starts)):
        inside = range(max((i for i in range(row + 1) if starts[i]), default=0), row + 1)
        assert latest == max((i for i in inside if flags[i]), default=-1)


def test_unknown_values_are_filled_within_their_run_only():
    values, starts = np.array([np.nan, 2.0, np.nan, np.nan]), np.array([True, False, False, True])

    np.testing.assert_equal(runs.filled_forward(values, starts), [np.nan, 2.0, 2.0, np.nan])


@given(st.lists(st.integers(0, 5), max_size=12))
def test_expanded_numbers_each_member_of_each_group(counts):
    groups, places = runs.expanded(np.array(counts, dtype=np.int64))

    assert list(zip(groups.tolist(), places.tolist(), strict=True)) == [
        (group, place) for group, count in enumerate(counts) for place in range(count)
    ]


@given(st.lists(st.integers(0, 20), min_size=1, max_size=30), st.data())
def test_bisection_finds_the_first_row_not_below(values, data):
    values = np.sort(np.array(values))
    low = data.draw(st.integers(0, len(values)))
    high = data.draw(st.integers(low, len(values)))
    wanted = data.draw(st.integers(-1, 21))

    found = runs.first_not_below(values, *(np.array([n]) for n in (low, high, wanted)))

    assert found[0] == next((i for i in range(low, high) if values[i] >= wanted), high)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=40), st.data())
def test_medians_of_windows_are_those_of_numpy(values, data):
    values = np.array(values)
    windows = data.draw(st.lists(st.tuples(st.integers(0, len(values)), st.integers(0, 40)), min_size=1))
    low = np.array([a for a, _ in windows])
    high = np.minimum(low + np.array([b for _, b in windows]), len(values))

    found = runs.window_medians(values, low, high, most=50)

    for a, b, median in zip(low, high, found, strict=True):
        assert (np.isnan(median) and a == b) or median == pytest.approx(np.median(values[a:b]))


def test_a_long_window_is_judged_by_values_spread_over_all_of_it():
    values = np.concatenate([np.full(1000, 1.0), np.full(3000, 9.0)])

    assert runs.window_medians(values, np.array([0]), np.array([4000]), most=100)[0] == 9.0

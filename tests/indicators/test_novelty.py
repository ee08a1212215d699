"""Novelty on made worlds: what it finds after quiet years, and how often it alarms for nothing."""

import numpy as np
import pytest

from vedette.indicators import novelty

OPTIONS = novelty.Novelty()


def judged(tally: np.ndarray) -> novelty.Judged:
    rows = len(tally)
    told = np.zeros(rows, dtype=bool)
    exposure = np.ones_like(tally)
    return novelty.judged(
        novelty.Weekly(tuple(map(str, range(rows))), 0, tally, exposure, told, (None,) * rows), OPTIONS
    )


def after(quiet: int, *voyages: int) -> np.ndarray:
    tally = np.zeros((1, quiet + 9))
    np.add.at(tally[0], quiet + np.asarray(voyages), 1)
    return judged(tally).alarm[0, quiet:]


def test_the_second_voyage_after_two_quiet_years_alarms_and_the_first_does_not():
    alarm = after(104, 0, 2)

    assert not alarm[:2].any()
    assert alarm[2]


@pytest.mark.parametrize(("quiet", "second", "third"), [(26, False, True), (52, True, True)])
def test_after_a_shorter_quiet_it_takes_more(quiet, second, third):
    assert after(quiet, 0, 2).any() == second
    assert after(quiet, 0, 2, 3).any() == third


def test_the_order_of_the_weeks_before_does_not_matter():
    rng = np.random.default_rng(1)
    tally = rng.poisson(0.05, (50, 120)).astype(float)
    tally[:, -4:] = rng.poisson(0.5, (50, 4))
    mixed = tally.copy()
    # Weeks of the past may change places with each other: the window stays.
    mixed[:, -108:-4] = rng.permuted(tally[:, -108:-4], axis=1)

    same, other = judged(tally), judged(mixed)
    np.testing.assert_array_equal(same.surprise[:, -1], other.surprise[:, -1])
    np.testing.assert_array_equal(same.alarm[:, -1], other.alarm[:, -1])


def test_unchanging_worlds_alarm_no_more_often_than_the_threshold_says():
    rng = np.random.default_rng(2)
    alarms = weeks = 0
    for _ in range(1000):
        rate = 10 ** rng.uniform(-2.3, 0.3, 4)
        found = judged(rng.poisson(rate[:, None], (4, 120)).astype(float))
        alarms += found.alarm.sum()
        weeks += (~np.isnan(found.surprise)).sum()

    assert 0 < alarms / weeks <= OPTIONS.alpha

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.kernels.circles import Heard, Round, circles

LEAST = Round(150, 2e4, 0.05, 20, 0.4, 0.5, 80, 21600, 2.5, 1.75, 3)
STEPS = np.array([30, 60, 120, 240, 480], dtype=np.int64) * 1_000_000


def ways(seed, ships, count):
    """Some ships that lie still, sail straight and run round by turns, heard at uneven times."""
    rng = np.random.default_rng(seed)
    seconds = np.cumsum(rng.choice([10, 70, 180, 1000], (ships, count), p=[0.3, 0.3, 0.38, 0.02]), axis=1)
    phase = np.cumsum(rng.random((ships, count)) < 0.006, axis=1) % 3
    angle, north = seconds * 2 * np.pi / rng.uniform(1200, 5000), seconds * 5e-5
    lat = 40 + np.where(phase == 0, 0.0, np.where(phase == 1, north, 0.02 * np.cos(angle)))
    lon = 130 + np.where(phase == 2, 0.0261 * np.sin(angle), 0.0)
    noise = rng.normal(0, 2e-4, (2, ships * count))
    none = np.full(ships * count, np.nan)
    time = seconds.reshape(-1) * 1_000_000
    begins = np.arange(ships) * count
    return Heard(begins, time, lat.reshape(-1) + noise[0], lon.reshape(-1) + noise[1], none, none)


def rows(found):
    return sorted(zip(found.first.tolist(), found.shown.tolist(), found.last.tolist(), strict=True))


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), ships=st.integers(1, 3))
def test_what_is_found_at_several_steps_of_the_clock_is_what_each_finds_alone(seed, ships):
    heard = ways(seed, ships, 300)

    alone = [one for step in STEPS for one in rows(circles(heard, LEAST, STEPS[step == STEPS]))]

    assert rows(circles(heard, LEAST, STEPS)) == sorted(alone)


def test_steps_that_do_not_hold_each_other_are_walked_all_the_same():
    heard = ways(7, 2, 600)
    odd = np.array([90, 120], dtype=np.int64) * 1_000_000

    alone = [one for step in odd for one in rows(circles(heard, LEAST, odd[step == odd]))]

    assert alone
    assert rows(circles(heard, LEAST, odd)) == sorted(alone)


def test_the_made_up_ways_hold_circles():
    assert len(rows(circles(ways(1, 3, 300), LEAST, STEPS)))

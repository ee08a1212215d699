import numpy as np
import pytest

from vedette.kernels import pairs
from vedette.kernels.sphere import distance_m


def brute(slot, lat, lon, reach_m):
    a, b = np.triu_indices(len(slot), 1)
    near = (slot[a] == slot[b]) & (distance_m(lat[a], lon[a], lat[b], lon[b]) <= reach_m)
    return set(zip(a[near].tolist(), b[near].tolist(), strict=True))


@pytest.mark.parametrize(
    "middle", [(0.0, 180.0), (42.0, 131.0), (-89.995, 20.0), (70.0, -179.99), (90.0, 0.0)]
)
@pytest.mark.parametrize("spread", [0.2, 1.0])
def test_every_close_pair_is_found_once_wherever_it_is(middle, spread):
    rng = np.random.default_rng(5)
    lat = np.clip(middle[0] + rng.normal(0, 0.01 * spread, 400), -90, 90)
    lon = (middle[1] + rng.normal(0, 0.02 * spread, 400) + 180) % 360 - 180
    slot = rng.integers(0, 4, 400)

    found = pairs.close(slot, lat, lon, 500.0, 1000)

    listed = list(zip(found.row.tolist(), found.other.tolist(), strict=True))
    assert len(listed) == len(set(listed)) > 0
    assert set(listed) == brute(slot, lat, lon, 500.0)


def test_no_points_no_pairs():
    none = np.zeros(0)

    assert len(pairs.close(none.astype(np.int64), none, none, 500.0, 9).row) == 0


def test_all_crowded_no_pairs():
    same = np.zeros(20)

    assert len(pairs.close(same.astype(np.int64), same, same, 500.0, 9).row) == 0

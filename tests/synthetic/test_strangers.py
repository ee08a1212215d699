import pyarrow.compute as pc
import pytest

from vedette import synthetic
from vedette.kernels.arrays import floats
from vedette.kernels.landmask import shore_distance_m

SMALL = synthetic.Strangers(traders=4, days=6)


@pytest.fixture(scope="module")
def sea():
    return synthetic.strange_sea(SMALL)


def test_the_same_options_give_the_same_rows(sea):
    again = synthetic.strange_sea(SMALL)

    assert again.positions.equals(sea.positions)
    assert again.labels.equals(sea.labels)
    assert not synthetic.strange_sea(synthetic.Strangers(seed=1, traders=4, days=6)).positions.equals(
        sea.positions
    )


def test_every_row_says_that_it_is_made_up(sea):
    for table in (sea.positions, sea.statics, sea.places, sea.labels):
        assert pc.all(pc.starts_with(table["source"], "synthetic:")).as_py()
    assert pc.all(pc.starts_with(sea.positions["mmsi"].cast("string"), "299")).as_py()


def test_what_happens_at_unlisted_roads_is_among_it(sea):
    told = set(zip(sea.labels["kind"].to_pylist(), sea.labels["why"].to_pylist(), strict=True))

    assert set(sea.places["kind"].to_pylist()) == {"port"}
    assert {
        ("encounter", "adrift"),
        ("encounter", "made fast at anchor"),
        ("near", "encounter: a fleet adrift"),
        ("silence", "transponder off"),
        ("identity_clash", "mmsi"),
    } <= told


def test_beyond_the_shore_little_is_heard_by_satellite(sea):
    by_satellite = synthetic.strange_sea(synthetic.Strangers("guinea", traders=4, days=6))
    shares = [
        (shore_distance_m(floats(one.positions["lat"]), floats(one.positions["lon"])) > 100_000).mean()
        for one in (by_satellite, sea)
    ]

    assert shares[0] < shares[1] / 2


def test_a_sea_too_short_for_what_happens_in_it_is_refused():
    with pytest.raises(ValueError, match="4 days or more"):
        synthetic.strange_sea(synthetic.Strangers(days=3))

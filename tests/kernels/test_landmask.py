import numpy as np
import pytest
import shapely

from vedette.kernels.landmask import land_at, land_mask, shore_distance_m
from vedette.kernels.sphere import distance_m


def one(value):
    return np.array([value], dtype=float)


@pytest.mark.parametrize(
    ("lat", "lon", "land"),
    [
        (42.23, 130.70, False),  # off Rajin
        (43.30, 131.50, True),  # inland of Amur Bay
        (43.03, 131.70, False),  # Amur Bay
        (43.00, 131.85, True),  # Russky Island
        (0.0, 179.999, False),
        (0.0, -180.0, False),
        (-16.6, 179.4, True),  # Fiji, beside the date line
        (67.0, -179.9, True),  # Chukotka, across it
        (67.0, 179.9, True),
        (90.0, 12.0, False),  # the poles: ice on water, ice on land
        (-90.0, 0.0, True),
    ],
)
def test_land_is_land_and_sea_is_sea(lat, lon, land):
    assert land_at(one(lat), one(lon)).tolist() == [land]


def test_water_and_land_have_their_shares_of_the_earth():
    rng = np.random.default_rng(0)
    lat = np.degrees(np.arcsin(rng.uniform(-1, 1, 100_000)))

    assert land_at(lat, rng.uniform(-180, 180, 100_000)).mean() == pytest.approx(0.29, abs=0.01)


def test_what_a_block_says_of_land_is_never_more_than_it_is():
    rng = np.random.default_rng(1)
    lat = np.degrees(np.arcsin(rng.uniform(-1, 1, 20_000)))
    lon = rng.uniform(-180, 180, 20_000)
    sea = ~land_at(lat, lon)
    clear_m = land_mask().clear_m
    row = ((lat + 90) * clear_m.shape[0] / 180).astype(int)
    column = ((lon + 180) * clear_m.shape[1] / 360).astype(int)

    assert (clear_m[row, column] <= shore_distance_m(lat, lon) + 1000)[sea].all()


def test_the_shore_is_as_far_as_the_coastline_says():
    # Point Hueneme to Anacapa and the like are crooked; these two shores are known by their lighthouses.
    bishop_rock, south_cape = (49.87, -6.45), (-43.64, 146.83)
    off = [shore_distance_m(one(lat - 0.5), one(lon))[0] for lat, lon in (bishop_rock, south_cape)]

    assert off == pytest.approx([55_600, 55_600], abs=6000)


@pytest.mark.parametrize(("lat", "lon"), [(42.2, 130.9), (10.0, 179.9), (-40.0, -179.95), (80.0, 5.0)])
def test_shore_distance_beside_a_plain_search(lat, lon):
    side = np.arange(-6, 6, 1 / 64)
    around = np.array([(lat + a, lon + b / np.cos(np.radians(lat))) for a in side for b in side])
    around = around[np.abs(around[:, 0]) < 90]
    land = around[land_at(around[:, 0], around[:, 1])]
    plain = distance_m(lat, lon, land[:, 0], land[:, 1]).min() if len(land) else np.inf
    ours = shore_distance_m(one(lat), one(lon))[0]

    assert ours == pytest.approx(plain, abs=2000) or (ours > 600_000 and not len(land))


def test_a_place_nobody_knows_has_no_shore():
    assert np.isnan(shore_distance_m(one(np.nan), one(130.0))).all()
    assert len(shore_distance_m(np.empty(0), np.empty(0))) == 0


def test_the_mask_follows_the_coastline_it_is_made_from():
    from vedette.outputs.drawing.land import land  # noqa: PLC0415

    bounds = (129.0, 41.0, 133.0, 43.5)
    drawn = land(bounds, 0.005)[0]
    shapely.prepare(drawn)
    rng = np.random.default_rng(2)
    lon, lat = rng.uniform(*bounds[::2], 20_000), rng.uniform(*bounds[1::2], 20_000)

    assert (shapely.contains_xy(drawn, lon, lat) == land_at(lat, lon)).mean() > 0.99

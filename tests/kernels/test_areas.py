import numpy as np
import shapely

from vedette.kernels.areas import areas, in_any, near

SQUARE = shapely.Polygon([(131, 42), (132, 42), (132, 43), (131, 43)])


def of(*shapes, radius=3000.0):
    return areas([None if shape is None else shape.wkb for shape in shapes], np.full(len(shapes), radius))


def states(sea, *points, rim=1000.0):
    """For each point near the first area: whether it is inside."""
    lat, lon = (np.array([point[i] for point in points], dtype=float) for i in (0, 1))
    found = near(sea, lat, lon, np.full(len(sea.lat), rim))
    return dict(zip(found.row.tolist(), found.inside.tolist(), strict=True))


def test_a_circle_has_an_inside_a_rim_and_an_outside():
    assert states(of(shapely.Point(131, 42)), (42.0, 131.0), (42.031, 131.0), (42.037, 131.0)) == {
        0: True,
        1: False,
    }


def test_a_polygon_is_itself_and_a_rim_along_its_edge():
    sea = of(SQUARE)

    assert states(sea, (42.5, 131.5), (41.995, 131.5), (41.98, 131.5), (42.999, 131.999)) == {
        0: True,
        1: False,
        3: True,
    }


def test_a_corner_of_the_circle_round_a_polygon_is_not_in_it():
    cross = shapely.Polygon([(131, 42), (133, 42), (133, 42.1), (131, 42.1)])

    assert states(of(cross), (42.5, 132.0)) == {}


def test_a_polygon_over_the_date_line_is_narrow():
    sea = of(shapely.Polygon([(179, 10), (-179, 10), (-179, 11), (179, 11)]))

    assert states(sea, (10.5, 179.9), (10.5, -179.9), (10.5, 0.0), (10.5, 178.5)) == {0: True, 1: True}
    assert abs(sea.lon[0]) == 180


def test_a_broken_polygon_is_mended():
    bow = shapely.Polygon([(131, 42), (132, 43), (132, 42), (131, 43)])

    assert states(of(bow), (42.5, 131.1), (42.9, 131.5)) == {0: True}


def test_what_has_no_shape_holds_nothing():
    sea = of(None, shapely.Point())

    assert np.isnan(sea.lat).all()
    assert states(sea, (42.0, 131.0)) == {}
    assert states(areas([b"not geometry"], np.zeros(1)), (42.0, 131.0)) == {}


def test_a_ring_has_a_hole():
    ring = shapely.Point(131, 42).buffer(1).difference(shapely.Point(131, 42).buffer(0.5))

    assert states(of(ring), (42.0, 131.0), (42.7, 131.0)) == {1: True}


def test_an_area_of_several_points_is_met_at_the_nearest():
    sea = of(shapely.MultiPoint([(131, 42), (131.05, 42), (131.1, 42)]))

    found = near(sea, np.array([42.0, 42.0]), np.array([131.051, 131.2]), np.zeros(1))

    assert found.row.tolist() == [0]
    assert found.distance_m.round().tolist() == [83.0]
    assert (sea.lat.tolist(), sea.lon.tolist()) == ([42.0], [131.05])


def test_who_is_in_any_area_is_near_one():
    sea = of(SQUARE, shapely.Point(140, 40), shapely.MultiPoint([(150, 10), (150.1, 10)]), None)
    rng = np.random.default_rng(0)
    middle = rng.choice([[42.0, 131.0], [43.0, 132.0], [40.0, 140.0], [10.0, 150.05]], 4000).T
    lat, lon = middle + rng.normal(0, 0.04, (2, 4000))
    rim = np.array([2000.0, 500.0, 0.0, 100.0])

    found = np.flatnonzero(in_any(sea, lat, lon, rim)).tolist()

    assert found == sorted(set(near(sea, lat, lon, rim).row.tolist()))
    assert 100 < len(found) < 3900

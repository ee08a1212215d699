"""Labelled ships sail on real water."""

import json

import numpy as np
import pytest
import shapely
from shapely import STRtree

from vedette.synthetic.waters import WATERS, Waters, way


@pytest.fixture(scope="module")
def land(shared) -> list[shapely.Geometry]:
    features = json.loads((shared / "basemap" / "land-world-10m.geojson").read_text())["features"]
    return [shapely.geometry.shape(feature["geometry"]) for feature in features]


def near(land: list[shapely.Geometry], waters: Waters) -> STRtree:
    south, west, north, east = waters.region
    region = shapely.box(west - 1, south - 1, east + 1, north + 1)
    return STRtree([part for one in land for part in shapely.get_parts(one.intersection(region))])


@pytest.mark.parametrize("waters", WATERS.values(), ids=str)
def test_every_way_between_places_and_into_open_water_lies_on_water(land, waters):
    tree = near(land, waters)
    south, west, north, east = waters.open
    corners = [(lat, lon) for lat in np.linspace(south, north, 4) for lon in np.linspace(west, east, 4)]
    every = (*waters.ports, waters.watched, *waters.anchorages)

    assert not len(tree.query(shapely.box(west, south, east, north), predicate="intersects"))
    for one in every:
        for other in (*every, *corners):
            # Berths lie on the edge of what a chart of this scale calls land.
            points = way(one, other)[1:] if isinstance(other, tuple) else way(one, other)[1:-1]
            if one is not other and len(points) > 1:
                line = shapely.LineString([(lon, lat) for lat, lon in points])
                assert not len(tree.query(line, predicate="intersects")), (one.id, other)

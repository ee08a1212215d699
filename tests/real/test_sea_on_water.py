import itertools
import json
from pathlib import Path

import pytest
from shapely.geometry import LineString, box, shape
from shapely.strtree import STRtree

from vedette import synthetic
from vedette.synthetic.voyages import leg

PLAN = synthetic.read(Path(synthetic.__file__).parents[1] / "watches" / "rajin" / "sea.toml")


@pytest.fixture(scope="module")
def land(shared: Path) -> STRtree:
    features = json.loads((shared / "basemap" / "land-northeast-asia.geojson").read_text())["features"]
    parts = [shape(feature["geometry"]) for feature in features]
    return STRtree([p for part in parts for p in getattr(part, "geoms", [part])])


def test_every_way_of_the_bundled_sea_lies_on_water(land):
    for start, to in itertools.permutations(PLAN.places, 2):
        way = LineString([(lon, lat) for lat, lon in leg(start, to)])
        assert not len(land.query(way, predicate="intersects")), f"{start.id} to {to.id} crosses land"


def test_the_fishing_grounds_are_at_sea_and_open_from_every_home(land):
    for fleet in PLAN.fleets:
        for phase in fleet.phases:
            if phase.grounds is None:
                continue
            south, west, north, east = phase.grounds
            grounds = box(west, south, east, north)
            assert not len(land.query(grounds, predicate="intersects"))
            for name in phase.calls:
                lat, lon = PLAN.place(name).out[-1]
                reach = grounds.union(LineString([(lon, lat), (lon, lat)]).buffer(1e-6)).convex_hull
                assert not len(land.query(reach, predicate="intersects")), name

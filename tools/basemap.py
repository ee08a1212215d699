"""Make the map tiles of the console's basemap from the coastlines that come with vedette.

    pip install pmtiles
    npm pack world-atlas@2.0.2    # for the names of countries; unpack it
    python tools/basemap.py package/countries-50m.json

`world.pmtiles` has land for zooms 0 to 6, and the ports of the gazetteer for labels. Inside the bounds of
`northeast-asia.pmtiles`, which has zooms 5 to 9, it has no land from zoom 5 on: no coast is drawn twice.
`countries.geojson` has one point for each country.
"""

import gzip
import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import shapely
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from vedette import gazetteer
from vedette.console.web import vector
from vedette.kernels import maptiles
from vedette.outputs.drawing.land import BASEMAP, _read, packs

WORLD_TO, REGION_FROM, REGION_TO = 6, 5, 9
PORTS_FROM = 4
MARGIN = 64  # of 4096: what of its neighbours a tile holds, so that no seam shows


def main(countries: Path) -> None:
    """Write the two archives and the names of countries into the basemap's folder."""
    world, region = packs()
    lands = {
        pack.file: _projected(shapely.union_all(shapely.make_valid(_read(pack.file))))
        for pack in (world, region)
    }
    hole = _projected(shapely.box(*region.bounds).segmentize(0.5))
    coarse, fine = lands[world.file], lands[region.file]
    ports = _ports()
    with (BASEMAP / "world.pmtiles").open("wb") as file:
        tiles = {}
        for z in range(WORLD_TO + 1):
            land = coarse.difference(hole) if z >= REGION_FROM else coarse
            tiles |= _tiles(_simpler(land, z), z)
        _write(file, tiles, ports, WORLD_TO, "Natural Earth (public domain)")
    with (BASEMAP / "northeast-asia.pmtiles").open("wb") as file:
        tiles = {}
        for z in range(REGION_FROM, REGION_TO + 1):
            tiles |= _tiles(_simpler(shapely.intersection(fine, hole), z), z)
        _write(file, tiles, {}, REGION_TO, region.credit)
    named = json.dumps(_countries(countries), ensure_ascii=False, separators=(",", ":"))
    (BASEMAP / "countries.geojson").write_text(named + "\n", encoding="utf-8")


def _projected(shape: shapely.Geometry) -> shapely.Geometry:
    """Degrees as fractions of the square web map."""

    def project(points: np.ndarray) -> np.ndarray:
        x, y = maptiles.mercator(points[:, 1], np.minimum(points[:, 0], 180.0))
        return np.stack([np.where(points[:, 0] >= 180.0, 1.0, x / 2**32), y / 2**32], axis=1)

    return shapely.make_valid(shapely.transform(shape, project))


def _simpler(land: shapely.Geometry, z: int) -> shapely.Geometry:
    return shapely.make_valid(shapely.simplify(land, 1 / 2**z / 1024))


def _tiles(land: shapely.Geometry, wanted: int) -> dict[tuple[int, int, int], shapely.Geometry]:
    """The land of every tile of a zoom, cut step by step from that of the tile above."""
    found = {}

    def cut(shape: shapely.Geometry, z: int, x: int, y: int) -> None:
        side, edge = 1 / 2**z, MARGIN / 4096 / 2**wanted
        part = shapely.clip_by_rect(
            shape, x * side - edge, y * side - edge, (x + 1) * side + edge, (y + 1) * side + edge
        )
        if part.is_empty:
            return
        if z == wanted:
            found[z, x, y] = part
            return
        for dx in (0, 1):
            for dy in (0, 1):
                cut(part, z + 1, 2 * x + dx, 2 * y + dy)

    cut(land, 0, 0, 0)
    return found


def _features(shape: shapely.Geometry, z: int, x: int, y: int) -> Iterator[vector.Feature]:
    corner, size = np.array([x, y]), 2**z
    for part in shapely.get_parts(shape):
        if part.geom_type != "Polygon":
            continue
        rings = []
        for n, ring in enumerate((part.exterior, *part.interiors)):
            drawn = np.round((np.asarray(ring.coords) * size - corner) * vector.EXTENT).astype(int)
            drawn = drawn[np.append(True, (np.diff(drawn, axis=0) != 0).any(axis=1))]
            area = np.dot(drawn[:-1, 0], drawn[1:, 1]) - np.dot(drawn[1:, 0], drawn[:-1, 1])
            if len(drawn) < 4 or area == 0:
                if n == 0:
                    break
                continue
            # Outer rings run clockwise on the screen, holes the other way.
            drawn = drawn if (area > 0) == (n == 0) else drawn[::-1]
            rings.append([(int(a), int(b)) for a, b in drawn[:-1]])
        if rings:
            yield vector.AREA, rings, {}


def _ports() -> dict[tuple[int, int, int], list[vector.Feature]]:
    """Ports for labels, those with more points on larger tiles."""
    found: dict[tuple[int, int, int], list[vector.Feature]] = {}
    for row in gazetteer.ports().to_pylist():
        shape = shapely.from_wkb(row["geometry"])
        first, rank = shapely.get_geometry(shape, 0), shapely.get_num_geometries(shape)
        x, y = (float(v[0]) / 2**32 for v in maptiles.mercator(np.array([first.y]), np.array([first.x])))
        least = max(PORTS_FROM, WORLD_TO - int(math.log2(rank)))
        says = {"name": row["name"].split(",")[0], "country": row["country"], "rank": int(rank)}
        for z in range(least, WORLD_TO + 1):
            at = (z, int(x * 2**z), int(y * 2**z))
            spot = (int((x * 2**z - at[1]) * 4096), int((y * 2**z - at[2]) * 4096))
            found.setdefault(at, []).append((vector.POINT, [[spot]], says))
    return found


def _write(file, land, ports, most: int, credit: str) -> None:
    writer = Writer(file)
    for at in sorted({*land, *ports}, key=lambda one: zxy_to_tileid(*one)):
        shape = land.get(at)
        features = list(_features(shape, *at)) if shape is not None else []
        data = vector.tile({"land": features, "ports": ports.get(at, [])})
        if data:
            writer.write_tile(zxy_to_tileid(*at), gzip.compress(data, 9, mtime=0))
    header = {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": -1800000000,
        "min_lat_e7": -850000000,
        "max_lon_e7": 1800000000,
        "max_lat_e7": 850000000,
        "center_zoom": 2,
        "center_lon_e7": 0,
        "center_lat_e7": 0,
    }
    layers = [{"id": "land", "fields": {}, "minzoom": 0, "maxzoom": most}]
    layers += (
        [{"id": "ports", "fields": {"name": "String"}, "minzoom": PORTS_FROM, "maxzoom": most}]
        if ports
        else []
    )
    writer.finalize(header, {"attribution": credit, "vector_layers": layers})


def _countries(path: Path) -> dict[str, object]:
    """The names of countries at a point within their largest part, from a TopoJSON file of world-atlas."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]

    def ring(numbers: list[int]) -> list[list[float]]:
        return [list(point) for n in numbers for point in (arcs[n] if n >= 0 else arcs[~n][::-1])]

    features = []
    for one in topology["objects"]["countries"]["geometries"]:
        polygons = one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]]
        shapes = [shapely.Polygon(ring(polygon[0])).buffer(0) for polygon in polygons]
        largest = max(shapes, key=lambda shape: shape.area)
        at = shapely.maximum_inscribed_circle(largest, 0.1).coords[0]
        rank = round(sum(shape.area for shape in shapes), 2)
        says = {"name": one["properties"]["name"], "rank": rank}
        spot = {"type": "Point", "coordinates": [round(at[0], 2), round(at[1], 2)]}
        features.append({"type": "Feature", "geometry": spot, "properties": says})
    features.sort(key=lambda one: -one["properties"]["rank"])
    return {"type": "FeatureCollection", "features": features}


if __name__ == "__main__":
    main(Path(sys.argv[1]))

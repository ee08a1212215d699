"""Where the land is: coastlines that come with vedette, the finest one that a picture can show."""

import gzip
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import shapely

BASEMAP = Path(__file__).parents[1] / "basemap"
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Pack:
    """One coastline: the file, where it is complete, how far its points lie apart, and whom to thank."""

    file: str
    bounds: Bounds
    spacing_deg: float
    credit: str


def land(bounds: Bounds, pixel_deg: float) -> tuple[shapely.Geometry, tuple[str, ...]]:
    """The land in some bounds, simplified to what a pixel shows, with the credits of what was used.

    West may be greater than -180 by whole turns: bounds of 170 to 190 cross the date line.
    """
    wanted = shapely.box(*bounds)
    left, found, thanks = wanted, [], set()
    for pack in sorted(packs(), key=lambda pack: pack.spacing_deg):
        if any(pack.spacing_deg < other.spacing_deg <= pixel_deg for other in packs()):
            continue
        for turn in (-360.0, 0.0, 360.0):
            west, south, east, north = pack.bounds
            area = shapely.box(west + turn, south, east + turn, north).intersection(left)
            if area.area > 0:
                found.append(_clipped(pack.file, area, turn, pixel_deg / 4))
                thanks.add(pack.credit)
                left = left.difference(area)
    whole = shapely.union_all(found) if found else shapely.Polygon()
    return _simplified(whole, pixel_deg), tuple(sorted(thanks))


@cache
def packs() -> tuple[Pack, ...]:
    """The coastlines that ``basemap.toml`` lists."""
    listed = tomllib.loads((BASEMAP / "basemap.toml").read_text(encoding="utf-8"))["pack"]
    return tuple(Pack(row["file"], tuple(row["bounds"]), row["spacing_deg"], row["credit"]) for row in listed)


def polygons(shape: shapely.Geometry) -> list[shapely.Polygon]:
    """The polygons a shape is made of, the largest first."""
    parts = [part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon"]
    return sorted(parts, key=lambda part: (-part.area, part.bounds))


@cache
def _read(file: str) -> tuple[shapely.Polygon, ...]:
    with gzip.open(BASEMAP / file) as stream:
        shapes = shapely.from_geojson(stream.read())
    return tuple(part for shape in shapes.geoms for part in polygons(shape))


def _clipped(file: str, area: shapely.Geometry, turn: float, nicety: float) -> shapely.Geometry:
    west, south, east, north = area.bounds
    parts = [
        shapely.clip_by_rect(part, west - turn, south, east - turn, north).simplify(nicety)
        for part in _read(file)
        if _touches(part.bounds, (west - turn, south, east - turn, north))
    ]
    inside = shapely.union_all([shapely.make_valid(part) for part in parts])
    if turn:
        inside = shapely.transform(inside, lambda points: points + np.array([turn, 0.0]))
    # The area is a rectangle with a bite out of it where a finer pack was drawn.
    return inside if area.equals(shapely.box(*area.bounds)) else inside.intersection(area)


def _touches(one: Bounds, other: Bounds) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _simplified(shape: shapely.Geometry, pixel_deg: float) -> shapely.Geometry:
    least = (pixel_deg * 0.7) ** 2
    kept = [part.simplify(pixel_deg * 0.4) for part in polygons(shape) if part.area > least]
    return shapely.MultiPolygon([part for shape in kept for part in polygons(shape)])

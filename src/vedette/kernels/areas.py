"""Areas on the sea: circles round a point and polygons, and who lies in or near them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from vedette.kernels import grid
from vedette.kernels.sphere import DEGREE_M, distance_m, wrapped

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Areas(NamedTuple):
    """Areas by their centre; a polygon's radius is that of the circle of its size, its reach to its corners.

    ``shape`` is None for a circle; a polygon stands there in metres east and north of its centre.
    """

    lat: Floats
    lon: Floats
    radius_m: Floats
    reach_m: Floats
    shape: NDArray[np.object_]


class Near(NamedTuple):
    """Points in or near areas: row, number of the area, metres to its centre, and whether it is within."""

    row: Ints
    area: Ints
    distance_m: Floats
    inside: Flags


def areas(geometry: Sequence[bytes | None], radius_m: Floats) -> Areas:
    """Areas from WKB: a point takes its radius, a polygon keeps its shape. Without geometry it has no centre.

    A polygon wider than half the globe is taken to cross the date line.
    """
    shapes = shapely.from_wkb(np.array(list(geometry), dtype=object), on_invalid="ignore")
    lat, lon = np.full(len(shapes), np.nan), np.full(len(shapes), np.nan)
    radius, reach = radius_m.astype(np.float64), radius_m.astype(np.float64)
    kept = np.full(len(shapes), None, dtype=object)
    usable = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    points = usable & (shapely.get_type_id(shapes) == shapely.GeometryType.POINT)
    lat[points], lon[points] = shapely.get_y(shapes[points]), shapely.get_x(shapes[points])
    for place in np.flatnonzero(usable & ~points):
        shape = shapely.make_valid(_unbroken(shapes[place]))
        centre = shapely.centroid(shape)
        lat[place], lon[place] = centre.y, float(wrapped(centre.x))
        kept[place] = _in_metres(shape, centre.y, centre.x)
        corners = shapely.get_coordinates(shape)
        # A straight edge in degrees bulges past its corners by far less than one in a hundred.
        reach[place] = 1.01 * distance_m(centre.y, centre.x, corners[:, 1], corners[:, 0]).max()
        radius[place] = np.sqrt(shapely.area(kept[place]) / np.pi)
    return Areas(lat, lon, radius, reach, kept)


def near(sea: Areas, lat: Floats, lon: Floats, rim_m: Floats) -> Near:
    """Every point with every area it lies in or within ``rim_m`` of; the rim is one number for each area."""
    found = grid.within(lat, lon, sea.lat, sea.lon, sea.reach_m + rim_m)
    inside = found.distance_m <= sea.radius_m[found.circle]
    kept = inside | (found.distance_m < (sea.radius_m + rim_m)[found.circle])
    drawn = np.flatnonzero(np.array([shape is not None for shape in sea.shape], dtype=np.bool_))
    polygonal = np.flatnonzero(np.isin(found.circle, drawn))
    order = polygonal[np.argsort(found.circle[polygonal], kind="stable")]
    bounds = np.searchsorted(found.circle[order], drawn), np.searchsorted(found.circle[order], drawn, "right")
    for area, start, stop in zip(drawn.tolist(), *(b.tolist() for b in bounds), strict=True):
        pairs = order[start:stop]
        if not len(pairs):
            continue
        row = found.row[pairs]
        east, north = _east_north(lat[row], lon[row], float(sea.lat[area]), float(sea.lon[area]))
        shape = sea.shape[area]
        shapely.prepare(shape)
        inside[pairs] = shapely.intersects_xy(shape, east, north)
        out = ~inside[pairs]
        kept[pairs] = True
        kept[pairs[out]] = shapely.distance(shape, shapely.points(east[out], north[out])) < rim_m[area]
    return Near(found.row[kept], found.circle[kept], found.distance_m[kept], inside[kept])


def _unbroken(shape: shapely.Geometry) -> shapely.Geometry:
    west, _, east, _ = shapely.bounds(shape)
    if east - west <= 180.0:
        return shape
    return shapely.transform(
        shape, lambda at: np.column_stack([np.where(at[:, 0] < 0, at[:, 0] + 360.0, at[:, 0]), at[:, 1]])
    )


def _in_metres(shape: shapely.Geometry, lat: float, lon: float) -> shapely.Geometry:
    scale = DEGREE_M * np.cos(np.radians(lat))
    return shapely.transform(
        shape, lambda at: np.column_stack([(at[:, 0] - lon) * scale, (at[:, 1] - lat) * DEGREE_M])
    )


def _east_north(lat: Floats, lon: Floats, from_lat: float, from_lon: float) -> tuple[Floats, Floats]:
    scale = DEGREE_M * np.cos(np.radians(from_lat))
    return wrapped(lon - from_lon) * scale, (lat - from_lat) * DEGREE_M

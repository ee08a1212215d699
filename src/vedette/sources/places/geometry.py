"""A place's position or outline as WKB, checked before anything is measured against it."""

import math
from collections.abc import Mapping

import shapely
from shapely.geometry import shape

from vedette.sources.sheets import Unusable

_KINDS = ("Point", "Polygon", "MultiPolygon")
_MOST_CORNERS = 200_000


def point(lat: float, lon: float) -> bytes:
    """A point; Unusable when it is not on the globe."""
    if not (math.isfinite(lat) and math.isfinite(lon)) or abs(lat) > 90 or abs(lon) > 180:
        raise Unusable(f"the position {lat}, {lon} is not a latitude and a longitude")
    return bytes(shapely.to_wkb(shapely.Point(lon, lat)))


def from_geojson(geometry: object) -> bytes:
    """A point or polygon of GeoJSON; Unusable when it is another thing, or no outline at all."""
    if not isinstance(geometry, Mapping) or geometry.get("type") not in _KINDS:
        kind = geometry.get("type") if isinstance(geometry, Mapping) else None
        raise Unusable(f"the geometry is {str(kind)[:40]}, not a point or a polygon")
    try:
        read = shapely.force_2d(shape(geometry))
    except (shapely.errors.ShapelyError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise Unusable(f"the geometry cannot be read ({error})") from error
    if read.is_empty:
        raise Unusable("the geometry is empty")
    if shapely.get_num_coordinates(read) > _MOST_CORNERS:
        raise Unusable(f"the outline has more than {_MOST_CORNERS} corners")
    west, south, east, north = read.bounds
    if not all(map(math.isfinite, read.bounds)) or max(-west, east) > 180 or max(-south, north) > 90:
        raise Unusable(f"the geometry reaches {west}, {south} to {east}, {north}, off the globe")
    if not read.is_valid:
        raise Unusable(f"the outline is not one ({shapely.is_valid_reason(read)})")
    return bytes(shapely.to_wkb(read))

"""Where a row lies: its geometry as RFC 7946 writes it, cut at the date line."""

import json
import math
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import shapely
from shapely import affinity
from shapely.geometry import polygon

SHOWN = ("events", "positions", "tracks", "places", "sightings", "coverage")
IDS = {"events": "event", "places": "place", "sightings": "sighting"}
Row = Mapping[str, Any]
Geometry = dict[str, Any]
_CELL_DEG = 0.25


def geometry(table: str, row: Row, centres: Mapping[str, tuple[float, float]]) -> Geometry | None:
    """Where the row lies; a gap is the line from where she fell silent to where she was heard again."""
    if table == "places":
        return _stored(row.get("geometry"))
    if table == "coverage":
        return _cell(row.get("cell"))
    start = point(row.get("lon"), row.get("lat")) or centres.get(row.get("place") or "")
    if start is None:
        return None
    end = point(row.get("end_lon"), row.get("end_lat")) if row.get("kind") == "gap" else None
    if end is None:
        return {"type": "Point", "coordinates": list(start)}
    return _line(start, end)


def inferred(table: str, row: Row) -> bool:
    """True when the shape is drawn between observations, so that maps may dash it."""
    return table == "events" and row.get("kind") == "gap"


def point(lon: float | None, lat: float | None) -> tuple[float, float] | None:
    """A position in range, longitude first; None for sentinels, infinities and the unknown."""
    if lon is None or lat is None or not (math.isfinite(lon) and math.isfinite(lat)):
        return None
    return (round(lon, 6), round(lat, 6)) if abs(lat) <= 90 and abs(lon) <= 180 else None


def centres(places: pa.Table | None) -> dict[str, tuple[float, float]]:
    """A point in each place that has a geometry, by its id."""
    if places is None:
        return {}
    found = {}
    for name, shape in zip(places["place"].to_pylist(), places["geometry"].to_pylist(), strict=True):
        inside = shape_of(shape)
        if inside is not None:
            middle = inside.representative_point()
            at = point((middle.x + 180) % 360 - 180, middle.y)
            if at is not None:
                found[name] = at
    return found


def shape_of(wkb: bytes | None) -> shapely.Geometry | None:
    """The shape that some bytes are, when they are one."""
    if not wkb:
        return None
    try:
        shape = shapely.from_wkb(wkb)
    except shapely.errors.GEOSException:
        return None
    return None if shape.is_empty or not all(map(math.isfinite, shape.bounds)) else shape


def _stored(wkb: bytes | None) -> Geometry | None:
    shape = shape_of(wkb)
    if shape is None:
        return None
    west, south, east, north = shape.bounds
    if south < -90 or north > 90:
        return None
    if west < -180 or east > 180:
        turns = (affinity.translate(shape, turn) for turn in (-360.0, 0.0, 360.0))
        shape = shapely.union_all([shapely.clip_by_rect(turn, -180, -90, 180, 90) for turn in turns])
    if shape.geom_type == "Polygon":
        shape = polygon.orient(shape)
    elif shape.geom_type == "MultiPolygon":
        shape = shapely.MultiPolygon([polygon.orient(part) for part in shape.geoms])
    drawn: Geometry = json.loads(shapely.to_geojson(shape))
    return drawn


def _cell(cell: str | None) -> Geometry | None:
    try:
        lat, lon = (float(part) + _CELL_DEG / 2 for part in (cell or "").split("_"))
    except ValueError:
        return None
    middle = point(lon, lat)
    return {"type": "Point", "coordinates": list(middle)} if middle else None


def _line(start: tuple[float, float], end: tuple[float, float]) -> Geometry:
    (lon, lat), (end_lon, end_lat) = start, end
    if abs(end_lon - lon) <= 180:
        return {"type": "LineString", "coordinates": [[lon, lat], [end_lon, end_lat]]}
    edge = math.copysign(180.0, lon)
    way = end_lon + 2 * edge - lon
    crossing = round(lat + (end_lat - lat) * ((edge - lon) / way), 6) if way else lat
    first, second = [[lon, lat], [edge, crossing]], [[-edge, crossing], [end_lon, end_lat]]
    return {"type": "MultiLineString", "coordinates": [first, second]}

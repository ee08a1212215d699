"""Areas on the sea: circles round points and polygons, and who lies in or near them."""
# ruff: noqa: PLR0917 - numba is slow to hand over tuples of arrays, so each array is an argument

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import shapely
from numba import njit
from numpy.typing import NDArray

from vedette.kernels.discs import within, within_any
from vedette.kernels.sphere import DEGREE_M, distance_m, wrapped

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Areas(NamedTuple):
    """Areas by their centre; a polygon's radius is that of the circle of its size, its reach to its corners.

    An area of several points has as its centre the one in their middle, and a circle of its radius round
    each. The last three arrays hold one circle after another (of a polygon, the one to its corners) with the
    area it belongs to. ``edges`` has, for each polygon, its edges in metres east and north of its centre:
    those of area ``n`` are rows ``edge_start[n]`` to ``edge_start[n + 1]``.
    """

    lat: Floats
    lon: Floats
    radius_m: Floats
    reach_m: Floats
    drawn: Flags
    edge_start: Ints
    edges: Floats
    circle_lat: Floats
    circle_lon: Floats
    circle_area: Ints


class Near(NamedTuple):
    """Points in or near areas, by row: the area, metres to its (nearest) centre, and whether it is within."""

    row: Ints
    area: Ints
    distance_m: Floats
    inside: Flags


def areas(geometry: Sequence[bytes | None], radius_m: Floats) -> Areas:
    """Areas from WKB: points take their radius, a polygon keeps its shape. Without geometry it has no centre.

    A polygon wider than half the globe is taken to cross the date line.
    """
    shapes = shapely.from_wkb(np.array(list(geometry), dtype=object), on_invalid="ignore")
    lat, lon = np.full(len(shapes), np.nan), np.full(len(shapes), np.nan)
    radius, reach = radius_m.astype(np.float64), radius_m.astype(np.float64)
    usable = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    kind = shapely.get_type_id(shapes)
    pointed = usable & ((kind == shapely.GeometryType.POINT) | (kind == shapely.GeometryType.MULTIPOINT))
    at, point = shapely.get_coordinates(shapes[pointed], return_index=True)
    own = np.flatnonzero(pointed)[point]
    finite = np.isfinite(at).all(axis=1)
    at, own = at[finite], own[finite]
    middle = _middles(at, own)
    lat[own[middle]], lon[own[middle]] = at[middle, 1], at[middle, 0]
    drawn = usable & ~pointed
    edges, count = [np.zeros((0, 4))], np.zeros(len(shapes), dtype=np.int64)
    for place in np.flatnonzero(drawn):
        shape = shapely.make_valid(_unbroken(shapes[place]))
        centre = shapely.centroid(shape)
        lat[place], lon[place] = centre.y, float(wrapped(centre.x))
        flat = _in_metres(shape, centre.y, centre.x)
        edges.append(_edges(flat))
        count[place] = len(edges[-1])
        corners = shapely.get_coordinates(shape)
        # A straight edge in degrees bulges past its corners by far less than one in a hundred.
        reach[place] = 1.01 * distance_m(centre.y, centre.x, corners[:, 1], corners[:, 0]).max()
        radius[place] = np.sqrt(shapely.area(flat) / np.pi)
    shaped = np.flatnonzero(drawn)
    return Areas(
        lat,
        lon,
        radius,
        reach,
        drawn,
        np.concatenate([[0], np.cumsum(count)]),
        np.concatenate(edges),
        np.concatenate([at[:, 1], lat[shaped]]),
        np.concatenate([at[:, 0], lon[shaped]]),
        np.concatenate([own, shaped]),
    )


def near(sea: Areas, lat: Floats, lon: Floats, rim_m: Floats) -> Near:
    """Every point with every area it lies in or within ``rim_m`` of; the rim is one number for each area.

    The rim itself is not near. Pairs come by row.
    """
    own = sea.circle_area
    found = within(lat, lon, sea.circle_lat, sea.circle_lon, (sea.reach_m + rim_m)[own], group=own)
    area = own[found.circle]
    inside = found.distance_m <= sea.radius_m[area]
    kept = inside | (found.distance_m < (sea.radius_m + rim_m)[area])
    if sea.drawn.any():
        _draw(
            found.row,
            area,
            lat,
            lon,
            sea.lat,
            sea.lon,
            sea.drawn,
            sea.edge_start,
            sea.edges,
            rim_m,
            inside,
            kept,
        )
    if kept.all():
        return Near(found.row, area, found.distance_m, inside)
    return Near(found.row[kept], area[kept], found.distance_m[kept], inside[kept])


def in_any(sea: Areas, lat: Floats, lon: Floats, rim_m: Floats) -> Flags:
    """True for points in any area or near one, as ``near`` has it; one is enough.

    >>> at = areas([shapely.to_wkb(shapely.Point(131, 42))], np.array([3000.0]))
    >>> in_any(at, np.array([42.0, 42.1]), np.array([131.0, 131.0]), np.array([500.0])).tolist()
    [True, False]
    """
    own = sea.circle_area
    reach = np.where(rim_m > 0, np.nextafter(sea.radius_m + rim_m, 0.0), sea.radius_m)
    there = within_any(lat, lon, sea.circle_lat, sea.circle_lon, np.where(sea.drawn, -1.0, reach)[own])
    if sea.drawn.any():
        drawn = sea._replace(reach_m=np.where(sea.drawn, sea.reach_m, -np.inf))
        left = np.flatnonzero(~there)
        there[left[near(drawn, lat[left], lon[left], rim_m).row]] = True
    return there


@njit(cache=True, nogil=True)
def _draw(
    row: Ints,
    area: Ints,
    lat: Floats,
    lon: Floats,
    from_lat: Floats,
    from_lon: Floats,
    drawn: Flags,
    edge_start: Ints,
    edges: Floats,
    rim_m: Floats,
    inside: Flags,
    kept: Flags,
) -> None:
    """Set, for the pairs of polygons, whether the point lies within (edges north of it are odd) or near."""
    for pair in range(len(row)):
        one = area[pair]
        if not drawn[one]:
            continue
        y, x = lat[row[pair]], lon[row[pair]]
        east = (
            ((x - from_lon[one] + 180.0) % 360.0 - 180.0) * DEGREE_M * np.cos(from_lat[one] * (np.pi / 180))
        )
        north = (y - from_lat[one]) * DEGREE_M
        odd, nearest = False, np.inf
        for n in range(edge_start[one], edge_start[one + 1]):
            ax, ay, bx, by = edges[n, 0], edges[n, 1], edges[n, 2], edges[n, 3]
            if (ax > east) != (bx > east) and north < ay + (by - ay) * (east - ax) / (bx - ax):
                odd = not odd
            wide, high = bx - ax, by - ay
            length = wide * wide + high * high
            part = ((east - ax) * wide + (north - ay) * high) / length if length > 0 else 0.0
            part = min(max(part, 0.0), 1.0)
            dx, dy = east - ax - part * wide, north - ay - part * high
            nearest = min(nearest, dx * dx + dy * dy)
        inside[pair] = odd or nearest == 0.0
        kept[pair] = inside[pair] or np.sqrt(nearest) < rim_m[one]


def _middles(at: Floats, own: Ints) -> Ints:
    """Of the points of each area the row of the one nearest to their middle."""
    if not len(own):
        return np.zeros(0, dtype=np.int64)
    lon, lat = np.radians(at).T
    on = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
    starts = np.flatnonzero(np.append(True, own[1:] != own[:-1]))
    size = np.diff(np.append(starts, len(own)))
    mean = np.repeat(np.add.reduceat(on, starts) / size[:, None], size, axis=0)
    order = np.lexsort((at[:, 0], at[:, 1], np.round(((on - mean) ** 2).sum(axis=1), 15), own))
    return order[starts]


def _edges(shape: shapely.Geometry) -> Floats:
    """The edges of all rings of a polygon or of several."""
    found = [np.zeros((0, 4))]
    for part in shapely.get_parts(shapely.get_parts(shape)):
        if shapely.get_dimensions(part) == 2:
            for ring in shapely.get_rings(part):
                corners = shapely.get_coordinates(ring)
                found.append(np.concatenate([corners[:-1], corners[1:]], axis=1))
    return np.concatenate(found)


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

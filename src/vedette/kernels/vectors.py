"""Places as unit vectors: means and points between, where date line and poles are nothing special."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vedette.kernels.sphere import wrapped

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_CHART_DEG = 80.0
_NARROW_DEG = 0.1


def vectors(lat: Floats, lon: Floats) -> Floats:
    """Points in degrees as unit vectors from the centre of the earth, one a column.

    >>> vectors(np.array([0.0, 90.0]), np.array([90.0, 7.0])).round(6).T.tolist()
    [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    """
    a, b = np.radians(lat), np.radians(lon)
    out = np.cos(a)
    found = np.empty((3, len(a)))
    found[0], found[1], found[2] = out * np.cos(b), out * np.sin(b), np.sin(a)
    return found


def degrees(vector: Floats) -> tuple[Floats, Floats]:
    """Latitude and longitude of where vectors of any length point to.

    >>> [side.tolist() for side in degrees(np.array([[0.0], [2.0], [0.0]]))]
    [[0.0], [90.0]]
    """
    east, north, up = vector
    lat = np.degrees(np.arctan2(up, np.hypot(east, north)))
    return np.asarray(lat), wrapped(np.degrees(np.arctan2(north, east)))


def between(lat: Floats, lon: Floats, to_lat: Floats, to_lon: Floats, share: Floats) -> tuple[Floats, Floats]:
    """The points that lie a share of the way from one place to another, the way being short.

    Below 80 degrees of latitude it is taken on a plain chart, right to 3 m in 5 km; nearer to a pole on the
    straight line through the earth, right to 1 m in 100 km.

    >>> zero, west, east = np.array([0.0]), np.array([179.9]), np.array([-179.7])
    >>> [side.round(6).tolist() for side in between(zero, west, zero, east, np.array([0.5]))]
    [[0.0], [-179.9]]
    """
    found_lat = lat + share * (to_lat - lat)
    found_lon = wrapped(lon + share * wrapped(to_lon - lon))
    high = np.flatnonzero(np.abs(found_lat) > _CHART_DEG)
    if len(high):
        one, other = vectors(lat[high], lon[high]), vectors(to_lat[high], to_lon[high])
        found_lat[high], found_lon[high] = degrees((1.0 - share[high]) * one + share[high] * other)
    return found_lat, found_lon


def middles(lat: Floats, lon: Floats, rows: Ints, begin: Ints, end: Ints) -> tuple[Floats, Floats]:
    """The middle of each group of neighbouring points, those at ``rows[begin]`` to before ``rows[end]``.

    As ``mean_places``, right to a centimetre for points within some kilometres of each other.

    >>> begin, end = np.array([0]), np.array([2])
    >>> found = middles(np.array([0.0, 0.0]), np.array([179.5, -179.7]), np.arange(2), begin, end)
    >>> [side.round(6).tolist() for side in found]
    [[0.0], [179.9]]
    """
    found_lat, found_lon, wide = _middles(lat, lon, rows, begin, end)
    for group in np.flatnonzero(wide).tolist():
        some = rows[begin[group] : end[group]]
        one_lat, one_lon = mean_places(lat[some], lon[some], np.zeros(1, dtype=np.int64))
        found_lat[group], found_lon[group] = one_lat[0], one_lon[0]
    return found_lat, wrapped(found_lon)


@njit(cache=True, nogil=True, error_model="numpy")
def _middles(lat: Floats, lon: Floats, rows: Ints, begin: Ints, end: Ints) -> tuple[Floats, Floats, Flags]:
    """Means on a chart with what its flatness leaves out, and whether points are too wide apart for one."""
    count = len(begin)
    found_lat, found_lon, wide = np.empty(count), np.empty(count), np.zeros(count, np.bool_)
    for group in range(count):
        first = rows[begin[group]]
        from_lat, from_lon, size = lat[first], lon[first], end[group] - begin[group]
        north = east = squares = products = 0.0
        far = abs(from_lat) > _CHART_DEG
        for place in range(begin[group], end[group]):
            y, x = lat[rows[place]] - from_lat, lon[rows[place]] - from_lon
            if abs(x) > 180.0:
                x -= math.copysign(360.0, x)
            far |= abs(x) > _NARROW_DEG or abs(y) > _NARROW_DEG
            north, east, squares, products = north + y, east + x, squares + x * x, products + x * y
        north, east = north / size, east / size
        lean = math.radians(from_lat + north)
        # Straight on a chart is not straight on the earth: by the spread of the points, to the second order.
        squares, products = squares / size - east * east, products / size - east * north
        bulge = math.radians(squares) * math.sin(lean) * math.cos(lean) / 2
        found_lat[group] = from_lat + north + bulge
        found_lon[group] = from_lon + east - math.radians(products) * math.tan(lean)
        wide[group] = far
    return found_lat, found_lon, wide


def mean_places(lat: Floats, lon: Floats, first: Ints) -> tuple[Floats, Floats]:
    """The middle of each group of points; ``first`` is the row each group begins at.

    >>> found = mean_places(np.array([0.0, 0.0, 5.0]), np.array([179.0, -177.0, 8.0]), np.array([0, 2]))
    >>> [side.round(6).tolist() for side in found]
    [[0.0, 5.0], [-179.0, 8.0]]
    """
    if not len(first):
        return np.zeros(0), np.zeros(0)
    return degrees(np.add.reduceat(vectors(lat, lon), first, axis=1))

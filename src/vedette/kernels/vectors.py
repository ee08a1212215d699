"""Places as unit vectors: means and points between, where date line and poles are nothing special."""

import numpy as np
from numpy.typing import NDArray

from vedette.kernels.sphere import wrapped

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_CHART_DEG = 80.0


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


def mean_places(lat: Floats, lon: Floats, first: Ints) -> tuple[Floats, Floats]:
    """The middle of each group of points; ``first`` is the row each group begins at.

    >>> found = mean_places(np.array([0.0, 0.0, 5.0]), np.array([179.0, -177.0, 8.0]), np.array([0, 2]))
    >>> [side.round(6).tolist() for side in found]
    [[0.0, 5.0], [-179.0, 8.0]]
    """
    if not len(first):
        return np.zeros(0), np.zeros(0)
    return degrees(np.add.reduceat(vectors(lat, lon), first, axis=1))

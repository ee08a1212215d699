"""Places as unit vectors: means and points between, where date line and poles are nothing special."""

import numpy as np
from numpy.typing import NDArray

from vedette.kernels.sphere import wrapped

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def vectors(lat: Floats, lon: Floats) -> Floats:
    """Points in degrees as unit vectors from the centre of the earth, one a column.

    >>> vectors(np.array([0.0, 90.0]), np.array([90.0, 7.0])).round(6).T.tolist()
    [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    """
    a, b = np.radians(lat), np.radians(lon)
    return np.stack([np.cos(a) * np.cos(b), np.cos(a) * np.sin(b), np.sin(a)])


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

    The share is taken of the straight line through the earth, which is right to 1 m in 100 km.

    >>> zero, west, east = np.array([0.0]), np.array([179.9]), np.array([-179.7])
    >>> [side.round(6).tolist() for side in between(zero, west, zero, east, np.array([0.5]))]
    [[0.0], [-179.9]]
    """
    return degrees((1.0 - share) * vectors(lat, lon) + share * vectors(to_lat, to_lon))


def mean_places(lat: Floats, lon: Floats, first: Ints) -> tuple[Floats, Floats]:
    """The middle of each group of points; ``first`` is the row each group begins at.

    >>> found = mean_places(np.array([0.0, 0.0, 5.0]), np.array([179.0, -177.0, 8.0]), np.array([0, 2]))
    >>> [side.round(6).tolist() for side in found]
    [[0.0, 5.0], [-179.0, 8.0]]
    """
    if not len(first):
        return np.zeros(0), np.zeros(0)
    return degrees(np.add.reduceat(vectors(lat, lon), first, axis=1))

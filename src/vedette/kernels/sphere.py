"""Distances and bearings on the earth taken as a sphere."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_M = 6_371_008.8  # mean radius R1, IUGG
NAUTICAL_MILE_M = 1852.0  # exact, International Hydrographic Conference 1929
KNOT_MS = NAUTICAL_MILE_M / 3600.0
DEGREE_M = EARTH_M * np.pi / 180.0  # length of a degree of latitude

Floats = NDArray[np.float64]


def distance_m(lat: ArrayLike, lon: ArrayLike, to_lat: ArrayLike, to_lon: ArrayLike) -> Floats:
    """Great-circle metres between points in degrees (haversine: right at any distance, date line and poles).

    >>> distance_m([0.0, 0.0], [179.5, 0.0], [0.0, 90.0], [-179.5, 77.0]).round().tolist()
    [111195.0, 10007557.0]
    """
    a, b = np.radians(lat), np.radians(to_lat)
    east = np.radians(np.subtract(to_lon, lon, dtype=np.float64))
    half = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(east / 2) ** 2
    return np.asarray(2 * EARTH_M * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0))))


def bearing_deg(lat: ArrayLike, lon: ArrayLike, to_lat: ArrayLike, to_lon: ArrayLike) -> Floats:
    """First course of the great circle from one point to another, degrees from north, 0 to under 360.

    >>> bearing_deg([0.0, 0.0], [179.5, 0.0], [0.0, -1.0], [-179.5, 0.0]).tolist()
    [90.0, 180.0]
    """
    a, b = np.radians(lat), np.radians(to_lat)
    east = np.radians(np.subtract(to_lon, lon, dtype=np.float64))
    north = np.cos(a) * np.sin(b) - np.sin(a) * np.cos(b) * np.cos(east)
    return np.asarray(np.degrees(np.arctan2(np.sin(east) * np.cos(b), north)) % 360.0 % 360.0)


def destination(
    lat: ArrayLike, lon: ArrayLike, bearing: ArrayLike, metres: ArrayLike
) -> tuple[Floats, Floats]:
    """Where one arrives on a great circle, in degrees; longitude is -180 to under 180.

    >>> lat, lon = destination([0.0], [179.5], [90.0], [DEGREE_M])
    >>> lat.round(6).tolist(), lon.round(6).tolist()
    ([0.0], [-179.5])
    """
    a, course = np.radians(lat), np.radians(bearing)
    angle = np.asarray(metres, dtype=np.float64) / EARTH_M
    sine = np.sin(a) * np.cos(angle) + np.cos(a) * np.sin(angle) * np.cos(course)
    b = np.arcsin(np.clip(sine, -1.0, 1.0))
    east = np.arctan2(np.sin(course) * np.sin(angle) * np.cos(a), np.cos(angle) - np.sin(a) * np.sin(b))
    return np.asarray(np.degrees(b)), wrapped(np.add(lon, np.degrees(east)))


def too_fast(metres: Floats, seconds: Floats, max_kn: float, slack_s: float) -> NDArray[np.bool_]:
    """True for a step that takes more than ``max_kn`` even when the clocks differ by ``slack_s``.

    A step that is not known (NaN) is not.

    >>> too_fast(np.array([1852.0, 7408.0, np.nan]), np.array([0.0, 60.0, 1.0]), 60.0, 60.0).tolist()
    [False, True, False]
    """
    return np.asarray(metres > max_kn * KNOT_MS * (seconds + slack_s))


def wrapped(lon: ArrayLike) -> Floats:
    """The same longitude from -180 to under 180.

    >>> wrapped([180.0, -180.0, 190.0]).tolist()
    [-180.0, -180.0, -170.0]
    """
    return np.asarray((np.asarray(lon, dtype=np.float64) + 180.0) % 360.0 - 180.0)

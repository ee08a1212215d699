"""Arcs: distance and bearing for compiled kernels, one pair of points at a time."""

import math

from numba import njit

from vedette.kernels.inner import inner
from vedette.kernels.sphere import EARTH_M

_RADIUS_M = EARTH_M
SHORT_RAD = 0.005  # half of 60 km: below it the series of sine and arcsine are exact

NEAR_RAD = 0.002  # the fifth power of a smaller angle is nothing


@njit(cache=True, nogil=True)
def arc_m(lat: float, lon: float, to_lat: float, to_lon: float) -> float:
    """Great-circle metres between two points in degrees, as ``sphere.distance_m``; NaN when one is unknown.

    >>> round(arc_m(0.0, 179.5, 0.0, -179.5)), round(arc_m(0.0, 0.0, 90.0, 77.0))
    (111195, 10007557)
    """
    a, b = math.radians(lat), math.radians(to_lat)
    north, east = (b - a) / 2, math.radians(to_lon - lon) / 2
    if abs(north) < SHORT_RAD and abs(east) < SHORT_RAD:
        # The product of two cosines is half the sum of those of the sum and of the difference.
        down = short_sine2(north)
        return short_m(down + max(0.5 * (math.cos(a + b) + 1.0) - down, 0.0) * short_sine2(east))
    north, east = math.sin(north), math.sin(east)
    half = north * north + math.cos(a) * math.cos(b) * east * east
    return 2 * _RADIUS_M * math.asin(math.sqrt(min(half, 1.0)))


@inner
def short_sine2(angle: float) -> float:
    """The square of the sine of an angle of less than ``SHORT_RAD``."""
    square = angle * angle
    return square * (1.0 - square * (1 / 6 - square / 120)) ** 2


@inner
def wrapped_deg(lon: float) -> float:
    """The same longitude from -180 to under 180."""
    return lon if -180.0 <= lon < 180.0 else (lon + 180.0) % 360.0 - 180.0


@inner
def cosine_near(angle: float, near: float, cosine: float, sine: float) -> float:
    """The cosine of an angle at most ``NEAR_RAD`` from one whose cosine and sine are known."""
    off = angle - near
    square = off * off
    return cosine * (1.0 - square * (0.5 - square / 24)) - sine * off * (1.0 - square / 6)


@inner
def short_m(half: float) -> float:
    """Metres along a great circle from the square of the sine of half a short angle."""
    return 2 * _RADIUS_M * math.sqrt(half) * (1.0 + half * (1 / 6 + half * (3 / 40 + half * (15 / 336))))


@njit(cache=True, nogil=True)
def bearing(lat: float, lon: float, to_lat: float, to_lon: float) -> float:
    """First course of the great circle from one point to another, degrees from north, 0 to 360.

    >>> round(bearing(0.0, 179.5, 0.0, -179.5))
    90
    """
    a, b = math.radians(lat), math.radians(to_lat)
    east = math.radians(to_lon - lon)
    north = math.cos(a) * math.sin(b) - math.sin(a) * math.cos(b) * math.cos(east)
    return math.degrees(math.atan2(math.sin(east) * math.cos(b), north)) % 360.0


@njit(cache=True, nogil=True)
def turn_deg(course: float, to_course: float) -> float:
    """How far one turns from one course to another, -180 to under 180, to the right when positive.

    >>> turn_deg(350.0, 20.0), turn_deg(20.0, 350.0)
    (30.0, -30.0)
    """
    return (to_course - course + 180.0) % 360.0 - 180.0

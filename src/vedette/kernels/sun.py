"""The sun: how high it stands over a place at a time."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_J2000_US = 946_728_000_000_000  # 2000-01-01 12:00
_DAY_US = 86_400_000_000
# Upper limb on the horizon with mean refraction: what almanacs call sunset.
SUNSET_DEG = -0.833


def elevation_deg(time_us: Ints, lat: Floats, lon: Floats) -> Floats:
    """Degrees of the sun's centre over the horizon, refraction left out, right to 0.02 degrees 1950 to 2050.

    The low-precision formulae of The Astronomical Almanac, as J. J. Michalsky gives them ("The Astronomical
    Almanac's algorithm for approximate solar position (1950-2050)", Solar Energy 40, 1988, 227-235).

    At noon of an equinox it stands over Greenwich's meridian on the equator, at midnight under it:

    >>> moment = np.array(["2024-03-20T12:07", "2024-03-20T00:07"], "M8[us]").astype(np.int64)
    >>> elevation_deg(moment, np.zeros(2), np.zeros(2)).round().tolist()
    [90.0, -90.0]
    """
    days = (np.asarray(time_us) - _J2000_US) / _DAY_US
    anomaly = np.radians(357.528 + 0.9856003 * days)
    longitude = np.radians(280.460 + 0.9856474 * days + 1.915 * np.sin(anomaly) + 0.020 * np.sin(2 * anomaly))
    tilt = np.radians(23.439 - 0.0000004 * days)
    right_ascension = np.arctan2(np.cos(tilt) * np.sin(longitude), np.cos(longitude))
    declination = np.arcsin(np.sin(tilt) * np.sin(longitude))
    sidereal_h = 18.697374558 + 24.06570982441908 * days
    hour_angle = np.radians(sidereal_h * 15.0 + lon) - right_ascension
    a = np.radians(lat)
    sine = np.sin(a) * np.sin(declination) + np.cos(a) * np.cos(declination) * np.cos(hour_angle)
    return np.asarray(np.degrees(np.arcsin(np.clip(sine, -1.0, 1.0))))

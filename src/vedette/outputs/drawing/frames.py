"""What part of the world a picture shows, and where on the paper a position falls.

Mercator, as charts are drawn. Longitudes run on past 180 where the picture crosses the date line.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_NORTHMOST = 84.0
_MARGIN = 0.12
_SMALLEST_DEG = 0.4


@dataclass(frozen=True)
class Frame:
    """A part of the world and its place on the paper, in pixels from the top left."""

    west: float
    south: float
    east: float
    north: float
    left: float
    top: float
    width: float
    height: float

    @property
    def pixel_deg(self) -> float:
        """Degrees of longitude in a pixel."""
        return (self.east - self.west) / self.width

    def x(self, lon: float) -> float:
        """Where a longitude falls, taken the way round that is nearest to the middle of the picture."""
        middle = (self.west + self.east) / 2
        return self.x_of(middle + (lon - middle + 180) % 360 - 180)

    def x_of(self, lon: float) -> float:
        """Where a longitude falls that is already counted on past 180."""
        return self.left + (lon - self.west) / self.pixel_deg

    def y(self, lat: float) -> float:
        """Where a latitude falls; what lies beyond 84 degrees falls on its edge."""
        down = _mercator(self.north) - _mercator(max(-_NORTHMOST, min(_NORTHMOST, lat)))
        return self.top + down / (_mercator(self.north) - _mercator(self.south)) * self.height

    def holds(self, lon: float, lat: float) -> bool:
        """True where a position falls inside the picture."""
        x, y = self.x(lon), self.y(lat)
        inside = self.left <= x <= self.left + self.width
        return inside and self.top <= y <= self.top + self.height


def fitted(
    points: Sequence[tuple[float, float]], *, left: float, top: float, width: float, tallest: float
) -> Frame:
    """The frame that holds some positions with a margin, the short way round the world."""
    west, east = _shortest([lon for lon, _ in points]) if points else (-180.0, 180.0)
    lats = [max(-_NORTHMOST, min(_NORTHMOST, lat)) for _, lat in points] or [-60.0, 75.0]
    south, north = min(lats), max(lats)
    middle = (south + north) / 2
    shrink = math.cos(math.radians(middle))
    span_lat = max((north - south) * (1 + 2 * _MARGIN), _SMALLEST_DEG)
    span_lon = max((east - west) * (1 + 2 * _MARGIN), _SMALLEST_DEG / shrink)
    height = min(max(width * span_lat / (span_lon * shrink), width * 0.5), tallest)
    if span_lat * width > span_lon * shrink * height:
        span_lon = span_lat * width / (height * shrink)
    span_lon = min(span_lon, 360.0)
    centre = (west + east) / 2
    up = math.radians(span_lon) * height / width / 2
    at = _mercator(middle)
    low, high = max(at - up, _mercator(-_NORTHMOST)), min(at + up, _mercator(_NORTHMOST))
    return Frame(
        centre - span_lon / 2,
        _latitude(low),
        centre + span_lon / 2,
        _latitude(high),
        left,
        top,
        width,
        width * (high - low) / math.radians(span_lon),
    )


def _shortest(lons: list[float]) -> tuple[float, float]:
    """The shortest arc that holds all longitudes; its east may lie past 180.

    >>> _shortest([179.0, -179.0])
    (179.0, 181.0)
    """
    turned = sorted({(lon + 180) % 360 - 180 for lon in lons})
    gaps = [after - before for before, after in pairwise(turned)]
    gaps.append(turned[0] + 360 - turned[-1])
    widest = max(range(len(gaps)), key=lambda at: (gaps[at], at == len(gaps) - 1))
    west = turned[(widest + 1) % len(turned)]
    return west, west + 360 - gaps[widest]


def _mercator(lat: float) -> float:
    return math.asinh(math.tan(math.radians(lat)))


def _latitude(up: float) -> float:
    return math.degrees(math.atan(math.sinh(up)))

"""Seaways: how far it is over water, round the land and through the canals that are open."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vedette.kernels.landmask import PER_DEG
from vedette.kernels.passages import CLOSED, PASSAGES
from vedette.kernels.seasearch import Ends, read, spread
from vedette.kernels.sight import clear
from vedette.kernels.sphere import EARTH_M
from vedette.kernels.vectors import degrees, vectors
from vedette.kernels.watermesh import Mesh, mesh, nearest_water

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

# A port named by its town or far up a river lies so far from the sea of the grid at most; the rest has none.
MOST_ASHORE_M = 150_000.0
_NO_GOALS = np.empty(0, dtype=np.int64)
_NO_GOAL = np.empty(0)
_FIELDS_KEPT = 24  # a field of 1,500 km holds some 100,000 squares at 24 bytes


@dataclass(frozen=True)
class Points:
    """Points on the water: unit vector, square of the mesh (-1 where there is no sea), metres from the shore.

    One on land is moved to the nearest sea, and ``moved_m`` says how far.
    """

    xyz: Floats
    square: Ints
    moved_m: Floats


@dataclass(frozen=True)
class Field:
    """Metres over water from one point to whatever lies within a limit."""

    start: Points
    limit_m: float
    reached: Ints
    metres: Floats
    turn: Ints
    more: Floats
    closed: tuple[str, ...]

    def distance_m(self, lat: Floats, lon: Floats) -> Floats:
        """Metres to points in degrees, never less than the great circle; infinite beyond the limit.

        NaN where a point is not known or has no sea within ``MOST_ASHORE_M``.
        """
        return self.to(points(lat, lon))

    def squares(self) -> tuple[Ints, Floats]:
        """The squares of the mesh within the limit, in order, and the metres to each."""
        water = self.reached < len(mesh().code)
        return self.reached[water], self.metres[water] + self.start.moved_m[0]

    def to(self, there: Points) -> Floats:
        """Metres to points on the water."""
        found = np.full(len(there.square), np.nan)
        if self.start.square[0] < 0:
            return found
        sea, ends = mesh(), _ends(self.closed)
        for one in np.flatnonzero(there.square >= 0).tolist():
            xyz, square = there.xyz[one], int(there.square[one])
            if _straight(sea, ends, self.start.xyz[0], xyz):
                way = _arcs_m(self.start.xyz[:1], xyz[None])[0]
            else:
                way = read(sea, ends, self.reached, self.metres, self.turn, self.more, xyz, square)
            found[one] = way + self.start.moved_m[0] + there.moved_m[one]
        return found


def points(lat: Floats, lon: Floats) -> Points:
    """Points in degrees on the water of the mesh, those on land moved to the sea nearest to them."""
    sea = mesh()
    xyz = np.ascontiguousarray(vectors(lat, lon).T)
    square = np.full(len(lat), -1, dtype=np.int64)
    moved = np.zeros(len(lat))
    for one in np.flatnonzero(np.isfinite(lat) & np.isfinite(lon)).tolist():
        square[one], row, column = nearest_water(sea, xyz[one], MOST_ASHORE_M)
        if square[one] >= 0 and row >= 0:
            shifted = vectors(*_middle(row, column))[:, 0]
            moved[one] = _arcs_m(xyz[one : one + 1], shifted[None])[0]
            xyz[one] = shifted
    return Points(xyz, square, moved)


def field(
    lat: float, lon: float, limit_m: float, closed: Sequence[str] = CLOSED, goals: Sequence[Points] = ()
) -> Field:
    """The sea distances from one point, up to a limit; with ``goals`` no further than to the last of them.

    The answer is kept for the points asked last, so that a place is searched once.
    """
    asked = np.unique(np.concatenate([_NO_GOALS, *(one.square[one.square >= 0] for one in goals)]))
    return _field(float(lat), float(lon), float(limit_m), tuple(sorted(closed)), asked.tobytes())


@lru_cache(maxsize=_FIELDS_KEPT)
def _field(lat: float, lon: float, limit_m: float, closed: tuple[str, ...], goals: bytes) -> Field:
    start = points(np.array([lat]), np.array([lon]))
    if start.square[0] < 0:
        none = np.empty(0, dtype=np.int64)
        return Field(start, limit_m, none, np.empty(0), none, np.empty((0, 3)), closed)
    asked = np.frombuffer(goals, dtype=np.int64)
    found = spread(mesh(), _ends(closed), start.xyz[0], int(start.square[0]), limit_m, asked.copy(), _NO_GOAL)
    return Field(start, limit_m, *found, closed)


def sea_distance_m(
    lat: Floats, lon: Floats, to_lat: Floats, to_lon: Floats, closed: Sequence[str] = CLOSED
) -> Floats:
    """Metres over water between pairs of points in degrees; the great circle where it touches no land.

    The same both ways. A point on land counts from the sea nearest to it, and the way there is added.
    Infinite where no water leads, NaN where a point is not known or has no sea within ``MOST_ASHORE_M``.
    """
    sea, ends = mesh(), _ends(tuple(sorted(closed)))
    # The same pair gives the same number in either order, to the last digit.
    turned = (lat > to_lat) | ((lat == to_lat) & (lon > to_lon))
    one = points(np.where(turned, to_lat, lat), np.where(turned, to_lon, lon))
    other = points(np.where(turned, lat, to_lat), np.where(turned, lon, to_lon))
    found = np.full(len(lat), np.nan)
    for row in np.flatnonzero((one.square >= 0) & (other.square >= 0)).tolist():
        a, b = one.xyz[row], other.xyz[row]
        if _straight(sea, ends, a, b):
            way = _arcs_m(a[None], b[None])[0]
        else:
            goal = np.array([other.square[row]])
            got = spread(sea, ends, a, int(one.square[row]), np.inf, goal, b)
            way = read(sea, ends, *got, b, int(other.square[row]))
        found[row] = way + one.moved_m[row] + other.moved_m[row]
    return found


def in_sight(one: Points, other: Points, closed: Sequence[str] = CLOSED) -> Flags:
    """True where the great circle from one point on the water to another touches no land."""
    sea, ends = mesh(), _ends(tuple(sorted(closed)))
    return np.array(
        [_straight(sea, ends, a, b) for a, b in zip(one.xyz, other.xyz, strict=True)], dtype=np.bool_
    )


def middles(square: Ints) -> tuple[Floats, Floats]:
    """Where the middles of some squares of the mesh lie, degrees."""
    return degrees(mesh().xyz[square].T)


def _straight(sea: Mesh, ends: Ends, a: Floats, b: Floats) -> bool:
    return bool(clear(sea.words, sea.clear_m, ends.gates, a, b))


def _arcs_m(a: Floats, b: Floats) -> Floats:
    half = np.sqrt(((a - b) ** 2).sum(axis=1)) / 2
    return np.asarray(2 * EARTH_M * np.arcsin(np.minimum(half, 1.0)))


def _middle(row: int, column: int) -> tuple[Floats, Floats]:
    """The middle of a cell, degrees."""
    return np.array([(row + 0.5) / PER_DEG - 90.0]), np.array([(column + 0.5) / PER_DEG - 180.0])


@lru_cache(maxsize=8)
def _ends(closed: tuple[str, ...]) -> Ends:
    """The canals that are open and the gates that are shut."""
    sea = mesh()
    linked = [one for one in PASSAGES if one.link and one.name not in closed]
    sides = np.array([end for one in linked for end in one.link or ()]).reshape(-1, 2)
    put = points(sides[:, 0], sides[:, 1])
    great = np.repeat(_arcs_m(put.xyz[0::2], put.xyz[1::2]), 2)
    length = np.maximum(np.repeat([one.length_m for one in linked], 2), great)
    at = np.full(len(sea.code), -1, dtype=np.int16)
    at[put.square] = np.arange(len(put.square))
    gates = [one.gate for one in PASSAGES if one.gate and one.name in closed]
    from_, to = (vectors(*np.array([gate[side] for gate in gates]).reshape(-1, 2).T).T for side in (0, 1))
    return Ends(put.square, put.xyz, length, at, np.concatenate([from_, to, np.cross(from_, to)], axis=1))

"""Escorts: one ship goes with another over a long way; and ships that only have the same way for a while."""

from itertools import pairwise

import numpy as np

from vedette.synthetic.actors import Actor, Stage, shifted
from vedette.synthetic.plan import Point
from vedette.synthetic.voyages import KM_PER_NM, Array
from vedette.synthetic.waters import length_km

_STEP_H = 0.1
_ABEAM_M = (200.0, 1200.0)


def escorts(stage: Stage) -> None:
    """Two ships that sail a passage in company, and at other times apart from each other.

    They keep 400 to 1,300 m apart and wander from their station by some tens of metres; at the turns of the
    way, and once or twice between, both change speed.
    """
    one, other = (stage.actor((9.0, 12.0)) for _ in range(2))
    while max(one.now, other.now) < stage.hours - 96:
        way = _passage(stage, one)
        if length_km(way) < 60:
            continue
        hour = max(one.soonest(way[0]), other.soonest(way[0])) + one.rng.uniform(2.0, 20.0)
        when, lat, lon = _sailed(one, way, hour)
        apart = one.rng.uniform(250, 900, 2) * one.rng.choice([-1, 1], 2)
        north, east = apart[:, None] + _wander(one, when - hour)
        beside = np.array(
            [
                shifted((y, x), *by)
                for y, x, *by in zip(*map(np.ndarray.tolist, (lat, lon, north, east)), strict=True)
            ]
        )
        one.meets(way[0], hour)
        other.meets((float(beside[0, 0]), float(beside[0, 1])), hour)
        one.follows(when, lat, lon)
        other.follows(when, beside[:, 0], beside[:, 1])
        end = float(when[-1])
        one.label("escort", hour, end, other_mmsi=other.mmsi(hour), lat=way[0][0], lon=way[0][1])
        for ship in (one, other):
            stage.sails_on(ship)
    for ship in (one, other):
        stage.ends(ship)


def lanes(stage: Stage) -> None:
    """Two merchant ships of one lane, abreast or one ahead, each at nearly the speed of the other.

    They turn where the lane turns, each at her own time, and change speed each for herself.
    """
    one, other = (stage.actor((9.0, 12.0)) for _ in range(2))
    while max(one.now, other.now) < stage.hours - 96:
        way = _passage(stage, one)
        if length_km(way) < 60:
            continue
        hour = max(one.soonest(way[0]), other.soonest(way[0])) + one.rng.uniform(2.0, 20.0)
        knots, aside = one.rng.uniform(9.0, 14.0), one.rng.uniform(*_ABEAM_M)
        behind_h = one.rng.uniform(-0.05, 0.05)
        for ship, off in ((one, 0.0), (other, float(aside))):
            theirs = [shifted(point, off, *ship.rng.normal(0, 100.0, 1)) for point in way]
            ship.meets(theirs[0], hour + (behind_h if off else 0.0) + 0.06)
            for point in theirs[1:]:
                ship.sail([point], knots + ship.rng.normal(0, 0.2))
        end = min(one.now, other.now)
        one.label("near", hour, end, other_mmsi=other.mmsi(hour), why="escort: one lane, nearly one speed")
        for ship in (one, other):
            stage.sails_on(ship)
    for ship in (one, other):
        stage.ends(ship)


def _passage(stage: Stage, ship: Actor) -> list[Point]:
    """A long way over open water, half of the time with a turn in it."""
    spots = [stage.spot(ship.rng) for _ in range(6)]
    far = max(spots[1:], key=lambda spot: length_km([spots[0], spot]))
    return [spots[0], far, *spots[1:2]] if ship.rng.random() < 0.5 and far != spots[1] else [spots[0], far]


def _sailed(ship: Actor, way: list[Point], hour: float) -> tuple[Array, Array, Array]:
    """Hours, latitudes and longitudes on a way, at a speed that changes now and then."""
    km = np.concatenate([[0.0], np.cumsum([length_km(list(leg)) for leg in pairwise(way)])])
    turns = np.sort(np.concatenate([km, ship.rng.uniform(0, km[-1], int(ship.rng.integers(0, 3)))]))
    knots = ship.rng.uniform(7.0, 11.0, len(turns) - 1)
    at = hour + np.concatenate([[0.0], np.cumsum(np.diff(turns) / (knots * KM_PER_NM))])
    when = np.append(np.arange(hour, at[-1], _STEP_H), at[-1])
    gone = np.interp(when, at, turns)
    lat, lon = (np.interp(gone, km, [point[side] for point in way]) for side in (0, 1))
    return when, lat, lon


def _wander(ship: Actor, hours: Array) -> Array:
    """How far from her station a ship is: slow swings north and east, in metres."""
    swing, period = ship.rng.uniform(10.0, 80.0, (2, 1)), ship.rng.uniform(0.8, 4.0, (2, 1))
    return np.asarray(swing * np.sin(2 * np.pi * (hours / period + ship.rng.random((2, 1)))))

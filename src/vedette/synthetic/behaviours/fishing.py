"""Fishing: boats that go to and fro slowly, alone, round a shoal, or two with one net."""

import numpy as np

from vedette.synthetic.actors import Actor, Stage, drifting
from vedette.synthetic.voyages import KM_PER_DEGREE, Array

_FISHING = 2  # as ``Course.rests`` says it


def trawlers(stage: Stage) -> None:
    """Two boats on one ground: with a net between them, each on her own, or shooting a purse seine."""
    one, other = (stage.actor((8.0, 10.0), ship_type=30) for _ in range(2))
    while max(one.now, other.now) < stage.hours - 96:
        spot = stage.spot(one.rng)
        hour = max(one.soonest(spot), other.soonest(spot)) + one.rng.uniform(1.0, 10.0)
        hours, pair = one.rng.uniform(10.0, 36.0), one.rng.random() < 0.5
        knots = one.rng.uniform(2.7, 4.0)
        first = drifting(one.rng, hour, hours, spot, knots)
        second = (
            (first[0], first[1] + 0.0025, first[2]) if pair else drifting(other.rng, hour, hours, spot, knots)
        )
        for boat, path in ((one, first), (other, second)):
            boat.meets((float(path[1][0]), float(path[2][0])), hour)
            boat.follows(*path, rest=_FISHING)
        why = "encounter: pair trawling" if pair else "encounter: fishing on one ground"
        one.label("near", hour, hour + hours, other_mmsi=other.mmsi(hour), why=why)
        for boat in (one, other):
            if not pair:
                _seine(boat)
            stage.sails_on(boat)
    for boat in (one, other):
        stage.ends(boat)


def _seine(boat: Actor) -> None:
    """A ring of 300 m, once round and a half, with the bow along the way."""
    turn = np.linspace(0, 3 * np.pi, 40)
    north, east = 0.3 * np.sin(turn), 0.3 * (1 - np.cos(turn))
    when: Array = boat.now + turn / (3 * np.pi) * 0.3
    boat.label("near", boat.now, float(when[-1]), why="circle: a purse seine is shot")
    lat, lon = boat.here
    boat.follows(
        when, lat + north / KM_PER_DEGREE, lon + east / KM_PER_DEGREE / np.cos(np.radians(lat)), _FISHING
    )

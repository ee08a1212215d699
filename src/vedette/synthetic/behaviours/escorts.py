"""Escorts: one ship goes with another over a long way; and ships that only have the same way for a while."""

import numpy as np

from vedette.synthetic.actors import Stage, shifted
from vedette.synthetic.voyages import KM_PER_NM
from vedette.synthetic.waters import length_km


def escorts(stage: Stage) -> None:
    """Two ships that sail a whole passage 400 to 1,500 m apart, and at other times apart from each other."""
    one, other = (stage.actor((9.0, 12.0)) for _ in range(2))
    while max(one.now, other.now) < stage.hours - 96:
        spots = [stage.spot(one.rng) for _ in range(6)]
        way = [spots[0], *sorted(spots[1:], key=lambda spot: -length_km([spots[0], spot]))[:1]]
        if length_km(way) < 60:
            continue
        apart = one.rng.uniform(250, 900, 2) * one.rng.choice([-1, 1], 2)
        hour = max(one.soonest(way[0]), other.soonest(way[0])) + one.rng.uniform(2.0, 20.0)
        knots = one.rng.uniform(8.0, 11.0)
        end = hour + length_km(way) / (knots * KM_PER_NM)
        when = np.linspace(hour, end, 40)
        lat, lon = (np.interp(when, [hour, end], [p[side] for p in way]) for side in (0, 1))
        beside = np.array([shifted((y, x), *apart) for y, x in zip(lat.tolist(), lon.tolist(), strict=True)])
        one.meets(way[0], hour)
        other.meets((float(beside[0, 0]), float(beside[0, 1])), hour)
        one.follows(when, lat, lon)
        other.follows(when, beside[:, 0], beside[:, 1])
        one.label("escort", hour, end, other_mmsi=other.mmsi(hour), lat=way[0][0], lon=way[0][1])
        for ship in (one, other):
            stage.sails_on(ship)
    for ship in (one, other):
        stage.ends(ship)

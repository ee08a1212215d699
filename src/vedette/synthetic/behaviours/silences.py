"""Silences of one ship: her transponder is off while others are heard."""

import numpy as np

from vedette.synthetic.actors import Actor, Stage
from vedette.synthetic.voyages import KM_PER_NM, distance_km

_REACH_FACTOR = 1.5  # so much faster than she sails she would have to be to reach the watched port


def out_of_reach(stage: Stage) -> None:
    """A ship that is silent at sea for so short that she cannot have been at the watched port meanwhile."""
    actor = stage.actor()
    actor.lie(actor.rng.uniform(2.0, 24.0))
    while actor.now < stage.hours:
        start = actor.now
        stage.sails_on(actor)
        off = actor.rng.uniform(start, actor.now)
        _off(stage, actor, off, off + actor.rng.uniform(6.5, 12.0))
        stage.sails_on(actor)
    actor.leaves()


def faults(stage: Stage) -> None:
    """A ship whose transponder fails now and then, at sea or in port."""
    actor = stage.actor()
    stage.ends(actor)
    hour = actor.rng.uniform(24.0, 96.0)
    while hour < stage.hours - 48:
        length = actor.rng.uniform(7.0, 36.0)
        _off(stage, actor, hour, hour + length)
        hour += length + actor.rng.uniform(24.0, 120.0)


def _off(stage: Stage, actor: Actor, off: float, on: float) -> None:
    actor.way.dark.append((off, on, "", "transponder off"))
    watched = stage.waters.watched
    lat, lon = (np.interp([off, on], actor.way.hours, side) for side in (actor.way.lat, actor.way.lon))
    km = distance_km(lat, lon, np.full(2, watched.lat), np.full(2, watched.lon)).sum()
    if km > _REACH_FACTOR * actor.speed_kn * KM_PER_NM * (on - off):
        actor.label("out_of_reach", off, on, place=watched.id)

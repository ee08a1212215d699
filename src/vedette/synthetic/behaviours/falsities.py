"""Falsities: positions that are not where the ship is; and receivers that make it seem so."""

import numpy as np

from vedette.synthetic.actors import Edit, Stage, within
from vedette.synthetic.heard import Heard
from vedette.synthetic.voyages import KM_PER_DEGREE, KM_PER_NM

_LATE_H = 33 / 60  # as one receiver of 249014000 was in January 2018
_KNOTS_MOST = 45.0


def teleports(stage: Stage) -> None:
    """A ship that is heard 20 to 300 nautical miles away for 0.7 to 8 hours, once in 8 to 16 days."""
    _jumps(stage, 24.0 * 8, "seldom")


def jumpy(stage: Stage) -> None:
    """A ship that is heard far away every two to four days, each time somewhere else."""
    _jumps(stage, 48.0, "often")


def _jumps(stage: Stage, wait_h: float, why: str) -> None:
    actor = stage.actor()
    stage.ends(actor)
    hour = actor.rng.uniform(24.0, wait_h)
    while hour < stage.hours - 24:
        hours, away_nm = actor.rng.uniform(0.7, 8.0), actor.rng.uniform(20, 300)
        actor.edits.append(_moved(hour, hour + hours, away_nm, actor.rng.uniform(0, 2 * np.pi)))
        actor.label("teleport", hour, hour + hours, why=why, away_nm=away_nm)
        hour += hours + actor.rng.uniform(wait_h, 2 * wait_h)


def circles(stage: Stage) -> None:
    """A ship whose positions go round and round for 3 to 10 hours, where she is or far away."""
    actor = stage.actor()
    stage.ends(actor)
    hour = actor.rng.uniform(24.0, 72.0)
    while hour < stage.hours - 24:
        hours, away = actor.rng.uniform(3.0, 10.0), actor.rng.choice([0.0, actor.rng.uniform(20, 300)])
        radius_km, knots = actor.rng.uniform(0.4, 5.0), actor.rng.uniform(4, 30)
        actor.edits.append(_circling(hour, hour + hours, radius_km, knots, float(away)))
        turn_h = 2 * np.pi * radius_km / (knots * KM_PER_NM)
        actor.label("circle", hour, hour + hours, turn_h=turn_h)
        hour += hours + actor.rng.uniform(96.0, 240.0)


def faulty_receivers(stage: Stage) -> None:
    """A ship heard late by one receiver, one with corrupted coordinates, one whose clock jumps."""
    for actor in (stage.actor(), stage.actor()):
        stage.ends(actor)
        late = actor.number % 2 == 0
        actor.edits.append(_late if late else _corrupted)
        why = "teleport: a receiver is 33 min late" if late else "teleport: single corrupted coordinates"
        actor.label("near", 0.0, stage.hours, why=why)
    sharers = [stage.actor() for _ in range(3)]
    for actor in sharers:
        stage.ends(actor)
        # The number of a transponder that nobody set up: no ship's number.
        actor.numbers = [(0.0, 999_999_999)]
        actor.labels = [{**row, "mmsi": 999_999_999, "sure": False} for row in actor.labels]
        actor.label("near", 0.0, stage.hours, why="identity_clash: a default number on three ships")


def _moved(start: float, end: float, away_nm: float, course: float) -> Edit:
    def edit(messages: Heard, rng: np.random.Generator) -> Heard:  # noqa: ARG001
        there = within(messages, start, end)
        km = away_nm * KM_PER_NM
        lat = messages.lat + there * km * np.cos(course) / KM_PER_DEGREE
        scale = np.cos(np.radians(np.clip(lat, -80, 80)))
        messages.lat, messages.lon = (
            np.round(lat, 5),
            np.round(messages.lon + there * km * np.sin(course) / KM_PER_DEGREE / scale, 5),
        )
        return messages

    return edit


def _circling(start: float, end: float, radius_km: float, knots: float, away_nm: float) -> Edit:
    def edit(messages: Heard, rng: np.random.Generator) -> Heard:
        there = np.flatnonzero(within(messages, start, end))
        if not len(there):
            return messages
        turn = (messages.hours[there] - start) * knots * KM_PER_NM / radius_km + rng.uniform(0, 2 * np.pi)
        side = rng.uniform(0, 2 * np.pi)
        first = messages.lat[there[0]], messages.lon[there[0]]
        north = away_nm * KM_PER_NM * np.cos(side) + radius_km * np.cos(turn)
        east = away_nm * KM_PER_NM * np.sin(side) + radius_km * np.sin(turn)
        noise = rng.normal(0, 0.01, (2, len(there)))
        messages.lat[there] = np.round(first[0] + (north + noise[0]) / KM_PER_DEGREE, 5)
        scale = KM_PER_DEGREE * np.cos(np.radians(first[0]))
        messages.lon[there] = np.round(first[1] + (east + noise[1]) / scale, 5)
        messages.speed_kn[there] = np.round(np.minimum(knots, _KNOTS_MOST), 1)
        messages.course_deg[there] = np.round(np.degrees(turn) + 90, 1) % 360
        return messages

    return edit


def _late(messages: Heard, rng: np.random.Generator) -> Heard:
    """One message in eight is received twice, the second time stamped late."""
    again = messages.only(rng.random(len(messages.hours)) < 0.125)
    again.hours = again.hours + _LATE_H
    joined = Heard(
        *(np.concatenate(pair) for pair in zip(vars(messages).values(), vars(again).values(), strict=True))
    )
    return joined.only(np.argsort(joined.hours, kind="stable"))


def _corrupted(messages: Heard, rng: np.random.Generator) -> Heard:
    """One message in two hundred has a bit of a coordinate wrong."""
    wrong = rng.random(len(messages.hours)) < 0.005
    by = 2.0 ** rng.integers(-3, 5, (2, len(wrong))) * rng.choice([-1, 0, 1], (2, len(wrong)))
    messages.lat = np.round(np.clip(messages.lat + wrong * by[0], -89, 89), 5)
    messages.lon = np.round(messages.lon + wrong * by[1], 5)
    return messages

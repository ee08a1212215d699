"""Circles on a made-up sea: those of a deceived receiver, and those that ships really turn."""

import numpy as np

from tests.events.false_seas import HOURS, Sea, Way, heard_hours, honest, joined, sailing
from vedette.kernels.sphere import NAUTICAL_MILE_M


def ring(
    rng: np.random.Generator, hours: np.ndarray, radius_m: float, turn_h: float, drift_kn: float = 0.0
) -> Way:
    """Round a centre at one speed, said as it is; ``drift_kn`` carries the centre away."""
    since = hours - hours[0]
    angle = rng.uniform(0, 2 * np.pi) + rng.choice([-1, 1]) * 2 * np.pi * since / turn_h
    ahead = np.gradient(angle, since) if len(since) > 1 else np.zeros(1)
    carried = drift_kn * NAUTICAL_MILE_M * since
    return Way(
        hours,
        radius_m * np.cos(angle) + carried,
        radius_m * np.sin(angle),
        np.full(len(hours), 2 * np.pi * radius_m / turn_h / NAUTICAL_MILE_M),
        np.degrees(angle + np.sign(ahead) * np.pi / 2),
        np.degrees(angle + np.sign(ahead) * np.pi / 2),
    )


def shaken(rng: np.random.Generator, way: Way, noise_m: float, centre: np.ndarray) -> Way:
    way.north_m = way.north_m + centre[0] + rng.normal(0, noise_m, len(way.hour))
    way.east_m = way.east_m + centre[1] + rng.normal(0, noise_m, len(way.hour))
    return way


def add_circles(sea: Sea, count: int) -> None:
    """Ships whose receivers are led in circles, near where they are or far off, the heading true or false."""
    rng, made = sea.rng, 0
    while made < count:
        way = honest(sea, str(rng.choice(["cargo", "coaster", "moored", "anchored"])))
        radius = np.exp(rng.uniform(np.log(0.1), np.log(10))) * NAUTICAL_MILE_M
        knots = np.exp(rng.uniform(np.log(3), np.log(40)))
        turn_h = 2 * np.pi * radius / (knots * NAUTICAL_MILE_M)
        start, long = rng.uniform(1, 40), turn_h * rng.uniform(3, 12)
        inside = np.flatnonzero((way.hour >= start) & (way.hour < start + long))
        # Nobody could tell with fewer than seven messages a turn, or a silence in it.
        if len(inside) < 24 or start + long > HOURS or turn_h > 5:
            continue
        if turn_h < 7 * np.median(np.diff(way.hour[inside])) or np.diff(way.hour[inside]).max() > turn_h / 2:
            continue
        led = ring(rng, way.hour[inside], radius, turn_h)
        steady = way.heading[inside[0]]
        kind = rng.integers(0, 3)
        led.heading = [np.full(len(inside), steady), np.full(len(inside), np.nan), led.heading][kind]
        far = rng.normal(0, 1, 2) * (0 if rng.random() < 0.5 else 60 * NAUTICAL_MILE_M)
        here = np.array([way.north_m[inside[0]], way.east_m[inside[0]]])
        led = shaken(rng, led, float(rng.choice([3.0, 10.0, 20.0])), here + far)
        mmsi = sea.number()
        rest = np.setdiff1d(np.arange(len(way.hour)), inside)
        sea.add(mmsi, joined(way.at(rest), led))
        sea.truth.append((mmsi, float(led.hour[0]), float(led.hour[-1]), "circle"))
        made += 1


def real_turns(sea: Sea) -> None:
    """Ships that really turn: trials, waiting in a current, racetracks of surveys and dredgers."""
    rng = sea.rng
    for kind in ("trial", "waiting", "waiting", "survey", "dredger"):
        hours = heard_hours(rng, float(rng.uniform(0.5, 3)))
        centre = rng.uniform(-60, 60, 2) * NAUTICAL_MILE_M
        if kind == "trial":
            way = ring(rng, hours, rng.uniform(300, 700), 0.25)
            way = way.at((hours > 20) & (hours < 20 + 0.25 * 1.5))
        elif kind == "waiting":
            way = ring(rng, hours, rng.uniform(500, 2500), rng.uniform(0.5, 1.5), rng.uniform(0.4, 1.2))
            way = way.at((hours > 10) & (hours < 20))
        else:
            long, wide = rng.uniform(2, 8) * NAUTICAL_MILE_M, rng.uniform(0.2, 0.8) * NAUTICAL_MILE_M
            knots = rng.uniform(4, 12) * NAUTICAL_MILE_M
            corners, hour, step = [], 0.0, 0
            while hour < HOURS + 1:
                shift = step // 4 * 0.1 * wide if kind == "survey" else 0.0
                side = [(0, 0), (long, 0), (long, wide), (0, wide)][step % 4]
                corners.append((hour, side[0], side[1] + shift))
                hour += (long if step % 2 == 0 else wide) / knots
                step += 1
            way = sailing(rng, hours, np.array(corners), 5.0)
        if len(way.hour):
            sea.add(sea.number(), shaken(rng, way, 8.0, centre))

"""Circle: positions run round and round one centre, as those of a deceived receiver do."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from vedette.events.false_rows import Found, false_positions, placed
from vedette.events.rows import rounded
from vedette.fields import empty
from vedette.kernels.arrays import HOUR_US, floats
from vedette.kernels.circles import Circles, Heard, Round, circles
from vedette.kernels.runs import run_starts
from vedette.kernels.sphere import KNOT_MS, NAUTICAL_MILE_M, distance_m
from vedette.steps import Step

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Steps of the clock at which circles are looked for: each turn has 6 to 24 of some of them.
STEPS_US = np.array([30, 60, 120, 240, 480, 960, 1920], dtype=np.int64) * 1_000_000


@dataclass(frozen=True)
class Circle:
    """How round, steady and often is too much for a ship.

    Deceived receivers were seen to run rings of some hundred metres to some miles (Shanghai 2019, Elba and
    Point Reyes 2020: Bergman, SkyTruth). A ship at anchor swings once in 12.4 h, within 0.4 nm, at a tenth of
    a knot: ``min_kn`` and ``max_turn_hours`` keep her out. The scatter is a share of the radius and the noise
    of a receiver. A purse seine is shot once round and a turning trial takes one turn and a half, so two and
    a half are asked for; ``least_turns`` when what she says of heading or speed contradicts it, and
    ``most_turns`` when the heading follows as that of a ship that turns. All are ours, tried on made-up seas.
    """

    min_radius_nm: float = 0.08
    max_radius_nm: float = 12.0
    scatter_share: float = 0.05
    noise_m: float = 25.0
    unsteady_deg: float = 25.0
    min_kn: float = 0.5
    max_kn: float = 100.0
    max_turn_hours: float = 6.0
    min_turns: float = 2.5
    least_turns: float = 1.75
    most_turns: float = 3.0
    merge_hours: float = 6.0


def circling(tracks: pa.Table, options: Circle = Circle()) -> pa.Table:
    """Find the stretches in which a ship's positions run round a circle, steadily and more than once.

    It starts with the first position on the circle, is known when she has gone round often enough, and ends
    with the last one on it. Stretches on the same circle less than ``merge_hours`` apart are one. ``lat`` and
    ``end_lat`` are its first position. Confidence is 3 when the heading or speed she says contradicts the
    motion, 1 when the heading follows it, else 2.
    """
    heard = placed(tracks, strays=False)
    begins = np.flatnonzero(run_starts(heard.mmsi))
    speed, heading = floats(heard.rows["speed_kn"]), floats(heard.rows["heading_deg"])
    least = _least(options)
    found = circles(Heard(begins, heard.time, heard.lat, heard.lon, speed, heading), least, STEPS_US)
    if not len(found.first):
        return empty("events")
    chosen, last = _each_once(heard.mmsi, heard.time, found, options)
    fit = found.fit[chosen]
    first = found.first[chosen]
    radius, off, turns, knots, follows = fit[:, 2:].T
    says = _said(speed, first, last)
    apart = (np.abs(says - knots) > np.maximum(3.0, 0.5 * knots)) | (follows <= 0.5)
    told: dict[str, list[object]] = {
        "pattern": ["circle"] * len(first),
        "radius_nm": list(rounded(radius / NAUTICAL_MILE_M, 2)),
        "centre_lat": list(rounded(fit[:, 0], 4)),
        "centre_lon": list(rounded(fit[:, 1], 4)),
        "turns": list(rounded(turns, 1)),
        "scatter_share": list(rounded(off / np.maximum(radius, 1.0), 3)),
        "made_good_kn": list(rounded(knots, 1)),
        "said_kn": list(rounded(says, 1)),
        "heading_follows": list(rounded(follows, 2)),
        "turn_minutes": list(rounded(2 * np.pi * radius / np.maximum(knots * KNOT_MS, 1e-9) / 60, 1)),
    }
    confidence = np.where(apart, 3.0, np.where(follows > 0.8, 1.0, 2.0))
    return false_positions(
        "circle/1", heard, Found(first, first, found.shown[chosen], last, last), confidence, told
    )


def _least(options: Circle) -> Round:
    return Round(
        options.min_radius_nm * NAUTICAL_MILE_M,
        options.max_radius_nm * NAUTICAL_MILE_M,
        options.scatter_share,
        options.noise_m,
        float(np.radians(options.unsteady_deg)),
        options.min_kn,
        options.max_kn,
        options.max_turn_hours * 3600,
        options.min_turns,
        options.least_turns,
        options.most_turns,
    )


def _each_once(mmsi: Ints, time: Ints, found: Circles, options: Circle) -> tuple[Ints, Ints]:
    """Of the findings of one circle the one known first, and the last row of any of them.

    In order of when they were known, so that what comes later changes no event but its end.
    """
    order = np.lexsort((found.first, time[found.shown], mmsi[found.shown]))
    wait = round(options.merge_hours * HOUR_US)
    chosen: list[int] = []
    last: list[int] = []
    of_ship: dict[int, list[int]] = {}
    for one in order.tolist():
        hers = of_ship.setdefault(int(mmsi[found.first[one]]), [])
        same = next(
            (at for at in reversed(hers) if _same(time, found, (chosen[at], last[at]), one, wait)), -1
        )
        if same < 0:
            hers.append(len(chosen))
            chosen.append(one)
            last.append(int(found.last[one]))
        else:
            last[same] = max(last[same], int(found.last[one]))
    return np.array(chosen, dtype=np.int64), np.array(last, dtype=np.int64)


def _same(time: Ints, found: Circles, known: tuple[int, int], other: int, wait: int) -> bool:
    """Whether two findings overlap, or are on one circle at no great distance of time."""
    one, last = known
    first = int(found.first[other])
    if found.first[one] <= found.last[other] and first <= last:
        return True
    a, b = found.fit[one], found.fit[other]
    near = float(distance_m(a[0], a[1], b[0], b[1])) <= 0.5 * max(a[2], b[2])
    return bool(near and time[first] - time[last] <= wait)


def _said(speed: Floats, first: Ints, last: Ints) -> Floats:
    """The mean of the speeds she said from one row to another."""
    known = np.isfinite(speed)
    total = np.concatenate([[0.0], np.cumsum(np.where(known, speed, 0.0))])
    count = np.concatenate([[0], np.cumsum(known)])
    with np.errstate(invalid="ignore"):
        return np.asarray((total[last + 1] - total[first]) / (count[last + 1] - count[first]))


STEP = Step("circle", takes=("tracks",), gives="events", run=circling, options=Circle())

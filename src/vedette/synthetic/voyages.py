"""Voyages: where each made-up ship truly is at every moment, and when her transponder is off."""

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vedette.synthetic.plan import Fleet, Phase, Place, Point, Sea

KM_PER_DEGREE = 111.195  # of latitude, on a sphere of 6,371 km
KM_PER_NM = 1.852
Array = NDArray[np.float64]
_NETTING_KN = (2.0, 4.0)


@dataclass
class Course:
    """The way of one ship as knots in time (hours from the start of the sea) joined by straight lines.

    ``rests`` says of each line whether the ship lies still on it; ``dark`` are the hours between which her
    transponder is off and why; ``stays`` are her calls: place, from, to, and whether she was dark.
    """

    hours: list[float] = field(default_factory=list)
    lat: list[float] = field(default_factory=list)
    lon: list[float] = field(default_factory=list)
    rests: list[int] = field(default_factory=list)  # 0 under way, 1 at rest, 2 fishing
    dark: list[tuple[float, float, str, str]] = field(default_factory=list)  # from, to, place, why
    stays: list[tuple[str, float, float]] = field(default_factory=list)

    def go(self, hour: float, point: Point, rest: int = 0) -> None:
        """Reach a point at an hour."""
        if self.hours:
            self.rests.append(rest)
        self.hours.append(hour)
        self.lat.append(point[0])
        self.lon.append(point[1])

    @property
    def now(self) -> float:
        """The hour the way has reached."""
        return self.hours[-1]


def distance_km(lat: ArrayLike, lon: ArrayLike, other_lat: ArrayLike, other_lon: ArrayLike) -> Array:
    """Distance along the straight line on the chart: good to one per cent over the lengths used here."""
    north = np.subtract(other_lat, lat) * KM_PER_DEGREE
    east = np.subtract(other_lon, lon) * KM_PER_DEGREE * np.cos(np.radians(np.add(lat, other_lat) / 2))
    return np.asarray(np.hypot(north, east))


def leg(start: Place, to: Place) -> list[Point]:
    """The points from berth to berth: out of the one, straight over open water, into the other."""
    return [(start.lat, start.lon), *start.out, *reversed(to.out), (to.lat, to.lon)]


def course(sea: Sea, fleet: Fleet, rng: np.random.Generator) -> Course:
    """The way of one ship of a fleet through all of its phases."""
    made, last = Course(), (sea.end - sea.start).total_seconds() / 3600
    here = sea.place(fleet.phases[0].calls[int(rng.integers(len(fleet.phases[0].calls)))])
    made.go(0.0, (here.lat, here.lon))
    off: float | None = None  # the hour her transponder went off, while it is
    where = ""
    for number, phase in enumerate(fleet.phases):
        following = fleet.phases[number + 1 : number + 2]
        until = min(last, _hour(sea, following[0].start)) if following else last
        turn = int(rng.integers(len(phase.calls)))
        _rest(made, here, max(_hour(sea, phase.start), made.now + rng.uniform(0, 24)))
        while made.now < until:
            turn, there = _next(sea, phase, here, turn, rng)
            begun, speed = made.now, rng.uniform(*phase.speed_kn)
            if phase.grounds:
                _fish(made, here, phase, rng)
                _sail(made, leg(here, there)[-len(there.out) - 1 :], speed)
            else:
                _sail(made, leg(here, there), speed)
            hidden = there.id in phase.dark_at and rng.random() < phase.dark_chance
            if hidden and off is None:
                off, where = begun + (made.now - begun) * rng.uniform(*phase.off_part), there.id
            elif not hidden and off is not None:
                on = begun + (made.now - begun) * rng.uniform(*phase.on_part)
                made.dark.append(
                    (min(off, last), min(on, last), where, f"switched off for a call at {where}")
                )
                off = None
            elif hidden:
                where = f"{where}, {there.id}"
            arrived = made.now
            _rest(made, there, arrived + rng.uniform(*(there.stay_h or phase.stay_h)))
            if not there.elsewhere and arrived < last:
                made.stays.append((there.id, arrived, min(made.now, last)))
            here = there
    if off is not None and off < last:
        made.dark.append((off, last, where, f"switched off for a call at {where}"))
    _faults(made, fleet, last, rng)
    return made


def _hour(sea: Sea, moment: datetime) -> float:
    return (moment - sea.start).total_seconds() / 3600


def _next(sea: Sea, phase: Phase, here: Place, turn: int, rng: np.random.Generator) -> tuple[int, Place]:
    others = [name for name in phase.calls if name != here.id]
    if not others:
        return turn, here
    if phase.in_turn:
        while phase.calls[turn % len(phase.calls)] == here.id:
            turn += 1
        return turn + 1, sea.place(phase.calls[turn % len(phase.calls)])
    return turn, sea.place(others[int(rng.integers(len(others)))])


def _sail(made: Course, points: list[Point], speed_kn: float) -> None:
    for point in points:
        km = float(distance_km(made.lat[-1], made.lon[-1], *point))
        if km > 0:
            made.go(made.now + km / (speed_kn * KM_PER_NM), point)


def _rest(made: Course, place: Place, until: float) -> None:
    if until > made.now:
        made.go(until, (place.lat, place.lon), rest=1)


def _fish(made: Course, home: Place, phase: Phase, rng: np.random.Generator) -> None:
    """Out to the grounds, and to and fro in them at netting speed."""
    south, west, north, east = phase.grounds or (0.0, 0.0, 0.0, 0.0)
    spot = rng.uniform(south, north), rng.uniform(west, east)
    _sail(made, [*home.out, spot], rng.uniform(*phase.speed_kn))
    until = made.now + rng.uniform(*phase.fishing_h)
    while made.now < until:
        spot = (
            min(max(made.lat[-1] + rng.normal(0, 0.04), south), north),
            min(max(made.lon[-1] + rng.normal(0, 0.05), west), east),
        )
        km = float(distance_km(made.lat[-1], made.lon[-1], *spot))
        made.go(made.now + max(km, 0.2) / (rng.uniform(*_NETTING_KN) * KM_PER_NM), spot, rest=2)


def _faults(made: Course, fleet: Fleet, last: float, rng: np.random.Generator) -> None:
    """Silences that mean nothing: a transponder that failed on its own."""
    for _ in range(rng.poisson(fleet.faults_per_day * last / 24)):
        start = rng.uniform(0, last)
        end = min(start + rng.uniform(*fleet.fault_h), last)
        if all(end < begun or start > ended for begun, ended, _, _ in made.dark):
            made.dark.append((start, end, "", "the transponder failed"))
    made.dark = sorted(silence for silence in made.dark if silence[0] < silence[1])

"""Actors: labelled ships, the stage they share, and what truly happens to each."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vedette.synthetic.heard import Heard
from vedette.synthetic.plan import Place, Point
from vedette.synthetic.voyages import KM_PER_DEGREE, KM_PER_NM, Array, Course
from vedette.synthetic.waters import Waters, length_km, way

Edit = Callable[[Heard, np.random.Generator], Heard]
Label = dict[str, object]
# No state has the identification digits 299 or 298: no real ship carries these numbers.
FIRST_MMSI, FIRST_NEW_MMSI = 299_000_001, 298_000_001
_BERTHS_M, _KNOT_H = 400.0, 0.25
_ASIDE_M, _ASIDE = 2000.0, 0.03  # how far a way lies beside the lane, and as a share of the leg


@dataclass
class Actor:
    """One ship: her way, when her transponder is off, what she says of herself, and what truly happened.

    Hours count from the start of the sea. ``numbers`` and ``said`` hold from which hour on she has an MMSI or
    says a value. ``edits`` are what receivers and false positions do to the messages she was heard with.
    Of one that is ``seldom`` heard a feed keeps a message every twenty minutes or more.
    """

    number: int
    rng: np.random.Generator
    speed_kn: float
    way: Course = field(default_factory=Course)
    at: Place | None = None
    since: float = 0.0
    hidden: bool = False
    numbers: list[tuple[float, int]] = field(default_factory=list)
    said: list[tuple[float, str, object]] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    seldom: bool = False
    ship_type: int = 70

    @property
    def now(self) -> float:
        """The hour her way has reached."""
        return self.way.now

    @property
    def here(self) -> Point:
        """Where she is."""
        return self.way.lat[-1], self.way.lon[-1]

    def mmsi(self, hour: float) -> int:
        """The number she sends at an hour."""
        return [number for since, number in self.numbers if since <= hour][-1]

    def label(self, kind: str, start: float, end: float, **more: object) -> None:
        """Write down what truly happened."""
        self.labels.append({"kind": kind, "mmsi": self.mmsi(start), "start": start, "end": end, **more})

    def lie(self, until: float) -> None:
        """Stay where she is, without way, until an hour."""
        if until > self.now:
            self.way.go(until, self.here, rest=1)

    def leaves(self) -> None:
        """Leave the place she lies at: it was a call there."""
        if self.at is not None and self.now > self.since:
            kind = "hidden_call" if self.hidden else "port_call"
            self.label(kind, self.since, self.now, place=self.at.id)
        self.at = None

    def sail(self, points: list[Point], knots: float | None = None, *, rest: int = 0) -> None:
        """Sail through some points; without a speed at her own, a little quicker or slower on each leg."""
        for point in points:
            km, own = length_km([self.here, point]), self.speed_kn * self.rng.uniform(0.94, 1.06)
            if km > 0:
                self.way.go(self.now + km / ((knots or own) * KM_PER_NM), point, rest)

    def trip(self, to: Place | Point) -> list[Point]:
        """The points of the way from where she is to a place or a spot in open water.

        No two ships turn at the same point: each keeps a mile or so to a side, less on short legs.
        """
        points = way(self.at or self.here, to)[1:]
        for at, point in enumerate(points[:-1]):
            aside_m = min(_ASIDE_M, _ASIDE * 1000 * length_km([points[at - 1] if at else self.here, point]))
            points[at] = shifted(point, *self.rng.normal(0, aside_m, 2))
        if isinstance(to, Place):
            points[-1] = shifted((to.lat, to.lon), *self.rng.uniform(-_BERTHS_M, _BERTHS_M, 2))
        return points

    def calls(self, port: Place, stay_h: float, *, hidden: bool = False) -> tuple[float, float]:
        """Sail to a port and lie there; gives the hours at which she left and came."""
        trip = self.trip(port)
        self.leaves()
        left = self.now
        self.sail(trip)
        came = self.now
        self.at, self.since, self.hidden = port, came, hidden
        self.lie(came + stay_h)
        return left, came

    def soonest(self, to: Point) -> float:
        """The hour at which she can be somewhere."""
        return self.now + length_km([self.here, *self.trip(to)]) / (self.speed_kn * KM_PER_NM)

    def meets(self, to: Point, hour: float) -> None:
        """Be at a spot in open water at an hour, leaving as late as she may."""
        trip = self.trip(to)
        self.lie(hour - length_km([self.here, *trip]) / (self.speed_kn * KM_PER_NM))
        self.leaves()
        self.sail(trip, self.speed_kn)

    def follows(self, hours: Array, lat: Array, lon: Array, rest: int = 0) -> None:
        """Take a way that is given."""
        for hour, *point in zip(hours.tolist(), lat.tolist(), lon.tolist(), strict=True):
            if hour > self.now:
                self.way.go(hour, (point[0], point[1]), rest)


@dataclass
class Stage:
    """The sea on which actors act: its waters, its dice, and how many hours it lasts."""

    waters: Waters
    rng: np.random.Generator
    seed: int
    hours: float
    actors: list[Actor] = field(default_factory=list)

    def actor(self, knots: tuple[float, float] = (9.0, 14.0), *, ship_type: int = 70) -> Actor:
        """A new ship, lying in a port when the sea begins."""
        number = len(self.actors)
        rng = np.random.default_rng([self.seed, number, 7])
        actor = Actor(number, rng, rng.uniform(*knots), ship_type=ship_type)
        actor.numbers.append((0.0, FIRST_MMSI + number))
        actor.said += [
            (0.0, "name", f"SYNTHETIC {number + 1:03d}"),
            (0.0, "call_sign", f"SYN{number + 1:03d}"),
            (0.0, "imo", imo(2 * number)),
            (0.0, "draught_m", float(np.round(rng.uniform(5.0, 9.0), 1))),
        ]
        actor.at = self.port(rng)
        actor.way.go(0.0, shifted((actor.at.lat, actor.at.lon), *rng.uniform(-_BERTHS_M, _BERTHS_M, 2)))
        # Not all ships of a port leave in the hour the sea begins.
        actor.lie(rng.uniform(1.0, 30.0))
        self.actors.append(actor)
        return actor

    def port(self, rng: np.random.Generator, but: Place | None = None) -> Place:
        """Some port, another than where a ship lies."""
        ports = [port for port in self.waters.ports if port is not but]
        return ports[int(rng.integers(len(ports)))]

    def spot(self, rng: np.random.Generator) -> Point:
        """A place in open water."""
        south, west, north, east = self.waters.open
        return float(rng.uniform(south, north)), float(rng.uniform(west, east))

    def sails_on(self, actor: Actor, stay_h: tuple[float, float] = (6.0, 30.0)) -> None:
        """The next call of a ship in some port, at times after a wait in its roads."""
        port = self.port(actor.rng, actor.at)
        roads = [one for one in self.waters.anchorages if one.id == f"{port.id}-roads"]
        if roads and actor.rng.random() < 0.5:
            actor.calls(roads[0], actor.rng.uniform(4.0, 20.0))
        actor.calls(port, actor.rng.uniform(*stay_h))

    def ends(self, actor: Actor) -> None:
        """Let a ship sail on until the sea ends."""
        while actor.now < self.hours:
            self.sails_on(actor)
        actor.leaves()


def imo(number: int) -> int:
    """A number with the right check digit, of those that no ship was given (they begin with 2 or 3).

    >>> imo(0), imo(1)
    (2000004, 2000016)
    """
    first = 200_000 + number
    digits = [int(digit) for digit in str(first)]
    return (
        first * 10 + sum(weight * digit for weight, digit in zip(range(7, 1, -1), digits, strict=True)) % 10
    )


def shifted(point: Point, north_m: float, east_m: float) -> Point:
    """A point moved by metres."""
    lat = point[0] + north_m / 1000 / KM_PER_DEGREE
    return lat, point[1] + east_m / 1000 / KM_PER_DEGREE / float(np.cos(np.radians(lat)))


def drifting(
    rng: np.random.Generator, start: float, hours: float, spot: Point, knots: float
) -> tuple[Array, Array, Array]:
    """A slow way from a spot: hours, latitudes and longitudes, every quarter of an hour, turning slowly."""
    count = int(np.ceil(hours / _KNOT_H)) + 1
    when = start + np.linspace(0.0, hours, count)
    course = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0, 0.15, count))
    step_km = np.append(0.0, np.diff(when)) * knots * KM_PER_NM
    lat = spot[0] + np.cumsum(step_km * np.cos(course)) / KM_PER_DEGREE
    lon = spot[1] + np.cumsum(step_km * np.sin(course)) / KM_PER_DEGREE / np.cos(np.radians(lat))
    return when, lat, lon


def within(messages: Heard, start: float, end: float) -> NDArray[np.bool_]:
    """True for the messages sent between two hours."""
    return (messages.hours >= start) & (messages.hours <= end)

"""Meetings: two ships lie close together at sea for hours; and pairs that only seem to."""

import numpy as np

from vedette.synthetic.actors import Actor, Stage, drifting, shifted
from vedette.synthetic.plan import Point

_STEERAGE_KN = 3.0
_LOITER_H = 5.0  # a slow stretch so long has four whole hours of the clock in it


def meetings(stage: Stage) -> None:
    """Two ships that meet every few days for 2 to 8 hours at less than 450 m."""
    one, other = stage.actor(), stage.actor()
    while (spot_hour := _appointment(stage, one, other)) is not None:
        spot, hour = spot_hour
        hours = one.rng.uniform(2.0, 8.0)
        _beside(
            one, other, spot, hour, hours, apart_m=one.rng.uniform(30, 400), knots=one.rng.uniform(0.1, 1.3)
        )
        one.label("encounter", hour, hour + hours, other_mmsi=other.mmsi(hour), lat=spot[0], lon=spot[1])
        for ship in (one, other):
            _loiters(ship, hour, hours)
            stage.sails_on(ship)


def near_meetings(stage: Stage) -> None:
    """Two ships that pass, drift 650 to 1,500 m apart, meet for an hour, or sail side by side."""
    one, other = stage.actor(), stage.actor()
    while (spot_hour := _appointment(stage, one, other)) is not None:
        spot, hour = spot_hour
        what = int(one.rng.integers(4))
        hours, apart_m, knots = (
            (0.5, one.rng.uniform(600, 1500), one.rng.uniform(8, 14)),
            (one.rng.uniform(2.5, 3.2), one.rng.uniform(650, 1500), one.rng.uniform(0.1, 1.2)),
            (one.rng.uniform(0.7, 1.3), one.rng.uniform(50, 400), one.rng.uniform(0.1, 1.2)),
            (one.rng.uniform(3.0, 8.0), one.rng.uniform(150, 450), one.rng.uniform(3.5, 6.0)),
        )[what]
        _beside(one, other, spot, hour, hours, apart_m=apart_m, knots=knots)
        why = ("passing", "drifting well apart", "an hour together", "side by side under way")[what]
        one.label("near", hour, hour + hours, other_mmsi=other.mmsi(hour), why=f"encounter: {why}")
        if knots > _STEERAGE_KN:
            # Who sails side by side for hours keeps company, whatever for.
            one.label("escort", hour, hour + hours, other_mmsi=other.mmsi(hour), sure=False)
        for ship in (one, other):
            stage.sails_on(ship)


def pilots(stage: Stage) -> None:
    """A merchant ship and a pilot boat that comes alongside off the port for twenty minutes."""
    ship, boat = stage.actor(), stage.actor((15.0, 20.0), ship_type=50)
    while max(ship.now, boat.now) < stage.hours - 48:
        port = stage.port(ship.rng, ship.at)
        if boat.at is not port:
            boat.calls(port, 3.0)
        station = port.out[0]
        hour = max(ship.soonest(station), boat.soonest(station)) + 1.0
        ship.meets(station, hour)
        boat.meets(station, hour)
        when, lat, lon = drifting(ship.rng, hour, 0.35, station, 1.5)
        ship.follows(when, lat, lon)
        boat.follows(when, lat + 0.0003, lon)
        ship.label("near", hour, hour + 0.35, other_mmsi=boat.mmsi(hour), why="encounter: pilot boarding")
        for one, stay in ((ship, 20.0), (boat, 5.0)):
            one.sail([(port.lat, port.lon)])
            one.at, one.since = port, one.now
            one.lie(one.now + stay)
    for one in (ship, boat):
        one.lie(stage.hours)
        one.leaves()


def _appointment(stage: Stage, one: Actor, other: Actor) -> tuple[Point, float] | None:
    """Where and when two ships meet next; when the sea is nearly over they go on apart."""
    spot = stage.spot(one.rng)
    hour = max(one.soonest(spot), other.soonest(spot)) + one.rng.uniform(2.0, 30.0)
    if hour > stage.hours - 24:
        for ship in (one, other):
            stage.ends(ship)
        return None
    return spot, hour


def _beside(
    one: Actor, other: Actor, spot: Point, hour: float, hours: float, *, apart_m: float, knots: float
) -> None:
    """Both ships on one way, the other so far beside it; she swings a little but never comes farther."""
    when, lat, lon = drifting(one.rng, hour, hours, spot, knots)
    course = np.arctan2(lat[-1] - lat[0], lon[-1] - lon[0])
    side = np.array([np.cos(course), -np.sin(course)]) * apart_m
    beside = [shifted((y, x), *side) for y, x in zip(lat.tolist(), lon.tolist(), strict=True)]
    there = np.array(beside).T
    one.meets((lat[0], lon[0]), hour)
    other.meets((there[0][0], there[1][0]), hour)
    one.follows(when, lat, lon)
    other.follows(when, *there)


def _loiters(ship: Actor, start: float, hours: float) -> None:
    """A long meeting is loitering too; of one between four and five hours nobody can say."""
    if hours >= 3.0:
        ship.label("loitering", start, start + hours, why="in a meeting", sure=hours >= _LOITER_H)

"""What is heard of a ship: her messages, less those sent to nobody, with the faults real feeds have."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vedette.synthetic.plan import Sea
from vedette.synthetic.voyages import KM_PER_DEGREE, KM_PER_NM, Array, Course, distance_km

MOORED, UNDER_WAY, FISHING = 5, 0, 7
NO_SPEED, NO_COURSE, NO_HEADING, NO_LAT, NO_LON = 102.3, 360.0, 511.0, 91.0, 181.0
_STATUS = np.array([UNDER_WAY, MOORED, FISHING])


@dataclass
class Heard:
    """Messages of one ship in order of time; ``hours`` since the start of the sea, to the second."""

    hours: Array
    lat: Array
    lon: Array
    speed_kn: Array
    course_deg: Array
    heading_deg: Array
    status: NDArray[np.int64]

    def only(self, kept: NDArray[np.bool_] | NDArray[np.intp]) -> "Heard":
        """Some of the messages."""
        return Heard(*(column[kept] for column in vars(self).values()))


def sent(sea: Sea, way: Course, rng: np.random.Generator) -> Heard:
    """Every message the ship sends, at the pace of what she is doing and with the noise of her receiver."""
    knots, lat, lon = (np.asarray(x) for x in (way.hours, way.lat, way.lon))
    rests = np.asarray(way.rests, dtype=np.int64)
    pace = np.where(rests == 1, sea.resting_min, sea.moving_min) / 60
    count = np.concatenate([[0.0], np.cumsum(np.diff(knots) / pace)])
    number = np.arange(int(count[-1]))
    hours = np.round(np.interp(number + rng.uniform(0, 0.3, len(number)), count, knots) * 3600) / 3600
    hours = hours[hours < (sea.end - sea.start).total_seconds() / 3600]
    at = np.clip(np.searchsorted(knots, hours, side="right") - 1, 0, len(rests) - 1)
    resting = rests[at] == 1
    km = distance_km(lat[:-1], lon[:-1], lat[1:], lon[1:])
    knots_over_ground = km / np.maximum(np.diff(knots), 1e-9) / KM_PER_NM
    east = np.diff(lon) * np.cos(np.radians((lat[:-1] + lat[1:]) / 2))
    bearing = np.degrees(np.arctan2(east, np.diff(lat))) % 360
    speed = np.where(resting, rng.exponential(0.03, len(at)), knots_over_ground[at])
    speed = np.abs(speed + np.where(resting, 0, rng.normal(0, 0.15, len(at))))
    # Each berth has a heading of its own, kept for the whole stay.
    heading = np.where(resting, at * 67.0 % 360, bearing[at]) + rng.normal(0, 1.0, len(at))
    over_ground = np.where(resting, rng.uniform(0, 360, len(at)), bearing[at])
    off_north, off_east = rng.normal(0, sea.noise_m / 1000 / KM_PER_DEGREE, (2, len(at)))
    return Heard(
        hours,
        np.round(np.interp(hours, knots, lat) + off_north, 5),
        np.round(np.interp(hours, knots, lon) + off_east, 5),
        np.round(speed, 1),
        np.asarray(np.round(over_ground, 1) % 360.0, dtype=np.float64),
        np.asarray(np.round(heading) % 360.0, dtype=np.float64),
        _STATUS[rests[at]],
    )


def chance(sea: Sea, messages: Heard) -> Array:
    """The chance of each message being heard: by the best working station in reach, else by satellite."""
    best = np.full(len(messages.hours), sea.heard_elsewhere)
    for station in sea.stations:
        here = np.full(len(best), station.lat), np.full(len(best), station.lon)
        reach = distance_km(messages.lat, messages.lon, *here) <= station.radius_km
        for outage in sea.outages:
            if outage.station == station.name:
                start, end = ((t - sea.start).total_seconds() / 3600 for t in (outage.start, outage.end))
                reach &= (messages.hours < start) | (messages.hours > end)
        best = np.where(reach, np.maximum(best, station.heard), best)
    return np.where(inside(sea, messages), best, 0.0)


def inside(sea: Sea, messages: Heard) -> NDArray[np.bool_]:
    """True where a message was sent from within the region."""
    south, west, north, east = sea.region
    tall = (messages.lat >= south) & (messages.lat <= north)
    return np.asarray(tall & (messages.lon >= west) & (messages.lon <= east))


def silent(way: Course, hours: Array) -> NDArray[np.bool_]:
    """True at the hours at which the transponder is off."""
    off = np.zeros(len(hours), bool)
    for start, end, _, _ in way.dark:
        off |= (hours >= start) & (hours <= end)
    return off


def faulty(sea: Sea, messages: Heard, rng: np.random.Generator) -> Heard:
    """The messages as a feed gives them: values sent as not known, some wrong coordinates, doubles."""
    count = len(messages.hours)
    for column, unknown in (("speed_kn", NO_SPEED), ("course_deg", NO_COURSE), ("heading_deg", NO_HEADING)):
        setattr(
            messages, column, np.where(rng.random(count) < sea.unknowns, unknown, getattr(messages, column))
        )
    stray = rng.random(count) < sea.strays
    messages.lat = np.round(messages.lat + stray * rng.choice([-3.0, 3.0], count), 5)
    nowhere = rng.random(count) < sea.no_position
    messages.lat = np.where(nowhere, NO_LAT, messages.lat)
    messages.lon = np.where(nowhere, NO_LON, messages.lon)
    again = np.flatnonzero(rng.random(count) < sea.twice)
    return messages.only(np.sort(np.concatenate([np.arange(count), again])))

"""Made-up seas with false positions at known times, and all that looks like them and is none."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from tests.worlds import NOON
from vedette import fields
from vedette.kernels.sphere import DEGREE_M, NAUTICAL_MILE_M, wrapped
from vedette.positions.doubts import doubts
from vedette.positions.duplicates import duplicates

REGIONS = {"korea": (38.5, 131.0), "black sea": (43.5, 33.0), "date line": (-17.5, 179.8)}
START_US = int(np.datetime64(NOON, "us").astype(np.int64))
HOURS = 72.0


@dataclass
class Way:
    """Where one ship is said to be, each message with its hour, and where she really turns her bow."""

    hour: np.ndarray
    north_m: np.ndarray
    east_m: np.ndarray
    speed_kn: np.ndarray
    course: np.ndarray
    heading: np.ndarray

    def at(self, rows: np.ndarray) -> "Way":
        return Way(*(column[rows] for column in vars(self).values()))


@dataclass
class Sea:
    """All ships of a sea, what is false among it, and how many days of ships there are."""

    rng: np.random.Generator
    origin: tuple[float, float]
    parts: list[pa.Table] = field(default_factory=list)
    truth: list[tuple[int, float, float, str]] = field(default_factory=list)
    ships: int = 0

    def number(self) -> int:
        self.ships += 1
        return 273_000_000 + self.ships

    def add(self, mmsi: int, way: Way, **more: object) -> None:
        self.parts.append(table(mmsi, way, self.origin, f"s{len(self.parts)}", **more))

    def positions(self) -> pa.Table:
        return doubts(duplicates(pa.concat_tables(self.parts)))

    @property
    def ship_days(self) -> float:
        return self.ships * HOURS / 24


def table(mmsi: int, way: Way, origin: tuple[float, float], file: str, source: str = "ais") -> pa.Table:
    """The positions that ``way`` says, with metres from an origin as degrees."""
    lat = origin[0] + way.north_m / DEGREE_M
    lon = wrapped(origin[1] + way.east_m / DEGREE_M / np.cos(np.radians(np.clip(lat, -85, 85))))
    count = len(lat)
    return fields.conform(
        pa.table(
            {
                "mmsi": np.full(count, mmsi),
                "time": pa.array(START_US + np.round(way.hour * 3600).astype(np.int64) * 1_000_000).cast(
                    fields.TIME
                ),
                "lat": np.round(np.clip(lat, -90, 90), 5),
                "lon": np.round(lon, 5),
                "speed_kn": np.round(way.speed_kn, 1),
                "course_deg": np.round(way.course % 360, 1),
                "heading_deg": pa.array(np.round(way.heading % 360, 0), from_pandas=True),
                "source": pa.repeat(source, count),
                "record": [f"{file}:{line + 2}" for line in range(count)],
            }
        ),
        "positions",
        fill=True,
    )


def heard_hours(rng: np.random.Generator, every_min: float, lost: float = 0.2) -> np.ndarray:
    """Hours at which a ship is heard: about so often, some messages lost, and a few silences."""
    hours = np.cumsum(rng.gamma(4.0, every_min / 4, int(HOURS * 60 / every_min * 1.3))) / 60
    kept = rng.random(len(hours)) > lost
    for _ in range(rng.integers(0, 4)):
        start = rng.uniform(0, HOURS)
        kept &= (hours < start) | (hours > start + rng.exponential(2.0))
    return hours[kept & (hours < HOURS)]


def passes(rng: np.random.Generator) -> np.ndarray:
    """Hours at which satellites hear her: some messages in each of a few passes a day."""
    starts = np.sort(rng.uniform(0, HOURS, int(HOURS / 24 * rng.integers(3, 12))))
    hours = np.concatenate([s + np.sort(rng.uniform(0, 0.15, rng.integers(1, 8))) for s in starts])
    return np.sort(hours[hours < HOURS])


def sailing(rng: np.random.Generator, hours: np.ndarray, corners: np.ndarray, noise_m: float) -> Way:
    """A way through corners of (hour, north, east) in hours and metres, as heard at some hours."""
    fine = np.append(hours, hours + 0.01)
    north, east = (np.interp(fine, corners[:, 0], corners[:, side]) for side in (1, 2))
    count = len(hours)
    move = np.hypot(north[count:] - north[:count], east[count:] - east[:count])
    course = np.degrees(np.arctan2(east[count:] - east[:count], north[count:] - north[:count]))
    speed = move / 36 / (NAUTICAL_MILE_M / 3600)
    heading = np.where(rng.random() < 0.7, course + rng.normal(0, 3, count), np.nan)
    shaken = rng.normal(0, noise_m, (2, count))
    return Way(
        hours,
        north[:count] + shaken[0],
        east[:count] + shaken[1],
        np.maximum(0, speed + rng.normal(0, 0.2, count)),
        course,
        heading,
    )


def legs(
    rng: np.random.Generator, knots: tuple[float, float], leg_h: float, turn: float, stop: float = 0.0
) -> np.ndarray:
    """Corners of a random way: legs of about so many hours, turns of so many degrees, and stops."""
    hour, north, east = 0.0, *rng.uniform(-60, 60, 2) * NAUTICAL_MILE_M
    course, corners = rng.uniform(0, 360), [(hour, north, east)]
    while hour < HOURS + 1:
        long, speed = rng.gamma(4.0, leg_h / 4), rng.uniform(*knots) * NAUTICAL_MILE_M
        north += long * speed * np.cos(np.radians(course))
        east += long * speed * np.sin(np.radians(course))
        hour += long
        corners.append((hour, north, east))
        if rng.random() < stop:
            hour += rng.gamma(2.0, 2.0)
            corners.append((hour, north, east))
        course += rng.normal(0, turn)
        # Ships keep to their sea.
        if np.hypot(north, east) > 150 * NAUTICAL_MILE_M:
            course = np.degrees(np.arctan2(-east, -north))
    return np.array(corners)


def ferry(rng: np.random.Generator) -> np.ndarray:
    """A ferry there and back, or round a loop of piers, all day."""
    piers = rng.uniform(-8, 8, (rng.integers(2, 5), 2)) * NAUTICAL_MILE_M + rng.uniform(-5e4, 5e4, 2)
    speed, stay = rng.uniform(14, 32) * NAUTICAL_MILE_M, rng.uniform(0.1, 0.7)
    hour, corners, here = 0.0, [], 0
    while hour < HOURS + 1:
        corners += [(hour, *piers[here]), (hour + stay, *piers[here])]
        there = (here + 1) % len(piers)
        hour += stay + np.hypot(*(piers[there] - piers[here])) / speed
        here = there
    return np.array(corners)


def anchored(rng: np.random.Generator, hours: np.ndarray, noise_m: float) -> Way:
    """A ship at anchor that swings with the tide and yaws in the wind, some round and round."""
    reach = rng.uniform(60, 450)
    tide, yaw = rng.uniform(0, 2 * np.pi, 2)
    if rng.random() < 0.5:
        swing = 2 * np.pi * hours / 12.42 + 0.5 * np.sin(4 * np.pi * hours / 12.42 + tide)
    else:
        swing = np.pi / 2 * np.tanh(3 * np.sin(2 * np.pi * hours / 12.42 + tide))
    swing = swing + rng.uniform(0.05, 0.5) * np.sin(2 * np.pi * hours / rng.uniform(0.1, 0.5) + yaw)
    centre = rng.uniform(-60, 60, 2) * NAUTICAL_MILE_M
    shaken = rng.normal(0, noise_m, (2, len(hours)))
    return Way(
        hours,
        centre[0] + reach * np.cos(swing) + shaken[0],
        centre[1] + reach * np.sin(swing) + shaken[1],
        np.abs(rng.normal(0.2, 0.1, len(hours))),
        rng.uniform(0, 360, len(hours)),
        np.degrees(swing) + 180,
    )


def fishing(rng: np.random.Generator) -> np.ndarray:
    """A fishing vessel: trawls with slow turns, sets that close a ring or two, and search squares."""
    hour, north, east = 0.0, *rng.uniform(-60, 60, 2) * NAUTICAL_MILE_M
    corners, course = [], rng.uniform(0, 360)
    while hour < HOURS + 1:
        what = rng.integers(0, 3)
        speed = rng.uniform(2.5, 7) * NAUTICAL_MILE_M
        if what == 0:
            steps, turn, long = 20, rng.normal(0, 6), rng.uniform(0.1, 0.3)
        elif what == 1:  # a purse seine is shot once round, or nearly twice
            steps = int(24 * rng.uniform(0.9, 1.6))
            turn, long = 15.0 * rng.choice([-1, 1]), rng.uniform(0.15, 0.4) / 24 * 7
        else:
            steps, turn, long = 12, 90.0, 0.2
        for step in range(steps):
            stretch = long * (1 + step // 2 * 0.5) if what == 2 else long
            north += stretch * speed * np.cos(np.radians(course))
            east += stretch * speed * np.sin(np.radians(course))
            hour += stretch
            corners.append((hour, north, east))
            course += turn + rng.normal(0, 8 if what == 0 else 3)
        course += rng.normal(0, 60)
        if np.hypot(north, east) > 90 * NAUTICAL_MILE_M:
            course = np.degrees(np.arctan2(-east, -north))
    return np.array([(0.0, corners[0][1], corners[0][2]), *corners])


KINDS = ("cargo", "coaster", "ferry", "fishing", "fast", "anchored", "satellite", "moored")


def honest(sea: Sea, kind: str | None = None) -> Way:
    """One ship that says where she is."""
    rng = sea.rng
    kind = kind or str(rng.choice(KINDS, p=[0.3, 0.12, 0.12, 0.14, 0.08, 0.08, 0.08, 0.08]))
    noise = float(rng.choice([3.0, 10.0, 25.0]))
    hours = heard_hours(rng, float(np.exp(rng.uniform(np.log(1.0), np.log(12.0)))))
    if kind == "satellite":
        return sailing(rng, passes(rng), legs(rng, (9, 18), 8.0, 20), noise)
    if kind == "anchored":
        return anchored(rng, hours, noise)
    if kind == "moored":
        here = rng.uniform(-60, 60, 2) * NAUTICAL_MILE_M
        return sailing(rng, hours, np.array([(0, *here), (HOURS, *here)]), noise)
    corners = {
        "cargo": lambda: legs(rng, (9, 20), 8.0, 20, 0.1),
        "coaster": lambda: legs(rng, (5, 12), 2.0, 50, 0.2),
        "ferry": lambda: ferry(rng),
        "fishing": lambda: fishing(rng),
        "fast": lambda: legs(rng, (38, 49.5), 0.5, 60, 0.2),
    }[kind]()
    return sailing(rng, hours, corners, noise)


def later(way: Way, hours: float, rows: np.ndarray) -> Way:
    """The messages in some rows, stamped so much later (or earlier)."""
    taken = way.at(rows)
    taken.hour = taken.hour + hours
    return taken.at((taken.hour >= 0) & (taken.hour < HOURS))


def joined(*ways: Way) -> Way:
    found = Way(*(np.concatenate(columns) for columns in zip(*(vars(w).values() for w in ways), strict=True)))
    return found.at(np.argsort(found.hour, kind="stable"))


def moved(way: Way, rows: np.ndarray, north_m: float, east_m: float) -> Way:
    found = way.at(np.arange(len(way.hour)))
    found.north_m, found.east_m = way.north_m.copy(), way.east_m.copy()
    found.north_m[rows] += north_m
    found.east_m[rows] += east_m
    return found


def corrupted(rng: np.random.Generator, way: Way, share: float) -> Way:
    """Some single messages with a wrong coordinate: a bit or a sign lost."""
    rows = np.flatnonzero(rng.random(len(way.hour)) < share)
    found = moved(way, rows, 0.0, 0.0)
    for row in rows:
        north, east = rng.choice([-1, 0, 1], 2) * DEGREE_M * 2.0 ** rng.uniform(-2, 4, 2)
        found.north_m[row] += north
        found.east_m[row] += east
    return found


def near_misses(sea: Sea, rounds: int = 1) -> None:
    """Receivers with wrong clocks, repeats, wrong coordinates, shared and default numbers."""
    rng = sea.rng
    for _ in range(rounds):
        for lag in (*rng.uniform(0.05, 1.0, 3), rng.uniform(1, 6)):
            way = honest(sea, str(rng.choice(["cargo", "coaster", "ferry", "fast"])))
            late = rng.random(len(way.hour)) < rng.uniform(0.05, 0.5)
            sea.add(sea.number(), joined(way.at(~late), later(way, lag, late)))
        for lag in rng.uniform(0.2, 0.8, 2):
            way = honest(sea, "cargo")
            while np.ptp(way.hour) < HOURS / 2:
                way = honest(sea, "cargo")
            start = rng.uniform(10, 50)
            off = (way.hour > start) & (way.hour < start + rng.uniform(1, 8))
            sea.add(sea.number(), joined(way.at(~off), later(way, lag, off)))
        for share in (0.002, 0.02, 0.1):
            sea.add(sea.number(), corrupted(rng, honest(sea), share))
        way = honest(sea, "cargo")
        stale = way.at(np.repeat(rng.integers(0, len(way.hour), 6), 4))
        stale.hour = stale.hour + np.tile([0.1, 0.6, 1.3, 3.0], 6)
        sea.add(sea.number(), joined(way, stale.at(stale.hour < HOURS)))
        for kind in ("cargo", "moored", "satellite"):
            mmsi = sea.number()
            sea.add(mmsi, honest(sea, kind))
            sea.add(mmsi, moved(honest(sea, kind), np.arange(0), 0, 0))
        mmsi = sea.number()
        for _hull in range(8):
            one = honest(sea)
            far = rng.uniform(-1e6, 1e6, 2)
            sea.add(mmsi, moved(one, np.arange(len(one.hour)), *far))


def add_teleports(sea: Sea, count: int) -> None:
    """Ships that are heard elsewhere for a while; three in four come back."""
    rng = sea.rng
    made = 0
    while made < count:
        way = honest(sea, str(rng.choice(["cargo", "coaster", "ferry", "fishing", "anchored", "moored"])))
        start = rng.uniform(2, HOURS - 10)
        returns = rng.random() < 0.75
        end = start + np.exp(rng.uniform(np.log(0.3), np.log(20))) if returns else HOURS
        false = (way.hour >= start) & (way.hour < end)
        inside = way.hour[false]
        before, after = way.hour[way.hour < start], way.hour[way.hour >= end]
        long = np.exp(rng.uniform(np.log(5), np.log(500))) * NAUTICAL_MILE_M
        # Nobody could tell: too few messages, or so long a silence that she could have sailed there.
        if len(inside) < 4 or np.ptp(inside[:4]) < 0.1 or len(before) < 5 or np.ptp(before) < 0.3:
            continue
        if inside[0] - before[-1] > 0.5 * long / 92_600 or (returns and not len(after)):
            continue
        toward = rng.uniform(0, 2 * np.pi)
        found = moved(way, np.flatnonzero(false), long * np.cos(toward), long * np.sin(toward))
        if rng.random() < 0.5:  # all at one place, an airport say
            where = found.north_m[false][0], found.east_m[false][0]
            found.north_m[false] = where[0] + rng.normal(0, 20, false.sum())
            found.east_m[false] = where[1] + rng.normal(0, 20, false.sum())
        mmsi = sea.number()
        sea.add(mmsi, corrupted(rng, found, float(rng.choice([0.0, 0.0005, 0.002]))))
        sea.truth.append((mmsi, float(inside[0]), float(inside[-1]), "teleport"))
        made += 1

"""What a made-up sea is to be like: places, receivers and fleets, read from TOML."""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from vedette.errors import WatchError

T = TypeVar("T")
Point = tuple[float, float]  # latitude, longitude
Span = tuple[float, float]  # least, most


@dataclass(frozen=True)
class Place:
    """A berth, and the way from it to open water: between the open ends every straight line is water.

    A place ``elsewhere`` lies outside the region and stands for the rest of the world; it has no port calls.
    """

    id: str
    lat: float
    lon: float
    out: tuple[Point, ...] = ()
    elsewhere: bool = False
    stay_h: Span | None = None


@dataclass(frozen=True)
class Station:
    """A receiver on shore: the share of messages it hears within its radius."""

    name: str
    lat: float
    lon: float
    radius_km: float
    heard: float = 0.95


@dataclass(frozen=True)
class Outage:
    """A time in which a station heard nothing."""

    station: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Phase:
    """What the ships of a fleet do from ``start`` until their next phase.

    ``calls`` are made in turn, or in any order. At the places in ``dark_at`` a ship has her transponder
    off, with ``dark_chance``: from the part ``off_part`` of the leg there to the part ``on_part`` of the leg
    away. With ``grounds`` (south, west, north, east) she fishes there between calls for ``fishing_h``.
    """

    start: datetime
    calls: tuple[str, ...]
    in_turn: bool = True
    stay_h: Span = (12.0, 36.0)
    speed_kn: Span = (9.0, 13.0)
    dark_at: tuple[str, ...] = ()
    dark_chance: float = 0.0
    off_part: Span = (0.1, 0.4)
    on_part: Span = (0.6, 0.9)
    grounds: tuple[float, float, float, float] | None = None
    fishing_h: Span = (24.0, 72.0)


@dataclass(frozen=True)
class Fleet:
    """Ships that do alike; their transponders fail ``faults_per_day``, on their own, for ``fault_h``."""

    title: str
    count: int
    ship_type: int
    length_m: float
    width_m: float
    draught_m: float
    phases: tuple[Phase, ...]
    faults_per_day: float = 0.0
    fault_h: Span = (7.0, 30.0)


@dataclass(frozen=True)
class Sea:
    """A whole made-up sea. ``region`` is south, west, north, east; nothing is heard outside it."""

    title: str
    start: datetime
    end: datetime
    region: tuple[float, float, float, float]
    places: tuple[Place, ...]
    fleets: tuple[Fleet, ...]
    stations: tuple[Station, ...] = ()
    outages: tuple[Outage, ...] = ()
    seed: int = 0
    heard_elsewhere: float = 0.5  # share of messages heard beyond every station: passing satellites
    moving_min: float = 20.0  # minutes between messages under way
    resting_min: float = 60.0  # minutes between messages at rest
    noise_m: float = 10.0
    unknowns: float = 0.002  # share of messages with a speed, course or heading sent as "not known"
    no_position: float = 0.0003  # share sent with 91 N 181 E, "position not known"
    strays: float = 0.0001  # share with one wrong coordinate
    twice: float = 0.0005  # share received twice

    def place(self, name: str) -> Place:
        """The place of that name."""
        return next(place for place in self.places if place.id == name)


def read(path: Path) -> Sea:
    """The sea a TOML file describes; WatchError says which key is wrong."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WatchError(f"{path}: cannot be read as TOML ({error}).") from error
    return from_toml(data, str(path))


def from_toml(data: Mapping[str, Any], where: str = "sea") -> Sea:
    """The sea a parsed TOML file says; its tables are named as the dataclasses are, in lower case."""
    rest = dict(data)
    places = tuple(_build(Place, row, f"{where}: place") for row in rest.pop("place", ()))
    stations = tuple(_build(Station, row, f"{where}: station") for row in rest.pop("station", ()))
    outages = tuple(_build(Outage, row, f"{where}: outage") for row in rest.pop("outage", ()))
    fleets = []
    for row in rest.pop("fleet", ()):
        name = f"{where}: fleet {row.get('title', '?')!r}"
        phases = tuple(_build(Phase, phase, f"{name}, phase") for phase in row.get("phase", ()))
        kept = {key: value for key, value in row.items() if key != "phase"}
        fleets.append(_build(Fleet, {**kept, "phases": phases}, name))
    built = {**rest, "places": places, "stations": stations, "outages": outages, "fleets": tuple(fleets)}
    sea = _build(Sea, built, where)
    _check(sea, where)
    return sea


def _check(sea: Sea, where: str) -> None:
    known = {place.id for place in sea.places}
    for fleet in sea.fleets:
        if not fleet.phases:
            raise WatchError(f"{where}: the fleet {fleet.title!r} has no phase.")
        for phase in fleet.phases:
            if missing := sorted({*phase.calls, *phase.dark_at} - known):
                raise WatchError(f"{where}: the fleet {fleet.title!r} calls at unknown {', '.join(missing)}.")
            if not phase.calls or (len(set(phase.calls)) < 2 and not phase.grounds):
                raise WatchError(f"{where}: the fleet {fleet.title!r} needs two places to sail between.")
    stations = {station.name for station in sea.stations}
    for outage in sea.outages:
        if outage.station not in stations:
            raise WatchError(f"{where}: an outage names the unknown station {outage.station!r}.")


def _build(kind: type[T], row: Mapping[str, Any], where: str) -> T:
    known = {f.name: f for f in fields(kind)}  # type: ignore[arg-type]
    if extra := sorted(set(row) - set(known)):
        raise WatchError(f"{where}: unknown key {', '.join(extra)}.\nKnown: {', '.join(known)}.")
    needed = [name for name, f in known.items() if f.default is MISSING and name not in row]
    if needed:
        raise WatchError(f"{where}: lacks {', '.join(needed)}.")
    return kind(**{key: _frozen(value) for key, value in row.items()})


def _frozen(value: object) -> object:
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).replace(tzinfo=None)
    return value

"""Strangers: a second labelled sea, of other waters and other habits than the one detectors were tuned on.

Ships wait crowded in roads that no list names, fleets fish and drift, oil is handed over at sea and at anchor
among others, two hulls send one number, and beyond the shore stations satellites pass now and then.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette.fields import TIME, conform, from_rows
from vedette.sources.ais.synthetic_csv import NAME
from vedette.synthetic.actors import imo, shifted
from vedette.synthetic.labelled import LABELS, START, LabelledSea
from vedette.synthetic.strange_ships import ANCHOR, BERTH, WAY, Label, Ship
from vedette.synthetic.strange_waters import STRANGE, Point, Strange
from vedette.synthetic.voyages import KM_PER_DEGREE, KM_PER_NM, distance_km
from vedette.synthetic.waters import PORT_RADIUS_M, point

Array = NDArray[np.float64]
_FIRST_MMSI = 299_500_001
_SHORE_KM = 42 * KM_PER_NM  # as far as a shore station hears
_UNHEARD_H = 0.8  # a meeting or drift with so long a silence could not be seen


@dataclass(frozen=True)
class Strangers:
    """What a second sea is to be like: ``region`` is euxine, heard from shore, or guinea, by satellite."""

    region: str = "euxine"
    seed: int = 0
    traders: int = 60
    days: int = 14
    noise_m: float = 10.0
    start: datetime = START


LEAST_DAYS = 4


class _Stage:
    """The sea while it is made up."""

    def __init__(self, options: Strangers) -> None:
        self.options, self.waters = options, STRANGE[options.region]
        self.rng = np.random.default_rng([options.seed, 77, len(options.region)])
        self.hours, self.ships = options.days * 24.0, list[Ship]()

    def ship(self, at: Point, hour: float = 0.0, mmsi: int | None = None) -> Ship:
        """A new ship, at a point at an hour."""
        number = len(self.ships)
        rng = np.random.default_rng([self.options.seed, number, 78])
        every = float(rng.choice([2, 3, 5, 5, 10])) / 60
        made = Ship(mmsi or _FIRST_MMSI + number, number, rng, rng.uniform(9.5, 16), every)
        made.points.append((hour, *at, WAY))
        self.ships.append(made)
        return made

    def about(self, point: Point, metres: float) -> Point:
        """Somewhere within so many metres."""
        far, course = metres * np.sqrt(self.rng.random()), self.rng.uniform(0, 2 * np.pi)
        return shifted(point, far * np.cos(course), far * np.sin(course))

    def spot(self) -> Point:
        """Somewhere in open water."""
        return self.about(self.waters.open[int(self.rng.integers(len(self.waters.open)))], 12_000)

    def passage(self, ship: Ship, start: str, to: str) -> None:
        """From the roads of one port to those of another."""
        for turn in self.waters.way(start, to)[1:-1]:
            ship.go(self.about(turn, 3000))
        ship.go(self.about(self.waters.ports[to][2], 1200))

    def calls(self, ship: Ship, port: str, hours: float) -> None:
        """In from the roads, at a berth, and out again."""
        berth, approach, roads = self.waters.ports[port]
        ship.go(self.about(approach, 200), 7.0)
        ship.go(self.about(berth, 400), 5.0)
        came = ship.now
        ship.stay(hours, BERTH)
        ship.label("port_call", came, ship.now, place=port)
        ship.go(self.about(approach, 200), 6.0)
        ship.go(self.about(roads, 800))


def strange_sea(options: Strangers = Strangers()) -> LabelledSea:
    """Make a second labelled sea; the same options give the same rows.

    ValueError when it is to last less than ``LEAST_DAYS``: what happens at sea would not fit.

    >>> strange_sea(Strangers(traders=2, days=4)).positions["source"][0].as_py()
    'synthetic:sea'
    """
    if options.days < LEAST_DAYS:
        raise ValueError(f"days is {options.days}; a sea of strangers lasts {LEAST_DAYS} days or more")
    stage = _Stage(options)
    for _ in range(options.traders):
        _trader(stage)
    for _ in range(8):
        _handing_over_at_sea(stage)
        _handing_over_at_anchor(stage)
        _drifter(stage)
        _silent(stage)
    for _ in range(3):
        _fleet(stage)
        _far_hulls(stage)
        _near_hulls(stage)
    heard = [_heard(stage, ship) for ship in stage.ships]
    positions = _positions(options, stage, heard)
    feed = {"source": NAME, "start": options.start, "messages": len(positions)}
    feed["end"] = pc.max(positions["time"]).as_py()
    return LabelledSea(
        positions,
        _statics(options, stage),
        _places(stage.waters),
        from_rows([feed], "feeds"),
        _labels(options, stage, heard),
        len(stage.ships) * float(options.days),
        options.start + timedelta(days=options.days),
    )


def _trader(stage: _Stage, mmsi: int | None = None, among: tuple[str, ...] = ()) -> None:
    """From port to port; every third time she waits at anchor in roads that no list names."""
    ports = among or tuple(stage.waters.ports)
    port = str(stage.rng.choice(ports))
    ship = stage.ship(stage.about(stage.waters.ports[port][2], 800), mmsi=mmsi)
    while ship.now < stage.hours:
        to = str(stage.rng.choice([one for one in ports if one != port]))
        stage.passage(ship, port, to)
        if stage.rng.random() < 0.35:
            came = ship.now
            ship.stay(stage.rng.uniform(5, 40), ANCHOR)
            ship.label("near", came, ship.now, why="encounter: at anchor in unlisted roads")
            ship.label("loitering", came, ship.now, why="at anchor in unlisted roads", sure=False)
        stage.calls(ship, to, stage.rng.uniform(5, 36))
        port = to


def _bound_for(stage: _Stage, spot: Point, hour: float) -> Ship:
    """A ship that comes from the hub and is at a spot at an hour."""
    ship = stage.ship(spot, hour)
    hub = stage.about(stage.waters.hub, 9000)
    hours = float(distance_km(*hub, *spot)) / (ship.knots * KM_PER_NM)
    ship.points.insert(0, (hour - hours, *hub, WAY))
    return ship


def _beside(stage: _Stage, one: Ship, first: int, metres: float) -> Ship:
    """A second ship that keeps beside the first from one of her points on."""
    course = stage.rng.uniform(0, 2 * np.pi)
    away = metres * np.cos(course), metres * np.sin(course)
    hour, lat, lon, _ = one.points[first]
    other = _bound_for(stage, shifted((lat, lon), *away), hour)
    other.points[-1] = (*other.points[-1][:3], one.points[first][3])
    other.points += [(h, *shifted((y, x), *away), how) for h, y, x, how in one.points[first + 1 :]]
    return other


def _met(one: Ship, other: Ship, start: float, end: float, why: str) -> None:
    one.label("encounter", start, end, other_mmsi=other.mmsi, why=why)
    for ship in (one, other):
        ship.label("loitering", start, end, why="in a meeting", sure=False)


def _handing_over_at_sea(stage: _Stage) -> None:
    one = _bound_for(stage, stage.spot(), stage.rng.uniform(24, stage.hours - 48))
    start = one.now
    one.drift(stage.rng.uniform(3, 14), stage.rng.uniform(0.3, 1.2))
    other = _beside(stage, one, 1, stage.rng.uniform(40, 260))
    _met(one, other, start, one.now, "adrift")
    one.go(stage.waters.hub)
    other.go(stage.waters.hub)


def _handing_over_at_anchor(stage: _Stage) -> None:
    """Made fast to each other in unlisted roads among others, both swinging as one."""
    roads = stage.waters.ports[str(stage.rng.choice(list(stage.waters.ports)))][2]
    hour = stage.rng.uniform(24, stage.hours - 60)
    one = stage.ship(shifted(stage.about(roads, 1200), -40_000, -40_000), hour - 3)
    one.go(stage.about(roads, 2500), 9.0)
    start = one.now
    one.stay(stage.rng.uniform(9, 26), WAY)
    other = _beside(stage, one, 1, stage.rng.uniform(40, 90))
    other.points[0] = (start - 3, *shifted(one.here, -40_000, -30_000), WAY)
    _met(one, other, start, one.now, "made fast at anchor")


def _drifter(stage: _Stage) -> None:
    ship = _bound_for(stage, stage.spot(), stage.rng.uniform(24, stage.hours - 48))
    start = ship.now
    ship.drift(stage.rng.uniform(6, 30), stage.rng.uniform(0.3, 1.3))
    ship.label("loitering", start, ship.now)
    ship.go(stage.waters.hub)


def _silent(stage: _Stage) -> None:
    """A trader who switches off for 8 to 40 hours on a long passage."""
    ports = list(stage.waters.ports)
    port = str(stage.rng.choice(ports))
    ship = stage.ship(stage.waters.ports[port][2], stage.rng.uniform(0, 60))
    while ship.now < stage.hours - 30:
        to = str(stage.rng.choice([one for one in ports if one != port]))
        left = ship.now
        stage.passage(ship, port, to)
        hours = min(stage.rng.uniform(8, 40), ship.now - left - 3)
        if hours >= 7 and not ship.off:
            start = left + stage.rng.uniform(1, ship.now - left - hours - 1)
            ship.off.append((start, start + hours))
            ship.label("silence", start, start + hours, why="transponder off")
        stage.calls(ship, to, stage.rng.uniform(8, 20))
        port = to


def _fleet(stage: _Stage) -> None:
    """Eight boats that trawl by day and drift by night, half a mile from each other and more."""
    middle, hour = stage.spot(), stage.rng.uniform(0, 48)
    for number in range(8):
        ground = shifted(middle, 1300.0 * (number % 3), 1300.0 * (number // 3))
        boat = stage.ship(ground, hour)
        for _ in range(5):
            start = boat.now
            boat.points.append((start + 9, *stage.about(ground, 150), WAY))
            boat.label("near", start, boat.now, why="encounter: a fleet adrift")
            boat.label("loitering", start, boat.now, why="a fleet adrift", sure=False)
            for _ in range(6):
                boat.go(stage.about(ground, 9000), 3.4)
            boat.go(ground, 5.0)


def _far_hulls(stage: _Stage) -> None:
    """Two hulls with one number in two parts of the sea."""
    ports = tuple(stage.waters.ports)
    _trader(stage, among=ports[:2])
    one = stage.ships[-1]
    _trader(stage, mmsi=one.mmsi, among=ports[-2:])
    one.labels.clear()
    stage.ships[-1].labels.clear()
    one.label("identity_clash", 0.0, stage.hours, why="mmsi")


def _near_hulls(stage: _Stage) -> None:
    """Two hulls with one number come into the same waters, and cruise 35 miles from each other for a day."""
    spot, hour = stage.spot(), stage.rng.uniform(24, stage.hours - 60)
    one = _bound_for(stage, spot, hour)
    other = stage.ship(shifted(spot, 0, 64_000), hour, one.mmsi)
    other.points.insert(0, (hour - 10, *one.points[0][1:3], WAY))
    for ship in (one, other):
        for _ in range(6):
            ship.go(shifted(ship.here, 22_000, 0), 10.0)
            ship.go(shifted(ship.here, -22_000, 0), 10.0)
    one.label("identity_clash", hour, min(one.now, other.now), why="mmsi")


def _heard(stage: _Stage, ship: Ship) -> Array:
    """What was heard of a ship: hour, latitude, longitude, speed and status of each message."""
    hour, lat, lon, how = (np.array(column, float) for column in zip(*ship.points, strict=True))
    start, end = max(hour[0], 0.0), min(hour[-1], stage.hours)
    rng, count = ship.rng, int(max(end - start, 0.0) / ship.every_h)
    when = np.sort(rng.uniform(start, max(end, start), count))
    at = np.clip(np.searchsorted(hour, when, side="right") - 1, 0, len(hour) - 1)
    lies = how[at] > 0
    kept = ~lies | (rng.random(count) < 0.4)
    when, at, lies = when[kept], at[kept], lies[kept]
    y, x, ahead = np.interp(when, hour, lat), np.interp(when, hour, lon), when + 0.02
    km = distance_km(y, x, np.interp(ahead, hour, lat), np.interp(ahead, hour, lon))
    swings = (how[at] == ANCHOR) * rng.uniform(60, 160)
    turn = 2 * np.pi * when / 12.4 + rng.uniform(0, 6)
    noise = rng.normal(0, stage.options.noise_m, (2, len(when)))
    north, east = swings * np.sin(turn) + noise[0], swings * np.cos(2 * turn) + noise[1]
    y = y + north / 1000 / KM_PER_DEGREE
    x = x + east / 1000 / KM_PER_DEGREE / np.cos(np.radians(y))
    got = rng.random(len(when)) < 0.92
    for silent, back in ship.off:
        got &= (when < silent) | (when > back)
    if stage.waters.satellite:
        passes = np.cumsum(np.random.default_rng([stage.options.seed, 79]).uniform(0.7, 1.9, 1000))
        since = when - passes[np.maximum(np.searchsorted(passes, when, side="right") - 1, 0)]
        above = (since >= 0) & (since < 1 / 6) & (rng.random(len(when)) < 0.6)
        ports = np.array([approach for _, approach, _ in stage.waters.ports.values()])
        near = np.min([distance_km(y, x, np.full(len(y), a), np.full(len(y), b)) for a, b in ports], axis=0)
        got &= (near < _SHORE_KM) | above
    rows = np.column_stack([when, y, x, km / 0.02 / KM_PER_NM * ~lies, np.where(lies, 5.0, 0.0)])
    return np.asarray(rows[got], dtype=np.float64)


def _positions(options: Strangers, stage: _Stage, heard: list[Array]) -> pa.Table:
    rows = np.concatenate(heard)
    mmsi = np.repeat([ship.mmsi for ship in stage.ships], [len(one) for one in heard])
    time = np.datetime64(options.start, "us") + np.round(rows[:, 0] * 3600).astype("timedelta64[s]")
    made = pa.table(
        {
            "mmsi": mmsi,
            "time": pa.array(time.astype("datetime64[us]"), TIME),
            "lat": np.round(rows[:, 1], 5),
            "lon": np.round(rows[:, 2], 5),
            "speed_kn": np.round(rows[:, 3], 1),
            "status": rows[:, 4].astype(np.int64),
            "source": pa.repeat(NAME, len(rows)),
        }
    ).sort_by([("time", "ascending"), ("mmsi", "ascending"), ("lat", "ascending")])
    lines = pa.array(np.arange(2, len(made) + 2)).cast(pa.string())
    name = f"strange-{options.region}-{options.seed}"
    return conform(
        made.append_column("record", pc.binary_join_element_wise(name, lines, ":")), "positions", fill=True
    )


def _statics(options: Strangers, stage: _Stage) -> pa.Table:
    said = [
        {
            "mmsi": ship.mmsi,
            "time": options.start + timedelta(hours=max(ship.points[0][0], 0.0)),
            "name": f"SYNTHETIC {ship.number + 1:03d}",
            "imo": imo(2 * ship.number),
            "ship_type": 70,
            "source": NAME,
            "record": f"strange-statics-{options.region}-{options.seed}:{ship.number + 2}",
        }
        for ship in stage.ships
    ]
    return conform(from_rows(said, "statics"), "statics")


def _places(waters: Strange) -> pa.Table:
    """The ports alone: nobody lists the roads."""
    rows = [
        {
            "place": name,
            "name": name.title(),
            "kind": "port",
            "geometry": point(*berth),
            "radius_m": PORT_RADIUS_M,
            "source": NAME,
            "record": f"strange-places:{line}",
        }
        for line, (name, (berth, _, _)) in enumerate(waters.ports.items(), 2)
    ]
    return from_rows(rows, "places")


def _labels(options: Strangers, stage: _Stage, heard: list[Array]) -> pa.Table:
    hours: dict[int, list[Array]] = {}
    for ship, rows in zip(stage.ships, heard, strict=True):
        hours.setdefault(ship.mmsi, []).append(rows[:, 0])
    told: list[Label] = []
    for label in (label for ship in stage.ships for label in ship.labels):
        start, end = (min(max(float(label[side]), 0.0), stage.hours) for side in ("start", "end"))  # type: ignore[arg-type]
        ships = [label["mmsi"], label.get("other_mmsi") or label["mmsi"]]
        seen = all(_seen(hours[int(one)][0], str(label["kind"]), start, end) for one in ships)  # type: ignore[call-overload]
        when = {
            side: options.start + timedelta(seconds=round(hour * 3600))
            for side, hour in (("start", start), ("end", end))
        }
        if end > start:
            told.append({"sure": True, **label, **when, "source": NAME} | ({} if seen else {"sure": False}))
    order = [(name, "ascending") for name in ("mmsi", "start", "kind")]
    return pa.Table.from_pylist(told, schema=LABELS).sort_by(order)


def _seen(hours: Array, kind: str, start: float, end: float) -> bool:
    """Whether enough was heard for the label to be seen."""
    during = hours[(hours >= start) & (hours <= end)]
    if kind in ("encounter", "loitering"):
        longest = np.diff(np.concatenate([[start], during, [end]])).max()
        return bool(longest <= _UNHEARD_H and end - start >= 2.2)
    if kind == "port_call":
        return len(during) >= 4
    if kind == "silence":
        return bool(np.any(hours < start) and np.any(hours > end))
    return True

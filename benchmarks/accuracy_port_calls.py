"""How many port calls are found and how many of those found are true, on made-up seas at real ports.

    python benchmarks/accuracy_port_calls.py --ships 400 --seeds 1 2 3

Ships come from 40 km off, lie near a point of the bundled gazetteer and leave; beside them others pass at 2
to 3.5 km at speed, anchor 6 km off every port, drift outside, board a pilot slowly at 3 km, moor at the
second port of a city, or are heard only every few hours. One ship in five says no speed. A call is right when
ship and place are those of the plan and the times meet; one that nobody planned is false. What is made by the
rules of a plan cannot show how real crews and receivers differ from it.
"""

import argparse
import sys
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import shapely
from scipy.spatial import cKDTree

from vedette import fields, gazetteer
from vedette.events.port_call import port_calls
from vedette.events.visited import BERTHS, places_of
from vedette.kernels.sphere import KNOT_MS, destination, distance_m
from vedette.tracks.motion import tracks

REGIONS = {
    "Japan Sea": (33, 44, 127, 141),
    "North Sea": (50, 56, 0, 9),
    "Gulf": (22, 30, 48, 60),
    "Caribbean": (8, 30, -98, -60),
    "Fiji and the date line": (-22, -10, 170, -170),
    "Arctic Norway": (66, 72, 10, 32),
}
HOW = ("berth", "second port", "sparse", "silent in port", "pass", "anchor off", "drift", "pilot")
START = np.datetime64("2024-01-01", "us")


@dataclass
class Sea:
    """The points of the ports, which place each belongs to, and a tree to ask which is near."""

    lat: np.ndarray
    lon: np.ndarray
    place: np.ndarray
    names: list[str]
    tree: cKDTree

    def away(self, lat: float, lon: float) -> tuple[np.ndarray, np.ndarray]:
        """Metres to the places of the hundred nearest points, and their numbers, the nearest first."""
        _, near = self.tree.query(on_sphere(lat, lon), k=100)
        metres = distance_m(lat, lon, self.lat[near], self.lon[near])
        order = np.argsort(metres)
        place, first = np.unique(self.place[near][order], return_index=True)
        again = np.argsort(metres[order][first])
        return metres[order][first][again], place[again]


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--ships", type=int, default=400, help="in each region")
    ask.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    asked = ask.parse_args()
    sea = ports()
    line = "{:<26}{:>6}{:>8}{:>8}{:>8}{:>11}{:>9}"
    print(line.format("region", "seed", "calls", "found", "false", "precision", "recall"))
    sums, missed = Counter(), Counter()
    for region, bounds in REGIONS.items():
        for seed in asked.seeds:
            counts, wrong = measured(sea, bounds, asked.ships, seed)
            sums += counts
            missed += wrong
            print(line.format(region, seed, *told(counts)))
    print(line.format("all", "", *told(sums)))
    print(
        "wrong, by what the ship did:", ", ".join(f"{how} {n}" for how, n in missed.most_common()) or "none"
    )


def told(counts: Counter) -> tuple[object, ...]:
    precision = counts["found"] / max(counts["found"] + counts["false"], 1)
    recall = counts["found"] / max(counts["calls"], 1)
    return counts["calls"], counts["found"], counts["false"], f"{precision:.4f}", f"{recall:.4f}"


def measured(sea: Sea, bounds: tuple[float, ...], ships: int, seed: int) -> tuple[Counter, Counter]:
    rng = np.random.default_rng(seed)
    inside = np.flatnonzero(within(sea, bounds))
    rows, truth, did = [], {}, {}
    for n in range(ships):
        how = HOW[n % len(HOW)]
        mmsi = 200_000_000 + n
        voyage = planned(sea, int(rng.choice(inside)), how, rng)
        if voyage is None:
            continue
        way, place, stay = voyage
        did[mmsi] = how
        rows.append(heard(mmsi, way, how, rng))
        if place is not None:
            truth[mmsi] = (place, stay)
    found = port_calls(tracks(pa.concat_tables(rows)), gazetteer.ports(), fields.empty("feeds"))
    hits, false, wrong = set(), 0, Counter()
    for row in found.select(["mmsi", "place", "start", "end"]).to_pylist():
        place, stay = truth.get(row["mmsi"], (None, (0.0, 0.0)))
        start, end = (
            (np.datetime64(t, "us") - START) / np.timedelta64(1, "h") for t in (row["start"], row["end"])
        )
        if row["place"] == place and start <= stay[1] and end >= stay[0] and row["mmsi"] not in hits:
            hits.add(row["mmsi"])
        else:
            false += 1
            wrong[f"{did[row['mmsi']]} (false)"] += 1
    for mmsi in set(truth) - hits:
        wrong[f"{did[mmsi]} (missed)"] += 1
    return Counter(calls=len(truth), found=len(hits), false=false), wrong


def planned(sea: Sea, point: int, how: str, rng: np.random.Generator):
    """The corners of a way (hour, lat, lon), the place she calls at or none, and from when to when."""
    calls = how in ("berth", "second port", "sparse", "silent in port")
    return (calling if calls else not_calling)(sea, (sea.lat[point], sea.lon[point]), how, rng)


def calling(sea: Sea, at: tuple[float, float], how: str, rng: np.random.Generator):
    """None where it is not clear on the map, by 300 m, whose the berth is."""
    course = rng.uniform(0, 360)
    spot = moved(at, rng.uniform(0, 360), rng.uniform(0, 1500))
    metres, places = sea.away(*spot)
    if len(metres) < 2 or metres[1] - metres[0] < 300 or (how == "second port" and metres[1] > 12_000):
        return None
    near, far = moved(spot, course, 40_000), moved(spot, course + rng.uniform(-30, 30), 40_000)
    come, stay = 40_000 / KNOT_MS / 10 / 3600, rng.uniform(8, 60)
    corners = [(0, *near), (come, *spot), (come + stay, *spot), (2 * come + stay, *far)]
    return corners, sea.names[places[0]], (come, come + stay)


def not_calling(sea: Sea, at: tuple[float, float], how: str, rng: np.random.Generator):
    """None where another port is so near that lying there would be a call."""
    off_m = {
        "pass": rng.uniform(2000, 3500),
        "pilot": 3000.0,
        "drift": rng.uniform(4600, 9000),
        "anchor off": 6e3,
    }
    course = rng.uniform(0, 360)
    spot = moved(at, course, off_m[how])
    start, end = moved(spot, course + 90, 30_000), moved(spot, course - 90, 30_000)
    come = 30_000 / KNOT_MS / 12 / 3600
    if how == "pass":
        return [(0, *start), (2 * come, *end)], None, None
    metres, knots = {"pilot": (1500, 3.0), "drift": (500, 0.3), "anchor off": (30, 0.05)}[how]
    after = moved(spot, course - 90, metres)
    if how != "pilot" and min(sea.away(*spot)[0][0], sea.away(*after)[0][0]) < 4500:
        return None
    wait = metres / KNOT_MS / knots / 3600
    return [(0, *start), (come, *spot), (come + wait, *after), (2 * come + wait, *end)], None, None


def heard(mmsi: int, way, how: str, rng: np.random.Generator) -> pa.Table:
    """The positions of a way: about every three minutes, or every two to five hours, with 15 m of noise."""
    when, lat, lon = np.array(way).T
    lon = np.unwrap(lon, period=360)
    every = (2.0, 5.0) if how == "sparse" else (0.03, 0.08)
    hours = np.cumsum(rng.uniform(*every, int(when[-1] / every[0]) + 2))
    hours = hours[hours < when[-1]]
    if how == "sparse":
        # She is heard at sea before and after, as the plan says that her coming and going are visible.
        hours = np.unique(np.concatenate([[0.01], hours, [when[1] + 0.2, when[2] - 0.2, when[-1] - 0.01]]))
    if how == "silent in port":
        hours = hours[(hours < when[1] + 0.1) | (hours > when[2] - 0.1)]
    leg = np.clip(np.searchsorted(when, hours, side="right") - 1, 0, len(when) - 2)
    metres = distance_m(lat[:-1], lon[:-1], lat[1:], lon[1:])
    speed = np.maximum((metres / np.diff(when) / 3600 / KNOT_MS)[leg] + rng.normal(0, 0.08, len(hours)), 0)
    at = [np.interp(hours, when, side) + rng.normal(0, 1.4e-4, len(hours)) for side in (lat, lon)]
    rows = {
        "mmsi": np.full(len(hours), mmsi),
        "time": START + (hours * 3600e6).astype("m8[us]"),
        "lat": at[0],
        "lon": (at[1] + 180) % 360 - 180,
        "speed_kn": pa.nulls(len(hours), pa.float64()) if mmsi % 5 == 0 else np.round(speed, 1),
        "source": ["synthetic:accuracy"] * len(hours),
        "record": [f"a:{n}" for n in range(len(hours))],
    }
    return fields.conform(pa.table(rows), "positions", fill=True)


def ports() -> Sea:
    rows = places_of(gazetteer.ports(), BERTHS)
    at, place = shapely.get_coordinates(shapely.from_wkb(rows["geometry"].to_pylist()), return_index=True)
    return Sea(at[:, 1], at[:, 0], place, rows["place"].to_pylist(), cKDTree(on_sphere(at[:, 1], at[:, 0])))


def within(sea: Sea, bounds: tuple[float, ...]) -> np.ndarray:
    south, north, west, east = bounds
    lon = (sea.lon >= west) & (sea.lon <= east) if west < east else (sea.lon >= west) | (sea.lon <= east)
    return (sea.lat >= south) & (sea.lat <= north) & lon


def moved(at, course: float, metres: float) -> tuple[float, float]:
    lat, lon = destination([at[0]], [at[1]], [course], [metres])
    return float(lat[0]), float(lon[0])


def on_sphere(lat, lon) -> np.ndarray:
    a, b = np.radians(lat), np.radians(lon)
    return np.stack([np.cos(a) * np.cos(b), np.cos(a) * np.sin(b), np.sin(a)], axis=-1)


if __name__ == "__main__":
    sys.exit(main())

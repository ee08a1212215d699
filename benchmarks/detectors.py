"""How fast positions become tracks and events, step by step, on one core.

    python benchmarks/detectors.py --rows 1000000 --places 4000

The sea is made up, with a seed: ships that lie in port four rows in five, go to the next port at twelve
knots, report every three minutes and fall silent now and then; rows come in order of time, as a feed gives
them. Four places in a hundred are watched, and twenty zones of up to 150 km.
"""

import argparse
import resource
import sys
import time

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from vedette import fields, flow
from vedette.steps import answer

START = np.datetime64("2023-01-01T00:00:00", "us")
SOUTH, NORTH, WEST, EAST = 20.0, 55.0, 105.0, 155.0
BY_SHIP = ("unknowns", "duplicates", "doubts", "motion", "coverage", "gap", "port_call", "zone", "named")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--rows", type=int, default=1_000_000)
    ask.add_argument("--places", type=int, default=4_000)
    ask.add_argument("--seed", type=int, default=0)
    asked = ask.parse_args()
    pa.set_cpu_count(1)
    rng = np.random.default_rng(asked.seed)
    ports = np.column_stack([rng.uniform(SOUTH, NORTH, asked.places), rng.uniform(WEST, EAST, asked.places)])
    tables = {name: fields.empty(name) for name in fields.TABLES}
    tables["positions"] = sea(asked.rows, ports, rng)
    tables["places"] = places(ports, rng)
    rows = len(tables["positions"])
    line = "{:<12}{:>10}{:>14}{:>12}{:>10}"
    print(line.format("step", "seconds", "rows/s", "gives", "peak MiB"))
    spent = {}
    steps = {step.name: step for step in flow.ALL}
    for name in BY_SHIP:
        step = steps[name]
        begun = time.perf_counter()
        made = answer(step, tables, None)
        spent[name] = time.perf_counter() - begun
        before = tables[step.gives]
        tables[step.gives] = made if step.gives in step.takes else pa.concat_tables([before, made])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(line.format(name, f"{spent[name]:.2f}", f"{rows / spent[name]:,.0f}", len(made), peak))
    detectors = sum(spent[name] for name in ("motion", "gap", "port_call", "zone"))
    print(line.format("detectors", f"{detectors:.2f}", f"{rows / detectors:,.0f}", "", ""))
    print(line.format("all", f"{sum(spent.values()):.2f}", f"{rows / sum(spent.values()):,.0f}", "", ""))


def sea(rows: int, ports: np.ndarray, rng: np.random.Generator) -> pa.Table:
    each = min(5_000, rows)
    columns = [ship(each, ports, rng) for _ in range(max(1, rows // each))]
    seconds, lat, lon, speed = (np.concatenate(column) for column in zip(*columns, strict=True))
    mmsi = np.repeat(273_000_000 + np.arange(len(columns)), each)
    order = np.argsort(seconds, kind="stable")
    count = len(order)
    table = pa.table(
        {
            "mmsi": mmsi[order],
            "time": pa.array(START + (seconds[order] * 1e6).astype("timedelta64[us]")),
            "lat": np.round(lat[order], 5),
            "lon": np.round(lon[order], 5),
            "speed_kn": np.round(speed[order], 1),
            "course_deg": np.full(count, 360.0),
            "source": pa.repeat("synthetic:bench", count),
            "record": pc.binary_join_element_wise("f", pa.array(np.arange(count)).cast("string"), ":"),
        }
    )
    return fields.conform(table, "positions", fill=True)


def ship(count: int, ports: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """One ship from port to port among the thirty nearest, for as many messages as asked."""
    here = ports[rng.integers(len(ports))]
    stops, at = [], 0.0
    while at < count * 400:
        away = ports - here
        near = np.argsort(np.hypot(away[:, 0], away[:, 1] * np.cos(np.radians(here[0]))))[1:31]
        there = ports[rng.choice(near)]
        degrees = float(np.hypot(there[0] - here[0], (there[1] - here[1]) * np.cos(np.radians(here[0]))))
        leave = at + rng.uniform(4, 24) * 3600
        stops += [(at, *here), (leave, *here)]
        at = leave + degrees * 60 / 12 * 3600
        here = there
    when, lat, lon = np.array(stops).T
    silent = (rng.random(count) < 0.0005) * rng.uniform(6, 40, count) * 3600
    seconds = np.minimum(np.cumsum(rng.uniform(120, 240, count) + silent), when[-1] - 1)
    moving = np.searchsorted(when, seconds, side="right") % 2 == 0
    jitter = rng.normal(0, 2e-4, (2, count))
    speed = np.where(moving, 12.0, 0.1) + rng.uniform(-0.1, 0.1, count)
    return (
        seconds,
        np.interp(seconds, when, lat) + jitter[0],
        np.interp(seconds, when, lon) + jitter[1],
        speed,
    )


def places(ports: np.ndarray, rng: np.random.Generator) -> pa.Table:
    zones = np.column_stack([rng.uniform(SOUTH, NORTH, 20), rng.uniform(WEST, EAST, 20)])
    both = np.concatenate([ports, zones])
    count, zone = len(both), np.arange(len(both)) >= len(ports)
    watched = zone | (np.arange(count) % 25 == 0)
    table = pa.table(
        {
            "place": [f"place-{number}" for number in range(count)],
            "kind": np.where(zone, "strait", "port").tolist(),
            "geometry": shapely.to_wkb(shapely.points(both[:, 1], both[:, 0])).tolist(),
            "radius_m": np.where(zone, rng.uniform(20e3, 150e3, count), 3000.0),
            "role": pa.array(np.where(watched, "watched", None).tolist(), pa.string()),
            "source": pa.repeat("synthetic:bench", count),
        }
    )
    return fields.conform(table, "places", fill=True)


if __name__ == "__main__":
    sys.exit(main())

"""How fast tracks become port calls, beside DuckDB's grid join and windows, on one core.

    python benchmarks/port_calls.py --rows 10000000

The sea is made up, with a seed: ships go from port to port of the bundled gazetteer at twelve knots, report
every three minutes and lie at each port for a time that gives the wanted share of rows in port. Both count
visits (in at 3 km, out at 4 km of the nearest point of a port) and the rows at which the ship lay still in
them; the step is timed from tables to events as well. DuckDB gets the same tables and one thread. Seconds are
those of the processor, so that a busy machine does not matter.
"""

import argparse
import resource
import sys
import time

import duckdb
import numpy as np
import pyarrow as pa
import shapely
from scipy.spatial import cKDTree

from vedette import fields, gazetteer
from vedette.events.port_call import STEP, PortCall, _still
from vedette.events.visited import BERTHS, places_of, sailed, sea_of, visited
from vedette.kernels.sphere import KNOT_MS, bearing_deg, destination, distance_m
from vedette.steps import answer
from vedette.tracks.motion import tracks

EVERY_S, SPEED_KN, LEG_ROWS = 180.0, 12.0, 300
LINE = "{:<34}{:>10}{:>14}{:>12}"

SQL = """
create or replace table near as
select t.mmsi, t.seq, t.time, t.still, p.place,
  min(2 * 6371008.8 * asin(sqrt(pow(sin((p.b - t.a) / 2), 2)
    + cos(t.a) * p.cos_b * pow(sin((p.east - radians(t.lon)) / 2), 2)))) as d
from (select *, radians(lat) as a, cast(floor(lat * 10) as int) as y, cast(floor(lon * 10) as int) as x
      from track) t
join cells p on p.y = t.y and p.x = t.x
group by all having d < 4000;
create or replace table visit as
with run as (select *, seq - row_number() over (partition by mmsi, place order by seq) as run from near),
begun as (select *, bool_or(d <= 3000) over (partition by mmsi, place, run order by seq) as inside from run)
select mmsi, place, min(time) as first, max(time) as last, count(*) filter (still) as still
from begun where inside group by mmsi, place, run;
"""


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--rows", type=int, default=2_000_000)
    ask.add_argument("--in-port", type=float, nargs="+", default=[0.05, 0.4], help="share of rows in port")
    ask.add_argument("--seed", type=int, default=0)
    ask.add_argument("--alone", action="store_true", help="without DuckDB")
    asked = ask.parse_args()
    pa.set_cpu_count(1)
    places = gazetteer.ports()
    STEP.run(
        tracks(sea(5_000, 0.3, asked.seed)), places, fields.empty("feeds")
    )  # compiled before the clock runs
    for share in asked.in_port:
        compared(tracks(sea(asked.rows, share, asked.seed)), places, share, alone=asked.alone)


def compared(given: pa.Table, places: pa.Table, share: float, *, alone: bool) -> None:
    print(f"{len(given):,} rows, {share:.0%} of them at berth")
    print(LINE.format("", "seconds", "rows/s", "peak MiB"))
    tables = {"tracks": given, "places": places, "feeds": fields.empty("feeds")}
    found, _ = timed("step port_call, tables to events", len(given), lambda: answer(STEP, tables, None))
    print(f"  {len(found):,} events")
    ours, spent = timed("visits by compiled loops", len(given), lambda: by_kernels(given, places))
    if alone:
        return
    theirs, slow = timed("visits by DuckDB, one thread", len(given), lambda: by_duckdb(given, places))
    alike = "the same" if np.array_equal(ours, theirs) else "DIFFERENT"
    print(f"  {len(ours):,} and {len(theirs):,} visits, {alike}; {slow / spent:.1f} times as fast")


def timed(name, rows, work):
    begun = time.process_time()
    found = work()
    spent = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(LINE.format(name, f"{spent:.2f}", f"{rows / spent:,.0f}", peak))
    return found, spent


def by_kernels(given: pa.Table, places: pa.Table) -> np.ndarray:
    ways, options = sailed(given, None), PortCall()
    berths = places_of(places, BERTHS)
    area = sea_of(berths, options.radius_m)
    found = visited(ways, area, np.full(len(berths), 1000.0))
    still = np.bincount(found.visit[_still(ways, options)[found.row]], minlength=len(found.first))
    mmsi = given["mmsi"].to_numpy()[found.first]
    return in_order(np.column_stack([mmsi, found.area, ways.time[found.first], ways.time[found.last], still]))


def by_duckdb(given: pa.Table, places: pa.Table) -> np.ndarray:
    berths = places_of(places, BERTHS)
    points = pa.table(cells(berths))  # noqa: F841 - DuckDB finds it by name
    rows = given.select(["mmsi", "time", "lat", "lon", "speed_kn"])  # noqa: F841
    with duckdb.connect(config={"threads": 1}) as db:
        db.execute("create table cells as select * from points")
        db.execute(
            "create table track as select mmsi, epoch_us(time) as time, lat, lon, speed_kn, "
            "row_number() over (partition by mmsi order by time) as seq, "
            "coalesce(last_value(case when speed_kn <= 0.2 then true when speed_kn >= 0.5 then false end "
            "ignore nulls) over (partition by mmsi order by time), false) as still from rows"
        )
        db.execute(SQL)
        made = db.execute("select mmsi, place, first, last, still from visit").fetchnumpy()
    return in_order(np.column_stack([made[name] for name in ("mmsi", "place", "first", "last", "still")]))


def in_order(rows: np.ndarray) -> np.ndarray:
    return rows[np.lexsort(rows.T[::-1])].astype(np.int64)


def cells(berths: pa.Table) -> dict[str, np.ndarray]:
    """Each point in each cell of a tenth of a degree that it may be within 4 km of."""
    at, place = shapely.get_coordinates(shapely.from_wkb(berths["geometry"].to_pylist()), return_index=True)
    lon, lat = at.T
    high, found = 4000.1 / 111_190, []
    wide = high / np.cos(np.radians(np.minimum(np.abs(lat) + high, 89.9)))
    for n in range(len(lat)):
        rows = range(int(np.floor((lat[n] - high) * 10)), int(np.floor((lat[n] + high) * 10)) + 1)
        west, east = int(np.floor((lon[n] - wide[n]) * 10)), int(np.floor((lon[n] + wide[n]) * 10))
        found += [(n, y, (x + 1800) % 3600 - 1800) for y in rows for x in range(west, east + 1)]
    number, y, x = np.array(found).T
    b = np.radians(lat[number])
    return {
        "place": place[number],
        "b": b,
        "cos_b": np.cos(b),
        "east": np.radians(lon[number]),
        "y": y,
        "x": x,
    }


def sea(rows: int, share: float, seed: int) -> pa.Table:
    rng = np.random.default_rng(seed)
    berths = gazetteer.ports()["geometry"].to_pylist()
    lon, lat = shapely.get_coordinates(shapely.from_wkb(berths)).T
    tree = cKDTree(on_sphere(lat, lon))
    each = min(5_000, rows)
    ships, legs = max(1, rows // each), each // LEG_ROWS + 2
    here = rng.integers(len(lat), size=ships)
    columns = []
    berth_rows = max(2, round(LEG_ROWS * share / (1 - share)))
    for _ in range(legs):
        away = destination(lat[here], lon[here], rng.uniform(0, 360, ships), rng.uniform(2e5, 5e5, ships))
        there = tree.query(on_sphere(*away))[1]
        columns.append(leg(lat, lon, (here, there), berth_rows, rng))
        here = there
    at = [np.concatenate(column, axis=1)[:, :each].ravel() for column in zip(*columns, strict=True)]
    count = ships * each
    seconds = np.tile(np.arange(each) * EVERY_S, ships) + rng.uniform(0, 60, count)
    made = pa.table(
        {
            "mmsi": np.repeat(273_000_000 + np.arange(ships), each),
            "time": (np.datetime64("2023-01-01", "us") + (seconds * 1e6).astype("m8[us]")),
            "lat": np.round(at[0], 5),
            "lon": np.round((at[1] + 180) % 360 - 180, 5),
            "speed_kn": np.round(at[2], 1),
            "source": pa.repeat("synthetic:bench", count),
            "record": pa.repeat("f:1", count),
        }
    )
    return fields.conform(made, "positions", fill=True)


def leg(lat, lon, ends, berth_rows, rng):
    """Some ships at a port and then on their way to the next; at sea one more row for each 11 km."""
    here, there = ends
    metres = distance_m(lat[here], lon[here], lat[there], lon[there])
    course = bearing_deg(lat[here], lon[here], lat[there], lon[there])
    part = np.concatenate([np.zeros(berth_rows), np.arange(1, LEG_ROWS + 1) / LEG_ROWS])
    shape = len(here), len(part)
    way = destination(
        np.repeat(lat[here], len(part)), np.repeat(lon[here], len(part)),
        np.repeat(course, len(part)), (metres[:, None] * part).ravel(),
    )  # fmt: skip
    speed = np.where(part > 0, metres[:, None] / LEG_ROWS / EVERY_S / KNOT_MS, 0.1)
    jitter = rng.normal(0, 1e-4, (2, *shape))
    return way[0].reshape(shape) + jitter[0], way[1].reshape(shape) + jitter[1], speed


def on_sphere(lat, lon):
    a, b = np.radians(lat), np.radians(lon)
    return np.column_stack([np.cos(a) * np.cos(b), np.cos(a) * np.sin(b), np.sin(a)])


if __name__ == "__main__":
    sys.exit(main())

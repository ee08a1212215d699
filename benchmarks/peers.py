"""The peers of ``events.py``: the same question asked of DuckDB and movingpandas, in the same process.

Answers are compared as well as times: counts, and sums of times where there are any.
"""

import time
import warnings
from collections.abc import Callable

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from vedette import fields, store
from vedette.engines import local
from vedette.events.encounter import SLOT_US, Encounter, encounters
from vedette.kernels.sphere import DEGREE_M, EARTH_M
from vedette.kernels.ways import Points, steps

SIX_HOURS = 6 * 3600


def timed(work: Callable[[], object]) -> tuple[float, object]:
    begun = time.perf_counter()
    answer = work()
    return time.perf_counter() - begun, answer


def gaps(case: store.Case) -> dict[str, object]:
    """Every silence of six hours and more: who, from when and where, to when and where."""
    files = sorted(str(f) for f in case.folder("positions").rglob("*.parquet"))

    def theirs() -> tuple[int, int]:
        with duckdb.connect() as db:
            db.execute("SET threads = 2")
            found = db.execute(
                """
                SELECT * FROM (
                    SELECT mmsi, lag(time) OVER ship AS start, time AS back, lag(lat) OVER ship AS from_lat,
                        lag(lon) OVER ship AS from_lon, lat, lon
                    FROM read_parquet($files) WINDOW ship AS (PARTITION BY mmsi ORDER BY time)
                ) WHERE back - start >= INTERVAL 6 HOUR""",
                {"files": files},
            )
            rows = found.to_arrow_table()
        return len(rows), int(np.sum(rows["back"].to_numpy().astype(np.int64) // 1_000_000))

    def ours() -> tuple[int, int]:
        parts = list(local.map_tasks(_silences, files, workers=2))
        return sum(count for count, _ in parts), sum(total for _, total in parts)

    ours()
    mine, answer = timed(ours)
    his, other = timed(theirs)
    return {"ours": mine, "theirs": his, "same": answer == other}


def _silences(file: str) -> tuple[int, int]:
    # In the benchmark's case no ship is split over files, and each file is in order of ship and time.
    rows = pq.read_table(file, columns=["mmsi", "time", "lat", "lon"], use_threads=False, partitioning=None)
    mmsi, lat, lon = (rows[name].to_numpy() for name in ("mmsi", "lat", "lon"))
    moment = rows["time"].to_numpy().astype(np.int64)
    wait = np.diff(moment)
    long = np.flatnonzero((wait >= SIX_HOURS * 1_000_000) & (mmsi[1:] == mmsi[:-1]))
    found = np.stack([mmsi[long], moment[long], moment[long + 1], lat[long], lon[long]])
    return found.shape[1], int(np.sum(found[2] // 1_000_000))


def meetings(points: int) -> dict[str, object]:
    """Ships that lie within 500 m of each other for two hours on end, from their ten-minute points."""
    table = _lying(points)

    def ours() -> int:
        return len(encounters(table, fields.empty("identities"), Encounter(merge_hours=0)))

    def theirs() -> int:
        with duckdb.connect() as db:
            db.execute("SET threads = 2")
            db.register("points", table)
            return db.execute(_MEETINGS).fetchone()[0]

    ours()
    mine, answer = timed(ours)
    his, other = timed(theirs)
    return {"points": len(table), "ours": mine, "theirs": his, "same": answer == other, "found": answer}


_MEETINGS = f"""
    WITH cell AS (
        SELECT mmsi, epoch_us(slot) // {SLOT_US} AS slot, lat, lon,
            floor(lat / 0.01)::INT AS y, floor(lon / 0.02)::INT AS x FROM points
    ), ahead AS (
        SELECT mmsi, slot, lat, lon, y + d // 3 - 1 AS y, x + d % 3 - 1 AS x
        FROM (SELECT *, unnest([0, 1, 2, 3, 4, 5, 6, 7, 8]) AS d FROM cell)
    ), near AS (
        SELECT a.mmsi AS one, b.mmsi AS other, a.slot
        FROM ahead a JOIN cell b USING (slot, y, x)
        WHERE a.mmsi < b.mmsi
            AND {2 * EARTH_M} * asin(sqrt(sin(radians(b.lat - a.lat) / 2) ** 2 + cos(radians(a.lat))
                * cos(radians(b.lat)) * sin(radians(b.lon - a.lon) / 2) ** 2)) <= 500
    ), numbered AS (
        SELECT one, other, slot - row_number() OVER (PARTITION BY one, other ORDER BY slot) AS run FROM near
    )
    SELECT count(*) FROM (SELECT one, other FROM numbered GROUP BY one, other, run HAVING count(*) >= 13)
"""  # noqa: S608


def _lying(points: int) -> pa.Table:
    """Slow ships for a day at sea: one in five pairs of neighbours lies close for some hours."""
    rng = np.random.default_rng(0)
    slots, ships = 144, points // 144
    lat = rng.uniform(30, 45, (ships, 1)) + np.cumsum(rng.normal(0, 50, (ships, slots)), axis=1) / DEGREE_M
    lon = rng.uniform(120, 140, (ships, 1)) + np.cumsum(rng.normal(0, 50, (ships, slots)), axis=1) / DEGREE_M
    close = np.arange(0, ships - 1, 5)
    begin, long = rng.integers(0, 100, len(close)), rng.integers(6, 40, len(close))
    there = (np.arange(slots) >= begin[:, None]) & (np.arange(slots) < (begin + long)[:, None])
    lat[close + 1] = np.where(there, lat[close] + 200 / DEGREE_M, lat[close + 1])
    lon[close + 1] = np.where(there, lon[close], lon[close + 1])
    slot = np.tile(np.arange(slots) * SLOT_US, ships)
    count = ships * slots
    times = pa.array(slot, pa.int64()).cast(pa.timestamp("us"))
    whole = {"heard_since": 0, "heard_until": slots * SLOT_US}
    return fields.conform(
        pa.table(
            {
                "mmsi": np.repeat(273_000_000 + np.arange(ships), slots),
                "slot": times,
                "lat": lat.ravel(),
                "lon": lon.ravel(),
                "speed_kn": np.full(count, 0.5),
                "known": times,
                "source": pa.repeat("synthetic:bench", count),
                "record_before": pa.repeat("f:1", count),
                "record_after": pa.repeat("f:2", count),
                **{n: pa.repeat(pa.scalar(v, pa.timestamp("us")), count) for n, v in whole.items()},
            }
        ),
        "slow_points",
    )


def splitting(positions: pa.Table) -> dict[str, object]:
    """A track cut at silences of six hours, beside movingpandas' ObservationGapSplitter."""
    warnings.simplefilter("ignore")
    import geopandas  # noqa: PLC0415 - slow to import
    import movingpandas  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    mmsi = positions["mmsi"].to_numpy()
    moment = positions["time"].to_numpy()
    lat, lon = positions["lat"].to_numpy(), positions["lon"].to_numpy()
    frame = geopandas.GeoDataFrame(
        {"ship": mmsi}, geometry=geopandas.points_from_xy(lon, lat), index=pd.DatetimeIndex(moment), crs=4326
    )
    ways = movingpandas.TrajectoryCollection(frame, "ship")
    gap = pd.Timedelta(hours=6).to_pytimedelta()
    his, found = timed(lambda: movingpandas.ObservationGapSplitter(ways).split(gap=gap, min_length=0))
    points = Points(mmsi, moment.astype("datetime64[us]").astype(np.int64), lat, lon)

    def ours() -> int:
        ends = steps(points)[0]
        cut = np.isnan(ends) | (ends > SIX_HOURS)
        sizes = np.diff(np.append(np.flatnonzero(cut), len(cut)))
        return int((sizes > 1).sum())

    ours()
    mine, pieces = timed(ours)
    return {"rows": len(mmsi), "ours": mine, "theirs": his, "same": pieces == len(found), "found": pieces}

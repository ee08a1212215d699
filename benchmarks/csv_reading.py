"""How fast AIS in CSV becomes positions and statics, beside plain ``polars.read_csv`` on the same file.

    python benchmarks/csv_reading.py --rows 2000000

The files are made up, with a seed. Each reading runs in a process of its own, so that its peak memory is its
own. Ours parses times, checks and refuses row by row, tells where each row was read and holds a block at a
time; plain polars infers types, leaves times as text and holds the whole file.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

PART = 250_000
SHIPS = 8_000


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--rows", type=int, default=2_000_000)
    ask.add_argument("--one", nargs=2, metavar=("READER", "FILE"), help=argparse.SUPPRESS)
    asked = ask.parse_args()
    if asked.one:
        print(json.dumps(measured(*asked.one)))
        return
    line = "{:<18}{:<18}{:>11}{:>9}{:>12}{:>12}{:>10}{:>8}"
    print(line.format("file", "reader", "rows", "seconds", "rows/s", "per CPU-s", "peak MiB", "ratio"))
    with tempfile.TemporaryDirectory() as folder:
        for dialect in (marine_cadastre, danish):
            path = Path(folder) / f"{dialect.__name__}.csv"
            written(path, dialect, asked.rows)
            peer = in_own_process("polars.read_csv", path)
            ours = in_own_process("vedette", path)
            for name, found in (("polars.read_csv", peer), ("vedette", ours)):
                rate = found["rows"] / found["seconds"]
                numbers = (
                    f"{found['rows']:,}",
                    f"{found['seconds']:.2f}",
                    f"{rate:,.0f}",
                    f"{found['rows'] / found['cpu_seconds']:,.0f}",
                    f"{found['peak_mib']:,.0f}",
                    f"{rate * peer['seconds'] / peer['rows']:.2f}",
                )
                print(line.format(dialect.__name__, name, *numbers))
            path.unlink()


def in_own_process(reader: str, path: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--one", reader, str(path)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def measured(reader: str, file: str) -> dict[str, float]:
    read = {"vedette": with_vedette, "polars.read_csv": with_polars}[reader]()
    begun, begun_cpu = time.perf_counter(), time.process_time()
    rows = read(Path(file))
    seconds, cpu_seconds = time.perf_counter() - begun, time.process_time() - begun_cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"rows": rows, "seconds": seconds, "cpu_seconds": cpu_seconds, "peak_mib": peak}


def with_vedette() -> Callable[[Path], int]:
    from vedette.sources import opening, recognised  # noqa: PLC0415 - the other process does without
    from vedette.steps import Reading  # noqa: PLC0415

    def read(path: Path) -> int:
        opened = next(iter(opening.streams(path, file="0123456789ab")))
        batches = recognised(opened).read(opened, Reading())
        return sum(batch.rows.num_rows for batch in batches if batch.table == "positions")

    return read


def with_polars() -> Callable[[Path], int]:
    return lambda path: pl.read_csv(path).height


def written(path: Path, dialect, rows: int) -> None:
    random = np.random.default_rng(1)
    with path.open("wb") as file:
        for start in range(0, rows, PART):
            count = min(PART, rows - start)
            dialect(heard(random, start, count)).write_csv(file, include_header=start == 0)


def heard(random: np.random.Generator, start: int, count: int) -> pl.DataFrame:
    """Rows in order of time, ten a second, of ships that each keep to their own facts."""
    ship = random.integers(0, SHIPS, count)
    return pl.DataFrame(
        {
            "ship": ship,
            "mmsi": 200_000_000 + ship * 1000,
            "time": pl.from_epoch(1_700_000_000 + (start + np.arange(count)) // 10),
            "lat": random.uniform(-60, 60, count).round(5),
            "lon": random.uniform(-180, 180, count).round(5),
            "sog": random.uniform(0, 20, count).round(1),
            "cog": random.uniform(0, 360, count).round(1),
            "heading": random.integers(0, 360, count),
            "imo": 9_000_000 + ship,
        }
    ).with_columns(name=pl.format("SHIP {}", "ship"), call=pl.format("C{}", "ship"))


def marine_cadastre(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        pl.col("mmsi").alias("MMSI"),
        pl.col("time").dt.strftime("%Y-%m-%dT%H:%M:%S").alias("BaseDateTime"),
        pl.col("lat").alias("LAT"),
        pl.col("lon").alias("LON"),
        pl.col("sog").alias("SOG"),
        pl.col("cog").alias("COG"),
        pl.col("heading").alias("Heading"),
        pl.col("name").alias("VesselName"),
        pl.format("IMO{}", "imo").alias("IMO"),
        pl.col("call").alias("CallSign"),
        VesselType=pl.lit(70),
        Status=pl.lit(0),
        Length=pl.lit(120),
        Width=pl.lit(20),
        Draft=pl.lit(6.5),
        Cargo=pl.lit(70),
        TransceiverClass=pl.lit("A"),
    )


def danish(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        pl.col("time").dt.strftime("%d/%m/%Y %H:%M:%S").alias("# Timestamp"),
        pl.lit("Class A").alias("Type of mobile"),
        pl.col("mmsi").alias("MMSI"),
        pl.col("lat").alias("Latitude"),
        pl.col("lon").alias("Longitude"),
        pl.lit("Under way using engine").alias("Navigational status"),
        pl.lit(0.0).alias("ROT"),
        pl.col("sog").alias("SOG"),
        pl.col("cog").alias("COG"),
        pl.col("heading").alias("Heading"),
        pl.col("imo").alias("IMO"),
        pl.col("call").alias("Callsign"),
        pl.col("name").alias("Name"),
        pl.lit("Cargo").alias("Ship type"),
        pl.lit("No additional information").alias("Cargo type"),
        pl.lit(20).alias("Width"),
        pl.lit(120).alias("Length"),
        pl.lit("GPS").alias("Type of position fixing device"),
        pl.lit(6.5).alias("Draught"),
        pl.lit("COPENHAGEN").alias("Destination"),
        pl.lit("31/12/2023 12:00:00").alias("ETA"),
        pl.lit("AIS").alias("Data source type"),
        *(pl.lit(metres).alias(letter) for letter, metres in zip("ABCD", (100, 20, 10, 10), strict=True)),
    )


if __name__ == "__main__":
    main()

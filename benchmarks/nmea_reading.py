"""Lines of an NMEA log read a second, beside pyais alone on the same lines.

python benchmarks/nmea_reading.py --rows 1000000
"""

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from functools import reduce
from itertools import islice
from operator import xor
from pathlib import Path

import pyais

from vedette.sources.ais import nmea
from vedette.sources.opening import streams
from vedette.steps import Reading

START = 1_700_000_000
DISTINCT = 5_000


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000, help="lines in the log")
    options.add_argument("--read", type=int, default=100_000, help="lines of it that are read")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log.nmea"
        with log.open("wb") as stream:
            stream.writelines(tagged(asked.rows))
        ours, rows = read_by_us(log, asked.read)
        alone, messages = read_by_pyais(log, asked.read)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"vedette      {asked.read / ours:10,.0f} lines/s  {ours:6.2f} s  {rows:,} rows in tables")
    print(f"pyais alone  {asked.read / alone:10,.0f} lines/s  {alone:6.2f} s  {messages:,} messages decoded")
    print(f"ratio        {alone / ours:10.2f}    peak memory {peak:,} MiB, the log {asked.rows:,} lines")


def read_by_us(log: Path, lines: int) -> tuple[float, int]:
    """Seconds to read so many lines into tables, and the rows they gave."""
    (opened,) = streams(log)
    start, rows, stretches = time.perf_counter(), 0, 0
    for batch in nmea.read(opened, Reading()):
        rows += len(batch.rows)
        # Each stretch of lines gives one batch of positions.
        stretches += batch.table == "positions"
        if stretches * nmea.BATCH_ROWS >= lines:
            break
    return time.perf_counter() - start, rows


def read_by_pyais(log: Path, lines: int) -> tuple[float, int]:
    """Seconds that pyais takes to decode the messages of so many lines, and how many they were."""
    start, messages = time.perf_counter(), 0
    with log.open("rb") as stream:
        for message in pyais.IterMessages(islice(stream, lines)):
            message.decode()
            messages += 1
    return time.perf_counter() - start, messages


def tagged(rows: int) -> Iterator[bytes]:
    """So many lines in time order, each with its time in a tag block."""
    said = sentences()
    for number in range(rows):
        tag = b"s:station,c:%d" % (START + number // 300)
        yield b"\\%s*%02X\\%s\n" % (tag, reduce(xor, tag), said[number % len(said)])


def sentences() -> list[bytes]:
    """Sentences of invented ships: class A and B, voyages in two parts, base stations."""
    chance = random.Random(2)
    made: list[bytes] = []
    for number in range(DISTINCT):
        place = {"lat": chance.uniform(-60, 60), "lon": chance.uniform(-180, 180)}
        motion = {"speed": chance.uniform(0, 20), "course": chance.uniform(0, 359)}
        about = {"mmsi": chance.randrange(201_000_000, 776_000_000), **place, **motion}
        draw = chance.random()
        if draw < 0.75:
            about |= {"msg_type": 1, "heading": chance.randrange(360), "status": chance.randrange(9)}
        elif draw < 0.90:
            about |= {"msg_type": 18, "heading": chance.randrange(360)}
        elif draw < 0.97:
            about |= {"msg_type": 5, "shipname": f"SHIP {number}", "imo": 9_000_000 + number, "ship_type": 70}
        else:
            about |= {"msg_type": 4, "year": 2023, "month": 11, "day": 14, "hour": 22}
        made += [line.encode() for line in pyais.encode_dict(about, seq_id=number % 10)]
    return made


if __name__ == "__main__":
    main()

"""Lines of an NMEA log read a second, by the kernels alone and into tables, beside pyais on the same lines.

python benchmarks/nmea_reading.py --rows 1000000
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import reduce
from operator import xor
from pathlib import Path

import numpy as np
import pyais

from vedette.kernels import ais_rows
from vedette.kernels.ais_stream import follow
from vedette.kernels.sentence_lines import read_lines
from vedette.sources.ais import by_kernels, framing, heard, nmea
from vedette.sources.opening import streams
from vedette.steps import Batch, Opened, Reading

Read = Callable[[Opened, Reading], Iterator[Batch]]
START = 1_700_000_000
DISTINCT = 5_000
READING = Reading(date=datetime(2023, 11, 14))
FIRST_CALL = """
import io, time
from vedette.sources.ais import nmea
from vedette.sources.opening import File
from vedette.steps import Reading
line = b"!AIVDM,1,1,,A,13prmQ?P001EOA4OC3h@u?vl20SR,0*7F\\n"
start = time.process_time()
from vedette.sources.ais import by_kernels
imported = time.process_time()
list(nmea.read_by_kernels(File("log", "0", line, lambda: io.BytesIO(line)), Reading()))
print(imported - start, time.process_time() - imported)
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000, help="lines in each log")
    options.add_argument("--pyais", type=int, default=100_000, help="lines of it that pyais reads")
    options.add_argument("--rounds", type=int, default=3, help="times each is read; the best counts")
    asked = options.parse_args()
    print("a second, on one core; CPU seconds, best of", asked.rounds)
    with tempfile.TemporaryDirectory() as folder:
        for name, lines in (("plain", plain), ("tag blocks", tagged)):
            log, short = Path(folder) / name, Path(folder) / f"{name}, its beginning"
            for path, rows in ((log, asked.rows), (short, asked.pyais)):
                with path.open("wb") as stream:
                    stream.writelines(lines(rows))
            whole = asked.rows / best(asked.rounds, into_tables, nmea.read_by_kernels, log)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
            kernels = asked.rows / best(asked.rounds, by_the_kernels, log.read_bytes())
            slow = asked.pyais / best(1, into_tables, nmea.read_by_pyais, short)
            alone = asked.pyais / best(1, by_pyais_alone, short)
            print(f"{name}:")
            print(
                f"  kernels, bytes to numbers   {kernels:12,.0f} lines   {kernels / alone:6.1f} x pyais alone"
            )
            print(f"  whole read, to tables       {whole:12,.0f} lines   {whole / alone:6.1f} x pyais alone")
            print(f"  whole read through pyais    {slow:12,.0f} lines   {slow / alone:6.1f} x pyais alone")
            print(f"  pyais alone                 {alone:12,.0f} lines")
            print(f"  peak memory so far          {peak:12,} MiB")
    with tempfile.TemporaryDirectory() as cache:
        for name in ("compiled for the first time", "compiled before"):
            imported, called = first_call(cache)
            print(f"first call, {name}: {imported:.1f} s to load numba, {called:.1f} s to the first row")


def best(rounds: int, read: Callable[..., None], *asked: object) -> float:
    """The fewest CPU seconds that something takes, so that what else runs on the machine counts little."""
    seconds = []
    for _ in range(rounds):
        start = time.process_time()
        read(*asked)
        seconds.append(time.process_time() - start)
    return min(seconds)


def by_the_kernels(log: bytes) -> None:
    """Decode a log to columns of numbers, a stretch at a time as ``nmea.read`` does."""
    size = heard.BATCH_ROWS
    data, lines = np.frombuffer(log, np.uint8), np.empty(size, ais_rows.LINE)
    stream = ais_rows.stream(framing.GROUPS, framing.PART_LINES, heard.SHIPS)
    out, bounds = ais_rows.filled(size, framing.PART_LINES), by_kernels.bounds()
    at, number = 0, 1
    while at < len(data):
        found, odd = read_lines(data, at, lines)
        assert odd == 0  # noqa: S101
        follow(data, lines[:found], number, *stream, *out, bounds)
        at, number = int(lines[found - 1]["end"]) + 1, number + found


def into_tables(read: Read, log: Path) -> None:
    """Read a log into tables, by one way or the other."""
    (opened,) = streams(log, file="0123456789ab")
    for _ in read(opened, READING):
        pass


def by_pyais_alone(log: Path) -> None:
    """Decode the messages of a log, and make nothing of them."""
    with log.open("rb") as stream:
        for message in pyais.IterMessages(stream):
            message.decode()


def first_call(cache: str) -> tuple[float, float]:
    """CPU seconds to load numba, and from there to the first row, in a new process."""
    environment = {**os.environ, "NUMBA_CACHE_DIR": cache}
    said = subprocess.run(
        [sys.executable, "-c", FIRST_CALL], env=environment, capture_output=True, text=True, check=True
    )
    imported, called = map(float, said.stdout.split())
    return imported, called


def plain(rows: int) -> Iterator[bytes]:
    """So many lines without any time."""
    said = sentences()
    for number in range(rows):
        yield said[number % len(said)] + b"\n"


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

"""Listening under load: what a sender sends over loopback is in the case, whatever happens meanwhile.

A sender sends messages of a made-up sea at a steady rate, with a burst in the middle, some lines broken, some
doubled and some late by up to ten minutes; beside it a console runs. At the end every sound message that was
sent is there, and the events are those of a run over everything. live_kills.py kills it meanwhile.
"""

import argparse
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from functools import reduce
from operator import xor
from pathlib import Path

import numpy as np
import pyarrow.compute as pc

from vedette import running, store, watch
from vedette.live.journal import stamped

# So many that in the burst none sends more than the bound on one ship's messages.
SHIPS = 10_000
SEA_SPEED = 60  # the ships' time runs so many times as fast, so that there is something to find


def sentences(mmsi: np.ndarray, lat: np.ndarray, lon: np.ndarray, knots: float) -> list[bytes]:
    """Position reports of type 1 as sentences, one for each ship."""
    count = len(mmsi)
    fields = ((1, 6), (0, 2), (mmsi, 30), (0, 4), (0, 8), (round(10 * knots), 10), (1, 1))
    fields += ((np.rint(lon * 6e5), 28), (np.rint(lat * 6e5), 27), (900, 12), (90, 9), (0, 6), (0, 25))
    bits = np.concatenate(
        [
            np.broadcast_to(np.asarray(value, dtype=np.int64), count)[:, None] >> np.arange(width)[::-1] & 1
            for value, width in fields
        ],
        axis=1,
    )
    codes = bits.reshape(count, 28, 6) @ (1 << np.arange(6)[::-1])
    letters = (codes + 48 + 8 * (codes > 39)).astype(np.uint8)
    plain = reduce(xor, b"AIVDM,1,1,,A,,0")
    sums = (np.bitwise_xor.reduce(letters, axis=1) ^ plain).tolist()
    return [
        b"!AIVDM,1,1,,A,%s,0*%02X" % (line.tobytes(), sum_) for line, sum_ in zip(letters, sums, strict=True)
    ]


class Sender(threading.Thread):
    """Sends to whoever listens, at a rate, until it is told to stop; goes on where the connection broke."""

    def __init__(
        self, port: int, rate: int, seconds: float, burst: tuple[int, float], sea_s: float | None = None
    ) -> None:
        super().__init__(daemon=True)
        self.port, self.rate, self.seconds, self.burst = port, rate, seconds, burst
        self.sent, self.broken, self.doubled, self.late, self.breaks = 0, 0, 0, 0, 0
        self.rng = random.Random(1)
        self.over = False
        self.number = 0
        self.in_burst, self.burst_s = 0, 0.0
        self.sea_s = seconds if sea_s is None else sea_s
        # Where each sound sentence says its ship is, when somebody counts them.
        self.keys: dict[bytes, tuple[int, int]] | None = None if sea_s is None else {}
        self.begun_at = time.time()

    def lines(self, count: int) -> list[bytes]:
        """The next lines: each sound one is a position that no other is."""
        found = []
        now = round(
            1e6 * (self.begun_at + SEA_SPEED * (time.time() - self.begun_at) - SEA_SPEED * self.sea_s)
        )
        numbers = np.arange(self.number, self.number + count)
        self.number += count
        ships, slots = numbers % SHIPS, numbers // SHIPS
        lat = 1 + ships * 0.005 + slots * 1e-4
        for ship, north, line in zip(
            ships.tolist(),
            np.rint(lat * 6e5).astype(np.int64).tolist(),
            sentences(200_000_000 + ships, lat, 10 + (ships % 100) * 0.3, 5.0),
            strict=True,
        ):
            if self.rng.random() < 0.01:
                self.broken += 1
                found.append(line[:-3] + b"xx")
                continue
            late = self.rng.random() < 0.01
            at = now - (self.rng.randrange(600_000_000) if late else 0)
            self.late += late
            if self.keys is not None:
                self.keys[line] = (200_000_000 + ship, north)
            tagged = stamped(line, at, f"r{ship % 20}")
            self.sent += 1
            found.append(tagged)
            if self.rng.random() < 0.05:
                self.doubled += 1
                found.append(tagged)
        return found

    def run(self) -> None:
        """Send; what was under way when the connection broke is sent anew."""
        begun, line = time.monotonic(), None
        due = 0.0
        while not self.over and time.monotonic() - begun < self.seconds:
            at = time.monotonic() - begun
            in_burst = self.seconds / 2 <= at < self.seconds / 2 + self.burst[1]
            due += 0.1 * (self.burst[0] if in_burst else self.rate)
            batch = self.lines(int(due))
            due -= int(due)
            data = b"\n".join([*batch, b""])
            while data and not self.over:
                try:
                    line = line or socket.create_connection(("127.0.0.1", self.port), 5)
                    line.sendall(data)
                    data = b""
                except OSError:
                    line, self.breaks = None, self.breaks + 1
                    time.sleep(0.2)
            time.sleep(max(0.0, begun + at + 0.1 - time.monotonic()))
            if in_burst:
                self.in_burst += len(batch)
                self.burst_s += time.monotonic() - begun - at
        if line:
            line.close()
        self.over = True


def resident(pid: int) -> float:
    """Megabytes a process holds."""
    try:
        words = Path(f"/proc/{pid}/status").read_text()
        return next(int(one.split()[1]) / 1024 for one in words.splitlines() if one.startswith("VmRSS"))
    except (OSError, StopIteration):
        return 0.0


def listener(case: Path, port: int, tick: float) -> subprocess.Popen[bytes]:
    """A vedette that listens."""
    feed = f"tcp-listen://127.0.0.1:{port}"
    return subprocess.Popen(
        [sys.executable, "-m", "vedette", "listen", case, feed, "--tick", str(tick), "--quiet"]
    )


def in_journal(case: Path) -> int:
    """Bytes of the journal that are not in the tables yet."""
    return sum(path.stat().st_size for path in (case / "journal").glob("*.open") if path.exists())


def main() -> None:
    """Send, kill, and count."""
    said = argparse.ArgumentParser(description=__doc__)
    said.add_argument("--minutes", type=float, default=30)
    said.add_argument("--rate", type=int, default=5000)
    said.add_argument("--burst", type=int, default=50_000)
    said.add_argument("--burst-seconds", type=float, default=60)
    said.add_argument("--tick", type=float, default=20)
    said.add_argument("--no-console", action="store_true")
    asked = said.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ok = measured(Path(folder) / "case", asked)
    raise SystemExit(0 if ok else 1)


def measured(path: Path, asked: argparse.Namespace) -> bool:
    """Send to a new case, and print what came of it."""
    text = (watch.bundled("default") / "watch.toml").read_text(encoding="utf-8")
    case = store.create(path, f"gazetteer = false\n{text}")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    burst_s = min(asked.burst_seconds, asked.minutes * 6)
    seconds = 60 * asked.minutes
    sender = Sender(port, asked.rate, seconds, (asked.burst, burst_s))
    listening = listener(path, port, asked.tick)
    console = None
    if not asked.no_console:
        serve = [sys.executable, "-m", "vedette", "serve", path, "--port", "0", "--no-open", "--quiet"]
        console = subprocess.Popen(serve)
    begun = time.monotonic()
    sender.start()
    held: list[tuple[float, float]] = []
    lag = 0.0
    while not sender.over:
        time.sleep(1)
        at = time.monotonic() - begun
        held.append((at, resident(listening.pid)))
        lag = max(lag, oldest_unread(path))
    sent_s = time.monotonic() - begun
    time.sleep(2)
    listening.send_signal(signal.SIGTERM)
    stopped = time.monotonic()
    listening.wait(3600)
    drained = time.monotonic() - stopped
    health = json.loads((path / "journal" / "health.json").read_text())
    if console:
        console.terminate()
        console.wait(30)
    return told(case, sender, health, (sent_s, drained, lag, held))


def oldest_unread(case: Path) -> float:
    """For how many seconds the oldest closed segment has waited to be added."""
    ages = [time.time() - path.stat().st_mtime for path in _there(case) if path.exists()]
    return max(ages, default=0.0)


def _there(case: Path) -> list[Path]:
    return list((case / "journal").glob("*.log*"))


def told(case: store.Case, sender: Sender, health: dict[str, object], facts: tuple[object, ...]) -> bool:
    """Print the table; True when nothing was lost or different."""
    sent_s, drained, lag, held = facts
    rows = store.read(case, "positions").select(["mmsi", "lat"])
    distinct = len(rows.group_by(["mmsi", "lat"]).aggregate([]))
    files = store.read(case, "files")
    refused = pc.sum(files["refused"]).as_py() or 0
    live = store.read(case, "events").drop_columns(["because"]).sort_by("event")
    begun = time.process_time()
    wish = running.Wish(running.last_known(case, datetime.now(UTC).replace(tzinfo=None)))
    running.run(case, wish)
    whole_s = time.process_time() - begun
    same = store.read(case, "events").drop_columns(["because"]).sort_by("event").equals(live)
    warm_s = min(300.0, 0.5 * sent_s)  # type: ignore[operator]
    after = [mb for at, mb in held if at > warm_s and mb]  # type: ignore[union-attr]
    missing = sender.sent - distinct
    alike = "NO" if not same else "yes" if len(live) else "neither has any, which shows nothing"
    table = {
        "sent, sound": f"{sender.sent:,} ({sender.sent / sent_s:,.0f} a second)",  # type: ignore[operator]
        "burst": f"{sender.in_burst:,} lines in {sender.burst_s:.0f} s"
        f" ({sender.in_burst / max(sender.burst_s, 1e-9):,.0f} a second)",
        "broken, doubled, late (reordered)": f"{sender.broken:,}, {sender.doubled:,}, {sender.late:,}",
        "in the tables": f"{distinct:,} of them; {len(rows):,} rows with the doubled",
        "not there": f"{missing:,}",
        "refused": f"{refused:,}",
        "left out as one ship's flood": f"{sum(one['flooded'] for one in health['feeds']):,}",  # type: ignore[attr-defined]
        "connections lost": f"{sender.breaks}",
        "longest wait of a closed segment": f"{lag:.0f} s",
        "from the stop to the last commit": f"{drained:.0f} s",
        f"resident at minute {warm_s / 60:.1f} and at the end": f"{after[0]:,.0f}, {after[-1]:,.0f} MB"
        f" ({min(after):,.0f} to {max(after):,.0f} between)"
        if after
        else "-",
        "events": f"{len(live):,}; as in a run of all: {alike} ({whole_s:.0f} s)",
        "found after it could be known": json.dumps(health.get("latency", {})),
        "load of the machine": " ".join(f"{one:.1f}" for one in os.getloadavg()),
    }
    for name, value in table.items():
        print(f"{name:34} {value}")
    return same and missing == 0


if __name__ == "__main__":
    main()

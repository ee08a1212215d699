"""Killed at random moments while it listens: what the journal had is in the tables, exactly once.

A sender sends messages of a made-up sea over loopback. Now the listener is killed at a random moment, now in
the midst of a tick, now whoever merges the tables, now the console; each is started anew. After each kill the
journal is read. At the end every line that any segment of the journal had must be in the tables as often as
the journal had it, and the events and alerts must be those of a run over everything. What was sent and never
was in any journal was under way in the socket: it is counted, and is not loss.
"""

import argparse
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import zstandard

from live import Sender, listener, resident
from vedette import running, store, watch
from vedette.live.ticking import alone

KINDS = ("listener", "tick", "merge", "console")
MERGE = "import sys, vedette.live.merging as m, vedette.store as s; from pathlib import Path;"
MERGE += "m.merge(s.open_case(Path(sys.argv[1])), most_files=3)"
Lines = Counter[bytes]


def sentences(data: bytes) -> Lines:
    """How often each sentence stands in a piece of a journal, in its whole lines."""
    return Counter(line.rpartition(b"\\")[2] for line in data.split(b"\n")[:-1])


def opened(path: Path) -> bytes:
    """What a segment holds, compressed or not."""
    data = path.read_bytes()
    return zstandard.ZstdDecompressor().decompressobj().decompress(data) if path.suffix == ".zst" else data


@dataclass
class Killed:
    """A case that is listened to, what was killed, and what each segment had when the listener was."""

    path: Path
    port: int
    tick: float
    rng: random.Random = field(default_factory=lambda: random.Random(3))
    done: Counter[str] = field(default_factory=Counter)
    had: dict[str, Lines] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    most_mb: float = 0.0

    def begin(self) -> None:
        """Start a listener and a console."""
        self.listening = listener(self.path, self.port, self.tick)
        self.console = self._console()

    def _console(self) -> subprocess.Popen[bytes]:
        serve = [sys.executable, "-m", "vedette", "serve", self.path, "--port", "0", "--no-open", "--quiet"]
        return subprocess.Popen(serve, stdout=subprocess.DEVNULL)

    def kill(self, kind: str) -> None:
        """Kill one of KINDS at a random moment, and start it anew."""
        if kind == "console":
            time.sleep(self.rng.uniform(0, 2))
            self.console.kill()
            self.console.wait()
            self.console = self._console()
        elif kind == "merge":
            merging = subprocess.Popen([sys.executable, "-c", MERGE, str(self.path)])
            while merging.poll() is None and "vedette" not in maps(merging.pid):
                time.sleep(0.02)
            time.sleep(self.rng.uniform(0, 1.5))
            merging.kill()
            merging.wait()
        else:
            self._kill_listener(in_tick=kind == "tick")
        self.done[kind] += 1
        print(f"killed: {kind}", file=sys.stderr)

    def _kill_listener(self, *, in_tick: bool) -> None:
        journal, until = self.path / "journal", self.heard()
        while in_tick and time.monotonic() < until and not list(journal.glob("*.log*")):
            time.sleep(0.01)
        time.sleep(self.rng.uniform(0, 1 if in_tick else self.tick))
        if self.listening.poll() is not None:
            raise SystemExit("the listener ended by itself")
        self.most_mb = max(self.most_mb, resident(self.listening.pid))
        self.listening.send_signal(signal.SIGKILL)
        self.listening.wait()
        with alone(store.open_case(self.path)) as folder:
            for one in folder.glob("*-*"):
                name = one.name.partition(".")[0]
                if one.suffix in (".open", ".log", ".zst") and not self._half(one):
                    self.had[name] = sentences(opened(one))
            self.left = {one.name for one in folder.glob("*.open")}
        self.listening = listener(self.path, self.port, self.tick)

    def heard(self) -> float:
        """Wait until the listener hears, which takes long on a busy machine; until when to wait for more."""
        until = time.monotonic() + 120
        while time.monotonic() < until:
            if {one.name for one in (self.path / "journal").glob("*.open")} - self.left:
                return until
            time.sleep(0.02)
        raise SystemExit("the listener heard nothing for two minutes")

    def _half(self, path: Path) -> bool:
        return path.suffix == ".log" and path.with_suffix(".log.zst").exists()

    def end(self) -> None:
        """Stop the listener in good order, and the console."""
        self.listening.send_signal(signal.SIGTERM)
        self.listening.wait(600)
        self.console.terminate()
        self.console.wait(30)


def maps(pid: int) -> str:
    """What a process has mapped, by which it is known to have begun its work."""
    try:
        return "vedette" if "delta" in Path(f"/proc/{pid}/maps").read_text() else ""
    except OSError:
        return ""


def added(case: store.Case) -> Iterator[tuple[str, Lines]]:
    """The segments that the ledger has, with what the copy of each holds."""
    for row in store.read(case, "files").to_pylist():
        path = case.path / row["path"] if row["kept"] else Path(row["path"])
        yield row["name"].partition(".")[0], sentences(opened(path))


def told(case: store.Case, sender: Sender, killed: Killed, lasted_s: float) -> bool:
    """Print what came of it; True when all that was journalled is in the tables, once."""
    ledger: dict[str, Lines] = {}
    twice = 0
    for name, lines in added(case):
        twice += name in ledger
        ledger[name] = lines
    gone = sum(((lines - ledger.get(name, Counter())).total()) for name, lines in killed.had.items())
    journal = sum(ledger.values(), Counter())
    wanted: Counter[tuple[int, int]] = Counter()
    for line, number in journal.items():
        if line in sender.keys:
            wanted[sender.keys[line]] += number
    rows = store.read(case, "positions").select(["mmsi", "lat"])
    there = Counter(
        zip(rows["mmsi"].to_pylist(), (round(6e5 * lat) for lat in rows["lat"].to_pylist()), strict=True)
    )
    missing, doubled = (wanted - there).total(), (there - wanted).total()
    under_way = [line for line in sender.keys if line not in journal]
    alerts = store.read(case, "alerts")["alert"].to_pylist()
    live = {name: _plain(case, name) for name in ("events", "alerts")}
    running.run(case, running.Wish(running.last_known(case, datetime.now(UTC).replace(tzinfo=None))))
    same = all(_plain(case, name).equals(rows) for name, rows in live.items())
    table = {
        "sent, sound": f"{len(sender.keys):,} in {lasted_s:.0f} s",
        "killed": ", ".join(f"{killed.done[kind]} {kind}" for kind in KINDS),
        "connections lost by the sender": f"{sender.breaks}",
        "journalled": f"{wanted.total():,} sound lines in {len(ledger):,} segments",
        "seen in the journal after a kill": f"{sum(one.total() for one in killed.had.values()):,} lines",
        "  and not in the ledger at the end": f"{gone:,}",
        "journalled and not in the tables": f"{missing:,}",
        "in the tables more often than there": f"{doubled:,}; segments added twice {twice}",
        "sent and never journalled": f"{len(under_way):,} messages, {sum(map(len, under_way)):,} bytes: "
        "under way in the socket, not received",
        "events, alerts": f"{len(live['events']):,}, {len(alerts):,}",
        "as in a run of all": "yes" if same else "NO",
        "resident at a kill, most": f"{killed.most_mb:,.0f} MB",
        "load of the machine": " ".join(f"{one:.1f}" for one in os.getloadavg()),
    }
    for name, value in table.items():
        print(f"{name:38} {value}")
    enough = wanted.total() > 0 and (sum(killed.done.values()) == 0 or sum(map(len, killed.had.values())) > 0)
    return enough and same and not (gone or missing or doubled or twice or len(alerts) > len(set(alerts)))


def _plain(case: store.Case, name: str):  # type: ignore[no-untyped-def]
    rows = store.read(case, name)
    return rows.drop_columns(["because"]).sort_by(rows.column_names[0])


def main() -> None:
    """Send, kill, and count."""
    said = argparse.ArgumentParser(description=__doc__)
    said.add_argument("--kills", type=int, default=20)
    said.add_argument("--rate", type=int, default=500)
    said.add_argument("--tick", type=float, default=2)
    asked = said.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case"
        text = (watch.bundled("default") / "watch.toml").read_text(encoding="utf-8")
        case = store.create(path, f"gazetteer = false\n{text}")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        sender = Sender(port, asked.rate, 86_400.0, (asked.rate, 0.0), sea_s=asked.kills * 40.0)
        killed, begun = Killed(path, port, asked.tick), time.monotonic()
        killed.begin()
        sender.start()
        for number in range(asked.kills):
            killed.kill(KINDS[number % len(KINDS)])
        killed.heard()
        sender.over = True
        sender.join(30)
        time.sleep(2)
        killed.end()
        ok = told(case, sender, killed, time.monotonic() - begun)
    raise SystemExit(0 if ok else 1)


if __name__ == "__main__":
    main()

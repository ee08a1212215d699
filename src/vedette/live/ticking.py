"""A tick: what the journal closed is added to the case, and when it is due the case is run."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette import adding, replay, running, store
from vedette.errors import CaseError
from vedette.live import journal
from vedette.live.following import Follower
from vedette.steps import Reading

NMEA, JSON = "ais/nmea", "ais/aisstream"


@dataclass(frozen=True)
class Tick:
    """What a tick did."""

    segments: int = 0
    rows: int = 0
    refused: int = 0
    faults: tuple[str, ...] = ()
    ran: bool = False
    until: datetime | None = None
    alerts: tuple[dict[str, Any], ...] = ()
    trouble: str | None = None  # why it could not be finished; what it left is done by the next


@dataclass
class Ticker:
    """Adds and runs, one tick after another; ``busy`` is the part of the time that runs may take."""

    case: store.Case
    memory: int = 2 << 30
    workers: int = 2
    busy: float = 0.5
    added: int = 0
    _due: float = 0.0
    _known: set[str] = field(default_factory=set)
    _follower: Follower = field(default_factory=Follower)
    _weeks: replay.Memory = field(default_factory=replay.Memory)

    def start(self) -> None:
        """Note the alerts that are there, so that only later ones are told."""
        self._known = set(store.read(self.case, "alerts")["alert"].to_pylist())

    def tick(self, folder: Path, now: datetime, clock: float, *, last: bool = False) -> Tick:
        """Add the closed segments, and run when anything came and the last run is long enough ago.

        ``now`` is the time rows may not be later than; ``clock`` counts seconds, for the share of ``busy``.
        """
        came = list(self._add(journal.closed(folder), now))
        rows = sum(one.rows for one in came if not one.again)
        self.added += rows
        faults = tuple(one.fault for one in came if one.fault)
        done = Tick(len(came), rows, sum(one.refused for one in came if not one.again), faults)
        if not self.added or (clock < self._due and not last):
            return done
        return self._run(done, now, clock)

    def _add(self, segments: list[Path], now: datetime) -> Iterator[adding.Added]:
        for path in segments:
            wish = adding.Wish(Reading(now=now), _written_as(path), self.memory)
            for one in adding.add(self.case, [path], wish):
                yield one
                if one.fault:  # ours: it is kept apart for whoever mends it, and nothing else waits for it
                    apart = path.parent / "faults"
                    apart.mkdir(exist_ok=True)
                    path.rename(apart / path.name)
                else:
                    path.unlink(missing_ok=True)

    def _run(self, done: Tick, now: datetime, clock: float) -> Tick:
        begun = os.times().elapsed
        until = running.last_known(self.case, now)
        wish = running.Wish(until, memory=self.memory, workers=self.workers, memory_of_weeks=self._weeks)
        try:
            made = running.run(self.case, wish, self._follower)
        except Exception:
            # What it remembers may be half of this run: the next begins from the whole record.
            self._follower, self._weeks = Follower(), replay.Memory()
            raise
        self._due = clock + (os.times().elapsed - begun) / self.busy
        self.added = 0
        new = made["alerts"].filter(
            pc.invert(pc.is_in(made["alerts"]["alert"], pa.array(sorted(self._known), pa.string())))
        )
        self._known |= set(new["alert"].to_pylist())
        alerts = tuple(new.sort_by([("raised", "ascending"), ("alert", "ascending")]).to_pylist())
        return Tick(done.segments, done.rows, done.refused, done.faults, True, until, alerts)


def _written_as(path: Path) -> str:
    """JSON from a WebSocket, NMEA from all else: what comes live is never taken for a list."""
    return JSON if path.name.startswith(("ws_", "wss_")) else NMEA


@contextmanager
def alone(case: store.Case) -> Iterator[Path]:
    """The folder of the journal, for one listener at a time; CaseError when another is at work."""
    folder = case.path / "journal"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as guard:
        try:
            fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CaseError(f"Another vedette is listening for {case.path}.") from error
        yield folder

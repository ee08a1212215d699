"""A tick: what the journal closed is added to the case, and when it is due the case is run."""

import fcntl
import json
import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette import adding, replay, running, storage, store
from vedette.engines import local
from vedette.errors import CaseError
from vedette.live import journal, merging, replaying
from vedette.live.following import Follower
from vedette.sources.ais import synthetic_csv
from vedette.steps import Reading

MERGE_S = 900.0
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
    at_us: int = 0  # when it ended, by the clock that Health is told the time by
    clock: str | None = None  # what was done to the clock of this computer since the tick before


@dataclass
class Ticker:
    """Adds and runs, one tick after another; ``busy`` is the part of the time that runs may take."""

    case: store.Case
    memory: int = 2 << 30
    workers: int = 2
    busy: float = 0.5
    added: int = 0
    _due: float = 0.0
    _merged: float = 0.0
    _known: set[str] = field(default_factory=set)
    _events: set[str] | None = None
    latency: dict[str, deque[float]] = field(default_factory=dict)
    _follower: Follower = field(default_factory=Follower)
    _weeks: replay.Memory = field(default_factory=replay.Memory)

    def start(self) -> None:
        """Note the alerts that were told, so that only others are; before the first listening, all were.

        What an earlier listener raised and was killed before it could tell is told with the first tick.
        """
        there = store.read(self.case, "alerts")["alert"].to_pylist()
        try:
            self._known = set(json.loads(self._told.read_text()))
        except (OSError, ValueError):
            self._known = set(there)
            with suppress(OSError):  # a full disk: told again with the first alert
                self.told(())

    @property
    def _told(self) -> Path:
        return self.case.path / "journal" / "told.json"

    def told(self, alerts: Iterable[Mapping[str, Any]]) -> None:
        """Note that some alerts were told, or are in the outbox."""
        self._known |= {alert["alert"] for alert in alerts}
        self._told.parent.mkdir(exist_ok=True)
        part = self._told.with_suffix(".part")
        part.write_text(json.dumps(sorted(self._known)))
        part.replace(self._told)

    def tick(self, folder: Path, now: datetime, clock: float, *, last: bool = False) -> Tick:
        """Add the closed segments, and run when anything came and the last run is long enough ago.

        ``now`` is the time rows may not be later than; ``clock`` counts seconds, for the share of ``busy``.
        """
        trouble = journal.pack(folder)
        came = list(self._add(journal.closed(folder), now))
        # A segment that the disk stopped stays in the journal, and is added by a later tick.
        trouble = next((f"{one.name}: {one.stopped}" for one in came if one.stopped), trouble)
        rows = sum(one.rows for one in came if not one.again)
        self.added += rows
        faults = tuple(one.fault for one in came if one.fault)
        refused = sum(one.refused for one in came if not one.again)
        done = Tick(len(came), rows, refused, faults, trouble=trouble)
        if not self.added or (clock < self._due and not last):
            return replace(done, alerts=self._untold(store.read(self.case, "alerts")) if came else ())
        return self._run(done, now, clock)

    def _add(self, segments: list[Path], now: datetime) -> Iterator[adding.Added]:
        for path in segments:
            wish = adding.Wish(Reading(now=now), _written_as(path), self.memory)
            for one in adding.add(self.case, [path], wish):
                yield one
                if one.stopped:
                    continue
                if one.fault:  # ours: it is kept apart for whoever mends it, and nothing else waits for it
                    apart = path.parent / "faults"
                    apart.mkdir(exist_ok=True)
                    path.rename(apart / path.name)
                else:
                    path.unlink(missing_ok=True)

    def _run(self, done: Tick, now: datetime, clock: float) -> Tick:
        begun = os.times().elapsed
        until = running.last_known(self.case, now)
        wish = running.Wish(
            until, memory=self.memory, engine=local.engine(self.workers), memory_of_weeks=self._weeks
        )
        try:
            made = running.run(self.case, wish, self._follower)
        except Exception:
            # What it remembers may be half of this run: the next begins from the whole record.
            self._follower, self._weeks = Follower(), replay.Memory()
            raise
        self._due = clock + (os.times().elapsed - begun) / self.busy
        self.added = 0
        self._measure(made.get("events"))
        if clock - self._merged >= MERGE_S:
            # Readers go on with the commit they read, and feeds with the journal.
            merging.merge(self.case)
            self._merged = clock
        return replace(done, ran=True, until=until, alerts=self._untold(made["alerts"]))

    def _untold(self, alerts: pa.Table) -> tuple[dict[str, Any], ...]:
        """The alerts that were not told yet, first raised first."""
        new = alerts.filter(pc.invert(pc.is_in(alerts["alert"], pa.array(sorted(self._known), pa.string()))))
        return tuple(new.sort_by([("raised", "ascending"), ("alert", "ascending")]).to_pylist())

    def _measure(self, events: pa.Table | None) -> None:
        """How long after each new event could be known it was found, by kind."""
        if events is None:
            return
        ids = events["event"].to_pylist()
        if self._events is not None:
            now = datetime.now(UTC).replace(tzinfo=None)
            new = events.filter(pa.array([one not in self._events for one in ids], pa.bool_()))
            for kind, known in zip(new["kind"].to_pylist(), new["known"].to_pylist(), strict=True):
                if known is not None and now - known < timedelta(days=1):
                    kept = self.latency.setdefault(kind, deque(maxlen=1000))
                    kept.append(max(0.0, (now - known).total_seconds()))
        self._events = set(ids)


def _written_as(path: Path) -> str:
    """JSON from a WebSocket, NMEA from all else: what comes live is never taken for a list.

    No address has the name of the made-up sea, which says in every row that it is one.
    """
    if path.name.startswith(f"{replaying.NAME}-"):
        return synthetic_csv.NAME
    return JSON if path.name.startswith(("ws_", "wss_")) else NMEA


@contextmanager
def alone(case: store.Case) -> Iterator[Path]:
    """The folder of the journal, for one listener at a time; CaseError when another is at work."""
    storage.must_be_here(case.path, "listening", "listen into a folder, and add what it keeps to this case.")
    folder = case.path / "journal"
    try:
        folder.mkdir(exist_ok=True)
        opened = (folder / "lock").open("w")
    except OSError as error:
        why = error.strerror or error
        raise CaseError(f"The journal {folder} cannot be written: {why}. Nothing is heard.") from error
    with opened as guard:
        try:
            fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CaseError(f"Another vedette is listening for {case.path}.") from error
        yield folder


def listened_to(case: store.Case) -> bool:
    """True while a vedette listens for the case."""
    try:
        with (case.path / "journal" / "lock").open("r") as guard:
            fcntl.flock(guard, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        pass
    return False

"""What happens while a page is open, told as it happens: new snapshots, new alerts, and how far a run is."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from vedette import running
from vedette.console.web.held import Held, plain
from vedette.engines import local
from vedette.errors import VedetteError

LOOK_S, BEAT_S = 1.0, 15.0
MOST_READERS = 200
MOST_HEALTH = 1 << 20


@dataclass
class Job:
    """The one run that may be going on, and how far it is."""

    state: str = "idle"
    words: str = ""
    done: int = 0
    of: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def told(self) -> dict[str, Any]:
        """The state for a page."""
        return {"state": self.state, "words": self.words, "done": self.done, "of": self.of}

    def start(self, held: Held, now: datetime) -> bool:
        """Begin a run of the case in the background; False when one is going on already."""
        with self._lock:
            if self.state == "running":
                return False
            self.state, self.words, self.done, self.of = "running", "beginning", 0, 0
        threading.Thread(target=self._run, args=(held, now), daemon=True, name="vedette-run").start()
        return True

    def _run(self, held: Held, now: datetime) -> None:
        try:
            wish = running.Wish(
                running.last_known(held.case, now), engine=local.engine(1), progress=self._progress
            )
            running.run(held.case, wish)
            self.state, self.words = "done", "The run is complete."
        except VedetteError as error:
            self.state, self.words = "failed", str(error)
        except Exception as error:  # a job must not take the console down with it
            self.state, self.words = "failed", f"The fault is ours: {type(error).__name__}: {error}"

    def _progress(self, what: str, done: int, of: int) -> None:
        self.words = {"ships": "parts of ships", "weeks": "weeks judged"}[what]
        self.done, self.of = done, of


def health(held: Held) -> dict[str, Any]:
    """What `vedette listen` last said of its feeds, and when; nothing when it never listened here."""
    try:
        said = json.loads((held.case.path / "journal" / "health.json").read_bytes()[:MOST_HEALTH])
        at = datetime.fromtimestamp(said["at_us"] / 1e6, UTC).replace(tzinfo=None)
        return {"at": plain(at), "feeds": plain(list(said["feeds"]))}
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        return {"at": None, "feeds": []}


@dataclass
class Stream:
    """Tells every open page what has changed; looks at the case once a second, however many pages listen."""

    held: Held
    job: Job
    _state: dict[str, Any] = field(default_factory=dict)
    _at: float = -1.0
    readers: int = 0

    async def now(self) -> dict[str, Any]:
        """The state that pages are told: snapshot, alerts and job."""
        at = asyncio.get_running_loop().time()
        if at - self._at >= LOOK_S * 0.9:
            self._at = at
            self._state = await run_in_threadpool(self._look)
        return {**self._state, "job": self.job.told()}

    def _look(self) -> dict[str, Any]:
        rows = self.held.read("alerts")
        alerts = rows.select(["alert", "level", "title", "source"]).to_pylist()
        said = {"snapshot": self.held.snapshot(), "alerts": {row["alert"]: row for row in alerts}}
        return {**plain(said), "health": health(self.held)}

    async def read(self, request: Request) -> AsyncIterator[str]:
        """Server-sent events for one page until it goes, with a beat when nothing happens."""
        self.readers += 1
        try:
            told: dict[str, Any] = {}
            quiet = 0.0
            while not await request.is_disconnected():
                found = await self.now()
                out = list(_news(told, found))
                told = found
                if out:
                    quiet = 0.0
                    yield "".join(out)
                elif quiet >= BEAT_S:
                    quiet = 0.0
                    yield ": still here\n\n"
                await asyncio.sleep(LOOK_S)
                quiet += LOOK_S
        finally:
            self.readers -= 1


def _news(told: dict[str, Any], found: dict[str, Any]) -> list[str]:
    out = []
    if told.get("snapshot") != found["snapshot"]:
        out.append(_event("snapshot", {"snapshot": found["snapshot"]}))
    if told:
        out += [_event("alert", row) for id_, row in found["alerts"].items() if id_ not in told["alerts"]]
    if told.get("health") != found["health"]:
        out.append(_event("health", found["health"]))
    if told.get("job") != found["job"]:
        out.append(_event("job", found["job"]))
    return out


def _event(name: str, says: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(says)}\n\n"

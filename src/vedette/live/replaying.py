"""Replaying: a made-up sea that was written to a file, sent as if it were heard now, only quicker."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from vedette.errors import VedetteError
from vedette.live.feeds import Feed, Told

NAME, TIME = "synthetic_sea", 1  # the feed's name, and the column of the time
BEAT_S = 0.2


@dataclass
class Replay:
    """The lines of a sea by time, from ``start`` on, at ``speed`` times theirs; ``before`` come before."""

    speed: float
    start: datetime
    header: bytes
    before: list[bytes]
    lines: list[tuple[datetime, bytes]]
    _begun: float = 0.0
    _sent: int = field(default=0)

    @classmethod
    def of(cls, path: Path, start: datetime, speed: float) -> "Replay":
        """Read the file that ``vedette.synthetic`` wrote."""
        mark, columns, *rows = path.read_bytes().splitlines()
        timed = [(datetime.fromisoformat(_time(row)), row) for row in rows]
        before = [row for at, row in timed if at < start]
        later = sorted((at, row) for at, row in timed if at >= start)
        if not later:
            raise VedetteError(f"The sea has no message from {start:%Y-%m-%d %H:%M} on.")
        return cls(speed, start, mark + b"\n" + columns + b"\n", before, later)

    @property
    def feed(self) -> Feed:
        """The feed to listen to."""
        return Feed(NAME, f"replay at {self.speed:g} x", "-", header=self.header, made=self.pieces)

    def now(self) -> datetime:
        """The time at sea."""
        if not self._begun:
            return self.start
        return self.start + timedelta(seconds=self.speed * (time.monotonic() - self._begun))

    async def pieces(self, told: Told) -> AsyncIterator[bytes]:
        """The lines whose time has come."""
        self._begun = time.monotonic()
        told.connected()
        while self._sent < len(self.lines):
            now, first = self.now(), self._sent
            while self._sent < len(self.lines) and self.lines[self._sent][0] <= now:
                self._sent += 1
            if self._sent > first:
                yield b"".join(row + b"\n" for _, row in self.lines[first : self._sent])
            await asyncio.sleep(BEAT_S)


def _time(row: bytes) -> str:
    return row.split(b",", TIME + 1)[TIME].decode().rstrip("Z")

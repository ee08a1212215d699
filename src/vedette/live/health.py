"""The health of a feed: what it sent, when, how late, and what it could not send."""

from collections import deque
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime

RATE_SECONDS = 60


@dataclass
class Health:
    """What one feed did since listening began. Times are microseconds since 1970."""

    feed: str
    address: str
    lines: int = 0
    bytes: int = 0
    empty: int = 0
    overlong: int = 0
    lost: int = 0  # datagrams that came faster than they could be taken
    connections: int = 0
    failures: int = 0
    waits: int = 0  # times the journal could not be written and the feed was made to wait
    connected: bool = False
    last_us: int | None = None
    trouble: str | None = None
    _recent: deque[tuple[int, int]] = field(default_factory=deque)

    def heard(self, lines: int, size: int, at_us: int) -> None:
        """Count lines that are in the journal."""
        self.lines += lines
        self.bytes += size
        self.last_us = at_us
        second = at_us // 1_000_000
        if self._recent and self._recent[-1][0] == second:
            lines += self._recent.pop()[1]
        self._recent.append((second, lines))
        while self._recent[0][0] <= second - RATE_SECONDS:
            self._recent.popleft()

    def rate(self, at_us: int) -> float:
        """Lines a second over the last minute."""
        since = at_us // 1_000_000 - RATE_SECONDS
        return sum(lines for second, lines in self._recent if second > since) / RATE_SECONDS

    def said(self, at_us: int) -> dict[str, object]:
        """What ``status`` shows of the feed."""
        facts = {name: value for name, value in asdict(self).items() if not name.startswith("_")}
        silent = None if self.last_us is None else round((at_us - self.last_us) / 1e6, 1)
        last = facts.pop("last_us")
        return {
            **facts,
            "lines_per_second": round(self.rate(at_us), 1),
            "last": None if last is None else _moment(last),
            "silent_seconds": silent,
        }


def _moment(us: int) -> str:
    return datetime.fromtimestamp(us / 1e6, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

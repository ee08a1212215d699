"""The health of a feed: what it sent, when, how late, and what it could not send."""

import re
from collections import deque
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from statistics import median

RATE_SECONDS = 60
USUAL_MINUTES = 60
# A transponder sends every two seconds at most; ten a second are many stations that hear one ship.
MOST_A_MINUTE = 600
MOST_SHIPS, MOST_RECEIVERS, MOST_FLOODED, KEPT = 200_000, 1_000, 100, 99
SILENT_S, SILENT_SHARE, FLOOD_FACTOR, FLOOD_RATE = 120.0, 0.2, 5.0, 50.0

Line = bytes  # a Health counts bytes under that name

_TAGGED = re.compile(rb"^\\([^\\]{1,200})\\")
_STATION, _TIME = re.compile(rb"(?:^|,)s:([^,*]{1,40})"), re.compile(rb"(?:^|,)c:(\d{9,13})")
_IN_JSON = re.compile(rb'"MMSI"\s*:\s*(\d{1,9})')


def mmsi_of(line: bytes) -> int | None:
    """The number of the ship that a line is of, without decoding it; None where it does not begin a message.

    >>> mmsi_of(b"!AIVDM,1,1,,A,13u?etPv2;0n:dDPwUM1U1Cb069D,0*23")
    265547250
    """
    if line[:1] == b"{":
        found = _IN_JSON.search(line)
        return int(found[1]) if found else None
    parts = line[line.rfind(b"\\") + 1 :].split(b",", 6)
    if len(parts) < 7 or parts[2] != b"1" or len(parts[5]) < 7:
        return None
    bits = 0
    for char in parts[5][1:7]:
        bits = bits << 6 | (char - 48 - 8 * (char > 87)) & 63
    return bits >> 4 & 0x3FFFFFFF  # bits 8 to 37 of the message: 2 to 31 of these 36


@dataclass
class Receiver:
    """One station of a feed, as it names itself: how far its times lie before ours, message by message."""

    lines: int = 0
    behind_s: deque[float] = field(default_factory=lambda: deque(maxlen=KEPT))

    @property
    def skew_s(self) -> float:
        """How far its clock is behind ours at most: the least delay; below 0 it is ahead."""
        return round(min(self.behind_s), 1)


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
    flooded: int = 0  # lines of one ship beyond the bound, left out
    connections: int = 0
    failures: int = 0
    waits: int = 0  # times the journal could not be written and the feed was made to wait
    unkept: int = 0  # lines that waited for the journal when listening was stopped
    blocked: str | None = None  # why the journal takes nothing now
    connected: bool = False
    last_us: int | None = None
    trouble: str | None = None
    alarmed: dict[str, int] = field(default_factory=dict)  # the alarms that were told, and since when
    _begun_us: int | None = None
    _recent: deque[tuple[int, int]] = field(default_factory=deque)
    _minutes: deque[int] = field(default_factory=lambda: deque(maxlen=USUAL_MINUTES))
    _minute: tuple[int, int] = (0, 0)
    _ships: dict[int, int] = field(default_factory=dict)
    _heard: int = 0
    _floods: dict[int, int] = field(default_factory=dict)
    _receivers: dict[str, Receiver] = field(default_factory=dict)

    def taken(self, lines: list[Line], at_us: int) -> list[Line]:
        """The lines without what one ship sends beyond the bound; nobody else's are left out for it."""
        minute = at_us // 60_000_000
        if minute != self._minute[0]:
            self._turn(minute)
        kept = []
        for line in lines:
            ship = mmsi_of(line)
            if ship is not None:
                count = self._ships.get(ship, 0) + 1
                if count > MOST_A_MINUTE:
                    self.flooded += 1
                    if ship in self._floods or len(self._floods) < MOST_FLOODED:
                        self._floods[ship] = self._floods.get(ship, 0) + 1
                    continue
                if count > 1 or len(self._ships) < MOST_SHIPS:
                    self._ships[ship] = count
            kept.append(line)
        for line in kept[:: max(1, len(kept) // 20)]:  # some are enough to know a clock by
            self._time(line, at_us)
        return kept

    def _turn(self, minute: int) -> None:
        before, lines = self._minute
        if before:
            self._minutes.extend([lines, *[0] * min(minute - before - 1, USUAL_MINUTES)])
        self._minute, self._heard, self._ships = (minute, 0), len(self._ships), {}

    def _time(self, line: Line, at_us: int) -> None:
        tag = _TAGGED.match(line)
        said = _TIME.search(tag[1]) if tag else None
        if tag is None or said is None:
            return
        moment = int(said[1]) * (1000 if len(said[1]) > 11 else 1_000_000)
        station = _STATION.search(tag[1])
        name = station[1].decode("ascii", "replace") if station else ""
        if name in self._receivers or len(self._receivers) < MOST_RECEIVERS:
            one = self._receivers.setdefault(name, Receiver())
            one.lines += 1
            one.behind_s.append((at_us - moment) / 1e6)

    def heard(self, lines: int, size: int, at_us: int) -> None:
        """Count lines that are in the journal."""
        self.lines += lines
        self.bytes += size
        self.last_us = at_us
        self._begun_us = self._begun_us or at_us
        self._minute = (self._minute[0], self._minute[1] + lines)
        second = at_us // 1_000_000
        if self._recent and self._recent[-1][0] == second:
            lines += self._recent.pop()[1]
        self._recent.append((second, lines))
        while self._recent[0][0] <= second - RATE_SECONDS:
            self._recent.popleft()

    def rate(self, at_us: int) -> float:
        """Lines a second over the last minute, or since the first of them."""
        since = at_us // 1_000_000 - RATE_SECONDS
        lasted = RATE_SECONDS if self._begun_us is None else max(1.0, (at_us - self._begun_us) / 1e6)
        return sum(lines for second, lines in self._recent if second > since) / min(RATE_SECONDS, lasted)

    def usual(self) -> float | None:
        """Lines a second in the median minute of the last hour; None in the first five."""
        return median(self._minutes) / 60 if len(self._minutes) >= 5 else None

    def alarms(self, at_us: int) -> list[str]:
        """What is wrong with the feed now: not connected, silent, far less than usual, or a flood."""
        found = []
        silent = (at_us - self.last_us) / 1e6 if self.last_us else None
        rate, usual = self.rate(at_us), self.usual()
        if self.blocked:
            found.append(f"outage: the journal cannot be written ({self.blocked}): the feed waits")
        elif not self.connected:
            found.append(f"outage: not connected ({self.trouble or 'not yet'})")
        elif silent is None or silent > SILENT_S:
            junk = f", but {self.empty:,} empty lines" if self.empty else ""
            found.append("outage: nothing heard" + (f" for {silent:.0f} s" if silent else " yet") + junk)
        elif usual and rate < SILENT_SHARE * usual:
            found.append(f"outage: {rate:.1f} lines a second, where {usual:.1f} were usual")
        if usual and rate > max(FLOOD_FACTOR * usual, FLOOD_RATE):
            found.append(f"flood: {rate:.0f} lines a second, where {usual:.1f} were usual")
        if self._floods:
            ship, lines = max(self._floods.items(), key=lambda one: one[1])
            found.append(f"flood: {lines:,} lines of ship {ship} beyond {MOST_A_MINUTE} a minute left out")
        return found

    def said(self, at_us: int) -> dict[str, object]:
        """What ``status`` shows of the feed."""
        facts = {name: value for name, value in asdict(self).items() if not name.startswith("_")}
        silent = None if self.last_us is None else round((at_us - self.last_us) / 1e6, 1)
        facts.pop("alarmed")
        last, usual = facts.pop("last_us"), self.usual()
        behind = [one for receiver in self._receivers.values() for one in receiver.behind_s]
        return {
            **facts,
            "lines_per_second": round(self.rate(at_us), 1),
            "usual_per_second": None if usual is None else round(usual, 1),
            "ships_a_minute": max(self._heard, len(self._ships)),
            "lag_seconds": round(median(behind), 1) if behind else None,
            "last": None if last is None else _moment(last),
            "silent_seconds": silent,
            "alarms": self.alarms(at_us),
            "receivers": {
                name or "(no name)": {"lines": one.lines, "clock_behind_seconds": one.skew_s}
                for name, one in sorted(self._receivers.items(), key=lambda pair: -pair[1].lines)[:20]
            },
        }


def unseen(healths: list[Health], at_us: int) -> list[str]:
    """What could not be seen: the feeds that are out, by name."""
    return [
        f"feed {health.feed}: {alarm}"
        for health in healths
        for alarm in health.alarms(at_us)
        if alarm.startswith("outage")
    ]


def _moment(us: int) -> str:
    return datetime.fromtimestamp(us / 1e6, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

"""NMEA lines to whole AIS messages: tag blocks, times, checksums, and parts put together."""

import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import reduce
from operator import xor
from typing import NamedTuple

from vedette.sources.ais.clocks import Clock, gps_clock
from vedette.sources.ais.heard import Unusable, microseconds

# Parts follow each other within a second, and a sequence number comes round again after ten messages.
PART_LINES = 1_000
PART_US = 30 * 1_000_000
GROUPS = 1_000
ARMOUR = bytes([*range(48, 88), *range(96, 120)])
FILLS = frozenset((b"0", b"1", b"2", b"3", b"4", b"5"))
AIS_SENTENCES = frozenset((b"VDM", b"VDO"))
GPS_SENTENCES = frozenset((b"RMC", b"ZDA", b"GGA", b"GLL"))

TWO = "there is more than one sentence on the line"

_SUMS = {form % n: n for n in range(256) for form in (b"%02X", b"%02x")}
_PARTS = {b"%d" % n: n for n in range(1, 10)}
_EPOCH = re.compile(rb"(\d{10}|\d{13}|\d{16})(?:\.(\d+))?")
_BEFORE = re.compile(
    rb"\[?(?:(\d{10}(?:\.\d+)?|\d{13})"
    rb"|(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?))(?!\w)"
)
_AIS = re.compile(rb"[!$]..VD[MO],")
_OLD_GROUP = re.compile(rb"(\d+)G\d+")


class Message(NamedTuple):
    """A whole message: its first line, the time said for it in microseconds since 1970, and its payload."""

    line: int
    time: int | None
    payload: bytes
    text: bytes


@dataclass
class _Parts:
    """A message of which parts are still to come."""

    line: int
    text: bytes
    total: int
    time: int | None = None
    have: dict[int, bytes] = field(default_factory=dict)


class Framing:
    """The lines of a stream, one after the other, to messages and clocks; what is wrong goes to ``refuse``.

    A time is taken from the line's tag block or the first line of its tag group, else from before the
    sentence, from the end of the line (US Coast Guard), or from a ``$PGHP`` line or a lone tag block just
    before it.
    """

    def __init__(self, refuse: Callable[[int, str, bytes], None]) -> None:
        self._refuse = refuse
        self._open: dict[tuple[bytes, ...], _Parts] = {}
        self._groups: OrderedDict[bytes, int] = OrderedDict()
        self._told: int | None = None  # the time for the next AIS sentence

    def take(self, number: int, line: bytes) -> Message | Clock | None:
        """The message that this line completes, or the clock it shows."""
        try:
            return self._taken(number, line.strip())
        except Unusable as wrong:
            self._refuse(number, str(wrong), line)
            return None

    def end(self) -> None:
        """Refuse what is still without all its parts."""
        for key in list(self._open):
            self._drop(key)

    def _taken(self, number: int, text: bytes) -> Message | Clock | None:
        if not text or text.startswith(b"#"):
            return None
        time, line = self._before(text)
        if not line:
            self._told = time
            return None
        if line[0] not in b"!$":
            raise Unusable("not an NMEA sentence")
        body, star, rest = line[1:].partition(b"*")
        if body[2:5] not in AIS_SENTENCES or body[5:6] not in (b",", b""):
            return self._other(line, body, rest)
        told, self._told = self._told, None
        if not star:
            raise Unusable("the line has no checksum")
        check(body, rest[:2])
        if b"!" in rest:
            raise Unusable(TWO)
        if time is None and len(rest) > 2:
            time = _at_end(rest[2:])
        return self._sentence(number, text, body.split(b","), told if time is None else time)

    def _before(self, line: bytes) -> tuple[int | None, bytes]:
        """The time that stands before a sentence or in its tag blocks, and the sentence."""
        time = None
        if line[0] not in b"!$\\":
            time, line = _after_time(line)
        if line[0] in b"\\":
            tagged, line = self._tagged(line)
            time = time if tagged is None else tagged
        return time, line

    def _other(self, line: bytes, body: bytes, rest: bytes) -> Clock | None:
        """The clock that a sentence which is not AIS shows, if any."""
        if _AIS.search(line):
            raise Unusable(TWO)
        if body.startswith(b"PGHP,1,"):
            self._told = None
            check(body, rest[:2])
            self._told = _gatehouse(body.split(b","))
        elif body[2:5] in GPS_SENTENCES and _SUMS.get(rest[:2]) == reduce(xor, body):
            return gps_clock(body.split(b","))
        return None

    def _sentence(self, number: int, text: bytes, fields: list[bytes], time: int | None) -> Message | None:
        if len(fields) != 7:
            raise Unusable(f"the sentence has {len(fields)} fields, not 7")
        kind, total, part, sequence, channel, payload, fill = fields
        if not payload:
            raise Unusable("the payload is empty")
        if payload.translate(None, ARMOUR):
            raise Unusable("the payload has a character that AIS does not use")
        if fill not in FILLS:
            raise Unusable(f"the number of fill bits is {_shown(fill)}, not 0 to 5")
        heard = Message(number, time, payload, text)
        if total == part == b"1":
            return heard
        place, count = _PARTS.get(part, 0), _PARTS.get(total, 0)
        if not 1 <= place <= count:
            raise Unusable(f"there is no part {_shown(part)} of {_shown(total)}")
        return self._part(heard, (kind, sequence, channel), place, count)

    def _part(self, heard: Message, key: tuple[bytes, ...], place: int, count: int) -> Message | None:
        """The whole message, when this is the last of its parts to come."""
        while self._open and next(iter(self._open.values())).line < heard.line - PART_LINES:
            self._drop(next(iter(self._open)))
        parts = self._open.get(key)
        if parts and (parts.total != count or place in parts.have or _far(parts.time, heard.time)):
            self._drop(key)
            parts = None
        if parts is None:
            parts = self._open[key] = _Parts(heard.line, heard.text, count)
        parts.have[place] = heard.payload
        if parts.time is None:
            parts.time = heard.time
        if len(parts.have) < count:
            return None
        del self._open[key]
        payload = b"".join(parts.have[n] for n in range(1, count + 1))
        return Message(parts.line, parts.time, payload, parts.text)

    def _drop(self, key: tuple[bytes, ...]) -> None:
        held = self._open.pop(key)
        lost = [str(n) for n in range(1, held.total + 1) if n not in held.have]
        parts = f"part{'s' * (len(lost) > 1)} {', '.join(lost)} of {held.total} never came"
        self._refuse(held.line, parts, held.text)

    def _tagged(self, line: bytes) -> tuple[int | None, bytes]:
        """The time in the tag blocks at the beginning of a line, and the rest of the line."""
        time, first, group = None, False, b""
        while line.startswith(b"\\"):
            block, slash, line = line[1:].partition(b"\\")
            body, star, said = block.rpartition(b"*")
            if not slash or not star:
                raise Unusable("the tag block does not end" if not slash else "the tag block has no checksum")
            check(body, said, "the tag block's checksum")
            for part in body.split(b","):
                code, _, value = part.partition(b":")
                if code == b"c":
                    time = instant(value)
                elif code == b"g":
                    first, group = value.startswith(b"1-"), value.rpartition(b"-")[2]
                elif old := _OLD_GROUP.fullmatch(code):
                    first, group = old[1] == b"1", value
        if group and time is not None:
            self._groups[group] = time
            self._groups.move_to_end(group)
            if len(self._groups) > GROUPS:
                self._groups.popitem(last=False)
        elif group and first:
            self._groups.pop(group, None)
        elif group:
            time = self._groups.get(group)
        return time, line


def check(body: bytes, said: bytes, what: str = "the checksum") -> None:
    """Raise Unusable when the exclusive or of some bytes is not the one that is said."""
    if _SUMS.get(said) == (found := reduce(xor, body, 0)):
        return
    if said not in _SUMS:
        raise Unusable(f"{what} is {_shown(said)}, not two hexadecimal digits")
    raise Unusable(f"{what} is {found:02X}, the line says {said.decode().upper()}")


def instant(text: bytes) -> int:
    """Seconds, or milliseconds when there are too many of them, since 1970 as microseconds.

    >>> instant(b"1364272372"), instant(b"1364272372500")
    (1364272372000000, 1364272372500000)
    """
    whole, _, fraction = text.partition(b".")
    if not whole.isdigit() or len(whole) > 16 or (fraction and not fraction.isdigit()):
        raise Unusable(f"the time {_shown(text)} cannot be read")
    number = int(whole)
    if number >= 10**14:
        return number
    if number >= 10**11:
        return number * 1_000
    return number * 1_000_000 + int((fraction + b"000000")[:6])


def _far(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and abs(one - other) > PART_US


def _at_end(rest: bytes) -> int | None:
    last = rest.rpartition(b",")[2].strip()
    return instant(last) if _EPOCH.fullmatch(last) else None


def _after_time(line: bytes) -> tuple[int, bytes]:
    """The time that stands before a sentence, and the sentence."""
    start = re.search(rb"[!$\\]", line)
    if start is None:
        raise Unusable("not an NMEA sentence")
    before = _BEFORE.match(line[: start.start()])
    if before is None:
        raise Unusable("what stands before the sentence is not a time")
    if before[1]:
        return instant(before[1]), line[start.start() :]
    try:
        return microseconds(datetime.fromisoformat(before[2].decode())), line[start.start() :]
    except (ValueError, OverflowError) as error:
        raise Unusable("what stands before the sentence is not a time") from error


def _gatehouse(fields: list[bytes]) -> int:
    """The time of a ``$PGHP,1,YEAR,MONTH,DAY,HOUR,MINUTE,SECOND,MILLISECOND,...`` line."""
    try:
        year, month, day, hour, minute, second, thousandth = map(int, fields[2:9])
        when = datetime(year, month, day, hour, minute, second, thousandth * 1_000, tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise Unusable("the time of the $PGHP line cannot be read") from error
    return microseconds(when)


def _shown(text: bytes) -> str:
    return repr(text[:20].decode("ascii", "replace"))

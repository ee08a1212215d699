"""One NMEA line to what it says: tag blocks, times, checksums, and the payload of an AIS sentence."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from operator import xor

from vedette.kernels.ais_rows import CLOCK, GATEHOUSE, OTHER, REFUSED, SENTENCE, TIME
from vedette.sources.ais.clocks import Clock, gps_clock
from vedette.sources.ais.heard import Unusable, microseconds

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


@dataclass(slots=True)
class Line:
    """What one line says by itself; ``kind`` as in ``vedette.kernels.ais_rows``, times in microseconds."""

    kind: int = OTHER
    tag_time: int | None = None
    line_time: int | None = None
    group: bytes = b""
    first: bool = False
    clears: bool = False
    key: tuple[bytes, ...] = ()
    part: int = 0
    parts: int = 0
    payload: bytes = b""
    payload_at: int = 0  # where the payload begins on the line
    clock: Clock | None = None
    reason: str = ""


def understood(text: bytes) -> Line:
    """What a line says, without white space at its ends; it is refused when it is not sound."""
    said = Line()
    if not text or text.startswith(b"#"):
        return said
    try:
        _understand(text, said)
    except Unusable as wrong:
        said.kind, said.reason = REFUSED, str(wrong)
    return said


def _understand(text: bytes, said: Line) -> None:
    line = text
    if line[0] not in b"!$\\":
        said.line_time, line = _after_time(line)
    if line[0] in b"\\":
        line = _tagged(line, said)
    if not line:
        said.kind = TIME
        return
    if line[0] not in b"!$":
        raise Unusable("not an NMEA sentence")
    body, star, rest = line[1:].partition(b"*")
    if body[2:5] not in AIS_SENTENCES or body[5:6] not in (b",", b""):
        _other(line, body, rest, said)
        return
    said.clears = True
    if not star:
        raise Unusable("the line has no checksum")
    check(body, rest[:2])
    if b"!" in rest:
        raise Unusable(TWO)
    if said.line_time is None and len(rest) > 2:
        said.line_time = _at_end(rest[2:])
    fields = body.split(b",")
    _sentence(fields, said)
    said.payload_at = len(text) - len(line) + 1 + sum(len(field) + 1 for field in fields[:5])


def _other(line: bytes, body: bytes, rest: bytes, said: Line) -> None:
    """Read a sentence that is not AIS, for the time or the clock it may show."""
    if _AIS.search(line):
        raise Unusable(TWO)
    if body.startswith(b"PGHP,1,"):
        said.clears = True
        check(body, rest[:2])
        said.line_time = _gatehouse(body.split(b","))
        said.kind = GATEHOUSE
    elif body[2:5] in GPS_SENTENCES and _SUMS.get(rest[:2]) == reduce(xor, body):
        said.clock = gps_clock(body.split(b","))
        said.kind = OTHER if said.clock is None else CLOCK


def _sentence(fields: list[bytes], said: Line) -> None:
    # A device of the GoFree kind writes the number of fill bits twice.
    if len(fields) == 8 and fields[6] in FILLS and fields[7] in FILLS:
        fields = fields[:7]
    if len(fields) != 7:
        raise Unusable(f"the sentence has {len(fields)} fields, not 7")
    kind, total, part, sequence, channel, payload, fill = fields
    if not payload:
        raise Unusable("the payload is empty")
    if payload.translate(None, ARMOUR):
        raise Unusable("the payload has a character that AIS does not use")
    if fill not in FILLS:
        raise Unusable(f"the number of fill bits is {_shown(fill)}, not 0 to 5")
    said.part, said.parts = _PARTS.get(part, 0), _PARTS.get(total, 0)
    if not 1 <= said.part <= said.parts:
        raise Unusable(f"there is no part {_shown(part)} of {_shown(total)}")
    said.key, said.payload, said.kind = (kind, sequence, channel), payload, SENTENCE


def _tagged(line: bytes, said: Line) -> bytes:
    """Read the tag blocks at the beginning of a line; the rest of the line."""
    time, first, group = None, False, b""
    while line.startswith(b"\\"):
        block, slash, line = line[1:].partition(b"\\")
        body, star, sum_said = block.rpartition(b"*")
        if not slash or not star:
            raise Unusable("the tag block does not end" if not slash else "the tag block has no checksum")
        check(body, sum_said, "the tag block's checksum")
        for part in body.split(b","):
            code, _, value = part.partition(b":")
            if code == b"c":
                time = instant(value)
            elif code == b"g":
                first, group = value.startswith(b"1-"), value.rpartition(b"-")[2]
            elif old := _OLD_GROUP.fullmatch(code):
                first, group = old[1] == b"1", value
    said.tag_time, said.first, said.group = time, first, group
    return line


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

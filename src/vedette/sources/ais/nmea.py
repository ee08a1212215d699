"""NMEA 0183 logs: AIVDM and AIVDO sentences of any talker, as receivers write them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from pyais.bit_vector import bit_vector
from pyais.messages import MSG_CLASS

from vedette.errors import SourceError
from vedette.sources.ais.clocks import DAY_ONLY, Clock, StreamClock, clock_of, midnight
from vedette.sources.ais.heard import BATCH_ROWS, Heard, Position, Static, clean, eta, metres, speed
from vedette.sources.ais.sentences import Framing, Message
from vedette.sources.opening import blocks
from vedette.steps import Batch, Opened, Reading, Source

BLOCK_BYTES = 4 << 20
# A sentence has 82 bytes, and its tag blocks a few times that.
LINE_BYTES = 1 << 10
HEARD_LATER = "time: of a clock heard later"
NO_TIME = "no time on the line, and no clock in the stream: give the day with --date"

_LINE = re.compile(rb'(?m)^[ \t]*(?:[\d\[][^!$\\\r\n"{]{0,64})?(?:\\[^\\\r\n]*\\)*[!$]..VD[MO],')
# Characters of six bits in a payload: what ITU-R M.1371-5 gives, and what transponders pad it to.
_CHARACTERS: dict[int, Sequence[int]] = {
    **dict.fromkeys((1, 2, 3, 4, 9, 11, 18), (28,)),
    5: (71, 72),
    19: (52, 53),
    24: range(27, 36),
    27: (16, 28),
}
_TYPES = {byte: (byte - 48 if byte < 88 else byte - 56) for byte in (*range(48, 88), *range(96, 120))}
_LAST_TYPE = 28


class Decoded(NamedTuple):
    """What some payloads say; each row begins with the place of its payload among them.

    positions: mmsi, lat, lon, speed_kn, course_deg, heading_deg, status; sentinels as sent.
    statics: the half of a type 24 (A, B or nothing), then the columns of Static from mmsi without time.
    """

    positions: list[tuple[Any, ...]]
    statics: list[tuple[Any, ...]]
    clocks: dict[int, Clock]
    refused: list[tuple[int, str]]


def recognise(opened: Opened) -> float:
    """Sure when a line holds a VDM or VDO sentence."""
    return 0.95 if _LINE.search(opened.head) else 0.0


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """Positions of types 1, 2, 3, 9, 18, 19 and 27, statics of types 5, 19 and 24, and the lines refused.

    A line without a time is given the one the stream last told. Before any was told, it is the first one told
    within the batch, and in doubt; else midnight of ``reading.date``, and in doubt; else the line is refused.
    """
    heard, clock = Heard(opened, SOURCE.name, reading), StreamClock(reading)
    day = midnight(reading.date) if reading.date else None
    framing, said = Framing(heard.refuse), list[Message | Clock]()
    broken: SourceError | None = None
    try:
        for number, line in _lines(opened, reading, heard):
            if (item := framing.take(number, line)) is not None:
                said.append(item)
            if number % BATCH_ROWS == 0:
                _gather(said, heard, clock, day)
                said.clear()
                yield from heard.batches()
    except SourceError as error:
        broken = error
    framing.end()
    _gather(said, heard, clock, day)
    yield from heard.batches()
    if broken:
        raise broken


def _lines(opened: Opened, reading: Reading, heard: Heard) -> Iterator[tuple[int, bytes]]:
    for block in blocks(opened, min(reading.block_bytes, BLOCK_BYTES), max_line_bytes=LINE_BYTES):
        for number, beginning in block.overlong:
            heard.refuse(number, "the line is too long to be a sentence", beginning)
        yield from enumerate(block.data.removesuffix(b"\n").split(b"\n") if block.data else (), block.line)


def _gather(said: Sequence[Message | Clock], heard: Heard, clock: StreamClock, day: int | None) -> None:
    messages = [item for item in said if isinstance(item, Message)]
    decoded = decode([message.payload for message in messages])
    times = _times(said, decoded.clocks, clock, day)
    for at, reason in decoded.refused:
        heard.refuse(messages[at].line, reason, messages[at].text)
    usable: dict[int, tuple[int, str | None]] = {}
    for at in sorted({row[0] for rows in (decoded.positions, decoded.statics) for row in rows}):
        line, text, (time, doubt) = messages[at].line, messages[at].text, times[at]
        if time is None:
            heard.refuse(line, NO_TIME, text)
        elif heard.in_time(line, time, text):
            usable[at] = time, doubt
    for at, mmsi, *values in decoded.positions:
        if at in usable:
            heard.position(Position(messages[at].line, mmsi, *usable[at], *values))
    for at, part, mmsi, *values in decoded.statics:
        if at in usable:
            heard.static(Static(messages[at].line, mmsi, usable[at][0], *values), part)


def _times(
    said: Iterable[Message | Clock], base_stations: dict[int, Clock], clock: StreamClock, day: int | None
) -> list[tuple[int | None, str | None]]:
    """The time of each message and the doubt about it; null when there is none."""
    times: list[tuple[int | None, str | None]] = []
    first: int | None = None
    early = 0  # messages before any clock
    for item in said:
        if isinstance(item, Clock):
            clock.hear(item)
        else:
            at = len(times)
            if item.time is not None:
                clock.hear_time(item.time)
            elif at in base_stations:
                clock.hear(base_stations[at])
            times.append((clock.now if item.time is None else item.time, None))
        if first is None:
            first, early = clock.now, len(times)
    for at in range(early):
        if times[at][0] is None:
            times[at] = (first, HEARD_LATER) if first is not None else (day, DAY_ONLY)
    return times


def decode(payloads: Sequence[bytes]) -> Decoded:
    """What payloads in AIS armour say. The one place where they are decoded, message by message, by pyais.

    Types that give neither a position, a static nor a clock are passed over; a payload that is not of its
    type's length, of a type that does not exist, or that pyais cannot decode is refused.
    """
    decoded = Decoded([], [], {}, [])
    for at, payload in enumerate(payloads):
        kind = _TYPES.get(payload[0], 0)
        if kind not in _CHARACTERS:
            if not 1 <= kind <= _LAST_TYPE:
                decoded.refused.append((at, f"there is no AIS message of type {kind}"))
            continue
        if len(payload) not in _CHARACTERS[kind]:
            wanted = " or ".join(map(str, sorted({min(_CHARACTERS[kind]), max(_CHARACTERS[kind])})))
            reason = f"a message of type {kind} has {wanted} characters, not {len(payload)}"
            decoded.refused.append((at, reason))
            continue
        bits = bit_vector(payload)
        try:
            message: Any = MSG_CLASS[kind].from_vector(bits)
        except Exception as error:  # a stranger's payload: whatever pyais says of it is the reason
            decoded.refused.append((at, f"the payload of type {kind} cannot be decoded: {error}"[:200]))
            continue
        if kind in (5, 19, 24):
            _static(at, kind, message, bits, decoded.statics)
        if kind in (4, 11):
            _base_station(at, message, decoded.clocks)
        elif kind not in (5, 24):
            decoded.positions.append(_position(at, kind, message))
    return decoded


def _position(at: int, kind: int, message: Any) -> tuple[Any, ...]:
    return (
        at,
        message.mmsi,
        message.lat,
        message.lon,
        speed(kind, message.speed),
        message.course,
        None if kind in (9, 27) else message.heading,
        int(message.status) if kind in (1, 2, 3, 27) else None,
    )


def _static(at: int, kind: int, message: Any, bits: bit_vector, statics: list[tuple[Any, ...]]) -> None:
    if kind == 24 and message.partno == 0:
        statics.append((at, "A", message.mmsi, None, clean(message.shipname), *[None] * 7))
        return
    # An auxiliary craft gives its mother ship's number in place of its own size.
    sized = hasattr(message, "to_bow")
    statics.append(
        (
            at,
            "B" if kind == 24 else "",
            message.mmsi,
            (message.imo or None) if kind == 5 else None,
            None if kind == 24 else clean(message.shipname),
            None if kind == 19 else clean(message.callsign),
            # Of types 5 and 19 pyais gives the nearest type it knows, so we read the number that was sent.
            message.ship_type if kind == 24 else bits.get(232 if kind == 5 else 263, 8),
            metres(message.to_bow, message.to_stern) if sized else None,
            metres(message.to_port, message.to_starboard) if sized else None,
            (message.draught or None) if kind == 5 else None,
            clean(message.destination) if kind == 5 else None,
            eta(message.month, message.day, message.hour, message.minute) if kind == 5 else None,
        )
    )


def _base_station(at: int, message: Any, clocks: dict[int, Clock]) -> None:
    date = (message.year, message.month, message.day)
    if clock := clock_of(date, (message.hour, message.minute, message.second)):
        clocks[at] = clock


SOURCE = Source(
    name="ais/nmea",
    gives=("positions", "statics"),
    publisher="whoever ran the receiver",
    licence="as its operator says",
    url="https://gpsd.gitlab.io/gpsd/AIVDM.html",
    recognise=recognise,
    read=read,
)

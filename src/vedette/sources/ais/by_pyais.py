"""An NMEA log read message by message in Python, its payloads by pyais: slow, and right."""

from collections.abc import Iterable, Iterator, Sequence

from vedette.sources.ais.clocks import DAY_ONLY, Clock, StreamClock, midnight
from vedette.sources.ais.framing import Framing, Message
from vedette.sources.ais.heard import Heard, Position, Static
from vedette.sources.ais.payloads import decode
from vedette.sources.ais.stretches import TOO_LONG, Stretch
from vedette.steps import Batch, Opened, Reading

HEARD_LATER = "time: of a clock heard later"
NO_TIME = "no time on the line, and no clock in the stream: give the day with --date"


class ByPyais:
    """What is remembered of a log from one stretch to the next, and its rows."""

    def __init__(self, opened: Opened, source: str, reading: Reading) -> None:
        self._heard, self._clock = Heard(opened, source, reading), StreamClock(reading)
        self._day = midnight(reading.date) if reading.date else None
        self._framing = Framing(self._heard.refuse)

    def batches(self, stretch: Stretch) -> Iterator[Batch]:
        """The rows of a stretch."""
        said = list[Message | Clock]()
        overlong = stretch.overlong[::-1]
        for number, line in enumerate(stretch.data().split(b"\n")[:-1], stretch.line):
            while overlong and overlong[-1][0] <= number:
                _, long, beginning = overlong.pop()
                self._heard.refuse(long, TOO_LONG, beginning)
            if (item := self._framing.take(number, line)) is not None:
                said.append(item)
        if stretch.last:
            self._framing.end()
        _gather(said, self._heard, self._clock, self._day)
        yield from self._heard.batches()


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

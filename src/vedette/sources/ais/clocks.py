"""The clock of a stream: what it last said the time was, for the lines that carry none."""

from datetime import UTC, date, datetime
from typing import NamedTuple

from vedette.sources.ais.heard import DAY_US, FIRST_US, microseconds
from vedette.steps import Reading

DAY_ONLY = "time: day only"  # the doubt about a row whose hour nobody knows
HOUR_US = 3_600 * 1_000_000
# A clock that jumps is believed when a second one, read within this, says the same.
AGREEMENT_US = 600 * 1_000_000


class Clock(NamedTuple):
    """What a clock in the stream shows, microseconds: since 1970, or since midnight when it has no date."""

    time: int
    dated: bool = True


class StreamClock:
    """The time by the stream: its receiver's own, a GPS receiver's or a base station's, whichever spoke last.

    A clock before 2000 or in the future is passed over. So is one that jumps by more than an hour, until
    another reading agrees with it: one base station with a wrong clock must not date the ships round it.
    A clock without a date takes the day from ``reading.date``, and the next day after midnight.
    """

    def __init__(self, reading: Reading) -> None:
        self.now: int | None = None
        self._latest = microseconds(reading.now) + DAY_US if reading.now else None
        self._day = midnight(reading.date) if reading.date else None
        self._dated = False
        self._strange: int | None = None

    def hear(self, clock: Clock) -> None:
        """Take note of a clock."""
        if clock.dated:
            self.hear_time(clock.time)
        elif self._day is not None and not self._dated:
            time = self._day + clock.time
            if self.now is not None and time < self.now - DAY_US // 2:
                self._day, time = self._day + DAY_US, time + DAY_US
            self.now = time

    def hear_time(self, time: int) -> None:
        """Take note of a time since 1970, in microseconds."""
        if time < FIRST_US or (self._latest is not None and time > self._latest):
            return
        if self.now is None or not self._dated or abs(time - self.now) <= HOUR_US:
            self.now, self._dated, self._strange = time, True, None
        elif self._strange is not None and 0 < abs(time - self._strange) <= AGREEMENT_US:
            self.now, self._strange = time, None
        else:
            self._strange = time


def midnight(when: datetime) -> int:
    """The beginning of a day in UTC, microseconds since 1970."""
    return microseconds(when) // DAY_US * DAY_US


def gps_clock(fields: list[bytes]) -> Clock | None:
    """What the fields of a GPS receiver's RMC, ZDA, GGA or GLL sentence say the time is, when it has a fix.

    >>> gps_clock(b"GPRMC,213950.00,A,5250.5,N,00542.3,E,0.020,,070420,,,A".split(b","))
    Clock(time=1586295590000000, dated=True)
    >>> gps_clock(b"GPGGA,000001,5250.5,N,00542.3,E,1".split(b","))
    Clock(time=1000000, dated=False)
    """
    try:
        match fields[0][2:]:
            case b"RMC" if fields[2] == b"A":
                day, month, year = _pairs(fields[9])
                # The two digits of a year since 1980, when GPS began.
                return _dated(fields[1], year + (1900 if year >= 80 else 2000), month, day)
            case b"ZDA":
                return _dated(fields[1], int(fields[4]), int(fields[3]), int(fields[2]))
            case b"GGA" if fields[6] not in (b"", b"0"):
                return Clock(_since_midnight(fields[1]), dated=False)
            case b"GLL" if fields[6] == b"A":
                return Clock(_since_midnight(fields[5]), dated=False)
    except (ValueError, IndexError, OverflowError):
        pass
    return None


def _dated(time: bytes, year: int, month: int, day: int) -> Clock:
    return Clock((date(year, month, day) - date(1970, 1, 1)).days * DAY_US + _since_midnight(time))


def _since_midnight(text: bytes) -> int:
    whole, _, fraction = text.partition(b".")
    hour, minute, second = _pairs(whole)
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError(text)
    return ((hour * 60 + minute) * 60 + second) * 1_000_000 + int((fraction + b"000000")[:6])


def _pairs(text: bytes) -> tuple[int, int, int]:
    if len(text) != 6 or not text.isdigit():
        raise ValueError(text)
    return int(text[:2]), int(text[2:4]), int(text[4:])


def clock_of(day: tuple[int, int, int], time: tuple[int, int, int]) -> Clock | None:
    """The clock of a base station, from year, month and day, and hour, minute and second.

    It is without a date when the station does not know the day, and null when it does not know the time.

    >>> clock_of((0, 0, 0), (0, 0, 1)), clock_of((2010, 6, 11), (24, 60, 60))
    (Clock(time=1000000, dated=False), None)
    """
    hour, minute, second = time
    if hour > 23 or minute > 59 or second > 59:
        return None
    if day == (0, 0, 0):
        return Clock(((hour * 60 + minute) * 60 + second) * 1_000_000, dated=False)
    try:
        return Clock(microseconds(datetime(*day, *time, tzinfo=UTC)))
    except ValueError:
        return None

"""Lines of an NMEA log to columns: where the payload of each AIS sentence lies, and what times and groups it.

A line is understood here when it is written as nearly all are; any other is left ``ODD``, for the parser in
Python, whose answers these are. The bytes must end with a newline. No loop passes a newline, and no byte is
looked at before the one in front of it was seen not to be one: so nothing is read beyond the end.
"""
# ruff: noqa: PLR0911, PLR0912, PLR0917 - a parser stops wherever it no longer understands

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vedette.kernels.ais_rows import (
    GATEHOUSE,
    KEY_BYTES,
    NONE,
    ODD,
    OTHER,
    SENTENCE,
    TIME,
)

Bytes = NDArray[np.uint8]

_NEWLINE, _HASH, _BACKSLASH, _STAR, _COMMA, _COLON, _DASH, _DOT = b"\n#\\*,:-."
_BANG, _DOLLAR, _ZERO, _ONE, _FIVE, _NINE = b"!$0159"
_UPPER_A, _UPPER_F, _LOWER_A, _LOWER_F = b"AFaf"
_C, _G, _V, _D, _M, _O = b"cgVDMO"
_OPEN, _PLUS, _BLANK, _T, _Z = b"[+ TZ"
_YEAR_9999 = 9999
_DAY_US = 86_400_000_000

_ARMOUR = np.zeros(256, np.uint8)
_ARMOUR[[*range(48, 88), *range(96, 120)]] = 1
_SPACE = np.zeros(256, np.uint8)
_SPACE[list(b" \t\r\v\f")] = 1
_GPS = np.array([list(name) for name in (b"RMC", b"ZDA", b"GGA", b"GLL")], np.uint8)
_WORD = np.zeros(256, np.uint8)  # what \w means for bytes
_WORD[[*range(48, 58), *range(65, 91), 95, *range(97, 123)]] = 1
_FORM = np.array(list(b"0000-00-00T00:00:00"), np.uint8)
_PGHP = np.array(list(b"PGHP,1,"), np.uint8)
_DAYS_BEFORE = np.array([0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365])

_COMMAS = 9
_FIELDS = 6  # commas in a sentence of seven fields


@njit(cache=True, nogil=True)
def read_lines(data: Bytes, start: int, lines: NDArray[np.void]) -> tuple[int, int]:
    """Fill ``lines`` from some bytes; how many there were, and how many of them are odd.

    ``data`` ends with a newline, and ``lines`` has room for at least one line.
    """
    commas = np.zeros(_COMMAS + 7, np.int64)  # and room for seven numbers
    at, found, odd = start, 0, 0
    while at < data.size and found < lines.size:
        line = lines[found]
        at = _line(data, at, line, commas)
        odd += line.kind == ODD
        found += 1
    return found, odd


@njit(cache=True, nogil=True)
def _line(data: Bytes, at: int, line: Any, commas: NDArray[np.int64]) -> int:
    """Read one line; where the next one begins."""
    while _SPACE[data[at]]:
        at += 1
    line.start = at
    line.tag_time = line.line_time = NONE
    line.group = line.group_end = line.key = line.key_end = 0
    line.first = line.clears = line.part = line.parts = 0
    line.payload = line.size = 0
    line.kind = OTHER
    seen = at
    if data[at] != _NEWLINE and data[at] != _HASH:
        line.kind = ODD
        sentence = _before(data, at, line)
        if sentence >= 0 and data[sentence] == _BACKSLASH:
            sentence = _tags(data, sentence, line)
        if sentence >= 0:
            seen = _sentence(data, sentence, line, commas)
    while data[seen] != _NEWLINE:
        seen += 1
    end = seen
    while end > at and _SPACE[data[end - 1]]:
        end -= 1
    line.end = end
    return seen + 1


@njit(cache=True, nogil=True)
def _before(data: Bytes, at: int, line: Any) -> int:
    """Read the time that may stand before a sentence or its tag blocks; where they begin, or -1 when odd.

    It is seconds or milliseconds since 1970, or as in 2023-11-14T12:00:00Z.
    """
    first = data[at] == _OPEN
    if not first and not _ZERO <= data[at] <= _NINE:
        return at
    start = at + 1 if first else at
    end = start
    while _ZERO <= data[end] <= _NINE:
        end += 1
    if end - start == 4 and data[end] == _DASH:
        line.line_time = _written(data, start)
        end += 15
        if line.line_time == NONE:
            return -1
        end += data[end] == _Z
        if data[end] == _DASH or data[end] == _PLUS:
            return -1
    elif end - start in (10, 13):
        line.line_time = _instant(_number(data, start, end, 13))
    if line.line_time == NONE or data[end] == _DOT or _WORD[data[end]]:
        return -1
    while data[end] != _BANG and data[end] != _DOLLAR and data[end] != _BACKSLASH:
        if data[end] == _NEWLINE:
            return -1
        end += 1
    return end


@njit(cache=True, nogil=True)
def _written(data: Bytes, at: int) -> int:
    """The time that 19 bytes say as in 2023-11-14T12:00:00, in UTC, or ``NONE``."""
    for place in range(_FORM.size):
        form, byte = _FORM[place], data[at + place]
        digit = _ZERO <= byte <= _NINE
        if digit != (form == _ZERO) or (not digit and byte != form and not (form == _T and byte == _BLANK)):
            return NONE
    days = days_since_1970(
        _number(data, at, at + 4, 4), _number(data, at + 5, at + 7, 2), _number(data, at + 8, at + 10, 2)
    )
    time = time_of_day(
        _number(data, at + 11, at + 13, 2),
        _number(data, at + 14, at + 16, 2),
        _number(data, at + 17, at + 19, 2),
    )
    return NONE if days == NONE or time < 0 else days * _DAY_US + time


@njit(cache=True, nogil=True)
def _hexadecimal(data: Bytes, at: int) -> int:
    """The number that two digits of one case say, or -1; a newline is no digit."""
    number, upper, lower = 0, False, False
    for place in range(at, at + 2):
        digit = data[place]
        if _ZERO <= digit <= _NINE:
            number = number * 16 + digit - _ZERO
        elif _UPPER_A <= digit <= _UPPER_F:
            number, upper = number * 16 + digit - _UPPER_A + 10, True
        elif _LOWER_A <= digit <= _LOWER_F:
            number, lower = number * 16 + digit - _LOWER_A + 10, True
        else:
            return -1
    return -1 if upper and lower else number


@njit(cache=True, nogil=True)
def _number(data: Bytes, start: int, end: int, longest: int) -> int:
    """The number that some bytes say in digits alone, or -1; ``longest`` is 18 at most."""
    if not 0 < end - start <= longest:
        return -1
    number = 0
    for at in range(start, end):
        if not _ZERO <= data[at] <= _NINE:
            return -1
        number = number * 10 + data[at] - _ZERO
    return number


@njit(cache=True, nogil=True)
def _instant(number: int) -> int:
    """Seconds, milliseconds or microseconds since 1970, as microseconds."""
    if number >= 10**14:
        return number
    return number * 1_000 if number >= 10**11 else number * 1_000_000


@njit(cache=True, nogil=True)
def _key(data: Bytes, start: int, end: int, more: int, more_end: int) -> tuple[int, int]:
    """Some bytes, and some more, as two numbers; together at most ``KEY_BYTES``."""
    one, other = 0, 0
    size = end - start + more_end - more
    for at in range(KEY_BYTES):
        byte = 0
        if at < end - start:
            byte = int(data[start + at])
        elif at < size:
            byte = int(data[more + at - (end - start)])
        if at < 8:
            one = (one << 8) | byte
        else:
            other = (other << 8) | byte
    return one, (other << 8) | size


@njit(cache=True, nogil=True)
def _tags(data: Bytes, at: int, line: Any) -> int:
    """Read the tag blocks that begin a line; where the sentence begins, or -1 when they are odd."""
    time, first, group, group_end = NONE, 0, 0, 0
    while data[at] == _BACKSLASH:
        at += 1
        end, found = at, 0
        while data[end] != _STAR and data[end] != _NEWLINE and data[end] != _BACKSLASH:
            found ^= data[end]
            end += 1
        if data[end] != _STAR or _hexadecimal(data, end + 1) != found or data[end + 3] != _BACKSLASH:
            return -1
        while at <= end:
            comma = at
            while data[comma] != _COMMA and comma < end:
                comma += 1
            code = data[at]
            if at + 1 < comma and data[at + 1] == _COLON:
                if code == _C:
                    number = _number(data, at + 2, comma, 16)
                    if number < 0:
                        return -1
                    time = _instant(number)
                elif code == _G:
                    value = comma
                    while data[value - 1] != _DASH and data[value - 1] != _COLON:
                        value -= 1
                    if data[value - 1] == _COLON and value != at + 2:
                        return -1
                    if comma - value > KEY_BYTES:
                        return -1
                    first = int(data[at + 2] == _ONE and data[at + 3] == _DASH)
                    group, group_end = _key(data, value, comma, 0, 0)
            elif at < comma and (code in (_C, _G) or _ZERO <= code <= _NINE):
                return -1
            at = comma + 1
        at = end + 4
    line.tag_time, line.first, line.group, line.group_end = time, first, group, group_end
    return at


@njit(cache=True, nogil=True)
def _sentence(data: Bytes, at: int, line: Any, commas: NDArray[np.int64]) -> int:
    """Read what begins at a place, after any tag blocks; a place on the line that nothing was read beyond."""
    if data[at] == _NEWLINE or _SPACE[data[at]]:
        if data[at] == _NEWLINE:
            line.kind = TIME
        return at
    if data[at] != _BANG and data[at] != _DOLLAR:
        return at
    end, found, parted = at + 1, 0, 0
    while data[end] != _STAR and data[end] != _NEWLINE:
        found ^= data[end]
        if data[end] == _COMMA:
            if parted < _COMMAS:
                commas[parted] = end
            parted += 1
        end += 1
    if end - at < 6:
        return end
    if data[at + 3] == _V and data[at + 4] == _D and (data[at + 5] == _M or data[at + 5] == _O):
        if data[end] == _STAR and commas[0] == at + 6 and _hexadecimal(data, end + 1) == found:
            _message(data, at, end, line, commas, parted)
        return end
    return _other(data, at, end, line, commas, parted, found)


@njit(cache=True, nogil=True)
def _message(data: Bytes, at: int, star: int, line: Any, commas: NDArray[np.int64], parted: int) -> None:
    """Read an AIS sentence whose checksum is right; it stays odd unless all its fields are sound."""
    last = commas[_FIELDS - 1]
    # A device of the GoFree kind writes the number of fill bits twice.
    if parted == _FIELDS + 1:
        if commas[_FIELDS] != last + 2 or star != last + 4 or not _ZERO <= data[last + 3] <= _FIVE:
            return
    elif parted != _FIELDS or star != last + 2:
        return
    if not _ZERO <= data[last + 1] <= _FIVE:
        return
    payload, key = commas[4] + 1, commas[2]
    if payload == last or commas[1] - commas[0] != 2 or key - commas[1] != 2:
        return
    parts, part = np.int64(data[commas[0] + 1]) - _ZERO, np.int64(data[commas[1] + 1]) - _ZERO
    if not 1 <= part <= parts <= 9:
        return
    sound = np.uint8(1)
    for place in range(payload, last):
        sound &= _ARMOUR[data[place]]
    if not sound:
        return
    if parts > 1:
        if 5 + payload - 1 - key > KEY_BYTES:
            return
        line.key, line.key_end = _key(data, at + 1, at + 6, key, payload - 1)
    if not _tail(data, star + 3, line):
        return
    line.payload, line.size = payload, last - payload
    line.part, line.parts = part, parts
    line.kind = SENTENCE


@njit(cache=True, nogil=True)
def _tail(data: Bytes, at: int, line: Any) -> bool:
    """Read what follows the checksum, where a time may stand last; False when it is odd."""
    while _SPACE[data[at]]:
        at += 1
    if data[at] == _NEWLINE:
        return True
    start, end = at, at
    while data[end] != _NEWLINE:
        if data[end] == _BANG:
            return False
        if data[end] == _COMMA:
            start = end + 1
        end += 1
    while end > start and _SPACE[data[end - 1]]:
        end -= 1
    while start < end and _SPACE[data[start]]:
        start += 1
    number = _number(data, start, end, 16)
    if number >= 0:
        size = end - start
        if size in (10, 13, 16) and line.line_time == NONE:
            line.line_time = _instant(number)
        return True
    dots = 0
    for place in range(start, end):
        dots += data[place] == _DOT
    return bool(dots == 0)


@njit(cache=True, nogil=True)
def _other(
    data: Bytes, at: int, end: int, line: Any, commas: NDArray[np.int64], parted: int, found: int
) -> int:
    """Read a sentence that is not AIS; it is odd when it shows a clock, or holds an AIS sentence."""
    seen = at
    while data[seen] != _NEWLINE:
        if data[seen] == _V and data[seen + 1] == _D and (data[seen + 2] == _M or data[seen + 2] == _O):
            return seen
        seen += 1
    for name in range(_GPS.shape[0]):
        same = True
        for place in range(3):
            same &= data[at + 3 + place] == _GPS[name, place]
        if same:
            return seen
    if end - at > _PGHP.size:
        same = True
        for place in range(_PGHP.size):
            same &= data[at + 1 + place] == _PGHP[place]
        if same:
            _gatehouse(data, end, line, commas, parted, found)
            return seen
    line.kind = OTHER
    return seen


@njit(cache=True, nogil=True)
def _gatehouse(data: Bytes, end: int, line: Any, commas: NDArray[np.int64], parted: int, found: int) -> None:
    """Read ``$PGHP,1,YEAR,MONTH,DAY,HOUR,MINUTE,SECOND,MILLISECOND``; it stays odd unless all is sound."""
    if data[end] != _STAR or parted < 8 or _hexadecimal(data, end + 1) != found:
        return
    said = commas[_COMMAS:]
    for field in range(7):
        last = field == 6 and parted == 8
        longest = 4 if field == 0 else 3 if field == 6 else 2
        said[field] = _number(data, commas[field + 1] + 1, end if last else commas[field + 2], longest)
    days = days_since_1970(said[0], said[1], said[2])
    time = time_of_day(said[3], said[4], said[5])
    thousandth = said[6]
    if days == NONE or time < 0 or thousandth < 0:
        return
    line.line_time = days * _DAY_US + time + thousandth * 1_000
    line.kind = GATEHOUSE


@njit(cache=True, nogil=True)
def days_since_1970(year: int, month: int, day: int) -> int:
    """The number of a day of the Gregorian calendar, or ``NONE`` when there is no such day."""
    if not (1 <= year <= _YEAR_9999 and 1 <= month <= 12 and day >= 1):
        return NONE
    leap = int(year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    if day > _DAYS_BEFORE[month] - _DAYS_BEFORE[month - 1] + (leap if month == 2 else 0):
        return NONE
    past = year - 1
    days = past * 365 + past // 4 - past // 100 + past // 400 - 719_162
    return int(days + _DAYS_BEFORE[month - 1] + (leap if month > 2 else 0) + day - 1)


@njit(cache=True, nogil=True)
def time_of_day(hour: int, minute: int, second: int) -> int:
    """Microseconds since midnight, or -1 when there is no such time."""
    if 0 <= hour <= 23 and 0 <= minute <= 59 and 0 <= second <= 59:
        return ((hour * 60 + minute) * 60 + second) * 1_000_000
    return -1

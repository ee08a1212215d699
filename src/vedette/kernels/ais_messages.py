"""What AIS payloads say, as numbers: positions, statics and the clocks of base stations (ITU-R M.1371-5).

The answers are those of pyais. A coordinate is rounded to six places as pyais rounds it: n / 600000 lies
at 5n / 3 millionths, never halfway between two, so whole numbers give the same.
"""

from typing import Any

import numpy as np
from numba import njit

from vedette.kernels.ais_rows import (
    CALL_SIGN,
    CHARACTERS,
    DRAUGHT,
    ETA,
    HALF_A,
    HALF_B,
    IMO,
    LAST_TYPE,
    LENGTH,
    NAME,
    NONE,
    PAYLOAD_CHARACTERS,
    SHIP_TYPE,
    STATIC_COLUMNS,
    TO,
    WHOLE,
    WIDTH,
    Numbers,
)
from vedette.kernels.sentence_lines import days_since_1970, time_of_day
from vedette.kernels.sixbits import signed, text, unsigned

# What a payload is: not one of its type, nothing for us, a row or two, or a clock.
WRONG, NOTHING, ROW, STATION = range(4)

_KNOWN = np.zeros((64, PAYLOAD_CHARACTERS + 1), np.uint8)
_KNOWN[1 : LAST_TYPE + 1] = NOTHING
for _kind, _sizes in CHARACTERS.items():
    _KNOWN[_kind] = WRONG
    _KNOWN[_kind, list(_sizes)] = STATION if _kind in (4, 11) else ROW
_AUXILIARY, _AUXILIARY_END = 980_000_000, 990_000_000
_DAY_US = 86_400_000_000
_NO_SPEED_9, _NO_SPEED_27 = 1023, 63

# Where a position has what: longitude, latitude, speed, course (bit and width each), heading and status (bit,
# 0 for none); then what its coordinates are multiplied by to be sixths of a millionth of a degree, and by
# what its speed and its course are divided.
_PLACES = np.zeros((64, 13), np.int64)
_PLACES[[1, 2, 3]] = 61, 28, 89, 27, 50, 10, 116, 12, 128, 38, 10, 10, 10
_PLACES[9] = 61, 28, 89, 27, 50, 10, 116, 12, 0, 0, 10, 1, 10
_PLACES[[18, 19]] = 57, 28, 85, 27, 46, 10, 112, 12, 124, 0, 10, 10, 10
_PLACES[27] = 44, 18, 62, 17, 79, 6, 85, 9, 0, 40, 10_000, 1, 1
# Where a static has its numbers (column, bit, width; those of one column are added) and its texts (column,
# bit, characters): types 5 and 19, and the two halves of type 24.
_NUMBERS = np.zeros((4, 7, 3), np.int64)
_NUMBERS[0, :7] = (
    (IMO, 40, 30),
    (SHIP_TYPE, 232, 8),
    (LENGTH, 240, 9),
    (LENGTH, 249, 9),
    (WIDTH, 258, 6),
    (WIDTH, 264, 6),
    (DRAUGHT, 294, 8),
)
_NUMBERS[1, :5] = (SHIP_TYPE, 263, 8), (LENGTH, 271, 9), (LENGTH, 280, 9), (WIDTH, 289, 6), (WIDTH, 295, 6)
_NUMBERS[3, :5] = (SHIP_TYPE, 40, 8), (LENGTH, 132, 9), (LENGTH, 141, 9), (WIDTH, 150, 6), (WIDTH, 156, 6)
_TEXTS = np.zeros((4, 3, 3), np.int64)
_TEXTS[0] = (NAME, 112, 20), (CALL_SIGN, 70, 7), (TO, 302, 20)
_TEXTS[1, 0] = NAME, 143, 20
_TEXTS[2, 0] = NAME, 40, 20
_TEXTS[3, 0] = CALL_SIGN, 90, 7


@njit(cache=True, nogil=True)
def known(words: Numbers, size: int) -> int:
    """What a payload of so many characters is, by its type and length."""
    kind = unsigned(words, 0, 6)
    if kind == 24 and unsigned(words, 38, 2) > 1:
        return WRONG
    return int(_KNOWN[kind, min(size, PAYLOAD_CHARACTERS)])


@njit(cache=True, nogil=True)
def position(words: Numbers, said: Any) -> None:
    """Fill the columns of a position, when the message is of a type that gives one."""
    kind = unsigned(words, 0, 6)
    said.mmsi = unsigned(words, 8, 30)
    said.position = 0
    place = _PLACES[kind]
    if place[0] == 0:
        return
    said.position = 1
    said.lon = ((place[10] * signed(words, place[0], place[1]) + 3) // 6) / 1e6
    said.lat = ((place[10] * signed(words, place[2], place[3]) + 3) // 6) / 1e6
    speed = unsigned(words, place[4], place[5])
    unknown = (kind == 9 and speed == _NO_SPEED_9) or (kind == 27 and speed == _NO_SPEED_27)
    said.speed_kn = np.nan if unknown else speed / place[11]
    said.course_deg = unsigned(words, place[6], place[7]) / place[12]
    said.heading_deg = float(unsigned(words, place[8], 9)) if place[8] != 0 else np.nan
    said.status = unsigned(words, place[9], 4) if place[9] != 0 else -1


@njit(cache=True, nogil=True)
def static(words: Numbers, row: Numbers) -> int:
    """Fill the values of a static; which kind it is, or 0 when the message gives none."""
    kind = unsigned(words, 0, 6)
    if kind not in (5, 19, 24):
        return 0
    half = unsigned(words, 38, 2)
    form = 2 + half if kind == 24 else int(kind == 19)
    for column in range(IMO, STATIC_COLUMNS):
        row[column] = 0
    numbers = _NUMBERS.shape[1]
    if form == 2:
        row[SHIP_TYPE] = -1
    # An auxiliary craft gives its mother ship's number in place of its own size.
    if form == 3 and _AUXILIARY <= unsigned(words, 8, 30) < _AUXILIARY_END:
        numbers = 1
    for number in range(numbers):
        column, start, width = _NUMBERS[form, number]
        if width > 0:
            row[column] += unsigned(words, start, width)
    for number in range(_TEXTS.shape[1]):
        column, start, size = _TEXTS[form, number]
        if size > 0:
            one, other = text(words, start, size)
            row[column] = one
            if size > 10:
                row[column + 1] = other
    if kind == 5:
        row[ETA] = _arrival(unsigned(words, 274, 20))
    return WHOLE if form < 2 else (HALF_A if form == 2 else HALF_B)


@njit(cache=True, nogil=True)
def _arrival(bits: int) -> int:
    """Month, day, hour and minute as decimal digits, two each, or 0 when any of them is not known."""
    month, day, hour, minute = bits >> 16, (bits >> 11) & 31, (bits >> 6) & 31, bits & 63
    if 1 <= month <= 12 and day >= 1 and hour <= 23 and minute <= 59:
        return int(((month * 100 + day) * 100 + hour) * 100 + minute)
    return 0


@njit(cache=True, nogil=True)
def station_clock(words: Numbers) -> tuple[int, bool]:
    """What a base station says the time is, and whether with its date; ``NONE`` when it does not know."""
    bits = unsigned(words, 38, 40)
    time = time_of_day((bits >> 12) & 31, (bits >> 6) & 63, bits & 63)
    if time < 0:
        return NONE, False
    if bits >> 17 == 0:
        return time, False
    days = days_since_1970(bits >> 26, (bits >> 22) & 15, (bits >> 17) & 31)
    return (NONE if days == NONE else days * _DAY_US + time), True

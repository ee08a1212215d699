"""Lines of CSV to numbers: the plain ones, which nearly all are; odd ones are left to a more patient reader.

A line is plain when it has all its fields and each wanted one is empty or says its number, word or time in a
way that has one meaning. What is wanted of a field is its ``kind``; the others are passed over.
"""
# ruff: noqa: PLR0912, PLR0915 - one loop over bytes: numba is slow to hand over tuples of arrays

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vedette.kernels.ais_rows import NONE
from vedette.kernels.arrays import SAID_AGAIN_US
from vedette.kernels.inner import inner
from vedette.kernels.sentence_lines import days_since_1970

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Hashes = NDArray[np.uint64]

# What is wanted of a field: nothing, the ship's number, the time, a number or a word that stands for one, the
# hash of its text, and from NUMBER on a number, with the column it goes to.
PASSED, SHIP, MOMENT, CODE, SAID, NUMBER = range(6)
BLANK, PLAIN, ODD = range(3)  # what a line is
NO_CODE = -(1 << 62)
ROOM = 256  # for words; a power of two
# The parts of a time's pattern; any other byte of it stands for itself. COUNT is a number since 1970.
YEAR, MONTH, DAY, HOUR, MINUTE, SECOND, FRACTION, COUNT = range(1, 9)

_NEWLINE, _RETURN, _QUOTE, _MINUS, _POINT, _ZERO = b'\n\r"-.0'
_BASIS, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
_TENS = 10.0 ** np.arange(19)
_EXACT = 1 << 53  # whole numbers to here are floats, so one division rounds as reading the text would
MOST_DIGITS = 18
_MICRO = 1_000_000


class Form(NamedTuple):
    """How lines are to be read.

    ``comma`` is what may stand for the decimal point beside it; ``pattern`` is that of the times;
    ``per_second`` what COUNT counts; ``latest`` the last time that can be; ``far`` the largest first and
    second number; ``words`` and ``codes`` a table of hashes of words, 0 where it is free.
    """

    kinds: Bytes
    delimiter: int
    comma: int
    pattern: Bytes
    per_second: int
    latest: int
    far: tuple[float, float]
    words: Hashes
    codes: Ints


class Rows(NamedTuple):
    """Room for the plain ones among some lines: the place of each among them, and what it says.

    Numbers are NaN and codes NO_CODE where a field is empty; times are microseconds since 1970.
    """

    place: Ints
    ship: Ints
    time: Ints
    code: Ints
    said: Hashes
    numbers: Floats


def rows(lines: int, numbers: int) -> Rows:
    """Room for so many lines of so many numbers."""
    place, ship, time, code = np.empty((4, lines), np.int64)
    return Rows(place, ship, time, code, np.empty(lines, np.uint64), np.full((numbers, lines), np.nan))


def upto(all_rows: Rows, count: int) -> Rows:
    """The first rows alone."""
    place, ship, time, code, said, numbers = all_rows
    return Rows(place[:count], ship[:count], time[:count], code[:count], said[:count], numbers[:, :count])


@njit(cache=True, nogil=True)
def read_rows(data: Bytes, starts: Ints, what: Bytes, form: Form, into: Rows) -> int:
    """Read lines that begin at ``starts`` and end with a newline; gives how many are plain.

    ``what`` has BLANK for those to be passed over, and on return what each is.
    """
    kinds, delimiter, pattern, words, codes = form.kinds, form.delimiter, form.pattern, form.words, form.codes
    place_of, ship, time, code, said, numbers = into
    stop = np.zeros(256, np.bool_)
    stop[delimiter] = stop[_NEWLINE] = stop[_QUOTE] = True
    parts = np.zeros(FRACTION, np.int64)
    row = 0
    for line in range(len(starts)):
        at = starts[line]
        if what[line] == BLANK or _ends(data, at):
            what[line] = BLANK
            continue
        good, more, place, empty = True, True, 0, False
        hashed, code[row] = _BASIS, NO_CODE
        while good and more:
            kind = kinds[place] if place < len(kinds) else PASSED
            quoted = data[at] == _QUOTE
            at += quoted
            begin = at
            if kind == PASSED:
                while not stop[data[at]] or (quoted and data[at] == delimiter):
                    at += 1
            elif kind == SAID:
                while not stop[data[at]] or (quoted and data[at] == delimiter):
                    hashed = (hashed ^ np.uint64(data[at])) * _PRIME
                    at += 1
                hashed = (hashed ^ np.uint64(_NEWLINE)) * _PRIME
            elif data[at] == delimiter or _ends(data, at):
                good = kind not in (SHIP, MOMENT)
                if kind >= NUMBER:
                    numbers[kind - NUMBER, row] = np.nan
            else:
                if kind >= NUMBER:
                    numbers[kind - NUMBER, row], at = _number(data, at, form.comma)
                elif kind == MOMENT:
                    time[row], at = _time(data, at, pattern, form.per_second, parts)
                elif kind == SHIP:
                    ship[row], at = _written_whole(data, at)
                else:
                    code[row], at = _code(data, at, stop, words, codes)
                good = at > begin
            empty = not quoted and (at == begin or (at == begin + 1 and data[begin] == _RETURN))
            if quoted:
                # Two quotes on end are one in a field, or a field that is empty and yet there.
                good = good and at > begin and data[at] == _QUOTE
                at += 1
            more = good and data[at] == delimiter
            good = more or (good and _ends(data, at))
            at += 1
            place += 1
        # An empty field more than the header has is none.
        good = good and (place == len(kinds) or (place == len(kinds) + 1 and empty))
        good = good and time[row] <= form.latest and not abs(numbers[0, row]) > form.far[0]
        good = good and not abs(numbers[1, row]) > form.far[1]
        what[line], place_of[row] = PLAIN if good else ODD, line
        said[row] = _mixed(_mixed(hashed, ship[row]), time[row] // SAID_AGAIN_US)
        row += good
    return row


@inner
def _ends(data: Bytes, at: int) -> bool:
    return bool(data[at] == _NEWLINE or (data[at] == _RETURN and data[at + 1] == _NEWLINE))


@inner
def _mixed(hashed: np.uint64, number: int) -> np.uint64:
    mixed = (hashed ^ np.uint64(number)) * _PRIME
    return np.uint64(mixed ^ (mixed >> np.uint64(29)))


@inner
def _whole(data: Bytes, at: int) -> tuple[int, int]:
    """The whole number that begins here, and where it ends: here, when there is none."""
    begin, number = at, 0
    while _ZERO <= data[at] <= _ZERO + 9:
        number = number * 10 + (data[at] - _ZERO)
        at += 1
    return (number, at) if at - begin <= MOST_DIGITS else (0, begin)


@inner
def _written_whole(data: Bytes, at: int) -> tuple[int, int]:
    """As ``_whole``; 95.0 is one too, as programs write that know fractions only."""
    number, end = _whole(data, at)
    return number, end + 2 * (end > at and data[end] == _POINT and data[end + 1] == _ZERO)


@inner
def _number(data: Bytes, at: int, comma: int) -> tuple[float, int]:
    """The number that begins here, as near as a float can be, and where it ends: here, when there is none."""
    begin, number, decimals = at, 0, 0
    negative = data[at] == _MINUS
    at += negative
    first = at
    while _ZERO <= data[at] <= _ZERO + 9:
        number = number * 10 + (data[at] - _ZERO)
        at += 1
    digits = at - first
    good = digits > 0
    if data[at] == _POINT or data[at] == comma:
        at += 1
        first = at
        while _ZERO <= data[at] <= _ZERO + 9:
            number = number * 10 + (data[at] - _ZERO)
            at += 1
        decimals = at - first
        good = good and decimals > 0
    if not good or digits + decimals > MOST_DIGITS or number > _EXACT:
        return np.nan, begin
    value = number / _TENS[decimals]
    return (-value if negative else value), at


@inner
def _code(data: Bytes, at: int, stop: Flags, words: Hashes, codes: Ints) -> tuple[int, int]:
    """The number that begins here or that a known word stands for, and where it ends: here, when neither."""
    begin = at
    if _ZERO <= data[at] <= _ZERO + 9:
        return _written_whole(data, at)
    hashed = _BASIS
    while not stop[data[at]] and data[at] != _RETURN:
        hashed = (hashed ^ np.uint64(data[at])) * _PRIME
        at += 1
    slot = np.int64(hashed & np.uint64(ROOM - 1))
    while words[slot]:
        if words[slot] == hashed:
            return codes[slot], at
        slot = (slot + 1) % ROOM
    return NO_CODE, begin


@njit(cache=True, nogil=True)
def learn(word: Bytes, code: int, words: Hashes, codes: Ints) -> None:
    """Remember what a word stands for, which must not be known yet; there must be room."""
    hashed = _BASIS
    for byte in word:
        hashed = (hashed ^ np.uint64(byte)) * _PRIME
    slot = np.int64(hashed & np.uint64(ROOM - 1))
    while words[slot]:
        slot = (slot + 1) % ROOM
    words[slot], codes[slot] = hashed, code


@inner
def _time(data: Bytes, at: int, pattern: Bytes, per_second: int, said: Ints) -> tuple[int, int]:
    """The time that begins here, and where it ends: here, when there is none. ``said`` is for its parts."""
    begin, micro = at, 0
    if pattern[0] == COUNT:
        count, at = _whole(data, at)
        return count * (_MICRO // per_second), (at if count < _EXACT // _MICRO * per_second else begin)
    said[SECOND] = 0
    for part in pattern:
        was = at
        if part <= SECOND:
            said[part], at = _digits(data, at, 4 if part == YEAR else 2)
        elif part != FRACTION:
            at += data[at] == part
        elif data[at] == _POINT:
            micro, at = _fraction(data, at)
        else:
            continue
        if at == was:
            return 0, begin
    days = days_since_1970(said[YEAR], said[MONTH], said[DAY])
    if days == NONE or said[HOUR] > 23 or said[MINUTE] > 59 or said[SECOND] > 59:
        return 0, begin
    return ((days * 24 + said[HOUR]) * 60 + said[MINUTE]) * 60 * _MICRO + said[SECOND] * _MICRO + micro, at


@inner
def _digits(data: Bytes, at: int, many: int) -> tuple[int, int]:
    """The number of so many digits, and where it ends: here, when there are not so many."""
    number = 0
    for place in range(at, at + many):
        if not _ZERO <= data[place] <= _ZERO + 9:
            return 0, at
        number = 10 * number + (data[place] - _ZERO)
    return number, at + many


@inner
def _fraction(data: Bytes, at: int) -> tuple[int, int]:
    """Microseconds in one to six digits after a point, and where they end: at the point, when none do."""
    begin, micro, worth = at, 0, 100_000
    at += 1
    while _ZERO <= data[at] <= _ZERO + 9:
        micro, worth, at = micro + worth * (data[at] - _ZERO), worth // 10, at + 1
    return micro, at if 2 <= at - begin <= 7 else begin


@njit(cache=True, nogil=True)
def first_told(hashes: Hashes, table: Hashes, have: int, fresh: NDArray[np.bool_]) -> int:
    """Mark those that neither the table has nor one before them was; gives how many it has then.

    The table's length is a power of two, 0 is free, and there must be room for all.
    """
    mask = np.uint64(len(table) - 1)
    for row in range(len(hashes)):
        hashed = hashes[row] | np.uint64(1)
        slot = np.int64((hashed >> np.uint64(1)) & mask)
        while table[slot] and table[slot] != hashed:
            slot = (slot + 1) & np.int64(mask)
        fresh[row] = table[slot] != hashed
        if fresh[row]:
            table[slot] = hashed
            have += 1
    return have

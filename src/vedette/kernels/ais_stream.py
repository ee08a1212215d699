"""The lines of an NMEA log, one after the other, to what was said and when.

The same as ``vedette.sources.ais.framing.Framing`` and ``vedette.sources.ais.clocks.StreamClock`` do in
Python, message by message: times told for the next sentence, tag groups, parts put together, the stream's
clock, and statics that say something new. What is remembered is bounded by the arrays it is kept in.
"""
# ruff: noqa: PLR0917 - numba is slow to hand over tuples of arrays, so each array is an argument

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vedette.kernels import recent
from vedette.kernels.ais_messages import ROW, STATION, WRONG, known, position, static, station_clock
from vedette.kernels.ais_rows import (
    AFTER,
    BEFORE,
    CLOCK,
    COUNT,
    DATED,
    DAY,
    DAY_ONLY,
    FRESH,
    GATEHOUSE,
    GIVEN_DAY,
    H_AT,
    H_HAVE,
    H_LINE,
    H_PARTS,
    H_SIZE,
    H_TEXT,
    H_TEXT_END,
    H_TIME,
    HALF_A,
    HALF_B,
    HEARD_LATER,
    IMO,
    KEPT,
    L_AT,
    L_HAVE,
    L_LINE,
    LATEST,
    NAME,
    NAME_END,
    NO_TIME,
    NONE,
    NOW,
    OF,
    OLDEST,
    REFUSED,
    SENTENCE,
    SHIP_TYPE,
    STATIC_COLUMNS,
    STRANGE,
    TIME,
    TOLD,
    U_LINE,
    U_SIZE,
    U_TEXT,
    U_TEXT_END,
    U_WORDS,
    VALUE,
    WHAT,
    WHOLE,
    WORDS,
    Numbers,
)
from vedette.kernels.arrays import SAID_AGAIN_US
from vedette.kernels.sixbits import Bytes, put

Rows = NDArray[np.void]

STRETCH = VALUE + STATIC_COLUMNS - IMO  # after the values of a ship: when they were last kept
FIRST_TIME, PART_LINES, PART_TIME, JUMP, AGREEMENT, GROUPS, SHIPS = range(7)
_DAY_US = 86_400_000_000
_SAID, _STATICS, _UNREAD, _LOST = range(4)


@njit(cache=True, nogil=True)
def follow(
    data: Bytes,
    lines: Rows,
    number: int,
    clock: Numbers,
    groups: Numbers,
    held: Numbers,
    ships: Numbers,
    said: Rows,
    statics: Numbers,
    unread: Numbers,
    lost: Numbers,
    bounds: Numbers,
) -> tuple[int, int, int, int]:
    """Fill the rows of a stretch from its lines, the first of which has a number; how many of each there are.

    The rows are what was said, the statics among it, payloads that are none, and messages without all parts.
    ``bounds`` are the first time believed, the parts' greatest distance in lines and in time, the clock's
    greatest jump, how near a second clock must be to it, and how many groups and ships are remembered; all
    times in microseconds.
    """
    words, counts = np.zeros(WORDS, np.int64), np.zeros(4, np.int64)
    first = clock[NOW]
    for at in range(lines.size):
        line = lines[at]
        time = line.tag_time
        if line.group_end != 0:
            time = _grouped(line, groups, bounds[GROUPS])
        if time == NONE:
            time = line.line_time
        if line.kind == SENTENCE:
            if time == NONE:
                time = clock[TOLD]
            clock[TOLD] = NONE
            _sentence(
                line, at, number, time, data, words, clock, held, said, statics, unread, lost, counts, bounds
            )
        elif line.kind == TIME:
            clock[TOLD] = time
        elif line.kind == GATEHOUSE:
            clock[TOLD] = line.line_time
        elif line.kind == CLOCK:
            _hear(clock, line.line_time, line.part == 1, bounds)
        elif line.kind == REFUSED and line.clears:
            clock[TOLD] = NONE
        if first == NONE:
            first = clock[NOW]
    _settle(clock, said[: counts[_SAID]], statics[: counts[_STATICS]], ships, first, bounds)
    return counts[_SAID], counts[_STATICS], counts[_UNREAD], counts[_LOST]


@njit(cache=True, nogil=True)
def _sentence(
    line: Any,
    at: int,
    number: int,
    time: int,
    data: Bytes,
    words: Numbers,
    clock: Numbers,
    held: Numbers,
    said: Rows,
    statics: Numbers,
    unread: Numbers,
    lost: Numbers,
    counts: Numbers,
    bounds: Numbers,
) -> None:
    """Take a sentence: a message, or a part of one, that is read when it is the last to come."""
    if line.parts == 1:
        words[:] = 0
        put(words, 0, data, line.payload, line.size)
        what = _heard(words, line.size, time, clock, bounds)
        if what == ROW:
            _say(words, number + at, line.start, line.end, time, clock, said, statics, counts)
        elif what == WRONG:
            _fail(words, line.size, number + at, line.start, line.end, unread, counts)
        return
    slot = _part(line, at, number + at, time, held, lost, counts, bounds)
    if slot == 0:
        return
    words[:] = 0
    size = _joined(words, data, held, slot)
    row = held[slot]
    what = _heard(words, size, row[H_TIME], clock, bounds)
    if what == ROW:
        _say(words, row[H_LINE], row[H_TEXT], row[H_TEXT_END], row[H_TIME], clock, said, statics, counts)
    elif what == WRONG:
        _fail(words, size, row[H_LINE], row[H_TEXT], row[H_TEXT_END], unread, counts)
    recent.remove(held, slot)


@njit(cache=True, nogil=True)
def _heard(words: Numbers, size: int, time: int, clock: Numbers, bounds: Numbers) -> int:
    """Set the clock by a message, and see what it is."""
    what = known(words, size)
    if time != NONE:
        _hear(clock, time, True, bounds)
    elif what == STATION:
        station, dated = station_clock(words)
        if station != NONE:
            _hear(clock, station, dated, bounds)
    return what


@njit(cache=True, nogil=True)
def _say(
    words: Numbers,
    number: int,
    text: int,
    text_end: int,
    time: int,
    clock: Numbers,
    said: Rows,
    statics: Numbers,
    counts: Numbers,
) -> None:
    """Put down the position and the static that a message gives."""
    one = said[counts[_SAID]]
    one.line, one.text, one.text_end, one.doubt = number, text, text_end, 0
    one.time = clock[NOW] if time == NONE else time
    position(words, one)
    row = statics[counts[_STATICS]]
    what = static(words, row)
    if what != 0:
        row[OF], row[WHAT] = counts[_SAID], what
        counts[_STATICS] += 1
    counts[_SAID] += 1


@njit(cache=True, nogil=True)
def _fail(
    words: Numbers, size: int, number: int, text: int, text_end: int, unread: Numbers, counts: Numbers
) -> None:
    """Put down a payload that is not one of its type."""
    row = unread[counts[_UNREAD]]
    row[U_LINE], row[U_TEXT], row[U_TEXT_END], row[U_SIZE] = number, text, text_end, size
    for word in range(WORDS):
        row[U_WORDS + word] = words[word]
    counts[_UNREAD] += 1


@njit(cache=True, nogil=True)
def _grouped(line: Any, groups: Numbers, most: int) -> int:
    """The time in the tag block of a line that is in a tag group, or the time of its group."""
    time = line.tag_time
    slot = recent.find(groups, line.group, line.group_end)
    if time != NONE:
        if slot == 0:
            slot = recent.add(groups, line.group, line.group_end)
        else:
            recent.touch(groups, slot)
        groups[slot, VALUE] = time
        if groups[0, COUNT] > most:
            recent.remove(groups, groups[0, OLDEST])
    elif slot != 0:
        if line.first:
            recent.remove(groups, slot)
        else:
            time = groups[slot, VALUE]
    return int(time)


@njit(cache=True, nogil=True)
def _part(
    line: Any, at: int, number: int, time: int, held: Numbers, lost: Numbers, counts: Numbers, bounds: Numbers
) -> int:
    """Keep a part; the slot of its message when it is the last to come, else 0."""
    slot = held[0, OLDEST]
    while slot != 0 and held[slot, H_LINE] < number - bounds[PART_LINES]:
        _drop(slot, at, held, lost, counts)
        slot = held[0, OLDEST]
    place, parts = int(line.part) - 1, int(line.parts)
    slot = recent.find(held, line.key, line.key_end)
    if slot != 0:
        before = held[slot, H_TIME]
        far = NONE not in (time, before) and abs(before - time) > bounds[PART_TIME]
        if far or held[slot, H_PARTS] != parts or (held[slot, H_HAVE] >> place) & 1:
            _drop(slot, at, held, lost, counts)
            slot = 0
    if slot == 0:
        slot = recent.add(held, line.key, line.key_end)
        held[slot, H_LINE], held[slot, H_TEXT], held[slot, H_TEXT_END] = number, line.start, line.end
        held[slot, H_TIME], held[slot, H_PARTS], held[slot, H_HAVE] = NONE, parts, 0
    held[slot, H_AT + place], held[slot, H_SIZE + place] = line.payload, line.size
    held[slot, H_HAVE] |= 1 << place
    if held[slot, H_TIME] == NONE:
        held[slot, H_TIME] = time
    return int(slot) if held[slot, H_HAVE] == (1 << parts) - 1 else 0


@njit(cache=True, nogil=True)
def _joined(words: Numbers, data: Bytes, held: Numbers, slot: int) -> int:
    """Put the parts of a message together; how many characters it has."""
    have, size = 0, 0
    for part in range(held[slot, H_PARTS]):
        have = put(words, have, data, held[slot, H_AT + part], held[slot, H_SIZE + part])
        size += held[slot, H_SIZE + part]
    return int(size)


@njit(cache=True, nogil=True)
def _drop(slot: int, at: int, held: Numbers, lost: Numbers, counts: Numbers) -> None:
    """Give up a message of which parts never came."""
    row = lost[counts[_LOST]]
    row[L_AT] = at
    for column in range(L_LINE, L_HAVE + 1):
        # Line, text, its end, parts and which came, in the order they are held in but for the time.
        row[column] = held[slot, H_LINE + column - L_LINE + (1 if column > L_LINE + 2 else 0)]
    counts[_LOST] += 1
    recent.remove(held, slot)


@njit(cache=True, nogil=True)
def _hear(clock: Numbers, time: int, dated: bool, bounds: Numbers) -> None:
    """Take note of a clock: microseconds since 1970, or since midnight when it has no date."""
    now = clock[NOW]
    if not dated:
        if clock[DAY] != NONE and clock[DATED] != 1:
            if now != NONE and time + clock[DAY] < now - _DAY_US // 2:
                clock[DAY] += _DAY_US
            clock[NOW] = time + clock[DAY]
    elif time >= bounds[FIRST_TIME] and (clock[LATEST] == NONE or time <= clock[LATEST]):
        if now == NONE or clock[DATED] != 1 or abs(time - now) <= bounds[JUMP]:
            clock[NOW], clock[DATED], clock[STRANGE] = time, 1, NONE
        elif clock[STRANGE] != NONE and 0 < abs(time - clock[STRANGE]) <= bounds[AGREEMENT]:
            clock[NOW], clock[STRANGE] = time, NONE
        else:
            clock[STRANGE] = time


@njit(cache=True, nogil=True)
def _settle(
    clock: Numbers, said: Rows, statics: Numbers, ships: Numbers, first: int, bounds: Numbers
) -> None:
    """Give a time to what was said before any clock, judge all times, and see which statics are new."""
    latest = clock[LATEST]
    for row in range(said.size):
        one = said[row]
        if one.time == NONE:
            one.time = first if first != NONE else clock[GIVEN_DAY]
            one.doubt = HEARD_LATER if first != NONE else DAY_ONLY
        if one.time == NONE:
            one.fate = NO_TIME
        elif one.time < bounds[FIRST_TIME]:
            one.fate = BEFORE
        else:
            one.fate = AFTER if latest != NONE and one.time > latest else KEPT
    for row in range(statics.shape[0]):
        one = said[statics[row, OF]]
        statics[row, FRESH] = one.fate == KEPT and _new(
            ships, one.mmsi, one.time // SAID_AGAIN_US, statics[row], bounds[SHIPS]
        )


@njit(cache=True, nogil=True)
def _new(ships: Numbers, mmsi: int, stretch: int, row: Numbers, most: int) -> bool:
    """Whether a static tells something of its ship; a half takes the other half's values from before."""
    what = row[WHAT]
    key = mmsi * 2 + (0 if what == WHOLE else 1)
    slot = recent.find(ships, key, 0)
    same = slot != 0 and ships[slot, STRETCH] == stretch
    if slot == 0:
        slot = recent.add(ships, key, 0)
    else:
        for column in range(IMO, STATIC_COLUMNS):
            named = column in (NAME, NAME_END)
            if (what == HALF_B and named) or (what == HALF_A and not named):
                row[column] = ships[slot, VALUE + column - IMO]
            same &= row[column] == ships[slot, VALUE + column - IMO]
        recent.touch(ships, slot)
    if same:
        return False
    something = row[SHIP_TYPE] >= 0
    ships[slot, STRETCH] = stretch
    for column in range(IMO, STATIC_COLUMNS):
        ships[slot, VALUE + column - IMO] = row[column]
        something |= column != SHIP_TYPE and row[column] != 0
    if ships[0, COUNT] > most:
        recent.remove(ships, ships[0, OLDEST])
    return bool(something)

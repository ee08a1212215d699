"""The rows that the kernels of NMEA logs fill, and the codes in them; nothing here needs numba.

A stretch of a log lies in one array of bytes that ends with a newline; ``start``, ``end``, ``payload`` and
``text`` are places in it. ``NONE`` stands for a time that nobody said.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

NONE = -(1 << 63)

# What a line is: nothing for us; a time for the next sentence; such a time in a $PGHP line; a sentence; the
# clock of a GPS receiver; refused; or something that only the parser in Python understands.
OTHER, TIME, GATEHOUSE, SENTENCE, CLOCK, REFUSED, ODD = range(7)
LINE = np.dtype(
    [
        ("tag_time", "i8"),  # of its tag block, microseconds since 1970
        ("line_time", "i8"),  # from elsewhere on the line
        ("group", "i8"),  # of its tag group, as ``key`` in two halves; the second is 0 when there is none
        ("group_end", "i8"),
        ("key", "i8"),  # by which the parts of a message are put together
        ("key_end", "i8"),
        ("start", "i4"),  # where its text begins and ends, without white space
        ("end", "i4"),
        ("payload", "i4"),
        ("size", "i4"),
        ("kind", "u1"),
        ("first", "u1"),  # 1 on the first line of a tag group
        ("clears", "u1"),  # 1 when a refused line uses up the time that was told before it
        ("part", "u1"),  # 1 to 9; of a clock 1 when it has a date
        ("parts", "u1"),
    ],
    align=True,
)

# What became of a message: a row, or why there is none.
KEPT, NO_TIME, BEFORE, AFTER, UNDECODED = range(5)
HEARD_LATER, DAY_ONLY = 1, 2  # the doubts about its time
WHOLE, HALF_A, HALF_B = 1, 2, 3  # what a static is
SAID = np.dtype(
    [
        ("line", "i8"),
        ("time", "i8"),
        ("mmsi", "i8"),
        ("lat", "f8"),
        ("lon", "f8"),
        ("speed_kn", "f8"),  # NaN when null
        ("course_deg", "f8"),
        ("heading_deg", "f8"),  # NaN when null
        ("status", "i8"),  # -1 when null
        ("text", "i4"),  # the first line of the message
        ("text_end", "i4"),
        ("doubt", "u1"),
        ("fate", "u1"),
        ("position", "u1"),  # 1 when it gives a position
    ],
    align=True,
)
# A static: the row of what was said, which half it is, 1 when it is new, and its values as numbers. A text
# is its characters of six bits, ten to a number from the left. Nothing known is 0, and of the ship's type -1.
OF, WHAT, FRESH, IMO, NAME, NAME_END, CALL_SIGN, SHIP_TYPE, LENGTH, WIDTH, DRAUGHT, TO, TO_END, ETA = range(
    14
)
STATIC_COLUMNS = 14
# A message whose payload is not one of its type: its first line, how many characters it has, and its words.
PAYLOAD_CHARACTERS = 80
WORDS = PAYLOAD_CHARACTERS * 6 // 64 + 2  # of 64 bits, and one more for a number that begins in the last
U_LINE, U_TEXT, U_TEXT_END, U_SIZE, U_WORDS = range(5)
# A message of which parts never came: the place of the line that showed it, and what was held of it.
L_AT, L_LINE, L_TEXT, L_TEXT_END, L_PARTS, L_HAVE = range(6)

# Characters of six bits in a payload: what ITU-R M.1371-5 gives, and what transponders pad it to.
CHARACTERS: dict[int, tuple[int, ...]] = {
    **dict.fromkeys((1, 2, 3, 4, 9, 11, 18), (28,)),
    5: (71, 72),
    19: (52, 53),
    24: tuple(range(27, 36)),
    27: (16, 28),
}
LAST_TYPE = 28
KEY_BYTES = 15


# A dictionary that knows which of its keys was touched longest ago, in one array: see ``recent``. A slot is a
# row; row 0 is none of them. Links and heads are slots, 0 for none.
ONE, OTHER_KEY, NEXT, NEWER, OLDER, HEAD, VALUE = range(7)
OLDEST, NEWEST, COUNT, FREE, USED = range(5)  # the columns of row 0
# What is kept of a message of which parts are still to come, from VALUE on.
H_LINE, H_TEXT, H_TEXT_END, H_TIME, H_PARTS, H_HAVE, H_AT, H_SIZE = (*range(VALUE, VALUE + 7), VALUE + 15)
# The clock of a stream, what was told for the next sentence, and the day the user gave.
NOW, DATED, STRANGE, DAY, LATEST, TOLD, GIVEN_DAY = range(7)


class Stream(NamedTuple):
    """What is remembered of a log from one stretch to the next; the last three are dictionaries."""

    clock: Numbers
    groups: Numbers
    open: Numbers
    ships: Numbers


class Filled(NamedTuple):
    """Where the rows of a stretch are put."""

    said: NDArray[np.void]
    statics: Numbers
    unread: Numbers
    lost: Numbers


def recent(size: int, values: int) -> Numbers:
    """An empty dictionary of two-number keys for so many of them, with so many values each."""
    return np.zeros((1 << size.bit_length(), VALUE + values), np.int64)


def stream(groups: int, part_lines: int, ships: int) -> Stream:
    """An empty memory for so many tag groups and ships, and parts so many lines apart."""
    return Stream(
        np.full(7, NONE, np.int64),
        recent(groups + 1, 1),
        recent(part_lines + 2, 24),
        recent(ships + 1, STATIC_COLUMNS - IMO + 1),
    )


def filled(lines: int, part_lines: int) -> Filled:
    """Room for what so many lines can give."""
    return Filled(
        np.empty(lines, SAID),
        np.empty((lines, STATIC_COLUMNS), np.int64),
        np.empty((lines, U_WORDS + WORDS), np.int64),
        np.empty((lines + part_lines + 2, 6), np.int64),
    )


def oldest_first(table: Numbers) -> list[int]:
    """The slots of a dictionary that are in use."""
    slots = list[int]()
    slot = int(table[0, OLDEST])
    while slot:
        slots.append(slot)
        slot = int(table[slot, NEWER])
    return slots

"""Spells: stretches in which a ship is heard where she cannot have gone, told from those before alone."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vedette.kernels.arcs import arc_m, bearing, turn_deg
from vedette.kernels.inner import inner
from vedette.kernels.sphere import KNOT_MS, NAUTICAL_MILE_M

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_WAYS = 16  # ways of one number that are remembered while it takes turns
_BACK = 4096  # positions of a way that are looked through for a late copy
_SAILED_S = 86_400.0  # a ship not heard for longer may be anywhere
_BENT_M, _BENT_US = 37_040.0, 3_600_000_000  # between positions farther apart nobody knows the way
# Columns of a way: its last and first row, its messages, how often she came back to it.
_LAST, _FIRST, _COUNT, _AGAIN = range(4)
# What is known of the spell that is open, and of the turn she is on: its row, its messages, whether the way
# is one she was on before and comes to from another she was on for a while, and where that way ended. Then of
# copies: row, row copied, how many do not fit.
_OPEN, _ORIGIN, _BEGIN, _SHOWN, _PLACES, _MESSAGES, _SINCE, _STAY, _KNOWN, _COUNTS, _ENDED = range(11)
_LATE, _OF, _UNFIT = range(11, 14)


class Ways(NamedTuple):
    """Positions by ship, then time; ``begins`` are the rows at which ships begin, and their count."""

    begins: Ints
    time: Ints
    lat: Floats
    lon: Floats


class Bounds(NamedTuple):
    """What a ship can do, and what a spell takes; times in microseconds."""

    max_kn: float
    slack_s: float
    min_jump_m: float
    walk_kn: float
    same_way_m: float
    min_messages: int
    min_stay_us: int
    echo_m: float
    echo_us: int
    ahead_us: int
    silence_us: int
    settle_us: int


class _Sea(NamedTuple):
    """What the walk works on: positions, the row before each on its way, ways, the open spell, answers."""

    time: Ints
    lat: Floats
    lon: Floats
    before: Ints
    ways: Ints
    spell: Ints
    found: Ints
    turns: Ints
    tally: Ints
    bounds: Bounds


class Spells(NamedTuple):
    """Rows of each spell: the last before it, its first, the one that showed it, its last, and the return.

    ``back`` is -1 where she did not come back. ``places`` counts the ways she was on for a while and
    ``messages`` those heard in it. ``turns`` are rows at which a number had come back twice to each of two.
    """

    origin: Ints
    first: Ints
    shown: Ints
    last: Ints
    back: Ints
    places: Ints
    messages: Ints
    turns: Ints


def spells(ways: Ways, bounds: Bounds) -> Spells:
    """The spells of some ships, and where numbers take turns.

    >>> lat, hours = np.array([0, 0, 0, 0, 5, 5, 5, 5, 0, 0.0]), np.arange(10) * 3600 * 10**5
    >>> least = Bounds(50, 60, 3704, 30, 37e3, 3, 3 * 10**8, 1852, 10**11, 10**10, 10**11, 10**12)
    >>> found = spells(Ways(np.array([0]), hours, lat, np.zeros(10)), least)
    >>> [column.tolist() for column in found]
    [[3], [4], [6], [7], [8], [1], [4], []]
    """
    if not len(ways.time):
        none = np.zeros(0, dtype=np.int64)
        return Spells(none, none, none, none, none, none, none, none)
    # Arrow lends its columns read-only, and a kernel is compiled anew for these.
    time = np.require(ways.time, requirements="W")
    lat, lon = (np.require(side, requirements="W") for side in (ways.lat, ways.lon))
    rows, turns = _walk_all(np.append(ways.begins, len(time)), time, lat, lon, bounds)
    origin, first, shown, last, back, places, messages = rows.T
    return Spells(origin, first, shown, last, back, places, messages, turns)


@njit(cache=True, nogil=True, error_model="numpy")
def _walk_all(begins: Ints, time: Ints, lat: Floats, lon: Floats, bounds: Bounds) -> tuple[Ints, Ints]:
    count = len(time)
    s = _Sea(
        time,
        lat,
        lon,
        np.full(count, -1, np.int64),
        np.full((_WAYS, 4), -1, np.int64),
        np.zeros(14, np.int64),
        np.empty((count, 7), np.int64),
        np.empty(count, np.int64),
        np.zeros(2, np.int64),
        bounds,
    )
    for ship in range(len(begins) - 1):
        _walk(begins[ship], begins[ship + 1], s)
    return s.found[: s.tally[0]].copy(), s.turns[: s.tally[1]].copy()


@inner
def _walk(start: int, stop: int, s: _Sea) -> None:
    """Go through the positions of one ship, putting each on a way; ``home`` is the one believed."""
    s.ways[:] = -1
    s.spell[:] = 0
    s.ways[0] = (start, start, 1, 0)
    s.spell[_LATE] = -1
    home = here = 0
    last = start
    for row in range(start + 1, stop):
        if s.spell[_OPEN] and (
            s.time[row] - s.time[last] > s.bounds.silence_us
            or (s.spell[_SHOWN] >= 0 and s.time[row] - s.time[s.spell[_BEGIN]] > s.bounds.settle_us)
        ):
            # What was not heard long enough to be shown, as one wrong coordinate, is forgotten.
            shown = s.spell[_SHOWN] >= 0
            _close(last, -1, s)
            home = here = here if shown else home
        way = _way_of(row, home, here, s)
        if way == -1:  # a late copy
            continue
        s.spell[_LATE] = -1
        if way == here:
            s.spell[_STAY] += s.time[row] > s.time[last]
        else:
            home = _turned(row, home, here, way, s)
            here = way
        s.before[row] = s.ways[way, _LAST]
        s.ways[way, _LAST] = row
        s.ways[way, _COUNT] += 1
        if s.spell[_STAY] == 2 and s.spell[_KNOWN]:
            _returned(row, here == home, here, s)
        last = row
        if s.spell[_OPEN] and here != home:
            s.spell[_MESSAGES] += 1
            s.spell[_PLACES] += s.ways[way, _COUNT] == s.bounds.min_messages
            if s.spell[_SHOWN] < 0 and _stays(row, s):
                if _clock(row, s):
                    s.spell[_OPEN] = 0
                    home = here
                else:
                    s.spell[_SHOWN] = row
    if s.spell[_OPEN]:
        _close(last, -1, s)


@inner
def _turned(row: int, home: int, here: int, way: int, s: _Sea) -> int:
    """She is heard on another way: gives where she is believed to be then."""
    if here == home and s.spell[_OPEN] and s.spell[_KNOWN]:
        # One message alone, out of a spell and into it again, was no return.
        s.ways[home, _LAST] = s.spell[_ENDED]
    known = s.ways[way, _COUNT] > 0
    if known and way != home and _apart(row, s.ways[way, _LAST], s) > s.bounds.same_way_m:
        # A second ship that sailed on while the first was heard: one return says as much as two.
        s.ways[way, _AGAIN] += 1
        s.ways[home, _AGAIN] += 1
    solid = s.ways[home, _COUNT] >= s.bounds.min_messages
    solid = solid and s.time[s.ways[home, _LAST]] - s.time[s.ways[home, _FIRST]] >= s.bounds.min_stay_us
    s.spell[_SINCE], s.spell[_STAY], s.spell[_KNOWN] = row, 1, known
    s.spell[_COUNTS] = s.ways[here, _COUNT] >= s.bounds.min_messages
    s.spell[_ENDED] = s.ways[way, _LAST]
    if not known:
        s.ways[way] = (-1, row, 0, 0)
    if way == home:
        return home
    if not solid:
        return way
    if not s.spell[_OPEN] or s.spell[_SHOWN] < 0:
        s.spell[_OPEN], s.spell[_ORIGIN], s.spell[_BEGIN], s.spell[_SHOWN] = 1, s.ways[home, _LAST], row, -1
        s.spell[_PLACES], s.spell[_MESSAGES] = 0, 0
    return home


@inner
def _returned(row: int, is_home: bool, here: int, s: _Sea) -> None:
    """Two messages on a way she was on before are a return; note when two ways have each seen two."""
    s.spell[_KNOWN] = 0
    s.ways[here, _AGAIN] += s.spell[_COUNTS]
    if s.spell[_COUNTS] and s.ways[here, _AGAIN] >= 2:
        for way in range(_WAYS):
            if way != here and s.ways[way, _COUNT] > 0 and s.ways[way, _AGAIN] >= 2:
                s.turns[s.tally[1]] = row
                s.tally[1] += 1
                break
    if is_home and s.spell[_OPEN]:
        _close(s.spell[_SINCE] - 1, s.spell[_SINCE], s)


@inner
def _stays(row: int, s: _Sea) -> bool:
    return bool(
        s.spell[_STAY] >= s.bounds.min_messages
        and s.time[row] - s.time[s.spell[_SINCE]] >= s.bounds.min_stay_us
    )


@inner
def _close(last: int, back: int, s: _Sea) -> None:
    if s.spell[_SHOWN] >= 0:
        s.found[s.tally[0]] = (
            s.spell[_ORIGIN],
            s.spell[_BEGIN],
            s.spell[_SHOWN],
            last,
            back,
            s.spell[_PLACES],
            s.spell[_MESSAGES],
        )
        s.tally[0] += 1
    s.spell[_OPEN] = 0


@inner
def _apart(row: int, other: int, s: _Sea) -> float:
    return float(arc_m(s.lat[row], s.lon[row], s.lat[other], s.lon[other]))


@inner
def _way_of(row: int, home: int, here: int, s: _Sea) -> int:
    """The way of a position: that of the one before, one she was on before, or a new one; -1 for a copy."""
    waited = (s.time[row] - s.time[s.ways[here, _LAST]]) / 1e6
    metres = _apart(row, s.ways[here, _LAST], s)
    reached = metres <= max(s.bounds.min_jump_m, s.bounds.max_kn * KNOT_MS * (waited + s.bounds.slack_s))
    if reached and (here == home or not s.spell[_OPEN]):
        return here
    best, nearest = -1, np.inf
    for way in range(_WAYS):
        if way == here or s.ways[way, _COUNT] <= 0:
            continue
        apart = _apart(row, s.ways[way, _LAST], s)
        gone = (s.time[row] - s.time[s.ways[way, _LAST]]) / 1e6
        if way != home and apart > s.bounds.same_way_m and not _sailed_on(way, apart, gone, s):
            continue
        if apart < nearest and apart <= s.bounds.min_jump_m + s.bounds.walk_kn * KNOT_MS * gone:
            best, nearest = way, apart
    if reached:
        # After a wait anything can be reached, so the nearer of the two ways is hers.
        unsure = s.spell[_SHOWN] < 0 or waited > 3600
        return home if unsure and best == home and nearest < metres else here
    if _goes_on(row, s.ways[here, _LAST], s):
        return here
    if best >= 0 and here != home:
        return best
    if _late(row, s.ways[here, _LAST], s) or (here != home and _late(row, s.ways[home, _LAST], s)):
        return -1
    return best if best >= 0 else _free(home, here, s)


@inner
def _goes_on(row: int, last: int, s: _Sea) -> bool:
    """Whether a position lies ahead of one of the last on a way, those after it being late copies."""
    at = s.before[last]
    for _ in range(3):
        if at < 0:
            return False
        knots, course = _motion(at, s)
        waited = (s.time[row] - s.time[at]) / 1e6
        metres = _apart(row, at, s)
        if knots >= 0 and waited <= 3600:
            off = np.radians(turn_deg(course, bearing(s.lat[at], s.lon[at], s.lat[row], s.lon[row])))
            ahead = metres * np.cos(off) - knots * KNOT_MS * waited
            if abs(ahead) <= s.bounds.echo_m and abs(metres * np.sin(off)) <= s.bounds.echo_m:
                return True
        at = s.before[at]
    return False


@inner
def _motion(row: int, s: _Sea) -> tuple[float, float]:
    """Knots and course made good up to a position, from ``min_stay_us`` before; -1 when not known."""
    earlier = s.before[row]
    while earlier >= 0 and s.time[row] - s.time[earlier] < s.bounds.min_stay_us:
        earlier = s.before[earlier]
    if earlier < 0:
        return -1.0, 0.0
    knots = _apart(row, earlier, s) / ((s.time[row] - s.time[earlier]) / 1e6) / KNOT_MS
    return knots, bearing(s.lat[earlier], s.lon[earlier], s.lat[row], s.lon[row])


@inner
def _free(home: int, here: int, s: _Sea) -> int:
    """The number of a way that is free, or of the one not used for longest, which is forgotten."""
    oldest = -1
    for way in range(_WAYS):
        if s.ways[way, _COUNT] <= 0:
            return way
        if way not in (home, here) and (
            oldest < 0 or s.time[s.ways[way, _LAST]] < s.time[s.ways[oldest, _LAST]]
        ):
            oldest = way
    s.ways[oldest, _COUNT] = 0
    return oldest


@inner
def _sailed_on(way: int, apart: float, gone: float, s: _Sea) -> bool:
    """Whether a ship last heard on a way has come as far as her speed then took her.

    Not after a day: by then nearly any place that a false position may be at lies as far.
    """
    if s.ways[way, _COUNT] < s.bounds.min_messages or gone > _SAILED_S:
        return False
    knots, _ = _motion(s.ways[way, _LAST], s)
    way_m = gone * knots * KNOT_MS
    return bool(knots >= 3 and 0.4 * way_m <= apart <= 1.3 * way_m + s.bounds.min_jump_m)


@inner
def _late(row: int, last: int, s: _Sea) -> bool:
    """Whether a position is one of a way sent again: the same to the digit, or all as late as each other."""
    copied = _echo(row, last, s)
    if copied < 0:
        return False
    if s.lat[copied] == s.lat[row] and s.lon[copied] == s.lon[row]:
        return True
    if s.spell[_LATE] < 0:
        s.spell[_LATE], s.spell[_OF], s.spell[_UNFIT] = row, copied, 0
        return True
    waited = s.time[row] - s.time[s.spell[_LATE]]
    drift = abs(s.time[copied] - s.time[s.spell[_OF]] - waited)
    s.spell[_UNFIT] += drift > max(s.bounds.min_stay_us, 0.3 * waited)
    return bool(s.spell[_UNFIT] < s.bounds.min_messages)


@inner
def _echo(row: int, last: int, s: _Sea) -> int:
    """The position of a way beside which another lies, later than it; -1 when it lies beside none."""
    later = last
    wide = s.bounds.echo_m + _BENT_M
    for _ in range(_BACK):
        if later < 0 or s.time[row] - s.time[later] > s.bounds.echo_us:
            return -1
        if abs(s.lat[later] - s.lat[row]) * 111_000.0 <= wide:
            metres = _apart(row, later, s)
            if metres <= s.bounds.echo_m:
                return later
            earlier = s.before[later]
            if metres <= wide and earlier >= 0 and s.time[later] - s.time[earlier] <= _BENT_US:
                length = _apart(later, earlier, s)
                # On the way between two positions the detour by this one is short.
                if length <= _BENT_M:
                    detour = metres + _apart(row, earlier, s)
                    if detour <= np.sqrt(length**2 + 4 * s.bounds.echo_m**2):
                        return later
        later = s.before[later]
    return -1


@inner
def _clock(row: int, s: _Sea) -> bool:
    """Whether a jump only sets her forth or back along her course, as a clock that is wrong does."""
    origin, first = s.spell[_ORIGIN], s.spell[_BEGIN]
    knots, course = _motion(origin, s)
    other = _apart(first, row, s) / ((s.time[row] - s.time[first]) / 1e6) / KNOT_MS
    if knots < 3 or abs(knots - other) > max(1.0, 0.1 * knots):
        return False
    after = bearing(s.lat[first], s.lon[first], s.lat[row], s.lon[row])
    across = bearing(s.lat[origin], s.lon[origin], s.lat[first], s.lon[first])
    off = abs(turn_deg(course, across))
    off = min(off, 180.0 - off)
    metres = _apart(origin, first, s)
    near = metres <= knots * KNOT_MS * s.bounds.ahead_us / 1e6
    aside = metres * np.sin(np.radians(off))
    return bool(near and abs(turn_deg(course, after)) <= 20 and aside <= max(NAUTICAL_MILE_M, 0.1 * metres))

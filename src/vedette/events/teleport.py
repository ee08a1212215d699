"""Teleport: a ship is heard for a while where she cannot have gone, and comes back or goes on from there."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette.events.false_rows import Found, Placed, false_positions, mirrored, of, placed
from vedette.events.identity_clash import identity_clashes
from vedette.events.rows import rounded
from vedette.fields import empty
from vedette.kernels.arrays import HOUR_US, ints, known
from vedette.kernels.runs import run_ids, run_starts
from vedette.kernels.spells import Bounds, Spells, Ways, spells
from vedette.kernels.sphere import KNOT_MS, NAUTICAL_MILE_M, bearing_deg, distance_m, too_fast, wrapped
from vedette.kernels.ways import Points, jumping
from vedette.steps import Step

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_LOOK = 20  # messages on each side of a jump that are compared
_SAILED_NM = 3.0  # less of a way has no shape


@dataclass(frozen=True)
class Teleport:
    """How far and fast a jump is, and how long she must be heard on the other side of it.

    50 kn is what RadianceFleet and Arsenal ask of a jump; a minute is how far two clocks are trusted to
    differ, as for strays. 4 nm is more than late messages of a ship at 20 kn are off by within ten minutes;
    a jump from which she does not come back, or one along her course, must be longer. Three messages over
    five minutes are more than one corrupted coordinate or a burst. ``walk_kn`` is what she may have made
    while she was heard elsewhere, and ``same_way_nm`` how near a second ship of her number comes back to
    where she was, as for ``identity_clash``. A position within a mile of where she was in the last 24 h is a
    late copy (249014000's receiver is late by 33 minutes to some hours), and one up to three hours ahead on
    her course, or back, with course and speed unchanged, is a clock that is wrong. A silence of a day ends
    what is known of a jump, and after a week she is taken to be where she is heard. More than ``most`` jumps
    in ``apart_days``, or ``most_places`` in one, are of a number that many use. All but the 50 kn are ours.
    """

    max_kn: float = 50.0
    clock_slack_s: float = 60.0
    min_jump_nm: float = 4.0
    min_one_way_nm: float = 6.0
    min_along_nm: float = 8.0
    along_deg: float = 25.0
    walk_kn: float = 30.0
    same_way_nm: float = 20.0
    min_messages: int = 3
    min_minutes: float = 5.0
    echo_nm: float = 1.0
    echo_hours: float = 24.0
    ahead_hours: float = 3.0
    silence_hours: float = 24.0
    settle_days: float = 7.0
    apart_days: float = 7.0
    most: int = 6
    most_places: int = 3


def teleports(positions: pa.Table, options: Teleport = Teleport()) -> pa.Table:
    """Find the jumps of a ship to a place where she stays for several messages.

    It starts with the first position there and is known with the one that makes them ``min_messages`` over
    ``min_minutes``. It ends with the first position back on her way; one from which she goes on has no end,
    unless a silence or a week has passed. ``lat`` is where she was last before, ``end_lat`` where she was
    heard first. Confidence is 3 when she came back and 2 when nobody can say on which side she is. A number
    that takes turns at two places, or jumps about, is on several hulls: that is ``identity_clash``, and none.
    """
    return _rows(*displaced(positions, options))


def displaced(positions: pa.Table, options: Teleport) -> tuple[Placed, Spells]:
    """The positions of ships that jump, and their stays elsewhere: those of one hull only."""
    heard = _jumpy(placed(positions, strays=True), options)
    found = spells(Ways(*_begins(heard), heard.time, heard.lat, heard.lon), _bounds(options))
    if not len(found.first):
        return heard, found
    kept = _of_one_hull(heard, found, options) & _far(heard, found, options)
    kept[kept] = ~_clashing(heard, found, kept, options)
    return heard, chosen(found, kept)


def chosen(found: Spells, kept: Flags) -> Spells:
    """Some of the spells."""
    return Spells(*(column[kept] for column in found[:7]), found.turns)  # type: ignore[call-arg]


def _far(heard: Placed, found: Spells, options: Teleport) -> Flags:
    """False for jumps of a few miles that she does not come back from, or that lie on her course."""
    _, _, _, lat, lon = heard
    one, first = found.origin, found.first
    nm = distance_m(lat[one], lon[one], lat[first], lon[first]) / NAUTICAL_MILE_M
    made = distance_m(lat[first], lon[first], lat[found.shown], lon[found.shown])
    knots = made / np.maximum((heard.time[found.shown] - heard.time[first]) / 1e6, 1.0) / KNOT_MS
    course = bearing_deg(lat[first], lon[first], lat[found.shown], lon[found.shown])
    off = np.abs((bearing_deg(lat[one], lon[one], lat[first], lon[first]) - course + 90) % 180 - 90)
    along = (knots > 3) & (off <= options.along_deg) & (nm < options.min_along_nm)
    seconds = (heard.time[first] - heard.time[one]) / 1e6
    # What she could have sailed to after all is none, though what was heard between was out of reach.
    jumped = too_fast(nm * NAUTICAL_MILE_M, seconds, options.max_kn, options.clock_slack_s)
    jumped &= ~(_from_one_message(heard, found, options) & (found.back < 0))
    return np.asarray(jumped & ~along & ((found.back >= 0) | (nm >= options.min_one_way_nm)))


def _from_one_message(heard: Placed, found: Spells, options: Teleport) -> Flags:
    """True where only the last message before was out of the way: a wrong coordinate after a silence."""
    _, mmsi, time, lat, lon = heard
    one, first, before = found.origin, found.first, np.maximum(found.origin - 1, 0)
    to_one, to_first = (
        distance_m(lat[before], lon[before], lat[row], lon[row])
        / KNOT_MS
        / np.maximum((time[row] - time[before]) / 1e6, 1.0)
        for row in (one, first)
    )
    hers = (before < one) & (mmsi[before] == mmsi[one])
    return np.asarray(hers & (to_first <= options.walk_kn) & (to_first < to_one))


def _begins(heard: Placed) -> tuple[Ints]:
    return (np.flatnonzero(run_starts(heard.mmsi)),)


def _bounds(options: Teleport) -> Bounds:
    return Bounds(
        options.max_kn,
        options.clock_slack_s,
        options.min_jump_nm * NAUTICAL_MILE_M,
        options.walk_kn,
        options.same_way_nm * NAUTICAL_MILE_M,
        options.min_messages,
        round(options.min_minutes * 60e6),
        options.echo_nm * NAUTICAL_MILE_M,
        round(options.echo_hours * HOUR_US),
        round(options.ahead_hours * HOUR_US),
        round(options.silence_hours * HOUR_US),
        round(options.settle_days * 24 * HOUR_US),
    )


def _jumpy(heard: Placed, options: Teleport) -> Placed:
    """The positions of ships that step too far too fast at least once; most never do."""
    if not len(heard.mmsi):
        return heard
    least_m = options.min_jump_nm * NAUTICAL_MILE_M
    points = Points(heard.mmsi, heard.time, heard.lat, heard.lon)
    jumps = jumping(points, least_m, options.max_kn, options.clock_slack_s)
    return of(heard.rows.filter(pa.array(jumps)) if jumps.any() else heard.rows.slice(0, 0))


def _of_one_hull(heard: Placed, found: Spells, options: Teleport) -> Flags:
    """False near the moments at which a number takes turns, or jumps more than ``most`` times."""
    near = round(options.apart_days * 24 * HOUR_US)
    ship = run_ids(run_starts(heard.mmsi))
    start, end = heard.time[found.first], heard.time[found.last]
    moments = np.unique(np.concatenate([heard.time[found.turns], start]))

    def before(keys: Ints, rows: Ints, moment: Ints) -> Ints:
        return np.searchsorted(keys, _keyed(ship[rows], moment, moments), side="left")

    turns = _keyed(ship[found.turns], heard.time[found.turns], moments)
    jumps = _keyed(ship[found.first], start, moments)
    turned = before(turns, found.first, end + near) > before(turns, found.first, start - near)
    many = before(jumps, found.first, start + near // 2) - before(jumps, found.first, start - near // 2)
    few = found.places <= options.most_places
    return np.asarray(~turned & (many <= options.most) & few & ~_other_transponder(heard, found))


def _keyed(ship: Ints, moment: Ints, moments: Ints) -> Ints:
    """Ship and moment as one number, in the same order."""
    return np.asarray(ship * (len(moments) + 1) + np.searchsorted(moments, moment, side="left"))


def _other_transponder(heard: Placed, found: Spells) -> Flags:
    """True where one side of a jump always says a heading, or a status, and the other never."""
    starts = np.flatnonzero(run_starts(heard.mmsi))
    own = starts[np.searchsorted(starts, found.origin, side="right") - 1] if len(starts) else found.origin
    low, end = np.maximum(own, found.origin - _LOOK), np.minimum(found.last, found.first + _LOOK)
    another = np.zeros(len(found.first), dtype=np.bool_)
    for name in ("heading_deg", "status"):
        so_far = np.concatenate([[0], np.cumsum(known(heard.rows[name]))])
        one, other = so_far[found.origin + 1] - so_far[low], so_far[end + 1] - so_far[found.first]
        always = (one == found.origin + 1 - low) & (other == 0)
        another |= always | ((one == 0) & (other == end + 1 - found.first))
    return np.asarray(another & (found.origin - low >= 2) & (end - found.first >= 2))


def _clashing(heard: Placed, found: Spells, kept: Flags, options: Teleport) -> Flags:
    """True for the spells of numbers that are heard in two places by turns at the time."""
    first, last = found.first[kept], found.last[kept]
    numbers = heard.mmsi[first]
    theirs = heard.rows.filter(pc.is_in(heard.rows["mmsi"], pa.array(np.unique(numbers))))
    clashes = identity_clashes(theirs)
    clash = np.zeros(len(first), dtype=np.bool_)
    near = round(options.apart_days * 24 * HOUR_US)
    for mmsi, start, end in zip(
        ints(clashes["mmsi"]), ints(clashes["start"]), ints(clashes["end"]), strict=True
    ):
        clash |= (numbers == mmsi) & (heard.time[last] >= start - near) & (heard.time[first] <= end + near)
    return clash


def _rows(heard: Placed, found: Spells) -> pa.Table:
    _, _, time, lat, lon = heard
    origin, first, last = found.origin, found.first, found.last
    if not len(first):
        return empty("events")
    metres = distance_m(lat[origin], lon[origin], lat[first], lon[first])
    seconds = (time[first] - time[origin]) / 1e6
    came_back = found.back >= 0
    mirror = mirrored(lat[origin], lon[origin], lat[first], lon[first], 5 * NAUTICAL_MILE_M)
    kept_shape = _kept_shape(heard, found)
    told: dict[str, list[object]] = {
        "pattern": [
            "mirrored" if one else "offset" if same else "teleport"
            for one, same in zip(mirror, kept_shape.tolist(), strict=True)
        ],
        "mirror": list(mirror),
        "returned": came_back.tolist(),
        "distance_nm": list(rounded(metres / NAUTICAL_MILE_M, 1)),
        "implied_kn": list(rounded(metres / np.maximum(seconds, 1.0) / KNOT_MS, 0)),
        "messages": found.messages.tolist(),
        "hours": list(rounded((time[last] - time[first]) / HOUR_US, 2)),
        "places": found.places.tolist(),
    }
    confidence = np.where(came_back, 3.0, 2.0)
    return false_positions(
        "teleport/1", heard, Found(origin, first, found.shown, last, found.back), confidence, told
    )


def _kept_shape(heard: Placed, found: Spells) -> Flags:
    """True where she sailed some way while displaced and came back by the vector she went by."""
    _, _, time, lat, lon = heard
    back = np.where(found.back >= 0, found.back, found.last)
    made = distance_m(lat[found.first], lon[found.first], lat[found.last], lon[found.last])
    north, east = lat[found.first] - lat[found.origin], wrapped(lon[found.first] - lon[found.origin])
    to_lat, to_lon = lat[found.last] - north, wrapped(lon[found.last] - east)
    # What she sails between two messages is in neither vector.
    waited = (time[back] - time[found.last] + time[found.first] - time[found.origin]) / 1e6
    hours = np.maximum(time[found.last] - time[found.first], 1) / HOUR_US
    knots = made / hours / 3600 / KNOT_MS
    off = distance_m(np.clip(to_lat, -90, 90), to_lon, lat[back], lon[back])
    jump = distance_m(lat[found.origin], lon[found.origin], lat[found.first], lon[found.first])
    near = off <= 0.1 * jump + NAUTICAL_MILE_M + 1.5 * knots * KNOT_MS * waited
    sailed = (made >= _SAILED_NM * NAUTICAL_MILE_M) & (knots >= 3)
    return np.asarray((found.back >= 0) & near & sailed & (off < 0.5 * jump))


STEP = Step("teleport", takes=("positions",), gives="events", run=teleports, options=Teleport())

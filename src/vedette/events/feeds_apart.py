"""Feeds apart: two sources that hear a ship at once place her apart, always by the same way."""

from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from vedette.events.false_rows import Found, Placed, false_positions, placed
from vedette.events.rows import Sources, rounded, sources
from vedette.fields import empty
from vedette.kernels.arrays import HOUR_US
from vedette.kernels.runs import run_ids, run_starts
from vedette.kernels.sphere import DEGREE_M, KNOT_MS, NAUTICAL_MILE_M, bearing_deg, distance_m, wrapped
from vedette.steps import Step

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class FeedsApart:
    """How far apart, how constantly and for how long two sources must place one ship.

    A mile is more than feeds round by, or two clocks differ by while she sails. A clock that is wrong sets
    her along her course by what she sails meanwhile: so she must have turned by ``min_turn_deg``, or lain
    still, and been shown as far off in the same direction all the same. Two hulls of one number lie
    constantly apart while both are moored: so she must have sailed ``min_sailed_nm``. All are ours.
    """

    min_apart_nm: float = 1.0
    most_apart_nm: float = 300.0
    share: float = 0.1
    slack_nm: float = 0.1
    most_slack_nm: float = 0.5
    max_wait_min: float = 20.0
    min_points: int = 10
    min_hours: float = 2.0
    min_turn_deg: float = 45.0
    min_still: int = 3
    min_sailed_nm: float = 3.0
    silence_hours: float = 6.0


class Pairs(NamedTuple):
    """Moments at which both sources placed one ship: by ship, then time.

    ``row`` is that of the second source, ``before`` and ``after`` those of the first that it lies between.
    Metres are how far north and east of her way by the first the second places her; speed and course are
    those by the first.
    """

    row: Ints
    before: Ints
    after: Ints
    north_m: Floats
    east_m: Floats
    knots: Floats
    course: Floats


def feeds_apart(positions: pa.Table, options: FeedsApart = FeedsApart()) -> pa.Table:
    """Find the ships that two sources place apart by one and the same vector, at sea and at rest.

    The second source's position is compared with the way between two of the first, not far apart in time. It
    starts with the first such position of the second source and is known with the one that makes it enough;
    it ends with the last, and has no end while the next is awaited. ``lat`` is where the first source
    (by name) has her, ``end_lat`` where the second has her: which is right nobody can say. Confidence is 2.
    """
    heard = placed(positions, strays=True)
    names = sources(heard.rows["source"])
    found = [
        _stretches(heard, _pairs(heard, names.codes, pair, options), options)
        for pair in combinations(range(len(names.names)), 2)
    ]
    return _rows(heard, names, [one for one in found if len(one.first)])


class Stretches(NamedTuple):
    """Rows of the first source before each stretch, and of the second that begin, show and end it."""

    before: Ints
    first: Ints
    shown: Ints
    last: Ints
    end: Ints
    points: Ints
    north_m: Floats
    east_m: Floats


def _pairs(heard: Placed, code: Ints, pair: tuple[int, int], options: FeedsApart) -> Pairs:
    one, other = (np.flatnonzero(code == number) for number in pair)
    # By ship and time as one number: rows stand in that order already, so their place is one.
    after = np.searchsorted(one, other)
    there = (after > 0) & (after < len(one))
    row, after = other[there], after[there]
    before, after = one[after - 1], one[after]
    close = (heard.mmsi[before] == heard.mmsi[row]) & (heard.mmsi[after] == heard.mmsi[row])
    waited = heard.time[after] - heard.time[before]
    close &= (waited <= options.max_wait_min * 60e6) & (waited > 0)
    row, before, after = row[close], before[close], after[close]
    _, _, time, lat, lon = heard
    part = (time[row] - time[before]) / (time[after] - time[before])
    at_lat = lat[before] + part * (lat[after] - lat[before])
    at_lon = lon[before] + part * wrapped(lon[after] - lon[before])
    metres = distance_m(lat[before], lon[before], lat[after], lon[after])
    return Pairs(
        row,
        before,
        after,
        (lat[row] - at_lat) * DEGREE_M,
        wrapped(lon[row] - at_lon) * DEGREE_M * np.cos(np.radians(at_lat)),
        metres / ((time[after] - time[before]) / 1e6) / KNOT_MS,
        bearing_deg(lat[before], lon[before], lat[after], lon[after]),
    )


def _stretches(heard: Placed, pairs: Pairs, options: FeedsApart) -> Stretches:
    if not len(pairs.row):
        none = np.zeros(0, dtype=np.int64)
        return Stretches(none, none, none, none, none, none, pairs.north_m, pairs.east_m)
    time, apart = heard.time[pairs.row], np.hypot(pairs.north_m, pairs.east_m) / NAUTICAL_MILE_M
    slack = np.minimum(options.share * apart + options.slack_nm, options.most_slack_nm) * NAUTICAL_MILE_M
    starts = run_starts(heard.mmsi[pairs.row])
    moved = np.hypot(np.diff(pairs.north_m), np.diff(pairs.east_m)) > slack[1:]
    starts[1:] |= moved | (np.diff(time) > options.silence_hours * HOUR_US)
    first = np.maximum.accumulate(np.where(starts, np.arange(len(starts)), 0))
    points = np.arange(len(starts)) - first + 1
    astray = np.hypot(pairs.north_m - pairs.north_m[first], pairs.east_m - pairs.east_m[first]) > 2 * slack
    wrong = astray | (apart < options.min_apart_nm) | (apart > options.most_apart_nm)
    lat, lon = heard.lat[pairs.before], heard.lon[pairs.before]
    sailed = distance_m(lat[first], lon[first], lat, lon) >= options.min_sailed_nm * NAUTICAL_MILE_M
    kept = (_so_far(wrong, first) == 0) & (points >= options.min_points)
    kept &= (time - time[first] >= options.min_hours * HOUR_US) & (_so_far(sailed, first) > 0)
    kept &= (_so_far(pairs.knots < 0.5, first) >= options.min_still) | _turned(pairs, first, options)
    which = run_ids(starts)
    shown = np.flatnonzero(kept)
    shown = shown[run_starts(which[shown])]
    last = np.searchsorted(which, which[shown], side="right") - 1
    # It goes on until another pair of the same ship says otherwise.
    goes_on = last + 1 >= len(which)
    goes_on |= heard.mmsi[pairs.row[np.minimum(last + 1, len(which) - 1)]] != heard.mmsi[pairs.row[last]]
    end = np.where(goes_on, -1, pairs.row[last])
    begin = first[shown]
    return Stretches(
        pairs.before[begin],
        pairs.row[begin],
        pairs.after[shown],
        pairs.row[last],
        end,
        last - begin + 1,
        pairs.north_m[begin],
        pairs.east_m[begin],
    )


def _so_far(flags: Flags, first: Ints) -> Ints:
    """How many rows of its stretch, up to each row, have the flag."""
    total = np.cumsum(flags, dtype=np.int64)
    return np.asarray(total - (total - flags)[first])


def _turned(pairs: Pairs, first: Ints, options: FeedsApart) -> Flags:
    """True from where she has, under way, turned far from the first course of the stretch."""
    moving = pairs.knots >= 3.0
    row = np.arange(len(first))
    # The first row of the stretch at which she was under way.
    latest = np.where(moving, row, len(first))[::-1]
    ahead = np.minimum.accumulate(latest)[::-1][first]
    known = ahead < len(first)
    course = pairs.course[np.where(known, ahead, 0)]
    off = np.abs(wrapped(pairs.course - course))
    return _so_far(moving & known & (off >= options.min_turn_deg), first) >= options.min_still


def _rows(heard: Placed, names: Sources, found: list[Stretches]) -> pa.Table:
    if not found:
        return empty("events")
    all_ = Stretches(*(np.concatenate(column) for column in zip(*found, strict=True)))
    order = np.lexsort((heard.time[all_.shown], heard.time[all_.first], heard.mmsi[all_.first]))
    # One for each ship and start, where three sources are at odds: that known first.
    order = order[run_starts(heard.mmsi[all_.first[order]], heard.time[all_.first[order]])]
    kept = Stretches(*(column[order] for column in all_))  # type: ignore[arg-type]
    hours = (heard.time[kept.last] - heard.time[kept.first]) / HOUR_US
    feeds = zip(names.codes[kept.before].tolist(), names.codes[kept.first].tolist(), strict=True)
    told: dict[str, list[object]] = {
        "pattern": ["offset"] * len(order),
        "feeds": [[names.names[one], names.names[other]] for one, other in feeds],
        "distance_nm": list(rounded(np.hypot(kept.north_m, kept.east_m) / NAUTICAL_MILE_M, 1)),
        "bearing_deg": list(rounded(np.degrees(np.arctan2(kept.east_m, kept.north_m)) % 360, 0)),
        "points": kept.points.tolist(),
        "hours": list(rounded(hours, 2)),
    }
    rows = Found(kept.before, kept.first, kept.shown, kept.last, kept.end)
    return false_positions("feeds_apart/1", heard, rows, np.full(len(order), 2.0), told)


STEP = Step("feeds_apart", takes=("positions",), gives="events", run=feeds_apart, options=FeedsApart())

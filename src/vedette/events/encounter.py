"""Encounter: two ships lie close together at sea for hours, as ships do that hand something over."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from vedette.events.named import named
from vedette.events.nights import nights
from vedette.events.rows import details, events, picked, records, rounded, sources
from vedette.events.slow_points import SLOT_US
from vedette.kernels.arrays import HOUR_US, floats, ints, reals, times
from vedette.kernels.pairs import close
from vedette.kernels.roads import Pairs, others_at_rest, rests
from vedette.kernels.runs import expanded, run_starts, window_medians
from vedette.kernels.vectors import mean_places
from vedette.steps import Step

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Encounter:
    """How close, how slow and how long two ships must be for a meeting.

    All numbers are those of Global Fishing Watch (pipe-encounters and its technical documentation): 500 m,
    2 h, a median speed under 2 kn, meetings of one pair less than 4 h apart are one; the 10 km from ports and
    the hour of waiting stand with ``slow_points``. A ship silent for longer than ``max_wait_min`` may have
    left. Where more than ``most_ships`` lie in one cube of 500 m they are left out: that is a port
    nobody listed, or made up (ours).

    Two ships at rest, under ``still_kn``, that are not made fast to each other are neighbours at anchor where
    ``road_ships`` others had lain at rest for ``min_hours`` within ``road_m``: an anchorage that nobody
    listed (ours; Global Fishing Watch asks for 20 ships over years). Ships that drift make more than a
    quarter of a knot. Two that are made fast swing as one: their antennas are seldom more than
    ``alongside_m`` apart, and by the same distance for hours, within ``swing_m`` (its standard deviation;
    that of positions is about 15 m). Where ``crowd_ships`` others had lain they must be so for
    ``crowd_hours`` on end: in less the swing of two neighbours does not show, and bunkers are taken.
    """

    max_distance_m: float = 500.0
    min_hours: float = 2.0
    max_speed_kn: float = 2.0
    merge_hours: float = 4.0
    max_wait_min: float = 60.0
    most_ships: int = 100
    still_kn: float = 0.25
    alongside_m: float = 150.0
    swing_m: float = 20.0
    road_ships: int = 1
    crowd_ships: int = 3
    crowd_hours: float = 6.0
    road_m: float = 5_000.0


class Near(NamedTuple):
    """Two ships close together at one slot, in order of pair and slot: their rows among the points."""

    row: Ints
    other: Ints
    distance_m: Floats
    first_mmsi: Ints
    second_mmsi: Ints
    slot: Ints

    def those(self, where: Ints) -> "Near":
        return Near(*(column[where] for column in self))  # type: ignore[arg-type]


class Stretches(NamedTuple):
    """The first and last rows of stretches each of which shows that two ships met."""

    first: Ints
    last: Ints


class Met(NamedTuple):
    """The rows at which meetings begin, at which each had shown, and at which they end."""

    begin: Ints
    shown: Ints
    end: Ints


def encounters(
    slow_points: pa.Table,
    identities: pa.Table,
    options: Encounter = Encounter(),
    until: datetime | None = None,
) -> pa.Table:
    """Find the meetings of two ships: ``min_hours`` on end within ``max_distance_m``, and slow.

    There is one row for a pair, the ship with the lower MMSI first. A meeting begins with the first stretch
    of ``min_hours`` throughout which both were close at every tenth minute and of which the median speed is
    low enough; it is known when the last position that shows this stretch came, and stays known. It ends with
    the last such stretch. Neither ship was silent within it, nor between two stretches that are merged. It
    has no end while the next point on the clock is still awaited of one of the ships. Neighbours at an
    anchorage do not meet; it is one from when so many had lain there, so that what is known stays known.
    """
    points = slow_points.combine_chunks()
    near = _near(points, options)
    stretches = _stretches(points, near, options)
    if not len(stretches.first):
        return events("encounter", "encounter/1", {"mmsi": [], "start": []})
    found = _rows(points, near, _merged(points, near, stretches, options), options, until)
    return both_named(found, identities)


def _size(hours: float) -> int:
    """How many points on end last for some hours."""
    return int(np.ceil(hours * HOUR_US / SLOT_US)) + 1


def _near(points: pa.Table, options: Encounter) -> Near:
    mmsi, slot = ints(points["mmsi"]), ints(points["slot"]) // SLOT_US
    lat, lon = floats(points["lat"]), floats(points["lon"])
    row, other, metres = close(slot, lat, lon, options.max_distance_m, options.most_ships)
    # A number does not meet itself, and of two the lower comes first.
    apart = mmsi[row] != mmsi[other]
    row, other, metres = row[apart], other[apart], metres[apart]
    low = mmsi[row] < mmsi[other]
    row, other = np.where(low, row, other), np.where(low, other, row)
    found = Near(row, other, metres, mmsi[row], mmsi[other], slot[row])
    return found.those(np.lexsort((found.slot, found.second_mmsi, found.first_mmsi)))


def _stretches(points: pa.Table, near: Near, options: Encounter) -> Stretches:
    """The stretches that show a meeting: of ``min_hours``, or of ``crowd_hours`` where many lie."""
    size, long = _size(options.min_hours), _size(max(options.crowd_hours, options.min_hours))
    first = _windows(points, near, size, options)
    rest, fast = _at_rest(points, near, first, size, options)
    others = np.zeros(len(first), dtype=np.int64)
    others[rest] = _others(points, near, first[rest], size, options)
    met = ~rest | (others < np.where(fast, options.crowd_ships, options.road_ships))
    # What lasts long enough in a crowd begins with a stretch that would not have done.
    at = np.intersect1d(first[rest & ~met], _windows(points, near, long, options), assume_unique=True)
    resting, made_fast = _at_rest(points, near, at, long, options)
    at = at[resting & made_fast]
    first = np.concatenate([first[met], at])
    last = np.concatenate([first[: met.sum()] + size - 1, at + long - 1])
    order = np.argsort(first, kind="stable")
    return Stretches(first[order], last[order])


def _windows(points: pa.Table, near: Near, size: int, options: Encounter) -> Ints:
    """Where a stretch of so many points begins throughout which both were close, and slow enough."""
    last = np.arange(size - 1, len(near.slot))
    first = last - size + 1
    on_end = (
        (near.first_mmsi[first] == near.first_mmsi[last])
        & (near.second_mmsi[first] == near.second_mmsi[last])
        & (near.slot[last] - near.slot[first] == size - 1)
    )
    first = first[on_end]
    median = window_medians(_speeds(points, near), 2 * first, 2 * (first + size), most=2 * size)
    return np.asarray(first[median < options.max_speed_kn])


def _at_rest(points: pa.Table, near: Near, first: Ints, size: int, options: Encounter) -> tuple[Flags, Flags]:
    """Whether two ships lie at rest through each stretch, and whether they are made fast to each other."""
    speed = window_medians(_speeds(points, near), 2 * first, 2 * (first + size), most=2 * size)
    metres = window_medians(near.distance_m, first, first + size, most=size)
    fast = (metres <= options.alongside_m) & (_swing(near, first, size) <= options.swing_m)
    return np.asarray(speed < options.still_kn), np.asarray(fast)


def _others(points: pa.Table, near: Near, first: Ints, size: int, options: Encounter) -> Ints:
    """How many other ships had lain at rest near each stretch by its end."""
    if not len(first):
        return first
    order = np.lexsort((ints(points["slot"]), ints(points["mmsi"])))
    mmsi, slot = ints(points["mmsi"])[order], ints(points["slot"])[order] // SLOT_US
    where = (floats(points["lat"])[order], floats(points["lon"])[order])
    still = floats(points["speed_kn"])[order] < options.still_kn
    pairs = Pairs(
        *_between(points, near, first),
        near.slot[first] + size - 1,
        near.first_mmsi[first],
        near.second_mmsi[first],
    )
    return others_at_rest(rests(mmsi, slot, where, still, size), pairs, options.road_m)


def _swing(near: Near, first: Ints, size: int) -> Floats:
    """The standard deviation of the distance of two ships through each stretch."""
    away = near.distance_m - (near.distance_m.mean() if len(near.distance_m) else 0.0)
    total, squares = (np.concatenate([np.zeros(1), np.cumsum(one)]) for one in (away, away * away))
    mean, square = ((sums[first + size] - sums[first]) / size for sums in (total, squares))
    return np.asarray(np.sqrt(np.maximum(square - mean * mean, 0.0)))


def _speeds(points: pa.Table, near: Near) -> Floats:
    """The speeds of both ships, in turn."""
    speed = floats(points["speed_kn"])
    return np.stack([speed[near.row], speed[near.other]], axis=1).ravel()


def _merged(points: pa.Table, near: Near, found: Stretches, options: Encounter) -> Met:
    """Meetings: stretches of one pair not far apart, without a silence."""
    since, (first, last) = ints(points["heard_since"]), found
    starts = run_starts(
        near.first_mmsi[first], near.second_mmsi[first], since[near.row[first]], since[near.other[first]]
    )
    apart = (near.slot[first[1:]] - near.slot[last[:-1]]) * SLOT_US
    starts[1:] |= apart >= options.merge_hours * HOUR_US
    at = np.flatnonzero(starts)
    return Met(first[at], last[at], np.maximum.reduceat(last, at))


def _rows(
    points: pa.Table,
    near: Near,
    met: Met,
    options: Encounter,
    until: datetime | None,
) -> pa.Table:
    begin, shown, end = met
    known, heard_by = ints(points["known"]), sources(points["source"])
    open_ = _awaited(points, near, end, options, until)
    lat, lon = _between(points, near, begin)
    end_lat, end_lon = _between(points, near, end)
    group, place = expanded(end - begin + 1)
    row, first = begin[group] + place, np.flatnonzero(place == 0)
    codes = np.sort(np.stack([heard_by.codes[near.row[row]], heard_by.codes[near.other[row]]]), axis=0)
    record = (points["record_before"], points["record_after"])
    columns = {
        "mmsi": near.first_mmsi[begin],
        "other_mmsi": near.second_mmsi[begin],
        "start": times(near.slot[begin] * SLOT_US),
        "end": times(near.slot[end] * SLOT_US, open_),
        "lat": reals(lat),
        "lon": reals(lon),
        "end_lat": reals(np.where(open_, np.nan, end_lat)),
        "end_lon": reals(np.where(open_, np.nan, end_lon)),
        "known": times(np.maximum(known[near.row[shown]], known[near.other[shown]])),
        "source": pa.array(
            heard_by.joined(np.minimum.reduceat(codes[0], first), np.maximum.reduceat(codes[1], first)),
            pa.string(),
        ),
        "because": pa.array(
            records(
                picked(record[0], near.row[begin]),
                picked(record[0], near.other[begin]),
                picked(record[1], near.row[end]),
                picked(record[1], near.other[end]),
            ),
            pa.list_(pa.string()),
        ),
        "details": details(_measured(points, near, begin, end)),
    }
    return events("encounter", "encounter/1", columns)


def _measured(points: pa.Table, near: Near, begin: Ints, end: Ints) -> dict[str, list[object]]:
    """How close and how slow they were at the points at which they were close, and how much was night."""
    metres = window_medians(near.distance_m, begin, end + 1, most=10_000)
    speed = window_medians(_speeds(points, near), 2 * begin, 2 * (end + 1), most=10_000)
    group, place = expanded(end - begin + 1)
    row = begin[group] + place
    return {
        "median_distance_m": list(rounded(metres, 0)),
        "median_speed_kn": list(rounded(speed, 2)),
        "points": (end - begin + 1).tolist(),
        **nights(near.slot[row] * SLOT_US, *_between(points, near, row), np.flatnonzero(place == 0)),
    }


def _between(points: pa.Table, near: Near, at: Ints) -> tuple[Floats, Floats]:
    """The place halfway between the two ships."""
    both = np.stack([near.row[at], near.other[at]], axis=1).ravel()
    return mean_places(floats(points["lat"])[both], floats(points["lon"])[both], np.arange(0, len(both), 2))


def _awaited(points: pa.Table, near: Near, end: Ints, options: Encounter, until: datetime | None) -> Flags:
    """True where one of the ships has not been heard up to the next point, and neither has fallen silent."""
    heard = ints(points["heard_until"])
    moment = int(heard.max()) if until is None else int(pa.scalar(until, pa.timestamp("us")).value)
    least = np.minimum(heard[near.row[end]], heard[near.other[end]])
    following = (near.slot[end] + 1) * SLOT_US
    return np.asarray((least < following) & (moment - least < options.max_wait_min * 60_000_000))


def both_named(found: pa.Table, identities: pa.Table) -> pa.Table:
    """The meetings with what each of the two ships called herself at the time."""
    place = {name: found.column_names.index(name) for name in ("mmsi", "imo", "other_imo")}
    others = found.set_column(place["mmsi"], "mmsi", found["other_mmsi"])
    others = others.set_column(place["imo"], "imo", pa.nulls(len(found), pa.int64()))
    imo = named(others, identities)["imo"]
    return named(found, identities).set_column(place["other_imo"], "other_imo", imo)


STEP = Step(
    "encounter",
    takes=("slow_points", "identities"),
    gives="events",
    run=encounters,
    options=Encounter(),
    by="",
    timed=True,
)

"""Escort: two ships keep the same course, speed and station close together for hours."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from vedette.events.encounter import both_named
from vedette.events.nights import nights
from vedette.events.rows import details, events, picked, records, rounded, sources
from vedette.events.steady_points import SLOT_US
from vedette.kernels.arrays import HOUR_US, floats, ints, known, reals, times
from vedette.kernels.pairs import close
from vedette.kernels.runs import expanded, run_ends, run_ids, run_starts, window_medians
from vedette.kernels.sphere import KNOT_MS, NAUTICAL_MILE_M, bearing_deg, wrapped
from vedette.kernels.station import changes_together, drift_m
from vedette.kernels.vectors import mean_places
from vedette.steps import Step

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

# AIS ship types (ITU-R M.1371-5, table 53).
NAVAL = 35
TUGS = (31, 32, 52)
FISHING = (30,)
FERRIES = (*range(40, 50), *range(60, 70))


@dataclass(frozen=True)
class Escort:
    """How close, how alike and how long two ships must sail in company, and what shows that they mean it.

    A mile and three hours are ours. Ships of one lane come so near each other by chance; what they do not do
    is keep station. ``max_drift_kn`` is how fast one may gain on the other, by a line fitted through
    once, twice or four times ``min_hours``: 0.01 kn are 60 m in three hours and 220 m in twelve. Two masters
    who each order their own revolutions seldom agree so closely. Where one ship is naval, or both changed
    speed together ``min_changes`` times meanwhile, ``loose_drift_kn`` is enough. A change is one of
    ``change_kn`` within the hour. Where more than ``most_ships`` lie in one cube of a mile nobody keeps
    company with anybody. All are ours, tried on made-up seas.
    """

    max_distance_nm: float = 1.0
    min_hours: float = 3.0
    min_speed_kn: float = 3.0
    max_course_deg: float = 20.0
    max_speed_kn: float = 2.0
    max_drift_kn: float = 0.01
    loose_drift_kn: float = 0.2
    change_kn: float = 1.5
    min_changes: int = 2
    merge_hours: float = 4.0
    alongside_m: float = 100.0
    most_ships: int = 30


class Near(NamedTuple):
    """Two ships close together and alike at one half hour, by pair and slot: rows among the points."""

    row: Ints
    other: Ints
    distance_m: Floats
    first_mmsi: Ints
    second_mmsi: Ints
    slot: Ints


class Stretches(NamedTuple):
    """Stretches throughout which two ships kept together: their first and last rows, and the drift."""

    first: Ints
    last: Ints
    drift_kn: Floats


class Company(NamedTuple):
    """Escorts: rows at which each begins, is shown and ends, and the drift of the stretch that shows it."""

    begin: Ints
    shown: Ints
    end: Ints
    drift_kn: Floats


def escorts(steady_points: pa.Table, identities: pa.Table, options: Escort = Escort()) -> pa.Table:
    """Find the pairs of ships in company: ``min_hours`` on end, close, on one course, and keeping station.

    There is one row for a pair, the lower MMSI first. It begins with the first stretch that shows it, is
    known with the last position of this stretch, and ends with the last such stretch; two less than
    ``merge_hours`` apart are one. A tug and her tow, two fishing vessels and two ferries are left out, where
    their types are known. Confidence is 3 when one is naval, 2 when they changed course or speed together,
    and 1 when they only kept station.
    """
    order = [("mmsi", "ascending"), ("slot", "ascending")]
    points = steady_points.sort_by(order).combine_chunks() if len(steady_points) else steady_points
    near = _near(points, options)
    changes = np.cumsum(_changes(points, near, options), dtype=np.int64)
    found = _merged(near, _stretches(points, near, changes, options), options)
    if len(found.begin):
        ours = ~_working_together(points, near, found.begin)
        found = Company(*(column[ours] for column in found))  # type: ignore[arg-type]
    if not len(found.begin):
        return events("escort", "escort/2", {"mmsi": [], "start": []})
    return both_named(_rows(points, near, found, changes, options), identities)


def _near(points: pa.Table, options: Escort) -> Near:
    mmsi, slot = ints(points["mmsi"]), ints(points["slot"]) // SLOT_US
    lat, lon = floats(points["lat"]), floats(points["lon"])
    row, other, metres = close(slot, lat, lon, options.max_distance_nm * NAUTICAL_MILE_M, options.most_ships)
    speed, course = floats(points["speed_kn"]), floats(points["course_deg"])
    alike = np.abs(speed[row] - speed[other]) <= options.max_speed_kn
    alike &= np.abs(wrapped(course[row] - course[other])) <= options.max_course_deg
    alike &= np.minimum(speed[row], speed[other]) >= options.min_speed_kn
    alike &= mmsi[row] != mmsi[other]
    found = Near(row, other, metres, mmsi[row], mmsi[other], slot[row])
    order = np.flatnonzero(alike)
    order = order[np.lexsort((slot[row][order], mmsi[other][order], mmsi[row][order]))]
    return Near(*(column[order] for column in found))  # type: ignore[arg-type]


def _run(near: Near) -> Ints:
    """The number of the run of half hours on end in which a pair was close and alike."""
    return run_ids(run_starts(near.first_mmsi, near.second_mmsi, near.slot - np.arange(len(near.slot))))


def _changes(points: pa.Table, near: Near, options: Escort) -> Flags:
    speed, course = floats(points["speed_kn"]), floats(points["course_deg"])
    one, other = ((speed[rows], course[rows]) for rows in (near.row, near.other))
    return changes_together(_run(near), one, other, options.change_kn)


def _stretches(points: pa.Table, near: Near, changes: Ints, options: Escort) -> Stretches:
    """Stretches of one, two and four times ``min_hours`` in which a pair kept station; by pair, then end."""
    lat, lon, course = (floats(points[name]) for name in ("lat", "lon", "course_deg"))
    one, other = near.row, near.other
    bearing = bearing_deg(lat[one], lon[one], lat[other], lon[other])
    naval, run = _naval(points, near), _run(near)
    parts: list[tuple[Ints, Ints, Floats]] = []
    for hours in (options.min_hours, 2 * options.min_hours, 4 * options.min_hours):
        size = int(np.ceil(hours * HOUR_US / SLOT_US)) + 1
        last = np.arange(size - 1, len(near.slot))
        last = last[run[last] == run[last - size + 1]]
        first = last - size + 1
        drift = drift_m(near.distance_m, bearing, course[one], first, size) / (SLOT_US / 1e6) / KNOT_MS
        # A change is told from the row two before it, which must lie within the stretch too.
        often = changes[last] - changes[np.minimum(first + 1, last)] >= options.min_changes
        kept = drift <= np.where(often | naval[first], options.loose_drift_kn, options.max_drift_kn)
        parts.append((first[kept], last[kept], drift[kept]))
    first, last, drift = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.lexsort((first, last, near.second_mmsi[last], near.first_mmsi[last]))
    return Stretches(first[order], last[order], drift[order])


def _naval(points: pa.Table, near: Near) -> Flags:
    kind = ints(points["ship_type"], null=-1)
    return np.asarray((kind[near.row] == NAVAL) | (kind[near.other] == NAVAL))


def _merged(near: Near, found: Stretches, options: Escort) -> Company:
    """Stretches of one pair not far apart as one, which begins with the first to end."""
    first, last, drift = found
    starts = run_starts(near.first_mmsi[first], near.second_mmsi[first])
    apart = (near.slot[first[1:]] - near.slot[last[:-1]]) * SLOT_US
    starts[1:] |= apart >= options.merge_hours * HOUR_US
    return Company(first[starts], last[starts], last[run_ends(starts)], drift[starts])


def _working_together(points: pa.Table, near: Near, begin: Ints) -> Flags:
    """True for a tug and another ship, two fishing vessels, two ferries."""
    kind = ints(points["ship_type"], null=-1)
    one, other = kind[near.row[begin]], kind[near.other[begin]]
    found = np.isin(one, TUGS) | np.isin(other, TUGS)
    for kinds in (FISHING, FERRIES):
        found |= np.isin(one, kinds) & np.isin(other, kinds)
    return np.asarray(found)


def _rows(points: pa.Table, near: Near, found: Company, changes: Ints, options: Escort) -> pa.Table:
    begin, shown, end, _ = found
    moment, heard_by = ints(points["known"]), sources(points["source"])
    group, place = expanded(end - begin + 1)
    row, first = begin[group] + place, np.flatnonzero(place == 0)
    codes = np.sort(np.stack([heard_by.codes[near.row[row]], heard_by.codes[near.other[row]]]), axis=0)
    lat, lon = _between(points, near, row)
    last = np.append(first[1:], len(row)) - 1
    told, confidence = _measured(points, near, found, changes, options)
    return events(
        "escort",
        "escort/2",
        {
            "mmsi": near.first_mmsi[begin],
            "other_mmsi": near.second_mmsi[begin],
            "start": times(near.slot[begin] * SLOT_US),
            "end": times(near.slot[end] * SLOT_US),
            "lat": reals(lat[first]),
            "lon": reals(lon[first]),
            "end_lat": reals(lat[last]),
            "end_lon": reals(lon[last]),
            "confidence": reals(confidence),
            "known": times(np.maximum(moment[near.row[shown]], moment[near.other[shown]])),
            "source": pa.array(
                heard_by.joined(np.minimum.reduceat(codes[0], first), np.maximum.reduceat(codes[1], first)),
                pa.string(),
            ),
            "because": pa.array(
                records(
                    *(
                        picked(points["record"], side[at])
                        for at in (begin, shown, end)
                        for side in (near.row, near.other)
                    )
                ),
                pa.list_(pa.string()),
            ),
            "details": details({**told, **nights(near.slot[row] * SLOT_US, lat, lon, first)}),
        },
    )


def _measured(
    points: pa.Table, near: Near, found: Company, changes: Ints, options: Escort
) -> tuple[dict[str, list[object]], Floats]:
    """How close and alike they were, who they are, and how sure it is."""
    begin, _, end, drift = found
    speed, course = floats(points["speed_kn"]), floats(points["course_deg"])
    kind = points["ship_type"]
    types = [picked(kind, side[begin]).to_pylist() for side in (near.row, near.other)]
    naval = np.array([NAVAL in pair for pair in zip(*types, strict=True)], dtype=np.bool_)
    metres = window_medians(near.distance_m, begin, end + 1, most=10_000)
    turned = np.abs(wrapped(course[near.row[end]] - course[near.row[begin]]))
    quicker = np.abs(speed[near.row[end]] - speed[near.row[begin]])
    together = changes[end] - changes[np.minimum(begin + 1, end)]
    ships = _ships(near, begin, end)
    named = np.where(ships > 2, "convoy", np.where(metres < options.alongside_m, "alongside", "escort"))
    off = np.abs(wrapped(course[near.row] - course[near.other]))
    told: dict[str, list[object]] = {
        "class": named.tolist(),
        "ships": ships.tolist(),
        "median_distance_nm": list(rounded(metres / NAUTICAL_MILE_M, 2)),
        "median_speed_kn": list(rounded(window_medians(speed[near.row], begin, end + 1, most=10_000), 1)),
        "course_spread_deg": list(rounded(window_medians(off, begin, end + 1, most=10_000), 1)),
        "speed_spread_kn": list(
            rounded(
                window_medians(np.abs(speed[near.row] - speed[near.other]), begin, end + 1, most=10_000), 2
            )
        ),
        "turned_deg": list(rounded(turned, 0)),
        "drift_kn": list(rounded(drift, 3)),
        "changes_together": together.tolist(),
        "points": (end - begin + 1).tolist(),
        "ship_type": types[0],
        "other_ship_type": types[1],
        "naval": [
            True if one else False if said else None
            for one, said in zip(naval.tolist(), _typed(kind, near, begin), strict=True)
        ],
    }
    both = (turned >= 2 * options.max_course_deg) | (quicker >= 2 * options.max_speed_kn) | (together > 0)
    return told, np.where(naval, 3.0, np.where(both, 2.0, 1.0))


def _typed(kind: pa.ChunkedArray, near: Near, begin: Ints) -> list[bool]:
    """True where the types of both are known."""
    there = known(kind)
    both: list[bool] = (there[near.row[begin]] & there[near.other[begin]]).tolist()
    return both


def _ships(near: Near, begin: Ints, end: Ints) -> Ints:
    """How many ships keep company with either of a pair at the same time, both among them."""
    rows = list(
        zip(
            near.first_mmsi[begin].tolist(),
            near.second_mmsi[begin].tolist(),
            near.slot[begin].tolist(),
            near.slot[end].tolist(),
            strict=True,
        )
    )
    of_ship: dict[int, list[int]] = {}
    for at, (one, other, _, _) in enumerate(rows):
        of_ship.setdefault(one, []).append(at)
        of_ship.setdefault(other, []).append(at)
    found = []
    for one, other, start, stop in rows:
        at_once = (rows[at] for ship in (one, other) for at in of_ship[ship])
        who = {ship for a, b, since, until in at_once if since <= stop and until >= start for ship in (a, b)}
        found.append(len(who))
    return np.array(found, dtype=np.int64)


def _between(points: pa.Table, near: Near, at: Ints) -> tuple[Floats, Floats]:
    """The place halfway between the two ships."""
    both = np.stack([near.row[at], near.other[at]], axis=1).ravel()
    return mean_places(floats(points["lat"])[both], floats(points["lon"])[both], np.arange(0, len(both), 2))


STEP = Step(
    "escort",
    takes=("steady_points", "identities"),
    gives="events",
    run=escorts,
    options=Escort(),
    by="",
)

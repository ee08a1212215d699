"""Identity clash: one number is heard in two places at once, again and again."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from vedette.events.rows import details, events, picked, records, rounded, sources, undoubted
from vedette.fields import empty
from vedette.kernels.arrays import HOUR_US, floats, ints, reals, times
from vedette.kernels.hulls_apart import Reach, far_apart, hulls_apart
from vedette.kernels.order import in_order
from vedette.kernels.runs import run_ids, run_starts
from vedette.kernels.sphere import NAUTICAL_MILE_M, distance_m, too_fast
from vedette.kernels.ways import Points
from vedette.steps import Step

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class IdentityClash:
    """How far and fast is too far for one hull, and how often she must be heard in both places.

    60 kn is what ``doubts`` calls impossible; a step of under 10 nm may be two clocks. What stays within
    20 nm of where a hull was, and within reach, may be she: a late receiver hears 249014000 16 nm from
    herself. 12 h is about twice how late that receiver is at worst. Two returns to each of two places are
    more than one teleport there and back, and ten minutes more than a burst of messages with one stamp. A
    week without a change of place ends the clash: heard by satellite, 240000000 takes turns every other day.
    """

    max_kn: float = 60.0
    clock_slack_s: float = 60.0
    min_jump_nm: float = 10.0
    same_hull_nm: float = 20.0
    back_hours: float = 12.0
    min_returns: int = 2
    min_minutes: float = 10.0
    apart_days: float = 7.0


class Switches(NamedTuple):
    """Impossible steps from one hull to another.

    The row after each, its hull, the row at which that was heard first, whether it was heard before, and the
    episode the step belongs to.
    """

    row: Ints
    hull: Ints
    heard_first: Ints
    again: Flags
    episode: Ints


def identity_clashes(positions: pa.Table, options: IdentityClash = IdentityClash()) -> pa.Table:
    """Find the numbers that two or more hulls use at once.

    Positions are put together to hulls: each goes with the nearest recent one that it can have come from,
    or on whose way it lies, so copies that a late receiver sends stay with their ship. A clash are impossible
    steps between hulls that come back to each of two of them, in use at once, at least ``min_returns`` times.
    Strays count: a second hull that is heard seldom is nothing but strays. It starts with the last position
    before the first step and ends after the last; ``lat`` and ``end_lat`` are the two places. Two hulls that
    were one near the other in the hours before, within reach, are taken for one.
    """
    usable = undoubted(positions, strays=True)
    order = in_order(usable)
    usable = usable.select(["mmsi", "time", "lat", "lon", "source", "record"])
    if order is not None:
        usable = usable.take(pa.array(order))
    wide = far_apart(_points(usable), options.min_jump_nm * NAUTICAL_MILE_M, _reach(options))
    if not wide.any():
        return empty("events")
    usable = usable.take(pa.array(np.flatnonzero(wide)))
    heard = _points(usable)
    return _rows(usable, heard, _switches(heard, options), options)


def _points(rows: pa.Table) -> Points:
    return Points(ints(rows["mmsi"]), ints(rows["time"]), floats(rows["lat"]), floats(rows["lon"]))


def _reach(options: IdentityClash) -> Reach:
    return Reach(
        options.max_kn,
        options.clock_slack_s,
        options.same_hull_nm * NAUTICAL_MILE_M,
        round(options.back_hours * HOUR_US),
    )


def _switches(heard: Points, options: IdentityClash) -> Switches:
    mmsi, time, lat, lon = heard
    starts = run_starts(mmsi)
    before = np.maximum(np.arange(len(mmsi)) - 1, 0)
    metres = distance_m(lat[before], lon[before], lat, lon)
    seconds = (time - time[before]) / 1e6
    jump = ~starts & (metres > options.min_jump_nm * NAUTICAL_MILE_M)
    jump &= too_fast(metres, seconds, options.max_kn, options.clock_slack_s)
    hull, again = hulls_apart(heard, _reach(options))
    row = np.flatnonzero(jump & (hull != hull[before]))
    begins = run_starts(mmsi[row])
    begins[1:] |= np.diff(time[row]) > options.apart_days * 24 * HOUR_US
    _, first, which = np.unique(hull, return_index=True, return_inverse=True)
    return Switches(row, hull[row], first[which.reshape(-1)[row]], again[row], run_ids(begins))


def _rows(usable: pa.Table, heard: Points, found: Switches, options: IdentityClash) -> pa.Table:
    first, last, shown, tracks = _clashes(heard, found, options)
    row, before = found.row[first], found.row[first] - 1
    seen, seen_before = found.row[shown], found.row[shown] - 1
    mmsi, time, lat, lon = heard
    metres = distance_m(lat[before], lon[before], lat[row], lon[row])
    names = sources(usable["source"])
    codes = np.stack([names.codes[rows] for rows in (before, row, seen_before, seen)])
    columns = {
        "mmsi": pa.array(mmsi[row]),
        "start": times(time[before]),
        "end": times(time[found.row[last]]),
        "lat": reals(lat[before]),
        "lon": reals(lon[before]),
        "end_lat": reals(lat[row]),
        "end_lon": reals(lon[row]),
        "known": times(time[seen]),
        "source": pa.array(names.joined(codes.min(axis=0), codes.max(axis=0)), pa.string()),
        "because": pa.array(
            records(*(picked(usable["record"], rows) for rows in (before, row, seen_before, seen))),
            pa.list_(pa.string()),
        ),
        "details": details(
            {
                "class": ["two places"] * len(first),
                "tracks": tracks.tolist(),
                "changes_of_place": (last - first + 1).tolist(),
                "distance_nm": rounded(metres / NAUTICAL_MILE_M, 1),
            }
        ),
    }
    return events("identity_clash", "identity_clash/1", columns)


def _clashes(heard: Points, found: Switches, options: IdentityClash) -> tuple[Ints, Ints, Ints, Ints]:
    """Of each clash the first and last switch, the one that showed it, and how many tracks came back.

    A hull not heard for ``back_hours`` is on another track afterwards, so there may be fewer hulls. For the
    same reason a track that was heard first after the other had come back says nothing: corrupted coordinates
    and jumps leave one hull on many tracks, one after the other.
    """
    time = heard.time[found.row]
    count = len(found.row)
    begins = run_starts(found.episode)
    first = np.maximum.accumulate(np.where(begins, np.arange(count), 0))
    # Which return to its hull each switch is, within the episode.
    order = np.lexsort((np.arange(count), found.hull, found.episode))
    new = run_starts(found.episode[order], found.hull[order])
    so_far = np.cumsum(found.again[order])
    at_start: Ints = (so_far - found.again[order])[np.maximum.accumulate(np.where(new, np.arange(count), 0))]
    nth = np.empty(count, dtype=np.int64)
    nth[order] = so_far - at_start
    settled = found.again & (nth == options.min_returns)
    latest = np.maximum.accumulate(np.where(settled, np.arange(count), -1))
    other = np.concatenate([[-1], latest])[:count]
    at_once = settled & (other >= first)
    at_once[at_once] = found.heard_first[at_once] < found.row[other[at_once]]
    total = np.cumsum(at_once)
    tracks = total - (total - at_once)[first] + 1
    long = time - heard.time[found.row[first] - 1] >= options.min_minutes * 60e6
    enough = np.flatnonzero((tracks >= 2) & long)
    shown = enough[run_starts(found.episode[enough])]
    last = np.searchsorted(found.episode, found.episode[shown], side="right") - 1
    return first[shown], last, shown, tracks[last]


STEP = Step(
    "identity_clash", takes=("positions",), gives="events", run=identity_clashes, options=IdentityClash()
)

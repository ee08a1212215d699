"""Gap: a ship falls silent for longer than we expect to wait."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from vedette.events.listening import Listening
from vedette.events.rows import details, events, picked, records, rounded
from vedette.events.visited import Sailed, sailed
from vedette.kernels.arrays import HOUR_US, reals, times
from vedette.kernels.runs import first_not_below, window_medians
from vedette.kernels.sphere import KNOT_MS
from vedette.steps import Step

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Gap:
    """How long a silence must last before we call it one.

    6 h is what Global Fishing Watch stores (pipe-gaps, min_gap_length). Twelve times the ship's own median
    interval over the two weeks before keeps a ship heard every few hours from being silent all the time;
    it is applied when at least ``min_steps`` intervals are known. A ship whose source did not listen on for
    the threshold within ``open_days`` was not missed by anybody: her record ends, and is no open gap.
    ``details.speed_kn`` is her median speed in those two weeks while she made ``under_way_kn`` or more: below
    5 knots ships drift, wait or manoeuvre (ours).
    """

    min_hours: float = 6.0
    own_cadence_factor: float = 12.0
    cadence_days: float = 14.0
    min_steps: int = 10
    open_days: float = 7.0
    under_way_kn: float = 5.0


class Silences(NamedTuple):
    """Silences: the row heard last, the row heard next (-1 while she is not), and how long is too long.

    ``waits`` are her intervals of one to six hours in the days before, ``waited_h`` their hours beyond the
    first.
    """

    before: Ints
    after: Ints
    cadence_s: Floats
    threshold_us: Ints
    speed_kn: Floats
    waits: Ints
    waited_h: Floats

    def those(self, where: Flags) -> "Silences":
        return Silences(*(column[where] for column in self))  # type: ignore[arg-type]


class Listened(NamedTuple):
    """When the silence showed, and how much of it somebody listened to (-1 when nobody can tell)."""

    showed: Ints
    listened_us: Ints
    end: Ints

    def those(self, where: Flags) -> "Listened":
        return Listened(*(column[where] for column in self))


def gaps(tracks: pa.Table, feeds: pa.Table, options: Gap = Gap(), until: datetime | None = None) -> pa.Table:
    """Find the silences of each ship that last at least the threshold, exactly the threshold included.

    A silence starts at the last position heard and ends at the next one. The last position of a ship starts
    an open gap, without end, when her source has listened on for the threshold; when it is not known who
    listened, ``until`` stands for it, and without that there are no open gaps. A gap is ``unobserved`` when
    the sources that heard her listened to less than half of it, else ``unclear``: that she was dark takes
    coverage to say. ``first_receiver`` and ``last_receiver`` are the sources that heard her last before and
    first after. It is known once her source has listened for the threshold, or when she is back. A ship
    heard but once has no open gap.
    """
    ways = sailed(tracks, until)
    if not len(ways.time):
        return events("gap", "gap/1", {"mmsi": [], "start": []})
    found = _silences(ways, options)
    listened = _listened(ways, found, feeds, None if until is None else ways.until)
    wait = ways.time[found.before] + round(options.open_days * 24 * HOUR_US)
    shown = (found.after >= 0) | (listened.showed <= np.minimum(listened.end, wait))
    return _rows(ways, found.those(shown), listened.those(shown))


def _silences(ways: Sailed, options: Gap) -> Silences:
    """The silences long enough to be one by the ship's own cadence, and the open one after each last row."""
    time, starts, step = ways.time, ways.starts, ways.column("step_s")
    after = np.flatnonzero((step >= options.min_hours * 3600) & ~starts)
    # Who was heard but once, and may be a number read wrongly, is not waited for.
    last = np.flatnonzero(ways.ends & ~starts)
    before = np.concatenate([after - 1, last])
    # The intervals that end at or before the last position heard, within the days before it.
    begins = np.flatnonzero(starts)
    first = begins[np.searchsorted(begins, before, side="right") - 1]
    first += np.isnan(step[first])
    since = time[before] - int(options.cadence_days * 24 * HOUR_US)
    low = first_not_below(time, np.minimum(first, before + 1), before + 1, since + 1)
    # With more intervals than this the median cannot be long enough to matter.
    most = 2 * options.cadence_days * 24 * options.own_cadence_factor / max(options.min_hours, 0.1)
    cadence = window_medians(step, low, before + 1, most=min(int(most) + 1, 10_000))
    known = before + 1 - low >= options.min_steps
    own = np.where(known, options.own_cadence_factor * np.nan_to_num(cadence), 0.0)
    threshold = np.maximum(own, options.min_hours * 3600)
    long = np.concatenate([step[after] >= threshold[: len(after)], np.ones(len(last), dtype=np.bool_)])
    closed = np.concatenate([after, np.full(len(last), -1)])
    return Silences(
        before[long],
        closed[long],
        cadence[long],
        np.round(threshold[long] * 1e6).astype(np.int64),
        _under_way(ways.column("speed_kn"), low[long], before[long] + 1, options),
        *_waits(step, low[long], before[long] + 1),
    )


def _waits(step_s: Floats, low: Ints, high: Ints) -> tuple[Ints, Floats]:
    """How many intervals of each window were those of a ship heard now and then, and how long they took."""
    at = np.flatnonzero((step_s >= 3600) & (step_s < 6 * 3600))
    beyond_s = np.concatenate([np.zeros(1, np.int64), np.cumsum(step_s[at].astype(np.int64) - 3600)])
    low, high = (np.searchsorted(at, side).astype(np.int64) for side in (low, high))
    return high - low, (beyond_s[high] - beyond_s[low]) / 3600


def _under_way(speed_kn: Floats, low: Ints, high: Ints, options: Gap) -> Floats:
    """The median of what she said her speed was while under way, in each window; NaN when seldom heard so."""
    moving = np.flatnonzero(speed_kn >= options.under_way_kn)
    low, high = (np.searchsorted(moving, side).astype(np.int64) for side in (low, high))
    median = window_medians(speed_kn[moving], low, high, most=2000)
    return np.where(high - low >= options.min_steps, median, np.nan)


def _listened(ways: Sailed, found: Silences, feeds: pa.Table, until: int | None) -> Listened:
    """Judge each silence by the stretches in which the sources before and after it listened."""
    time, heard_by = ways.time, ways.heard_by
    heard = Listening(feeds, heard_by.names)
    start, closed = time[found.before], found.after >= 0
    one = heard_by.codes[found.before]
    other = np.where(closed, heard_by.codes[found.after], one)
    end = np.where(closed, time[found.after], heard.last(one) if until is None else until)
    showed = heard.showed(one, start, found.threshold_us)
    listened = heard.listened(one, other, start, end)
    # Heard but once, she was not waited for: only her coming back shows the silence after it.
    once = closed & ways.starts[found.before]
    showed = np.where(once, end, np.where(closed, np.minimum(showed, end), showed))
    return Listened(showed, listened, end)


def _rows(ways: Sailed, found: Silences, listened: Listened) -> pa.Table:
    before, after, tracks = found.before, found.after, ways.tracks
    closed = after >= 0
    heard_by, lat, lon = ways.heard_by, ways.lat, ways.lon
    start = ways.time[before]
    silence = np.maximum(listened.end - start, 0)
    metres = np.where(closed, ways.column("step_m")[after], np.nan)
    unobserved = (listened.listened_us >= 0) & (2 * listened.listened_us < silence)
    other = np.where(closed, heard_by.codes[after], heard_by.codes[before])
    both = np.sort(np.stack([heard_by.codes[before], other]), axis=0)
    columns = {
        "mmsi": picked(tracks["mmsi"], before),
        "start": times(start),
        "end": times(listened.end, ~closed),
        "lat": reals(lat[before]),
        "lon": reals(lon[before]),
        "end_lat": reals(np.where(closed, lat[after], np.nan)),
        "end_lon": reals(np.where(closed, lon[after], np.nan)),
        "known": times(listened.showed),
        "source": pa.array(heard_by.joined(both[0], both[1]), pa.string()),
        "because": pa.array(
            records(picked(tracks["record"], before), picked(tracks["record"], after, closed)),
            pa.list_(pa.string()),
        ),
        "details": details(
            {
                "class": np.where(unobserved, "unobserved", "unclear").tolist(),
                "silence_h": rounded(silence / HOUR_US, 2),
                "listened_h": rounded(
                    np.where(listened.listened_us < 0, np.nan, listened.listened_us / HOUR_US), 2
                ),
                "distance_m": rounded(metres, 0),
                "implied_kn": rounded(metres / np.maximum(silence / 1e6, 1.0) / KNOT_MS, 2),
                "cadence_s": rounded(found.cadence_s, 1),
                "threshold_h": rounded(found.threshold_us / HOUR_US, 2),
                "speed_kn": rounded(found.speed_kn, 1),
                "waits": found.waits.tolist(),
                "waited_h": rounded(found.waited_h, 1),
                "first_receiver": [heard_by.names[one] for one in heard_by.codes[before].tolist()],
                "last_receiver": [
                    heard_by.names[one] if back else None
                    for one, back in zip(other.tolist(), closed.tolist(), strict=True)
                ],
            }
        ),
    }
    return events("gap", "gap/1", columns)


STEP = Step("gap", takes=("tracks", "feeds"), gives="events", run=gaps, options=Gap(), timed=True)

"""Possible meeting: two ships were silent at once, and had time to be at one place at sea together."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette.events.rows import details
from vedette.fields import conform, from_rows
from vedette.kernels.arrays import HOUR_US, floats, ints
from vedette.kernels.ids import stable_id
from vedette.kernels.passages import CLOSED
from vedette.kernels.runs import expanded
from vedette.kernels.seaways import field, middles
from vedette.kernels.sphere import KNOT_MS, distance_m
from vedette.steps import Step

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
KIND = "possible_meeting"


@dataclass(frozen=True)
class PossibleMeeting:
    """How long both must have had, whose silences count, and how many are worth saying.

    Two hours is what a meeting that is heard takes (``encounter``). One silence must be dark and the other no
    more doubtful than unclear: of what was not observed nothing is said. In more than ``most_days`` ships can
    have gone so far that they meet everybody; where more than ``most_silent`` others are silent at once the
    feed is the likelier reason; and of a ship that could have met more than ``most_partners`` only the count
    is kept with the nearest few. All ours. Speeds are as for ``possible_call``.
    """

    min_hours: float = 2.0
    most_days: float = 4.0
    most_silent: int = 100
    most_partners: int = 3
    default_kn: float = 12.0
    least_kn: float = 6.0
    most_kn: float = 24.0
    speed_doubt: float = 0.05
    closed: tuple[str, ...] = CLOSED


class Silent(NamedTuple):
    """Gaps in order of time: hours since 1970 of both ends, both places, speed, and whether it was dark."""

    row: Ints
    mmsi: Ints
    start_h: Floats
    end_h: Floats
    lat: Floats
    lon: Floats
    end_lat: Floats
    end_lon: Floats
    kmh: Floats
    dark: Flags


class Reach(NamedTuple):
    """The squares of water a ship could be in while silent, from when and until when, hours since 1970."""

    square: Ints
    from_h: Floats
    until_h: Floats


class Meeting(NamedTuple):
    """Two silences, the square in which both could be longest, from when and until when."""

    one: int
    other: int
    square: int
    from_h: float
    until_h: float


def possible_meetings(events: pa.Table, options: PossibleMeeting = PossibleMeeting()) -> pa.Table:
    """The events with the meetings for which two silences left time, over water and at each ship's speed.

    Each ship could be in a square of the sea from her earliest arrival there until she had to leave to be
    heard again where and when she was. Where both could be in one square for ``min_hours`` they could have
    met; the place given is that where they had longest, ``start`` and ``end`` are then. Both must be back. It
    is a question, not a finding: ``details.others`` says how many others each could have met as well.
    """
    kept = events.filter(pc.fill_null(pc.not_equal(events["kind"], KIND), True))
    silent = _silent(kept, options)
    found = _meetings(silent, options)
    return conform(pa.concat_tables([kept, _rows(kept, silent, found, options)]), "events")


def _silent(kept: pa.Table, options: PossibleMeeting) -> Silent:
    whole = pc.equal(kept["kind"], "gap")
    for name in ("start", "end", "mmsi", "lat", "lon", "end_lat", "end_lon"):
        whole = pc.and_(whole, kept[name].is_valid())
    row = np.flatnonzero(pc.fill_null(whole, False).to_numpy())
    gaps = kept.take(pa.array(row))
    said = [json.loads(text or "{}") for text in gaps["details"].to_pylist()]
    kind = np.array([str(one.get("class")) for one in said], dtype=object)
    own = np.array([one.get("speed_kn") or options.default_kn for one in said], dtype=np.float64)
    kmh = np.clip(own, options.least_kn, options.most_kn) * KNOT_MS * 3.6
    start, end = ints(gaps["start"]) / HOUR_US, ints(gaps["end"]) / HOUR_US
    places = [floats(gaps[name]) for name in ("lat", "lon", "end_lat", "end_lon")]
    spare = end - start - distance_m(*places) / 1000 / kmh
    kept_ = np.isin(kind, ("dark", "unclear")) & (end - start <= 24 * options.most_days)
    kept_ &= spare >= options.min_hours
    others = np.searchsorted(np.sort(start[kept_]), end) - np.searchsorted(
        np.sort(end[kept_]), start, "right"
    )
    kept_ &= others - 1 <= options.most_silent
    order = np.lexsort((ints(gaps["mmsi"]), start))
    at = order[kept_[order]]
    columns = (row, ints(gaps["mmsi"]), start, end, *places, kmh, kind == "dark")
    return Silent(*(column[at] for column in columns))


def _pairs(silent: Silent, options: PossibleMeeting) -> tuple[Ints, Ints]:
    """Pairs of silences of two ships that great circles do not forbid to meet."""
    count = len(silent.row)
    past = np.searchsorted(silent.start_h, silent.end_h - options.min_hours)
    one, place = expanded(np.maximum(past - np.arange(count) - 1, 0))
    other = one + 1 + place
    stay, fastest = options.min_hours, np.maximum(silent.kmh[one], silent.kmh[other])
    may = (silent.mmsi[one] != silent.mmsi[other]) & (silent.dark[one] | silent.dark[other])

    def apart_h(a: Ints, a_end: bool, b: Ints, b_end: bool) -> Floats:
        sides = [
            (silent.end_lat if last else silent.lat, silent.end_lon if last else silent.lon)
            for last in (a_end, b_end)
        ]
        metres = distance_m(sides[0][0][a], sides[0][1][a], sides[1][0][b], sides[1][1][b])
        return np.asarray(metres / 1000 / fastest)

    may &= silent.start_h[one] + apart_h(one, False, other, True) <= silent.end_h[other] - stay
    may &= silent.start_h[other] + apart_h(other, False, one, True) <= silent.end_h[one] - stay
    last = np.minimum(silent.end_h[one], silent.end_h[other]) - stay
    may &= apart_h(one, False, other, False) <= 2 * last - silent.start_h[one] - silent.start_h[other]
    first = np.maximum(silent.start_h[one], silent.start_h[other]) + stay
    may &= apart_h(one, True, other, True) <= silent.end_h[one] + silent.end_h[other] - 2 * first
    return one[may], other[may]


def _meetings(silent: Silent, options: PossibleMeeting) -> list[Meeting]:
    found = []

    @lru_cache(maxsize=200)
    def reach(gap: int) -> Reach:
        return _reach(silent, gap, options)

    for one, other in zip(*(side.tolist() for side in _pairs(silent, options)), strict=True):
        met = _together(one, other, reach)
        if met is not None and met.until_h - met.from_h >= options.min_hours:
            found.append(met)
    return found


def _reach(silent: Silent, gap: int, options: PossibleMeeting) -> Reach:
    hours = silent.end_h[gap] - silent.start_h[gap] - options.min_hours
    limit = float(hours * silent.kmh[gap] * 1000)
    to, to_m = field(silent.lat[gap], silent.lon[gap], limit, options.closed).squares()
    on, on_m = field(silent.end_lat[gap], silent.end_lon[gap], limit, options.closed).squares()
    square, a, b = np.intersect1d(to, on, assume_unique=True, return_indices=True)
    speed = silent.kmh[gap] * 1000
    there, back = to_m[a] / speed, on_m[b] / speed
    spare = silent.end_h[gap] - silent.start_h[gap] - there - back
    can = spare >= np.maximum(options.min_hours, options.speed_doubt * (there + back))
    return Reach(square[can], (silent.start_h[gap] + there)[can], (silent.end_h[gap] - back)[can])


def _together(one: int, other: int, reach: Callable[[int], Reach]) -> Meeting | None:
    ours, theirs = reach(one), reach(other)
    square, a, b = np.intersect1d(ours.square, theirs.square, assume_unique=True, return_indices=True)
    if not len(square):
        return None
    from_ = np.maximum(ours.from_h[a], theirs.from_h[b])
    until = np.minimum(ours.until_h[a], theirs.until_h[b])
    best = int(np.argmax(until - from_))
    return Meeting(one, other, int(square[best]), float(from_[best]), float(until[best]))


def _rows(kept: pa.Table, silent: Silent, found: list[Meeting], options: PossibleMeeting) -> pa.Table:
    count = np.bincount([gap for met in found for gap in (met.one, met.other)], minlength=len(silent.row))
    given = np.zeros(len(silent.row), dtype=np.int64)
    made = []
    # The likeliest first: those who had longest together.
    for met in sorted(found, key=lambda met: (met.from_h - met.until_h, met.one, met.other)):
        if max(given[met.one], given[met.other]) >= options.most_partners:
            continue
        given[[met.one, met.other]] += 1
        made.append(_event(kept, silent, met, count))
    made.sort(key=lambda row: (row["start"], row["event"]))
    return from_rows(made, "events")


def _event(kept: pa.Table, silent: Silent, met: Meeting, count: Ints) -> dict[str, object]:
    pair = sorted((met.one, met.other), key=lambda gap: int(silent.mmsi[gap]))
    first, second = (kept.slice(int(silent.row[gap]), 1).to_pylist()[0] for gap in pair)
    lat, lon = middles(np.array([met.square]))
    start, end = (round(hours * 60) * 60_000_000 for hours in (met.from_h, met.until_h))
    names = sorted(
        {first["source"] or "", second["source"] or ""},
        key=lambda name: (not name.startswith("synthetic:"), name),
    )
    place = {"lat": round(float(lat[0]), 3), "lon": round(float(lon[0]), 3)}
    told: dict[str, list[object]] = {
        "gaps": [[first["event"], second["event"]]],
        "together_h": [round(met.until_h - met.from_h, 1)],
        "others": [int(max(count[met.one], count[met.other])) - 1],
        "speeds_kn": [[round(float(silent.kmh[gap]) / 3.6 / KNOT_MS, 1) for gap in pair]],
    }
    return {
        "event": stable_id(KIND, first["event"], second["event"]),
        "kind": KIND,
        **{name: first[name] for name in ("ship", "mmsi", "imo")},
        "other_mmsi": second["mmsi"],
        "other_imo": second["imo"],
        "start": pa.scalar(start, pa.timestamp("us")).as_py(),
        "end": pa.scalar(end, pa.timestamp("us")).as_py(),
        **place,
        **{f"end_{name}": value for name, value in place.items()},
        "duration_h": (end - start) / HOUR_US,
        "details": details(told)[0],
        "rule": "possible_meeting/1",
        "known": max(first["known"], second["known"], first["end"], second["end"]),
        "source": ", ".join(name for name in names if name) or None,
        "because": list(
            dict.fromkeys(
                [first["event"], second["event"], *(first["because"] or ()), *(second["because"] or ())]
            )
        ),
    }


STEP = Step(KIND, takes=("events",), gives="events", run=possible_meetings, options=PossibleMeeting(), by="")

"""Possible call: while she was silent a ship had time to reach a watched place over water and stay there."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette.events.rows import details, picked, rounded
from vedette.events.visited import BERTHS, places_of, sea_of
from vedette.fields import conform
from vedette.kernels.arrays import HOUR_US, floats, ints, known, reals, times
from vedette.kernels.ids import stable_ids
from vedette.kernels.passages import CLOSED
from vedette.kernels.runs import run_starts
from vedette.kernels.seaways import field, points, sea_distance_m
from vedette.kernels.sphere import KNOT_MS, NAUTICAL_MILE_M, distance_m
from vedette.steps import Step

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
KIND = "possible_call"
_MOST_NAMED = 10


@dataclass(frozen=True)
class PossibleCall:
    """How long a stay must be possible, how fast she goes, and what is worth saying.

    Two hours is a quick call (ours; Global Fishing Watch's carrier portal asks for three). Her speed is the
    median of the two weeks before, while under way, kept within ``least_kn`` and ``most_kn``; 12 knots where
    it is not known, about what cargo ships make when steaming slowly. It is not known better than by
    ``speed_doubt``: so much of the way must be spare too, so that a ship on passage has no call. What she
    could not do even ``faster`` by a quarter is said to be out of reach, and so fast she may have gone to be
    there early and leave late. A place without a radius of its own is reached at ``rim_m``, as of port calls.

    In longer than ``most_days`` she can have been anywhere, and nothing is said, nor of places further than
    ``reach_nm`` from either end; while she is not back, so much is looked at as ``open_days``. ``closed``
    names passages (docs/methods/sea-distance.md). Of a gap that was not observed calls less likely than
    ``least_unobserved`` are only counted, and of no gap more than ``most_places`` are given. Without
    ``watched`` every place with a role counts.
    """

    min_stay_h: float = 2.0
    default_kn: float = 12.0
    least_kn: float = 6.0
    most_kn: float = 24.0
    speed_doubt: float = 0.05
    faster: float = 1.25
    rim_m: float = 3000.0
    most_days: float = 30.0
    reach_nm: float = 2500.0
    open_days: float = 7.0
    least_unobserved: float = 0.05
    most_places: int = 12
    # The chance that a silence hides a call at all, before its place and time are looked at (ours).
    if_dark: float = 0.6
    if_unclear: float = 0.3
    if_unobserved: float = 0.1
    half_room_h: float = 6.0
    closed: tuple[str, ...] = CLOSED
    kinds: tuple[str, ...] = BERTHS
    watched: tuple[str, ...] = ()


class Silences(NamedTuple):
    """Gaps, one a row: where it stands among the events, its ends, how long it was, how fast she goes."""

    row: Ints
    start: Ints
    end: Ints
    open: Flags
    lat: Floats
    lon: Floats
    end_lat: Floats
    end_lon: Floats
    speed_ms: Floats
    own: Flags
    prior: Floats
    unobserved: Flags


class Calls(NamedTuple):
    """Pairs of a gap and a place: metres over water to it and on, hours spare, and the chance of a call."""

    gap: Ints
    place: Ints
    to_m: Floats
    on_m: Floats
    slack_h: Floats
    chance: Floats
    detour_m: Floats

    def those(self, where: Flags | Ints) -> "Calls":
        return Calls(*(column[where] for column in self))  # type: ignore[arg-type]


def possible_calls(
    events: pa.Table, places: pa.Table, options: PossibleCall = PossibleCall(), until: datetime | None = None
) -> pa.Table:
    """The events with the calls that were possible within gaps, and each gap with those that were not.

    slack = gap - (way over water to the place + way from it to where she was heard again) / speed. A call is
    possible when the slack is the minimum stay or more, and the doubt about her speed. ``start`` is the
    earliest arrival at the rim of the place and ``end`` the latest departure from it, had she gone
    ``faster``; neither is known to have happened. Of a gap still open only the way there counts and there is
    no end; the id stays when she is back. Pure time and distance.

    ``probability`` (also the confidence) is a stated guess, calibrated nowhere: the chance that a silence of
    its class hides a call, times the weight of this place among all that were possible and none (weight 1).
    The weight is half for ``half_room_h`` to spare and grows to 1 with more; it is less, by up to a half, the
    larger the share of the silence is by which the place is out of her way.

    A gap's ``possible_calls`` counts them; ``out_of_reach`` names the watched places within a circle of her
    speed round either end that she could not have reached over water, the nearest first.
    """
    kept = events.filter(pc.fill_null(pc.not_equal(events["kind"], KIND), True))
    ours = places_of(places, options.kinds)
    ours = ours.filter(ours["role"].is_valid())
    if options.watched:
        ours = ours.filter(pc.is_in(ours["place"], pa.array(options.watched, pa.string())))
    rows = np.flatnonzero(pc.fill_null(pc.equal(kept["kind"], "gap"), False).to_numpy())
    if not len(rows):
        return kept
    said = [json.loads(text or "{}") for text in kept["details"].take(pa.array(rows)).to_pylist()]
    silences = _silences(kept, rows, said, options, until)
    possible, far = _calls(silences, ours, options)
    calls = _likely(silences, _weighed(silences, possible, options), options)
    made = _rows(kept.take(pa.array(rows[silences.row[calls.gap]])), silences, calls, ours, options)
    count = np.bincount(silences.row[possible.gap], minlength=len(rows))
    names = ours["place"].to_pylist()
    out_of_reach: list[list[str]] = [[] for _ in said]
    for gap, places_ in zip(silences.row.tolist(), far, strict=True):
        out_of_reach[gap] = [names[place] for place in places_]
    return conform(pa.concat_tables([_noted(kept, rows, said, count, out_of_reach), made]), "events")


def _silences(
    kept: pa.Table, rows: Ints, said: list[dict[str, Any]], options: PossibleCall, until: datetime | None
) -> Silences:
    """The gaps that are looked at: known in place, not too long, and open ones with their horizon."""
    gaps = kept.take(pa.array(rows))
    start, open_ = ints(gaps["start"]), ~known(gaps["end"])
    last = -1 if until is None else int(pa.scalar(until, pa.timestamp("us")).value)
    horizon = np.minimum(last, start + round(options.open_days * 24 * HOUR_US))
    end = np.where(open_, horizon, ints(gaps["end"]))
    lat, lon, end_lat, end_lon = (floats(gaps[name]) for name in ("lat", "lon", "end_lat", "end_lon"))
    end_lat, end_lon = np.where(open_, lat, end_lat), np.where(open_, lon, end_lon)
    looked = (end - start > options.min_stay_h * HOUR_US) & known(gaps["start"]) & known(gaps["mmsi"])
    looked &= end - start <= options.most_days * 24 * HOUR_US
    looked &= np.isfinite(lat + lon + end_lat + end_lon)
    at = np.flatnonzero(looked)
    own = np.array([one.get("speed_kn") or np.nan for one in said], dtype=np.float64)[at]
    speed = np.clip(np.where(np.isnan(own), options.default_kn, own), options.least_kn, options.most_kn)
    chances = {"dark": options.if_dark, "unobserved": options.if_unobserved}
    classes = [str(one.get("class")) for one in said]
    prior = np.array([chances.get(one, options.if_unclear) for one in classes], dtype=np.float64)[at]
    unobserved = np.array([one == "unobserved" for one in classes], dtype=np.bool_)[at]
    return Silences(
        at,
        start[at],
        end[at],
        open_[at],
        lat[at],
        lon[at],
        end_lat[at],
        end_lon[at],
        speed * KNOT_MS,
        ~np.isnan(own),
        prior,
        unobserved,
    )


def _calls(silences: Silences, ours: pa.Table, options: PossibleCall) -> tuple[Calls, list[list[int]]]:
    """The calls that were possible; and for each gap the places that were near and out of reach."""
    sea = sea_of(ours, 0.0)
    found, far = [], []
    for place in np.flatnonzero(np.isfinite(sea.lat)).tolist():
        call, cannot, away = _at_place(silences, float(sea.lat[place]), float(sea.lon[place]), options)
        found.append(call._replace(place=np.full(len(call.gap), place)))
        far += [(gap, metres, place) for gap, metres in zip(cannot.tolist(), away.tolist(), strict=True)]
    beyond: list[list[int]] = [[] for _ in silences.row]
    for gap, _, place in sorted(far):
        beyond[gap].append(place)
    if not found:
        nothing = np.empty(0, dtype=np.int64)
        return Calls(nothing, nothing, *[np.empty(0)] * 5), beyond
    return Calls(*(np.concatenate(column) for column in zip(*found, strict=True))), beyond


def _at_place(
    silences: Silences, lat: float, lon: float, options: PossibleCall
) -> tuple[Calls, Ints, Floats]:
    """The calls possible at one place; the gaps near it in which it was out of reach, and how far off."""
    seconds = (silences.end - silences.start) / 1e6
    most = options.faster * silences.speed_ms * seconds
    to = distance_m(silences.lat, silences.lon, lat, lon)
    on = np.where(silences.open, 0.0, distance_m(silences.end_lat, silences.end_lon, lat, lon))
    away, reach = np.where(silences.open, to, np.minimum(to, on)), options.reach_nm * NAUTICAL_MILE_M
    near = (away <= silences.speed_ms * seconds) & (np.maximum(to, on) <= reach)
    some = np.flatnonzero(near & (to + on <= most))
    way_to, way_on = np.full(len(to), np.inf), np.full(len(to), np.inf)
    if len(some):
        limit = min(reach, float((most - np.minimum(to, on))[some].max()))
        way_to[some], way_on[some] = _ways(silences, some, (lat, lon), limit, options.closed)
    travel = (way_to + way_on) / silences.speed_ms
    slack = seconds - travel
    can = np.flatnonzero(slack >= np.maximum(options.min_stay_h * 3600, options.speed_doubt * travel))
    # What lies beyond the field that was searched is not known to be out of reach.
    sure = (to + on > most) | np.isfinite(way_to + way_on) | (most <= reach)
    cannot = np.flatnonzero(near & sure & (way_to + way_on > most))
    none = np.zeros(len(can))
    call = Calls(
        can, np.zeros(len(can), dtype=np.int64), way_to[can], way_on[can], slack[can] / 3600, none, none
    )
    return call, cannot, away[cannot]


def _ways(
    silences: Silences, some: Ints, at: tuple[float, float], limit_m: float, closed: tuple[str, ...]
) -> tuple[Floats, Floats]:
    """Metres over water from where some ships fell silent to a place, and on to where they were back."""
    off = points(silences.lat[some], silences.lon[some])
    on = points(silences.end_lat[some], silences.end_lon[some])
    far = field(*at, limit_m, closed, (off, on))
    return (
        np.fmin(far.to(off), np.inf),
        np.where(silences.open[some], 0.0, np.fmin(far.to(on), np.inf)),
    )


def _weighed(silences: Silences, calls: Calls, options: PossibleCall) -> Calls:
    """The calls with how far they are out of her way, and how likely each is."""
    if not len(calls.gap):
        return calls
    gap, back = np.unique(calls.gap, return_inverse=True)
    straight = sea_distance_m(
        silences.lat[gap], silences.lon[gap], silences.end_lat[gap], silences.end_lon[gap], options.closed
    )
    # While she is not back no way is out of hers.
    detour = np.where(
        silences.open[calls.gap], 0.0, np.maximum(calls.to_m + calls.on_m - straight[back], 0.0)
    )
    late_h = detour / silences.speed_ms[calls.gap] / 3600
    room = calls.slack_h / (calls.slack_h + options.half_room_h)
    weight = room * (1.0 - late_h / 2 / ((silences.end - silences.start)[calls.gap] / HOUR_US))
    total = np.bincount(back, weights=weight)[back]
    chance = silences.prior[calls.gap] * weight / (1.0 + total - weight)
    return calls._replace(chance=chance, detour_m=detour)


def _likely(silences: Silences, calls: Calls, options: PossibleCall) -> Calls:
    """The likeliest calls of each gap, the nearer of two as likely first."""
    order = np.lexsort((calls.place, calls.to_m + calls.on_m, -calls.chance, calls.gap))
    calls = calls.those(order)
    first = np.flatnonzero(run_starts(calls.gap))
    rank = np.arange(len(order)) - np.repeat(first, np.diff(np.append(first, len(order))))
    said = ~silences.unobserved[calls.gap] | (calls.chance >= options.least_unobserved)
    return calls.those((rank < options.most_places) & said)


def _noted(
    kept: pa.Table, rows: Ints, said: list[dict[str, Any]], count: Ints, out_of_reach: list[list[str]]
) -> pa.Table:
    """The events with what is said of each gap: how many calls were possible, and which places were not."""
    told = kept["details"].to_pylist()
    for row, one, calls, beyond in zip(rows.tolist(), said, count.tolist(), out_of_reach, strict=True):
        before = {name: one.pop(name, None) for name in ("possible_calls", "out_of_reach")}
        if calls:
            one["possible_calls"] = calls
        if beyond:
            one["out_of_reach"] = beyond[:_MOST_NAMED]
        if calls or beyond or any(before.values()):
            told[row] = json.dumps(one, ensure_ascii=False)
    return kept.set_column(kept.column_names.index("details"), "details", pa.array(told, pa.string()))


def _rows(
    gaps: pa.Table, silences: Silences, calls: Calls, ours: pa.Table, options: PossibleCall
) -> pa.Table:
    """One event for each call; ``gaps`` holds the gap of each."""
    speed, open_ = silences.speed_ms[calls.gap], silences.open[calls.gap]
    sea = sea_of(ours, options.rim_m)
    rim, fast = np.where(sea.drawn, 0.0, sea.radius_m)[calls.place], speed * options.faster
    arrival = silences.start[calls.gap] + _us(np.maximum(calls.to_m - rim, 0.0) / fast)
    departure = silences.end[calls.gap] - _us(np.maximum(calls.on_m - rim, 0.0) / fast)
    # While she is not back it shows when she can have stayed; else only her coming back tells.
    stayed = silences.start[calls.gap] + _us(calls.to_m / speed) + round(options.min_stay_h * HOUR_US)
    shown = np.where(open_, stayed, silences.end[calls.gap])
    lat, lon = sea.lat[calls.place], sea.lon[calls.place]
    place = picked(ours["place"], calls.place)
    ids = stable_ids(KIND, gaps["mmsi"].to_pylist(), place.to_pylist(), gaps["event"].to_pylist())
    columns = {
        **{name: gaps[name] for name in ("ship", "mmsi", "imo", "source")},
        "event": pa.array(ids, pa.string()),
        "kind": pa.repeat(KIND, len(gaps)),
        "rule": pa.repeat("possible_call/1", len(gaps)),
        "place": place,
        "start": times(arrival),
        "end": times(departure, open_),
        "duration_h": reals(np.where(open_, np.nan, (departure - arrival) / HOUR_US)),
        "lat": reals(lat),
        "lon": reals(lon),
        "end_lat": reals(np.where(open_, np.nan, lat)),
        "end_lon": reals(np.where(open_, np.nan, lon)),
        "confidence": reals(np.round(calls.chance, 3)),
        "known": times(np.maximum(ints(gaps["known"]), shown)),
        "because": pa.array(
            [
                [event, *(records or ())]
                for event, records in zip(gaps["event"].to_pylist(), gaps["because"].to_pylist(), strict=True)
            ],
            pa.list_(pa.string()),
        ),
        "details": details(_measured(gaps, silences, calls, ours)),
    }
    made = conform(pa.table(columns), "events", fill=True)
    return made.sort_by([(name, "ascending") for name in ("mmsi", "start", "place", "event")])


def _measured(gaps: pa.Table, silences: Silences, calls: Calls, ours: pa.Table) -> dict[str, list[object]]:
    """What details say: the gap, the ways and speed it rests on, the chance, where else she can have been."""
    name = [
        shown or place
        for shown, place in zip(ours["name"].to_pylist(), ours["place"].to_pylist(), strict=True)
    ]
    first = np.searchsorted(calls.gap, calls.gap)
    count = np.searchsorted(calls.gap, calls.gap, side="right") - first
    others = [
        [name[calls.place[k]] for k in range(at, at + size) if k != own][:_MOST_NAMED]
        for own, (at, size) in enumerate(zip(first.tolist(), count.tolist(), strict=True))
    ]
    said = [json.loads(text or "{}") for text in gaps["details"].to_pylist()]
    nm = NAUTICAL_MILE_M
    return {
        "probability": np.round(calls.chance, 3).tolist(),
        "gap": gaps["event"].to_pylist(),
        "class": [one.get("class") for one in said],
        "slack_h": list(rounded(calls.slack_h, 1)),
        "silence_h": list(rounded((silences.end - silences.start)[calls.gap] / HOUR_US, 1)),
        "speed_kn": list(rounded(silences.speed_ms[calls.gap] / KNOT_MS, 1)),
        "speed_from": np.where(silences.own[calls.gap], "her own record", "not known: the default").tolist(),
        "to_nm": list(rounded(calls.to_m / nm, 1)),
        "on_nm": list(rounded(np.where(silences.open[calls.gap], np.nan, calls.on_m / nm), 1)),
        "detour_nm": list(rounded(np.where(silences.open[calls.gap], np.nan, calls.detour_m / nm), 1)),
        "others": (count - 1).tolist(),
        "other_places": list(others),
    }


def _us(seconds: Floats) -> Ints:
    """Seconds as microseconds, to the minute: no distance is better than that."""
    return np.asarray(np.round(seconds / 60) * 60_000_000, dtype=np.int64)


STEP = Step(
    KIND,
    takes=("events", "places"),
    gives="events",
    run=possible_calls,
    options=PossibleCall(),
    by="",
    timed=True,
)

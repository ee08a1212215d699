"""Spans: of each ship, how much of her record is settled, and from where it must be read again.

All times are microseconds since 1970.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette import fields, store
from vedette.events import feeds_apart, gap, identity_clash, on_land, port_call, slow_points, teleport
from vedette.kernels.arrays import HOUR_US, floats, ints
from vedette.kernels.runs import run_starts
from vedette.kernels.sphere import KNOT_MS, NAUTICAL_MILE_M
from vedette.positions import doubts
from vedette.steps import Step, answer

EVER = -(2**62)
DAY_H = 24.0
# What ended may go on: circles are joined across six hours.
AGAIN_H = 7.0
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Tables = dict[str, pa.Table]


@dataclass(frozen=True)
class Following:
    """How much is made anew (all ours).

    What ended ``settled_h`` before a ship was heard last is settled, in steps of ``step_h``; rows from
    ``look_h`` before the cut are read for what came before it. A ship that is not heard is made anew when her
    silence has grown by ``stale``. Everything is made anew every ``whole_h``.
    """

    settled_h: float = 48.0
    step_h: float = 6.0
    look_h: float = 48.0
    stale: float = 0.1
    whole_h: float = 24.0


@dataclass
class Ship:
    """What is remembered of a ship.

    What she did before ``cut`` is settled; she is read from ``read`` on, or from earlier. ``last`` is when
    she was heard last, ``first`` when first with a position nobody doubts, ``ran`` up to when she was made.
    ``stretch`` is since when she was heard without a silence, at the first row from ``read`` on. With
    ``silent`` the days before a gap are needed, and with ``jumps`` the whole of her record: a number that
    jumps may be on two hulls. ``silences`` are the long ones that are known: what is read begins with the
    position before one.
    """

    cut: int = EVER
    read: int = EVER
    last: int = EVER
    first: int | None = None
    ran: int = EVER
    stretch: int | None = None
    silent: bool = False
    jumps: bool = False
    silences: list[tuple[int, int]] = field(default_factory=list)


def us(time: datetime) -> int:
    """Microseconds since 1970."""
    return (time - datetime(1970, 1, 1)) // timedelta(microseconds=1)


def moment(at_us: int) -> datetime:
    """The time so many microseconds after 1970, without a zone."""
    return datetime.fromtimestamp(at_us // 1_000_000, UTC).replace(tzinfo=None)


def earliest(rows: pa.Table, part: store.Part) -> dict[int, int]:
    """The ships of a part among some rows, each with the earliest time of hers."""
    mmsi, time = ints(rows["mmsi"]), ints(rows["time"])
    ours = store.in_part(part, mmsi)
    mmsi, time = mmsi[ours], time[ours]
    order = np.lexsort((time, mmsi))
    at = np.flatnonzero(run_starts(mmsi[order]))
    return dict(zip(mmsi[order][at].tolist(), time[order][at].tolist(), strict=True))


def late(ships: Mapping[int, Ship], heard: Mapping[int, int]) -> bool:
    """True when something came of a time that is settled already."""
    return any(mmsi in ships and time < ships[mmsi].cut for mmsi, time in heard.items())


def of(rows: pa.Table, ships: list[int]) -> pa.Table:
    """The rows of some ships."""
    return rows.filter(pc.is_in(rows["mmsi"], pa.array(ships, pa.int64())))


def without(rows: pa.Table, ships: list[int]) -> pa.Table:
    """The rows of all other ships."""
    return rows.filter(pc.invert(pc.is_in(rows["mmsi"], pa.array(ships, pa.int64()))))


def from_on(rows: pa.Table, column: str, ships: list[int], bounds: Ints, scale: int = 1) -> Flags:
    """The rows of some ships, in their order, that are not before a moment of each."""
    if not len(ships):
        return np.zeros(len(rows), dtype=np.bool_)
    mmsi, time = ints(rows["mmsi"]), ints(rows[column])
    at = np.minimum(np.searchsorted(ships, mmsi), len(ships) - 1)
    ours = np.asarray(ships)[at] == mmsi
    # Of what is counted a unit of time lies behind a cut as a whole: cuts are whole hours.
    return np.asarray(ours & (time >= -(-bounds[at] // scale)))


def first_rows(ships: Mapping[int, Ship], wanted: list[int]) -> pa.Table:
    """The first moment of each ship as a row of tracks: all that is asked of her record as a whole."""
    firsts = [(mmsi, ships[mmsi].first) for mmsi in wanted if ships[mmsi].first is not None]
    rows = pa.table(
        {
            "mmsi": pa.array([mmsi for mmsi, _ in firsts], pa.int64()),
            "time": pa.array([time for _, time in firsts], fields.TIME),
        }
    )
    return fields.conform(rows, "tracks", fill=True)


def continued(before: pa.Table, now: pa.Table) -> bool:
    """True when feeds only went on: the same stretches, the last of each longer, or later ones."""
    old, new = _by_source(before), _by_source(now)
    for source, stretches in old.items():
        later, count = new.get(source, []), len(stretches)
        if len(later) < count or later[: count - 1] != stretches[:-1]:
            return False
        if later[count - 1][0] != stretches[-1][0] or later[count - 1][1] < stretches[-1][1]:
            return False
    return True


def _by_source(feeds: pa.Table) -> dict[str, list[tuple[datetime, datetime]]]:
    found: dict[str, list[tuple[datetime, datetime]]] = {}
    for row in feeds.sort_by([("source", "ascending"), ("start", "ascending")]).to_pylist():
        found.setdefault(row["source"], []).append((row["start"], row["end"]))
    return found


# --- how far back ---------------------------------------------------------------------------------


def groups(
    ships: Mapping[int, Ship], due: list[int], options: Following, steps: tuple[Step, ...]
) -> Iterator[tuple[list[int], Ints]]:
    """The ships in groups that are read from about the same moment on, each with its bound."""
    days = _option(steps, gap.STEP, "cadence_days") * DAY_H
    look = np.array([options.look_h + (days if ships[m].silent else 0.0) for m in due]) * HOUR_US
    cuts = np.array([EVER if ships[m].jumps else ships[m].cut for m in due], dtype=np.int64)
    bounds = np.where(cuts == EVER, EVER, cuts - look.astype(np.int64))
    for row, one in enumerate(due):
        for start, end in reversed(ships[one].silences):
            if start < bounds[row] <= end:
                bounds[row] = start
    names = np.array(due, dtype=np.int64)
    # What is read of one ship is read of the time since then of all: they are sorted by it.
    order = np.argsort(bounds, kind="stable")
    weeks = np.where(bounds == EVER, 0, bounds // (7 * 24 * HOUR_US))[order]
    for some in np.split(order, np.flatnonzero(np.diff(weeks)) + 1):
        some.sort()
        yield names[some].tolist(), bounds[some]


def wanting(
    ships: dict[int, Ship], made: Tables, group: list[int], steps: tuple[Step, ...], until: int
) -> set[int]:
    """The ships of which too little was read: those that were silent for long, and those that jump."""
    tracks = made["tracks"]
    mmsi, time = ints(tracks["mmsi"]), ints(tracks["time"])
    step_s = floats(tracks["step_s"])
    silence = _option(steps, gap.STEP, "min_hours") * 3600
    last = _last(mmsi, time)
    quiet = set(mmsi[np.nan_to_num(step_s) >= silence].tolist())
    quiet |= {m for m, t in last.items() if until - t >= silence * 1e6}
    jumping = set(mmsi[_jumps(floats(tracks["step_m"]), step_s, steps)].tolist()) | _strange(made, steps)
    again = set()
    for one in group:
        ship = ships[one]
        if ship.cut > EVER and ((one in jumping and not ship.jumps) or (one in quiet and not ship.silent)):
            again.add(one)
        ship.jumps |= one in jumping
        ship.silent |= one in quiet
    return again


def _last(mmsi: Ints, time: Ints) -> dict[int, int]:
    ends = (
        np.flatnonzero(np.append(mmsi[1:] != mmsi[:-1], True)) if len(mmsi) else np.zeros(0, dtype=np.int64)
    )
    return dict(zip(mmsi[ends].tolist(), time[ends].tolist(), strict=True))


def _jumps(step_m: NDArray[np.float64], step_s: NDArray[np.float64], steps: tuple[Step, ...]) -> Flags:
    """Steps that any of the steps that look for jumps may look at."""
    knots = min(_option(steps, one.STEP, "max_kn") for one in (teleport, identity_clash, on_land, doubts))
    miles = min(_option(steps, one.STEP, "min_jump_nm") for one in (teleport, identity_clash, on_land))
    fast = step_m > 0.9 * knots * KNOT_MS * (step_s + 60)
    return np.asarray(fast & (step_m > 0.9 * miles * NAUTICAL_MILE_M))


def _strange(made: Tables, steps: tuple[Step, ...]) -> set[int]:
    """The ships with a stray position, and those that two sources place apart."""
    positions = made["positions"]
    stray = pc.fill_null(pc.match_substring(positions["doubt"], "stray"), False)
    found = set(positions.filter(stray)["mmsi"].to_pylist())
    if len(pc.unique(positions["source"].combine_chunks())) > 1:
        step = next(s for s in steps if s.name == feeds_apart.STEP.name)
        least = {"min_points": 1, "min_hours": 0.0, "min_turn_deg": 0.0, "min_still": 0, "min_sailed_nm": 0.0}
        loose = replace(step, options=replace(step.options, **least))  # type: ignore[type-var]
        found |= set(answer(loose, made)["mmsi"].to_pylist())
    return found


def _option(steps: tuple[Step, ...], step: Step, name: str) -> float:
    return float(getattr(next(one for one in steps if one.name == step.name).options, name))


# --- what is settled ------------------------------------------------------------------------------


def settle(
    ships: dict[int, Ship],
    made: Tables,
    done: list[int],
    asked: tuple[Following, tuple[Step, ...], Mapping[str, pa.Table]],
    until: int,
) -> Ints:
    """Move the cuts of some ships on, and note what is known of them; the cuts they have then.

    Nothing is settled that goes on, or ended less than ``AGAIN_H`` before the cut: neither events, nor visits
    that may become calls when she stops after all.
    """
    options, steps, beside = asked
    tracks = made["tracks"]
    mmsi, time = ints(tracks["mmsi"]), ints(tracks["time"])
    starts = np.flatnonzero(run_starts(mmsi))
    for ship, first in zip(mmsi[starts].tolist(), time[starts].tolist(), strict=True):
        if ships[ship].cut == EVER:
            ships[ship].first = first
    heard = _last(mmsi, time)
    wanted: dict[int, int] = {}
    for one in done:
        ship = ships[one]
        ship.last = max(ship.last, heard.get(one, EVER))
        cut = (ship.last - round(options.settled_h * HOUR_US)) // HOUR_US * HOUR_US
        if (
            not ship.jumps
            and one in heard
            and cut >= max(ship.cut, heard_first(ship)) + options.step_h * HOUR_US
        ):
            wanted[one] = cut
    if wanted:
        _before_what_goes_on(wanted, [made["events"], _visits(tracks, wanted, steps, beside, until)])
        _note(ships, wanted, tracks, options, steps)
    return np.array([ships[one].cut for one in done], dtype=np.int64)


def heard_first(ship: Ship) -> int:
    """When a ship was heard first; never is long ago."""
    return EVER if ship.first is None else ship.first


def _visits(
    tracks: pa.Table,
    wanted: Mapping[int, int],
    steps: tuple[Step, ...],
    beside: Mapping[str, pa.Table],
    until: int,
) -> pa.Table:
    """All visits of some ships to ports, whether they were calls or not."""
    step = next(one for one in steps if one.name == port_call.STEP.name)
    loose = replace(step, options=replace(step.options, min_confidence=0))  # type: ignore[type-var]
    return answer(loose, {**beside, "tracks": of(tracks, list(wanted))}, moment(until))


def _before_what_goes_on(wanted: dict[int, int], found: list[pa.Table]) -> None:
    """Move each cut to before all that goes on there, or ended so shortly before that it may go on."""
    again = round(AGAIN_H * HOUR_US)
    spans: dict[int, list[tuple[int, int]]] = {}
    for rows in found:
        ours = of(rows, list(wanted))
        ends = ints(ours["end"], null=2**62)
        for ship, start, end in zip(
            ints(ours["mmsi"]).tolist(), ints(ours["start"]).tolist(), ends.tolist(), strict=True
        ):
            spans.setdefault(ship, []).append((start, end))
    for ship, hers in spans.items():
        # The latest end first: what moved the cut may put it within what ended before.
        for start, end in sorted(hers, key=lambda one: -one[1]):
            if start < wanted[ship] and end >= wanted[ship] - again:
                wanted[ship] = (start - 1) // HOUR_US * HOUR_US


def _note(
    ships: dict[int, Ship],
    wanted: Mapping[int, int],
    tracks: pa.Table,
    options: Following,
    steps: tuple[Step, ...],
) -> None:
    """Move cuts on, and note what the rows before them say that will not be read again."""
    mmsi, time, since = ints(tracks["mmsi"]), ints(tracks["time"]), _stretches(tracks, steps)
    silence = round(_option(steps, gap.STEP, "min_hours") * HOUR_US)
    days = round(_option(steps, gap.STEP, "cadence_days") * DAY_H * HOUR_US)
    low, high = np.searchsorted(mmsi, list(wanted), "left"), np.searchsorted(mmsi, list(wanted), "right")
    for (one, cut), start, end in zip(wanted.items(), low.tolist(), high.tolist(), strict=True):
        ship = ships[one]
        if cut < max(ship.cut, heard_first(ship)) + options.step_h * HOUR_US:
            continue
        read = cut - round(options.look_h * HOUR_US)
        row = start + int(np.searchsorted(time[start:end], read))
        began = int(since[min(row, end - 1)])
        # In the midst of the stretch that was known before, or of one that was read from its beginning.
        if ship.stretch is not None and began == time[start]:
            began = ship.stretch
        long = start + 1 + np.flatnonzero(np.diff(time[start:end]) >= silence)
        hers = {*ship.silences, *zip(time[long - 1].tolist(), time[long].tolist(), strict=True)}
        ship.silences = sorted(one for one in hers if one[1] >= read - 2 * days)
        ship.silent = any(after >= read for _, after in ship.silences)
        ship.cut, ship.read, ship.stretch = cut, read, began


def _stretches(tracks: pa.Table, steps: tuple[Step, ...]) -> Ints:
    """Since when each row's ship was heard without a silence."""
    mmsi, time = ints(tracks["mmsi"]), ints(tracks["time"])
    wait = round(_option(steps, slow_points.STEP, "max_wait_min") * 60e6)
    new = run_starts(mmsi)
    new[1:] |= np.diff(time) >= wait
    if not len(time):
        return time
    return np.asarray(time[np.maximum.accumulate(np.where(new, np.arange(len(time)), 0))])


def join_stretches(
    ships: Mapping[int, Ship], made: Tables, settled: Tables, done: list[int], steps: tuple[Step, ...]
) -> None:
    """Give slow points the whole stretch in which a ship was heard, though only its end was read."""
    tracks = made["tracks"]
    mmsi, time, since = ints(tracks["mmsi"]), ints(tracks["time"]), _stretches(tracks, steps)
    begins = np.flatnonzero(run_starts(mmsi, since))
    ship, start, end = mmsi[begins], since[begins].copy(), time[np.append(begins[1:], len(mmsi)) - 1]
    # What is read of a ship begins in the midst of a stretch that began before.
    told = {one: ships[one] for one in done if ships[one].cut > EVER}
    for row in np.flatnonzero(run_starts(ship)).tolist():
        one = told.get(int(ship[row]))
        if one and one.stretch is not None and end[row] >= one.read:
            start[row] = one.stretch
    points, old = made["slow_points"], settled.get("slow_points")
    hit, where = _matched(points, (ship, since[begins]))
    made["slow_points"] = _with(
        points, "heard_since", np.where(hit, start[where], ints(points["heard_since"]))
    )
    if old is not None and len(old):
        hit, where = _matched(old, (ship, start))
        hit &= np.isin(ints(old["mmsi"]), done)
        settled["slow_points"] = _with(
            old, "heard_until", np.where(hit, end[where], ints(old["heard_until"]))
        )


def _matched(points: pa.Table, stretches: tuple[Ints, Ints]) -> tuple[Flags, Ints]:
    """Which points lie in one of some stretches, and in which; stretches are by ship and time."""
    ship, start = stretches
    if not len(ship):
        return np.zeros(len(points), dtype=np.bool_), np.zeros(len(points), dtype=np.int64)
    mmsi, since = ints(points["mmsi"]), ints(points["heard_since"])
    moments = np.unique(np.concatenate([start, since]))
    keys = ship * (1 << 32) + np.searchsorted(moments, start)
    wanted = mmsi * (1 << 32) + np.searchsorted(moments, since)
    order = np.argsort(keys)
    at = order[np.minimum(np.searchsorted(keys[order], wanted), len(keys) - 1)]
    return np.asarray(keys[at] == wanted), np.asarray(at)


def _with(rows: pa.Table, column: str, value: Ints) -> pa.Table:
    at = rows.column_names.index(column)
    return rows.set_column(at, rows.schema.field(column), pa.array(value, fields.TIME))

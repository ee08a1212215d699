"""Judged: whether a silence was dark, unobserved or unclear, from who else was heard along her way."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette.events.down import Down
from vedette.events.waited import Own, Waited, Waits
from vedette.events.ways import Flags, Floats, Ints, Silences, Way
from vedette.fields import conform
from vedette.kernels.arrays import HOUR_US, floats, ints
from vedette.kernels.grid import CELL_DEG, blocks, cell_centres, cells
from vedette.kernels.runs import run_starts, window_medians
from vedette.kernels.totals import Totals
from vedette.steps import Step

# A station's reach ends somewhere within nine cells: what was heard in the ship's own cell says most.
_NEARNESS = np.array([0.25, 0.5, 0.25, 0.5, 1.0, 0.5, 0.25, 0.5, 0.25])
_BESIDE_DEG = [(3 * CELL_DEG * north, 3 * CELL_DEG * east) for north in (-1, 0, 1) for east in (-1, 0, 1)]


@dataclass(frozen=True)
class Judged:
    """What it takes to call a silence dark, or unobserved.

    ``max_dark`` is the usual five in a hundred. At ``min_unobserved`` a typical look of four hears one ship
    in four. Three other ships are the fewest that are not likely to be one counted twice at the border of
    cells; with ``few_others`` no more than ``max_dark_few`` is left to chance. Hours nearer than
    ``look_hours`` are one look, and ``most_looks`` are all there are: who is missed once is missed again for
    the same reason, such as a weak transponder. The feed is taken as down when fewer than 35 % of the ships
    are heard that are its median over a week, if that is five or more. Nine cells are lost when nobody is
    heard there all the while and usually ``min_lost`` ship-hours would have been: six ships that cross them.
    One such block beside her is enough not to call her dark, ``many_lost`` are a receiver that is down. Where
    ships are heard now and then, as satellites pass, so long a wait must not be expected by chance within
    ``fortnight_h``; what others wait there counts as ``own_waits`` of hers. All are our choice, tried on
    made-up seas: see docs/methods/gaps.md.
    """

    max_dark: float = 0.05
    min_unobserved: float = 0.3
    min_others: int = 3
    max_dark_few: float = 0.01
    few_others: int = 2
    look_hours: int = 3
    most_looks: int = 4
    past_days: int = 28
    min_lost: float = 24.0
    many_lost: int = 2
    most_hours: int = 168
    most_open_hours: int = 24
    outage_share: float = 0.35
    outage_median: float = 5.0
    outage_days: int = 7
    own_waits: float = 3.0
    fortnight_h: float = 336.0


class Heard(NamedTuple):
    """What was heard of others in the nine cells round the ship in each hour of her silence."""

    others: Floats
    chance: Floats


class Verdicts(NamedTuple):
    """The chance of missing a ship that sends, in the best looks and in typical ones; NaN where none was."""

    p_silent: Floats
    typical: Floats
    hours: Ints
    others: Floats
    lost: Ints
    by_wait: Floats  # nought where ships are not waited for


def judged(
    events: pa.Table,
    coverage: pa.Table,
    outages: pa.Table,
    options: Judged = Judged(),
    until: datetime | None = None,
) -> pa.Table:
    """The same events, with each gap's class judged by what was heard of others where she likely was.

    For every whole hour of the silence she is taken to be on the straight way from where she fell silent to
    where she was heard again; while she is not back, where she fell silent, for a day. The chance of hearing
    her then is the share of the others in the nine cells round her who were heard (against those in a gap of
    their own; one ship as usual in the weeks before is added), times how well ships were heard there, and
    not above what her own cadence gives, 1 - exp(-1 h / cadence). Nobody heard, or the feed down: no chance;
    nor in an hour of which half is an outage of every source that heard her.

    ``p_silent`` is the chance of missing her in the best four looks. It is dark when that is 0.05 or less
    and three others were heard in both halves of the silence, or 0.01 or less and two were, and no block of
    cells beside either end was lost; unobserved when four typical looks would have missed her with a chance
    of 0.3 or more, or two such blocks were lost; else unclear. What the feed itself says was unobserved
    stays so. ``p_wait`` is the chance that one who is waited for as she is goes unheard so long in a
    fortnight where ships are heard now and then; the larger of the two chances counts.
    Without coverage nothing is judged.
    """
    now = None if until is None else int(pa.scalar(until, pa.timestamp("us")).value)
    hears = (
        coverage
        if until is None
        else coverage.filter(pc.field("hour") < pa.scalar(until, pa.timestamp("us")))
    )
    ours = pc.and_kleene(pc.equal(events["kind"], "gap"), events["start"].is_valid())
    rows = np.flatnonzero(pc.fill_null(ours, False).to_numpy())
    if not len(hears) or not len(rows):
        return events
    last = int(ints(hears["hour"]).max()) + HOUR_US if now is None else now
    gaps = events.take(pa.array(rows))
    details = [json.loads(text or "{}") for text in gaps["details"].to_pylist()]
    cadence_s = np.array([one.get("cadence_s") or 0.0 for one in details], dtype=np.float64)
    silences = Silences.of(gaps, last, most_hours=options.most_hours, most_open_hours=options.most_open_hours)
    own = Own(*(np.array([one.get(name) or 0.0 for one in details]) for name in Own._fields))
    down = Down.of(gaps["source"].to_pylist(), outages, last)
    found = _verdicts(silences, cadence_s, _Feed(hears, silences, down, options), options)
    waits = Waits(hears, Waited(options.past_days, options.own_waits, options.fortnight_h))
    for way in silences.ways():
        if len(way.gap):
            gap, chance = waits.chance(way, silences, own)
            found.by_wait[gap] = chance
    told = events["details"].to_pylist()
    rules = events["rule"].to_pylist()
    for row, said in zip(rows.tolist(), _said(details, found, options), strict=True):
        told[row], rules[row] = said, "gap/2"
    for name, values in (("details", told), ("rule", rules)):
        events = events.set_column(events.column_names.index(name), name, pa.array(values, pa.string()))
    return conform(events, "events")


class _Feed:
    """Who was heard and who was silent, by cell and hour."""

    def __init__(self, coverage: pa.Table, silences: Silences, down: Down, options: Judged) -> None:
        self._options, self._down = options, down
        cell = cells(*cell_centres(coverage["cell"]))
        hour = ints(coverage["hour"]) // HOUR_US
        ships = floats(coverage["ships"])
        well = floats(coverage["heard"])
        # What so few ships leave open is left out: those of nine cells are weighed together.
        well = np.where(np.isnan(well), 1.0, np.minimum(well * (ships + 1.0) / (ships + 0.5), 1.0))
        self._heard = Totals(cell, hour, ships, ships * well)
        parts = [np.stack([way.cell, way.hour]) for way in silences.ways()]
        quiet, count = np.unique(np.concatenate(parts, axis=1), axis=1, return_counts=True)
        self._silent = Totals(quiet[0], quiet[1], count)
        self._from = int(hour.min())
        self._up = _up(hour, ships, options)

    def along(self, way: Way, begun: Ints) -> Heard:
        """What was heard and what was silent round each point of a way, the ship herself left out."""
        round_ = blocks(way.cell)
        hour = np.broadcast_to(way.hour[:, None], round_.shape)
        heard, heard_well = self._heard.all_between(round_, hour, hour + 1)
        around = heard.sum(axis=1)
        ships, well = heard @ _NEARNESS, heard_well @ _NEARNESS
        silent = self._silent.between(round_, hour, hour + 1) @ _NEARNESS - 1
        at = way.hour - self._from
        up = (at >= 0) & (at < len(self._up)) & self._up[np.clip(at, 0, len(self._up) - 1)]
        up &= ~self._down.during(way.gap, way.hour)
        ships, around, silent = np.where(up, ships, 0), np.where(up, around, 0), np.maximum(silent, 0)
        usually = self._usually(way.cell, begun)
        share = (ships + usually) / (ships + silent + 1.0)
        chance = np.where(ships > 0, share * well / np.maximum(ships, 0.1), 0.0)
        return Heard(around, np.clip(chance, 0.0, 0.99))

    def lost(self, silences: Silences) -> Ints:
        """How many blocks of nine cells at and beside the two ends of each silence nobody was heard in.

        Counted are those in which ``min_lost`` ship-hours are usual. A ship that comes into the reach of
        receivers that are down is last heard at its edge, where others still are.
        """
        first = silences.start // HOUR_US + 1
        past = np.maximum(silences.end // HOUR_US, first)
        past = np.where(silences.open, np.minimum(past, first + self._options.most_open_hours), past)
        since = np.maximum(first - 24 * self._options.past_days, self._from)
        part = (past - first) / np.maximum(first - since, 24)
        lost = np.zeros(len(first), dtype=np.int64)
        for lat, lon in ((silences.lat, silences.lon), (silences.end_lat, silences.end_lon)):
            there = np.isfinite(lat + lon)
            for north, east in _BESIDE_DEG:
                middle = cells(np.where(there, lat, 0.0) + north, np.where(there, lon, 0.0) + east)
                round_ = blocks(middle)
                usual = self._heard.between(round_, since[:, None], first[:, None]).sum(axis=1) * part
                now = self._heard.between(round_, first[:, None], past[:, None]).sum(axis=1)
                lost += there & (now == 0) & (usual >= self._options.min_lost)
        return lost

    def _usually(self, cell: Ints, begun: Ints) -> Floats:
        """The share of ship-hours heard round a cell in the weeks before a silence began."""
        (asked, since), back = _distinct(cell, begun // 24 * 24)
        round_ = blocks(asked)
        to = np.broadcast_to(since[:, None], round_.shape)
        span = to - 24 * self._options.past_days, to
        ships, silent = (kind.between(round_, *span) @ _NEARNESS for kind in (self._heard, self._silent))
        return np.asarray((ships + 0.5) / (ships + silent + 1.0))[back]


def _up(hour: Ints, ships: Floats, options: Judged) -> Flags:
    """For each hour of the record whether the feed as a whole was up."""
    total = np.asarray(np.bincount(hour - int(hour.min()), weights=ships), dtype=np.float64)
    past = np.arange(len(total), dtype=np.int64)
    width = 24 * options.outage_days
    median = np.nan_to_num(window_medians(total, np.maximum(past - width, 0), past, most=width))
    return np.asarray(
        (total > 0) & ~((median >= options.outage_median) & (total < options.outage_share * median))
    )


def _distinct(*columns: Ints) -> tuple[Ints, Ints]:
    pairs, back = np.unique(np.stack(columns), axis=1, return_inverse=True)
    return pairs, back.reshape(-1)


def _verdicts(silences: Silences, cadence_s: Floats, feed: _Feed, options: Judged) -> Verdicts:
    count = len(silences.start)
    lost = feed.lost(silences)
    p_silent, typical = np.full(count, np.nan), np.full(count, np.nan)
    # Where her cadence is not known the others alone are asked.
    own = np.where(cadence_s > 0, -np.expm1(-3600.0 / np.maximum(cadence_s, 1.0)), 1.0)
    hours, others = np.zeros(count, dtype=np.int64), np.zeros(count)
    for way in silences.ways():
        if not len(way.gap):
            continue
        heard = feed.along(way, silences.start[way.gap] // HOUR_US)
        at = np.flatnonzero(run_starts(way.gap))
        gap = way.gap[at]
        p_silent[gap], typical[gap] = _missed(way, np.minimum(heard.chance, own[way.gap]), options)
        hours[gap] = np.add.reduceat((heard.chance > 0).astype(np.int64), at)
        both = [np.maximum.reduceat(np.where(half, heard.others, 0.0), at) for half in (~way.late, way.late)]
        others[gap] = np.where(silences.open[gap], both[0], np.minimum(*both))
    return Verdicts(p_silent, typical, hours, others, lost, np.zeros(count))


def _missed(way: Way, chance: Floats, options: Judged) -> tuple[Floats, Floats]:
    """For each gap the chance of missing a ship that sends, in the best looks at her and in typical ones."""
    look = np.flatnonzero(run_starts(way.gap, way.place // options.look_hours))
    size = np.diff(np.append(look, len(chance)))
    worth = -np.log1p(-np.add.reduceat(chance, look) / size)
    gap = way.gap[look]
    order = np.lexsort((-worth, gap))
    starts = run_starts(gap)
    first = np.flatnonzero(starts)
    looks = np.diff(np.append(first, len(gap)))
    rank = np.arange(len(gap)) - np.repeat(first, looks)
    best = np.where(rank < options.most_looks, worth[order], 0.0)
    mean = np.add.reduceat(worth, first) / looks
    return np.exp(-np.add.reduceat(best, first)), np.exp(-mean * np.minimum(looks, options.most_looks))


def _said(details: list[dict[str, Any]], found: Verdicts, options: Judged) -> Iterator[str]:
    """The details of each gap, with the verdict."""
    known = ~np.isnan(found.p_silent)
    p = np.where(known, np.maximum(found.p_silent, found.by_wait), 1.0)
    dark = (p <= options.max_dark) & (found.others >= options.min_others)
    dark |= (p <= options.max_dark_few) & (found.others >= options.few_others)
    dark &= found.lost == 0
    unheard = (found.typical >= options.min_unobserved) | (found.lost >= options.many_lost)
    kinds = np.where(dark, "dark", np.where(unheard, "unobserved", "unclear"))
    for said, kind, sure, chance, wait, hours, others, lost in zip(
        details,
        kinds.tolist(),
        known.tolist(),
        found.p_silent.tolist(),
        found.by_wait.tolist(),
        found.hours.tolist(),
        found.others.tolist(),
        found.lost.tolist(),
        strict=True,
    ):
        if sure and said.get("class") != "unobserved":
            said["class"] = kind
        said["p_silent"] = float(f"{chance:.2g}") if sure else None
        said["p_wait"] = float(f"{wait:.2g}") if sure else None
        said["hours_covered"], said["others"], said["lost_beside"] = hours, int(others), lost
        yield json.dumps(said, ensure_ascii=False)


STEP = Step(
    "judged",
    takes=("events", "coverage", "outages"),
    gives="events",
    run=judged,
    options=Judged(),
    by="",
    timed=True,
)

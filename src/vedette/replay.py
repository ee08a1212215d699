"""Replay: the record read again week by week, each week knowing only what was known by then; and its measure.

A walk gives what a watch officer would have seen. Its alarms and levels are then held against what the
timeline labels: how long before it they came, and how often for nothing.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette import fields
from vedette.assessment import forecasting
from vedette.kernels import acts, arrays, weeks
from vedette.measures import Alarm, Asked, Change, Lead, Measures, Standing, Volume, as_json, tables, words
from vedette.steps import Step, answer
from vedette.watch import Question

__all__ = ["Measures", "Walked", "as_json", "measure", "tables", "ticks", "walk", "words"]
WEEK = timedelta(weeks=1)
MADE = ("indicators", "evidence", "assessments", "alerts")
QUIET_WEEKS = 100
Tables = Mapping[str, pa.Table]


@dataclass(frozen=True)
class Walked:
    """What was made on a walk, the moments it stopped at, and at which of them each alert first stood there.

    The indicators are those of the last tick, evidence and assessments those of all ticks, and of each alert
    the row is kept that was raised first. ``corridors`` are the places of each corridor, as the signs were
    told, and ``asked`` the hypotheses that have evidence about it.
    """

    tables: Tables
    ticks: tuple[datetime, ...]
    clock: str
    raised: Mapping[str, datetime] = field(default_factory=dict)
    corridors: Mapping[str, frozenset[str]] = field(default_factory=dict)
    asked: Mapping[str, frozenset[str]] = field(default_factory=dict)


def ticks(start: datetime, until: datetime) -> tuple[datetime, ...]:
    """Each Monday 00:00 from start to until, and until itself.

    >>> [f"{t:%a %d}" for t in ticks(datetime(2023, 8, 20), datetime(2023, 8, 30))]
    ['Mon 21', 'Mon 28', 'Wed 30']
    """
    day = start.replace(hour=0, minute=0, second=0, microsecond=0)
    monday = day + timedelta(days=(7 - day.weekday()) % 7)
    if monday < start:
        monday += WEEK
    count = max(0, -((monday - until) // WEEK))
    found = [monday + n * WEEK for n in range(count + 1)]
    return (*(tick for tick in found if tick < until), until)


def walk(
    tables: Tables,
    signs: tuple[Step, ...],
    judgement: tuple[Step, ...],
    *,
    clock: str,
    start: datetime,
    until: datetime,
    again: tuple[Step, ...] = (),
    questions: tuple[Question, ...] = (),
    progress: Callable[[int, int], None] | None = None,
    memory: "Memory | None" = None,
) -> Walked:
    """Make the signs and the judgement at each tick, from the rows known by then.

    An event was known as ``known`` says, a claim when it was published, a sighting by the clock, a week of
    exposure when it was over. What of an event had not happened yet is not known either: its end is null.
    ``again`` are steps that make events of sightings; given, their events are made anew at each tick, so
    that a sighting that came later cannot name the ship of an earlier one. ``questions`` are asked anew
    whenever none of the same is open, and settled by their rule, at each tick. With a ``memory`` a tick
    before which nothing has changed since another walk is not made again.
    """
    steps = tuple(_on_clock(step, clock) for step in (*again, *signs, *judgement))
    told = {name: _Told.of(name, table, clock) for name, table in _without(tables, again, until).items()}
    none = {name: fields.empty(name) for name in {*MADE, *(name for step in steps for name in step.takes)}}
    stops = ticks(start, until)
    kept: dict[str, list[pa.Table]] = {"evidence": [], "alerts": []}
    assessments, forecasts = fields.empty("assessments"), fields.empty("forecasts")
    raised: dict[str, datetime] = {}
    made: dict[str, pa.Table] = {}
    marks = _marks({name: told[name] for name in none if name in told}, steps, stops) if memory else None
    for done, tick in enumerate(stops, 1):
        before = memory.made.get(marks[done - 1]) if memory and marks and done < len(stops) else None
        if before is None:
            given = {name: rows.by(tick, last=done == len(stops)) for name, rows in told.items()}
            before = _passed({**none, **given, "assessments": assessments}, steps, tick)
        made = {name: before[name] for name in MADE}
        if memory and marks:
            memory.fresh[marks[done - 1]] = made
        assessments = made["assessments"]
        fresh = [alert not in raised for alert in made["alerts"]["alert"].to_pylist()]
        kept["evidence"].append(made["evidence"])
        kept["alerts"].append(made["alerts"].filter(pa.array(fresh, pa.bool_())))
        raised.update(dict.fromkeys(kept["alerts"][-1]["alert"].to_pylist(), tick))
        forecasts = pa.concat_tables([forecasts, *forecasting.asked(questions, made, forecasts, tick)])
        if progress:
            progress(done, len(stops))
    if memory:
        memory.turn()
    found = {
        "indicators": made["indicators"],
        "assessments": assessments,
        "forecasts": forecasts,
        **{name: pa.concat_tables(some) for name, some in kept.items()},
    }
    return Walked(found, stops, clock, raised, _corridors(signs), _asked(judgement))


@dataclass
class Memory:
    """What the ticks of the last walk made, by a mark of all that each could know."""

    made: dict[str, dict[str, pa.Table]] = field(default_factory=dict)
    fresh: dict[str, dict[str, pa.Table]] = field(default_factory=dict)

    def turn(self) -> None:
        """Forget what the walk that is over did not ask for."""
        self.made, self.fresh = self.fresh, {}


def _marks(
    told: Mapping[str, "_Told"], steps: tuple[Step, ...], stops: tuple[datetime, ...]
) -> tuple[str, ...]:
    """A mark of each tick: of the steps, the ticks up to it, and every row that was known by each.

    The rows known by a tick are the first of their table, so each row is read once.
    """
    digest = hashlib.sha256(repr([(step.name, step.options) for step in steps]).encode())
    for name, one in told.items():
        if one.timeless:
            digest.update(name.encode() + _bytes(one.rows))
    found, since = [], dict.fromkeys(told, 0)
    for stop in stops:
        digest.update(stop.isoformat().encode())
        for name, one in told.items():
            if not one.timeless:
                until = one.count(stop, last=stop == stops[-1])
                digest.update(f"{name} {until}".encode())
                if until > since[name]:
                    digest.update(_bytes(one.rows.slice(since[name], until - since[name])))
                since[name] = until
        found.append(digest.copy().hexdigest())
    return tuple(found)


def _bytes(rows: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as out:
        out.write_table(rows.combine_chunks())
    return bytes(sink.getvalue())


def measure(walked: Walked, claims: pa.Table, quiet_until: datetime | None = None) -> Measures:
    """Measure a walk against the labelled claims and the quiet weeks before ``quiet_until``.

    Unless it is given, the quiet ends with the first week in which a sighted series counts something after at
    least 100 weeks observed to be empty; failing that with the first label, and failing that never. What is
    raised in the quiet is false. Lead time is counted from the first warning after the quiet, so that a false
    alarm cannot lengthen it, to the day the labelled thing happened, or was said when it has no other date;
    a label with a corridor is held only against alarms at its places and hypotheses that speak of it.
    What rests on made-up rows is measured only when everything does.
    """
    first, last = walked.ticks[0], walked.ticks[-1]
    labelled = _labelled(claims, first, last)
    quiet_until = quiet_until or _quiet_end(walked, labelled)
    quiet = [tick for tick in walked.ticks if tick <= quiet_until]
    alarms = tuple(_alarms(walked, quiet_until))
    changes = tuple(_changes(walked.tables["assessments"]))
    true = [alarm for alarm in alarms if not alarm.quiet]
    rises = [change for change in changes if change.after > change.before and change.when > quiet_until]
    if not all([*(alarm.made_up for alarm in true), *(rise.made_up for rise in rises)]):
        true, rises = [a for a in true if not a.made_up], [r for r in rises if not r.made_up]
    years, quiet_years = (len(some) / 52.1775 for some in (walked.ticks, quiet))
    false = sum(alarm.quiet for alarm in alarms)
    raised = sorted(walked.raised.values())
    forecasts = walked.tables["forecasts"]
    return Measures(
        clock=walked.clock,
        start=first,
        until=last,
        ticks=len(walked.ticks),
        quiet_until=quiet_until,
        quiet_weeks=len(quiet),
        first_alarm=true[0] if true else None,
        alarms=alarms,
        false_alarms=false,
        false_level_weeks=_raised_weeks(walked.tables["assessments"], quiet_until),
        alarms_per_watch_year=round(len(alarms) / years, 3),
        false_alarms_per_watch_year=round(false / quiet_years, 3) if quiet else None,
        changes=changes,
        leads=tuple(_lead(row, true, rises, walked) for row in labelled),
        levels=tuple(_levels(walked.tables["assessments"])),
        alerts=len(raised),
        alerts_per_watch_day=round(len(raised) / max((last - first).days, 1), 4),
        volume=tuple(_volume(raised, first, last)),
        forecasts=tuple(_asked_of(row) for row in forecasting.latest(forecasts)),
        scores=forecasting.scores(forecasts),
    )


@dataclass(frozen=True)
class _Told:
    """A table in the order in which its rows became known, so that what was known by a tick is its head."""

    rows: pa.Table
    known: arrays.Ints
    timeless: bool

    @classmethod
    def of(cls, name: str, table: pa.Table, clock: str) -> "_Told":
        """Order a table by when each row became known; a row of which nobody can tell is never known."""
        known = _known(name, table, clock)
        if known is None:
            return cls(table, np.zeros(0, dtype=np.int64), timeless=True)
        micros = arrays.ints(known, null=np.iinfo(np.int64).max)
        order = np.argsort(micros, kind="stable")
        return cls(table.take(pa.array(order)), micros[order], timeless=False)

    def count(self, tick: datetime, *, last: bool) -> int:
        """How many rows were known by a tick."""
        side: Literal["left", "right"] = "right" if last else "left"
        return int(
            np.searchsorted(self.known, int(pa.scalar(tick, fields.TIME).cast(pa.int64()).as_py()), side)
        )

    def by(self, tick: datetime, *, last: bool) -> pa.Table:
        """The rows known by a tick, without what of an event came after it.

        On a Monday at 00:00 what bears the date of that Monday is not known yet; the last tick holds all.
        """
        if self.timeless:
            return self.rows
        now = pa.scalar(tick, fields.TIME)
        head = self.rows.slice(0, self.count(tick, last=last))
        if "end_lat" not in head.column_names:
            return head
        ahead = pc.fill_null(pc.greater(head["end"], now), False)
        if not pc.any(ahead).as_py():
            return head
        for name in ("end", "end_lat", "end_lon", "duration_h"):
            values = pc.if_else(ahead, pa.scalar(None, head[name].type), head[name])
            head = head.set_column(head.column_names.index(name), name, values)
        return head


def _known(name: str, table: pa.Table, clock: str) -> pa.ChunkedArray | None:
    """When each row became known; None for a table that has no time of its own, such as places."""
    end = pc.coalesce(table["end"], table["start"]) if name in ("events", "sightings") else None
    if name == "events":
        return pc.coalesce(table["known"], end)
    if name == "claims":
        return acts.known(table, clock)
    if name == "exposures":
        return pc.add(table["start"], pa.scalar(weeks.WEEK_US - 1, pa.duration("us")))
    if name == "sightings" and clock == "observed":
        # A count is let through when its period begins: the steps take its weeks as they are over.
        counted = pc.fill_null(pc.equal(table["subject"], "count"), False)
        return pc.if_else(counted, table["start"], end)
    return pc.coalesce(table["published"], end) if name == "sightings" else None


def _without(tables: Tables, again: tuple[Step, ...], until: datetime) -> dict[str, pa.Table]:
    """The tables without those to be made on the walk, and without the events that steps are to make anew."""
    given = {name: table for name, table in tables.items() if name not in MADE}
    for step in again:
        rules = pc.unique(answer(step, {name: given[name] for name in step.takes}, until)["rule"])
        given["events"] = given["events"].filter(pc.invert(pc.is_in(given["events"]["rule"], rules)))
    return given


def _on_clock(step: Step, clock: str) -> Step:
    if not hasattr(step.options, "clock"):
        return step
    return replace(step, options=replace(step.options, clock=clock))  # type: ignore[type-var]


def _passed(given: Tables, steps: tuple[Step, ...], tick: datetime) -> dict[str, pa.Table]:
    """The tables after each step in turn: a step replaces the table it also takes, or adds to it."""
    tables = dict(given)
    for step in steps:
        made = answer(step, tables, tick)
        replaces = step.gives in step.takes
        tables[step.gives] = made if replaces else pa.concat_tables([tables[step.gives], made])
    return tables


def _corridors(signs: tuple[Step, ...]) -> dict[str, frozenset[str]]:
    said = (corridor for step in signs for corridor in getattr(step.options, "corridors", ()))
    return {name: frozenset((*start, *to)) for name, start, to in said}


def _asked(judgement: tuple[Step, ...]) -> dict[str, frozenset[str]]:
    asked: dict[str, set[str]] = {}
    for step in judgement:
        for hypothesis in getattr(step.options, "hypotheses", ()):
            for rule in hypothesis.evidence:
                asked.setdefault(rule.corridor, set()).add(hypothesis.id)
    return {corridor: frozenset(ids) for corridor, ids in asked.items() if corridor}


def _alarms(walked: Walked, quiet_until: datetime) -> Iterator[Alarm]:
    """The alerts about series, by the tick at which they first stood there."""
    hypotheses = set(walked.tables["assessments"]["hypothesis"].to_pylist())
    rows = [row for row in walked.tables["alerts"].to_pylist() if row["subject"] not in hypotheses]
    for row in sorted(rows, key=lambda row: (walked.raised[row["alert"]], row["raised"], row["alert"])):
        when = walked.raised[row["alert"]]
        quiet, made_up = when <= quiet_until, _made_up(row["source"])
        yield Alarm(row["alert"], when, row["subject"], row["title"], quiet, made_up)


def _changes(assessments: pa.Table) -> Iterator[Change]:
    rows = assessments.sort_by([("hypothesis", "ascending"), ("until", "ascending")]).to_pylist()
    found = []
    for hypothesis, ours in groupby(rows, key=lambda row: str(row["hypothesis"])):
        before = 0
        for row in ours:
            if row["level"] != before:
                made_up = _made_up(json.loads(row["details"] or "{}").get("source"))
                found.append(Change(row["until"], hypothesis, before, row["level"], row["rule"], made_up))
            before = row["level"]
    yield from sorted(found, key=lambda change: (change.when, change.hypothesis))


def _levels(assessments: pa.Table) -> Iterator[Standing]:
    """How each hypothesis stood at each tick."""
    for row in assessments.sort_by([("hypothesis", "ascending"), ("until", "ascending")]).to_pylist():
        how = (row["hypothesis"], row["level"], row["probability"], row["low"], row["high"])
        yield Standing(row["until"], *how)


def _volume(raised: list[datetime], first: datetime, last: datetime) -> Iterator[Volume]:
    """How many alerts were raised in each calendar quarter of the walk."""
    at = datetime(first.year, 3 * ((first.month - 1) // 3) + 1, 1)
    while at <= last:
        after = datetime(at.year + (at.month > 9), (at.month + 2) % 12 + 1, 1)
        yield Volume(at, sum(at <= moment < after for moment in raised))
        at = after


def _asked_of(row: Mapping[str, Any]) -> Asked:
    names = ("asked", "opened", "resolves", "probability", "base", "same", "outcome", "resolved")
    return Asked(*(row[name] for name in names))


def _raised_weeks(assessments: pa.Table, quiet_until: datetime) -> int:
    """In how many weeks of the quiet any hypothesis stood above routine."""
    early = pc.less_equal(assessments["until"], pa.scalar(quiet_until, fields.TIME))
    above = assessments.filter(pc.and_(early, pc.greater(assessments["level"], 0)))
    return len(pc.unique(above["until"]))


def _labelled(claims: pa.Table, start: datetime, until: datetime) -> list[dict[str, Any]]:
    """The claims whose label begins with "label", those written large first, that fall within the walk."""
    rows = claims.filter(
        pc.fill_null(pc.starts_with(pc.utf8_lower(claims["label"]), "label"), False)
    ).to_pylist()
    for row in rows:
        row["when"] = row["start"] or row["published"]
    rows = [row for row in rows if row["when"] and start <= row["when"] <= until]
    return sorted(rows, key=lambda row: (not row["label"].startswith("LABEL"), row["when"], row["claim"]))


def _quiet_end(walked: Walked, labelled: list[dict[str, Any]]) -> datetime:
    """When the quiet ends, from the sighted series as they stood at the last tick."""
    rows = walked.tables["indicators"].select(["series", "start", "value"])
    rows = rows.filter(pc.and_(pc.starts_with(rows["series"], "calls/sighted/"), rows["value"].is_valid()))
    ends = []
    for _, ours in groupby(
        rows.sort_by([("series", "ascending"), ("start", "ascending")]).to_pylist(),
        key=lambda row: row["series"],
    ):
        empty = 0
        for row in ours:
            if row["value"] and empty >= QUIET_WEEKS:
                ends.append(row["start"])
                break
            empty = 0 if row["value"] else empty + 1
    first_label = min((row["when"] for row in labelled), default=walked.ticks[-1])
    return min(ends, default=first_label)


def _lead(row: Mapping[str, Any], alarms: list[Alarm], rises: list[Change], walked: Walked) -> Lead:
    places = walked.corridors.get(row["corridor"] or "")
    near = [a.when for a in alarms if places is None or places & {*a.series.replace(">", "/").split("/")}]
    asked = walked.asked.get(row["corridor"] or "")
    later = [change for change in rises if asked is None or change.hypothesis in asked]

    def days(moments: list[datetime]) -> int | None:
        before = [moment for moment in moments if moment <= row["when"]]
        return (row["when"] - min(before)).days if before else None

    watch, warning = ([c.when for c in later if c.after >= level] for level in (1, 2))
    return Lead(row["label"], row["text"] or "", row["when"], days(near), days(watch), days(warning))


def _made_up(source: str | None) -> bool:
    return (source or "").startswith("synthetic:")

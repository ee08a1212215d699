"""Measures: what a walk over the record is worth, in numbers, in lines and tables, and for machines."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, NamedTuple

from vedette.assessment.forecasting import Scores, in_words


@dataclass(frozen=True)
class Change:
    """One change of the level of a hypothesis; ``made_up`` when any row it rests on is."""

    when: datetime
    hypothesis: str
    before: int
    after: int
    rule: str
    made_up: bool


@dataclass(frozen=True)
class Standing:
    """How a hypothesis stood at one tick: its level, the probability and its 80 % range."""

    when: datetime
    hypothesis: str
    level: int
    probability: float
    low: float
    high: float


@dataclass(frozen=True)
class Alarm:
    """One series that went into alarm, and the tick at which that was first seen.

    ``alert`` is its id, ``quiet`` when it came in the quiet, ``made_up`` when any row it rests on is.
    """

    alert: str
    when: datetime
    series: str
    title: str
    quiet: bool
    made_up: bool


@dataclass(frozen=True)
class Volume:
    """How many alerts were raised in the calendar quarter that begins at ``start``."""

    start: datetime
    alerts: int


@dataclass(frozen=True)
class Lead:
    """How many days before something labelled the first warnings came; None when none came before it."""

    label: str
    text: str
    when: datetime
    alarm_days: int | None
    watch_days: int | None
    warning_days: int | None


@dataclass(frozen=True)
class Asked:
    """One forecast: which question, what was said of it beside base rate and persistence, and what came."""

    question: str
    opened: datetime
    resolves: datetime
    probability: float
    base: float | None
    same: float | None
    outcome: bool | None
    resolved: datetime | None


@dataclass(frozen=True)
class Measures:
    """What a walk is worth: what it warned of, how early, and how often for nothing."""

    clock: str
    start: datetime
    until: datetime
    ticks: int
    quiet_until: datetime
    quiet_weeks: int
    first_alarm: Alarm | None
    alarms: tuple[Alarm, ...]
    false_alarms: int
    false_level_weeks: int
    alarms_per_watch_year: float
    false_alarms_per_watch_year: float | None
    changes: tuple[Change, ...]
    leads: tuple[Lead, ...]
    levels: tuple[Standing, ...]
    alerts: int
    alerts_per_watch_day: float
    volume: tuple[Volume, ...]
    forecasts: tuple[Asked, ...]
    scores: Scores


class Shown(NamedTuple):
    """A table for a reader: its title, the heading of each column by key, and its rows in words."""

    title: str
    columns: Mapping[str, str]
    rows: Sequence[Mapping[str, str]]


def as_json(measures: Measures) -> dict[str, Any]:
    """The measures for machines; times as ISO 8601."""
    whole = {**asdict(measures), "calibration": measures.scores.calibration}
    made: dict[str, Any] = json.loads(json.dumps(whole, default=lambda time: time.isoformat()))
    return made


def words(measures: Measures) -> list[str]:
    """What it comes to, as plain lines."""
    m = measures
    lines = [f"Clock {m.clock}, {m.ticks} weeks from {_day(m.start)} to {_day(m.until)}."]
    first = m.first_alarm
    lines.append(
        f"First alarm: {_day(first.when)}, {first.series}: {first.title}." if first else "First alarm: none."
    )
    per_year = m.false_alarms_per_watch_year
    rate = "" if per_year is None else f" ({per_year:g} a watch-year)"
    quiet = f"{m.quiet_weeks}, to {_day(m.quiet_until)}"
    lines.append(f"Quiet weeks: {quiet}; weeks of them at level 1 or above: {m.false_level_weeks}.")
    lines.append(f"Alarms raised in them, which are false: {m.false_alarms}{rate}.")
    lines.append(
        f"Alarms in all: {len(m.alarms)} ({m.alarms_per_watch_year:g} a watch-year); alerts, with rises of "
        f"level: {m.alerts} ({m.alerts_per_watch_day:g} a watch-day)."
    )
    if not m.leads:
        lines.append("Lead time: nothing labelled happened in these weeks.")
    lines.append(_scored(m))
    if any(alarm.made_up for alarm in m.alarms) or any(change.made_up for change in m.changes):
        lines.append("* rests on synthetic rows; lead time is counted from what does not, if there is any.")
    return lines


def _scored(m: Measures) -> str:
    if not m.forecasts:
        return "Forecasts: none; a watch asks with [[question]]."
    open_ = sum(one.outcome is None for one in m.forecasts)
    return f"Forecasts: {len(m.forecasts)}, of which {open_} not settled. {in_words(m.scores)}"


def tables(measures: Measures) -> list[Shown]:
    """Level history, lead times, alarms, their volume, and forecasts by question, as tables of words."""
    m = measures
    found = [
        Shown(
            "Changes of level",
            {"when": "when", "hypothesis": "question", "level": "level", "rule": "by the rule"},
            [
                {
                    "when": f"{_day(c.when)}{_star(c)}",
                    "hypothesis": c.hypothesis,
                    "level": f"{c.before} to {c.after}",
                    "rule": c.rule,
                }
                for c in m.changes
            ],
        ),
        Shown(
            "Days of lead before each labelled event",
            {
                "when": "when",
                "what": "what",
                "alarm": "first alarm",
                "watch": "level 1",
                "warning": "level 2",
            },
            [
                {
                    "when": _day(lead.when),
                    "what": f"{lead.label}: {lead.text}",
                    "alarm": _days(lead.alarm_days),
                    "watch": _days(lead.watch_days),
                    "warning": _days(lead.warning_days),
                }
                for lead in m.leads
            ],
        ),
        Shown(
            "Alarms",
            {"when": "when", "id": "alert", "title": "what"},
            [
                {"when": f"{_day(a.when)}{_star(a)}", "id": a.alert, "title": f"{_quiet(a)}{a.title}"}
                for a in m.alarms
            ],
        ),
        Shown(
            "Alerts by quarter",
            {"quarter": "quarter", "alerts": "alerts"},
            [
                {"quarter": f"{v.start.year} Q{(v.start.month + 2) // 3}", "alerts": str(v.alerts)}
                for v in m.volume
            ],
        ),
        Shown("Forecasts by question", _FORECASTS, list(_by_question(m.forecasts))),
    ]
    return [one for one in found if one.rows]


_FORECASTS = {
    "question": "question",
    "asked": "asked",
    "settled": "settled",
    "yes": "came true",
    "said": "said, mean",
    "brier": "Brier",
    "base": "base rate's",
    "same": "persistence's",
}


def _by_question(forecasts: Sequence[Asked]) -> list[dict[str, str]]:
    rows = []
    for name in dict.fromkeys(one.question for one in forecasts):
        mine = [one for one in forecasts if one.question == name]
        done = [one for one in mine if one.outcome is not None]

        def brier(which: str, done: list[Asked] = done) -> str:
            given = [(getattr(one, which), bool(one.outcome)) for one in done]
            scored = [(p - came) ** 2 for p, came in given if p is not None]
            return f"{sum(scored) / len(scored):.3f}" if scored else ""

        rows.append(
            {
                "question": name,
                "asked": str(len(mine)),
                "settled": str(len(done)),
                "yes": str(sum(bool(one.outcome) for one in done)),
                "said": f"{sum(one.probability for one in done) / len(done):.0%}" if done else "",
                "brier": brier("probability"),
                "base": brier("base"),
                "same": brier("same"),
            }
        )
    return rows


def _days(number: int | None) -> str:
    return "none" if number is None else str(number)


def _quiet(alarm: Alarm) -> str:
    return "in the quiet: " if alarm.quiet else ""


def _star(one: Alarm | Change) -> str:
    return "*" if one.made_up else ""


def _day(time: datetime) -> str:
    return f"{time.day} {time:%b} {time.year}"

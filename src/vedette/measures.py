"""Measures: what a walk over the record is worth, in numbers, in lines and for machines."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any


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
class Lead:
    """How many days before something labelled the first warnings came; None when none came before it."""

    label: str
    text: str
    when: datetime
    alarm_days: int | None
    watch_days: int | None
    warning_days: int | None


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


def as_json(measures: Measures) -> dict[str, Any]:
    """The measures for machines; times as ISO 8601."""
    made: dict[str, Any] = json.loads(json.dumps(asdict(measures), default=lambda time: time.isoformat()))
    return made


def words(measures: Measures) -> list[str]:
    """The measures as plain lines."""
    m = measures
    lines = [f"Clock {m.clock}, {m.ticks} weeks from {_day(m.start)} to {_day(m.until)}."]
    first = m.first_alarm
    lines.append(
        f"First alarm: {_day(first.when)}, {first.series}: {first.title}." if first else "First alarm: none."
    )
    lines.append("Level changes:" if m.changes else "Level changes: none.")
    lines += [
        f"  {_day(c.when)}{_star(c)} {c.hypothesis}: {c.before} to {c.after}; {c.rule}" for c in m.changes
    ]
    lines.append(
        "Lead time, in days before:" if m.leads else "Lead time: nothing labelled happened in these weeks."
    )
    for lead in m.leads:
        lines.append(f"  {_day(lead.when)}  {lead.label}: {lead.text}")
        warned = (("alarm", lead.alarm_days), ("level 1", lead.watch_days), ("level 2", lead.warning_days))
        lines.append("    " + ", ".join(f"{name} {'none' if d is None else d}" for name, d in warned))
    per_year = m.false_alarms_per_watch_year
    rate = "" if per_year is None else f" ({per_year:g} a watch-year)"
    quiet = f"{m.quiet_weeks}, to {_day(m.quiet_until)}"
    lines.append(f"Quiet weeks: {quiet}; weeks of them at level 1 or above: {m.false_level_weeks}.")
    lines.append(f"Alarms raised in them: {m.false_alarms}{rate}.")
    lines.append(f"Alarms in all: {len(m.alarms)} ({m.alarms_per_watch_year:g} a watch-year).")
    lines += [f"  {_day(a.when)}{_star(a)} {a.alert}  {_quiet(a)}{a.title}" for a in m.alarms]
    if any(alarm.made_up for alarm in m.alarms) or any(change.made_up for change in m.changes):
        lines.append("* rests on synthetic rows; lead time is counted from what does not, if there is any.")
    return lines


def _quiet(alarm: Alarm) -> str:
    return "in the quiet: " if alarm.quiet else ""


def _star(one: Alarm | Change) -> str:
    return "*" if one.made_up else " "


def _day(time: datetime) -> str:
    return f"{time.day} {time:%b} {time.year}"

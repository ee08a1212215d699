"""Alerts: few, each with its reason: a series that goes into alarm, a level that rises."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette import fields
from vedette.assessment import wording
from vedette.assessment.levels import NAMES
from vedette.kernels.ids import stable_id
from vedette.kernels.series_names import series_name
from vedette.steps import Step

Row = dict[str, Any]


@dataclass(frozen=True)
class Alerts:
    """When an alarm is the same as before: not more than ``bridge_weeks`` without one lie between.

    They are as many as the usual window has, so that the same events cannot raise two alerts.
    """

    bridge_weeks: int = 4


def alerts(
    indicators: pa.Table, assessments: pa.Table, options: Alerts = Alerts(), *, until: datetime
) -> pa.Table:
    """Raise one alert for each run of weeks in which a series is in alarm, and one for each rise of a level.

    The id of the first is made from the series and the run's first week, of the second from the hypothesis
    and the date, so the same facts raise the same alert once.
    """
    runs = _once(_runs(indicators, options.bridge_weeks, until), options.bridge_weeks)
    rates = _rates(indicators)
    rows = [_of_run(run, also, rates) for run, also in runs]
    known = assessments.filter(pc.less_equal(assessments["until"], pa.scalar(until, fields.TIME)))
    rows += [_of_rise(before, row) for before, row in _rises(known)]
    return fields.from_rows(sorted(rows, key=lambda row: (row["raised"], row["alert"])), "alerts")


def _runs(indicators: pa.Table, bridge_weeks: int, until: datetime) -> Iterator[Row]:
    """The first week of each run of weeks in alarm."""
    alarm = pc.fill_null(indicators["alarm"], False)
    known = pc.less_equal(pc.coalesce(indicators["known"], indicators["end"]), pa.scalar(until, fields.TIME))
    ringing = pc.unique(indicators.filter(pc.and_(alarm, known))["series"])
    rows = indicators.filter(pc.is_in(indicators["series"], ringing)).sort_by(
        [("series", "ascending"), ("start", "ascending")]
    )
    for _, weeks in groupby(rows.to_pylist(), key=lambda row: row["series"]):
        since = bridge_weeks + 1
        for week in weeks:
            if week["alarm"] and since > bridge_weeks:
                yield week
            since = 0 if week["alarm"] else since + 1


def _once(runs: Iterator[Row], bridge_weeks: int) -> list[tuple[Row, list[str]]]:
    """The runs that rest on something of their own, each with the other series that show the same things.

    Of runs that begin within the bridge and rest on the same events the first is told, and of two of one
    week the one that rests on more.
    """
    kept: list[tuple[Row, list[str]]] = []
    order = sorted(runs, key=lambda week: (week["start"], -len(week["because"] or ()), week["series"]))
    for week in order:
        under = set(week["because"] or ())
        twin = next(
            (
                pair
                for pair in kept
                if under
                and under <= set(pair[0]["because"] or ())
                and week["start"] - pair[0]["start"] <= timedelta(weeks=bridge_weeks)
            ),
            None,
        )
        if twin is None:
            kept.append((week, []))
        else:
            twin[1].append(week["series"])
    return kept


def _rates(indicators: pa.Table) -> dict[str, tuple[int, int]]:
    """Of each series, how many of its judged weeks were in alarm, and how many were judged."""
    judged = indicators.filter(indicators["surprise"].is_valid())
    flags = pa.table(
        {"series": judged["series"], "alarm": pc.cast(pc.fill_null(judged["alarm"], False), pa.int64())}
    )
    rows = flags.group_by("series").aggregate([("alarm", "sum"), ("alarm", "count")]).to_pylist()
    return {row["series"]: (row["alarm_sum"], row["alarm_count"]) for row in rows}


def _of_run(week: Row, also: list[str], rates: dict[str, tuple[int, int]]) -> Row:
    return {
        "alert": stable_id("alarm", week["series"], week["start"].isoformat()),
        "level": 1,
        "title": f"{series_name(week['series'])}: {wording.of_count(week)}",
        "subject": week["series"],
        # Its events may have been known before the week in which they were first too many.
        "raised": max(week["known"] or week["end"], week["start"]),
        "reason": _reason(week, also, rates.get(week["series"], (0, 0))),
        "source": week["source"],
        "because": [week["indicator"]],
    }


def _reason(week: Row, also: list[str], rate: tuple[int, int]) -> str:
    """Why an alarm was raised, how often this series is in alarm, and which others show the same."""
    number, when = wording.number, wording.day(week["start"])
    said = f"{wording.of_count(week)}, the last week that from {when} (rule {week['rule']})."
    if week["surprise"] is not None and week["expected"] is not None and week["window_weeks"]:
        band = f"{number(week['expected'])} (80 % range {number(week['low'])} to {number(week['high'])})"
        said = (
            f"{number(week['window'])} counted in {number(week['window_weeks'])} weeks, the last from "
            f"{when}; that week alone was expected to have {band}. The chance of as many or more if nothing "
            f"had changed is p = {week['surprise']:.1g} (rule {week['rule']})."
        )
    if rate[1]:
        said += f" Base rate: {rate[0]} of this series' {rate[1]} judged weeks are in alarm."
    if also:
        said += f" The same events show in: {', '.join(sorted(also))}."
    return said


def _rises(assessments: pa.Table) -> Iterator[tuple[int, Row]]:
    """The assessments whose level is above that of the one before, and the level before."""
    shown = (
        "assessment",
        "hypothesis",
        "until",
        "words",
        "low",
        "high",
        "confidence",
        "level",
        "rule",
        "details",
    )
    rows = (
        assessments.select(shown).sort_by([("hypothesis", "ascending"), ("until", "ascending")]).to_pylist()
    )
    for hypothesis, ours in groupby(rows, key=lambda row: row["hypothesis"]):
        start: Row = {"hypothesis": hypothesis, "level": 0}
        for before, row in pairwise([start, *ours]):
            if row["level"] > before["level"]:
                yield before["level"], row


def _of_rise(before: int, row: Row) -> Row:
    return {
        "alert": stable_id("level", row["hypothesis"], row["until"].isoformat()),
        "level": row["level"],
        "title": f"{row['hypothesis']}: {NAMES[row['level']]}, was {NAMES[before]}; {row['words']}, "
        f"{wording.of_range(row['low'], row['high'])}",
        "subject": row["hypothesis"],
        "raised": row["until"],
        "reason": f"{row['rule']}. Confidence {row['confidence']}.",
        "source": json.loads(row["details"] or "{}").get("source"),
        "because": [row["assessment"]],
    }


STEP = Step(
    "alerts",
    takes=("indicators", "assessments"),
    gives="alerts",
    run=alerts,
    options=Alerts(),
    by="",
    timed=True,
)

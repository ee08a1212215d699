"""Alerts: few, each with its reason: a series that goes into alarm, a level that rises."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette import fields
from vedette.assessment import wording
from vedette.assessment.levels import NAMES
from vedette.kernels.ids import stable_id
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
    rows = [_of_run(run) for run in _runs(indicators, options.bridge_weeks, until)]
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


def _of_run(week: Row) -> Row:
    number, when = wording.number, wording.day(week["start"])
    band = f"{number(week['expected'])} (80 % range {number(week['low'])} to {number(week['high'])})"
    return {
        "alert": stable_id("alarm", week["series"], week["start"].isoformat()),
        "level": 1,
        "title": f"{wording.of_series(week['series'])}: {wording.of_count(week)}",
        "subject": week["series"],
        # Its events may have been known before the week in which they were first too many.
        "raised": max(week["known"] or week["end"], week["start"]),
        "reason": f"{number(week['window'])} counted in {number(week['window_weeks'])} weeks, the last from "
        f"{when}; that week alone was expected to have {band}. The chance of as many or more if nothing had "
        f"changed is p = {week['surprise']:.1g} (rule {week['rule']}).",
        "source": week["source"],
        "because": [week["indicator"]],
    }


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

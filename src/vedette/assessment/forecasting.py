"""Forecasts: dated questions with a probability each, settled by a rule or a person, and scored.

Every row stays as it was written: settling a forecast adds a row with its outcome, and a later row of the
same forecast outweighs an earlier one.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette import fields
from vedette.kernels import surprise
from vedette.kernels.ids import stable_id
from vedette.watch import Question

Row = dict[str, Any]
LEAST, MOST, ENOUGH = 0.02, 0.98, 50
LONG_WEEKS, SHORT_WEEKS = 104, 8
# A prior of half an event in half a year: with no week observed, one in four weeks has .07 and not .95.
FEW = (0.5, 26.0)


@dataclass(frozen=True)
class Scores:
    """How good the settled forecasts were: mean Brier and log scores, beside base rate and persistence."""

    settled: int
    brier: float | None
    log: float | None
    base_brier: float | None
    base_log: float | None
    same_brier: float | None
    same_log: float | None

    @property
    def calibration(self) -> str:
        """What may be said of calibration."""
        if self.settled < ENOUGH:
            return f"{self.settled} settled: too few to judge calibration (under {ENOUGH})."
        return f"{self.settled} settled."


def opened(
    questions: Sequence[Question],
    indicators: pa.Table,
    assessments: pa.Table,
    forecasts: pa.Table,
    until: datetime,
) -> pa.Table:
    """A new forecast for each question that has none open at ``until``; nothing for those that have."""
    open_ = {row["asked"] for row in latest(forecasts) if row["outcome"] is None and row["resolves"] > until}
    rows = []
    for question in questions:
        if question.id in open_ or (question.until and until >= datetime.fromisoformat(question.until)):
            continue
        said = _chances(question, indicators, assessments, until)
        resolves = until + timedelta(days=question.days)
        if question.until:
            resolves = datetime.fromisoformat(question.until)
        rows.append(
            {
                "forecast": stable_id("forecast", question.id, until.isoformat()),
                "question": f"{question.question} Settled: {question.criteria}",
                "asked": question.id,
                "opened": until,
                "resolves": resolves,
                "probability": said["probability"],
                "base": said["base"],
                "same": said["same"],
                "details": json.dumps(said),
                "because": said["because"],
            }
        )
    return fields.from_rows(rows, "forecasts")


def settled(
    questions: Sequence[Question], indicators: pa.Table, forecasts: pa.Table, until: datetime
) -> pa.Table:
    """Rows that settle, by the rule of their question, the forecasts for which it has decided by ``until``.

    Yes as soon as a week within the time counted enough. No when the time has passed and every week of it was
    observed; where nobody looked there is no answer, and a person may give one.
    """
    rules = {question.id: question for question in questions if question.series}
    rows = []
    for row in latest(forecasts):
        question = rules.get(row["asked"])
        if row["outcome"] is not None or question is None:
            continue
        weeks = _weeks(question, indicators, row["opened"], min(row["resolves"], until))
        hits = [week for week in weeks if (week["value"] or 0) >= question.least]
        wanted = (row["resolves"] - row["opened"]).days // 7
        seen = len({week["start"] for week in weeks if week["value"] is not None})
        if hits:
            when = min(week["known"] or week["end"] for week in hits)
            rows.append(
                _settled(row, True, max(when, row["opened"]), [w["indicator"] for w in hits], who="rule")
            )
        elif until >= row["resolves"] and seen >= max(wanted, 1):
            ids = [week["indicator"] for week in weeks]
            rows.append(_settled(row, False, row["resolves"], ids, who="rule"))
    return fields.from_rows(rows, "forecasts")


def asked(
    questions: Sequence[Question], tables: Mapping[str, pa.Table], forecasts: pa.Table, until: datetime
) -> tuple[pa.Table, pa.Table]:
    """The rows that settle open forecasts by rule at ``until``, and those of questions asked anew then."""
    done = settled(questions, tables["indicators"], forecasts, until)
    now = pa.concat_tables([forecasts, done])
    return done, opened(questions, tables["indicators"], tables["assessments"], now, until)


def by_person(row: Row, outcome: bool, when: datetime, who: str, note: str) -> pa.Table:
    """The row that settles a forecast because a person says so."""
    return fields.from_rows([_settled(row, outcome, when, [], who=who, note=note)], "forecasts")


def _settled(row: Row, outcome: bool, when: datetime, ids: list[str], *, who: str, note: str = "") -> Row:
    kept = {**row, "outcome": outcome, "resolved": when, "who": who, "note": note}
    return {**kept, "because": ids or row["because"]}


def latest(forecasts: pa.Table) -> list[Row]:
    """Each forecast as it stands: open, or as it was settled last."""
    last: dict[str, Row] = {}
    rows = forecasts.to_pylist()
    for row in sorted(rows, key=lambda row: (row["resolved"] is not None, row["resolved"] or row["opened"])):
        last[row["forecast"]] = row
    return sorted(last.values(), key=lambda row: (row["opened"], row["forecast"]))


def scores(forecasts: pa.Table) -> Scores:
    """The scores of all that is settled, made anew from the rows each time.

    >>> scores(fields.empty("forecasts")).calibration
    '0 settled: too few to judge calibration (under 50).'
    """
    rows = [row for row in latest(forecasts) if row["outcome"] is not None]
    if not rows:
        return Scores(0, None, None, None, None, None, None)
    came = np.asarray([float(row["outcome"]) for row in rows])
    pairs = []
    for name in ("probability", "base", "same"):
        p = np.clip([LEAST if row[name] is None else row[name] for row in rows], LEAST, MOST)
        log = -(came * np.log(p) + (1 - came) * np.log(1 - p))
        pairs += [round(float(((p - came) ** 2).mean()), 4), round(float(log.mean()), 4)]
    return Scores(len(rows), *pairs)


def in_words(scored: Scores) -> str:
    """The scores in a sentence, and what may be said of calibration.

    >>> in_words(Scores(0, None, None, None, None, None, None))
    '0 settled: too few to judge calibration (under 50).'
    """
    if scored.brier is None:
        return scored.calibration
    return (
        f"Brier {scored.brier:.3f} (base rate {scored.base_brier:.3f}, the same as before "
        f"{scored.same_brier:.3f}); log score {scored.log:.3f} ({scored.base_log:.3f}, "
        f"{scored.same_log:.3f}). {scored.calibration}"
    )


def _chances(question: Question, indicators: pa.Table, assessments: pa.Table, until: datetime) -> Row:
    """The probability and what it is made of: base rate, recent hazard, the judgement that bears on it."""
    ids: list[str] = []
    if question.series:
        weeks = _weeks(question, indicators, until - timedelta(weeks=LONG_WEEKS), until)
        values = [week for week in weeks if week["value"] is not None]
        ahead = question.days / 7
        base = _hazard([week["value"] for week in values], ahead, question.least)
        short = [w["value"] for w in values if w["start"] >= until - timedelta(weeks=SHORT_WEEKS)]
        recent = _hazard(short, ahead, question.least, like=[week["value"] for week in values])
        before = [w for w in values if w["end"] > until - timedelta(days=question.days)]
        same = MOST if any(week["value"] >= question.least for week in before) else LEAST
        ids += [week["indicator"] for week in values if week["value"]][-8:]
    else:
        base = (question.alike + 0.5) / (question.of + 1.0)
        recent, same = base, LEAST
    parts = [base, recent] if question.series else [base]
    judged = _judged(question, assessments, until)
    if judged is not None:
        believed, id_ = judged
        parts.append(believed * question.if_true + (1 - believed) * question.if_false)
        ids.append(id_)
    odds = np.mean([np.log(p / (1 - p)) for p in np.clip(parts, 0.005, 0.995)])
    chance = float(np.clip(1 / (1 + np.exp(-odds)), LEAST, MOST))
    made = {"probability": chance, "base": float(np.clip(base, LEAST, MOST)), "same": same, "recent": recent}
    return {**{name: round(value, 4) for name, value in made.items()}, "because": ids}


def _hazard(
    values: Iterable[float], ahead: float, least: float, like: Sequence[float] | None = None
) -> float:
    """The chance of ``least`` or more over ``ahead`` weeks at the rate of some weeks.

    With ``like`` the weeks are few, and lean on four weeks at the rate of those.
    """
    some = list(values)
    shape, rate = FEW
    if like:
        shape, rate = max(4 * sum(like) / len(like), 0.02), 4.0
    return float(surprise.tail(least, sum(some), len(some), ahead, shape=shape, rate=rate))


def _judged(question: Question, assessments: pa.Table, until: datetime) -> tuple[float, str] | None:
    if not question.hypothesis or not question.if_true:
        return None
    ours = pc.and_(
        pc.equal(assessments["hypothesis"], question.hypothesis),
        pc.less_equal(assessments["until"], pa.scalar(until, fields.TIME)),
    )
    rows = assessments.filter(ours).sort_by([("until", "descending")]).slice(0, 1).to_pylist()
    return (rows[0]["probability"], rows[0]["assessment"]) if rows else None


def _weeks(question: Question, indicators: pa.Table, start: datetime, end: datetime) -> list[Row]:
    """The weeks of the question's series that lie within a time and were known by its end."""
    names = [n for n in pc.unique(indicators["series"]).to_pylist() if fnmatchcase(n, question.series)]
    mine = pc.and_(
        pc.is_in(indicators["series"], pa.array(names, pa.string())),
        pc.and_(
            pc.greater_equal(indicators["start"], pa.scalar(start, fields.TIME)),
            pc.less_equal(indicators["end"], pa.scalar(end, fields.TIME)),
        ),
    )
    columns = ["indicator", "start", "end", "value", "known"]
    rows: list[Row] = indicators.filter(mine).select(columns).sort_by("start").to_pylist()
    return rows


def told(row: Mapping[str, Any]) -> str:
    """A forecast in a sentence."""
    by = f"{row['resolves']:%-d %b %Y}"
    state = "open" if row["outcome"] is None else f"settled {'yes' if row['outcome'] else 'no'}"
    return f"{row['question']} By {by}: {row['probability']:.0%} (base rate {row['base']:.0%}); {state}."

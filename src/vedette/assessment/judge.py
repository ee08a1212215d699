"""Assessment: what the evidence makes of each hypothesis, in words and numbers, and at what level."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette import fields
from vedette.assessment import wording
from vedette.assessment.levels import Levels, State, level
from vedette.assessment.posterior import PHYSICAL, Model, Sign, confidence, in_words, interval, posterior
from vedette.kernels.ids import stable_id
from vedette.steps import Step
from vedette.watch import Hypothesis

Row = dict[str, Any]


@dataclass(frozen=True)
class Judge(Model, Levels):
    """The hypotheses, the numbers of the model and the thresholds of the levels."""

    hypotheses: tuple[Hypothesis, ...] = ()


@dataclass(frozen=True)
class Now:
    """The moment of the judgement and the alarms known by then, oldest first."""

    until: datetime
    alarms: tuple[Row, ...]

    def since(self, days: float) -> list[Row]:
        """The alarms that became known in the last days."""
        return [row for row in self.alarms if row["since"] > self.until - timedelta(days=days)]


def judge(
    evidence: pa.Table,
    indicators: pa.Table,
    assessments: pa.Table,
    options: Judge = Judge(),
    *,
    until: datetime,
) -> pa.Table:
    """Add an assessment of each hypothesis at ``until`` to those made before; the same date is judged anew.

    The level follows from the one before by the table of ``levels``. Without a hypothesis there is none.
    """
    moment = pa.scalar(until, fields.TIME)
    earlier = assessments.filter(pc.not_equal(assessments["until"], moment))
    weighed = evidence.filter(pc.equal(evidence["until"], moment)).sort_by("item").to_pylist()
    now = Now(until, tuple(_alarms(indicators, until)))
    rows = []
    for hypothesis in options.hypotheses:
        items = [item for item in weighed if item["hypothesis"] == hypothesis.id]
        before = earlier.filter(
            pc.and_(pc.equal(earlier["hypothesis"], hypothesis.id), pc.less(earlier["until"], moment))
        )
        last = before.sort_by([("until", "descending")]).slice(0, 1).to_pylist()
        rows.append(_assessed(hypothesis, items, last[0]["level"] if last else 0, now, options))
    return pa.concat_tables([fields.conform(earlier, "assessments"), fields.from_rows(rows, "assessments")])


def _assessed(hypothesis: Hypothesis, items: list[Row], before: int, now: Now, options: Judge) -> Row:
    rules = {rule.id: rule for rule in hypothesis.evidence}
    signs = [
        Sign(rules[i["rule"]].if_true, rules[i["rule"]].if_false, i["grade"], i["kind"], i["channel"])
        for i in items
    ]
    probability = round(posterior(hypothesis.prior, signs, options), 4)
    low, high = interval(hypothesis.prior, hypothesis.prior_weight, signs, options)
    state = _state(hypothesis, items, probability, now, options)
    reached, rule = level(before, state, options)
    active = [row["indicator"] for row in now.since(options.memory_days)]
    because = [i["item"] for i in items] + active + [below for i in items for below in i["because"]]
    return {
        "assessment": stable_id("assessment", hypothesis.id, now.until.isoformat()),
        "hypothesis": hypothesis.id,
        "until": now.until,
        "probability": probability,
        "low": round(low, 4),
        "high": round(high, 4),
        "words": in_words(probability),
        "confidence": confidence(signs, options, low, high),
        "level": reached,
        "rule": rule,
        "details": json.dumps(_details(hypothesis, items, before, state, options), ensure_ascii=False),
        "because": list(dict.fromkeys(because)),
    }


def _state(hypothesis: Hypothesis, items: list[Row], p: float, now: Now, options: Judge) -> State:
    """What the rule table looks at, from the evidence and the alarms still in memory."""
    fresh = now.since(options.memory_days)
    since = now.until - timedelta(days=options.memory_days)
    on_series = [rule for rule in hypothesis.evidence if rule.on == "indicator"]
    stray = {
        row["series"] for row in fresh if not any(fnmatchcase(row["series"], r.match) for r in on_series)
    }
    series_rules = {rule.id for rule in on_series}
    recent = [i for i in items if i["known"] > since and (i["lr"] > 1 or i["rule"] in series_rules)]
    made_up = all((i["source"] or "").startswith("synthetic:") for i in items)
    measured = [
        i["title"]
        for i in items
        if i["kind"] in PHYSICAL
        and i["lr"] > 1
        and (made_up or not (i["source"] or "").startswith("synthetic:"))
    ]
    last = now.alarms[-1]["since"] if now.alarms else None
    return State(
        probability=p,
        alarms=tuple(sorted({wording.of_series(row["series"]) for row in fresh})),
        categories=tuple(sorted({*(i["category"] for i in recent), *(["shipping"] if stray else [])})),
        physical=tuple(measured),
        quiet_days=None if last is None else (now.until - last) / timedelta(days=1),
    )


def _alarms(indicators: pa.Table, until: datetime) -> list[Row]:
    """The weeks in alarm that were known by then, each with the moment it became known."""
    known = pc.coalesce(indicators["known"], indicators["end"])
    seen = pc.and_(
        pc.fill_null(indicators["alarm"], False), pc.less_equal(known, pa.scalar(until, fields.TIME))
    )
    rows = indicators.select(["indicator", "series", "source"]).append_column("since", known)
    return sorted(rows.filter(seen).to_pylist(), key=lambda row: (row["since"], row["indicator"]))


def _details(hypothesis: Hypothesis, items: list[Row], before: int, state: State, options: Judge) -> Row:
    """All that went into the judgement and is not a column, so that it can be shown and made again."""
    shown = ("item", "rule", "title", "kind", "category", "channel", "grade", "lr", "lr_raw", "without")
    model = asdict(options)
    del model["hypotheses"]
    return {
        "question": hypothesis.question,
        "statement": hypothesis.statement,
        "prior": hypothesis.prior,
        "prior_weight": hypothesis.prior_weight,
        "prior_source": hypothesis.prior_source,
        "rivals": hypothesis.rivals,
        "would_change": hypothesis.would_change,
        "not_answered": hypothesis.not_answered,
        "items": [{name: item[name] for name in shown} for item in items],
        "level_before": before,
        "state": asdict(state),
        "model": model,
    }


STEP = Step(
    "judge",
    takes=("evidence", "indicators", "assessments"),
    gives="assessments",
    run=judge,
    options=Judge(),
    by="",
    timed=True,
)

"""Assessment: what the evidence makes of each hypothesis, in words and numbers, and at what level."""

import dataclasses
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette import fields
from vedette.assessment.levels import Levels, State, level
from vedette.assessment.posterior import PHYSICAL, Model, Sign, confidence, in_words, interval, posterior
from vedette.assessment.sensitivity import smallest, telling
from vedette.kernels.ids import stable_id
from vedette.kernels.series_names import series_name
from vedette.steps import Step
from vedette.watch import Hypothesis

Row = dict[str, Any]
# Series of ships at places, which count for every question when no rule of the watch names them. Others
# (first visits, shares, what is said) raise alerts, and levels only where a rule does.
STRAY = ("calls/", "legs/", "gaps/", "dormant/", "naval/")


@dataclass(frozen=True)
class Judge(Model, Levels):
    """The hypotheses, the numbers of the model and the thresholds of the levels."""

    hypotheses: tuple[Hypothesis, ...] = ()


@dataclass(frozen=True)
class Now:
    """The moment, the weeks in alarm known by then, the clean weeks since, and which series are nobody's."""

    until: datetime
    alarms: tuple[Row, ...]
    clean: Mapping[str, int]
    stray: frozenset[str]

    def of(self, hypothesis: Hypothesis, days: float) -> list[Row]:
        """The alarms of the last days that concern a hypothesis: its own, and those that are nobody's."""
        since = self.until - timedelta(days=days)
        return [
            row
            for row in self.alarms
            if row["since"] > since and (row["series"] in self.stray or _speaks_of(hypothesis, row["series"]))
        ]


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
    now = _now(indicators, options, until)
    rows = []
    for hypothesis in options.hypotheses:
        items = [item for item in weighed if item["hypothesis"] == hypothesis.id]
        before = earlier.filter(
            pc.and_(pc.equal(earlier["hypothesis"], hypothesis.id), pc.less(earlier["until"], moment))
        )
        last = before.sort_by([("until", "descending")]).slice(0, 1).to_pylist()
        rows.append(_assessed(hypothesis, items, last[0]["level"] if last else 0, now, options))
    fresh = fields.from_rows(rows, "assessments")
    return pa.concat_tables([fields.conform(earlier, "assessments"), fresh]).combine_chunks()


def _assessed(hypothesis: Hypothesis, items: list[Row], before: int, now: Now, options: Judge) -> Row:
    rules = {rule.id: rule for rule in hypothesis.evidence}
    counted = [i for i in items if options.count_synthetic or not _made_up(i)]
    signs = [
        Sign(rules[i["rule"]].if_true, rules[i["rule"]].if_false, i["grade"], i["kind"], i["channel"])
        for i in counted
    ]
    probability = round(posterior(hypothesis.prior, signs, options), 4)
    low, high = interval(hypothesis.prior, hypothesis.prior_weight, signs, options)
    state = _state(hypothesis, counted, probability, now, options)
    reached, rule = level(before, state, options)
    active = now.of(hypothesis, options.memory_days)
    because = [i["item"] for i in counted] + [row["indicator"] for row in active]
    because += [below for item in counted for below in item["because"]]
    details = _details(hypothesis, items, before, state, options)
    details["smallest"] = [counted[row]["item"] for row in smallest(hypothesis.prior, signs, options)]
    details["wanted"] = _wanted(hypothesis, items, signs, options)
    details["source"] = next((row["source"] for row in (*counted, *active) if _made_up(row)), None)
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
        "details": json.dumps(details, ensure_ascii=False),
        "because": list(dict.fromkeys(because)),
    }


def _wanted(hypothesis: Hypothesis, items: list[Row], signs: list[Sign], options: Judge) -> list[Row]:
    """The signs of the watch not among the evidence, those first that are expected to tell most."""
    seen = {item["rule"] for item in items}
    found = []
    for rule in hypothesis.evidence:
        if rule.id in seen or rule.if_true == rule.if_false or rule.polarity == "denied":
            continue
        # A rule that leaves the grade to the publisher is taken at C: who will report it is not known.
        more = Sign(rule.if_true, rule.if_false, rule.grade or "C", rule.kind, rule.channel)
        told = telling(hypothesis.prior, signs, more, options)
        rounded = {name: round(value, 4) for name, value in asdict(told).items()}
        found.append({"rule": rule.id, "title": rule.title, **rounded})
    return sorted(found, key=lambda row: (-row["bits"], row["rule"]))


def _state(hypothesis: Hypothesis, items: list[Row], p: float, now: Now, options: Judge) -> State:
    """What the rule table looks at, from the evidence and the alarms still in memory."""
    since = now.until - timedelta(days=options.memory_days)
    fresh = now.of(hypothesis, options.memory_days)
    held = [now.clean[row["series"]] for row in now.of(hypothesis, options.forget_days)]
    series_rules = {rule.id for rule in hypothesis.evidence if rule.on == "indicator"}
    recent = [i for i in items if i["known"] > since and (i["lr"] > 1 or i["rule"] in series_rules)]
    shipping = {"shipping"} if any(row["series"] in now.stray for row in fresh) else set()
    measured = [i["title"] for i in items if i["kind"] in PHYSICAL and i["lr"] > 1]
    return State(
        probability=p,
        alarms=tuple(sorted({series_name(row["series"]) for row in fresh})),
        categories=tuple(sorted({*(i["category"] for i in recent), *shipping})),
        physical=tuple(measured),
        clean=min(held, default=None),
    )


def _now(indicators: pa.Table, options: Judge, until: datetime) -> Now:
    """The weeks in alarm known by then, oldest first, and for each series its clean weeks since the last."""
    moment = pa.scalar(until, fields.TIME)
    since = pc.coalesce(indicators["known"], indicators["end"])
    rows = indicators.select(["indicator", "series", "start", "end", "surprise", "source"]).append_column(
        "since", since
    )
    alarm = pc.and_(pc.fill_null(indicators["alarm"], False), pc.less_equal(since, moment))
    if not options.count_synthetic:
        made_up = pc.starts_with(pc.fill_null(rows["source"], ""), "synthetic:")
        alarm = pc.and_(alarm, pc.invert(made_up))
    alarms = sorted(rows.filter(alarm).to_pylist(), key=lambda row: (row["since"], row["indicator"]))
    last: dict[str, datetime] = {}
    for row in alarms:
        last[row["series"]] = max(row["start"], last.get(row["series"], row["start"]))
    over = pc.and_(pc.less_equal(rows["end"], moment), pc.is_in(rows["series"], pa.array(last, pa.string())))
    tested = rows.filter(pc.and_(over, rows["surprise"].is_valid())).select(["series", "start"]).to_pylist()
    later = Counter(row["series"] for row in tested if row["start"] > last[row["series"]])
    moved = {s for s in last if s.startswith(STRAY)}
    stray = {s for s in moved if not any(_speaks_of(hypothesis, s) for hypothesis in options.hypotheses)}
    return Now(until, tuple(alarms), {series: later[series] for series in last}, frozenset(stray))


def _made_up(row: Row) -> bool:
    return (row["source"] or "").startswith("synthetic:")


def _speaks_of(hypothesis: Hypothesis, series: str) -> bool:
    return any(rule.speaks_of(series) for rule in hypothesis.evidence)


def _details(hypothesis: Hypothesis, items: list[Row], before: int, state: State, options: Judge) -> Row:
    """All that went into the judgement and is not a column, so that it can be shown and made again."""
    shown = ("item", "rule", "title", "kind", "category", "channel", "grade", "lr", "lr_raw", "without")
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
        "model": {
            f.name: getattr(options, f.name) for f in dataclasses.fields(options) if f.name != "hypotheses"
        },
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

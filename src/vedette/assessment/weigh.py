"""Evidence: the signs that bear on each hypothesis, each counted once and no stronger than its source."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from math import exp
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette import fields
from vedette.assessment import grades, wording
from vedette.assessment.posterior import Model, Sign, log_ratios, posterior, without
from vedette.kernels import acts
from vedette.kernels.ids import stable_id
from vedette.kernels.series_names import series_name
from vedette.steps import Step
from vedette.watch import Evidence, Hypothesis

Row = dict[str, Any]


@dataclass(frozen=True)
class Weigh(Model):
    """The hypotheses, the grade of each publisher, the clock, and the numbers of the model.

    ``count_candidates``: claims that nobody has judged count too, as read rightly with the chance
    ``candidate_reading`` (an assumption: every second one would be accepted as it stands). Those that a
    person rejected never count.
    """

    hypotheses: tuple[Hypothesis, ...] = ()
    grades: tuple[tuple[str, str], ...] = ()
    clock: str = "published"
    count_candidates: bool = False
    candidate_reading: float = 0.5


@dataclass(frozen=True)
class Item:
    """A sign that fits a rule: what it is one of (a series, a cluster of claims), and what it rests on."""

    rule: Evidence
    origin: str
    title: str
    grade: str
    known: datetime
    source: str | None
    because: tuple[str, ...]
    reading: float = 1.0

    @property
    def made_up(self) -> bool:
        """True when it rests on rows that were made up."""
        return (self.source or "").startswith("synthetic:")

    @property
    def sign(self) -> Sign:
        """What the model needs of it."""
        return Sign(
            self.rule.if_true, self.rule.if_false, self.grade, self.rule.kind, self.rule.channel, self.reading
        )


def weigh(
    indicators: pa.Table, events: pa.Table, claims: pa.Table, options: Weigh = Weigh(), *, until: datetime
) -> pa.Table:
    """Give the evidence for each hypothesis at ``until``, with its likelihood ratio and what it changes.

    A series in alarm is one item, and so is a cluster of claims of one origin, however often it was repeated.
    A sign fits the first rule of the hypothesis that matches it. Claims count once a person has accepted
    them; a denial has a rule of its own and stays visible even where it weighs nothing, as does what rests on
    made-up rows.
    """
    alarms = _alarms(indicators, events, until)
    clusters = _clusters(claims, options, until)
    rows: list[Row] = []
    for hypothesis in options.hypotheses:
        items = sorted(
            (
                *_of_series(hypothesis, alarms, options, until),
                *_of_claims(hypothesis, clusters, options, until),
            ),
            key=lambda item: _id(hypothesis, item),
        )
        rows += _weighed(hypothesis, items, options, until)
    return fields.from_rows(rows, "evidence")


def _weighed(hypothesis: Hypothesis, items: list[Item], options: Weigh, until: datetime) -> Iterator[Row]:
    counted = [item for item in items if options.count_synthetic or not item.made_up]
    signs = [item.sign for item in counted]
    left_out = without(hypothesis.prior, signs, options)
    weights = dict(zip(counted, zip(log_ratios(signs, options), left_out, strict=True), strict=True))
    nothing = (0.0, posterior(hypothesis.prior, signs, options))
    for item in items:
        rule = item.rule
        log, left = weights.get(item, nothing)
        yield {
            "item": _id(hypothesis, item),
            "hypothesis": hypothesis.id,
            "until": until,
            "rule": rule.id,
            "known": item.known,
            "title": item.title,
            "kind": rule.kind,
            "category": rule.category,
            "channel": rule.channel,
            "grade": item.grade,
            "lr": round(exp(log), 4),
            "lr_raw": round(rule.if_true / rule.if_false, 4),
            "without": round(left, 4),
            "source": item.source,
            "because": list(item.because),
        }


def _id(hypothesis: Hypothesis, item: Item) -> str:
    return stable_id("evidence", hypothesis.id, item.rule.id, item.origin)


def _alarms(indicators: pa.Table, events: pa.Table, until: datetime) -> dict[str, list[Row]]:
    """The weeks in alarm of each series, oldest first, with the publishers of what they rest on."""
    known = pc.coalesce(indicators["known"], indicators["end"])
    seen = pc.and_(
        pc.fill_null(indicators["alarm"], False), pc.less_equal(known, pa.scalar(until, fields.TIME))
    )
    rows = indicators.append_column("since", known).filter(seen).to_pylist()
    wanted = sorted({event for row in rows for event in row["because"]})
    under = events.filter(pc.is_in(events["event"], pa.array(wanted, pa.string())))
    named = zip(under["event"].to_pylist(), under["details"].to_pylist(), strict=True)
    publishers = {event: _publishers(details) for event, details in named}
    series: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row["start"]):
        row["publishers"] = {name for event in row["because"] for name in publishers.get(event, ())}
        series[row["series"]].append(row)
    return series


def _publishers(details: str | None) -> tuple[str, ...]:
    said = json.loads(details) if details else {}
    return tuple(name for name in said.get("publishers") or () if name)


def _of_series(
    hypothesis: Hypothesis, alarms: dict[str, list[Row]], options: Weigh, until: datetime
) -> Iterator[Item]:
    groups: dict[tuple[Evidence, str], list[Row]] = defaultdict(list)
    for series, weeks in sorted(alarms.items()):
        rule = next((r for r in hypothesis.evidence if r.speaks_of(series)), None)
        if rule is not None:
            fresh = [row for row in weeks if row["since"] > until - timedelta(days=rule.max_age_days)]
            groups[rule, rule.match if rule.joined else series] += fresh
    for (rule, origin), found in groups.items():
        if not found:
            continue
        rows = sorted(found, key=lambda row: (row["start"], row["series"]))
        series = rows[-1]["series"]
        top = min(rows, key=lambda row: (row["surprise"], row["start"]))
        when = (
            f"{wording.day(rows[0]['start'])} to {wording.day(rows[-1]['end'] - timedelta(microseconds=1))}"
        )
        yield Item(
            rule,
            origin,
            f"{series_name(series)}: {wording.of_count(top)}; in alarm {when}",
            rule.grade
            or grades.best(sorted(set().union(*(row["publishers"] for row in rows))), options.grades),
            max(row["since"] for row in rows),
            _source(row["source"] for row in rows),
            tuple(row["indicator"] for row in rows),
        )


def _clusters(claims: pa.Table, options: Weigh, until: datetime) -> dict[str, list[Row]]:
    """The claims that count, by origin in the order they were made; undated ones by the date of the event."""
    said = acts.known(claims, options.clock)
    public = pc.less_equal(said, pa.scalar(until, fields.TIME))
    rows = claims.append_column("since", said).filter(
        pc.and_(pc.fill_null(claims["accepted"], options.count_candidates), public)
    )
    clusters: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows.to_pylist(), key=lambda row: (row["since"], row["claim"])):
        clusters[row["cluster"] or row["claim"]].append(row)
    return clusters


def _of_claims(
    hypothesis: Hypothesis, clusters: dict[str, list[Row]], options: Weigh, until: datetime
) -> Iterator[Item]:
    rules = [rule for rule in hypothesis.evidence if rule.on == "claim"]
    for cluster, rows in sorted(clusters.items()):
        rule = next((r for r in rules if any(_fits(r, row) for row in rows)), None)
        # Saying it again does not make it new: the age of a cluster is that of its first claim.
        if rule is None or rows[0]["since"] <= until - timedelta(days=rule.max_age_days):
            continue
        fitting = [row for row in rows if _fits(rule, row)]
        graded = [(rule.grade or _grade(row, options), row) for row in fitting]
        grade, first = min(graded, key=lambda pair: pair[0])
        reading = 1.0 if any(row["accepted"] for row in fitting) else options.candidate_reading
        again = len(rows) - 1
        repeated = f" (and {again} more of the same origin)" if again else ""
        yield Item(
            rule,
            cluster,
            f"{wording.of_claim(first['speaker'], first['text'] or rule.title)}{repeated}"
            + ("" if reading == 1 else f" [candidate, judged by nobody: counted at {reading:g}]"),
            grade,
            rows[0]["since"],
            _source(row["source"] for row in rows),
            tuple(row["claim"] for row in rows),
            reading,
        )


def _grade(claim: Row, options: Weigh) -> str:
    """The grade of a claim's source: as learned from what was judged of it, else by the watch."""
    learned: str = claim["grade"] or grades.UNKNOWN
    return learned if learned != grades.UNKNOWN else grades.best([claim["speaker"]], options.grades)


def _fits(rule: Evidence, claim: Row) -> bool:
    class_, mode = claim["event_class"] or "", claim["mode"] or ""
    names = (claim["sign"], class_) if claim["sign"] else (class_, f"{class_}/{mode}", claim["about"] or "")
    return (
        any(fnmatchcase(name or "", rule.match) for name in names)
        and not claim["unlikely"]
        and claim["polarity"] == rule.polarity
        and rule.corridor in ("", claim["corridor"])
    )


def _source(sources: Iterable[str | None]) -> str | None:
    """One source to stand for some: a made-up one, if there is one."""
    named = sorted({source for source in sources if source})
    return next((source for source in named if source.startswith("synthetic:")), named[0] if named else None)


STEP = Step(
    "weigh",
    takes=("indicators", "events", "claims"),
    gives="evidence",
    run=weigh,
    options=Weigh(),
    by="",
    timed=True,
)

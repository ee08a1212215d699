"""How each hypothesis is judged, what moved since the judgement before, and the evidence it rests on."""

import json
import math
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette.outputs import words
from vedette.outputs.briefing import spoken, told
from vedette.outputs.briefing.known import made_up
from vedette.outputs.briefing.parts import Foretold, Grade, Item, Judgement, Line, Open, Wanted, Weighed
from vedette.outputs.briefing.trail import Book
from vedette.outputs.visible import shown
from vedette.watch import Hypothesis, Watch

MOST_JUDGEMENTS, MOST_ITEMS, MOST_SAID, MOST_CHANGES, MOST_FORETOLD = 5, 24, 4, 6, 12
Row = Mapping[str, Any]


def latest(assessments: pa.Table) -> list[Row]:
    """The last assessment of each hypothesis, the gravest first."""
    last: dict[str, Row] = {}
    for row in assessments.sort_by("until").to_pylist():
        last[row["hypothesis"]] = row
    return sorted(
        last.values(), key=lambda row: (-(row["level"] or 0), -(row["probability"] or 0), row["hypothesis"])
    )


def judgements(tables: Mapping[str, pa.Table], watch: Watch, book: Book) -> tuple[Judgement, ...]:
    """What is judged of each hypothesis of the watch that was assessed."""
    return tuple(
        _judgement(row, tables, _hypothesis(watch, row["hypothesis"]), book)
        for row in latest(tables["assessments"])[:MOST_JUDGEMENTS]
    )


def _judgement(
    row: Row, tables: Mapping[str, pa.Table], hypothesis: Hypothesis | None, book: Book
) -> Judgement:
    kept = _details(row)
    history = _of(tables["assessments"], row["hypothesis"])
    prior = kept.get("prior", hypothesis.prior if hypothesis else None)
    source = kept.get("prior_source") or (hypothesis.prior_source if hypothesis else "")
    probability = row["probability"]
    spread = words.percent_range(row["low"], row["high"]) if row["low"] is not None else ""
    return Judgement(
        hypothesis=shown(row["hypothesis"], 60),
        statement=_statement(row, kept, hypothesis),
        question=shown(kept.get("question") or (hypothesis.question if hypothesis else ""), 300),
        likelihood=shown(row["words"] or "not judged", 40),
        percent=words.percent(probability) if probability is not None else "",
        spread=spread,
        confidence=shown(row["confidence"] or "not stated", 20),
        level=row["level"],
        level_words=words.level(row["level"]),
        rule=shown(row["rule"] or "not stated", 300),
        changed=changes(history, tables["evidence"], book),
        prior=words.percent(prior) if isinstance(prior, float) else "not stated",
        prior_source=shown(source or "not stated", 600),
        refs=(row["assessment"],),
        synthetic=book.synthetic([row["assessment"]]),
        bare="items" in kept and all(item["lr"] == 1 for item in kept["items"]),
        hangs_on=tuple(_hangs_on(kept, tables["evidence"], row, book)),
    )


def _hangs_on(kept: Row, evidence: pa.Table, row: Row, book: Book) -> list[Line]:
    """The items of the smallest set without which the word would be another, as what they rest on says."""
    items = _items(evidence, row)
    named = [items[one] for one in kept.get("smallest") or () if one in items]
    return [Line(_told(item, book)[0].text, (item["item"],), made_up(item["source"])) for item in named]


def changes(history: Sequence[Row], evidence: pa.Table, book: Book) -> tuple[Line, ...]:
    """What moved since the assessment before, and when the level last changed."""
    now = history[-1]
    if len(history) < 2:
        return (Line("First assessment of this question.", (now["assessment"],)),)
    # The last tick may be a day old: what a reader calls "since last time" is a week.
    a_week_ago = [row for row in history[:-1] if row["until"] <= now["until"] - timedelta(days=6)]
    before = a_week_ago[-1] if a_week_ago else history[0]
    refs = (now["assessment"], before["assessment"])
    found = [Line(_since(before, now), refs), *_moves(history)]
    items, had = (_items(evidence, row) for row in (now, before))
    found += [_moved("New", row, book) for id_, row in items.items() if id_ not in had]
    found += [_moved("No longer counted", row, book) for id_, row in had.items() if id_ not in items]
    if len(found) > MOST_CHANGES + 1:
        more = words.counted(len(found) - MOST_CHANGES, "further change")
        found = [*found[:MOST_CHANGES], Line(f"And {more} among the evidence.")]
    return tuple(found)


def _since(before: Row, now: Row) -> str:
    then = f"Since {words.day(before['until'])}: "
    if before["level"] == now["level"]:
        level = f"level unchanged at {words.level(now['level'])}"
    else:
        way = "raised" if (now["level"] or 0) > (before["level"] or 0) else "lowered"
        level = f"level {way} from {words.level(before['level'])} to {words.level(now['level'])}"
    if before["probability"] is None or now["probability"] is None:
        return f"{then}{level}."
    was, is_ = words.percent(before["probability"]), words.percent(now["probability"])
    return f"{then}{level}, probability {f'unchanged at {is_}' if was == is_ else f'from {was} to {is_}'}."


def _moves(history: Sequence[Row]) -> list[Line]:
    """The last changes of the level before this one, so that a reader sees how it came about."""
    steps = [(before, row) for before, row in pairwise(history) if before["level"] != row["level"]]
    if not steps:
        return []
    said = [f"{words.level(row['level'])} on {words.day(row['until'])}" for _, row in steps[-4:]]
    return [
        Line(f"The level over time: {words.joined(said)}.", tuple(row["assessment"] for _, row in steps[-4:]))
    ]


def weighed(tables: Mapping[str, pa.Table], watch: Watch, book: Book) -> tuple[Weighed, ...]:
    """The evidence for each judgement, those items first that move it most."""
    found = []
    for row in latest(tables["assessments"])[:MOST_JUDGEMENTS]:
        hypothesis = _hypothesis(watch, row["hypothesis"])
        kept = _details(row)
        items = sorted(_items(tables["evidence"], row).values(), key=_weight)
        rivals = hypothesis.rivals if hypothesis else kept.get("rivals") or ()
        found.append(
            Weighed(
                hypothesis=shown(row["hypothesis"], 60),
                statement=_statement(row, kept, hypothesis),
                percent=words.percent(row["probability"]) if row["probability"] is not None else "not judged",
                items=tuple(_item(item, hypothesis, book) for item in items[:MOST_ITEMS]),
                rivals=tuple(shown(rival, 300) for rival in rivals),
            )
        )
    return tuple(found)


def _weight(item: Row) -> tuple[float, str]:
    ratio = item["lr"] if item["lr"] and item["lr"] > 0 else 1.0
    return -max(ratio, 1 / ratio), item["item"]


def _item(row: Row, hypothesis: Hypothesis | None, book: Book) -> Item:
    rule = next((r for r in (hypothesis.evidence if hypothesis else ()) if r.id == row["rule"]), None)
    title = rule.title if rule else words.begun(words.kind(row["kind"]))
    return Item(
        anchor=row["item"],
        title=shown(title, 200),
        told=tuple(_told(row, book)),
        kind=words.kind(row["kind"]),
        grade=row["grade"] or "not given",
        known=words.day(row["known"]) if row["known"] else "not dated",
        ratio=_ratio(row),
        raw_ratio=words.ratio(row["lr_raw"]) if row["lr_raw"] is not None else "not stated",
        without=words.percent(row["without"]) if row["without"] is not None else "not stated",
        synthetic=book.synthetic([row["item"]]),
    )


def _ratio(row: Row) -> str:
    if row["lr"] is None:
        return "not stated"
    # What was made up is shown and weighs nothing: "× 1.0" would read as if it had been weighed.
    return "none" if row["lr"] == 1.0 and made_up(row["source"]) else words.ratio(row["lr"])


def _told(row: Row, book: Book) -> list[Line]:
    """What an item rests on, in words: of claims their speakers', of weeks what was counted."""
    under = [found for found in map(book.find, row["because"] or ()) if found is not None]
    claims = [found.row for found in under if found.table == "claims"]
    if claims:
        lines = [spoken.line(claim, book.names) for claim in claims[:MOST_SAID]]
        if len(claims) > MOST_SAID:
            lines.append(Line(f"and {len(claims) - MOST_SAID} more of the same origin, which add nothing."))
        return lines
    weeks = [found.row for found in under if found.table == "indicators"]
    said = told.weeks(weeks, book.names) if weeks else f"“{shown(row['title'], 300)}”"
    return [Line(said, tuple(row["because"] or ())[:MOST_SAID], made_up(row["source"]))]


def _moved(how: str, row: Row, book: Book) -> Line:
    """An item that came or went, in the words of what it rests on."""
    said = _told(row, book)[0]
    return Line(f"{how}: {said.text}", (row["item"],), said.synthetic)


def still_open(tables: Mapping[str, pa.Table], watch: Watch) -> tuple[Open, ...]:
    """What would change each judgement, what it leaves open, and the signs to look for next."""
    assessed = {row["hypothesis"]: row for row in latest(tables["assessments"])}
    return tuple(
        Open(
            statement=shown(one.statement, 300),
            resolves=shown(one.resolves, 400),
            would_change=tuple(shown(said, 300) for said in one.would_change),
            not_answered=tuple(shown(said, 300) for said in one.not_answered),
            wanted=_wanted(one, tables["evidence"], assessed.get(one.id)),
        )
        for one in watch.hypotheses
    )


def _wanted(hypothesis: Hypothesis, evidence: pa.Table, assessed: Row | None) -> tuple[Wanted, ...]:
    """The signs of the watch that are not among the evidence, those that would tell most first."""
    kept = _details(assessed).get("wanted") if assessed else None
    if isinstance(kept, list) and assessed and kept:
        doubt = _entropy(assessed["probability"])
        return tuple(_to_collect(hypothesis.id, one, doubt) for one in kept)
    seen = {row["rule"] for row in _items(evidence, assessed).values()} if assessed else set()
    missing = [
        rule
        for rule in hypothesis.evidence
        if rule.id not in seen and rule.if_true != rule.if_false and rule.polarity != "denied"
    ]
    missing.sort(key=lambda rule: -max(rule.if_true / rule.if_false, rule.if_false / rule.if_true))
    return tuple(
        Wanted(
            hypothesis.id,
            shown(rule.title, 200),
            words.ratio(rule.if_true / rule.if_false),
        )
        for rule in missing
    )


def _to_collect(hypothesis: str, one: Row, doubt: float) -> Wanted:
    share = one["bits"] / doubt if doubt else 0.0
    return Wanted(
        hypothesis,
        shown(one["title"], 200),
        words.percent(one["if_seen"]),
        words.percent(one["if_not"]),
        words.percent(share),
    )


def _entropy(p: float) -> float:
    return -(p * math.log2(p) + (1 - p) * math.log2(1 - p)) if 0 < p < 1 else 0.0


def foretold(forecasts: pa.Table, book: Book) -> tuple[Foretold, ...]:
    """The dated questions: those still open first, then those settled, the latest first."""
    rows = forecasts.sort_by([("opened", "descending"), ("forecast", "ascending")]).to_pylist()
    rows.sort(key=lambda row: row["outcome"] is not None)
    return tuple(_foretold(row, book) for row in rows[:MOST_FORETOLD])


def _foretold(row: Row, book: Book) -> Foretold:
    came = "yes" if row["outcome"] else "no"
    return Foretold(
        question=Line(shown(row["question"], 400), (row["forecast"],), book.synthetic(row["because"] or ())),
        opened=words.day(row["opened"]),
        by=words.day(row["resolves"]),
        chance=words.percent(row["probability"]),
        base=words.percent(row["base"]) if row["base"] is not None else "not known",
        state="open" if row["outcome"] is None else f"settled {came}, {words.day(row['resolved'])}",
    )


def grades(assessments: pa.Table) -> tuple[Grade, ...]:
    """The table of source grades that the last assessment was made with, as it was kept."""
    for row in latest(assessments):
        model = _details(row).get("model")
        rates = model.get("rates") if isinstance(model, dict) else None
        if isinstance(rates, list):
            return tuple(Grade(shown(g, 4), words.percent(h), words.percent(f)) for g, h, f in rates)
    return ()


def _items(evidence: pa.Table, assessed: Row | None) -> dict[str, Row]:
    if assessed is None:
        return {}
    same = pc.and_(
        pc.equal(evidence["hypothesis"], assessed["hypothesis"]),
        _equal_time(evidence["until"], assessed["until"]),
    )
    return {row["item"]: row for row in evidence.filter(pc.fill_null(same, False)).to_pylist()}


def _equal_time(column: pa.ChunkedArray, moment: datetime) -> pa.ChunkedArray:
    return pc.equal(column, pa.scalar(moment, column.type))


def _of(assessments: pa.Table, hypothesis: str) -> list[Row]:
    rows: list[Row] = (
        assessments.filter(pc.equal(assessments["hypothesis"], hypothesis)).sort_by("until").to_pylist()
    )
    return rows


def _statement(row: Row, kept: Mapping[str, Any], hypothesis: Hypothesis | None) -> str:
    said = kept.get("statement") or (hypothesis.statement if hypothesis else row["hypothesis"])
    return shown(said, 300).rstrip(".")


def _hypothesis(watch: Watch, name: str) -> Hypothesis | None:
    return next((one for one in watch.hypotheses if one.id == name), None)


def _details(row: Row) -> dict[str, Any]:
    try:
        kept = json.loads(row["details"] or "{}")
    except (ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}

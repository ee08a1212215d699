"""Judged: what a person decided on each claim, and edited. The last decision holds; all are kept."""

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from vedette import fields
from vedette.steps import Step

VERDICTS = {"accepted": True, "rejected": False}


@dataclass(frozen=True)
class Judged:
    """Nothing to set."""


def judged(claims: pa.Table, decisions: pa.Table, reports: pa.Table, _options: Judged = Judged()) -> pa.Table:
    """Give the claims with ``accepted`` as last decided, and the span or class that a person set instead."""
    last: dict[str, dict[str, Any]] = {}
    order = [("when", "ascending"), ("decision", "ascending")]
    for row in decisions.sort_by(order).to_pylist():
        if row["verdict"] in VERDICTS:
            before = last.get(row["alert"], {})
            last[row["alert"]] = {**before, **{key: value for key, value in row.items() if value is not None}}
    if not last:
        return claims
    rows = claims.to_pylist()
    wanted = {row["report"] for row in rows if (last.get(row["claim"]) or {}).get("span_start") is not None}
    texts = {row["report"]: row["text"] for row in reports.to_pylist() if row["report"] in wanted}
    return fields.from_rows([_with(row, last.get(row["claim"]), texts) for row in rows], "claims")


def _with(row: dict[str, Any], decided: dict[str, Any] | None, texts: dict[str, str]) -> dict[str, object]:
    if decided is None:
        return row
    row = {**row, "accepted": VERDICTS[decided["verdict"]]}
    if decided.get("event_class"):
        class_, _, mode = str(decided["event_class"]).partition("/")
        row |= {"event_class": class_, "mode": mode or row["mode"]}
    begin, stop = decided.get("span_start"), decided.get("span_end")
    text = texts.get(row["report"])
    if begin is not None and stop is not None and text is not None and 0 <= begin < stop <= len(text):
        row |= {"span_start": begin, "span_end": stop, "text": text[begin:stop]}
        row |= {"content_start": begin, "content_end": stop}
    return row


STEP = Step(
    "judged_claims",
    takes=("claims", "decisions", "reports"),
    gives="claims",
    run=judged,
    options=Judged(),
    by="claim",
)

"""Claims for the page: a list in short, and each with its quote in the text it stands in."""

from collections.abc import Callable
from typing import Any

import pyarrow.compute as pc

from vedette import deciding
from vedette.console.web.held import Held, plain
from vedette.errors import CaseError

Row = dict[str, Any]
AROUND = 400  # characters of a report shown before and after a claim
MOST_TOLD = 20
LISTED = (
    "claim", "report", "polarity", "modality", "speaker", "published", "event_class", "corridor", "label",
    "accepted", "source", "cluster",
)  # fmt: skip
MOST_TEXT = 400


def claims(held: Held) -> dict[str, Any]:
    """Every claim in short, the latest first, with how many stand against it and what a person decided."""
    rows = held.once(lambda: [_in_short(held, row) for row in _claims(held).values()], "claims")
    return {"claims": plain(rows), "snapshot": held.snapshot()}


def claim(held: Held, wanted: str) -> dict[str, Any]:
    """One claim with its quote in context, what others said of it, and what was decided on it."""
    row = _claims(held).get(wanted)
    if row is None:
        raise CaseError(f"There is no claim {wanted[:60]!r}.")
    report = _reports(held).get(row["report"], {})
    text = report.get("text") or row["text"] or ""
    against, same = _against(held, row), _same_origin(held, row)
    said = {
        **row,
        **_in_short(held, row),
        "text": row["text"],
        "context": context(text, row["span_start"], row["span_end"]),
        "title": report.get("title"),
        "url": report.get("url"),
        "against": [_in_short(held, one) for one in against[:MOST_TOLD]],
        "same_origin": [_in_short(held, one) for one in same[:MOST_TOLD]],
        "same": len(same),
    }
    return {"claim": plain(said), "snapshot": held.snapshot()}


def _claims(held: Held) -> dict[str, Row]:
    def made() -> dict[str, Row]:
        return {r["claim"]: r for r in held.read("claims").sort_by([("published", "descending")]).to_pylist()}

    found: dict[str, Row] = held.once(made, "claims-rows")
    return found


def _reports(held: Held) -> dict[str, Row]:
    found: dict[str, Row] = held.once(
        lambda: {row["report"]: row for row in held.read("reports").to_pylist()}, "reports"
    )
    return found


def _in_short(held: Held, row: Row) -> dict[str, Any]:
    decided = held.once(lambda: deciding.latest(held.case), "decided")
    judged = held.once(lambda: pc.max(held.read("assessments")["until"]).as_py(), "judged-until")
    return {
        **{name: row[name] for name in LISTED},
        "text": (row["text"] or "")[:MOST_TEXT],
        "publisher": _reports(held).get(row["report"], {}).get("publisher"),
        "opposed": _opposed(held, row),
        "decision": decided.get(row["claim"]),
        "later": bool(judged and row["published"] and row["published"] > judged),
    }


def _grouped(held: Held, name: str, key: Callable[[Row], object]) -> dict[object, list[Row]]:
    def made() -> dict[object, list[Row]]:
        found: dict[object, list[Row]] = {}
        for row in _claims(held).values():
            found.setdefault(key(row), []).append(row)
        return found

    groups: dict[object, list[Row]] = held.once(made, name)
    return groups


def _topic(row: Row) -> object:
    return (row["event_class"], row["corridor"])


def _opposed(held: Held, row: Row) -> int:
    """How many claims of the same event on the same corridor say the opposite."""
    if not row["event_class"]:
        return 0
    sides = _grouped(held, "claims-sides", lambda r: (_topic(r), r["polarity"]))
    return len(_grouped(held, "claims-topics", _topic)[_topic(row)]) - len(
        sides[_topic(row), row["polarity"]]
    )


def _against(held: Held, row: Row) -> list[Row]:
    if not row["event_class"]:
        return []
    topic = _grouped(held, "claims-topics", _topic)[_topic(row)]
    return [one for one in topic if one["polarity"] != row["polarity"]]


def _same_origin(held: Held, row: Row) -> list[Row]:
    groups = _grouped(held, "claims-clusters", lambda r: r["cluster"] or r["claim"])
    return [one for one in groups[row["cluster"] or row["claim"]] if one["claim"] != row["claim"]]


def context(text: str, start: int | None, end: int | None) -> dict[str, str]:
    """The quote, and what stands before and after it in the report."""
    first, last = max(0, start or 0), min(len(text), end if end is not None else len(text))
    if last <= first:
        first, last = 0, len(text)
    last = min(last, first + 4 * AROUND)
    before, after = text[max(0, first - AROUND) : first], text[last : last + AROUND]
    return {
        "before": ("…" if first > AROUND else "") + before,
        "quote": text[first:last],
        "after": after + ("…" if last + AROUND < len(text) else ""),
    }

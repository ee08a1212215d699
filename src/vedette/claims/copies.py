"""Copies: which reports are one text printed again, so that what they say counts once."""

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from vedette import fields
from vedette.kernels import shingles
from vedette.kernels.ids import stable_id
from vedette.steps import Step


@dataclass(frozen=True)
class Copies:
    """When two texts are one.

    ``alike``: the share of runs of five words they have in common; two accounts of one event share under
    a tenth, a wire story with a new headline and a cut end over half. ``inside``: the share of the
    shorter that stands in the longer, for a story reprinted in part. ``least_runs``: below so many runs
    of words a text is a row or a headline, and may be alike by chance.
    """

    alike: float = 0.5
    inside: float = 0.8
    least_runs: int = 24


def copies(reports: pa.Table, options: Copies = Copies()) -> pa.Table:
    """Each report that is a copy of an earlier one or has copies, with the one that was out first.

    Without a date a report counts as later than those with one. Linear in the length of the texts: a text
    is compared only with the first of those that share a band of its signature.
    """
    texts = _first_first(reports)
    marks: list[tuple[shingles.Words64, int] | None] = []
    above = list(range(len(texts)))
    like = [1.0] * len(texts)
    first_of_band: dict[bytes, int] = {}
    for number, row in enumerate(texts):
        runs = shingles.shingles(row["text"] or "")
        if len(runs) < options.least_runs:
            marks.append(None)
            continue
        mark = shingles.signature(runs)
        marks.append((mark, len(runs)))
        met = {first_of_band.setdefault(band, number) for band in shingles.bands(mark)} - {number}
        for other in sorted(met):
            known = marks[other]
            if known and (shared := _shared(known, (mark, len(runs)), options)) is not None:
                one, two = sorted((_top(above, other), _top(above, number)))
                above[two] = one
                like[number] = min(like[number], shared)
    return _rows(texts, above, like)


def _first_first(reports: pa.Table) -> list[dict[str, Any]]:
    """One row a report, the earliest first, those without a date last."""
    rows = reports.select(["report", "published", "text", "source"]).to_pylist()
    rows.sort(
        key=lambda row: (row["published"] is None, row["published"] or 0, row["report"], row["source"] or "")
    )
    return list({row["report"]: row for row in reversed(rows)}.values())[::-1]


def _shared(
    one: tuple[shingles.Words64, int], other: tuple[shingles.Words64, int], options: Copies
) -> float | None:
    alike = shingles.likeness(one[0], other[0])
    inside = alike / (1 + alike) * (one[1] + other[1]) / min(one[1], other[1])
    return alike if alike >= options.alike or (inside >= options.inside and alike > 0.1) else None


def _top(above: list[int], number: int) -> int:
    while above[number] != number:
        above[number] = above[above[number]]
        number = above[number]
    return number


def _rows(texts: list[dict[str, Any]], above: list[int], like: list[float]) -> pa.Table:
    members: dict[int, list[int]] = {}
    for number in range(len(texts)):
        members.setdefault(_top(above, number), []).append(number)
    rows: list[dict[str, object]] = [
        {
            "report": texts[number]["report"],
            "origin": texts[first]["report"],
            "cluster": stable_id("text", texts[first]["report"]),
            "likeness": round(like[number], 3),
            "source": texts[number]["source"],
            "because": sorted({str(texts[number]["report"]), str(texts[first]["report"])}),
        }
        for first, group in sorted(members.items())
        if len(group) > 1
        for number in group
    ]
    return fields.from_rows(rows, "copies")


STEP = Step("copies", takes=("reports",), gives="copies", run=copies, options=Copies(), by="")

"""What was said: claims as somebody's words, and denials beside what they deny."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

import pyarrow as pa
import pyarrow.compute as pc

from vedette.outputs import chart_svg, words
from vedette.outputs.briefing import told
from vedette.outputs.briefing.known import made_up
from vedette.outputs.briefing.parts import Denial, Line
from vedette.outputs.visible import shown

MOST_DENIALS, MOST_BESIDE, MOST_MARKED = 12, 3, 9
# A denial answers what was said lately, or what is said in the days around it.
_BEFORE, _AFTER = timedelta(days=60), timedelta(days=3)


def line(claim: told.Row, names: told.Names) -> Line:
    """A claim as a line of the brief."""
    return Line(told.claim(claim, names), (claim["claim"],), made_up(claim["source"]))


def denials(claims: pa.Table, names: told.Names) -> tuple[Denial, ...]:
    """Each denial that nobody has rejected, the latest first, beside the claims it can have meant."""
    rows = sorted(claims.to_pylist(), key=_when, reverse=True)
    said = [row for row in rows if row["polarity"] == "asserted" and row["accepted"] is not False]
    denied = [row for row in rows if row["polarity"] == "denied" and row["accepted"] is not False]
    return tuple(
        Denial(line(row, names), tuple(line(other, names) for other in _meant(row, said)))
        for row in denied[:MOST_DENIALS]
    )


def contradictions(conflicts: pa.Table, claims: pa.Table) -> tuple[Line, ...]:
    """Claims that cannot both be so, the latest first; those with a rejected claim are left out."""
    rejected = {row["claim"] for row in claims.to_pylist() if row["accepted"] is False}
    rows = conflicts.sort_by([("known", "descending"), ("conflict", "ascending")]).to_pylist()
    kept = [row for row in rows if not rejected & {row["one"], row["other"]}]
    return tuple(_opposed(row) for row in kept[:MOST_DENIALS])


def _opposed(row: told.Row) -> Line:
    how = _OPPOSED.get(row["kind"], row["kind"] or "")
    return Line(f"{how}: {shown(row['words'], 400)}", (row["one"], row["other"]), made_up(row["source"]))


_OPPOSED = {"polarity": "One denies it", "direction": "The way is reversed", "count": "Numbers differ"}


def borne(bearings: pa.Table, claims: pa.Table, names: told.Names) -> tuple[Line, ...]:
    """What was observed beside claims that name a ship or a place, each with what was claimed."""
    said = {row["claim"]: row for row in claims.to_pylist() if row["accepted"] is not False}
    rows = bearings.sort_by([("known", "descending"), ("bearing", "ascending")]).to_pylist()
    return tuple(
        Line(
            f"{told.claim(said[row['claim']], names)}. {words.begun(shown(row['verdict'], 30))}: "
            f"{shown(row['words'], 400)}",
            tuple(dict.fromkeys((row["claim"], *(row["because"] or ())))),
            made_up(row["source"]),
        )
        for row in [row for row in rows if row["claim"] in said][:MOST_DENIALS]
    )


def _meant(denial: told.Row, said: Sequence[told.Row]) -> list[told.Row]:
    """The claims of the same matter said before it or about then; those of the same kind of event first."""
    same = [row for row in said if row["corridor"] == denial["corridor"] and _near(denial, row)]
    alike = [row for row in same if row["event_class"] == denial["event_class"]]
    told_then = [
        row for row in same if row["event_class"] in ("disclosure", "statement", "accusation", "use")
    ]
    return _once(alike or told_then or same)[:MOST_BESIDE]


def _once(rows: Iterable[told.Row]) -> list[told.Row]:
    """What one speaker said on one day once, in the fewest words."""
    first: dict[tuple[str, str], told.Row] = {}
    for row in rows:
        key = (str(row["speaker"]), str(row["published"])[:10])
        if key not in first or len(row["text"] or "") < len(first[key]["text"] or ""):
            first[key] = row
    return list(first.values())


def _near(denial: told.Row, row: told.Row) -> bool:
    at, then = denial["published"] or denial["end"], row["published"] or row["end"]
    return bool(at and then and -_AFTER <= at - then <= _BEFORE)


def marked(claims: pa.Table, corridors: Sequence[str]) -> tuple[chart_svg.Marked, ...]:
    """Claims worth a line in a chart: those a person accepted, each as its speaker's, labelled ones first."""
    kept = claims.filter(pc.fill_null(claims["accepted"], False)).to_pylist()
    kept = [row for row in kept if row["published"] and (not corridors or row["corridor"] in corridors)]
    kept = list({(row["speaker"], row["published"], row["event_class"]): row for row in kept}.values())
    first = sorted(kept, key=lambda row: (not _labelled(row), row["polarity"] != "denied", _when(row)))
    chosen = sorted(first[:MOST_MARKED], key=_when)
    return tuple(chart_svg.Marked(row["published"], _short(row)) for row in chosen)


def _labelled(row: told.Row) -> bool:
    return str(row["label"] or "").startswith("LABEL")


def _short(row: told.Row) -> str:
    who = shown(row["speaker"] or "somebody", 40)
    if row["polarity"] == "denied":
        return f"{who}: denial"
    return f"{who}: {shown(words.kind(row['event_class']), 30) if row['event_class'] else 'a claim'}"


def _when(row: told.Row) -> tuple[str, str]:
    return str(row["published"] or row["end"] or row["start"] or ""), row["claim"] or ""

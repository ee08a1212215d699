"""What is not known: where nobody listened, when nobody looked, what could not be read, what is assumed."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette.outputs import words
from vedette.outputs.briefing import told
from vedette.outputs.briefing.parts import FileUsed, Line, Series
from vedette.outputs.visible import shown
from vedette.watch import Watch

MOST_FILES, MOST_REASONS = 60, 5
_BY_A_PERSON = (
    "The chances of each sign if a statement is true, and if it is not, were set by a person and stand in "
    "the watch with their reasons; so were the priors."
)


def limits(known: Mapping[str, pa.Table], later: pa.Table, series: Sequence[Series]) -> tuple[Line, ...]:
    """What was covered and what was not; ``later`` are list entries of editions that were not out yet."""
    found = [
        _heard(known["coverage"]),
        _outages(known["outages"]),
        _seen(known["sightings"]),
        _missing(series),
    ]
    found += [_silences(known["events"]), _unjudged(known["claims"]), _too_late(later)]
    found += [_refused(known["refusals"]), *_unread(known["files"])]
    return tuple(Line(said) for said in found if said)


def _heard(coverage: pa.Table) -> str:
    if not len(coverage):
        return "AIS: nothing was heard, so a silence says nothing here."
    hours = pc.unique(coverage["hour"])
    first, last = (pc.min(hours).as_py(), pc.max(hours).as_py())
    span = int((last - first).total_seconds() // 3600) + 1
    cells = len(pc.unique(coverage["cell"]))
    messages = pc.sum(coverage["messages"]).as_py() or 0
    judged = pc.any(coverage["heard"].is_valid()).as_py()
    said = (
        f"AIS: {words.counted(messages, 'position')} heard in {words.counted(cells, 'quarter-degree cell')}, "
        f"{words.span(first, last)}, in {len(hours):,} of {words.counted(span, 'hour')}."
    )
    return said if judged else f"{said} How well a ship would have been heard is not yet modelled."


def _outages(outages: pa.Table) -> str:
    if not len(outages):
        return ""
    names = sorted(set(outages["source"].to_pylist()))
    return (
        f"AIS was down or nearly so {words.counted(len(outages), 'time')} ({', '.join(names)}), "
        f"{words.span(pc.min(outages['start']).as_py(), pc.max(outages['start']).as_py())}: "
        "what ships did then was not observed."
    )


def _seen(sightings: pa.Table) -> str:
    if not len(sightings):
        return "Sightings: none in this case."
    publishers = len(pc.unique(sightings["publisher"].drop_null()))
    unnamed = sightings["vessel_name"].null_count
    negative = pc.sum(pc.fill_null(sightings["negative"], False)).as_py() or 0
    when = words.span(pc.min(sightings["start"]).as_py(), pc.max(sightings["end"]).as_py())
    return (
        f"Sightings: {words.plain(len(sightings))} by {words.counted(publishers, 'publisher')}, {when}; "
        f"{words.plain(unnamed)} of them name no ship, {words.plain(negative)} found a place empty. "
        "Where nobody published, nobody is known to have looked."
    )


def _missing(series: Sequence[Series]) -> str:
    said = [
        f"{one.title.removesuffix(', a week')} {one.weeks['value'].null_count} of {len(one.weeks)}"
        for one in series
        if one.weeks["value"].null_count
    ]
    return f"Weeks not observed or not counted: {'; '.join(said)}." if said else ""


def _too_late(later: pa.Table) -> str:
    if not len(later):
        return ""
    return f"In the case, but published later and so not used: {'; '.join(editions(later))}."


def _silences(events: pa.Table) -> str:
    gaps = events.filter(pc.equal(events["kind"], "gap")).to_pylist()
    if not gaps:
        return ""
    classes = Counter(shown(told.details(row).get("class") or "unclear", 20) for row in gaps)
    counted = words.joined([f"{count} {kind}" for kind, count in sorted(classes.items())])
    return (
        f"AIS silences: {words.plain(len(gaps))}, judged {counted}. Only “dark” means that a ship would "
        "have been heard; “unobserved” means that hardly anybody was, and “unclear” that it cannot be told."
    )


def _unjudged(claims: pa.Table) -> str:
    waiting = claims["accepted"].null_count
    if not waiting:
        return ""
    return f"{words.counted(waiting, 'claim')} nobody has accepted or rejected yet; none of them is counted."


def _refused(refusals: pa.Table) -> str:
    if not len(refusals):
        return "No row was refused."
    reasons = Counter(shown(reason or "no reason kept", 80) for reason in refusals["reason"].to_pylist())
    files = len(pc.unique(refusals["file"]))
    top = [
        f"{reason} ({count:,})"
        for reason, count in sorted(reasons.items(), key=lambda one: (-one[1], one[0]))
    ]
    said = words.joined(top, longest=MOST_REASONS)
    return (
        f"{words.counted(len(refusals), 'row')} of {words.counted(files, 'file')} could not be used: {said}."
    )


def _unread(files: pa.Table) -> list[str]:
    rows = [row for row in files.to_pylist() if row["source"] is None]
    named = [(shown(row["name"] or row["file"], 80), row["reason"] or "not recognised") for row in rows]
    return [f"File not read: {name}: {shown(reason, 160)}." for name, reason in named[:MOST_FILES]]


def assumptions(watch: Watch, model: Mapping[str, Any]) -> tuple[str, ...]:
    """What the judgement takes for granted, so that a reader may grant it or not."""
    clock = (
        "A thing counts from the day it was published."
        if watch.clock == "published"
        else "A thing counts from the day it was observed, as if it had reached us then."
    )
    found = [
        clock,
        _BY_A_PERSON,
        "Reports of one origin count once, however often they are repeated.",
    ]
    if isinstance(model.get("rho"), float):
        rho = words.plain(model["rho"])
        found.append(f"Items of one channel are partly the same (rho {rho}): each further one adds less.")
    if isinstance(model.get("text_ceiling"), float):
        most = words.percent(model["text_ceiling"])
        found.append(f"What is only told, and not measured, cannot lift a judgement above {most}.")
    if model.get("count_synthetic") is False:
        found.append("What rests on synthetic rows is shown and weighs nothing.")
    return tuple(found)


def files(table: pa.Table) -> tuple[tuple[FileUsed, ...], int]:
    """The files of the case with their hashes, by name; and how many more there are."""
    rows = sorted(
        table.to_pylist(), key=lambda row: (row["source"] is None, row["name"] or "", row["file"] or "")
    )
    found = [
        FileUsed(
            name=shown(row["name"] or "without a name", 60),
            sha256=shown((row["sha256"] or row["file"] or "")[:12]),
            source=shown(row["source"] or "not read", 40),
            rows=words.plain(row["rows"] or 0),
            refused=words.plain(row["refused"] or 0),
            period=words.span(row["first"], row["last"]) if row["first"] or row["last"] else "",
            note=shown(row["reason"] or "", 120),
        )
        for row in rows[:MOST_FILES]
    ]
    return tuple(found), len(rows) - len(found)


def editions(entities: pa.Table) -> tuple[str, ...]:
    """The editions of lists that were compared."""
    if not len(entities):
        return ()
    grouped = entities.group_by(["list", "list_date"]).aggregate([("entity", "count")]).to_pylist()
    grouped.sort(key=lambda row: (row["list"] or "", str(row["list_date"])))
    return tuple(
        f"{shown(row['list'] or 'a list without a name', 60)}, "
        f"{'edition of ' + words.day(row['list_date']) if row['list_date'] else 'edition not dated'}: "
        f"{words.counted(row['entity_count'], 'entry', 'entries')}"
        for row in grouped
    )


def model_of(assessed: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The numbers of the model that an assessment kept; nothing when it kept none."""
    for row in assessed:
        try:
            model = json.loads(row["details"] or "{}").get("model")
        except (ValueError, AttributeError, RecursionError):
            continue
        if isinstance(model, dict):
            return model
    return {}

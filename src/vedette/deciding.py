"""What people decide on alerts and claims: rows that are only ever added, whoever asks and from wherever."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vedette import fields, store
from vedette.errors import CaseError
from vedette.kernels.ids import stable_id

VERDICTS = ("confirmed", "false-alarm", "watch", "accepted", "rejected")
LONGEST_NOTE, LONGEST_NAME = 4000, 120


@dataclass(frozen=True)
class Edit:
    """What a person sets instead on a claim: its characters in the report's text, and CLASS or CLASS/MODE."""

    span: tuple[int, int] | None = None
    event_class: str | None = None


def decide(
    case: store.Case,
    subject: str,
    verdict: str,
    *,
    who: str,
    when: datetime,
    note: str = "",
    edit: Edit = Edit(),
) -> dict[str, Any]:
    """Record what a person decided on an alert or a claim, and give the row; it is on disk when this returns.

    CaseError when the case has no such alert or claim, the verdict is none, the note is too long, or an
    edit does not fit the report's text.
    """
    if verdict not in VERDICTS:
        raise CaseError(f"{verdict!r} is no verdict.\nThere are: {', '.join(VERDICTS)}.")
    if len(note) > LONGEST_NOTE or len(who) > LONGEST_NAME:
        raise CaseError(f"A note has at most {LONGEST_NOTE} characters, a name at most {LONGEST_NAME}.")
    if not any(subject in store.read(case, table)[id_].to_pylist() for table, id_ in SUBJECTS.items()):
        raise CaseError(
            f"There is no alert {subject!r} in {case.path}, nor a claim.\n"
            f"Hint: vedette alerts {case.path} --all lists the alerts."
        )
    begin, stop = edit.span or (None, None)
    if edit != Edit():
        _check(case, subject, edit)
    id_ = stable_id("decision", subject, who, when, verdict, note, begin, stop, edit.event_class)
    row = {
        "decision": id_,
        "alert": subject,
        "who": who,
        "when": when,
        "verdict": verdict,
        "note": note,
        "span_start": begin,
        "span_end": stop,
        "event_class": edit.event_class,
    }
    store.append(case, "decisions", fields.from_rows([row], "decisions"), id_)
    return row


def words_of(case: store.Case, claim: str, span: tuple[int, int]) -> str:
    """The characters of a claim's report that a span names; CaseError when it has no such characters."""
    report = next((r["report"] for r in store.read(case, "claims").to_pylist() if r["claim"] == claim), None)
    texts = store.read(case, "reports").to_pylist()
    text = next((r["text"] for r in texts if report is not None and r["report"] == report), None) or ""
    if not 0 <= span[0] < span[1] <= len(text):
        raise CaseError(f"The span {span[0]}-{span[1]} does not fit: the report has {len(text)} characters.")
    return text[span[0] : span[1]]


def _check(case: store.Case, subject: str, edit: Edit) -> None:
    if edit.span is not None:
        words_of(case, subject, edit.span)
    if edit.event_class is not None and not (0 < len(edit.event_class) <= LONGEST_NAME):
        raise CaseError("An event class is written as AID or AID/arms.")


SUBJECTS: Mapping[str, str] = {"alerts": "alert", "claims": "claim"}


def latest(case: store.Case) -> dict[str, dict[str, Any]]:
    """The last decision on each alert and claim that has one."""
    rows = store.read(case, "decisions").sort_by("when").to_pylist()
    return {row["alert"]: row for row in rows}

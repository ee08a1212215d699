"""What people decide on alerts and claims: rows that are only ever added, whoever asks and from wherever."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from vedette import fields, store
from vedette.errors import CaseError
from vedette.kernels.ids import stable_id

VERDICTS = ("confirmed", "false-alarm", "watch", "accepted", "rejected")
LONGEST_NOTE, LONGEST_NAME = 4000, 120


def decide(
    case: store.Case, subject: str, verdict: str, *, who: str, when: datetime, note: str = ""
) -> dict[str, Any]:
    """Record what a person decided on an alert or a claim, and give the row; it is on disk when this returns.

    CaseError when the case has no such alert or claim, the verdict is none, or the note is too long.
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
    id_ = stable_id("decision", subject, who, when, verdict, note)
    row = {"decision": id_, "alert": subject, "who": who, "when": when, "verdict": verdict, "note": note}
    store.append(case, "decisions", fields.from_rows([row], "decisions"), id_)
    return row


SUBJECTS: Mapping[str, str] = {"alerts": "alert", "claims": "claim"}


def latest(case: store.Case) -> dict[str, dict[str, Any]]:
    """The last decision on each alert and claim that has one."""
    rows = store.read(case, "decisions").sort_by("when").to_pylist()
    return {row["alert"]: row for row in rows}

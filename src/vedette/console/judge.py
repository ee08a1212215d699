"""Commands for a person's judgement: the alerts, and what was decided on them."""

import getpass
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import pyarrow as pa

from vedette import fields, store
from vedette.console import telling
from vedette.console.options import CASE, JSON, now
from vedette.errors import CaseError
from vedette.kernels.ids import stable_id

VERDICTS = ("confirmed", "false-alarm", "watch", "accepted", "rejected")


@click.command()
@CASE
@click.option("--all", "every", is_flag=True, help="Also those a person has decided on.")
@click.option("--level", type=click.IntRange(0, 3), default=0, help="Only this level and above.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 when there is any.")
@JSON
def alerts(case: Path, *, every: bool, level: int, exit_code: bool, machine: bool) -> None:
    """What a person should look at, newest first."""
    opened = store.open_case(case)
    verdicts = _verdicts(opened)
    found: list[dict[str, Any]] = []
    for row in store.read(opened, "alerts").sort_by([("raised", "descending")]).to_pylist():
        row["verdict"] = verdicts.get(row["alert"])
        row["synthetic"] = (row["source"] or "").startswith("synthetic:")
        if row["level"] >= level and (every or row["verdict"] is None):
            found.append(row)
    if machine:
        telling.as_json(found)
    elif found:
        for row in found:
            row["title"] = f"SYNTHETIC. {row['title']}" if row["synthetic"] else row["title"]
        columns = {"alert": "alert", "level": "level", "raised": "known", "title": "what", "reason": "why"}
        telling.table({**columns, "verdict": "verdict"} if every else columns, found)
        click.echo(f"\nNext: vedette explain {case} {found[0]['alert']}")
    else:
        ran = store.count(opened, "assessments")
        click.echo(
            "No open alert. See vedette status for what was covered."
            if ran
            else "No alert, since the case has not been run: vedette run " + str(case)
        )
    if exit_code and found:
        raise SystemExit(1)


def _verdicts(case: store.Case) -> dict[str, str]:
    """The last verdict on each alert."""
    rows = store.read(case, "decisions").sort_by("when").to_pylist()
    return {row["alert"]: row["verdict"] for row in rows}


@click.command()
@CASE
@click.argument("alert")
@click.argument("verdict", type=click.Choice(VERDICTS))
@click.option("--note", default="", help="Why.")
@click.option("--who", help="Who decides.  [default: the user's name]")
def decide(case: Path, alert: str, verdict: str, note: str, who: str | None) -> None:
    """Record what a person decided on an alert; earlier decisions stay in the record."""
    opened = store.open_case(case)
    if alert not in store.read(opened, "alerts")["alert"].to_pylist():
        raise CaseError(
            f"There is no alert {alert!r} in {case}.\nHint: vedette alerts {case} --all lists them."
        )
    when = now()
    row = _decision(alert, who or _user(), when, verdict, note)
    store.append(opened, "decisions", row, row["decision"][0].as_py())
    click.echo(f"{alert}: {verdict}.")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def _decision(alert: str, who: str, when: datetime, verdict: str, note: str) -> pa.Table:
    id_ = stable_id("decision", alert, who, when, verdict)
    row = {"decision": id_, "alert": alert, "who": who, "when": when, "verdict": verdict, "note": note}
    return fields.from_rows([row], "decisions")

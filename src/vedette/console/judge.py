"""Commands for a person's judgement: the alerts, and what was decided on them."""

import getpass
from pathlib import Path
from typing import Any

import click

from vedette import deciding, store
from vedette.console import telling
from vedette.console.options import CASE, JSON, now


@click.command()
@CASE
@click.option("--all", "every", is_flag=True, help="Also those a person has decided on.")
@click.option("--level", type=click.IntRange(0, 3), default=0, help="Only this level and above.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 when there is any.")
@JSON
def alerts(case: Path, *, every: bool, level: int, exit_code: bool, machine: bool) -> None:
    """What a person should look at, newest first."""
    opened = store.open_case(case)
    verdicts = {id_: row["verdict"] for id_, row in deciding.latest(opened).items()}
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


@click.command()
@CASE
@click.argument("alert")
@click.argument("verdict", type=click.Choice(deciding.VERDICTS))
@click.option("--note", default="", help="Why.")
@click.option("--who", help="Who decides.  [default: the user's name]")
def decide(case: Path, alert: str, verdict: str, note: str, who: str | None) -> None:
    """Record what a person decided on an alert or a claim; earlier decisions stay in the record."""
    opened = store.open_case(case)
    deciding.decide(opened, alert, verdict, who=who or user(), when=now(), note=note)
    click.echo(f"{alert}: {verdict}.")


def user() -> str:
    """The name the computer knows the user by."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"

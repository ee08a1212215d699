"""The command ``forecasts``: dated questions, what was said of them, and how good that was."""

from dataclasses import asdict
from pathlib import Path

import click

from vedette import store
from vedette.assessment import forecasting
from vedette.console import telling
from vedette.console.judge import user
from vedette.console.options import CASE, JSON, now
from vedette.errors import CaseError


@click.command()
@CASE
@click.argument("action", type=click.Choice(["list", "resolve"]), default="list")
@click.argument("wanted", metavar="[ID]", default="")
@click.argument("outcome", metavar="[yes|no]", type=click.Choice(["yes", "no", ""]), default="")
@click.option("--note", default="", help="Why, or where it can be read.")
@click.option("--who", help="Who settles it.  [default: the user's name]")
@JSON
def forecasts(
    case: Path, *, action: str, wanted: str, outcome: str, note: str, who: str | None, machine: bool
) -> None:
    """Dated questions with their probabilities; resolve ID yes|no settles one.

    New forecasts are opened, and those with a rule settled, by vedette run. Nothing is ever changed: settling
    adds a row.
    """
    opened = store.open_case(case)
    if action == "resolve":
        _resolve(opened, wanted, outcome, note, who)
        return
    table = store.read(opened, "forecasts")
    rows, scored = forecasting.latest(table), forecasting.scores(table)
    if machine:
        telling.as_json({"forecasts": rows, "scores": asdict(scored), "calibration": scored.calibration})
        return
    if not rows:
        click.echo("No forecast yet: a watch asks with [[question]], and vedette run opens them.")
        return
    for row in rows:
        row["chance"] = f"{row['probability']:.0%}"
        row["base"] = f"{row['base']:.0%}" if row["base"] is not None else ""
        row["state"] = "open" if row["outcome"] is None else ("yes" if row["outcome"] else "no")
    columns: dict[str, str] = {
        "forecast": "forecast",
        "opened": "opened",
        "resolves": "by",
        "chance": "chance",
    }
    columns |= {"base": "base rate", "state": "state", "question": "question"}
    telling.table(columns, rows)
    click.echo(f"\n{forecasting.in_words(scored)}")


def _resolve(opened: store.Case, wanted: str, outcome: str, note: str, who: str | None) -> None:
    rows = {row["forecast"]: row for row in forecasting.latest(store.read(opened, "forecasts"))}
    if wanted not in rows or not outcome:
        raise CaseError(
            f"Say which forecast, and yes or no: vedette forecasts {opened.path} resolve ID yes.\n"
            f"There are: {', '.join(rows) or 'none'}."
        )
    row = forecasting.by_person(rows[wanted], outcome == "yes", now(), who or user(), note)
    store.append(opened, "forecasts", row, f"{wanted}-{now().isoformat()}")
    click.echo(f"{wanted}: {outcome}.")

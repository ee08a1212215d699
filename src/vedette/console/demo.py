"""The command ``demo``: the bundled case, from its files to a warning."""

import json
import shutil
import time
from pathlib import Path
from typing import Any

import click

from vedette import running, store, synthetic, watch
from vedette.adding import Wish, add
from vedette.console import telling
from vedette.console.look import write_brief
from vedette.console.options import QUIET, now
from vedette.console.serve import run as run_console
from vedette.errors import CaseError
from vedette.steps import Reading

# Files of the bundled watch that are not data: how it is watched, how its sea is made, what it is.
NOT_DATA = ("watch.toml", "sea.toml", "README.md")


@click.command()
@click.option("--watch", "name", default="rajin", show_default=True, help="The bundled watch.")
@click.option(
    "--case", type=click.Path(path_type=Path, file_okay=False), default=Path("demo-case"), show_default=True
)
@click.option("--no-open", is_flag=True, help="Do not open the console in a browser.")
@QUIET
def demo(name: str, *, case: Path, no_open: bool, quiet: bool) -> None:
    """The bundled case, from files to a warning. Makes its folder anew each time."""
    started = time.monotonic()
    folder = watch.bundled(name)
    _clear(case)
    opened = store.create(case, (folder / "watch.toml").read_text(encoding="utf-8"))
    with telling.progress(quiet) as tell:
        tell("making the synthetic sea")
        sea = case / "out" / "synthetic-sea.csv"
        synthetic.write(folder / "sea.toml", sea, case / "out" / "synthetic-truth.csv")
        data = sorted(p for p in folder.rglob("*") if p.is_file() and p.name not in NOT_DATA)
        refused = [a for a in add(opened, [*data, sea], Wish(Reading(now=now()))) if not a.rows]
        until = running.last_known(opened, now())
        step = {"ships": "parts of ships", "weeks": "weeks"}
        wish = running.Wish(until, progress=lambda what, done, of: tell(f"{done} of {of} {step[what]}"))
        made = running.run(opened, wish)
        path = write_brief(opened, "html")
        write_brief(opened, "md")
    if refused:
        names = ", ".join(a.name for a in refused)
        raise CaseError(f"The bundled files were not all read: {names}. See vedette status {case}.")
    _tell(case, made["assessments"].to_pylist(), path)
    click.echo(
        f"Done in {time.monotonic() - started:.0f} s. The ships' tracks are synthetic; "
        "the sightings, lists and claims are published statements. What rests on made-up rows weighs nothing."
    )
    if no_open:
        click.echo(f"Next: vedette serve {case}")
        return
    run_console(opened, quiet=quiet, again=True)


def _tell(case: Path, assessments: list[dict[str, Any]], path: Path) -> None:
    latest = max(row["until"] for row in assessments)
    for row in (r for r in assessments if r["until"] == latest):
        details = json.loads(str(row["details"]))
        click.echo(f"Level {row['level']} ({row['hypothesis']}), known until {telling.shown(row['until'])}")
        click.echo(f"  Key judgement: {details.get('statement', row['hypothesis'])}: {row['words']}")
        click.echo(f"  Confidence: {row['confidence']}")
        weighed = sum(item["lr"] != 1 for item in details["items"])
        click.echo(f"  Evidence: {len(details['items'])} found, {weighed} with weight")
        click.echo(f"  Explain: vedette explain {case} {row['assessment']}")
    click.echo(f"Brief: {path}")


def _clear(case: Path) -> None:
    """Take away an earlier demonstration, and nothing that is not one."""
    if not case.exists():
        return
    if not (case / "tables" / "LAYOUT").is_file() or not (case / "out" / "synthetic-sea.csv").is_file():
        if any(case.iterdir()):
            raise CaseError(
                f"{case} is not an earlier demonstration.\nHint: name another folder with --case."
            )
        return
    shutil.rmtree(case)

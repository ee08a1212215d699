"""The command ``demo``: the bundled case, from its files to a warning."""

import asyncio
import json
import shutil
import threading
import time
import tomllib
from pathlib import Path
from typing import Any

import click

from vedette import running, store, synthetic, watch
from vedette.adding import Wish, add
from vedette.console import telling
from vedette.console.listen import in_words
from vedette.console.look import write_brief
from vedette.console.options import QUIET, now
from vedette.console.serve import run as run_console
from vedette.errors import CaseError
from vedette.live import listening
from vedette.live.health import Health
from vedette.live.replaying import Replay
from vedette.live.ticking import Tick, Ticker, alone
from vedette.steps import Reading

# Files of the bundled watch that are not data: how it is watched, how its sea is made, what it is.
NOT_DATA = ("watch.toml", "sea.toml", "live.toml", "README.md")


TICK_S = 5.0


@click.command()
@click.option("--watch", "name", default="rajin", show_default=True, help="The bundled watch.")
@click.option(
    "--case", type=click.Path(path_type=Path, file_okay=False), default=Path("demo-case"), show_default=True
)
@click.option("--no-open", is_flag=True, help="Do not open the console in a browser.")
@click.option("--live", is_flag=True, help="Replay the made-up sea as a live feed: alerts as they come.")
@click.option("--speed", type=click.FloatRange(1, 10_000), default=100, show_default=True, help="Of --live.")
@click.option("--for", "lasts_s", type=click.FloatRange(0), help="Stop --live after so many seconds.")
@QUIET
def demo(
    name: str, *, case: Path, no_open: bool, live: bool, speed: float, lasts_s: float | None, quiet: bool
) -> None:
    """The bundled case, from files to a warning. Makes its folder anew each time."""
    started = time.monotonic()
    folder = watch.bundled(name)
    _clear(case)
    opened = store.create(case, (folder / "watch.toml").read_text(encoding="utf-8"))
    with telling.progress(quiet) as tell:
        tell("making the synthetic sea")
        sea = case / "out" / "synthetic-sea.csv"
        synthetic.write(folder / "sea.toml", sea, case / "out" / "synthetic-truth.csv")
        if live:
            start = tomllib.loads((folder / "live.toml").read_text(encoding="utf-8"))["start"]
            replay = Replay.of(sea, start, speed)
            sea.write_bytes(replay.header + b"\n".join([*replay.before, b""]))
        data = sorted(p for p in folder.rglob("*") if p.is_file() and p.name not in NOT_DATA)
        refused = [a for a in add(opened, [*data, sea], Wish(Reading(now=now()))) if not a.rows]
        until = replay.start if live else running.last_known(opened, now())
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
    if live:
        _replay(opened, replay, lasts_s, no_open=no_open, quiet=quiet)
        return
    if no_open:
        click.echo(f"Next: vedette serve {case}")
        return
    run_console(opened, quiet=quiet, again=True)


def _replay(case: store.Case, replay: Replay, lasts_s: float | None, *, no_open: bool, quiet: bool) -> None:
    """Listen to the sea beside the console; without that, until the sea ends or the time is over."""
    click.echo(
        f"Live from {telling.shown(replay.start)} at {replay.speed:g} times the speed. Stop it with Ctrl-C."
    )

    def tell(tick: Tick, healths: list[Health]) -> None:
        for line in in_words(tick, healths) if not quiet else ():
            click.echo(telling.safe(line))

    async def listen(stop: asyncio.Event) -> None:
        with alone(case) as folder:
            wish = listening.Wish(TICK_S, lasts_s, tell, now=replay.now)
            await listening.listen([replay.feed], Ticker(case, busy=0.9), folder, wish, stop)

    if no_open:
        asyncio.run(listen(asyncio.Event()))
        return
    threading.Thread(target=lambda: asyncio.run(listen(asyncio.Event())), daemon=True).start()
    run_console(case, quiet=quiet, again=True)


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

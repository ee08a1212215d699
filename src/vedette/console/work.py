"""Commands that run the flow: over the whole record, and over the past as it was known."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from vedette import __version__, running, store, watch
from vedette import replay as past
from vedette.console import telling
from vedette.console.options import CASE, JSON, MEMORY, QUIET, SETTINGS, Moment, now, settings_of
from vedette.engines import local, spark
from vedette.errors import CaseError
from vedette.outputs import replay_page


@click.command()
@CASE
@click.option("--until", type=Moment(), help="Read the record up to then.  [default: its end]")
@click.option("--engine", type=click.Choice(["local", "spark"]), default="local", show_default=True)
@click.option(
    "--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Threads of the local engine."
)
@click.option(
    "--master",
    envvar="SPARK_REMOTE",
    default="local[2]",
    show_default="SPARK_REMOTE, else local[2]",
    help="Where Spark runs: local[N], spark://HOST:PORT, yarn, sc://HOST:PORT.",
)
@SETTINGS
@MEMORY
@QUIET
@JSON
def run(
    case: Path,
    *,
    until: datetime | None,
    engine: str,
    workers: int,
    master: str,
    settings: tuple[str, ...],
    memory: int,
    quiet: bool,
    machine: bool,
) -> None:
    """Find what ships did, how unusual it is and what it means.

    On Spark, --memory is what each worker process may hold.
    """
    opened = store.open_case(case)
    until = until or running.last_known(opened, now())
    silent = quiet or machine
    there = spark.engine(master, progress=not silent) if engine == "spark" else local.engine(workers)
    with telling.progress(silent) as tell:
        wish = running.Wish(until, None, None, settings_of(settings), memory, there, _teller(tell))
        made = running.run(opened, wish)
    counts = {name: len(made[name]) for name in running.MADE}
    if machine:
        telling.as_json({"until": until, "engine": engine, "rows": counts})
    elif not quiet:
        kinds: dict[str, int] = {}
        for kind in made["events"]["kind"].to_pylist():
            kinds[kind] = kinds.get(kind, 0) + 1
        click.echo(f"Read up to {telling.shown(until)}.")
        click.echo("Events: " + (", ".join(f"{n:,} {k}" for k, n in sorted(kinds.items())) or "none") + ".")
        click.echo(f"Indicators: {counts['indicators']:,} weeks. Alerts: {counts['alerts']:,}.")
        click.echo(f"Next: vedette alerts {case}, vedette brief {case} --as html")


def _teller(tell: Callable[[str], None]) -> Callable[[str, int, int], None]:
    words = {"ships": "parts of ships", "weeks": "weeks"}
    return lambda what, done, of: tell(f"{done} of {of} {words[what]}")


@click.command()
@CASE
@click.option("--from", "start", type=Moment(), required=True, help="First week.")
@click.option("--to", "until", type=Moment(), required=True, help="Last day.")
@click.option(
    "--clock",
    type=click.Choice(["observed", "published"]),
    default="published",
    show_default=True,
    help="A sighting is known the day it was made, or the day it was published.",
)
@click.option(
    "--page", type=click.Path(path_type=Path, dir_okay=False), help="Also write it as a page with a chart."
)
@SETTINGS
@MEMORY
@QUIET
@JSON
def replay(
    case: Path,
    *,
    start: datetime,
    until: datetime,
    clock: str,
    page: Path | None,
    settings: tuple[str, ...],
    memory: int,
    quiet: bool,
    machine: bool,
) -> None:
    """What would have been warned when, from what was known then: lead time, false alarms, forecasts.

    Nothing in the case is changed. --page writes a HTML file with the level history as a chart.
    """
    if until <= start:
        raise CaseError(f"--to {until:%Y-%m-%d} is not after --from {start:%Y-%m-%d}.")
    opened = store.open_case(case)
    with telling.progress(quiet or machine) as tell:
        wish = running.Wish(until, start, clock, settings_of(settings), memory=memory, progress=_teller(tell))
        tables, steps = running.found(opened, wish)
        walked = running.walk(tables, steps, wish, opened, asking=True)
    measured = past.measure(walked, tables["claims"])
    shown = past.tables(measured)
    if page:
        title = watch.read(opened.watch).title
        html = replay_page.page(
            asdict(measured), past.words(measured), shown, title=title, version=__version__
        )
        telling.written(page, html.encode("utf-8"))
    if machine:
        telling.as_json(past.as_json(measured))
        return
    for line in past.words(measured):
        click.echo(telling.safe(line))
    for table in shown:
        telling.table(dict(table.columns), [dict(row) for row in table.rows], title=f"\n{table.title}")
    if page:
        click.echo(f"\n{page}")

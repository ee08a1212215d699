"""Commands on the case itself: make one, and add files to it."""

from collections import Counter
from datetime import datetime
from pathlib import Path

import click

from vedette import store, templates, watch
from vedette.adding import Added, Wish, files_in
from vedette.adding import add as add_files
from vedette.console import telling
from vedette.console.options import CASE, JSON, MEMORY, QUIET, Moment, now
from vedette.steps import Reading


@click.command()
@CASE
@click.option("--watch", "name", default="default", show_default=True, help="A bundled watch or a TOML file.")
@click.option(
    "--from",
    "template",
    help="Make the watch from a list of places, ships and questions: corridor, or a file.",
)
@QUIET
def init(case: Path, name: str, template: str | None, quiet: bool) -> None:
    """Make a new case folder; with --from, a watch called by --watch is made from a list."""
    if template:
        _from_list(case, name, template, quiet)
        return
    file = Path(name) if name.endswith(".toml") else watch.bundled(name) / "watch.toml"
    said = watch.read(file)
    made = store.create(case, file.read_text(encoding="utf-8"))
    if not quiet:
        click.echo(f"{made.path}: a case with the watch {said.name!r} ({said.title}).")
        click.echo(f"Next: vedette add {made.path} FILE...")


def _from_list(case: Path, name: str, template: str, quiet: bool) -> None:
    path = Path(template) if template.endswith(".toml") else templates.bundled(template)
    made = templates.made(name, path)
    opened = store.create(case, made.watch)
    folder = case / "list"
    folder.mkdir(exist_ok=True)
    for file, text in made.files.items():
        (folder / file).write_text(text, encoding="utf-8")
    came = list(add_files(opened, [folder / file for file in made.files], Wish(Reading(now=now()))))
    if not quiet:
        click.echo(f"{opened.path}: a case with the watch {name!r}, made from {path.name}.")
        for one in came:
            click.echo(_in_words(one))
        click.echo(f"Read and change {opened.watch}, then: vedette add {opened.path} FILE...")


@click.command()
@CASE
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--as", "as_source", metavar="SOURCE", help="Read as this source, whatever it looks like.")
@click.option("--date", type=Moment(), help="The day of rows that carry no date.")
@click.option("--edition", type=Moment(), help="The date of a list, when neither it nor its name says.")
@click.option(
    "--columns", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="A TOML column map."
)
@click.option("--publisher", help="Who published a report.")
@click.option("--published", type=Moment(), help="When a report was published.")
@click.option("--allow-shrunken", is_flag=True, help="Take a list that lost more than 10 % of its entries.")
@click.option("--strict", is_flag=True, help="Exit with 2 when any file was refused.")
@MEMORY
@QUIET
@JSON
def add(
    case: Path,
    files: tuple[Path, ...],
    *,
    as_source: str | None,
    date: datetime | None,
    edition: datetime | None,
    columns: Path | None,
    publisher: str | None,
    published: datetime | None,
    allow_shrunken: bool,
    strict: bool,
    memory: int,
    quiet: bool,
    machine: bool,
) -> None:
    """Add files of any kind: AIS, lists, sightings, reports, places; recognised by content.

    The same file twice adds nothing. Rows that cannot be used are kept with their reason; status shows them.
    """
    opened = store.open_case(case)
    reading = Reading(
        date=date,
        edition=edition,
        columns=columns,
        publisher=publisher,
        published=published,
        now=now(),
        block_bytes=max(1 << 20, min(32 << 20, memory >> 7)),
    )
    paths = [path for given in files for path in files_in(given)]
    came: list[Added] = []
    with telling.progress(quiet or machine) as tell:
        wish = Wish(
            reading, as_source, memory, lambda name, rows: tell(f"{name}: {rows:,} rows"), allow_shrunken
        )
        for added in add_files(opened, paths, wish):
            came.append(added)
            if not machine and not quiet:
                click.echo(_in_words(added))
    if machine:
        telling.as_json([vars(added) for added in came])
    elif not quiet:
        click.echo(_sum(came, case))
    missing = any(not path.exists() for path in files)
    raise SystemExit(_exit_code(came, strict or missing))


def _in_words(added: Added) -> str:
    name = telling.safe(added.name)
    if added.fault:
        return f"  fault    {name}: nothing was added, and the fault is ours\n{added.fault}"
    if added.stopped:
        return f"  stopped  {name}: nothing of it counts yet, add it again: {telling.safe(added.stopped)}"
    if added.again:
        return f"  again    {name}: already added, nothing changed"
    if not added.rows:
        return f"  refused  {name}: {telling.safe(added.reason or '')}"
    refused = f", {added.refused:,} refused" if added.refused else ""
    note = f" ({telling.safe(added.reason)})" if added.reason else ""
    return f"  added    {name}: {added.source}, {added.rows:,} rows{refused}{note}"


def _sum(came: list[Added], case: Path) -> str:
    kinds = Counter(
        "stopped" if a.stopped else "again" if a.again else "added" if a.rows else "refused" for a in came
    )
    rows, refused = sum(a.rows for a in came if not a.again), sum(a.refused for a in came if not a.again)
    words = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
    return f"{len(came)} files: {words}; {rows:,} rows, {refused:,} refused.\nNext: vedette run {case}"


def _exit_code(came: list[Added], strict: bool) -> int:
    if any(a.fault for a in came):
        return 3
    if any(a.stopped for a in came):
        return 2
    refused = [a for a in came if not a.rows and not a.again]
    return 2 if refused and (strict or len(refused) == len(came)) else 0

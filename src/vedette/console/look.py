"""Commands to look at what a case found: down to the record, out to a file, or as a brief."""

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click
import pyarrow as pa
import pyarrow.compute as pc
from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from vedette import explaining, fields, gazetteer, running, store, watch
from vedette.assessment import forecasting
from vedette.console import telling
from vedette.console.options import CASE, JSON, QUIET, now
from vedette.entities.parties import resolved
from vedette.errors import CaseError
from vedette.outputs import OUTPUTS, form, html, markdown, pdf
from vedette.outputs import brief as briefs
from vedette.outputs import export as write

ROWS_AT_ONCE = 500_000
PAGES = {"html": html.page, "md": markdown.page}
TABLES = (
    "assessments",
    "evidence",
    "indicators",
    "events",
    "sightings",
    "claims",
    "reports",
    "alerts",
    "places",
    "entities",
    "links",
    "files",
    "refusals",
    "coverage",
    "exposures",
    "identities",
    "hulls",
    "ownership",
    "contacts",
    "flows",
    "listings",
    "effects",
    "conflicts",
    "bearings",
)


@click.command()
@CASE
@click.argument("wanted", metavar="ID")
@click.option(
    "--at-most", type=click.IntRange(1), default=12, show_default=True, help="Branches at each step."
)
@JSON
def explain(case: Path, wanted: str, *, at_most: int, machine: bool) -> None:
    """From a conclusion down to the records it rests on."""
    found = explaining.explain(store.open_case(case), wanted, at_most=at_most)
    if machine:
        telling.as_json(explaining.as_json(found))
        return
    wide = Console(width=None if sys.stdout.isatty() else 160, highlight=False)
    wide.print(_tree(found))


def _tree(found: explaining.Explained, above: Tree | None = None) -> Tree:
    title = Text.assemble((found.id, "bold"), f"  {found.table}")
    for name, value in found.says.items():
        title.append(f"\n{name}: {telling.shown(value)}")
    if found.record:
        title.append(f"\nread at {telling.safe(found.record)}")
        title.append(
            f": {telling.safe(found.text)[:400]}" if found.text is not None else " (no longer there)"
        )
    branch = above.add(title) if above is not None else Tree(title)
    for below in found.because:
        _tree(below, branch)
    if found.more:
        branch.add(Text(f"and {found.more} more; --at-most shows them"))
    return branch


@click.command()
@CASE
@click.argument("table")
@click.option("--as", "name", required=True, help=f"One of {', '.join(output.name for output in OUTPUTS)}.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="A file.  [default: print]"
)
def export(case: Path, table: str, *, name: str, output: Path | None) -> None:
    """Write a table of the case in another format."""
    opened = store.open_case(case)
    if table not in store.STORED:
        raise CaseError(f"There is no stored table {table!r}.\nThere are: {', '.join(store.STORED)}.")
    wanted = form(name, table).beside
    places = gazetteer.of_events(store.read(opened, "places"), store.read(opened, "events"))
    rows = iter(places.to_batches()) if table == "places" else _batches(opened, table)
    beside = places if wanted == "places" else _links(opened)
    write(table, rows, name, output or sys.stdout.buffer, beside)
    if output:
        count = len(places) if table == "places" else store.count(opened, table)
        click.echo(f"{output}: {count:,} rows of {table}.", err=True)


def _links(case: store.Case) -> pa.Table:
    """The links of lists, led to the entry that a name is when it is one entry's alone."""
    links, entities = store.read(case, "links"), store.read(case, "entities")
    to = pc.coalesce(resolved(links, entities), links["to"])
    return links.set_column(links.column_names.index("to"), "to", to)


def _batches(case: store.Case, table: str) -> Iterator[pa.RecordBatch]:
    """The rows of a table, never more than a part of it in memory."""
    if table not in ("positions", "statics"):
        yield from store.read(case, table).to_batches()
        return
    for part in store.parts(case, ROWS_AT_ONCE):
        yield from store.read_part(case, table, part).to_batches()


@click.command()
@CASE
@click.option("--as", "name", type=click.Choice(["html", "md", "pdf"]), default="html", show_default=True)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="A file.  [default: in out/]"
)
@QUIET
def brief(case: Path, *, name: str, output: Path | None, quiet: bool) -> None:
    """A brief a reader can check: judgement, evidence, map, indicators, gaps, records."""
    path = write_brief(store.open_case(case), name, output)
    if not quiet:
        click.echo(path)


def write_brief(case: store.Case, name: str, output: Path | None = None) -> Path:
    """Write the brief of a case, into its ``out`` folder unless told where, and say where it is."""
    facts, until = _facts(case)
    made = pdf.page(facts) if name == "pdf" else PAGES[name](facts).encode("utf-8")
    path = output or case.path / "out" / f"brief-{until:%Y-%m-%d}.{name}"
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(made)
    part.replace(path)
    return path


def brief_page(case: store.Case, name: str) -> tuple[str, datetime]:
    """The brief of a case as HTML or Markdown, and the moment it is of."""
    facts, until = _facts(case)
    return PAGES[name](facts), until


def _facts(case: store.Case) -> tuple[briefs.Brief, datetime]:
    tables = {table: store.read(case, table) for table in TABLES}
    tables["places"] = gazetteer.of_events(running.first_of_each(tables["places"]), tables["events"])
    tables["tracks"] = running.tracks_behind(case, tables)
    assessed = tables["assessments"]["until"]
    until = max(assessed.to_pylist()) if len(assessed) else running.last_known(case, now())
    foretold = store.read(case, "forecasts").filter(pc.field("opened") <= until)
    tables["forecasts"] = fields.from_rows(forecasting.latest(foretold), "forecasts")
    scores = forecasting.scores(foretold)
    return briefs.facts(tables, watch.read(case.watch), until, scored=forecasting.in_words(scores)), until

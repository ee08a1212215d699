"""The command ``changes``: what changed between two editions of a list, and which of one's own it touches."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import pyarrow as pa
import pyarrow.compute as pc

from vedette import comparing, store
from vedette.console import telling
from vedette.console.options import CASE, JSON, Moment
from vedette.entities.touched import Touched
from vedette.outputs import export as write

MOST_OTHERS = 20


@click.command()
@CASE
@click.argument("name", metavar="LIST")
@click.option("--from", "start", type=Moment(), required=True, help="The list as it stood then.")
@click.option("--to", "until", type=Moment(), required=True, help="The list as it stood at this later date.")
@click.option(
    "--mine", is_flag=True, help="Only changes that touch your ships, companies and screened names."
)
@click.option("--ships", is_flag=True, help="Only ships.")
@click.option("--as", "form", type=click.Choice(["csv"]), help="Write every change as CSV.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="A file.  [default: print]"
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 when there is any change shown.")
@JSON
def changes(
    case: Path,
    name: str,
    *,
    start: datetime,
    until: datetime,
    mine: bool,
    ships: bool,
    form: str | None,
    output: Path | None,
    exit_code: bool,
    machine: bool,
) -> None:
    """What changed between two editions of a LIST, and which of your ships that touches.

    LIST is a list of the case, or what its name begins with: ofac for ofac-sdn. Yours are the ships of the
    case's events and identities, what was screened before, watch lists of your own, and the ships and
    companies of watch.toml.
    """
    found = comparing.compare(store.open_case(case), name, start, until)
    rows = found.changes
    if ships:
        rows = rows.filter(pc.equal(rows["kind"], "vessel"))
    if mine:
        ids = [one for touch in found.touched for one in touch.changes]
        rows = rows.filter(pc.is_in(rows["change"], pa.array(ids, pa.string())))
    touches = [one for one in found.touched if {*one.changes} & {*rows["change"].to_pylist()}]
    if machine:
        telling.as_json(_as_json(found, rows, touches))
    elif form:
        write("changes", iter(rows.to_batches()), form, output or sys.stdout.buffer)
    else:
        _print(case, found, rows, touches)
    if exit_code and len(rows):
        raise SystemExit(1)


def _as_json(found: comparing.Compared, rows: pa.Table, touches: list[Touched]) -> dict[str, Any]:
    return {
        "list": found.name,
        "from": found.start,
        "to": found.until,
        "editions": [vars(one) for one in found.editions],
        "changes": rows.to_pylist(),
        "looked_at": found.looked_at,
        "touched": [
            {
                **{key: value for key, value in vars(one.mine).items() if key != "because"},
                "entity": one.entity,
                "by": one.by,
                "words": one.words,
                "why_now": comparing.why_now(one, found),
                "changes": one.changes,
                "because": one.because,
            }
            for one in touches
        ],
    }


def _print(case: Path, found: comparing.Compared, rows: pa.Table, touches: list[Touched]) -> None:
    for line in comparing.in_words(found, rows):
        click.echo(telling.safe(line))
    listed = rows.to_pylist()
    ships = [row for row in listed if row["kind"] == "vessel"]
    others = [row for row in listed if row["kind"] != "vessel"]
    if ships:
        shown = {
            "what": "what",
            "name": "name",
            "imo": "IMO number",
            "flag": "flag",
            "programmes": "programme",
        }
        telling.table({**shown, **_differing(ships)}, [_plain(row) for row in ships], title="\nShips")
    if others:
        shown = {"what": "what", "kind": "kind", "name": "name", **_differing(others)}
        telling.table(shown, [_plain(row) for row in others[:MOST_OTHERS]], title="\nOthers")
        if len(others) > MOST_OTHERS:
            click.echo(f"... and {len(others) - MOST_OTHERS:,} more: --as csv or --json shows them")
    if touches:
        drawn = [
            {
                "yours": ", ".join((one.mine.names or (one.mine.id,))[:2]),
                "id": one.mine.id,
                "where": "; ".join(one.mine.where),
                "by": one.by,
                "why": comparing.why_now(one, found),
            }
            for one in touches
        ]
        shown = {"yours": "yours", "id": "id", "where": "stands in", "by": "by", "why": "why now"}
        telling.table(shown, drawn, title="\nYours")
        click.echo(
            f"\nNext: vedette explain {case} {touches[0].mine.because[0]}" if touches[0].mine.because else ""
        )
    else:
        click.echo(f"\nYours: none of the {found.looked_at:,} ships and names looked at is touched.")


def _differing(rows: list[dict[str, Any]]) -> dict[str, str]:
    """The columns of what was and is, where any row has them."""
    return {"field": "field", "before": "was", "after": "is"} if any(row["field"] for row in rows) else {}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row with its numbers as text, without thousands separators."""
    return {**row, "imo": str(row["imo"] or "")}

"""Commands for the accounts of a case: what went between countries, and how sanctions held."""

from pathlib import Path

import click

from vedette import store
from vedette.console import telling
from vedette.console.options import CASE, JSON
from vedette.outputs.briefing import passing
from vedette.outputs.briefing.parts import Exchanged, Passage, Published


@click.command()
@CASE
@JSON
def flows(case: Path, *, machine: bool) -> None:
    """What went between countries: calls and voyages counted, what ships could carry, what is published.

    By kind and direction, then what went each way with observed and claimed apart. The kind is what the
    watch asks about on that way, never contents: nobody here looked into a hold.
    """
    table = store.read(store.open_case(case), "flows")
    if machine:
        telling.as_json(table.to_pylist())
        return
    found = passing.passed(table)
    if not (found.passages or found.published or found.exchanged):
        click.echo("Nothing was counted or published of anything that went between countries.")
        return
    _counted(found.passages)
    _published(found.published)
    _each_way(found.exchanged)
    click.echo(f"\nEach number: vedette flows {case} --json, then vedette explain {case} FLOW.")


def _counted(passages: tuple[Passage, ...]) -> None:
    rows = [
        {
            "way": ("SYNTHETIC. " if one.synthetic else "") + one.direction,
            "kind": f"{one.kind} ({one.basis})",
            "year": one.year,
            "capacity": "\n".join(line.text for line in one.capacity),
            **{name: getattr(one, name).text for name in ("voyages", "seen", "sighted", "possible", "ended")},
        }
        for one in passages
    ]
    columns = {
        "way": "from, to",
        "kind": "asked about",
        "year": "year",
        "voyages": "voyages",
        "seen": "begins: AIS",
        "sighted": "sighted",
        "possible": "possible",
        "ended": "ends: sighted",
        "capacity": "ships could have carried",
    }
    telling.table(columns, rows, title="Counted (not to be added; what was carried was not observed)")


def _published(published: tuple[Published, ...]) -> None:
    if not published:
        return
    rows = [
        {
            "way": f"{one.direction} ({one.kind})",
            "number": one.number.text,
            "period": one.period,
            "publisher": one.publisher,
            "words": one.words,
        }
        for one in published
    ]
    columns = {
        "way": "from, to",
        "number": "number",
        "period": "of",
        "publisher": "publisher",
        "words": "words",
    }
    telling.table(columns, rows, title="\nPublished, each by who says so (they sum with nothing)")


def _each_way(exchanged: tuple[Exchanged, ...]) -> None:
    for pair in exchanged:
        click.echo(f"\nEach way between {pair.between}")
        for side in pair.sides:
            click.echo(f"  {side.direction}")
            for name, lines in (
                ("observed", side.observed),
                ("claimed", side.claimed),
                ("denied", side.denied),
            ):
                for line in lines or ():
                    made = "SYNTHETIC. " if line.synthetic else ""
                    click.echo(f"    {name}: {made}{telling.safe(line.text)}")
                if not lines:
                    click.echo(f"    {name}: nothing")

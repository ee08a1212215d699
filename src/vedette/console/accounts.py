"""Commands for the accounts of a case: what went between countries, and how sanctions held."""

from collections.abc import Callable
from pathlib import Path

import click
import pyarrow as pa

from vedette import store, watch
from vedette.console import telling
from vedette.console.options import CASE, JSON
from vedette.outputs.briefing import passing, sanctioned, ships
from vedette.outputs.briefing.known import known_by
from vedette.outputs.briefing.parts import Exchanged, Passage, Published, Sanctioned


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


def held_sanctions(read: Callable[[str], pa.Table], said: Path) -> Sanctioned:
    """How sanctions held by the tables of a case, as a reader wants it; ``said`` is its watch."""
    names = ("claims", "places", "entities", "identities", "events", "sightings", "reports")
    beside = {name: read(name) for name in names}
    judged = read("assessments")["until"].to_pylist()
    if judged:  # what was only said after the moment the case was read up to is not told
        beside = dict(known_by(beside, max(judged), watch.read(said).clock))
    own = {name: read(name) for name in ("listings", "effects")}
    return sanctioned.sanctioned({**beside, **own}, ships.names(beside))


@click.command()
@CASE
@JSON
def sanctions(case: Path, *, machine: bool) -> None:
    """How sanctions held: lists by year, designations and votes, and designated ships before and after.

    For each designation with a known day: did the ship stop, go dark, change her name, or did others take her
    route? Rates are of weeks in which anybody looked or listened.
    """
    opened = store.open_case(case)
    if machine:
        telling.as_json({name: store.read(opened, name).to_pylist() for name in ("listings", "effects")})
        return
    found = held_sanctions(lambda name: store.read(opened, name), opened.watch)
    if not (found.listings or found.effects or found.acts):
        click.echo(
            "No list with a designation is in this case: vedette add CASE LIST, then vedette run CASE."
        )
    if found.listings:
        rows = [{**vars(one), "covered": one.covered.text} for one in found.listings]
        columns = {"list": "list", "year": "year", "editions": "editions in hand", "designated": "designated"}
        columns |= {"came": "came", "left": "left", "entries": "entries", "vessels": "vessels"}
        telling.table({**columns, "covered": "of hulls observed, listed"}, rows, title="Lists by year")
    for line in found.acts:
        click.echo(telling.safe(line.text))
    if found.effects:
        rows = [
            {
                "name": f"{'SYNTHETIC. ' if one.synthetic else ''}{one.name} {one.hull}",
                "by": f"{one.day}, {one.by}",
                **{m: getattr(one, m).text for m in ("calls", "dark", "identity", "route")},
            }
            for one in found.effects
        ]
        columns = {
            "name": "ship",
            "by": "designated",
            "calls": "calls at watched places",
            "dark": "dark silences",
        }
        columns |= {"identity": "changes of identity", "route": "others' first calls where she had called"}
        telling.table(columns, rows, title="\nA year before and a year after (weeks in which anybody looked)")
    if found.unseen:
        click.echo(
            f"Of {found.unseen} other designated hulls with a known day nothing was seen on either side."
        )

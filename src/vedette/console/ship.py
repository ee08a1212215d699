"""The command ``ship``: the dossier of one ship, in words."""

import dataclasses
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from vedette import explaining, store
from vedette.console import telling
from vedette.console.options import CASE, JSON, QUIET, now
from vedette.dossier import Dossier, dossier, html, names, pdf, picture, rows, sheet
from vedette.dossier.behaviour import folded, lasted, together
from vedette.dossier.parts import Alert, Checked, Entry, Event, Flag, Heard, Mention
from vedette.dossier.rows import when
from vedette.kernels.ids import stable_id
from vedette.outputs import words
from vedette.outputs.briefing.known import made_up
from vedette.outputs.briefing.told import Names

MADE_UP = "[synthetic] "


@click.command()
@CASE
@click.argument("wanted", metavar="IMO|MMSI|NAME")
@click.option(
    "--at-most",
    type=click.IntRange(1),
    default=12,
    show_default=True,
    help="Like events and sightings told one by one.",
)
@click.option(
    "--as",
    "form",
    type=click.Choice(["text", "html", "pdf", "json"]),
    default="text",
    show_default=True,
    help="Words, a due-diligence page, or JSON.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file for the page.  [default: in out/]",
)
@QUIET
@JSON
def ship(
    case: Path, wanted: str, *, at_most: int, form: str, output: Path | None, quiet: bool, machine: bool
) -> None:
    """The dossier of one ship: who she is, where she was, who lists her, and what was checked."""
    opened = store.open_case(case)
    found = dossier(opened, wanted)
    if machine or form == "json":
        telling.as_json(dataclasses.asdict(found))
        return
    if form in ("html", "pdf"):
        path = write_page(opened, found, form, output)
        if not quiet:
            click.echo(path)
        return
    called = names({name: store.read(opened, name) for name in _NAMING})
    _Page().tell(found, called, at_most)


def write_page(case: store.Case, found: Dossier, form: str, output: Path | None = None) -> Path:
    """Write the due-diligence page of a ship, into the ``out`` folder of the case unless told where."""
    tables = {name: store.read(case, name) for name in _ON_A_PAGE}
    called = names(tables)
    ledger = {row["file"]: row for row in tables["files"].to_pylist()}
    page = sheet.sheet(
        found,
        tables,
        called,
        case=case.path.resolve().name,
        made=now(),
        quote=lambda record: explaining.record_text(case, record, ledger),
    )
    path = output or case.path / "out" / f"ship-{_file_name(found)}.{form}"
    if form == "pdf":
        return telling.written(path, pdf.page(page))
    return telling.written(path, html.page(page, picture.of(case, found, tables, called)).encode())


def _file_name(found: Dossier) -> str:
    """What the page of a ship is called: by her number, so that no stranger's name becomes a file's."""
    if found.ship is None or found.ship.key.startswith("name:"):
        return stable_id("name", found.asked)
    return found.ship.key.replace(":", "-")


_NAMING = ("places", "entities", "identities", "sightings", "reports")
_ON_A_PAGE = (*_NAMING, "events", "claims", "alerts", "contacts", "hulls", "ownership", "files")


class _Page:
    """Where a dossier is written: as wide as the screen, and wide enough for its words when piped."""

    def __init__(self) -> None:
        self.screen = Console(width=None if sys.stdout.isatty() else 160, highlight=False)

    def line(self, text: str, indent: int = 2, style: str = "") -> None:
        """One line of strangers' words, its own wrapping indented with it."""
        self.screen.print(Padding(Text(telling.safe(text), style=style), (0, 0, 0, indent), expand=False))

    def part(self, title: str, lines: Sequence[str], none: str = "") -> None:
        """A part with its heading; left out when it is empty and has nothing to say of that."""
        if not lines and not none:
            return
        self.screen.print()
        self.line(title, 0, "bold")
        for text in lines or (none,):
            self.line(text)

    def tell(self, found: Dossier, called: Names, at_most: int) -> None:
        """The whole dossier."""
        self.line(found.title, 0, "bold")
        for note in found.notes:
            self.line(f"! {note}", 0)
        if found.ship is not None:
            self.about(found, called, at_most)
        self.part("Not known", found.unknown)
        self.part("What was looked through", _checked(found.checked))

    def about(self, found: Dossier, called: Names, at_most: int) -> None:
        """What there is on a ship that is known."""
        self.part(
            "Who she is",
            [*map(_who_she_is, rows.who(found)), *found.particulars],
            "Nothing but what was asked for.",
        )
        self.part("Where she was heard", [_heard(one) for one in found.heard], _unheard(found))
        self.part("On lists", [_entry(one) for one in found.entries], _unlisted(found))
        owners = [*found.owned, *(f"{_mark(one.synthetic)}{one.words}. ({one.tie})" for one in found.owners)]
        self.part("Who stands behind her", _some(owners, at_most * 2))
        ties = [f"{_mark(one.synthetic)}{one.words}. ({one.contact})" for one in found.ties]
        self.part("Ties to listed ships", _some(ties, at_most))
        self.part("Red flags it bears on", [_flag(one) for one in found.flags])
        self.timeline(found, called, at_most)
        told = {one for event in found.timeline for one in event.because}
        beside = [_mention(one) for one in found.sightings if one.id not in told]
        self.part("Seen by others, beside the above", _some(beside, at_most))
        self.part(
            "Written of her, each in its author's words",
            _some([_mention(one) for one in found.mentions], at_most),
        )
        alike = [_entry(one) if isinstance(one, Entry) else _mention(one) for one in found.same_name]
        self.part("Same name, not shown to be the same ship", _some(alike, at_most))
        self.part("Alerts that rest, among others, on what she did", [_alert(one) for one in found.alerts])

    def timeline(self, found: Dossier, called: Names, at_most: int) -> None:
        """What she did, newest last, like events put together when there are many."""
        lines = folded(found.timeline, at_most)
        told = [_together(some, called) if len(some) > 1 else _event(some[0]) for some in lines]
        title = f"What she did: {words.counted(len(found.timeline), 'event')}, the newest last"
        if not told:
            self.part("What she did", (), "No event of hers is in this case.")
            return
        self.screen.print()
        self.line(title, 0, "bold")
        telling.table({"when": "  when (UTC)", "what": "what", "sure": "how sure", "id": "id"}, told)


def _flag(one: Flag) -> str:
    titles = "; ".join(dict.fromkeys(one.titles))
    return f"{_mark(one.synthetic)}{', '.join(one.codes)}: {one.words}. Published as: {titles}"


def _mark(synthetic: bool) -> str:
    return MADE_UP if synthetic else ""


def _who_she_is(row: rows.Row) -> str:
    what, value, given, against = row.cells
    said = f"{_mark(row.synthetic)}{what} {value}: {given}"
    return said + (f"; contradicted by {against}" if against else "")


def _heard(one: Heard) -> str:
    said = f"{_mark(one.synthetic)}MMSI {one.mmsi}: {words.counted(one.positions, 'position')} "
    said += f"by {words.joined(one.sources)}; "
    said += f"first {words.moment(one.first)} at {_point(one.first_lat, one.first_lon)}, "
    said += f"last {words.moment(one.last)} at {_point(one.last_lat, one.last_lon)}"
    if one.doubtful:
        doubts = words.joined([f"{number:,} {reason}" for reason, number in one.doubtful.items()], longest=6)
        said += f"; doubtful: {doubts}"
    return said + "."


def _point(lat: float | None, lon: float | None) -> str:
    if lat is None or lon is None:
        return "a place not known"
    return f"{abs(lat):.3f}° {'N' if lat >= 0 else 'S'} {abs(lon):.3f}° {'E' if lon >= 0 else 'W'}"


def _unheard(found: Dossier) -> str:
    if found.ship is None or not found.ship.mmsis:
        return "Nobody sent her number here, so no position can be tied to her."
    return "Not heard: no position of hers is in this case."


def _entry(one: Entry) -> str:
    return f"{_mark(one.synthetic)}{one.words}. Found by {one.found_by}. ({one.entity})"


def _unlisted(found: Dossier) -> str:
    if not found.checked.lists:
        return "Not compared with lists: the case holds none."
    ship = found.ship
    numbers = []
    if ship and ship.imo:
        numbers = ["IMO number"]
    elif ship:
        numbers = [*(["MMSI"] if ship.mmsis else []), *(["call sign"] if ship.call_signs else [])]
    if not numbers:
        return "Not compared with lists: only a name is known of her, and a name shows no identity."
    lists = words.joined([f"{one.list} ({_edition(one.edition)})" for one in found.checked.lists], longest=8)
    return f"No entry with her {words.joined(numbers)} in {lists}."


def _event(one: Event) -> dict[str, str]:
    what = f"{_mark(one.synthetic)}{one.words}"
    if one.duration_h and one.kind != "gap" and one.like[3] != "True":
        what += f", {lasted(one.duration_h)}"
    what += f"; {'; '.join(one.listed)}" if one.listed else ""
    return {"when": f"  {when(one)}", "what": what, "sure": one.confidence, "id": one.event}


def _together(some: Sequence[Event], called: Names) -> dict[str, str]:
    starts = [one.start for one in some if one.start]
    ends = [one.end or one.start for one in some if one.start]
    return {
        "when": "  " + words.span(min(starts, default=None), max((end for end in ends if end), default=None)),
        "what": f"{_mark(some[0].synthetic)}{words.begun(together(some, called))}"
        + (f"; {'; '.join(some[0].listed)}" if some[0].listed else ""),
        "sure": "",
        "id": "(--at-most tells them all)",
    }


def _mention(one: Mention) -> str:
    by = "" if one.by == "her number" else f" Found by {one.by}."
    return f"{_mark(one.synthetic)}{one.words}.{by} ({one.id})"


def _alert(one: Alert) -> str:
    when = f", raised {words.day(one.raised)}" if one.raised else ""
    on = words.counted(one.rests_on, "row of hers", "rows of hers")
    level = f"{_mark(one.synthetic)}Level {words.level(one.level)}"
    return f"{level}{when}: {one.title}. Rests on {on}. ({one.alert})"


def _some(lines: Sequence[str], at_most: int) -> list[str]:
    rest = len(lines) - at_most
    return [*lines[:at_most], *([f"and {rest:,} more; --at-most tells them all"] if rest > 0 else [])]


def _edition(edition: datetime | None) -> str:
    return f"edition of {words.day(edition)}" if edition else "edition not dated"


def _checked(checked: Checked) -> list[str]:
    lines = [
        f"{_mark(one.synthetic)}List {one.list}, {_edition(one.edition)}: "
        f"{words.counted(one.entries, 'entry', 'entries')}, {words.counted(one.vessels, 'ship')} among them"
        + (f"; {words.counted(one.editions - 1, 'older edition')} in the case" if one.editions > 1 else "")
        for one in checked.lists
    ] or ["No list: this case holds none, so nothing is said about sanctions."]
    lines += [
        f"{_mark(made_up(one.source))}AIS of {one.source}: {words.counted(one.messages, 'position')}, "
        f"{words.moment(one.start)} – {words.moment(one.end)}"
        + (f", in {one.stretches} stretches" if one.stretches > 1 else "")
        for one in checked.feeds
    ] or ["No AIS: this case holds no position, so where she went is not known."]
    counts = (
        words.counted(checked.identities, "set of names and numbers sent", "sets of names and numbers sent"),
        words.counted(checked.events, "event"),
        words.counted(checked.sightings, "sighting"),
        words.counted(checked.reports, "report"),
        words.counted(checked.claims, "claim"),
    )
    return [*lines, f"And {words.joined(counts)}."]

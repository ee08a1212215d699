"""The command ``screen``: who on the lists may be somebody, by a name, by numbers, or a file of them."""

from collections.abc import Iterator
from pathlib import Path

import click
import pyarrow as pa

from vedette import at_hand, fields, store
from vedette.console import many_names, telling
from vedette.console.judge import user
from vedette.console.many_names import Asking
from vedette.console.names_file import kind as kind_of
from vedette.console.names_file import queries
from vedette.console.options import CASE, JSON, QUIET, now
from vedette.entities import answers, screening
from vedette.entities.answers import Answer, Decision
from vedette.entities.grading import Match, Query
from vedette.entities.screening import Lists, Screening
from vedette.errors import CaseError
from vedette.kernels.ids import stable_id
from vedette.outputs import words

CLEARED = "cleared"
_MOST_NAMES = 8
_MOST_ENTRIES, _LISTS_OF_A_HULL = 50, 6


@click.command()
@CASE
@click.argument("name", required=False, default="")
@click.option("--imo", default="", metavar="N", help="IMO number; a wrong check digit gives proposals.")
@click.option("--mmsi", default="", metavar="N", help="MMSI.")
@click.option("--call-sign", default="", metavar="S", help="Radio call sign.")
@click.option(
    "--number",
    "--register-number",
    default="",
    metavar="N",
    help="LEI, INN, OGRN or another register number, as in inn:7707083893.",
)
@click.option("--flag", default="", metavar="F", help="Flag: a country or its two letters.")
@click.option(
    "--kind", type=click.Choice(["vessel", "organisation", "person"]), help="Only entries of this kind."
)
@click.option(
    "--file", "file", type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A CSV of id,name,kind,imo,mmsi,call_sign,flag,register_number, any column empty but one.",
)  # fmt: skip
@click.option("--as", "form", type=click.Choice(["csv", "json"]), help="Write rows in this form.")
@click.option(
    "--limit", type=click.IntRange(1, 50), default=5, show_default=True,
    help="Entries named for each; in words, hulls and others with all their entries.",
)  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write there.")
@click.option(
    "--processes", type=click.IntRange(1, 64), default=many_names.usual_processes,
    help="For a long file.  [default: the processors, at most 4]",
)  # fmt: skip
@click.option("--clear", metavar="MATCH", help="Record that a match is not who was asked for.")
@click.option("--note", default="", help="Why it is cleared.")
@click.option("--who", help="Who clears it.  [default: the user's name]")
@JSON
@QUIET
def screen(
    case: Path, name: str, *, imo: str, mmsi: str, call_sign: str, number: str, flag: str, kind: str | None,
    file: Path | None, form: str | None, limit: int, output: Path | None, processes: int,
    clear: str | None, note: str, who: str | None, machine: bool, quiet: bool,
) -> None:  # fmt: skip
    """Who on the lists may be somebody: one name or number, or a file of them.

    Exits with 1 when any entry is named, whatever its grade, and 0 when nothing was found.
    """
    inside = store.open_case(case)
    if clear:
        _clear(inside, clear, note, who or user())
        return
    query = Query("", name.strip(), kind_of(kind), imo, mmsi, call_sign, flag, number)
    if file is None and not any((query.name, imo, mmsi, call_sign, number)):
        raise CaseError(
            "Nothing was asked for.\nHint: give a name, --imo, --mmsi, --call-sign, --number or --file."
        )
    asking = Asking(form or ("json" if machine else "csv"), limit, _decisions(inside), processes)
    with telling.progress(quiet or machine) as tell:
        tell("making the lists ready")
        among = at_hand.lists(inside)
        if file is None and not form and not machine:
            named, broken = _tell(inside, query, among, asking, output), 0
        else:
            asked = [query] if file is None else queries(file)
            counts = many_names.write(inside, asked, among, asking, output=output, tell=tell)
            named, broken = counts.named > 0, counts.broken
    if broken:
        rows = "row" if broken == 1 else "rows"
        click.echo(f"{broken:,} {rows} could not be asked; the reason of each names its line.", err=True)
    if named:
        raise SystemExit(1)


def _decisions(case: store.Case) -> dict[str, Decision]:
    """The last decision on each match, where it was to clear it."""
    rows = store.read(case, "decisions").sort_by("when").to_pylist()
    last = {row["alert"]: row for row in rows if (row["alert"] or "").startswith("match-")}
    return {
        id_: Decision(row["who"] or "", row["when"], row["note"] or "", row["content"] or "")
        for id_, row in last.items()
        if row["verdict"] == CLEARED
    }


def _clear(case: store.Case, match: str, note: str, who: str) -> None:
    rows = store.read(case, "matches", pa.compute.field("match") == match).to_pylist()
    if not rows:
        raise CaseError(
            f"There is no match {match!r} in {case.path}.\nHint: screen prints the ids of its matches."
        )
    when = now()
    row = {
        "decision": stable_id("decision", match, who, when, CLEARED), "alert": match, "who": who,
        "when": when, "verdict": CLEARED, "note": note, "content": rows[-1]["content"],
    }  # fmt: skip
    store.append(case, "decisions", fields.from_rows([row], "decisions"), row["decision"])
    click.echo(f"{match}: cleared, until {rows[-1]['entity']} changes.")


def _tell(case: store.Case, query: Query, among: Lists, asking: Asking, output: Path | None) -> bool:
    """One answer in words; True when it names an entry."""
    options = Screening(limit=min(_MOST_ENTRIES, asking.limit * _LISTS_OF_A_HULL))
    ((_, found),) = screening.screen([query], among, options)
    named = _first_hulls(found, asking.limit)
    many_names.keep(case, screening.as_rows([(query, one) for one in named], among.editions))
    (answer,) = answers.answered([(query, named)], among.editions, asking.decided)
    lines = [*_said(answer)]
    if answer.matches:
        through = answers.looked_through(among.editions)
        lines += ["", f"Looked through: {through}.", "", *_next(answer, case.path)]
    text = "\n".join(telling.safe(line) for line in lines)
    if output:
        output.write_text(text + "\n", encoding="utf-8")
    else:
        click.echo(text)
    return bool(answer.matches)


def _first_hulls(found: list[Match], most: int) -> list[Match]:
    """The matches of the first hulls, or entries that are none: of each all lists that have her."""
    first = list(dict.fromkeys(map(_hull, found)))[:most]
    return [one for one in found if _hull(one) in first]


def _hull(one: Match) -> tuple[str, int | str]:
    return one.grade, one.entry.imo or one.entry.entity


def _next(answer: Answer, case: Path) -> list[str]:
    id_ = screening.match_id(answer.query, answer.matches[0].entry.entity)
    return [
        f"Next: vedette explain {case} {id_}",
        f'Not the same? vedette screen {case} --clear {id_} --note "why"',
    ]


def _said(answer: Answer) -> Iterator[str]:
    if not answer.matches:
        yield answer.checked
        return
    hulls: dict[tuple[str, int | str], list[Match]] = {}
    for one in answer.matches:
        hulls.setdefault(_hull(one), []).append(one)
    for place, ((grade, _), some) in enumerate(hulls.items()):
        first = some[0].entry
        what = f"{first.kind or 'entry'}, IMO {first.imo}" if first.imo else (first.kind or "entry")
        called = " / ".join(dict.fromkeys(one.entry.caption for one in some))
        head = "another hull of the same name" if some[0].contradicted else grade
        yield from ([""] if place else [])
        yield f"{words.begun(head)}: {called} ({what}), score {some[0].score:.2f}"
        for reason in dict.fromkeys(answer.reason(one) for one in some):
            yield f"  {reason}"
        for one in some:
            yield f"  {_on_list(one)}"
            yield f"    {one.entry.entity}, {screening.match_id(answer.query, one.entry.entity)}"


def _on_list(one: Match) -> str:
    entry = one.entry
    date = f"{entry.list_date:%Y-%m-%d}" if entry.list_date else "not dated"
    said = f"On {entry.list} ({date}) as {entry.caption}"
    said += f", {words.joined(entry.programmes, longest=4)}" if entry.programmes else ""
    said += f", flag {entry.flag}" if entry.flag else ""
    others = [
        f"{name}{' (former name)' if role == 'former name' else ''}"
        for name, role in zip(entry.names[1:], entry.roles[1:], strict=True)
    ]
    return f"{said}; also {words.joined(others, longest=_MOST_NAMES)}." if others else f"{said}."

"""The command ``screen``: who on the lists may be somebody, by a name, by numbers, or a file of them."""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
import pyarrow as pa

from vedette import at_hand, fields, store
from vedette.console import telling
from vedette.console.judge import user
from vedette.console.names_file import kind as kind_of
from vedette.console.names_file import queries
from vedette.console.options import CASE, JSON, QUIET, now
from vedette.entities import answers, screening
from vedette.entities.answers import Answer, Decision
from vedette.entities.grading import Match, Query
from vedette.entities.screening import Screening
from vedette.errors import CaseError
from vedette.kernels.ids import stable_id
from vedette.outputs import csv as as_csv
from vedette.outputs import words
from vedette.outputs.output import opened

CLEARED = "cleared"
_AT_ONCE = 5_000
_MOST_NAMES = 8


@click.command()
@CASE
@click.argument("name", required=False, default="")
@click.option("--imo", default="", metavar="N", help="IMO number; a wrong check digit gives proposals.")
@click.option("--mmsi", default="", metavar="N", help="MMSI.")
@click.option("--call-sign", default="", metavar="S", help="Radio call sign.")
@click.option(
    "--number",
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
    "--limit", type=click.IntRange(1, 50), default=5, show_default=True, help="Entries named for each."
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write there.")
@click.option("--clear", metavar="MATCH", help="Record that a match is not who was asked for.")
@click.option("--note", default="", help="Why it is cleared.")
@click.option("--who", help="Who clears it.  [default: the user's name]")
@JSON
@QUIET
def screen(
    case: Path, name: str, *, imo: str, mmsi: str, call_sign: str, number: str, flag: str, kind: str | None,
    file: Path | None, form: str | None, limit: int, output: Path | None, clear: str | None, note: str,
    who: str | None, machine: bool, quiet: bool,
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
            "Nothing was asked for.\n"
            "Hint: give a name, --imo, --mmsi, --call-sign, --register-number or --file."
        )
    asked: Iterable[Query] = [query] if file is None else queries(file)
    form = form or ("json" if machine else "csv" if file else None)
    with telling.progress(quiet or machine) as tell:
        tell("making the lists ready")
        among = at_hand.lists(inside)
        options = Screening(limit=limit, chunk=_AT_ONCE)
        matched = _kept(inside, screening.screen(asked, among, options), among)
        found = _counted(answers.answered(matched, among.editions, _decisions(inside)), tell)
        if form == "csv":
            _write_csv(found, output)
        elif form == "json":
            _write_json(found, output)
        else:
            _tell(next(iter(found)), among, case, output)
    if found.broken:
        rows = "row" if found.broken == 1 else "rows"
        click.echo(
            f"{found.broken:,} {rows} could not be asked; the reason of each names its line.", err=True
        )
    if found.named:
        raise SystemExit(1)


class _counted:  # noqa: N801 - an iterator that counts on its way
    """The answers, counted as they pass: how many, and whether any names an entry."""

    def __init__(self, found: Iterator[Answer], tell: Any) -> None:
        self.found, self.tell, self.done, self.named, self.broken = found, tell, 0, 0, 0

    def __iter__(self) -> Iterator[Answer]:
        for answer in self.found:
            self.done += 1
            self.named += bool(answer.matches)
            self.broken += bool(answer.query.trouble)
            if not self.done % _AT_ONCE:
                self.tell(f"{self.done:,} asked, {self.named:,} with a match")
            yield answer


def _kept(
    case: store.Case, found: Iterable[tuple[Query, list[Match]]], among: screening.Lists
) -> Iterator[tuple[Query, list[Match]]]:
    """The matches as they pass, stored some thousands at a time, once for the same lists."""
    held: list[tuple[Query, Match]] = []
    for query, matches in found:
        held += [(query, one) for one in matches]
        if len(held) >= _AT_ONCE:
            _store(case, held, among)
            held = []
        yield query, matches
    _store(case, held, among)


def _store(case: store.Case, held: list[tuple[Query, Match]], among: screening.Lists) -> None:
    if held:
        rows = screening.as_rows(held, among.editions)
        facts = "\n".join(
            [*rows["match"].to_pylist(), *rows["content"].to_pylist(), *map(str, among.editions)]
        )
        stamp = hashlib.blake2b(facts.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
        store.append(case, "matches", rows, f"matches-{stamp}")


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


def _write_csv(found: Iterable[Answer], output: Path | None) -> None:
    as_csv.write("answers", answers.rows(found), output or sys.stdout.buffer)


def _write_json(found: Iterable[Answer], output: Path | None) -> None:
    """One JSON object a line for a file of names; the same columns as CSV, and the features."""
    with opened(output or sys.stdout.buffer) as stream:
        for answer in found:
            stream.write((json.dumps(_as_dict(answer), ensure_ascii=False) + "\n").encode("utf-8", "replace"))


def _as_dict(answer: Answer) -> dict[str, Any]:
    matches = [
        {
            "match": screening.match_id(answer.query, one.entry.entity),
            "entity": one.entry.entity,
            "caption": one.entry.caption,
            "grade": one.grade,
            "score": one.score,
            "reason": answer.reason(one),
            "features": [feature._asdict() for feature in one.features],
            "list": one.entry.list,
            "list_date": f"{one.entry.list_date:%Y-%m-%d}" if one.entry.list_date else None,
            "names": one.entry.names,
            "imo": one.entry.imo,
            "programmes": one.entry.programmes,
        }
        for one in answer.matches
    ]
    asked = {key: value for key, value in answer.query._asdict().items() if key != "trouble"}
    return {**asked, "matches": matches, "checked": answer.checked or None}


def _tell(answer: Answer, among: screening.Lists, case: Path, output: Path | None) -> None:
    """One answer in words."""
    lines = [*_said(answer)]
    if answer.matches:
        lines += ["", f"Looked through: {answers.looked_through(among.editions)}.", "", *_next(answer, case)]
    text = "\n".join(telling.safe(line) for line in lines)
    if output:
        output.write_text(text + "\n", encoding="utf-8")
    else:
        click.echo(text)


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
        hulls.setdefault((one.grade, one.entry.imo or one.entry.entity), []).append(one)
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

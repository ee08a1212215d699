"""The command for claims: what reports say, who denies it, what is opposed, and a person's word on each."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import pyarrow as pa

from vedette import deciding, saying, store
from vedette.claims import extract
from vedette.console import telling
from vedette.console.judge import user
from vedette.console.options import CASE, JSON, QUIET, now
from vedette.errors import CaseError

VERDICTS = {"accept": "accepted", "reject": "rejected"}
LONGEST_QUOTE = 130
_EARLY, _LATE = datetime(1, 1, 1), datetime(9999, 1, 1)
WIDEST = {"speaker": 40, "cue": 16, "event": 26}
COLUMNS = ("claim", "speaker", "cue", "polarity", "modality", "event", "grade", "cluster", "judged")


@click.command()
@CASE
@click.argument("verdict", required=False, type=click.Choice(list(VERDICTS)))
@click.argument("claim", required=False)
@click.option("--note", default="", help="Why.")
@click.option("--who", help="Who decides.  [default: the user's name]")
@click.option("--span", help="With accept: the characters of the text that are the claim, as 120-260.")
@click.option("--class", "class_", help="With accept: the event class instead, as AID or AID/arms.")
@click.option("--denials", is_flag=True, help="What is denied, beside what it denies.")
@click.option("--contradictions", is_flag=True, help="Claims that cannot both be so, side by side.")
@click.option(
    "--all", "every", is_flag=True, help="Also what publishers say in their own words, and rejected claims."
)
@click.option("--report", help="Only the claims of this report.")
@QUIET
@JSON
def claims(
    case: Path,
    verdict: str | None,
    claim: str | None,
    *,
    note: str,
    who: str | None,
    span: str | None,
    class_: str | None,
    denials: bool,
    contradictions: bool,
    every: bool,
    report: str | None,
    quiet: bool,
    machine: bool,
) -> None:
    """What reports say: candidates, until a person accepts or rejects them.

    Only accepted claims move a probability. ``vedette claims CASE accept CLAIM --note "seen the
    original"``.
    """
    opened = store.open_case(case)
    if verdict and not claim:
        raise CaseError(f"Which claim?\nHint: vedette claims {case} lists them with their ids.")
    with telling.progress(quiet or machine) as tell:
        tell("reading reports")
        tables = saying.of_case(opened, now())
    if verdict and claim:
        edit = deciding.Edit(_span(span), class_)
        _decide(opened, claim, VERDICTS[verdict], note, who=who or user(), edit=edit)
        return
    rows = _shown(tables, every=every, report=report)
    if denials:
        _denials(tables, machine=machine)
    elif contradictions:
        _contradictions(tables, machine=machine)
    elif machine:
        telling.as_json({"claims": rows, "not_read": _not_read(tables["reports"]), "reader": _reader()})
    else:
        _listed(case, rows, tables, quiet=quiet)


def _span(span: str | None) -> tuple[int, int] | None:
    if span is None:
        return None
    begin, _, stop = span.partition("-")
    if not (begin.isdigit() and stop.isdigit() and int(begin) < int(stop)):
        raise CaseError(
            f"--span {span!r} cannot be read. Write the first character and one past the last: 120-260."
        )
    return int(begin), int(stop)


def _decide(case: store.Case, claim: str, verdict: str, note: str, *, who: str, edit: deciding.Edit) -> None:
    if claim not in store.read(case, "claims")["claim"].to_pylist():
        raise CaseError(
            f"There is no claim {claim!r} in {case.path}.\nHint: vedette claims {case.path} --all lists them."
        )
    row = deciding.decide(case, claim, verdict, who=who, when=now(), note=note, edit=edit)
    if edit.span is not None:
        click.echo("It reads: " + telling.shown(deciding.words_of(case, claim, edit.span)))
    saying.of_case(case, row["when"])
    click.echo(f"{claim}: {row['verdict']}. Next: vedette run {case.path}, which weighs what is accepted.")


def _shown(tables: dict[str, pa.Table], *, every: bool, report: str | None) -> list[dict[str, Any]]:
    """The claims to list: attributed ones and those that a person took down, the newest report first."""
    rows = tables["claims"].to_pylist()
    kept = [
        row
        for row in rows
        if (report is None or row["report"] == report)
        and (every or ((row["cue"] is not None or row["rule"] is None) and row["accepted"] is not False))
    ]
    kept.sort(key=lambda r: (r["report"] or "", r["span_start"] or 0, r["cue_start"] or 0))
    kept.sort(key=lambda r: r["published"] or _EARLY, reverse=True)
    for row in kept:
        row["event"] = "/".join(part for part in (row["event_class"], row["mode"]) if part)
        if row["about"]:
            row["event"] = f"{row['event']} of {row['about']}".removeprefix(" of ")
        row["quote"] = _quote(row["text"] or "")
        if row["inferred"]:
            row["speaker"] = f"{row['speaker']} (inferred)"
        if row["unlikely"]:
            row["modality"] = f"{row['modality']}, unlikely"
    return kept


def _quote(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 2].rsplit(" ", 1)[0] + " …"


def _listed(case: Path, rows: list[dict[str, Any]], tables: dict[str, pa.Table], *, quiet: bool) -> None:
    titles = {row["report"]: row for row in tables["reports"].to_pylist()}
    for line in _lines(rows, titles):
        click.echo(telling.safe(line))
    if quiet:
        return
    waiting = sum(row["accepted"] is None for row in rows)
    own = sum(
        c is None and r is not None
        for c, r in zip(
            tables["claims"]["cue"].to_pylist(), tables["claims"]["rule"].to_pylist(), strict=True
        )
    )
    click.echo(
        f"\n{len(rows):,} claims of {len({row['report'] for row in rows}):,} reports, {waiting:,} of "
        "them candidates: "
        "nobody has judged them, and they move no probability."
    )
    if own:
        click.echo(f"{own:,} more are what publishers say in their own words: --all shows them.")
    click.echo(
        f"Opposed: {len(tables['conflicts']):,} pairs (--contradictions). Copies of one text: "
        f"{len(tables['copies']):,}."
    )
    for line in _limits(tables["reports"]):
        click.echo(line)
    if rows:
        click.echo(
            f'Next: vedette claims {case} accept {rows[0]["claim"]} --note "..."; '
            f"vedette explain {case} {rows[0]['claim']}"
        )


def _lines(rows: list[dict[str, Any]], reports: dict[str, dict[str, Any]]) -> Iterator[str]:
    """The claims as text, two lines each, under the title of their report."""
    told = [{name: _cell(row, name) for name in COLUMNS} for row in rows]
    width = {name: max([len(name), *(len(cells[name]) for cells in told)]) for name in COLUMNS}
    report = None
    if rows:
        yield "  ".join(name.ljust(width[name]) for name in COLUMNS).rstrip()
    for row, cells in zip(rows, told, strict=True):
        if row["report"] != report:
            report = row["report"]
            about = reports.get(report) or {}
            who = about.get("publisher") or "publisher not known"
            title = _quote(about.get("title") or report or "")
            yield f"\n{title}  ({who}, {_day(about.get('published'))}, {report})"
        yield "  ".join(cells[name].ljust(width[name]) for name in COLUMNS).rstrip()
        yield f"    {row['quote']}"


def _cell(row: dict[str, Any], name: str) -> str:
    if name == "judged":
        return {True: "accepted", False: "rejected", None: ""}[row["accepted"]]
    words = " ".join(str(row[name] or "").split())
    most = WIDEST.get(name, len(words))
    return words if len(words) <= most else f"{words[: most - 2]} …"


def _limits(reports: pa.Table) -> list[str]:
    lines = []
    if not extract.uses_grammar():
        lines.append(
            "Read by words alone, since spaCy is not installed (pip install 'vedette[nlp]'): fewer claims "
            "are found, and less surely."
        )
    for language, count in sorted(_not_read(reports).items()):
        lines.append(
            f"Not read for claims: {count} in {language}. Their actors, ships, places, days and quantities "
            "are in the table mentions."
        )
    return lines


def _reader() -> str:
    return "grammar" if extract.uses_grammar() else "words"


def _not_read(reports: pa.Table) -> dict[str, int]:
    """How many reports are in languages whose claims are not taken, by language."""
    seen = {row["report"]: row["language"] for row in reports.select(["report", "language"]).to_pylist()}
    return dict(Counter(language for language in seen.values() if language not in (None, "en")))


def _denials(tables: dict[str, pa.Table], *, machine: bool) -> None:
    """The ledger: each denial by origin, with the claims that are opposed to it and what was observed."""
    by_id = {row["claim"]: row for row in tables["claims"].to_pylist()}
    against: dict[str, list[str]] = {}
    for row in tables["conflicts"].to_pylist():
        if row["kind"] == "polarity":
            for mine, other in ((row["one"], row["other"]), (row["other"], row["one"])):
                if by_id[mine]["polarity"] == "denied":
                    against.setdefault(mine, []).append(other)
    beside = {row["claim"]: row for row in tables["bearings"].to_pylist()}
    ledger: dict[str, dict[str, Any]] = {}
    for row in sorted(by_id.values(), key=lambda r: (r["published"] or _LATE, r["claim"])):
        if (
            row["polarity"] != "denied"
            or row["accepted"] is False
            or (row["cue"] is None and row["rule"] is not None)
        ):
            continue
        cluster = row["cluster"] or row["claim"]
        entry = ledger.setdefault(cluster, {**_side(row), "times": 0, "against": [], "observed": None})
        entry["times"] += 1
        entry["against"] += [_side(by_id[other]) for other in against.get(row["claim"], ())]
        entry["observed"] = entry["observed"] or (beside.get(row["claim"]) or {}).get("verdict")
    found = list(ledger.values())
    if machine:
        telling.as_json(found)
        return
    for entry in found:
        again = f", {entry['times']} times" if entry["times"] > 1 else ""
        click.echo(
            telling.safe(
                f"{entry['claim']}  {_day(entry['published'])}  {entry['speaker'] or 'Nobody named'} "
                f"denied it{again} (grade {entry['grade']})"
            )
        )
        click.echo(telling.safe(f"    {entry['quote']}"))
        for other in entry["against"][:5]:
            click.echo(
                telling.safe(
                    f"  against {other['claim']}  {_day(other['published'])}  "
                    f"{other['speaker'] or 'unsigned'} (grade {other['grade']}): {other['quote']}"
                )
            )
        if not entry["against"]:
            click.echo("  against nothing else that is claimed in this case")
        if entry["observed"]:
            click.echo(f"  observed: {entry['observed']}")
    click.echo(
        f"\n{len(found)} denials by origin. An accused party denies in either case: a denial says "
        "little, and stays in view."
    )


def _contradictions(tables: dict[str, pa.Table], *, machine: bool) -> None:
    by_id = {row["claim"]: row for row in tables["claims"].to_pylist()}
    order = {"direction": 0, "count": 1, "polarity": 2}
    rows = sorted(
        tables["conflicts"].to_pylist(), key=lambda row: (order[row["kind"]], row["matter"], row["conflict"])
    )
    if machine:
        telling.as_json(
            [{**row, "one": _side(by_id[row["one"]]), "other": _side(by_id[row["other"]])} for row in rows]
        )
        return
    for row in rows:
        click.echo(telling.safe(f"{row['conflict']}  {row['kind']}  ({row['matter']}): {row['words']}"))
        for name in ("one", "other"):
            side = _side(by_id[row[name]])
            click.echo(
                telling.safe(
                    f"    {side['claim']}  {_day(side['published'])}  {side['speaker'] or 'unsigned'} (grade "
                    f"{side['grade']}, {side['polarity']}, {side['modality']}): {side['quote']}"
                )
            )
    click.echo(
        f"\n{len(rows)} contradictions. Which side is right is for a person; both stand until one is "
        "rejected."
    )


def _side(row: dict[str, Any]) -> dict[str, Any]:
    kept = (
        "claim",
        "report",
        "speaker",
        "polarity",
        "modality",
        "grade",
        "giver",
        "receiver",
        "quantity",
        "published",
    )
    return {**{name: row[name] for name in kept}, "quote": _quote(row["text"] or "")}


def _day(when: datetime | None) -> str:
    return f"{when:%Y-%m-%d}" if when else "undated"

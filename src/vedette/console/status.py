"""The command ``status``: what is in a case, how fresh, what was refused and why, and what was covered."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import pyarrow as pa
import pyarrow.compute as pc

from vedette import __version__, store, watch
from vedette.assessment import forecasting
from vedette.console import telling
from vedette.console.options import CASE, JSON
from vedette.errors import VedetteError
from vedette.live.ticking import listened_to

SKEW_S = 60.0


@click.command()
@CASE
@JSON
def status(case: Path, machine: bool) -> None:
    """What is in a case, how fresh, what was refused and why, and what was covered."""
    found = state(store.open_case(case))
    if machine:
        telling.as_json(found)
        return
    click.echo(f"{found['case']}: watch {found['watch']} (vedette {found['version']})")
    columns = {"name": "file", "source": "read as", "rows": "rows", "refused": "refused"}
    telling.table({**columns, "first": "first", "last": "last", "reason": "note"}, found["files"])
    click.echo("\n" + ", ".join(f"{n:,} {name}" for name, n in found["tables"].items() if n))
    if found["refusals"]["by_reason"]:
        shown = {"count": "rows", "source": "read as", "reason": "refused because", "example": "for example"}
        telling.table(shown, found["refusals"]["by_reason"][:12], title="\nRefused")
    heard = found["coverage"]
    click.echo(
        f"\nHeard: {heard['hours']:,} hours, {heard['cells']:,} cells of a quarter degree, "
        f"{heard['stretches']:,} stretches of listening."
        if heard["hours"]
        else "\nHeard: nothing yet; coverage is made by vedette run."
    )
    for down in found["outages"][:5]:
        lasted = f"until {telling.shown(down['end'])}" if down["end"] else "and still so at the record's end"
        click.echo(
            f"Outage of {down['source']}: {telling.shown(down['start'])} {lasted}; "
            f"{down['ships']:g} ships a quarter of an hour, where {down['usual']:g} were usual."
        )
    if len(found["outages"]) > 5:
        click.echo(
            f"... and {len(found['outages']) - 5} earlier outages: vedette export CASE outages --as csv"
        )
    for line in _told_feeds(found["listening"]):
        click.echo(line)
    for judged in found["assessments"]:
        click.echo(
            f"Level {judged['level']} for {judged['hypothesis']!r} until {telling.shown(judged['until'])}: "
            f"{judged['words']}. Confidence: {judged['confidence']}."
        )
    click.echo(_told_alerts(found["alerts"]))
    asked = found["forecasts"]
    if asked["open"] or asked["settled"]:
        brier = f", Brier {asked['brier']:.3f}" if asked["brier"] is not None else ""
        click.echo(
            f"Forecasts: {asked['open']} open, {asked['settled']} settled{brier}: vedette forecasts CASE."
        )


def _told_feeds(found: dict[str, Any] | None) -> list[str]:
    """What the listener of a case last said of its feeds."""
    if found is None:
        return []
    lines = [f"Feeds, as of {found['at']}" + ("" if found["now"] else " (nobody listens now)") + ":"]
    for one in found["feeds"]:
        lag = "" if one["lag_seconds"] is None else f", {one['lag_seconds']:g} s late"
        left = ", ".join(
            f"{one[n]:,} {n}"
            for n in ("empty", "overlong", "lost", "flooded", "waits", "unkept")
            if one.get(n)
        )
        lines.append(
            f"  {one['feed']}: {one['lines']:,} lines, {one['lines_per_second']:g} a second, "
            f"{one['ships_a_minute']:,} ships a minute{lag}" + (f"; {left}" if left else "")
        )
        lines += [f"    {alarm}" for alarm in one["alarms"]]
        for name, receiver in one["receivers"].items():
            if abs(receiver["clock_behind_seconds"]) > SKEW_S:
                lines.append(
                    f"    receiver {name}: its clock is off by {-receiver['clock_behind_seconds']:g} s"
                )
    lines += [f"  What could not be seen: {one}" for one in found["unseen"]]
    for kind, took in found["latency"].items():
        lines.append(
            f"  {kind}: found {took['median_s']:g} s after it could be known, at most {took['most_s']:g} s"
            f" ({took['events']} events)"
        )
    if found["outbox"]:
        trouble = f"; {found['outbox']['trouble']}" if found["outbox"]["trouble"] else ""
        lines.append(
            f"  Notes: {found['outbox']['sent']} sent, {found['outbox']['waiting']} waiting{trouble}"
        )
    return [telling.safe(line) for line in lines]


def _listening(case: store.Case) -> dict[str, Any] | None:
    """The health that the listener last wrote, if there ever was one."""
    folder = case.path / "journal"
    try:
        said: dict[str, Any] = json.loads((folder / "health.json").read_text())
        at = datetime.fromtimestamp(said.pop("at_us") / 1e6, UTC)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    missing = {"unseen": [], "latency": {}, "outbox": None} | said
    return {**missing, "at": f"{at:%Y-%m-%d %H:%M:%S} UTC", "now": listened_to(case)}


def _told_alerts(counted: dict[str, Any]) -> str:
    """How many alerts there were, how often, and how many of those decided on were false."""
    said = f"Alerts: {counted['open']} open of {counted['all']}"
    if counted["per_watch_day"] is not None:
        said += f", {counted['per_watch_day']:.3f} a day over {counted['watch_days']:,} days watched"
    if not counted["judged"]:
        return f"{said}; none decided true or false yet, so no share of false alarms."
    share = counted["false_share"]
    return f"{said}; of {counted['judged']} decided {counted['false']} were false alarms ({share:.0%})."


def state(case: store.Case) -> dict[str, Any]:
    """What is in a case, how fresh, what was refused and why, and what was covered."""
    try:
        name = watch.read(case.watch).name
    except VedetteError as error:
        name = f"(cannot be read: {error})"
    return {
        "case": str(case.path),
        "version": __version__,
        "watch": name,
        "files": [_file(row) for row in _in_order_added(case)],
        "tables": {table: store.count(case, table) for table in store.STORED},
        "freshness": _freshness(case),
        "refusals": _refusals(case),
        "coverage": _coverage(case),
        "outages": store.read(case, "outages").sort_by([("start", "descending")]).to_pylist(),
        "listening": _listening(case),
        "assessments": _latest(case),
        "alerts": _alerts(case),
        "forecasts": _forecasts(case),
    }


def _alerts(case: store.Case) -> dict[str, Any]:
    """The alerts counted: all, open, how many a day watched, and of those decided how many were false."""
    rows = store.read(case, "decisions").sort_by("when").to_pylist()
    verdicts = {row["alert"]: row["verdict"] for row in rows}
    ids = store.read(case, "alerts")["alert"].to_pylist()
    times = store.read(case, "assessments")["until"]
    days = (pc.max(times).as_py() - pc.min(times).as_py()).days if len(times) else 0
    judged = [verdicts[one] for one in ids if verdicts.get(one) in ("confirmed", "false-alarm")]
    false = judged.count("false-alarm")
    return {
        "all": len(ids),
        "open": sum(one not in verdicts for one in ids),
        "watch_days": days,
        "per_watch_day": round(len(ids) / days, 4) if days else None,
        "judged": len(judged),
        "false": false,
        "false_share": round(false / len(judged), 4) if judged else None,
    }


def _forecasts(case: store.Case) -> dict[str, Any]:
    table = store.read(case, "forecasts")
    scored = forecasting.scores(table)
    open_ = sum(row["outcome"] is None for row in forecasting.latest(table))
    return {"open": open_, "settled": scored.settled, "brier": scored.brier}


def _in_order_added(case: store.Case) -> list[dict[str, Any]]:
    """The ledger, first added first; of one command's files the table gives the last first."""
    rows: list[dict[str, Any]] = store.read(case, "files").to_pylist()[::-1]
    rows.sort(key=lambda row: row["added"])
    return rows


def _file(row: dict[str, Any]) -> dict[str, Any]:
    summary = json.loads(row.pop("summary"))
    summary.pop("stamp")
    return {**row, **summary}


def _freshness(case: store.Case) -> dict[str, datetime | None]:
    latest = {
        "positions": ("files", "last"),
        "sightings": ("sightings", "end"),
        "claims": ("claims", "published"),
        "lists": ("entities", "list_date"),
    }
    return {what: pc.max(store.read(case, table)[column]).as_py() for what, (table, column) in latest.items()}


def _refusals(case: store.Case) -> dict[str, Any]:
    """Why rows were refused, most frequent first; counted a batch at a time, since there may be very many."""
    names = {row["file"]: row["name"] for row in store.read(case, "files").to_pylist()}
    by = ["source", "reason"]
    parts = [
        part.group_by(by).aggregate([("line", "count"), ("line", "min"), ("file", "min")])
        for part in store.batches(case, "refusals", [*by, "line", "file"])
    ]
    if not parts:
        return {"all": 0, "by_reason": []}
    counted = pa.concat_tables(parts).group_by(by)
    whole = counted.aggregate([("line_count", "sum"), ("line_min", "min"), ("file_min", "min")])
    found = []
    for group in whole.sort_by([("line_count_sum", "descending")]).slice(0, 100).to_pylist():
        file = group["file_min_min"]
        kept = {"source": group["source"], "reason": group["reason"], "count": group["line_count_sum"]}
        found.append({**kept, "example": f"{names.get(file, file)}:{group['line_min_min']}"})
    return {"all": store.count(case, "refusals"), "by_reason": found}


def _coverage(case: store.Case) -> dict[str, int]:
    rows = store.read(case, "coverage")
    return {
        "hours": len(rows["hour"].unique()),
        "cells": len(rows["cell"].unique()),
        "messages": pc.sum(rows["messages"]).as_py() or 0,
        "stretches": store.count(case, "feeds"),
    }


def _latest(case: store.Case) -> list[dict[str, Any]]:
    latest: dict[str, dict[str, Any]] = {}
    for row in store.read(case, "assessments").sort_by("until").to_pylist():
        latest[row["hypothesis"]] = {
            k: row[k] for k in ("hypothesis", "until", "level", "words", "confidence")
        }
    return list(latest.values())

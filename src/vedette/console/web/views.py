"""What each view of the console shows, gathered from the tables of the case."""

import json
from dataclasses import asdict
from typing import Any

import pyarrow.compute as pc

from vedette import __version__, watch
from vedette.console.status import state
from vedette.console.web import naming
from vedette.console.web.held import Held, plain
from vedette.dossier import dossier
from vedette.errors import VedetteError
from vedette.outputs.briefing import passing

MOST_WEIGHTY = 3


def made_up(row: dict[str, Any]) -> bool:
    """True when any row this one rests on was made up."""
    return (row.get("source") or "").startswith("synthetic:")


def case(held: Held) -> dict[str, Any]:
    """What the frame of the page says: the case, its times, its snapshot, what of it is made up."""

    def made() -> dict[str, Any]:
        try:
            said = watch.read(held.case.watch)
            title, purpose, name = said.title, said.purpose, said.name
        except VedetteError as error:
            title, purpose, name = "watch.toml cannot be read", str(error), "?"
        feeds, files = held.read("feeds"), held.read("files")
        heard = [(r["source"], r["start"], r["end"], r["messages"]) for r in feeds.to_pylist()]
        until = pc.max(held.read("assessments")["until"]).as_py()
        times = [t for _, a, b, _ in heard for t in (a, b)]
        events = held.read("events")
        times += [t for t in (pc.min(events["start"]).as_py(), pc.max(events["start"]).as_py()) if t]
        return {
            "name": name,
            "title": title,
            "purpose": purpose,
            "folder": str(held.case.path),
            "first": min(times, default=None),
            "last": max([t for t in (*times, until) if t], default=None),
            "heard_from": min((a for _, a, _, _ in heard), default=None),
            "heard_to": max((b for _, _, b, _ in heard), default=None),
            "until": until,
            "synthetic": sorted({s for s in files["source"].to_pylist() if s and s.startswith("synthetic:")}),
            "observed": sorted(
                {s for s in files["source"].to_pylist() if s and not s.startswith("synthetic:")}
            ),
            "ran": until is not None,
            "levels": _levels(held),
        }

    return {**plain(held.once(made, "case")), "snapshot": held.snapshot(), "version": __version__}


def _levels(held: Held) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in held.read("assessments").sort_by("until").to_pylist():
        found[row["hypothesis"]] = row
    names = ("assessment", "hypothesis", "until", "level", "words", "confidence", "low", "high")
    weighed = held.read("evidence").to_pylist()
    for name, row in found.items():
        items = [e for e in weighed if e["hypothesis"] == name and e["until"] == row["until"]]
        items = sorted((e for e in items if e["lr"] > 1.02), key=lambda e: -e["lr"])[:MOST_WEIGHTY]
        found[name] = {k: row[k] for k in names} | {
            "statement": json.loads(row["details"] or "{}").get("statement"),
            "weightiest": [_weighty(held, e) for e in items],
        }
    return sorted(found.values(), key=lambda row: -row["level"])


def _weighty(held: Held, item: dict[str, Any]) -> dict[str, Any]:
    """A piece of evidence in words, and the claim or series to look at for it."""
    series = held.once(
        lambda: dict(
            zip(*(held.read("indicators")[n].to_pylist() for n in ("indicator", "series")), strict=True)
        ),
        "series-of",
    )
    claims = held.once(lambda: set(held.read("claims")["claim"].to_pylist()), "claim-ids")
    rests = item["because"] or []
    look = next((f"series:{series[one]}" for one in rests if one in series), "")
    look = look or next((f"claim:{one}" for one in rests if one in claims), "")
    return {
        "title": naming.titles(held)(item["title"]),
        "known": item["known"],
        "lr": item["lr"],
        "look": look,
        "synthetic": made_up(item),
    }


def indicators(held: Held) -> dict[str, Any]:
    """Every series as columns for a chart, and dated facts to hold beside them."""

    def made() -> dict[str, Any]:
        series: dict[str, dict[str, Any]] = {}
        columns = (
            "indicator",
            "start",
            "end",
            "value",
            "exposure",
            "expected",
            "low",
            "high",
            "window",
            "surprise",
            "alarm",
            "known",
        )
        for row in (
            held.read("indicators").sort_by([("series", "ascending"), ("start", "ascending")]).to_pylist()
        ):
            one = series.setdefault(
                row["series"],
                {
                    "series": row["series"],
                    "words": naming.of_series(held)[row["series"]],
                    "synthetic": False,
                    "rule": row["rule"],
                    **{c: [] for c in columns},
                },
            )
            one["synthetic"] |= made_up(row)
            for name in columns:
                one[name].append(row[name])
        labelled = [
            {"time": row["published"], "words": row["text"] or row["label"], "claim": row["claim"]}
            for row in held.read("claims").to_pylist()
            if row["label"] and row["published"]
        ]
        found = sorted(series.values(), key=lambda s: (-sum(map(bool, s["alarm"])), s["series"]))
        return {"series": found, "labelled": sorted(labelled, key=lambda r: r["time"])}

    return {**plain(held.once(made, "indicators")), "snapshot": held.snapshot()}


def hypotheses(held: Held) -> dict[str, Any]:
    """Each hypothesis as last judged, with its evidence, rivals, history and what would change it."""

    def made() -> list[dict[str, Any]]:
        rows: dict[str, list[dict[str, Any]]] = {}
        for row in held.read("assessments").sort_by("until").to_pylist():
            rows.setdefault(row["hypothesis"], []).append(row)
        weighed: dict[tuple[str, Any], list[dict[str, Any]]] = {}
        for row in held.read("evidence").to_pylist():
            weighed.setdefault((row["hypothesis"], row["until"]), []).append(row)
        found, title = [], naming.titles(held)
        for name, some in rows.items():
            last = some[-1]
            details = json.loads(last["details"] or "{}")
            evidence = [
                {**row, "title": title(row["title"]), "synthetic": made_up(row)}
                for row in weighed.get((name, last["until"]), [])
            ]
            history = [{k: row[k] for k in ("until", "probability", "low", "high", "level")} for row in some]
            top = {
                k: last[k]
                for k in (
                    "assessment",
                    "hypothesis",
                    "until",
                    "probability",
                    "low",
                    "high",
                    "words",
                    "confidence",
                    "level",
                    "rule",
                )
            }
            keys = (
                "question",
                "statement",
                "prior",
                "prior_source",
                "rivals",
                "would_change",
                "not_answered",
                "items",
                "state",
            )
            found.append(
                {**top, **{k: details.get(k) for k in keys}, "evidence": evidence, "history": history}
            )
        return sorted(found, key=lambda row: -row["level"])

    return {"hypotheses": plain(held.once(made, "hypotheses")), "snapshot": held.snapshot()}


def ship(held: Held, wanted: str) -> dict[str, Any]:
    """The dossier of a ship asked for by IMO number, MMSI or name, as ``vedette ship`` tells it."""
    key = wanted.partition(":")[2] if wanted.startswith(("imo:", "mmsi:", "name:")) else wanted

    def made() -> dict[str, Any]:
        found, title = asdict(dossier(held.case, key)), naming.titles(held)
        for one in found["alerts"]:
            one["title"] = title(one["title"])
        return found

    return {
        "dossier": plain(held.once(made, "ship", key)),
        "snapshot": held.snapshot(),
    }


def flows(held: Held) -> dict[str, Any]:
    """What went between countries, as the brief and ``vedette flows`` set it side by side."""
    made = held.once(lambda: asdict(passing.passed(held.read("flows"))), "flows")
    return {"flows": plain(made), "snapshot": held.snapshot()}


def status(held: Held) -> dict[str, Any]:
    """What ``vedette status`` says, the stretches of listening, and the version of each table."""

    def made() -> dict[str, Any]:
        feeds = held.read("feeds").sort_by("start").to_pylist()
        return {**state(held.case), "feeds": feeds, "versions": dict(held.versions())}

    return {**plain(held.once(made, "status")), "snapshot": held.snapshot()}

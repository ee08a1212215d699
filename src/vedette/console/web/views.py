"""What each view of the console shows, gathered from the tables of the case."""

import json
from dataclasses import asdict
from typing import Any

import pyarrow.compute as pc
from anyascii import anyascii

from vedette import __version__, watch
from vedette.console.status import state
from vedette.console.web.held import Held, plain
from vedette.dossier import dossier
from vedette.errors import VedetteError
from vedette.outputs.briefing import passing

MOST_FOUND = 20
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
            "weightiest": [e["title"] for e in items],
        }
    return sorted(found.values(), key=lambda row: -row["level"])


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
        found = []
        for name, some in rows.items():
            last = some[-1]
            details = json.loads(last["details"] or "{}")
            evidence = [{**row, "synthetic": made_up(row)} for row in weighed.get((name, last["until"]), [])]
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
    return {
        "dossier": plain(held.once(lambda: asdict(dossier(held.case, key)), "ship", key)),
        "snapshot": held.snapshot(),
    }


def ships(held: Held, asked: str) -> dict[str, Any]:
    """Ships whose name, in any script, or number holds what was typed, those with most events first."""

    def known() -> list[tuple[str, str, str, int, str]]:
        events = held.read("events")
        counts = dict.fromkeys(pc.unique(events["ship"]).to_pylist(), 0)
        counts |= {p["values"]: p["counts"] for p in pc.value_counts(events["ship"]).to_pylist()}
        found: dict[str, tuple[str, str, str, int, str]] = {}
        for row in (
            held.read("entities").filter(pc.equal(held.read("entities")["kind"], "vessel")).to_pylist()
        ):
            key = (
                f"imo:{row['imo']}"
                if row["imo"]
                else f"mmsi:{row['mmsi']}"
                if row["mmsi"]
                else f"name:{row['names'][0]}"
            )
            words = " ".join(
                map(str, (*row["names"], row["imo"] or "", row["mmsi"] or "", row["call_sign"] or ""))
            )
            found[key] = (
                key,
                row["names"][0] if row["names"] else key,
                words.casefold(),
                counts.get(key, 0),
                f"on {row['list']}",
            )
        for row in held.read("identities").to_pylist():
            name = row["name"] or row["ship"]
            words = f"{name} {row['imo'] or ''} {row['mmsi'] or ''} {row['call_sign'] or ''}".casefold()
            if row["ship"] not in found:
                found[row["ship"]] = (row["ship"], name, words, counts.get(row["ship"], 0), "heard on AIS")
        both = [
            (k, n, f"{words} {anyascii(words).casefold()}", c, by) for k, n, words, c, by in found.values()
        ]
        return sorted(both, key=lambda one: -one[3])

    typed = [(part, anyascii(part).casefold()) for part in asked.casefold().split()]
    hits = [one for one in held.once(known, "ships") if all(a in one[2] or b in one[2] for a, b in typed)]
    rows = [{"ship": k, "name": n, "events": c, "by": by} for k, n, _, c, by in hits[:MOST_FOUND]]
    return {"ships": plain(rows), "all": len(hits), "snapshot": held.snapshot()}


def flows(held: Held) -> dict[str, Any]:
    """What went between countries, as the brief and ``vedette flows`` set it side by side."""
    made = held.once(lambda: asdict(passing.passed(held.read("flows"))), "flows")
    return {"flows": plain(made), "snapshot": held.snapshot()}


def lists(held: Held) -> dict[str, Any]:
    """Each list and edition that the case holds: how large, how old, and what stands in it."""

    def made() -> list[dict[str, Any]]:
        found: dict[tuple[str, Any], dict[str, Any]] = {}
        for row in held.read("entities").to_pylist():
            one = found.setdefault(
                (row["list"], row["list_date"]),
                {"list": row["list"], "edition": row["list_date"], "kinds": {}, "entries": 0, "rows": []},
            )
            one["kinds"][row["kind"]] = one["kinds"].get(row["kind"], 0) + 1
            one["entries"] += 1
            if len(one["rows"]) < 2000:
                one["rows"].append(
                    {k: row[k] for k in ("entity", "kind", "names", "imo", "flag", "programmes", "remarks")}
                )
        return [one for _, one in sorted(found.items(), key=lambda p: (p[0][0] or "", str(p[0][1])))]

    return {"lists": plain(held.once(made, "lists")), "snapshot": held.snapshot()}


def status(held: Held) -> dict[str, Any]:
    """What ``vedette status`` says, the stretches of listening, and the version of each table."""

    def made() -> dict[str, Any]:
        feeds = held.read("feeds").sort_by("start").to_pylist()
        return {**state(held.case), "feeds": feeds, "versions": dict(held.versions())}

    return {**plain(held.once(made, "status")), "snapshot": held.snapshot()}

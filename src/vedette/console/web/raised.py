"""Alerts for the page: each with its reason, base rate, what would make it wrong, and its past."""

import json
from collections.abc import Callable
from typing import Any

import pyarrow.compute as pc

from vedette import deciding
from vedette.console.web import naming
from vedette.console.web.held import Held, plain
from vedette.console.web.views import made_up

Told = Callable[[str | None], str]
Leans = dict[tuple[str, Any], list[dict[str, Any]]]
MOST_SIMILAR = 6
MOST_LEANS = 3


def alerts(held: Held) -> dict[str, Any]:
    """All alerts, the gravest and newest first, each with its base rate and what was decided."""

    def made() -> list[dict[str, Any]]:
        signs = {row["indicator"]: row for row in held.read("indicators").to_pylist()}
        rates = _rates(list(signs.values()))
        decided = deciding.latest(held.case)
        past = held.read("decisions").sort_by("when").to_pylist()
        rows = held.read("alerts").to_pylist()
        subjects: dict[str, list[dict[str, Any]]] = {}
        for row in sorted(rows, key=lambda one: one["raised"], reverse=True):
            subjects.setdefault(row["subject"], []).append(row)
        history: dict[str, list[dict[str, Any]]] = {}
        for one in past:
            history.setdefault(one["alert"], []).append(one)
        verdicts: dict[str, list[str]] = {}
        for row in rows:
            said = decided.get(row["alert"])
            if said:
                verdicts.setdefault(row["subject"], []).append(said["verdict"])
        statements, leans = _statements(held), _leans(held)
        title, reason = naming.titles(held), naming.reasons(held)
        found = []
        for row in sorted(rows, key=lambda r: (r["level"], r["raised"]), reverse=True):
            places = _places_of(row)
            found.append(
                {
                    **row,
                    "title": title(row["title"]),
                    "reason": reason(row["reason"]),
                    "synthetic": made_up(row),
                    "base_rate": _base_rate(row["subject"], rates, verdicts),
                    "decision": decided.get(row["alert"]),
                    "history": history.get(row["alert"], []),
                    "place": places[0] if places else None,
                    "places": places,
                    "series": row["subject"] if row["subject"] in rates else None,
                    "statement": statements.get(row["subject"]),
                    "doubt": _doubt(row["subject"] or ""),
                    "leans": [
                        {"title": title(one["title"]), "without": one["without"]}
                        for one in leans.get((row["subject"], row["raised"]), [])
                    ],
                    "similar": _similar(title, row, subjects[row["subject"]], decided),
                }
            )
        return found

    rows = plain(held.once(made, "alerts"))
    return {"alerts": rows, "snapshot": held.snapshot(), "checked": _checked(held)}


def _statements(held: Held) -> dict[str, str]:
    """What each hypothesis states, in words, as last judged."""
    rows = held.read("assessments").sort_by("until").to_pylist()
    said = {row["hypothesis"]: json.loads(row["details"] or "{}").get("statement") for row in rows}
    return {name: words for name, words in said.items() if words}


# What most often turns out to be behind an alarm of a series, and should be looked at first.
DOUBTS = {
    "calls/sighted": "One sighting told twice, or more imagery bought and looked at than before.",
    "calls/seen": "More receivers than before, one MMSI on two hulls, or a false position.",
    "calls/possible": "They are inferred from silences: more silence by thin reception gives more of them.",
    "cargo/sighted": "One sighting told twice, or cargo that has nothing to do with what is watched.",
    "claim_clusters": "Reports that go back to one origin after all, or old news told again.",
    "dark_legs": "Thin reception on the way; see what was heard of others there (coverage).",
    "dormant": "A quiet in which nobody looked; see the weeks not observed before it.",
    "draught": "Draught is typed in by hand aboard: late, copied from the last voyage, or never.",
    "first": "New but ordinary trade, or earlier calls of hers that nobody heard.",
    "gaps": "Thin reception or an outage of the feed; see what was heard of others there (coverage).",
    "legs": "Ordinary trade on the same way, or one MMSI on two hulls.",
    "listed": "A ship of the same name that is not the listed one, or an entry lifted since.",
    "naval": "An ordinary berth beside the naval one, or a false position.",
    "official_acts": "Acts decided together and counted apart.",
    "rail": "One count told twice, or more imagery bought and looked at than before.",
    "ties": "New but ordinary trade, or earlier voyages that nobody heard.",
}


def _doubt(subject: str) -> str:
    """What to look at first: for a series what is often behind it, for a judgement what it leans on."""
    fits = [words for start, words in DOUBTS.items() if subject.startswith(start)]
    return fits[0] if fits else "Look at the items of evidence one by one: what would be left without each?"


def _leans(held: Held) -> Leans:
    """For each judgement the evidence without which it would fall furthest."""

    def made() -> Leans:
        found: Leans = {}
        rows = held.read("evidence").select(["hypothesis", "until", "title", "without", "lr"]).to_pylist()
        for row in sorted((r for r in rows if r["without"] is not None), key=lambda r: r["without"]):
            some = found.setdefault((row["hypothesis"], row["until"]), [])
            if len(some) < MOST_LEANS and row["lr"] > 1:
                some.append(row)
        return found

    leans: Leans = held.once(made, "leans")
    return leans


def _similar(
    title: Told, row: dict[str, Any], rows: list[dict[str, Any]], decided: dict[str, Any]
) -> list[dict[str, Any]]:
    """The latest others of its subject's alerts, with what was decided on them."""
    same = [one for one in rows[: MOST_SIMILAR + 1] if one["alert"] != row["alert"]][:MOST_SIMILAR]
    return [
        {
            **{k: one[k] for k in ("alert", "raised", "level")},
            "title": title(one["title"]),
            "verdict": decided.get(one["alert"], {}).get("verdict"),
        }
        for one in same
    ]


def _rates(signs: list[dict[str, Any]]) -> dict[str, tuple[int, int, int]]:
    """For each series: weeks in alarm, weeks looked at, weeks that nobody looked at."""
    found: dict[str, tuple[int, int, int]] = {}
    for row in signs:
        alarm, seen, unseen = found.get(row["series"], (0, 0, 0))
        looked = row["value"] is not None
        found[row["series"]] = (alarm + bool(row["alarm"]), seen + looked, unseen + (not looked))
    return found


def _base_rate(subject: str, rates: dict[str, tuple[int, int, int]], verdicts: dict[str, list[str]]) -> str:
    said = verdicts.get(subject, [])
    people = (
        f" People decided on {len(said)} of its alerts: {said.count('confirmed')} confirmed, "
        f"{said.count('false-alarm')} false alarms."
        if said
        else " Nobody has decided on an alert of it yet."
    )
    if subject not in rates:
        return f"Raised when a level changes, so it has no weekly rate.{people}"
    alarm, seen, unseen = rates[subject]
    share = f" ({100 * alarm / seen:.2g} %)" if seen else ""
    blind = f"; {unseen} more weeks nobody observed" if unseen else ""
    return f"Up to now in alarm in {alarm} of {seen} observed weeks{share}{blind}.{people}"


def _places_of(row: dict[str, Any]) -> list[str]:
    subject = row["subject"] or ""
    tail = subject.rpartition("/")[2]
    return [one for one in tail.split(">") if one] if subject.count("/") or ">" in tail else []


def _checked(held: Held) -> str:
    """What an empty list of alerts would be clear of."""
    signs = held.read("indicators")
    if not len(held.read("assessments")):
        return "This case has not been run: no alert here means nothing was looked for."
    seen = len(signs) - signs["value"].null_count
    series = len(pc.unique(signs["series"]))
    return f"{series} series looked at, {seen:,} weeks observed and {signs['value'].null_count:,} not."

"""Bearings: what ships were seen to do, beside what is said of them. Not observed is not untrue."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa

from vedette import fields
from vedette.kernels.ids import stable_id
from vedette.steps import Step

Row = dict[str, Any]
THERE = ("port_call", "sighted_call", "zone", "loitering", "encounter")
NOT_THERE = ("no_call",)


@dataclass(frozen=True)
class Bearings:
    """How near in time what was seen must be.

    ``days``: how far the days of a claim are stretched both ways. ``thin_hours``: a place heard for fewer
    hours of a week is thinly covered. ``most``: how many rows stand behind one verdict at most.
    """

    days: float = 3.0
    thin_hours: float = 84.0
    most: int = 12


def bearings(
    claims: pa.Table,
    events: pa.Table,
    sightings: pa.Table,
    exposures: pa.Table,
    options: Bearings = Bearings(),
) -> pa.Table:
    """Give for each claim that names days and a ship or place what bears it out or speaks against it."""
    seen, heard = _seen(events, sightings), _heard(exposures)
    rows: list[dict[str, object]] = []
    for claim in claims.sort_by("claim").to_pylist():
        if claim["start"] is None or not (claim["ships"] or claim["places"]):
            continue
        window = (
            claim["start"] - timedelta(days=options.days),
            (claim["end"] or claim["start"]) + timedelta(days=options.days),
        )
        rows += _of_claim(claim, window, seen, heard, options)
    return fields.from_rows(rows, "bearings")


@dataclass(frozen=True)
class _Seen:
    """Something observed: at which place, when, and whether it was a look that found nothing."""

    id: str
    kind: str
    place: str | None
    start: datetime
    end: datetime
    known: datetime | None
    source: str
    empty: bool


def _seen(events: pa.Table, sightings: pa.Table) -> dict[str, list[_Seen]]:
    """What was observed, by ship and by place."""
    found: dict[str, list[_Seen]] = defaultdict(list)
    for row in events.to_pylist():
        if row["kind"] not in THERE + NOT_THERE or row["start"] is None:
            continue
        one = _Seen(
            row["event"],
            row["kind"],
            row["place"],
            row["start"],
            row["end"] or row["start"],
            row["known"],
            row["source"] or "",
            row["kind"] in NOT_THERE,
        )
        _filed(found, one, row)
    for row in sightings.to_pylist():
        if row["start"] is None:
            continue
        one = _Seen(
            row["sighting"],
            "sighting",
            row["place"],
            row["start"],
            row["end"] or row["start"],
            row["published"],
            row["source"] or "",
            bool(row["negative"]),
        )
        _filed(found, one, row)
    return found


def _filed(found: dict[str, list[_Seen]], one: _Seen, row: Row) -> None:
    for key in {
        f"imo:{row['imo']}" if row["imo"] else "",
        f"mmsi:{row['mmsi']}" if row["mmsi"] else "",
        row.get("ship") or "",
        f"place:{one.place}" if one.place else "",
    } - {""}:
        found[key].append(one)


def _heard(exposures: pa.Table) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in exposures.to_pylist():
        found[row["place"]].append(row)
    return found


def _of_claim(
    claim: Row,
    window: tuple[datetime, datetime],
    seen: dict[str, list[_Seen]],
    heard: dict[str, list[Row]],
    options: Bearings,
) -> Iterable[dict[str, object]]:
    places = set(claim["places"] or ())
    keys = claim["ships"] or [f"place:{place}" for place in sorted(places)]
    inside = {
        one.id: one
        for key in keys
        for one in seen.get(key, ())
        if one.start <= window[1] and one.end >= window[0]
    }
    here = [one for one in inside.values() if not places or one.place in places]
    there = sorted((one for one in here if not one.empty), key=lambda one: (one.start, one.id))
    empty = sorted((one for one in here if one.empty), key=lambda one: (one.start, one.id))
    denied = claim["polarity"] == "denied"
    if there:
        yield _row(claim, "contradicted" if denied else "corroborated", _told(there), there[: options.most])
    if empty and not there:
        yield _row(
            claim,
            "corroborated" if denied else "contradicted",
            "looked at, and nobody was there: " + _told(empty),
            empty[: options.most],
        )
    if not here:
        words, weeks = _how_heard(places, window, heard, options)
        yield _row(claim, "not observed", words, (), weeks)


def _told(seen: list[_Seen]) -> str:
    first = seen[0]
    where = f" at {first.place}" if first.place else ""
    more = f" and {len(seen) - 1} more" if len(seen) > 1 else ""
    return f"{first.kind.replace('_', ' ')}{where}, {first.start:%Y-%m-%d}{more}"


def _how_heard(
    places: set[str], window: tuple[datetime, datetime], heard: dict[str, list[Row]], options: Bearings
) -> tuple[str, list[Row]]:
    weeks = [
        row
        for place in sorted(places)
        for row in heard.get(place, ())
        if row["start"] <= window[1] and row["start"] + timedelta(days=7) >= window[0]
    ]
    if not weeks:
        return "nobody listened or looked there then, as far as this case shows: coverage none", []
    hours = sum(row["hours"] or 0 for row in weeks) / len(weeks)
    thin = hours < options.thin_hours
    return (
        f"coverage {'thin' if thin else 'fair'}: ships heard there in {hours:.0f} of 168 hours of the week",
        weeks[: options.most],
    )


def _row(
    claim: Row, verdict: str, words: str, seen: Iterable[_Seen], weeks: Iterable[Row] = ()
) -> dict[str, object]:
    rows = list(seen)
    known = [one.known for one in rows if one.known] + ([claim["published"]] if claim["published"] else [])
    sources = sorted(
        {claim["source"] or "", *(one.source for one in rows), *(w["source"] or "" for w in weeks)} - {""}
    )
    made_up = next((source for source in sources if source.startswith("synthetic:")), None)
    return {
        "bearing": stable_id("bearing", claim["claim"], verdict),
        "claim": claim["claim"],
        "verdict": verdict,
        "words": words,
        "known": max(known, default=None),
        "source": made_up or claim["source"],
        "because": [claim["claim"], *(one.id for one in rows)],
    }


STEP = Step(
    "bearings",
    takes=("claims", "events", "sightings", "exposures"),
    gives="bearings",
    run=bearings,
    options=Bearings(),
    by="claim",
)

"""A small case, whole: one corridor, four weeks of calls, a denial, a listed ship, and its files."""

import json
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import shapely

from vedette import fields
from vedette.watch import Corridor, Evidence, Hypothesis, Watch

UNTIL = datetime.fromisoformat("2023-10-23")
WEEK = timedelta(days=7)
ANGARA = 9179842


def day(text: str) -> datetime:
    return datetime.fromisoformat(text)


def table(name: str, *rows: dict[str, Any]) -> pa.Table:
    return fields.from_rows(list(rows), name)


def watch(name: str = "Alpha", **more: Any) -> Watch:
    def sign(id_: str, on: str, match: str, **rest: Any) -> Evidence:
        return Evidence(
            id=id_,
            title=f"Sign {id_} of {name}",
            on=on,
            match=match,
            kind="imagery",
            category="shipping",
            channel="c",
            if_true=0.8,
            if_false=0.2,
            reason=name,
            **rest,
        )

    sealift = Hypothesis(
        id="sealift",
        question=f"Is cargo moving from {name}?",
        statement=f"Cargo is moving from {name}",
        prior=0.1,
        prior_weight=10,
        prior_source=f"Assumption about {name}",
        resolves=f"When papers of {name} are published.",
        rivals=(f"Trade of {name}", "None of these."),
        would_change=(f"Papers of {name}: either way.",),
        not_answered=(f"What is in a container of {name}.",),
        evidence=(
            sign("calls", "indicator", "calls/sighted/alpha"),
            sign("disclosure", "claim", "disclosure"),
            sign("rail", "claim", "rail"),
        ),
    )
    return Watch(
        name="w",
        title=f"The watch of {name}",
        purpose=f"To see {name}",
        places=("alpha", "beta"),
        corridors=(Corridor("a-b", ("alpha",), ("beta",)),),
        hypotheses=(sealift,),
        **more,
    )


def tables(name: str = "Alpha", source: str = "sightings/sighted") -> dict[str, pa.Table]:
    """Every table of a brief, with ``name`` wherever a stranger could have written something."""
    return {
        "places": _places(name),
        "sightings": _sightings(name, source),
        "events": _events(name, source),
        "indicators": _indicators(source),
        "claims": _claims(name),
        "reports": table(
            "reports", {"report": "r2", "publisher": f"Paper {name}", "title": name, "record": "f2:1"}
        ),
        "evidence": _evidence(name, source),
        "assessments": _assessments(name),
        "entities": _entities(name),
        "links": table(
            "links", {"from": "list:1", "to": f"name:{name}", "role": "linked to", "detail": f"Owner {name}"}
        ),
        "identities": table("identities", {"ship": "mmsi:273000001", "mmsi": 273000001, "name": name}),
        "alerts": table(
            "alerts", {"alert": "a1", "level": 1, "title": name, "raised": UNTIL, "because": ["i-3"]}
        ),
        "files": table(
            "files",
            {
                "file": "f1",
                "sha256": "ab" * 32,
                "name": f"{name}.csv",
                "source": source,
                "rows": 4,
                "refused": 1,
            },
            {"file": "f9", "sha256": "cd" * 32, "name": f"{name}.png", "reason": f"not a format {name}"},
        ),
        "refusals": table(
            "refusals", {"file": "f1", "line": 7, "reason": f"no date in {name}", "text": name}
        ),
        "coverage": table(
            "coverage",
            {"cell": "42.00_130.25", "hour": day("2023-10-01"), "messages": 5, "ships": 2},
            {"cell": "42.00_130.25", "hour": day("2023-10-01T01:00"), "messages": 7, "ships": 2},
        ),
    }


def _places(name: str) -> pa.Table:
    def place(id_: str, kind: str, lon: float, lat: float) -> dict[str, Any]:
        return {
            "place": id_,
            "name": f"{id_.title()} {name}",
            "kind": kind,
            "country": "XX",
            "role": "watched",
            "geometry": shapely.Point(lon, lat).wkb,
            "source": "places/table",
            "record": f"f3:{len(id_)}",
        }

    return table(
        "places", place("alpha", "port", 130.3, 42.2), place("beta", f"naval pier {name}", 132.3, 42.9)
    )


def _sightings(name: str, source: str) -> pa.Table:
    def seen(number: int, at: str, **more: Any) -> dict[str, Any]:
        return {
            "sighting": f"s{number}",
            "place": "alpha",
            "start": day(at),
            "end": day(at),
            "what": f"seen {name}",
            "subject": "ship",
            "publisher": f"Eye {name}",
            "published": day(at),
            "identification": "named by source",
            "source": source,
            "record": f"f1:{number}",
            **more,
        }

    return table(
        "sightings",
        seen(2, "2023-10-03", vessel_name=f"ANGARA {name}", imo=ANGARA),
        seen(3, "2023-10-10"),
        seen(4, "2023-10-17"),
        seen(5, "2024-05-01", vessel_name="LATER", imo=9074729),
    )


def _events(name: str, source: str) -> pa.Table:
    def call(number: int, at: str, **more: Any) -> dict[str, Any]:
        return {
            "event": f"e{number}",
            "kind": "port_call",
            "place": "alpha",
            "start": day(at),
            "end": day(at),
            "known": day(at),
            "rule": "sighted_call/1",
            "source": source,
            "because": [f"s{number}"],
            "lat": 42.2,
            "lon": 130.3,
            "details": json.dumps({"publishers": [f"Eye {name}"], "identification": name}),
            **more,
        }

    gap = {
        "event": "g1",
        "kind": "gap",
        "ship": "mmsi:273000001",
        "mmsi": 273000001,
        "start": day("2023-10-05"),
        "end": day("2023-10-06"),
        "known": day("2023-10-06"),
        "duration_h": 24.0,
        "lat": 42.5,
        "lon": 131.0,
        "end_lat": 42.7,
        "end_lon": 131.9,
        "rule": "gap/1",
        "details": json.dumps({"class": "dark", "x": name}),
        "source": source,
        "because": ["f1:8", "f1:9"],
    }
    return table(
        "events",
        call(2, "2023-10-03", ship=f"imo:{ANGARA}", imo=ANGARA),
        call(3, "2023-10-10"),
        call(4, "2023-10-17", ship=f"name:{name}"),
        call(5, "2024-05-01", ship="imo:9074729", imo=9074729),
        gap,
    )


def _indicators(source: str) -> pa.Table:
    starts = [day("2023-09-18") + WEEK * n for n in range(5)]
    values = (0.0, None, 1.0, 1.0, 1.0)
    under = ([], [], ["e2"], ["e3"], ["e4"])
    return table(
        "indicators",
        *(
            {
                "indicator": f"i-{n}",
                "series": "calls/sighted/alpha",
                "start": start,
                "end": start + WEEK,
                "value": value,
                "exposure": 1.0,
                "expected": 0.05,
                "low": 0.0,
                "high": 0.0,
                "rule": "calls/1",
                "window": float(n),
                "window_weeks": 4.0,
                "surprise": 0.9 / 10**n,
                "alarm": n > 2,
                "known": start,
                "source": source,
                "because": rests,
            }
            for n, (start, value, rests) in enumerate(zip(starts, values, under, strict=True))
        ),
    )


def _claims(name: str) -> pa.Table:
    def claim(number: int, **more: Any) -> dict[str, Any]:
        return {
            "claim": f"c{number}",
            "speaker": f"Speaker {number} {name}",
            "polarity": "asserted",
            "modality": "fact",
            "event_class": "disclosure",
            "text": f"containers were sent by {name}",
            "published": day("2023-10-13"),
            "corridor": "a-b",
            "cluster": f"k{number}",
            "accepted": True,
            "label": "LABEL: first",
            "source": "reports/x",
            "record": f"f2:{number}",
            **more,
        }

    denial = {"polarity": "denied", "event_class": "denial", "text": f"no proof of {name}", "report": "r2"}
    return table(
        "claims",
        claim(1),
        claim(2, published=day("2023-10-17"), label=None, **denial),
        claim(3, published=day("2024-01-01"), text="said later"),
        claim(4, accepted=False, text="rejected by a person"),
        claim(5, modality="hedged", cue="suggests", event_class="visit", label=None),
    )


def _evidence(name: str, source: str) -> pa.Table:
    def item(id_: str, until: datetime, **more: Any) -> dict[str, Any]:
        return {
            "item": id_,
            "hypothesis": "sealift",
            "until": until,
            "kind": "imagery",
            "category": "shipping",
            "channel": "c",
            "grade": "B",
            "lr": 2.84,
            "lr_raw": 4.0,
            "without": 0.391,
            "source": source,
            "known": until,
            **more,
        }

    weeks = {"rule": "calls", "title": f"Calls {name}", "because": ["i-3", "i-4"]}
    said = {
        "rule": "disclosure",
        "title": f"Speaker: {name}",
        "because": ["c1"],
        "kind": "official",
        "source": "r",
    }
    return table(
        "evidence",
        item("ev-calls", UNTIL - WEEK, **weeks),
        item("ev-calls", UNTIL, **weeks),
        item("ev-said", UNTIL, **said),
    )


def _assessments(name: str) -> pa.Table:
    rates = [["A", 0.9, 0.05], ["B", 0.85, 0.1]]
    details = {
        "prior": 0.1,
        "prior_source": f"Assumption about {name}",
        "model": {"rates": rates, "rho": 0.5},
    }

    def judged(until: datetime, p: float, level: int, because: list[str]) -> dict[str, Any]:
        return {
            "assessment": f"as-{until:%Y%m%d}",
            "hypothesis": "sealift",
            "until": until,
            "probability": p,
            "low": p - 0.15,
            "high": p + 0.13,
            "words": "likely" if p > 0.5 else "unlikely",
            "confidence": "moderate",
            "level": level,
            "rule": f"p {p:.2f}, {name}",
            "details": json.dumps(details),
            "because": because,
        }

    return table(
        "assessments",
        judged(UNTIL - WEEK, 0.4312, 1, ["ev-calls"]),
        judged(UNTIL, 0.6742, 2, ["ev-calls", "ev-said"]),
        judged(UNTIL + WEEK, 0.97, 3, ["ev-said"]),
    )


def _entities(name: str) -> pa.Table:
    vessel = {
        "entity": "list:1",
        "kind": "vessel",
        "names": ["ANGARA", f"OLD {name}"],
        "imo": ANGARA,
        "programmes": [f"PROGRAMME {name}"],
        "list": f"list {name}",
        "list_date": day("2023-05-01"),
        "record": "f4:1",
    }
    company = {**vessel, "entity": "list:2", "kind": "organisation", "names": ["A COMPANY"], "imo": ANGARA}
    later = {**vessel, "entity": "list:3", "names": ["LISTED LATER"], "list_date": day("2024-05-03")}
    return table("entities", vessel, company, later)

"""Tiny worlds of alarms, claims and hypotheses."""

from datetime import datetime, timedelta

import pyarrow as pa

from vedette import fields
from vedette.watch import Evidence, Hypothesis

NOW = datetime(2023, 9, 4)
DAY = timedelta(days=1)

IMAGERY = Evidence(
    "calls", "Calls", "indicator", "calls/*", "imagery", "shipping", "eyes", 0.7, 0.2, "why", grade="B"
)
DISCLOSED = Evidence(
    "told",
    "A government says so",
    "claim",
    "disclosure",
    "official",
    "official acts",
    "state",
    0.7,
    0.2,
    "why",
)
DENIED = Evidence(
    "denied",
    "Denied",
    "claim",
    "denial",
    "official",
    "official acts",
    "accused",
    0.9,
    0.9,
    "why",
    polarity="denied",
)
GRADES = (("Good State", "B"), ("Paper", "C"), ("Party", "D"))


def hypothesis(*evidence: Evidence, prior: float = 0.1, weight: float = 20, name: str = "flow") -> Hypothesis:
    return Hypothesis(
        name, "Is there a flow?", "There is a flow.", prior, weight, "a guess", evidence=evidence
    )


def alarm(
    series: str = "calls/sighted/alpha", start: datetime = datetime(2023, 8, 21), **more: object
) -> dict:
    row = {
        "indicator": f"{series}@{start:%Y%m%d}",
        "series": series,
        "start": start,
        "end": start + 7 * DAY,
        "value": 1.0,
        "exposure": 1.0,
        "expected": 0.0048,
        "low": 0.0,
        "high": 0.0,
        "window": 2.0,
        "window_weeks": 4.0,
        "surprise": 0.00052,
        "alarm": True,
        "known": start + 5 * DAY,
        "rule": "calls/1",
        "source": "sightings",
        "because": ["e1"],
    }
    return {**row, **more}


def quiet(series: str, start: datetime, **more: object) -> dict:
    return alarm(series, start, **{"window": 0.0, "surprise": 1.0, "alarm": False, "known": None, **more})


def claim(speaker: str, said: datetime, **more: object) -> dict:
    row = {
        "claim": f"{speaker}-{said:%Y%m%d}",
        "speaker": speaker,
        "polarity": "asserted",
        "event_class": "disclosure",
        "text": "arms went",
        "published": said,
        "accepted": True,
        "source": "timeline",
    }
    return {**row, **more}


def table(name: str, rows: list[dict] | None = None) -> pa.Table:
    return fields.from_rows(rows or [], name)

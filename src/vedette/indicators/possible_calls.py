"""Possible calls: how many calls there may have been that nobody saw, by place and week, as a fraction.

They are shown apart from calls that were seen, and never added to them.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa

from vedette.indicators import plain, record
from vedette.kernels import arrays, weeks
from vedette.steps import Step


@dataclass(frozen=True)
class PossibleCalls:
    """Which places are watched; none named, every one that has a role."""

    watched: tuple[str, ...] = ()


def possible_calls(
    events: pa.Table, places: pa.Table, options: PossibleCalls = PossibleCalls(), *, until: datetime
) -> pa.Table:
    """Sum the probabilities of possible calls by place and week; the band is the 10 to 90 % range of the sum.

    The probabilities are stated guesses (see ``possible_call``), so there is no surprise and no alarm. A
    silence with many possible places counts at each with its own share.
    """
    among = record.watched(places, options.watched)
    rows = record.known_by(events, "possible_call", until)
    rows = rows.filter(pa.array(record.codes(rows["place"], among) >= 0))
    week = weeks.week_of(arrays.ints(rows["start"], null=-1))
    groups: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    columns = ["event", "place", "details", "known", "source"]
    picked = rows.select(columns).to_pylist()
    for n, row in enumerate(picked):
        groups[str(row["place"]), int(week[n])].append(row)
    return plain.rows((_row(place, at, some) for (place, at), some in groups.items()), "possible_calls/1")


def _row(place: str, week: int, some: list[dict[str, Any]]) -> dict[str, Any]:
    some = sorted(some, key=lambda row: str(row["event"]))
    chances = [_chance(row["details"]) for row in some]
    law = np.ones(1)
    for chance in chances:
        law = np.convolve(law, [1 - chance, chance])
    below = np.cumsum(law)
    return {
        "series": f"calls/possible/{place}",
        "week": week,
        "value": round(float(np.sum(chances)), 4),
        "low": float(np.searchsorted(below, 0.1)),
        "high": float(np.searchsorted(below, 0.9 - 1e-12)),
        "known": max((row["known"] for row in some if row["known"]), default=None),
        "source": plain.source(str(row["source"] or "") for row in some),
        "because": [row["event"] for row in some],
    }


def _chance(details: object) -> float:
    told = json.loads(str(details)) if details else {}
    chance = told.get("probability")
    return min(max(float(chance), 0.0), 1.0) if isinstance(chance, (int, float)) else 0.0


STEP = Step(
    "possible_calls",
    takes=("events", "places"),
    gives="indicators",
    run=possible_calls,
    options=PossibleCalls(),
    by="",
    timed=True,
)

"""Meter: how much may have been loaded in a year, by what ships can carry, against a yearly cap."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette.indicators import plain, record
from vedette.kernels import arrays, weeks
from vedette.steps import Step

Meters = tuple[tuple[str, tuple[str, ...], float, float, float], ...]


@dataclass(frozen=True)
class Meter:
    """The meters of the watch: name, places of loading, least and most that one call may load, the cap."""

    meters: Meters = ()


def meter(events: pa.Table, options: Meter = Meter(), *, until: datetime) -> pa.Table:
    """Give for each week with a call the year's calls so far, and the bounds of what they may have loaded.

    ``value`` is the calls of the week; ``low`` and ``high`` are the bounds of the calendar year to date, in
    the unit of the cap; ``expected`` is the cap. Alarm: the lower bound is above the cap. A bound of
    capacity is no measurement: a ship may have loaded nothing, and calls that nobody saw are not in it.
    """
    calls = record.known_by(events, "port_call", until)
    counted = {place for _, places, *_ in options.meters for place in places}
    calls = calls.filter(pc.is_in(calls["place"], pa.array(sorted(counted), pa.string())))
    when = pc.coalesce(calls["end"], calls["start"])
    week = weeks.week_of(arrays.ints(when, null=-1))
    rows = calls.select(["event", "place", "known", "source"]).to_pylist()
    stamped = sorted(
        zip(when.to_pylist(), week.tolist(), rows, strict=True), key=lambda p: (p[1], p[2]["event"])
    )
    found = []
    for name, places, least, most, cap in options.meters:
        mine = [one for one in stamped if one[0] is not None and one[2]["place"] in places]
        found += _of_meter(name, mine, (least, most, cap))
    return plain.rows(found, "meter/1")


def _of_meter(
    name: str, calls: list[tuple[datetime, int, dict[str, Any]]], bounds: tuple[float, float, float]
) -> list[dict[str, Any]]:
    least, most, cap = bounds
    by_week: dict[tuple[int, int], list[dict[str, Any]]] = defaultdict(list)
    for at, week, row in calls:
        by_week[at.year, week].append(row)
    found: dict[int, dict[str, Any]] = {}
    total: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for (year, week), rows in sorted(by_week.items()):
        total[year] += rows
        so_far = len(total[year])
        ran = max((row["known"] for row in total[year] if row["known"]), default=None)
        # A week over New Year is of the year in which its calls were; the later year's row stands for it.
        found[week] = {
            "series": f"meter/{name}",
            "week": week,
            "value": float(len(rows)),
            "exposure": 1.0,
            "low": so_far * least,
            "high": so_far * most,
            "expected": cap,
            "window": float(so_far),
            "alarm": so_far * least > cap,
            "detector": "cap",
            "known": ran,
            "source": plain.source(row["source"] for row in total[year]),
            "because": [row["event"] for row in total[year]],
        }
    return list(found.values())


STEP = Step("meter", takes=("events",), gives="indicators", run=meter, options=Meter(), by="", timed=True)

"""Rail counts: cars at a crossing, as somebody counted them, against earlier counts."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette import fields
from vedette.indicators import plain
from vedette.kernels import arrays, weeks
from vedette.steps import Step


@dataclass(frozen=True)
class Rail:
    """How many earlier counts a count is held against, at least, and how surprising it must be.

    Eight is the fewest of which a spread means anything; ``alpha`` is that of novelty.
    """

    clock: str = "published"
    least: int = 8
    alpha: float = 0.005


def rail(sightings: pa.Table, options: Rail = Rail(), *, until: datetime) -> pa.Table:
    """Give the largest count of cars a week at each place, with the band of earlier counts and a surprise.

    Analysts count when there is something to see, so the counts are no fair sample and weeks without one are
    missing. The law of log(1 + cars) of the counts before is taken as normal with unknown spread (Student's
    t); with too few counts before, there is no band and no alarm.
    """
    when = pc.coalesce(sightings["end"], sightings["start"])
    told = pc.coalesce(sightings["published"], when) if options.clock == "published" else when
    mine = pc.and_(pc.equal(sightings["subject"], "rail"), sightings["count"].is_valid())
    mine = pc.and_(mine, pc.less_equal(told, pa.scalar(until, fields.TIME)))
    rows = sightings.append_column("known", told).append_column("when", when)
    rows = rows.filter(pc.fill_null(mine, False))
    week = weeks.week_of(arrays.ints(rows["when"]))
    best: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
    shown = rows.select(["sighting", "place", "count", "known", "source"]).to_pylist()
    for at, row in sorted(
        zip(week.tolist(), shown, strict=True), key=lambda p: (p[0], str(p[1]["sighting"]))
    ):
        held = best[row["place"] or "unplaced"].get(at)
        if held is None or row["count"] > held["count"]:
            best[row["place"] or "unplaced"][at] = row
    return plain.rows(
        (one for place in sorted(best) for one in _of_place(place, best[place], options)), "rail/1"
    )


def _of_place(place: str, counts: dict[int, dict[str, Any]], options: Rail) -> list[dict[str, Any]]:
    from scipy.stats import t as student  # noqa: PLC0415 - slow to import, and seldom needed

    found = []
    before: list[float] = []
    for week, row in sorted(counts.items()):
        made: dict[str, Any] = {
            "series": f"rail/{place}",
            "week": week,
            "value": row["count"],
            "exposure": 1.0,
            "window": row["count"],
            "window_weeks": 1.0,
            "known": row["known"],
            "source": row["source"],
            "because": [row["sighting"]],
        }
        if len(before) >= options.least:
            logs = np.log1p(before)
            spread = max(float(logs.std(ddof=1)), 0.1) * np.sqrt(1 + 1 / len(logs))
            law = student(len(logs) - 1, loc=logs.mean(), scale=spread)
            p = float(law.sf(np.log1p(row["count"])))
            low, middle, high = (float(np.expm1(law.ppf(q))) for q in (0.1, 0.5, 0.9))
            made |= {"low": max(low, 0.0), "expected": max(middle, 0.0), "high": high}
            made |= {"surprise": p, "alarm": p < options.alpha, "detector": "rail"}
        found.append(made)
        before.append(row["count"])
    return found


STEP = Step("rail", takes=("sightings",), gives="indicators", run=rail, options=Rail(), by="", timed=True)

"""Displaced together: whether one ship's positions were false, or those of several at once in one region."""

import json
import math
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette.events.false_rows import inland_km
from vedette.fields import conform
from vedette.kernels.arrays import HOUR_US, floats, ints
from vedette.kernels.sphere import DEGREE_M
from vedette.kernels.together import ships_near
from vedette.steps import Step


@dataclass(frozen=True)
class DisplacedTogether:
    """How many ships, how near and how soon after each other, are more than each on her own.

    Three ships within half a degree and two hours are what RadianceFleet clusters, and SeaSpoofFinder (arXiv
    2602.16257) too counts only ships that share where they were or where they seem to be. Two kilometres
    are more than the coastline and the mask made from it are off, as for ``on_land``.
    """

    min_ships: int = 3
    within_hours: float = 2.0
    reach_deg: float = 0.5
    min_inland_km: float = 2.0


def displaced_together(events: pa.Table, options: DisplacedTogether = DisplacedTogether()) -> pa.Table:
    """The events, each false position with its ``cause`` and how many ``ships`` shared it.

    ``jamming`` is said of one that began within ``within_hours`` of those of two other ships, which were near
    her before or seem to be where she seems to be; ``fault`` of a mirrored one and of two feeds
    apart, ``spoofing`` of any other.
    ``inland_km`` is said when the first false place lies on land, over ``min_inland_km`` from the shore.
    The causes are names for how many it befell. Ids and all else stay as they are; more ships heard later
    may turn ``spoofing`` into ``jamming``.
    """
    rows = np.flatnonzero(np.asarray(pc.equal(events["kind"], "false_position")))
    if not len(rows):
        return events
    order = rows[np.lexsort((ints(events["mmsi"])[rows], ints(events["start"])[rows]))]
    theirs = events.take(pa.array(order))
    ship, time = ints(theirs["mmsi"]), ints(theirs["start"])
    reach, within = options.reach_deg * DEGREE_M, round(options.within_hours * HOUR_US)
    near = [
        ships_near(ship, time, (floats(theirs[lat]).copy(), floats(theirs[lon]).copy()), within, reach)
        for lat, lon in (("lat", "lon"), ("end_lat", "end_lon"))
    ]
    ships = np.maximum(*near)
    told: list[str | None] = events["details"].to_pylist()
    inland = inland_km(floats(theirs["end_lat"]), floats(theirs["end_lon"])).tolist()
    for row, count, km in zip(order.tolist(), ships.tolist(), inland, strict=True):
        measured = json.loads(told[row] or "{}")
        cause = "jamming" if count >= options.min_ships else "spoofing"
        if measured.get("pattern") == "mirrored" or "feeds" in measured:
            cause = "fault"
        if not math.isnan(km) and km > options.min_inland_km:
            measured["inland_km"] = round(km, 1)
        told[row] = json.dumps({**measured, "cause": cause, "ships": count}, ensure_ascii=False)
    at = events.column_names.index("details")
    return conform(events.set_column(at, "details", pa.array(told, pa.string())), "events")


STEP = Step(
    "displaced_together",
    takes=("events",),
    gives="events",
    run=displaced_together,
    options=DisplacedTogether(),
    by="",
)

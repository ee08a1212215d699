"""Zone: a ship is inside a watched area, whether she stops there or not."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa

from vedette.events.rows import details, events, picked
from vedette.events.visited import (
    BERTHS,
    NAVAL,
    measured,
    places_of,
    sailed,
    sea_of,
    told,
    visited,
    witnesses,
)
from vedette.kernels.arrays import times
from vedette.steps import Step


@dataclass(frozen=True)
class Zone:
    """Which places are no zones, and how far outside one a ship is out of it.

    Ordinary berths are no zones, since ships at them are calls; naval ones are both. A rail crossing is not
    at sea. 1 km is the room that the port call rule leaves between in and out.
    """

    not_kinds: tuple[str, ...] = (*(kind for kind in BERTHS if kind not in NAVAL), "rail", "country")
    radius_m: float = 3000.0
    rim_m: float = 1000.0


def zones(
    tracks: pa.Table, places: pa.Table, options: Zone = Zone(), until: datetime | None = None
) -> pa.Table:
    """Find the times each ship spent inside watched places: those with a role, of no kind left out.

    One position inside is enough. It starts with the first position inside and ends with the last one
    before she is out; there is no end while her last position lies there. Confidence 3: seen to enter and to
    leave; 2: one of the two; 1: only seen inside.
    """
    ways = sailed(tracks, until)
    watched = places_of(places, options.not_kinds, other=True)
    watched = watched.filter(watched["role"].is_valid())
    sea = sea_of(watched, options.radius_m)
    found = visited(ways, sea, np.full(len(watched), options.rim_m))
    if not len(found.first):
        return events("zone", "zone/1", {"mmsi": [], "start": []})
    all_ = np.ones(len(found.first), dtype=np.bool_)
    seen = measured(ways, found, all_)
    columns = {
        **told(ways, found, watched, all_),
        "confidence": 1.0 + ~ways.starts[found.first] + ~ways.ends[found.last],
        "known": times(ways.time[found.first]),
        "because": witnesses(ways, found, all_),
        "details": details({"place_kind": picked(watched["kind"], found.area).to_pylist(), **seen}),
    }
    return events("zone", "zone/1", columns)


STEP = Step("zone", takes=("tracks", "places"), gives="events", run=zones, options=Zone(), timed=True)

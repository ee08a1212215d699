"""Draught seen: what was seen of a ship while her reported draught changed, or that nothing was."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette.events.of_ships import ByShip, calls, ids_of, is_made_up, retold
from vedette.events.visited import BERTHS, places_of
from vedette.steps import Step

SEEN = ("call", "meeting", "silence")


@dataclass(frozen=True)
class DraughtSeen:
    """How long after a call or a meeting the crew may still send the old draught.

    A day, as for the draught after a call: crews set it up to a day after they leave (ours).
    """

    late_hours: float = 24.0


def draught_seen(events: pa.Table, places: pa.Table, options: DraughtSeen = DraughtSeen()) -> pa.Table:
    """The events, each change of draught with ``seen``: call, meeting, silence, or nothing.

    It is the first of these that the ship had between the last statement of the old draught, less
    ``late_hours``, and the first of the new; ``during`` has the ids of at most three. A silence that
    nobody could have heard is one here: she was not watched. ``nothing``: she was heard throughout and
    neither called nor met anybody that was heard; it is only said where berths are known. Crews mistype,
    so it is a question.
    """
    ours = pc.and_(pc.equal(events["kind"], "draught_change"), events["start"].is_valid())
    rows = np.flatnonzero(pc.fill_null(ours, False).to_numpy())
    if not len(rows):
        return events
    changes = events.take(pa.array(rows)).select(["imo", "mmsi", "start", "end", "source"]).to_pylist()
    ids = {one for row in changes for one in ids_of(row["imo"], row["mmsi"])}
    timed = events.filter(pc.field("start").is_valid())
    kinds = {
        "call": ByShip(calls(timed), ids),
        "meeting": ByShip(timed.filter(pc.equal(timed["kind"], "encounter")), ids),
        "silence": ByShip(timed.filter(pc.equal(timed["kind"], "gap")), ids),
    }
    berths = len(places_of(places, BERTHS)) > 0
    more = []
    for row in changes:
        since, until = row["start"] - timedelta(hours=options.late_hours), row["end"] or row["start"]
        told: dict[str, object] = {"seen": "nothing"} if berths else {}
        for kind in SEEN:
            during = [
                one["event"]
                for one in kinds[kind].of(row["imo"], row["mmsi"], made_up=is_made_up(row["source"]))
                if one["start"] <= until and (one["end"] is None or one["end"] >= since)
            ]
            if during:
                told = {"seen": kind, "during": during[:3]}
                break
        more.append(told)
    return retold(events, rows, more)


STEP = Step(
    "draught_seen",
    takes=("events", "places"),
    gives="events",
    run=draught_seen,
    options=DraughtSeen(),
    by="",
)

"""Number change: a hull goes on under another MMSI, which is another flag when its first digits differ."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette.events.identity_rows import apart, either_source, taken_over
from vedette.events.rows import details, events, records
from vedette.kernels.arrays import HOUR_US, ints, times
from vedette.kernels.marks import imo_valid, mmsi_is_ship
from vedette.kernels.runs import run_ids, run_starts
from vedette.steps import Step

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class NumberChange:
    """How long a hull may be unheard between two numbers, and how soon is too soon.

    60 days is how far Global Fishing Watch stitches identities (Park and others, 2023). Two numbers within
    an hour of each other are said at once, and ``shared_number`` tells of them, unless each was said for
    longer than that and the old one stopped as the new one began. A number said by more than
    ``most_numbers`` MMSI is one that crews or makers make up.
    """

    max_days: float = 60.0
    min_hours: float = 1.0
    most_numbers: int = 20


class Uses(NamedTuple):
    """Each MMSI of each IMO number in order of time: its first and last row, first and last said."""

    first: Ints
    last: Ints
    start: Ints
    end: Ints


def number_changes(identities: pa.Table, options: NumberChange = NumberChange()) -> pa.Table:
    """Find the IMO numbers that one MMSI said until some time, and another from then on.

    The row is of the new MMSI, with the old one beside it; it lasts from the last that was heard of the old
    to the first of the new, which is when it is known. When the old one comes back it was no change but a
    number on two ships. How far apart the two places are is not known from what ships say of themselves.
    """
    said = identities.filter(pc.field("imo").is_valid() & pc.field("mmsi").is_valid())
    said = said.filter(pa.array(imo_valid(ints(said["imo"])) & mmsi_is_ship(ints(said["mmsi"]))))
    said = said.sort_by(
        [(name, "ascending") for name in ("imo", "mmsi", "start", "end", "name", "call_sign")]
    )
    if not len(said):
        return events("identity_change", "number_change/1", {"mmsi": [], "start": []})
    imo, mmsi = ints(said["imo"]), ints(said["mmsi"])
    first = np.flatnonzero(run_starts(imo, mmsi))
    last = np.append(first[1:], len(said)) - 1
    start = np.minimum.reduceat(ints(said["start"]), first)
    end = np.maximum.reduceat(ints(said["end"]), first)
    order = np.lexsort((mmsi[first], start, imo[first]))
    uses = Uses(first[order], last[order], start[order], end[order])
    return apart(_rows(said, uses, _followed(imo[uses.first], uses.start, uses.end, options), options), "imo")


def _followed(imo: Ints, start: Ints, end: Ints, options: NumberChange) -> Ints:
    """The rows after which the next one follows within the time, when nothing overlaps them."""
    begins = run_starts(imo)
    hull = run_ids(begins)
    # The latest end so far of each hull, as if hulls came one after the other in time.
    rank = np.argsort(np.argsort(end, kind="stable"), kind="stable") + hull * len(end)
    latest = np.sort(end)[np.maximum.accumulate(rank) - hull * len(end)]
    waited = start[1:] - latest[:-1]
    follows = ~begins[1:] & (waited <= options.max_days * 24 * HOUR_US)
    least = round(options.min_hours * HOUR_US)
    follows &= (waited > least) | taken_over(start[:-1], end[:-1], start[1:], end[1:], least)
    follows &= np.bincount(hull)[hull][1:] <= options.most_numbers
    # What was still said by a ship before the last one is no end of that one.
    return np.flatnonzero(follows & (latest[:-1] == end[:-1]))


def _rows(said: pa.Table, uses: Uses, old: Ints, options: NumberChange) -> pa.Table:
    new = old + 1
    before, after = said.take(pa.array(uses.last[old])), said.take(pa.array(uses.first[new]))
    waited = np.maximum(uses.start[new] - uses.end[old], 0) / (24 * HOUR_US)
    columns = {
        "mmsi": after["mmsi"],
        "imo": after["imo"],
        "other_mmsi": before["mmsi"],
        "other_imo": before["imo"],
        "start": times(np.minimum(uses.end[old], uses.start[new])),
        "end": times(np.maximum(uses.end[old], uses.start[new])),
        "known": times(_known(uses, new, options)),
        "source": either_source(before["source"], after["source"]),
        "because": pa.array(
            records(_one(before["because"], -1), _one(after["because"], 0)), pa.list_(pa.string())
        ),
        "details": details(
            {
                "field": ["mmsi"] * len(new),
                "before": before["mmsi"].to_pylist(),
                "after": after["mmsi"].to_pylist(),
                "imo": after["imo"].to_pylist(),
                "flag_before": before["flag"].to_pylist(),
                "flag_after": after["flag"].to_pylist(),
                "name_before": before["name"].to_pylist(),
                "name_after": after["name"].to_pylist(),
                "days_unheard": np.round(waited, 2).tolist(),
                "distance_m": [None] * len(new),
            }
        ),
    }
    return events("identity_change", "number_change/1", columns)


def _known(uses: Uses, new: Ints, options: NumberChange) -> Ints:
    """When the new number was first said, or had lasted where only that tells a change from sharing."""
    least = round(options.min_hours * HOUR_US)
    soon = uses.start[new] - uses.end[new - 1] <= least
    return np.asarray(uses.start[new] + np.where(soon, least, 0))


def _one(because: pa.ChunkedArray, place: int) -> pa.Array:
    """The first or last of the records of each row."""
    return pa.array([(ids or [None])[place] for ids in because.to_pylist()], pa.string())


STEP = Step(
    "number_change", takes=("identities",), gives="events", run=number_changes, options=NumberChange(), by=""
)

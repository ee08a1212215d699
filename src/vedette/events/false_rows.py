"""What the detectors of false positions share: positions in order, ids by detector, and known mirrors."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from vedette.events.rows import Sources, details, events, picked, records, sources, undoubted
from vedette.fields import empty
from vedette.kernels.arrays import floats, ints, reals, times
from vedette.kernels.ids import stable_ids
from vedette.kernels.landmask import land_at, shore_distance_m
from vedette.kernels.order import in_order
from vedette.kernels.sphere import distance_m, wrapped

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

MIRRORS = ("latitude sign", "longitude sign", "both signs", "latitude and longitude swapped")


_COLUMNS = (
    "mmsi",
    "time",
    "lat",
    "lon",
    "speed_kn",
    "course_deg",
    "heading_deg",
    "status",
    "source",
    "record",
)


class Placed(NamedTuple):
    """Positions with a ship, a time and a place, by ship, time and record."""

    rows: pa.Table
    mmsi: Ints
    time: Ints
    lat: Floats
    lon: Floats


def placed(positions: pa.Table, *, strays: bool) -> Placed:
    """The positions nobody doubts, in order; with ``strays`` also those that were only out of reach."""
    rows = undoubted(positions, strays=strays)
    order, rows = in_order(rows), rows.select([*_COLUMNS, "doubt"])
    return of(rows if order is None else rows.take(pa.array(order)))


def of(rows: pa.Table) -> Placed:
    """Rows that are in order already."""
    return Placed(rows, ints(rows["mmsi"]), ints(rows["time"]), floats(rows["lat"]), floats(rows["lon"]))


class Found(NamedTuple):
    """Rows of the positions that an event is about; ``end`` is -1 while it goes on.

    ``before`` is where she was last before it, ``first`` the first false one and ``shown`` what showed it.
    """

    before: Ints
    first: Ints
    shown: Ints
    last: Ints
    end: Ints


def false_positions(
    rule: str, heard: Placed, found: Found, confidence: Floats, told: dict[str, list[object]]
) -> pa.Table:
    """Events of the kind ``false_position``: ``lat`` is the place before, ``end_lat`` the first false one."""
    rows, _, time, lat, lon = heard
    if not len(found.first):
        return empty("events")
    back = found.end >= 0
    end = np.where(back, found.end, found.last)
    behind = np.concatenate([found.before, found.first, found.shown, end])
    names: Sources = sources(picked(rows["source"], behind))
    codes = names.codes.reshape(4, -1)
    made = events(
        "false_position",
        rule,
        {
            "mmsi": picked(rows["mmsi"], found.first),
            "start": times(time[found.first]),
            "end": times(time[end], ~back),
            "lat": reals(lat[found.before]),
            "lon": reals(lon[found.before]),
            "end_lat": reals(lat[found.first]),
            "end_lon": reals(lon[found.first]),
            "confidence": reals(confidence),
            "known": times(time[found.shown]),
            "source": pa.array(names.joined(codes.min(axis=0), codes.max(axis=0)), pa.string()),
            "because": pa.array(
                records(
                    *(picked(rows["record"], at) for at in (found.before, found.first, found.shown)),
                    picked(rows["record"], end, back),
                ),
                pa.list_(pa.string()),
            ),
            "details": details(told),
        },
    )
    ids = stable_ids(
        "false_position", [rule] * len(made), *(made[name].to_pylist() for name in ("mmsi", "start"))
    )
    at = made.column_names.index("event")
    return made.set_column(at, made.schema.field("event"), pa.array(ids, pa.string()))


def inland_km(lat: Floats, lon: Floats) -> Floats:
    """How far inland places are; NaN for those on the water or not known. No land is looked up for none."""
    found = np.full(len(lat), np.nan)
    rows = np.flatnonzero(np.isfinite(lat) & np.isfinite(lon))
    if len(rows):
        rows = rows[land_at(lat[rows], lon[rows])]
    if len(rows):
        found[rows] = shore_distance_m(lat[rows], lon[rows]) / 1000
    return found


def mirrored(lat: Floats, lon: Floats, to_lat: Floats, to_lon: Floats, near_m: float) -> list[str | None]:
    """How the second place is the first with a sign lost or the coordinates swapped; None where it is not.

    A place on the equator or the meridian of Greenwich is its own mirror, and so is none.

    >>> mirrored(*(np.array([side]) for side in (42.0, 131.0, -42.0, 131.0)), 9e3)
    ['latitude sign']
    """
    swaps = ((-lat, lon), (lat, -lon), (-lat, -lon), (lon, lat))
    found: list[str | None] = [None] * len(lat)
    for name, (a, b) in zip(MIRRORS, swaps, strict=True):
        there = np.abs(a) <= 90
        near = distance_m(np.where(there, a, 0.0), wrapped(b), to_lat, to_lon) <= near_m
        for row in np.flatnonzero(there & near):
            found[row] = found[row] or name
    return found

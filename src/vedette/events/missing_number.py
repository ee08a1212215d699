"""Missing number: a ship of a type and size that must have an IMO number says none."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette.events.identity_rows import apart
from vedette.events.rows import details, events, heard_until, picked, records, rounded, sources
from vedette.kernels.arrays import HOUR_US, floats, ints, times
from vedette.kernels.marks import mmsi_is_ship
from vedette.kernels.runs import run_ends, run_ids, run_starts
from vedette.steps import Step

Ints = NDArray[np.int64]
CLASS = "no IMO number, though ships of her type and size have one"


@dataclass(frozen=True)
class MissingNumber:
    """Which ships must have a number, and how long one must be missing.

    SOLAS chapter XI-1, regulation 3 asks for it of cargo ships from 300 gross tonnage that go abroad; 100
    m is far above that (ours). Barges of inland waters need none and are as long, but slimmer: 110 by
    11.4 m and 135 by 11.4 m are usual on the Rhine, while sea-going cargo ships are 5 to 8 times as long
    as wide, so above ``most_slender`` nothing is said. Three statements over a day are not one that was
    garbled (ours).
    """

    types: tuple[int, int] = (70, 89)
    min_length_m: float = 100.0
    most_slender: float = 8.5
    min_statements: int = 3
    min_hours: float = 24.0


def missing_numbers(
    statics: pa.Table, options: MissingNumber = MissingNumber(), until: datetime | None = None
) -> pa.Table:
    """Find cargo ships and tankers that say their size and voyage for a day and never an IMO number.

    One row for a ship, from her first such statement to the last before she said any number, a wrong one
    included; known with the third that comes a day or more after the first. Only statements that give type,
    size, and draught, destination or arrival count: they come in the message that carries the number too. A
    file holds each thing said once, so a ship that changes nothing is not found. Coasters that stay in one
    country need none, so it is a hint and no more.
    """
    said = heard_until(statics.filter(pc.field("mmsi").is_valid() & pc.field("time").is_valid()), until)
    said = said.filter(pa.array(mmsi_is_ship(ints(said["mmsi"])))).sort_by(
        [(name, "ascending") for name in ("mmsi", "time", "record")]
    )
    if not len(said):
        return events("missing_number", "missing_number/2", {"mmsi": [], "start": []})
    mmsi, time = ints(said["mmsi"]), ints(said["time"])
    ship = run_ids(run_starts(mmsi))
    numbered = np.full(int(ship[-1]) + 1, np.iinfo(np.int64).max)
    np.minimum.at(numbered, ship, np.where(ints(said["imo"]) != 0, time, numbered[ship]))
    row = np.flatnonzero(_sized(said, options) & (time < numbered[ship]))
    starts = run_starts(mmsi[row])
    first = row[np.maximum.accumulate(np.where(starts, np.arange(len(row)), 0))]
    place = np.arange(len(row)) - np.maximum.accumulate(np.where(starts, np.arange(len(row)), 0))
    long = (place + 1 >= options.min_statements) & (time[row] - time[first] >= options.min_hours * HOUR_US)
    shown = np.flatnonzero(long & run_starts(mmsi[row], long))
    return _rows(said, first[shown], row[shown], row[run_ends(starts)][run_ids(starts)[shown]])


def _sized(said: pa.Table, options: MissingNumber) -> NDArray[np.bool_]:
    """True for statements of a ship that must have a number, in a message that would carry it."""
    kind, length, width = ints(said["ship_type"]), floats(said["length_m"]), floats(said["width_m"])
    with np.errstate(invalid="ignore", divide="ignore"):
        sized = (length >= options.min_length_m) & (length / width <= options.most_slender)
    voyage = pc.or_(pc.greater(pc.fill_null(said["draught_m"], 0.0), 0.0), said["eta"].is_valid())
    voyage = pc.or_(voyage, pc.not_equal(pc.fill_null(said["destination"], ""), ""))
    low, high = options.types
    return np.asarray((kind >= low) & (kind <= high) & sized & voyage.to_numpy())


def _rows(said: pa.Table, first: Ints, shown: Ints, last: Ints) -> pa.Table:
    time, names = ints(said["time"]), sources(said["source"])
    codes = np.sort(np.stack([names.codes[first], names.codes[shown]]), axis=0)
    columns = {
        "mmsi": picked(said["mmsi"], first),
        "start": times(time[first]),
        "end": times(time[last]),
        "known": times(time[shown]),
        "source": pa.array(names.joined(codes[0], codes[1]), pa.string()),
        "because": pa.array(
            records(picked(said["record"], first), picked(said["record"], shown)), pa.list_(pa.string())
        ),
        "details": details(
            {
                "class": [CLASS] * len(first),
                "ship_type": ints(said["ship_type"])[shown].tolist(),
                "length_m": rounded(floats(said["length_m"])[shown], 0),
                "width_m": rounded(floats(said["width_m"])[shown], 0),
                "name": picked(said["name"], shown).to_pylist(),
            }
        ),
    }
    return apart(events("missing_number", "missing_number/2", columns), "class")


STEP = Step(
    "missing_number",
    takes=("statics",),
    gives="events",
    run=missing_numbers,
    options=MissingNumber(),
    timed=True,
)

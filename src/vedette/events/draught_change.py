"""Draught change: a ship reports that she lies deeper or higher than before."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette.events.rows import details, events, heard_until, picked, records, rounded, sources
from vedette.kernels.arrays import HOUR_US, floats, ints, times
from vedette.kernels.marks import mmsi_is_ship
from vedette.kernels.runs import run_starts
from vedette.steps import Step

MOST_M = 25.5  # a message holds no more (ITU-R M.1371-5, table 52)


@dataclass(frozen=True)
class DraughtChange:
    """How much deeper or higher counts, and how far apart two statements may be.

    1.0 m is what RadianceFleet asks of ships under 80,000 tonnes deadweight; PurpleTRAC's example from near
    North Korea is 8.6 to 13.1 m. Past 30 days the two statements are of different voyages.
    """

    min_change_m: float = 1.0
    max_days: float = 30.0


def draught_changes(
    statics: pa.Table, options: DraughtChange = DraughtChange(), until: datetime | None = None
) -> pa.Table:
    """Find where a ship's reported draught rises or falls between one statement and the next that gives one.

    It starts with the last statement of the old draught and ends, and is known, with the first of the new.
    The crew types the draught, often late or never, so this corroborates a call or a meeting and shows
    neither. No draught, 0 and what cannot be sent are no statements.
    """
    said = heard_until(statics.filter(pc.field("mmsi").is_valid() & pc.field("time").is_valid()), until)
    said = said.filter((pc.field("draught_m") > 0) & (pc.field("draught_m") <= MOST_M))
    said = said.filter(pa.array(mmsi_is_ship(ints(said["mmsi"])))).sort_by(
        [(name, "ascending") for name in ("mmsi", "time", "record")]
    )
    mmsi, time, draught = ints(said["mmsi"]), ints(said["time"]), floats(said["draught_m"])
    waited, deeper = np.diff(time), np.round(np.diff(draught), 6)
    changed = ~run_starts(mmsi)[1:] & (np.abs(deeper) >= options.min_change_m)
    old = np.flatnonzero(changed & (waited <= options.max_days * 24 * HOUR_US))
    new = old + 1
    names = sources(said["source"])
    codes = np.sort(np.stack([names.codes[old], names.codes[new]]), axis=0)
    columns = {
        "mmsi": picked(said["mmsi"], old),
        "start": times(time[old]),
        "end": times(time[new]),
        "known": times(time[new]),
        "source": pa.array(names.joined(codes[0], codes[1]), pa.string()),
        "because": pa.array(
            records(picked(said["record"], old), picked(said["record"], new)), pa.list_(pa.string())
        ),
        "details": details(
            {
                "before_m": rounded(draught[old], 1),
                "after_m": rounded(draught[new], 1),
                "hours": rounded(waited[old] / HOUR_US, 2),
                **{name: rounded(floats(said[name])[new], 1) for name in ("length_m", "width_m")},
            }
        ),
    }
    return events("draught_change", "draught_change/1", columns)


STEP = Step(
    "draught_change",
    takes=("statics",),
    gives="events",
    run=draught_changes,
    options=DraughtChange(),
    timed=True,
)

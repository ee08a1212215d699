"""Doubts: positions that cannot be what they say, marked with the reason and kept."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from vedette.fields import conform
from vedette.kernels.arrays import floats, ints, known
from vedette.kernels.marks import mmsi_is_ship
from vedette.kernels.order import by_time
from vedette.kernels.sphere import distance_m, too_fast
from vedette.positions.reasons import doubted
from vedette.steps import Step

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
NULL_ISLAND_DEG = 1e-5  # a metre: a receiver without a fix sends 0, 0; a ship does not stop exactly there
LONGEST_STRAY = 3


@dataclass(frozen=True)
class Doubts:
    """How fast is too fast for a ship.

    60 kn is above what merchant ships and ferries reach (about 45 kn), with room for rounded positions.
    A minute is how far the clocks of two receivers, or a time without seconds, are trusted to differ.
    """

    max_kn: float = 60.0
    clock_slack_s: float = 60.0


def doubts(positions: pa.Table, options: Doubts = Doubts(), until: datetime | None = None) -> pa.Table:
    """Mark what cannot be: ``mmsi``, ``no position``, ``null island``, ``future``, ``stray``.

    A stray is one to three positions that cannot be reached from the one before nor left for the one after
    below ``options.max_kn``, while the ship could go straight from before to after. When the positions
    around them contradict each other too (one number on two ships, a receiver whose clock is wrong) nobody
    can say which is right, and none is called a stray.
    """
    mmsi, time = ints(positions["mmsi"]), ints(positions["time"])
    lat, lon = floats(positions["lat"]), floats(positions["lon"])
    somewhere = np.isfinite(lat) & np.isfinite(lon)
    future = np.zeros(len(mmsi), dtype=np.bool_)
    if until is not None:
        future = time > int(pa.scalar(until, pa.timestamp("us")).value)
    wrong = {
        "mmsi": ~mmsi_is_ship(mmsi),
        "no position": ~somewhere,
        "null island": somewhere & (np.abs(lat) < NULL_ISLAND_DEG) & (np.abs(lon) < NULL_ISLAND_DEG),
        "future": future,
    }
    trusted = ~known(positions["doubt"]) & known(positions["time"]) & ~np.any(list(wrong.values()), axis=0)
    rows = np.flatnonzero(trusted)
    order = by_time(
        mmsi[rows], time[rows], *(positions[c].take(pa.array(rows)) for c in ("record", "source"))
    )
    rows = rows if order is None else rows[order]
    stray = np.zeros(len(mmsi), dtype=np.bool_)
    stray[rows[_strays(mmsi[rows], time[rows], lat[rows], lon[rows], options)]] = True
    for reason, where in (*wrong.items(), ("stray", stray)):
        positions = doubted(positions, where, reason)
    return conform(positions, "positions")


def _strays(mmsi: Ints, time: Ints, lat: Floats, lon: Floats, options: Doubts) -> Flags:
    count = len(mmsi)
    found = np.zeros(count, dtype=np.bool_)

    def impossible(a: Ints, b: Ints) -> Flags:
        metres = distance_m(lat[a], lon[a], lat[b], lon[b])
        return too_fast(metres, (time[b] - time[a]) / 1e6, options.max_kn, options.clock_slack_s)

    rows = np.arange(count - 1)
    same = mmsi[rows] == mmsi[rows + 1] if count else np.zeros(0, dtype=np.bool_)
    # broken[i] says that the ship cannot have come from row i - 1 to row i.
    broken = np.zeros(count + LONGEST_STRAY + 2, dtype=np.bool_)
    broken[1:count] = impossible(rows, rows + 1) & same
    for length in range(1, LONGEST_STRAY + 1):
        first = np.flatnonzero(broken[1 : max(1, count - length)]) + 1
        after = first + length
        around = broken[first - 1] | broken[after + 1]
        first = first[broken[after] & (mmsi[first - 1] == mmsi[after]) & ~around]
        first = first[~impossible(first - 1, first + length)]
        for step in range(1, length):
            first = first[impossible(first - 1, first + step) & impossible(first + step - 1, first + length)]
        for step in range(length):
            found[first + step] = True
    return found


STEP = Step("doubts", takes=("positions",), gives="positions", run=doubts, options=Doubts(), timed=True)

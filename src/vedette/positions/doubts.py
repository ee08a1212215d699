"""Doubts: positions that cannot be what they say, marked with the reason and kept."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa

from vedette.fields import conform
from vedette.kernels.arrays import floats, ints, known
from vedette.kernels.marks import mmsi_is_ship
from vedette.kernels.order import by_time, in_order
from vedette.kernels.ways import Points, strays
from vedette.positions.reasons import doubted
from vedette.steps import Step

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
    trusted = ~known(positions["doubt"]) & known(positions["time"])
    for where in wrong.values():
        trusted &= ~where
    rows = np.flatnonzero(trusted)
    if len(rows) < len(mmsi):
        mmsi, time, lat, lon = mmsi[rows], time[rows], lat[rows], lon[rows]
        order = by_time(mmsi, time, *(positions[name].take(pa.array(rows)) for name in ("record", "source")))
    else:
        order = in_order(positions)
    if order is not None:
        rows, mmsi, time, lat, lon = rows[order], mmsi[order], time[order], lat[order], lon[order]
    stray = np.zeros(len(positions), dtype=np.bool_)
    points = Points(mmsi, time, lat, lon)
    stray[rows[strays(points, options.max_kn, options.clock_slack_s, LONGEST_STRAY)]] = True
    for reason, where in (*wrong.items(), ("stray", stray)):
        positions = doubted(positions, where, reason)
    return conform(positions, "positions")


STEP = Step("doubts", takes=("positions",), gives="positions", run=doubts, options=Doubts(), timed=True)

"""Duplicates: one message that reached the record twice."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from vedette.fields import conform
from vedette.kernels.arrays import floats, ints
from vedette.kernels.order import in_order, shared_moments
from vedette.kernels.runs import run_ids, run_starts
from vedette.kernels.sphere import distance_m
from vedette.positions.reasons import doubted
from vedette.steps import Step

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Duplicates:
    """How far apart two copies of one message may lie.

    Feeds round coordinates to as little as three or four decimals; 50 m is half of three decimals.
    At most ``max_places`` places of one ship in one moment are told apart (one number used by many ships).
    """

    same_place_m: float = 50.0
    max_places: int = 8


def duplicates(positions: pa.Table, options: Duplicates = Duplicates()) -> pa.Table:
    """Doubt the copies of a position: same ship, same moment, same place; the first read is kept.

    Two places of one ship in one moment are not copies: both stay, and what comes later may judge them.
    """
    mmsi, time = ints(positions["mmsi"]), ints(positions["time"])
    rows = in_order(positions)
    if rows is None and not shared_moments(mmsi, time):
        return positions
    rows = np.arange(len(mmsi), dtype=np.int64) if rows is None else rows
    lat, lon = floats(positions["lat"]), floats(positions["lon"])
    rows = rows[np.isfinite(lat[rows]) & np.isfinite(lon[rows])]
    starts = run_starts(mmsi[rows], time[rows])
    shares = ~starts
    shares[:-1] |= ~starts[1:]
    copies = np.zeros(len(mmsi), dtype=np.bool_)
    rows, moment = rows[shares], run_ids(starts)[shares]
    copies[rows[_copies(moment, lat[rows], lon[rows], options)]] = True
    return conform(doubted(positions, copies, "doubled"), "positions")


def _copies(moment: Ints, lat: Floats, lon: Floats, options: Duplicates) -> Flags:
    """In each moment the first row is kept and those near it are copies; then the next row that is left."""
    copies = np.zeros(len(moment), dtype=np.bool_)
    left = np.arange(len(moment))
    for _ in range(options.max_places):
        starts = run_starts(moment[left])
        first = left[np.maximum.accumulate(np.where(starts, np.arange(len(left)), 0))]
        near = distance_m(lat[left], lon[left], lat[first], lon[first]) <= options.same_place_m
        copies[left] = near & ~starts
        left = left[~near]
    return copies


STEP = Step("duplicates", takes=("positions",), gives="positions", run=duplicates, options=Duplicates())

"""Impossible number: a ship says an IMO number that cannot be one, or sends an MMSI of no country."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette.events.identity_rows import apart
from vedette.events.rows import details, events, sources
from vedette.kernels.arrays import ints, times
from vedette.kernels.marks import imo_valid, mmsi_is_ship
from vedette.kernels.mids import flags
from vedette.kernels.runs import run_ends, run_starts
from vedette.steps import Step

Ints = NDArray[np.int64]
SHARED_MID = 306  # given to Bonaire, Curaçao and Sint Maarten together, so it tells no flag


@dataclass(frozen=True)
class ImpossibleNumber:
    """There is nothing to choose: the check digit and the table of countries decide."""


def impossible_numbers(statics: pa.Table, options: ImpossibleNumber = ImpossibleNumber()) -> pa.Table:  # noqa: ARG001
    """Find the ships that say an IMO number with a wrong check digit, or have an MMSI no country gives out.

    Both are clashes of a number with itself (SeaVision counts them as invalid identities). An IMO number of 0
    says nothing and is none. Numbers of other stations than ships' are left alone. There is one row for each
    number, from when it was first said to when it was last; crews mistype, so it is a hint and no more.
    """
    said = statics.filter(pc.field("mmsi").is_valid() & pc.field("time").is_valid()).sort_by(
        [(name, "ascending") for name in ("mmsi", "time", "record")]
    )
    mmsi, imo = ints(said["mmsi"]), ints(said["imo"])
    ship = mmsi_is_ship(mmsi)
    wrong = _rows(said, ship & (imo != 0) & ~imo_valid(imo), imo, "wrong IMO number")
    nobodys = _rows(said, ship & ~_somebodys(mmsi), mmsi, "MMSI of no country")
    return apart(pa.concat_tables([wrong, nobodys]), "class", "said")


def _somebodys(mmsi: Ints) -> NDArray[np.bool_]:
    flag = np.asarray(flags(mmsi).is_valid().to_numpy(zero_copy_only=False), dtype=np.bool_)
    return np.asarray(flag | (mmsi // 1_000_000 == SHARED_MID))


def _rows(said: pa.Table, where: NDArray[np.bool_], number: Ints, what: str) -> pa.Table:
    rows = np.flatnonzero(where)
    mmsi, time = ints(said["mmsi"]), ints(said["time"])
    rows = rows[np.lexsort((rows, number[rows], mmsi[rows]))]
    starts = run_starts(mmsi[rows], number[rows])
    first, last = rows[starts], rows[run_ends(starts)]
    names = sources(said["source"])
    columns = {
        "mmsi": pa.array(mmsi[first]),
        "start": times(time[first]),
        "end": times(time[last]),
        "known": times(time[first]),
        "source": pa.array([names.names[code] for code in names.codes[first].tolist()], pa.string()),
        "because": pa.array([[one] for one in said["record"].take(pa.array(first)).to_pylist()]),
        "details": details({"class": [what] * len(first), "said": number[first].tolist()}),
    }
    return events("identity_clash", "impossible_number/1", columns)


STEP = Step(
    "impossible_number",
    takes=("statics",),
    gives="events",
    run=impossible_numbers,
    options=ImpossibleNumber(),
)

"""Unknowns: the numbers by which a transponder says that it does not know."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from vedette.fields import conform
from vedette.kernels.arrays import floats, ints, reals
from vedette.steps import Step

Floats = NDArray[np.float64]
ROUNDING_DEG = 1e-6


@dataclass(frozen=True)
class Unknowns:
    """Which speeds are no speeds.

    102.3 kn is "not available" and 102.2 "102.2 or more" in ITU-R M.1371-5; 51.2 and 63.0 kn are bad values
    in practice (Global Fishing Watch, pipe-segment).
    """

    max_speed_kn: float = 102.15
    bad_speeds_kn: tuple[float, ...] = (51.2, 63.0)


def unknowns(positions: pa.Table, options: Unknowns = Unknowns()) -> pa.Table:
    """The positions with null where the sender did not know (ITU-R M.1371-5, tables 47 to 50).

    Latitude 91 and longitude 181, or beyond the globe, are no place, nor is one without the other. A speed
    below 0 or of 102.2 kn and more, a course or heading of 360° and more, and a status outside 0 to 15 are
    unknown. A place 0.1 m past a pole or the date line by rounding is put on it.
    """
    lat, lon = floats(positions["lat"]), floats(positions["lon"])
    somewhere = (np.abs(lat) <= 90 + ROUNDING_DEG) & (np.abs(lon) <= 180 + ROUNDING_DEG)
    speed = floats(positions["speed_kn"])
    # Half a tenth, since a feed may carry 51.2 as the float32 51.2000008.
    bad = np.any([np.abs(speed - value) < 0.05 for value in options.bad_speeds_kn], axis=0)
    status = ints(positions["status"], null=-1)
    cleaned = {
        "lat": reals(np.where(somewhere, np.clip(lat, -90.0, 90.0), np.nan)),
        "lon": reals(np.where(somewhere, np.clip(lon, -180.0, 180.0), np.nan)),
        "speed_kn": reals(np.where((speed >= 0) & (speed <= options.max_speed_kn) & ~bad, speed, np.nan)),
        "course_deg": reals(_direction(floats(positions["course_deg"]))),
        "heading_deg": reals(_direction(floats(positions["heading_deg"]))),
        "status": pa.array(status, mask=(status < 0) | (status > 15)),
    }
    for name, column in cleaned.items():
        positions = positions.set_column(positions.column_names.index(name), name, column)
    return conform(positions, "positions")


def _direction(degrees: Floats) -> Floats:
    return np.where((degrees >= 0) & (degrees < 360), degrees, np.nan)


STEP = Step("unknowns", takes=("positions",), gives="positions", run=unknowns, options=Unknowns())

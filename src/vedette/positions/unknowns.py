"""Unknowns: the numbers by which a transponder says that it does not know."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from vedette.fields import conform
from vedette.kernels.arrays import floats, ints
from vedette.kernels.limits import about, beyond
from vedette.steps import Step

ROUNDING_DEG = 1e-6
_UNDER_360 = float(np.nextafter(360.0, 0.0))
_HALF_TENTH = 0.05  # a feed may carry 51.2 as the float32 51.2000008


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
    if any(
        beyond(degrees, -most, most) or positions[name].null_count
        for name, degrees, most in (("lat", lat, 90.0), ("lon", lon, 180.0))
    ):
        positions = _places(positions, lat, lon)
    speed = floats(positions["speed_kn"])
    if beyond(speed, 0.0, options.max_speed_kn) + sum(
        about(speed, value, _HALF_TENTH) for value in options.bad_speeds_kn
    ) != _unknown(positions["speed_kn"]):
        bad = ~((speed >= 0) & (speed <= options.max_speed_kn))
        for value in options.bad_speeds_kn:
            bad |= np.abs(speed - value) < _HALF_TENTH
        positions = _without(positions, "speed_kn", speed, bad)
    for name in ("course_deg", "heading_deg"):
        if _unknown(positions[name]) < len(positions):
            degrees = floats(positions[name])
            if beyond(degrees, 0.0, _UNDER_360) != _unknown(positions[name]):
                positions = _without(positions, name, degrees, ~((degrees >= 0) & (degrees < 360)))
    if _unknown(positions["status"]) < len(positions):
        status = ints(positions["status"], null=-1)
        positions = _without(positions, "status", status, (status < 0) | (status > 15))
    return conform(positions, "positions")


def _unknown(column: pa.ChunkedArray) -> int:
    return int(column.null_count)


def _places(positions: pa.Table, lat: NDArray[Any], lon: NDArray[Any]) -> pa.Table:
    """The same table with places put on the globe or, far off it, unknown."""
    nowhere = ~((np.abs(lat) <= 90 + ROUNDING_DEG) & (np.abs(lon) <= 180 + ROUNDING_DEG))
    for name, degrees, most in (("lat", lat, 90.0), ("lon", lon, 180.0)):
        past = bool(np.any((np.abs(degrees) > most) & ~nowhere))
        cut = np.clip(degrees, -most, most) if past else degrees
        positions = _without(positions, name, cut, nowhere, changed=past)
    return positions


def _without(
    positions: pa.Table, name: str, values: NDArray[Any], unknown: NDArray[np.bool_], *, changed: bool = False
) -> pa.Table:
    """The same table with a column that is null where unknown; untouched when it is null there already."""
    if not changed and np.count_nonzero(unknown) == positions[name].null_count:
        return positions
    column = pa.array(values, mask=unknown)
    return positions.set_column(positions.column_names.index(name), name, column)


STEP = Step("unknowns", takes=("positions",), gives="positions", run=unknowns, options=Unknowns())

"""Ways: the hours of a silence, and the cell in which the ship likely was in each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from vedette.kernels.arrays import HOUR_US, floats, ints, known
from vedette.kernels.grid import cells
from vedette.kernels.runs import expanded
from vedette.kernels.sphere import bearing_deg, destination, distance_m

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
_HOURS_AT_ONCE = 400_000  # about 100 MB while nine cells round each are looked up


@dataclass(frozen=True)
class Silences:
    """Gaps as arrays; one that is still open ends now, and is where it began."""

    start: Ints
    end: Ints
    lat: Floats
    lon: Floats
    end_lat: Floats
    end_lon: Floats
    open: Flags
    most_hours: int
    most_open_hours: int

    @classmethod
    def of(cls, gaps: pa.Table, now: int, *, most_hours: int, most_open_hours: int) -> "Silences":
        """The gaps, with what may be looked at of each: of a long one its first and its last hours."""
        lat, lon, end_lat, end_lon = (floats(gaps[name]) for name in ("lat", "lon", "end_lat", "end_lon"))
        open_ = ~known(gaps["end"])
        start, end = ints(gaps["start"]), np.where(open_, now, ints(gaps["end"]))
        return cls(start, end, lat, lon, end_lat, end_lon, open_, most_hours, most_open_hours)

    def ways(self) -> Iterator["Way"]:
        """The hours of all silences, some silences at a time."""
        first = self.start // HOUR_US + 1
        past = np.maximum(self.end // HOUR_US, first)
        most = np.where(self.open, self.most_open_hours, self.most_hours)
        count = np.where(np.isfinite(self.lat + self.lon), np.minimum(past - first, most), 0)
        total = np.cumsum(count)
        at = 0
        while at < len(count):
            before = int(total[at - 1]) if at else 0
            stop = max(at + 1, int(np.searchsorted(total, before + _HOURS_AT_ONCE, side="right")))
            yield self._way(np.arange(at, stop), first[at:stop], past[at:stop], count[at:stop])
            at = stop

    def _way(self, rows: Ints, first: Ints, past: Ints, count: Ints) -> "Way":
        group, place = expanded(count)
        gap = rows[group]
        late = ~self.open[gap] & (2 * place >= count[group])
        hour = np.where(late, past[group] - (count[group] - place), first[group] + place)
        length = np.maximum(self.end[gap] - self.start[gap], 1)
        part = np.clip(((hour + 0.5) * HOUR_US - self.start[gap]) / length, 0.0, 1.0)
        points = self.lat[rows], self.lon[rows], self.end_lat[rows], self.end_lon[rows]
        metres, course = distance_m(*points), bearing_deg(*points)
        lat, lon = destination(self.lat[gap], self.lon[gap], course[group], part * metres[group])
        # Where she went while she is not back nobody knows; she is looked for where she was.
        there = ~self.open[gap] & np.isfinite(lat)
        lat, lon = np.where(there, lat, self.lat[gap]), np.where(there, lon, self.lon[gap])
        return Way(gap, hour, place, late, cells(lat, lon))


class Way(NamedTuple):
    """Hours of some silences: the gap, the hour since 1970, its place among them, its half, the cell."""

    gap: Ints
    hour: Ints
    place: Ints
    late: Flags
    cell: Ints

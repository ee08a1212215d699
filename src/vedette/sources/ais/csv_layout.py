"""Where a CSV of positions keeps each of our columns, and how it writes them."""

from collections.abc import Mapping
from dataclasses import dataclass

from vedette.sources.ais import csv_statics
from vedette.sources.ais.csv_lines import Header
from vedette.sources.ais.csv_times import TimeForm

ESSENTIAL = ("mmsi", "time", "lat", "lon")
OPTIONAL = ("speed_kn", "course_deg", "heading_deg", "status", *csv_statics.COLUMNS)
# 91 and 181 say that the place is not known. What is beyond them is most often the other column, and would be
# taken for not known as well: a file of such rows must not look as if it had been read.
MAX_LAT, MAX_LON = 91, 181


@dataclass(frozen=True)
class Layout:
    """Where one file keeps each of our columns, and how it writes them."""

    header: Header
    places: Mapping[str, int]
    time: TimeForm
    speed_factor: float = 1.0

    @property
    def comma(self) -> bool:
        """Whether a comma may stand for the decimal point."""
        return self.header.delimiter != ","

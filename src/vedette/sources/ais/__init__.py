"""Ship positions and what ships say of themselves: one file per publisher or format."""

from vedette.sources.ais import (
    aisstream,
    danish,
    digitraffic,
    global_fishing_watch,
    gpsdio,
    gpsdio_packed,
    marine_cadastre,
    nmea,
    other_csv,
    synthetic_csv,
)
from vedette.steps import Source

SOURCES: tuple[Source, ...] = (
    synthetic_csv.SOURCE,
    danish.SOURCE,
    marine_cadastre.SOURCE,
    global_fishing_watch.SOURCE,
    nmea.SOURCE,
    aisstream.SOURCE,
    digitraffic.SOURCE,
    gpsdio.SOURCE,
    gpsdio_packed.SOURCE,
    other_csv.SOURCE,
)

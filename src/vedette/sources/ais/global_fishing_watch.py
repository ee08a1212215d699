"""AIS positions as Global Fishing Watch writes them: ``ssvid`` for the MMSI, times with their zone."""

from functools import partial

from vedette.sources.ais.columns import Dialect, read, recognised
from vedette.steps import Source

NAME = "ais/global-fishing-watch"
DIALECT = Dialect(
    names={
        "mmsi": ("ssvid",),
        "time": ("timestamp",),
        "lat": ("lat",),
        "lon": ("lon",),
        "speed_kn": ("speed", "speedknots"),
        "course_deg": ("course",),
        "heading_deg": ("heading",),
        "imo": ("imo",),
        "name": ("shipname",),
        "call_sign": ("callsign",),
        "destination": ("destination",),
    }
)
SOURCE = Source(
    name=NAME,
    gives=("positions", "statics"),
    publisher="Global Fishing Watch",
    licence="as the file says; the public data are CC BY-NC 4.0",
    url="https://globalfishingwatch.org/data-download/",
    recognise=partial(recognised, dialect=DIALECT),
    read=partial(read, dialect=DIALECT, source=NAME),
)

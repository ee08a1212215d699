"""AIS of the United States as NOAA MarineCadastre publishes it: to 2024, and under new names since 2025."""

from functools import partial

from vedette.sources.ais.columns import Dialect, read, recognised
from vedette.steps import Source

NAME = "ais/marine-cadastre"
DIALECT = Dialect(
    names={
        "mmsi": ("mmsi",),
        "time": ("basedatetime",),
        "lat": ("lat", "latitude"),
        "lon": ("lon", "longitude"),
        "speed_kn": ("sog",),
        "course_deg": ("cog",),
        "heading_deg": ("heading",),
        "status": ("status",),
        "imo": ("imo",),
        "name": ("vesselname",),
        "call_sign": ("callsign",),
        "ship_type": ("vesseltype",),
        "length_m": ("length",),
        "width_m": ("width",),
        "draught_m": ("draft",),
    }
)
SOURCE = Source(
    name=NAME,
    gives=("positions", "statics"),
    publisher="NOAA and BOEM, MarineCadastre; data of the US Coast Guard",
    licence="public domain (work of the US government)",
    url="https://hub.marinecadastre.gov/pages/vesseltraffic",
    recognise=partial(recognised, dialect=DIALECT),
    read=partial(read, dialect=DIALECT, source=NAME),
)

"""AIS as the Danish Maritime Authority publishes it: times as 31/12/2024 23:59:59, words for numbers."""

from functools import partial

from vedette.sources.ais.columns import Dialect, read, recognised
from vedette.sources.ais.csv_times import TimeForm
from vedette.steps import Source

NAME = "ais/danish"
DIALECT = Dialect(
    names={
        "mmsi": ("mmsi",),
        "time": ("timestamp",),
        "lat": ("latitude",),
        "lon": ("longitude",),
        "speed_kn": ("sog",),
        "course_deg": ("cog",),
        "heading_deg": ("heading",),
        "status": ("navigationalstatus",),
        "imo": ("imo",),
        "name": ("name",),
        "call_sign": ("callsign",),
        "ship_type": ("shiptype",),
        "length_m": ("length",),
        "width_m": ("width",),
        "draught_m": ("draught",),
        "destination": ("destination",),
        "eta": ("eta",),
    },
    marks=("typeofmobile",),
    time=TimeForm(("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M"), words="such as 31/12/2024 23:59:59"),
)
SOURCE = Source(
    name=NAME,
    gives=("positions", "statics"),
    publisher="Danish Maritime Authority",
    licence="free of charge, on the publisher's terms",
    url="https://www.dma.dk/safety-at-sea/navigational-information/ais-data",
    recognise=partial(recognised, dialect=DIALECT),
    read=partial(read, dialect=DIALECT, source=NAME),
)

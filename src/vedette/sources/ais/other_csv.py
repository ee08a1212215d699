"""AIS in any other CSV: understood by the common names of its columns, or by a map the user gives.

The map is a TOML file:

    time_format = "%d/%m/%Y %H:%M"   # or epoch_s, epoch_ms; only when the times can be read in two ways
    speed_factor = 0.1               # what the file's speeds are multiplied by to give knots
    delimiter = ";"

    [columns]
    mmsi = "Ship number"
    time = "Seen"
    lat = "Y"
    lon = "X"
    speed_kn = "Speed, tenths of a knot"
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from vedette.errors import SourceError
from vedette.sources.ais import columns
from vedette.sources.ais.csv_layout import ESSENTIAL, OPTIONAL, Layout
from vedette.sources.ais.csv_lines import Header
from vedette.sources.ais.csv_reading import rows
from vedette.sources.ais.csv_times import ISO, exactly, settled
from vedette.steps import Batch, Opened, Reading, Source

NAME = "ais/csv"
# As ``columns.key`` writes them. A name that means several things, such as "date" or "x", is not here.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "mmsi": ("mmsi", "ssvid", "userid", "mmsinumber", "mmsicode", "sourcemmsi", "vesselmmsi", "shipmmsi"),
    "time": (
        "time",
        "timestamp",
        "timestamputc",
        "timeutc",
        "utctime",
        "datetime",
        "datetimeutc",
        "basedatetime",
        "postime",
        "positiontime",
        "positiontimestamp",
        "dtposutc",
        "tsposutc",
        "receivedat",
        "receivetime",
        "send",
        "epoch",
        "unixtime",
        "msgtime",
        "messagetimestamp",
    ),
    "lat": ("lat", "latitude", "latitudedegrees", "latdeg", "latdd", "latitudedeg", "poslat", "ylat"),
    "lon": (
        "lon",
        "long",
        "lng",
        "longitude",
        "longitudedegrees",
        "londeg",
        "londd",
        "longitudedeg",
        "poslon",
        "xlon",
    ),
    "speed_kn": ("sog", "sogknots", "sogkn", "sogkts", "speedoverground", "speedknots", "speedkn", "speed"),
    "course_deg": ("cog", "cogdegrees", "cogdeg", "courseoverground", "course", "coursedeg"),
    "heading_deg": ("heading", "trueheading", "hdg", "headingdeg", "headingdegrees", "headingtrue"),
    "status": ("navstat", "navstatus", "navigationalstatus", "navigationstatus", "nav", "status"),
    "imo": ("imo", "imonumber", "vesselimo", "shipimo", "imono"),
    "name": ("vesselname", "shipname", "name"),
    "call_sign": ("callsign", "ircs"),
    "ship_type": ("vesseltype", "shiptype", "aistype", "shipandcargotype", "vesseltypecode", "shiptypecode"),
    "length_m": ("length", "lengthm", "loa"),
    "width_m": ("width", "beam", "widthm"),
    "draught_m": ("draught", "draft", "draughtm"),
    "destination": ("destination", "dest"),
    "eta": ("eta",),
}
# What may be anything, and is the time where no other column is and its own first values are times.
SHORT_FOR_TIME = ("t", "ts", "utc", "date", "when", "seen", "observed")
_TOP = ("columns", "time_format", "speed_factor", "delimiter")


def recognised(opened: Opened) -> float:
    """0.6 when each essential column has one name, 0.3 when one has several and a person must choose."""
    best = 0.0
    for header in columns.headers(opened):
        found = _places_in(opened, header)
        if all(found[column] for column in ESSENTIAL):
            best = max(best, 0.6 if all(len(found[column]) == 1 for column in ESSENTIAL) else 0.3)
    return best


def _places_in(opened: Opened, header: Header) -> dict[str, tuple[int, ...]]:
    """Where each of our columns may stand by the common names, and by a short one for the time."""
    found = columns.places_in(header, SYNONYMS)
    if not found["time"]:
        short = columns.places_in(header, {"time": SHORT_FOR_TIME})["time"]
        found["time"] = tuple(at for at in short if _holds_times(opened, header, at))
    return found


def _holds_times(opened: Opened, header: Header, place: int) -> bool:
    try:
        return settled(columns.samples(opened, header, place)) is not None
    except ValueError:
        return True  # times, of which it is not clear whether the day or the month comes first


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """The rows of a file by the user's map, else by the common names of its columns."""
    layout = _mapped(opened, reading.columns) if reading.columns else _by_names(opened)
    return rows(opened, reading, layout, NAME)


def _by_names(opened: Opened) -> Layout:
    candidates = [(header, _places_in(opened, header)) for header in columns.headers(opened)]
    if not candidates:
        raise columns.not_understood(opened, "this is no CSV of positions")
    header, found = max(candidates, key=lambda one: sum(bool(one[1][column]) for column in ESSENTIAL))
    for column in ESSENTIAL:
        if len(found[column]) > 1:
            names = " and ".join(repr(header.names[at]) for at in found[column])
            raise columns.not_understood(opened, f"{names} may both be {column}")
    if missing := [column for column in ESSENTIAL if not found[column]]:
        raise columns.not_understood(opened, f"no column is known to be {', '.join(missing)}")
    return _laid_out(opened, header, {column: at[0] for column, at in found.items() if at}, None, 1.0)


def _laid_out(
    opened: Opened, header: Header, places: dict[str, int], time_format: str | None, speed_factor: float
) -> Layout:
    if time_format is not None:
        return Layout(header, places, exactly(time_format), speed_factor)
    form = columns.time_form(opened, header, places["time"])
    if form is None:
        sent = [value for value in columns.samples(opened, header, places["time"]) if value.strip()]
        if sent:
            name = header.names[places["time"]]
            reason = f"column {name!r}: it is not clear what time {sent[0][:40]!r} is"
            raise SourceError(reason, file=opened.name, line=header.line + 1, hint=columns.MAP_HINT)
    return Layout(header, places, form or ISO, speed_factor)


def _mapped(opened: Opened, path: Path) -> Layout:
    """The layout a column map asks for; SourceError when map and file do not fit."""
    asked = _map(path)
    names: dict[str, str] = asked["columns"]  # type: ignore[assignment]
    delimiter = asked.get("delimiter")
    candidates = [h for h in columns.headers(opened) if delimiter in (None, h.delimiter)]
    if not candidates:
        raise columns.not_understood(opened, "the first line has no columns as the map wants them")
    header = max(candidates, key=lambda one: sum(_place(one, name) is not None for name in names.values()))
    places: dict[str, int] = {}
    for column, name in names.items():
        place = _place(header, name)
        if place is None:
            raise columns.not_understood(opened, f"{path.name} wants the column {name!r} for {column}")
        places[column] = place
    return _laid_out(
        opened,
        header,
        places,
        asked.get("time_format"),  # type: ignore[arg-type]
        float(asked.get("speed_factor", 1.0)),  # type: ignore[arg-type]
    )


def _place(header: Header, name: str) -> int | None:
    """Where a name stands: as written, else the only one with the same letters and digits."""
    if header.names.count(name) == 1:
        return header.names.index(name)
    same = [at for at, have in enumerate(header.names) if columns.key(have) == columns.key(name)]
    return same[0] if len(same) == 1 else None


def _map(path: Path) -> dict[str, object]:
    """A column map as it was written, once it is known to say what it must and no more."""
    try:
        asked = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourceError(f"the column map cannot be read ({error})", file=path.name) from error
    names = asked.get("columns", {})
    wrong = ""
    if extra := sorted(set(asked) - set(_TOP)):
        wrong = f"unknown key {', '.join(extra)}; known: {', '.join(_TOP)}"
    elif not isinstance(names, dict) or not all(isinstance(name, str) for name in names.values()):
        wrong = "[columns] must give a name in quotes for each column"
    elif extra := sorted(set(names) - {*ESSENTIAL, *OPTIONAL}):
        wrong = f"unknown column {', '.join(extra)}; known: {', '.join((*ESSENTIAL, *OPTIONAL))}"
    elif missing := [column for column in ESSENTIAL if column not in names]:
        wrong = f"[columns] lacks {', '.join(missing)}"
    elif not isinstance(asked.get("time_format", ""), str):
        wrong = "time_format must be text, such as '%d/%m/%Y %H:%M'"
    elif isinstance(factor := asked.get("speed_factor", 1), bool) or not isinstance(factor, int | float):
        wrong = "speed_factor must be a number"
    elif asked.get("delimiter", ",") not in tuple(columns.DELIMITERS):
        wrong = "delimiter must be one of , ; | or \\t"
    if wrong:
        raise SourceError(wrong, file=path.name, hint=columns.MAP_HINT)
    return asked


SOURCE = Source(
    name=NAME,
    gives=("positions", "statics"),
    publisher="whoever made the file",
    licence="as the file's publisher says",
    url="",
    recognise=recognised,
    read=read,
)

"""gpsdio messages of Global Fishing Watch: JSON lines with the number, place and time of a ship."""

from collections.abc import Iterator
from typing import Any

from vedette.sources.ais.heard import Heard, Position, Unusable
from vedette.sources.ais.objects import each, gathered, integer, mmsi, moment, needed, number
from vedette.steps import Batch, Opened, Reading, Source


def recognise(opened: Opened) -> float:
    """Sure of objects whose keys are a ship's number, ``lat``, ``lon`` and ``timestamp``."""
    first = opened.head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0]
    if not first.startswith(b"{") or not all(key in first for key in (b'"lat"', b'"lon"', b'"timestamp"')):
        return 0.0
    return 0.8 if b'"ssvid"' in first or b'"mmsi"' in first else 0.0


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """One position for each message that has a place; the others are refused."""
    heard = Heard(opened, SOURCE.name, reading)

    def keep(message: dict[str, Any], line: int, text: str) -> None:
        position = _position(message, line)
        if heard.in_time(line, position.time, text):
            heard.position(position)

    yield from gathered(heard, each(opened, reading, "ssvid"), keep)


def _position(message: dict[str, Any], line: int) -> Position:
    time = moment(message, "timestamp")
    if time is None:
        raise Unusable("there is no timestamp")
    return Position(
        line,
        mmsi(message, "ssvid" if "ssvid" in message else "mmsi"),
        time,
        doubt=None,
        lat=needed(message, "lat"),
        lon=needed(message, "lon"),
        speed_kn=number(message, "speed"),
        course_deg=number(message, "course"),
        heading_deg=number(message, "heading"),
        status=integer(message, "status"),
    )


SOURCE = Source(
    name="ais/gpsdio",
    gives=("positions",),
    publisher="Global Fishing Watch",
    licence="as the file's publisher says",
    url="https://github.com/SkyTruth/gpsdio",
    recognise=recognise,
    read=read,
)

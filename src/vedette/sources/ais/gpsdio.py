"""gpsdio messages of Global Fishing Watch: JSON lines with the number, place and time of a ship."""

from collections.abc import Iterator
from typing import Any

from vedette.sources.ais.heard import Heard, Position, Static, Unusable, clean, metres, speed
from vedette.sources.ais.objects import (
    coded,
    each,
    gathered,
    integer,
    mmsi,
    moment,
    needed,
    number,
    words,
)
from vedette.steps import Batch, Opened, Reading, Source

STATICS = frozenset((5, 24))
POSITIONS = frozenset((1, 2, 3, 9, 18, 19, 27))


def recognise(opened: Opened) -> float:
    """Sure of objects whose keys are a ship's number and ``timestamp``, with a place or a type."""
    first = opened.head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0]
    if not first.startswith(b"{") or b'"timestamp"' not in first:
        return 0.0
    if b'"ssvid"' not in first and b'"mmsi"' not in first:
        return 0.0
    placed = b'"lat"' in first and b'"lon"' in first
    return 0.8 if placed or (b'"type"' in first and b'"repeat"' in first) else 0.0


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """One position for each message that has a place, statics of types 5, 19 and 24; the others are refused.

    Messages of types that tell neither, such as those of base stations, are passed over.
    """
    heard = Heard(opened, SOURCE.name, reading)

    def keep(message: dict[str, Any], line: int, text: str) -> None:
        take(heard, message, line, text)

    yield from gathered(heard, each(opened, reading, "ssvid"), keep)


def take(heard: Heard, message: dict[str, Any], line: int, text: str) -> None:
    """Keep what one message says; Unusable when it cannot be used."""
    kind = integer(message, "type")
    if kind is not None and kind not in POSITIONS and kind not in STATICS:
        return
    time = moment(message, "timestamp")
    time = moment(message, "tagblock_timestamp") if time is None else time
    if time is None:
        raise Unusable("there is no timestamp")
    ship = mmsi(message, "ssvid" if "ssvid" in message else "mmsi")
    if not heard.in_time(line, time, text):
        return
    if kind not in STATICS:
        heard.position(_position(message, line, ship, time, kind or 0))
    if kind == 24:
        heard.static(_static(message, line, ship, time), "B" if integer(message, "part_num") else "A")
    elif kind in (5, 19):
        heard.static(_static(message, line, ship, time))


def _position(message: dict[str, Any], line: int, ship: int, time: int, kind: int) -> Position:
    return Position(
        line,
        ship,
        time,
        doubt=None,
        lat=needed(message, "lat"),
        lon=needed(message, "lon"),
        speed_kn=speed(kind, number(message, "speed")),
        course_deg=number(message, "course"),
        heading_deg=number(message, "heading"),
        status=coded(message, "status"),
    )


def _static(message: dict[str, Any], line: int, ship: int, time: int) -> Static:
    """What she says of herself; gpsdio writes an empty text or a nought for what she did not say."""
    return Static(
        line,
        ship,
        time,
        imo=integer(message, "imo") or None,
        name=clean(words(message, "shipname")),
        call_sign=clean(words(message, "callsign")),
        ship_type=coded(message, "shiptype") or None,
        length_m=metres(number(message, "to_bow"), number(message, "to_stern")),
        width_m=metres(number(message, "to_port"), number(message, "to_starboard")),
        draught_m=number(message, "draught") or None,
        destination=clean(words(message, "destination")),
    )


SOURCE = Source(
    name="ais/gpsdio",
    gives=("positions", "statics"),
    publisher="Global Fishing Watch",
    licence="as the file's publisher says",
    url="https://github.com/SkyTruth/gpsdio",
    recognise=recognise,
    read=read,
)

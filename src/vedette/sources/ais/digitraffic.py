"""Digitraffic of Fintraffic: all ships of the Baltic at one moment, or its GeoJSON feed of positions."""

from collections.abc import Iterator
from typing import Any

from vedette.errors import SourceError
from vedette.sources.ais.heard import Heard, Position, Static, Unusable, clean, eta
from vedette.sources.ais.objects import (
    Counted,
    Member,
    an_object,
    beginning,
    document,
    gathered,
    integer,
    members,
    mmsi,
    moment,
    needed,
    number,
    part,
    words,
)
from vedette.steps import Batch, Opened, Reading, Source

LISTS = ("vessels", "features")


def recognise(opened: Opened) -> float:
    """Sure of an object with a list of vessels or features that have an MMSI and Digitraffic's keys."""
    head = opened.head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head.startswith(b"{") or b'"mmsi"' not in head:
        return 0.0
    snapshot = b'"vessels"' in head and b'"timestamp"' in head
    return 0.9 if snapshot or (b'"features"' in head and b'"timestampExternal"' in head) else 0.0


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """Positions, and of a snapshot names, types and destinations too; all of its rows have its one time."""
    heard, text = Heard(opened, SOURCE.name, reading), document(opened)
    time, listed = _time_of_snapshot(opened, text), False

    def ships() -> Iterator[tuple[int, str, Member]]:
        nonlocal listed
        count = Counted(text)
        for member in members(opened, text, LISTS):
            if member.name in LISTS:
                listed = True
                yield count.line(member, "mmsi"), beginning(text, member), member

    def keep(member: Member, line: int, text: str) -> None:
        _keep(heard, member, line, time, text)

    yield from gathered(heard, ships(), keep)
    if not listed:
        raise SourceError("there is no list of vessels or features", file=opened.name)


def _time_of_snapshot(opened: Opened, text: str) -> int | None:
    for member in members(opened, text, LISTS):
        if member.name == "timestamp":
            try:
                return moment({member.name: member.value}, "timestamp")
            except Unusable as wrong:
                raise SourceError(str(wrong), file=opened.name) from wrong
    return None


def _keep(heard: Heard, member: Member, line: int, time: int | None, text: str) -> None:
    ship = an_object(member.value, "the vessel")
    if member.name == "features":
        position = _feature(ship, line)
        if heard.in_time(line, position.time, text):
            heard.position(position)
        return
    if time is None:
        raise Unusable("the snapshot has no timestamp")
    position = _position(line, mmsi(ship, "mmsi"), time, ship, ship)
    static = Static(
        line,
        position.mmsi,
        time,
        name=clean(words(ship, "name")),
        ship_type=integer(ship, "ship_type"),
        destination=clean(words(ship, "destination")),
        eta=_packed_eta(ship.get("eta")),
    )
    if heard.in_time(line, time, text):
        heard.position(position)
        heard.static(static)


def _feature(feature: dict[str, Any], line: int) -> Position:
    """The position of a GeoJSON feature, whose own time is in milliseconds since 1970."""
    motion, place = part(feature, "properties"), part(feature, "geometry").get("coordinates")
    if not isinstance(place, list) or len(place) < 2:
        raise Unusable("the geometry is not a point")
    ship = mmsi(feature if feature.get("mmsi") is not None else motion, "mmsi")
    time = int(needed(motion, "timestampExternal")) * 1_000
    return _position(line, ship, time, {"lon": place[0], "lat": place[1]}, motion)


def _position(line: int, ship: int, time: int, place: dict[str, Any], motion: dict[str, Any]) -> Position:
    return Position(
        line,
        ship,
        time,
        doubt=None,
        lat=needed(place, "lat"),
        lon=needed(place, "lon"),
        speed_kn=number(motion, "sog"),
        course_deg=number(motion, "cog"),
        heading_deg=number(motion, "heading"),
        status=integer(motion, "navStat"),
    )


def _packed_eta(packed: object) -> str | None:
    """The arrival in the 20 bits of a type 5 message: month 4, day 5, hour 5, minute 6.

    >>> _packed_eta("811520")
    '12-12 08:00'
    """
    if not str(packed).isascii() or not str(packed).isdigit() or len(str(packed)) > 7:
        return None
    bits = int(str(packed))
    return eta(bits >> 16, bits >> 11 & 31, bits >> 6 & 31, bits & 63)


SOURCE = Source(
    name="ais/digitraffic",
    gives=("positions", "statics"),
    publisher="Fintraffic / digitraffic.fi",
    licence="CC BY 4.0",
    url="https://www.digitraffic.fi/en/marine-traffic/",
    recognise=recognise,
    read=read,
)

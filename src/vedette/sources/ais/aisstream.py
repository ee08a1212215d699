"""aisstream.io: its messages, in an envelope with the time or as bare bodies with the second alone."""

from collections.abc import Iterator
from typing import Any

from vedette.sources.ais.clocks import DAY_ONLY, midnight
from vedette.sources.ais.heard import (
    Heard,
    Position,
    Static,
    Unusable,
    clean,
    eta,
    metres,
    speed,
)
from vedette.sources.ais.objects import (
    day_in_name,
    each,
    gathered,
    integer,
    mmsi,
    moment,
    needed,
    number,
    part,
    words,
)
from vedette.steps import Batch, Opened, Reading, Source

DAY_OF_NAME = "time: only the day, from the file's name"
NO_TIME = "no time in the message: give the day with --date"
POSITIONS = frozenset((1, 2, 3, 9, 18, 19, 27))


def recognise(opened: Opened) -> float:
    """Sure of the envelope, and of a body that names its type and its sender as aisstream does."""
    head = opened.head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head[:1] not in (b"{", b"["):
        return 0.0
    envelope = all(key in head for key in (b'"Message"', b'"MessageType"', b'"MetaData"'))
    return 0.95 if envelope or (b'"UserID"' in head and b'"MessageID"' in head) else 0.0


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """Positions of types 1, 2, 3, 9, 18, 19 and 27, statics of types 5, 19 and 24; others are passed over.

    A body without its envelope has no date, no hour and no minute: it is put at its second of the first
    minute of ``reading.date``, else of the day in the file's name, and is in doubt; else it is refused.
    """
    heard = Heard(opened, SOURCE.name, reading)
    day, doubt = midnight(reading.date) if reading.date else None, DAY_ONLY
    if day is None:
        day, doubt = day_in_name(opened.name), DAY_OF_NAME

    def keep(message: dict[str, Any], line: int, text: str) -> None:
        body, time = _opened(message)
        kind = _kind(message, body)
        if kind in POSITIONS or kind in (5, 24):
            when = (time, None) if time is not None else (_second(body, day), doubt)
            if heard.in_time(line, when[0], text):
                _keep(heard, kind, body, line, when)

    yield from gathered(heard, each(opened, reading, "UserID"), keep)


def _opened(message: dict[str, Any]) -> tuple[dict[str, Any], int | None]:
    """The body of a message, and the time on its envelope."""
    if "Message" not in message and "MessageType" not in message:
        return message, None
    body = part(part(message, "Message"), words(message, "MessageType") or "")
    return body, moment(part(message, "MetaData"), "time_utc")


def _kind(message: dict[str, Any], body: dict[str, Any]) -> int:
    kind = integer(body, "MessageID")
    if kind is None and message.get("MessageType") == "UnknownMessage":
        return 0
    if kind is None:
        raise Unusable("there is no MessageID")
    if body.get("Valid") is False:
        raise Unusable("the publisher says that the message is not valid")
    return kind


def _second(body: dict[str, Any], day: int | None) -> int:
    if day is None:
        raise Unusable(NO_TIME)
    second = integer(body, "Timestamp")
    # 60 to 63 say why there is no second.
    return day + (second if second is not None and 0 <= second < 60 else 0) * 1_000_000


def _keep(heard: Heard, kind: int, body: dict[str, Any], line: int, when: tuple[int, str | None]) -> None:
    ship, time = mmsi(body, "UserID"), when[0]
    if kind in POSITIONS:
        position = Position(
            line,
            ship,
            *when,
            lat=needed(body, "Latitude"),
            lon=needed(body, "Longitude"),
            speed_kn=speed(kind, number(body, "Sog")),
            course_deg=number(body, "Cog"),
            heading_deg=number(body, "TrueHeading"),
            status=integer(body, "NavigationalStatus"),
        )
        static = _about(body, "Type", line, ship, time) if kind == 19 else None
        heard.position(position)
        if static:
            heard.static(static)
    elif kind == 5:
        heard.static(_voyage(body, line, ship, time))
    else:
        name, rest = part(body, "ReportA"), part(body, "ReportB")
        if name.get("Valid"):
            heard.static(Static(line, ship, time, name=clean(words(name, "Name"))), "A")
        if rest.get("Valid"):
            heard.static(_about(rest, "ShipType", line, ship, time), "B")


def _about(body: dict[str, Any], type_key: str, line: int, ship: int, time: int) -> Static:
    """What class B says of itself, in a type 19 or the second half of a type 24."""
    size = part(body, "Dimension")
    return Static(
        line,
        ship,
        time,
        name=clean(words(body, "Name")),
        call_sign=clean(words(body, "CallSign")),
        ship_type=integer(body, type_key),
        length_m=metres(number(size, "A"), number(size, "B")),
        width_m=metres(number(size, "C"), number(size, "D")),
    )


def _voyage(body: dict[str, Any], line: int, ship: int, time: int) -> Static:
    due = part(body, "Eta")
    month, day, hour, minute = (integer(due, key) for key in ("Month", "Day", "Hour", "Minute"))
    return _about(body, "Type", line, ship, time)._replace(
        imo=integer(body, "ImoNumber") or None,
        draught_m=number(body, "MaximumStaticDraught") or None,
        destination=clean(words(body, "Destination")),
        eta=eta(month or 0, day or 0, 24 if hour is None else hour, 60 if minute is None else minute),
    )


SOURCE = Source(
    name="ais/aisstream",
    gives=("positions", "statics"),
    publisher="aisstream.io",
    licence="as aisstream.io's terms of service say",
    url="https://aisstream.io/documentation",
    recognise=recognise,
    read=read,
)

"""What AIS payloads say, message by message, by pyais: what the kernels' answers are held against."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from pyais.bit_vector import bit_vector
from pyais.messages import MSG_CLASS

from vedette.kernels.ais_rows import CHARACTERS, LAST_TYPE
from vedette.sources.ais.clocks import Clock, clock_of
from vedette.sources.ais.heard import clean, eta, metres, speed

_TYPES = {byte: (byte - 48 if byte < 88 else byte - 56) for byte in (*range(48, 88), *range(96, 120))}


class Decoded(NamedTuple):
    """What some payloads say; each row begins with the place of its payload among them.

    positions: mmsi, lat, lon, speed_kn, course_deg, heading_deg, status; sentinels as sent.
    statics: the half of a type 24 (A, B or nothing), then the columns of Static from mmsi without time.
    """

    positions: list[tuple[Any, ...]]
    statics: list[tuple[Any, ...]]
    clocks: dict[int, Clock]
    refused: list[tuple[int, str]]


def decode(payloads: Sequence[bytes]) -> Decoded:
    """What payloads in AIS armour say. The one place where they are decoded, message by message, by pyais.

    Types that give neither a position, a static nor a clock are passed over; a payload that is not of its
    type's length, of a type that does not exist, or that pyais cannot decode is refused.
    """
    decoded = Decoded([], [], {}, [])
    for at, payload in enumerate(payloads):
        kind = _TYPES.get(payload[0], 0)
        if kind not in CHARACTERS:
            if not 1 <= kind <= LAST_TYPE:
                decoded.refused.append((at, f"there is no AIS message of type {kind}"))
            continue
        if len(payload) not in CHARACTERS[kind]:
            wanted = " or ".join(map(str, sorted({min(CHARACTERS[kind]), max(CHARACTERS[kind])})))
            reason = f"a message of type {kind} has {wanted} characters, not {len(payload)}"
            decoded.refused.append((at, reason))
            continue
        bits = bit_vector(payload)
        try:
            message: Any = MSG_CLASS[kind].from_vector(bits)
        except Exception as error:  # a stranger's payload: whatever pyais says of it is the reason
            decoded.refused.append((at, f"the payload of type {kind} cannot be decoded: {error}"[:200]))
            continue
        if kind in (5, 19, 24):
            _static(at, kind, message, bits, decoded.statics)
        if kind in (4, 11):
            _base_station(at, message, decoded.clocks)
        elif kind not in (5, 24):
            decoded.positions.append(_position(at, kind, message))
    return decoded


def _position(at: int, kind: int, message: Any) -> tuple[Any, ...]:
    return (
        at,
        message.mmsi,
        message.lat,
        message.lon,
        speed(kind, message.speed),
        message.course,
        None if kind in (9, 27) else message.heading,
        int(message.status) if kind in (1, 2, 3, 27) else None,
    )


def _static(at: int, kind: int, message: Any, bits: bit_vector, statics: list[tuple[Any, ...]]) -> None:
    if kind == 24 and message.partno == 0:
        statics.append((at, "A", message.mmsi, None, clean(message.shipname), *[None] * 7))
        return
    # An auxiliary craft gives its mother ship's number in place of its own size.
    sized = hasattr(message, "to_bow")
    statics.append(
        (
            at,
            "B" if kind == 24 else "",
            message.mmsi,
            (message.imo or None) if kind == 5 else None,
            None if kind == 24 else clean(message.shipname),
            None if kind == 19 else clean(message.callsign),
            # Of types 5 and 19 pyais gives the nearest type it knows, so we read the number that was sent.
            message.ship_type if kind == 24 else bits.get(232 if kind == 5 else 263, 8),
            metres(message.to_bow, message.to_stern) if sized else None,
            metres(message.to_port, message.to_starboard) if sized else None,
            (message.draught or None) if kind == 5 else None,
            clean(message.destination) if kind == 5 else None,
            eta(message.month, message.day, message.hour, message.minute) if kind == 5 else None,
        )
    )


def _base_station(at: int, message: Any, clocks: dict[int, Clock]) -> None:
    date = (message.year, message.month, message.day)
    if clock := clock_of(date, (message.hour, message.minute, message.second)):
        clocks[at] = clock

"""Mapbox vector tiles: points, lines and areas of one tile as the bytes that a map in a browser reads.

The specification is Mapbox Vector Tile 2.1. Coordinates are whole, 0 to EXTENT from the north-western corner.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

EXTENT = 4096
POINT, LINE, AREA = 1, 2, 3
Ring = Sequence[tuple[int, int]]
Feature = tuple[int, Sequence[Ring], Mapping[str, object]]


def tile(layers: Mapping[str, Iterable[Feature]]) -> bytes:
    """A tile of named layers; a layer without features is left out."""
    out = bytearray()
    for name, features in layers.items():
        if made := _layer(name, features):
            out += b"\x1a" + _varint(len(made)) + made
    return bytes(out)


def _layer(name: str, features: Iterable[Feature]) -> bytes:
    keys: dict[str, int] = {}
    values: dict[tuple[type, object], int] = {}
    body = bytearray()
    for kind, rings, says in features:
        tags = bytearray()
        for key, value in says.items():
            if value is not None:
                tags += _varint(keys.setdefault(key, len(keys)))
                tags += _varint(values.setdefault((type(value), value), len(values)))
        drawn = _geometry(kind, rings)
        one = (
            b"\x12"
            + _varint(len(tags))
            + tags
            + b"\x18"
            + _varint(kind)
            + b"\x22"
            + _varint(len(drawn))
            + drawn
        )
        body += b"\x12" + _varint(len(one)) + one
    if not body:
        return b""
    title = name.encode()
    out = bytearray(b"\x0a" + _varint(len(title)) + title + body)
    for key in keys:
        text = key.encode()
        out += b"\x1a" + _varint(len(text)) + text
    for _, value in values:
        said = _value(value)
        out += b"\x22" + _varint(len(said)) + said
    out += b"\x28" + _varint(EXTENT) + b"\x78\x02"
    return bytes(out)


def _value(value: object) -> bytes:
    if isinstance(value, bool):
        return b"\x38" + _varint(int(value))
    if isinstance(value, int):
        return b"\x30" + _varint(_zigzag(value))
    if isinstance(value, float):
        return b"\x19" + np.float64(value).tobytes()
    text = str(value).encode()
    return b"\x0a" + _varint(len(text)) + text


def _geometry(kind: int, rings: Sequence[Ring]) -> bytes:
    """Move-to, line-to and close commands; areas close each ring, whose last point is not repeated."""
    out = bytearray()
    x = y = 0
    if kind == POINT:
        points = [point for ring in rings for point in ring]
        out += _varint(len(points) << 3 | 1)
        for px, py in points:
            out += _varint(_zigzag(px - x)) + _varint(_zigzag(py - y))
            x, y = px, py
        return bytes(out)
    for ring in rings:
        for n, (px, py) in enumerate(ring):
            if n == 0:
                out += b"\x09"
            elif n == 1:
                out += _varint((len(ring) - 1) << 3 | 2)
            out += _varint(_zigzag(px - x)) + _varint(_zigzag(py - y))
            x, y = px, py
        if kind == AREA:
            out += b"\x0f"
    return bytes(out)


def _zigzag(number: int) -> int:
    return number << 1 if number >= 0 else (-number << 1) - 1


def _varint(number: int) -> bytes:
    if number < 0x80:
        return bytes((number,))
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)

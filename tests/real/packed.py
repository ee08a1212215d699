"""The labelled files that are streams of MessagePack: read here, since no source of vedette reads them."""

import gzip
import json
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

_SIZED: dict[int, tuple[str, Callable[[float], Any]]] = {
    0xCA: (">f", float),
    0xCB: (">d", float),
    0xCC: (">B", int),
    0xCD: (">H", int),
    0xCE: (">I", int),
    0xCF: (">Q", int),
    0xD0: (">b", int),
    0xD1: (">h", int),
    0xD2: (">i", int),
    0xD3: (">q", int),
}
_PLAIN = {0xC0: None, 0xC2: False, 0xC3: True}
_LENGTHS = {0xD9: ">B", 0xDA: ">H", 0xDB: ">I", 0xC4: ">B", 0xC5: ">H", 0xDC: ">H", 0xDE: ">H", 0xDF: ">I"}

_KEPT = ("mmsi", "timestamp", "lat", "lon", "speed", "course", "heading")


def _number(data: bytes, at: int, form: str) -> tuple[Any, int]:
    size = struct.calcsize(form)
    return struct.unpack(form, data[at : at + size])[0], at + size


def _value(data: bytes, at: int) -> tuple[Any, int]:
    head, at = data[at], at + 1
    if head < 0x80:
        return head, at
    if head >= 0xE0:
        return head - 256, at
    if head in _PLAIN:
        return _PLAIN[head], at
    if head in _SIZED:
        form, made = _SIZED[head]
        number, at = _number(data, at, form)
        return made(number), at
    if head < 0xC0:
        size = head & (0x1F if head >= 0xA0 else 0x0F)
    else:
        size, at = _number(data, at, _LENGTHS[head])
    if 0xA0 <= head < 0xC0 or head in (0xD9, 0xDA, 0xDB, 0xC4, 0xC5):
        return data[at : at + size].decode("utf-8", "replace"), at + size
    return _many(data, at, size, pairs=head < 0x90 or head in (0xDE, 0xDF))


def _many(data: bytes, at: int, size: int, *, pairs: bool) -> tuple[Any, int]:
    found = []
    for _ in range(2 * size if pairs else size):
        one, at = _value(data, at)
        found.append(one)
    return (dict(zip(found[::2], found[1::2], strict=True)) if pairs else found), at


def as_lines(packed: Path, folder: Path) -> Path:
    """The same messages as JSON lines in a folder, which the source ``gpsdio`` reads."""
    data, at, lines = gzip.decompress(packed.read_bytes()), 0, []
    while at < len(data):
        message, at = _value(data, at)
        kept = {name: message[name] for name in _KEPT if message.get(name) not in (None, "")}
        if "lat" in kept and "lon" in kept:
            lines.append(json.dumps({**kept, "status": int(message.get("status") or 15)}))
    written = folder / (packed.name.split(".")[0] + ".jsonl")
    written.write_text("\n".join(lines))
    return written

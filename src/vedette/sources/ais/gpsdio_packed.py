"""gpsdio messages as it packs them: a stream of MessagePack maps, one after the other without lines."""

from collections.abc import Iterator
from typing import Any, BinaryIO

import msgpack

from vedette.errors import SourceError
from vedette.sources.ais import gpsdio
from vedette.sources.ais.heard import Heard, Unusable
from vedette.sources.ais.objects import BEGINNING, gathered
from vedette.steps import Batch, Opened, Reading, Source

PIECE_BYTES = 64 << 10
# A message of gpsdio has some forty keys and half a kilobyte.
MESSAGE_BYTES = 1 << 20
MOST_KEYS = 1_000
# The first byte of a MessagePack map: up to fifteen keys, or a count in the two or four bytes after it.
_SMALL, _COUNTED = range(0x80, 0x90), (0xDE, 0xDF)
# Keys as MessagePack writes them: their length in the first byte, with the bits of a short text.
_NUMBERS = (b"\xa4mmsi", b"\xa5ssvid")
_TIMES = (b"\xa9timestamp", b"\xb2tagblock_timestamp")


def recognise(opened: Opened) -> float:
    """Sure of packed maps whose keys are a ship's number and the time of a message."""
    head = opened.head[:4096]
    if not head or (head[0] not in _SMALL and head[0] not in _COUNTED):
        return 0.0
    named = any(key in head for key in _NUMBERS) and any(key in head for key in _TIMES)
    return 0.9 if named else 0.0


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """As of JSON lines; the line of a record is the place of the message in the stream, from 1.

    Where the stream is not MessagePack, or a message is too large, nothing after it can be found: what stood
    before is kept, and a SourceError says at which message it stopped.
    """
    heard = Heard(opened, SOURCE.name, reading)

    def keep(message: dict[str, Any], line: int, text: str) -> None:
        gpsdio.take(heard, message, line, text)

    with opened.open() as stream:
        yield from gathered(heard, _each(opened.name, stream), keep)


def _each(name: str, stream: BinaryIO) -> Iterator[tuple[int, str, dict[str, Any] | Unusable]]:
    unpacker = msgpack.Unpacker(
        unicode_errors="surrogateescape",
        max_buffer_size=MESSAGE_BYTES + PIECE_BYTES,
        max_map_len=MOST_KEYS,
        max_array_len=MOST_KEYS,
        max_ext_len=MOST_KEYS,
        strict_map_key=False,
    )
    read, given, done = 0, 0, 0
    try:
        while piece := stream.read(PIECE_BYTES):
            unpacker.feed(piece)
            given += len(piece)
            for message in unpacker:
                read, done = read + 1, unpacker.tell()
                yield read, _beginning(message), message if isinstance(message, dict) else Unusable("no map")
            if given - done > MESSAGE_BYTES:
                raise ValueError(f"is longer than {MESSAGE_BYTES} bytes")
    except SourceError:
        raise
    except (ValueError, TypeError, RecursionError, msgpack.UnpackException) as error:
        raise SourceError(
            f"message {read + 1} is no MessagePack of gpsdio ({str(error)[:120] or type(error).__name__})",
            file=name,
            line=read + 1,
            hint="the messages before it were read; after it none can be told from another",
        ) from error
    if given > done:
        raise SourceError("the last message is cut short", file=name, line=read + 1)


def _beginning(message: object) -> str:
    if not isinstance(message, dict):
        return repr(message)[:BEGINNING]
    return ", ".join(f"{key}: {value}" for key, value in list(message.items())[:40])[:BEGINNING]


SOURCE = Source(
    name="ais/gpsdio-packed",
    gives=("positions", "statics"),
    publisher="Global Fishing Watch",
    licence="as the file's publisher says",
    url="https://github.com/SkyTruth/gpsdio",
    recognise=recognise,
    read=read,
)

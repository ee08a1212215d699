"""Where messages come from: an address, and the pieces of bytes that come from it while it lasts.

``tcp://HOST:PORT`` connects, ``tcp-listen://HOST:PORT`` is connected to, ``udp://HOST:PORT`` is sent to,
``ws://`` and ``wss://`` are WebSockets of one JSON message each, ``file:PATH`` is a log that grows (and
may be replaced by a new one), ``-`` is the standard input. One more kind is one more function and one line
in KINDS.
"""

import asyncio
import json
import os
import re
import socket
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from vedette.errors import VedetteError
from vedette.live.lines import Splitter

PIECE_BYTES = 256 << 10
MAX_DATAGRAMS, RECEIVE_BYTES = 100_000, 8 << 20
MAX_MESSAGE_BYTES = 1 << 20
PING_SECONDS, CLOSE_SECONDS = 20.0, 5.0
LOOK_SECONDS = 0.25
KEY = "VEDETTE_FEED_KEY"


@dataclass(frozen=True)
class Feed:
    """One address: its ``name`` (as journals and tag blocks have it), and its parts.

    Each piece of its journal begins with ``header``. What is ``made`` here comes from no address.
    """

    name: str
    address: str
    kind: str
    host: str = ""
    port: int = 0
    json: bool = False
    header: bytes = b""
    made: "Callable[[Told], AsyncIterator[bytes]] | None" = None

    @property
    def ends(self) -> bool:
        """True when there is nothing to wait for after its end."""
        return self.kind == "-"


@dataclass(frozen=True)
class Told:
    """Whom a feed tells that it is connected, what lines it left out, and how many datagrams were lost."""

    connected: Callable[[], None]
    count: Callable[[Splitter], None]
    lost: Callable[[int], None]


def feed(address: str) -> Feed:
    """The feed at an address; VedetteError when it cannot be read as one.

    >>> feed("udp://127.0.0.1:10110").kind, feed("-").name
    ('udp', 'stdin')
    """
    if address == "-":
        return Feed("stdin", address, "-")
    kind, colon, rest = address.partition(":")
    if kind == "file" and colon and rest:
        path = rest.removeprefix("//")
        return Feed(_name("file", Path(path).name), address, "file", path)
    try:
        parts = urlsplit(address)
        port = parts.port or {"ws": 80, "wss": 443}.get(kind, 0)
    except ValueError as error:
        raise VedetteError(f"{address!r} is not an address: {error}.") from error
    if kind not in KINDS or not port or not (parts.hostname or kind in ("tcp-listen", "udp")):
        raise VedetteError(
            f"{address!r} is not a feed.\n"
            "Hint: tcp://HOST:PORT, tcp-listen://HOST:PORT, udp://HOST:PORT, ws://..., wss://..., "
            "file:PATH, or - for the standard input."
        )
    host = parts.hostname or "127.0.0.1"
    return Feed(_name(kind, host, str(port)), address, kind, host, port, kind in ("ws", "wss"))


def _name(*words: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "_", "-".join(words)).strip("_")[:40]


async def _tcp(source: Feed, told: Told) -> AsyncIterator[bytes]:
    reader, writer = await asyncio.open_connection(source.host, source.port, limit=PIECE_BYTES)
    _asks_whether_alive(writer)
    told.connected()
    try:
        while piece := await reader.read(PIECE_BYTES):
            yield piece
    finally:
        writer.close()


def _asks_whether_alive(writer: asyncio.StreamWriter) -> None:
    """Have the system find out that the other side is gone without a word, within five minutes."""
    line = writer.get_extra_info("socket")
    line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (("TCP_KEEPIDLE", 120), ("TCP_KEEPINTVL", 30), ("TCP_KEEPCNT", 5)):
        if hasattr(socket, name):
            line.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


async def _tcp_listen(source: Feed, told: Told) -> AsyncIterator[bytes]:
    """The whole lines of everybody who connects; the lines of two senders never mix."""
    queue: asyncio.Queue[bytes] = asyncio.Queue(64)

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _asks_whether_alive(writer)
        told.connected()
        cutter = Splitter()
        try:
            while piece := await reader.read(PIECE_BYTES):
                lines = cutter.take(piece)
                told.count(cutter)
                if lines:
                    await queue.put(b"\n".join([*lines, b""]))
            if lines := cutter.end():
                await queue.put(b"\n".join([*lines, b""]))
        except ConnectionError:
            pass  # a sender who is cut off has sent what was sent
        finally:
            told.count(cutter)
            writer.close()

    server = await asyncio.start_server(take, source.host, source.port, limit=PIECE_BYTES)
    async with server:
        while True:
            yield await queue.get()


class _Datagrams(asyncio.DatagramProtocol):
    """Keeps what is sent until it is taken; what is beyond the bound is counted as lost."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[bytes] = asyncio.Queue(MAX_DATAGRAMS)
        self.lost = 0

    def datagram_received(self, data: bytes, addr: object) -> None:  # noqa: ARG002
        try:
            self.queue.put_nowait(data)
        except asyncio.QueueFull:
            self.lost += 1


async def _udp(source: Feed, told: Told) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    transport, got = await loop.create_datagram_endpoint(_Datagrams, local_addr=(source.host, source.port))
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BYTES)
    told.connected()
    try:
        while True:
            pieces = [await got.queue.get()]
            while not got.queue.empty() and len(pieces) < 1000:
                pieces.append(got.queue.get_nowait())
            told.lost(got.lost)
            got.lost = 0
            yield b"".join(piece if piece.endswith(b"\n") else piece + b"\n" for piece in pieces)
    finally:
        transport.close()


async def _websocket(source: Feed, told: Told) -> AsyncIterator[bytes]:
    """Each message as one line. The key in the environment is sent as aisstream.io asks for it."""
    try:
        from websockets.asyncio.client import connect  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise VedetteError("A WebSocket feed needs websockets: pip install 'vedette[live]'.") from error
    async with connect(
        source.address,
        max_size=MAX_MESSAGE_BYTES,
        ping_interval=PING_SECONDS,
        ping_timeout=PING_SECONDS,
        close_timeout=CLOSE_SECONDS,
    ) as line:
        if key := os.environ.get(KEY):
            world = [[[-90, -180], [90, 180]]]
            await line.send(json.dumps({"APIKey": key, "BoundingBoxes": world}))
        told.connected()
        async for message in line:
            data = message.encode() if isinstance(message, str) else message
            yield data.replace(b"\r", b" ").replace(b"\n", b" ") + b"\n"


async def _file(source: Feed, told: Told) -> AsyncIterator[bytes]:
    """What is written at the end of a file from now on; a file that shrank or was replaced is read anew."""
    path, stream, known = Path(source.host), None, 0
    try:
        while True:
            try:
                at = path.stat()
            except FileNotFoundError:
                await asyncio.sleep(LOOK_SECONDS)
                continue
            if stream is None or at.st_ino != known or at.st_size < stream.tell():
                first = stream is None
                if stream is not None:
                    stream.close()
                stream, known = path.open("rb"), at.st_ino
                if first:
                    stream.seek(0, os.SEEK_END)
                    told.connected()
            if piece := stream.read(PIECE_BYTES):
                yield piece
            else:
                await asyncio.sleep(LOOK_SECONDS)
    finally:
        if stream is not None:
            stream.close()


async def _stdin(source: Feed, told: Told) -> AsyncIterator[bytes]:  # noqa: ARG001
    loop = asyncio.get_running_loop()
    told.connected()
    while piece := await loop.run_in_executor(None, os.read, sys.stdin.fileno(), PIECE_BYTES):
        yield piece


KINDS: dict[str, Callable[[Feed, Told], AsyncIterator[bytes]]] = {
    "tcp": _tcp,
    "tcp-listen": _tcp_listen,
    "udp": _udp,
    "ws": _websocket,
    "wss": _websocket,
    "file": _file,
    "-": _stdin,
}


def pieces(source: Feed, told: Told) -> AsyncIterator[bytes]:
    """What comes from a feed until its end; raises OSError and what its library raises when it breaks."""
    return source.made(told) if source.made else KINDS[source.kind](source, told)

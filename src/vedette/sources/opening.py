"""Opening a file: plain or compressed, one stream or an archive of many, never more than a bound.

Files are written by strangers. A stream stops with a SourceError when it expands beyond what honest data
does, when it is cut short, and when it cannot be decompressed; what was read before that stays read.
"""

import bz2
import codecs
import gzip
import hashlib
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

import numpy as np
import zstandard

from vedette.errors import SourceError
from vedette.steps import Opened

HEAD_BYTES = 64 << 10
# A decompressor that breaks gives nothing of the read in which it broke, so no read is large.
PIECE_BYTES = 64 << 10
MAX_LINE_BYTES = 1 << 20
MAX_MEMBERS = 10_000
# AIS text shrinks 5 to 25 times; runs of one byte shrink 1000 times.
MAX_RATIO = 200
FREE_BYTES = 256 << 20
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_NEWLINE = ord("\n")
_BROKEN = (EOFError, zlib.error, lzma.LZMAError, zstandard.ZstdError, OSError, zipfile.BadZipFile)


class Block(NamedTuple):
    """Whole lines of a file: the number of the first, their bytes, and lines too long to hold."""

    line: int
    data: bytes
    overlong: tuple[tuple[int, bytes], ...] = ()


@dataclass(frozen=True)
class File:
    """One stream of bytes: a file, or a member of an archive. What ``vedette.steps.Opened`` promises."""

    name: str
    file: str
    head: bytes
    _open: Callable[[], BinaryIO]

    def open(self) -> BinaryIO:
        """The decompressed bytes from the beginning."""
        return self._open()


class _Bounded(io.RawIOBase):
    """A reader that turns every way a stream can go wrong into one SourceError."""

    def __init__(self, stream: BinaryIO, name: str, limit: int) -> None:
        self._stream, self._name, self._limit, self._given = stream, name, limit, 0
        self._broken: Exception | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes; what came before a break is given first, and the break is told at the next call."""
        pieces: list[bytes] = []
        while self._broken is None and (size < 0 or size > 0):
            try:
                piece = self._stream.read(PIECE_BYTES if size < 0 else min(size, PIECE_BYTES))
            except _BROKEN as error:
                self._broken = error
                break
            if not piece:
                break
            pieces.append(piece)
            size = size if size < 0 else size - len(piece)
        if self._broken is not None and not pieces:
            raise SourceError(
                f"the compressed data are cut short or damaged ({self._broken})",
                file=self._name,
                hint="the rows before the damage were read; fetch the file again to have the rest",
            ) from self._broken
        data = pieces[0] if len(pieces) == 1 else b"".join(pieces)
        self._given += len(data)
        if self._given > self._limit:
            raise SourceError(
                f"expands to more than {MAX_RATIO} times its size",
                file=self._name,
                hint="if the file is honest, decompress it yourself and add the plain file",
            )
        return data

    def close(self) -> None:
        self._stream.close()
        super().close()


def short_hash(path: Path) -> tuple[str, str]:
    """The sha256 of a file's bytes, and the 12 digits by which records name it."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest(), digest.hexdigest()[:12]


def streams(path: Path, file: str | None = None, name: str | None = None) -> Iterator[Opened]:
    """Each stream in a file: one for a plain or compressed file, one for each member of a zip archive.

    Raises SourceError when the file is empty, unreadable, encrypted, or an archive of too many members.
    """
    name, file = name or path.name, file or short_hash(path)[1]
    size = path.stat().st_size
    if size == 0:
        raise SourceError("the file is empty", file=name)
    with path.open("rb") as stream:
        magic = stream.read(6)
    if magic[:4] == b"PK\x03\x04":
        yield from _members(path, file, name)
        return
    limit = max(FREE_BYTES, MAX_RATIO * size)

    def start() -> BinaryIO:
        return cast(BinaryIO, _Bounded(_decompressed(path, magic), name, limit))

    yield _file(name, file, start)


def _decompressed(path: Path, magic: bytes) -> BinaryIO:
    if magic[:2] == b"\x1f\x8b":
        return cast(BinaryIO, gzip.open(path, "rb"))
    if magic[:4] == b"\x28\xb5\x2f\xfd":
        reader = zstandard.ZstdDecompressor(max_window_size=1 << 27)
        return cast(BinaryIO, reader.stream_reader(path.open("rb"), read_across_frames=True, closefd=True))
    if magic[:6] == b"\xfd7zXZ\x00":
        return cast(BinaryIO, lzma.open(path, "rb"))
    if magic[:3] == b"BZh":
        return cast(BinaryIO, bz2.open(path, "rb"))
    return path.open("rb")


def _members(path: Path, file: str, name: str) -> Iterator[Opened]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir() and "__MACOSX" not in m.filename]
    except zipfile.BadZipFile as error:
        raise SourceError(f"the archive cannot be read ({error})", file=name) from error
    if len(members) > MAX_MEMBERS:
        raise SourceError(f"the archive has {len(members)} members, more than {MAX_MEMBERS}", file=name)
    for number, member in enumerate(members, 1):
        label = f"{name}!{member.filename}"
        if member.flag_bits & 1:
            raise SourceError("the archive is encrypted", file=label)
        limit = max(FREE_BYTES, MAX_RATIO * member.compress_size)

        def start(member: zipfile.ZipInfo = member, label: str = label, limit: int = limit) -> BinaryIO:
            return cast(BinaryIO, _Bounded(cast(BinaryIO, _MemberStream(path, member)), label, limit))

        yield _file(label, f"{file}.{number}", start)


def _file(name: str, file: str, start: Callable[[], BinaryIO]) -> File:
    """The stream; text of two bytes a letter, as spreadsheets save it, is given as UTF-8."""
    head = _first_bytes(start)
    text = head[: len(head) // 2 * 2].decode("utf-16", "replace") if head.startswith(_UTF_16) else ""
    # XML says itself in which letters it is written.
    if not text or text.startswith("<"):
        return File(name, file, head, start)

    def as_utf_8() -> BinaryIO:
        return cast(BinaryIO, _Utf8(start()))

    return File(name, file, _first_bytes(as_utf_8), as_utf_8)


class _Utf8(io.RawIOBase):
    """The text of a stream of UTF-16 as UTF-8."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._rest, self._ended = stream, b"", False
        self._decoder = codecs.getincrementaldecoder("utf-16")("replace")

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes, no more than asked for."""
        pieces, have = [self._rest], len(self._rest)
        while not self._ended and (size < 0 or have < size):
            data = self._stream.read(PIECE_BYTES)
            self._ended = not data
            pieces.append(self._decoder.decode(data, self._ended).encode("utf-8", "replace"))
            have += len(pieces[-1])
        given = b"".join(pieces)
        cut = len(given) if size < 0 else size
        self._rest = given[cut:]
        return given[:cut]

    def close(self) -> None:
        self._stream.close()
        super().close()


class _MemberStream(io.RawIOBase):
    """A member of a zip archive that closes the archive with itself."""

    def __init__(self, path: Path, member: zipfile.ZipInfo) -> None:
        self._archive = zipfile.ZipFile(path)
        self._stream = self._archive.open(member)

    def read(self, size: int = -1) -> bytes:
        return self._stream.read(size)

    def close(self) -> None:
        self._stream.close()
        self._archive.close()
        super().close()


def _first_bytes(start: Callable[[], BinaryIO]) -> bytes:
    parts: list[bytes] = []
    with start() as stream:
        while (have := sum(map(len, parts))) < HEAD_BYTES:
            try:
                part = stream.read(HEAD_BYTES - have)
            except SourceError:
                if parts:
                    break  # what is there may still be told; reading it will say what is wrong
                raise
            if not part:
                break
            parts.append(part)
    return b"".join(parts)


def blocks(opened: Opened, block_bytes: int, *, max_line_bytes: int = MAX_LINE_BYTES) -> Iterator[Block]:
    """The lines of a stream in blocks of about ``block_bytes``, never cutting a line.

    A line over ``max_line_bytes`` is passed over without being held; its number and beginning are given in
    ``overlong``. When the stream breaks, the whole lines before the break come first, then the SourceError.
    """
    line, rest = 1, b""
    with opened.open() as stream:
        if opened.head.startswith(b"\xef\xbb\xbf"):
            stream.read(3)
        while True:
            overlong: tuple[tuple[int, bytes], ...] = ()
            broken: SourceError | None = None
            try:
                data = stream.read(block_bytes)
            except SourceError as error:
                data, broken = b"", error
            ended = not data
            if cut := data.rfind(b"\n") + 1:
                whole, rest = b"".join((rest, memoryview(data)[:cut])), data[cut:]
            else:
                chunk = rest + data
                cut = len(chunk) if ended and broken is None else chunk.rfind(b"\n") + 1
                whole, rest = chunk[:cut], chunk[cut:]
            if whole:
                yield _checked(Block(line, whole), max_line_bytes)
                # Several times as fast as bytes.count.
                newlines = int(np.count_nonzero(np.frombuffer(whole, np.uint8) == _NEWLINE))
                line += newlines + (not whole.endswith(b"\n"))
            if broken is not None:
                broken.line = line
                raise broken
            if ended:
                return
            if len(rest) > max_line_bytes:
                overlong, rest = ((line, rest[:200]),), _after_newline(stream)
                yield Block(line, b"", overlong)
                line += 1


def _after_newline(stream: BinaryIO) -> bytes:
    while part := stream.read(1 << 20):
        found = part.find(b"\n")
        if found >= 0:
            return part[found + 1 :]
    return b""


def _checked(block: Block, max_line_bytes: int) -> Block:
    """The block with any overlong line emptied, so that the numbers of the others still hold."""
    if not _has_overlong(block.data, max_line_bytes):
        return block
    lines = block.data.split(b"\n")
    long = [n for n, text in enumerate(lines) if len(text) > max_line_bytes]
    overlong = tuple((block.line + n, lines[n][:200]) for n in long)
    for n in long:
        lines[n] = b""
    return Block(block.line, b"\n".join(lines), overlong)


def _has_overlong(data: bytes, max_line_bytes: int) -> bool:
    """Whether any line is longer, found by leaps of that length, without holding each line."""
    start = 0
    while len(data) - start > max_line_bytes:
        newline = data.rfind(b"\n", start, start + max_line_bytes + 1)
        if newline < 0:
            return True
        start = newline + 1
    return False


def text_of_line(opened: Opened, number: int) -> str | None:
    """The text of one line of a stream, or None when it has fewer lines."""
    for block in blocks(opened, 8 << 20):
        lines = block.data.split(b"\n")
        if block.line <= number < block.line + len(lines) and (
            number < block.line + len(lines) - 1 or not block.data.endswith(b"\n")
        ):
            return lines[number - block.line].decode("utf-8", "replace").rstrip("\r")
        for at, beginning in block.overlong:
            if at == number:
                return beginning.decode("utf-8", "replace") + " …"
    return None

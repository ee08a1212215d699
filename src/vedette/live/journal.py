"""The journal: every line a feed sends is on disk before it counts as received.

A feed writes to one open segment, ``JOURNAL/FEED-NUMBER.open``; a line of NMEA is given the time at
which it came and the feed's name in a tag block before it, so a segment is a log that any reader of NMEA
understands. A closed segment is compressed, ``.log.zst``; it is added to the case as a file and then removed.
After a crash the open segment is closed at its last whole line.
"""

import contextlib
import os
import re
from dataclasses import dataclass, field
from functools import reduce
from operator import xor
from pathlib import Path
from typing import BinaryIO

import zstandard

SEGMENT_BYTES = 48 << 20
# A sentence that waits longer for its other part will not get it: they are sent within a second.
PART_WAIT_US = 5_000_000

_PART = re.compile(rb"[!$]..VD[MO],([2-9]),([1-9]),(\d?),([^,]{0,2}),")


def stamped(line: bytes, at_us: int, feed: str) -> bytes:
    r"""A line of NMEA with the time it came in a tag block before its own, whose time holds when it has one.

    >>> stamped(b"!AIVDM,1,1,,A,x,0*00", 1700000000500000, "tcp")
    b'\\s:tcp,c:1700000000500*68\\!AIVDM,1,1,,A,x,0*00'
    """
    if line[:1] not in b"!\\":
        return line
    said = b"s:%s,c:%d" % (feed.encode(), at_us // 1000)
    return b"\\%s*%02X\\%s" % (said, reduce(xor, said), line)


@dataclass
class Journal:
    """The journal of one feed; ``write`` returns when the lines are with the operating system."""

    folder: Path
    feed: str
    segment_bytes: int = SEGMENT_BYTES
    header: bytes = b""
    number: int = 0
    bytes_open: int = 0
    _open: BinaryIO | None = None
    _parts: dict[tuple[bytes, bytes, bytes], tuple[int, int]] = field(default_factory=dict)

    @property
    def _path(self) -> Path:
        return self.folder / f"{self.feed}-{self.number:012d}.open"

    def start(self) -> None:
        """Close what a crash left open, and begin a segment with a number not used before."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for left in sorted(self.folder.glob(f"{self.feed}-*.open")):
            _cut_to_lines(left)
        self.number = 1 + max([self._last(), *map(_number, self.folder.glob(f"{self.feed}-*"))])

    def write(self, lines: list[bytes], at_us: int) -> int:
        """Put lines at the end of the open segment; the bytes written. An OSError leaves it as it was."""
        data = b"".join(stamped(line, at_us, self.feed) + b"\n" for line in lines)
        if self._open is None:
            self._open = self._path.open("ab", buffering=0)
            self.bytes_open = self._open.tell()
        if not self.bytes_open:
            data = self.header + data
        try:
            _write_all(self._open, data)
        except OSError:
            self._open.truncate(self.bytes_open)
            self._open.seek(self.bytes_open)
            raise
        self.bytes_open += len(data)
        for line in lines:
            self._follow(line, at_us)
        return len(data)

    def _follow(self, line: bytes, at_us: int) -> None:
        """Note which sentences still wait for their other parts."""
        if said := _PART.search(line):
            key = (said[1], said[3], said[4])
            seen = 1 + self._parts.pop(key, (0, 0))[0]
            if seen < int(said[1]):
                self._parts[key] = (seen, at_us)

    def may_cut(self, at_us: int) -> bool:
        """True when no sentence in the open segment waits for a part that may still come."""
        self._parts = {key: one for key, one in self._parts.items() if at_us - one[1] < PART_WAIT_US}
        return not self._parts

    def sync(self) -> None:
        """Have the open segment on the disk itself, so that it outlives a loss of power."""
        if self._open is not None:
            os.fsync(self._open.fileno())

    def cut(self) -> None:
        """Close the open segment, when there is anything in it, and begin the next with the next line."""
        if self._open is None:
            return
        self.sync()
        self._open.close()
        self._open = None
        self._path.rename(self._path.with_suffix(".log"))
        self.number += 1
        said = self.folder / f"{self.feed}.number"
        said.with_suffix(".part").write_text(str(self.number))
        said.with_suffix(".part").replace(said)

    def _last(self) -> int:
        try:
            return int((self.folder / f"{self.feed}.number").read_text())
        except (OSError, ValueError):
            return 0


def pack(folder: Path) -> str | None:
    """Compress the closed segments; why one could not be, which stays as it is and holds up no other.

    What a crash left half compressed is done again.
    """
    why = None
    for path in sorted(folder.glob("*.log")):
        whole, part = path.with_suffix(".log.zst"), path.with_suffix(".part")
        try:
            with path.open("rb") as plain, part.open("wb") as packed:
                zstandard.ZstdCompressor(level=3).copy_stream(plain, packed)
                packed.flush()
                os.fsync(packed.fileno())
            part.rename(whole)
            path.unlink()
        except OSError as error:
            why = f"{path.name} cannot be compressed: {error.strerror or error}"
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
    return why


def closed(folder: Path) -> list[Path]:
    """The closed segments in order, compressed."""
    return sorted(folder.glob("*.log.zst"))


def _number(path: Path) -> int:
    said = path.name.partition(".")[0].rpartition("-")[2]
    return int(said) if said.isdigit() else 0


def _write_all(stream: BinaryIO, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[stream.write(rest) :]


def _cut_to_lines(path: Path) -> None:
    """A segment that was being written: without the line that was cut short, and closed."""
    with path.open("rb+") as stream:
        end = stream.seek(0, os.SEEK_END)
        while end:
            start = max(0, end - (64 << 10))
            stream.seek(start)
            if (found := stream.read(end - start).rfind(b"\n")) >= 0:
                end = start + found + 1
                break
            end = start
        stream.truncate(end)
    if end:
        path.rename(path.with_suffix(".log"))
    else:
        path.unlink()

"""The lines of a log in stretches: as many at a time as are decoded together, wherever its blocks end."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vedette.errors import SourceError
from vedette.sources.opening import Block, blocks
from vedette.steps import Opened, Reading

BLOCK_BYTES = 4 << 20
# A sentence has 82 bytes, and its tag blocks a few times that.
LINE_BYTES = 1 << 10
# Lines up to this are held and told apart here, in one pass over all that a block has.
HELD_BYTES = 16 << 10
TOO_LONG = "the line is too long to be a sentence"


@dataclass
class Stretch:
    """Some lines: the number of the first, their bytes, and how many there are.

    Lines too long to hold are empty in ``data``; ``overlong`` gives for each the number of the line before
    which that was seen, its own, and its beginning. The ``last`` stretch may be empty.
    """

    line: int
    pieces: list[bytes] = field(default_factory=list)
    lines: int = 0
    overlong: list[tuple[int, int, bytes]] = field(default_factory=list)
    last: bool = False

    def data(self, before: bytes = b"") -> bytes:
        """The bytes of the lines, each with its newline, after some others."""
        end = b"" if not self.pieces or self.pieces[-1].endswith(b"\n") else b"\n"
        return b"".join([before, *self.pieces, end])


def stretches(opened: Opened, reading: Reading, size: int) -> Iterator[Stretch]:
    """The lines of a file, cut behind each line whose number is a multiple of ``size``.

    So what is decoded together does not depend on how the file comes in. A file that breaks gives its last
    stretch first, then the SourceError.
    """
    stretch = Stretch(1)
    broken: SourceError | None = None
    try:
        for block in blocks(opened, min(reading.block_bytes, BLOCK_BYTES), max_line_bytes=HELD_BYTES):
            data, ends, overlong = _lines(block)
            stretch.overlong += [(block.line, *each) for each in (*block.overlong, *overlong)]
            taken, start = 0, 0
            while taken < len(ends):
                room = size - (block.line + taken - 1) % size
                upto = min(taken + room, len(ends))
                stretch.pieces.append(data[start : ends[upto - 1]])
                stretch.lines += upto - taken
                if upto - taken == room:
                    yield stretch
                    stretch = Stretch(block.line + upto)
                taken, start = upto, int(ends[upto - 1])
    except SourceError as error:
        broken = error
    stretch.last = True
    yield stretch
    if broken:
        raise broken


def _lines(block: Block) -> tuple[bytes, NDArray[np.int64], list[tuple[int, bytes]]]:
    """A block's bytes and where each line ends; lines that are too long are empty, and told apart."""
    data = block.data or b"\n"
    ends = _ends(data)
    lengths = np.diff(ends, prepend=0) - 1
    lengths[-1] += not data.endswith(b"\n")
    long = np.flatnonzero(lengths > LINE_BYTES).tolist()
    if not long:
        return data, ends, []
    lines = data.split(b"\n")
    overlong = [(block.line + at, lines[at][:200]) for at in long]
    for at in long:
        lines[at] = b""
    data = b"\n".join(lines)
    return data, _ends(data), overlong


def _ends(data: bytes) -> NDArray[np.int64]:
    ends = np.flatnonzero(np.frombuffer(data, np.uint8) == ord("\n")) + 1
    return ends if data.endswith(b"\n") else np.append(ends, len(data))

"""The lines of a log in stretches: as many at a time as are decoded together, wherever its blocks end."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from vedette.errors import SourceError
from vedette.sources.opening import Block, blocks
from vedette.steps import Opened, Reading

BLOCK_BYTES = 4 << 20
# A sentence has 82 bytes, and its tag blocks a few times that.
LINE_BYTES = 1 << 10
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
        for block in blocks(opened, min(reading.block_bytes, BLOCK_BYTES), max_line_bytes=LINE_BYTES):
            stretch.overlong += [(block.line, *each) for each in block.overlong]
            for piece, lines in _pieces(block, size):
                stretch.pieces.append(piece)
                stretch.lines += lines
                if (following := stretch.line + stretch.lines) % size == 1 or size == 1:
                    yield stretch
                    stretch = Stretch(following)
    except SourceError as error:
        broken = error
    stretch.last = True
    yield stretch
    if broken:
        raise broken


def _pieces(block: Block, size: int) -> Iterator[tuple[bytes, int]]:
    """A block's bytes cut where stretches end, and how many lines each piece has."""
    data = block.data or b"\n"
    lines = data.count(b"\n") + (not data.endswith(b"\n"))
    room = size - (block.line - 1) % size
    if lines < room:
        yield data, lines
        return
    ends = (np.flatnonzero(np.frombuffer(data, np.uint8) == ord("\n")) + 1).tolist()
    if len(ends) < lines:
        ends.append(len(data))
    cuts = [0, *ends[room - 1 :: size]]
    for start, end in pairwise(cuts):
        yield data[start:end], room if start == 0 else size
    if (rest := lines - room - size * (len(cuts) - 2)) > 0:
        yield data[cuts[-1] :], rest

"""A stream of bytes as whole lines, whatever a stranger sends: no line is held beyond a bound."""

from dataclasses import dataclass, field

MAX_LINE_BYTES = 64 << 10
SHOWN_BYTES = 200
_EMPTY = (b"", b"\r")


@dataclass
class Splitter:
    """Cuts what comes in pieces into lines, without their ends; empty lines are counted and left out.

    Of a line over ``max_bytes`` the beginning is given, to be refused where it is read; the rest is passed
    over.
    """

    max_bytes: int = MAX_LINE_BYTES
    empty: int = 0
    overlong: int = 0
    _held: bytearray = field(default_factory=bytearray)
    _passing: bool = False

    def take(self, piece: bytes) -> list[bytes]:
        r"""The lines that end in this piece.

        >>> cutter = Splitter()
        >>> cutter.take(b"!AIV"), cutter.take(b"DM,1\r\n\n!AIV")
        ([], [b'!AIVDM,1'])
        >>> cutter.empty, cutter.end()
        (1, [b'!AIV'])
        """
        *whole, rest = piece.split(b"\n")
        found: list[bytes] = []
        for end in whole:
            if not self._held and not self._passing and end in _EMPTY:
                self.empty += 1
                continue
            self._hold(end)
            found += self._cut()
            self._passing = False
        self._hold(rest)
        return found

    def end(self) -> list[bytes]:
        """The line that was begun when the stream ended."""
        return self._cut() if self._held else []

    def _hold(self, piece: bytes) -> None:
        if self._passing:
            return
        self._held += piece
        if len(self._held) > self.max_bytes:
            self.overlong += 1
            self._passing = True
            del self._held[SHOWN_BYTES:]

    def _cut(self) -> list[bytes]:
        line = bytes(self._held).replace(b"\r", b"")
        self._held.clear()
        if line.strip():
            return [line]
        self.empty += 1
        return []

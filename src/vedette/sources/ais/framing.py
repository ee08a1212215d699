"""Parsed lines to whole AIS messages in Python: times told before, tag groups, and parts put together."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from vedette.kernels.ais_rows import CLOCK, GATEHOUSE, REFUSED, SENTENCE, TIME
from vedette.sources.ais.clocks import Clock
from vedette.sources.ais.sentences import Line, understood

# Parts follow each other within a second, and a sequence number comes round again after ten messages.
PART_LINES = 1_000
PART_US = 30 * 1_000_000
GROUPS = 1_000


class Message(NamedTuple):
    """A whole message: its first line, the time said for it in microseconds since 1970, and its payload."""

    line: int
    time: int | None
    payload: bytes
    text: bytes


@dataclass
class _Parts:
    """A message of which parts are still to come."""

    line: int
    text: bytes
    total: int
    time: int | None = None
    have: dict[int, bytes] = field(default_factory=dict)


class Framing:
    """The lines of a stream, one after the other, to messages and clocks; what is wrong goes to ``refuse``.

    A time is taken from the line's tag block or the first line of its tag group, else from before the
    sentence, from the end of the line (US Coast Guard), or from a ``$PGHP`` line or a lone tag block just
    before it.
    """

    def __init__(self, refuse: Callable[[int, str, bytes], None]) -> None:
        self._refuse = refuse
        self._open: dict[tuple[bytes, ...], _Parts] = {}
        self._groups: OrderedDict[bytes, int] = OrderedDict()
        self._told: int | None = None  # the time for the next AIS sentence

    def take(self, number: int, line: bytes) -> Message | Clock | None:
        """The message that this line completes, or the clock it shows."""
        text = line.strip()
        said = understood(text)
        time = self._time(said)
        if said.kind == TIME:
            self._told = time
        elif said.kind == GATEHOUSE:
            self._told = said.line_time
        elif said.kind == CLOCK:
            return said.clock
        elif said.kind == REFUSED:
            if said.clears:
                self._told = None
            self._refuse(number, said.reason, line)
        elif said.kind == SENTENCE:
            told, self._told = self._told, None
            heard = Message(number, told if time is None else time, said.payload, text)
            return heard if said.parts == 1 else self._part(heard, said)
        return None

    def end(self) -> None:
        """Refuse what is still without all its parts."""
        for key in list(self._open):
            self._drop(key)

    def _time(self, said: Line) -> int | None:
        """The time that a line itself, or the tag group it is in, gives."""
        time = said.tag_time
        if said.group and time is not None:
            self._groups[said.group] = time
            self._groups.move_to_end(said.group)
            if len(self._groups) > GROUPS:
                self._groups.popitem(last=False)
        elif said.group and said.first:
            self._groups.pop(said.group, None)
        elif said.group:
            time = self._groups.get(said.group)
        return said.line_time if time is None else time

    def _part(self, heard: Message, said: Line) -> Message | None:
        """The whole message, when this is the last of its parts to come."""
        key = said.key
        while self._open and next(iter(self._open.values())).line < heard.line - PART_LINES:
            self._drop(next(iter(self._open)))
        parts = self._open.get(key)
        if parts and (parts.total != said.parts or said.part in parts.have or _far(parts.time, heard.time)):
            self._drop(key)
            parts = None
        if parts is None:
            parts = self._open[key] = _Parts(heard.line, heard.text, said.parts)
        parts.have[said.part] = heard.payload
        if parts.time is None:
            parts.time = heard.time
        if len(parts.have) < said.parts:
            return None
        del self._open[key]
        payload = b"".join(parts.have[n] for n in range(1, said.parts + 1))
        return Message(parts.line, parts.time, payload, parts.text)

    def _drop(self, key: tuple[bytes, ...]) -> None:
        held = self._open.pop(key)
        lost = [n for n in range(1, held.total + 1) if n not in held.have]
        self._refuse(held.line, never_came(lost, held.total), held.text)


def never_came(lost: list[int], total: int) -> str:
    """Words for the parts of a message that are missing.

    >>> never_came([1, 3], 3)
    'parts 1, 3 of 3 never came'
    """
    return f"part{'s' * (len(lost) > 1)} {', '.join(map(str, lost))} of {total} never came"


def _far(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and abs(one - other) > PART_US

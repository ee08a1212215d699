"""What an AIS file said, gathered into batches of positions, statics that tell something, and refusals."""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import pyarrow as pa

from vedette.fields import schema
from vedette.kernels.arrays import SAID_AGAIN_US
from vedette.steps import Batch, Opened, Reading

BATCH_ROWS = 50_000
TEXT_CHARACTERS = 200
# Ships remembered so as to know whether one said something new; about 50 MB.
SHIPS = 100_000
# AIS was tested from the middle of the 1990s; nobody kept logs of it before 2000.
FIRST_US = int(datetime(2000, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000
DAY_US = 86_400 * 1_000_000
TOO_EARLY, TOO_LATE = "time is before 2000", "time is in the future"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Unusable(ValueError):  # noqa: N818 - it names what the row is
    """One row cannot be used; the text says why."""


class Position(NamedTuple):
    """One position report; ``time`` in microseconds since 1970, sentinels as sent."""

    line: int
    mmsi: int
    time: int
    doubt: str | None
    lat: float
    lon: float
    speed_kn: float | None = None
    course_deg: float | None = None
    heading_deg: float | None = None
    status: int | None = None


class Static(NamedTuple):
    """What a ship says of herself; unknown is null."""

    line: int
    mmsi: int
    time: int
    imo: int | None = None
    name: str | None = None
    call_sign: str | None = None
    ship_type: int | None = None
    length_m: float | None = None
    width_m: float | None = None
    draught_m: float | None = None
    destination: str | None = None
    eta: str | None = None


class Heard:
    """The rows of one file on their way into tables.

    A time before 2000, or more than a day after ``reading.now``, cannot be right. A static is kept when it
    differs from the ship's last one, and once in each stretch of ``SAID_AGAIN_US`` in which it is said. The
    two halves of a type 24 message are put together, apart from what a type 5 under the same number says:
    two ships may share it.
    """

    def __init__(self, opened: Opened, source: str, reading: Reading) -> None:
        self._file, self._source = opened.file, source
        self._latest = microseconds(reading.now) + DAY_US if reading.now else None
        self._positions: list[Position] = []
        self._statics: list[Static] = []
        self._refused: list[tuple[int, str, str]] = []
        self._last: OrderedDict[tuple[int, str], tuple[int, tuple[Any, ...]]] = OrderedDict()

    def in_time(self, line: int, time: int, text: bytes | str) -> bool:
        """True when a time, in microseconds since 1970, can be right; else the line is refused."""
        if time >= FIRST_US and (self._latest is None or time <= self._latest):
            return True
        self.refuse(line, TOO_EARLY if time < FIRST_US else TOO_LATE, text)
        return False

    def position(self, row: Position) -> None:
        """Keep a position."""
        self._positions.append(row)

    def static(self, row: Static, part: str = "") -> None:
        """Keep a static when it tells something; ``part`` is A or B for the halves of a type 24."""
        key = (row.mmsi, "24" if part else "")
        said: tuple[Any, ...] = row[3:]
        slot = row.time // SAID_AGAIN_US
        last, before = self._last.get(key, (slot, ()))
        if part and before:
            # Part A carries the name alone, part B all but the name.
            said = (said[0], before[1], *said[2:]) if part == "B" else (before[0], said[1], *before[2:])
        self._last[key] = slot, said
        self._last.move_to_end(key)
        if said == before and slot == last:
            return
        if len(self._last) > SHIPS:
            self._last.popitem(last=False)
        if any(value is not None for value in said):
            self._statics.append(Static(*row[:3], *said))

    def refuse(self, line: int, reason: str, text: bytes | str) -> None:
        """Keep a line that could not be used, with the reason."""
        beginning = text[: 4 * TEXT_CHARACTERS]
        if isinstance(beginning, bytes):
            beginning = beginning.decode("utf-8", "replace")
        elif not beginning.isascii():
            beginning = beginning.encode("utf-8", "replace").decode()
        self._refused.append((line, reason, beginning[:TEXT_CHARACTERS]))

    def batches(self, at_least: int = 1) -> Iterator[Batch]:
        """What was gathered, when it is ``at_least`` so many rows of a table; it is then forgotten."""
        if max(len(self._positions), len(self._statics), len(self._refused)) < at_least:
            return
        if self._positions:
            yield Batch("positions", self._table("positions", self._positions))
        if self._statics:
            yield Batch("statics", self._table("statics", self._statics))
        if self._refused:
            yield Batch("refusals", self._refusals())
        self._positions, self._statics, self._refused = [], [], []

    def _table(self, name: str, rows: Sequence[Position] | Sequence[Static]) -> pa.Table:
        columns: dict[str, list[object]] = dict(
            zip(rows[0]._fields, map(list, zip(*rows, strict=True)), strict=True)
        )
        lines = columns.pop("line")
        columns["source"] = [self._source] * len(rows)
        columns["record"] = [f"{self._file}:{line}" for line in lines]
        return pa.table({f.name: pa.array(columns[f.name], f.type) for f in schema(name)})

    def _refusals(self) -> pa.Table:
        lines, reasons, texts = zip(*self._refused, strict=True)
        count = len(self._refused)
        return pa.table(
            {
                "file": [self._file] * count,
                "line": pa.array(lines, pa.int64()),
                "reason": reasons,
                "text": texts,
                "source": [self._source] * count,
                "record": [f"{self._file}:{line}" for line in lines],
            },
            schema=schema("refusals"),
        )


def microseconds(when: datetime) -> int:
    """A moment in microseconds since 1970; one without a zone is UTC.

    >>> microseconds(datetime(1970, 1, 1, 0, 0, 1))
    1000000
    """
    return ((when if when.tzinfo else when.replace(tzinfo=UTC)) - _EPOCH) // _MICROSECOND


def clean(text: str | None) -> str | None:
    """A text field without its padding; null when nothing is left. An @ ends the text (ITU-R M.1371-5).

    >>> clean("ANGARA @@@@"), clean("@@@@@@@")
    ('ANGARA', None)
    """
    return (text or "").partition("@")[0].strip() or None


def metres(*parts: float | None) -> float | None:
    """Distances from the antenna summed to a length or a beam; null when nothing is known of them.

    >>> metres(100, 22), metres(0, 0)
    (122.0, None)
    """
    return float(sum(part or 0 for part in parts)) or None


def speed(kind: int, knots: float | None) -> float | None:
    """A speed that a message of a type sent; null when it is that type's own number for not known.

    Types 9 and 27 have numbers of their own, 1023 and 63, that nobody could tell from a speed later on.
    """
    return None if (kind, knots) in ((9, 1023), (27, 63)) else knots


def eta(month: int, day: int, hour: int, minute: int) -> str | None:
    """The estimated arrival as MM-DD HH:MM, or null when any of it is not known.

    >>> eta(9, 13, 18, 0), eta(0, 0, 24, 60)
    ('09-13 18:00', None)
    """
    if 1 <= month <= 12 and 1 <= day <= 31 and 0 <= hour <= 23 and 0 <= minute <= 59:
        return f"{month:02}-{day:02} {hour:02}:{minute:02}"
    return None

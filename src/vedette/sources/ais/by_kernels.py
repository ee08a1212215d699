"""An NMEA log read a stretch at a time by the kernels, and the few odd lines by the parser in Python.

The rows, their order and the refusals are those of ``by_pyais``.
"""

from collections.abc import Iterator
from hashlib import blake2b

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette.kernels import ais_rows
from vedette.kernels.ais_rows import (
    AFTER,
    BEFORE,
    CLOCK,
    H_AT,
    H_HAVE,
    H_LINE,
    H_SIZE,
    H_TEXT,
    H_TEXT_END,
    KEPT,
    KEY_BYTES,
    NO_TIME,
    NONE,
    ODD,
    REFUSED,
)
from vedette.kernels.ais_stream import follow
from vedette.kernels.sentence_lines import read_lines
from vedette.sources.ais import by_pyais, framing
from vedette.sources.ais.clocks import AGREEMENT_US, DAY_ONLY, HOUR_US, midnight
from vedette.sources.ais.heard import DAY_US, FIRST_US, SHIPS, TOO_EARLY, TOO_LATE, Heard, microseconds
from vedette.sources.ais.payloads import decode
from vedette.sources.ais.sentences import ARMOUR, Line, understood
from vedette.sources.ais.stretches import TOO_LONG, Stretch
from vedette.steps import Batch, Opened, Reading

_ARMOUR = np.frombuffer(ARMOUR, np.uint8)
_DOUBTS = pa.array([None, by_pyais.HEARD_LATER, DAY_ONLY], pa.string())
_UNTIMED = {NO_TIME: by_pyais.NO_TIME, BEFORE: TOO_EARLY, AFTER: TOO_LATE}


def bounds() -> NDArray[np.int64]:
    """What a stream of messages is held to, in the order of ``vedette.kernels.ais_stream``."""
    parts = framing.PART_LINES, framing.PART_US
    return np.array([FIRST_US, *parts, HOUR_US, AGREEMENT_US, framing.GROUPS, SHIPS], np.int64)


class ByKernels:
    """What is remembered of a log from one stretch to the next, and its rows."""

    def __init__(self, opened: Opened, source: str, reading: Reading, lines: int) -> None:
        self._heard = Heard(opened, source, reading)
        self._file, self._source = opened.file, source
        self._stream = ais_rows.stream(framing.GROUPS, framing.PART_LINES, SHIPS)
        clock = self._stream.clock
        if reading.date:
            clock[ais_rows.DAY] = clock[ais_rows.GIVEN_DAY] = midnight(reading.date)
        if reading.now:
            clock[ais_rows.LATEST] = microseconds(reading.now) + DAY_US
        self._bounds = bounds()
        self._lines = np.empty(lines, ais_rows.LINE)
        self._out = ais_rows.filled(lines, framing.PART_LINES)
        self._carried = b""

    def batches(self, stretch: Stretch) -> Iterator[Batch]:
        """The rows of a stretch."""
        data = stretch.data(self._carried)
        held = np.frombuffer(data, np.uint8)
        found, odd = read_lines(held, len(self._carried), self._lines)
        if found != stretch.lines:
            raise AssertionError(f"{stretch.lines} lines were {found}")
        lines = self._lines[:found]
        refused = self._understood(data, lines, stretch.line) if odd else []
        counts = follow(held, lines, stretch.line, *self._stream, *self._out, self._bounds)
        said, statics, unread, lost = counts
        self._refuse_lines(data, stretch, refused, lost)
        if stretch.last:
            self._refuse_open(data)
        self._refuse_payloads(data, unread)
        rows = self._out.said[:said]
        kept = rows["fate"] == KEPT
        if not kept.all():
            for row in rows[~kept]:
                reason = _UNTIMED[int(row["fate"])]
                self._heard.refuse(int(row["line"]), reason, data[row["text"] : row["text_end"]])
        self._carry(data)
        placed = kept & (rows["position"] == 1)
        if placed.any():
            yield Batch("positions", self._positions(rows if placed.all() else rows[placed]))
        fresh = self._out.statics[:statics][self._out.statics[:statics, ais_rows.FRESH] != 0]
        if len(fresh):
            yield Batch("statics", self._statics(rows[fresh[:, ais_rows.OF]], fresh))
        yield from self._heard.batches()

    def _understood(
        self, data: bytes, lines: NDArray[np.void], number: int
    ) -> list[tuple[int, int, str, bytes]]:
        """Fill in the odd lines; those refused, by place, with their number, reason and text."""
        refused = []
        for at in np.flatnonzero(lines["kind"] == ODD).tolist():
            start, end = int(lines[at]["start"]), int(lines[at]["end"])
            said = understood(data[start:end])
            lines[at] = _row(said, start, end)
            if said.kind == REFUSED:
                whole = data[data.rfind(b"\n", 0, start) + 1 : data.find(b"\n", end)]
                refused.append((at, number + at, said.reason, whole))
        return refused

    def _refuse_lines(
        self, data: bytes, stretch: Stretch, refused: list[tuple[int, int, str, bytes]], lost: int
    ) -> None:
        told = [(at - stretch.line, line, TOO_LONG, text) for at, line, text in stretch.overlong]
        told += refused
        for at, line, text, end, parts, have in self._out.lost[:lost].tolist():
            told.append((at, line, _missing(have, parts), data[text:end]))
        for _, line, reason, text in sorted(told, key=lambda each: each[0]):
            self._heard.refuse(line, reason, text)

    def _refuse_open(self, data: bytes) -> None:
        """Refuse what is without all its parts when the file ends."""
        for slot in ais_rows.oldest_first(self._stream.open):
            line, text, end, _, parts, have = self._stream.open[slot, H_LINE : H_HAVE + 1].tolist()
            self._heard.refuse(line, _missing(have, parts), data[text:end])

    def _refuse_payloads(self, data: bytes, unread: int) -> None:
        for row in self._out.unread[:unread]:
            line, text, end, size = row[: ais_rows.U_WORDS].tolist()
            # Of a longer one only the type and the length are told.
            payload = _armoured(row[ais_rows.U_WORDS :])[:size].ljust(size, b"0")
            (_, reason), *_ = decode([payload]).refused
            self._heard.refuse(line, reason, data[text:end])

    def _carry(self, data: bytes) -> None:
        """Keep what the next stretch needs of this one: the parts of messages that are not whole."""
        kept, length = list[bytes](), 0
        for slot in ais_rows.oldest_first(self._stream.open):
            held = self._stream.open[slot]
            text = int(held[H_TEXT_END] - held[H_TEXT])
            pieces = [(H_TEXT, text)]
            pieces += [
                (H_AT + part, int(held[H_SIZE + part])) for part in range(9) if held[H_HAVE] >> part & 1
            ]
            for column, size in pieces:
                kept.append(data[held[column] : held[column] + size])
                held[column], length = length, length + size
            held[H_TEXT_END] = held[H_TEXT] + text
        self._carried = b"".join([*kept, b"\n"]) if kept else b""

    def _positions(self, rows: NDArray[np.void]) -> pa.Table:
        return pa.table(
            {
                "mmsi": _column(rows, "mmsi"),
                "time": _column(rows, "time").view("M8[us]"),
                "lat": _column(rows, "lat"),
                "lon": _column(rows, "lon"),
                "speed_kn": _nullable(_column(rows, "speed_kn")),
                "course_deg": _column(rows, "course_deg"),
                "heading_deg": _nullable(_column(rows, "heading_deg")),
                "status": _known(_column(rows, "status"), rows["status"] >= 0),
                "doubt": _doubts(rows["doubt"]),
                "source": pa.repeat(self._source, len(rows)),
                "record": self._records(rows),
            }
        )

    def _statics(self, rows: NDArray[np.void], values: NDArray[np.int64]) -> pa.Table:
        known = values[:, [ais_rows.IMO, ais_rows.LENGTH, ais_rows.WIDTH, ais_rows.DRAUGHT]].T
        imo, length, width, draught = (_known(column, column != 0) for column in known)
        kind = values[:, ais_rows.SHIP_TYPE]
        return pa.table(
            {
                "mmsi": _column(rows, "mmsi"),
                "time": _column(rows, "time").view("M8[us]"),
                "imo": imo,
                "name": _text(values[:, [ais_rows.NAME, ais_rows.NAME_END]]),
                "call_sign": _text(values[:, [ais_rows.CALL_SIGN]]),
                "ship_type": _known(kind, kind >= 0),
                "length_m": length.cast(pa.float64()),
                "width_m": width.cast(pa.float64()),
                "draught_m": pc.divide(draught.cast(pa.float64()), 10.0),
                "destination": _text(values[:, [ais_rows.TO, ais_rows.TO_END]]),
                "eta": _arrival(values[:, ais_rows.ETA]),
                "source": pa.repeat(self._source, len(rows)),
                "record": self._records(rows),
            }
        )

    def _records(self, rows: NDArray[np.void]) -> pa.Array:
        lines = pa.array(_column(rows, "line")).cast(pa.string())
        return pc.binary_join_element_wise(self._file, lines, ":")


def _row(said: Line, start: int, end: int) -> tuple[int, ...]:
    """A line that the parser in Python understood, as the kernel would have put it."""
    key = _key(b",".join(said.key)) if said.parts > 1 else (0, 0)
    clock = said.clock
    return (
        _or_none(said.tag_time),
        _or_none(clock.time if clock else said.line_time),
        *(_key(said.group) if said.group else (0, 0)),
        *key,
        start,
        end,
        start + said.payload_at,
        len(said.payload),
        said.kind,
        said.first,
        said.clears,
        clock.dated if clock and said.kind == CLOCK else said.part,
        said.parts,
    )


def _or_none(time: int | None) -> int:
    return NONE if time is None else time


def _key(key: bytes) -> tuple[int, int]:
    """A key as the kernel makes it; a longer one by its hash, which no shorter one equals."""
    last = len(key)
    if last > KEY_BYTES:
        key, last = blake2b(key, digest_size=KEY_BYTES).digest(), KEY_BYTES + 1
    whole = key.ljust(KEY_BYTES, b"\0") + bytes([last])
    return int.from_bytes(whole[:8], "big", signed=True), int.from_bytes(whole[8:], "big", signed=True)


def _armoured(words: NDArray[np.int64]) -> bytes:
    """The characters of a payload from its bits."""
    bits = np.unpackbits(words.astype(">i8").view(np.uint8))[: 6 * ais_rows.PAYLOAD_CHARACTERS]
    return bytes(_ARMOUR[np.packbits(bits.reshape(-1, 6), axis=1).ravel() >> 2])


def _missing(have: int, parts: int) -> str:
    return framing.never_came([n for n in range(1, parts + 1) if not have >> (n - 1) & 1], int(parts))


def _column(rows: NDArray[np.void], name: str) -> NDArray[np.int64]:
    # A copy, for the next stretch is written over these rows.
    return rows[name].copy()


def _nullable(values: NDArray[np.int64]) -> pa.Array:
    return pa.array(values, from_pandas=True)


def _known(values: NDArray[np.int64], known: NDArray[np.bool_]) -> pa.Array:
    return pa.array(np.ascontiguousarray(values), mask=None if known.all() else ~known)


def _doubts(codes: NDArray[np.uint8]) -> pa.Array:
    if not codes.any():
        return pa.nulls(len(codes), pa.string())
    return _DOUBTS.take(pa.array(codes.astype(np.int64)))


def _text(numbers: NDArray[np.int64]) -> pa.Array:
    """Texts of ten characters of six bits a number, as the kernel writes them; null when there is none."""
    six = (numbers[:, :, None] >> np.arange(54, -1, -6)) & 63
    characters = np.where((six > 0) & (six < 32), six + 64, six).astype(np.uint8)
    texts = characters.reshape(len(numbers), -1).view(f"S{10 * numbers.shape[1]}").ravel()
    return pa.array(texts, mask=numbers[:, 0] == 0).cast(pa.string())


def _arrival(numbers: NDArray[np.int64]) -> pa.Array:
    """Month, day, hour and minute, two digits each, as MM-DD HH:MM."""
    digits = pc.utf8_lpad(pa.array(np.ascontiguousarray(numbers)).cast(pa.string()), 8, "0")
    parts = [pc.utf8_slice_codeunits(digits, at, at + 2) for at in (0, 2, 4, 6)]
    day = pc.binary_join_element_wise(*parts[:2], "-")
    arrival = pc.binary_join_element_wise(day, pc.binary_join_element_wise(*parts[2:], ":"), " ")
    return pc.if_else(pa.array(numbers != 0), arrival, pa.scalar(None, pa.string()))

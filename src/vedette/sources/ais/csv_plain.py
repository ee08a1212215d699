"""The plain lines of a CSV to numbers by a compiled kernel; the rows are those that polars would give."""

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette import fields
from vedette.kernels import csv_rows
from vedette.kernels.arrays import reals
from vedette.kernels.csv_rows import BLANK, CODE, MOMENT, NO_CODE, NUMBER, ODD, SAID, SHIP
from vedette.sources.ais import csv_statics
from vedette.sources.ais.csv_layout import MAX_LAT, MAX_LON, Layout
from vedette.sources.ais.csv_lines import Cut
from vedette.sources.ais.csv_times import TimeForm
from vedette.sources.ais.csv_values import STATUS_WORDS, coded
from vedette.sources.ais.heard import microseconds

NUMBERS = ("lat", "lon", "speed_kn", "course_deg", "heading_deg")
_KINDS = {
    "mmsi": SHIP,
    "time": MOMENT,
    "status": CODE,
    **{name: NUMBER + place for place, name in enumerate(NUMBERS)},
    **dict.fromkeys(csv_statics.COLUMNS, SAID),
}
_PARTS = {
    "%Y": csv_rows.YEAR,
    "%m": csv_rows.MONTH,
    "%d": csv_rows.DAY,
    "%H": csv_rows.HOUR,
    "%M": csv_rows.MINUTE,
    "%S": csv_rows.SECOND,
    "%.f": csv_rows.FRACTION,
}
_DAY_AND_MINUTE = {"%Y", "%m", "%d", "%H", "%M"}
_LATEST = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
_MOST_WORDS, _MOST_WORD_BYTES = csv_rows.ROOM // 2, 80
# Hashes of what was said; at the bound all is forgotten, and some rows are looked at again.
_FEW_SAID, _MOST_SAID = 1 << 16, 1 << 22


def plain(layout: Layout, latest: datetime | None) -> "Plain | None":
    """A reader of the plain lines of a file, or None when its columns or times are of no kind it knows."""
    pattern = _pattern(layout.time, layout.header.delimiter)
    if pattern is None or len(set(layout.places.values())) < len(layout.places):
        return None
    kinds = np.zeros(len(layout.header.names), np.uint8)
    for name, place in layout.places.items():
        kinds[place] = _KINDS[name]
    return Plain(
        csv_rows.Form(
            kinds,
            ord(layout.header.delimiter),
            ord("," if layout.comma else "."),
            pattern,
            layout.time.per_second or 1,
            microseconds(latest or _LATEST),
            (MAX_LAT, MAX_LON),
            np.zeros(csv_rows.ROOM, np.uint64),
            np.zeros(csv_rows.ROOM, np.int64),
        )
    )


def _pattern(form: TimeForm, delimiter: str) -> NDArray[np.uint8] | None:
    """The first pattern of a form as the kernel has it; None when it holds what the kernel does not know."""
    if form.per_second is not None:
        return np.array([csv_rows.COUNT], np.uint8)
    rest, found, parts = form.patterns[0] if form.patterns else "", list[int](), list[str]()
    while rest:
        part = next((part for part in _PARTS if rest.startswith(part)), rest[0])
        # What parts fields and lines in the file cannot be looked for as a letter of a time.
        if part not in _PARTS and (not " " <= part <= "~" or part in (delimiter, '"', "%")):
            return None
        found.append(_PARTS[part] if part in _PARTS else ord(part))
        parts.append(part)
        rest = rest[len(part) :]
    known = [part for part in parts if part in _PARTS]
    whole = _DAY_AND_MINUTE.issubset(known) and len(set(known)) == len(known)
    return np.array(found, np.uint8) if whole else None


@dataclass(frozen=True)
class Found:
    """What the plain lines of a cut say: the number of its first line, and a row for each plain one."""

    first: int
    rows: csv_rows.Rows

    @property
    def lines(self) -> NDArray[np.int64]:
        """The numbers of the plain lines."""
        return self.rows.place + self.first

    def positions(self, file: str, source: str, speed_factor: float) -> pa.Table:
        """The rows as positions."""
        rows, unknown = self.rows, self.rows.code == NO_CODE
        numbers = {name: reals(rows.numbers[place]) for place, name in enumerate(NUMBERS)}
        if speed_factor != 1:
            numbers["speed_kn"] = pc.multiply(numbers["speed_kn"], speed_factor)
        count = len(unknown)
        return pa.Table.from_arrays(
            [
                pa.array(rows.ship),
                pa.array(rows.time.view("M8[us]")),
                *numbers.values(),
                pa.nulls(count, pa.int64()) if unknown.all() else pa.array(rows.code, mask=unknown),
                pa.nulls(count, pa.string()),
                pa.repeat(source, count),
                pc.binary_join_element_wise(file, pa.array(self.lines).cast(pa.string()), ":"),
            ],
            schema=fields.schema("positions"),
        )


class Plain:
    """How a file's lines are to be read, the words met in place of numbers, and what was said so far."""

    def __init__(self, form: csv_rows.Form) -> None:
        self._form = form
        self._words: set[str] = set()
        self._told, self._have = np.zeros(_FEW_SAID, np.uint64), 0

    def read(self, cut: Cut) -> tuple[Found, NDArray[np.int64]]:
        """What the plain lines among those of a cut say, and the places of the odd ones."""
        lines = cut.lines
        what = np.full(len(lines.ends), BLANK, np.uint8)
        what[cut.plain] = ODD
        # The kernel looks for the newline.
        whole = max(0, len(what) - (not lines.data.endswith(b"\n")))
        into = csv_rows.rows(whole, len(NUMBERS))
        data = np.frombuffer(lines.data, np.uint8)
        count = csv_rows.read_rows(data, lines.starts[:whole], what[:whole], self._form, into)
        return Found(lines.first, csv_rows.upto(into, count)), np.flatnonzero(what == ODD)

    def fresh(self, found: Found) -> NDArray[np.int64]:
        """The rows in which a ship says, as far as is known, something new in a stretch of the clock."""
        count = len(found.rows.said)
        if 2 * (self._have + count) > len(self._told):
            held = self._told[self._told != 0]
            if 2 * (len(held) + count) > _MOST_SAID:
                held = held[:0]
            size = 1 << (4 * (len(held) + count)).bit_length()
            self._told, self._have = np.zeros(size, np.uint64), 0
            self._have = csv_rows.first_told(held, self._told, 0, np.empty(len(held), np.bool_))
        fresh = np.empty(count, np.bool_)
        self._have = csv_rows.first_told(found.rows.said, self._told, self._have, fresh)
        return np.flatnonzero(fresh)

    def learn(self, text: pl.Series) -> None:
        """Remember the words among some values of the column of codes."""
        for word in text.drop_nulls().unique().to_list():
            if word in self._words or len(self._words) == _MOST_WORDS:
                continue
            if not word.isascii() or not 0 < len(word) <= _MOST_WORD_BYTES or word[0].isdigit():
                continue
            number = coded(pl.Series([word]), STATUS_WORDS)[0]
            words, codes = self._form.words.copy(), self._form.codes.copy()
            said = np.frombuffer(word.encode(), np.uint8)
            csv_rows.learn(said, NO_CODE if number is None else number, words, codes)
            # New arrays, for other threads may be reading by the old ones.
            self._form = self._form._replace(words=words, codes=codes)
            self._words.add(word)

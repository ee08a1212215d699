"""Whole lines of CSV to columns of text, where every row knows its line and none is lost.

Nearly all lines go through polars. The few whose quotes polars could take in another way than Python's csv
module, above all a quoted field with a newline in it, are read by that module; so a row is the same whatever
rows stand beside it, and however the file is cut into blocks.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vedette.errors import SourceError
from vedette.sources import opening
from vedette.steps import Opened

# A record whose quotes are still open after this much is a stray quote, not a long field.
MAX_RECORD_LINES, MAX_RECORD_BYTES = 16, 64 << 10
# A block of very short lines is taken in parts, so that memory is bounded by bytes and by rows.
MAX_LINES = 1 << 18
# Larger blocks are slower too: their arrays leave the cache and are given back to the system each time.
MAX_BLOCK_BYTES = 8 << 20
TEXT_CHARS = 200

_NEWLINE, _RETURN, _QUOTE = b'\n\r"'


@dataclass(frozen=True)
class Header:
    """The first line of a file that is not blank: where it stands, its names and what parts them."""

    line: int
    names: tuple[str, ...]
    delimiter: str


class Refused(NamedTuple):
    """A line that gives no row, and why."""

    line: int
    reason: str
    text: str


@dataclass(frozen=True)
class Lines:
    """Whole lines in memory: the number of the first, and where each begins and ends."""

    first: int
    data: bytes
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def text(self, number: int) -> str:
        """The beginning of a line, by its number in the file."""
        at = number - self.first
        start, end = int(self.starts[at]), int(self.ends[at])
        # Four bytes make one character at most.
        return (
            self.data[start : min(end, start + 4 * TEXT_CHARS)]
            .decode("utf-8", "replace")[:TEXT_CHARS]
            .rstrip("\r")
        )

    def whole(self, at: int) -> str:
        """One line with its newline, by its place among these."""
        return self.data[self.starts[at] : self.ends[at] + 1].decode("utf-8", "replace")


class Cut(NamedTuple):
    """Some lines of a file: the places of those that are a row each, the records read by hand, and the rest.

    A record is the number of its line and its fields.
    """

    lines: Lines
    plain: NDArray[np.int64]
    records: list[tuple[int, list[str]]]
    refused: list[Refused]


def lines_of(first: int, data: bytes) -> Lines:
    """Find the lines of some bytes; the last may lack its newline."""
    ends = np.flatnonzero(np.frombuffer(data, np.uint8) == _NEWLINE)
    if data and not data.endswith(b"\n"):
        ends = np.append(ends, len(data))
    starts = np.concatenate([np.zeros(min(len(ends), 1), np.int64), ends[:-1] + 1])
    return Lines(first, data, starts, ends)


def cuts(opened: Opened, block_bytes: int, header: Header) -> Iterator[Cut]:
    """The lines of a file after its header, a block at a time.

    When the stream breaks, the rows before the break come first, then the SourceError.
    """
    carried = lines_of(header.line + 1, b"")
    broken: SourceError | None = None
    blocks = opening.blocks(opened, min(block_bytes, MAX_BLOCK_BYTES))
    while True:
        try:
            block = next(blocks, None)
        except SourceError as error:
            block, broken = None, error
        if block is None:
            break
        if block.overlong:
            # What is carried cannot go on behind a line that is not there.
            if carried.data:
                yield _cut(carried, header, last=True)[0]
                carried = lines_of(0, b"")
            yield Cut(carried, np.empty(0, np.int64), [], [_overlong(*each) for each in block.overlong])
        for part in _parts(block.line, block.data, header.line):
            joined = lines_of(carried.first, carried.data + part.data) if carried.data else part
            cut, carried = _cut(joined, header, last=False)
            yield cut
    if carried.data:
        yield _cut(carried, header, last=True)[0]
    if broken is not None:
        raise broken


def _overlong(line: int, beginning: bytes) -> Refused:
    longest = opening.MAX_LINE_BYTES >> 20
    return Refused(
        line, f"line is longer than {longest} MiB", beginning.decode("utf-8", "replace")[:TEXT_CHARS]
    )


def _parts(first: int, data: bytes, header_line: int) -> Iterator[Lines]:
    """The lines of a block after the header, no more than ``MAX_LINES`` at a time."""
    lines = lines_of(first, data)
    skip = max(0, header_line + 1 - first)
    if skip == 0 and len(lines.ends) <= MAX_LINES:
        yield lines
        return
    for at in range(skip, len(lines.ends), MAX_LINES):
        stop = min(at + MAX_LINES, len(lines.ends))
        yield lines_of(first + at, data[lines.starts[at] : lines.ends[stop - 1] + 1])


def texts(cut: Cut, plain: NDArray[np.int64], header: Header, wanted: Mapping[str, int]) -> pl.DataFrame:
    """Rows of text: of the plain lines at some places, and of all records read by hand, in order.

    They have ``line``, ``fields`` (how many the line has) and a text column for each field of ``wanted``,
    which maps a name to its place; null where the field is empty or missing.
    """
    rows = _read(_chosen(cut.lines, plain), plain + cut.lines.first, header, wanted)
    if cut.records:
        rows = pl.concat([rows, _frame(cut.records, header, wanted)]).sort("line")
    return rows


def _cut(lines: Lines, header: Header, *, last: bool) -> tuple[Cut, Lines]:
    """Tell some lines apart; what may be the beginning of a longer record is given back to be carried on."""
    data = np.frombuffer(lines.data, np.uint8)
    length = lines.ends - lines.starts
    blank = length == 0
    blank[length == 1] = data[lines.starts[length == 1]] == _RETURN
    keep, rest = ~blank, lines_of(lines.first + len(lines.ends), b"")
    by_hand = _ByHand([], [], None)
    if b'"' in lines.data:
        irregular = _irregular(lines, data, ord(header.delimiter))
        by_hand = _read_by_hand(lines, np.flatnonzero(irregular), header, keep, last=last)
        if by_hand.rest is not None:
            keep[by_hand.rest :] = False
            at = int(lines.starts[by_hand.rest])
            rest = lines_of(lines.first + by_hand.rest, lines.data[at:])
    return Cut(lines, np.flatnonzero(keep), by_hand.records, by_hand.refused), rest


def _irregular(lines: Lines, data: NDArray[np.uint8], delimiter: int) -> NDArray[np.bool_]:
    """True for lines in which a quote stands elsewhere than round a whole field."""
    quotes = np.flatnonzero(data == _QUOTE)
    line = np.searchsorted(lines.ends, quotes)
    count = np.bincount(line, minlength=len(lines.ends))
    opens = (np.arange(len(quotes)) - (np.cumsum(count) - count)[line]) % 2 == 0
    edge = len(data) - 1
    before = np.where(quotes > 0, data[quotes - 1], _NEWLINE)
    after, second = (
        np.where(quotes + on <= edge, data[np.minimum(quotes + on, edge)], _NEWLINE) for on in (1, 2)
    )
    after = np.where((after == _RETURN) & (second == _NEWLINE), _NEWLINE, after)
    # A quote beside a quote is one quote inside a field, written twice.
    fits = np.where(
        opens,
        np.isin(before, [delimiter, _NEWLINE, _QUOTE]),
        np.isin(after, [delimiter, _NEWLINE, _QUOTE]),
    )
    found: NDArray[np.bool_] = count % 2 == 1
    found[line[~fits]] = True
    return found


class _ByHand(NamedTuple):
    records: list[tuple[int, list[str]]]
    refused: list[Refused]
    rest: int | None


def _read_by_hand(
    lines: Lines, irregular: NDArray[np.int64], header: Header, keep: NDArray[np.bool_], *, last: bool
) -> _ByHand:
    """Read the lines named, and those their quoted fields run on to, and take them out of ``keep``."""
    records: list[tuple[int, list[str]]] = []
    refused: list[Refused] = []
    free = 0
    for at in irregular.tolist():
        if at < free:
            continue
        number, taken, reason = lines.first + at, 1, ""
        window = _Window(lines, at)
        try:
            fields = next(csv.reader(window, delimiter=header.delimiter, strict=True, skipinitialspace=True))
            taken = window.given
            if taken > 1 and len(fields) != len(header.names):
                taken, reason = 1, "a quote is opened and not closed"
        except csv.Error as error:
            if window.ran_out and not last:
                return _ByHand(records, refused, at)
            reason = "a quote is opened and not closed" if window.asked_more else f"bad quoting ({error})"
        if reason:
            refused.append(Refused(number, reason, lines.text(number)))
        else:
            records.append((number, fields))
        keep[at : at + taken] = False
        free = at + taken
    return _ByHand(records, refused, None)


class _Window:
    """The lines a record may run over, and whether more were asked for than there are."""

    def __init__(self, lines: Lines, at: int) -> None:
        self._lines, self._at, self._bytes = lines, at, 0
        self.given, self.asked_more, self.ran_out = 0, False, False

    def __iter__(self) -> "_Window":
        return self

    def __next__(self) -> str:
        at = self._at + self.given
        self.ran_out = at == len(self._lines.ends)
        if self.ran_out or self.given == MAX_RECORD_LINES or self._bytes > MAX_RECORD_BYTES:
            self.ran_out = self.ran_out and self.given < MAX_RECORD_LINES and self._bytes <= MAX_RECORD_BYTES
            self.asked_more = True
            raise StopIteration
        self.given += 1
        self._bytes += int(self._lines.ends[at] - self._lines.starts[at])
        return self._lines.whole(at)


def _chosen(lines: Lines, places: NDArray[np.int64]) -> Lines:
    """Only some lines, as if they stood together."""
    if len(places) == len(lines.ends):
        return lines
    edges = np.flatnonzero(np.diff(places) > 1)
    first = np.concatenate([places[:1], places[edges + 1]])
    last = np.concatenate([places[edges], places[-1:]])
    runs = zip(lines.starts[first].tolist(), (lines.ends[last] + 1).tolist(), strict=True)
    return lines_of(0, b"".join([lines.data[start:end] for start, end in runs]))


def _read(
    lines: Lines, numbers: NDArray[np.int64], header: Header, wanted: Mapping[str, int]
) -> pl.DataFrame:
    """Read lines none of which is blank or has a quote out of place."""
    if not len(numbers):
        return _no_rows(wanted)
    quoted = b'"' in lines.data
    # Names of our own: the file's may be doubled, and a first line of too few fields would narrow the rest.
    names = header.delimiter.join(map(str, range(len(header.names)))).encode() + b"\n"
    text = pl.read_csv(
        names + lines.data,
        separator=header.delimiter,
        quote_char='"' if quoted else None,
        columns=[str(place) for place in sorted(set(wanted.values()))],
        infer_schema=False,
        truncate_ragged_lines=True,
        encoding="utf8-lossy",
    )
    if text.height != len(numbers):
        raise RuntimeError(f"{len(numbers)} lines from line {numbers[0]} gave {text.height} rows")
    return text.select(
        pl.Series("line", numbers),
        pl.Series("fields", _field_counts(lines, header, quoted=quoted)),
        *(pl.col(str(place)).alias(name) for name, place in wanted.items()),
    )


def _field_counts(lines: Lines, header: Header, *, quoted: bool) -> NDArray[np.int64]:
    """How many fields each line has; an empty one more than the header has is no field."""
    data = np.frombuffer(lines.data, np.uint8)
    parts = data == ord(header.delimiter)
    if quoted:
        # Every line closes its quotes, so an odd number of them since the beginning means inside a field.
        parts &= np.cumsum(data == _QUOTE, dtype=np.uint8) % 2 == 0
    count = np.diff(_marks_before(parts, lines.ends), prepend=0) + 1
    more = np.flatnonzero(count == len(header.names) + 1)
    final = lines.ends[more] - 1
    final -= data[final] == _RETURN
    count[more] -= data[final] == ord(header.delimiter)
    return count


def _marks_before(marks: NDArray[np.bool_], places: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many marks stand before each place, counted 64 at a time."""
    bits = np.packbits(marks, bitorder="little")
    words = np.concatenate([bits, np.zeros(16 - len(bits) % 8, np.uint8)]).view("<u8")
    total = np.cumsum(np.bitwise_count(words), dtype=np.int64)
    word, bit = places >> 6, (places & 63).astype(np.uint64)
    after = words[word] >> bit
    return np.asarray(total[word] - np.bitwise_count(after))


def _frame(records: list[tuple[int, list[str]]], header: Header, wanted: Mapping[str, int]) -> pl.DataFrame:
    columns = {
        name: [fields[place] if place < len(fields) else None for _, fields in records]
        for name, place in wanted.items()
    }
    width = len(header.names)
    numbers = {
        "line": [line for line, _ in records],
        "fields": [len(f) - (len(f) == width + 1 and not f[-1]) for _, f in records],
    }
    return pl.DataFrame({**numbers, **columns}, schema=_no_rows(wanted).schema)


def _no_rows(wanted: Mapping[str, int]) -> pl.DataFrame:
    return pl.DataFrame(schema={"line": pl.Int64, "fields": pl.Int64, **dict.fromkeys(wanted, pl.String)})

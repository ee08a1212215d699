"""A small sheet: rows of separated values, each with its line, read by hand rather than at speed.

A row that cannot be used becomes a refusal with its line and reason; the rows round it are still read.
"""

import csv
import re
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from vedette.errors import SourceError
from vedette.fields import from_rows
from vedette.sources.opening import MAX_LINE_BYTES, blocks
from vedette.steps import Batch, Opened, Reading

Made = tuple[str, dict[str, object]]
MAX_ROW_LINES = 50
_ROWS_A_BATCH = 5000
_BLOCK_BYTES = 4 << 20
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,15})?")
_PADDING = " \t\x1a"  # DOS ended files with 0x1A, and some lists still do
_WHOLE = re.compile(r"\d{1,15}")


class Unusable(ValueError):  # noqa: N818 - it names what the row is
    """A row cannot be used; the words say why. ``text`` stands in for the line when it must not be kept."""

    def __init__(self, reason: str, text: str | None = None) -> None:
        super().__init__(reason)
        self.text = text


class Line(NamedTuple):
    """One line of a file and its number; ``whole`` is False when only its beginning is held."""

    number: int
    text: str
    whole: bool = True


class Record(NamedTuple):
    """One record of a sheet: the line it begins on, its text, and its fields or why it has none."""

    line: int
    text: str
    fields: tuple[str, ...] | None
    reason: str = ""


@dataclass(frozen=True)
class Row:
    """One row of a sheet, by the names of its columns in lower case."""

    file: str
    line: int
    values: Mapping[str, str]

    @property
    def record(self) -> str:
        """FILE:LINE, as tables name it."""
        return f"{self.file}:{self.line}"

    def text(self, name: str) -> str | None:
        """The words in a column; None when it is empty or absent."""
        return self.values.get(name) or None

    def number(self, name: str) -> float | None:
        """The number in a column; Unusable when it holds anything else."""
        if (text := self.text(name)) is None:
            return None
        if not _NUMBER.fullmatch(text):
            raise Unusable(f"{name} is {text[:40]!r}, which is not a number")
        return float(text)

    def count(self, name: str) -> float | None:
        """The number in a column; Unusable when it is below nought."""
        value = self.number(name)
        if value is not None and value < 0:
            raise Unusable(f"{name} is {value:g}, below nought")
        return value

    def whole(self, name: str) -> int | None:
        """The whole number in a column; Unusable when it holds anything else."""
        if (text := self.text(name)) is None:
            return None
        if not _WHOLE.fullmatch(text):
            raise Unusable(f"{name} is {text[:40]!r}, which is not a whole number")
        return int(text)


def replaced(data: bytes) -> str:
    """UTF-8, with a mark for what is not."""
    return data.decode("utf-8", "replace")


def lines(opened: Opened, reading: Reading, decode: Callable[[bytes], str] = replaced) -> Iterator[Line]:
    """The lines of a file without their ends."""
    for block in blocks(opened, min(reading.block_bytes, _BLOCK_BYTES)):
        overlong = dict(block.overlong)
        if not block.data:
            yield from (Line(number, decode(start), False) for number, start in overlong.items())
            continue
        parts = block.data.split(b"\n")
        if block.data.endswith(b"\n"):
            parts.pop()
        for number, part in enumerate(parts, block.line):
            if number in overlong:
                yield Line(number, decode(overlong[number]), False)
            else:
                yield Line(number, decode(part).removesuffix("\r"))


def records(given: Iterable[Line], delimiter: str = ",") -> Iterator[Record]:
    """The records of a sheet. A field in quotes may hold line ends, up to MAX_ROW_LINES of them.

    A quote that is never closed costs its own line and not the rest of the file.

    >>> [r.line for r in records([Line(1, 'a,"b'), Line(2, 'c"'), Line(3, "d,e")])]
    [1, 3]
    """
    source, ahead = iter(given), deque[Line]()

    def look(n: int) -> Line | None:
        while len(ahead) <= n and (line := next(source, None)) is not None:
            ahead.append(line)
        return ahead[n] if len(ahead) > n else None

    while (first := look(0)) is not None:
        found = Record(first.number, first.text, None, "the line is too long") if not first.whole else None
        spread = _lines_of_row(look) if found is None else 1
        if found is None and spread > 1:
            text = "\n".join(ahead[n].text for n in range(spread))
            if (fields := _fields(text, delimiter)) is not None:
                found = Record(first.number, text, fields)
            else:
                spread = 1
        for _ in range(spread):
            ahead.popleft()
        if found is None:
            fields = _fields(first.text, delimiter)
            reason = "" if fields is not None else "not separated values; is a quote left open?"
            found = Record(first.number, first.text, fields, reason)
        if found.fields is None or any(found.fields):
            yield found


def _lines_of_row(look: Callable[[int], Line | None]) -> int:
    quotes, held = 0, 0
    for n in range(MAX_ROW_LINES):
        line = look(n)
        if line is None or not line.whole or (held := held + len(line.text)) > MAX_LINE_BYTES:
            return 1
        quotes += line.text.count('"')
        if quotes % 2 == 0:
            return n + 1
    return 1


def _fields(text: str, delimiter: str) -> tuple[str, ...] | None:
    parts = [part + "\n" for part in text.split("\n")]
    try:
        rows = list(csv.reader(parts, delimiter=delimiter))
        if text.count('"') % 2:
            list(csv.reader(parts, delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "expected after" not in str(error):
            return None
    return tuple(field.strip(_PADDING) for field in rows[0]) if len(rows) == 1 else None


def header(opened: Opened) -> tuple[str, ...]:
    """The column names of a sheet in lower case, from its first line; none when it has no such line."""
    text = replaced(opened.head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")).split("\n", 1)[0]
    if "\0" in text:
        return ()
    text = text.removesuffix("\r")
    return tuple(name.strip().casefold() for name in _fields(text, delimiter_of(text)) or ())


def delimiter_of(text: str) -> str:
    """The delimiter a header line is written with: whichever of four it has most of.

    >>> delimiter_of("name;imo;flag, if any")
    ';'
    """
    return max(",;\t|", key=text.count)


def fits(opened: Opened, wanted: Collection[str], known: Collection[str] = ()) -> float:
    """How surely a file is a sheet with the ``wanted`` columns: 1 when it has ``known`` and no others."""
    names = set(header(opened))
    if not set(wanted) <= names:
        return 0.0
    return 1.0 if names == set(known) else 0.95


def read(
    opened: Opened,
    reading: Reading,
    source: str,
    make: Callable[[Row], Iterable[Made]],
    *,
    wanted: Collection[str] = (),
    columns: tuple[str, ...] = (),
    decode: Callable[[bytes], str] = replaced,
) -> Iterator[Batch]:
    """Batches of what ``make`` gives for each row, and of refusals for the rows it finds Unusable.

    The first line names the columns, of which ``wanted`` must be there; a sheet that has no such line is
    read with ``columns``.
    """
    first = replaced(opened.head.lstrip(b"\xef\xbb\xbf\r\n").split(b"\n", 1)[0])
    found = records(lines(opened, reading, decode), "," if columns else delimiter_of(first))
    if not columns:
        names = next(found, None)
        if names is None:
            raise SourceError("there is no line that names the columns", file=opened.name)
        columns = _columns(names, wanted, opened)
    yield from batches(_made(found, columns, opened, source, make))


def _made(
    found: Iterable[Record],
    columns: tuple[str, ...],
    opened: Opened,
    source: str,
    make: Callable[[Row], Iterable[Made]],
) -> Iterator[Made]:
    for record in found:
        try:
            made = list(make(row_of(opened, record, columns)))
        except Unusable as error:
            text = record.text if error.text is None else error.text
            yield refusal(opened, source, record.line, str(error), text)
        else:
            yield from made


def row_of(opened: Opened, record: Record, columns: tuple[str, ...]) -> Row:
    """The row that a record is; Unusable when it does not have as many fields as there are columns."""
    return Row(opened.file, record.line, _values(record, columns))


def _columns(record: Record, wanted: Collection[str], opened: Opened) -> tuple[str, ...]:
    names = tuple(name.strip().casefold() for name in record.fields or ())
    if missing := sorted(set(wanted) - set(names)):
        raise SourceError(
            f"lacks the columns: {', '.join(missing)}",
            file=opened.name,
            line=record.line,
            hint=f"it has: {', '.join(names)[:300] or 'none that can be read'}",
        )
    if twice := sorted({name for name in names if name and names.count(name) > 1}):
        raise SourceError(f"has two columns named {twice[0][:80]!r}", file=opened.name, line=record.line)
    return names


def _values(record: Record, columns: tuple[str, ...]) -> Mapping[str, str]:
    fields = record.fields
    if fields is None:
        raise Unusable(record.reason)
    if len(fields) < len(columns) or any(fields[len(columns) :]):
        raise Unusable(f"has {len(fields)} fields where {len(columns)} are wanted")
    return dict(zip(columns, fields, strict=False))


def once(key: str) -> Callable[[dict[str, object]], dict[str, object]]:
    """A check that hands each row on, and refuses the second with the same ``key``."""
    seen: set[object] = set()

    def check(row: dict[str, object]) -> dict[str, object]:
        if row[key] in seen:
            raise Unusable(f"{row[key]} stands in the file already")
        seen.add(row[key])
        return row

    return check


def refusal(opened: Opened, source: str, line: int, reason: str, text: str) -> Made:
    """The row of ``refusals`` for a line that cannot be used."""
    return "refusals", {
        "file": opened.file,
        "line": line,
        "reason": storable(reason),
        "text": storable(text[:200]),
        "source": source,
        "record": f"{opened.file}:{line}",
    }


def storable(text: str) -> str:
    """The text without the halves of letters that JSON and YAML can write and no table can hold."""
    return text.encode("utf-8", "replace").decode()


def batches(made: Iterable[Made]) -> Iterator[Batch]:
    """The rows, gathered into batches of one table each.

    When the rows stop with a SourceError, those before it are given first.
    """
    waiting: dict[str, list[dict[str, object]]] = {}
    broken: SourceError | None = None
    source = iter(made)
    while broken is None:
        try:
            table, row = next(source)
        except StopIteration:
            break
        except SourceError as error:
            broken = error
            continue
        rows = waiting.setdefault(table, [])
        rows.append(row)
        if len(rows) >= _ROWS_A_BATCH:
            yield Batch(table, from_rows(waiting.pop(table), table))
    for table, rows in waiting.items():
        yield Batch(table, from_rows(rows, table))
    if broken is not None:
        raise broken


def stem(opened: Opened) -> str:
    """The name of a file or archive member without folders and endings, fit for an id.

    >>> from types import SimpleNamespace
    >>> stem(SimpleNamespace(name="all.zip!lists/My vessels.csv.gz"))
    'my-vessels'
    """
    name = re.split(r"[!/\\]", opened.name)[-1].casefold()
    return slug(re.sub(r"(\.(csv|tsv|txt|json|geojson|md|html?|gz|zst|xz|bz2))+$", "", name)) or "file"


def prefix(opened: Opened, kind: str, usual: str) -> str:
    """What the ids of a file's rows begin with: the kind, and the file's name unless it is the usual one."""
    name = stem(opened)
    return kind if name == usual else f"{kind}-{name}"


def slug(text: str, longest: int = 60) -> str:
    """Letters and digits of a text in lower case, the rest as single hyphens.

    >>> slug("Chon Ma San / No. 3")
    'chon-ma-san-no-3'
    """
    return re.sub(r"[\W_]+", "-", text.casefold()).strip("-")[:longest].strip("-")

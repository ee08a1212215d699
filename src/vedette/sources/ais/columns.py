"""AIS in CSV: one row a position, headed by the publisher's own names for our columns.

A dialect says what the names are; everything else about reading such a file is here. Not-known values such
as latitude 91 stay as they are: a later step knows them. A row is refused when its number, time, latitude
or longitude cannot be read or is no such thing; an empty latitude or longitude is only not known.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vedette.errors import SourceError
from vedette.sources.ais.csv_layout import ESSENTIAL, Layout
from vedette.sources.ais.csv_lines import Header
from vedette.sources.ais.csv_reading import rows
from vedette.sources.ais.csv_times import ISO, TimeForm, settled
from vedette.sources.opening import HEAD_BYTES
from vedette.steps import Batch, Opened, Reading

DELIMITERS = ",;\t|"
MAP_HINT = (
    "name the columns with --columns map.toml: a table [columns] with mmsi, time, lat and lon, "
    'and time_format = "%d/%m/%Y %H:%M:%S" when the times can be read in two ways'
)


@dataclass(frozen=True)
class Dialect:
    """How one publisher heads its columns: for each of ours the names it may have, as ``key`` writes them.

    ``marks`` are names a file must have beside the essential ones to be the publisher's.
    """

    names: Mapping[str, tuple[str, ...]]
    marks: tuple[str, ...] = ()
    time: TimeForm | None = None


def key(name: str) -> str:
    """The letters and digits of a name, without case: what publishers keep when they rename.

    >>> key("# Base_Date Time")
    'basedatetime'
    """
    return "".join(character for character in name.casefold() if character.isalnum())


def headers(opened: Opened) -> Iterator[Header]:
    """The ways in which the first line of a file may be a header; none when it is not text."""
    lines = opened.head.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    number = next((n for n, line in enumerate(lines) if line.strip()), 0)
    whole_line = number + 1 < len(lines) or len(opened.head) < HEAD_BYTES
    if b"\0" in lines[number] or not whole_line:
        return
    text = lines[number].decode("utf-8", "replace")
    for delimiter in DELIMITERS:
        if names := _split(text, delimiter):
            yield Header(number + 1, tuple(name.strip() for name in names), delimiter)


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return []


def samples(opened: Opened, header: Header, place: int) -> list[str]:
    """The values of one column in the first bytes of a file."""
    lines = opened.head.split(b"\n")
    if len(opened.head) >= HEAD_BYTES:
        lines = lines[:-1]
    rows = (_split(line.decode("utf-8", "replace"), header.delimiter) for line in lines[header.line :])
    return [row[place] for row in rows if place < len(row)]


def places_in(header: Header, names: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[int, ...]]:
    """Where each of our columns may stand in a header; the publisher's likeliest name first."""
    keys = [key(name) for name in header.names]
    return {
        column: tuple(at for name in known for at, have in enumerate(keys) if have == name)
        for column, known in names.items()
    }


def recognised(opened: Opened, *, dialect: Dialect) -> float:
    """1 when the header is this dialect's, whatever the order of its columns; else 0."""
    return 1.0 if _header(opened, dialect) else 0.0


def _header(opened: Opened, dialect: Dialect) -> Header | None:
    for header in headers(opened):
        keys = {key(name) for name in header.names}
        found = places_in(header, dialect.names)
        if all(len(found[column]) == 1 for column in ESSENTIAL) and keys.issuperset(dialect.marks):
            return header
    return None


def read(opened: Opened, reading: Reading, *, dialect: Dialect, source: str) -> Iterator[Batch]:
    """The rows of a file whose header is the dialect's."""
    header = _header(opened, dialect)
    if header is None:
        raise not_understood(opened, f"the header is not that of {source}")
    found = places_in(header, dialect.names)
    places = {column: at[0] for column, at in found.items() if at}
    form = dialect.time or time_form(opened, header, places["time"]) or ISO
    return rows(opened, reading, Layout(header, places, form), source)


def not_understood(opened: Opened, reason: str) -> SourceError:
    """Say what the header lacks and what it has."""
    has = max((header.names for header in headers(opened)), key=len, default=())
    shown = ", ".join(name[:40] for name in has[:40]) if has else "no text in its first line"
    return SourceError(f"{reason}. It has: {shown}", file=opened.name, hint=MAP_HINT)


def time_form(opened: Opened, header: Header, place: int) -> TimeForm | None:
    """How the first rows of a file write their times; SourceError when that leaves two ways to read them."""
    try:
        return settled(samples(opened, header, place))
    except ValueError as error:
        reason = f"column {header.names[place]!r}: {error}"
        raise SourceError(reason, file=opened.name, line=header.line + 1, hint=MAP_HINT) from error

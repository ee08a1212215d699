"""AIS in CSV: one row a position, headed by the publisher's own names for our columns.

A dialect says what the names are; everything else about reading such a file is here. Not-known values such
as latitude 91 stay as they are: a later step knows them. A row is refused when its number, time, latitude
or longitude cannot be read or is no such thing; an empty latitude or longitude is only not known.
"""

import csv
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import polars as pl
import pyarrow as pa

from vedette import fields
from vedette.errors import SourceError
from vedette.sources.ais import csv_statics
from vedette.sources.ais.csv_lines import Cut, Header, Refused, cuts
from vedette.sources.ais.csv_times import ISO, TimeForm, settled, times
from vedette.sources.ais.csv_values import STATUS_WORDS, coded, real, whole
from vedette.sources.opening import HEAD_BYTES
from vedette.steps import Batch, Opened, Reading

DELIMITERS = ",;\t|"
ESSENTIAL = ("mmsi", "time", "lat", "lon")
OPTIONAL = ("speed_kn", "course_deg", "heading_deg", "status", *csv_statics.COLUMNS)
# 91 and 181 say that the place is not known. What is beyond them is most often the other column, and would be
# taken for not known as well: a file of such rows must not look as if it had been read.
MAX_LAT, MAX_LON = 91, 181
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


@dataclass(frozen=True)
class Layout:
    """Where one file keeps each of our columns, and how it writes them."""

    header: Header
    places: Mapping[str, int]
    time: TimeForm
    speed_factor: float = 1.0

    @property
    def comma(self) -> bool:
        """Whether a comma may stand for the decimal point."""
        return self.header.delimiter != ","


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


def rows(opened: Opened, reading: Reading, layout: Layout, source: str) -> Iterator[Batch]:
    """The positions, statics and refusals of a file whose layout is known."""
    latest = _latest(reading.now)
    given = [column for column in csv_statics.COLUMNS if column in layout.places]
    seen = csv_statics.Said()
    for cut in _ahead(cuts(opened, reading.block_bytes, layout.header, layout.places)):
        judged = _judged(cut, layout, latest)
        if judged.good.height:
            yield Batch("positions", _table(_positions(judged.good, layout), "positions", opened, source))
        if given and judged.good.height:
            said = csv_statics.statics(judged.good, given, seen, layout.time, comma=layout.comma)
            if said.height:
                yield Batch("statics", _table(said, "statics", opened, source))
        if judged.refused:
            yield Batch("refusals", _refusals(judged.refused, opened, source))


def _ahead(coming: Iterator[Cut]) -> Iterator[Cut]:
    """The same cuts, each read while the one before it is understood: one core for each."""
    with ThreadPoolExecutor(1) as reader:
        one = reader.submit(next, coming, None)
        while (cut := one.result()) is not None:
            one = reader.submit(next, coming, None)
            yield cut


def _latest(now: datetime | None) -> datetime | None:
    if now is None:
        return None
    utc = now.astimezone(UTC).replace(tzinfo=None) if now.tzinfo else now
    return utc + timedelta(days=1)


class _Judged(NamedTuple):
    good: pl.DataFrame
    refused: list[Refused]


def _judged(cut: Cut, layout: Layout, latest: datetime | None) -> _Judged:
    """Part the rows that can be used, their essential columns read, from those that cannot."""
    read_ = cut.rows.with_columns(
        whole(cut.rows["mmsi"]).alias("mmsi"),
        times(cut.rows["time"], layout.time).alias("time"),
        real(cut.rows["lat"], comma=layout.comma).alias("lat"),
        real(cut.rows["lon"], comma=layout.comma).alias("lon"),
    )
    width = len(layout.header.names)
    doubtful = read_.select(
        (pl.col("fields") != width)
        | pl.any_horizontal(pl.col(*ESSENTIAL).is_null())
        | (pl.col("mmsi") < 0)
        | (pl.col("lat").abs() > MAX_LAT)
        | (pl.col("lon").abs() > MAX_LON)
        | (pl.col("time") > latest if latest else False)
    ).to_series()
    if not doubtful.any():
        return _Judged(read_, cut.refused)
    at = doubtful.arg_true()
    raw = cut.rows[at].select("line", "fields", *(pl.col(name).alias(f"{name} sent") for name in ESSENTIAL))
    cut_short = None if cut.lines.data.endswith(b"\n") else cut.lines.first + len(cut.lines.ends) - 1
    reasons = (
        pl.concat([raw, read_[at].select(ESSENTIAL)], how="horizontal")
        .with_columns(_reason(layout, latest, cut_short).alias("reason"))
        .filter(pl.col("reason").is_not_null())
        .select("line", "reason")
    )
    refused = [Refused(line, reason, cut.lines.text(line)) for line, reason in reasons.iter_rows()]
    good = read_.filter(~pl.col("line").is_in(reasons["line"].implode())) if refused else read_
    return _Judged(good, cut.refused + refused)


def _reason(layout: Layout, latest: datetime | None, cut_short: int | None) -> pl.Expr:
    """Why a row cannot be used: the first thing that is wrong with it, or null."""
    width = len(layout.header.names)
    needed = max(layout.places[column] for column in ESSENTIAL)
    count = pl.col("fields")
    empty = {name: pl.col(f"{name} sent").str.strip_chars().fill_null("") == "" for name in ESSENTIAL}

    def unlike(column: str, wanted: str) -> pl.Expr:
        sent = pl.col(f"{column} sent").str.slice(0, 80)
        name = layout.header.names[layout.places[column]]
        return pl.concat_str(pl.lit(f"{name} '"), sent, pl.lit(f"' is not {wanted}"))

    return (
        pl.when((count > width) | (count <= needed))
        .then(pl.concat_str(count.cast(pl.String), pl.lit(f" fields where the header has {width}")))
        .when((count < width) & (pl.col("line") == pl.lit(cut_short, pl.Int64)))
        .then(pl.lit("the last line is cut short"))
        .when(empty["mmsi"])
        .then(pl.lit("no MMSI"))
        .when(pl.col("mmsi").is_null())
        .then(unlike("mmsi", "a whole number"))
        .when(pl.col("mmsi") < 0)
        .then(pl.lit("a negative MMSI"))
        .when(empty["time"])
        .then(pl.lit("no time"))
        .when(pl.col("time").is_null())
        .then(unlike("time", f"a time {layout.time.words}"))
        .when(pl.col("time") > pl.lit(latest, pl.Datetime("us")))
        .then(pl.lit("time is in the future"))
        .when(pl.col("lat").is_null() & ~empty["lat"])
        .then(unlike("lat", "a number"))
        .when(pl.col("lon").is_null() & ~empty["lon"])
        .then(unlike("lon", "a number"))
        .when(pl.col("lat").abs() > MAX_LAT)
        .then(pl.lit("latitude out of range; is it the longitude?"))
        .when(pl.col("lon").abs() > MAX_LON)
        .then(pl.lit("longitude out of range, which ends at 180"))
    )


def _positions(good: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    def optional(name: str) -> pl.Series:
        if name not in layout.places:
            return pl.Series(name, [None], pl.Float64).new_from_index(0, good.height)
        if name == "status":
            return coded(good[name], STATUS_WORDS)
        return real(good[name], comma=layout.comma)

    return good.select(
        "line",
        *ESSENTIAL,
        optional("speed_kn") * layout.speed_factor,
        optional("course_deg"),
        optional("heading_deg"),
        optional("status"),
    )


def _table(read_: pl.DataFrame, table: str, opened: Opened, source: str) -> pa.Table:
    record = pl.concat_str(pl.lit(f"{opened.file}:"), pl.col("line").cast(pl.String))
    whole_rows = read_.with_columns(pl.lit(source).alias("source"), record.alias("record"))
    return fields.conform(whole_rows.to_arrow(), table, fill=True)


def _refusals(refused: list[Refused], opened: Opened, source: str) -> pa.Table:
    lines, reasons, texts = zip(*sorted(refused), strict=True)
    found = pl.DataFrame(
        {"line": lines, "reason": reasons, "text": texts},
        schema={"line": pl.Int64, "reason": pl.String, "text": pl.String},
    ).with_columns(pl.lit(opened.file).alias("file"))
    return _table(found, "refusals", opened, source)

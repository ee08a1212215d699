"""The rows of a CSV of positions, once its layout is known: a block at a time, and two at once.

In a large file a kernel reads the plain lines, which are nearly all (``csv_plain``). The odd ones, and all
lines of a small file, for which it is not worth loading the compiler, go through polars as columns of text.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa

from vedette import fields
from vedette.errors import SourceError
from vedette.sources.ahead import in_order
from vedette.sources.ais import csv_statics
from vedette.sources.ais.csv_layout import ESSENTIAL, MAX_LAT, MAX_LON, Layout
from vedette.sources.ais.csv_lines import Cut, Refused, cuts, lines_of, texts
from vedette.sources.ais.csv_times import times
from vedette.sources.ais.csv_values import STATUS_WORDS, coded, real, whole
from vedette.steps import Batch, Opened, Reading

if TYPE_CHECKING:
    from vedette.sources.ais.csv_plain import Found, Plain

# Until so much is read, to load numba would take longer than it saves. Where a file
# has loaded it, those after it are read by it from the start.
FEW_BYTES = 256 << 20
# What ships say of themselves is looked at when there is so much of it: each look costs milliseconds.
NEWS_ROWS = 30_000
_KERNEL = "vedette.sources.ais.csv_plain"


def rows(opened: Opened, reading: Reading, layout: Layout, source: str) -> Iterator[Batch]:
    """The positions, statics and refusals of a file."""
    yield from _rows(opened, reading, layout, source, 0 if _KERNEL in sys.modules else FEW_BYTES)


def rows_by_kernel(opened: Opened, reading: Reading, layout: Layout, source: str) -> Iterator[Batch]:
    """The same rows, the plain lines of any file read by the kernel."""
    yield from _rows(opened, reading, layout, source, 0)


def rows_by_polars(opened: Opened, reading: Reading, layout: Layout, source: str) -> Iterator[Batch]:
    """The same rows without the kernel: what it is held against."""
    yield from _rows(opened, reading, layout, source, None)


def _rows(
    opened: Opened, reading: Reading, layout: Layout, source: str, kernel_after: int | None
) -> Iterator[Batch]:
    reader = _Reader(opened, layout, source, _latest(reading.now))
    have = 0
    if kernel_after == 0:
        reader.load_kernel()
    broken: SourceError | None = None
    try:
        for block in in_order(reader.understood, cuts(opened, reading.block_bytes, layout.header)):
            yield from reader.batches(block)
            have += len(block.cut.lines.data)
            if kernel_after and have > kernel_after:
                reader.load_kernel()
                kernel_after = None
    except SourceError as error:
        broken = error
    yield from reader.statics()
    if broken is not None:
        raise broken


def _latest(now: datetime | None) -> datetime | None:
    if now is None:
        return None
    utc = now.astimezone(UTC).replace(tzinfo=None) if now.tzinfo else now
    return utc + timedelta(days=1)


class _Judged(NamedTuple):
    good: pl.DataFrame
    refused: list[Refused]


class _Block(NamedTuple):
    """What some lines say: all their positions, and what is needed to tell what is new in the rest."""

    cut: Cut
    judged: _Judged
    found: "Found | None"
    positions: pa.Table


class _Reader:
    """What is remembered of a file from one of its blocks to the next."""

    def __init__(self, opened: Opened, layout: Layout, source: str, latest: datetime | None) -> None:
        self._opened, self._layout, self._source, self._latest = opened, layout, source, latest
        self._given = [column for column in csv_statics.COLUMNS if column in layout.places]
        self._said = csv_statics.Said()
        self._news: list[pl.DataFrame] = []
        self._plain: Plain | None = None
        nothing = Cut(lines_of(1, b""), np.empty(0, np.int64), [], [])
        no_rows = texts(nothing, nothing.plain, layout.header, layout.places)
        self._none = _judged(nothing, no_rows, layout, latest)

    def load_kernel(self) -> None:
        """From now on read plain lines by the kernel, if it knows how the file writes them."""
        from vedette.sources.ais.csv_plain import plain  # noqa: PLC0415 - numba is slow to load

        self._plain = plain(self._layout, self._latest)

    def understood(self, cut: Cut) -> _Block:
        """What some lines say; several threads may ask at once."""
        layout, found, odd = self._layout, None, cut.plain
        if self._plain is not None:
            found, odd = self._plain.read(cut)
        judged = self._none
        if len(odd) or cut.records or cut.refused:
            judged = _judged(cut, texts(cut, odd, layout.header, layout.places), layout, self._latest)
        positions = self._table(_positions(judged.good, layout), "positions")
        if found is not None:
            read_ = found.positions(self._opened.file, self._source, layout.speed_factor)
            if len(positions):
                lines = np.concatenate([found.lines, judged.good["line"].to_numpy()])
                read_ = pa.concat_tables([read_, positions]).take(np.argsort(lines))
            positions = read_
        return _Block(cut, judged, found, positions)

    def batches(self, block: _Block) -> Iterator[Batch]:
        """The rows of a block; they must come in the order of the file."""
        if len(block.positions):
            yield Batch("positions", block.positions)
        if self._given and len(block.positions):
            self._news.append(self._new(block))
            if sum(rows.height for rows in self._news) > NEWS_ROWS:
                yield from self.statics()
        if block.judged.refused:
            yield Batch("refusals", self._refusals(block.judged.refused))
        if self._plain is not None and "status" in self._layout.places:
            self._plain.learn(block.judged.good["status"])

    def statics(self) -> Iterator[Batch]:
        """What ships said of themselves since this was asked last."""
        if self._news:
            rows, layout = pl.concat(self._news), self._layout
            said = csv_statics.statics(rows, self._given, self._said, layout.time, comma=layout.comma)
            if said.height:
                yield Batch("statics", self._table(said, "statics"))
        self._news = []

    def _new(self, block: _Block) -> pl.DataFrame:
        """The rows as text that may say something new: all odd lines, and plain ones of a text not met."""
        wanted = block.judged.good.select("mmsi", "time", "line", *self._given)
        if block.found is None or self._plain is None:
            return wanted
        fresh = self._plain.fresh(block.found)
        rows, layout = block.found.rows, self._layout
        alone = block.cut._replace(records=[])
        text = texts(alone, rows.place[fresh], layout.header, layout.places).with_columns(
            pl.Series("mmsi", rows.ship[fresh]), pl.Series("time", rows.time[fresh]).cast(pl.Datetime("us"))
        )
        return pl.concat([text.select(wanted.columns), wanted]).sort("line")

    def _table(self, rows: pl.DataFrame, table: str) -> pa.Table:
        record = pl.concat_str(pl.lit(f"{self._opened.file}:"), pl.col("line").cast(pl.String))
        whole_rows = rows.with_columns(pl.lit(self._source).alias("source"), record.alias("record"))
        return fields.conform(whole_rows.to_arrow(), table, fill=True)

    def _refusals(self, refused: list[Refused]) -> pa.Table:
        lines, reasons, texts_ = zip(*sorted(refused), strict=True)
        found = pl.DataFrame(
            {"line": lines, "reason": reasons, "text": texts_},
            schema={"line": pl.Int64, "reason": pl.String, "text": pl.String},
        ).with_columns(pl.lit(self._opened.file).alias("file"))
        return self._table(found, "refusals")


def _judged(cut: Cut, rows: pl.DataFrame, layout: Layout, latest: datetime | None) -> _Judged:
    """Part the rows that can be used, their essential columns read, from those that cannot."""
    read_ = rows.with_columns(
        whole(rows["mmsi"]).alias("mmsi"),
        times(rows["time"], layout.time).alias("time"),
        real(rows["lat"], comma=layout.comma).alias("lat"),
        real(rows["lon"], comma=layout.comma).alias("lon"),
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
    raw = rows[at].select("line", "fields", *(pl.col(name).alias(f"{name} sent") for name in ESSENTIAL))
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

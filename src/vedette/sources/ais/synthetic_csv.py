"""Made-up ships: the file ``vedette.synthetic`` writes, which says so in its first line."""

from collections.abc import Iterator
from datetime import datetime

import polars as pl
import pyarrow as pa

from vedette import fields
from vedette.errors import SourceError
from vedette.sources.opening import MAX_LINE_BYTES, Block, blocks
from vedette.steps import Batch, Opened, Reading, Source

NAME = "synthetic:sea"
MARK = "# synthetic: made by vedette.synthetic"
COLUMNS = (
    *("mmsi", "time", "lat", "lon", "speed_kn", "course_deg", "heading_deg", "status"),
    *("imo", "name", "call_sign", "ship_type", "length_m", "width_m", "draught_m", "destination"),
)
_SAID = COLUMNS[8:]
_WHOLE = ("status", "imo", "ship_type")
_MEASURED = ("speed_kn", "course_deg", "heading_deg", "length_m", "width_m", "draught_m")
_HEADER = ",".join(COLUMNS)
_KEPT = 200  # characters of a refused line


def recognise(opened: Opened) -> float:
    """Sure of a file that begins with the mark, and of no other."""
    return 1.0 if opened.head.startswith(MARK.encode()) else 0.0


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """Positions, and what each ship said of herself whenever it changed."""
    last_said: dict[int, tuple[object, ...]] = {}
    for block in blocks(opened, reading.block_bytes):
        rows = _judged(_values(_lines(block, opened)), reading.now)
        good = rows.filter(pl.col("reason").is_null())
        if len(good):
            good = good.with_columns(
                pl.lit(NAME).alias("source"), pl.format("{}:{}", pl.lit(opened.file), "line").alias("record")
            )
            yield Batch("positions", fields.conform(good.to_arrow(), "positions", fill=True))
            said = _changes(good, last_said)
            yield Batch("statics", fields.conform(said.to_arrow(), "statics", fill=True))
        bad = rows.filter(pl.col("reason").is_not_null()).select("line", "reason", "text").rows()
        if bad := [*bad, *_overlong(block)]:
            yield Batch("refusals", _refusals(bad, opened))


def _lines(block: Block, opened: Opened) -> pl.DataFrame:
    """The lines of a block with their numbers; the mark and the header are checked and left out."""
    texts = block.data.decode("utf-8", "replace").split("\n")
    first = 0
    if block.line == 1:
        first = 2
        header = texts[1].strip() if len(texts) > 1 else ""
        if not texts[0].startswith(MARK) or header != _HEADER:
            raise SourceError(
                f"the second line is {header[:80]!r} where {_HEADER!r} is expected",
                file=opened.name,
                line=2,
                hint="make the file again with vedette.synthetic.write_csv",
            )
    lines = pl.DataFrame({"text": texts}, schema={"text": pl.String}).with_row_index("line", block.line)
    return (
        lines[first:]
        .with_columns(pl.col("line").cast(pl.Int64), pl.col("text").str.strip_chars_end("\r").fill_null(""))
        .filter(pl.col("text") != "")
    )


def _values(lines: pl.DataFrame) -> pl.DataFrame:
    """The fields of each line: as text under ``~NAME``, and read as what they should be under NAME."""
    parts = pl.col("text").str.split_exact(",", len(COLUMNS) - 1)
    count = pl.col("text").str.count_matches(",", literal=True) + 1
    named = parts.struct.rename_fields([f"~{name}" for name in COLUMNS])
    raw = lines.with_columns(count.alias("fields"), named.alias("all")).unnest("all")
    raw = raw.with_columns(pl.col(f"~{name}").replace("", None) for name in COLUMNS)
    return raw.with_columns(
        pl.col("~mmsi").cast(pl.Int64, strict=False).alias("mmsi"),
        pl.col("~time").str.to_datetime("%Y-%m-%dT%H:%M:%SZ", strict=False, time_unit="us").alias("time"),
        *(pl.col(f"~{name}").cast(pl.Int64, strict=False).alias(name) for name in _WHOLE),
        *(
            pl.col(f"~{name}").cast(pl.Float64, strict=False).alias(name)
            for name in ("lat", "lon", *_MEASURED)
        ),
        *(pl.col(f"~{name}").alias(name) for name in ("name", "call_sign", "destination")),
    )


def _judged(rows: pl.DataFrame, now: datetime | None) -> pl.DataFrame:
    """The rows with the reason to refuse each, null when there is none."""
    tests = [
        (pl.col("fields") != len(COLUMNS), f"it has not {len(COLUMNS)} fields"),
        (
            ~pl.col("mmsi").is_between(1, 999_999_999).fill_null(value=False),
            "mmsi is not a number of 9 digits",
        ),
        (pl.col("time").is_null(), "time is not written 2023-06-01T00:00:00Z"),
        # 91 and 181 are sent for "not known", and pass.
        (~pl.col("lat").is_between(-90, 91).fill_null(value=False), "lat is not a latitude"),
        (~pl.col("lon").is_between(-180, 181).fill_null(value=False), "lon is not a longitude"),
        *(
            (pl.col(name).is_null() & pl.col(f"~{name}").is_not_null(), f"{name} is not a number")
            for name in (*_MEASURED, *_WHOLE)
        ),
    ]
    if now is not None:
        tests.append((pl.col("time") > now, f"the time is later than now, {now:%Y-%m-%d %H:%M}"))
    return rows.with_columns(
        pl.coalesce(pl.when(wrong).then(pl.lit(reason)) for wrong, reason in tests).alias("reason")
    )


def _changes(rows: pl.DataFrame, last_said: dict[int, tuple[object, ...]]) -> pl.DataFrame:
    """The rows at which a ship says something else of herself than before; ``last_said`` is kept up."""
    said = pl.struct(_SAID)
    ordered = rows.sort("mmsi", "time", maintain_order=True)
    turns = ordered.filter(said.ne_missing(said.shift()) | pl.col("mmsi").ne_missing(pl.col("mmsi").shift()))
    kept = []
    for mmsi, *words in turns.select("mmsi", *_SAID).rows():
        kept.append(last_said.get(mmsi) != tuple(words))
        last_said[mmsi] = tuple(words)
    return turns.filter(pl.Series(kept, dtype=pl.Boolean))


def _overlong(block: Block) -> list[tuple[int, str, str]]:
    reason = f"the line is longer than {MAX_LINE_BYTES} bytes"
    return [(number, reason, text.decode("utf-8", "replace")) for number, text in block.overlong]


def _refusals(bad: list[tuple[int, str, str]], opened: Opened) -> pa.Table:
    return fields.from_rows(
        [
            {"file": opened.file, "line": line, "reason": reason, "text": text[:_KEPT]}
            | {"source": NAME, "record": f"{opened.file}:{line}"}
            for line, reason, text in bad
        ],
        "refusals",
    )


SOURCE = Source(
    name=NAME,
    gives=("positions", "statics"),
    publisher="vedette.synthetic",
    licence="Apache-2.0",
    url="",
    recognise=recognise,
    read=read,
)

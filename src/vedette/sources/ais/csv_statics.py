"""What ships say of themselves, from rows that repeat it with every position: each set of it now and then."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from vedette.kernels.arrays import SAID_AGAIN_US
from vedette.sources.ais.csv_times import TimeForm, times
from vedette.sources.ais.csv_values import TYPE_WORDS, coded, real

COLUMNS = (
    "imo",
    "name",
    "call_sign",
    "ship_type",
    "length_m",
    "width_m",
    "draught_m",
    "destination",
    "eta",
)
_NOT_KNOWN = ("", "unknown", "undefined", "n/a", "null", "nan")


class Seen:
    """What a file has said so far, as hashes; forgets all of it at a bound, and then repeats some rows."""

    def __init__(self, most: int = 1_000_000) -> None:
        self._most, self._hashes = most, pl.Series(dtype=pl.UInt64)

    def first_time(self, hashes: pl.Series) -> pl.Series:
        """True where a hash was not seen before, here or in an earlier call."""
        fresh = hashes.is_first_distinct() & ~hashes.is_in(self._hashes.implode())
        new = hashes.filter(fresh)
        if len(self._hashes) + len(new) > self._most:
            self._hashes = self._hashes.clear()
        self._hashes = pl.concat([self._hashes, new])
        return fresh


@dataclass(frozen=True)
class Said:
    """What a file has said so far: as it was written, which is quick to tell, and as it was understood."""

    written: Seen = field(default_factory=Seen)
    understood: Seen = field(default_factory=Seen)


def statics(
    rows: pl.DataFrame, given: Sequence[str], said: Said, form: TimeForm, *, comma: bool
) -> pl.DataFrame:
    """The rows in which a ship says something for the first time in a stretch of the clock, in file order.

    Takes ``mmsi``, ``time`` and ``line``, and the columns ``given`` as text. Zero stands for not known in
    all measures, as ITU-R M.1371-5 has it.
    """
    new = rows.filter(said.written.first_time(_hashes(rows, given)))
    clean = [_clean(new[name], form, comma=comma) for name in given]
    new = new.select("mmsi", "time", "line", *clean)
    new = new.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in given))
    return new.filter(said.understood.first_time(_hashes(new, given)))


def _hashes(rows: pl.DataFrame, given: Sequence[str]) -> pl.Series:
    stretch = pl.col("time").dt.epoch("us") // SAID_AGAIN_US
    return rows.select("mmsi", stretch, *given).hash_rows()


def _clean(text: pl.Series, form: TimeForm, *, comma: bool) -> pl.Series:
    if text.name == "imo":
        number = text.str.extract(r"^\s*(?i:IMO)?\s*([0-9]+)(?:\.0)?\s*$").cast(pl.Int64, strict=False)
        return number.set(number == 0, None)
    if text.name == "ship_type":
        return coded(text, TYPE_WORDS)
    if text.name.endswith("_m"):
        measure = real(text, comma=comma)
        return measure.set(measure == 0, None)
    words = text.str.strip_chars_end("@ ").str.strip_chars()
    words = words.set(words.str.to_lowercase().is_in(_NOT_KNOWN), None)
    if text.name == "eta" and form.per_second is None:
        return times(words, form).dt.strftime("%m-%d %H:%M").fill_null(words)
    return words

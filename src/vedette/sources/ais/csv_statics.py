"""What ships say of themselves, from rows that repeat it with every position: each set of it once."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

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
        self._most, self._hashes = most, np.zeros(0, np.uint64)

    def first_time(self, hashes: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """True where a hash was not seen before, here or in an earlier call."""
        new, at = np.unique(hashes, return_index=True)
        unseen = ~np.isin(new, self._hashes, assume_unique=True)
        fresh = np.zeros(len(hashes), bool)
        fresh[at[unseen]] = True
        if len(self._hashes) + int(unseen.sum()) > self._most:
            self._hashes = np.zeros(0, np.uint64)
        self._hashes = np.concatenate([self._hashes, new[unseen]])
        return fresh


def statics(
    rows: pl.DataFrame, given: Sequence[str], seen: Seen, form: TimeForm, *, comma: bool
) -> pl.DataFrame:
    """The rows in which a ship says something for the first time, with numbers for text.

    Takes ``mmsi``, ``time`` and ``line``, and the columns ``given`` as text. Zero stands for not known in
    all measures, as ITU-R M.1371-5 has it.
    """
    said = rows.unique(["mmsi", *given], keep="first", maintain_order=True)
    clean = [_clean(said[name], form, comma=comma) for name in given]
    said = said.select("mmsi", "time", "line", *clean)
    said = said.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in given))
    return said.filter(seen.first_time(said.select("mmsi", *given).hash_rows().to_numpy()))


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

"""Text to numbers, and to the numbers that stand for words: null where a text is no such thing."""

from collections.abc import Mapping

import polars as pl

# ITU-R M.1371-5 table 45, and the words of the Danish Maritime Authority and of MarineCadastre before 2018.
STATUS_WORDS = {
    "under way using engine": 0,
    "at anchor": 1,
    "not under command": 2,
    "restricted maneuverability": 3,
    "restricted manoeuvrability": 3,
    "constrained by her draught": 4,
    "moored": 5,
    "aground": 6,
    "engaged in fishing": 7,
    "under way sailing": 8,
    "reserved for future amendment [hsc]": 9,
    "reserved for future amendment [wig]": 10,
    "power-driven vessel towing astern": 11,
    "power-driven vessel pushing ahead or towing alongside": 12,
    "ais-sart": 14,
    "ais-sart (active)": 14,
    "undefined": 15,
}
# ITU-R M.1371-5 table 53; where a word names a whole decade, the decade's first number.
TYPE_WORDS = {
    "wig": 20,
    "fishing": 30,
    "towing": 31,
    "towing long/wide": 32,
    "dredging": 33,
    "diving": 34,
    "military": 35,
    "sailing": 36,
    "pleasure": 37,
    "hsc": 40,
    "pilot": 50,
    "sar": 51,
    "tug": 52,
    "port tender": 53,
    "anti-pollution": 54,
    "law enforcement": 55,
    "spare 1": 56,
    "spare 2": 57,
    "medical": 58,
    "not party to conflict": 59,
    "passenger": 60,
    "cargo": 70,
    "tanker": 80,
    "other": 90,
}


def whole(text: pl.Series) -> pl.Series:
    """Whole numbers; ``95.0`` is one, ``9.5E+01`` is not, for a spreadsheet rounds when it writes so."""
    number = text.cast(pl.Int64, strict=False)
    if number.null_count() > text.null_count():
        bare = text.str.strip_chars().str.strip_suffix(".0")
        number = bare.cast(pl.Int64, strict=False)
    return number


def real(text: pl.Series, *, comma: bool = False) -> pl.Series:
    """Numbers, never infinite; with ``comma``, ``55,5`` is one too."""
    number = text.cast(pl.Float64, strict=False)
    if number.null_count() > text.null_count():
        bare = text.str.strip_chars()
        if comma:
            bare = bare.str.replace(r"^([+-]?[0-9]+),([0-9]+)$", "$1.$2")
        number = bare.cast(pl.Float64, strict=False)
    finite = number.is_finite()
    return number if finite.all() else number.set(~finite, None)


def coded(text: pl.Series, words: Mapping[str, int]) -> pl.Series:
    """Whole numbers, given as such or in words."""
    number = text.cast(pl.Int64, strict=False)
    if number.null_count() > text.null_count():
        # There are few words and many rows, so each word is understood once.
        kinds = text.drop_nulls().unique()
        named = kinds.str.strip_chars().str.to_lowercase()
        known = named.replace_strict(dict(words), default=None, return_dtype=pl.Int64)
        number = text.replace_strict(
            kinds, whole(kinds).fill_null(known), default=None, return_dtype=pl.Int64
        )
    return number

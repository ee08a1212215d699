"""Text to times: the ways files write a moment, and how a file's own values settle which it is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl

TIME = pl.Datetime("us")
# Python, and so everything that shows a time, counts years from 1 to 9999.
_FIRST, _LAST = datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59)
_LAST_EPOCH_S = 253_402_300_799

_ISO = re.compile(
    r"\d{4}(?P<dash>[-/])\d\d(?P=dash)\d\d(?P<t>[T ])\d\d:\d\d(?P<s>:\d\d)?(?P<f>[.,]\d+)?"
    r"(?P<z>\s?(?:Z|UTC|GMT|[+-]\d\d(?::?\d\d)?(?: UTC)?))?",
    re.ASCII,
)
_DAY_OR_MONTH_FIRST = re.compile(
    r"(?P<a>\d{1,2})(?P<dash>[-/.])(?P<b>\d{1,2})(?P=dash)\d{4}(?P<t>[T ])\d{1,2}:\d\d"
    r"(?P<s>:\d\d)?(?P<f>\.\d+)?(?P<m>\s?[AaPp][Mm])?",
    re.ASCII,
)
_NUMBER = re.compile(r"(?P<whole>\d{9,16})(?:\.\d*)?", re.ASCII)


@dataclass(frozen=True)
class TimeForm:
    """How a file writes its times.

    ``patterns`` are those of strptime, tried in turn; ``per_second`` is set instead when times are numbers
    since 1970. With ``iso``, what no pattern fits may still be ISO 8601, which has one meaning only.
    """

    patterns: tuple[str, ...] = ()
    per_second: int | None = None
    iso: bool = True
    words: str = "such as 2024-01-31 12:00:00"


ISO = TimeForm()


def exactly(*patterns: str) -> TimeForm:
    """The form of a file whose pattern somebody knows."""
    known = {"epoch_s": 1, "epoch_ms": 1000, "epoch_us": 1_000_000}
    if len(patterns) == 1 and patterns[0] in known:
        return TimeForm(per_second=known[patterns[0]], iso=False, words=f"as {patterns[0]}")
    return TimeForm(patterns, iso=False, words="as " + " or ".join(patterns))


def settled(samples: Iterable[str]) -> TimeForm | None:
    """The form that some values of a column have, or None when none is a time.

    ValueError says why when they leave open which number is the month.

    >>> settled(["01/02/2024 10:00", "31/01/2024 10:00"])
    TimeForm(patterns=('%d/%m/%Y %H:%M',), per_second=None, iso=True, words='as %d/%m/%Y %H:%M')
    """
    values = [value for sample in samples if (value := sample.strip())]
    for value in values:
        if found := _ISO.fullmatch(value):
            return TimeForm(_iso_patterns(found))
        if found := _NUMBER.fullmatch(value):
            return _number_form(found["whole"])
        if found := _DAY_OR_MONTH_FIRST.fullmatch(value):
            return _day_or_month_form(found, values)
    return None


def _iso_patterns(found: re.Match[str]) -> tuple[str, ...]:
    dash, zone = found["dash"], found["z"] or ""
    if offset := re.search(r"[+-]\d\d:?\d\d", zone):
        zone = zone.replace(offset[0], "%z")
    elif "+" in zone or "-" in zone:
        return ()  # strptime knows no offset of whole hours
    second = (":%S" if found["s"] else "") + ("%.f" if found["f"] else "")
    return (f"%Y{dash}%m{dash}%d{found['t']}%H:%M{second}{zone}",)


def _number_form(whole: str) -> TimeForm:
    if len(whole) == 14 and whole[:2] in {"19", "20"}:
        return TimeForm(("%Y%m%d%H%M%S",), words="such as 20240131120000")
    per_second = 1 if len(whole) <= 11 else 1000 if len(whole) <= 13 else 1_000_000
    return TimeForm(per_second=per_second, words="as a number since 1970")


def _day_or_month_form(first: re.Match[str], values: list[str]) -> TimeForm:
    """Day before month or after it, as soon as one value has a number no month can have."""
    same = [found for value in values if (found := _DAY_OR_MONTH_FIRST.fullmatch(value))]
    day_first = any(int(found["a"]) > 12 for found in same) or first["dash"] == "."
    month_first = any(int(found["b"]) > 12 for found in same)
    if day_first == month_first:
        why = "both 31/01 and 01/31 occur" if day_first else "no day is above 12"
        raise ValueError(f"{first[0]!r} may put the day or the month first ({why})")
    dash = first["dash"]
    date = dash.join(("%d", "%m", "%Y") if day_first else ("%m", "%d", "%Y")) + first["t"]
    hour, noon = ("%I:%M", " %p" if " " in first["m"] else "%p") if first["m"] else ("%H:%M", "")
    second = (":%S" if first["s"] else "") + ("%.f" if first["f"] else "")
    pattern = date + hour + second + noon
    return TimeForm((pattern,), words=f"as {pattern}")


def times(text: pl.Series, form: TimeForm) -> pl.Series:
    """The times of a column of text, UTC; null where it is empty or cannot be read.

    A zone offset is taken away; a time without a zone is UTC.
    """
    if form.per_second is not None:
        found = _from_numbers(text, form.per_second)
    elif form.patterns:
        found = _from_pattern(text, form.patterns[0])
    else:
        found = _none(text)
    if found.null_count() > text.null_count():
        found = _with_rest(text, found, form)
    return found.set(~found.is_between(_FIRST, _LAST), None)


def _with_rest(text: pl.Series, found: pl.Series, form: TimeForm) -> pl.Series:
    """Try what is left with the padding off, with the other patterns, and as ISO 8601."""
    left = (found.is_null() & text.is_not_null()).arg_true()
    rest = text.gather(left).str.strip_chars()
    if form.per_second is not None:
        read = _from_numbers(rest, form.per_second)
    else:
        read = _none(rest)
        for pattern in form.patterns:
            read = read.zip_with(read.is_not_null(), _from_pattern(rest, pattern))
    if form.iso:
        known: dict[str, datetime | None] = {}
        iso = [known[v] if v in known else known.setdefault(v, _from_iso(v)) for v in rest.to_list()]
        read = read.zip_with(read.is_not_null(), pl.Series(iso, dtype=TIME))
    return found.scatter(left, read)


def _none(text: pl.Series) -> pl.Series:
    return pl.Series(text.name, [None], TIME).new_from_index(0, len(text))


def _from_pattern(text: pl.Series, pattern: str) -> pl.Series:
    found = text.str.to_datetime(pattern, strict=False, time_unit="us")
    if isinstance(found.dtype, pl.Datetime) and found.dtype.time_zone is not None:
        found = found.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    return found


def _from_numbers(text: pl.Series, per_second: int) -> pl.Series:
    # 1.33E+09 is what a spreadsheet leaves of a time: the digits are gone.
    number = text.set(text.str.contains("[eE]"), None).cast(pl.Float64, strict=False)
    fits = number.is_between(0, _LAST_EPOCH_S * per_second)
    micros = (number.set(~fits, None) * (1_000_000 // per_second)).round()
    return micros.cast(pl.Int64, strict=False).cast(TIME)


def _from_iso(value: str) -> datetime | None:
    found = _ISO.fullmatch(value)
    if not found:
        return None
    zone = (found["z"] or "").strip().removesuffix(" UTC")
    moment = value[: found.start("z")] if found["z"] else value
    zone = "+00:00" if zone in {"Z", "UTC", "GMT"} else zone
    try:
        read = datetime.fromisoformat(moment.replace("/", "-") + zone)
        return read.astimezone(UTC).replace(tzinfo=None) if read.tzinfo else read
    except (ValueError, OverflowError):
        return None

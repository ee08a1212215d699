"""Counts, claims and dates as a reader wants them, for the titles of evidence and alerts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any


def of_claim(speaker: str | None, text: str) -> str:
    """Who says what; a text that begins with its speaker names them once.

    >>> of_claim("Reuters", "Reuters: ship moored"), of_claim(None, "a ship was seen")
    ('Reuters: ship moored', 'somebody unnamed: a ship was seen')
    """
    who = speaker or "somebody unnamed"
    return text if text.casefold().startswith(f"{who}:".casefold()) else f"{who}: {text}"


def of_count(row: Mapping[str, Any]) -> str:
    """What was counted in a window, against what was to be expected.

    >>> of_count({"window": 2, "window_weeks": 4, "expected": 0.0048, "exposure": 1, "surprise": 0.00052})
    '2 in 4 weeks, where 0.02 were to be expected (p = 0.0005)'
    """
    if row["window"] is None:
        return "nothing counted"
    if row["window_weeks"] is None:
        return f"{number(row['window'])} this year"
    counted = f"{number(row['window'])} in {number(row['window_weeks'])} weeks"
    if row["surprise"] is None or row["expected"] is None:
        return counted
    usual = row["expected"] / (row["exposure"] or 1.0) * row["window_weeks"]
    return f"{counted}, where {number(usual)} were to be expected (p = {row['surprise']:.1g})"


def of_range(low: float, high: float) -> str:
    """A range of probabilities to 5 points, since it is not known better; it never shrinks to nothing.

    >>> of_range(0.08, 0.43), of_range(0.98, 0.98)
    ('10 to 45 %', '95 to 100 %')
    """
    first, last = round(low * 20) * 5, round(high * 20) * 5
    return f"{first if last > first else max(last - 5, 0)} to {max(last, 5)} %"


def number(value: float) -> str:
    """A number with no more digits than it has.

    >>> number(2.0), number(0.0187), number(12.34)
    ('2', '0.02', '12')
    """
    if float(value).is_integer() or abs(value) >= 10:
        return f"{value:.0f}"
    return f"{value:.1f}" if abs(value) >= 1 else f"{value:.1g}"


def day(time: datetime) -> str:
    """The day of a time.

    >>> day(datetime(2023, 8, 26))
    '26 Aug 2023'
    """
    return f"{time.day} {time:%b} {time.year}"

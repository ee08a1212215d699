"""Series, counts and dates as a reader wants them, for the titles of evidence and alerts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

_SAID = (
    ("calls/sighted/", "Calls sighted at "),
    ("calls/seen/", "Calls seen by AIS at "),
    ("cargo/sighted/", "Cargo sighted at "),
    ("dormant/calls/", "First call after a long quiet at "),
    ("dormant/cargo/", "First cargo after a long quiet at "),
    ("calls/possible/", "Possible calls at "),
    ("naval/", "Merchant ships at the naval place "),
    ("first/", "First visits at "),
    ("ties/", "Arrivals at a place nobody came from before, at "),
    ("draught/loaded/", "Ships deeper after a call at "),
    ("draught/unloaded/", "Ships less deep after a call at "),
    ("rail/", "Rail cars counted at "),
    ("meter/", "Calls against the yearly cap: "),
    ("partners/", "Share of arrivals: "),
    ("official_acts/", "Official acts: "),
    ("high_visits/", "High-level meetings: "),
    ("drills/", "Drills and closures: "),
    ("claim_clusters/", "Claims of one origin: "),
    ("gaps/", "AIS gaps near "),
    ("listed/sighted/", "Calls of listed ships sighted at "),
    ("listed/seen/", "Calls of listed ships seen by AIS at "),
    ("listed/met/", "Meetings with listed ships near "),
)


def of_series(series: str) -> str:
    """What a series counts.

    >>> of_series("calls/sighted/alpha"), of_series("legs/way/alpha>beta"), of_series("else/alpha")
    ('Calls sighted at alpha', 'Voyages from alpha to beta', 'else/alpha')
    """
    for start, words in _SAID:
        if series.startswith(start):
            return words + series.removeprefix(start)
    if series.startswith(("legs/", "dark_legs/")) and ">" in series:
        left, _, reached = series.rpartition("/")[2].partition(">")
        how = "Voyages with a dark silence" if series.startswith("dark_legs/") else "Voyages"
        return f"{how} from {left} to {reached}"
    return series


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

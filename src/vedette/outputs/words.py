"""Numbers and dates in words, as a reader of English expects them and never more exact than they are."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LEVELS = ("routine", "watch", "warning", "critical")
_KINDS = {
    "ais": "AIS",
    "imagery": "imagery",
    "official": "official statement",
    "press": "press",
    "list": "sanctions list",
}


def counted(number: float, one: str, many: str = "") -> str:
    """A number and its noun.

    >>> counted(2, "call"), counted(1, "entry", "entries"), counted(0, "entry", "entries")
    ('2 calls', '1 entry', 'no entries')
    """
    noun = one if number == 1 else many or one + "s"
    return f"{'no' if number == 0 else plain(number)} {noun}"


def plain(number: float) -> str:
    """A count or a measure with no more digits than it has.

    >>> plain(12345.0), plain(0.0512), plain(3.25)
    ('12,345', '0.051', '3.2')
    """
    if not math.isfinite(number):
        return "not known"
    if float(number).is_integer():
        return f"{int(number):,}"
    if abs(number) >= 10:
        return f"{number:,.0f}"
    return f"{number:.1f}" if abs(number) >= 1 else _two_digits(number)


def _two_digits(number: float) -> str:
    text = f"{number:.2g}"
    return f"{float(text):.12f}".rstrip("0").rstrip(".") if "e" in text else text


def day(time: datetime) -> str:
    """The day of a time.

    >>> day(datetime(2023, 8, 26))
    '26 Aug 2023'
    """
    return f"{time.day} {month(time)} {time.year}"


def month(time: datetime) -> str:
    """The short name of a month, whatever the language of the machine."""
    return MONTHS[time.month - 1]


def moment(time: datetime) -> str:
    """The minute of a time.

    >>> moment(datetime(2023, 8, 26, 14, 5))
    '26 Aug 2023, 14:05 UTC'
    """
    return f"{day(time)}, {time:%H:%M} UTC"


def span(start: datetime | None, end: datetime | None) -> str:
    """The days from one time to another, both counted.

    >>> span(datetime(2023, 8, 26), datetime(2023, 9, 8)), span(datetime(2023, 9, 8), None)
    ('26 Aug – 8 Sep 2023', 'since 8 Sep 2023')
    """
    if start is None:
        return f"until {day(end)}" if end else "date not known"
    if end is None:
        return f"since {day(start)}"
    if day(start) == day(end):
        return day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day(end)}"
    return (
        f"{start.day} {month(start)} – {day(end)}" if start.year == end.year else f"{day(start)} – {day(end)}"
    )


def percent(probability: float) -> str:
    """A probability as a whole percentage.

    >>> percent(0.674), percent(0.004), percent(0.996)
    ('67 %', 'under 1 %', 'over 99 %')
    """
    if probability < 0.01:
        return "under 1 %"
    return "over 99 %" if probability > 0.99 else f"{round(probability * 100)} %"


def percent_range(low: float, high: float) -> str:
    """A range of probabilities, rounded to five points and never to a single one.

    >>> percent_range(0.562, 0.79), percent_range(0.021, 0.30), percent_range(0.61, 0.62)
    ('55–80 %', 'under 30 %', '60–65 %')
    """
    first, last = (round(share * 20) * 5 for share in (low, high))
    if first == last:
        first, last = math.floor(low * 20) * 5, math.ceil(high * 20) * 5
        last += 5 * (first == last < 100)
        first -= 5 * (first == last)
    if first <= 0 and last >= 100:
        return "anything from 0 to 100 %"
    if first <= 0:
        return f"under {last} %"
    return f"over {first} %" if last >= 100 else f"{first}–{last} %"


def chance(probability: float) -> str:
    """A small probability as one in so many, two digits at most.

    >>> chance(0.00048), chance(0.2), chance(8e-7), chance(0.7)
    ('1 in 2,100', '1 in 5', 'less than 1 in a million', '70 %')
    """
    if probability < 1e-6:
        return "less than 1 in a million"
    if probability > 0.5:
        return percent(probability)
    odds = 1 / probability
    digits = 1 - math.floor(math.log10(odds))
    return f"1 in {round(odds, min(digits, 0)):,.0f}"


def ratio(likelihood_ratio: float) -> str:
    """A likelihood ratio with two digits.

    >>> ratio(6.84), ratio(0.953), ratio(31.6)
    ('× 6.8', '× 0.95', '× 32')
    """
    return f"× {likelihood_ratio:#.2g}".rstrip(".")


def level(number: int | None) -> str:
    """A warning level with its word.

    >>> level(2), level(None)
    ('2 warning', 'not set')
    """
    if number is None:
        return "not set"
    return f"{number} {LEVELS[number]}" if 0 <= number < len(LEVELS) else str(number)


def joined(parts: Iterable[str], longest: int = 0) -> str:
    """Parts as a sentence lists them; with ``longest``, the rest is counted.

    >>> joined(["a", "b", "c"]), joined("abcd", longest=2)
    ('a, b and c', 'a, b and 2 more')
    """
    said: Sequence[str] = list(parts)
    if longest and len(said) > longest:
        said = [*said[:longest], f"{len(said) - longest} more"]
    return said[0] if len(said) == 1 else ", ".join(said[:-1]) + " and " + said[-1] if said else ""


def begun(text: str) -> str:
    """A text as a sentence begins; the rest of it stays.

    >>> begun("rail at Alpha")
    'Rail at Alpha'
    """
    return text[:1].upper() + text[1:]


_SEEN = {
    "call": "across a call",
    "meeting": "across a meeting",
    "silence": "while she was not heard",
    "nothing": "with no call, meeting or silence seen meanwhile",
}


def draught(measured: Mapping[str, object]) -> str:
    """A change of draught as the crew reported it, and what was seen of the ship meanwhile.

    >>> draught({"before_m": 9.0, "after_m": 6.2, "seen": "nothing"})
    '9 to 6.2 m as reported, with no call, meeting or silence seen meanwhile'
    """
    before, after = (measured.get(name) for name in ("before_m", "after_m"))
    if not (isinstance(before, (int, float)) and isinstance(after, (int, float))):
        return ""
    seen = _SEEN.get(str(measured.get("seen")), "")
    return f"{plain(before)} to {plain(after)} m as reported" + (f", {seen}" if seen else "")


def silences(measured: Mapping[str, object]) -> str:
    """How many silences a ship had in the year up to one of them; nothing when it is the only one.

    >>> silences({"gaps_12_months": 4, "gap_hours_12_months": 61.0, "of_days": 90.0})
    '4 silences in the 90 days of record up to it, 61 h in all'
    """
    count, hours, days = (measured.get(name) for name in ("gaps_12_months", "gap_hours_12_months", "of_days"))
    if not isinstance(count, int) or count < 2:
        return ""
    short = isinstance(days, (int, float)) and days < 360
    when = f"{plain(round(days))} days of record" if short and isinstance(days, (int, float)) else "12 months"
    long = f", {plain(round(hours))} h in all" if isinstance(hours, (int, float)) else ""
    return f"{counted(count, 'silence')} in the {when} up to it{long}"


_PATTERNS = {
    "teleport": "heard {distance_nm} nm away, where she cannot have gone",
    "mirrored": "heard at the mirror of her place, {distance_nm} nm away, as when a sign is lost",
    "offset": "heard {distance_nm} nm beside her way, on a way of the same shape",
    "circle": "heard on a circle of {radius_nm} nm, {turns} times round",
    "on land": "heard {inland_km} km inland",
}


def false_position(pattern: str, measured: Mapping[str, object]) -> str:
    """What is false about positions, and whether other ships shared it: never who did it, or why.

    >>> false_position("teleport", {"distance_nm": 120.1, "returned": True})
    'heard 120 nm away, where she cannot have gone, and back again'
    >>> false_position("offset", {"distance_nm": 9.0, "inland_km": 12.3})
    'heard 9 nm beside her way, on a way of the same shape, 12 km inland'
    >>> false_position("offset", {"distance_nm": 5.0, "feeds": ["ais", "danish"]})
    'placed 5 nm apart by ais and danish, always the same way'
    """
    numbers = {
        name: plain(value) if isinstance(value, (int, float)) else "some" for name, value in measured.items()
    }
    told = _PATTERNS.get(pattern, "cannot be true")
    feeds = measured.get("feeds")
    if isinstance(feeds, list) and len(feeds) == 2:
        told = f"placed {{distance_nm}} nm apart by {feeds[0]} and {feeds[1]}, always the same way"
    said = re.sub(r"\{(\w+)\}", lambda found: numbers.get(found[1], "some"), told)
    if pattern != "on land" and "inland_km" in numbers:
        said += f", {numbers['inland_km']} km inland"
    if measured.get("returned") is True:
        said += ", and back again"
    ships = measured.get("ships")
    if measured.get("cause") == "jamming" and isinstance(ships, int):
        said += f"; {plain(ships)} ships at once, as when a region is jammed"
    return said


def company(measured: Mapping[str, object]) -> str:
    """What is known of two ships in company beside how close they were.

    >>> company({"class": "convoy", "ships": 4, "naval": None})
    ', in a convoy of 4 ships'
    """
    ships = measured.get("ships")
    said = ""
    if measured.get("class") == "convoy" and isinstance(ships, int):
        said += f", in a convoy of {plain(ships)} ships"
    if measured.get("class") == "alongside":
        said += ", side by side: lashed together, or one ship with two transponders"
    return said + (
        ", one of them on military business by her own word" if measured.get("naval") is True else ""
    )


def kind(name: str | None) -> str:
    """A kind of evidence or event in words.

    >>> kind("ais"), kind("port_call")
    ('AIS', 'port call')
    """
    return _KINDS.get(name, name.replace("_", " ")) if name else "not stated"

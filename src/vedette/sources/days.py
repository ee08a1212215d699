"""Days as people write them in a table: a year, a month, a day, an interval, or a moment."""

import calendar
import re
from datetime import UTC, datetime, timedelta

from vedette.sources.sheets import Unusable

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*", re.DOTALL)
_YEARS = re.compile(r"(\d{4})-(\d{4})")
_IN_NAME = re.compile(r"(?<!\d)(\d{4}-\d{2}(?:-\d{2})?)(?!\d)")


def span(text: str, column: str = "date") -> tuple[datetime, datetime]:
    """The earliest and the latest second a written date can mean; Unusable when it is not ISO 8601.

    >>> [str(t) for t in span("2024-02")]
    ['2024-02-01 00:00:00', '2024-02-29 23:59:59']
    >>> [str(t)[:10] for t in span("2019-08/2019-12")]
    ['2019-08-01', '2019-12-31']
    """
    text = text.strip()
    if years := _YEARS.fullmatch(text):
        text = "/".join(years.groups())
    first, _, last = text.partition("/")
    start, end = _bounds(first, column)[0], _bounds(last or first, column)[1]
    if end < start:
        raise Unusable(f"{column} is {text[:60]!r}, which ends before it begins")
    return start, end


def published(text: str | None, now: datetime | None = None) -> datetime | None:
    """The day on which something was surely out: the last day of a month or year when that is all we know.

    What is dated after ``now`` is Unusable.

    >>> str(published("2024-01"))
    '2024-01-31 00:00:00'
    """
    if text is None:
        return None
    start, end = span(text, "published")
    past(start, now, "published")
    if _MOMENT.fullmatch(text.strip()):
        return end
    return end.replace(hour=0, minute=0, second=0)


def interval(start: str, end: str | None, now: datetime | None = None) -> tuple[datetime, datetime]:
    """The earliest and latest second from a column of first days and one of last days, which may be empty."""
    first, last = span(start, "the first day")
    if end is not None:
        last = span(end, "the last day")[1]
    if last < first:
        raise Unusable(f"ends on {last:%Y-%m-%d}, before it begins on {first:%Y-%m-%d}")
    past(first, now, "the first day")
    return first, last


def past(moment: datetime, now: datetime | None, column: str) -> None:
    """Refuse a moment that has not come yet."""
    if now is not None and moment > now:
        raise Unusable(f"{column} is {moment:%Y-%m-%d}, in the future")


def in_name(name: str) -> datetime | None:
    """The last date in a file's name, of a month its last day; None when there is none.

    >>> str(in_name("sdn-2018-12.csv.gz"))
    '2018-12-31 00:00:00'
    """
    for found in reversed(_IN_NAME.findall(name)):
        try:
            return published(found)
        except Unusable:
            continue
    return None


def _bounds(text: str, column: str) -> tuple[datetime, datetime]:
    text = text.strip()
    try:
        if _MOMENT.fullmatch(text):
            moment = datetime.fromisoformat(text)
            moment = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
            return moment, moment
        if found := _DATE.fullmatch(text):
            year, month, day = (int(part) if part else None for part in found.groups())
            last_month = month or 12
            last_day = day or calendar.monthrange(year or 0, last_month)[1]
            start = datetime(year or 0, month or 1, day or 1)
            end = datetime(year or 0, last_month, last_day)
            return start, end + timedelta(hours=23, minutes=59, seconds=59)
    except (ValueError, OverflowError) as error:
        raise Unusable(f"{column} is {text[:40]!r}, which is no date ({error})") from error
    raise Unusable(f"{column} is {text[:40]!r}; it must be written YYYY-MM-DD, YYYY-MM or YYYY")

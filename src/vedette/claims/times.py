"""Times: what stretch of time a claim speaks of, by the days named in its sentence."""

import re
from collections.abc import Sequence
from datetime import datetime

from vedette.kernels.written_days import Written

_ABOUT = r"(?:(?:early|late|mid|about|around|the\s+(?:start|beginning|middle|end)\s+of)[\s-]+)?"
_SINCE = re.compile(rf"\bsince\s+{_ABOUT}$", re.IGNORECASE)
_FROM = re.compile(rf"\b(?:from|between)\s+{_ABOUT}$", re.IGNORECASE)
_TO = re.compile(rf"\s*(?:to|until|till|through|and|[-\u2013])\s+{_ABOUT}", re.IGNORECASE)


def spoken_of(
    words: str, days: Sequence[Written], content: tuple[int, int], published: datetime | None
) -> tuple[datetime | None, datetime | None]:
    """First and last second that a claim speaks of; nothing when it names no day.

    What is claimed "since" a day goes on until it was said, and "from" one day "to" another is one stretch.
    """
    begin, stop = content
    at = next((i for i, day in enumerate(days) if begin <= day.begin < stop), 0)
    if not days:
        return None, None
    day, before = days[at], words[: days[at].begin]
    since = _SINCE.search(before) or words[day.begin : day.stop].casefold().startswith("since")
    if since and published is not None and published > day.start:
        return day.start, published
    after = days[at + 1] if at + 1 < len(days) else None
    if after is not None and after.end > day.start and _FROM.search(before):
        return day.start, after.end if _TO.fullmatch(words[day.stop : after.begin]) else day.end
    return day.start, day.end

"""Who published an article, when and where, as the article itself says in lines made for that.

A day or name within a sentence is part of the story and is never taken for the article's own.
"""

import re
from datetime import UTC, datetime
from html import unescape
from typing import NamedTuple
from urllib.parse import urlsplit

from vedette.kernels.written_days import written

FIRST_LINES, LAST_LINES = 8, 3
_LONGEST = 160
_LABELLED = re.compile(
    r"[\W_]*(?P<label>published(?: on)?|posted(?: on)?|updated(?: on)?|last updated|date"
    r"|source|publisher|outlet|url|link|author|by)\s*(?::|\bon\b|(?<=by)\s)\s*(?P<value>.+)",
    re.IGNORECASE,
)
_URL = re.compile(r"https?://[^\s<>\"')\]]{4,500}", re.IGNORECASE)
_CLOCK = re.compile(
    r"\b\d{1,2}[:.h]\d{2}(:\d{2})?\s*(a\.?m\.?|p\.?m\.?)?(\s*[A-Z]{2,4}\b)?|[|,·•—–()-]", re.IGNORECASE
)
_DAY = re.compile(
    r"\b(mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(updated|published|posted)\b|[\s:.T]+", re.IGNORECASE
)
# SEOUL, Nov. 5 (Yonhap) -- ...   MOSCOW (Reuters) - ...   /TASS/.
_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z .'-]{2,40})(?:/[A-Z .'-]{2,40})?,?\s*"
    r"(?P<day>[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:,\s*\d{4})?)?\s*"
    r"(?:\((?P<agency>[A-Z][\w .&'-]{1,30})\)|/(?P<slashed>[A-Z]{2,10})/)\.?\s*(?:-{1,2}|[—–]|\b)"
)
_META = re.compile(r"<meta\b[^>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""(name|property|itemprop|content)\s*=\s*("[^"]*"|'[^']*')""", re.IGNORECASE)
_LD_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_LANG = re.compile(r"<html\b[^>]{0,500}\blang\s*=\s*[\"']?([A-Za-z]{2})\b", re.IGNORECASE)


class Byline(NamedTuple):
    """What an article says of itself; None where it does not."""

    publisher: str | None = None
    published: datetime | None = None
    url: str | None = None
    author: str | None = None
    language: str | None = None


def of_text(text: str, now: datetime | None = None) -> Byline:
    r"""What the first and last lines of a plain text say of it.

    >>> found = of_text("Ships at Rajin\nBy Ann Lee\nOctober 17, 2023\n\nTwo ships were seen.")
    >>> found.author, str(found.published)
    ('Ann Lee', '2023-10-17 00:00:00')
    """
    lines = [line.strip() for line in text.split("\n", 200)[:200] if line.strip()]
    said: dict[str, object] = {}
    for line in [
        *lines[:FIRST_LINES],
        *(lines[-LAST_LINES:] if len(lines) > FIRST_LINES + LAST_LINES else []),
    ]:
        for key, value in _of_line(line).items():
            said.setdefault(key, value)
    if (day := said.get("published")) and now and isinstance(day, datetime) and day > now:
        del said["published"]
    return Byline(**said)  # type: ignore[arg-type]


def _of_line(line: str) -> dict[str, object]:
    said: dict[str, object] = {}
    if dateline := _DATELINE.match(line):
        said["publisher"] = (dateline["agency"] or dateline["slashed"]).strip()
        if (day := _only_day(dateline["day"] or "")) is not None:
            said["published"] = day
        return said
    if len(line) > _LONGEST:
        return said
    if (address := _URL.search(line)) and len(line) < len(address[0]) + 30:
        said["url"] = address[0]
        if (host := publisher_of(address[0])) and not line[: address.start()].strip(" :<([").endswith("-"):
            said["publisher"] = host
    if found := _LABELLED.fullmatch(line):
        label, value = found["label"].casefold(), found["value"].strip(" *_")
        if label in ("source", "publisher", "outlet") and not _URL.match(value) and len(value) < 80:
            said["publisher"] = value
        elif label in ("author", "by") and len(value) < 80 and not value.endswith("."):
            said["author"] = value
        elif label.startswith(("publish", "post", "date", "updat", "last")) and (day := _only_day(value)):
            said["published"] = day
    elif (day := _only_day(line)) is not None:
        said["published"] = day
    return said


def _only_day(line: str) -> datetime | None:
    """The day a line names, when it says nothing else."""
    days = list(written(line))
    if not days or (days[0].end - days[0].start).days:
        return None
    rest = line
    for day in reversed(days):
        rest = rest[: day.begin] + rest[day.stop :]
    return None if _DAY.sub("", _CLOCK.sub("", rest)) else days[0].start


def publisher_of(url: str) -> str | None:
    """The host of an address, which stands for its publisher when nothing else does.

    >>> publisher_of("https://www.example.org/a/b")
    'example.org'
    """
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return None
    return host.removeprefix("www.") or None


def of_page(html: str) -> Byline:
    """What the head of a web page declares of it: nothing is guessed from its words."""
    said: dict[str, str] = {}
    head = html[:200_000]
    for tag in _META.findall(head):
        pairs = {key.casefold(): unescape(value[1:-1]).strip() for key, value in _ATTRIBUTE.findall(tag)}
        name = pairs.get("property") or pairs.get("name") or pairs.get("itemprop") or ""
        if pairs.get("content"):
            said.setdefault(name.casefold(), pairs["content"][:300])
    declared = said.get("article:published_time") or said.get("datepublished") or said.get("date")
    if declared is None and (found := _LD_DATE.search(head)):
        declared = found[1]
    language = _LANG.search(head)
    return Byline(
        publisher=said.get("og:site_name") or said.get("application-name") or said.get("citation_publisher"),
        published=_moment(declared),
        url=said.get("og:url"),
        author=said.get("author") if not (said.get("author") or "http").startswith("http") else None,
        language=language[1].lower() if language else None,
    )


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        day = next(written(text), None)
        return day.start if day and not (day.end - day.start).days else None
    try:
        return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    except OverflowError:
        return None

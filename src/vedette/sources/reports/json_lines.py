"""Articles as JSON lines: one object a line with its text, and what else is known of it."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from vedette.sources import days, sheets
from vedette.sources.reports.byline import publisher_of
from vedette.sources.reports.html_text import words_of
from vedette.sources.reports.said import Said, rows
from vedette.sources.sheets import Made, Unusable
from vedette.steps import Batch, Opened, Reading, Source

NAME = "reports/json-lines"
TEXTS = ("text", "body", "content", "article", "maintext", "full_text")
TITLES = ("title", "headline")
PUBLISHERS = ("publisher", "source", "outlet", "site", "source_domain", "domain")
DAYS = ("published", "date", "date_publish", "published_at", "publication_date", "datetime", "timestamp")
URLS = ("url", "link")
AUTHORS = ("author", "authors", "byline")
_MARKUP = re.compile(r"</?(p|div|br|a|span|h\d)\b", re.IGNORECASE)


def recognise(opened: Opened) -> float:
    """How surely each of its first lines is an object with a text and something that says of what."""
    lines = [line for line in opened.head.removeprefix(b"\xef\xbb\xbf").split(b"\n")[:3] if line.strip()]
    if not lines or not lines[0].lstrip().startswith(b"{"):
        return 0.0
    try:
        found = json.loads(lines[0])
    except (ValueError, RecursionError):
        # One object longer than what is looked at: by its first keys.
        long = len(lines) == 1 and re.match(
            rb'\s*\{\s*"(text|body|title|headline|content)"\s*:\s*"', lines[0]
        )
        return 0.6 if long else 0.0
    if not isinstance(found, dict) or not _first(found, TEXTS):
        return 0.0
    return 0.9 if any(_first(found, names) for names in (TITLES, PUBLISHERS, DAYS, URLS)) else 0.5


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """One report a line; a line that is no object, or has no text, is refused."""
    yield from sheets.batches(_made(opened, reading))


def _made(opened: Opened, reading: Reading) -> Iterator[Made]:
    for line in sheets.lines(opened, reading):
        if not line.text.strip():
            continue
        try:
            if not line.whole:
                raise Unusable("the line is too long to hold")
            yield from rows(_said(line.text, f"{opened.file}:{line.number}", reading))
        except Unusable as error:
            yield sheets.refusal(opened, NAME, line.number, str(error), line.text)


def _said(line: str, record: str, reading: Reading) -> Said:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Unusable(f"is not JSON ({str(error)[:80]})") from error
    if not isinstance(found, dict):
        raise Unusable("is not an object with keys")
    text = _first(found, TEXTS)
    if not text:
        raise Unusable(f"has no text; it must be under {', '.join(TEXTS)}")
    if _MARKUP.search(text):
        text = words_of(text)
    url = _first(found, URLS)
    return Said(
        text=text.replace("\r\n", "\n").replace("\0", "").strip(),
        source=NAME,
        record=record,
        title=_first(found, TITLES),
        publisher=_first(found, PUBLISHERS) or reading.publisher or (publisher_of(url) if url else None),
        published=_day(found, reading.now) or reading.published,
        url=url,
        author=_first(found, AUTHORS),
        article=True,
        claimed=False,
    )


def _first(found: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    """The first of some keys that has words, in whatever case it is written."""
    lower = {str(key).casefold(): value for key, value in found.items()}
    for name in names:
        value = lower.get(name)
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            value = ", ".join(value)
        if isinstance(value, str) and value.strip():
            return sheets.storable(value).strip()
    return None


def _day(found: Mapping[str, object], now: datetime | None) -> datetime | None:
    text = _first(found, DAYS)
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        moment = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return days.published(text, now)
    days.past(moment, now, "published")
    return moment


SOURCE = Source(
    NAME,
    gives=("reports",),
    publisher="whom each line or --publisher names",
    licence="as the publisher says; the text is kept for evidence",
    url="",
    recognise=recognise,
    read=read,
)

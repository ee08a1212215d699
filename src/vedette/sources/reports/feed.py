"""A saved news feed, RSS or Atom: one report an item, as much of it as the feed carries."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from vedette.errors import SourceError
from vedette.sources import sheets
from vedette.sources.reports.html_text import words_of
from vedette.sources.reports.said import Said, rows
from vedette.sources.sheets import Made
from vedette.sources.whole import whole
from vedette.steps import Batch, Opened, Reading, Source

NAME = "reports/feed"
MOST_BYTES = 32 << 20
MOST_ITEMS = 20_000
_ROOT = re.compile(rb"<(rss|rdf:RDF|(?:\w+:)?feed)[\s>]", re.IGNORECASE)
_BODIES = ("encoded", "content", "description", "summary")
_DAYS = ("pubdate", "published", "date", "updated")
_LINE = "{vedette}line"


def recognise(opened: Opened) -> float:
    """How surely it is a feed: its outermost element says so."""
    head = opened.head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head.startswith(b"<"):
        return 0.0
    found = _ROOT.search(head[:4096])
    if not found:
        return 0.0
    wanted = {b"rss": b"channel", b"rdf:rdf": b"rss/1.0"}.get(found[1].lower(), b"Atom")
    return 0.95 if wanted in head else 0.0


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """One report an item; an item without words, or without a title and words, is refused."""
    root = _parsed(whole(opened, MOST_BYTES), opened)
    yield from sheets.batches(_made(root, opened, reading))


def _parsed(data: bytes, opened: Opened) -> Element:
    from defusedxml import DefusedXmlException  # noqa: PLC0415 - few files are feeds
    from defusedxml.ElementTree import DefusedXMLParser  # noqa: PLC0415

    class Lined(TreeBuilder):
        """Keeps the line on which each element begins."""

        def start(self, tag: str, attributes: dict[str, str]) -> Element:
            element = super().start(tag, attributes)
            element.set(_LINE, str(parser.parser.CurrentLineNumber))
            return element

    parser = DefusedXMLParser(target=Lined())
    try:
        parser.feed(data)
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise SourceError(
            "it defines entities, which an honest feed does not need", file=opened.name
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        at = getattr(error, "position", (None,))[0]
        raise SourceError(
            f"is not well-formed XML ({str(error)[:100]})", file=opened.name, line=at
        ) from error
    return root


def _made(root: Element, opened: Opened, reading: Reading) -> Iterator[Made]:
    items = [element for element in root.iter() if _name(element) in ("item", "entry")]
    outer = next((element for element in root.iter() if _name(element) == "channel"), root)
    channel = _said(outer, "title")
    for item in items[:MOST_ITEMS]:
        line = int(item.get(_LINE) or 0)
        title = _said(item, "title")
        text = next((words for name in _BODIES if (words := _body(item, name))), None)
        if not text:
            yield sheets.refusal(opened, NAME, line, "the item has no words but its title", title or "")
            continue
        yield from rows(
            Said(
                text=text,
                source=NAME,
                record=f"{opened.file}:{line}",
                title=title,
                publisher=reading.publisher or _said(item, "source") or channel,
                published=reading.published or _day(item, reading.now),
                url=_link(item),
                author=_said(item, "creator") or _author(item),
                article=True,
                claimed=False,
            )
        )
    if len(items) > MOST_ITEMS:
        yield sheets.refusal(
            opened, NAME, 0, f"it has {len(items)} items; the first {MOST_ITEMS} were read", ""
        )


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2].casefold()


def _child(element: Element, name: str) -> Element | None:
    return next((child for child in element if _name(child) == name), None)


def _said(element: Element, name: str) -> str | None:
    child = _child(element, name)
    if child is None:
        return None
    words = " ".join("".join(child.itertext()).split())
    return sheets.storable(words_of(words) if "<" in words or "&" in words else words)[:300] or None


def _body(item: Element, name: str) -> str | None:
    child = _child(item, name)
    if child is None:
        return None
    text = "".join(child.itertext()).strip()
    return sheets.storable(words_of(text) if "<" in text or "&" in text else text).strip() or None


def _link(item: Element) -> str | None:
    child = _child(item, "link")
    if child is None:
        return None
    return ((child.get("href") or child.text or "").strip())[:2000] or None


def _author(item: Element) -> str | None:
    child = _child(item, "author")
    return (
        (_said(child, "name") or " ".join("".join(child.itertext()).split())[:200] or None)
        if child is not None
        else None
    )


def _day(item: Element, now: datetime | None) -> datetime | None:
    for name in _DAYS:
        if text := _said(item, name):
            try:
                moment = datetime.fromisoformat(text) if text[:4].isdigit() else parsedate_to_datetime(text)
                moment = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
            except (ValueError, TypeError, OverflowError):
                continue
            return None if now is not None and moment > now else moment
    return None


SOURCE = Source(
    NAME,
    gives=("reports",),
    publisher="the feed's title, or whom --publisher names",
    licence="as the publisher says; the text is kept for evidence",
    url="",
    recognise=recognise,
    read=read,
)

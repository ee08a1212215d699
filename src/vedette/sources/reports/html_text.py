"""The words of a web page: what a reader would read, without scripts, menus and markup."""

from html import unescape
from itertools import islice
from typing import NamedTuple

# Finding the article among them takes up to 70 microseconds an element; a long news page has 5,000.
MOST_ELEMENTS = 20_000


class Page(NamedTuple):
    """The title and the words of a page; None where it has none."""

    title: str | None
    text: str | None


def page(html: str) -> Page:
    """The article of a page; all its words when no article is found, or it has over MOST_ELEMENTS.

    >>> page("<title>Ships</title><p>One sailed.<script>alert('Two')</script>")
    Page(title='Ships', text='One sailed.')
    """
    import trafilatura  # noqa: PLC0415 - it is heavy, and few files are web pages

    tree = trafilatura.load_html(html)
    if tree is None:  # a piece of a page, without its html element
        html = f"<html><body>{html}</body></html>"
        tree = trafilatura.load_html(html)
    if tree is None:
        return Page(None, None)
    title = " ".join((tree.findtext(".//title") or "").split())
    few = sum(1 for _ in islice(tree.iter(), MOST_ELEMENTS + 1)) <= MOST_ELEMENTS
    article = trafilatura.extract(html, include_comments=False, with_metadata=False) if few else None
    text = str(article or trafilatura.html2txt(html) or "").strip()
    return Page(title or None, text or None)


def words_of(markup: str) -> str:
    """All words of a piece of markup, as in the item of a feed; what looks for an article is left out.

    >>> words_of("<p>One &amp; two</p>")
    'One & two'
    """
    import trafilatura  # noqa: PLC0415

    if "<" not in markup:
        return unescape(markup)
    return str(trafilatura.html2txt(f"<html><body>{markup}</body></html>") or "").strip()

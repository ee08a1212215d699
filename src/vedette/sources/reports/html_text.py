"""The words of a web page: what a reader would read, without scripts, menus and markup."""

from html.parser import HTMLParser
from typing import NamedTuple

_UNREAD = frozenset({"script", "style", "template", "noscript", "svg", "iframe", "object", "head", "title"})
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "footer"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre"}
    | {"section", "table", "td", "th", "tr", "ul"}
)
_PIECE = 64 << 10


class Page(NamedTuple):
    """The title and the words of a page; None where it has none."""

    title: str | None
    text: str | None


def page(html: str) -> Page:
    """The article of a page, found by trafilatura; all words of the page when it finds no article.

    >>> page("<title>Ships</title><p>One sailed.<script>alert('Two')</script>")
    Page(title='Ships', text='One sailed.')
    """
    words = _Words()
    for at in range(0, len(html), _PIECE):
        words.feed(html[at : at + _PIECE])
    words.close()
    title = " ".join("".join(words.title).split())
    return Page(title or None, _article(html) or _tidied("".join(words.text)) or None)


def _article(html: str) -> str | None:
    import trafilatura  # noqa: PLC0415 - it is heavy, and few files are web pages

    found = trafilatura.extract(html, include_comments=False, include_tables=True, with_metadata=False)
    return str(found).strip() or None if found else None


def _tidied(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


class _Words(HTMLParser):
    """All words of a page that stand in no element a reader does not see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title: list[str] = []
        self.text: list[str] = []
        self._unread: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag == "body":
            self._unread.clear()
        elif tag in _UNREAD:
            self._unread.append(tag)
        elif tag in _BLOCKS:
            self.text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unread:
            while self._unread.pop() != tag:
                pass
        elif tag in _BLOCKS:
            self.text.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.text.append(data)
        elif self._unread[-1] == "title" and "svg" not in self._unread:
            self.title.append(data)

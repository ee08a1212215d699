"""Elements of an XML file one at a time, each with its line: no entities, no network, all bounded."""

from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from vedette.errors import SourceError
from vedette.steps import Opened

MAX_DEPTH = 64
MAX_TEXT = 1 << 20
MAX_BELOW = 200_000
_PART_BYTES = 1 << 18


@dataclass
class Element:
    """An element: its name without namespace, its line, its attributes, its text and what is in it."""

    name: str
    line: int
    attributes: dict[str, str]
    text: str = ""
    inside: list["Element"] = field(default_factory=list)

    def all(self, *path: str) -> Iterator["Element"]:
        """The elements along a path of names, in their order."""
        if not path:
            yield self
            return
        for one in self.inside:
            if one.name == path[0]:
                yield from one.all(*path[1:])

    def words(self, *path: str) -> str | None:
        """The text of the first element along a path, its spaces joined; None when there is none."""
        return next((" ".join(one.text.split()) for one in self.all(*path) if one.text.strip()), None)

    def each(self, *path: str) -> list[str]:
        """The texts of all elements along a path, empty ones left out."""
        return [" ".join(one.text.split()) for one in self.all(*path) if one.text.strip()]

    def get(self, name: str) -> str | None:
        """An attribute; None when it is empty or absent."""
        return self.attributes.get(name, "").strip() or None


class _Stop(SAXException):
    """What a bound says."""


class _Records(ContentHandler):
    """Builds each wanted element and forgets all round it."""

    def __init__(self, wanted: Collection[str]) -> None:
        super().__init__()
        self.wanted, self.ready = wanted, deque[Element]()
        self.root: Element | None = None
        self._stack: list[Element] = []
        self._depth = self._below = self._held = 0
        self._locator: Locator | None = None

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 - the name is that of SAX
        self._locator = locator

    @property
    def line(self) -> int:
        return int(self._locator.getLineNumber() or 0) if self._locator else 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _Stop(f"elements lie more than {MAX_DEPTH} deep")
        name = name.rpartition(":")[2]
        if self._stack or name in self.wanted or self.root is None:
            one = Element(name, self.line, {key.rpartition(":")[2]: attrs[key] for key in attrs.getNames()})
            if self.root is None:
                self.root = one
                if name not in self.wanted:
                    return
            if self._stack:
                self._stack[-1].inside.append(one)
                self._below += 1
                if self._below > MAX_BELOW:
                    raise _Stop(f"one entry has more than {MAX_BELOW:,} elements")
            self._stack.append(one)

    def characters(self, content: str) -> None:
        if self._stack:
            self._held += len(content)
            if self._held > MAX_TEXT:
                raise _Stop(f"one entry has more than {MAX_TEXT:,} letters")
            self._stack[-1].text += content

    def endElement(self, name: str) -> None:  # noqa: N802, ARG002
        self._depth -= 1
        if self._stack:
            one = self._stack.pop()
            if not self._stack:
                self.ready.append(one)
                self._below = self._held = 0


def elements(opened: Opened, wanted: Collection[str]) -> Iterator[Element]:
    """The outermost elements of the wanted names, and before them the root with its attributes alone.

    SourceError when the file is not well formed, has a document type or an entity, or passes a bound.
    """
    parser = DefusedExpatParser(forbid_dtd=True, forbid_entities=True, forbid_external=True)
    found = _Records(wanted)
    parser.setContentHandler(found)
    found.setDocumentLocator(parser)
    rooted = False
    with opened.open() as stream:
        while True:
            data = stream.read(_PART_BYTES)
            try:
                parser.feed(data) if data else parser.close()
            except DefusedXmlException as error:
                raise _error(opened, found, "has a document type or an entity, which are not read") from error
            except SAXException as error:
                raise _error(opened, found, error.getMessage()) from error
            if found.root is not None and not rooted:
                rooted = True
                yield Element(found.root.name, found.root.line, found.root.attributes)
            while found.ready:
                yield found.ready.popleft()
            if not data:
                return


def _error(opened: Opened, found: _Records, words: str) -> SourceError:
    return SourceError(f"not XML that can be read: {words}", file=opened.name, line=found.line or None)


def root(opened: Opened) -> str | None:
    """The name of the first element, from the head of the file; None when it is not XML."""
    text = opened.head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text.startswith(b"<"):
        return None
    for part in text.split(b"<")[1:20]:
        if not part.startswith((b"?", b"!")):
            name = part.split(b">")[0].split()[0] if part.split(b">")[0].split() else b""
            return name.rstrip(b"/").rpartition(b":")[2].decode("utf-8", "replace") or None
    return None

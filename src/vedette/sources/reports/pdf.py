"""A report as a PDF file: the text that its pages carry. What was only scanned has none, and is refused."""

import io
import logging
import re
from collections.abc import Iterator

from vedette.errors import SourceError
from vedette.sources import sheets
from vedette.sources.reports import byline
from vedette.sources.reports.said import Said, rows
from vedette.sources.whole import whole
from vedette.steps import Batch, Opened, Reading, Source

NAME = "reports/pdf"
MOST_BYTES = 64 << 20
MOST_PAGES = 1000
MOST_CHARACTERS = 4 << 20
_LONGEST_TITLE = 200


def recognise(opened: Opened) -> float:
    """Surely, by the mark at its beginning."""
    return 1.0 if b"%PDF-" in opened.head[:1024] else 0.0


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """One report: the words of its pages in order, line ends within a paragraph joined."""
    pages, title, refused = _pages(whole(opened, MOST_BYTES), opened)
    text = _joined("\n\n".join(pages)).strip()
    if not any(character.isalpha() for character in text):
        raise SourceError(
            "its pages carry no text",
            file=opened.name,
            hint="they are pictures, it seems: put them through a text recogniser and add what it gives",
        )
    first = next(line.strip() for line in text.split("\n") if line.strip())
    own = byline.of_text(text, reading.now)
    said = Said(
        text=text,
        source=NAME,
        record=f"{opened.file}:0",
        title=title or (first if len(first) <= _LONGEST_TITLE else None),
        publisher=reading.publisher or own.publisher,
        published=reading.published or own.published,
        url=own.url,
        author=own.author,
        article=True,
        claimed=False,
    )
    made = (*rows(said), *(sheets.refusal(opened, NAME, 0, reason, "") for reason in refused))
    yield from sheets.batches(made)


def _pages(data: bytes, opened: Opened) -> tuple[list[str], str | None, list[str]]:
    """The text of each page, the title, and what could not be read."""
    import pypdf  # noqa: PLC0415 - few files are PDF

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with a page is told below
    pages: list[str] = []
    refused: list[str] = []
    held = 0
    try:
        document = pypdf.PdfReader(io.BytesIO(data))
        if document.is_encrypted and not document.decrypt(""):
            raise SourceError("is locked with a password", file=opened.name, hint="add an unlocked copy")
        title = sheets.storable(
            str(document.metadata.get("/Title") or "" if document.metadata else "")
        ).strip()
        count = len(document.pages)
    except SourceError:
        raise
    except Exception as error:  # a stranger's file breaks a parser in more ways than it names
        raise SourceError(f"cannot be read as PDF ({_short(error)})", file=opened.name) from error
    for number in range(min(count, MOST_PAGES)):
        try:
            words = sheets.storable(document.pages[number].extract_text() or "").replace("\0", "")
        except Exception as error:
            refused.append(f"page {number + 1} cannot be read ({_short(error)})")
            continue
        held += len(words)
        if held > MOST_CHARACTERS:
            refused.append(f"more than {MOST_CHARACTERS >> 20} MiB of text; read up to page {number}")
            break
        pages.append(words)
    if count > MOST_PAGES:
        refused.append(f"it has {count} pages; the first {MOST_PAGES} were read")
    return pages, title[:_LONGEST_TITLE] or None, refused


def _short(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:120]


def _joined(text: str) -> str:
    """Lines of print as running text: a word cut by a hyphen is one, and a line that goes on is none."""
    text = re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", text.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r"(?<=[^\n.!?:”\"])\n(?=[a-z(])", " ", text)


SOURCE = Source(
    NAME,
    gives=("reports",),
    publisher="whoever the text or --publisher names",
    licence="as the publisher says; the text is kept for evidence",
    url="",
    recognise=recognise,
    read=read,
)

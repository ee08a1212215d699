"""A report as a text file: plain, Markdown or a web page.

Who published it and when stands in front matter, or is what the user says with flags.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime

from vedette.errors import SourceError
from vedette.sources import days, sheets
from vedette.sources.reports import byline, front_matter
from vedette.sources.reports.html_text import page
from vedette.sources.reports.said import Said, rows
from vedette.sources.whole import whole
from vedette.steps import Batch, Opened, Reading, Source

NAME = "reports/text"
MOST_BYTES = 4 << 20
_ENDING = re.compile(r"\.(txt|md|markdown|html?|xhtml)(\.(gz|zst|xz|bz2))?$", re.IGNORECASE)
_HTML = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_JSON = re.compile(r'\s*(\{\s*["}]|\[\s*[\[{"\d\]-])')
_NMEA = re.compile(r"^(\\[^\\\n]*\\)?[!$][A-Z]{4,6},", re.MULTILINE)
_HEADING = re.compile(r"#{1,6}\s+(.+?)\s*#*")
_CLAIMS = ("speaker", "event_class", "polarity", "corridor", "start", "end", "label")
_POLARITIES = ("asserted", "denied")
_MODALITIES = ("fact", "hedged", "planned", "conditional")
_LONGEST_TITLE = 200
_WEAK, _WEAKER = 0.2, 0.1


def recognise(opened: Opened) -> float:
    """Weakly, for what has words and no other form: whatever knows a file better comes first."""
    if b"\0" in opened.head:
        return 0.0
    text = _unix(sheets.replaced(opened.head.removeprefix(b"\xef\xbb\xbf")))
    if not _ENDING.search(opened.name) and not _HTML.match(text):
        return 0.0
    if not _prose(text):
        return 0.0
    return _WEAK if _HTML.match(text) or front_matter.begins(text) else _WEAKER


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """One report, and one claim that spans its text when the front matter says what is claimed."""
    text = _unix(sheets.replaced(whole(opened, MOST_BYTES)))
    if "\0" in text[: 64 << 10]:
        raise SourceError("is not a text", file=opened.name)
    keys, body, line = front_matter.split(text, opened.name)
    title, own = None, byline.Byline()
    if _HTML.match(body) or re.search(r"\.x?html?(\.\w+)?$", opened.name, re.IGNORECASE):
        own = byline.of_page(body)
        title, found = page(body)
        body = _unix(found or "")
    elif first := next((words for words in body.split("\n") if words.strip()), None):
        title, own = _title(first.strip()), byline.of_text(body, reading.now)
    body = body.strip()
    if not body:
        raise SourceError("there are no words in it", file=opened.name)
    try:
        said = _said(keys, body, title, reading, own, opened=opened, line=line)
    except sheets.Unusable as error:
        raise SourceError(f"the front matter: {error}", file=opened.name, line=1) from error
    yield from sheets.batches(rows(said))


def _said(
    keys: Mapping[str, object],
    body: str,
    title: str | None,
    reading: Reading,
    own: byline.Byline,
    *,
    opened: Opened,
    line: int,
) -> Said:
    def words(key: str) -> str | None:
        return front_matter.words(keys, key, opened.name)

    accepted = keys.get("accepted")
    start, end = _when(words("start"), words("end"))
    return Said(
        text=body,
        source=NAME,
        record=f"{opened.file}:{line}",
        title=words("title") or title,
        publisher=words("publisher") or reading.publisher or own.publisher,
        published=days.published(words("published"), reading.now) or reading.published or own.published,
        url=words("url") or own.url,
        author=words("author") or own.author,
        language=words("language"),
        article=True,
        claimed=any(words(key) for key in _CLAIMS),
        speaker=words("speaker"),
        polarity=_one_of(words("polarity"), _POLARITIES, "polarity"),
        modality=_one_of(words("modality"), _MODALITIES, "modality"),
        actors=front_matter.several(keys, "actors", opened.name),
        event_class=words("event_class"),
        quantity=words("quantity"),
        start=start,
        end=end,
        corridor=words("corridor"),
        label=words("label"),
        accepted=accepted if isinstance(accepted, bool) else None,
    )


def _when(start: str | None, end: str | None) -> tuple[datetime | None, datetime | None]:
    if start is None:
        return None, days.span(end, "end")[1] if end else None
    return days.interval(start, end)


def _one_of(word: str | None, known: tuple[str, ...], key: str) -> str:
    if word is not None and word not in known:
        raise sheets.Unusable(f"{key} is {word[:40]!r}; it must be {' or '.join(known)}")
    return word or known[0]


def _title(first: str) -> str | None:
    heading = _HEADING.fullmatch(first)
    words = heading[1] if heading else first
    return words if len(words) <= _LONGEST_TITLE else None


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _prose(text: str) -> bool:
    """True for words; not for JSON, AIS sentences, tables, or anything that is mostly no letters."""
    if _JSON.match(text) or _NMEA.search(text):
        return False
    shown = [character for character in text[:20_000] if not character.isspace()]
    letters = sum(character.isalpha() for character in shown)
    broken = text[:20_000].count("\ufffd")
    return bool(shown) and letters >= len(shown) / 2 and broken <= len(shown) / 10 and not _table(text)


def _table(text: str) -> bool:
    """True when the first lines have the same three fields or more each, as prose does not."""
    lines = [line for line in text.split("\n")[:12] if line.strip()][:-1] or [text.strip()]
    for delimiter in ",;\t|":
        fields = Counter(len(r.fields or ()) for r in _records(lines, delimiter))
        (most, times), *_ = fields.most_common(1) or [(0, 0)]
        if most >= 3 and times == fields.total() and times > 1:
            return True
    return False


def _records(lines: list[str], delimiter: str) -> Iterator[sheets.Record]:
    return sheets.records((sheets.Line(n, line) for n, line in enumerate(lines, 1)), delimiter)


SOURCE = Source(
    NAME,
    gives=("reports", "claims"),
    publisher="whoever the front matter or --publisher names",
    licence="as the publisher says; the text is kept for evidence",
    url="",
    recognise=recognise,
    read=read,
)

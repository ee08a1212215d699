"""A message as mail programs save it (.eml): its words, who sent it and when. Attachments are not opened."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime

from vedette.errors import SourceError
from vedette.sources import sheets
from vedette.sources.reports.html_text import page
from vedette.sources.reports.said import Said, rows
from vedette.sources.sheets import Made
from vedette.sources.whole import whole
from vedette.steps import Batch, Opened, Reading, Source

NAME = "reports/mail"
MOST_BYTES = 32 << 20
MOST_PARTS = 200
_FIELD = re.compile(
    rb"^(from|to|subject|date|message-id|received|mime-version|return-path):", re.IGNORECASE | re.MULTILINE
)
_FIRST = re.compile(rb"(From .*\r?\n)?[A-Za-z][A-Za-z-]{1,40}:[ \t]")


def recognise(opened: Opened) -> float:
    """How surely it begins with the fields of a message."""
    top = re.split(rb"\r?\n\r?\n", opened.head.lstrip(b"\xef\xbb\xbf\r\n"), maxsplit=1)[0]
    if not _FIRST.match(top):
        return 0.0
    fields = {name.lower() for name in _FIELD.findall(top)}
    sure = {b"from", b"date"} <= fields and len(fields) >= 3
    return 0.9 if sure or (b"from" in fields and b"message-id" in fields) else 0.0


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """One report; an attachment is named among the refusals, to be added as a file of its own."""
    try:
        message = BytesParser(policy=policy.default).parsebytes(whole(opened, MOST_BYTES))
        yield from sheets.batches(_made(message, opened, reading))
    except (
        MessageError,
        LookupError,
        ValueError,
        RecursionError,
        AttributeError,
        TypeError,
        IndexError,
    ) as error:
        raise SourceError(
            f"cannot be read as a message ({' '.join(str(error).split())[:120]})", file=opened.name
        ) from error


def _made(message: EmailMessage, opened: Opened, reading: Reading) -> Iterator[Made]:
    text, left = _words(message)
    if not text:
        raise SourceError("there are no words in it", file=opened.name)
    name, address = parseaddr(_header(message, "from") or "")
    yield from rows(
        Said(
            text=text,
            source=NAME,
            record=f"{opened.file}:1",
            title=_header(message, "subject"),
            publisher=reading.publisher or name or address.rpartition("@")[2] or None,
            published=reading.published or _sent(_header(message, "date"), reading.now),
            article=True,
            claimed=False,
        )
    )
    for what in left:
        yield sheets.refusal(
            opened, NAME, 1, f"an attachment that was not opened: {what}; add it as a file", ""
        )


def _header(message: EmailMessage, name: str) -> str | None:
    value = message.get(name)
    return sheets.storable(" ".join(str(value).split()))[:300] or None if value is not None else None


def _sent(value: str | None, now: datetime | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value or "")
        moment = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    except (ValueError, TypeError, OverflowError):
        return None
    return None if now is not None and moment > now else moment


def _words(message: EmailMessage) -> tuple[str, list[str]]:
    """The plain words, else those of its web page; and the names of what is attached."""
    plain: list[str] = []
    pages: list[str] = []
    left: list[str] = []
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            left.append(f"all parts after the first {MOST_PARTS}")
            break
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        if part.get_filename() or kind not in ("text/plain", "text/html"):
            left.append(sheets.storable(str(part.get_filename() or kind))[:100])
            continue
        (plain if kind == "text/plain" else pages).append(_decoded(part))
    text = "\n\n".join(plain).strip()
    if not text and pages:
        text = page("\n".join(pages)).text or ""
    return sheets.storable(text.replace("\r\n", "\n").replace("\0", "")).strip(), left


def _decoded(part: EmailMessage) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    try:
        return data.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


SOURCE = Source(
    NAME,
    gives=("reports",),
    publisher="the sender, or whom --publisher names",
    licence="as the sender says; the text is kept for evidence",
    url="",
    recognise=recognise,
    read=read,
)

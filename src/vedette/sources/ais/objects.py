"""JSON objects with the line each stands on, from text that a stranger wrote."""

import json
import re
from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from datetime import datetime
from math import isfinite
from typing import Any, NamedTuple, NoReturn, TypeVar

from vedette.errors import SourceError
from vedette.sources.ais.heard import BATCH_ROWS, Heard, Unusable, microseconds
from vedette.sources.opening import blocks
from vedette.sources.whole import whole
from vedette.steps import Batch, Opened, Reading

# A document is held whole, and takes about ten times its size while it is read.
DOCUMENT_BYTES = 64 << 20
BLOCK_BYTES = 4 << 20
BEGINNING = 200  # characters of a message that a refusal keeps
# A name or destination has 20 characters, and with its extension 34.
WORDS = 200

T = TypeVar("T")

_SPACE = re.compile(r"[ \t\r\n]*")
_GO_TIME = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.(\d{1,9}))? \+0000 UTC")
_DAY = re.compile(r"(?<!\d)(\d{4}-\d\d-\d\d)(?!\d)")


class Member(NamedTuple):
    """A named value at the top of a document, or one element of a list there."""

    name: str
    value: Any
    start: int
    end: int


def _parsed(line: bytes) -> dict[str, Any] | Unusable:
    try:
        value = _DECODER.decode(line.decode())
    except UnicodeDecodeError:
        return Unusable("the line is not UTF-8")
    except (ValueError, RecursionError) as error:
        return Unusable(_why(error))
    return value if isinstance(value, dict) else Unusable("the line is not a JSON object")


def an_object(value: object, what: str) -> dict[str, Any]:
    """A value that must be an object."""
    if not isinstance(value, dict):
        raise Unusable(f"{what} is not a JSON object")
    return value


def each(opened: Opened, reading: Reading, key: str) -> Iterator[tuple[int, str, dict[str, Any] | Unusable]]:
    """The objects of a file, one a line or all in one document, with the line and the beginning of each.

    In a document the line is that of ``key``, which says whose message it is. In place of what is no object,
    or says nothing for certain, stands the reason.
    """
    if _is_document(opened.head):
        text = document(opened)
        count = Counted(text)
        for member in objects(opened, text):
            is_object = isinstance(member.value, dict)
            value = member.value if is_object else Unusable("not a JSON object")
            yield count.line(member, key), beginning(text, member), value
        return
    for block in blocks(opened, min(reading.block_bytes, BLOCK_BYTES)):
        for line, start in block.overlong:
            yield line, start.decode("utf-8", "replace"), Unusable("the line is too long to be a message")
        for line, raw in enumerate(block.data.split(b"\n"), block.line):
            if raw := raw.strip():
                yield line, raw[: 4 * BEGINNING].decode("utf-8", "replace"), _parsed(raw)


def gathered(
    heard: Heard, found: Iterable[tuple[int, str, T | Unusable]], keep: Callable[[T, int, str], None]
) -> Iterator[Batch]:
    """The batches of what ``keep`` makes of each thing found; what it cannot use is refused."""
    try:
        for line, text, thing in found:
            try:
                if isinstance(thing, Unusable):
                    raise thing
                keep(thing, line, text)
            except Unusable as wrong:
                heard.refuse(line, str(wrong), text)
            yield from heard.batches(BATCH_ROWS)
    except SourceError:
        yield from heard.batches()
        raise
    yield from heard.batches()


def _is_document(head: bytes) -> bool:
    """True when the first line begins a list, or opens an object and says no more, as pretty printers do."""
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0].rstrip()
    return first.startswith(b"[") or first == b"{"


def document(opened: Opened) -> str:
    """The text of a file that is one document; SourceError when it is too long or not UTF-8."""
    data = whole(opened, DOCUMENT_BYTES)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError("the text is not UTF-8", file=opened.name, line=line) from error


def members(opened: Opened, text: str, lists: Collection[str]) -> Iterator[Member]:
    """The values of the object that a document is; those of the lists named in ``lists`` one by one.

    Where the text ends too soon or is not JSON, what stands before comes first and then the SourceError.
    """
    yield from _told(opened, text, _values(text, lists))


def objects(opened: Opened, text: str) -> Iterator[Member]:
    """The elements of the list that a document is, or the objects that stand one after the other in it."""
    yield from _told(opened, text, _sequence(text))


def _told(opened: Opened, text: str, found: Generator[Member, None, int]) -> Iterator[Member]:
    """What is found in a document, and what is wrong with it as a SourceError."""
    try:
        at = yield from found
        if at != len(text):
            raise json.JSONDecodeError("there is more after its end", text, at)
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        raise SourceError(_why(error), file=opened.name, line=line) from error


def _sequence(text: str) -> Generator[Member, None, int]:
    at = _skip(text, 0)
    if text.startswith("[", at):
        return (yield from _elements(text, at, ""))
    while at < len(text):
        value, end = _DECODER.raw_decode(text, at)
        yield Member("", value, at, end)
        at = _skip(text, end)
    return at


def _values(text: str, lists: Collection[str]) -> Generator[Member, None, int]:
    seen: set[str] = set()
    at = _skip(text, _past(text, _skip(text, 0), "{"))
    while not text.startswith("}", at):
        name, after = _DECODER.raw_decode(text, at)
        if not isinstance(name, str) or name in seen:
            raise json.JSONDecodeError("a key stands twice or is not text", text, at)
        seen.add(name)
        start = _skip(text, _past(text, _skip(text, after), ":"))
        if name in lists and text.startswith("[", start):
            at = yield from _elements(text, start, name)
        else:
            value, end = _DECODER.raw_decode(text, start)
            yield Member(name, value, start, end)
            at = _skip(text, end)
        if not text.startswith("}", at):
            at = _skip(text, _past(text, at, ","))
    return _skip(text, at + 1)


def _elements(text: str, at: int, name: str) -> Generator[Member, None, int]:
    at = _skip(text, at + 1)
    while not text.startswith("]", at):
        value, end = _DECODER.raw_decode(text, at)
        yield Member(name, value, at, end)
        at = _skip(text, end)
        if not text.startswith("]", at):
            at = _skip(text, _past(text, at, ","))
    return _skip(text, at + 1)


def beginning(text: str, member: Member) -> str:
    """The first characters of a member as it is written."""
    return text[member.start : min(member.end, member.start + BEGINNING)]


class Counted:
    """The lines of a text, counted once from its beginning to its end."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._line = text, 0, 1

    def line(self, member: Member, key: str) -> int:
        """The line on which a key of a member stands, else the line on which the member begins."""
        found = self._text.find(f'"{key}"', member.start, member.end)
        at = max(member.start if found < 0 else found, self._at)
        self._line += self._text.count("\n", self._at, at)
        self._at = at
        return self._line


def number(of: dict[str, Any], key: str) -> float | None:
    """A number by its key; null when it is absent or null, Unusable when it is something else."""
    value = of.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e15:
        raise Unusable(f"{key} is {_shown(value)}, not a number")
    return float(value)


def needed(of: dict[str, Any], key: str) -> float:
    """A number that must be there."""
    value = number(of, key)
    if value is None:
        raise Unusable(f"there is no {key}")
    return value


def integer(of: dict[str, Any], key: str) -> int | None:
    """A whole number by its key; null when it is absent or null."""
    value = number(of, key)
    if value is None:
        return None
    if not value.is_integer():
        raise Unusable(f"{key} is {_shown(of[key])}, not a whole number")
    return int(value)


def coded(of: dict[str, Any], key: str) -> int | None:
    """A code by its key, written as a number or as the text of one; null when absent, null or empty."""
    value = of.get(key)
    if isinstance(value, str):
        text = value.strip()
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,9}", text):
            raise Unusable(f"{key} is {_shown(value)}, not a whole number")
        return int(text)
    return integer(of, key)


def mmsi(of: dict[str, Any], key: str) -> int:
    """The number of a ship, which need not have nine digits."""
    value = integer(of, key)
    if value is None or value < 0:
        raise Unusable(f"there is no {key}" if value is None else f"{key} is {value}, below zero")
    return value


def words(of: dict[str, Any], key: str) -> str | None:
    """A text by its key; null when it is absent or null."""
    value = of.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise Unusable(f"{key} is {_shown(value)}, not a text")
    if len(value) > WORDS:
        raise Unusable(f"{key} has {len(value)} characters, more than {WORDS}")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise Unusable(f"{key} holds half a character") from error
    return value


def part(of: dict[str, Any], key: str) -> dict[str, Any]:
    """An object by its key; empty when it is absent or null."""
    value = of.get(key)
    return {} if value is None else an_object(value, key)


def moment(of: dict[str, Any], key: str) -> int | None:
    """A time written in ISO 8601 or as Go prints it, in microseconds since 1970; one without a zone is UTC.

    >>> moment({"time_utc": "1970-01-01 00:00:01.5 +0000 UTC"}, "time_utc")
    1500000
    """
    text = words(of, key)
    if text is None:
        return None
    fraction = 0
    if go := _GO_TIME.fullmatch(text):
        text, fraction = go[1], int((go[2] or "").ljust(6, "0")[:6])
    try:
        if len(text) < 16:
            raise ValueError(text)
        return microseconds(datetime.fromisoformat(text)) + fraction
    except (ValueError, OverflowError) as error:
        raise Unusable(f"{key} is {_shown(text)}, not a time") from error


def day_in_name(name: str) -> int | None:
    """The day that a file's name gives, microseconds since 1970 at midnight.

    >>> day_in_name("world-1970-01-02.ndjson.gz")
    86400000000
    """
    for found in _DAY.findall(name):
        try:
            return microseconds(datetime.fromisoformat(found))
        except ValueError:
            continue
    return None


def _skip(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at


def _past(text: str, at: int, mark: str) -> int:
    if text.startswith(mark, at):
        return at + 1
    raise json.JSONDecodeError(f"expecting {mark!r}", text, at)


def _why(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "the JSON is nested too deep"
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON: {error.msg[:1].lower()}{error.msg[1:]} at column {error.colno}"
    return f"not JSON: {str(error)[:120]}"


def _shown(value: object) -> str:
    return repr(value if not isinstance(value, int) or abs(value) < 1e18 else "a huge number")[:40]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return value


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a number")


def _finite(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise ValueError(f"{text[:20]} is not a number")
    return value


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite)

"""Naming: ships and places that a text names, by the lists and places of the case."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from anyascii import anyascii

from vedette.claims import vocabulary
from vedette.kernels.marks import imo_valid

# A name that is also a word, or too short, names a ship only beside a word for ships or in capitals or
# quotes.
LEAST_LETTERS = 4
MOST_WORDS = 6
# A Latin name may have Korean particles at its end without a space: LADOGA호가.
_WORD = re.compile(r"[가-힣]+|[^\W_가-힣]+(?:[-'][^\W_가-힣]+)*")
_NUMBER = re.compile(
    r"\b(?P<kind>IMO|MMSI)(?:\s*(?:no\.?|number|№|번호|номер))?[\s:#]*(?P<number>\d{7,9})\b", re.IGNORECASE
)
_SHIPLIKE = re.compile(
    r"(?:\b(?:m/?v|m/?t|vessels?|ships?|tankers?|freighters?|carriers?|cargo|ro-?ro|named|called|formerly|the|aboard|containership|судн\w+|танкер\w*"
    r"|корабл\w+|сухогруз\w*|теплоход\w*)|선박|유조선|화물선|호)[\s\"'«“‘(]*$",
    re.IGNORECASE,
)
_FREIGHT = re.compile(
    r"\b(?:ships?|vessels?|tankers?|freighters?|cargo|imo|mmsi|port|ais|sail\w*|dock\w*|berth\w*|transponder|deck)\b|судн|порт|선박|항",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\(([^()]*)\)")
# What follows a place's own name in a watch, and is left out in prose.
_GENERIC = vocabulary.words("naming.generic")
_AT = re.compile(
    r"\b(?:at|in|from|to|near|off|into|via|between|through|and|(?:port|harbou?r) of"
    r"|port|bound for|left|for)\s+$",
    re.IGNORECASE,
)
_ENDINGS = ("호", "항", "에서", "에", "가", "이", "는", "은", "를", "을", "와", "과", "의")


class Name(NamedTuple):
    """A ship or place named in a text, by its id."""

    begin: int
    stop: int
    id: str


@dataclass(frozen=True)
class Book:
    """The names a case knows, as words in small letters."""

    ships: dict[tuple[str, ...], str]
    places: dict[tuple[str, ...], str]
    watched: frozenset[str]
    first_ship: dict[str, int]
    first_place: dict[str, int]

    @classmethod
    def of(cls, entities: pa.Table, places: pa.Table) -> "Book":
        """From lists and places; of places those with a role come before those of a gazetteer."""
        ships: dict[tuple[str, ...], str] = {}
        wanted = entities.select(["kind", "names", "imo", "mmsi", "entity"]).to_pylist()
        for row in sorted(
            (r for r in wanted if r["kind"] == "vessel"), key=lambda r: (r["imo"] is None, r["entity"])
        ):
            for name in row["names"] or ():
                words = _words(name)
                if words and len("".join(words)) >= LEAST_LETTERS:
                    ships.setdefault(words, _id(row, name))
        known: dict[tuple[str, ...], str] = {}
        rows = places.select(["place", "name", "role"]).to_pylist()
        for row in sorted(rows, key=lambda r: (r["role"] is None, r["place"])):
            for name in _called(row["name"] or "", watched=row["role"] is not None):
                words = _words(name)
                if words and len("".join(words)) >= LEAST_LETTERS:
                    known.setdefault(words, row["place"])
        watched = frozenset(row["place"] for row in rows if row["role"] is not None)
        return cls(ships, known, watched, _longest(ships), _longest(known))

    def ships_in(self, words: str) -> Iterator[Name]:
        """The ships named, by number, or by a name beside a word for ships or in capitals or quotes."""
        for found in _NUMBER.finditer(words):
            number = int(found["number"])
            if (
                found["kind"].upper() == "IMO"
                and len(found["number"]) == 7
                and imo_valid(np.array([number]))[0]
            ):
                yield Name(found.start(), found.end(), f"imo:{number}")
            elif found["kind"].upper() == "MMSI" and len(found["number"]) == 9:
                yield Name(found.start(), found.end(), f"mmsi:{number}")
        for name in _matches(words, self.ships, self.first_ship):
            text = words[name.begin : name.stop]
            near = words[max(0, name.begin - 24) : name.begin]
            quoted = words[name.begin - 1 : name.begin] in ('"', "'", "«", "“", "‘")
            shouted = text.isupper() and len(text) > 4
            if text[:1].islower():
                continue
            several = len(text.split()) > 1 or any(c.isdigit() for c in text)
            if quoted or shouted or _SHIPLIKE.search(near) or (several and _FREIGHT.search(words)):
                yield name

    def places_in(self, words: str) -> Iterator[Name]:
        """The places named; in small letters it is a word, and an unwatched port needs ``at`` or ``of``."""
        for name in _matches(words, self.places, self.first_place):
            if words[name.begin : name.begin + 1].islower():
                continue
            if name.id in self.watched or _AT.search(words, max(0, name.begin - 24), name.begin):
                yield name


def _matches(words: str, names: dict[tuple[str, ...], str], longest: dict[str, int]) -> Iterator[Name]:
    tokens = [(m.start(), m.end(), _latin(m[0].casefold().removesuffix("'s"))) for m in _WORD.finditer(words)]
    at = 0
    while at < len(tokens):
        for lead in _leads(tokens[at][2]):
            for count in range(min(longest.get(lead, 0), len(tokens) - at, MOST_WORDS), 0, -1):
                key = (lead, *(t[2] for t in tokens[at + 1 : at + count]))
                if (found := names.get(key)) is not None:
                    yield Name(tokens[at][0], tokens[at + count - 1][1], found)
                    at += count - 1
                    break
            else:
                continue
            break
        at += 1


def _leads(word: str) -> Iterator[str]:
    yield word
    if "가" <= word[:1] <= "힣":
        for stem in [word] + [word.removesuffix(end) for end in _ENDINGS if word.endswith(end)]:
            for ending in _ENDINGS:
                if stem.endswith(ending) and len(stem) > len(ending) + 1:
                    yield stem.removesuffix(ending)


def _words(name: str) -> tuple[str, ...]:
    return tuple(_latin(m[0].casefold().removesuffix("'s")) for m in _WORD.finditer(name))


def _latin(word: str) -> str:
    """Cyrillic in Latin letters, so that a list in one finds a text in the other."""
    return anyascii(word) if "а" <= word[:1] <= "я" else word


def _longest(names: dict[tuple[str, ...], str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for words in names:
        found[words[0]] = max(found.get(words[0], 0), len(words))
    return found


def _called(name: str, *, watched: bool) -> Iterator[str]:
    """What a text may call a place: its names between commas, and of a watched one what is in brackets too.

    >>> list(_called("Rajin (Najin) port, three piers", watched=True))
    ['Rajin (Najin) port', 'Rajin port', 'Rajin', 'Najin', 'three piers']
    """
    for part in name.split(","):
        yield part.strip()
        if not watched:
            continue
        plain = " ".join(_BRACKETS.sub(" ", part).split())
        words = plain.split()
        while len(words) > 1 and words[-1].casefold() in _GENERIC:
            words.pop()
        yield from (n for n in (plain, " ".join(words)) if n != part.strip() and n[:1].isupper())
        yield from (inner.strip() for inner in _BRACKETS.findall(part))


def _id(row: dict[str, object], name: str) -> str:
    if row["imo"] is not None:
        return f"imo:{row['imo']}"
    return f"mmsi:{row['mmsi']}" if row["mmsi"] is not None else f"name:{name.upper()}"


def digest(book: Book) -> str:
    """A mark of all names and whose they are, which changes when any does."""
    said = repr((sorted(book.ships.items()), sorted(book.places.items()), sorted(book.watched)))
    return hashlib.sha256(said.encode()).hexdigest()[:16]

"""A name as it is compared: words in Latin letters, numerals, legal form; in each usual spelling."""

import re
from collections import Counter
from dataclasses import dataclass

from vedette.entities import han_words, legal_forms, meanings
from vedette.kernels.letters import plain, scripts, unmixed
from vedette.kernels.romanised import ways

LONGEST = 400
MOST_WORDS = 24
MOST_WAYS = 4
NUMERAL = "#"

_PARTS = re.compile(r"[^\W\d_]+|\d+")
_WORDS = re.compile(r"[^\W_]+")
_ASCII_PARTS = re.compile(r"[a-z]+|[0-9]+")
_ROMAN = {
    "ii": 2, "iii": 3, "iv": 4, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "xii": 12, "xiii": 13, "xiv": 14,
    "xv": 15, "xvi": 16, "xvii": 17, "xviii": 18, "xix": 19, "xx": 20, "xxi": 21, "xxii": 22, "xxiii": 23,
    "xxiv": 24, "xxv": 25,
}  # fmt: skip
_ROMAN_OR_WORD = {"i": 1, "v": 5, "x": 10, "xi": 11}
_ORDINAL = frozenset(("st", "nd", "rd", "th", "ho", "hao"))
_BEFORE_NUMBER = frozenset(("no", "nr", "num", "n"))
_SURELY = re.compile("[a-z0-9]{2}")  # no sign of a ship that is left out has two together
_SHIP_SIGN = re.compile(r"^[mfs]\s?/\s?[vts]\b\.?\s*")


@dataclass(frozen=True)
class Spelling:
    """One spelling of a name: words, then numerals as ``#3``; the legal forms found beside them.

    ``written`` are the words before those of the same meaning were read as one; empty where none was.
    """

    words: tuple[str, ...]
    numerals: tuple[str, ...]
    forms: tuple[str, ...] = ()
    written: tuple[str, ...] = ()

    @property
    def tokens(self) -> tuple[str, ...]:
        """What is compared."""
        return (*self.words, *self.numerals)

    def __str__(self) -> str:
        return " ".join((*(self.written or self.words), *(one[1:] for one in self.numerals)))


def spellings(name: str, kind: str | None = None) -> list[Spelling]:
    """The name in each usual spelling, the likeliest first; none when it has neither letter nor digit.

    Only the first 400 characters and 24 words count. ``kind`` is vessel, organisation, person or None: it
    settles whether a last I, V or X is a numeral; where it is None both are tried.

    >>> [str(one) for one in spellings("M/V SPARTA III", "vessel")]
    ['sparta 3']
    >>> [one.tokens for one in spellings("«Ангара», ООО")], spellings("\u0301\u0301")
    ([('angara',)], [])
    """
    text = plain(name[:LONGEST])
    if kind != "person":
        text = _SHIP_SIGN.sub("", text)
    if text.isascii():
        return _read(_ASCII_PARTS.findall(text), kind)
    found: dict[tuple[str, ...], Spelling] = {}
    if kind in (None, "organisation") and "han" in scripts(text):
        text, syllables = han_words.translated(text), text
        if kind is None:
            found = {one.tokens: one for one in _by_word(syllables, None)[:1]}
    for one in _by_word(text, kind):
        found.setdefault(one.tokens, one)
    return list(found.values())


def readable(name: str, kind: str | None = None) -> bool:
    """Whether a name has any spelling; told without making them where it has a Latin letter or a digit.

    >>> readable("SPARTA III"), readable("\u0301\u0301"), readable("M/V")
    (True, False, False)
    """
    return _SURELY.search(name[:LONGEST].casefold()) is not None or bool(spellings(name, kind))


def _by_word(text: str, kind: str | None) -> list[Spelling]:
    """The spellings of text that is not all Latin, each word read in each usual way."""
    written = _WORDS.findall(text)[:MOST_WORDS]
    mine = [scripts(word) for word in written]
    words_of = Counter(one for some in mine for one in some)
    read = [
        _readings(word, {one for one, words in words_of.items() if words > (one in some)})
        for word, some in zip(written, mine, strict=True)
    ]
    found: dict[tuple[str, ...], Spelling] = {}
    for way in range(min(MOST_WAYS, max(map(len, read), default=0))):
        words = " ".join(each[min(way, len(each) - 1)] for each in read if each)
        for one in _read(_ASCII_PARTS.findall(words), kind):
            found.setdefault(one.tokens, one)
    return list(found.values())


def _readings(word: str, others: set[str]) -> list[str]:
    """A word in Latin letters in each way, its digits apart; ``others`` are the other words' scripts."""
    if word.isascii():
        return [word]
    found: list[str] = []
    for one in unmixed(word, others):
        found += _joined(_PARTS.findall(one))
    return list(dict.fromkeys(one for one in found if one))


def _joined(parts: list[str]) -> list[str]:
    read = [ways(part) for part in parts]
    most = max(map(len, read), default=0)
    return [" ".join(each[min(way, len(each) - 1)] for each in read) for way in range(most)]


def _read(parts: list[str], kind: str | None) -> list[Spelling]:
    parts = parts[:MOST_WORDS]
    if not parts:
        return []
    found = [_spelt(parts, kind, vague=kind == "vessel")]
    if kind is None:
        if parts[-1] in _ROMAN_OR_WORD and len(parts) > 1:
            found.append(_spelt(parts, kind, vague=True))
        found.append(_meant(found[0], "organisation"))
        if not found[0].forms:
            found.append(_meant(found[0], "person"))
        found = list({one.tokens: one for one in reversed(found)}.values())[::-1]
    return found


def _spelt(parts: list[str], kind: str | None, *, vague: bool) -> Spelling:
    """Words and numerals apart. ``vague``: a last I, V, X or XI is a numeral."""
    words: list[str] = []
    numerals: list[str] = []
    for place, part in enumerate(parts):
        if part[0].isdigit():
            numerals.append(NUMERAL + (part.lstrip("0") or "0"))
        elif _beside_number(parts, place):
            continue
        elif place and part in _ROMAN:
            numerals.append(f"{NUMERAL}{_ROMAN[part]}")
        elif vague and place and place == len(parts) - 1 and part in _ROMAN_OR_WORD:
            numerals.append(f"{NUMERAL}{_ROMAN_OR_WORD[part]}")
        else:
            words.append(part)
    kept, forms = (words, []) if kind == "person" else legal_forms.split(words, ship=kind != "organisation")
    if kind == "vessel" and forms:
        kept, forms = words, []
    return _meant(Spelling(tuple(kept), tuple(sorted(set(numerals))), tuple(forms)), kind)


def _meant(one: Spelling, kind: str | None) -> Spelling:
    """With words that mean the same read as one, where it is known what the name is of."""
    if kind not in ("organisation", "person"):
        return one
    read = meanings.of_companies if kind == "organisation" else meanings.of_persons
    words = tuple(read(one.words))
    if not words or words == one.words:
        return one
    return Spelling(words, one.numerals, one.forms, one.words)


def _beside_number(parts: list[str], place: int) -> bool:
    """True for what only goes with a number: 'No' before it, 'th' behind it."""
    before = place > 0 and parts[place - 1][0].isdigit()
    behind = place + 1 < len(parts) and parts[place + 1][0].isdigit()
    return (before and parts[place] in _ORDINAL) or (behind and parts[place] in _BEFORE_NUMBER)

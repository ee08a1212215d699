"""Letters of names: made plain, freed of what hides in them, and told by script.

A name is written by a stranger. Signs that do not show are taken out, and a word that mixes scripts is read
in the script that all its letters can belong to.
"""

import re
import unicodedata
from functools import lru_cache

# Letters that look alike in capitals or in small letters: Cyrillic or Greek on the left, Latin on the right.
_LIKE_LATIN = {
    "а": "a", "в": "b", "е": "e", "к": "k", "м": "m", "н": "h", "о": "o", "р": "p", "с": "c", "т": "t",
    "у": "y", "х": "x", "і": "i", "ј": "j", "ѕ": "s", "ԁ": "d", "ԛ": "q", "ԝ": "w", "һ": "h", "ё": "e",
    "ї": "i", "ѵ": "v", "ӏ": "i",
    "α": "a", "β": "b", "ε": "e", "ζ": "z", "η": "h", "ι": "i", "κ": "k", "μ": "m", "ν": "n", "ο": "o",
    "ρ": "p", "τ": "t", "υ": "y", "χ": "x",
}  # fmt: skip
_LIKE_CYRILLIC = {
    "a": "а", "b": "в", "e": "е", "k": "к", "m": "м", "h": "н", "o": "о", "p": "р", "c": "с", "t": "т",
    "y": "у", "x": "х", "i": "і", "j": "ј", "s": "ѕ",
}  # fmt: skip
_TO_LATIN = str.maketrans(_LIKE_LATIN)
_TO_CYRILLIC = str.maketrans(_LIKE_CYRILLIC)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
# Marks over and under letters that only say how to read them: accents, and the vowels of Hebrew and Arabic.
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
_QUOTES = re.compile("['`´‘’ʼʻʹʾʿ′]")
_INITIALS = re.compile(r"\b(?:\w\.\s?){2,}(?=\W|$|\w\b)")
_FIRST_LATIN, _LAST_LATIN = 0x41, 0x24F
SCRIPTS = (
    ("latin", _FIRST_LATIN, _LAST_LATIN),
    ("greek", 0x370, 0x3FF),
    ("cyrillic", 0x400, 0x52F),
    ("hebrew", 0x590, 0x5FF),
    ("arabic", 0x600, 0x6FF),
    ("arabic", 0x750, 0x77F),
    ("hangul", 0xAC00, 0xD7A3),
    ("kana", 0x3040, 0x30FF),
    ("han", 0x3400, 0x9FFF),
    ("han", 0x20000, 0x2FFFF),
    ("latin", 0x1E00, 0x1EFF),
)


def plain(text: str) -> str:
    r"""The text in small letters of one form (NFKC), without loose marks, hidden signs, apostrophes.

    >>> plain("Ａｎｇａｒａ\u200b  \u202eII\x00")
    'angara ii'
    """
    if text.isascii():
        shown = _CONTROL.sub(" ", text)
    else:
        composed = unicodedata.normalize("NFKC", text)
        shown = "".join(_showing(letter) for letter in composed)
    shown = _QUOTES.sub("", shown.casefold())
    if "." in shown:
        shown = _INITIALS.sub(_closed, shown)
    return " ".join(shown.split())


@lru_cache(maxsize=1 << 16)
def _showing(letter: str) -> str:
    if _MARKS.match(letter):
        return ""
    kind = unicodedata.category(letter)
    if kind == "Cf" or kind in ("Cs", "Co", "Cn"):
        return ""
    return " " if kind in ("Cc", "Zs", "Zl", "Zp") else letter


def _closed(found: re.Match[str]) -> str:
    return f"{found[0].replace('.', '').replace(' ', '')} "


@lru_cache(maxsize=1 << 16)
def script(letter: str) -> str:
    """The script of a letter; ``other`` where it is none of those that are romanised by our own tables.

    >>> [script(letter) for letter in "aжー港عก"]
    ['latin', 'cyrillic', 'kana', 'han', 'arabic', 'other']
    """
    code = ord(letter)
    return next((name for name, low, high in SCRIPTS if low <= code <= high), "other")


def scripts(word: str) -> set[str]:
    """The scripts of the letters of a word; marks and digits have none."""
    return {script(letter) for letter in word if letter.isalpha()}


def unmixed(word: str, others: set[str]) -> list[str]:
    """The readings of a word whose letters may be look-alikes of another script, the likeliest first.

    ``others`` are the scripts of the other words of the name: a word that can be read in either script is
    read first in theirs.

    >>> unmixed("iіі", {"latin"}), unmixed("ангара", set())
    (['iii'], ['ангара'])
    """
    mine = scripts(word)
    if not mine & {"cyrillic", "greek"}:
        return [word]
    latin = word.translate(_TO_LATIN)
    as_latin = scripts(latin) <= {"latin"}
    if "latin" in mine:
        cyrillic = word.translate(_TO_CYRILLIC)
        as_cyrillic = scripts(cyrillic) <= {"cyrillic"}
        if as_latin and as_cyrillic:
            most = sum(script(letter) == "latin" for letter in word) * 2 >= len(word)
            return [latin] if most or "latin" in others else [cyrillic, latin]
        return [latin] if as_latin else [cyrillic if as_cyrillic else latin]
    if as_latin and len(word) > 1:
        return [latin] if "latin" in others and mine.isdisjoint(others) else [word, latin]
    return [word]


def unmarked(text: str) -> str:
    """The text without marks on its letters.

    >>> unmarked("Čaïkovskiï")
    'Caikovskii'
    """
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def quoted(text: str, longest: int = 80) -> str:
    r"""A stranger's words between quotes, on one line and bounded; what does not show is replaced.

    >>> quoted("AN\x00GARA \n II")
    "'AN�GARA II'"
    """
    cut = text[: longest * 2]
    if not (cut.isascii() and cut.isprintable()):
        cut = "".join(
            "�" if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co") and c not in "\n\t" else c for c in cut
        )
    line = " ".join(cut.split())
    return f"'{line}'" if len(line) <= longest and len(text) <= longest * 2 else f"'{line[: longest - 1]}…'"

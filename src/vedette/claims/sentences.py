"""Sentences of a text with their offsets, in time linear in its length and never longer than a bound."""

import re
from collections.abc import Iterator
from typing import NamedTuple

MOST_CHARACTERS = 600  # of a sentence: one in a thousand of the press is longer, and then it is a list
# One character for one, so that offsets hold in the text as it is stored.
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("‘’‛′`´", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒", "-"),
        **dict.fromkeys("\u00a0\u2007\u202f\u2009\u200a\t\u3000\u200b\ufeff", " "),
        "*": " ",
        "_": " ",
        "~": " ",
    }
)
_END = re.compile(r"(?<=[.!?…。！？])[\"')\]]{0,3}(?=\s|$)\s*|\n+")
_SHORT = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Cmdr|Adm|Sgt|Sen|Rep|Gov|Prof|St|No|Nos|vs|Inc|Ltd|Corp|Co|Jr|Sr|Jan|Feb|Mar|Apr"
    r"|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|approx|est|etc|e\.g|i\.e|a\.m|p\.m|U\.S|U\.K|U\.N|E\.U|D\.C|Art|para)|\b[A-Z]"
    r"|(?:^|\s)(?:г|гг|тыс|млн|им|см|т\.е))\.$"
)
_SPACE = re.compile(r"\s")


class Sentence(NamedTuple):
    """One sentence: where it begins and stops in the text, and its words with plain quotes and spaces."""

    begin: int
    stop: int
    words: str


def plain(text: str) -> str:
    r"""The text with curly quotes, odd hyphens and odd spaces made plain; as long as it was.

    >>> plain("“Kim’s”")
    '"Kim\'s"'
    """
    return text.translate(_PLAIN)


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text in order; a run without a full stop is cut at a space, or where it must be."""
    straight = plain(text)
    begin = 0
    for end in _END.finditer(straight):
        stop = end.start()
        if "\n" not in end[0] and _goes_on(straight, begin, stop, end.end()):
            continue
        while stop < end.end() and straight[stop] in "\"')]":
            stop += 1
        yield from _cut(straight, begin, stop)
        begin = end.end()
    yield from _cut(straight, begin, len(straight))


def _goes_on(text: str, begin: int, stop: int, after: int) -> bool:
    """True when the stop is that of a short form, or small letters follow it."""
    if _SHORT.search(text, max(begin, stop - 12), stop):
        return True
    return after < len(text) and text[after].islower()


def _cut(text: str, begin: int, stop: int) -> Iterator[Sentence]:
    while begin < stop and text[begin].isspace():
        begin += 1
    while stop > begin and text[stop - 1].isspace():
        stop -= 1
    while stop - begin > MOST_CHARACTERS:
        at = max(
            text.rfind(mark, begin + MOST_CHARACTERS // 2, begin + MOST_CHARACTERS)
            for mark in (" ", ";", ",")
        )
        at = at if at > begin else begin + MOST_CHARACTERS
        yield Sentence(begin, at, text[begin:at])
        begin = at
        while begin < stop and text[begin].isspace():
            begin += 1
    if begin < stop:
        yield Sentence(begin, stop, text[begin:stop])

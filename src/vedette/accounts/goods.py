"""Goods: of what kind a flow is asked to be, by the watch's corridors or by the words of those who tell.

A kind is what somebody asks or says, never what was found in a hold.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

Ways = tuple[tuple[str, tuple[str, ...], tuple[str, ...], str, str], ...]
UNKNOWN = "unknown"
_WORDS = {
    "arms-suspect": "arms weapons munitions ammunition shells rounds missiles rockets",
    "oil": "oil petroleum fuel diesel naphtha gasoline barrels tanker tankers refined",
    "coal": "coal anthracite coke",
    "food": "food grain wheat rice maize flour corn sugar",
    "money": "money cash currency usd eur rub krw jpy gbp",
    "technology": "technology tech",
    "people": "people troops soldiers workers labour labourers",
}
_KIND_OF = {word: kind for kind, words in _WORDS.items() for word in words.split()}
# Modes of claims (docs/methods/claims.md) that speak of something handed over.
OF_MODE = {
    "arms": "arms-suspect",
    "arms_trade": "arms-suspect",
    "oil": "oil",
    "oil_trade": "oil",
    "coal": "coal",
    "food": "food",
    "money": "money",
    "tech": "technology",
    "nuclear": "technology",
    "troops": "people",
}


@dataclass(frozen=True)
class Way:
    """A directed way of the watch: its places, the countries of both ends, its word and its kind."""

    name: str
    start: frozenset[str]
    to: frozenset[str]
    left: frozenset[str]
    reached: frozenset[str]
    word: str
    kind: str

    @property
    def direction(self) -> tuple[str | None, str | None]:
        """The countries it joins; None for an end that lies in several, or in none we know."""
        return _only(self.left), _only(self.reached)


def of_word(words: str | None) -> str:
    """The kind that some words name; unknown when they name none, or several.

    >>> of_word("refined products, barrels"), of_word("containers"), of_word("oil and coal")
    ('oil', 'unknown', 'unknown')
    """
    found = {_KIND_OF[word] for word in re.findall(r"[a-z]+", (words or "").casefold()) if word in _KIND_OF}
    return found.pop() if len(found) == 1 else UNKNOWN


def ways(said: Ways, country: dict[str, str | None]) -> tuple[Way, ...]:
    """The ways of the watch, each with the countries of its ends."""
    return tuple(
        Way(
            name,
            frozenset(start),
            frozenset(to),
            frozenset(one for place in start if (one := country.get(place))),
            frozenset(one for place in to if (one := country.get(place))),
            word.casefold(),
            kind or of_word(word),
        )
        for name, start, to, word, kind in said
    )


def meant(among: Iterable[Way], word: str | None, corridor: str | None = None) -> Way | None:
    """The way that somebody who writes of it means: by its word, by the kind the word names, or by its name.

    None when several would do. The word goes before the name: who compiles a table of one corridor often
    writes its name beside goods of another.
    """
    among = tuple(among)
    said = (word or "").casefold()
    kind = of_word(said)
    for fits in (
        [way for way in among if said and way.word == said],
        [way for way in among if kind != UNKNOWN and way.kind == kind],
        [way for way in among if way.name == corridor and kind in (UNKNOWN, way.kind)],
    ):
        if len(fits) == 1:
            return fits[0]
    return None


def one_country(code: str | None) -> str | None:
    """A country's code; None for a place that lies in two, or in none.

    >>> one_country("RU"), one_country("KP/RU"), one_country("")
    ('RU', None, None)
    """
    return code if code and re.fullmatch("[A-Z]{2}", code) else None


def _only(countries: frozenset[str]) -> str | None:
    return next(iter(countries)) if len(countries) == 1 else None

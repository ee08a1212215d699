"""Quantities: a number and what it counts, in figures or words, made plain: ``300 containers``."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from vedette.claims import vocabulary

_SMALL = {word: int(number) for word, number in vocabulary.pairs("numbers").items()}
_TIMES = {word: float(times) for word, times in vocabulary.pairs("times").items()}
_MONEY = {"$": "USD", "us$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₩": "KRW", "₽": "RUB"}
_UNITS = {word: unit for word, unit in vocabulary.pairs("units").items() if not word.endswith("*")}
# Russian words change their ends.
_STEMS = {word[:-1]: unit for word, unit in vocabulary.pairs("units").items() if word.endswith("*")}
_NUMBER = re.compile(
    r"(?<![\w.,-])(?P<money>US\$|[$€£¥₩₽])?\s?(?:(?P<figure>\d{1,3}(?:[ ,]\d{3})+(?:\.\d+)?"
    r"|\d{1,15}(?:[.,]\d{1,6})?)"
    rf"|(?P<word>{'|'.join(sorted(_SMALL, key=len, reverse=True))}"
    r"|half a million|a dozen|a hundred|a thousand|a million)\b)"
    r"(?P<times>[\s-]?(?:hundred thousand|hundred|thousand|million|billion|trillion|dozen|bn|mn|k\b"
    r"|тыс\.?|тысячи?|млн|миллион(?:ов|а)?|млрд"
    r"|백만|천만|천|만|억)(?![a-zа-я]))*"
    r"(?P<join>[\s-]+|(?=[가-힣%]))?",
    re.IGNORECASE,
)
_AFTER = re.compile(r"[^\W\d_][\w'/-]*|%")
_SKIP = vocabulary.words("quantities.skip")
# Who speaks or takes part is counted, not what is claimed.
_PARTIES = vocabulary.words("quantities.parties")
_NEVER = vocabulary.words("quantities.never")
_MONTHS = re.compile(
    r"(?:january|february|march|april|june|july|august|september|october|november|december|jan|feb|mar|apr|jun"
    r"|jul|aug|sept?|oct|nov|dec|resolution|article|no|number|page|imo|mmsi)\.?\s?$",
    re.IGNORECASE,
)
MOST_WORDS = 5  # between a number and what it counts
_PLURAL = re.compile(r"(?<![su])s$|ies$|ches$|shes$|xes$")


class Quantity(NamedTuple):
    """A number with its unit, and where it stands."""

    begin: int
    stop: int
    value: float
    unit: str

    @property
    def plain(self) -> str:
        """As one writes it in a table: ``2000000 rounds``."""
        return f"{self.value:.10g} {self.unit}" if self.value < 1e10 else f"{self.value:.0f} {self.unit}"


def quantities(words: str) -> Iterator[Quantity]:
    """The quantities in a sentence; years, days, hours of the clock and bare numbers are none.

    >>> [q.plain for q in quantities("more than 1,000 containers and $2.5 million since 2022")]
    ['1000 containers', '2500000 USD']
    """
    after = 0
    for found in _NUMBER.finditer(words):
        if found.start() < after or _MONTHS.search(words, max(0, found.start() - 12), found.start()):
            continue
        value = _value(found)
        if value is None:
            continue
        if found["money"]:
            after = found.end()
            yield Quantity(
                found.start(),
                found.end("times") if found["times"] else found.end(),
                value,
                _MONEY[found["money"].lower()],
            )
            continue
        if found["join"] is None or (_year(found) and not found["times"]):
            continue
        unit = _counted_in_korean(words, found.start(), _unit(words, found.end()))
        if unit is None or (found["word"] == "one" and not found["times"]):
            continue
        after = unit[1]
        yield Quantity(found.start(), unit[1], value, unit[0])


_BEFORE = re.compile(r"([가-힣]+)\s*$")
_OVER = re.compile(r"(?:가|이)?\s*(?:넘는|이상의|정도의|의)\s*([가-힣]+)")


def _counted_in_korean(words: str, begin: int, unit: tuple[str, int] | None) -> tuple[str, int] | None:
    """What is counted by 개, which stands before the number or after it: ``컨테이너 300개``."""
    if unit is None or unit[0] != "pieces":
        return unit
    beside = [_BEFORE.search(words, max(0, begin - 12), begin), _OVER.match(words, unit[1])]
    for found in beside:
        thing = next((w for w in _UNITS if "가" <= w[0] <= "힣" and found and found[1].startswith(w)), None)
        if thing is not None and len(thing) > 1:
            return _UNITS[thing], unit[1]
    return unit


def _value(found: re.Match[str]) -> float | None:
    if (figure := found["figure"]) is not None:
        figure = re.sub(r"[ ,](?=\d{3}(?:\D|$))", "", figure).replace(",", ".")
        value = float(figure)
    else:
        word = found["word"].casefold()
        value = float(
            _SMALL.get(word)
            or {
                "half a million": 500_000,
                "a dozen": 12,
                "a hundred": 100,
                "a thousand": 1000,
                "a million": 10**6,
            }.get(word)
            or 0
        )
        if not value:
            return None
    begin = found.end("figure") if found["figure"] is not None else found.end("word")
    times = found.string[begin : found.end("times")] if found["times"] else ""
    for word in re.findall(r"[^\W\d_]+", times.casefold()):
        value *= _TIMES.get(word, 1)
    return value


def _year(found: re.Match[str]) -> bool:
    figure = found["figure"] or ""
    return len(figure) == 4 and "1900" <= figure <= "2099"


def _unit(words: str, at: int) -> tuple[str, int] | None:
    """What is counted: the last of a few words that follow, as far as the phrase goes."""
    head: tuple[str, int] | None = None
    for count, word in enumerate(_AFTER.finditer(words, at)):
        said = word[0].casefold()
        gap = words[at : word.start()]
        if count > MOST_WORDS or (gap.strip() and gap.strip() != "-") or said in _NEVER:
            break
        at = word.end()
        for hangul in ("컨테이너", "배럴", "달러", "발", "명", "개", "척", "톤", "원"):
            if said.startswith(hangul):
                return _UNITS[hangul], word.start() + len(hangul)
        if "а" <= said[:1] <= "я" and (stem := next((s for s in _STEMS if said.startswith(s)), None)):
            return _STEMS[stem], word.end()
        if said in _UNITS or said in ("km", "kg", "nm", "%", "mm", "m"):
            if said in ("mm", "millimetre", "millimeter"):
                return None  # a calibre
            return _UNITS.get(said, said), word.end()
        if said in _SKIP:
            continue
        if said in _PARTIES:
            return None
        if _PLURAL.search(said) or said in (
            "troops",
            "people",
            "men",
            "women",
            "personnel",
            "aircraft",
            "ammunition",
            "vessels",
        ):
            head = (said, word.end())
            break
    return head

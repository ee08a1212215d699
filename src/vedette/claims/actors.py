"""Actors: states, bodies, services, companies and persons in office, by their names in several scripts."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from vedette.claims import vocabulary

_WORD = re.compile(r"[^\W_]+(?:[.'-][^\W_]+)*\.?|[가-힣]+")
# Korean joins particles to a name: 북한이, 러시아에.
_PARTICLES = (
    "에서는",
    "에게서",
    "으로",
    "에서",
    "에게",
    "까지",
    "부터",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "에",
    "와",
    "과",
    "도",
    "로",
    "산",
    "제",
)
MOST_WORDS = 7


class Actor(NamedTuple):
    """One known actor: its id, what it is, its main name, and the state it belongs to, if any."""

    id: str
    kind: str
    name: str
    state: str | None


class Named(NamedTuple):
    """An actor named in a text."""

    begin: int
    stop: int
    actor: Actor


@cache
def known() -> dict[tuple[str, ...], Actor]:
    """Each name as words in small letters, and whose it is."""
    found: dict[tuple[str, ...], Actor] = {}
    for id_, kind, names in vocabulary.rows("actors"):
        state = id_ if kind in ("state", "territory") else kind.partition(" of ")[2] or None
        every = names.split(";")
        for name in every:
            words = tuple(_plain(word[0]) for word in _WORD.finditer(name))
            found.setdefault(words, Actor(id_, kind, every[0], state))
    return found


@cache
def _longest() -> dict[str, int]:
    """The most words in a name that begins with a word."""
    longest: dict[str, int] = {}
    for words in known():
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return longest


def _plain(word: str) -> str:
    word = word.rstrip(".") if not re.fullmatch(r"(?:[^\W\d_]\.)+", word) else word
    return word.removesuffix("'s").casefold()


def actors(words: str) -> Iterator[Named]:
    """The actors a sentence names, in order, the longest name first; small letters name nobody but in Hangul.

    >>> [n.actor.id for n in actors("The White House says North Korea armed Moscow.")]
    ['US-GOV', 'KP', 'RU']
    """
    names, longest = known(), _longest()
    tokens = [(m.start(), m.end(), m[0]) for m in _WORD.finditer(words)]
    at = 0
    while at < len(tokens):
        begin, _, word = tokens[at]
        for lead in _leads(word):
            for count in range(min(longest.get(lead, 0), len(tokens) - at, MOST_WORDS), 0, -1):
                key = (lead, *(_plain(t[2]) for t in tokens[at + 1 : at + count]))
                actor = names.get(key)
                if actor is not None and _written_large(tokens[at : at + count]):
                    stop = tokens[at + count - 1][1]
                    stop -= 2 if words[:stop].endswith("'s") else 0
                    if words[stop - 1] == "." and "." not in words[begin : stop - 1]:
                        stop -= 1  # the sentence's own, and not that of U.S.
                    yield Named(begin, stop, actor)
                    at += count - 1
                    break
            else:
                continue
            break
        at += 1


def _leads(word: str) -> Iterable[str]:
    plain = _plain(word)
    yield plain
    if "가" <= word[0] <= "힣":
        for particle in _PARTICLES:
            if word.endswith(particle) and len(word) > len(particle):
                yield plain.removesuffix(particle)


def _written_large(tokens: list[tuple[int, int, str]]) -> bool:
    """A name has a capital (``us`` is no state), unless its script has none; ``the North`` has one inside."""
    large = [t[2] for t in tokens if t[2][:1].isupper() or not t[2][:1].islower()]
    if tokens[0][2].casefold() in ("the", "us") and tokens[0][2] != "US" and len(tokens) == 1:
        return False
    return bool(large) and not (len(tokens) == 1 and tokens[0][2][:1].islower())


def state_of(words: str) -> str | None:
    """The state that a phrase names or belongs to; None when it names none."""
    for named in actors(words):
        if named.actor.state:
            return named.actor.state
    return None

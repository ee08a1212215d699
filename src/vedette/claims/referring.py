"""Referring: who a pronoun means, by the names that stood before it in the sentence and the text."""

from collections.abc import Iterable
from typing import Any

from vedette.claims import phrases, vocabulary, voices
from vedette.claims.actors import actors
from vedette.claims.found import Found

_PERSONS = frozenset(("he", "she", "his", "her"))
_MANY = frozenset(("they", "their", "we"))
_THING = frozenset(("it", "its"))
_OFFICES = vocabulary.words("by_grammar.offices")


class Names:
    """The names met so far in one text: the last person, the last thing and the last of several."""

    def __init__(self) -> None:
        self._last: dict[str, str] = {}

    def meant_by(self, token: Any) -> str | None:
        """Who a pronoun means: the subject it is governed by in its sentence, else the last that fits.

        Empty when that is something that cannot speak: an alliance, a meeting.
        """
        word = token.lower_
        for kinds, order in (
            (_PERSONS, ("person", "speaker")),
            (_MANY, ("many", "speaker")),
            (_THING, ("thing", "speaker")),
        ):
            if word in kinds:
                above = _governing(token, order[0])
                known = (self._last[name] for name in order if name in self._last)
                return above if above is not None else next(known, None)
        return None

    def remember(self, doc: Any, claims: Iterable[Found]) -> None:
        """Take the names of a sentence that has been read."""
        for token in doc:
            if token.dep_ in ("nsubj", "nsubjpass") and token.pos_ in ("PROPN", "NOUN"):
                begin, stop = phrases.phrase(token)
                words = doc.text[begin:stop]
                if (kind := _kind(token, words)) is not None:
                    self._last[kind] = "" if voices.mute(token) else words
        for claim in claims:
            if claim.speaker and not claim.inferred and claim.speaker[:1].isupper():
                self._last["speaker"] = claim.speaker


def _governing(token: Any, kind: str) -> str | None:
    """The subject of a verb above the pronoun's own that it can stand for: ``Calloway said she ...``."""
    at, second = token.head, None
    for _ in range(6):
        if at.head is at:
            break
        at = at.head
        for subject in at.children:
            if subject.dep_ not in ("nsubj", "nsubjpass") or subject.i >= token.i or subject is token:
                continue
            if subject.pos_ not in ("PROPN", "NOUN"):
                continue
            begin, stop = phrases.phrase(subject)
            words: str = token.doc.text[begin:stop]
            found = _kind(subject, words)
            if found == kind and voices.mute(subject):
                return ""
            if found == kind:
                return words
            if kind == "many" or subject.pos_ == "PROPN" or (kind == "person" and found == "thing"):
                second = second or (None if found == "many" else words)
    return second


def _kind(token: Any, words: str) -> str | None:
    """What a subject is to a pronoun: a person, a thing, or several."""
    named = next(actors(words), None)
    if (
        token.tag_ in ("NNS", "NNPS")
        or token.lower_ == "police"
        or any(c.dep_ == "conj" for c in token.children)
    ):
        return "many"
    if (
        token.lemma_.lower() in _OFFICES
        or (named and named.actor.kind.startswith("person"))
        or (token.pos_ == "PROPN" and named is None and len(words.split()) >= 2)
    ):
        return "person"
    return "thing" if named is not None or token.pos_ == "NOUN" else None

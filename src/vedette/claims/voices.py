"""Voices: who and what can speak: people and bodies, and papers that show; alliances and storms cannot."""

from typing import Any

from vedette.claims import vocabulary

_ABSTRACT = (
    "tion",
    "sion",
    "ship",
    "ness",
    "ment",
    "ance",
    "ence",
    "ity",
    "ism",
    "ing",
    "dom",
    "hood",
    "ency",
)
_BODIES = vocabulary.words("voices.bodies")
_PAPERS = vocabulary.words("voices.papers")
_THINGS = vocabulary.words("voices.things")
_PEOPLE = ("er", "or", "ist", "ian", "man", "men", "woman", "women", "people", "ee", "eer", "ant", "ent")
# What these verbs say of a thing is no speech: a storm threatens, a town offers a view.
_FIGURATIVE = vocabulary.words("voices.figurative")
_SHOWING = vocabulary.words("voices.showing")
_CARRIED = vocabulary.words("happenings.conveyances")


def can_speak(token: Any, kind: str, lemma: str) -> bool:
    """Whether the subject of a cue can be its speaker."""
    if token.pos_ != "NOUN":
        return True
    noun = token.lemma_.lower()
    if noun in _PAPERS:
        return kind in ("say", "hint", "hold", "warn", "deny", "ask", "blame")
    if noun in _BODIES:
        return True
    if abstract(token):
        return False
    if lemma in _FIGURATIVE or lemma in _SHOWING:
        return noun.endswith(_PEOPLE) or noun in vocabulary.words("by_grammar.offices")
    return True


def abstract(token: Any) -> bool:
    """Whether a noun is neither a person nor a body nor a paper, as far as its ending tells."""
    noun = token.lemma_.lower()
    if token.pos_ != "NOUN" or noun in _BODIES or noun in _PAPERS:
        return False
    return noun in _THINGS or (noun.endswith(_ABSTRACT) and len(noun) > 5)


def mute(token: Any) -> bool:
    """Whether a pronoun that says something cannot stand for this noun: a storm, a container."""
    return abstract(token) or (token.pos_ == "NOUN" and token.lemma_.lower() in _CARRIED)

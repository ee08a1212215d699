"""Noun cues: a noun that stands for somebody's words, with whose it is and what it is of."""

from typing import Any

from vedette.claims import vocabulary
from vedette.claims.attributed import Attributed, below, children

_ALONE = vocabulary.words("noun_cues.alone")
_NOBODYS = vocabulary.words("noun_cues.nobodys")
_OF_WHOM = vocabulary.words("noun_cues.of_whom")
_HOLDING = vocabulary.words("noun_cues.holding")
_TIMES = vocabulary.words("noun_cues.times")
_OF_READER = frozenset(("our", "my", "your"))
_HIDDEN = frozenset(("its", "his", "her", "their", "our", "my", "your"))


def noun_cue(token: Any, lemma: str) -> Attributed | None:
    """The claim a noun makes; None when it is nobody's words or says nothing of what they were."""
    kind = vocabulary.nouns()[lemma]
    held = _held(token)
    if held is not None:
        return Attributed(token, (token, token), kind, lemma, held, token.head, None)
    clause = next((c for c in children(token, "acl", "ccomp") if c.tag_ != "VBN"), None)
    owner = next(iter(children(token, "poss")), None) or below(token, "by", "from", "among")
    if owner is None and clause is not None and lemma in _OF_WHOM:
        owner = below(token, "of")
    content = (
        clause
        if clause is not None
        else below(token, "of", "to", "for", "about", "on", "over", "against", "at")
    )
    if owner is None:
        return _nobodys(token, kind, lemma, clause, content)
    if owner.lower_ in _OF_READER or (owner.lower_ in _HIDDEN and content is None):
        return None
    if content is None and not (
        token.dep_ in ("nsubj", "dobj", "nsubjpass", "pobj", "ROOT") and lemma in _ALONE
    ):
        return None
    if owner.pos_ == "NOUN" and owner.lemma_.lower() in _TIMES:
        return None
    return Attributed(
        token, (token, token), kind, lemma, owner, content if content is not None else token, None
    )


def _held(token: Any) -> Any | None:
    """Who shares a view that stands after what it is of: ``..., a view the council shares``."""
    if token.dep_ != "appos":
        return None
    for clause in children(token, "relcl"):
        if clause.lemma_.lower() in _HOLDING:
            return next(iter(children(clause, "nsubj", "agent")), None)
    return None


def _nobodys(token: Any, kind: str, lemma: str, clause: Any | None, content: Any | None) -> Attributed | None:
    """``rumours of a sale``, ``the allegation that he lied``: somebody's words, nobody knows whose."""
    that = clause is not None and any(
        c.lower_ == "that" and c.dep_ in ("mark", "nsubj") for c in clause.children
    )
    if lemma in _NOBODYS and (that or (content is not None and clause is None and below(token, "of"))):
        return Attributed(token, (token, token), kind, lemma, None, content, None)
    return None

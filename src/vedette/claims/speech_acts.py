"""Speech acts: speaking that is itself an event of PLOVER (a demand, a promise, a threat), whatever of."""

from typing import Any

from vedette.claims import vocabulary
from vedette.claims.attributed import Attributed
from vedette.claims.happenings import Happening

_HOSTILE = frozenset(("ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "THREATEN"))
_READY = frozenset(("ready", "willing", "prepared"))
_OWN = frozenset(("it", "he", "she", "they", "we", "i"))
_WILL = frozenset(("will", "would", "'ll", "shall"))


def act(found: Attributed, told: Happening | None, *, denied: bool) -> str | None:
    """The class of the speaking itself; None when only what is spoken of happens.

    Who promises or offers agrees, unless it is harm that is promised: then it is a threat. So is saying
    that one will do harm. What is ``denied`` is neither promised nor threatened.
    """
    class_ = vocabulary.acts().get(found.lemma)
    hostile = told is not None and told.class_ in _HOSTILE
    if class_ == "REQUEST" and found.lemma in ("ask", "seek") and found.kind != "ask":
        return None
    if class_ is None and _is_ready(found.content):
        class_ = "AGREE"
    if denied and class_ in ("AGREE", None):
        return None
    if class_ == "AGREE" and hostile and found.lemma != "agree":
        return "THREATEN"
    if class_ is None and hostile and found.kind in ("say", "warn", "promise") and _own_deed(told):
        return "THREATEN"
    return class_


def _is_ready(content: Any | None) -> bool:
    """``said it was ready to``."""
    if content is None:
        return False
    return any(c.dep_ in ("acomp", "xcomp") and c.lower_ in _READY for c in (content, *content.children))


def _own_deed(told: Happening | None) -> bool:
    """Whether the speaker will do it, as far as ``it would`` or a passive without ``by`` tells."""
    if told is None or told.token.pos_ != "VERB":
        return False
    verb: Any = told.token
    if not any(c.lower_ in _WILL for c in verb.children if c.dep_ == "aux"):
        return False
    passive = any(c.dep_ == "nsubjpass" for c in verb.children)
    by = any(c.dep_ == "agent" for c in verb.children)
    return (passive and not by) or any(c.dep_ == "nsubj" and c.lower_ in _OWN for c in verb.children)

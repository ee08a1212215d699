"""Other cues: ``according to``, adjectives (``is confident that``), adverbs (``reportedly``), set phrases."""

from typing import Any

from vedette.claims import phrases, vocabulary
from vedette.claims.attributed import Attributed, below, children

_OUTSIDE = frozenset(("believe", "view", "opinion", "eyes", "assessment", "judgment", "judgement", "words"))


def according(token: Any) -> Attributed | None:
    """``according to X``."""
    to = next((child for child in token.children if child.lower_ == "to"), None)
    if to is None and token.i + 1 < len(token.doc) and token.doc[token.i + 1].lower_ == "to":
        to = token.doc[token.i + 1]
    if to is None:
        return None
    speaker = next(iter(children(to, "pobj", "pcomp")), None)
    if speaker is None:
        return None
    content = token.head if token.head is not token else None
    return Attributed(token, (token, to), "say", "according", speaker, content, None)


def in_view(token: Any) -> Attributed | None:
    """``in X's view``, ``in the opinion of X``."""
    prep = token.head
    if token.lower_ not in _OUTSIDE or prep.lower_ not in ("in", "to") or token.dep_ != "pobj":
        return None
    speaker = next(iter(children(token, "poss")), None) or below(token, "of")
    if speaker is None or prep.head is prep or speaker.lower_ in ("my", "our", "your"):
        return None
    kind = "say" if token.lower_ == "words" else "hold"
    return Attributed(token, (token, token), kind, token.lower_, speaker, prep.head, None)


def adverb(token: Any) -> Attributed | None:
    """``reportedly``: somebody says so, and nobody knows who."""
    if token.dep_ != "advmod" or token.head is token:
        return None
    return Attributed(token, (token, token), "hint", token.lower_, None, token.head, None)


def adjective(token: Any) -> Attributed | None:
    """``is confident that``, ``are worried about``: the subject holds what hangs on the adjective."""
    kind = vocabulary.adjectives()[token.lower_]
    verb = token.head if token.dep_ in ("acomp", "conj", "oprd", "attr") else token
    if token.dep_ == "ROOT" and not children(token, "auxpass", "aux", "nsubj", "nsubjpass"):
        return None
    if any(child.dep_ == "agent" for child in token.children):
        return None
    content = next(iter(children(token, "ccomp", "xcomp")), None)
    if content is None:
        content = below(token, "of", "about", "over", "to", "that", "at", "by", "on", "in", "with", "against")
    if content is None:
        content = next((c for c in children(verb, "ccomp") if verb is not token and c.i > token.i), None)
    subject, inferred = phrases.subject(verb)
    if subject is None:
        subject = next(iter(children(verb, "nsubjpass")), None)
    if content is None or subject is None or not _can_speak(subject):
        return None
    return Attributed(token, (token, token), kind, token.lower_, subject, content, None, inferred)


def _can_speak(token: Any) -> bool:
    if token.lower_ in ("you", "there", "it", "this", "that", "these", "those", "what", "which", "i", "we"):
        return False
    return (
        token.pos_ in ("PROPN", "PRON")
        or token.tag_ == "NNS"
        or token.lemma_.lower() in vocabulary.words("by_grammar.offices")
    )


def idiom(token: Any, lemma: str) -> Attributed | None:
    """Verbs that speak with a small word only: ``ruled out``, ``stands by``, ``shot back``."""
    if lemma == "put":
        subject, inferred = phrases.subject(token)
        if subject is None or token.dep_ != "advcl" or not any(c.lower_ == "as" for c in token.children):
            return None
        return Attributed(token, (token, token), "say", "put", subject, token.head, None, inferred)
    for child in token.children:
        if child.i not in (token.i + 1, token.i + 2) or child.dep_ not in (
            "prt",
            "prep",
            "advmod",
            "dobj",
            "acomp",
            "ccomp",
        ):
            continue
        kind = vocabulary.idioms().get(f"{lemma} {child.lower_}")
        if kind is None:
            continue
        content = next(iter(children(token, "ccomp", "xcomp")), None)
        if content is child:
            content = None
        content = content or next((c for c in children(token, "dobj", "pcomp") if c is not child), None)
        content = content or next(iter(children(child, "pobj", "pcomp", "ccomp")), None)
        subject, inferred = phrases.subject(token)
        if content is None or subject is None or subject.lower_ in ("you", "there", "it", "this", "that"):
            continue
        return Attributed(
            token, (token, child), kind, f"{lemma} {child.lower_}", subject, content, None, inferred
        )
    return None

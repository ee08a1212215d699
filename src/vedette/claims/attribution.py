"""Attribution: who says what, by the grammar of a sentence.

A word that makes a claim (``said``, ``denied``, ``according to``, ``pledge``, ``confident that``) has a
speaker and a content; each is found along the arcs of the parse. What is only not said (``did not say
whether``, ``declined to comment``) is no claim.
"""

from collections.abc import Iterator
from typing import Any

from vedette.claims import noun_cues, other_cues, phrases, vocabulary, voices
from vedette.claims.attributed import Attributed, below, children
from vedette.claims.quoting import Quotes

# Verbs of saying that take an infinitive when it is said and not done: claims to own, asked to leave.
_TO = vocabulary.words("attribution.to")
_OBJECT = vocabulary.words("attribution.object")
_NOT_A_CLAIM = vocabulary.words("attribution.not_a_claim")
_ADVERBS = vocabulary.words("attribution.adverbs")
_PERCEIVED = vocabulary.words("attribution.perceived")
_NOT_PASSIVE = vocabulary.words("attribution.not_passive")
_ABOUT = vocabulary.words("attribution.about")
_NAMING = vocabulary.words("attribution.naming")
_OPEN_QUESTION = vocabulary.words("attribution.open_question")
_EVIDENCE = vocabulary.words("attribution.evidence")
_FROM_CITED = frozenset(("cite", "quote"))
_QUOTING = frozenset(("say", "hold", "hint", "warn", "blame", "deny", "ask", "promise", "praise"))


def attributions(doc: Any, quotes: Quotes) -> Iterator[Attributed]:
    """The attributions of a sentence in the order of their cues."""
    for token in doc:
        found = _by(token, token.lemma_.lower(), quotes)
        if found is None or (
            found.speaker is not None and not voices.can_speak(found.speaker, found.kind, found.lemma)
        ):
            continue
        if quotes.hold(token.idx) and not _reported(found):
            continue
        yield found


def _by(token: Any, lemma: str, quotes: Quotes) -> Attributed | None:
    """What a word makes a claim of, by the first way that fits."""
    if token.lower_ == "according":
        return other_cues.according(token)
    if token.lower_ in vocabulary.adjectives() and token.pos_ in ("ADJ", "VERB", "ADV"):
        found = other_cues.adjective(token)
        if found is not None:
            return found
    if token.lower_ in _ADVERBS:
        return other_cues.adverb(token)
    if token.pos_ in ("VERB", "AUX"):
        found = other_cues.idiom(token, lemma)
        if found is not None and not _unsaid(token, lemma):
            return found
        if lemma in vocabulary.verbs():
            return _verb(token, lemma, quotes)
        return _beside_quote(token, lemma, quotes)
    if token.pos_ == "NOUN":
        found = other_cues.in_view(token)
        if found is None and lemma in vocabulary.nouns():
            found = noun_cues.noun_cue(token, lemma)
        return found
    return None


def _reported(found: Attributed) -> bool:
    """Whether a cue inside a quotation is one of somebody whom the speaker names."""
    speaker, content = found.speaker, found.content
    if speaker is None or content is None or found.quoted is not None:
        return False
    if speaker.lower_ in ("i", "we", "you", "it", "us", "me", "one", "somebody", "someone"):
        return False
    return content.dep_ in ("ccomp", "xcomp") or found.lemma in _OBJECT


def _verb(token: Any, lemma: str, quotes: Quotes) -> Attributed | None:
    kind = vocabulary.verbs()[lemma]
    if token.dep_ in ("amod", "compound", "aux", "auxpass") or (
        token.tag_ == "VBG" and token.dep_ in ("pobj", "pcomp", "nsubj", "dobj")
    ):
        return None
    if lemma == "call" and below(token, "at"):
        return None  # a ship at a port
    if lemma == "offer" and token.tag_ == "VBG" and not children(token, "xcomp"):
        return None  # what is offered so is given, not said
    if _second_person(token) or _unsaid(token, lemma) or _perceived(token):
        return None
    subject, inferred = phrases.subject(token)
    if token.dep_ == "advcl" and any(c.lower_ == "as" for c in children(token, "mark")):
        passed_on = _agent(token)  # as reported by
        speaker = subject if passed_on is None else passed_on
        if speaker is None:
            return None
        inferred = inferred and passed_on is None
        return Attributed(token, (token, token), kind, lemma, speaker, token.head, None, inferred)
    passive = bool(children(token, "nsubjpass", "auxpass"))
    content, quoted = _content(token, lemma, kind, quotes, passive=passive)
    if content is None and quoted is None:
        return None
    if lemma in _FROM_CITED and kind == "say" and token.tag_ == "VBG":
        cited = next(iter(children(token, "dobj")), None)
        if cited is None:
            return None
        return Attributed(token, (token, token), kind, lemma, cited, token.head, None)
    if passive:
        return _by_agent(token, lemma, kind, content, quoted)
    if subject is None or subject.dep_ == "expl" or subject.lower_ in ("you", "there"):
        return None
    if subject.lower_ in ("this", "that", "these", "those", "what") and subject.pos_ in ("PRON", "DET"):
        return None
    return Attributed(token, (token, token), kind, lemma, subject, content, quoted, inferred)


def _by_agent(
    token: Any, lemma: str, kind: str, content: Any | None, quoted: tuple[int, int] | None
) -> Attributed | None:
    """A passive: who says so stands after ``by``, or nobody is named."""
    agent = _agent(token)
    if agent is None:
        clause = content is not None and content.dep_ in ("ccomp", "xcomp", "acl")
        if token.dep_ in ("acl", "relcl", "advcl") and not clause:
            return None
        if kind == "deny" or lemma == "allow" or (lemma in _NOT_PASSIVE and not clause):
            return None
    return Attributed(token, (token, token), kind, lemma, agent, content, quoted)


def _agent(token: Any) -> Any | None:
    """Who a passive verb says did it: the word after ``by``."""
    return next((pobj for by in children(token, "agent") for pobj in children(by, "pobj")), None)


def _beside_quote(token: Any, lemma: str, quotes: Quotes) -> Attributed | None:
    """Any verb between a quotation and its subject, or before a colon and one, speaks it."""
    if token.pos_ != "VERB" or token.dep_ not in ("ROOT", "conj", "parataxis", "ccomp"):
        return None
    subject = next(iter(children(token, "nsubj")), None)
    if subject is None or subject.lower_ in ("you", "it", "this", "that", "there", "what", "which"):
        return None
    text = token.doc.text
    first = min(subject.left_edge.idx, token.idx)
    last = max(token.idx + len(token), subject.right_edge.idx + len(subject.right_edge))
    for begin, stop in quotes.spans:
        closed = text[stop - 1 : stop] in (",", "?", "!") and not text[stop + 1 : first].strip()
        opened = begin > last and text[last:begin].strip() in (",", ":")
        if (stop < first and closed) or opened:
            return Attributed(token, (token, token), "say", lemma, subject, None, (begin, stop))
    return None


def _second_person(token: Any) -> bool:
    return any(child.lower_ in ("you", "your") for child in children(token, *phrases.SUBJECTS))


def _perceived(token: Any) -> bool:
    """True for what was seen or heard, not said: ``heard shouting``."""
    return (
        token.tag_ in ("VBG", "VB")
        and token.dep_ in ("ccomp", "xcomp", "dobj", "acl")
        and token.head.lemma_.lower() in _PERCEIVED
        and not children(token, "aux", "mark")
    )


def _unsaid(token: Any, lemma: str) -> bool:
    """True for what was not said: ``did not say whether``, ``would neither confirm nor deny``."""
    denied = any(child.dep_ == "neg" or child.lower_ in ("neither", "nor") for child in token.children)
    if token.dep_ == "conj" and any(child.lower_ in ("neither", "nor") for child in token.head.children):
        return True
    if denied and lemma in _NOT_A_CLAIM:
        return True
    head = token.head
    declined = token.dep_ == "xcomp" and head.lemma_.lower() in (
        "decline",
        "refuse",
        "fail",
        "want",
        "wish",
        "allow",
    )
    hypothetical = (
        token.dep_ in ("advcl", "xcomp", "acl")
        and token.tag_ == "VB"
        and any(c.lower_ == "to" for c in token.children)
    )
    return declined or (
        hypothetical and lemma in ("say", "tell", "ask", "see", "know", "find", "show", "hear")
    )


def _content(
    token: Any, lemma: str, kind: str, quotes: Quotes, *, passive: bool
) -> tuple[Any | None, tuple[int, int] | None]:
    """What is said: a clause, else what is quoted beside the verb, else an object."""
    for child in children(token, "ccomp"):
        if child.pos_ in ("SPACE", "PUNCT", "X", "SYM", "INTJ"):
            continue
        if lemma in _OPEN_QUESTION and any(
            c.lower_ in ("whether", "if") and c.dep_ == "mark" for c in child.children
        ):
            return None, None
        if _perceived(child):
            return None, None
        return child, None
    if kind in _QUOTING and (near := _near_quote(token, quotes)) is not None:
        return None, near
    if passive and (subject := next(iter(children(token, "nsubjpass")), None)) is not None:
        under = next(iter(children(token, "xcomp", "oprd")), None)
        if under is not None and kind != "deny":
            return under, None
        return (subject, None) if lemma in _OBJECT else (None, None)
    if (under := next(iter(children(token, "xcomp")), None)) is not None and under.pos_ != "ADJ":
        return (under, None) if lemma in _TO or lemma in _OBJECT else (None, None)
    if token.dep_ == "parataxis" or (token.dep_ == "ROOT" and _follows(token)):
        other = token.head if token.dep_ == "parataxis" else _follows(token)
        if other is not None:
            return other, None
    return _object(token, lemma), None


def _near_quote(token: Any, quotes: Quotes) -> tuple[int, int] | None:
    """The quotation a verb speaks; a verb that another one asks or says has none of its own."""
    if token.dep_ in ("ccomp", "relcl", "acl") and any(
        a.lemma_.lower() in vocabulary.verbs() for a in token.ancestors
    ):
        return None
    return next(
        (
            (begin, stop)
            for begin, stop in quotes.spans
            if begin - 3 <= token.idx + len(token) + 40 and stop >= token.idx - 80
        ),
        None,
    )


def _follows(token: Any) -> Any | None:
    """The clause a closing ``..., she said`` is about, when the parse hangs it otherwise."""
    return next(
        (
            c
            for c in children(token, "ccomp", "advcl", "parataxis", "dep")
            if c.i < token.i
            and c.pos_ in ("VERB", "AUX")
            and token.doc[token.i - 1].dep_ in ("nsubj", "punct", "aux")
        ),
        None,
    )


def _object(token: Any, lemma: str) -> Any | None:
    dobj = next(iter(children(token, "dobj", "obj", "oprd")), None)
    if lemma in _ABOUT:
        inner = below(token, "of", "for", "about", "over", "on", "against")
        if inner is not None:
            return inner
    weighed = lemma == "consider" and token.tag_ == "VBG"
    if dobj is not None and lemma in _OBJECT and (weighed or lemma not in ("consider", "quote")):
        if dobj.lower_ in ("itself", "himself", "herself", "themselves", "comment"):
            return None
        return dobj
    if dobj is not None and (lemma in _NAMING or dobj.lemma_.lower() in _EVIDENCE):
        return dobj
    return None


def span(found: Attributed) -> tuple[int, int]:
    """The characters of what is claimed."""
    doc = found.cue.doc
    if found.quoted is not None:
        return found.quoted[0] + 1, found.quoted[1]
    content = found.content
    if content is None or content is found.cue:
        return found.cue.idx, found.cue.idx + len(found.cue)
    mine = {t.i for t in content.subtree}
    if found.cue.i in mine:  # the cue hangs under what it is about: a parenthesis
        mine -= {t.i for t in found.cue.subtree}
    if not mine:
        return 0, len(doc.text)
    first, last = doc[min(mine)], doc[max(mine)]
    return first.idx, last.idx + len(last)

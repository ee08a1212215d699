"""Attribution: who says what, by the grammar of a sentence.

A word that makes a claim (``said``, ``denied``, ``according to``, ``pledge``) has a speaker and a
content; each is found along the arcs of the parse. What is only not said (``did not say whether``,
``declined to comment``) is no claim.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from vedette.claims import phrases, vocabulary

# Verbs of saying that take an infinitive when it is said and not done: claims to own, asked to leave.
_TO = vocabulary.words("attribution.to")
_OBJECT = vocabulary.words("attribution.object")
_FROM_CITED = frozenset(("cite", "quote"))
_NOT_A_CLAIM = vocabulary.words("attribution.not_a_claim")


class Attributed(NamedTuple):
    """A cue with its speaker and content, as tokens of a parse."""

    cue: Any
    words: tuple[Any, Any]  # first and last token of the cue
    kind: str
    lemma: str
    speaker: Any | None
    content: Any | None  # the word that the content hangs on; None when it is only quoted
    quoted: tuple[int, int] | None  # characters of the quotation, when that is the content
    inferred: bool = False


def attributions(doc: Any) -> Iterator[Attributed]:
    """The attributions of a sentence in the order of their cues."""
    quotes = _quotes(doc.text)
    for token in doc:
        lemma = token.lemma_.lower()
        if _in_quote(token, quotes) and not _whole_quote(doc, quotes):
            continue
        if token.lower_ == "according":
            found = _according(token)
        elif token.pos_ in ("VERB", "AUX") and lemma in vocabulary.verbs():
            found = _verb(token, lemma, quotes)
        elif token.pos_ == "NOUN" and lemma in vocabulary.nouns():
            found = _noun(token, lemma)
        elif token.pos_ == "VERB" and lemma in ("rule", "put"):
            found = _idiom(token, lemma)
        else:
            continue
        if found is not None:
            yield found


def _quotes(text: str) -> list[tuple[int, int]]:
    """Where something is quoted: between double quotes, an odd one reaching to the end."""
    at = [n for n, character in enumerate(text) if character == '"']
    if len(at) % 2:
        at.append(len(text))
    return [(begin, stop) for begin, stop in zip(at[::2], at[1::2], strict=True) if stop - begin > 2]


def _in_quote(token: Any, quotes: list[tuple[int, int]]) -> bool:
    return any(begin < token.idx < stop for begin, stop in quotes)


def _whole_quote(doc: Any, quotes: list[tuple[int, int]]) -> bool:
    return sum(stop - begin for begin, stop in quotes) > 0.9 * len(doc.text)


def _children(token: Any, *deps: str) -> list[Any]:
    return [child for child in token.children if child.dep_ in deps]


def _according(token: Any) -> Attributed | None:
    to = next((child for child in token.children if child.lower_ == "to"), None)
    if to is None and token.i + 1 < len(token.doc) and token.doc[token.i + 1].lower_ == "to":
        to = token.doc[token.i + 1]
    if to is None:
        return None
    speaker = next(iter(_children(to, "pobj", "pcomp")), None)
    if speaker is None:
        return None
    content = token.head if token.head is not token else None
    return Attributed(token, (token, to), "say", "according", speaker, content, None)


def _idiom(token: Any, lemma: str) -> Attributed | None:
    if lemma == "rule" and any(child.lower_ == "out" for child in token.children):
        content = next(iter(_children(token, "dobj", "xcomp", "ccomp", "pcomp")), None)
        subject, inferred = phrases.subject(token)
        out = next(child for child in token.children if child.lower_ == "out")
        if content is not None and subject is not None and out.i > token.i:
            return Attributed(token, (token, out), "deny", "rule out", subject, content, None, inferred)
    if lemma == "put" and any(c.lower_ == "as" for c in token.children):
        subject, inferred = phrases.subject(token)
        if subject is not None and token.dep_ == "advcl":
            return Attributed(token, (token, token), "say", "put", subject, token.head, None, inferred)
    return None


def _verb(token: Any, lemma: str, quotes: list[tuple[int, int]]) -> Attributed | None:
    kind = vocabulary.verbs()[lemma]
    if token.dep_ in ("amod", "compound", "aux", "auxpass") or (
        token.tag_ == "VBG" and token.dep_ in ("pobj", "pcomp", "nsubj", "dobj")
    ):
        return None
    if _second_person(token) or (_unsaid(token, lemma)):
        return None
    if (
        any(child.lower_ == "as" and child.dep_ == "mark" for child in token.children)
        and token.dep_ == "advcl"
    ):
        subject, inferred = phrases.subject(token)
        return (
            None
            if subject is None
            else Attributed(token, (token, token), kind, lemma, subject, token.head, None, inferred)
        )
    passive = bool(_children(token, "nsubjpass", "auxpass"))
    content, quoted = _content(token, lemma, kind, quotes, passive=passive)
    if content is None and quoted is None:
        return None
    if lemma in _FROM_CITED and kind == "say" and token.tag_ == "VBG":
        cited = next(iter(_children(token, "dobj")), None)
        return (
            None if cited is None else Attributed(token, (token, token), kind, lemma, cited, token.head, None)
        )
    if passive:
        agent = next((pobj for by in _children(token, "agent") for pobj in _children(by, "pobj")), None)
        if agent is None and token.dep_ in ("acl", "relcl", "advcl") and not _clause(content):
            return None
        if agent is None and (kind == "deny" or lemma == "allow"):
            return None
        if agent is None and lemma in (
            "tell",
            "inform",
            "order",
            "ask",
            "call",
            "describe",
            "see",
            "find",
            "show",
            "use",
        ):
            return None
        return Attributed(token, (token, token), kind, lemma, agent, content, quoted)
    subject, inferred = phrases.subject(token)
    if subject is None or (subject.dep_ == "expl"):
        return None
    if _own_pronoun(subject) or (
        subject.lower_ in ("this", "that", "these", "those", "what") and subject.pos_ in ("PRON", "DET")
    ):
        return None
    return Attributed(token, (token, token), kind, lemma, subject, content, quoted, inferred)


def _own_pronoun(subject: Any) -> bool:
    return subject.lower_ in ("you", "there")


def _second_person(token: Any) -> bool:
    return any(child.lower_ in ("you", "your") for child in token.children if child.dep_ in phrases.SUBJECTS)


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


def _clause(content: Any | None) -> bool:
    return content is not None and content.dep_ in ("ccomp", "xcomp", "acl")


def _content(
    token: Any, lemma: str, kind: str, quotes: list[tuple[int, int]], *, passive: bool
) -> tuple[Any | None, tuple[int, int] | None]:
    """What is said: a clause, else what is quoted beside the verb, else an object."""
    for child in token.children:
        if child.dep_ == "ccomp" and child.pos_ in (
            "VERB",
            "AUX",
            "ADJ",
            "NOUN",
            "PROPN",
            "PRON",
            "NUM",
            "ADV",
        ):
            if any(c.lower_ in ("whether", "if") and c.dep_ == "mark" for c in child.children) and lemma in (
                "ask",
                "wonder",
                "say",
                "know",
                "see",
            ):
                return None, None
            return child, None
    near = next(
        ((b, s) for b, s in quotes if b - 3 <= token.idx + len(token) + 40 and s >= token.idx - 80), None
    )
    if near is not None and kind in ("say", "hold", "hint", "warn", "blame", "deny", "ask", "promise"):
        return None, near
    if passive and (subject := next(iter(_children(token, "nsubjpass")), None)) is not None:
        below = next(iter(_children(token, "xcomp", "oprd")), None)
        if below is not None and kind != "deny":
            return below, None
        return (subject, None) if lemma in _OBJECT else (None, None)
    if (below := next(iter(_children(token, "xcomp")), None)) is not None and below.pos_ != "ADJ":
        return (below, None) if lemma in _TO or lemma in _OBJECT else (None, None)
    if token.dep_ == "parataxis" or (token.dep_ == "ROOT" and _follows(token)):
        other = token.head if token.dep_ == "parataxis" else _follows(token)
        if other is not None:
            return other, None
    return _object(token, lemma), None


def _follows(token: Any) -> Any | None:
    """The clause a closing ``..., she said`` is about, when the parse hangs it otherwise."""
    return next(
        (
            c
            for c in token.children
            if c.dep_ in ("ccomp", "advcl", "parataxis", "dep")
            and c.i < token.i
            and c.pos_ in ("VERB", "AUX")
            and token.doc[token.i - 1].dep_ in ("nsubj", "punct", "aux")
        ),
        None,
    )


def _object(token: Any, lemma: str) -> Any | None:
    dobj = next(iter(_children(token, "dobj", "obj", "oprd")), None)
    if lemma in (
        "accuse",
        "blame",
        "suspect",
        "warn",
        "call",
        "condemn",
        "criticize",
        "criticise",
        "complain",
        "appeal",
        "press",
        "lobby",
        "argue",
        "push",
        "protest",
        "ask",
        "plead",
        "boast",
    ):
        for prep in _children(token, "prep"):
            if prep.lower_ in ("of", "for", "about", "over", "on", "against"):
                inner = next(iter(_children(prep, "pcomp", "pobj")), None)
                if inner is not None:
                    return inner
    if (
        dobj is not None
        and (lemma in _OBJECT)
        and lemma not in ("call", "ask", "consider", "order", "quote", "describe")
    ):
        if dobj.lower_ in ("itself", "himself", "herself", "themselves", "comment"):
            return None
        return dobj
    if dobj is not None and lemma in ("call", "describe", "label", "brand", "dub", "term", "order", "ask"):
        return dobj
    return None


def _noun(token: Any, lemma: str) -> Attributed | None:
    kind = vocabulary.nouns()[lemma]
    owner = next(iter(_children(token, "poss")), None)
    if owner is None:
        owner = next(
            (
                o
                for prep in _children(token, "prep")
                if prep.lower_ in ("by", "from", "among")
                for o in _children(prep, "pobj")
            ),
            None,
        )
    content = next(
        (c for c in token.children if c.dep_ in ("acl", "ccomp", "relcl") and c.dep_ != "relcl"), None
    )
    if content is not None and content.tag_ in ("VBN",):
        content = None
    if (
        owner is None
        and content is not None
        and lemma in ("plan", "decision", "intention", "offer", "promise", "threat", "pledge", "claim")
    ):
        owner = next(
            (o for prep in _children(token, "prep") if prep.lower_ == "of" for o in _children(prep, "pobj")),
            None,
        )
    if content is None:
        content = next(
            (
                o
                for prep in _children(token, "prep")
                if prep.lower_ in ("of", "to", "for", "about", "on", "over", "against", "at")
                for o in _children(prep, "pobj", "pcomp")
            ),
            None,
        )
    if owner is None or (
        owner.lower_ in ("its", "his", "her", "their", "our", "my", "your") and content is None
    ):
        return None
    if owner.lower_ in ("our", "my", "your"):
        return None
    if content is None and not (
        token.dep_ in ("nsubj", "dobj", "nsubjpass", "pobj", "ROOT") and lemma in _ALONE
    ):
        return None
    if owner.pos_ == "NOUN" and owner.lemma_.lower() in (
        "today",
        "yesterday",
        "week",
        "month",
        "year",
        "last",
        "friday",
        "day",
    ):
        return None
    return Attributed(
        token, (token, token), kind, lemma, owner, content if content is not None else token, None
    )


_ALONE = vocabulary.words("attribution.alone")


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

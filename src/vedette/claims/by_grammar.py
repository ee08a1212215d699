"""Claims of sentences by their grammar: attribution, stance, happening and direction put together."""

from collections.abc import Iterable, Iterator
from typing import Any

from vedette.claims import attribution, happenings, parser, phrases, stance, vocabulary
from vedette.claims.actors import actors, state_of
from vedette.claims.found import Found

_PERSONS = frozenset(("he", "she", "his", "her"))
_MANY = frozenset(("they", "their", "we"))
_THING = frozenset(("it", "its"))


def found_in(sentences: Iterable[str]) -> Iterator[list[Found]]:
    """The claims of each sentence of one text, in order; pronouns are led back to who was named before."""
    last: dict[str, str] = {}
    for doc in parser.parsed(sentences):
        claims = [_claim(a, last) for a in attribution.attributions(doc)]
        own = _own(doc) if not claims else None
        yield _apart([c for c in claims if c is not None] + ([own] if own else []))
        _remember(doc, claims, last)


def _apart(claims: list[Found]) -> list[Found]:
    """One claim a cue, and none that only wraps another of the same speaker and words."""
    seen: set[tuple[int, int] | None] = set()
    kept: list[Found] = []
    for claim in claims:
        if claim.cue_at in seen:
            continue
        seen.add(claim.cue_at)
        kept.append(claim)
    return kept


def _claim(found: attribution.Attributed, last: dict[str, str]) -> Found | None:
    doc = found.cue.doc
    text = doc.text
    begin, stop = attribution.span(found)
    first, end = found.words
    cue_at = (first.idx, end.idx + len(end))
    speaker, speaker_at, inferred = _speaker(found, last)
    told = _event(found)
    giver, receiver = happenings.direction(told.token) if told else (None, None)
    if giver is None and receiver is None and found.kind == "ask":
        giver, receiver = happenings.direction(found.cue)
    act = vocabulary.acts().get(found.lemma)
    if act == "REQUEST" and found.lemma in ("ask", "seek") and found.kind != "ask":
        act = None
    content = (told.class_, told.mode) if told else None
    event = (act, "denial" if act == "REJECT" else "") if act else content
    if (
        found.kind == "deny"
        and content is not None
        and found.lemma in ("deny", "dispute", "doubt", "rule out")
    ):
        event = content
    return Found(
        cue=text[cue_at[0] : cue_at[1]],
        cue_at=cue_at,
        kind=found.kind,
        lemma=found.lemma,
        speaker=speaker,
        speaker_at=speaker_at,
        inferred=inferred,
        content_at=(begin, stop),
        polarity=stance.polarity(found),
        modality=stance.modality(found, text, begin, stop),
        event=event,
        about=content if act else None,
        giver=_state(giver),
        receiver=_state(receiver),
    )


def _event(found: attribution.Attributed) -> happenings.Happening | None:
    if found.lemma in ("request", "seek", "ask") and (told := happenings.asked_for(found.cue)) is not None:
        return told
    if found.content is not None and found.content is not found.cue:
        return happenings.happening(found.content, without=found.cue)
    if found.quoted is not None:
        begin, stop = found.quoted
        inside = [t for t in found.cue.doc if begin < t.idx < stop]
        for root in (t for t in inside if t.head not in inside or t.head is t):
            if (told := happenings.happening(root, without=found.cue)) is not None:
                return told
    return None


def _speaker(
    found: attribution.Attributed, last: dict[str, str]
) -> tuple[str | None, tuple[int, int] | None, bool]:
    token = found.speaker
    if token is None:
        return None, None, False
    begin, stop = phrases.phrase(token)
    words = token.doc.text[begin:stop]
    if token.pos_ != "PRON" and token.lower_ not in ("his", "her", "their", "its"):
        return words, (begin, stop), found.inferred
    before = _antecedent(token, last)
    return (before or words), (begin, stop), before is not None


def _antecedent(token: Any, last: dict[str, str]) -> str | None:
    """Who a pronoun means: the last speaker or subject before it that it can stand for."""
    word = token.lower_
    if word in _PERSONS:
        return last.get("person") or last.get("speaker")
    if word in _MANY:
        return last.get("many") or last.get("speaker")
    if word in _THING:
        return last.get("thing") or last.get("speaker")
    return None


def _remember(doc: Any, claims: list[Found | None], last: dict[str, str]) -> None:
    for token in doc:
        if token.dep_ in ("nsubj", "nsubjpass") and token.pos_ in ("PROPN", "NOUN"):
            begin, stop = phrases.phrase(token)
            words = doc.text[begin:stop]
            _remembered(token, words, last)
    for claim in claims:
        if claim and claim.speaker and not claim.inferred and claim.speaker[:1].isupper():
            last["speaker"] = claim.speaker


_OFFICES = vocabulary.words("by_grammar.offices")


def _remembered(token: Any, words: str, last: dict[str, str]) -> None:
    named = next(actors(words), None)
    if token.tag_ in ("NNS", "NNPS") or any(c.dep_ == "conj" for c in token.children):
        last["many"] = words
    elif (
        token.lemma_.lower() in _OFFICES
        or (named and named.actor.kind.startswith("person"))
        or (token.pos_ == "PROPN" and named is None and len(words.split()) >= 2)
    ):
        last["person"] = words
    elif named is not None or token.pos_ == "NOUN":
        last["thing"] = words


def _state(token: Any | None) -> str | None:
    if token is None:
        return None
    begin, stop = phrases.phrase(token)
    text = token.doc.text
    if token.lower_ in ("he", "she", "it", "they"):
        return None
    return state_of(text[begin:stop]) or (
        state_of(text[begin : begin + 80]) if token.pos_ == "PROPN" else None
    )


def _own(doc: Any) -> Found | None:
    """What the publisher says in its own words, when that tells of an event."""
    root = next((t for t in doc if t.dep_ == "ROOT"), None)
    if (
        root is None
        or doc.text.rstrip().endswith("?")
        or (root.tag_ == "VB" and not any(c.dep_ in ("nsubj", "nsubjpass") for c in root.children))
    ):
        return None
    if not any(c.dep_ in ("nsubj", "nsubjpass", "expl", "csubj") for c in root.children):
        return None
    if any(t.lower_ in ("you", "i", "we") and t.dep_ == "nsubj" for t in root.children):
        return None
    told = happenings.happening(root, most=2)
    if told is None:
        return None
    act = vocabulary.acts().get(root.lemma_.lower()) if root.pos_ == "VERB" else None
    giver, receiver = happenings.direction(told.token)
    words = doc.text
    bare = attribution.Attributed(root, (root, root), "say", "", None, root, None)
    return Found(
        cue=None,
        cue_at=None,
        kind="own",
        lemma="",
        speaker=None,
        speaker_at=None,
        inferred=False,
        content_at=(0, len(words)),
        polarity="denied" if stance.not_so(root, vocabulary.marks()) else "asserted",
        modality=stance.modality(bare, words, 0, len(words)),
        event=(act, "") if act else (told.class_, told.mode),
        about=(told.class_, told.mode) if act else None,
        giver=_state(giver),
        receiver=_state(receiver),
    )

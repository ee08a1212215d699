"""Claims of sentences by their grammar: attribution, stance, happening and direction put together."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from vedette.claims import (
    attribution,
    happenings,
    parser,
    phrases,
    quoting,
    speech_acts,
    stance,
    vocabulary,
    voices,
)
from vedette.claims.actors import state_of
from vedette.claims.attributed import Attributed
from vedette.claims.found import Found
from vedette.claims.referring import Names

_SPOKEN_ACTS = frozenset(("REQUEST", "ACCUSE", "REJECT", "THREATEN", "AGREE"))
SPOKEN = "spoken"  # the kind of a claim whose cue stands in a sentence before or after its own


def found_in(sentences: Iterable[str]) -> Iterator[list[Found]]:
    """The claims of each sentence of one text, in order; pronouns are led back to who was named before.

    A sentence that lies wholly within a quotation is its speaker's: the one who closes the quotation,
    else the one who spoke just before. When nobody does it is nobody's claim, and not the publisher's.
    """
    names = Names()
    within = 0
    waiting: list[list[Found]] = []
    voice: Found | None = None
    for doc in parser.parsed(sentences):
        quotes = quoting.quotes(doc.text, within=bool(within))
        inner = _wholly_quoted(doc, quotes)
        claims = _apart(_spoken(doc, quotes, names) if inner else _claims(doc, quotes, names))
        if not inner:
            here = _voice(claims) if quotes.spans else None
            yield from (_voiced(one, here or voice) for one in waiting)
            yield claims
            waiting, voice = [], here
        else:
            waiting.append(claims)
        names.remember(doc, claims)
        within = within + 1 if quotes.open and within < quoting.MOST_SENTENCES else 0
        if waiting and not within:
            yield from (_voiced(one, voice) for one in waiting)
            waiting = []
    yield from (_voiced(one, voice) for one in waiting)


def _wholly_quoted(doc: Any, quotes: quoting.Quotes) -> bool:
    return bool(quotes.spans) and not any(t.is_alpha and not quotes.hold(t.idx) for t in doc)


def _claims(doc: Any, quotes: quoting.Quotes, names: Names) -> list[Found]:
    found = list(attribution.attributions(doc, quotes))
    # A noun that stands for somebody's words leaves the sentence itself its writer's.
    theirs = {t.i for one in found for t in one.cue.subtree}
    own = _own(doc, theirs) if all(one.cue.pos_ == "NOUN" for one in found) else None
    return ([own] if own else []) + _of(found, names)


def _of(found: Iterable[Attributed], names: Names) -> list[Found]:
    """The claims of attributions; none of a pronoun that stands for what cannot speak."""
    return [claim for one in found if (claim := _claim(one, names)).speaker != ""]


def _spoken(doc: Any, quotes: quoting.Quotes, names: Names) -> list[Found]:
    """What a sentence says that is quoted from end to end; whose words they are is filled in later."""
    root = next((t for t in doc if t.dep_ == "ROOT"), None)
    if root is None or not any(c.dep_ in (*phrases.SUBJECTS, "nsubjpass") for c in root.children):
        return []
    begin, stop = quotes.spans[0][0] + 1, quotes.spans[-1][1]
    bare = Attributed(root, (root, root), "say", "", None, root, None)
    inside = _of(attribution.attributions(doc, quotes), names)
    said = _told(bare, doc.text, begin, stop, happenings.happening(root, most=2))
    return [*inside, replace(said, cue="", kind=SPOKEN)]


def _voice(claims: list[Found]) -> Found | None:
    """Who speaks the quotation of a sentence: the last one named as saying something in it."""
    return next((c for c in reversed(claims) if c.cue and c.speaker), None)


def _voiced(claims: list[Found], voice: Found | None) -> list[Found]:
    """Give the speaker to what was quoted; without one it is left out."""
    return [
        replace(c, cue=voice.cue, lemma=voice.lemma, speaker=voice.speaker, inferred=True)
        if c.kind == SPOKEN and voice
        else c
        for c in claims
        if c.kind != SPOKEN or voice
    ]


def _apart(claims: list[Found]) -> list[Found]:
    """One claim a cue."""
    seen: set[tuple[int, int] | None] = set()
    kept: list[Found] = []
    for claim in claims:
        if claim.cue_at in seen:
            continue
        seen.add(claim.cue_at)
        kept.append(claim)
    return kept


def _claim(found: Attributed, names: Names) -> Found:
    begin, stop = attribution.span(found)
    first, end = found.words
    told = _event(found)
    giver, receiver = happenings.direction(told.token) if told else (None, None)
    if giver is None and receiver is None and found.kind == "ask":
        giver, receiver = happenings.direction(found.cue)
    polarity = stance.polarity(found)
    act = speech_acts.act(found, told, denied=polarity == "denied")
    content = (told.class_, told.mode) if told else None
    event = (act, "denial" if act == "REJECT" else "") if act else content
    if found.kind == "deny" and content is not None and found.lemma in ("deny", "dispute", "doubt"):
        act, event = None, content
    text = found.cue.doc.text
    cue_at = (first.idx, end.idx + len(end))
    speaker, speaker_at, inferred = _speaker(found, names)
    return Found(
        cue=text[cue_at[0] : cue_at[1]],
        cue_at=cue_at,
        kind=found.kind,
        lemma=found.lemma,
        speaker=speaker,
        speaker_at=speaker_at,
        inferred=inferred,
        content_at=(begin, stop),
        polarity=polarity,
        modality=stance.modality(found, text, begin, stop),
        event=event,
        about=content if act else None,
        giver=_state(giver),
        receiver=_state(receiver),
        unlikely=stance.unlikely(found),
    )


def _event(found: Attributed) -> happenings.Happening | None:
    if found.lemma in ("request", "seek", "ask") and (told := happenings.asked_for(found.cue)) is not None:
        return told
    if found.content is not None and found.content.dep_ == "dobj" and found.cue.pos_ == "VERB":
        told = happenings.by_object(found.cue, found.cue.lemma_.lower())  # voiced concern
        if told is not None:
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


def _speaker(found: Attributed, names: Names) -> tuple[str | None, tuple[int, int] | None, bool]:
    token = found.speaker
    if token is None:
        return None, None, False
    begin, stop = phrases.phrase(token)
    words = token.doc.text[begin:stop]
    if token.pos_ != "PRON" and token.lower_ not in ("his", "her", "their", "its"):
        return words, (begin, stop), found.inferred
    before = names.meant_by(token)
    return (words if before is None else before), (begin, stop), before is not None


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


def _telling(doc: Any) -> Any | None:
    """The verb of a sentence that tells something; none of a question, an order or what is said to you."""
    root = next((t for t in doc if t.dep_ == "ROOT"), None)
    if root is None or doc.text.rstrip().endswith("?"):
        return None
    subjects = [c for c in root.children if c.dep_ in ("nsubj", "nsubjpass", "expl", "csubj")]
    if not subjects or any(c.lower_ in ("you", "i", "we") and c.dep_ == "nsubj" for c in subjects):
        return None
    return root


def _own(doc: Any, theirs: set[int]) -> Found | None:
    """What the publisher says in its own words, when that tells of an event; not the words of others."""
    root = _telling(doc)
    if root is None:
        return None
    told = happenings.happening(root, most=2)
    if told is None or told.token.i in theirs:
        return None
    subject, _ = phrases.subject(root)
    if told.class_ in _SPOKEN_ACTS and subject is not None and voices.abstract(subject):
        return None
    bare = Attributed(root, (root, root), "say", "", None, root, None)
    own = _told(bare, doc.text, 0, len(doc.text), told)
    act = None
    if root.pos_ == "VERB":
        act = speech_acts.act(
            bare._replace(lemma=root.lemma_.lower(), kind="own"), told, denied=own.polarity == "denied"
        )
    if act is None:
        return own
    of = next((c for c in root.children if c.dep_ in ("xcomp", "ccomp", "dobj")), None)
    about = happenings.happening(of, most=2) if of is not None else None
    return replace(own, event=(act, ""), about=(about.class_, about.mode) if about else None)


def _told(bare: Attributed, words: str, begin: int, stop: int, told: happenings.Happening | None) -> Found:
    """What a clause tells that no cue of its own makes a claim."""
    giver, receiver = happenings.direction(told.token) if told else (None, None)
    return Found(
        cue=None,
        cue_at=None,
        kind="own",
        lemma="",
        speaker=None,
        speaker_at=None,
        inferred=False,
        content_at=(begin, stop),
        polarity="denied" if stance.not_so(bare.cue, vocabulary.marks()) else "asserted",
        modality=stance.modality(bare, words, begin, stop),
        event=(told.class_, told.mode) if told else None,
        giver=_state(giver),
        receiver=_state(receiver),
        unlikely=stance.unlikely(bare),
    )

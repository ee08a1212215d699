"""Claims of sentences by words alone, for where no parser is installed: fewer, and less sure.

The cue is a form of a verb of saying; the speaker the nearest name or office before it, or after it when
the cue closes what was said; what lies on the other side is the content.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from vedette.claims import vocabulary
from vedette.claims.actors import actors
from vedette.claims.found import Found

_IRREGULAR = vocabulary.pairs("irregular")
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_NAME = re.compile(
    r"(?:[Tt]he |[Aa]n? |[Tt]wo |[Ss]everal |[Ss]ome )?(?:[\w'-]+ ){0,4}?"
    r"(?:[A-Z][\w'-]+|official|minist(?:er|ry)|spokes\w+|agency|analyst|expert|president|government|report|newspaper"
    r"|institute|source|panel|service|company|captain|general)s?\b"
)
_ACCORDING = re.compile(r"\b([Aa]ccording to) ((?:[^,.;\"]){2,80})")
_NOT = re.compile(
    r"\b(?:not|never|no|nothing|neither|nobody|without|groundless|baseless|untrue|false)\b|n't\b",
    re.IGNORECASE,
)
# What comes before these is done by somebody, not said: only a clause or a quotation makes a claim of them.
_STRONG = vocabulary.words("by_words.strong")


@cache
def _forms() -> dict[str, str]:
    """Each form of a verb we know, and its lemma."""
    by_verb, _ = vocabulary.happenings()
    forms = dict(_IRREGULAR)
    for lemma in (*vocabulary.verbs(), *by_verb):
        for form in inflected(lemma):
            forms.setdefault(form, lemma)
    return forms


def inflected(verb: str) -> tuple[str, ...]:
    """The regular forms of a verb.

    >>> inflected("deny"), inflected("urge")
    (('deny', 'denies', 'denied', 'denying'), ('urge', 'urges', 'urged', 'urging'))
    """
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"
    if verb.endswith("e"):
        return verb, f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"
    ending = "es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s"
    doubled = verb + verb[-1] if re.search(r"[^aeiou][aeiou][bdgmnpt]$", verb) and len(verb) < 6 else verb
    return verb, f"{verb}{ending}", f"{doubled}ed", f"{doubled}ing"


def found_in(sentences: Iterable[str]) -> Iterator[list[Found]]:
    """The claims of each sentence, in order."""
    for words in sentences:
        yield list(_claims(words))


def _claims(words: str) -> Iterator[Found]:
    any_found = False
    if said := _ACCORDING.search(words):
        any_found = True
        content = (said.end() + 1, len(words)) if said.start() < 3 else (0, said.start())
        yield _found(
            words, (said.start(1), said.end(1)), "say", "according", (said.start(2), said.end(2)), content
        )
    for token in _WORD.finditer(words):
        lemma = _forms().get(token[0].casefold())
        if lemma not in _STRONG or token[0].endswith("ing") or lemma not in vocabulary.verbs():
            continue
        speaker = _beside(words, token.start(), token.end())
        if speaker is None:
            continue
        after = (token.end(), len(words))
        before = (0, min(token.start(), speaker[0]))
        content = after if after[1] - after[0] > max(12, before[1] - before[0]) else before
        if content[1] - content[0] < 4:
            continue
        any_found = True
        yield _found(words, token.span(), vocabulary.verbs()[lemma], lemma, speaker, content)
        break
    if not any_found and (event := _event(words)):
        bare = (0, len(words))
        yield Found(
            None,
            None,
            "own",
            "",
            None,
            None,
            False,
            bare,
            _polarity("own", words),
            _modality("own", "", words),
            event,
        )


def _beside(words: str, begin: int, stop: int) -> tuple[int, int] | None:
    """The speaker's characters: just before the cue, else just after one that closes a sentence."""
    start = max(words.rfind(mark, 0, begin) for mark in (",", '"', ";", ":")) + 1
    near = words[start:begin]
    names = list(_NAME.finditer(near))
    if names:
        found = names[-1]
        return start + found.start(), start + found.end()
    if (after := _NAME.match(words, stop + 1)) is not None and words[:begin].rstrip()[-1:] in ('"', ","):
        return after.span()
    pronoun = re.search(r"\b([Hh]e|[Ss]he|[Tt]hey|[Ii]t)\s+(?:has |had |have )?$", words[:begin])
    return pronoun.span(1) if pronoun else None


def _found(
    words: str,
    cue: tuple[int, int],
    kind: str,
    lemma: str,
    speaker: tuple[int, int],
    content: tuple[int, int],
) -> Found:
    said = words[content[0] : content[1]]
    act = vocabulary.acts().get(lemma)
    event = _event(said)
    giver, receiver = _direction(said)
    return Found(
        cue=words[cue[0] : cue[1]],
        cue_at=cue,
        kind=kind,
        lemma=lemma,
        speaker=words[speaker[0] : speaker[1]].strip(),
        speaker_at=speaker,
        inferred=False,
        content_at=content,
        polarity=_polarity(kind, said),
        modality=_modality(kind, lemma, said),
        event=(act, "") if act else event,
        about=event if act else None,
        giver=giver,
        receiver=receiver,
    )


def _polarity(kind: str, said: str) -> str:
    if kind in ("ask", "blame", "praise"):
        return "asserted"
    return "denied" if kind == "deny" or _NOT.search(said) else "asserted"


def _modality(kind: str, lemma: str, said: str) -> str:
    marks = vocabulary.marks()
    words = set(_WORD.findall(said.lower()))
    if kind in ("ask", "blame", "praise"):
        return "fact"
    if words & {"if", "unless"}:
        return "conditional"
    if (
        kind == "hint"
        or lemma in ("believe", "think", "suspect", "estimate", "assess", "doubt", "allege")
        or words & marks["hedge"]
    ):
        return "hedged"
    return "planned" if kind == "promise" or words & marks["plan"] else "fact"


def _event(said: str) -> tuple[str, str] | None:
    """The first word in it that tells what happened."""
    by_verb, by_noun = vocabulary.happenings()
    for token in _WORD.finditer(said):
        word = token[0].casefold()
        lemma = _forms().get(word, "")
        noun = by_noun.get(word) or by_noun.get(word.removesuffix("s"))
        if (told := (by_verb.get(lemma) if lemma != word or not noun else None) or noun) is not None:
            return told
    return None


def _direction(said: str) -> tuple[str | None, str | None]:
    """``from X`` gives and ``to X`` receives, when a state follows at once."""
    named = [(n.begin, n.actor.state) for n in actors(said) if n.actor.state]
    giver = next((state for at, state in named if said[:at].rstrip().endswith(("from", "from the"))), None)
    receiver = next((state for at, state in named if said[:at].rstrip().endswith(("to", "to the"))), None)
    return giver, receiver

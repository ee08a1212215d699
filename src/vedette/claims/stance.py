"""Stance: whether a thing is said to be so or not so, and how: as fact, hedged, planned or on a condition."""

from typing import Any

from vedette.claims import vocabulary
from vedette.claims.attributed import Attributed

# Kinds of cue that leave open whether the thing is so.
_OPEN = {"hold": "hedged", "hint": "hedged", "promise": "planned"}
_SURE = vocabulary.words("stance.sure")
_FORWARD = vocabulary.words("stance.forward")
_UNLIKELY = frozenset(("unlikely", "improbable", "implausible"))
_FAR = 60
_FACT_NOUNS = frozenset(
    ("finding", "findings", "conclusion", "understanding", "conviction", "position", "stance", "view")
)


def polarity(found: Attributed) -> str:
    """``denied`` when the speaker says that the thing is not, was not or will not be so.

    What ends or prevents something, denied, is not a denial of it: ``sanctions have not stopped the
    trade``.
    """
    denied = found.kind == "deny" and found.lemma != "rule out"
    if found.lemma == "doubt":
        denied = True
    if _negated(found.cue):
        if found.lemma == "rule out":
            return "asserted"
        denied = not denied if found.kind in ("deny", "hold") or found.lemma == "doubt" else denied
    elif found.lemma == "rule out":
        denied = True
    if found.kind in ("ask", "blame", "praise"):
        return "asserted"
    if not denied and (_content_denied(found)):
        denied = True
    return "denied" if denied else "asserted"


def _negated(token: Any) -> bool:
    if any(child.dep_ == "neg" or child.lower_ in ("never", "neither", "no") for child in token.children):
        return True
    return any(
        c.dep_ in ("nsubj", "nsubjpass")
        and (
            c.lower_ in ("nobody", "none", "neither")
            or any(d.lower_ in ("no", "neither") and d.dep_ in ("det", "preconj") for d in c.children)
        )
        for c in token.children
    )


def _content_denied(found: Attributed) -> bool:
    marks = vocabulary.marks()
    if found.quoted is not None:
        doc = found.cue.doc
        inside = [t for t in doc if found.quoted[0] < t.idx < found.quoted[1]]
        roots = [t for t in inside if t.pos_ in ("VERB", "AUX") and (t.head not in inside or t.head is t)]
        roots = roots or [t for t in inside if t.head not in inside or t.head is t]
        return any(not_so(root, marks) for root in roots[:2])
    if found.content is None or found.content is found.cue:
        return False
    return not_so(found.content, marks)


def not_so(root: Any, marks: dict[str, frozenset[str]], depth: int = 0) -> bool:
    """Whether a clause says that something is not so: negated, empty of its object, or called untrue."""
    if root.lemma_.lower() in marks["ending"]:
        return False
    if root.lower_ in marks["untrue"] or root.lower_ == "impossible":
        return not _negated(root.head) if root.dep_ in ("acomp", "attr") else True
    if root.pos_ in ("VERB", "AUX", "ADJ", "NOUN") and _negated(root):
        return not any(c.lower_ in ("only", "just", "merely", "alone") for c in root.children)
    for child in root.children:
        if child.dep_ in ("dobj", "attr", "nsubj", "nsubjpass", "acomp", "oprd") or (
            child.dep_ == "prep" and child.lower_ == "without"
        ):
            if child.lower_ in ("nothing", "none", "nobody", "no"):
                return True
            if any(
                c.lower_ in ("no", "neither") and c.dep_ in ("det", "neg", "preconj") for c in child.children
            ):
                return True
            if child.lower_ in marks["untrue"] and not _negated(root):
                return True
            if child.lower_ == "impossible" and root.lemma_ in ("be", "seem"):
                return True
        if (
            depth < 2
            and child.dep_ in ("xcomp", "ccomp")
            and root.lemma_.lower() in ("continue", "be", "have", "go", "want", "plan", "intend")
            and not_so(child, marks, depth + 1)
        ):
            return True
    return False


def unlikely(found: Attributed) -> bool:
    """Whether the speaker says that a thing is not to be expected: ``unlikely``, ``improbable``."""
    doc = found.cue.doc
    begin, stop = found.quoted or (found.cue.sent.start_char, len(doc.text))
    if found.quoted is None and found.content is not None and found.content is not found.cue:
        words = list(found.content.subtree)
    else:
        words = [t for t in doc if begin <= t.idx < stop]
    return any(
        t.lower_ in _UNLIKELY and not _negated(t) and not _negated(t.head) for t in words[:_FAR]
    ) or any(t.lower_ in ("likely", "probable") and (_negated(t) or _negated(t.head)) for t in words[:_FAR])


def modality(found: Attributed, words: str, begin: int, stop: int) -> str:
    """How the thing is put: conditional, hedged, planned or fact, the first of these that fits."""
    marks = vocabulary.marks()
    root = found.content
    if found.kind in ("ask", "blame", "praise") and found.lemma not in ("suspect", "complain"):
        return (
            "hedged"
            if any(c.dep_ == "aux" and c.lower_ in ("may", "might", "could") for c in found.cue.children)
            else "fact"
        )
    near = (
        _clause_words(root)
        if root is not None and root is not found.cue
        else set(words[begin:stop].lower().replace(",", " ").split())
    )
    if found.quoted is not None:
        near = set(words[begin:stop].lower().replace(",", " ").replace(".", " ").split())
    if root is not None and root.head is not root:
        near |= (
            {t.lower_ for t in root.head.children if t.dep_ in ("aux", "advmod")}
            if root.dep_ == "conj"
            else set()
        )
    if found.kind == "deny":
        near -= {"plan", "plans", "intend"}  # denied is the plan, and that is a fact of today
    if near & marks["condition"] and _has_condition(words[begin:stop]):
        return "conditional"
    if _hedged_cue(found) or near & marks["hedge"]:
        return "hedged"
    if found.lemma in _FORWARD or (
        _OPEN.get(found.kind) == "planned"
        and found.lemma not in ("want", "seek", "agree", "consent", "wish", "offer")
    ):
        return "planned"
    if found.lemma in ("offer", "want", "seek", "wish"):
        return "planned"
    if near & marks["plan"] or ("would" in near) or ("to" in near and "ready" in near):
        return "planned"
    return "fact"


def _hedged_cue(found: Attributed) -> bool:
    if found.kind == "hint":
        return True
    if found.kind == "hold":
        return found.lemma not in _SURE and found.lemma not in _FORWARD and found.lemma not in _FACT_NOUNS
    return found.lemma in ("speculate", "allege", "doubt", "speculation", "allegation")


def _clause_words(root: Any) -> set[str]:
    """The words of a clause that tell how it is put, in small letters."""
    found = {root.lower_}
    waiting = [root]
    steps = 0
    while waiting and steps < 60:
        token = waiting.pop()
        steps += 1
        for child in token.children:
            if child.dep_ in ("aux", "advmod", "acomp", "amod", "neg", "mark", "attr"):
                found.add(child.lower_)
                found.add(child.lemma_.lower())
            if child.dep_ in (
                "advcl",
                "xcomp",
                "acomp",
                "dobj",
                "nsubj",
                "nsubjpass",
                "attr",
                "conj",
                "prep",
                "pobj",
                "auxpass",
            ):
                waiting.append(child)
    found.add(root.lemma_.lower())
    return found


def _has_condition(words: str) -> bool:
    lower = f" {words.lower()}"
    if any(mark in lower for mark in (" if ", " unless ", " provided that", " providing that")):
        return " as if " not in lower and " even if " not in lower
    return False

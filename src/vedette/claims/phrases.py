"""Phrases: the subject of a verb, and the characters of a name with what belongs to it."""

from typing import Any

SUBJECTS = ("nsubj", "csubj", "expl")
_LONGEST = 120


def subject(token: Any) -> tuple[Any | None, bool]:
    """Who does what the verb says, and whether that had to be carried over from another verb."""
    at, inferred = token, False
    for _ in range(6):
        subject = next((c for c in at.children if c.dep_ in SUBJECTS), None)
        if subject is not None:
            if subject.dep_ == "expl":
                return subject, inferred
            if subject.lower_ in ("who", "which", "that") and at.dep_ == "relcl":
                return at.head, inferred
            return subject, inferred
        passive = next((c for c in at.children if c.dep_ == "nsubjpass"), None)
        if passive is not None and at is not token:
            return passive, inferred
        if at.dep_ == "acl" and at.tag_ in ("VBG",):
            return at.head, inferred
        if at.dep_ in ("conj", "advcl", "xcomp", "parataxis", "pcomp", "prep") and at.head is not at:
            at = at.head
            continue
        if at.dep_ == "relcl":
            return at.head, inferred
        return None, inferred
    return None, inferred


def phrase(token: Any) -> tuple[int, int]:
    """The characters of a speaker's name: the noun with what stands before it and its ``of`` and ``at``."""
    doc = token.doc
    first = min(
        (t.i for t in token.lefts for t in _under(t) if t.dep_ not in ("cc", "punct", "preconj")),
        default=token.i,
    )
    first = min(first, token.i)
    last = token.i
    for child in token.rights:
        if (
            child.dep_ == "prep"
            and child.lower_ in ("of", "at", "in", "for", "from", "with", "on", "to")
            and child.i <= last + 2
        ):
            last = max(t.i for t in _under(child) if t.dep_ not in ("relcl",))
        elif child.dep_ in ("compound", "flat", "nummod", "case", "appos") and child.i == last + 1:
            last = child.i
        elif child.dep_ == "appos" and child.left_edge.i == last + 2 and child.pos_ == "PROPN":
            last = child.i  # his lawyer, Anna Priest
        elif child.dep_ == "amod" and child.lower_ in ("familiar", "close"):
            last = max(t.i for t in _under(child))
        elif child.dep_ == "conj" and child.i <= last + 4 and child.pos_ in ("PROPN", "NOUN"):
            last = max(
                t.i for t in child.subtree if t.dep_ in ("compound", "conj", "amod", "poss") or t is child
            )
        elif child.dep_ == "cc":
            continue
    begin, stop = doc[first].idx, doc[last].idx + len(doc[last])
    text = doc.text
    if text[begin:stop].endswith("'s"):
        stop -= 2
    while begin < stop and text[begin] in "\"'([,;:- ":
        begin += 1
    while stop > begin and text[stop - 1] in "\"')],;:- ":
        stop -= 1
    return begin, min(stop, begin + _LONGEST)


def _under(token: Any) -> list[Any]:
    """The token and what hangs under it, without clauses."""
    found, waiting = [token], list(token.children)
    while waiting:
        next_ = waiting.pop()
        if next_.dep_ in ("relcl", "ccomp", "advcl", "acl") or (
            next_.dep_ == "appos" and next_.i > token.i + 1
        ):
            continue
        found.append(next_)
        waiting.extend(next_.children)
    return found

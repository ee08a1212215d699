"""Attributed: a cue with its speaker and content, as words of a parse."""

from typing import Any, NamedTuple


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


def children(token: Any, *deps: str) -> list[Any]:
    """The words that hang on a word by these arcs."""
    return [child for child in token.children if child.dep_ in deps]


def below(token: Any, *prepositions: str) -> Any | None:
    """What hangs on a word by one of these prepositions: the first of them."""
    return next(
        (
            inner
            for prep in children(token, "prep", "agent")
            if prep.lower_ in prepositions
            for inner in children(prep, "pobj", "pcomp")
        ),
        None,
    )

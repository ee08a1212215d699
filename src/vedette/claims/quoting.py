"""Quoting: what of a sentence stands between quotation marks, also when they run over sentences."""

from typing import NamedTuple

MOST_SENTENCES = 12  # a mark that nobody closed quotes no more than so many


class Quotes(NamedTuple):
    """What is quoted in a sentence: pairs of marks, -1 and the length where the mark stands outside."""

    spans: tuple[tuple[int, int], ...]
    open: bool  # whether the quotation goes on after the sentence

    def hold(self, at: int) -> bool:
        """Whether a character is quoted."""
        return any(begin < at < stop for begin, stop in self.spans)


def quotes(text: str, *, within: bool = False) -> Quotes:
    """What is quoted in a sentence with straight marks; ``within`` a quotation that was opened before it.

    A mark opens when a word follows it at once, and closes when one stands before it. One that closes
    what was never opened closes a quotation of the sentences before.

    >>> quotes('"It rained. Nobody came," she said.').spans, quotes('Nobody came," she said.').spans
    (((0, 24),), ((-1, 12),))
    """
    spans: list[tuple[int, int]] = []
    begin = -1 if within else None
    for at in (n for n, character in enumerate(text) if character == '"'):
        opens = _opens(text, at)
        if begin is None and opens:
            begin = at
        elif begin is None:
            if not spans:
                spans.append((-1, at))
        elif not opens or begin < at - 1:
            if opens and begin == -1 and at == 0:
                continue  # a new paragraph of the same quotation
            spans.append((begin, at))
            begin = None
    if begin is not None:
        spans.append((begin, len(text)))
    return Quotes(tuple((b, s) for b, s in spans if s - b > 2), begin is not None)


def _opens(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return (not before or before.isspace() or before in "([-/—–:") and bool(after) and not after.isspace()

"""Shares in words: the part of something that somebody holds, where a text gives one number for it."""

import re

_SHARE = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d{1,4})?)\s*%")
_VAGUE = re.compile(
    r"\d\s*[-–]\s*\d+\s*%|more than|less than|at least|at most|over|under|up to", re.IGNORECASE
)


def percentage(words: str | None) -> float | None:
    """The one share that some words give, 0 to 1; None when they give none, several, or only a bound.

    >>> percentage("owner, 60 %"), percentage("50-75%"), percentage("M LEASING LLC"), percentage("120%")
    (0.6, None, None, None)
    """
    found = _SHARE.findall(words or "")
    if len(found) != 1 or _VAGUE.search(words or ""):
        return None
    value = float(found[0].replace(",", ".")) / 100
    return value if 0 <= value <= 1 else None

"""Two rates, one before and one after: whether they differ by more than chance, and by how much at most.

Given the sum of two Poisson counts, the second is binomial with the share of exposure that is its own, so
the test needs no large numbers (Przyborowski and Wilenski 1940; the interval is that of Clopper and Pearson).
"""

from typing import NamedTuple

import numpy as np


class Compared(NamedTuple):
    """The second rate as a multiple of the first, its 95 % bounds, the chance of so large a difference."""

    ratio: float | None
    low: float
    high: float
    p: float


def compared(before: int, over_before: float, after: int, over_after: float) -> Compared:
    """Compare ``after`` events over ``over_after`` with ``before`` over ``over_before``, both over 0.

    ``ratio`` is None when there was nothing before. The chance is two-sided: twice the smaller tail.

    >>> [round(x, 3) for x in compared(12, 52, 2, 52)]
    [0.167, 0.018, 0.749, 0.013]
    >>> compared(0, 52, 0, 52).p
    1.0
    """
    from scipy.special import bdtr, betaincinv  # noqa: PLC0415 - half a second to import

    n, share = before + after, over_after / (over_before + over_after)
    odds = over_before / over_after
    low = float(betaincinv(after, before + 1, 0.025)) if after else 0.0
    high = float(betaincinv(after + 1, before, 0.975)) if before else 1.0
    under = float(bdtr(after, n, share)) if n else 1.0
    over = 1.0 - float(bdtr(after - 1, n, share)) if after else 1.0
    return Compared(
        ratio=after / before * odds if before else None,
        low=low / (1 - low) * odds,
        high=high / (1 - high) * odds if high < 1 else np.inf,
        p=min(1.0, 2 * min(under, over)),
    )


def could_tell(events: int, over_before: float, over_after: float, alpha: float) -> bool:
    """Whether so many events in all could show a difference at all, were they all on one side.

    >>> could_tell(5, 52, 52, 0.05), could_tell(6, 52, 52, 0.05)
    (False, True)
    """
    sides = (compared(events, over_before, 0, over_after), compared(0, over_before, events, over_after))
    return any(one.p < alpha for one in sides)

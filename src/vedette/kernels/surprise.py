"""How surprising a count is where almost nothing was counted before, and which of many surprises to believe.

A Poisson rate with a Gamma(shape, rate) prior, after ``seen`` events over an exposure ``over``, predicts the
count over a further exposure ``ahead`` by a negative binomial law, exactly: no smallest count is needed and
no large-sample formula used (Gelman and others, Bayesian Data Analysis, 3rd edition, section 2.6).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

SHAPE, RATE = 0.5, 0.01  # a prior worth a hundredth of a week; shape 1/2 as in Jeffreys' prior
Floats = NDArray[np.float64]


def tail(
    count: ArrayLike,
    seen: ArrayLike,
    over: ArrayLike,
    ahead: ArrayLike,
    *,
    shape: float = SHAPE,
    rate: float = RATE,
) -> Floats:
    """The chance of at least ``count`` events over ``ahead``, if the rate is what it was; 1 for a count of 0.

    >>> tail(2, seen=0, over=104, ahead=4).round(5).item()
    0.00052
    """
    y = np.asarray(count, dtype=np.float64)
    some = np.maximum(y, 1e-9)
    return np.where(y > 0, _betainc(some, shape + np.asarray(seen), _share(over, ahead, rate)), 1.0)


def predicted(
    seen: ArrayLike, over: ArrayLike, ahead: ArrayLike, *, shape: float = SHAPE, rate: float = RATE
) -> Floats:
    """The mean count to be expected over ``ahead``.

    >>> predicted(seen=0, over=104, ahead=4).round(3).item()
    0.019
    """
    mean = (shape + np.asarray(seen, dtype=np.float64)) / (rate + np.asarray(over)) * np.asarray(ahead)
    return np.asarray(mean, dtype=np.float64)


def quantile(
    level: float,
    seen: ArrayLike,
    over: ArrayLike,
    ahead: ArrayLike,
    *,
    shape: float = SHAPE,
    rate: float = RATE,
) -> Floats:
    """The smallest count that is reached or undercut with the chance ``level``.

    The search is a bisection between the bounds of Cantelli's inequality, so it ends in a few steps.

    >>> quantile(0.9, seen=[0, 520], over=[104, 104], ahead=[1, 1]).tolist()
    [0.0, 8.0]
    """
    size, q = np.broadcast_arrays(shape + np.asarray(seen, dtype=np.float64), _share(over, ahead, rate))
    found = np.zeros(size.shape)
    todo = (1 - q) ** size < level
    r, q = size[todo], q[todo]
    mean, sd = r * q / (1 - q), np.sqrt(r * q) / (1 - q)
    low = np.maximum(np.floor(mean - sd * np.sqrt((1 - level) / level)), 0) - 1
    high = np.ceil(mean + sd * np.sqrt(level / (1 - level)))
    while np.any(open_ := high - low > 1):
        middle = np.floor((low + high) / 2)
        enough = 1 - _betainc(middle + 1, r, q) >= level
        high = np.where(open_ & enough, middle, high)
        low = np.where(open_ & ~enough, middle, low)
    found[todo] = high
    return found


def spread_tail(count: ArrayLike, mean: ArrayLike, variance: ArrayLike) -> Floats:
    """The chance of at least ``count`` under a negative binomial law of some mean and variance.

    A variance below the mean is taken as the mean's: Poisson.

    >>> spread_tail([0, 8, 8], 4.0, [4.0, 4.0, 8.0]).round(3).tolist()
    [1.0, 0.051, 0.113]
    """
    y, mu, spread = np.broadcast_arrays(*(np.asarray(x, dtype=np.float64) for x in (count, mean, variance)))
    excess = np.maximum(spread - mu, 1e-6 * mu)
    found = _betainc(np.maximum(y, 1e-9), mu * mu / excess, excess / (mu + excess))
    return np.where(y > 0, found, 1.0)


def spread_quantile(level: float, mean: ArrayLike, variance: ArrayLike) -> Floats:
    """The smallest count that is reached or undercut with the chance ``level``, by the same law.

    >>> spread_quantile(0.9, [4.0, 4.0], [4.0, 8.0]).tolist()
    [7.0, 8.0]
    """
    mu, spread = (np.asarray(x, dtype=np.float64) for x in (mean, variance))
    sd = np.sqrt(np.maximum(spread, mu))
    low = np.maximum(np.floor(mu - sd * np.sqrt((1 - level) / level)), 0) - 1
    high = np.ceil(mu + sd * np.sqrt(level / (1 - level)))
    while np.any(open_ := high - low > 1):
        middle = np.floor((low + high) / 2)
        enough = 1 - spread_tail(middle + 1, mu, spread) >= level
        high = np.where(open_ & enough, middle, high)
        low = np.where(open_ & ~enough, middle, low)
    return np.asarray(high, dtype=np.float64)


def standing(chance: ArrayLike) -> Floats:
    """How many standard deviations above the middle a chance of at least so much is; within 6 of it.

    >>> standing([0.5, 0.1587, 0.0]).round(2).tolist()
    [-0.0, 1.0, 6.0]
    """
    from scipy.special import ndtri  # noqa: PLC0415 - as below

    return np.asarray(np.clip(-ndtri(np.asarray(chance, dtype=np.float64)), -6.0, 6.0), dtype=np.float64)


def benjamini_hochberg(p: ArrayLike, fdr: float) -> NDArray[np.bool_]:
    """True where a p-value passes when at most a share ``fdr`` of those passing may be chance, by column.

    Each column is one family of tests; a p-value that is not a number was not tested. A single column may
    be given as a plain list (Benjamini and Hochberg 1995).

    >>> benjamini_hochberg([0.001, 0.04, 0.2, float("nan")], fdr=0.1).tolist()
    [True, True, False, False]
    """
    given = np.asarray(p, dtype=np.float64)
    table = given if given.ndim > 1 else given[:, None]
    tested = ~np.isnan(table)
    sure = np.where(tested, table, np.inf)
    ranked = np.sort(sure, axis=0)
    line = fdr * np.arange(1, len(table) + 1)[:, None] / np.maximum(tested.sum(axis=0), 1)
    cut = np.where(ranked <= line, ranked, -1.0).max(axis=0, initial=-1.0)
    return np.asarray((tested & (sure <= cut)).reshape(given.shape))


def _share(over: ArrayLike, ahead: ArrayLike, rate: float) -> Floats:
    further = np.asarray(ahead, dtype=np.float64)
    return np.asarray(further / (rate + np.asarray(over, dtype=np.float64) + further))


def _betainc(a: Floats, b: Floats, x: Floats) -> Floats:
    from scipy.special import betainc  # noqa: PLC0415 - half a second to import, needed only where counted

    return np.asarray(betainc(a, b, x), dtype=np.float64)

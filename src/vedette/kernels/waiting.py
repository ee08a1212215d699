"""Waiting: how soon one hears again of somebody who is heard now and then, and how odd a long wait is."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_STEPS = np.geomspace(1e-3, 60.0, 600)
# The mean of an exponential wait that is known to be shorter than one, for each rate.
_MEANS = 1 / _STEPS - 1 / np.expm1(_STEPS)


def rates(mean: Floats, most: float) -> Floats:
    """The rate at which waits end of which those shorter than ``most`` last ``mean`` on average.

    Longer ones were not counted: the maximum of likelihood for an exponential law cut off there. A mean of
    half of ``most`` or more says nothing of an end, and gives nearly nought.

    >>> rates(np.array([1.0, 2.0, 3.0]), 5.0).round(3).tolist()
    [0.96, 0.246, 0.0]
    """
    return np.asarray(np.interp(-np.asarray(mean) / most, -_MEANS, _STEPS) / most)


def longer(wait: Floats, rate: Floats, weight: float, ended: Floats, took: Floats) -> Floats:
    """The chance that a wait lasts so long, for one of whom ``ended`` waits that ``took`` so long are known.

    ``rate`` is that of others, and counts as ``weight`` waits: one is not as quickly heard as the other, and
    how they differ is known by the own waits only. The law is Lomax's, the mean of exponentials over what
    the rate may be.

    >>> known = np.array([0, 30]), np.array([0.0, 30.0])
    >>> longer(np.array([10.0, 10.0]), np.ones(2), 3.0, *known).round(5).tolist()
    [0.01229, 0.00016]
    """
    known = weight / np.maximum(rate, 1e-9) + took
    return np.asarray(np.exp((weight + ended) * (np.log(known) - np.log(known + np.maximum(wait, 0.0)))))

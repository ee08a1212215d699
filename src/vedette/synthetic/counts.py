"""Weekly counts that never were, in the 42 scenarios on which outbreak detectors are compared.

Noufaily and others (2013, Statistics in Medicine 32, 1206-1222) made them for the system of Public Health
England: seven kinds of series, from one count in seven weeks to 150 a week, each without and with trend and
with no, one or two yearly waves. 624 weeks; old outbreaks may begin in weeks 313 to 575; the last 49 weeks
are judged.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
WEEKS, JUDGED = 624, 49
_OLD, _NEW = (312, 575), (575, 624)
# Level, trend a week, cosine, sine, variance over mean; of each kind 6: without and with trend, 0 to 2 waves.
_KINDS = (
    (0.1, 0.0025, 0.6, 0.6, 1.5),
    (-2.0, 0.005, 0.1, 0.3, 2.0),
    (1.5, 0.003, 0.2, -0.4, 1.0),
    (0.5, 0.002, 0.5, 0.5, 5.0),
    (2.5, 0.001, 1.0, 0.1, 3.0),
    (3.75, 0.001, 0.1, -0.1, 1.1),
    (5.0, 0.0001, 0.05, 0.01, 1.2),
)


@dataclass(frozen=True)
class Counts:
    """Series by weeks, what of each count belongs to the outbreak that is to be found, scenario and size."""

    counts: Floats
    injected: Floats
    scenario: Ints
    size: Ints


def scenario(number: int) -> tuple[Floats, float]:
    """The mean of each week and the dispersion (variance over mean) of a scenario, 0 to 41."""
    level, trend, cosine, sine, dispersion = _KINDS[number // 6]
    week = np.arange(1, WEEKS + 1)
    log = level + (trend if number % 6 >= 3 else 0.0) * week
    for wave in range(1, number % 3 + 1):
        log = (
            log + cosine * np.cos(2 * np.pi * wave * week / 52) + sine * np.sin(2 * np.pi * wave * week / 52)
        )
    return np.asarray(np.exp(log)), dispersion


def made(replicates: int, *, seed: int, old: tuple[int, ...] = (), new: bool = False) -> Counts:
    """So many series of each scenario.

    ``old``: sizes, in turn, of four outbreaks before the judged weeks; none, no outbreak. ``new``: whether
    one begins in the judged weeks, of a size of 1 to 10 in turn. A size k is a Poisson number of cases with
    mean k standard deviations of the week it begins in, of a new one at least 2; each falls as many weeks
    later as a log-normal law (0, 0.5) says, in whole weeks.
    """
    rng = np.random.default_rng(seed)
    rows = 42 * replicates
    counts, injected = np.empty((rows, WEEKS)), np.zeros((rows, WEEKS))
    for row in range(rows):
        mean, dispersion = scenario(row // replicates)
        deviation = np.sqrt(mean * dispersion)
        counts[row] = _drawn(rng, mean, dispersion)
        if old:
            for start in rng.choice(np.arange(*_OLD), 4, replace=False):
                cases = int(rng.poisson(old[row // 10 % len(old)] * deviation[start]))
                _add(rng, counts[row], np.zeros(WEEKS), int(start), cases)
        if new:
            start = int(rng.integers(*_NEW))
            cases = max(2, int(rng.poisson((row % replicates % 10 + 1) * deviation[start])))
            _add(rng, counts[row], injected[row], start, cases)
    number = np.repeat(np.arange(42, dtype=np.int64), replicates)
    return Counts(counts, injected, number, np.arange(rows, dtype=np.int64) % replicates % 10 + 1)


def _drawn(rng: np.random.Generator, mean: Floats, dispersion: float) -> Floats:
    if dispersion == 1.0:
        return rng.poisson(mean).astype(np.float64)
    return rng.negative_binomial(mean / (dispersion - 1), 1 / dispersion).astype(np.float64)


def _add(rng: np.random.Generator, counts: Floats, injected: Floats, start: int, cases: int) -> None:
    week = start + np.floor(rng.lognormal(0.0, 0.5, cases)).astype(np.int64)
    for tally in (counts, injected):
        np.add.at(tally, week[week < WEEKS], 1.0)

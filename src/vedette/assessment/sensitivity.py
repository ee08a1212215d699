"""Sensitivity: what a judgement hangs on, and which sign not yet seen would tell most."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from vedette.assessment.posterior import Model, Sign, in_words, posterior, reported

MOST_TRIED = 12


@dataclass(frozen=True)
class Telling:
    """A sign that is looked for: the chance that it will be there, and the judgement with it and without."""

    chance: float
    if_seen: float
    if_not: float
    bits: float


def smallest(prior: float, signs: Sequence[Sign], model: Model) -> tuple[int, ...]:
    """The rows of the smallest set of signs without which the judgement would have another word.

    Pairs are all tried; beyond them the next to go is whichever moves the judgement furthest. Empty when even
    without all signs the word is the same. Of sets of one size the one that moves most is given.
    """
    now = posterior(prior, signs, model)

    def left(out: tuple[int, ...]) -> float:
        return posterior(prior, [sign for row, sign in enumerate(signs) if row not in out], model)

    rows = range(len(signs)) if len(signs) <= MOST_TRIED else _strongest(prior, signs, model)
    for size in (1, 2):
        tried = [(abs(left(out) - now), out) for out in combinations(rows, size)]
        found = [(moved, out) for moved, out in tried if in_words(left(out)) != in_words(now)]
        if found:
            return max(found, key=lambda one: (one[0], one[1]))[1]
    gone: tuple[int, ...] = ()
    while len(gone) < len(signs):
        further = [(*gone, row) for row in range(len(signs)) if row not in gone]
        gone = max(further, key=lambda out: abs(left(out) - now))
        if in_words(left(gone)) != in_words(now):
            return tuple(sorted(gone))
    return ()


def _strongest(prior: float, signs: Sequence[Sign], model: Model) -> list[int]:
    alone = [abs(posterior(prior, [sign], model) - prior) for sign in signs]
    return sorted(sorted(range(len(signs)), key=lambda row: -alone[row])[:MOST_TRIED])


def telling(prior: float, signs: Sequence[Sign], more: Sign, model: Model) -> Telling:
    """What one more sign would tell: both posteriors, and the bits of doubt it is expected to take away.

    Its absence counts as far as somebody would have noticed it: the source's hit and false rates are those
    of a report, so a report that does not come has the ratio (1 - P(report|H)) / (1 - P(report|not H)).
    """
    now = posterior(prior, signs, model)
    seen = posterior(prior, [*signs, more], model)
    true, false = reported(more, model)
    odds = now / (1 - now) * (1 - true) / (1 - false)
    unseen = float(np.clip(odds / (1 + odds), model.floor, model.ceiling))
    chance = now * true + (1 - now) * false
    after = chance * _entropy(seen) + (1 - chance) * _entropy(unseen)
    return Telling(float(chance), seen, unseen, max(_entropy(now) - after, 0.0))


def _entropy(p: float) -> float:
    return float(-(p * np.log2(p) + (1 - p) * np.log2(1 - p)))

"""Posterior: how far some signs, each no better than its source, move a stated prior; and that in words.

Cascaded inference (Schum and DuCharme 1971): a report is a sign of the event it reports, and the event of the
hypothesis, so a source that is sometimes wrong weakens the ratio instead of multiplying a score.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
PHYSICAL = ("imagery", "ais")  # what was measured, not told
# ICD 203, Analytic Standards (2015), D.6.e.(2)(a); a value on a border has the more cautious word.
EDGES = (0.05, 0.20, 0.45, 0.55, 0.80, 0.95)
WORDS = (
    "almost no chance",
    "very unlikely",
    "unlikely",
    "roughly even chance",
    "likely",
    "very likely",
    "almost certain",
)


@dataclass(frozen=True)
class Model:
    """The numbers of the model, all shown with each assessment.

    ``rates``: for each grade of a source how often it reports what happened, and what did not. They are an
    assumption until enough claims are resolved to learn them; F says nothing. ``source_weight``: how many
    resolved claims that assumption is worth. ``rho``: how alike two items of one channel are. Caps are in
    powers of ten. ``spread``: standard deviation, in powers of ten, of a ratio a person picked from a list.
    What rests on made-up rows is listed and weighs nothing, unless ``count_synthetic`` says that all is play.
    """

    seed: int = 1
    draws: int = 2000
    rho: float = 0.5
    text_cap: float = 1.0
    physical_cap: float = 1.5
    floor: float = 0.02
    ceiling: float = 0.98
    text_ceiling: float = 0.80
    one_kind_ceiling: float = 0.95
    source_weight: float = 10.0
    spread: float = 0.25
    count_synthetic: bool = False
    rates: tuple[tuple[str, float, float], ...] = (
        ("A", 0.90, 0.05),
        ("B", 0.85, 0.10),
        ("C", 0.75, 0.20),
        ("D", 0.65, 0.35),
        ("E", 0.55, 0.45),
        ("F", 0.50, 0.50),
    )


@dataclass(frozen=True)
class Sign:
    """One item of evidence: how likely it is if the hypothesis is true, and if not; who says so, and how."""

    if_true: float
    if_false: float
    grade: str
    kind: str
    channel: str
    reading: float = 1.0  # the chance that it was read rightly; a person has judged it when 1


def ratio(if_true: float, if_false: float, hit: ArrayLike, false: ArrayLike) -> Floats:
    """The likelihood ratio of a report by a source with these rates.

    >>> [round(ratio(0.7, 0.2, h, f).item(), 2) for h, f in [(0.9, 0.05), (0.75, 0.2), (0.5, 0.5)]]
    [2.93, 1.89, 1.0]
    """
    h, f = np.asarray(hit, dtype=np.float64), np.asarray(false, dtype=np.float64)
    return np.asarray((if_true * (h - f) + f) / (if_false * (h - f) + f))


def reported(sign: Sign, model: Model) -> tuple[float, float]:
    """The chance of the report of a sign if the hypothesis is true, and if it is not."""
    hit, false = _rates(sign, model)
    true, other = (float(p * (hit - false) + false) for p in (sign.if_true, sign.if_false))
    return true, other


def log_ratios(signs: Sequence[Sign], model: Model) -> Floats:
    """The natural log of each sign's likelihood ratio: attenuated, capped, and discounted in its channel."""
    own = np.asarray(
        [_capped(np.log(ratio(s.if_true, s.if_false, *_rates(s, model))), s, model) for s in signs]
    )
    own = own.reshape(len(signs))
    return own * shares(own, [sign.channel for sign in signs], model.rho)


def shares(logs: Floats, channels: Sequence[str], rho: float) -> Floats:
    """What part of each item counts, when items of one channel are partly the same: k count k/(1+(k-1)rho).

    The strongest counts whole and each next one adds what is still missing to that number. Equal items thus
    weigh as in the formula, and a weak item never weakens a strong one, as the mean of all would let it.

    >>> shares(np.array([2.0, 2.0, 0.1, 1.0]), ["a", "a", "a", "b"], rho=0.5).round(3).tolist()
    [1.0, 0.333, 0.167, 1.0]
    """
    members: dict[str, list[int]] = defaultdict(list)
    for row in np.argsort(-np.abs(logs), kind="stable"):
        members[channels[row]].append(int(row))
    part = np.ones(len(logs))
    for rows in members.values():
        k = np.arange(len(rows) + 1)
        part[rows] = np.diff(k / (1 + np.maximum(k - 1, 0) * rho))
    return part


def posterior(prior: float, signs: Sequence[Sign], model: Model) -> float:
    """The probability after all signs: log odds added to those of the prior, kept within the bounds.

    Signs that are only told cannot lift it past ``text_ceiling``, nor signs of one kind past
    ``one_kind_ceiling``. A prior already past a bound is not lowered by it.
    """
    logs = log_ratios(signs, model)
    return float(
        np.clip(_probability(_log_odds(prior) + logs.sum()), model.floor, _top(prior, signs, logs, model))
    )


def without(prior: float, signs: Sequence[Sign], model: Model) -> list[float]:
    """The posterior without each sign in turn."""
    return [posterior(prior, [*signs[:row], *signs[row + 1 :]], model) for row in range(len(signs))]


def interval(prior: float, weight: float, signs: Sequence[Sign], model: Model) -> tuple[float, float]:
    """The 10 % and the 90 % point, from seeded draws of the prior, of the sources' rates and of the ratios.

    The prior is Beta with ``weight``, and so is each rate with ``source_weight``. The draws are shifted so
    that their median is the posterior: a skewed Beta would else pull the .10 that a person stated to .07.
    """
    rng = np.random.default_rng(model.seed)
    logs = log_ratios(signs, model)
    part = shares(logs, [sign.channel for sign in signs], model.rho)
    total = _log_odds(np.clip(_beta(rng, prior, weight, model.draws), 1e-9, 1 - 1e-9))
    for sign, share in zip(signs, part, strict=True):
        hit, false = _rates(sign, model)
        h, f = (_beta(rng, rate, model.source_weight, model.draws) for rate in (hit, false))
        noise = rng.normal(0.0, model.spread * np.log(10), model.draws)
        # A source that says nothing, or a sign that tells nothing, stays that way in every draw.
        if hit > false and sign.if_true != sign.if_false:
            drawn = np.log(ratio(sign.if_true, sign.if_false, np.maximum(h, f), f)) + noise
            total = total + share * _capped(drawn, sign, model)
    total += _log_odds(prior) + logs.sum() - np.median(total)
    drawn = np.clip(_probability(total), model.floor, _top(prior, signs, logs, model))
    low, high = np.quantile(drawn, (0.1, 0.9))
    return float(low), float(high)


def in_words(probability: float) -> str:
    """The ICD 203 word for a probability.

    >>> in_words(0.43), in_words(0.8), in_words(0.98)
    ('unlikely', 'likely', 'almost certain')
    """
    return WORDS[bisect_left(EDGES, round(probability, 4))]


def confidence(signs: Sequence[Sign], model: Model, low: float, high: float) -> str:
    """How easily the judgement could change: low, moderate or high. It is not a probability.

    Moderate takes two items that tell something, of two kinds, and a range no wider than .50; high takes four
    items of two channels, one of them measured and not told, and a range no wider than .30. ICD 203 asks for
    confidence and its basis and gives no numbers; these are ours.
    """
    telling = [s for s, log in zip(signs, log_ratios(signs, model), strict=True) if abs(log) > 1e-9]
    kinds, channels = {s.kind for s in telling}, {s.channel for s in telling}
    width = round(high - low, 4)
    if len(telling) >= 4 and len(kinds) >= 2 and len(channels) >= 2 and kinds & {*PHYSICAL} and width <= 0.30:
        return "high"
    return "moderate" if len(telling) >= 2 and len(kinds) >= 2 and width <= 0.50 else "low"


def _top(prior: float, signs: Sequence[Sign], logs: Floats, model: Model) -> float:
    """The bound from above, given which kinds of signs speak for the hypothesis."""
    kinds = {sign.kind for sign, log in zip(signs, logs, strict=True) if log > 0}
    bound = model.ceiling
    if not kinds & {*PHYSICAL}:
        bound = min(bound, model.text_ceiling)
    if len(kinds) < 2:
        bound = min(bound, model.one_kind_ceiling)
    return max(bound, min(prior, model.ceiling))


def _rates(sign: Sign, model: Model) -> tuple[float, float]:
    """Hit and false rate of the source's grade; an unknown grade is F."""
    found = ((hit, false) for grade, hit, false in model.rates if grade == sign.grade)
    hit, false = next(found, (0.5, 0.5))
    return false + sign.reading * (hit - false), false


def _capped(log: Floats, sign: Sign, model: Model) -> Floats:
    cap = np.log(10) * (model.physical_cap if sign.kind in PHYSICAL else model.text_cap)
    return np.clip(log, -cap, cap)


def _beta(rng: np.random.Generator, mean: float, weight: float, size: int) -> Floats:
    return rng.beta(max(mean * weight, 1e-3), max((1 - mean) * weight, 1e-3), size)


def _log_odds(p: ArrayLike) -> Floats:
    chance = np.asarray(p, dtype=np.float64)
    return np.asarray(np.log(chance / (1 - chance)))


def _probability(log_odds: ArrayLike) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.asarray(log_odds, dtype=np.float64))))

"""The model of evidence on worlds with known truth: how well do its ranges hold, and its probabilities.

In each world the true prior, the sources' rates and the strength of each sign are drawn as the model says
they vary; the model knows only what it was told. "The rates" are those of the sources: how often each reports
what happened and what did not (h and f of docs/methods/evidence-model.md). So the Bayesian it is held
against knows h and f of every source, and of the rest what the model knows; his answer is exact, with the
strengths he does not know integrated out. Beside him stand who also knows the true strengths, who also knows
the prior, and who knows no more than the model and integrates everything out: nobody can do better than he
without knowing more. Seeds are fixed; leaves with 1 when a bound is missed.
"""

import argparse
import sys
from functools import cache

import numpy as np

from vedette.assessment.posterior import Model, Sign, interval, posterior

CHANCES = ((0.8, 0.2), (0.7, 0.2), (0.7, 0.3), (0.5, 0.1), (0.5, 0.3), (0.9, 0.5))
KINDS = ("imagery", "ais", "official", "press", "list")
WEIGHT = 10.0
DRAWS = 20_000
LABELS = {
    "rates": "who knows the sources' rates (the target)",
    "ratios": "who also knows the true strengths of the signs",
    "all": "who also knows the true prior",
    "best": "who knows no more than the model, without error",
}


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--worlds", type=int, default=2000)
    worlds = asked.parse_args().worlds
    rng, model = np.random.default_rng(1), Model()
    squares: dict[str, list[float]] = {name: [] for name in ("ours", *LABELS)}
    inside = []
    for _ in range(worlds):
        happens, answers, held = one_world(rng, model)
        inside.append(held)
        for name, p in answers.items():
            squares[name].append((p - happens) ** 2)
    share, ours = float(np.mean(inside)), float(np.mean(squares["ours"]))
    print(f"{worlds} worlds, 1 to 6 signs looked for in each")
    print(f"80 % ranges hold the posterior of who knows all in {share:.1%} (asked: 75 to 85 %)")
    print(f"Brier {ours:.4f}; beside it on the same worlds:")
    for name, words in LABELS.items():
        brier = float(np.mean(squares[name]))
        asked_for = " (asked: 1.05)" if name == "rates" else ""
        print(f"  {brier:.4f}, ours {ours / brier:.3f} times that{asked_for}: {words}")
    ratio = ours / float(np.mean(squares["rates"]))
    return 0 if 0.75 <= share <= 0.85 and ratio <= 1.05 else 1


def one_world(rng: np.random.Generator, model: Model) -> tuple[bool, dict[str, float], bool]:
    """Whether it happens, what each answers, and whether our range holds the answer of who knows all."""
    rates = {grade: (hit, false) for grade, hit, false in model.rates}
    prior = float(rng.choice([0.05, 0.1, 0.2, 0.3]))
    true_prior = float(np.clip(rng.beta(prior * WEIGHT, (1 - prior) * WEIGHT), 1e-6, 1 - 1e-6))
    happens = rng.random() < true_prior
    log = dict.fromkeys(("rates", "ratios", "best"), odds(prior))
    signs = []
    for number in range(rng.integers(1, 7)):
        told = CHANCES[rng.integers(len(CHANCES))]
        grade = "ABCD"[rng.integers(4)]
        h, f = (rng.beta(rate * WEIGHT, (1 - rate) * WEIGHT) for rate in rates[grade])
        h = max(h, f)
        if_true, if_false = shifted(told, h, f, rng.normal(0, model.spread * np.log(10)))
        if rng.random() >= (if_true if happens else if_false):
            continue  # no report came; none of them counts what nobody was asked
        log["ratios"] += np.log(if_true / if_false)
        log["rates"] += np.log(np.divide(*given_rates(told, h, f, model)))
        log["best"] += np.log(np.divide(*given_grade(told, rates[grade], model)))
        kind = KINDS[rng.integers(len(KINDS))]
        signs.append(Sign(*told, grade, kind, f"channel {number}"))
    knows = 1 / (1 + np.exp(-(log["ratios"] - odds(prior) + odds(true_prior))))
    answers = {name: float(1 / (1 + np.exp(-value))) for name, value in log.items()}
    answers |= {"all": float(knows), "ours": posterior(prior, signs, model)}
    low, high = interval(prior, WEIGHT, signs, model)
    return happens, answers, bool(low <= np.clip(knows, model.floor, model.ceiling) <= high)


def odds(p: float) -> float:
    return float(np.log(p / (1 - p)))


def shifted(told: tuple[float, float], h: float, f: float, shift: float) -> tuple[float, float]:
    """The chances of a report when a person's ratio is off by ``shift``, in natural logs."""
    if_true, if_false = (p * (h - f) + f for p in told)
    return float(np.minimum(if_true * np.exp(shift / 2), 0.999)), float(
        np.minimum(if_false * np.exp(-shift / 2), 0.999)
    )


def given_rates(told: tuple[float, float], h: float, f: float, model: Model) -> tuple[float, float]:
    """The chances of a report for who knows h and f, over all shifts: Gauss and Hermite's rule, 21 points."""
    points, weights = hermite()
    shift = points * model.spread * np.log(10)
    if_true, if_false = (p * (h - f) + f for p in told)
    weights = weights / weights.sum()
    return (
        float(weights @ np.minimum(if_true * np.exp(shift / 2), 0.999)),
        float(weights @ np.minimum(if_false * np.exp(-shift / 2), 0.999)),
    )


@cache
def hermite() -> tuple[np.ndarray, np.ndarray]:
    return np.polynomial.hermite_e.hermegauss(21)


@cache
def given_grade(told: tuple[float, float], rates: tuple[float, float], model: Model) -> tuple[float, float]:
    """The chances of a report for who knows the grade alone: over h, f and the shift, by seeded draws."""
    rng = np.random.default_rng(7)
    h, f = (rng.beta(rate * WEIGHT, (1 - rate) * WEIGHT, DRAWS) for rate in rates)
    h = np.maximum(h, f)
    shift = rng.normal(0, model.spread * np.log(10), DRAWS)
    if_true, if_false = (p * (h - f) + f for p in told)
    return (
        float(np.minimum(if_true * np.exp(shift / 2), 0.999).mean()),
        float(np.minimum(if_false * np.exp(-shift / 2), 0.999).mean()),
    )


if __name__ == "__main__":
    sys.exit(main())

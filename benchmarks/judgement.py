"""The model of evidence on worlds with known truth: how well do its ranges hold, and its probabilities.

In each world the true prior, the sources' rates and the strength of each sign are drawn as the model says
they vary; the model knows only what it was told. Beside it stand three who know more: the sources' rates;
also the true ratios; also the prior. Seeds are fixed; leaves with 1 when a bound is missed.
"""

import argparse
import sys

import numpy as np

from vedette.assessment.posterior import Model, Sign, interval, posterior

CHANCES = ((0.8, 0.2), (0.7, 0.2), (0.7, 0.3), (0.5, 0.1), (0.5, 0.3), (0.9, 0.5))
KINDS = ("imagery", "ais", "official", "press", "list")


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--worlds", type=int, default=2000)
    worlds = asked.parse_args().worlds
    rng, model = np.random.default_rng(1), Model()
    rates = {grade: (hit, false) for grade, hit, false in model.rates}
    inside, ours, exact, ratios, all_known = [], [], [], [], []
    for _ in range(worlds):
        prior, weight = rng.choice([0.05, 0.1, 0.2, 0.3]), 10.0
        true_prior = float(np.clip(rng.beta(prior * weight, (1 - prior) * weight), 1e-6, 1 - 1e-6))
        happens = rng.random() < true_prior
        signs, log = [], np.log(true_prior / (1 - true_prior))
        by_rates = np.log(prior / (1 - prior))
        for number in range(rng.integers(1, 7)):
            told = CHANCES[rng.integers(len(CHANCES))]
            grade = "ABCD"[rng.integers(4)]
            h, f = (rng.beta(rate * 10, (1 - rate) * 10) for rate in rates[grade])
            h = max(h, f)
            # A person picked the ratio; the true one differs by a quarter of a power of ten.
            shift = np.exp(rng.normal(0, model.spread * np.log(10)))
            if_true, if_false = (p * (h - f) + f for p in told)
            rated = np.log(if_true / if_false)
            if_true = min(if_true * np.sqrt(shift), 0.999)
            if_false = min(if_false / np.sqrt(shift), 0.999)
            if rng.random() >= (if_true if happens else if_false):
                continue  # no report came; neither of the two counts what nobody was asked
            log += np.log(if_true / if_false)
            by_rates += rated
            kind = KINDS[rng.integers(len(KINDS))]
            signs.append(Sign(*told, grade, kind, f"channel {number}"))
        knows = 1 / (1 + np.exp(-log))
        p = posterior(float(prior), signs, model)
        low, high = interval(float(prior), weight, signs, model)
        inside.append(low <= np.clip(knows, model.floor, model.ceiling) <= high)
        ours.append((p - happens) ** 2)
        all_known.append((knows - happens) ** 2)
        stated = log - np.log(true_prior / (1 - true_prior)) + np.log(prior / (1 - prior))
        ratios.append((1 / (1 + np.exp(-stated)) - happens) ** 2)
        exact.append((1 / (1 + np.exp(-by_rates)) - happens) ** 2)
    share, ratio = np.mean(inside), np.mean(ours) / np.mean(exact)
    print(f"{worlds} worlds, 1 to 6 signs looked for in each")
    print(f"80 % ranges hold the posterior of who knows all in {share:.1%} (asked: 75 to 85 %)")
    print(
        f"Brier {np.mean(ours):.4f}, of who knows the rates {np.mean(exact):.4f}: {ratio:.3f} (asked: 1.05)"
    )
    print(f"Brier of who also knows the ratios {np.mean(ratios):.4f}, and the prior {np.mean(all_known):.4f}")
    return 0 if 0.75 <= share <= 0.85 and ratio <= 1.05 else 1


if __name__ == "__main__":
    sys.exit(main())

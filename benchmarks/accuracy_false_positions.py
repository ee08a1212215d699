"""How often false positions are found, and how often something else is called one, on made-up seas."""

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.events.false_scores import DETECTORS, REGIONS, scored, sea_of


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--ships", type=int, default=120)
    asked = parser.parse_args()
    truth, hits, wrong, days = Counter(), Counter(), Counter(), 0.0
    for region in REGIONS:
        for seed in range(1, asked.seeds + 1):
            sea = sea_of(region, seed, asked.ships, 40)
            rows = sea.positions()
            days += sea.ship_days
            truth.update(one[3] for one in sea.truth)
            for pattern, find in DETECTORS.items():
                _, false, missed = scored(sea, find(rows), pattern)
                wrong[pattern] += len(false)
                hits[pattern] += sum(one[3] == pattern for one in sea.truth) - len(missed)
    print(f"{days:,.0f} ship-days, {len(REGIONS)} regions, {asked.seeds} seeds each")
    for pattern in DETECTORS:
        print(
            f"{pattern}: {hits[pattern]} of {truth[pattern]} found ({hits[pattern] / truth[pattern]:.1%}), "
            f"{wrong[pattern]} that are none ({1000 * wrong[pattern] / days:.2f} in 1,000 ship-days)"
        )


if __name__ == "__main__":
    main()

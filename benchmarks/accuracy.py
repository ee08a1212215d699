"""How much of what ships truly did is found, and how much is found that they did not, on labelled seas.

For every kind of event: precision, recall and false alarms in 1,000 ship-days over three regions and three
seeds, and the worst of the nine. What counts as found is said in docs/methods/accuracy.md.
"""

import argparse
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from accuracy_scores import KINDS, Score, score, summed, there_are

from vedette import synthetic

STRANGE = ("euxine", "guinea")  # the second sea, of other habits


def cell(asked: tuple[str, int, int, int, str, float]) -> tuple[str, dict[str, Score]]:
    """The scores of one sea."""
    region, seed, ships, days, reception, noise_m = asked
    if region in STRANGE:
        stranger = synthetic.Strangers(region, seed, noise_m=noise_m)
        return f"{region} {seed}", score(synthetic.strange_sea(stranger))
    options = synthetic.Labelled(region, seed, ships, days=days, reception=reception, noise_m=noise_m)
    return f"{region} {seed}", score(synthetic.labelled_sea(options))


def line(kind: str, cells: dict[str, dict[str, Score]]) -> str:
    """One line of the table: all seas together, and the worst of them."""
    total = summed(scores[kind] for scores in cells.values())
    worst = {
        name: min(
            ((s[kind].share(name), cell) for cell, s in cells.items() if s[kind].share(name) is not None),
            default=None,
        )
        for name in ("precision", "recall")
    }
    parts = [f"{kind:<24}{total.truth:>7}{total.unseen:>7}{total.found:>7}{total.wrong:>7}"]
    for name in ("precision", "recall"):
        share, low = total.share(name), worst[name]
        parts.append(f"{'-' if share is None else f'{share:.3f}':>10}")
        parts.append("  -".ljust(20) if low is None else f"  ({low[0]:.3f} {low[1]})".ljust(20))
    return "".join(parts) + f"{1000 * total.wrong / total.ship_days:>9.2f}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ships", type=int, default=100)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--regions", nargs="+", default=["korea", "baltic", "oman"])
    parser.add_argument("--reception", default="dense", choices=["dense", "thin", "satellite"])
    parser.add_argument("--noise", type=float, default=10.0, help="metres")
    parser.add_argument("--kind", nargs="+", default=there_are(), choices=list(KINDS), metavar="KIND")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--misses", action="store_true", help="also what was missed and what was wrong")
    asked = parser.parse_args()
    started = time.monotonic()
    seas = [
        (region, seed, asked.ships, asked.days, asked.reception, asked.noise)
        for region, seed in product(asked.regions, range(asked.first, asked.first + asked.seeds))
    ]
    with ProcessPoolExecutor(asked.workers) as pool:
        cells = dict(pool.map(cell, seas))
    days = sum(scores[asked.kind[0]].ship_days for scores in cells.values())
    print(f"{len(seas)} seas, {days:,.0f} ship-days, {asked.reception} reception, noise {asked.noise:g} m")
    shares = f"{'precision':>10}{'  (worst)':<20}{'recall':>10}{'  (worst)':<20}"
    head = f"{'kind':<24}{'truth':>7}{'unseen':>7}{'found':>7}{'wrong':>7}"
    print(head + shares + f"{'per 1,000':>9}")
    for kind in asked.kind:
        print(line(kind, cells))
    looked: Counter[str] = Counter()
    for scores in cells.values():
        looked.update(reason for kind in asked.kind for reason in scores[kind].looked_like)
    print(
        "\nwhat was wrongly called an event:"
        if looked
        else "\nnothing that only looks like an event was called one"
    )
    for reason, count in looked.most_common():
        print(f"  {count:>5}  {reason}")
    if asked.misses:
        for name, scores in cells.items():
            for kind in asked.kind:
                for row in scores[kind].rows:
                    print(name, kind, row)
    print(f"{time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()

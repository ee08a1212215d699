"""Aliases on other draws, with other names that have no entry: how far the figures of one draw hold.

    python benchmarks/screening/draws.py [--lists FOLDER] [--seeds 11 12 13]

For each seed the aliases held out of OFAC's list are asked as in ``run.py``, among its entries less 1,000 taken
out whole. The threshold of 1 % is set in turn by names of four sorts: of entries no longer listed, of the
entries taken out, of persons who share a listed one's surname with another's given names, and of ships that
only the EU or the UK lists. Printed is recall of the first answer at that threshold, by kind.
"""

import argparse
import random
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import suites
from measures import Found, measured
from run import FLOOR, SHARED, among

from vedette.entities.grading import Query
from vedette.entities.screening import Lists, screen

TAKEN = 1_000
Names = list[tuple[str, str]]


def taken_out(suite: suites.Suite, draw: random.Random) -> Names:
    """Entries taken out of the list whole, none that an alias asks for; their names, where no other has them."""
    asked = {one for _, _, right in suite.asked for one in right}
    others = [one for one in suite.entities if one.id not in asked and one.kind in ("person", "organisation")]
    gone = {one.id: one for one in draw.sample(others, TAKEN)}
    suite.entities = [one for one in suite.entities if one.id not in gone]
    held = {suites.key(name) for one in suite.entities for name in one.names}
    return [(one.names[0], one.kind) for one in gone.values() if suites.key(one.names[0]) not in held]


def near_misses(suite: suites.Suite, draw: random.Random) -> Names:
    """Listed surnames with the given names of other persons of the list."""
    persons = [one.names[0] for one in suite.entities if one.kind == "person" and ", " in one.names[0]]
    held = {suites.key(name) for one in suite.entities for name in one.names}
    made = [
        f"{draw.choice(persons).split(', ')[0]}, {draw.choice(persons).split(', ', 1)[1]}"
        for _ in range(TAKEN)
    ]
    return [(name, "person") for name in made if suites.key(name) not in held]


def other_ships(lists: Path, suite: suites.Suite) -> Names:
    """Ships that only other lists have, under names that no entry bears."""
    ships = [one for one in suite.entities if one.kind == "vessel"]
    held = {suites.key(name) for one in suite.entities for name in one.names}
    numbers = {one.imo for one in ships}
    others = [one for one in (*suites.eu(lists), *suites.uk(lists)) if one.kind == "vessel"]
    names = {
        one.names[0] for one in others if one.imo not in numbers and suites.key(one.names[0]) not in held
    }
    return [(name, "vessel") for name in sorted(names)]


def answers(known: Lists, names: Sequence[tuple[str, str]]) -> list[Found]:
    asked = [Query(str(n), name, kind) for n, (name, kind) in enumerate(names)]
    return [[(one.entry.entity, one.score) for one in found] for _, found in screen(asked, known, FLOOR)]


def main() -> None:
    wish = argparse.ArgumentParser(description=__doc__)
    wish.add_argument("--lists", type=Path, default=SHARED)
    wish.add_argument("--seeds", type=int, nargs="+", default=[11, 12, 13])
    asked = wish.parse_args()
    if not asked.lists.is_dir():
        print(f"No lists in {asked.lists}: nothing measured.")
        return
    print("seed  names without entry      all  organisations  persons  ships   (recall@1 at 1 %)")
    for seed in asked.seeds:
        draw = random.Random(seed)
        suite = suites.aliases(asked.lists, draw, 1000)
        sorts = {"entries taken out": taken_out(suite, draw), "no longer listed": suite.none}
        sorts |= {"same surname": near_misses(suite, draw), "other ships": other_ships(asked.lists, suite)}
        known = among(suite.entities)
        found = answers(known, [(name, kind) for name, kind, _ in suite.asked])
        for sort, names in sorts.items():
            facts = asdict(replace(suite, none=names))
            rows = measured(facts, "vedette", [*found, *answers(known, names)], 0.0)
            at = "  ".join(f"{row.at_one:11.2f}" for row in rows)
            print(f"{seed:4d}  {sort:18s} {len(names):5,} {at}", flush=True)


if __name__ == "__main__":
    main()

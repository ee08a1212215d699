"""How many false positions of a made-up sea were found, and what was taken for one and is none."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from tests.events.false_circles import add_circles, real_turns
from tests.events.false_seas import HOURS, REGIONS, Sea, add_teleports, honest, near_misses
from tests.worlds import NOON
from vedette.events.circle import circling
from vedette.events.teleport import teleports

DETECTORS: dict[str, Callable[[pa.Table], pa.Table]] = {"teleport": teleports, "circle": circling}

JUMP_BACK_H = 1.0  # the jump back belongs to what it ends, whenever she is heard next


def sea_of(region: str, seed: int, ships: int, false: int) -> Sea:
    """One sea: so many honest ships, the near misses, and so many false ones of each pattern."""
    sea = Sea(np.random.default_rng([seed, *region.encode()]), REGIONS[region])
    for _ in range(ships):
        sea.add(sea.number(), honest(sea))
    near_misses(sea)
    add_teleports(sea, false)
    real_turns(sea)
    add_circles(sea, false)
    return sea


def scored(sea: Sea, found: pa.Table, pattern: str) -> tuple[int, list[dict[str, object]], list[object]]:
    """How many of a pattern's stretches were found, the events that are none, and what was missed."""
    hit: set[int] = set()
    wrong = []
    for row in found.to_pylist():
        start = (row["start"] - NOON).total_seconds() / 3600
        end = HOURS if row["end"] is None else (row["end"] - NOON).total_seconds() / 3600
        ours = [
            n
            for n, (mmsi, first, last, _) in enumerate(sea.truth)
            if mmsi == row["mmsi"] and start <= last + JUMP_BACK_H and end >= first - 0.1
        ]
        hit.update(ours)
        if not ours:
            wrong.append(row)
    ours = [n for n, one in enumerate(sea.truth) if one[3] == pattern]
    return len(hit & set(ours)), wrong, [sea.truth[n] for n in ours if n not in hit]

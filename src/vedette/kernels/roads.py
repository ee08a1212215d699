"""Roads: where ships were seen to lie at rest for hours, and not in twos, as they do at an anchorage."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vedette.kernels.runs import expanded, run_starts
from vedette.kernels.sphere import DEGREE_M, distance_m

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Rests(NamedTuple):
    """Rests of ships in order of latitude: whose, where it began, and the slot by which it had lasted."""

    mmsi: Ints
    lat: Floats
    lon: Floats
    lasted: Ints


class Pairs(NamedTuple):
    """Pairs of ships: where they lay together, the slot by which that was known, and their numbers."""

    lat: Floats
    lon: Floats
    by: Ints
    one: Ints
    other: Ints


def rests(mmsi: Ints, slot: Ints, where: tuple[Floats, Floats], still: Flags, size: int) -> Rests:
    """The rests of ``size`` slots on end or more among points at which a ship was still, and not one of two.

    Points come in order of ship and slot; those that do not count break a rest.

    >>> found = rests(np.full(4, 7), np.arange(4), (np.zeros(4), np.zeros(4)), np.array([0, 1, 1, 1]) > 0, 3)
    >>> found.lasted.tolist()
    [3]
    """
    kept = np.flatnonzero(still)
    begin = np.flatnonzero(run_starts(mmsi[kept], slot[kept] - np.arange(len(kept))))
    long = np.diff(np.append(begin, len(kept))) >= size
    first, lasted = kept[begin[long]], kept[begin[long] + size - 1]
    order = np.argsort(where[0][first], kind="stable")
    first, lasted = first[order], lasted[order]
    return Rests(mmsi[first], where[0][first], where[1][first], slot[lasted])


def others_at_rest(known: Rests, pairs: Pairs, reach_m: float) -> Ints:
    """For each pair: how many ships but the two had rested within the reach of them by then."""
    reach = reach_m / DEGREE_M
    low = np.searchsorted(known.lat, pairs.lat - reach)
    high = np.searchsorted(known.lat, pairs.lat + reach, "right")
    pair, place = expanded(high - low)
    rest = low[pair] + place
    whose = known.mmsi[rest]
    near = (known.lasted[rest] <= pairs.by[pair]) & (whose != pairs.one[pair]) & (whose != pairs.other[pair])
    pair, rest = pair[near], rest[near]
    metres = distance_m(pairs.lat[pair], pairs.lon[pair], known.lat[rest], known.lon[rest])
    pair, whose = pair[metres <= reach_m], known.mmsi[rest[metres <= reach_m]]
    order = np.lexsort((whose, pair))
    seen = pair[order][run_starts(pair[order], whose[order])]
    return np.bincount(seen, minlength=len(pairs.by))

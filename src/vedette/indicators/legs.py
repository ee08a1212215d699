"""Legs: a ship that called at one place and then at another, on a way somebody named.

A corridor's series rests on calls however they were found, so a voyage of which AIS saw the beginning and
imagery the end is one leg.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette.kernels import arrays, weeks

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
Ways = tuple[tuple[str, str, str], ...]
Corridors = tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]


@dataclass(frozen=True)
class Legs:
    """The legs found: the directed pair of places each belongs to, and the rows of its two calls."""

    pair: Ints
    left: Ints
    arrived: Ints


def pairs(corridors: Corridors) -> Ways:
    """The name of the series, the place left and the place reached, for each pair of each corridor."""
    return tuple(
        (f"legs/{name}/{start}>{to}", start, to)
        for name, starts, ends in corridors
        for start in starts
        for to in ends
        if start != to
    )


def legs(calls: pa.Table, when: Ints, ways: Ways, within_days: int) -> Legs:
    """Find the consecutive calls of one ship at the two places of a pair, at most ``within_days`` apart.

    A call of an unknown ship ends no leg and begins none.
    """
    if not ways or not len(calls):
        return Legs(*(np.empty(0, np.int64) for _ in range(3)))
    ship, place = calls["ship"], np.asarray(calls["place"].to_pylist(), dtype=object)
    sorting = pa.table({"ship": ship, "when": when, "event": calls["event"]})
    order = pc.sort_indices(sorting, [(name, "ascending") for name in sorting.column_names])
    order = order.take(pa.array(np.flatnonzero(ship.take(order).is_valid().to_numpy())))
    ships = arrays.ints(pc.rank(ship.take(order), tiebreaker="dense"))
    order = arrays.ints(order)
    before, after = order[:-1], order[1:]
    one = (ships[:-1] == ships[1:]) & (when[after] - when[before] <= within_days * weeks.DAY_US)
    before, after = before[one], after[one]
    found = [np.flatnonzero((place[before] == start) & (place[after] == to)) for _, start, to in ways]
    rows = np.concatenate(found)
    pair = np.repeat(np.arange(len(ways), dtype=np.int64), [len(some) for some in found])
    return Legs(pair, before[rows], after[rows])


def looked_at(looked: Flags, start: Ints, to: Ints, within_days: int) -> Flags:
    """True in a week where a leg could be noticed: its end was looked at then, its beginning in time."""
    back = -(-within_days // 7)
    recent = looked[start].copy()
    for shift in range(1, back + 1):
        recent[:, shift:] |= looked[start][:, :-shift]
    return looked[to] & recent

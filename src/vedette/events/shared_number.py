"""Shared number: two ships say the same IMO number at the same time."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette.events.identity_rows import apart, either_source, taken_over
from vedette.events.rows import details, events
from vedette.kernels.arrays import HOUR_US, ints, times
from vedette.kernels.hulls import slug
from vedette.kernels.marks import imo_valid, mmsi_is_ship
from vedette.kernels.runs import expanded, first_not_below, run_ids, run_starts
from vedette.steps import Step

Ints = NDArray[np.int64]
MOST_SHIPS = 20  # said by more, a number is one that a maker or a crew made up


@dataclass(frozen=True)
class SharedNumber:
    """How near in time two numbers must be said to be said at once.

    A ship says it every six minutes, but files give each thing said once, so the hour stands for overlap. A
    hull that stopped saying one MMSI as it began with the other, and said each for longer, changed it: see
    ``number_change``.
    """

    at_once_hours: float = 1.0


def shared_numbers(identities: pa.Table, options: SharedNumber = SharedNumber()) -> pa.Table:
    """Find the pairs of MMSI that say one IMO number at once; the check digit of the number is right.

    One row for a pair, the lower MMSI first, from when both said it to when one of them stopped. It is known
    at the first statement in hand that shows both in use: a statement between the first and the last of a
    ship is not in hand, so it may have been known earlier, never later. A number said by more than 20 ships
    tells nothing of any two.
    """
    said = identities.filter(pc.field("imo").is_valid() & pc.field("mmsi").is_valid())
    said = said.filter(pa.array(imo_valid(ints(said["imo"])) & mmsi_is_ship(ints(said["mmsi"]))))
    said = said.sort_by(
        [(name, "ascending") for name in ("imo", "mmsi", "start", "end", "name", "call_sign")]
    )
    if not len(said):
        return events("identity_clash", "shared_number/1", {"mmsi": [], "start": []})
    ships = _ships(said)
    pairs = _pairs(ships, options)
    return apart(_rows(said, ships, pairs, options), "imo")


class Ships(NamedTuple):
    """Each MMSI of each IMO number: its first row, and when it was first and last said."""

    imo: Ints
    mmsi: Ints
    row: Ints
    start: Ints
    end: Ints


def _ships(said: pa.Table) -> Ships:
    imo, mmsi = ints(said["imo"]), ints(said["mmsi"])
    row = np.flatnonzero(run_starts(imo, mmsi))
    start = np.minimum.reduceat(ints(said["start"]), row)
    return Ships(imo[row], mmsi[row], row, start, np.maximum.reduceat(ints(said["end"]), row))


def _pairs(ships: Ships, options: SharedNumber) -> tuple[Ints, Ints]:
    """The pairs of rows of ``ships`` with one IMO number that was said of both at once."""
    begins = run_starts(ships.imo)
    size = np.bincount(run_ids(begins))[run_ids(begins)]
    place = np.arange(len(begins)) - np.maximum.accumulate(np.where(begins, np.arange(len(begins)), 0))
    after = np.where(size <= MOST_SHIPS, size - place - 1, 0)
    one, step = expanded(after)
    other = one + 1 + step
    between = np.maximum(ships.start[one], ships.start[other]) - np.minimum(ships.end[one], ships.end[other])
    at_once = between <= options.at_once_hours * HOUR_US
    at_once &= ~(_handed_on(ships, one, other, options) | _handed_on(ships, other, one, options))
    return one[at_once], other[at_once]


def _handed_on(ships: Ships, one: Ints, other: Ints, options: SharedNumber) -> NDArray[np.bool_]:
    span = (ships.start[one], ships.end[one], ships.start[other], ships.end[other])
    return taken_over(*span, round(options.at_once_hours * HOUR_US))


def _rows(said: pa.Table, ships: Ships, pairs: tuple[Ints, Ints], options: SharedNumber) -> pa.Table:
    one, other = pairs
    both = np.maximum(ships.start[one], ships.start[other])
    stopped = np.maximum(np.minimum(ships.end[one], ships.end[other]), both)
    name, other_name = (said["name"].take(pa.array(ships.row[rows])) for rows in pairs)
    named = [(a, b, slug(a or "") == slug(b or "")) for a, b in zip(*_lists(name, other_name), strict=True)]
    columns = {
        "mmsi": pa.array(ships.mmsi[one]),
        "other_mmsi": pa.array(ships.mmsi[other]),
        "imo": pa.array(ships.imo[one]),
        "other_imo": pa.array(ships.imo[other]),
        "start": times(both),
        "end": times(stopped),
        "known": times(_known(said, ships, pairs, options)),
        "source": either_source(*(said["source"].take(pa.array(ships.row[rows])) for rows in pairs)),
        "because": pa.array(
            [
                a[:1] + b[:1]
                for a, b in zip(*_lists(*(_because(said, ships.row[rows]) for rows in pairs)), strict=True)
            ],
            pa.list_(pa.string()),
        ),
        "details": details(
            {
                "class": ["one IMO number, two MMSI"] * len(one),
                "imo": ships.imo[one].tolist(),
                "name": [a for a, _, _ in named],
                "other_name": [b for _, b, _ in named],
                "same_name": [same for _, _, same in named],
            }
        ),
    }
    return events("identity_clash", "shared_number/1", columns)


def _lists(*columns: pa.ChunkedArray) -> list[list[Any]]:
    return [column.to_pylist() for column in columns]


def _because(said: pa.Table, rows: Ints) -> pa.ChunkedArray:
    return said["because"].take(pa.array(rows))


def _known(said: pa.Table, ships: Ships, pairs: tuple[Ints, Ints], options: SharedNumber) -> Ints:
    """When the ship that said it first is in hand as saying it still, at or after the other began."""
    one, other = pairs
    earlier = np.where(ships.start[one] <= ships.start[other], one, other)
    both = np.maximum(ships.start[one], ships.start[other])
    ship = np.tile(run_ids(run_starts(ints(said["imo"]), ints(said["mmsi"]))), 2)
    moment = np.concatenate([ints(said["start"]), ints(said["end"])])
    order = np.lexsort((moment, ship))
    ship, moment = ship[order], moment[order]
    low, high = np.searchsorted(ship, earlier, "left"), np.searchsorted(ship, earlier, "right")
    still = first_not_below(moment, low, high, both - round(options.at_once_hours * HOUR_US))
    return np.asarray(np.maximum(moment[np.minimum(still, len(moment) - 1)], both))


STEP = Step(
    "shared_number", takes=("identities",), gives="events", run=shared_numbers, options=SharedNumber(), by=""
)

"""Identity change: a ship takes another name, call sign or IMO number and keeps it."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette.events.identity_rows import apart
from vedette.events.rows import details, events, heard_until, picked, records, sources
from vedette.kernels.arrays import HOUR_US, ints, times
from vedette.kernels.marks import imo_valid, mmsi_is_ship
from vedette.kernels.runs import last_true, run_ids, run_starts
from vedette.steps import Step

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

FIELDS = ("name", "call_sign", "imo")
NAME_CHARACTERS = 20  # an AIS message holds no more (ITU-R M.1371-5, table 52)


@dataclass(frozen=True)
class IdentityChange:
    """How often and how long a new value must be said before it counts.

    Three sightings are what Spire asks of a new static value; a day keeps out a slip, and what two ships
    with one number say by turns. Where a file gives each thing said once, three are not to be had: there a
    value counts that nothing contradicts for a week, since a file is seldom longer than a day.
    """

    min_sightings: int = 3
    min_hours: float = 24.0
    unsaid_days: float = 7.0


class Turns(NamedTuple):
    """Stretches in which a ship says the same in one field: first row, first time, when it was settled."""

    row: Ints
    start: Ints
    settled: Ints


NEVER = np.iinfo(np.int64).max


def identity_changes(
    statics: pa.Table, options: IdentityChange = IdentityChange(), until: datetime | None = None
) -> pa.Table:
    """Find where a number says another name, call sign or IMO number than before, and stays with it.

    A value is settled once it was said ``min_sightings`` times over at least ``min_hours``, or not
    contradicted for ``unsaid_days``, with nothing else said between. The value before must have been
    settled too, or be the first and have held for ``min_hours``; so a slip, and a flicker there and back, is
    no change. Case, spaces, punctuation and what is cut off after 20 characters do not count, nor do IMO
    numbers with a wrong check digit. The change lasts from the last row that said the old value to the first
    that said the new one, and is known when the new one was settled.
    """
    said = heard_until(statics.filter(pc.field("mmsi").is_valid() & pc.field("time").is_valid()), until)
    said = said.filter(pa.array(mmsi_is_ship(ints(said["mmsi"])))).sort_by(
        [(name, "ascending") for name in ("mmsi", "time", "record")]
    )
    latest = NEVER if until is None else int(pa.scalar(until, pa.timestamp("us")).value)
    found = [_changes(said, field, latest, options) for field in FIELDS]
    return apart(pa.concat_tables(found), "field")


def alike(column: pa.ChunkedArray, field: str) -> pa.ChunkedArray:
    """What of a value counts when it is compared; null when it says nothing.

    >>> alike(pa.chunked_array([["Paek Yang-San 1", " PAEK YANGSAN 1"]]), "name").to_pylist()
    ['paekyangsan1', 'paekyangsan1']
    """
    if field == "imo":
        imo = ints(column)
        return pa.chunked_array([pa.array(imo, mask=~imo_valid(imo)).cast(pa.string())])
    text = pc.utf8_slice_codeunits(pc.utf8_trim_whitespace(column), 0, NAME_CHARACTERS)
    plain = pc.replace_substring_regex(pc.utf8_lower(text), r"[^\p{L}\p{N}]", "")
    return pc.if_else(pc.equal(plain, ""), pa.scalar(None, pa.string()), plain)


def _changes(said: pa.Table, field: str, latest: int, options: IdentityChange) -> pa.Table:
    rule = "identity_change/1"
    value = alike(said[field], field)
    rows = np.flatnonzero(np.asarray(value.is_valid().to_numpy(), dtype=np.bool_))
    if not len(rows):
        return events("identity_change", rule, {"mmsi": [], "start": []})
    codes = pc.dictionary_encode(value.take(pa.array(rows)).combine_chunks()).indices
    code = np.asarray(codes.to_numpy(zero_copy_only=False), dtype=np.int64)
    mmsi, time = ints(said["mmsi"])[rows], ints(said["time"])[rows]
    begins = run_starts(mmsi, code)
    turns = _turns(mmsi, time, begins, latest, options)
    first_of_ship = run_starts(mmsi[turns.row])
    held = np.append(turns.start[1:], NEVER)[: len(turns.row)] - turns.start
    held[np.append(first_of_ship[1:], True)[: len(held)]] = 0
    counts = (turns.settled < NEVER) | (first_of_ship & (held >= options.min_hours * HOUR_US))
    old = _before(last_true(counts, first_of_ship), first_of_ship)
    new = np.flatnonzero((turns.settled < NEVER) & (old >= 0) & ~first_of_ship)
    new = new[code[turns.row[new]] != code[turns.row[old[new]]]]
    # The last row that said the old value, also when it was said once more for a short while.
    again = code[turns.row[new - 1]] == code[turns.row[old[new]]]
    last_old = turns.row[np.where(again, new, old[new] + 1)] - 1
    return _rows(said, field, rows[last_old], rows[turns.row[new]], turns.settled[new])


def _turns(mmsi: Ints, time: Ints, begins: Flags, latest: int, options: IdentityChange) -> Turns:
    first = np.flatnonzero(begins)
    turn = run_ids(begins)
    nth = np.arange(len(time)) - first[turn] + 1
    since = time - time[first][turn]
    enough = (nth >= options.min_sightings) & (since >= options.min_hours * HOUR_US)
    settled = np.full(len(first), NEVER)
    np.minimum.at(settled, turn[enough], time[enough])
    # Nothing else said for days, be it that the same was said again or that the record went on.
    follows = np.append(time[first[1:]], NEVER)[: len(first)]
    follows[np.append(mmsi[first[1:]] != mmsi[first[:-1]], True)[: len(first)]] = NEVER
    unsaid = time[first] + round(options.unsaid_days * 24 * HOUR_US)
    went_on = np.maximum.reduceat(time, np.flatnonzero(run_starts(mmsi)))[run_ids(run_starts(mmsi))][first]
    record_end = went_on if latest == NEVER else np.full(len(first), latest)
    alone = (follows > unsaid) & (unsaid <= record_end)
    return Turns(first, time[first], np.where(alone, np.minimum(settled, unsaid), settled))


def _before(latest: Ints, first_of_ship: Flags) -> Ints:
    """The latest value of the row before, -1 on the first row of a ship."""
    shifted = np.append(-1, latest[:-1])
    return np.where(first_of_ship, -1, shifted)


def _rows(said: pa.Table, field: str, old: Ints, new: Ints, known: Ints) -> pa.Table:
    names = sources(said["source"])
    codes = np.sort(np.stack([names.codes[old], names.codes[new]]), axis=0)
    time = ints(said["time"])
    columns = {
        "mmsi": picked(said["mmsi"], new),
        "start": times(time[old]),
        "end": times(time[new]),
        "known": times(known),
        "source": pa.array(names.joined(codes[0], codes[1]), pa.string()),
        "because": pa.array(
            records(picked(said["record"], old), picked(said["record"], new)), pa.list_(pa.string())
        ),
        "details": details(
            {
                "field": [field] * len(new),
                "before": picked(said[field], old).to_pylist(),
                "after": picked(said[field], new).to_pylist(),
            }
        ),
    }
    return events("identity_change", "identity_change/1", columns)


STEP = Step(
    "identity_change",
    takes=("statics",),
    gives="events",
    run=identity_changes,
    options=IdentityChange(),
    timed=True,
)

"""What the record says by some moment: which rows were known, which places are watched, who looked when."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette import fields
from vedette.kernels import arrays, weeks
from vedette.kernels.runs import expanded

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Looks:
    """That somebody looked at a place in a week; ``empty`` when it is also known that nobody was there."""

    place: Ints
    week: Ints
    empty: Flags


@dataclass(frozen=True)
class Heard:
    """How loud a place was in a week, 1 in a usual one; and a source for each place."""

    place: Ints
    week: Ints
    loudness: Floats
    sources: tuple[str | None, ...]


def micros_of(until: datetime) -> int:
    """A moment in microseconds since 1970."""
    return int(_at(until).cast(pa.int64()).as_py())


def watched(places: pa.Table, named: tuple[str, ...]) -> pa.Array:
    """The ids of the places that are watched, in order: those named, or if none each that has a role."""
    if named:
        return pa.array(sorted(set(named)), pa.string())
    return pc.unique(places.filter(pc.field("role").is_valid())["place"].drop_null()).sort()


def known_by(events: pa.Table, kind: str, until: datetime) -> pa.Table:
    """The events of a kind that were known by some moment; where that is not said, they were at their end."""
    of_kind = events.filter(pc.equal(events["kind"], kind))
    return of_kind.filter(pa.array(known(of_kind) <= micros_of(until)))


def known(events: pa.Table) -> Ints:
    """When each event was known; never, for one that has no time at all."""
    when = pc.coalesce(events["known"], events["end"], events["start"])
    return arrays.ints(when, null=np.iinfo(np.int64).max)


def codes(column: pa.ChunkedArray, among: pa.Array) -> Ints:
    """The place of each value among some values; -1 when it is not one of them, or null."""
    return arrays.ints(pc.index_in(column, among, skip_nulls=True).cast(pa.int64()), null=-1)


def looks(sightings: pa.Table, among: pa.Array, clock: str, long_days: int, until: datetime) -> Looks:
    """Who looked when, from sightings and published counts known by ``until`` on a clock.

    One sighting shows that its week was looked at: the week of its end, when it can no longer have been
    later. A negative one also clears the weeks wholly inside its span. A sighting spread over more than
    ``long_days`` and a published count above zero show that somebody looked, not how many came in which
    week; a count of zero clears every week wholly inside its period.
    """
    rows = sightings.filter(pc.is_in(sightings["place"], among))
    end = pc.coalesce(rows["end"], rows["start"])
    published = pc.coalesce(rows["published"], end)
    now = micros_of(until)
    first, last = arrays.ints(pc.coalesce(rows["start"], end)), arrays.ints(end, null=now + 1)
    total, cargo = _equal(rows["subject"], "count"), _equal(rows["subject"], "cargo")
    told = (arrays.ints(published, null=now + 1) if clock == "published" else last) <= now
    # On the observed clock the weeks of a count become known one by one, each when it is over.
    told |= total & (clock != "published") & arrays.known(end)
    told &= total | cargo | _equal(rows["subject"], "ship")
    negative = np.asarray(pc.fill_null(rows["negative"], False).to_numpy(), dtype=np.bool_)
    negative |= total & (arrays.floats(rows["count"]) == 0)
    long = last - first > long_days * weeks.DAY_US
    place, spread = codes(rows["place"], among), told & (total | long | negative)
    since, past = weeks.whole_weeks(first[spread], last[spread])
    row, member = expanded(np.maximum(np.minimum(past, weeks.week_of(now)) - since, 0))
    once = told & ~total & (negative | ~long)
    return Looks(
        np.concatenate([place[spread][row], place[once]]),
        np.concatenate([since[row] + member, weeks.week_of(last[once])]),
        np.concatenate([negative[spread][row], (negative | cargo)[once]]),
    )


def heard(exposures: pa.Table, among: pa.Array, until: datetime) -> Heard:
    """What was heard round the places in the weeks begun by ``until``.

    The usual week is the median of the place's weeks in which anything was heard, in hours of ships.
    """
    rows = exposures.filter(pc.is_in(exposures["place"], among))
    rows = rows.filter(pc.less_equal(rows["start"], _at(until)))
    place, week = codes(rows["place"], among), weeks.week_of(arrays.ints(rows["start"]))
    hours = np.nan_to_num(arrays.floats(rows["ship_hours"]))
    usual = np.ones(len(among))
    sources: list[str | None] = [None] * len(among)
    names = rows["source"].to_pylist()
    for one, name in set(zip(place.tolist(), names, strict=True)):
        # A name that says "made up" outranks one that does not.
        sources[one] = max(sources[one], name, key=lambda n: ((n or "").startswith("synthetic:"), n or ""))
    for one in np.unique(place[hours > 0]):
        usual[one] = np.median(hours[(place == one) & (hours > 0)])
    return Heard(place, week, hours / usual[place], tuple(sources))


def tally(shape: tuple[int, ...], row: Ints, column: Ints, weight: Floats | None = None) -> Floats:
    """How many (or how much) falls on each row and column; what lies outside is left out."""
    inside = (column >= 0) & (column < shape[1])
    flat = row[inside] * shape[1] + column[inside]
    kept = None if weight is None else weight[inside]
    return np.bincount(flat, kept, minlength=shape[0] * shape[1]).astype(np.float64).reshape(shape)


def _at(until: datetime) -> pa.Scalar:
    return pa.scalar(until, fields.TIME)


def _equal(column: pa.ChunkedArray, value: str) -> Flags:
    return np.asarray(pc.fill_null(pc.equal(column, value), False).to_numpy(), dtype=np.bool_)

"""Counting things by series and week, for signs that only differ in what they count and where one looked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa

from vedette import fields
from vedette.indicators import record, series
from vedette.indicators.novelty import Counted, Weekly
from vedette.kernels.weeks import week_of

Floats = record.Floats
Flags = record.Flags
Ints = record.Ints


@dataclass(frozen=True)
class Things:
    """What was counted, one a row: its series, when it counts, when it was known; and its id and source."""

    series: Sequence[str]
    when: Ints
    known: Ints
    events: pa.Table


@dataclass(frozen=True)
class Looked:
    """The series there are, from which week on, and for each week how much was looked; 0 is not observed."""

    names: tuple[str, ...]
    first: int
    exposure: Floats
    sources: tuple[str | None, ...]


def counted(
    things: Things, looked: Looked, options: series.Series, until: datetime, rule: str, *, told: bool = False
) -> pa.Table:
    """The rows of the series: counts where it was looked enough, else missing; ``told`` as in ``Weekly``."""
    place = {name: row for row, name in enumerate(looked.names)}
    row = np.asarray([place.get(name, -1) for name in things.series], dtype=np.int64)
    week = week_of(things.when)
    mine = row >= 0
    if not looked.names or not looked.exposure.size:
        return fields.empty("indicators")
    tally = record.tally(looked.exposure.shape, row[mine], week[mine] - looked.first)
    counts = np.where(looked.exposure >= options.min_exposure, tally, np.nan)
    many = np.full(len(looked.names), told)
    weekly = Weekly(looked.names, looked.first, counts, looked.exposure, many, looked.sources)
    events = things.events.take(pa.array(np.flatnonzero(mine)))
    adds = np.ones(int(mine.sum()), dtype=np.bool_)
    basis = Counted(row[mine], week[mine], events, things.known[mine], adds)
    return series.rows(weekly, basis, options, until, rule)


def heard_at(exposures: pa.Table, among: pa.Array, prefix: str, until: datetime) -> Looked:
    """The series of some places, looked at as much as was heard round them, from the first week heard on."""
    heard = record.heard(exposures, among, until)
    now = int(week_of(record.micros_of(until)))
    first = int(heard.week.min()) if len(heard.week) else now + 1
    shape = len(among), max(now + 1 - first, 0)
    exposure = record.tally(shape, heard.place, heard.week - first, heard.loudness)
    names = tuple(f"{prefix}/{place}" for place in among.to_pylist())
    return Looked(names, first, exposure, heard.sources)


def always(names: Sequence[str], since: int, until: datetime) -> Looked:
    """Series that are looked at in every week from ``since`` (microseconds) to the end."""
    first, now = int(week_of(since)), int(week_of(record.micros_of(until)))
    shape = len(names), max(now + 1 - first, 0)
    return Looked(tuple(names), first, np.ones(shape), (None,) * len(names))

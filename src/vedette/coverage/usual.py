"""Usual: what each cell usually hears at this hour, and how well a ship would have been heard in it."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette.fields import conform
from vedette.kernels.arrays import HOUR_US, floats, ints, reals
from vedette.kernels.totals import Floats, Ints, Totals
from vedette.steps import Step


@dataclass(frozen=True)
class Usual:
    """From how much of the past the usual is taken.

    Four weeks hold each day of the week four times and are short enough to follow a station that is moved
    or a season; ``min_hours`` of listening, one day of each, must lie behind before anything is usual. Both
    are our choice; docs/methods/coverage.md says what they cost.
    """

    days: int = 28
    min_hours: int = 24


def usual(coverage: pa.Table, options: Usual = Usual()) -> pa.Table:
    """The same cells and hours, with the usual number of messages and how well a ship was heard.

    ``usual_messages`` is the square of the mean root of the messages of the cell at this hour of the day and
    the one on either side, over the days before it; hours in which the feed heard anybody anywhere count,
    with nothing when the cell heard nothing. The root keeps one loud hour from making all others look quiet,
    as a median does, and is not nought where ships are few, as a median is.

    ``heard`` = (n + 1/2) / (n + 1) x (1 - exp(-r x min(1, messages / usual))), with n the ships heard in the
    hour and r the messages of the cell for each ship and hour in which she was heard, this one included. The
    first part is what n ships of n heard say of the next (Jeffreys' prior); the second is the chance that one
    who sends as others do is heard at all. What the hour heard less than usual lowers r.
    """
    if not len(coverage):
        return coverage
    cell = ints(pc.index_in(coverage["cell"], pc.unique(coverage["cell"]).sort()))
    hour = ints(coverage["hour"]) // HOUR_US
    messages, ships = floats(coverage["messages"]), np.maximum(floats(coverage["ships"]), 1.0)
    expected = _usual(cell, hour, messages, options)
    past = Totals(cell, hour, messages, ships)
    said, by = past.all_between(cell, hour - 24 * options.days, hour + 1)
    loudness = np.where(np.isnan(expected), 1.0, np.minimum(1.0, messages / np.maximum(expected, 1e-9)))
    heard = (ships + 0.5) / (ships + 1.0) * -np.expm1(-said / by * loudness)
    columns = {"usual_messages": reals(np.round(expected, 3)), "heard": reals(np.round(heard, 4))}
    for name, column in columns.items():
        coverage = coverage.set_column(coverage.column_names.index(name), name, column)
    return conform(coverage, "coverage")


def _usual(cell: Ints, hour: Ints, messages: Floats, options: Usual) -> Floats:
    day, of_day = hour // 24, hour % 24
    loud = Totals(cell * 24 + of_day, day, np.sqrt(messages))
    listening = np.unique(hour)
    listened = Totals(listening % 24, listening // 24, np.ones(len(listening)))
    total, hours = np.zeros(len(hour)), np.zeros(len(hour))
    for beside in (-1, 0, 1):
        near = (of_day + beside) % 24
        total += loud.between(cell * 24 + near, day - options.days, day)
        hours += listened.between(near, day - options.days, day)
    # Three of the 24 hours of a day are looked at, so a day of each is three.
    enough = hours >= max(1.0, options.min_hours / 8)
    return np.where(enough, np.square(total / np.maximum(hours, 1.0)), np.nan)


STEP = Step("usual", takes=("coverage",), gives="coverage", run=usual, options=Usual(), by="")

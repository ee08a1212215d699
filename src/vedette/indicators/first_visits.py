"""First visits and new ties: ships never at a place before, and pairs of places never joined before."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette.indicators import counting, record, series
from vedette.kernels import arrays, weeks
from vedette.steps import Step


@dataclass(frozen=True)
class FirstVisits(series.Series):
    """Which places are watched, how long the record must be before "first" says anything, what a voyage is.

    90 days is longer than a round voyage of a tramp (as in ``first_call``); a voyage of 60 is a long one.
    """

    watched: tuple[str, ...] = ()
    record_days: float = 90.0
    voyage_days: float = 60.0


def first_visits(
    events: pa.Table,
    exposures: pa.Table,
    places: pa.Table,
    options: FirstVisits = FirstVisits(),
    *,
    until: datetime,
) -> pa.Table:
    """Count first visits and new ties by place and week, with exposure, band and surprise.

    ``first``: calls of known ships that were never seen there. ``ties``: arrivals from a place from which
    nobody was seen to come before. Neither is a sign by itself: the series says whether there are more than
    usual. Calls in the first ``record_days`` of the record are not counted: everything is new there.
    """
    among = record.watched(places, options.watched)
    calls = record.known_by(events, "port_call", until)
    calls = calls.filter(pc.and_(calls["ship"].is_valid(), calls["place"].is_valid()))
    calls = calls.sort_by([("start", "ascending"), ("event", "ascending")])
    when = arrays.ints(pc.coalesce(calls["start"], calls["end"]), null=-1)
    first, ties = _new(calls, when, options)
    here = pc.is_in(calls["place"], among).to_numpy()
    ripe = when >= (int(when.min()) if len(when) else 0) + options.record_days * weeks.DAY_US
    rows = np.concatenate([np.flatnonzero(flag & here & ripe) for flag in (first, ties)])
    many = int((first & here & ripe).sum())
    places_of = calls["place"].to_pylist()
    named = [f"{'first' if n < many else 'ties'}/{places_of[row]}" for n, row in enumerate(rows)]
    things = counting.Things(named, when[rows], record.known(calls)[rows], calls.take(pa.array(rows)))
    a, b = (counting.heard_at(exposures, among, prefix, until) for prefix in ("first", "ties"))
    looked = counting.Looked(
        (*a.names, *b.names), a.first, np.concatenate([a.exposure, b.exposure]), (*a.sources, *b.sources)
    )
    return counting.counted(things, looked, options, until, "first_visits/1")


def _new(calls: pa.Table, when: record.Ints, options: FirstVisits) -> tuple[record.Flags, record.Flags]:
    """True where a ship calls for the first time, and where she comes from a place nobody came from."""
    first, ties = np.zeros(len(calls), dtype=np.bool_), np.zeros(len(calls), dtype=np.bool_)
    been: set[tuple[str, str]] = set()
    joined: set[tuple[str, str]] = set()
    last: dict[str, tuple[str, int]] = {}
    pairs = zip(calls["ship"].to_pylist(), calls["place"].to_pylist(), strict=True)
    for row, (ship, place) in enumerate(pairs):
        first[row] = (ship, place) not in been
        been.add((ship, place))
        left, at = last.get(ship, (place, 0))
        if left != place and when[row] - at <= options.voyage_days * weeks.DAY_US:
            ties[row] = (left, place) not in joined
            joined.add((left, place))
        last[ship] = place, int(when[row])
    return first, ties


STEP = Step(
    "first_visits",
    takes=("events", "exposures", "places"),
    gives="indicators",
    run=first_visits,
    options=FirstVisits(),
    by="",
    timed=True,
)

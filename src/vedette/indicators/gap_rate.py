"""Gap rate: ships that fell silent, or were heard again, near a watched place, week by week."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette import fields
from vedette.indicators import novelty, record, series
from vedette.kernels import arrays, weeks
from vedette.kernels.areas import areas, near
from vedette.steps import Step


@dataclass(frozen=True)
class GapRate(series.Series):
    """Which gaps are counted: near which places (none named: every place with a role), and how near.

    100 km is about five hours at the 11 knots of a small cargo ship: near enough that the place can be why.
    """

    watched: tuple[str, ...] = ()
    near_m: float = 100_000.0


def gap_rate(
    events: pa.Table,
    exposures: pa.Table,
    places: pa.Table,
    options: GapRate = GapRate(),
    *,
    until: datetime,
) -> pa.Table:
    """Count the gaps a week that begin or end near each place, with exposure, band and surprise.

    A gap counts in the week it began. One that nobody could have heard (``details.class`` unobserved) says
    nothing of the ship and does not count. A week in which too little was heard near the place is missing.
    """
    among = record.watched(places, options.watched)
    heard = record.heard(exposures, among, until)
    if not len(heard.week):
        return fields.empty("indicators")
    gaps = _heard_of(record.known_by(events, "gap", until))
    place, row = _near(gaps, places, among, options.near_m)
    first = int(heard.week.min())
    shape = len(among), int(weeks.week_of(record.micros_of(until))) + 1 - first
    week = weeks.week_of(arrays.ints(gaps["start"]))[row]
    exposure = record.tally(shape, heard.place, heard.week - first, heard.loudness)
    counts = np.where(exposure >= options.min_exposure, record.tally(shape, place, week - first), np.nan)
    names = tuple(f"gaps/{name}" for name in among.to_pylist())
    told = np.zeros(len(among), dtype=np.bool_)
    weekly = novelty.Weekly(names, first, counts, exposure, told, heard.sources)
    adds = np.ones(len(row), dtype=np.bool_)
    counted = novelty.Counted(place, week, gaps.take(pa.array(row)), record.known(gaps)[row], adds)
    return series.rows(weekly, counted, options, until, rule="gap_rate/1")


def _heard_of(gaps: pa.Table) -> pa.Table:
    """The gaps in which somebody listened."""
    unheard = pc.match_substring_regex(gaps["details"], r'"class":\s*"unobserved"')
    return gaps.filter(pc.invert(pc.fill_null(unheard, False)))


def _near(
    gaps: pa.Table, places: pa.Table, among: pa.Array, near_m: float
) -> tuple[record.Ints, record.Ints]:
    """Each place with each gap, once, that begins or ends within some metres of it."""
    rows = places.filter(pc.is_in(places["place"], among))
    sea = areas(rows["geometry"].to_pylist(), np.nan_to_num(arrays.floats(rows["radius_m"])))
    place = record.codes(rows["place"], among)
    rim = np.full(len(rows), near_m)
    ends = [
        near(sea, arrays.floats(gaps[lat]), arrays.floats(gaps[lon]), rim)
        for lat, lon in (("lat", "lon"), ("end_lat", "end_lon"))
    ]
    pairs = np.concatenate([np.stack([place[end.area], end.row]) for end in ends], axis=1)
    once = np.unique(pairs, axis=1)
    return once[0], once[1]


STEP = Step(
    "gap_rate",
    takes=("events", "exposures", "places"),
    gives="indicators",
    run=gap_rate,
    options=GapRate(),
    by="",
    timed=True,
)

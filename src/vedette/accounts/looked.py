"""Looked: in which weeks anybody looked at the watched places, or listened there."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette import fields
from vedette.kernels import arrays, weeks
from vedette.kernels.runs import expanded


@dataclass(frozen=True)
class Looked:
    """Numbers of weeks: those in which somebody looked at a watched place, and those with AIS heard there."""

    by_eye: frozenset[int]
    by_ais: frozenset[int]

    @property
    def either(self) -> frozenset[int]:
        """Weeks in which a call could have been noticed."""
        return self.by_eye | self.by_ais


def looked(
    sightings: pa.Table, exposures: pa.Table, watched: frozenset[str], clock: str, until: datetime
) -> Looked:
    """The weeks up to a moment in which anybody looked at any of the watched places, or heard ships there.

    A sighting shows that the week of its end was looked at; one that found nothing, and a count of nought,
    each whole week of its span.
    """
    among = pa.array(sorted(watched), pa.string())
    now = pa.scalar(until, fields.TIME)
    rows = sightings.filter(pc.is_in(sightings["place"], among))
    end = pc.coalesce(rows["end"], rows["start"])
    told = end if clock == "observed" else pc.coalesce(rows["published"], end)
    rows = rows.filter(pc.fill_null(pc.less_equal(told, now), False))
    first = arrays.ints(pc.coalesce(rows["start"], rows["end"]), null=0)
    last = arrays.ints(pc.coalesce(rows["end"], rows["start"]), null=0)
    nought = pc.and_(pc.equal(rows["subject"], "count"), pc.equal(rows["count"], 0.0))
    empty = pc.or_(pc.fill_null(rows["negative"], False), pc.fill_null(nought, False)).to_numpy()
    total = pc.fill_null(pc.equal(rows["subject"], "count"), False).to_numpy()
    since, past = weeks.whole_weeks(first[empty], last[empty])
    row, member = expanded(np.maximum(past - since, 0))
    by_eye = np.concatenate([since[row] + member, weeks.week_of(last[~total])])
    heard = exposures.filter(pc.is_in(exposures["place"], among))
    heard = heard.filter(pc.and_(pc.greater(heard["ship_hours"], 0), pc.less_equal(heard["start"], now)))
    by_ais = weeks.week_of(arrays.ints(heard["start"]))
    latest = int(weeks.week_of(arrays.ints(pa.chunked_array([pa.array([until], fields.TIME)]))[0]))
    kept = [frozenset(w for w in some.tolist() if 0 <= w <= latest) for some in (by_eye, by_ais)]
    return Looked(*kept)

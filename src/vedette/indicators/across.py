"""Across: of all that alarms in one week, only so much stays that few of the alarms are chance."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette.kernels import arrays, surprise
from vedette.steps import Step


@dataclass(frozen=True)
class Across:
    """``fdr`` bounds the share of chance among the alarms of one week (Benjamini and Hochberg 1995).

    Each sign has been held to the same share among its own series; together they are more tests than each.
    """

    fdr: float = 0.10


def across(indicators: pa.Table, options: Across = Across(), *, until: datetime) -> pa.Table:
    """The indicators, of which those that do not pass among all series judged in the same week do not alarm.

    A drift is judged over many weeks and a yearly cap is not a matter of chance: they stay as they are.
    """
    del until
    if not len(indicators):
        return indicators
    alarm = np.asarray(pc.fill_null(indicators["alarm"], False).to_numpy(), dtype=np.bool_)
    p, start = arrays.floats(indicators["surprise"]), arrays.ints(indicators["start"], null=-1)
    drift = pc.fill_null(pc.equal(indicators["detector"], "drift"), False).to_numpy()
    held = alarm & ~np.isnan(p) & ~drift
    order = np.argsort(start, kind="stable")
    kept = alarm.copy()
    for week in np.unique(start[held]):
        low, high = np.searchsorted(start[order], [week, week + 1])
        rows = order[low:high]
        passes = surprise.benjamini_hochberg(p[rows], options.fdr)
        kept[rows] &= passes | ~held[rows]
    if (kept == alarm).all():
        return indicators
    return indicators.set_column(indicators.column_names.index("alarm"), "alarm", pa.array(kept))


STEP = Step(
    "across",
    takes=("indicators",),
    gives="indicators",
    run=across,
    options=Across(),
    by="",
    timed=True,
)

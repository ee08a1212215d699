"""Said again: what a ship says of herself without change, once in each stretch of the clock."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from vedette.fields import conform
from vedette.kernels.arrays import SAID_AGAIN_US, ints
from vedette.steps import Step

_SAID = ("imo", "name", "call_sign", "ship_type", "length_m", "width_m", "draught_m", "destination", "eta")


@dataclass(frozen=True)
class SaidAgain:
    """There is nothing to choose."""


def said_again(statics: pa.Table, options: SaidAgain = SaidAgain()) -> pa.Table:  # noqa: ARG001
    """The statics without those that say what the same ship said before in the same six hours of the clock.

    Files leave those out, but where one file ends and the next begins they are there: so it does not
    matter how a record was cut into files.
    """
    stretch = pa.array(ints(statics["time"]) // SAID_AGAIN_US)
    order = statics.select(["mmsi", *_SAID]).append_column("stretch", stretch)
    order = order.append_column("time", statics["time"]).append_column("record", statics["record"])
    order = order.append_column("row", pa.array(np.arange(len(statics))))
    order = order.sort_by([("time", "ascending"), ("record", "ascending")])
    kept = order.group_by(["mmsi", "stretch", *_SAID], use_threads=False).aggregate([("row", "first")])
    rows = np.sort(np.asarray(kept["row_first"].to_numpy(), dtype=np.int64))
    return conform(statics if len(rows) == len(statics) else statics.take(pa.array(rows)), "statics")


STEP = Step("said_again", takes=("statics",), gives="statics", run=said_again, options=SaidAgain())

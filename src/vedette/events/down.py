"""Down: whether every source that heard a ship was itself in an outage."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette.kernels.arrays import HOUR_US, ints, known
from vedette.kernels.spans import Spans, covered, joined

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Down:
    """The outages behind some gaps: those of the sources before and after each, by the names of both."""

    code: Ints
    spans: tuple[tuple[Spans, ...], ...]

    @classmethod
    def of(cls, sources: Sequence[str | None], outages: pa.Table, last: int) -> "Down":
        """For gaps by the sources they rest on; an outage without end lasts until ``last``."""
        names = sorted({name or "" for name in sources})
        code = np.array([names.index(name or "") for name in sources], dtype=np.int64)
        return cls(code, tuple(_spans(name.split(", "), outages, last) for name in names))

    def during(self, gap: Ints, hour: Ints) -> Flags:
        """True for hours since 1970 of which half or more is an outage of all sources of the gap."""
        found = np.zeros(len(gap), dtype=np.bool_)
        for code, spans in enumerate(self.spans):
            if not all(len(one.start) for one in spans):
                continue
            rows = np.flatnonzero(self.code[gap] == code)
            start = hour[rows] * HOUR_US
            found[rows] = np.all(
                [2 * covered(one, start, start + HOUR_US) >= HOUR_US for one in spans], axis=0
            )
        return found


def _spans(names: list[str], outages: pa.Table, last: int) -> tuple[Spans, ...]:
    found = []
    for name in names:
        rows = outages.filter(pc.equal(outages["source"], name))
        end = np.where(known(rows["end"]), ints(rows["end"]), max(last, 0))
        found.append(joined(ints(rows["start"]), end))
    return tuple(found)

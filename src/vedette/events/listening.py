"""Listening: since when a source had listened for a while without hearing a ship."""

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette.kernels.arrays import ints
from vedette.kernels.spans import Spans, covered, joined, reached

Ints = NDArray[np.int64]
NEVER = np.iinfo(np.int64).max


class Listening:
    """The stretches in which each of some sources listened; of a source without any, nobody can tell."""

    def __init__(self, feeds: pa.Table, names: tuple[str | None, ...]) -> None:
        self._feeds, self._names = feeds, names
        self._own = [self._spans([code]) for code in range(len(names))]

    def showed(self, code: Ints, since: Ints, amount_us: Ints) -> Ints:
        """When the source had listened for so long since then; never is ``NEVER``.

        Of a source of which nobody can tell it is taken that it went on listening.
        """
        found = since + amount_us
        for one, spans in enumerate(self._own):
            those = code == one
            if len(spans.start) and those.any():
                found[those] = reached(spans, since[those], amount_us[those], never=NEVER)
        return found

    def listened(self, code: Ints, other: Ints, since: Ints, until: Ints) -> Ints:
        """How long at least one of two sources listened in a time; -1 when nobody can tell."""
        found = np.full(len(code), -1, dtype=np.int64)
        for a, b in np.unique(np.stack([code, other]), axis=1).T.tolist():
            those = (code == a) & (other == b)
            spans = self._own[a] if a == b else self._spans([a, b])
            if len(spans.start):
                found[those] = covered(spans, since[those], np.maximum(since[those], until[those]))
        return found

    def last(self, code: Ints) -> Ints:
        """When each source stopped listening; -1 when nobody can tell."""
        ends = [int(spans.end[-1]) if len(spans.end) else -1 for spans in self._own]
        return np.array(ends, dtype=np.int64)[code]

    def _spans(self, codes: Iterable[int]) -> Spans:
        names = pa.array([self._names[code] for code in codes], pa.string())
        own = self._feeds.filter(pc.is_in(self._feeds["source"], names))
        return joined(ints(own["start"]), ints(own["end"]))

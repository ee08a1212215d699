"""Of ships: some events under each id of the ships that took part, and events told with more details."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette.fields import conform

Ints = NDArray[np.int64]
Row = dict[str, Any]


def ids_of(imo: int | None, mmsi: int | None) -> tuple[str, ...]:
    """The ids a ship may have among events: by her IMO number, and by her MMSI.

    >>> ids_of(9179842, 273000001), ids_of(None, 273000001)
    (('imo:9179842', 'mmsi:273000001'), ('mmsi:273000001',))
    """
    return tuple(f"{kind}:{number}" for kind, number in (("imo", imo), ("mmsi", mmsi)) if number)


class ByShip:
    """Some events by the ships that took part, either of two, in order of time."""

    def __init__(self, rows: pa.Table, wanted: Iterable[str]) -> None:
        """Sort the events under each of the wanted ids."""
        ids = frozenset(wanted)
        columns = ["event", "place", "start", "end", "source", "ship"]
        numbers = ["imo", "mmsi", "other_imo", "other_mmsi"]
        order = [(name, "ascending") for name in ("start", "event")]
        self._found: dict[str, list[Row]] = defaultdict(list)
        self._of: dict[tuple[int | None, int | None, bool], list[Row]] = {}
        for row in _of(rows.select([*columns, *numbers]), ids).sort_by(order).to_pylist():
            others = ids_of(row["other_imo"], row["other_mmsi"])
            for one in {row["ship"], *ids_of(row["imo"], row["mmsi"]), *others} & ids:
                self._found[one].append(row)

    def of(self, imo: int | None, mmsi: int | None, *, made_up: bool) -> list[Row]:
        """The events of a ship, each once, in order of time; what is made up only where it is asked for."""
        key = imo, mmsi, made_up
        if key not in self._of:
            rows = {row["event"]: row for one in ids_of(imo, mmsi) for row in self._found.get(one, ())}
            kept = [row for row in rows.values() if made_up or not is_made_up(row["source"])]
            self._of[key] = sorted(kept, key=lambda row: (row["start"], row["event"]))
        return self._of[key]


def _of(rows: pa.Table, ids: frozenset[str]) -> pa.Table:
    """The rows in which any of the ships takes part."""
    theirs = pc.is_in(rows["ship"], pa.array(sorted(ids), pa.string()))
    for kind in ("imo", "mmsi"):
        numbers = pa.array([int(one[len(kind) + 1 :]) for one in sorted(ids) if one.startswith(kind)])
        for name in (kind, f"other_{kind}"):
            theirs = pc.or_(theirs, pc.is_in(rows[name], numbers.cast(pa.int64())))
    return rows.filter(theirs)


def calls(events: pa.Table) -> pa.Table:
    """The calls that have a place and a time; who only passed by (confidence 1 of AIS) has not called."""
    seen = pc.and_(pc.starts_with(pc.fill_null(events["rule"], ""), "port_call/"), _below(events, 2.0))
    there = pc.and_(events["place"].is_valid(), events["start"].is_valid())
    return events.filter(pc.and_(pc.equal(events["kind"], "port_call"), pc.and_not(there, seen)))


def _below(events: pa.Table, least: float) -> pa.ChunkedArray:
    return pc.fill_null(pc.less(events["confidence"], least), False)


def is_made_up(source: str | None) -> bool:
    """Whether what has this source is made up."""
    return (source or "").startswith("synthetic:")


def retold(events: pa.Table, rows: Ints, more: Sequence[Mapping[str, object]]) -> pa.Table:
    """The events with more in the details of some rows, which are given in order."""
    told = events["details"].take(pa.array(rows)).to_pylist()
    texts = [
        json.dumps({**json.loads(text or "{}"), **new}, ensure_ascii=False)
        for text, new in zip(told, more, strict=True)
    ]
    where = np.zeros(len(events), dtype=np.bool_)
    where[rows] = True
    column = pc.replace_with_mask(
        events["details"].combine_chunks(), pa.array(where), pa.array(texts, pa.string())
    )
    return conform(events.set_column(events.column_names.index("details"), "details", column), "events")

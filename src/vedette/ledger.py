"""What the ledger says of a file: counted while it is read, a batch at a time."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette import fields

HOUR_US = 3_600_000_000
MOST_REASONS = 1000


@dataclass
class Tally:
    """What is said of a file in the ledger, gathered while it is read."""

    tables: dict[str, int] = field(default_factory=dict)
    refused: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    ships: set[int] = field(default_factory=set)
    without_position: int = 0
    first: int | None = None
    last: int | None = None
    hours: dict[int, int] = field(default_factory=dict)
    editions: set[str] = field(default_factory=set)
    doubts: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    vessels_with_imo: int = 0


def count(tally: Tally, table: str, rows: pa.Table) -> None:
    """Count a batch of rows of a table."""
    if table == "refusals":
        tally.refused += len(rows)
        for pair in pc.value_counts(rows["reason"]).to_pylist():
            if pair["values"] in tally.reasons or len(tally.reasons) < MOST_REASONS:
                tally.reasons[pair["values"]] = tally.reasons.get(pair["values"], 0) + pair["counts"]
        return
    tally.tables[table] = tally.tables.get(table, 0) + len(rows)
    if "list_date" in rows.column_names and len(rows):
        dates = pc.unique(rows["list_date"]).to_pylist()
        tally.editions |= {f"{day:%Y-%m-%d}" for day in dates if day is not None}
    if table == "entities" and len(rows):
        _count_entities(tally, rows)
    if table == "positions" and len(rows):
        _count_positions(tally, rows)


def _count_entities(tally: Tally, rows: pa.Table) -> None:
    for pair in pc.value_counts(rows["kind"]).to_pylist():
        tally.kinds[pair["values"]] = tally.kinds.get(pair["values"], 0) + pair["counts"]
    numbered = pc.and_(pc.equal(rows["kind"], "vessel"), rows["imo"].is_valid())
    tally.vessels_with_imo += int(pc.sum(numbered).as_py() or 0)


def _count_positions(tally: Tally, rows: pa.Table) -> None:
    tally.ships.update(pc.unique(rows["mmsi"]).to_pylist())
    nowhere = pc.or_kleene(pc.greater(pc.abs(rows["lat"]), 90.0), pc.greater(pc.abs(rows["lon"]), 180.0))
    tally.without_position += int(pc.sum(pc.fill_null(nowhere, True)).as_py() or 0)
    for pair in pc.value_counts(rows["doubt"].drop_null()).to_pylist():
        tally.doubts[pair["values"]] = tally.doubts.get(pair["values"], 0) + pair["counts"]
    time = rows["time"].cast(pa.int64()).to_numpy()
    tally.first = min(int(time.min()), tally.first if tally.first is not None else 2**62)
    tally.last = max(int(time.max()), tally.last if tally.last is not None else -(2**62))
    trusted = time[rows["doubt"].is_null().to_numpy()] // HOUR_US
    for hour, number in zip(*np.unique(trusted, return_counts=True), strict=True):
        tally.hours[int(hour)] = tally.hours.get(int(hour), 0) + int(number)


def stretches(tally: Tally, source: str) -> pa.Table:
    """The runs of hours in which the file holds any message, as rows of ``feeds``."""
    hours = np.array(sorted(tally.hours), dtype=np.int64)
    if not len(hours):
        return fields.empty("feeds")
    starts = np.flatnonzero(np.diff(hours, prepend=hours[0] - 2) > 1)
    ends = np.append(starts[1:], len(hours)) - 1
    counts = np.array([tally.hours[int(h)] for h in hours])
    rows: list[dict[str, object]] = [
        {
            "source": source,
            "start": moment(int(hours[a]) * HOUR_US),
            "end": moment((int(hours[b]) + 1) * HOUR_US),
            "messages": int(counts[a : b + 1].sum()),
        }
        for a, b in zip(starts, ends, strict=True)
    ]
    return fields.from_rows(rows, "feeds")


def moment(us: int | None) -> datetime | None:
    """The time so many microseconds after 1970."""
    return None if us is None else datetime(1970, 1, 1) + timedelta(microseconds=us)


def summary(tally: Tally, stamp: str) -> str:
    """The counts as the ledger keeps them, in JSON."""
    return json.dumps(
        {
            "tables": tally.tables,
            "ships": len(tally.ships),
            "without_position": tally.without_position,
            "editions": sorted(tally.editions),
            "kinds": tally.kinds,
            "vessels_with_imo": tally.vessels_with_imo,
            "doubts": tally.doubts,
            "stamp": stamp,
        },
        ensure_ascii=False,
    )


def main_reason(tally: Tally) -> str | None:
    """Why most of the refused rows were refused."""
    return max(tally.reasons, key=lambda reason: tally.reasons[reason], default=None)

"""Rows cut by bucket and month: every row once, in the order of ship, time and file."""

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from vedette import fields, packing, store


def positions(mmsi: np.ndarray, days: np.ndarray, records: list[str]) -> pa.Table:
    time = np.datetime64("2024-01-01", "us") + (days * 86_400e6).astype("timedelta64[us]")
    table = pa.table({"mmsi": mmsi, "time": time, "source": ["s"] * len(mmsi), "record": records})
    return fields.conform(table, "positions", fill=True)


def lying(rows: pa.Table) -> list[tuple[object, ...]]:
    """Each row as it would lie, with its partition."""
    return [
        (keys["month"], int(keys["bucket"]), *row.values())
        for keys, part in packing.partitioned("positions", packing.packed("positions", rows))
        for row in part.select(["mmsi", "time", "file", "line"]).to_pylist()
    ]


@pytest.mark.parametrize("ships", [1, 40, 70_000])
@pytest.mark.parametrize("months", [0.01, 3])
@pytest.mark.parametrize("in_time", [True, False])
def test_rows_lie_by_month_bucket_ship_and_time(ships: int, months: float, in_time: bool):
    random = np.random.default_rng(1)
    count = max(2000, ships)
    mmsi = 200_000_000 + random.permutation(count) % ships * 7
    days = np.round(random.uniform(0, 30 * months, count), 1)  # many share a moment
    rows = positions(mmsi, np.sort(days) if in_time else days, [f"0a:{n}" for n in range(count)])
    given = zip(
        rows["time"].to_pylist(), packing.bucket_of(mmsi).tolist(), mmsi.tolist(), range(count), strict=True
    )
    wanted = sorted((f"{time:%Y-%m}", bucket, ship, time, "0a", line) for time, bucket, ship, line in given)

    assert lying(rows) == wanted


def test_keys_of_more_than_four_bytes_are_sorted_too():
    key, time = np.array([1 << 40, 5, 1 << 40, 5]), np.array([1, 2, 0, 2])

    assert packing._order(key, time).tolist() == [1, 3, 2, 0]


def test_records_of_several_files_come_back_as_they_were(tmp_path: Path):
    case = store.create(tmp_path / "case", "")
    records = ["0a:1", "0b:1", "0a.2:30", "0b:2"]
    rows = positions(np.array([7, 7, 7, 8]), np.arange(4.0), records)
    appender = store.Appender(case, 2)
    for at in range(4):
        appender.add("positions", rows.slice(at, 1))
    appender.commit("stamp")

    assert store.read(case, "positions").sort_by("time").equals(rows)
    for path in case.folder("positions").rglob("*.parquet"):
        assert pq.read_schema(path).field("source").type == pa.string()


def test_rows_of_many_lots_are_all_there_after_one_commit(tmp_path: Path):
    case = store.create(tmp_path / "case", "")
    appender = store.Appender(case, 100)
    for lot in range(10):
        records = [f"0a:{lot * 60 + n}" for n in range(60)]
        appender.add("positions", positions(np.arange(60), np.full(60, float(lot)), records))

    assert store.count(case, "positions") == 0
    appender.commit("stamp")
    assert store.count(case, "positions") == 600


def test_rows_taken_back_leave_no_file(tmp_path: Path):
    case = store.create(tmp_path / "case", "")
    appender = store.Appender(case, 10)
    appender.add("positions", positions(np.arange(60), np.arange(60.0), [f"0a:{n}" for n in range(60)]))
    appender.drop()
    appender.commit("stamp")

    assert not list(case.folder("positions").rglob("*.parquet"))
    assert store.count(case, "positions") == 0


def test_a_disk_that_fails_is_told_and_nothing_is_committed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object, **__: object) -> None:
        raise OSError("no space left")

    case = store.create(tmp_path / "case", "")
    appender = store.Appender(case, 10)
    monkeypatch.setattr(pq, "write_table", full)
    appender.add("positions", positions(np.arange(60), np.arange(60.0), [f"0a:{n}" for n in range(60)]))

    with pytest.raises(OSError, match="no space"):
        appender.commit("stamp")
    assert store.count(case, "positions") == 0


def test_months_are_told_across_years():
    moments = [datetime(2023, 12, 31, 23, 59, 59, 999999), datetime(2024, 1, 1), datetime(2024, 3, 1)]
    moments += [moments[0] - timedelta(days=400)]
    time = np.array(moments, "M8[us]").astype(np.int64)

    first, month = packing._months(time)

    assert [str(np.datetime64(first + int(one), "M")) for one in month] == [
        "2023-12",
        "2024-01",
        "2024-03",
        "2022-11",
    ]

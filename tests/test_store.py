"""The case folder: whole commits, nothing twice, nothing lost."""

import shutil
from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from deltalake import DeltaTable, Schema, write_deltalake

from vedette import fields, packing, store
from vedette.errors import CaseError

WATCH = 'name = "test"\ntitle = "A test"\n'


@pytest.fixture
def case(tmp_path: Path) -> store.Case:
    return store.create(tmp_path / "case", WATCH)


def heard(ships: int, hours: int, file: str = "abcdefabcdef") -> pa.Table:
    count = ships * hours
    rows = [
        {
            "mmsi": 273_000_000 + 1000 * (n % ships),
            "time": datetime(2023, 12, 31, 12)
            + (n // ships) * (datetime(2024, 1, 1, 1) - datetime(2024, 1, 1)),
            "lat": 42.2271 + n / 1000,
            "lon": -179.9999999,
            "speed_kn": 12.3,
            "status": 0,
            "source": "ais/test",
            "record": f"{file}:{n + 2}",
        }
        for n in range(count)
    ]
    return fields.from_rows(rows, "positions")


def in_order(rows: pa.Table) -> list[dict[str, object]]:
    return rows.sort_by([("mmsi", "ascending"), ("time", "ascending")]).to_pylist()


def test_positions_come_back_as_they_were_added(case: store.Case):
    rows = heard(ships=20, hours=24)
    store.append(case, "positions", rows, "one")

    back = store.read(case, "positions")

    assert back.schema == fields.schema("positions")
    for was, now in zip(in_order(rows), in_order(back), strict=True):
        assert now["lat"] == pytest.approx(was["lat"], abs=1e-6)
        assert now["lon"] == pytest.approx(was["lon"], abs=1e-6)
        assert {k: v for k, v in now.items() if k not in ("lat", "lon")} == {
            k: v for k, v in was.items() if k not in ("lat", "lon")
        }


def test_a_whole_coordinate_of_ais_comes_back_exactly(case: store.Case):
    rows = heard(1, 1).set_column(2, "lat", pa.array([42 + 13627 / 600_000]))
    store.append(case, "positions", rows, "one")

    assert store.read(case, "positions")["lat"].to_pylist() == [42 + 13627 / 600_000]


def test_the_same_stamp_adds_nothing_twice(case: store.Case):
    store.append(case, "positions", heard(3, 3), "one")
    store.append(case, "positions", heard(3, 3), "one")

    assert store.count(case, "positions") == 9


def test_rows_written_but_not_committed_are_not_there(case: store.Case):
    appender = store.Appender(case, max_rows=1)
    appender.add("positions", heard(3, 3))

    assert store.count(case, "positions") == 0
    assert len(store.read(case, "positions")) == 0


def test_a_position_that_fits_no_whole_number_stays_impossible_and_is_kept(case: store.Case):
    rows = heard(1, 3).set_column(4, "speed_kn", pa.array([1e300, float("nan"), None]))
    store.append(case, "positions", rows, "one")

    speeds = in_order(store.read(case, "positions"))

    assert speeds[0]["speed_kn"] > 1e6
    assert speeds[1]["speed_kn"] is None
    assert speeds[2]["speed_kn"] is None


@pytest.mark.parametrize("max_rows", [1, 7, 24, 100, 10_000])
def test_parts_hold_every_ship_once_and_whole(case: store.Case, max_rows: int):
    store.append(case, "positions", heard(ships=50, hours=24), "one")

    parts = store.parts(case, max_rows)
    read = [store.read_part(case, "positions", part) for part in parts]

    assert sum(map(len, read)) == 50 * 24
    ships = [set(rows["mmsi"].to_pylist()) for rows in read]
    assert sum(map(len, ships)) == 50
    assert all(part.rows <= max(max_rows, 24) for part in parts)


def test_statics_of_a_ship_never_positioned_are_in_some_part(case: store.Case):
    said = [{"mmsi": m, "time": datetime(2024, 1, 1), "name": "X", "record": f"a:{m}"} for m in range(1, 200)]
    store.append(case, "positions", heard(50, 24), "one")
    store.append(case, "statics", fields.from_rows(said, "statics"), "two")

    read = [store.read_part(case, "statics", part) for part in store.parts(case, 30)]

    assert sorted(m for rows in read for m in rows["mmsi"].to_pylist()) == list(range(1, 200))


def test_numbers_that_end_in_zeroes_spread_over_the_buckets():
    buckets = packing.bucket_of(np.arange(200_000_000, 800_000_000, 10_000))

    assert np.bincount(buckets, minlength=16).min() > 0.8 * len(buckets) / 16


def test_replacing_a_table_with_the_same_rows_commits_nothing(case: store.Case):
    rows = fields.from_rows([{"cell": "42.25_130.25", "messages": 1}], "coverage")
    store.replace(case, "coverage", rows)
    version = store.versions(case)["coverage"]
    store.replace(case, "coverage", rows)

    assert store.versions(case)["coverage"] == version


def test_making_a_case_twice_keeps_what_is_in_it(case: store.Case):
    store.append(case, "positions", heard(1, 1), "one")
    case.watch.write_text("changed")
    store.create(case.path, WATCH)

    assert store.count(case, "positions") == 1
    assert case.watch.read_text() == "changed"


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path):
    (tmp_path / "thesis.doc").write_text("x")

    with pytest.raises(CaseError, match="not a case"):
        store.create(tmp_path, WATCH)
    with pytest.raises(CaseError, match="vedette init"):
        store.open_case(tmp_path)


def test_a_newer_layout_is_refused_with_both_numbers(case: store.Case):
    (case.path / "tables" / "LAYOUT").write_text("7")

    with pytest.raises(CaseError, match=r"layout 7.*reads layout 1"):
        store.open_case(case.path)


def test_a_filter_on_any_column_finds_its_rows(case: store.Case):
    said = [
        {"mmsi": m, "time": datetime(2024, 1, 1), "imo": 9_000_000 + m, "record": f"a:{m}"} for m in range(50)
    ]
    store.append(case, "statics", fields.from_rows(said, "statics"), "one")
    store.append(case, "positions", heard(5, 5), "two")

    assert len(store.read(case, "statics", pc.field("imo") == 9_000_007)) == 1
    assert len(store.read(case, "positions", pc.field("line") > 2)) == 24
    assert len(store.read(case, "positions", pc.field("source") == "ais/test")) == 25


def test_a_case_made_before_a_column_was_added_takes_rows_that_have_it(case: store.Case):
    folder = case.folder("entities")
    shutil.rmtree(folder)
    older = [column for column in fields.schema("entities") if column.name not in ("built", "ids")]
    DeltaTable.create(str(folder), Schema.from_arrow(pa.schema(older)))
    write_deltalake(str(folder), pa.table({"entity": ["a:1"]}), mode="append", schema_mode="merge")

    store.append(case, "entities", fields.from_rows([{"entity": "a:2", "built": 1990}], "entities"), "one")

    rows = store.read(case, "entities").sort_by("entity").to_pylist()
    assert [(row["entity"], row["built"]) for row in rows] == [("a:1", None), ("a:2", 1990)]

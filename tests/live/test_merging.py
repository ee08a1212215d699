"""Merging small files changes no row, and stops no reader."""

from datetime import datetime, timedelta

import pyarrow as pa
from deltalake import DeltaTable

from vedette import fields, store
from vedette.live import merging

NOON = datetime(2024, 3, 31, 12)


def grown(case: store.Case, ticks: int) -> None:
    for tick in range(ticks):
        rows = [
            {
                "mmsi": 273000000 + ship,
                "time": NOON + timedelta(hours=tick),
                "lat": 42.0,
                "lon": 131.0,
                "record": f"f:{tick}",
            }
            for ship in (1, 2, 3)
        ]
        store.append(case, "positions", fields.from_rows(rows, "positions"), f"tick {tick}")
        name = fields.from_rows(
            [{"mmsi": 273000001, "time": NOON, "name": f"N{tick}", "record": f"f:{tick}"}], "statics"
        )
        store.append(case, "statics", name, f"tick {tick}")


def files(case: store.Case, table: str) -> int:
    return len(pa.table(DeltaTable(str(case.folder(table))).get_add_actions())["path"])


def in_order(rows: pa.Table) -> pa.Table:
    return rows.sort_by([("mmsi", "ascending"), ("time", "ascending"), ("record", "ascending")])


def test_many_small_files_become_one_a_partition_with_the_same_rows(case: store.Case):
    grown(case, 40)
    before = {name: in_order(store.read(case, name)) for name in ("positions", "statics")}

    merging.merge(case, most_files=4)

    assert files(case, "positions") == 6, "three buckets of two months"
    assert files(case, "statics") == 1
    assert {name: in_order(store.read(case, name)) for name in before} == before
    merging.merge(case, most_files=4)
    assert files(case, "positions") == 6


def test_a_reader_of_an_earlier_commit_reads_on_and_rows_that_come_meanwhile_stay(case: store.Case):
    grown(case, 40)
    reading = store._dataset(case, "positions")

    merging.merge(case, most_files=4)
    grown(case, 41)

    assert reading.count_rows() == 120
    assert store.count(case, "positions") == 123


def test_what_merging_wrote_is_not_taken_for_news(case: store.Case):
    grown(case, 40)
    paths, rows = store.came(case, "positions", frozenset())
    merging.merge(case, most_files=4)

    _, news = store.came(case, "positions", paths)

    assert (len(rows), len(news)) == (120, 0)


def test_files_that_were_replaced_go_when_nobody_can_read_them_any_more(case: store.Case):
    grown(case, 40)
    merging.merge(case, most_files=4)

    (done,) = [one for one in merging.merge(case, most_files=4, keep_hours=0) if one.table == "positions"]

    assert done.removed == 120
    assert len(store.read(case, "positions")) == 120


def test_few_files_are_left_as_they_are(case: store.Case):
    grown(case, 2)

    assert merging.merge(case) == []


def test_a_table_without_partitions_is_merged_too(case: store.Case):
    for day in range(9):
        row = {"sighting": f"s{day}", "subject": "ship", "start": NOON + timedelta(days=day), "source": "x"}
        store.append(case, "sightings", fields.from_rows([row], "sightings"), f"day {day}")
    before = store.read(case, "sightings").sort_by("sighting")

    merging.merge(case, most_files=4)

    assert files(case, "sightings") == 1
    assert store.read(case, "sightings").sort_by("sighting").equals(before)

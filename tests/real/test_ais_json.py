"""The AIS JSON of the data folder: aisstream, Digitraffic, gpsdio."""

import gzip
from collections import Counter
from datetime import datetime
from typing import Any

import pytest

from vedette.sources import recognised
from vedette.sources.opening import streams, text_of_line
from vedette.steps import Reading


def read(path: Any, source: str, **reading: Any) -> dict[str, list[dict[str, Any]]]:
    (opened,) = streams(path)
    found = recognised(opened)
    assert found.name == source
    rows: dict[str, list[dict[str, Any]]] = {"positions": [], "statics": [], "refusals": []}
    for batch in found.read(opened, Reading(now=datetime(2026, 1, 1), **reading)):
        rows[batch.table] += batch.rows.to_pylist()
    return rows


def nine_digits(row: dict[str, Any]) -> bool:
    return 100_000_000 <= row["mmsi"] <= 999_999_999


def test_the_world_snapshot_of_aisstream_is_as_described(shared):
    rows = read(shared / "ais/aisstream-world-snapshot-2023-10-22.ndjson.gz", "ais/aisstream")
    positions = rows["positions"]

    assert len(positions) == 5850
    assert len({row["mmsi"] for row in positions}) == 5652
    assert len({row["mmsi"] for row in positions if not nine_digits(row)}) == 4
    assert sum(row["speed_kn"] >= 102.2 for row in positions) == 13
    assert sum(42 <= row["lat"] <= 44 and 130 <= row["lon"] <= 134 for row in positions) == 64
    assert {str(row["time"])[:16] for row in positions} == {"2023-10-22 00:00"}
    assert {row["doubt"] for row in positions} == {"time: only the day, from the file's name"}
    assert rows["statics"] == rows["refusals"] == []


@pytest.mark.parametrize(
    ("kind", "tables"),
    [
        ("AidsToNavigationReport", []),
        ("BaseStationReport", []),
        ("ExtendedClassBPositionReport", ["positions", "statics"]),
        ("PositionReport", ["positions"]),
        ("SafetyBroadcastMessage", []),
        ("ShipStaticData", ["statics"]),
        ("StandardClassBPositionReport", ["positions"]),
        ("StandardSearchAndRescueAircraftReport", ["positions"]),
        ("StaticDataReport", ["statics"]),
        ("UnknownMessage", []),
    ],
)
def test_each_type_of_aisstream_message_gives_its_rows(shared, kind, tables):
    path = shared / f"ais/aisstream-samples/{kind}.json"
    rows = read(path, "ais/aisstream")

    assert [name for name in rows for _ in rows[name]] == tables
    (opened,) = streams(path)
    for name in tables:
        (row,) = rows[name]
        assert row["time"].date() == datetime(2023, 10, 22).date()
        line = text_of_line(opened, int(row["record"].split(":")[1]))
        assert line is not None
        assert str(row["mmsi"]) in line


def test_the_baltic_of_digitraffic_is_as_described(shared):
    path = shared / "ais/digitraffic-baltic-snapshot-2025-12-12.json.gz"
    rows = read(path, "ais/digitraffic")
    positions = rows["positions"]

    assert len(positions) == len({row["mmsi"] for row in positions}) == len(rows["statics"]) == 7762
    assert {row["time"] for row in positions} == {datetime(2025, 12, 12, 12, 31, 24, 532392)}
    assert sum(str(row["mmsi"]).startswith("273") for row in positions) == 461
    assert sum(row["speed_kn"] > 102 for row in positions) == 34
    # 22 destinations are RU ULU, and one is RU ULU with what an older text left behind its end, an @.
    towards = Counter(row["destination"] for row in rows["statics"])
    assert [towards[port] for port in ("RU LED", "RU ULU", "UST LUGA", "RU ULU > EG PSD")] == [66, 23, 14, 4]
    assert rows["refusals"] == []


def test_the_record_of_a_ship_of_digitraffic_is_the_line_of_its_number(shared):
    path = shared / "ais/digitraffic-baltic-snapshot-2025-12-12.json.gz"
    lines = gzip.decompress(path.read_bytes()).split(b"\n")

    for row in read(path, "ais/digitraffic")["positions"]:
        assert str(row["mmsi"]).encode() in lines[int(row["record"].split(":")[1]) - 1]


@pytest.mark.parametrize(
    ("name", "positions", "refused"),
    [("416000000", 1668, 0), ("segmented-416000000", 1668, 0), ("263576000", 929, 19)],
)
def test_messages_of_gpsdio_are_read(shared, name, positions, refused):
    rows = read(shared / f"ais/labelled/{name}.jsonl.gz", "ais/gpsdio")

    assert (len(rows["positions"]), len(rows["refusals"])) == (positions, refused)
    assert {row["reason"] for row in rows["refusals"]} <= {"there is no lat"}

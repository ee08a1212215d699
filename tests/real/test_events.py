"""Real tracks, and what a reader of them concludes."""

import gzip
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pytest

from tests.worlds import place, places
from vedette import coverage, events, fields, positions, tracks
from vedette.steps import answer

FERRY, COASTER = 249014000, 413461490
PORTS = (
    place("busan", 35.08, 129.06, radius_m=5000.0),
    place("busan-new", 35.07, 128.80, radius_m=5000.0),
    place("hakata", 33.62, 130.39, radius_m=5000.0),
    place("hiroshima", 34.35, 132.45, radius_m=6000.0),
)


def read(path: Path, names: dict[str, str]) -> pa.Table:
    """A CSV of positions, its columns renamed, and the line each row stands on."""
    with gzip.open(path) as file:
        rows = pyarrow.csv.read_csv(file)
    rows = rows.select(list(names)).rename_columns(list(names.values()))
    for name in ("lat", "lon", "speed_kn"):
        column = rows.column_names.index(name)
        rows = rows.set_column(column, name, rows[name].cast(pa.float64()))
    time = rows["time"]
    if pa.types.is_timestamp(time.type):
        time = time.cast(pa.timestamp("us", time.type.tz)).cast(pa.int64())
    else:
        time = pc.multiply(time.cast(pa.int64()), 1_000_000)
    rows = rows.set_column(rows.column_names.index("time"), "time", time.cast(fields.TIME))
    rows = rows.append_column("source", pa.repeat("real", len(rows)))
    rows = rows.append_column("record", pa.array([f"{path.name}:{line + 2}" for line in range(len(rows))]))
    return fields.conform(rows, "positions", fill=True)


def flowed(rows: pa.Table, where: pa.Table) -> dict[str, pa.Table]:
    tables = {**{name: fields.empty(name) for name in fields.TABLES}, "positions": rows, "places": where}
    for step in (*positions.STEPS, *tracks.STEPS, *coverage.STEPS, *events.STEPS):
        made = answer(step, tables)
        before = tables[step.gives]
        tables[step.gives] = made if step.gives in step.takes else pa.concat_tables([before, made])
    return tables


@pytest.fixture(scope="module")
def korea(shared):
    """Two ships in January 2018: one between Korea and Japan, one round Hong Kong."""
    names = {"ssvid": "mmsi", "timestamp": "time", "lat": "lat", "lon": "lon", "speed": "speed_kn"}
    path = shared / "ais" / "gfw-2018-01-korea-strait-hong-kong.csv.gz"
    return flowed(read(path, names), places(*PORTS))


def of_kind(tables: dict[str, pa.Table], kind: str, mmsi: int) -> list[dict[str, object]]:
    found = tables["events"].filter((pc.field("kind") == kind) & (pc.field("mmsi") == mmsi))
    return found.sort_by("start").to_pylist()


def test_the_feeder_calls_at_busan_busan_new_port_hakata_and_hiroshima(korea):
    calls = of_kind(korea, "port_call", FERRY)

    assert {call["place"] for call in calls} == {"busan", "busan-new", "hakata", "hiroshima"}
    assert [call["place"] for call in calls if call["start"] < datetime(2018, 1, 14)] == [
        "busan",
        "busan-new",
        "busan",
        "hiroshima",
        "hakata",
        "busan",
        "busan-new",
    ]
    assert all(call["confidence"] == 4 for call in calls)
    # Read on the track by eye: four calls each.
    assert sum(call["place"] == "hakata" for call in calls) == 4
    assert sum(call["place"] == "hiroshima" for call in calls) == 4


def test_a_receiver_half_an_hour_late_makes_few_calls_of_one_and_no_gap(korea):
    calls = of_kind(korea, "port_call", FERRY)
    apart = [
        later["start"] - call["end"]
        for port in ("busan", "busan-new")
        for call, later in pairwise(one for one in calls if one["place"] == port)
    ]

    assert len(calls) <= 30
    assert sum(between.total_seconds() < 3600 for between in apart) <= 6
    assert of_kind(korea, "gap", FERRY) == []


def test_the_late_receiver_does_not_doubt_the_ship_away(korea):
    doubts = korea["positions"].filter(pc.field("mmsi") == FERRY)["doubt"].to_pylist()

    assert sum(doubt is not None and "stray" in doubt for doubt in doubts) < 60
    assert sum(doubt is None for doubt in doubts) > 8000


def test_the_coaster_is_silent_as_long_as_her_publisher_says(korea):
    hours = [round(gap["duration_h"], 1) for gap in of_kind(korea, "gap", COASTER)]

    assert [long for long in hours if long > 12] == [28.0, 14.8, 19.1, 13.4, 19.3, 62.8, 18.7]
    assert len(hours) == 10


def test_the_lone_stray_of_the_solent_is_the_only_one(shared):
    names = {
        "MMSI": "mmsi",
        "Time": "time",
        "Latitude_degrees": "lat",
        "Longitude_degrees": "lon",
        "SOG_knots": "speed_kn",
    }
    tables = flowed(read(shared / "ais" / "solent-2016-01-12.csv.gz", names), places())
    strays = tables["positions"].filter(pc.field("doubt") == "stray")

    assert [(row["mmsi"], round(row["lon"], 2)) for row in strays.to_pylist()] == [(245188000, 54.83)]


def test_a_satellite_feed_of_four_ships_has_its_sentinels_and_its_gaps(shared):
    names = {"mmsi": "mmsi", "timestamp": "time", "latitude": "lat", "longitude": "lon", "sog": "speed_kn"}
    tables = flowed(read(shared / "ais" / "south-atlantic-2012-raw-10k.csv.gz", names), places())
    doubts = tables["positions"]["doubt"].to_pylist()
    gaps = tables["events"].filter(pc.field("kind") == "gap")

    assert doubts.count("no position") == 720
    assert doubts.count("stray") == 1
    # Of 952 silences over 6 h, 157 are no longer than twelve times what was usual for the ship.
    assert len(gaps) == 795

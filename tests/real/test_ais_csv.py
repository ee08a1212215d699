"""Real exports of five publishers: the counts and facts their description states."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from vedette import fields
from vedette.kernels.marks import imo_valid
from vedette.sources import ais, opening, recognised
from vedette.steps import Reading

CSV = ("ais/danish", "ais/marine-cadastre", "ais/global-fishing-watch", "ais/csv")
Tables = dict[str, pa.Table]


@pytest.fixture(scope="module")
def read(shared: Path) -> Callable[[str], tuple[str, Tables]]:
    def one(name: str) -> tuple[str, Tables]:
        opened = next(iter(opening.streams(shared / "ais" / name)))
        source = recognised(opened)
        found: dict[str, list[pa.Table]] = {}
        for batch in source.read(opened, Reading(now=datetime(2026, 11, 22), block_bytes=1 << 20)):
            found.setdefault(batch.table, []).append(batch.rows)
        return source.name, {
            name: pa.concat_tables([fields.empty(name), *found.get(name, [])])
            for name in ("positions", "statics", "refusals")
        }

    return one


@pytest.mark.parametrize(
    ("name", "source", "rows"),
    [
        ("gfw-2018-01-korea-strait-hong-kong.csv.gz", "ais/global-fishing-watch", 9_148),
        ("noaa-2022-01-03-first-99999.csv.gz", "ais/marine-cadastre", 99_999),
        ("noaa-2023-01-11-one-row-per-ship.csv.gz", "ais/marine-cadastre", 1_000),
        ("noaa-2023-02-track-212049000.csv.gz", "ais/csv", 999),
        ("solent-2016-01-12.csv.gz", "ais/csv", 18_623),
        ("south-atlantic-2012-raw-10k.csv.gz", "ais/csv", 10_000),
    ],
)
def test_every_row_is_read_and_none_refused(read, name: str, source: str, rows: int):
    found_source, found = read(name)

    assert found_source == source
    assert found["refusals"].num_rows == 0
    assert found["positions"].num_rows == rows
    lines = [int(record.split(":")[1]) for record in found["positions"]["record"].to_pylist()]
    assert lines == list(range(2, rows + 2))


def test_a_list_of_reefers_holds_no_positions(shared: Path):
    opened = next(iter(opening.streams(shared / "ais" / "reefers-gfw.csv.gz")))

    assert all(source.recognise(opened) == 0 for source in ais.SOURCES if source.name in CSV)


@pytest.mark.parametrize("folder", ["case", "geo", "lists", "lists/ofac", "basemap"])
def test_no_file_of_another_kind_is_taken_for_positions(shared: Path, folder: str):
    for path in sorted((shared / folder).iterdir()):
        if path.is_file() and path.stat().st_size:
            for opened in opening.streams(path):
                taken = [s.name for s in ais.SOURCES if s.name in CSV and s.recognise(opened) > 0]
                assert taken == [], opened.name


def test_the_korea_strait_track_keeps_its_late_receiver(read):
    positions = read("gfw-2018-01-korea-strait-hong-kong.csv.gz")[1]["positions"]
    ships = Counter(positions["mmsi"].to_pylist())
    clock = positions.filter(
        (pc.field("mmsi") == 249014000) & (pc.field("time") == datetime(2018, 1, 14, 21, 2, 7))
    )

    assert ships == {249014000: 8_115, 413461490: 1_033}
    assert [(round(row["lat"], 3), round(row["lon"], 3)) for row in clock.to_pylist()] == [(34.95, 129.314)]


def test_the_american_day_has_the_oddities_described(read):
    found = read("noaa-2022-01-03-first-99999.csv.gz")[1]
    positions, statics = found["positions"], found["statics"]
    mmsi = positions["mmsi"].to_pylist()
    times = positions["time"]
    numbers = statics.filter(pc.field("imo").is_valid())
    imo = numbers["imo"].combine_chunks().to_numpy(zero_copy_only=False)
    holders: dict[int, set[int]] = {}
    for number, holder in zip(imo.tolist(), numbers["mmsi"].to_pylist(), strict=True):
        holders.setdefault(number, set()).add(holder)
    shared_by_two = {
        n for n, by in holders.items() if len(by) == 2 and imo_valid(pa.array([n]).to_numpy())[0]
    }

    assert len(set(mmsi)) == 10_631
    assert sum(not 100_000_000 <= number <= 999_999_999 for number in mmsi) == 99
    assert {3669881, 12345678, 1072211352} <= set(mmsi)
    assert pc.min_max(positions["lat"]).as_py() == {
        "min": pytest.approx(7.6, abs=0.05),
        "max": pytest.approx(49.8, abs=0.05),
    }
    assert sum(speed is not None and speed >= 102.2 for speed in positions["speed_kn"].to_pylist()) == 177
    assert pc.sum(pc.less(times, pa.scalar(datetime(2022, 1, 3, 1), pa.timestamp("us")))).as_py() == 99_647
    assert {8171, 1001301448} <= set(imo.tolist())
    assert shared_by_two == {9022180, 9212424, 9442718, 9548574, 9813644}


def test_one_ship_says_who_she_is_once_in_each_six_hours_she_is_heard(read):
    tables = read("noaa-2023-02-track-212049000.csv.gz")[1]
    said = tables["statics"].to_pylist()
    stretches = {(t.date(), t.hour // 6) for t in tables["positions"]["time"].to_pylist()}

    assert {(row["name"], row["imo"], row["mmsi"]) for row in said} == {("TUFTY", 9393163, 212049000)}
    assert sorted((row["time"].date(), row["time"].hour // 6) for row in said) == sorted(stretches)


def test_the_solent_has_milliseconds_and_one_stray(read):
    positions = read("solent-2016-01-12.csv.gz")[1]["positions"]
    far = positions.filter(pc.field("lon") > 10).to_pylist()

    assert len(set(positions["mmsi"].to_pylist())) == 91
    assert positions["time"][0].as_py() == datetime(2016, 1, 12, 13, 2, 11, 218_000)
    assert [(row["mmsi"], round(row["lon"], 2)) for row in far] == [(245188000, 54.83)]


def test_the_south_atlantic_keeps_its_sentinels(read):
    positions = read("south-atlantic-2012-raw-10k.csv.gz")[1]["positions"]

    assert set(positions["mmsi"].to_pylist()) == {700000151, 701000001, 701000002, 701000015}
    assert positions["lat"].to_pylist().count(91.0) == 720
    assert pc.min(positions["time"]).as_py().year == 2012
    assert pc.max(positions["time"]).as_py().year == 2012

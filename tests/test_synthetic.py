from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
import shapely

from vedette import fields, flow, synthetic
from vedette.errors import WatchError
from vedette.sources.ais import synthetic_csv
from vedette.sources.opening import streams
from vedette.steps import Reading

BUNDLED = Path(synthetic.__file__).parents[1] / "watches" / "rajin" / "sea.toml"
START = datetime.fromisoformat("2030-01-01")
HARBOUR = synthetic.Place("harbour", 42.0, 131.0, out=((42.0, 131.2),))
PIER = synthetic.Place("pier", 42.0, 133.0, out=((42.0, 132.8),))
EAR = synthetic.Station("ear", 42.0, 132.0, radius_km=150, heard=1.0)


def shuttle(**changes: object) -> synthetic.Fleet:
    phase = synthetic.Phase(START, ("harbour", "pier"))
    return synthetic.Fleet("shuttle", 2, 70, 100.0, 16.0, 6.0, (replace(phase, **changes),))


def small(fleet: synthetic.Fleet, **changes: object) -> synthetic.Sea:
    sea = synthetic.Sea(
        "two harbours",
        START,
        START + timedelta(days=30),
        (40.0, 130.0, 44.0, 134.0),
        (HARBOUR, PIER),
        (fleet,),
        (EAR,),
        unknowns=0.0,
        no_position=0.0,
        strays=0.0,
        twice=0.0,
    )
    return replace(sea, **changes)


DARK = small(shuttle(dark_at=("pier",), dark_chance=1.0))


@pytest.fixture(scope="module")
def bundled() -> synthetic.Made:
    return synthetic.sea(synthetic.read(BUNDLED))


def truths(made: synthetic.Made, kind: str) -> list[dict[str, object]]:
    return made.truth.filter(pc.field("kind") == kind).to_pylist()


def heard_between(made: synthetic.Made, mmsi: int, start: datetime, end: datetime) -> pa.Table:
    time = pc.field("time")
    return made.positions.filter((pc.field("mmsi") == mmsi) & (time > start) & (time < end))


def test_the_same_seed_gives_the_same_rows_and_another_seed_gives_others():
    first, again, other = (synthetic.sea(DARK, seed) for seed in (5, 5, 6))

    assert first.positions.equals(again.positions)
    assert first.truth.equals(again.truth)
    assert not first.positions.equals(other.positions)


def test_one_ship_more_leaves_the_others_as_they_were():
    two = synthetic.sea(DARK, 5)
    three = synthetic.sea(replace(DARK, fleets=(replace(DARK.fleets[0], count=3),)), 5)
    mmsi = two.positions["mmsi"][0].as_py()

    def times(made: synthetic.Made) -> list[datetime]:
        return made.positions.filter(pc.field("mmsi") == mmsi)["time"].to_pylist()

    assert times(two) == times(three)


def test_every_row_of_every_table_says_that_it_is_synthetic(bundled):
    for table in (bundled.positions, bundled.statics, bundled.truth):
        assert len(table)
        assert pc.all(pc.starts_with(table["source"], "synthetic:")).as_py()
    assert pc.all(pc.starts_with(bundled.statics["name"], "SYNTHETIC ")).as_py()


def test_no_ship_carries_an_imo_number_or_digits_of_a_state(bundled):
    assert bundled.statics["imo"].null_count == len(bundled.statics)
    assert {mmsi // 1_000_000 for mmsi in bundled.statics["mmsi"].to_pylist()} == {299}


def test_the_tables_have_the_columns_of_the_contract(bundled):
    assert bundled.positions.schema == fields.schema("positions")
    assert bundled.statics.schema == fields.schema("statics")


def test_nothing_is_heard_inside_a_silence(bundled):
    for made in (bundled, synthetic.sea(DARK, 1)):
        silences = truths(made, "dark")
        assert silences
        for row in silences:
            assert len(heard_between(made, row["mmsi"], row["start"], row["end"])) == 0


def test_a_silence_for_a_call_holds_the_call():
    made = synthetic.sea(DARK, 2)
    silences = [row for row in truths(made, "dark") if row["place"] == "pier"]
    calls = [row for row in truths(made, "port_call") if row["why"] == "transponder off"]

    assert len(calls) >= len(silences) > 4
    for call in calls:
        assert call["place"] == "pier"
        assert any(
            s["start"] < call["start"] and call["end"] <= s["end"] and s["mmsi"] == call["mmsi"]
            for s in silences
        )


def test_a_call_with_the_transponder_on_is_heard_at_its_place():
    made = synthetic.sea(small(shuttle()), 3)

    for row in truths(made, "port_call"):
        place = HARBOUR if row["place"] == "harbour" else PIER
        there = heard_between(made, row["mmsi"], row["start"], row["end"])
        assert len(there) >= 10
        assert np.ptp(there["lat"].to_numpy()) < 0.001
        assert abs(there["lon"].to_numpy() - place.lon).max() < 0.001
        assert max(there["speed_kn"].to_pylist()) <= 0.5


def test_a_ship_moves_as_fast_as_she_says():
    made = synthetic.sea(small(shuttle()), 4)
    one = made.positions.filter(pc.field("mmsi") == pc.min(made.positions["mmsi"]))
    lat, lon = (np.radians(one[name].to_numpy()) for name in ("lat", "lon"))
    km = 6371 * np.hypot(np.diff(lat), np.diff(lon) * np.cos(lat[1:]))
    hours = np.diff(one["time"].to_numpy()).astype("timedelta64[s]").astype(float) / 3600
    speed = km / 1.852 / hours
    under_way = (one["status"].to_numpy()[1:] == 0) & (one["status"].to_numpy()[:-1] == 0)

    assert speed.max() < 14.5
    assert np.median(np.abs(speed - one["speed_kn"].to_numpy()[1:])[under_way]) < 0.5


def test_a_silent_receiver_is_told_in_the_truth_and_is_not_a_dark_ship():
    down = synthetic.Outage("ear", START + timedelta(days=10), START + timedelta(days=12))
    made = synthetic.sea(small(shuttle(), outages=(down,), heard_elsewhere=0.0), 1)

    assert len(made.positions.filter((pc.field("time") > down.start) & (pc.field("time") < down.end))) == 0
    assert [row["why"] for row in truths(made, "unheard")] == ["a receiver was down"] * 2
    assert [row["start"] for row in truths(made, "outage")] == [down.start]
    assert truths(made, "dark") == []


def test_beyond_the_region_nothing_is_heard():
    made = synthetic.sea(small(shuttle(), region=(40.0, 130.0, 44.0, 132.0)), 1)

    assert pc.max(made.positions["lon"]).as_py() <= 132.0
    assert {row["why"] for row in truths(made, "unheard")} == {"outside the region of the receivers"}


def test_faults_of_real_feeds_are_in_the_messages_and_not_in_the_truth():
    sea = small(shuttle(), unknowns=0.05, no_position=0.02, strays=0.02, twice=0.02)
    made = synthetic.sea(sea, 1)
    clean = synthetic.sea(small(shuttle()), 1)

    for column, sentinel in (("lat", 91.0), ("lon", 181.0), ("speed_kn", 102.3), ("heading_deg", 511.0)):
        assert sentinel in made.positions[column].to_pylist()
    assert len(made.positions) > len(clean.positions)
    assert made.truth.equals(clean.truth)


def test_the_bundled_sea_has_quiet_weeks_before_the_corridor_opens(bundled):
    silences = [row for row in truths(bundled, "dark") if row["place"]]

    assert 25 <= len(silences) <= 45
    assert min(row["start"] for row in silences) > datetime.fromisoformat("2023-08-13")
    assert len(bundled.positions) <= 400_000
    assert 35 <= len(bundled.statics) <= 60
    assert pc.max(bundled.positions["time"]).as_py() < datetime.fromisoformat("2024-02-12")


def test_what_is_written_is_read_back_the_same(tmp_path):
    made = synthetic.sea(DARK, 7)
    path = tmp_path / "sea.csv"
    synthetic.write_csv(made, path)
    (opened,) = streams(path)
    batches = list(synthetic_csv.read(opened, Reading(block_bytes=20_000)))
    read = {
        name: pa.concat_tables(b.rows for b in batches if b.table == name)
        for name in ("positions", "statics")
    }

    assert {b.table for b in batches} == {"positions", "statics"}
    for name, rows in read.items():
        kept = [column for column in fields.schema(name).names if column != "record"]
        order = [("mmsi", "ascending"), ("time", "ascending")]
        assert rows.select(kept).sort_by(order).equals(getattr(made, name).select(kept).sort_by(order))
    lines = [int(record.split(":")[1]) for record in read["positions"]["record"].to_pylist()]
    assert lines == [int(record.split(":")[1]) for record in made.positions["record"].to_pylist()]


def test_the_truth_is_not_taken_for_a_feed(tmp_path):
    synthetic.write_truth(synthetic.sea(DARK, 7), tmp_path / "truth.csv")
    (opened,) = streams(tmp_path / "truth.csv")

    with pytest.raises(Exception, match="second line"):
        list(synthetic_csv.read(opened, Reading()))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("", "lacks title"),
        ("speling = 1\n", "unknown key speling"),
        ("[[place]]\nid = 'a'\n", "place: lacks lat, lon"),
    ],
)
def test_a_plan_that_is_wrong_says_where(tmp_path, change, words):
    path = tmp_path / "sea.toml"
    path.write_text(change)

    with pytest.raises(WatchError, match=words):
        synthetic.read(path)


def test_a_fleet_that_calls_nowhere_known_is_an_error(tmp_path):
    path = tmp_path / "sea.toml"
    path.write_text(BUNDLED.read_text().replace('id = "dunay"', 'id = "elsewhere"'))

    with pytest.raises(WatchError, match="calls at unknown dunay"):
        synthetic.read(path)


def test_a_busy_sea_has_the_rows_asked_for_in_order_and_without_jumps():
    rows = synthetic.busy_sea(20_000, 10, seed=3)
    lat, mmsi = rows["lat"].to_numpy(), rows["mmsi"].to_numpy()

    assert rows.schema == fields.schema("positions")
    assert len(rows) == 20_000
    assert rows.equals(synthetic.busy_sea(20_000, 10, seed=3))
    assert rows.equals(rows.sort_by([("mmsi", "ascending"), ("time", "ascending")]))
    assert np.abs(np.diff(lat))[mmsi[1:] == mmsi[:-1]].max() < 0.02


def test_the_detectors_find_every_silence_and_every_call_that_truly_was():
    made = synthetic.sea(DARK, 8)
    places = [(HARBOUR.id, HARBOUR.lat, HARBOUR.lon), (PIER.id, PIER.lat, PIER.lon)]
    rows = [
        {"place": name, "kind": "port", "geometry": shapely.Point(lon, lat).wkb, "radius_m": 3000.0}
        for name, lat, lon in places
    ]
    given = {"positions": made.positions, "statics": made.statics, "places": fields.from_rows(rows, "places")}
    found = flow.passed(given, flow.of_phase(flow.ALL, "ships"), DARK.end)["events"].to_pylist()
    silences = [row for row in truths(made, "dark") if row["end"] < DARK.end - timedelta(days=1)]
    heard = [row for row in truths(made, "port_call") if row["why"] == "transponder on"]

    def overlaps(kind: str, true: dict[str, object]) -> list[dict[str, object]]:
        same = [row for row in found if (row["kind"], row["mmsi"]) == (kind, true["mmsi"])]
        until = [row["end"] or DARK.end for row in same]
        return [
            r for r, end in zip(same, until, strict=True) if r["start"] < true["end"] and end > true["start"]
        ]

    assert len(silences) > 10
    for true in silences:
        (gap,) = overlaps("gap", true)
        assert gap["start"] <= true["start"] < true["end"] <= gap["end"]
    for true in heard:
        (call,) = overlaps("port_call", true)
        assert call["place"] == true["place"]
        assert abs(call["start"] - true["start"]) < timedelta(hours=2)

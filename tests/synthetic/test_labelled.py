from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from vedette import fields
from vedette.errors import WatchError
from vedette.kernels.arrays import ints
from vedette.kernels.marks import imo_valid
from vedette.kernels.sphere import KNOT_MS, distance_m
from vedette.synthetic import LABELS, Labelled, LabelledSea, labelled_sea
from vedette.synthetic.behaviours import BEHAVIOURS, meetings, silences
from vedette.synthetic.waters import WATERS

SMALL = Labelled("baltic", seed=5, ships=60, background=20, days=16, outages=4)
MEETINGS = tuple(b for b in BEHAVIOURS if b.play in (meetings.meetings, meetings.near_meetings))


@pytest.fixture(scope="module")
def sea() -> LabelledSea:
    return labelled_sea(SMALL)


@pytest.fixture(scope="module")
def met() -> LabelledSea:
    """Ships that meet, or nearly do, heard often and exactly."""
    return labelled_sea(
        Labelled("oman", seed=2, ships=24, background=0, outages=0, noise_m=0.0, clock_s=0.0), MEETINGS
    )


def labels(sea: LabelledSea, kind: str, *, sure: bool = True) -> list[dict[str, Any]]:
    return [row for row in sea.labels.to_pylist() if row["kind"] == kind and (row["sure"] or not sure)]


def heard(sea: LabelledSea, mmsi: int, start: datetime, end: datetime) -> pa.Table:
    time = pc.field("time")
    return sea.positions.filter((pc.field("mmsi") == mmsi) & (time > start) & (time < end))


def trusted(rows: pa.Table) -> pa.Table:
    """The rows but for those without a place, and strays by three degrees."""
    usual = np.median(rows["lat"].to_numpy()) if len(rows) else 0.0
    return rows.filter((pc.field("lat") < usual + 2) & (pc.field("lat") > usual - 2))


def apart_m(sea: LabelledSea, row: dict[str, Any]) -> np.ndarray:
    """How far two ships are from each other, wherever the first was heard."""
    own, other = (trusted(heard(sea, row[name], row["start"], row["end"])) for name in ("mmsi", "other_mmsi"))
    time, theirs = ints(own["time"]), ints(other["time"])
    both = (time >= theirs[0]) & (time <= theirs[-1])
    lat, lon = (np.interp(time, theirs, other[side].to_numpy()) for side in ("lat", "lon"))
    return distance_m(own["lat"].to_numpy(), own["lon"].to_numpy(), lat, lon)[both]


def made_good_kn(rows: pa.Table) -> float:
    hours = (ints(rows["time"])[-1] - ints(rows["time"])[0]) / 3.6e9
    lat, lon = rows["lat"].to_numpy(), rows["lon"].to_numpy()
    every = slice(None, None, 6)
    way = distance_m(lat[every][:-1], lon[every][:-1], lat[every][1:], lon[every][1:]).sum()
    return float(way / 3600 / hours / KNOT_MS)


def test_the_same_options_give_the_same_rows(sea):
    again, other = labelled_sea(SMALL), labelled_sea(Labelled("baltic", seed=6, ships=10, days=5))

    for name in ("positions", "statics", "places", "feeds", "labels"):
        assert getattr(sea, name).equals(getattr(again, name))
    assert not sea.positions.slice(0, 50).equals(other.positions.slice(0, 50))


def test_it_is_as_any_source_gives_it_and_says_that_it_was_made_up(sea):
    for name in ("positions", "statics", "places", "feeds"):
        rows = getattr(sea, name)
        assert rows.schema.equals(fields.schema(name))
        assert pc.all(pc.starts_with(rows["source"], "synthetic:")).as_py()
    assert sea.labels.schema.equals(LABELS)
    assert pc.all(pc.starts_with(sea.labels["source"], "synthetic:")).as_py()


def test_no_real_ship_has_their_numbers(sea):
    first = {number // 1_000_000 for number in pc.unique(sea.positions["mmsi"]).to_pylist()}
    imo = pc.unique(sea.statics["imo"]).drop_null().to_numpy()

    assert first == {298, 299, 999}
    assert imo_valid(imo).all()
    assert imo.max() < 4_000_000


def test_every_behaviour_is_there(sea):
    kinds = Counter(row["kind"] for row in sea.labels.to_pylist())

    wanted = "port_call hidden_call encounter loitering silence out_of_reach teleport circle escort near"
    assert set(wanted.split()) <= set(kinds)
    assert {"identity_change", "identity_clash", "draught_change"} <= set(kinds)


def test_a_region_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(WatchError, match="atlantis"):
        labelled_sea(Labelled("atlantis"))


def test_ships_that_meet_are_closer_than_500_m_and_slow_for_two_hours(met):
    rows = labels(met, "encounter")

    assert len(rows) > 15
    for row in rows:
        assert apart_m(met, row).max() < 500
        assert made_good_kn(trusted(heard(met, row["mmsi"], row["start"], row["end"]))) < 2
        assert row["end"] - row["start"] >= timedelta(hours=2)


def test_ships_that_nearly_meet_are_farther_quicker_or_not_there_for_long(met):
    rows = labels(met, "near")

    assert {row["why"] for row in rows} == {
        f"encounter: {why}"
        for why in ("passing", "drifting well apart", "an hour together", "side by side under way")
    }
    for row in rows:
        far = apart_m(met, row).min() > 550
        quick = made_good_kn(trusted(heard(met, row["mmsi"], row["start"], row["end"]))) > 3
        assert far or quick or row["end"] - row["start"] < timedelta(hours=1.5)


def test_nothing_is_heard_within_a_silence(sea):
    rows = labels(sea, "silence", sure=False)

    assert {row["why"] for row in rows} >= {"transponder off", "receivers down"}
    for row in rows:
        late = timedelta(minutes=34)  # by which one receiver's copies are late
        assert not len(heard(sea, row["mmsi"], row["start"] + late, row["end"] - timedelta(seconds=10)))


def test_a_hidden_call_lies_in_a_silence_of_the_ship(sea):
    silent = labels(sea, "silence", sure=False)

    for call in labels(sea, "hidden_call"):
        around = [
            row
            for row in silent
            if row["mmsi"] == call["mmsi"] and row["start"] < call["start"] and row["end"] > call["end"]
        ]
        assert around or call["end"] > sea.until - timedelta(days=2)
        assert call["place"] == WATERS["baltic"].watched.id


def test_a_ship_out_of_reach_cannot_have_called():
    behaviours = tuple(b for b in BEHAVIOURS if b.play is silences.out_of_reach)
    sea = labelled_sea(Labelled("korea", ships=6, background=0, outages=0), behaviours)
    watched, rows = WATERS["korea"].watched, labels(sea, "out_of_reach")

    assert rows
    for row in rows:
        hour = timedelta(hours=1)
        before = trusted(heard(sea, row["mmsi"], row["start"] - hour, row["start"]))
        after = trusted(heard(sea, row["mmsi"], row["end"], row["end"] + hour))
        if len(before) and len(after):
            ends = before.slice(len(before) - 1), after.slice(0, 1)
            metres = sum(
                distance_m(end["lat"].to_numpy(), end["lon"].to_numpy(), watched.lat, watched.lon)[0]
                for end in ends
            )
            assert metres > 1.3 * 9 * 1852 * (row["end"] - row["start"]) / hour


def test_a_ship_that_loiters_goes_slower_than_two_knots(sea):
    for row in labels(sea, "loitering"):
        assert made_good_kn(trusted(heard(sea, row["mmsi"], row["start"], row["end"]))) < 2


def test_calls_are_near_their_place_and_lie_still(sea):
    where = {place.id: place for place in (*WATERS["baltic"].ports, *WATERS["baltic"].anchorages)}
    for row in labels(sea, "port_call")[:200]:
        if row["place"] in where:
            place = where[row["place"]]
            rows = trusted(heard(sea, row["mmsi"], row["start"], row["end"]))
            away = distance_m(rows["lat"].to_numpy(), rows["lon"].to_numpy(), place.lat, place.lon)
            assert np.median(away) < 1000


def test_a_new_name_is_said_from_then_on_and_the_old_one_before(sea):
    rows = [row for row in labels(sea, "identity_change") if row["why"] == "name"]

    assert rows
    for row in rows:
        said = sea.statics.filter(pc.field("mmsi") == row["mmsi"])
        early = said.filter(pc.field("time") < row["start"])["name"].to_pylist()
        late = said.filter(pc.field("time") > row["start"] + timedelta(days=1))["name"].to_pylist()
        assert not set(early) & set(late)


@pytest.mark.parametrize("reception", ["thin", "satellite"])
def test_it_is_heard_as_seldom_as_asked(reception):
    dense, other = (
        labelled_sea(Labelled(ships=20, background=0, days=4, outages=0, reception=kind))
        for kind in ("dense", reception)
    )

    assert len(other.positions) < 0.6 * len(dense.positions)


def test_positions_are_as_noisy_as_asked():
    spread = []
    for noise_m in (5.0, 50.0):
        sea = labelled_sea(Labelled(ships=20, background=0, days=3, outages=0, noise_m=noise_m))
        rows = [row for row in labels(sea, "port_call") if row["end"] - row["start"] > timedelta(hours=5)]
        lat = [trusted(heard(sea, r["mmsi"], r["start"], r["end"]))["lat"].to_numpy() for r in rows[:10]]
        spread.append(np.median([one.std() * 111_195 for one in lat]))

    assert spread[0] == pytest.approx(5, rel=0.3)
    assert spread[1] == pytest.approx(50, rel=0.3)

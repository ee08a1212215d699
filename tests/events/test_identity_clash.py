import json
from datetime import timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.worlds import SHIP, at, heard, rows_of
from vedette.events.identity_clash import IdentityClash, identity_clashes
from vedette.positions.doubts import doubts
from vedette.positions.duplicates import duplicates

FAR = 44.0  # two degrees north of HERE: 120 nm


def found(*positions, **options):
    rows = doubts(duplicates(pa.concat_tables(positions)))
    return identity_clashes(rows, IdentityClash(**options))


def told(rows, name):
    return [json.loads(text)[name] for text in rows["details"].to_pylist()]


def turns(*places, every=0.2, **more):
    """One number heard by turns at some latitudes."""
    return heard(*(every * np.arange(len(places))), lat=list(places), **more)


@pytest.mark.redflag("RF02", "RF28")
def test_a_number_that_takes_turns_at_two_places_is_on_two_hulls():
    rows = found(turns(42.0, 42.0, FAR, FAR, 42.01, 42.01, FAR, FAR, 42.0, 42.0, FAR, FAR))

    assert rows_of(rows, "mmsi", "start", "end", "lat", "end_lat") == [
        (SHIP, at(0.2), at(2.0), 42.0, FAR),
    ]
    assert told(rows, "class") == ["two places"]
    assert told(rows, "tracks") == [2]
    assert told(rows, "changes_of_place") == [5]
    assert told(rows, "distance_nm") == [pytest.approx(120.1, abs=0.1)]


def test_it_is_known_with_the_second_return_to_the_second_place():
    rows = found(turns(42.0, FAR, 42.0, FAR, 42.0, FAR, 42.0, FAR))

    assert rows_of(rows, "start", "known", "end") == [(at(0), at(1.0), at(1.4))]
    assert rows["because"].to_pylist() == [[f"f{SHIP}:{line}" for line in (2, 3, 6, 7)]]


def test_a_teleport_there_and_back_is_no_second_hull():
    assert len(found(turns(42.0, 42.0, FAR, FAR, FAR, FAR, 42.0, 42.0))) == 0


def test_nor_are_many_strays_each_somewhere_else():
    assert len(found(turns(42.0, 45.0, 42.0, 48.0, 42.0, 39.0, 42.0, 36.0, 42.0, 51.0))) == 0


def test_nor_are_wrong_coordinates_of_a_ship_that_is_on_a_new_track_after_each_silence():
    berths = [
        turns(home, home + 3, home, home - 4, home, home + 6, home, home, file=f"g{home}")
        for home in (42.0, 43.0, 44.0)
    ]
    later = [
        rows.set_column(1, "time", pc.add(rows["time"], pa.scalar(timedelta(days=day))))
        for day, rows in enumerate(berths)
    ]

    assert len(found(*later)) == 0


def test_a_second_hull_that_is_heard_seldom_counts_though_each_position_is_a_stray():
    often = np.arange(0, 6, 0.05)
    seldom = np.arange(0.51, 6, 1.0)

    rows = found(heard(*often), heard(*seldom, lat=FAR, file="g"))

    assert told(rows, "tracks") == [2]
    assert rows["start"].to_pylist() == [at(0.5)]


def test_a_late_receiver_makes_no_second_hull():
    hours = np.arange(0, 8, 0.1)
    north = 42.0 + 15 / 60 * hours  # 15 knots
    late = heard(*(hours + 1.05), lat=north, file="g")

    assert len(found(heard(*hours, lat=north), late)) == 0


def test_nor_one_that_is_hours_late():
    hours = np.arange(0, 20, 0.1)
    north = 42.0 + 15 / 60 * hours
    late = heard(*(hours[50:] + 6.65), lat=north[50:], file="g")

    assert len(found(heard(*hours, lat=north), late)) == 0


def test_two_ships_in_sight_of_each_other_cannot_be_told_from_two_clocks():
    assert len(found(turns(*[42.0, 42.15] * 10, every=0.05))) == 0


def test_two_ships_that_parted_cannot_be_told_from_a_late_receiver():
    hours = np.arange(0, 6, 0.1)
    stays = heard(*(hours + 0.05), file="g")

    assert len(found(heard(*hours, lat=42.0 + 15 / 60 * hours), stays)) == 0


def test_a_burst_with_one_stamp_is_none():
    assert len(found(turns(*[42.0, FAR] * 8, every=0.001))) == 0


def test_places_that_nobody_knows_are_none():
    sentinel = heard(*np.arange(0.1, 3, 0.2), lat=91.0, lon=181.0, file="g", doubt="no position")
    null = heard(*np.arange(0.15, 3, 0.2), lat=0.0, lon=0.0, file="h", doubt="null island")

    assert len(found(heard(*np.arange(0, 3, 0.2)), sentinel, null)) == 0


def test_two_ships_on_two_sides_of_the_date_line_are_near():
    rows = found(heard(*np.arange(0, 4, 0.2), lat=0.0, lon=[179.95, -179.95] * 10))

    assert len(rows) == 0


def test_a_clash_that_stops_for_a_week_is_another_afterwards():
    again = turns(*[42.0, FAR] * 4)
    hours = 200 + 0.2 * np.arange(8)
    later = heard(*hours, lat=[42.0, FAR] * 4, file="g")

    assert rows_of(found(again, later), "start", "end") == [(at(0), at(1.4)), (at(200), at(201.4))]


def test_what_is_made_up_says_so():
    one = heard(*np.arange(0, 3, 0.2), source="synthetic:sea")
    other = heard(*np.arange(0.1, 3, 0.2), lat=FAR, file="g")

    assert found(one, other)["source"].to_pylist() == ["synthetic:sea, ais"]


@settings(max_examples=60, deadline=None)
@given(
    where=st.lists(st.sampled_from([42.0, 42.1, FAR, FAR + 0.1, 47.0]), min_size=2, max_size=40),
    every=st.sampled_from([0.1, 0.5, 1.5]),
    then=st.integers(1, 40),
)
def test_what_was_known_then_is_what_was_found_then(where, every, then):
    rows = turns(*where, every=every)
    moment = at(every * then)

    whole = identity_clashes(rows).to_pylist()
    partly = identity_clashes(rows.slice(0, then + 1))["event"].to_pylist()

    assert partly == [row["event"] for row in whole if row["known"] <= moment]


def test_one_number_used_by_a_crowd_takes_no_longer_than_its_share():
    rng = np.random.default_rng(1)
    crowd = heard(*np.sort(rng.uniform(0, 24, 20_000)), lat=rng.uniform(-60, 60, 20_000))

    assert len(found(crowd)) == 1

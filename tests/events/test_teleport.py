import json

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.events.false_scores import REGIONS, scored, sea_of
from tests.worlds import SHIP, at, heard, rows_of
from vedette.events.identity_clash import identity_clashes
from vedette.events.teleport import Teleport, teleports
from vedette.kernels.sphere import DEGREE_M
from vedette.positions.doubts import doubts
from vedette.positions.duplicates import duplicates

FAR = 44.0  # two degrees north of HERE: 120 nm
NM = 1852 / DEGREE_M


def found(*positions, **options):
    return teleports(doubts(duplicates(pa.concat_tables(positions))), Teleport(**options))


def told(rows, name):
    return [json.loads(text)[name] for text in rows["details"].to_pylist()]


def turns(*places, every=0.1, **more):
    """One number heard at some latitudes in turn, every six minutes."""
    return heard(*(every * np.arange(len(places))), lat=list(places), **more)


@pytest.mark.redflag("RF03")
def test_a_ship_that_is_heard_elsewhere_for_a_while_and_comes_back():
    rows = found(turns(*[42.0] * 5, *[FAR] * 5, *[42.0] * 5))

    assert rows_of(rows, "mmsi", "start", "known", "end", "lat", "end_lat", "confidence") == [
        (SHIP, at(0.5), at(0.7), at(1.0), 42.0, FAR, 3.0)
    ]
    assert told(rows, "pattern") == ["teleport"]
    assert told(rows, "returned") == [True]
    assert told(rows, "distance_nm") == [pytest.approx(120.1, abs=0.1)]
    assert told(rows, "messages") == [5]
    assert rows["because"].to_pylist() == [[f"f{SHIP}:{line}" for line in (6, 7, 9, 12)]]


def test_one_that_goes_on_from_there_has_no_end_and_is_less_sure():
    rows = found(turns(*[42.0] * 5, *(FAR + 0.02 * np.arange(20))))

    assert rows_of(rows, "start", "end", "confidence") == [(at(0.5), None, 2.0)]
    assert told(rows, "returned") == [False]


def test_a_ship_under_way_that_jumps_every_third_day_is_found_each_time():
    hours = np.arange(0, 24 * 12, 0.25)
    north = 42.0 + 2 * np.sin(hours / 60)
    away = np.zeros(len(hours))
    for jump, by in enumerate((1.5, -2.0, 3.0, -1.2)):
        away[(hours >= 24 + 72 * jump) & (hours < 27 + 72 * jump)] = by

    rows = found(heard(*hours, lat=north + away, lon=131.0 + away))

    assert rows_of(rows, "start", "confidence") == [(at(24.0 + 72 * jump), 3.0) for jump in range(4)]


def test_a_wrong_coordinate_after_a_silence_is_not_where_she_was():
    before, after = np.arange(10) * 0.1, 20 + np.arange(20) * 0.1
    rows = heard(*before, 19.9, *after, lat=[*(42.0 + 0.02 * before), 48.0, *(45.0 + 0.02 * (after - 20))])

    assert len(found(rows)) == 0


@pytest.mark.parametrize(("messages", "count"), [(1, 0), (2, 0), (3, 1)])
def test_three_messages_are_needed(messages, count):
    assert len(found(turns(*[42.0] * 5, *[FAR] * messages, *[42.0] * 5))) == count


def test_a_burst_of_messages_within_seconds_is_none():
    false = heard(*(0.55 + np.arange(6) * 0.001), lat=FAR, file="g")

    assert len(found(turns(*[42.0] * 5, *[42.0] * 5), false)) == 0


def test_a_wrong_coordinate_in_a_false_stretch_does_not_end_it():
    rows = found(turns(*[42.0] * 5, *[FAR] * 4, -11.0, *[FAR] * 4, *[42.0] * 5))

    assert rows_of(rows, "start", "end") == [(at(0.5), at(1.4))]


@pytest.mark.parametrize(("knots", "count"), [(49, 0), (70, 1)])
def test_fast_craft_are_no_teleports(knots, count):
    north = np.concatenate([np.zeros(6), np.full(6, knots * NM * 0.4)])
    hours = np.concatenate([np.arange(6) * 0.1, 0.9 + np.arange(6) * 0.1])

    assert len(found(heard(*hours, lat=42.0 + north))) == count


def test_what_is_far_off_after_a_long_silence_may_have_sailed_there():
    hours = np.concatenate([np.arange(10) * 0.1, 20 + np.arange(10) * 0.1])

    assert len(found(heard(*hours, lat=[42.0] * 10 + [48.0] * 10))) == 0


def sailing(hours, knots=15):
    return 42.0 + knots * NM * np.asarray(hours)


@pytest.mark.parametrize("lag", [0.55, 3.0, 9.0])
def test_a_late_receiver_is_none_though_heard_alone_for_a_while(lag):
    hours = np.arange(0, 20, 0.1)
    on_time = (hours < 10) | (hours > 11 + lag)
    late = (hours > 8) & (hours < 12)

    rows = found(
        heard(*hours[on_time], lat=sailing(hours[on_time])),
        heard(*(hours[late] + lag), lat=sailing(hours[late]), file="g"),
    )

    assert len(rows) == 0


@pytest.mark.parametrize("ahead", [0.5, -0.5])
def test_nor_is_a_clock_that_is_wrong_for_some_hours(ahead):
    hours = np.arange(0, 20, 0.1)
    wrong = (hours > 8) & (hours < 12)

    rows = found(heard(*hours, lat=sailing(np.where(wrong, hours + ahead, hours))))

    assert len(rows) == 0


def test_old_positions_sent_again_are_none():
    hours = np.arange(0, 10, 0.1)
    again = heard(*(6.05 + 0.2 * np.arange(5)), lat=float(sailing(2.0)), file="g")

    assert len(found(heard(*hours, lat=sailing(hours)), again)) == 0


def test_a_number_that_takes_turns_is_a_clash_and_no_teleport():
    rows = doubts(turns(*([42.0] * 5 + [FAR] * 5) * 4))

    assert len(identity_clashes(rows)) == 1
    assert len(teleports(rows)) == 0


def test_a_number_that_many_use_is_none():
    rng = np.random.default_rng(1)
    crowd = np.repeat(rng.uniform(-60, 60, 80), 5)

    assert len(found(heard(*(0.1 * np.arange(400)), lat=crowd))) == 0


def test_another_transponder_is_none():
    one = turns(*[42.0] * 8, heading_deg=90.0)
    other = heard(*(0.8 + 0.1 * np.arange(8)), lat=FAR, file="g")

    assert len(found(one, other)) == 0


@pytest.mark.parametrize(
    ("place", "mirror"),
    [
        ((-42.0, 131.0), "latitude sign"),
        ((42.0, -131.0), "longitude sign"),
        ((-42.0, -131.0), "both signs"),
        ((41.0, 12.0), None),
    ],
)
def test_a_lost_sign_is_said(place, mirror):
    side = [[true] * 5 + [false] * 5 + [true] * 5 for true, false in zip((42.0, 131.0), place, strict=True)]

    rows = found(heard(*(0.1 * np.arange(15)), lat=side[0], lon=side[1]))

    assert told(rows, "mirror") == [mirror]
    assert told(rows, "pattern") == ["teleport" if mirror is None else "mirrored"]


def test_swapped_coordinates_are_said():
    lat, lon = [10.0] * 5 + [50.0] * 5 + [10.0] * 5, [50.0] * 5 + [10.0] * 5 + [50.0] * 5

    assert told(found(heard(*(0.1 * np.arange(15)), lat=lat, lon=lon)), "mirror") == [
        "latitude and longitude swapped"
    ]


@pytest.mark.parametrize(("lat", "lon", "other"), [(0.0, 179.99, -179.99), (89.99, 0.0, 180.0)])
def test_the_date_line_and_the_pole_are_near(lat, lon, other):
    rows = found(heard(*(0.1 * np.arange(15)), lat=lat, lon=[lon] * 5 + [other] * 5 + [lon] * 5))

    assert len(rows) == 0


@pytest.mark.parametrize(("turned", "pattern"), [(False, "offset"), (True, "teleport")])
def test_a_way_of_the_same_shape_beside_hers_is_an_offset(turned, pattern):
    hours = np.arange(0, 6, 0.1)
    false = (hours > 2) & (hours < 4)
    north = sailing(hours)
    east = 131.0 + np.where(false, 0.5 + (0.3 * (hours - 2) if turned else 0.0), 0.0)

    rows = found(heard(*hours, lat=north, lon=east))

    assert told(rows, "pattern") == [pattern]


def test_what_is_made_up_says_so():
    rows = found(turns(*[42.0] * 5, *[FAR] * 5, *[42.0] * 5, source="synthetic:sea"))

    assert rows["source"].to_pylist() == ["synthetic:sea"]


@settings(max_examples=60, deadline=None)
@given(
    where=st.lists(
        st.tuples(st.sampled_from([42.0, 42.1, FAR, 47.0]), st.integers(1, 6)), min_size=1, max_size=10
    ),
    then=st.integers(1, 40),
)
def test_what_is_known_by_then_was_found_then(where, then):
    rows = turns(*np.repeat([place for place, _ in where], [times for _, times in where]))

    whole = teleports(rows).to_pylist()
    partly = teleports(rows.slice(0, then + 1))["event"].to_pylist()

    # What was found then may be a clash by now, so this holds one way only.
    assert {row["event"] for row in whole if row["known"] <= at(0.1 * then)} <= set(partly)


def test_on_made_up_seas_nearly_all_are_found_and_hardly_any_that_is_none():
    hits = truth = wrong = days = 0
    for region in REGIONS:
        for seed in (1, 2):
            sea = sea_of(region, seed, ships=120, false=40)
            hit, false, missed = scored(sea, teleports(sea.positions()), "teleport")
            hits, truth = hits + hit, truth + hit + len(missed)
            wrong, days = wrong + len(false), days + sea.ship_days

    assert hits >= 0.95 * truth
    assert wrong <= 0.001 * days

import json

import numpy as np
import pytest

from tests.worlds import at, heard, rows_of, table, tracks_of
from vedette import fields
from vedette.events.escort import Escort, escorts
from vedette.events.steady_points import SteadyPoints, steady_points
from vedette.kernels.sphere import DEGREE_M

ONE, OTHER, THIRD = 273000001, 273000002, 273000003
NM = 1852 / DEGREE_M


def ship(mmsi=ONE, start=0.0, end=6.0, *, north_nm=0.0, east_nm=0.0, knots=12.0, every=10, **more):
    """A ship that goes north, so many miles off the way of the first."""
    hours = start + np.arange(round((end - start) * 60 / every) + 1) * every / 60
    return heard(
        *hours,
        mmsi=mmsi,
        lat=42.0 + NM * (north_nm + knots * hours),
        lon=131.0 + east_nm * NM / np.cos(np.radians(42.0)),
        **more,
    )


def pointed(*positions, types=(), until=None):
    said = [
        {"mmsi": mmsi, "time": at(-1), "ship_type": kind, "source": "ais", "record": f"t:{mmsi}"}
        for mmsi, kind in types
    ]
    return steady_points(tracks_of(*positions), table("statics", *said), SteadyPoints(), until)


def found(*positions, types=(), **options):
    return escorts(pointed(*positions, types=types), fields.empty("identities"), Escort(**options))


def told(rows, name):
    return [json.loads(text)[name] for text in rows["details"].to_pylist()]


@pytest.mark.redflag("RF52")
def test_two_ships_that_sail_together_for_hours_are_in_company():
    rows = found(ship(), ship(OTHER, north_nm=0.5))

    assert rows_of(rows, "mmsi", "other_mmsi", "start", "end", "known") == [(ONE, OTHER, at(0), at(6), at(3))]
    assert told(rows, "class") == ["escort"]
    assert told(rows, "median_distance_nm") == [0.5]
    assert told(rows, "median_speed_kn") == [12.0]
    assert told(rows, "ships") == [2]
    assert told(rows, "naval") == [None]
    assert rows["confidence"].to_pylist() == [1.0]


@pytest.mark.parametrize(("miles", "count"), [(0.95, 1), (1.05, 0)])
def test_close_is_a_mile(miles, count):
    assert len(found(ship(), ship(OTHER, north_nm=miles))) == count


@pytest.mark.parametrize(("hours", "count"), [(1.0, 0), (2.4, 0), (3.0, 1)])
def test_long_is_three_hours(hours, count):
    assert len(found(ship(), ship(OTHER, 1, 1 + hours, north_nm=0.3))) == count


@pytest.mark.parametrize("knots", [12.4, 13.0, 15.0])
def test_a_ship_that_overtakes_another_in_one_lane_is_not(knots):
    assert len(found(ship(), ship(OTHER, north_nm=-0.8, knots=knots, east_nm=0.1))) == 0


@pytest.mark.parametrize(("gains_kn", "count"), [(0.005, 1), (0.02, 0), (0.15, 0)])
def test_station_is_kept_where_nobody_gains_on_the_other(gains_kn, count):
    assert len(found(ship(), ship(OTHER, north_nm=-0.4, knots=12 + gains_kn, east_nm=0.2))) == count


def test_swinging_round_her_station_she_keeps_it():
    hours = np.arange(0, 12.01, 1 / 6)
    swing = 0.05 * np.sin(2 * np.pi * hours / 2.5)
    other = heard(
        *hours, mmsi=OTHER, lat=42.0 + NM * (0.4 + 12 * hours + swing), lon=131.0 + NM * (0.3 - swing) / 0.74
    )

    assert len(found(ship(end=12), other)) == 1


@pytest.mark.parametrize(("later_h", "count"), [(0.0, 1), (1.0, 0)])
def test_who_is_gained_on_is_in_company_when_both_change_speed_together_twice(later_h, count):
    def way(mmsi, ahead_nm, after_h, gains_kn):
        hours = np.arange(0, 8.01, 1 / 6)
        knots = 12.0 - 4.0 * ((hours >= 3 + after_h) & (hours < 5 + after_h)) + gains_kn
        miles = ahead_nm + np.concatenate([[0.0], np.cumsum(knots[:-1] / 6)])
        return heard(*hours, mmsi=mmsi, lat=42.0 + NM * miles, lon=131.0)

    assert len(found(way(ONE, 0.0, 0.0, 0.0), way(OTHER, -0.6, later_h, 0.12))) == count


def test_two_ships_that_turn_sharply_one_after_the_other_have_changed_no_speed():
    hours = np.arange(0, 9.01, 1 / 6)
    turns = np.clip(hours, 0, 3) - np.clip(hours - 3, 0, 2.5) + np.clip(hours - 5.5, 0, 9)
    ways = [
        heard(*hours, mmsi=mmsi, lat=42.0 + NM * 8 * turns, lon=131.0 + NM * (8 * hours + off) / 0.74)
        for mmsi, off in ((ONE, 0.0), (OTHER, 0.1 * hours + 0.1))
    ]

    assert len(found(*ways)) == 0


def test_a_warship_need_not_keep_station_so_exactly():
    ways = ship(), ship(OTHER, north_nm=-0.4, knots=12.15, east_nm=0.2)

    assert len(found(*ways, types=[(ONE, 70), (OTHER, 35)])) == 1
    assert len(found(*ways, types=[(ONE, 70), (OTHER, 70)])) == 0


def test_nor_are_ships_that_meet_or_lie_still():
    assert len(found(ship(), ship(OTHER, north_nm=36, knots=-12))) == 0
    assert len(found(ship(knots=1), ship(OTHER, knots=1, north_nm=0.2))) == 0


@pytest.mark.parametrize(
    ("one", "other", "count"), [(70, 52, 0), (31, 70, 0), (30, 30, 0), (60, 69, 0), (70, 70, 1), (70, 35, 1)]
)
def test_those_whose_trade_it_is_to_sail_in_pairs_are_left_out(one, other, count):
    assert len(found(ship(), ship(OTHER, north_nm=0.3), types=[(ONE, one), (OTHER, other)])) == count


@pytest.mark.redflag("RF52")
def test_a_warship_is_said_and_surer():
    rows = found(ship(), ship(OTHER, north_nm=0.3), types=[(ONE, 70), (OTHER, 35)])

    assert told(rows, "naval") == [True]
    assert told(rows, "other_ship_type") == [35]
    assert rows["confidence"].to_pylist() == [3.0]


def test_three_in_line_are_a_convoy():
    rows = found(ship(), ship(OTHER, north_nm=0.6), ship(THIRD, north_nm=1.2))

    assert told(rows, "class") == ["convoy", "convoy"]
    assert told(rows, "ships") == [3, 3]


def test_one_hull_with_two_transponders_is_alongside():
    assert told(found(ship(), ship(OTHER, north_nm=0.01)), "class") == ["alongside"]


def test_ships_that_turn_together_are_surer():
    hours = np.arange(0, 8.01, 1 / 6)
    north, east = 12 * np.minimum(hours, 4), 12 * np.maximum(hours - 4, 0)
    ways = [
        heard(*hours, mmsi=mmsi, lat=42.0 + NM * (north + off), lon=131.0 + NM * (east + off) / 0.74)
        for mmsi, off in ((ONE, 0.0), (OTHER, 0.3))
    ]

    assert found(*ways)["confidence"].to_pylist() == [2.0]


def test_a_silence_is_not_bridged():
    assert len(found(ship(), ship(OTHER, 0, 2, north_nm=0.3), ship(OTHER, 4, 6, north_nm=0.3, file="g"))) == 0


def test_what_is_made_up_says_so():
    rows = found(ship(source="synthetic:sea"), ship(OTHER, north_nm=0.3))

    assert rows["source"].to_pylist() == ["synthetic:sea, ais"]


def test_what_was_known_then_was_found_then():
    ways = tracks_of(ship(), ship(OTHER, north_nm=0.3))
    whole = found(ship(), ship(OTHER, north_nm=0.3)).to_pylist()
    none = fields.empty("statics")

    for then in np.arange(0.5, 6, 0.25):
        points = steady_points(ways, none, SteadyPoints(), at(then))
        partly = escorts(points, fields.empty("identities"))["event"].to_pylist()
        assert partly == [row["event"] for row in whole if row["known"] <= at(then)]


def test_ships_at_berths_and_drifting_leave_no_points():
    assert len(pointed(ship(knots=0), ship(OTHER, knots=2.5))) == 0
    assert len(pointed(ship(end=2))) == 0
    assert len(pointed(ship())) == 13

import json

import numpy as np
import pyarrow as pa
import pytest

from tests.worlds import SHIP, at, heard, rows_of
from vedette.events.feeds_apart import FeedsApart, feeds_apart
from vedette.kernels.sphere import DEGREE_M
from vedette.positions.doubts import doubts
from vedette.positions.duplicates import duplicates

NM = 1852 / DEGREE_M


def way(hours, turn_h=3.0, stop_h=6.0, knots=12.0):
    """North until she turns east, and lies still at last."""
    hours = np.asarray(hours)
    north = knots * np.minimum(hours, turn_h)
    east = knots * np.clip(hours - turn_h, 0, stop_h - turn_h)
    return 42.0 + NM * north, 131.0 + NM * east / np.cos(np.radians(42.0))


def feed(name, *, minutes=6, shift=0.0, north_nm=0.0, east_nm=0.0, late_h=0.0, end=9.0, **more):
    """One source that hears her every few minutes, so far off and so late."""
    hours = np.arange(shift / 60, end, minutes / 60)
    lat, lon = way(hours, **more)
    lat, lon = lat + NM * north_nm, lon + NM * east_nm / np.cos(np.radians(42.0))
    return heard(*(hours + late_h), lat=list(lat), lon=list(lon), source=name, file=name)


def found(*feeds, **options):
    return feeds_apart(doubts(duplicates(pa.concat_tables(feeds))), FeedsApart(**options))


def test_a_source_that_shows_a_ship_always_as_far_off_is_said_so():
    rows = found(feed("ais"), feed("danish", shift=2, north_nm=3.0, east_nm=-4.0))

    assert rows_of(rows, "mmsi", "start", "end", "confidence") == [(SHIP, at(2 / 60), None, 2.0)]
    details = json.loads(rows["details"][0].as_py())
    assert details["pattern"] == "offset"
    assert details["feeds"] == ["ais", "danish"]
    assert details["distance_nm"] == pytest.approx(5.0, abs=0.1)
    assert details["bearing_deg"] == pytest.approx(307, abs=1)


def test_it_is_known_once_she_has_turned_and_been_as_far_off_all_the_same():
    (row,) = found(feed("ais"), feed("danish", shift=2, north_nm=3.0)).to_pylist()

    assert at(3.0) < row["known"] < at(3.6)


def test_it_ends_when_both_agree_again():
    good = feed("danish", shift=2)
    off = feed("danish", shift=2, north_nm=3.0)
    before = pa.concat_tables([off.slice(0, 50), good.slice(50)])

    assert rows_of(found(feed("ais"), before), "start", "end") == [(at(2 / 60), at(4.9 + 2 / 60))]


@pytest.mark.parametrize(
    "other",
    [
        feed("danish", shift=2),  # both right
        feed("danish", shift=2, north_nm=0.5),  # rounded, or an antenna at the other end
        feed("danish", shift=2, late_h=0.55),  # a clock that is wrong
        feed("danish", shift=2, late_h=-0.3),
        feed("danish", shift=2, north_nm=3.0, end=1.5),  # too short
    ],
)
def test_two_sources_that_agree_or_whose_clocks_do_not_say_nothing(other):
    assert len(found(feed("ais"), other)) == 0


def test_nor_do_they_while_she_only_sails_straight_on():
    straight = {"turn_h": 20.0, "stop_h": 30.0}

    assert len(found(feed("ais", **straight), feed("danish", shift=2, north_nm=3.0, **straight))) == 0


def test_two_moored_ships_with_one_number_are_not_two_sources_apart():
    moored = {"knots": 0.0}

    assert len(found(feed("ais", **moored), feed("danish", shift=2, north_nm=30.0, **moored))) == 0


def test_two_ships_under_way_with_one_number_are_not():
    assert len(found(feed("ais"), feed("danish", shift=2, north_nm=5.0, turn_h=5.0, stop_h=7.0))) == 0


def test_one_source_that_jumps_is_none():
    first, second = feed("ais").slice(0, 45), feed("ais", north_nm=5.0).slice(45)

    assert len(found(first, second)) == 0


def test_what_was_known_then_was_found_then():
    rows = pa.concat_tables([feed("ais"), feed("danish", shift=2, north_nm=3.0)]).sort_by("time")
    (whole,) = found(rows).to_pylist()

    for then in range(20, len(rows), 7):
        partly = found(rows.slice(0, then))["event"].to_pylist()
        assert (whole["event"] in partly) == (rows["time"][then - 1].as_py() >= whole["known"])

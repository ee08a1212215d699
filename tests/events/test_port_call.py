import json

import numpy as np
import pytest

from tests.worlds import SHIP, at, heard, listened, place, places, rows_of, tracks_of
from vedette import fields
from vedette.events.port_call import PortCall, port_calls

PORT = place("port")
NOBODY_SAYS = fields.empty("feeds")
KM = 1 / 111.195  # degrees of latitude


def found(*positions, where=(PORT,), feeds=NOBODY_SAYS, until=None, **options):
    return port_calls(tracks_of(*positions), places(*where), feeds, PortCall(**options), until=until)


def told(rows, name):
    return [json.loads(text)[name] for text in rows["details"].to_pylist()]


def off(*km, hours=None, speed=None, **more):
    """A ship heard each hour so many kilometres north of the port; by default still where she is near it."""
    speeds = [0.1 if abs(far) <= 3 else 10.0 for far in km] if speed is None else speed
    hours = range(len(km)) if hours is None else hours
    return heard(*hours, lat=[42.0 + far * KM for far in km], speed=speeds, **more)


@pytest.mark.redflag("RF29", "RF31", "RF34", "RF38")
def test_a_ship_that_comes_stops_and_goes_has_called():
    rows = found(off(20, 2, 1, 2, 20))

    assert rows_of(rows, "place", "start", "end", "duration_h", "confidence", "known") == [
        ("port", at(1), at(3), 2.0, 4.0, at(1))
    ]
    assert rows["because"].to_pylist() == [[f"f{SHIP}:{line}" for line in (2, 3, 5, 6)]]
    assert told(rows, "stop_h") == [2.0]


@pytest.mark.parametrize(
    ("km", "confidence"),
    [((20, 2, 1, 20), 4), ((2, 1, 20), 3), ((20, 2, 1), 3), ((2, 1), 2)],
)
def test_confidence_says_what_was_seen_of_her_coming_and_going(km, confidence):
    assert found(off(*km))["confidence"].to_pylist() == [confidence]


def test_who_passes_without_a_stop_has_not_called():
    passing = off(20, 2, 1, 2, 20, speed=12.0)

    assert len(found(passing)) == 0
    assert found(passing, min_confidence=1)["confidence"].to_pylist() == [1]


def test_who_lies_still_at_the_last_word_is_still_there():
    assert rows_of(found(off(20, 1, 1)), "start", "end", "end_lat", "duration_h") == [
        (at(1), None, None, None)
    ]


def test_between_in_and_out_she_stays():
    assert rows_of(found(off(20, 2, 3.9, 2, 4.1, 20)), "start", "end") == [(at(1), at(3))]


def test_the_rim_alone_is_no_call():
    assert len(found(off(20, 3.5, 3.5, 20, speed=0.0))) == 0


def test_between_stopped_and_moving_she_stays_stopped():
    rows = found(off(20, 2, 2, 2, 2, 20, speed=[9, 0.2, 0.4, 0.5, 0.4, 9]))

    assert told(rows, "stop_h") == [2.0]


def test_a_slow_ship_has_not_stopped():
    assert len(found(off(20, 2, 2, 20, speed=[9, 0.4, 0.3, 9]))) == 0


def test_without_a_speed_the_steps_tell():
    assert rows_of(found(off(20, 2, 2, 20, speed=[None] * 4)), "start", "known") == [(at(1), at(2))]
    assert len(found(off(20, 2, 1, 20, speed=[None] * 4))) == 0


def test_four_hours_of_silence_in_port_are_as_good_as_a_stop():
    rows = found(off(20, 2, 20, hours=[0, 1, 5], speed=9.0))

    assert rows_of(rows, "known", "confidence") == [(at(5), 4.0)]
    assert told(rows, "gap_h") == [4.0]
    assert len(found(off(20, 2, 20, hours=[0, 1, 4.9], speed=9.0))) == 0


def test_silence_that_still_lasts_is_known_after_four_hours():
    assert len(found(off(20, 2, speed=9.0), until=at(4.9))) == 0
    rows = found(off(20, 2, speed=9.0), until=at(5))

    assert rows_of(rows, "known", "end", "confidence") == [(at(5), None, 3.0)]


def test_a_feed_that_ended_says_nothing_of_the_ship():
    passing = off(20, 2, speed=9.0)

    assert len(found(passing, feeds=listened((0, 2)), until=at(1000))) == 0
    assert found(passing, feeds=listened((0, 2), (900, 903)), until=at(1000))["known"].to_pylist() == [
        at(903)
    ]


def test_only_the_silence_that_somebody_listened_to_counts():
    rows = found(off(20, 2, 20, hours=[0, 1, 101], speed=9.0), feeds=listened((0, 3), (90, 102)))

    assert told(rows, "gap_h") == [13.0]
    assert rows["known"].to_pylist() == [at(92)]


def test_a_stop_before_she_was_inside_does_not_count_but_its_state_holds():
    assert len(found(off(20, 10, 2, 20, speed=[9, 0.0, 9, 9]))) == 0
    assert len(found(off(20, 10, 2, 20, speed=[9, 0.0, 0.3, 9]))) == 1


def test_who_comes_back_calls_again():
    rows = found(off(20, 1, 1, 20, 1, 1, 20))

    assert rows_of(rows, "start", "end") == [(at(1), at(2)), (at(4), at(5))]
    assert len(set(rows["event"].to_pylist())) == 2


def test_a_receiver_with_a_wrong_clock_does_not_end_a_call():
    rows = found(off(20, 1, 1, 90, 1, 90, 1, 1, 20, hours=[0, 1, 2, 2.1, 2.2, 2.3, 2.4, 3, 5]))

    assert rows_of(rows, "start", "end") == [(at(1), at(3))]
    assert told(rows, "stop_h") == [2.0]


def test_a_wrong_clock_when_she_leaves_and_when_she_is_back_days_later_makes_two_calls():
    rows = found(off(20, 1, 1, 90, 40, 90, 1, 1, 20, hours=[0, 1, 2, 2.1, 50, 98, 98.1, 99, 101]))

    assert rows_of(rows, "start", "end") == [(at(1), at(2)), (at(98.1), at(99))]


@pytest.mark.redflag("RF48")
def test_each_kind_of_berth_can_be_called_at_and_no_other():
    kinds = ("port", "Oil Terminal", "naval pier", "shipyard", "strait", "rail", None)
    where = [place(f"p{n}", lat=42 + n, kind=kind) for n, kind in enumerate(kinds)]
    there = [heard(0, 1, lat=42 + n, mmsi=SHIP + n) for n in range(len(kinds))]

    assert found(*there, where=where)["place"].to_pylist() == ["p0", "p1", "p2", "p3"]


def test_a_place_without_a_radius_has_three_kilometres():
    bare = place("port", radius_m=None)

    assert len(found(off(20, 2.9, 20), where=[bare])) == 1
    assert len(found(off(20, 3.1, 20, speed=0.0), where=[bare])) == 0


def test_a_polygon_is_called_at_inside_it_and_left_a_kilometre_off():
    box = place("box", corners=[(130.9, 42), (131.1, 42), (131.1, 42.1), (130.9, 42.1)])
    rows = found(off(-20, 5, -0.5, 5, -1.5, -20, speed=0.0), where=[box])

    assert rows_of(rows, "start", "end") == [(at(1), at(3))]


def test_the_port_meets_across_the_date_line():
    rows = found(
        heard(0, 1, 2, 3, lat=0, lon=[179.5, 179.99, -179.99, -179.5], speed=[9, 0, 0, 9]),
        where=[place("port", lat=0, lon=180.0)],
    )

    assert rows_of(rows, "start", "end") == [(at(1), at(2))]


def test_one_port_in_two_gazetteers_gets_one_call():
    twice = [place("a", role=None), place("b", lat=42.005, role=None)]

    assert found(off(20, 0.3, 0.4, 20), where=twice)["place"].to_pylist() == ["a"]
    assert found(off(20, -2.5, 3.2, 3.2, 20, speed=[9, 9, 0, 0, 9]), where=twice)["place"].to_pylist() == [
        "a"
    ]


def test_a_watched_place_comes_before_a_gazetteers():
    both = [place("gazetteer", role=None), place("watched", lat=42.02)]

    assert found(off(20, 0.1, 0.2, 20), where=both)["place"].to_pylist() == ["watched"]


def test_a_stop_at_a_pier_in_a_port_is_a_call_at_the_pier():
    both = [place("harbour", radius_m=15_000.0), place("pier", lat=42.02, radius_m=500.0)]

    assert found(off(30, 2.3, 2.4, 30), where=both)["place"].to_pylist() == ["pier"]
    assert found(off(30, 4, 4, 30, speed=0.0), where=both)["place"].to_pylist() == ["harbour"]


def test_an_anchorage_and_then_a_berth_are_two_calls():
    both = [place("harbour", radius_m=15_000.0), place("pier", lat=42.02, radius_m=500.0)]
    rows = found(off(30, 9, 9, 2.3, 2.4, 30, speed=[9, 0, 0, 0, 0, 9]), where=both)

    assert rows_of(rows, "place", "start", "end") == [("harbour", at(1), at(4)), ("pier", at(3), at(4))]


def test_neighbours_share_no_stop():
    both = [place("one"), place("two", lat=42 + 4 * KM)]
    rows = found(off(30, 1, 1, 30), where=both)

    assert rows["place"].to_pylist() == ["one"]


def test_a_long_jump_within_a_place_ends_the_call():
    wide = place("wide", radius_m=400_000.0)
    rows = found(off(-300, -300, 300, 300, speed=0.0, hours=[0, 1, 200, 201]), where=[wide])

    assert rows_of(rows, "start", "end") == [(at(0), at(1)), (at(200), None)]


def test_a_made_up_row_makes_the_call_made_up():
    rows = found(off(20, 1), heard(2, source="synthetic:sea", file="g"), off(20, hours=[3], file="h"))

    assert rows["source"].to_pylist() == ["synthetic:sea, ais"]


def test_a_year_at_anchor_is_one_call():
    rows = found(heard(*np.arange(0, 8760, 3.0)))

    assert told(rows, "positions") == [2920]
    assert told(rows, "stop_h") == [8757.0]


def test_who_swings_between_two_ports_stays_at_the_one_she_came_to():
    both = [place("one"), place("two", lat=42 + 2 * KM)]
    rows = found(off(30, 0.98, 1.02, 0.97, 1.03, 30, speed=[9, 0, 0, 0, 0, 9]), where=both)

    assert rows["place"].to_pylist() == ["one"]


def test_who_lies_still_elsewhere_lies_at_another_port():
    both = [place("one"), place("two", lat=42 + 3 * KM)]
    rows = found(off(30, 0.5, 0.5, 2.6, 2.6, 30, speed=[9, 0, 0, 0, 0, 9]), where=both)

    assert rows["place"].to_pylist() == ["one", "two"]

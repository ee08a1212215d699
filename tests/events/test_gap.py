import json

import numpy as np
import pyarrow as pa
import pytest

from tests.worlds import SHIP, at, heard, listened, rows_of, tracks_of
from vedette import fields
from vedette.events.gap import Gap, gaps

NOBODY_SAYS = fields.empty("feeds")


def found(*positions, feeds=NOBODY_SAYS, until=None, **options):
    return gaps(tracks_of(*positions), feeds, Gap(**options), until=until)


def told(rows, name):
    return [json.loads(text)[name] for text in rows["details"].to_pylist()]


@pytest.mark.redflag("RF01", "RF15", "RF23", "RF43", "RF44")
def test_a_silence_of_exactly_the_threshold_counts():
    rows = found(heard(0, 1, 7))

    assert rows_of(rows, "mmsi", "start", "end", "known", "duration_h") == [(SHIP, at(1), at(7), at(7), 6.0)]


def test_a_shorter_silence_does_not():
    assert len(found(heard(0, 1, 6.99))) == 0


def test_how_long_is_an_option():
    assert len(found(heard(0, 1, 7), min_hours=6.5)) == 0


def test_it_says_where_she_fell_silent_and_where_she_came_back():
    rows = found(heard(0, 10, lat=[42.0, 43.0]))

    assert rows_of(rows, "lat", "lon", "end_lat", "end_lon") == [(42.0, 131.0, 43.0, 131.0)]
    assert told(rows, "distance_m") == [pytest.approx(111_195, abs=1)]
    assert told(rows, "implied_kn") == [pytest.approx(6.0, abs=0.01)]
    assert rows["because"].to_pylist() == [[f"f{SHIP}:2", f"f{SHIP}:3"]]


def test_it_was_known_when_the_silence_had_lasted_too_long_not_when_it_ended():
    assert found(heard(0, 1, 100))["known"].to_pylist() == [at(7)]


def test_each_ship_is_silent_for_herself():
    assert len(found(heard(0, 5), heard(9, 10, mmsi=273000002))) == 0


def test_a_ship_heard_seldom_must_be_silent_longer():
    hours = [*range(0, 24, 2), 22 + 23.9]

    assert len(found(heard(*hours))) == 0
    rows = found(heard(*hours[:-1], 22 + 24))
    assert told(rows, "threshold_h") == [24.0]
    assert told(rows, "cadence_s") == [7200]


def test_before_ten_intervals_are_known_six_hours_are_enough():
    assert told(found(heard(*range(0, 20, 2), 25)), "threshold_h") == [6.0]


def test_what_was_usual_three_weeks_ago_is_forgotten():
    seldom = np.arange(0, 100, 5)
    often = np.arange(600, 610, 0.5)

    assert told(found(heard(*seldom, *often, 617)), "threshold_h")[-1] == 6.0


def test_a_ship_not_heard_again_is_silent_until_now():
    rows = found(heard(0, 1), until=at(7))

    assert rows_of(rows, "start", "end", "known", "duration_h") == [(at(1), None, at(7), None)]
    assert told(rows, "silence_h") == [6.0]
    assert rows["because"].to_pylist() == [[f"f{SHIP}:3"]]


def test_a_ship_not_heard_again_says_nothing_when_nobody_knows_what_time_it_is():
    assert len(found(heard(0, 1))) == 0


def test_an_open_gap_keeps_its_id_when_it_is_closed():
    open_ = found(heard(0, 1), until=at(8))
    closed = found(heard(0, 1, 20), until=at(21))

    assert open_["event"].to_pylist() == closed["event"].to_pylist()
    assert open_["known"].to_pylist() == closed["known"].to_pylist()


def test_what_was_heard_after_until_is_not_known_yet():
    assert rows_of(found(heard(0, 1, 20), until=at(8)), "start", "end") == [(at(1), None)]


def test_where_nobody_listened_she_was_unobserved():
    rows = found(heard(0, 1, 11), feeds=listened((0, 3), (9, 12)))

    assert told(rows, "class") == ["unobserved"]
    assert told(rows, "listened_h") == [4.0]
    assert rows["known"].to_pylist() == [at(11)]


def test_where_somebody_listened_it_is_unclear_until_coverage_judges_it():
    rows = found(heard(0, 1, 11), feeds=listened((0, 3), (6, 12)))

    assert told(rows, "class") == ["unclear"]
    assert rows["known"].to_pylist() == [at(10)]


def test_without_feeds_nobody_can_tell():
    rows = found(heard(0, 1, 11))

    assert told(rows, "class") == ["unclear"]
    assert told(rows, "listened_h") == [None]


def test_a_feed_that_ended_leaves_no_open_gap():
    assert len(found(heard(0, 1), feeds=listened((0, 2)), until=at(1000))) == 0
    assert len(found(heard(0, 1), feeds=listened((0, 2), (90, 100)), until=at(100))) == 1


def test_without_until_the_feed_says_until_when_she_was_not_heard():
    rows = found(heard(0, 1), feeds=listened((0, 30)))

    assert rows_of(rows, "start", "end", "known") == [(at(1), None, at(7))]
    assert told(rows, "silence_h") == [29.0]


def test_either_of_two_sources_that_know_her_may_have_listened():
    feeds = pa.concat_tables([listened((0, 4), source="one"), listened((3, 12), source="two")])
    both = found(heard(0, 1, source="one"), heard(11, source="two", file="g"), feeds=feeds)

    assert told(both, "listened_h") == [10.0]
    assert both["source"].to_pylist() == ["one, two"]
    assert both["known"].to_pylist() == [at(11)]


def test_a_gap_with_a_made_up_end_is_made_up():
    rows = found(heard(0, 1), heard(11, source="synthetic:sea", file="g"))

    assert rows["source"].to_pylist() == ["synthetic:sea, ais"]


def test_a_gap_across_the_date_line_is_short():
    rows = found(heard(0, 10, lat=0, lon=[179.9, -179.9]))

    assert told(rows, "distance_m") == [pytest.approx(22_239, abs=1)]


def test_a_source_that_listens_again_only_months_later_leaves_no_open_gap():
    months_later = listened((0, 2), (3000, 3010))

    assert len(found(heard(0, 1), feeds=months_later, until=at(3010))) == 0


def test_a_short_pause_of_the_source_does_not_hide_an_open_gap():
    after_a_day = listened((0, 2), (26, 40))

    rows = found(heard(0, 1), feeds=after_a_day, until=at(40))

    assert rows["end"].to_pylist() == [None]


def test_it_says_how_fast_she_goes_when_under_way_before_it():
    speeds = [0.1] * 20 + [11.0, 12.0, 13.0] * 5 + [2.0]
    rows = found(heard(*np.arange(0, 9, 0.25), 20, speed=[*speeds, 19.0]))

    assert told(rows, "speed_kn") == [12.0]


def test_a_speed_told_too_seldom_is_none():
    assert told(found(heard(0, 1, 7, speed=12.0)), "speed_kn") == [None]


def test_the_silence_after_her_first_position_is_known_when_she_is_back():
    assert found(heard(0, 17, 40))["known"].to_pylist() == [at(17), at(23)]

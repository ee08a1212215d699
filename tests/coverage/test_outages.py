import numpy as np
import pyarrow as pa
import pytest

from tests.worlds import at, rows_of
from vedette import fields
from vedette.coverage.outages import outages


def feed(ships, source="ais"):
    """A source that heard so many ships in each quarter of an hour; none is no row."""
    rows = [
        {"source": source, "slot": at(number / 4), "messages": 5 * count, "ships": count}
        for number, count in enumerate(ships)
        if count
    ]
    return fields.from_rows(rows, "activity")


def day(ships=20):
    return [ships] * 96


def test_a_time_with_few_ships_is_an_outage_that_says_how_few():
    found = outages(feed([*day(), *[3] * 6, *day()]))

    assert rows_of(found, "source", "start", "end", "ships", "usual") == [
        ("ais", at(24), at(25.5), 3.0, 20.0)
    ]


def test_silence_is_an_outage_too_but_not_at_the_end_of_the_record():
    assert rows_of(outages(feed([*day(), *[0] * 4, *day()])), "start", "end") == [(at(24), at(25))]
    assert len(outages(feed([*day(), *[0] * 4]))) == 0


def test_one_that_goes_on_has_no_end():
    assert rows_of(outages(feed([*day(), 2, 2])), "start", "end") == [(at(24), None)]


def test_what_came_after_the_moment_asked_about_changes_nothing():
    whole = feed([*day(), *[2] * 8, *day()])

    assert rows_of(outages(whole, until=at(25)), "start", "end") == [(at(24), None)]


def test_a_feed_that_hears_fewer_by_night_is_not_down():
    nights = [20 + 12 * np.sin(2 * np.pi * slot / 96) for slot in range(96 * 4)]

    assert len(outages(feed([round(count) for count in nights]))) == 0


def test_a_feed_of_four_ships_is_never_down():
    assert len(outages(feed([*day(4), 0, 1, 0, *day(4)]))) == 0


def test_just_over_a_third_is_enough_to_be_up():
    assert len(outages(feed([*day(20), 7, 7, *day(20)]))) == 0
    assert len(outages(feed([*day(20), 6, 6, *day(20)]))) == 1


def test_a_long_outage_does_not_become_the_usual_before_a_week():
    lasting = rows_of(outages(feed([*day(), *[2] * 96 * 5, *day()])), "start", "end")
    for_good = rows_of(outages(feed([*day(), *[6] * 96 * 9])), "start", "end")

    assert lasting == [(at(24), at(24 * 6))]
    assert for_good[0][0] == at(24)
    assert for_good[0][1] == pytest.approx(at(24 * 8), abs=at(0.5) - at(0))


def test_sources_are_judged_each_by_itself():
    both = pa.concat_tables([feed([*day(), 1, 1, *day()], "one"), feed([*day(), 20, 20, *day()], "two")])

    assert set(outages(both)["source"].to_pylist()) == {"one"}

import json
from datetime import timedelta

import numpy as np
import pyarrow as pa
import pytest

from tests.worlds import HERE, NOON, SHIP, at, heard, listened, rows_of, sailed, tracks_of
from vedette import fields
from vedette.coverage.cells import coverage
from vedette.coverage.usual import usual
from vedette.events.gap import gaps
from vedette.events.judged import Judged, judged

NO_OUTAGE = fields.empty("outages")
NOBODY_SAYS = fields.empty("feeds")
DAYS = 10
LAST = 24.0 * DAYS


def others(count, *, silent=(), lat=HERE[0] + 0.05, lon=HERE[1] + 0.05, hours=LAST, every_h=0.25, first=1):
    """Ships that lie still, all silent at the same times."""
    return [
        sailed(
            445000000 + first + number,
            [(0, lat, lon, 0), (hours, lat, lon, 0)],
            silent=silent,
            every_h=every_h,
        )
        for number in range(count)
    ]


def ship(*silent, to=HERE, **more):
    """Our ship, who lies at HERE or is on her way to somewhere else."""
    return sailed(SHIP, [(0, *HERE, 0.0), (LAST, *to, 5.0)], silent=silent, every_h=0.25, **more)


def verdicts(*positions, feeds=NOBODY_SAYS, out=NO_OUTAGE, until=None, **options):
    """What is said of each gap of our ship."""
    rows = pa.concat_tables(positions)
    found = gaps(tracks_of(rows), feeds, until=until)
    said = judged(found, usual(coverage(rows)), out, Judged(**options), until=until)
    return [json.loads(text) for mmsi, text in rows_of(said, "mmsi", "details") if mmsi == SHIP]


def classes(*positions, **more):
    return [said["class"] for said in verdicts(*positions, **more)]


@pytest.mark.redflag("RF01", "RF15", "RF23", "RF28", "RF40", "RF43")
def test_a_ship_silent_among_others_who_are_heard_was_dark():
    (said,) = verdicts(ship((150, 165)), *others(6))

    assert said["class"] == "dark"
    assert said["p_silent"] < 0.01
    assert said["hours_covered"] == 15
    assert said["others"] == 6


def test_where_all_fall_silent_nobody_was_listening():
    elsewhere = others(9, lat=45.0, first=50)

    assert classes(ship((150, 165)), *others(6, silent=[(150, 165)]), *elsewhere) == ["unobserved"]


def test_where_nobody_else_is_nobody_can_tell_and_she_was_unobserved():
    (said,) = verdicts(ship((150, 165)), *others(9, lat=45.0))

    assert (said["class"], said["p_silent"], said["hours_covered"]) == ("unobserved", 1.0, 0)


def test_two_others_are_enough_for_dark_only_where_little_is_left_to_chance():
    (said,) = verdicts(ship((150, 165)), *others(2))

    assert said["class"] == "dark"
    assert said["p_silent"] <= 0.01
    assert classes(ship((150, 165)), *others(2), max_dark_few=said["p_silent"] / 2) == ["unclear"]
    assert classes(ship((150, 165)), *others(1)) != ["dark"]


def test_her_own_messages_are_not_coverage():
    assert classes(ship((150, 165))) == ["unobserved"]


def test_hours_in_which_the_whole_feed_was_nearly_down_count_for_nothing():
    many = others(20, silent=[(149, 166)])

    assert classes(ship((150, 165)), *many, *others(4, first=60)) == ["unobserved"]


def test_the_way_is_looked_at_not_only_its_ends():
    there = (HERE[0], HERE[1] + 12.0)
    both = [*others(6), *others(6, lon=there[1], first=30)]

    assert classes(ship((20, 230), to=there), *both) == ["unobserved"]


def test_a_ship_seldom_heard_before_must_be_silent_longer_to_be_dark():
    seldom = sailed(SHIP, [(0, *HERE, 0), (LAST, *HERE, 0)], silent=[(100, 125)], every_h=2.0)

    assert classes(seldom, *others(6)) == ["unclear"]


def passed(seed, *, share, mmsi=SHIP, silent=()):
    """A ship heard for a quarter of an hour in ``share`` of the passes of a satellite, 80 minutes apart."""
    rng = np.random.default_rng(seed)
    heard_at = [hour for hour in np.arange(0.0, LAST, 4 / 3) if rng.random() < share or hour == 0]
    kept = [h for h in heard_at if not any(start < h < end for start, end in silent)]
    away = [(a + 0.3, b - 0.01) for a, b in zip(kept, [*kept[1:], LAST + 1], strict=True)]
    return sailed(mmsi, [(0, *HERE, 0.0), (LAST, *HERE, 0.0)], silent=away, every_h=0.08)


def by_satellite(share):
    return [passed(number, share=share, mmsi=445000100 + number) for number in range(8)]


@pytest.mark.parametrize(("hours", "is_dark"), [(9, False), (30, True)])
def test_a_ship_heard_by_every_second_pass_is_not_dark_until_it_is_long(hours, is_dark):
    own = passed(99, share=0.5, silent=[(150, 150 + hours)])
    found = verdicts(own, *by_satellite(0.9))
    long = max(found, key=lambda said: said["silence_h"])

    assert long["silence_h"] >= hours
    assert (long["class"] == "dark") == is_dark
    assert (long["p_wait"] <= 0.05) == is_dark
    assert long["waits"] > 20
    assert not [said for said in found if said is not long and said["class"] == "dark"]


def test_where_ships_are_heard_all_the_time_nobody_is_waited_for():
    (said,) = verdicts(ship((150, 157)), *others(6))

    assert (said["class"], said["p_wait"], said["waits"]) == ("dark", 0.0, 0)


def test_what_the_feed_says_was_unobserved_stays_so():
    feeds = listened((0, 151), (164, LAST))

    assert classes(ship((150, 165)), *others(6), feeds=feeds) == ["unobserved"]


def test_an_open_gap_is_judged_where_she_fell_silent():
    (said,) = verdicts(ship((150, LAST)), *others(6), until=at(170))

    assert said["class"] == "dark"
    assert said["hours_covered"] == 20


def test_what_comes_after_until_does_not_judge():
    later = others(6, hours=LAST, silent=[(0, 160)])

    assert classes(ship((150, LAST)), *later, until=at(158)) == ["unobserved"]


def test_the_id_stays_and_the_rule_says_that_it_was_judged():
    rows = pa.concat_tables([ship((150, 165)), *others(6)])
    found = gaps(tracks_of(rows), NOBODY_SAYS)
    said = judged(found, usual(coverage(rows)), NO_OUTAGE)

    assert said["event"].equals(found["event"])
    assert set(said["rule"].to_pylist()) == {"gap/2"}


def test_without_coverage_nothing_is_judged():
    found = gaps(tracks_of(ship((150, 165))), NOBODY_SAYS)

    assert judged(found, fields.empty("coverage"), NO_OUTAGE).equals(found)


def test_other_events_are_left_alone():
    call = fields.from_rows(
        [{"event": "x", "kind": "port_call", "start": NOON, "details": "{}"}, {"event": "y"}], "events"
    )

    assert judged(call, coverage(ship()), NO_OUTAGE).equals(call)


def test_a_gap_without_a_place_is_not_judged():
    row = {"kind": "gap", "start": NOON, "end": NOON + timedelta(hours=9), "details": '{"class": "unclear"}'}
    said = judged(fields.from_rows([row], "events"), coverage(ship()), NO_OUTAGE)

    assert json.loads(said["details"][0].as_py())["class"] == "unclear"
    assert json.loads(said["details"][0].as_py())["p_silent"] is None


@pytest.mark.parametrize("lon", [179.99, -179.99])
def test_others_across_the_date_line_are_near(lon):
    ours = heard(*np.arange(0, 150, 0.25), *np.arange(165, LAST, 0.25), lat=0.01, lon=lon)

    assert classes(ours, *others(6, lat=-0.05, lon=-lon)) == ["dark"]


def edge(*, east_silent=(), count=8):
    """Ships that lie where ours does, and ships farther east that may be lost all at once."""
    near = others(count, lat=HERE[0], lon=HERE[1])
    far = others(count, lat=HERE[0], lon=HERE[1] + 0.75, first=100, silent=east_silent)
    return *near, *far


def test_a_ship_last_heard_at_the_edge_of_a_receiver_that_went_down_is_not_dark():
    (said,) = verdicts(ship((150, 165)), *edge(east_silent=((149, 166),)))

    assert said["p_silent"] < 0.05
    assert said["lost_beside"] == 2  # beside where she was last heard, and where she was heard again
    assert said["class"] == "unobserved"


def test_a_ship_silent_by_herself_is_dark_while_all_beside_her_are_heard():
    (said,) = verdicts(ship((150, 165)), *edge())

    assert said["lost_beside"] == 0
    assert said["class"] == "dark"


def test_a_few_ships_that_went_away_are_no_receiver_that_is_down():
    """A ship that lay beside for a while before is not usual there."""
    visitor = others(1, lat=HERE[0], lon=HERE[1] + 0.75, first=100, hours=100.0)
    (said,) = verdicts(ship((150, 165)), *others(8), *visitor)

    assert said["lost_beside"] == 0
    assert said["class"] == "dark"


def test_hours_in_which_every_source_that_heard_her_was_down_count_for_nothing():
    out = fields.from_rows([{"source": "ais", "start": at(149), "end": at(166)}], "outages")
    half = fields.from_rows([{"source": "ais", "start": at(149), "end": at(157)}], "outages")
    other = fields.from_rows([{"source": "other", "start": at(149), "end": at(166)}], "outages")

    assert classes(ship((150, 165)), *others(6), out=out) == ["unobserved"]
    assert verdicts(ship((150, 165)), *others(6), out=half)[0]["hours_covered"] == 8
    assert classes(ship((150, 165)), *others(6), out=other) == ["dark"]

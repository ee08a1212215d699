import json
from datetime import timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tests.worlds import NOON, SHIP, at, place, places
from vedette import fields
from vedette.events.possible_call import PossibleCall, possible_calls
from vedette.kernels.seaways import sea_distance_m
from vedette.kernels.sphere import KNOT_MS, NAUTICAL_MILE_M

RAJIN, VLADIVOSTOK, NAMPO = (42.2271, 130.2826), (43.1089, 131.888), (38.7167, 125.40)
OFF_KOREA, OFF_NAKHODKA = (40.5, 131.0), (42.4, 132.8)
# From the rim of a port of 3 km to its middle, at 10 kn.
RIM_H = 3000 / (10 * KNOT_MS) / 3600
PORTS = places(place("rajin", *RAJIN), place("vladivostok", *VLADIVOSTOK), place("nampo", *NAMPO))


def silent(
    hours, off=OFF_NAKHODKA, on=OFF_NAKHODKA, *, start=0.0, mmsi=SHIP, speed=10.0, kind="dark", **more
):
    """One gap; ``on`` None: she is not back."""
    end = None if on is None else at(start + hours)
    return {
        "event": f"gap-{mmsi}-{start}",
        "kind": "gap",
        "ship": f"mmsi:{mmsi}",
        "mmsi": mmsi,
        "start": at(start),
        "end": end,
        "lat": off[0],
        "lon": off[1],
        "end_lat": None if on is None else on[0],
        "end_lon": None if on is None else on[1],
        "known": end or at(start + 6),
        "rule": "gap/2",
        "source": "ais",
        "because": ["f:1", "f:2"],
        "details": json.dumps({"class": kind, "speed_kn": speed}),
        **more,
    }


def found(*gaps, where=PORTS, until=None, **options):
    return possible_calls(fields.from_rows(list(gaps), "events"), where, PossibleCall(**options), until=until)


def calls(rows):
    return {
        row["place"]: {**row, **json.loads(row["details"])}
        for row in rows.filter(pc.equal(rows["kind"], "possible_call")).to_pylist()
    }


def said(rows):
    return json.loads(rows.filter(pc.equal(rows["kind"], "gap"))["details"][0].as_py())


def sea_h(one, other, speed=10.0):
    sides = [np.array([value]) for value in (*one, *other)]
    return sea_distance_m(*sides)[0] / (speed * KNOT_MS) / 3600


@pytest.mark.redflag("RF15", "RF43")
def test_she_could_have_called_where_the_silence_leaves_time_for_the_way_and_a_stay():
    way = sea_h(OFF_NAKHODKA, RAJIN)
    call = calls(found(silent(2 * way + 12)))["rajin"]

    # Earliest and latest at the rim of the place when she goes a quarter faster than usual.
    window = (way - RIM_H) / 1.25
    assert call["start"] == pytest.approx(at(window), abs=timedelta(minutes=2))
    assert call["end"] == pytest.approx(at(2 * way + 12 - window), abs=timedelta(minutes=2))
    assert call["slack_h"] == pytest.approx(12, abs=0.1)
    assert (call["speed_kn"], call["speed_from"]) == (10.0, "her own record")
    assert (call["gap"], call["because"]) == (f"gap-{SHIP}-0.0", [f"gap-{SHIP}-0.0", "f:1", "f:2"])
    assert call["known"] == at(2 * way + 12)
    assert 0 < call["probability"] == call["confidence"] < 0.6


def test_with_less_than_the_least_stay_to_spare_she_could_not():
    way = sea_h(OFF_NAKHODKA, RAJIN)

    assert "rajin" in calls(found(silent(2 * way + 3)))
    assert "rajin" not in calls(found(silent(2 * way + 1.9)))
    assert "rajin" not in calls(found(silent(2 * way + 3), min_stay_h=4.0))


def test_distance_is_over_water_not_over_korea():
    hours = 2 * 330 / 10 + 5

    assert "nampo" not in calls(found(silent(hours, off=OFF_KOREA, on=OFF_KOREA)))
    assert "nampo" in calls(found(silent(180, off=OFF_KOREA, on=OFF_KOREA)))


def test_a_ship_on_passage_had_no_time_to_call_anywhere():
    busan, off_vladivostok = (35.1, 129.3), (42.8, 131.7)
    hours = sea_h(busan, off_vladivostok)

    for doubt in (0.97, 1.0, 1.03):
        rows = found(silent(hours * doubt, off=busan, on=off_vladivostok))
        assert calls(rows) == {}


def test_a_gap_names_what_a_circle_would_hold_and_the_sea_does_not():
    rows = found(silent(40, off=OFF_KOREA, on=OFF_KOREA))

    assert said(rows)["out_of_reach"] == ["nampo"]
    assert said(rows)["possible_calls"] == 2
    assert set(calls(rows)) == {"rajin", "vladivostok"}


def test_what_she_could_reach_by_going_somewhat_faster_is_not_out_of_reach():
    way = sea_h(OFF_NAKHODKA, RAJIN)
    rows = found(silent(2 * way - 1))

    assert "rajin" not in calls(rows)
    assert "rajin" not in said(rows).get("out_of_reach", [])


def test_far_from_every_place_nothing_is_said():
    rows = found(silent(20, off=(10.0, -150.0), on=(11.0, -150.0)))

    assert calls(rows) == {}
    assert set(said(rows)) == {"class", "speed_kn"}


def test_while_she_is_not_back_the_way_there_counts_and_the_id_stays_when_she_is():
    way = sea_h(OFF_NAKHODKA, RAJIN)
    early = calls(found(silent(0, on=None), until=at(way + 1)))
    open_ = calls(found(silent(0, on=None), until=at(way + 3)))["rajin"]
    closed = calls(found(silent(2 * way + 12)))["rajin"]

    assert "rajin" not in early
    assert open_["end"] is None
    assert open_["known"] == pytest.approx(at(way + 2), abs=timedelta(minutes=2))
    assert (open_["event"], open_["start"]) == (closed["event"], closed["start"])
    assert calls(found(silent(0, on=None))) == {}


def test_dark_is_likelier_than_unclear_and_that_than_unobserved():
    kinds = ("dark", "unclear", "unobserved")
    chance = [
        calls(found(silent(60, kind=kind), watched=("rajin",)))["rajin"]["probability"] for kind in kinds
    ]

    assert chance == sorted(chance, reverse=True)
    assert len(set(chance)) == 3


def test_of_what_was_not_observed_only_likely_calls_are_given_and_the_others_counted():
    rows = found(silent(60, kind="unobserved"))

    assert calls(rows) == {}
    assert said(rows)["possible_calls"] == 2


def test_a_place_on_her_way_is_likelier_than_one_out_of_it_and_others_take_their_share():
    two = calls(found(silent(60, off=OFF_NAKHODKA, on=(42.6, 132.0))))
    alone = calls(found(silent(60, off=OFF_NAKHODKA, on=(42.6, 132.0)), watched=("rajin",)))

    assert two["vladivostok"]["probability"] > two["rajin"]["probability"]
    assert alone["rajin"]["probability"] > two["rajin"]["probability"]
    assert (two["rajin"]["others"], two["rajin"]["other_places"]) == (1, ["vladivostok"])
    assert (alone["rajin"]["others"], alone["rajin"]["other_places"]) == (0, [])


def test_a_speed_that_nobody_knows_or_can_be_is_replaced():
    assert calls(found(silent(60, speed=None)))["rajin"]["speed_from"] == "not known: the default"
    assert calls(found(silent(60, speed=None)))["rajin"]["speed_kn"] == 12.0
    assert calls(found(silent(60, speed=60.0)))["rajin"]["speed_kn"] == 24.0


def test_only_watched_berths_count():
    where = places(
        place("gazetteer", *RAJIN, role=None), place("crossing", *RAJIN, kind="rail"), place("rajin", *RAJIN)
    )

    assert set(calls(found(silent(60), where=where))) == {"rajin"}
    assert calls(found(silent(60), where=where, watched=("elsewhere",))) == {}


def test_of_a_month_and_more_nothing_is_said():
    assert calls(found(silent(24 * 31))) == {}


def test_running_on_its_own_answer_changes_nothing():
    rows = found(silent(60), silent(40, mmsi=SHIP + 1, off=OFF_KOREA, on=OFF_KOREA))

    assert possible_calls(rows, PORTS, PossibleCall()).equals(rows)


def test_other_events_and_their_order_stay():
    other = {"event": "x", "kind": "port_call", "mmsi": SHIP, "start": NOON, "details": "{}"}
    rows = found(other, silent(10, off=(10.0, -150.0), on=(10.0, -150.0)))

    assert rows["event"].to_pylist() == ["x", f"gap-{SHIP}-0.0"]
    assert rows["details"][0].as_py() == "{}"


def voyages(rng, count):
    """Ships that fall silent somewhere in the Sea of Japan, call at Rajin or not, and are heard again."""
    gaps, truth = [], {}
    for number in range(count):
        off, on = ((rng.uniform(39.5, 42.3), rng.uniform(130.9, 134.0)) for _ in range(2))
        speed, called = rng.uniform(8, 14), rng.random() < 0.5
        there, back = sea_h(off, RAJIN, speed), sea_h(RAJIN, on, speed)
        stay = rng.uniform(6, 72)
        passage = sea_h(off, on, speed) * rng.uniform(1.0, 1.02) + rng.uniform(0, 1)
        hours = there + stay + back if called else passage
        told = speed * rng.normal(1.0, 0.02)
        if hours < 6:
            continue
        mmsi = SHIP + number
        gaps.append(silent(hours, off=off, on=on, mmsi=mmsi, speed=told))
        truth[mmsi] = (called, at(there), at(there + stay), hours < there + back)
    return gaps, truth


def test_most_true_calls_are_found_in_their_window_and_none_where_there_was_no_time():
    gaps, truth = voyages(np.random.default_rng(0), 300)
    rows = found(*gaps, where=places(place("rajin", *RAJIN)))
    windows = {
        row["mmsi"]: (row["start"], row["end"])
        for row in rows.filter(pc.equal(rows["kind"], "possible_call")).to_pylist()
    }
    called = [mmsi for mmsi, (true, *_) in truth.items() if true]
    hit = [mmsi for mmsi in called if mmsi in windows]
    inside = [windows[m][0] <= truth[m][1] and windows[m][1] >= truth[m][2] for m in hit]
    could_not = [mmsi for mmsi, (true, _, _, short) in truth.items() if short and not true]

    assert min(len(called), len(could_not)) > 50
    assert len(hit) >= 0.95 * len(called)
    assert np.mean(inside) == 1
    assert not [mmsi for mmsi in could_not if mmsi in windows]


def test_a_place_without_a_radius_is_reached_at_the_rim_of_port_calls():
    bare = found(silent(80), where=places(place("rajin", *RAJIN, radius_m=None)))
    drawn = found(silent(80), where=places(place("rajin", *RAJIN)))

    assert calls(bare)["rajin"]["start"] == calls(drawn)["rajin"]["start"]
    assert (
        calls(found(silent(80), where=PORTS, rim_m=9000.0))["rajin"]["start"]
        == calls(drawn)["rajin"]["start"]
    )


def test_nothing_in_nothing_out():
    empty = fields.empty("events")

    assert possible_calls(empty, PORTS).equals(empty)
    assert possible_calls(pa.concat_tables([empty]), fields.empty("places")).schema == fields.schema("events")
    assert NAUTICAL_MILE_M == 1852

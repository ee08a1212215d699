import json

import numpy as np
import pyarrow as pa
import pytest

from tests.events.false_scores import REGIONS, scored, sea_of
from tests.worlds import SHIP, at, heard
from vedette.events.circle import Circle, circling
from vedette.kernels.sphere import DEGREE_M, destination

NM = 1852.0


def ring(radius_m, turn_h, turns, *, every_h=0.05, start=0.0, lat=42.0, lon=131.0, **more):
    """Positions round a centre."""
    hours = np.arange(0, turns * turn_h + 1e-9, every_h)
    places = destination(lat, lon, 360 * hours / turn_h, np.full(len(hours), radius_m))
    return heard(*(start + hours), lat=places[0].tolist(), lon=places[1].tolist(), speed=None, **more)


def found(*positions, **options):
    return circling(pa.concat_tables(positions), Circle(**options))


def told(rows, name):
    return [json.loads(text)[name] for text in rows["details"].to_pylist()]


@pytest.mark.redflag("RF03")
@pytest.mark.parametrize("radius_nm", [0.1, 0.5, 2.0, 10.0])
@pytest.mark.parametrize("place", [(42.0, 131.0), (-17.0, 180.0), (89.95, 0.0)])
def test_positions_that_run_round_and_round_are_a_circle(radius_nm, place):
    turn = max(0.4, radius_nm / 3)
    rows = found(ring(radius_nm * NM, turn, 5, lat=place[0], lon=place[1]))

    assert rows["mmsi"].to_pylist() == [SHIP]
    assert rows["start"].to_pylist() == [at(0)]
    assert told(rows, "radius_nm") == [pytest.approx(radius_nm, rel=0.02, abs=0.01)]
    assert told(rows, "turns") == [pytest.approx(5, abs=0.3)]
    assert rows["known"].to_pylist()[0] < at(3.2 * turn)
    assert told(rows, "pattern") == ["circle"]


@pytest.mark.parametrize(("turns", "count"), [(1.2, 0), (2.2, 0), (3.2, 1)])
def test_once_or_twice_round_is_no_circle(turns, count):
    assert len(found(ring(NM, 0.6, turns))) == count


def test_a_heading_that_does_not_turn_contradicts_it_sooner():
    rows = found(ring(NM, 0.6, 2.2, heading_deg=90.0))

    assert rows["confidence"].to_pylist() == [3.0]


def test_so_does_a_speed_of_nothing():
    hours = np.arange(0, 1.3, 0.05)
    lat, lon = destination(42.0, 131.0, 600 * hours, np.full(len(hours), NM))

    assert found(heard(*hours, lat=lat.tolist(), lon=lon.tolist(), speed=0.0))["confidence"].to_pylist() == [
        3.0
    ]


def test_a_ship_at_anchor_swings_with_the_tide():
    hours = np.arange(0, 96, 0.1)
    lat, lon = destination(42.0, 131.0, 360 * hours / 12.42, np.full(len(hours), 350.0))

    assert len(found(heard(*hours, lat=lat.tolist(), lon=lon.tolist()))) == 0


def test_a_ship_that_circles_while_a_current_carries_her_is_none():
    hours = np.arange(0, 6, 0.05)
    lat, lon = destination(42.0, 131.0, 720 * hours, np.full(len(hours), 600.0))

    assert len(found(heard(*hours, lat=(lat + hours * NM / DEGREE_M).tolist(), lon=lon.tolist()))) == 0


def test_the_corners_of_a_loop_are_no_circle():
    hours = np.arange(0, 12, 0.02)
    corners = np.array([[0.0, 0.0], [0.1, 0.0], [0.05, 0.12], [0.0, 0.0]])
    along = hours % 1.2 / 0.4
    lat, lon = (np.interp(along, np.arange(4), corners[:, side]) for side in (0, 1))

    assert len(found(heard(*hours, lat=(42 + lat).tolist(), lon=(131 + lon).tolist()))) == 0


def test_a_pause_in_hearing_does_not_make_two():
    rows = found(ring(NM, 0.5, 6), ring(NM, 0.5, 6, start=5.0, file="g"))

    assert len(rows) == 1
    assert len(found(ring(NM, 0.5, 6), ring(NM, 0.5, 6, start=12.0, file="g"))) == 2


def test_what_was_known_then_was_found_then():
    rows = ring(NM, 0.6, 9)
    whole = circling(rows).to_pylist()
    for count in range(10, len(rows), 7):
        partly = circling(rows.slice(0, count))
        moment = rows["time"][count - 1].as_py()
        assert partly["event"].to_pylist() == [row["event"] for row in whole if row["known"] <= moment]


def test_on_made_up_seas_nearly_all_are_found_and_hardly_any_that_is_none():
    hits = truth = wrong = days = 0
    for region in REGIONS:
        sea = sea_of(region, 1, ships=120, false=40)
        hit, false, missed = scored(sea, circling(sea.positions()), "circle")
        hits, truth = hits + hit, truth + hit + len(missed)
        wrong, days = wrong + len(false), days + sea.ship_days

    assert hits >= 0.95 * truth
    assert wrong <= 0.001 * days

import json

import numpy as np
import pytest

from tests.worlds import HERE, SHIP, at, heard, place, places, rows_of, tracks_of
from vedette import fields
from vedette.events.loitering import Loitering, loitering

NOWHERE = fields.empty("places")
KNOT_DEG_H = 1852.0 / 111_195.08  # degrees of latitude in an hour at one knot


def drifting(start=0.0, end=5.0, *, speed=1.0, every=0.1, lat=42.0, lon=131.0, **more):
    """A ship going north at so many knots by her positions, whatever speed she says."""
    hours = np.arange(round((end - start) / every) + 1) * every + start
    return heard(*hours, lat=lat + (hours - start) * speed * KNOT_DEG_H, lon=lon, **more)


def found(*positions, where=NOWHERE, until=None, **options):
    return loitering(tracks_of(*positions), where, Loitering(**options), until=until)


def told(rows, name):
    return [json.loads(text)[name] for text in rows["details"].to_pylist()]


@pytest.mark.redflag("RF09", "RF44")
def test_four_slow_hours_are_loitering():
    rows = found(drifting(0, 3.9), heard(4.0, 5.0, lat=[43.0, 43.5], file="g"))

    assert rows_of(rows, "mmsi", "start", "end", "known") == [(SHIP, at(0), at(3.9), at(4))]
    assert told(rows, "mean_speed_kn") == [1.0]
    assert told(rows, "positions") == [40]
    assert told(rows, "radius_m") == [pytest.approx(1.95 * 1852, abs=2)]
    assert rows["because"].to_pylist() == [[f"f{SHIP}:2", f"f{SHIP}:41"]]


def test_three_are_not():
    assert len(found(drifting(0, 2.9), drifting(3, 9, speed=8, lat=42.1, file="g"))) == 0


@pytest.mark.parametrize(("speed", "count"), [(1.95, 1), (2.05, 0)])
def test_slow_is_under_two_knots(speed, count):
    assert len(found(drifting(speed=speed))) == count


def test_what_she_says_of_her_speed_does_not_matter():
    assert len(found(drifting(speed=1.0, status=0))) == 1
    assert len(found(drifting(speed=6.0))) == 0


def test_two_minutes_in_an_hour_are_not_an_hour():
    assert len(found(drifting(0.97, 4.03, every=0.01))) == 0


def test_a_silence_is_not_bridged():
    assert len(found(drifting(0, 3, lat=42.0), drifting(4.1, 7, lat=42.05, file="g"))) == 0
    assert len(found(drifting(0, 3, lat=42.0), drifting(3.9, 7, lat=42.065, file="g"))) == 1


def test_midnight_is_nothing_special():
    rows = found(drifting(8, 18), drifting(18.1, 20, speed=9, lat=44, file="g"))

    assert rows_of(rows, "start", "end") == [(at(8), at(17.9))]


@pytest.mark.parametrize("here", [(42.0, 179.9995), (89.99, 20.0)])
def test_the_date_line_and_the_pole_are_nothing_special(here):
    hours = np.arange(0, 5.05, 0.1)
    lon = (here[1] + np.where(np.arange(51) % 2, 0.001, 0.0) + 180) % 360 - 180

    rows = found(heard(*hours, lat=here[0], lon=lon))

    assert rows["start"].to_pylist() == [at(0)]
    assert told(rows, "radius_m")[0] < 60
    assert abs(told(rows, "mean_lon")[0]) == pytest.approx(here[1], abs=0.001)


def test_it_goes_on_until_she_leaves_or_falls_silent():
    ship = drifting(0, 5)

    assert found(ship)["end"].to_pylist() == [None]
    assert found(ship, until=at(5.99))["end"].to_pylist() == [None]
    assert found(ship, until=at(6.01))["end"].to_pylist() == [at(5)]
    assert found(ship, drifting(5.1, 8, speed=9, lat=42.1, file="g"))["end"].to_pylist() == [at(4.9)]


def test_it_is_known_when_the_fourth_hour_is_over():
    ship = drifting(0.4, 9)

    assert len(found(ship, until=at(3.9))) == 0
    early, late = found(ship, until=at(4)), found(ship)
    assert early["event"].to_pylist() == late["event"].to_pylist()
    assert late["known"].to_pylist() == [at(4)]


def test_it_starts_at_the_last_position_of_the_hour_before():
    rows = found(drifting(-2, 0.9, speed=9, lat=41.5), drifting(1, 6, lat=41.9364, file="g"))

    assert rows["start"].to_pylist() == [at(0.9)]


@pytest.mark.parametrize(
    ("where", "count"),
    [
        (place("port", HERE[0], HERE[1] + 0.03), 0),
        # Within 4 km: her call at the port has not ended.
        (place("port", HERE[0], HERE[1] + 0.042), 0),
        (place("port", HERE[0], HERE[1] + 0.06), 1),
        (place("port", HERE[0], HERE[1] + 0.06, radius_m=9000.0), 0),
        (place("road", HERE[0], HERE[1] + 0.03, kind="anchorage", role=None), 0),
        (place("strait", HERE[0], HERE[1] + 0.03, kind="strait"), 1),
        (
            place(
                "yard",
                kind="Shipyard",
                corners=[(131.01, 41.9), (131.2, 41.9), (131.2, 42.1), (131.01, 42.1)],
            ),
            0,
        ),
    ],
)
def test_a_ship_at_a_berth_is_left_alone(where, count):
    ship = drifting(speed=0.1)

    assert len(found(ship, where=places(where))) == count


def test_scatter_of_positions_a_second_apart_is_no_way():
    rng = np.random.default_rng(7)
    hours = np.arange(0, 5, 1 / 1800)
    lat, lon = 42 + rng.normal(0, 4e-5, len(hours)), 131 + rng.normal(0, 4e-5, len(hours))

    rows = found(heard(*hours, lat=lat, lon=lon))

    assert told(rows, "mean_speed_kn")[0] < 0.3


def test_a_ferry_to_and_fro_is_not_loitering():
    hours = np.arange(0, 24, 0.05)

    assert len(found(heard(*hours, lat=42 + 0.05 * np.abs((hours % 1.2) / 0.6 - 1)))) == 0


def test_each_ship_loiters_for_herself_whatever_the_order():
    ships = [drifting(0, 2.5), drifting(3, 5.5, mmsi=273000002), drifting(0, 9, mmsi=273000003)]

    assert found(*ships)["mmsi"].to_pylist() == [273000003]
    assert found(*ships[::-1]).equals(found(*ships))


def test_it_says_how_far_from_the_shore_she_loiters():
    far = told(found(drifting(lat=40.5, lon=132.5)), "shore_m")[0]
    near = told(found(drifting(lat=42.0, lon=130.1)), "shore_m")[0]

    assert far > 150_000
    assert near == pytest.approx(3_000, abs=2_000)


def test_near_the_shore_is_no_loitering_where_that_is_asked():
    asked = {"min_shore_m": 37_040.0}

    assert len(found(drifting(lat=42.0, lon=130.1))) == 1
    assert len(found(drifting(lat=42.0, lon=130.1), **asked)) == 0
    assert len(found(drifting(lat=40.5, lon=132.5), **asked)) == 1

import json
from datetime import datetime

import numpy as np
import pyarrow as pa
import pytest

from tests.worlds import at, heard, place, places, rows_of, table, tracks_of
from vedette import fields
from vedette.events.encounter import Encounter, encounters
from vedette.events.slow_points import SlowPoints, slow_points
from vedette.kernels.sphere import DEGREE_M

NOWHERE, NOBODY = fields.empty("places"), fields.empty("identities")
ONE, OTHER, THIRD = 273000001, 273000002, 273000003


def ship(mmsi=ONE, start=0.0, end=4.0, *, north_m=0.0, lat=42.0, lon=131.0, knots=0.0, every=5, **more):
    """A ship so many metres north of the meeting place, going north, heard every few minutes."""
    hours = np.arange(round((end - start) * 60 / every) + 1) * every / 60 + start
    north = north_m + (hours - start) * knots * 1852
    return heard(*hours, mmsi=mmsi, lat=lat + north / DEGREE_M, lon=lon, file=f"f{start}-", **more)


def away(mmsi, start, end):
    """The same ship going off at twelve knots from five miles away."""
    return ship(mmsi, start, end, north_m=9000, knots=12)


def pointed(*positions, where=NOWHERE, until=None):
    return slow_points(tracks_of(*positions), where, SlowPoints(), until=until)


def found(*positions, where=NOWHERE, identities=NOBODY, until=None, **options):
    return encounters(pointed(*positions, where=where, until=until), identities, Encounter(**options), until)


def told(rows, name):
    return [json.loads(text)[name] for text in rows["details"].to_pylist()]


@pytest.mark.redflag("RF07", "RF24", "RF30", "RF27", "RF35")
def test_two_ships_that_lie_together_at_sea_meet():
    rows = found(ship(), away(ONE, 4.1, 5), ship(OTHER, north_m=100), away(OTHER, 4.1, 5))

    assert rows_of(rows, "mmsi", "other_mmsi", "start", "end", "known") == [(ONE, OTHER, at(0), at(4), at(2))]
    assert told(rows, "median_distance_m") == [100]
    assert told(rows, "median_speed_kn") == [0]
    assert told(rows, "points") == [25]
    assert rows["lat"].to_pylist() == [pytest.approx(42 + 50 / DEGREE_M, abs=1e-9)]
    assert rows["because"].to_pylist() == [
        ["f0.0-273000001:2", "f0.0-273000002:2", "f0.0-273000001:50", "f0.0-273000002:50"]
    ]


@pytest.mark.parametrize(("metres", "count"), [(499, 1), (501, 0)])
def test_close_is_five_hundred_metres(metres, count):
    assert len(found(ship(), ship(OTHER, north_m=metres))) == count


@pytest.mark.parametrize(("minutes", "count"), [(119, 0), (121, 1)])
def test_long_is_two_hours(minutes, count):
    together = ship(OTHER, 0, minutes / 60, every=1)
    gone = ship(OTHER, (minutes + 1) / 60, 6, every=1, north_m=600, knots=5)

    assert len(found(ship(end=6), together, gone)) == count


@pytest.mark.parametrize("begins", range(0, 10, 3))
def test_a_meeting_of_two_hours_and_ten_minutes_is_found_whenever_it_begins(begins):
    """Two ships that come quickly, lie together, and go quickly."""
    start, end = 1 + begins / 60, 1 + (begins + 131) / 60
    hours = np.arange(0, 5, 1 / 60)
    off_m = 15 * 1852 * (np.clip(start - hours, 0, None) + np.clip(hours - end, 0, None))
    one, other = (
        heard(*hours, mmsi=mmsi, lat=42 + (side * off_m + side * 50) / DEGREE_M, lon=131.0)
        for mmsi, side in ((ONE, 1), (OTHER, -1))
    )

    rows = found(one, other)

    assert len(rows) == 1
    assert at(start) <= rows["start"][0].as_py() < rows["end"][0].as_py() <= at(end)


@pytest.mark.parametrize(("knots", "count"), [(1.9, 1), (2.1, 0), (3.5, 0), (12, 0)])
def test_ships_in_company_under_way_do_not_meet(knots, count):
    assert len(found(ship(knots=knots), ship(OTHER, north_m=200, knots=knots))) == count


def test_one_quicker_point_does_not_end_it():
    hours = np.arange(0, 4.01, 0.1)
    lat = 42 + np.where(hours > 1.95, 700, 0) / DEGREE_M

    rows = found(*(heard(*hours, mmsi=mmsi, lat=lat, speed=None) for mmsi in (ONE, OTHER)))

    assert rows["start"].to_pylist() == [at(0)]
    assert told(rows, "points") == [25]


def test_crossing_ferries_pilots_and_escorts_do_not_meet():
    ferries = [
        heard(
            *np.arange(0, 24, 0.05),
            mmsi=mmsi,
            lat=42 + 0.1 * np.abs(((np.arange(0, 24, 0.05) + shift) % 2) - 1),
        )
        for mmsi, shift in ((ONE, 0.0), (OTHER, 1.0))
    ]
    pilot = [ship(), ship(OTHER, 0, 1, knots=10, north_m=-19_000), ship(OTHER, 1.1, 1.6), away(OTHER, 1.7, 4)]
    escort = [ship(knots=6), ship(OTHER, north_m=150, knots=6)]

    assert [len(found(*some)) for some in (ferries, pilot, escort)] == [0, 0, 0]


@pytest.mark.parametrize(
    ("where", "count"),
    [
        (place("port"), 0),
        (place("port", 42.0, 131.11), 0),
        (place("port", 42.0, 131.13), 1),
        (place("port", 42.0, 131.13, radius_m=20_000.0), 0),
        (place("road", 42.0, 131.05, kind="anchorage", role=None), 0),
        (place("area", kind="sts area"), 1),
        (place("rail", kind="rail"), 1),
    ],
)
def test_moored_abreast_or_at_neighbouring_anchorages_is_no_meeting(where, count):
    assert len(found(ship(), ship(OTHER, north_m=30), where=places(where))) == count


def anchored(begin, *, lat=42.0, number=3):
    """Ships that lie at anchor by themselves, half a mile from each other, for three hours."""
    return [
        ship(273000200 + each, begin, begin + 3, north_m=900.0 * (each + 1), lat=lat)
        for each in range(number)
    ]


@pytest.mark.parametrize(
    ("others", "metres", "count"),
    [
        (anchored(0), 400, 0),
        (anchored(0, number=1), 400, 0),
        (anchored(0, number=2), 100, 1),
        (anchored(0), 100, 0),
        (anchored(8), 400, 1),
        (anchored(0, lat=42.2), 400, 1),
    ],
)
def test_neighbours_where_others_have_lain_at_anchor_do_not_meet(others, metres, count):
    assert len(found(ship(start=4, end=7), ship(OTHER, 4, 7, north_m=metres), *others)) == count


def test_ships_that_drift_near_an_anchorage_meet():
    drifting = [ship(start=4, end=7, knots=0.6), ship(OTHER, 4, 7, north_m=400, knots=0.6)]

    assert len(found(*drifting, *anchored(0))) == 1


@pytest.mark.parametrize(("hours", "count"), [(5.5, 0), (8, 1)])
def test_two_made_fast_to_each_other_in_a_crowd_meet_when_it_lasts(hours, count):
    rows = found(ship(start=4, end=4 + hours), ship(OTHER, 4, 4 + hours, north_m=60), *anchored(0))

    assert len(rows) == count
    assert rows_of(rows, "start", "known") == [(at(4), at(10))] * count


def test_two_at_anchor_of_which_one_swings_are_neighbours():
    """Both lie still by the clock, and the distance between them goes from 60 to 140 m and back."""
    swings = [ship(OTHER, 4 + hour, 4.9 + hour, north_m=60 + 40 * (hour % 3)) for hour in range(6)]

    assert len(found(ship(start=4, end=10), *swings, *anchored(0, number=1))) == 0


def test_pairs_made_fast_one_after_another_in_one_place_all_meet():
    pairs = [
        ship(273000200 + 2 * pair + side, 10 * pair, 10 * pair + 8, north_m=60 * side)
        for pair in range(5)
        for side in range(2)
    ]

    assert len(found(*pairs)) == 5


def test_midnight_is_nothing_special():
    rows = found(
        *(ship(mmsi, 10.5, 13.5) for mmsi in (ONE, OTHER)), *(away(m, 13.6, 14) for m in (ONE, OTHER))
    )

    assert rows_of(rows, "start", "end") == [(at(10.5), at(13.5))]


@pytest.mark.parametrize(("lat", "lon", "other"), [(0.0, 179.999, -179.999), (89.999, 0.0, 180.0)])
def test_the_date_line_and_the_pole_are_nothing_special(lat, lon, other):
    rows = found(ship(lat=lat, lon=lon), ship(OTHER, lat=lat, lon=other))

    assert told(rows, "median_distance_m") == [222]


def test_the_silence_of_one_ship_is_not_bridged():
    steady = ship(end=13)
    shy = [ship(OTHER, 0, 2.5), ship(OTHER, 10.6, 11.1)]
    rows = found(steady, *shy)

    assert rows_of(rows, "start", "end") == [(at(0), at(2.5))]
    assert len(found(steady, ship(OTHER, 0, 1.5), ship(OTHER, 2.6, 4.1))) == 0
    assert len(found(steady, ship(OTHER, 0, 1.5), ship(OTHER, 2.4, 4.1))) == 1


def test_points_are_not_made_up_across_an_hour():
    hourly, every_50 = np.arange(0, 9), np.arange(0, 9, 50 / 60)

    assert len(pointed(heard(*hourly))) == 0
    assert len(pointed(heard(*every_50))) == 51


@pytest.mark.parametrize(("apart", "starts"), [(3, [0.0]), (5, [0.0, 7.5])])
def test_meetings_of_a_pair_less_than_four_hours_apart_are_one(apart, starts):
    there = [ship(OTHER, 0, 2.5), ship(OTHER, 2.5 + apart, 5.5 + apart)]
    between = ship(OTHER, 2.6, 2.4 + apart, north_m=2000)

    rows = found(ship(end=12), *there, between, away(OTHER, 5.6 + apart, 12))

    assert rows["start"].to_pylist() == [at(hours) for hours in starts]


def test_a_silence_between_two_meetings_keeps_them_apart():
    rows = found(ship(end=12), ship(OTHER, 0, 2.5), ship(OTHER, 4, 7))

    assert rows["start"].to_pylist() == [at(0), at(4)]


def test_it_goes_on_while_the_next_point_is_awaited():
    both = [ship(), ship(OTHER)]

    assert found(*both)["end"].to_pylist() == [None]
    assert found(*both, until=at(4.9))["end"].to_pylist() == [None]
    assert found(*both, until=at(5.1))["end"].to_pylist() == [at(4)]
    assert found(*both, away(OTHER, 4.1, 5))["end"].to_pylist() == [at(4)]


def test_it_is_known_after_two_hours_and_keeps_its_id():
    both = [ship(), ship(OTHER, every=7)]
    early, late = found(*both, until=at(2.2)), found(*both)

    assert len(found(*both, until=at(1.99))) == 0
    assert early["event"].to_pylist() == late["event"].to_pylist()
    assert late["known"].to_pylist() == [at(18 * 7 / 60)]


def test_three_ships_are_three_meetings():
    drifting = (ship(mmsi, north_m=100 * n, knots=0.5) for n, mmsi in enumerate((ONE, OTHER, THIRD)))
    rows = found(*drifting)

    assert rows_of(rows, "mmsi", "other_mmsi") == [(ONE, OTHER), (ONE, THIRD), (OTHER, THIRD)]
    assert len(set(rows["event"].to_pylist())) == 3


def test_the_order_of_rows_and_ships_does_not_matter():
    points = pointed(ship(), ship(OTHER, north_m=100), ship(THIRD, 1, 9, north_m=200))
    mixed = points.take(pa.array(np.random.default_rng(3).permutation(len(points))))

    assert encounters(mixed, NOBODY).equals(encounters(points, NOBODY))


def test_what_the_points_say_of_a_ship_needs_no_other_ship():
    apart = pa.concat_tables([pointed(ship()), pointed(ship(OTHER))])

    assert encounters(apart, NOBODY).equals(found(ship(), ship(OTHER)))


def test_a_crowd_in_one_place_is_left_out():
    crowd = [ship(273000100 + number, end=2.5, every=10, knots=0.5) for number in range(12)]

    assert len(found(*crowd)) == 66
    assert len(found(*crowd, most_ships=11)) == 0


@pytest.mark.redflag("RF08")
# The sun stands highest at noon, 0 degrees, and sets there soon after 18:30.
@pytest.mark.parametrize(
    ("lon", "night", "share"),
    [(0.0, "none", 0), (180.0, "all", 1), (70.0, "part", pytest.approx(0.5, abs=0.1))],
)
def test_it_says_how_much_of_it_was_night(lon, night, share):
    rows = found(ship(lon=lon), ship(OTHER, lon=lon))

    assert told(rows, "night") == [night]
    assert told(rows, "night_share") == [share]


def test_a_white_night_is_none_and_a_polar_night_all():
    june = [ship(mmsi, start=-24 * 70 + 12, end=-24 * 70 + 16, lat=70.0, lon=0.0) for mmsi in (ONE, OTHER)]
    december = [ship(mmsi, start=24 * 112, end=24 * 112 + 4, lat=72.0, lon=0.0) for mmsi in (ONE, OTHER)]

    assert told(found(*june), "night") == ["none"]
    assert told(found(*december), "night") == ["all"]


def test_both_ships_have_their_imo_numbers():
    said = {"ship": "x", "start": datetime(2023, 1, 1), "end": datetime(2024, 1, 1)}
    identities = table(
        "identities", {"mmsi": ONE, "imo": 9179842, **said}, {"mmsi": OTHER, "imo": 9074729, **said}
    )

    rows = found(ship(), ship(OTHER), identities=identities)

    assert rows_of(rows, "ship", "imo", "other_imo") == [("imo:9179842", 9179842, 9074729)]


def test_what_rests_on_a_made_up_ship_says_so():
    rows = found(ship(), ship(OTHER, source="synthetic:sea"))

    assert rows["source"].to_pylist() == ["synthetic:sea, ais"]

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from vedette.kernels.passages import CLOSED, NAMES
from vedette.kernels.seaways import field, in_sight, points, sea_distance_m
from vedette.kernels.sphere import NAUTICAL_MILE_M, distance_m

RAJIN, VLADIVOSTOK, NAMPO = (42.2333, 130.30), (43.1089, 131.888), (38.7167, 125.40)
BUSAN, HAKATA, KOBE = (35.08, 129.08), (33.62, 130.40), (34.68, 135.20)
PETERSBURG, SUEZ, PORT_SAID = (59.93, 30.20), (29.93, 32.55), (31.27, 32.31)
ANZALI, OLYA, ODESA = (37.48, 49.46), (45.78, 47.55), (46.50, 30.75)
SEAS = st.tuples(st.floats(-89, 89), st.floats(-180, 180))


def nm(one, other, closed=CLOSED):
    sides = [np.array([value], dtype=float) for value in (*one, *other)]
    return sea_distance_m(*sides, closed=closed)[0] / NAUTICAL_MILE_M


def great_nm(one, other):
    return float(distance_m(*one, *other)) / NAUTICAL_MILE_M


def test_ports_of_the_corridor_lie_as_far_apart_as_ships_sail():
    assert 88 < nm(RAJIN, VLADIVOSTOK) < 100
    assert nm(BUSAN, HAKATA) == pytest.approx(112, abs=4)


def test_from_the_east_coast_of_korea_to_the_west_one_goes_round_it():
    assert great_nm(RAJIN, NAMPO) < 310
    assert nm(RAJIN, NAMPO) == pytest.approx(900, abs=25)


def test_through_suez_or_round_the_cape():
    through = nm(PETERSBURG, VLADIVOSTOK)
    round_ = nm(PETERSBURG, VLADIVOSTOK, closed=(*CLOSED, "Suez Canal"))

    assert through == pytest.approx(12_300, abs=200)
    assert round_ > through + 1000


def test_ice_is_a_passage_that_may_be_opened():
    assert nm(PETERSBURG, VLADIVOSTOK, closed=()) < 7_200


def test_a_canal_is_as_long_as_it_is_and_closed_when_it_is():
    assert nm(PORT_SAID, SUEZ) == pytest.approx(105, abs=10)
    assert nm(PORT_SAID, SUEZ, closed=(*CLOSED, "Suez Canal")) > 9_000


def test_the_caspian_is_a_sea_of_its_own_until_its_canal_is_opened():
    assert nm(ANZALI, OLYA) == pytest.approx(540, abs=40)
    assert np.isinf(nm(ANZALI, ODESA))
    assert 1_500 < nm(ANZALI, ODESA, closed=()) < 2_000


def test_a_gate_in_open_water_bars_it():
    off_busan = (35.6, 130.2)

    assert nm(off_busan, HAKATA) < 150
    assert nm(off_busan, HAKATA, closed=("Korea Strait",)) > 400  # round Kyushu
    assert nm(off_busan, VLADIVOSTOK, closed=("Korea Strait",)) == nm(off_busan, VLADIVOSTOK, closed=())


def test_a_lake_is_no_sea():
    assert np.isnan(nm((44.9, 132.4), VLADIVOSTOK)) or nm((44.9, 132.4), VLADIVOSTOK) > 90


def test_the_great_circle_where_no_land_lies_between_over_the_date_line_too():
    for one, other in [((45, 160), (48, -150)), ((85, 10), (85, -170)), ((-20, -179), (-25, 179.5))]:
        assert nm(one, other, closed=()) == pytest.approx(great_nm(one, other), rel=1e-9)


def test_an_isthmus_is_not_crossed():
    assert nm((9.0, -79.4), (9.5, -79.9), closed=(*CLOSED, "Panama Canal")) > 5_000
    assert nm((56.2, 8.0), (56.2, 10.9)) > 150  # Jutland


def test_a_port_up_a_river_counts_from_the_sea_nearest_to_it():
    hamburg, antwerp = (53.54, 9.98), (51.27, 4.33)

    assert 300 < nm(hamburg, antwerp) < 420


def test_what_is_far_from_any_sea_has_no_distance():
    found = sea_distance_m(*(np.array(side) for side in ([48.0, np.nan], [90.0, 0], [42, 42], [131, 131])))

    assert np.isnan(found).all()


def test_no_points_no_distances():
    assert len(sea_distance_m(*[np.empty(0)] * 4)) == 0


@settings(max_examples=60, deadline=None)
@given(one=SEAS, north=st.floats(-6, 6), east=st.floats(-8, 8))
def test_never_less_than_the_great_circle_and_the_same_both_ways(one, north, east):
    other = (float(np.clip(one[0] + north, -89, 89)), (one[1] + east + 180) % 360 - 180)
    there, back = nm(one, other), nm(other, one)

    assume(np.isfinite(there))
    assert there == back
    assert there >= great_nm(one, other) - 1e-6


@settings(max_examples=40, deadline=None)
@given(
    st.tuples(
        *[st.tuples(st.floats(33, 45), st.floats(127, 140)) for _ in range(3)],
    )
)
def test_no_way_is_longer_than_over_a_third_point_but_for_the_grid(three):
    a, b, c = three
    put = points(*np.array(three).T)
    assume((put.square >= 0).all() and not put.moved_m.any())

    direct, over = nm(a, c), nm(a, b) + nm(b, c)

    assert direct <= over * 1.02 + 4


@settings(max_examples=40, deadline=None)
@given(st.floats(33, 45), st.floats(127, 140))
def test_a_field_says_what_a_query_says(lat, lon):
    far = field(*RAJIN, 2_000 * NAUTICAL_MILE_M).distance_m(np.array([lat]), np.array([lon]))[0]
    asked = nm(RAJIN, (lat, lon))

    assume(np.isfinite(asked))
    assert far / NAUTICAL_MILE_M == pytest.approx(asked, rel=0.02, abs=3)


def test_a_field_ends_at_its_limit():
    near = field(*RAJIN, 100 * NAUTICAL_MILE_M)
    found = near.distance_m(np.array([42.2, *NAMPO[:1]]), np.array([130.9, *NAMPO[1:]]))

    assert np.isfinite(found[0])
    assert np.isinf(found[1])


def test_a_field_stops_at_its_goals():
    goals = points(np.array([42.0]), np.array([131.0]))
    whole, some = field(*RAJIN, 2e6), field(*RAJIN, 2e6, goals=[goals])

    assert len(some.reached) < len(whole.reached)
    assert some.to(goals)[0] == whole.to(goals)[0]


def test_in_sight_is_what_no_land_hides():
    one = points(np.array([42.0, 42.2]), np.array([131.0, 130.4]))
    other = points(np.array([38.0, 38.5]), np.array([132.0, 124.5]))

    assert in_sight(one, other).tolist() == [True, False]


def test_every_passage_has_a_name_of_its_own():
    assert len(set(NAMES)) == len(NAMES)
    assert set(CLOSED) <= set(NAMES)

from datetime import datetime, timedelta

from tests.worlds import place, places, rows_of, table
from vedette.coverage.exposures import Exposures, exposures

MONDAY = datetime(2023, 8, 28)


def heard(cell, hours, messages=10, ships=2):
    return {"cell": cell, "hour": MONDAY + timedelta(hours=hours), "messages": messages, "ships": ships}


def found(rows, *where, **options):
    return exposures(table("coverage", *rows), places(*where), Exposures(**options))


def test_cells_near_a_place_are_summed_by_week():
    rows = [
        heard("42.00_131.00", 0),
        heard("42.25_131.00", 0),
        heard("42.00_131.00", 5),
        heard("42.00_131.00", 168),
    ]

    assert rows_of(
        found(rows, place("one")), "place", "start", "messages", "ship_hours", "hours", "source"
    ) == [
        ("one", MONDAY, 30, 6, 2, None),
        ("one", MONDAY + timedelta(weeks=1), 10, 2, 1, None),
    ]


def test_a_cell_out_of_reach_does_not_count():
    assert len(found([heard("44.00_131.00", 0)], place("one"))) == 0
    assert len(found([heard("44.00_131.00", 0)], place("one"), reach_m=300_000.0)) == 1


def test_a_large_place_reaches_as_far_as_it_is_large():
    assert len(found([heard("43.00_131.00", 0)], place("one", radius_m=150_000.0))) == 1


def test_only_watched_places_have_an_exposure():
    assert len(found([heard("42.00_131.00", 0)], place("one", role=None))) == 0


def test_a_week_ends_on_sunday():
    rows = found([heard("42.00_131.00", -1), heard("42.00_131.00", 167)], place("one"))

    assert rows["start"].to_pylist() == [MONDAY - timedelta(weeks=1), MONDAY]


def test_a_place_by_the_date_line_hears_both_sides():
    rows = [heard("0.00_-180.00", 0), heard("0.00_179.75", 0)]

    assert found(rows, place("one", lat=0.1, lon=180.0))["messages"].to_pylist() == [20]

import pyarrow as pa

from tests.worlds import at, heard, rows_of
from vedette.coverage.cells import coverage, merge


def test_messages_and_ships_are_counted_by_cell_and_hour():
    rows = pa.concat_tables(
        [heard(0, 0.5, 0.9, 1), heard(0.2, mmsi=273000002), heard(0, mmsi=273000003, lat=43.0)]
    )

    assert rows_of(coverage(rows), "cell", "hour", "messages", "ships") == [
        ("42.00_131.00", at(0), 4, 2),
        ("43.00_131.00", at(0), 1, 1),
        ("42.00_131.00", at(1), 1, 1),
    ]


def test_what_is_doubted_or_nowhere_was_not_heard():
    assert len(coverage(pa.concat_tables([heard(0, doubt="stray"), heard(1, lat=None, lon=None)]))) == 0


def test_a_wait_is_of_one_to_six_hours_for_a_ship_that_speaks_oftener():
    rows = pa.concat_tables(
        [
            heard(0, 0.1, 1.6, 1.7, 9),  # an hour and a half is a wait, seven hours are a gap
            heard(0, 1.5, 3, 4.5, mmsi=273000002),  # so she always speaks
        ]
    )
    found = coverage(rows)

    assert sum(found["waits"].to_pylist()) == 1
    assert sum(found["waited_s"].to_pylist()) == 1800
    assert rows_of(found, "hour", "waits", "waited_s")[1] == (at(1), 1, 1800)
    mixed = rows.take(pa.array([4, 0, 8, 2, 6, 1, 3, 7, 5]))
    assert coverage(mixed).equals(found)


def test_parts_of_whole_ships_add_up():
    one, two = heard(0, 0.5), heard(0, mmsi=273000002)

    assert merge([coverage(one), coverage(two)]).equals(coverage(pa.concat_tables([one, two])))


def test_no_parts_add_up_to_nothing():
    assert len(merge([])) == 0

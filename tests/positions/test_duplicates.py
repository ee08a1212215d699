import pyarrow as pa

from tests.worlds import heard
from vedette.positions.duplicates import duplicates


def doubts_of(*positions):
    rows = duplicates(pa.concat_tables(positions))
    return dict(zip(rows["record"].to_pylist(), rows["doubt"].to_pylist(), strict=True))


def test_the_first_read_is_kept_whatever_the_order_of_rows():
    rows = heard(*[3] * 12)
    kept = {"f273000001:2": None, **{f"f273000001:{line}": "doubled" for line in range(3, 14)}}

    assert doubts_of(rows) == kept
    assert doubts_of(rows.take(list(range(11, -1, -1)))) == kept


def test_the_same_message_rounded_by_another_feed_is_a_copy():
    assert doubts_of(heard(3, 3, lat=[42.0, 42.0004])) == {"f273000001:2": None, "f273000001:3": "doubled"}


def test_two_places_in_one_moment_are_both_kept():
    assert set(doubts_of(heard(3, 3, lat=[42.0, 42.001])).values()) == {None}


def test_each_place_of_a_moment_keeps_its_first():
    rows = heard(3, 3, 3, 3, lat=[42.0, 43.0, 42.0, 43.0])

    assert list(doubts_of(rows).values()) == [None, None, "doubled", "doubled"]


def test_another_ship_or_moment_is_no_copy():
    assert set(doubts_of(heard(3, 4), heard(3, mmsi=273000002)).values()) == {None}


def test_copies_across_the_date_line_are_copies():
    assert "doubled" in doubts_of(heard(3, 3, lon=[180.0, -180.0])).values()


def test_what_has_no_place_is_no_copy():
    assert set(doubts_of(heard(3, 3, lat=None, lon=None)).values()) == {None}


def test_an_older_doubt_stays_and_is_not_said_twice():
    once = duplicates(heard(3, 3, doubt="checksum"))

    assert once["doubt"].to_pylist() == ["checksum", "checksum, doubled"]
    assert duplicates(once)["doubt"].to_pylist() == ["checksum", "checksum, doubled"]


def test_a_flood_of_places_in_one_moment_takes_no_time():
    rows = heard(*[3] * 3000, lat=[n / 50 for n in range(3000)])

    assert set(doubts_of(rows).values()) == {None}

import pyarrow as pa

from tests.worlds import heard, rows_of
from vedette.coverage.activity import activity, merge


def test_messages_and_ships_are_counted_by_source_and_quarter_of_an_hour():
    one = heard(0, 0.1, 0.3, mmsi=273000001)
    other = heard(0.2, mmsi=273000002)
    elsewhere = heard(0.1, mmsi=273000001, source="other", file="g")

    found = activity(pa.concat_tables([one, other, elsewhere])).sort_by(
        [("source", "ascending"), ("slot", "ascending")]
    )

    assert rows_of(found, "source", "messages", "ships") == [("ais", 3, 2), ("ais", 1, 1), ("other", 1, 1)]


def test_one_ship_heard_by_turns_by_two_sources_is_one_ship_of_each():
    by_turns = [
        heard(h, source=name, file=name) for h, name in ((0, "a"), (0.05, "b"), (0.1, "a"), (0.15, "b"))
    ]

    found = activity(pa.concat_tables(by_turns))

    assert sorted(rows_of(found, "source", "messages", "ships")) == [("a", 2, 1), ("b", 2, 1)]


def test_what_is_doubted_is_not_counted():
    assert len(activity(heard(0, doubt="stray"))) == 0


def test_parts_of_whole_ships_add_up():
    one, other = heard(0, mmsi=273000001), heard(0.1, mmsi=273000002)

    whole = merge([activity(one), activity(other)])

    assert rows_of(whole, "messages", "ships") == [(2, 2)]

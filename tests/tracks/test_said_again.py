"""What a ship says again: it does not matter how the record was cut into files."""

from datetime import datetime, timedelta

import pyarrow as pa

from vedette import fields
from vedette.tracks.said_again import said_again

NOON = datetime(2024, 3, 1, 12)


def said(*rows: tuple[float, str]) -> pa.Table:
    """Names of one ship, each with the hours after noon at which it was said."""
    made = [
        {"mmsi": 273_000_001, "time": NOON + timedelta(hours=h), "name": name, "record": f"f:{n}"}
        for n, (h, name) in enumerate(rows)
    ]
    return fields.from_rows(made, "statics")


def test_the_same_within_six_hours_of_the_clock_is_kept_once():
    kept = said_again(said((0, "A"), (1, "A"), (5.9, "A"), (6, "A"), (7, "A")))

    assert kept["record"].to_pylist() == ["f:0", "f:3"]


def test_something_else_is_kept_whenever_it_is_said():
    kept = said_again(said((0, "A"), (1, "B"), (2, "A"), (3, "B")))

    assert kept["name"].to_pylist() == ["A", "B"]


def test_the_first_in_time_is_kept_whatever_the_order_of_rows():
    rows = said((3, "A"), (1, "A"), (2, "A"))

    assert said_again(rows)["record"].to_pylist() == ["f:1"]
    assert said_again(rows.take(pa.array([2, 0, 1])))["record"].to_pylist() == ["f:1"]


def test_what_another_ship_says_is_another_thing():
    rows = said((0, "A"), (1, "A"))
    mmsi = pa.array([273_000_001, 273_000_002])

    assert len(said_again(rows.set_column(0, "mmsi", mmsi))) == 2

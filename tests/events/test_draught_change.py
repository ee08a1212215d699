import json

import pyarrow as pa
import pytest

from tests.worlds import SHIP, at, rows_of, table
from vedette.events.draught_change import DraughtChange, draught_changes


def said(*rows, mmsi=SHIP, **more):
    """The draughts a ship said at some hours after noon."""
    return table(
        "statics",
        *(
            {
                "mmsi": mmsi,
                "time": at(hour),
                "draught_m": draught,
                "source": "ais",
                "record": f"s{mmsi}:{line}",
                **more,
            }
            for line, (hour, draught) in enumerate(rows, 2)
        ),
    )


def found(rows, until=None, **options):
    return draught_changes(rows, DraughtChange(**options), until)


@pytest.mark.redflag("RF09", "RF56")
def test_a_ship_that_loads_lies_deeper_and_one_that_unloads_higher():
    rows = found(said((0, 8.6), (30, 13.1), (90, 8.6)))

    assert rows_of(rows, "kind", "mmsi", "start", "end", "known", "duration_h") == [
        ("draught_change", SHIP, at(0), at(30), at(30), 30.0),
        ("draught_change", SHIP, at(30), at(90), at(90), 60.0),
    ]
    assert [json.loads(text) for text in rows["details"].to_pylist()] == [
        {"before_m": 8.6, "after_m": 13.1, "hours": 30.0, "length_m": None, "width_m": None},
        {"before_m": 13.1, "after_m": 8.6, "hours": 60.0, "length_m": None, "width_m": None},
    ]
    assert rows["because"].to_pylist() == [[f"s{SHIP}:2", f"s{SHIP}:3"], [f"s{SHIP}:3", f"s{SHIP}:4"]]


def test_exactly_a_metre_counts_and_less_does_not():
    assert len(found(said((0, 8.3), (30, 9.3)))) == 1
    assert len(found(said((0, 8.3), (30, 9.2)))) == 0
    assert len(found(said((0, 8.3), (30, 9.2)), min_change_m=0.9)) == 1


def test_it_starts_with_the_last_statement_of_the_old_draught():
    assert rows_of(found(said((0, 8.0), (20, 8.0), (30, 10.0), (40, 10.0))), "start", "end") == [
        (at(20), at(30))
    ]


@pytest.mark.parametrize("nothing", [None, 0.0, 25.6, -1.0])
def test_what_is_no_draught_is_passed_over(nothing):
    assert len(found(said((0, 8.0), (20, nothing), (30, 8.0)))) == 0
    assert rows_of(found(said((0, 8.0), (20, nothing), (30, 10.0))), "start", "end") == [(at(0), at(30))]


def test_after_a_month_it_is_another_voyage():
    assert len(found(said((0, 8.0), (30 * 24, 10.0)))) == 1
    assert len(found(said((0, 8.0), (30 * 24 + 1, 10.0)))) == 0


def test_each_ship_lies_for_herself():
    two = [said((0, 8.0)), said((1, 12.0), mmsi=273000002)]

    assert len(found(pa.concat_tables(two))) == 0


def test_what_was_said_after_until_is_not_known_yet():
    assert len(found(said((0, 8.0), (30, 10.0)), until=at(29))) == 0
    assert len(found(said((0, 8.0), (30, 10.0)), until=at(30))) == 1


def test_what_rests_on_a_made_up_statement_is_made_up():
    rows = pa.concat_tables([said((0, 8.0)), said((30, 10.0), source="synthetic:sea", record="g:2")])

    assert found(rows)["source"].to_pylist() == ["synthetic:sea, ais"]

"""What the rows of all detectors share is made a column at a time, and reads as if made a row at a time."""

import json

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from vedette.events.rows import details, records, with_more
from vedette.kernels.ids import stable_id, stable_ids
from vedette.packing import written

VALUES = (
    st.lists(st.none() | st.booleans(), min_size=3, max_size=3)
    | st.lists(st.none() | st.integers(), min_size=3, max_size=3)
    | st.lists(st.none() | st.floats(), min_size=3, max_size=3)
    | st.lists(st.none() | st.text(), min_size=3, max_size=3)
    | st.lists(
        st.none() | st.integers() | st.text() | st.lists(st.floats(), max_size=2), min_size=3, max_size=3
    )
)
RECORD = st.none() | st.sampled_from(["f:1", "f:2", "g:1"])


@given(st.dictionaries(st.text(max_size=5), VALUES, min_size=1, max_size=4))
def test_details_are_those_of_writing_each_row_by_itself(columns):
    rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]

    assert details(columns) == [json.dumps(row, ensure_ascii=False) for row in rows]


def test_a_percent_sign_in_a_name_or_a_value_is_only_that():
    assert details({"50 %s": ["100 %d"]}) == ['{"50 %s": "100 %d"}']


@given(st.lists(st.tuples(RECORD, RECORD, RECORD), max_size=6))
def test_records_are_kept_in_order_and_each_once(rows):
    columns = [pa.array([row[n] for row in rows], pa.string()) for n in range(3)]

    found = records(columns[0], pa.chunked_array([columns[1][:2], columns[1][2:]]), columns[2])

    assert found.to_pylist() == [list(dict.fromkeys(one for one in row if one)) for row in rows]


def test_records_that_are_numbers_come_as_their_digits():
    assert records(pa.array([7, 8]), pa.array([7, None], pa.int64())).to_pylist() == [["7"], ["8"]]


@given(st.lists(st.tuples(st.none() | st.integers(), st.none() | st.text()), max_size=5))
def test_ids_of_columns_are_those_of_their_rows(rows):
    columns = [[row[n] for row in rows] for n in range(2)]

    assert stable_ids("gap", *columns) == [stable_id("gap", *row) for row in rows]


def test_more_is_told_after_what_was_told_and_in_its_place_when_told_again():
    told = '{"place": "a: b", "stop_h": 2.5}'

    assert with_more(told, {}) == told
    assert json.loads(with_more(told, {"name": '"Käse"'})) == {"place": "a: b", "stop_h": 2.5, "name": "Käse"}
    assert json.loads(with_more(told, {"stop_h": "3.0"})) == {"place": "a: b", "stop_h": 3.0}


def test_written_records_and_nulls_stay_as_they_are():
    light = str((1 << 36) + 12)

    assert written(pa.array([light, "ab:9", None, "0"]), ["x", "y"]).to_pylist() == [
        "y:12",
        "ab:9",
        None,
        "x:0",
    ]
    assert written(pa.array([], pa.string()), []).to_pylist() == []

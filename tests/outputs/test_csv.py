"""CSV that is safe to open in a spreadsheet and reads back as it was."""

import csv as reading
import io
import struct
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from vedette import fields
from vedette.outputs import csv
from vedette.outputs.visible import visible


def written(table: str, rows: object) -> list[list[str]]:
    stream = io.BytesIO()
    csv.write(table, rows, stream)
    return list(reading.reader(io.StringIO(stream.getvalue().decode(), newline="")))


def one(**columns: object) -> pa.Table:
    return pa.table({name: [value] for name, value in columns.items()})


@pytest.mark.parametrize(
    "text", ["=cmd|' /C calc'!A0", "+1", "-1+2", "@SUM(A1)", "\t=1", "＝1", " =1", "\u00a0=1", "\n=1"]
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str):
    cell = written("x", one(name=text))[1][0]

    assert cell.startswith("'")


@pytest.mark.parametrize("text", ["A=B", "M-V ANGARA", "a@b", "'tis", "1+1", ""])
def test_near_misses_of_a_formula_stay_as_they_are(text: str):
    assert written("x", one(name=text, other="x"))[1][0] == text


def test_negative_numbers_stay_numbers():
    cells = written("x", one(lon=-130.25, count=-4, name="-4"))[1]

    assert cells == ["-130.25", "-4", "'-4"]


def test_times_end_in_z_and_keep_fractions_they_have():
    at, exact = datetime.fromisoformat("2023-08-26"), datetime.fromisoformat("2023-08-26T01:02:03.000500")
    cells = written("x", one(a=pa.scalar(at, fields.TIME), b=pa.scalar(exact, fields.TIME)))[1]

    assert cells == ["2023-08-26T00:00:00Z", "2023-08-26T01:02:03.000500Z"]


def test_lists_are_joined_nulls_are_empty_and_truth_is_a_word():
    rows = pa.table({"because": [["a", "b"], None, []], "negative": [True, False, None], "n": [1, None, 3]})

    assert written("x", rows)[1:] == [["a; b", "true", "1"], ["", "false", ""], ["", "", "3"]]


def test_a_list_that_begins_with_a_formula_is_harmless_too():
    assert written("x", one(names=["=1+1", "b"]))[1] == ["'=1+1; b"]


def test_reasons_of_a_match_are_said_by_name():
    match = {"match": "m", "reasons": [{"feature": "imo", "score": 0.5, "words": "same"}]}
    rows = fields.from_rows([match], "matches")

    assert "feature: imo, score: 0.5, words: same" in written("matches", rows)[1]


def test_geometry_is_wkt_and_broken_geometry_is_hex():
    rows = pa.table({"geometry": [shapely.Point(130, 42).wkb, b"\x00\x01"]})

    assert written("places", rows)[1:] == [["POINT (130 42)"], ["0001"]]


def test_a_carriage_return_is_made_visible_and_cannot_lead_a_formula():
    assert written("x", one(name="\r=1"))[1] == ["␍=1"]


def test_an_override_in_a_name_is_made_visible():
    assert written("x", one(name="a\u202eb"))[1] == ["a[U+202E]b"]


def test_no_rows_still_have_a_header():
    assert written("places", []) == [fields.schema("places").names]
    assert written("places", fields.empty("places")) == [fields.schema("places").names]


def test_a_file_stands_under_its_name_only_when_it_is_whole(tmp_path: Path):
    def failing():
        yield pa.record_batch({"a": [1]})
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        csv.write("x", failing(), tmp_path / "x.csv")

    assert list(tmp_path.iterdir()) == []


def test_only_some_batches_are_held_at_once():
    drawn, seen = [], []

    class Watching(io.BytesIO):
        def write(self, data: bytes) -> int:
            seen.append(len(drawn))
            return len(data)

    def many():
        for number in range(50):
            drawn.append(number)
            yield pa.record_batch({"a": ["x"] * 1000})

    csv.write("x", many(), Watching())
    assert seen[1] <= 2
    assert seen[-1] == 50


texts = st.text()


@given(
    st.lists(st.tuples(texts, st.none() | st.integers(-9, 9), st.none() | st.floats(-180, 180)), min_size=1)
)
def test_what_is_written_reads_back_as_it_was_made_visible(rows: list[tuple[str, int | None, float | None]]):
    names, counts, lons = (list(column) for column in zip(*rows, strict=True))
    table = pa.table(
        {"name": names, "count": pa.array(counts, pa.int64()), "lon": pa.array(lons, pa.float64())}
    )
    back = written("x", table)

    assert back[0] == ["name", "count", "lon"]
    for (name, count, lon), cells in zip(rows, back[1:], strict=True):
        assert csv.plain_text(cells[0]) == visible(name)
        assert cells[1] == ("" if count is None else str(count))
        assert (cells[2] == "") if lon is None else struct.pack("d", float(cells[2])) == struct.pack("d", lon)

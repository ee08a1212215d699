import csv
import io
import time
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.sources.opened import opened_from
from tests.sources.samples import ALL, REFUSED, SHEETS, Sample, only, reasons, tables
from vedette.errors import SourceError
from vedette.sources import recognised, sheets
from vedette.sources.opening import MAX_LINE_BYTES
from vedette.sources.sightings import rail_counts
from vedette.steps import Reading

RAIL = "date,place_id,observation,value\n"


def named(sample):
    return f"{sample.source.name}:{sample.name}"


def rewritten(sample: Sample, change) -> str:
    """Give the sheet with its rows of fields changed."""
    out = io.StringIO()
    csv.writer(out).writerows(change(list(row)) for row in csv.reader(io.StringIO(sample.text)))
    return out.getvalue()


def told(rows):
    """Give the rows without where they were read."""
    return {
        table: [{key: value for key, value in row.items() if key != "record"} for row in found]
        for table, found in rows.items()
    }


@pytest.mark.parametrize("sample", ALL, ids=named)
def test_every_file_is_recognised_as_what_it_is(sample):
    assert recognised(opened_from(sample.text.encode(), sample.name)) is sample.source


@pytest.mark.parametrize("sample", [s for s in ALL if s not in REFUSED], ids=named)
def test_every_row_is_read_and_none_refused(sample):
    rows = tables(sample.source, sample.text, sample.name)

    assert rows
    assert set(rows) <= set(sample.source.gives)


@pytest.mark.parametrize("sample", SHEETS, ids=named)
def test_shuffled_columns_are_recognised_and_read_the_same(sample):
    shuffled = rewritten(sample, lambda row: row[::-1])

    assert recognised(opened_from(shuffled.encode(), sample.name)) is sample.source
    assert told(tables(sample.source, shuffled, sample.name)) == told(
        tables(sample.source, sample.text, sample.name)
    )


@pytest.mark.parametrize("sample", SHEETS, ids=named)
def test_a_column_more_does_no_harm(sample):
    more = rewritten(sample, lambda row: [*row, "analyst_note"])

    assert recognised(opened_from(more.encode(), sample.name)) is sample.source
    assert told(tables(sample.source, more, sample.name)) == told(
        tables(sample.source, sample.text, sample.name)
    )


@pytest.mark.parametrize("sample", SHEETS, ids=named)
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_line_ends_and_a_byte_order_mark_change_nothing(sample, start, end):
    data = start + sample.text.replace("\n", end.decode()).encode()

    assert recognised(opened_from(data, sample.name)) is sample.source
    assert tables(sample.source, data, sample.name) == tables(sample.source, sample.text, sample.name)


@pytest.mark.parametrize("delimiter", ";\t|")
def test_other_delimiters_are_read(delimiter):
    text = (RAIL + "2023-10-05,bridge,freight cars,73\n").replace(",", delimiter)

    assert recognised(opened_from(text.encode())) is rail_counts.SOURCE
    assert only(tables(rail_counts.SOURCE, text)["sightings"])["count"] == 73


@pytest.mark.parametrize("sample", SHEETS, ids=named)
def test_a_header_alone_is_recognised_and_has_no_rows(sample):
    header = sample.text.split("\n", 1)[0] + "\n"

    assert recognised(opened_from(header.encode(), sample.name)) is sample.source
    assert not tables(sample.source, header, sample.name)


@pytest.mark.parametrize("sample", SHEETS, ids=named)
def test_a_file_without_one_of_the_columns_says_which(sample):
    header = list(sheets.header(opened_from(sample.text.encode())))
    wanted = {"vessel", "metric", "observation", "other_vessel", "lat", "latitude", "precision", "containers"}
    wanted |= {"event", "flag_state", "type", "place_id", "programkey"}
    missing = next(name for name in header if name in wanted)
    at = header.index(missing)
    without = rewritten(sample, lambda row: row[:at] + row[at + 1 :])

    assert sample.source.recognise(opened_from(without.encode())) == 0
    with pytest.raises(SourceError, match=f"lacks the columns: .*{missing}"):
        tables(sample.source, without)


@pytest.mark.parametrize("sample", SHEETS, ids=named)
def test_ragged_rows_are_refused_with_their_line(sample):
    rows = tables(sample.source, sample.text + "a,b\n" + "c," * 30 + "d\n", sample.name)

    lines = [line for line, _ in reasons(rows)]
    assert lines == [3, 4]
    assert all("fields where" in reason for _, reason in reasons(rows))
    assert [row["text"][:3] for row in rows["refusals"]] == ["a,b", "c,c"]
    assert {row["record"] for row in rows["refusals"]} == {"0123456789ab:3", "0123456789ab:4"}


def test_a_quoted_line_end_does_not_shift_the_lines_after_it():
    text = RAIL + '2023-10-05,bridge,"freight\ncars",73\n\n2023-10-06,bridge,cars,1\n2023,bridge,cars,x\n'
    rows = tables(rail_counts.SOURCE, text)

    assert [row["record"] for row in rows["sightings"]] == ["0123456789ab:2", "0123456789ab:5"]
    assert rows["sightings"][0]["what"] == "freight\ncars"
    assert reasons(rows) == [(6, "value is 'x', which is not a number")]


def test_a_quote_left_open_costs_one_line_and_not_the_file():
    text = (
        RAIL
        + '2023-10-05,bridge,"freight cars,73\n'
        + "2023-10-06,bridge,cars,1\n2023-10-07,bridge,cars,1\n" * 40
    )
    rows = tables(rail_counts.SOURCE, text)

    assert reasons(rows)[0] == (2, "not separated values; is a quote left open?")
    assert [row["record"] for row in rows["sightings"]] == ["0123456789ab:3", "0123456789ab:4"]


def test_an_inch_mark_is_a_mark_like_any_other():
    text = RAIL + '2023-10-05,bridge,6" pipes,73\n2023-10-06,bridge,6" pipes,73\n'

    assert len(tables(rail_counts.SOURCE, text)["sightings"]) == 2


def test_a_line_too_long_to_hold_is_refused_and_the_next_is_read():
    long = "2023-10-05,bridge," + "x" * (MAX_LINE_BYTES + 10) + ",73\n"
    for block_bytes in (1 << 12, 32 << 20):
        reading = Reading(block_bytes=block_bytes)
        rows = tables(rail_counts.SOURCE, RAIL + long + "2023-10-06,bridge,cars,1\n", reading=reading)

        assert reasons(rows) == [(2, "the line is too long")]
        assert only(rows["sightings"])["record"] == "0123456789ab:3"


def test_blank_rows_are_no_rows():
    rows = tables(rail_counts.SOURCE, RAIL + "\n,,,\n   \n2023-10-06,bridge,cars,1\n\n")

    assert only(rows["sightings"])["record"] == "0123456789ab:5"
    assert not rows["refusals"]


def test_two_columns_of_one_name_are_an_error():
    with pytest.raises(SourceError, match="two columns named 'value'"):
        tables(rail_counts.SOURCE, "date,place_id,observation,value,VALUE\n")


def test_an_empty_file_is_an_error():
    with pytest.raises(SourceError, match="no line that names the columns"):
        tables(rail_counts.SOURCE, "\n\n")


def test_bytes_that_are_no_utf_8_are_marked_and_kept():
    rows = tables(rail_counts.SOURCE, RAIL.encode() + b"2023-10-06,bridge,ore c\xe4rs,1\n")

    assert only(rows["sightings"])["what"] == "ore c�rs"


def test_what_stood_before_damage_is_given_before_the_error():
    class Broken:
        name, file, head = "rail.csv", "f", RAIL.encode()

        def open(self):
            return self

        def __enter__(self):
            self.parts = [RAIL.encode() + b"2023-10-06,bridge,cars,1\n"]
            return self

        def __exit__(self, *_):
            pass

        def read(self, _size):
            if self.parts:
                return self.parts.pop()
            raise SourceError("cut short")

    batches = rail_counts.SOURCE.read(Broken(), Reading())

    assert next(batches).rows.num_rows == 1
    with pytest.raises(SourceError, match="cut short"):
        next(batches)


@pytest.mark.parametrize("line", ['"\n', 'a"b\n', '"a,b",c\n', '""\n', "x" * 999 + "\n"])
def test_a_hostile_sheet_takes_time_in_proportion_to_its_length(line):
    data = (RAIL + line * (2_000_000 // len(line))).encode()
    started = time.process_time()
    sum(1 for _ in sheets.records(sheets.lines(opened_from(data), Reading())))

    assert time.process_time() - started < 20


@pytest.mark.parametrize("sample", ALL, ids=named)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_arbitrary_bytes_only_ever_raise_a_source_error(sample, data):
    whole = sample.text.encode()
    at = data.draw(st.integers(0, len(whole)))
    upto = data.draw(st.integers(at, len(whole)))
    junk = data.draw(
        st.binary(max_size=40) | st.sampled_from([b'"', b"\n", b",", b"-1", b"1e400", b"[[", b"\x1a"])
    )
    mangled = data.draw(st.sampled_from([junk, whole[:at] + junk + whole[upto:], whole + junk + whole]))

    assert 0 <= sample.source.recognise(opened_from(mangled, sample.name)) <= 1
    with suppress(SourceError):
        tables(sample.source, mangled, sample.name)


@given(st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=4), max_size=6))
@example([["a\nb", 'c"d'], ["", ""]])
def test_whatever_a_writer_writes_is_read_back(rows):
    rows = [[field.replace("\0", "").replace("\r", "").strip(" \t\x1a") for field in row] for row in rows]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    given_lines = [sheets.Line(n, text) for n, text in enumerate(out.getvalue().split("\n"), 1)]
    read = [list(record.fields or ()) for record in sheets.records(given_lines)]

    assert read == [row for row in rows if any(row)]

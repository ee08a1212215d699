"""Line numbers, quotes and blocks: every line is a row, a refusal, blank, or part of a longer record."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sources.ais.csv_files import NOAA, lines_read, noaa, refusals, tables
from vedette.errors import SourceError
from vedette.sources import opening
from vedette.sources.ais import csv_lines
from vedette.sources.ais.marine_cadastre import SOURCE

HEADER = b"VesselName,MMSI,BaseDateTime,LAT,LON\n"
REST = b",273210440,2024-01-31T12:00:00,42.5,131.25"


def named(*names: bytes) -> bytes:
    """Give a file of one row for each way a name is written."""
    return HEADER + b"".join(name + REST + b"\n" for name in names)


def names_and_lines(data: bytes, **asked: object) -> list[tuple[str | None, int]]:
    found = tables(SOURCE, data, **asked)["statics"]
    lines = [int(record.split(":")[1]) for record in found["record"].to_pylist()]
    return list(zip(found["name"].to_pylist(), lines, strict=True))


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_a_record_names_its_line_across_blank_lines(newline: bytes):
    row = b"273210440,2024-01-31T12:00:00,42.5,131.25,9"
    data = newline.join([b"", NOAA.strip(), b"", row, b"", b"", row, row, b"", b"x", b""])

    assert lines_read(SOURCE, data) == [4, 7, 8]
    assert [line for line, _ in refusals(SOURCE, data)] == [10]


def test_quotes_are_read_as_csv_has_them():
    data = named(b'"ANGARA"', b'"A, B"', b'"the ""LADY R"""', b'6" PIPE', b"O'NEIL", b'""')

    assert names_and_lines(data) == [
        *[("ANGARA", 2), ("A, B", 3), ('the "LADY R"', 4), ('6" PIPE', 5), ("O'NEIL", 6)]
    ]


def test_a_newline_inside_quotes_leaves_the_line_numbers_right():
    data = named(b"ONE", b'"TWO\nOF\r\n\nFOUR"', b"THREE", b'"FOUR\n"')

    assert names_and_lines(data) == [("ONE", 2), ("TWO\nOF\r\n\nFOUR", 3), ("THREE", 7), ("FOUR", 8)]


@pytest.mark.parametrize("name", [b'"ANGARA', b'"AN"GARA', b'"AN"GARA"'])
def test_a_stray_quote_costs_its_own_line_and_no_other(name: bytes):
    data = named(b"ONE", name, b"TWO", b"THREE")

    assert [name for name, _ in names_and_lines(data)] == ["ONE", "TWO", "THREE"]
    assert [line for line, _ in refusals(SOURCE, data)] == [3]


def test_a_return_too_many_behind_a_quote_does_not_end_the_reading():
    row = b"273210440,2024-01-31T12:00:00,42.5,131.25,"
    data = NOAA + row + b'"9"\r\n' + row + b'"9"\r\r\n' + row + b'"9"\r\n'

    assert lines_read(SOURCE, data) == [2, 3, 4]
    assert refusals(SOURCE, data) == []


def test_a_quote_never_closed_does_not_swallow_the_file():
    data = named(b'"ANGARA', *(b"SHIP %d" % n for n in range(100)))

    assert len(lines_read(SOURCE, data)) == 100
    assert refusals(SOURCE, data) == [(2, "a quote is opened and not closed")]


def test_a_line_too_long_to_hold_is_refused_and_the_rest_read():
    long = b"x" * (5 << 20)
    data = noaa(b"1,2024-01-31T12:00:00,1,1,1", long, b"2,2024-01-31T12:00:00,1,1,1", b'"' + long, b"3,x")

    for block_bytes in (1 << 16, 1 << 21, 32 << 20):
        assert lines_read(SOURCE, data, block_bytes=block_bytes) == [2, 4]
        assert refusals(SOURCE, data, block_bytes=block_bytes) == [
            (3, "line is longer than 1 MiB"),
            (5, "line is longer than 1 MiB"),
            (6, "2 fields where the header has 5"),
        ]


def test_a_block_of_many_short_lines_is_read_in_parts(monkeypatch: pytest.MonkeyPatch):
    data = named(*(b'"A\nB %d"' % n for n in range(50)))
    whole = names_and_lines(data)
    monkeypatch.setattr(csv_lines, "MAX_LINES", 7)

    assert names_and_lines(data) == whole
    assert len(whole) == 50


def test_fields_are_counted_in_lines_of_any_width():
    wide = b",".join(b"c%d" % n for n in range(300))
    data = b"MMSI,BaseDateTime,LAT,LON," + wide + b"\n1,2024-01-31T12:00:00,1,1" + b"," * 300 + b"\n"

    assert lines_read(SOURCE, data) == [2]
    assert refusals(SOURCE, data[:-1] + b",,\n") == [(2, "306 fields where the header has 304")]


ODD_FIELDS = st.sampled_from(
    [
        *(
            b"",
            b"273210440",
            b"2024-01-31T12:00:00",
            b"42.5",
            b"-1",
            b"1e400",
            b"nan",
            b"\xff\xfe",
            b"\0",
            b" ",
        ),
        *(b"'", b"\r", b"=1+1", b"a b", b"9" * 40, b"-"),
    ]
)
QUOTED_FIELDS = st.one_of(
    ODD_FIELDS,
    st.sampled_from([b'"', b'""', b'"a"', b'"a\nb"', b'"a,b"', b'x"y', b'"a""b"', b'"\n', b'"a"b']),
)
GOOD = st.just(b"273210440,2024-01-31T12:00:00,42.5,131.25,9")


def lines_of(fields: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    line = st.one_of(GOOD, st.just(b""), st.just(b"\r"), st.lists(fields, max_size=7).map(b",".join))
    return st.lists(line, max_size=12).map(b"\n".join)


def everything(data: bytes, block_bytes: int) -> dict[str, list[dict[str, object]]]:
    return {name: table.to_pylist() for name, table in tables(SOURCE, data, block_bytes=block_bytes).items()}


@settings(max_examples=150, deadline=None)
@given(body=lines_of(QUOTED_FIELDS), block_bytes=st.integers(1, 200))
def test_how_a_file_is_cut_into_blocks_does_not_matter(body: bytes, block_bytes: int):
    data = NOAA + body

    assert everything(data, block_bytes) == everything(data, 1 << 20)


@settings(max_examples=150, deadline=None)
@given(body=lines_of(ODD_FIELDS), block_bytes=st.integers(1, 1000))
def test_every_line_is_a_row_or_refused_or_blank(body: bytes, block_bytes: int):
    found = tables(SOURCE, NOAA + body, block_bytes=block_bytes)
    lines = body.removesuffix(b"\n").split(b"\n") if body else []
    blank = sum(line in (b"", b"\r") for line in lines)

    assert found["positions"].num_rows + found["refusals"].num_rows + blank == len(lines)


@settings(max_examples=150, deadline=None)
@given(body=lines_of(QUOTED_FIELDS))
def test_no_line_gives_two_rows_and_good_lines_outside_quotes_are_never_lost(body: bytes):
    found = tables(SOURCE, NOAA + body)
    records = found["positions"]["record"].to_pylist() + found["refusals"]["record"].to_pylist()

    assert len(set(records)) == len(records)
    if b'"' not in body:
        good = body.split(b"\n").count(b"273210440,2024-01-31T12:00:00,42.5,131.25,9")
        assert found["positions"].num_rows >= good


@settings(max_examples=200, deadline=None)
@given(
    data=st.one_of(
        st.binary(max_size=400),
        st.binary(max_size=400).map(lambda tail: NOAA + tail),
        st.text(string.printable, max_size=400).map(lambda tail: NOAA + tail.encode()),
    ),
    block_bytes=st.integers(1, 500),
)
def test_arbitrary_bytes_raise_nothing_but_a_source_error(data: bytes, block_bytes: int):
    try:
        found = tables(SOURCE, data, block_bytes=block_bytes)
    except SourceError:
        return
    lines = data.count(b"\n") + 1
    assert sum(table.num_rows for name, table in found.items() if name != "statics") <= lines


@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=300), longest=st.integers(1, 40), block_bytes=st.integers(1, 400))
def test_a_line_is_overlong_whatever_block_it_falls_in(data: bytes, longest: int, block_bytes: int):
    from tests.sources.opened import opened_from  # noqa: PLC0415

    found = [
        number
        for block in opening.blocks(opened_from(data), block_bytes, max_line_bytes=longest)
        for number, _ in block.overlong
    ]
    body = data.removeprefix(b"\xef\xbb\xbf")

    assert found == [n for n, line in enumerate(body.split(b"\n"), 1) if len(line) > longest]

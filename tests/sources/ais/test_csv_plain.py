"""A kernel reads the plain lines, polars the odd ones: the rows are those of polars alone."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sources.ais.csv_files import NOW, tables
from tests.sources.opened import opened_from
from vedette.sources.ais import columns, csv_plain, csv_reading, danish, marine_cadastre, other_csv
from vedette.sources.ais.csv_layout import Layout
from vedette.sources.ais.csv_lines import Header, cuts
from vedette.sources.ais.csv_times import ISO, TimeForm, exactly
from vedette.steps import Source

HEADER = (
    "MMSI",
    "BaseDateTime",
    "LAT",
    "LON",
    "SOG",
    "COG",
    "Heading",
    "Status",
    "VesselName",
    "IMO",
    "Notes",
)
LAYOUT = Layout(
    Header(1, HEADER, ","),
    {
        "mmsi": 0,
        "time": 1,
        "lat": 2,
        "lon": 3,
        "speed_kn": 4,
        "course_deg": 5,
        "heading_deg": 6,
        "status": 7,
        "name": 8,
        "imo": 9,
    },
    TimeForm(("%Y-%m-%dT%H:%M:%S",)),
)
ROW = (
    "273210440",
    "2024-01-31T12:00:00",
    "42.5",
    "131.25",
    "9.5",
    "180.0",
    "179",
    "0",
    "ANGARA",
    "9179842",
    "",
)
ODD_NUMBERS = (
    *("", "0", "-0", "-0.0", "+5", "007", ".5", "5.", "1e3", "1E400", "nan", "inf", "-inf", " 42.5", "42.5 "),
    *(
        "42,5",
        "91",
        "91.0001",
        "-91",
        "181",
        "181.00000000001",
        "-181.5",
        "0x10",
        "1_0",
        "--1",
        "1-",
        "５",
        "\0",
    ),
    *(
        "9" * 18,
        "9" * 19,
        "9" * 400,
        "0." + "3" * 17,
        "1." + "0" * 40,
        "9007199254740993",
        "0.1",
        "95.0",
        "95.00",
    ),
    *("-1", "4.35", "0.1234567890123456789", "123456789012345678", "1\r", "\r"),
)
ODD_TIMES = (
    *("", "2024-02-29T23:59:59", "2023-02-29T23:59:59", "2024-01-31T24:00:00", "2024-01-31T12:60:00"),
    *(
        "2024-01-31T12:00:60",
        "2024-01-31 12:00:00",
        "2024-01-31T12:00",
        "2024-01-31T12:00:00Z",
        "0001-01-01T00:00:00",
    ),
    *(
        "2024-1-31T12:00:00",
        "0000-01-31T12:00:00",
        "9999-12-31T23:59:59",
        "1969-12-31T23:59:59",
        "2024-01-31T12:00:0a",
    ),
    *(
        "2024-01-31T12:00:00.5",
        "2024-13-31T12:00:00",
        "2024-00-31T12:00:00",
        "2024-04-31T12:00:00",
        "2027-01-31T12:00:00",
    ),
    *(
        " 2024-01-31T12:00:00",
        "2024-01-31T12:00:00 ",
        "２024-01-31T12:00:00",
        "2024-01-31t12:00:00",
        "1706702400",
    ),
)
WORDS = (
    "",
    "0",
    "15",
    "5.0",
    "Moored",
    "moored ",
    "AT ANCHOR",
    "Unknown value",
    "no such word",
    "-1",
    "1e1",
    "5x",
    "Ä",
)
TEXTS = (
    "",
    "ANGARA",
    '"ANGARA"',
    '"A, B"',
    '"THE ""X"""',
    '6" PIPE',
    "O'NEIL",
    '"',
    '""',
    " x",
    "\xff",
    "\0",
    "LADY R\r",
    "@@@",
)


def both(source: Source, data: bytes, monkeypatch: pytest.MonkeyPatch, **asked: object) -> None:
    """Read some bytes by polars alone and by the kernel, and hold the one against the other."""
    found = []
    for rows in (csv_reading.rows_by_polars, csv_reading.rows_by_kernel):
        for module in (columns, other_csv):
            monkeypatch.setattr(module, "rows", rows)
        found.append(tables(source, data, **asked))
    for name, table in found[0].items():
        assert table.equals(found[1][name]), f"{table.to_pylist()}\n{found[1][name].to_pylist()}"


def encoded(text: str) -> bytes:
    return text.encode("latin-1", "replace") if "\xff" in text else text.encode()


@st.composite
def rows_with_something_odd(draw: st.DrawFn) -> bytes:
    row = list(ROW)
    for at in draw(st.lists(st.integers(0, len(row) - 1), max_size=3)):
        kinds = {1: ODD_TIMES, 7: WORDS, 8: TEXTS, 9: TEXTS, 10: TEXTS}
        odd = draw(st.sampled_from(kinds.get(at, ODD_NUMBERS)))
        row[at] = f'"{odd}"' if at < 8 and draw(st.booleans()) else odd
    row = draw(
        st.sampled_from(
            [row, row, row, row, [*row, ""], [*row, "x"], row[:-1], row[:4], row[:3], [""], ['"']]
        )
    )
    return encoded(",".join(row)) + draw(
        st.sampled_from([b"\n", b"\n", b"\n", b"\r\n", b"\n\n", b"\r\r\n", b"\n\r\n"])
    )


@settings(max_examples=150)
@given(st.lists(rows_with_something_odd(), max_size=12), st.booleans(), st.sampled_from([1 << 9, 32 << 20]))
def test_odd_rows_are_read_as_by_polars_alone(lines, whole, block_bytes):
    data = ",".join(HEADER).encode() + b"\n" + b"".join(lines)
    with pytest.MonkeyPatch.context() as patch:
        both(marine_cadastre.SOURCE, data if whole else data[:-1], patch, block_bytes=block_bytes)


@settings(max_examples=100)
@given(st.binary(max_size=300), st.sampled_from([1 << 7, 32 << 20]))
def test_bytes_of_any_kind_are_read_as_by_polars_alone(noise, block_bytes):
    row = ",".join(ROW).encode() + b"\n"
    with pytest.MonkeyPatch.context() as patch:
        data = ",".join(HEADER).encode() + b"\n" + row + noise + b"\n" + row
        both(marine_cadastre.SOURCE, data, patch, block_bytes=block_bytes)


@pytest.mark.parametrize("number", ODD_NUMBERS)
def test_each_odd_number_alone(number: str, monkeypatch: pytest.MonkeyPatch):
    lines = [",".join([*ROW[:at], number, *ROW[at + 1 :]]) for at in (0, 2, 3, 4, 5, 6, 7)]
    both(marine_cadastre.SOURCE, encoded("\n".join([",".join(HEADER), *lines, ""])), monkeypatch)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("mmsi;t;lat;lon;sog", "273210440;{};42,5;131,25;1,5"),
        ("mmsi\ttime\tlat\tlon\tsog", "273210440\t{}\t42.5\t131.25\t"),
        ("time|mmsi|lon|lat|cog", "{}|273210440|131.25|42.5|1"),
    ],
)
@pytest.mark.parametrize(
    "times",
    [
        ("2024-01-31 12:00:00 UTC", "2024-01-31 12:00:00.123 UTC", "2024-01-31 12:00:00"),
        ("2024/01/31 12:00", "2024/01/31 12:00", "2024/02/30 12:00"),
        (
            "2024-01-31T12:00:00.123456Z",
            "2024-01-31T12:00:00Z",
            "2024-01-31T12:00:00.1234567Z",
            "2024-01-31T12:00:00.Z",
        ),
        ("31/01/2024 12:00:00", "31-01-2024 12:00:00", "1/2/2024 12:00:00", "31/04/2024 1:00:00"),
        ("1706702400", "1706702400.5", "1706702400.0", "17067024000", "99999999999999", "-5"),
        ("1706702400123", "1706702400123.5", "9007199254740993"),
        ("1706702400123456", "9007199254740993", "253402300800000000"),
        ("20240131120000", "20240131120060"),
        ("2024-01-31T12:00:00+0900", "2024-01-31T12:00:00+09:00", "2024-01-31T12:00:00+09"),
        ("31.01.2024 11:00:00 PM", "31.01.2024 11:00:00"),
    ],
)
def test_files_of_other_dress(header: str, row: str, times: tuple[str, ...], monkeypatch: pytest.MonkeyPatch):
    header = header.replace(";t;", ";time;")
    body = "".join(row.format(time) + "\n" for time in times)
    both(other_csv.SOURCE, f"{header}\n{body}".encode(), monkeypatch)


def test_a_danish_file_of_words(monkeypatch: pytest.MonkeyPatch):
    header = "# Timestamp,Type of mobile,MMSI,Latitude,Longitude,Navigational status,SOG,Name,Ship type"
    row = "31/12/2024 23:59:59,Class A,219000001,55.5,11.5,{},1.5,SHIP {},Cargo"
    words = ["Under way using engine", "Unknown value", "Moored", "Engaged in fishing", "-1", "5"] * 40
    lines = [row.format(word, number % 7) for number, word in enumerate(words)]
    data = "\n".join([header, *lines, ""]).encode()

    for block_bytes in (1 << 10, 32 << 20):
        both(danish.SOURCE, data, monkeypatch, block_bytes=block_bytes)


def test_two_columns_of_ours_from_one_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    columns_ = tmp_path / "map.toml"
    columns_.write_text('[columns]\nmmsi = "a"\ntime = "b"\nlat = "c"\nlon = "c"\n')

    both(other_csv.SOURCE, b"a,b,c\n273210440,2024-01-31 12:00:00,42.5\n", monkeypatch, columns=columns_)


def plain_rows(data: bytes, layout: Layout = LAYOUT) -> list[int]:
    """Give the lines that the kernel alone reads."""
    reader = csv_plain.plain(layout, None)
    assert reader is not None
    cut = next(cuts(opened_from(data), 1 << 20, layout.header))
    return reader.read(cut)[0].lines.tolist()


def test_nearly_all_lines_of_a_file_are_plain():
    row = ",".join(ROW)
    dressed = [
        row,
        row.replace("ANGARA", '"A, B"'),
        row.replace(",0,", ",,"),
        row.replace("42.5", '"42.5"'),
        row + ",",
    ]
    data = "\n".join([",".join(HEADER), *dressed, ""]).encode()

    assert plain_rows(data) == [2, 3, 4, 5, 6]
    assert plain_rows(data.replace(b"\n", b"\r\n")) == [2, 3, 4, 5, 6]


def test_what_is_refused_or_needs_thought_is_not_plain():
    odd = [
        *(
            ("42.5", "91.5"),
            ("131.25", "-182"),
            ("273210440", "-5"),
            ("273210440", ""),
            ("12:00:00", "12:00"),
        ),
        *(
            ("ANGARA", '6" PIPE'),
            ("ANGARA", '"6"" PIPE"'),
            ("9.5", "9.5e0"),
            (",0,", ",Moored,"),
            ("9179842,", "9179842,,,"),
        ),
    ]
    data = "\n".join([",".join(HEADER), *(",".join(ROW).replace(*change, 1) for change in odd), ""]).encode()

    assert plain_rows(data) == []


@pytest.mark.parametrize(
    "form",
    [
        ISO,
        exactly("%d/%m/%Y"),
        exactly("%d/%m/%Y %I:%M %p"),
        exactly("%Y-%m-%d %H:%M:%S%z"),
        exactly("%d %m %Y, %H:%M"),
        exactly("%Y%m%d\n%H:%M"),
    ],
)
def test_a_file_whose_times_the_kernel_does_not_know_is_left_to_polars(form: TimeForm):
    assert csv_plain.plain(Layout(LAYOUT.header, LAYOUT.places, form), None) is None


def test_what_was_said_is_forgotten_at_a_bound_and_then_said_again(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(csv_plain, "_FEW_SAID", 4)
    monkeypatch.setattr(csv_plain, "_MOST_SAID", 64)
    reader = csv_plain.plain(LAYOUT, None)
    assert reader is not None

    def new(first: int, last: int) -> int:
        lines = [",".join(ROW).replace("ANGARA", f"SHIP {number}") for number in range(first, last)]
        cut = next(
            cuts(opened_from("\n".join([",".join(HEADER), *lines, ""]).encode()), 1 << 20, LAYOUT.header)
        )
        return len(reader.fresh(reader.read(cut)[0]))

    assert [new(0, 10), new(0, 10), new(5, 15), new(100, 140), new(0, 10)] == [10, 0, 5, 40, 10]


def test_a_reader_of_many_blocks_takes_to_the_kernel_on_its_way(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(csv_reading, "FEW_BYTES", 1 << 12)
    monkeypatch.setattr(csv_reading, "_KERNEL", "not loaded")
    monkeypatch.setattr(columns, "rows", csv_reading.rows)
    rng = np.random.default_rng(1)
    lines = [",".join(ROW).replace("42.5", f"{lat:.5f}") for lat in rng.uniform(-95, 95, 500)]
    data = "\n".join([",".join(HEADER), *lines, ""]).encode()
    mixed = tables(marine_cadastre.SOURCE, data, block_bytes=1 << 10, now=NOW)
    monkeypatch.setattr(columns, "rows", csv_reading.rows_by_polars)

    assert mixed == tables(marine_cadastre.SOURCE, data, block_bytes=1 << 10, now=NOW)

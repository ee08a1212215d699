"""What every CSV source of AIS does, shown on the MarineCadastre dialect."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.sources.ais.csv_files import NOAA, NOW, lines_read, noaa, positions, refusals, tables
from tests.sources.opened import opened_from
from vedette.errors import SourceError
from vedette.sources import opening
from vedette.sources.ais import danish, global_fishing_watch, marine_cadastre, other_csv
from vedette.sources.ais.marine_cadastre import SOURCE
from vedette.steps import Reading

CSV_SOURCES = (danish.SOURCE, marine_cadastre.SOURCE, global_fishing_watch.SOURCE, other_csv.SOURCE)
ROW = b"273210440,2024-01-31T12:00:00,42.5,131.25,9.5"
NOON = datetime(2024, 1, 31, 12)


def rewritten(old: bytes, new: bytes) -> bytes:
    return noaa(ROW).replace(old, new)


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + noaa(ROW),
        noaa(ROW).replace(b"\n", b"\r\n"),
        noaa(ROW).replace(b",", b";"),
        noaa(ROW).replace(b",", b"\t"),
        noaa(ROW).replace(b",", b"|"),
        noaa(ROW).upper(),
        b'"' + noaa(ROW).replace(b",", b'","').replace(b"\n", b'"\n"')[:-1],
        noaa(ROW).replace(b",", b", "),
        noaa(ROW)[:-1],
        b"\n\r\n" + noaa(ROW),
        noaa(ROW).replace(b"\n", b",\n"),
        rewritten(b"273210440", b"273210440.0"),
        b"LON,SOG,MMSI,extra,LAT,BaseDateTime\n131.25,9.5,273210440,,42.5,2024-01-31T12:00:00\n",
    ],
    ids=[
        "byte-order mark",
        "CRLF",
        "semicolons",
        "tabs",
        "bars",
        "capitals",
        "all quoted",
        "blanks",
        "no last newline",
        "blank lines first",
        "a comma at each end",
        "whole numbers with a point",
        "shuffled",
    ],
)
def test_the_same_row_is_read_however_it_is_dressed(data: bytes):
    assert SOURCE.recognise(opened_from(data)) == 1.0

    (row,) = positions(SOURCE, data)

    assert (row["mmsi"], row["time"], row["lat"], row["lon"]) == (273210440, NOON, 42.5, 131.25)
    assert row["speed_kn"] == 9.5


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0" + bytes(range(256)) * 8,
        noaa(ROW).decode().encode("utf-16"),
        noaa(ROW).replace(b"\n", b"\r"),
        b"",
        b"\n\n\n",
        b'"',
        b"x" * 100_000,
        b"mmsi,imo,call_sign,width,flag_state\n111100000,,,,Unknown\n",
        b"name,lat,lon\nRajin,42.2,130.3\n",
        b'{"mmsi": 1, "time": 2, "lat": 3, "lon": 4}\n',
    ],
    ids=[
        "picture",
        "UTF-16",
        "returns only",
        "empty",
        "blank",
        "a quote",
        "one long line",
        "no positions",
        "places",
        "JSON",
    ],
)
def test_what_holds_no_positions_is_not_recognised_and_says_so_when_forced(data: bytes):
    for source in CSV_SOURCES:
        assert source.recognise(opened_from(data)) == 0.0
        with pytest.raises(SourceError, match=r"file\.csv: .*It has: "):
            list(source.read(opened_from(data), Reading()))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (ROW.replace(b"273210440", b""), "no MMSI"),
        (ROW.replace(b"273210440", b"Angara"), "MMSI 'Angara' is not a whole number"),
        (ROW.replace(b"273210440", b"2.7321E+08"), "MMSI '2.7321E+08' is not a whole number"),
        (ROW.replace(b"273210440", b"27321044\0"), "MMSI '27321044\0' is not a whole number"),
        (ROW.replace(b"273210440", b"9" * 30), f"MMSI '{'9' * 30}' is not a whole number"),
        (ROW.replace(b"273210440", b"=1+1"), "MMSI '=1+1' is not a whole number"),
        (ROW.replace(b"273210440", b"-273210440"), "a negative MMSI"),
        (ROW.replace(b"2024-01-31T12:00:00", b""), "no time"),
        (
            ROW.replace(b"2024-01-31", b"2024-31-01"),
            "BaseDateTime '2024-31-01T12:00:00' is not a time such as 2024-01-31 12:00:00",
        ),
        (ROW.replace(b"2024", b"2027"), "time is in the future"),
        (ROW.replace(b"42.5", b"abc"), "LAT 'abc' is not a number"),
        (ROW.replace(b"42.5", b"nan"), "LAT 'nan' is not a number"),
        (ROW.replace(b"42.5", b"1e400"), "LAT '1e400' is not a number"),
        (ROW.replace(b"131.25", b"inf"), "LON 'inf' is not a number"),
        (ROW.replace(b"131.25", b'=HYPERLINK("x")'), "LON '=HYPERLINK(\"x\")' is not a number"),
        (ROW.replace(b"131.25", b"\xff\xfe"), "LON '\ufffd\ufffd' is not a number"),
        (ROW.replace(b"42.5", b"131.25"), "latitude out of range; is it the longitude?"),
        (ROW.replace(b"131.25", b"-228.75"), "longitude out of range, which ends at 180"),
        (ROW + b",1", "6 fields where the header has 5"),
        (ROW + b",,1", "7 fields where the header has 5"),
        (b"273210440,2024-01-31T12:00:00,42.5", "3 fields where the header has 5"),
        (b"   ", "1 fields where the header has 5"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_with_its_reason(row: bytes, reason: str):
    data = noaa(ROW, row, ROW)

    assert refusals(SOURCE, data) == [(3, reason)]
    assert lines_read(SOURCE, data) == [2, 4]


def test_a_refusal_keeps_the_beginning_of_its_line():
    data = noaa(b"Angara\xff," + b"x" * 5000)

    (refused,) = tables(SOURCE, data)["refusals"].to_pylist()

    assert refused["text"] == "Angara\ufffd," + "x" * 192
    assert refused["record"] == "0123456789ab:2"
    assert refused["file"] == "0123456789ab"
    assert refused["source"] == "ais/marine-cadastre"


def test_not_known_values_are_kept_as_they_are():
    (row,) = positions(
        SOURCE, b"MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading\n0,2024-01-31T12:00:00,91,181,102.3,360,511\n"
    )

    assert [row[name] for name in ("mmsi", "lat", "lon", "speed_kn", "course_deg", "heading_deg")] == [
        *(0, 91.0, 181.0, 102.3, 360.0, 511.0)
    ]


def test_an_empty_place_is_not_known_and_not_refused():
    rows = positions(SOURCE, noaa(b"273210440,2024-01-31T12:00:00,,,", b"273210440,2024-01-31T12:00:00, , ,"))

    assert [(row["lat"], row["lon"], row["speed_kn"]) for row in rows] == [(None, None, None)] * 2


def test_a_speed_that_is_no_number_does_not_cost_the_position():
    (row,) = positions(SOURCE, rewritten(b",9.5", b",fast"))

    assert row["speed_kn"] is None


def test_a_row_may_lack_the_fields_after_the_ones_it_needs():
    (row,) = positions(SOURCE, rewritten(b",9.5", b""))

    assert (row["lat"], row["lon"], row["speed_kn"]) == (42.5, 131.25, None)


def test_a_last_line_cut_in_its_middle_is_refused():
    assert refusals(SOURCE, noaa(ROW, b"273210440,2024-01-31T12:00:00,42.5,13")[:-1]) == [
        (3, "the last line is cut short")
    ]


def test_a_day_ahead_is_a_wrong_clock_and_more_is_the_future():
    ahead = [rewritten(b"2024-01-31T12:00:00", b"2026-11-23T00:00:00"), rewritten(b"2024-01", b"2026-12")]

    assert [len(refusals(SOURCE, data)) for data in ahead] == [0, 1]
    assert [len(refusals(SOURCE, data, now=NOW.replace(tzinfo=UTC))) for data in ahead] == [0, 1]
    assert [len(refusals(SOURCE, data, now=None)) for data in ahead] == [0, 0]


def test_a_decimal_comma_is_read_where_a_comma_parts_no_fields():
    data = noaa(ROW).replace(b",", b";").replace(b".", b",")

    (row,) = positions(SOURCE, data)

    assert (row["lat"], row["lon"], row["speed_kn"]) == (42.5, 131.25, 9.5)


def test_a_file_of_a_header_gives_nothing():
    assert all(table.num_rows == 0 for table in tables(SOURCE, NOAA).values())
    assert all(table.num_rows == 0 for table in tables(SOURCE, NOAA[:-1]).values())


def test_a_broken_archive_gives_its_whole_lines_and_then_the_error(tmp_path: Path):
    packed = gzip.compress(
        noaa(*(ROW.replace(b"12:00:00", b"12:%02d:%02d" % divmod(n, 60)) for n in range(3000)))
    )
    path = tmp_path / "cut.csv.gz"
    path.write_bytes(packed[: len(packed) // 2])
    opened = next(iter(opening.streams(path)))
    read = []

    with pytest.raises(SourceError, match="cut short") as caught:
        read.extend(SOURCE.read(opened, Reading(block_bytes=1000)))

    rows = sum(batch.rows.num_rows for batch in read if batch.table == "positions")
    assert rows > 100
    assert caught.value.line == rows + 2


def test_two_columns_of_one_meaning_are_not_guessed_between():
    assert SOURCE.recognise(opened_from(noaa(ROW).replace(b"SOG", b"Latitude"))) == 0.0
    assert SOURCE.recognise(opened_from(noaa(ROW).replace(b"SOG", b"LAT"))) == 0.0


def test_a_reading_may_be_left_before_its_end():
    batches = SOURCE.read(opened_from(noaa(*[ROW] * 1000)), Reading(block_bytes=500))

    assert next(batches).rows.num_rows > 0
    batches.close()

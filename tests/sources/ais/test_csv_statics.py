from datetime import datetime

import polars as pl

from tests.sources.ais.csv_files import tables
from vedette.sources.ais.csv_statics import Seen
from vedette.sources.ais.csv_values import STATUS_WORDS, TYPE_WORDS, coded, real, whole
from vedette.sources.ais.marine_cadastre import SOURCE

HEADER = b"MMSI,BaseDateTime,LAT,LON,VesselName,IMO,CallSign,VesselType,Length,Width,Draft\n"


def said(*facts: bytes, mmsi: bytes = b"1", **asked: object) -> list[dict[str, object]]:
    """Give the statics of one row a second, each with some facts."""
    rows = [b"%s,2024-01-31T12:00:%02d,1,1,%s\n" % (mmsi, n, fact) for n, fact in enumerate(facts)]
    return tables(SOURCE, HEADER + b"".join(rows), **asked)["statics"].to_pylist()


def test_what_is_said_again_is_kept_once_with_its_first_time():
    found = said(b"ANGARA,,,,,,", b"ANGARA,,,,,,", b"LADY R,,,,,,", b"ANGARA,,,,,,")

    assert [(row["name"], row["time"].second, row["record"]) for row in found] == [
        ("ANGARA", 0, "0123456789ab:2"),
        ("LADY R", 2, "0123456789ab:4"),
    ]


def test_what_was_said_in_an_earlier_block_is_not_said_again():
    facts = [b"ANGARA,,,,,,", b"LADY R,,,,,,"] * 20

    assert [row["name"] for row in said(*facts, block_bytes=50)] == ["ANGARA", "LADY R"]


def test_two_spellings_of_the_same_facts_are_one():
    found = said(b"ANGARA,IMO9179842,UBYT2,70,115,,", b" ANGARA@@ ,9179842,UBYT2,70.0,115.0,0,0")

    assert len(found) == 1
    assert (found[0]["imo"], found[0]["name"], found[0]["width_m"]) == (9179842, "ANGARA", None)


def test_not_known_is_null_and_a_row_of_nothing_but_that_is_left_out():
    assert said(b"Unknown,IMO0000000,,,0,0,0.0", b",,,,,,", b"@@@@,0,n/a,,,,") == []


def test_a_number_that_is_no_good_is_kept_as_it_was_sent():
    found = said(b",IMO0008171,,,,,", b",IMO1001301448,,,,,", b",12,,,,,", b",ABC,,,,,", b",-5,X,,,,")

    assert [row["imo"] for row in found] == [8171, 1001301448, 12, None]


def test_a_refused_row_says_nothing():
    assert said(b"ANGARA,,,,,,", mmsi=b"x") == []


def test_hostile_names_stay_the_text_they_are():
    names = [b"=cmd|' /C calc'!A0", b"<script>alert(1)</script>", b"../../etc/passwd", b"A\0B", b"\xff\xfe"]

    assert [row["name"] for row in said(*(name + b",,,,,," for name in names))] == [
        *("=cmd|' /C calc'!A0", "<script>alert(1)</script>", "../../etc/passwd", "A\0B", "\ufffd\ufffd")
    ]


def test_a_full_memory_repeats_rows_and_loses_none():
    seen = Seen(most=3)

    def fresh(*hashes: int) -> list[bool]:
        return seen.first_time(pl.Series(hashes, dtype=pl.UInt64)).to_list()

    assert fresh(1, 2, 2) == [True, True, False]
    assert fresh(2, 3) == [False, True]
    assert fresh(4, 1) == [True, False]
    assert fresh(4, 1) == [False, True]


def test_numbers_are_read_strictly():
    text = pl.Series([" 7 ", "7.0", "7.5", "7e0", "x", "", None, "nan", "-7"])

    assert whole(text).to_list() == [7, 7, None, None, None, None, None, None, -7]
    assert real(text).to_list() == [7.0, 7.0, 7.5, 7.0, None, None, None, None, -7.0]


def test_a_comma_is_a_decimal_point_only_where_it_is_said_to_be():
    text = pl.Series(["55,5", "-1,25", "1,234,567", "1.234,5"])

    assert real(text).to_list() == [None] * 4
    assert real(text, comma=True).to_list() == [55.5, -1.25, None, None]


def test_words_are_told_from_numbers_one_by_one():
    text = pl.Series(["Moored", "5", "5.0", " MOORED ", "drifting", None, ""])

    assert coded(text, STATUS_WORDS).to_list() == [5, 5, 5, 5, None, None, None]


def test_the_words_stand_for_numbers_of_the_standard():
    assert set(STATUS_WORDS.values()) <= set(range(16))
    assert set(TYPE_WORDS.values()) <= set(range(20, 100))


def test_times_are_the_moment_of_the_row():
    assert said(b"ANGARA,,,,,,")[0]["time"] == datetime(2024, 1, 31, 12)

from datetime import datetime

import polars as pl
import pytest

from vedette.sources.ais.csv_times import ISO, exactly, settled, times

NOON = datetime(2024, 1, 31, 12, 0)


def read(*values: str) -> list[datetime | None]:
    return times(pl.Series(values), settled(values) or ISO).to_list()


@pytest.mark.parametrize(
    "value",
    [
        "2024-01-31T12:00:00",
        "2024-01-31 12:00:00",
        "2024-01-31 12:00",
        "2024/01/31 12:00:00",
        "2024-01-31T12:00:00Z",
        "2024-01-31T12:00:00.000Z",
        "2024-01-31 12:00:00 UTC",
        "2024-01-31 12:00:00.000000000 +0000 UTC",
        "2024-01-31T21:00:00+09:00",
        "2024-01-31T21:00:00+0900",
        "2024-01-31T21:00:00+09",
        "2024-01-31T07:30:00-04:30",
        "31/01/2024 12:00:00",
        "1/31/2024 12:00",
        "1/31/2024 12:00:00 PM",
        "31.01.2024 12:00",
        "31-01-2024 12:00:00",
        "1706702400",
        "1706702400.0",
        "1706702400000",
        "1706702400000000",
        "20240131120000",
        "  2024-01-31T12:00:00 ",
    ],
)
def test_a_time_is_read_in_each_way_publishers_write_it(value: str):
    assert read(value) == [NOON]


def test_fractions_are_kept_to_the_microsecond():
    assert read("2024-01-31 12:00:00.218", "2024-01-31 12:00:00") == [
        NOON.replace(microsecond=218_000),
        NOON,
    ]
    assert read("1706702400.25") == [NOON.replace(microsecond=250_000)]


def test_one_file_may_mix_ways_that_have_one_meaning():
    assert read("2024-01-31T12:00:00", "2024-01-31 12:00:00Z", "2024-01-31T13:00:00+01:00") == [NOON] * 3


def test_the_first_day_above_twelve_settles_the_order():
    assert read("02/01/2024 12:00", "31/01/2024 12:00") == [datetime(2024, 1, 2, 12), NOON]
    assert read("01/02/2024 12:00", "01/31/2024 12:00") == [datetime(2024, 1, 2, 12), NOON]


@pytest.mark.parametrize(
    "values", [("01/02/2024 12:00", "03/04/2024 12:00"), ("31/01/2024 12:00", "01/31/2024 12:00")]
)
def test_an_order_left_open_is_not_guessed(values: tuple[str, ...]):
    with pytest.raises(ValueError, match="may put the day or the month first"):
        settled(values)


@pytest.mark.parametrize(
    "value", ["", "abc", "2024-01-31", "12:00:00", "31 Jan 2024", "2024", "1,706,702,400"]
)
def test_what_is_no_moment_settles_nothing(value: str):
    assert settled([value]) is None


@pytest.mark.parametrize(
    "value",
    [
        "2024-02-30T12:00:00",
        "2024-01-31T25:00:00",
        "0000-01-01T00:00:00",
        "-024-01-01T00:00:00",
        "99999-01-01T00:00:00",
        "9999-12-31T23:00:00-09:00",
        "2024-01-31",
        "nan",
        "٢٠٢٤-01-31T12:00:00",
        "",
    ],
)
def test_what_is_no_moment_is_null(value: str):
    assert read("2024-01-31T12:00:00", value)[1] is None


@pytest.mark.parametrize(
    "value", ["1.7067E+09", "nan", "inf", "1e400", "-1", "9" * 30, "0x10", "1_706_702_400"]
)
def test_a_number_that_counts_no_seconds_is_null(value: str):
    assert read("1706702400", value) == [NOON, None]


def test_a_pattern_somebody_gives_is_the_only_one_taken():
    text = pl.Series(["31|01|24 12h00", "2024-01-31T12:00:00", " 31|01|24 12h00 "])

    assert times(text, exactly("%d|%m|%y %Hh%M")).to_list() == [NOON, None, NOON]


@pytest.mark.parametrize("pattern", ["", "%", "%Q", "%H:%M", "no pattern", "%+", "%s %s"])
def test_a_pattern_that_makes_no_time_reads_nothing(pattern: str):
    assert times(pl.Series(["2024-01-31T12:00:00"]), exactly(pattern)).to_list() == [None]


def test_seconds_and_milliseconds_can_be_asked_for():
    assert times(pl.Series(["1706702400"]), exactly("epoch_s")).to_list() == [NOON]
    assert times(pl.Series(["1706702400000"]), exactly("epoch_ms")).to_list() == [NOON]

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.sources import days
from vedette.sources.sheets import Unusable


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2023-10-05", "2023-10-05T00:00:00", "2023-10-05T23:59:59"),
        (" 2023-10-05 ", "2023-10-05T00:00:00", "2023-10-05T23:59:59"),
        ("2024-02", "2024-02-01T00:00:00", "2024-02-29T23:59:59"),
        ("2022", "2022-01-01T00:00:00", "2022-12-31T23:59:59"),
        ("2013-2017", "2013-01-01T00:00:00", "2017-12-31T23:59:59"),
        ("2019-08/2019-12-03", "2019-08-01T00:00:00", "2019-12-03T23:59:59"),
        ("2023-10-05T10:30:00Z", "2023-10-05T10:30:00", "2023-10-05T10:30:00"),
        ("2023-10-05 10:30+09:00", "2023-10-05T01:30:00", "2023-10-05T01:30:00"),
    ],
)
def test_a_date_means_all_it_can_mean(written, start, end):
    assert days.span(written) == (datetime.fromisoformat(start), datetime.fromisoformat(end))


@pytest.mark.parametrize(
    "written",
    [
        "",
        "13/10/2023",
        "10.13.2023",
        "2023-13",
        "2023-02-30",
        "20231005",
        "2023-W40",
        "soon",
        "0000",
        "2023-1-5",
        "2017-2013",
        "2023-10/2023-09",
        "9999-12-31T23:59-12:00",
        "2023-10-05T25:00",
    ],
)
def test_what_is_no_iso_date_is_unusable(written):
    with pytest.raises(Unusable):
        days.span(written)


def test_a_report_of_a_month_was_surely_out_on_its_last_day():
    assert days.published("2024-01") == datetime(2024, 1, 31)
    assert days.published("2024") == datetime(2024, 12, 31)
    assert days.published("2024-01-12") == datetime(2024, 1, 12)
    assert days.published("2024-01-12T08:00Z") == datetime(2024, 1, 12, 8)
    assert days.published(None) is None


def test_a_day_to_come_is_unusable_and_the_running_month_is_not():
    now = datetime(2024, 1, 15)

    assert days.published("2024-01", now) == datetime(2024, 1, 31)
    with pytest.raises(Unusable, match="in the future"):
        days.published("2024-01-16", now)
    with pytest.raises(Unusable, match="in the future"):
        days.interval("2024-02-01", None, now)


def test_an_interval_without_a_last_day_ends_with_its_first():
    assert days.interval("2024-01", None) == days.span("2024-01")


def test_an_interval_that_ends_before_it_begins_is_unusable():
    with pytest.raises(Unusable, match="before it begins"):
        days.interval("2024-02-01", "2024-01-31")


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("sdn-2024-05-03.csv.gz", datetime(2024, 5, 3)),
        ("sdn-2018-12.csv", datetime(2018, 12, 31)),
        ("lists-2018-12-19.zip!sdn.csv", datetime(2018, 12, 19)),
        ("2021-01-01_to_2022-02-02.csv", datetime(2022, 2, 2)),
        ("sdn-2024-99-99.csv", None),
        ("12345-678.csv", None),
        ("sdn.csv", None),
    ],
)
def test_the_date_in_a_name_is_found(name, date):
    assert days.in_name(name) == date


@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)))
def test_every_day_is_one_second_short_of_the_next(moment):
    start, end = days.span(f"{moment.year:04d}-{moment:%m-%d}")

    assert start <= moment.replace(microsecond=0) <= end
    assert end - start == timedelta(days=1, seconds=-1)


@given(st.text(max_size=30))
def test_any_words_are_a_date_or_unusable(words):
    try:
        start, end = days.span(words)
    except Unusable:
        return
    assert start <= end

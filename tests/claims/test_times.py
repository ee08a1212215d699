from datetime import datetime

import pytest

from vedette.claims.times import spoken_of
from vedette.kernels.written_days import written

PUBLISHED = datetime(2024, 2, 23)


def spoken(words: str, published: datetime | None = PUBLISHED) -> tuple[str, str] | None:
    """First and last day, as text."""
    found = spoken_of(words, tuple(written(words, published)), (0, len(words)), published)
    return None if found[0] is None or found[1] is None else (f"{found[0]:%Y-%m-%d}", f"{found[1]:%Y-%m-%d}")


@pytest.mark.parametrize(
    "words",
    [
        "more than 10,000 containers since September 2023",
        "more than 10,000 containers since September",
        "since early September 10,000 containers had gone",
        "since the beginning of September, they went",
    ],
)
def test_what_is_said_since_a_month_goes_on_until_it_was_said(words: str) -> None:
    assert spoken(words) == ("2023-09-01", "2024-02-23")


def test_since_a_year_goes_on_until_it_was_said() -> None:
    assert spoken("none had called since 2017") == ("2017-01-01", "2024-02-23")


def test_a_month_after_since_is_the_last_one_before_the_text() -> None:
    assert spoken("6,700 containers since August") == ("2023-08-01", "2024-02-23")
    assert spoken("the port was busy since March", datetime(2023, 3, 20)) == ("2023-03-01", "2023-03-20")


def test_from_one_day_to_another_is_one_stretch() -> None:
    assert spoken("from August 2023 to 9 February 2024 she called") == ("2023-08-01", "2024-02-09")
    assert spoken("between 12 May 2023 and 14 May 2023") == ("2023-05-12", "2023-05-14")


def test_two_days_that_are_no_stretch_are_not_joined() -> None:
    assert spoken("on 12 May 2023 and 14 June 2023") == ("2023-05-12", "2023-05-12")
    assert spoken("a letter from 12 May 2023, published on 14 June 2023") == ("2023-05-12", "2023-05-12")


def test_a_day_by_itself_is_that_day() -> None:
    assert spoken("they called on 12 May 2023") == ("2023-05-12", "2023-05-12")
    assert spoken("in May 2023") == ("2023-05-01", "2023-05-31")


def test_small_words_that_are_months_in_capitals_are_none() -> None:
    assert spoken("since may be they will march, in march order") is None


def test_without_a_day_of_publication_since_is_that_month_alone() -> None:
    assert spoken("since August 2023", None) == ("2023-08-01", "2023-08-31")

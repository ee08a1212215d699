"""Numbers and dates in words."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.outputs import words

at = datetime.fromisoformat
chances = st.floats(0, 1)


@given(chances, chances)
def test_a_range_is_in_steps_of_five_and_never_a_single_point(one: float, other: float):
    low, high = sorted((one, other))
    said = words.percent_range(low, high)
    numbers = [int(part) for part in said.replace("–", " ").split() if part.isdigit()]

    assert numbers
    assert all(number % 5 == 0 for number in numbers)
    assert len(set(numbers)) == len(numbers)


@given(chances)
def test_a_percentage_is_whole_and_never_certain(probability: float):
    said = words.percent(probability)

    assert "." not in said
    assert said not in ("0 %", "100 %")


@given(st.floats(1e-12, 0.5))
def test_a_chance_has_at_most_two_digits(probability: float):
    digits = words.chance(probability).removeprefix("1 in ").replace(",", "").rstrip("0 %")

    assert len(digits) <= 2 or "million" in digits


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2023-08-26", "2023-08-26T23:59:59", "26 Aug 2023"),
        ("2023-08-26", "2023-08-27", "26–27 Aug 2023"),
        ("2023-12-30", "2024-01-02", "30 Dec 2023 – 2 Jan 2024"),
        (None, "2024-01-02", "until 2 Jan 2024"),
        (None, None, "date not known"),
    ],
)
def test_a_span_of_days_says_each_part_once(start: str | None, end: str | None, said: str):
    assert words.span(at(start) if start else None, at(end) if end else None) == said


def test_a_count_of_one_is_singular_and_of_nothing_is_no():
    assert [words.counted(n, "call") for n in (0, 1, 2, 1234)] == [
        "no calls",
        "1 call",
        "2 calls",
        "1,234 calls",
    ]


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_any_number_can_be_said(number: float):
    assert words.plain(number)


def test_a_level_beyond_the_table_is_said_as_a_number():
    assert [words.level(n) for n in (None, 0, 3, 7)] == ["not set", "0 routine", "3 critical", "7"]

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.kernels.languages import language_of
from vedette.kernels.written_days import written

DAY = datetime(2024, 1, 3)


def days(text, published=DAY):
    return [(str(d.start)[:10], str(d.end)[:10]) for d in written(text, published)]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("on Oct. 17, 2023", "2023-10-17", "2023-10-17"),
        ("on the 3rd of May 2023", "2023-05-03", "2023-05-03"),
        ("17 октября 2023 года", "2023-10-17", "2023-10-17"),
        ("2024년 6월 19일에", "2024-06-19", "2024-06-19"),
        ("в декабря", None, None),
        ("on December 5", "2023-12-05", "2023-12-05"),
        ("since 2022", "2022-01-01", "2022-12-31"),
        ("in October 2023", "2023-10-01", "2023-10-31"),
    ],
)
def test_a_day_is_found_as_it_is_written(text, start, end):
    assert days(text) == ([(start, end)] if start else [])


@pytest.mark.parametrize(
    "text",
    ["they may 5 ships", "31 February 2023", "2023-13-01", "1,500 2,000 shells", "room 2023", "ISO 2023-1-1"],
)
def test_other_numbers_are_no_days(text):
    assert days(text) == []


def test_a_day_without_a_year_is_nobodys_when_the_report_has_no_date():
    assert days("on December 5", None) == []


@given(st.text(max_size=200))
def test_no_text_breaks_it(text):
    for day in written(text, DAY):
        assert day.start <= day.end
        assert 0 <= day.begin < day.stop <= len(text)
    language_of(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The ship was seen at the pier", "en"),
        ("Судно вышло из порта Восточный, сообщили в среду", "ru"),
        ("Корабель вийшов із порту і прибув", "uk"),
        ("러시아 선박이 나진항에 입항했다", "ko"),
        ("ロシアの船が港に入った。", "ja"),
        ("俄罗斯船只进入港口", "zh"),
        ("Le navire est dans le port et la mer", "fr"),
        ("MV ANGARA 9179842", None),
        ("", None),
    ],
)
def test_the_language_is_told_by_letters_and_common_words(text, language):
    assert language_of(text) == language

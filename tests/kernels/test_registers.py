"""Numbers of registers: their schemes, and check digits that are wrong."""

import pytest

from vedette.kernels.registers import check, split


@pytest.mark.parametrize("number", ["253400V1H6ART1UQ0N98", "7707083893", "500100732259", "1027700132195"])
def test_a_right_number_passes_and_with_one_digit_changed_fails(number):
    digit = next(place for place in range(3, len(number)) if number[place].isdigit())
    wrong = number[:digit] + str((int(number[digit]) + 1) % 10) + number[digit + 1 :]

    assert check(number) is None
    assert check(wrong) in ("LEI", "INN", "OGRN")


@pytest.mark.parametrize("text", ["LEI", "inn", "1234", "", "OOO ANGARA", "\u0301" * 9])
def test_what_is_no_number_is_none(text):
    assert split(text) == ("", "")


def test_signs_and_spaces_in_a_number_do_not_matter():
    assert split("INN: 7707-083 893") == ("inn", "7707083893") == split("inn:7707083893")

"""IMO numbers: the check digits of ships and of companies, and what a wrong number may have been."""

_SHIP = (7, 6, 5, 4, 3, 2)
_COMPANY = (8, 6, 4, 2, 9, 7)
DIGITS = 7


def is_ship(number: int) -> bool:
    """True for seven digits whose last is that of 7a + 6b + 5c + 4d + 3e + 2f (IMO resolution A.1117(30)).

    >>> is_ship(9179842), is_ship(9179843), is_ship(0)
    (True, False, False)
    """
    return _passes(number, _SHIP, lambda total: total % 10) and number >= 1_000_000


def is_company(number: int) -> bool:
    """True for seven digits with the check digit of companies and owners (IMO resolution MSC.160(78)).

    >>> is_company(5988409), is_company(5988408)
    (True, False)
    """
    return _passes(number, _COMPANY, lambda total: (11 - total % 11) % 10) and number > 0


def _passes(number: int, weights: tuple[int, ...], check: object) -> bool:
    digits = f"{number:07d}"
    if len(digits) != DIGITS or number < 0:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=False))
    return check(total) == int(digits[-1])  # type: ignore[operator,no-any-return]


def repairs(text: str) -> list[int]:
    """The ships' numbers one slip from what was written: a digit wrong, left out or too many, two exchanged.

    A number that is right as it stands has none.

    >>> 9179842 in repairs("9178942"), repairs("9179842")
    (True, [])
    """
    digits = "".join(filter(str.isdecimal, text))
    if len(digits) == DIGITS and is_ship(int(digits)):
        return []
    tries: set[str] = set()
    if len(digits) == DIGITS:
        for place in range(DIGITS):
            tries |= {digits[:place] + one + digits[place + 1 :] for one in "0123456789"}
            tries.add(digits[:place] + digits[place : place + 2][::-1] + digits[place + 2 :])
    elif len(digits) == DIGITS - 1:
        tries = {digits[:at] + one + digits[at:] for at in range(DIGITS) for one in "0123456789"}
    elif len(digits) == DIGITS + 1:
        tries = {digits[:at] + digits[at + 1 :] for at in range(DIGITS + 1)}
    return sorted({int(one) for one in tries if is_ship(int(one))} - {int(digits or 0)})


def slip(wrong: str, right: int) -> str:
    """In words, how a wrong number differs from a right one.

    >>> slip("9178942", 9179842), slip("917984", 9179842)
    ('two digits exchanged', 'a digit left out')
    """
    digits, wanted = "".join(filter(str.isdecimal, wrong)), str(right)
    if len(digits) < len(wanted):
        return "a digit left out"
    if len(digits) > len(wanted):
        return "a digit too many"
    return "two digits exchanged" if sorted(digits) == sorted(wanted) else "one digit wrong"

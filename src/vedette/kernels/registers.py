"""Numbers of companies in registers: told by their form, and whether their check digits are right."""

import re

SCHEMES = ("lei", "inn", "ogrn", "tax", "reg", "hin", "swift", "un", "eu", "ofsi", "ofac")
# One register gives these: the same number is the same company. Tax and register numbers repeat by country.
ONE_REGISTER = frozenset(("lei", "inn", "ogrn", "hin", "swift", "un", "eu", "ofsi", "ofac"))
SHORTEST = 5
_SCHEME = re.compile(rf"^\s*({'|'.join(SCHEMES)})\b[\s:.#-]*(.*)$", re.IGNORECASE | re.DOTALL)
_INN = ((2, 4, 10, 3, 5, 9, 4, 6, 8), (7, 2, 4, 10, 3, 5, 9, 4, 6, 8), (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8))


def split(text: str) -> tuple[str, str]:
    """The scheme, where it is written before the number, and the number in capitals without signs.

    Nothing for a number that is too short or has no digit.

    >>> split("INN 7707083893"), split("lei:253400V1H6ART1UQ0N98"), split("OOO"), split("12")
    (('inn', '7707083893'), ('lei', '253400V1H6ART1UQ0N98'), ('', ''), ('', ''))
    """
    text = text[:80]
    found = _SCHEME.match(text)
    scheme, rest = (found[1].lower(), found[2]) if found else ("", text)
    number = "".join(one for one in rest.upper() if one.isascii() and one.isalnum())
    told = len(number) >= SHORTEST and any(one.isdigit() for one in number)
    return (scheme, number) if told or (scheme == "swift" and number) else ("", "")


def check(number: str) -> str | None:
    """What a number is by its form, when that has check digits which are wrong; None otherwise.

    LEI after ISO 17442 (mod 97-10); the taxpayer's number of Russia (INN) and its register number (OGRN)
    after the tax service's orders.

    >>> check("253400V1H6ART1UQ0N98"), check("7707083893"), check("7707083894"), check("1027700132195")
    (None, None, 'INN', None)
    """
    if len(number) == 20 and number[18:].isdigit() and number.isalnum():
        value = int("".join(str(int(one, 36)) for one in number))
        return None if value % 97 == 1 else "LEI"
    if not number.isdigit():
        return None
    if len(number) in (10, 12):
        weights = _INN[:1] if len(number) == 10 else _INN[1:]
        right = all(
            sum(w * int(d) for w, d in zip(some, number, strict=False)) % 11 % 10 == int(number[len(some)])
            for some in weights
        )
        return None if right else "INN"
    if len(number) in (13, 15):
        return None if int(number[:-1]) % (len(number) - 2) % 10 == int(number[-1]) else "OGRN"
    return None

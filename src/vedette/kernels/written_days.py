"""Days as people write them in prose, in English, Russian, Ukrainian and Korean, found without guessing.

Only what names a day, month or year outright is a day here; ``next week`` depends on who speaks and when.
"""

import calendar
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

_ENGLISH = [name.casefold() for name in calendar.month_name[1:]]
# Stems, since months change their ends.
_RUSSIAN = "январ феврал март апрел ма июн июл август сентябр октябр ноябр декабр".split()  # noqa: SIM905
_UKRAINIAN = "січ лют берез квіт трав черв лип серп верес жовт листопад груд".split()  # noqa: SIM905
_CYRILLIC = {stem: n for stems in (_RUSSIAN, _UKRAINIAN) for n, stem in enumerate(stems, 1)}
_STEM = rf"(?:{'|'.join(f'(?:{stem})' for stem in sorted(_CYRILLIC, key=len, reverse=True))})"
_ENDS = r"(?:я|а|е|ь|й|ю|ем|ом|ні|ня|ень|ого|ому|ий|і|ю)?"
_MONTHS = {name: n for n, name in enumerate(_ENGLISH, 1)} | {
    name[:3]: n for n, name in enumerate(_ENGLISH, 1)
}
_MONTHS |= {"sept": 9}
_MONTH = (
    r"(?P<{m}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?P<{y}>(?:19|20)\d\d)"
_ORDINAL = r"(?:st|nd|rd|th)?"
_WRITTEN = re.compile(
    r"(?<![\w-])(?:"
    r"(?P<y1>(?:19|20)\d\d)-(?P<n1>\d\d)(?:-(?P<d1>\d\d))?(?![\d-])"
    rf"|(?P<d2>\d{{1,2}}){_ORDINAL}\s+(?:of\s+)?{_MONTH.format(m='m2')}\.?(?:,?\s+{_YEAR.format(y='y2')})?(?!\w)"
    rf"|{_MONTH.format(m='m3')}\.?\s+(?P<d3>\d{{1,2}}){_ORDINAL}(?!\d|,\d{{3}})(?:,?\s+{_YEAR.format(y='y3')})?(?!\w)"
    rf"|{_MONTH.format(m='m4')}\.?,?\s+(?:of\s+)?{_YEAR.format(y='y4')}(?!\w)"
    rf"|(?P<d5>\d{{1,2}})\s+(?P<m5>{_STEM})(?:я|а|ня|ого)"
    r"(?:\s+(?P<y5>(?:19|20)\d\d)(?:\s*(?:года|року|[гр]\.?))?)?(?!\w)"
    rf"|(?P<m9>{_STEM}){_ENDS}\s+(?P<y9>(?:19|20)\d\d)(?:\s*(?:года|року|[гр]\.?))?(?!\w)"
    r"|(?:(?P<y6>(?:19|20)\d\d)년\s*)?(?P<n6>\d{1,2})월(?:\s*(?P<d6>\d{1,2})일)?"
    r"|(?:in|since|by|during|of|early|late|mid|until|before|after|from|to|year)[\s-]+(?P<y7>(?:19|20)\d\d)(?![\w-])"
    r"|\b(?:(?P<since>since)|in|during|by|until|through|from|to|of|early|late|mid|throughout)[\s-]+"
    r"(?:(?:early|late|mid|the\s+(?:start|beginning|middle|end)\s+of)[\s-]+)?"
    rf"{_MONTH.format(m='m0')}(?!\w)(?!\.?,?\s*(?:\d{{1,2}}(?!\d|,\d{{3}})|(?:19|20)\d\d(?!\d)))"
    r"|(?P<d8>\d{1,2})\.(?P<n8>\d{1,2})\.(?P<y8>(?:19|20)\d\d)(?!\d)"
    r")",
    re.IGNORECASE,
)


class Written(NamedTuple):
    """A day, month or year that stands in a text from ``begin`` to ``stop``; its first and last second."""

    begin: int
    stop: int
    start: datetime
    end: datetime


def written(text: str, published: datetime | None = None) -> Iterator[Written]:
    """The days named in a text, in order; one without a year is the nearest to ``published``, or left out.

    After "since" it is the last one before ``published``.

    >>> [str(day.end)[:10] for day in written("on 17 October 2023, in May 2024")]
    ['2023-10-17', '2024-05-31']
    """
    for found in _WRITTEN.finditer(text):
        said = {key[0]: value for key, value in found.groupdict().items() if value and key != "since"}
        if said.get("m") in ("may", "march"):
            continue  # written small they are other words
        month = _month(said)
        if "y" not in said and (published is None or month is None):
            continue
        year = int(said["y"]) if "y" in said else _nearest_year(published, month, past=bool(found["since"]))
        bounds = _bounds(year, month, int(said["d"]) if "d" in said else None)
        if bounds is not None:
            yield Written(found.start("m0") if found["m0"] else found.start(), found.end(), *bounds)


def _month(said: dict[str, str]) -> int | None:
    if "n" in said:
        return int(said["n"])
    word = said.get("m", "").casefold()
    if not word:
        return None
    return _MONTHS[word] if word in _MONTHS else _CYRILLIC[word]


def _nearest_year(published: datetime | None, month: int | None, *, past: bool = False) -> int:
    assert published is not None and month is not None  # noqa: S101, PT018 - the caller has looked
    apart = month - published.month
    if past:
        return published.year - (apart > 0)
    return published.year + (1 if apart < -6 else -1 if apart > 6 else 0)


def _bounds(year: int, month: int | None, day: int | None) -> tuple[datetime, datetime] | None:
    if month is None:
        return datetime(year, 1, 1), datetime(year, 12, 31, 23, 59, 59)
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    if day is not None and not 1 <= day <= last:
        return None
    start = datetime(year, month, day or 1)
    return start, datetime(year, month, day or last) + timedelta(hours=23, minutes=59, seconds=59)

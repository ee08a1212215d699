"""What every list writes in its own way and we write in one: an edition's rows, dates of birth, numbers."""

import re
from dataclasses import dataclass
from datetime import datetime

from vedette.sources.sheets import Made, Unusable

_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_WORDED = re.compile(r"(?:(\d{1,2})[ -])?(?:([A-Za-z]{3})[a-z]*\.?[ -])?(\d{4})")
_SLASHED = re.compile(r"(\d{1,2}|dd|DD)[/.](\d{1,2}|mm|MM)[/.](\d{4})")
_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_INN, _OGRN, _LEI = (
    re.compile(r"\d{10}|\d{12}"),
    re.compile(r"\d{13}|\d{15}"),
    re.compile(r"[A-Z0-9]{18}\d\d"),
)
_LONGEST_ID = 60
LONGEST_NAME = 2000
_SEVEN = re.compile(r"\d{7}")


@dataclass(frozen=True)
class Edition:
    """One edition of one list, and the source that reads it: what each of its rows says of itself."""

    list: str
    date: datetime | None
    source: str

    def entity(self, record: str, entity: str, kind: str | None, **more: object) -> Made:
        """A row of ``entities``; Unusable when a name is longer than any name is."""
        for name in more.get("names") or ():  # type: ignore[attr-defined]
            if len(name) > LONGEST_NAME:
                raise Unusable(f"a name is {len(name):,} letters long", text=name[:80])
        empty: dict[str, object] = {"names": [], "programmes": []}
        return "entities", {
            **empty, **more, "entity": entity, "kind": kind,
            "list": self.list, "list_date": self.date, "source": self.source, "record": record,
        }  # fmt: skip

    def link(self, record: str, entity: str, to: str | None, role: str, detail: str, **more: object) -> Made:
        """A row of ``links``."""
        return "links", {
            **more, "from": entity, "to": to, "role": role, "detail": detail,
            "list": self.list, "list_date": self.date, "source": self.source, "record": record,
        }  # fmt: skip

    def named(self, record: str, entity: str, role: str, name: str, **more: object) -> Made:
        """A link to a name: another name of the entity, or somebody the list only names."""
        return self.link(record, entity, f"name:{name}", role, name, **more)


def born(text: str) -> str:
    """A date of birth as YYYY, YYYY-MM or YYYY-MM-DD where it says that much and no more, else as written.

    >>> [born(t) for t in ("14 Jul 1975", "Jul 1975", "dd/mm/1969", "31/12/1969", "circa 1970")]
    ['1975-07-14', '1975-07', '1969', '1969-12-31', 'circa 1970']
    """
    text = text.strip()
    if _ISO.fullmatch(text):
        return text
    if (found := _SLASHED.fullmatch(text)) is not None:
        day, month, year = found.groups()
        return _partial(year, month if month.isdecimal() else "0", day if day.isdecimal() else "0") or text
    if (found := _WORDED.fullmatch(text)) is not None:
        day, word, year = found.groups()
        month = 1 + _MONTHS.find(word.casefold()) // 3 if word else 0
        if (word and (not month or _MONTHS.find(word.casefold()) % 3)) or (day and not word):
            return text
        return _partial(year, str(month), day or "0") or text
    return text


def _partial(year: str, month: str, day: str) -> str | None:
    if int(month) == 0:
        return year
    try:
        datetime(int(year), int(month), int(day) or 1)
    except ValueError:
        return None
    return f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if int(day) else "")


def ident(scheme: str, number: str, country: str | None = None) -> str | None:
    """A number as ``ids`` has it; a Russian one as inn or ogrn where it has their length.

    >>> ident("tax", "7707083893", "Russia"), ident("reg", " 1027700132195 ", "RU"), ident("tax", "97")
    ('inn:7707083893', 'ogrn:1027700132195', 'tax:97')
    """
    number = " ".join(number.split()).upper()
    if not number or len(number) > _LONGEST_ID:
        return None
    if (country or "").casefold() in ("russia", "ru", "rus", "russian federation"):
        if scheme == "tax" and _INN.fullmatch(number):
            scheme = "inn"
        elif scheme == "reg" and _OGRN.fullmatch(number):
            scheme = "ogrn"
    if scheme == "lei" and not _LEI.fullmatch(number):
        return None
    return f"{scheme}:{number}"


def imo_in(text: str | None) -> int | None:
    """The seven digits of an IMO number, alone or after the letters IMO; None for any other words.

    >>> imo_in("IMO 9179842"), imo_in("9179842"), imo_in("Does not exist"), imo_in("0")
    (9179842, 9179842, None, None)
    """
    bare = re.sub(r"(?i)^\s*IMO\s*(?:(?:number|no\.?)\b)?[\s:.]*", "", text or "").strip()
    return int(bare) if _SEVEN.fullmatch(bare) and bare != "0000000" else None


def mmsi_in(text: str | None) -> int | None:
    """Nine digits that may be an MMSI; None for any other words."""
    bare = (text or "").strip()
    return int(bare) if re.fullmatch(r"[1-9]\d{8}", bare) else None


def number_in(text: str | None) -> float | None:
    """The first number in words such as ``8,811 tonnes``; None when there is none or it is nought.

    >>> number_in("8,811 GRT"), number_in("115.5m"), number_in("unknown"), number_in("0")
    (8811.0, 115.5, None, None)
    """
    found = re.search(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,9}(?:\.\d{1,6})?", text or "")
    value = float(found[0].replace(",", "")) if found else 0.0
    return value or None


def year_in(text: str | None) -> int | None:
    """The year in a text, 1850 to 2100; None when there is none.

    >>> year_in("01/06/2004"), year_in("built"), year_in("12")
    (2004, None, None)
    """
    found = re.search(r"(?<!\d)(1[89]\d\d|20\d\d|2100)(?!\d)", text or "")
    return int(found[0]) if found and int(found[0]) >= 1850 else None

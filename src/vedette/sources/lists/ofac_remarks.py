"""The remarks of an OFAC entry: numbers, other names and links, taken from one run of words."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

# OFAC cuts remarks at 1000 characters, blanks included; what is left over stands in a file of its own.
CUT_FROM = 990

_SHIP_IMO = re.compile(r"(?:Vessel Registration Identification|Identification Number) IMO\s+(\d{7})\b")
_COMPANY_IMO = re.compile(
    r"(?:Vessel Registration Identification|Identification Number|Company Number) IMO\s+(\d{7})\b"
)
_MMSI = re.compile(r"\bMMSI\s+(\d{9})\b")
_OTHER_NAME = re.compile(r"(?:alt\. )?([afn])\.k\.a\.\s+(.+)", re.DOTALL)
_LINKED = re.compile(r"Linked To:\s*(.+)", re.DOTALL)
_IDENTIFIES = re.compile(
    r"(?:alt\. )?(?:DOB|POB|nationality|citizen|Gender|[afn]\.k\.a\.|Linked To:|Additional Sanctions"
    r"|Secondary sanctions|Transactions Prohibited|Executive Order|Member of|Vessel |MMSI )"
)
_PRIVATE = re.compile(
    r"\d|@|www\.|passport|\bID\b|identification|identity|e-?mail|phone|\bfax\b|website|digital currency"
    r"|licen[cs]e|c[eé]dula|\btax\b|\baddress|certificate|social security",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Remarks:
    """What the remarks of one entry say."""

    ship_imo: int | None
    company_imo: int | None
    mmsi: int | None
    other_names: tuple[str, ...]
    linked_to: tuple[str, ...]


def said(remarks: str, dotted: Collection[str] = frozenset()) -> Remarks:
    """What can be told from the remarks.

    The last words end with a full stop that may belong to a name (``S.A.``): it is kept when ``dotted``,
    the names of the list that end with one, has the name so.

    >>> said("Vessel Registration Identification IMO 9179842; Linked To: M LEASING LLC.").linked_to
    ('M LEASING LLC',)
    """
    names, linked = [], []
    for part in parts(remarks, dotted):
        if found := _OTHER_NAME.fullmatch(part):
            names.append(_unquoted(found[2]))
        elif found := _LINKED.fullmatch(part):
            linked.append(found[1].strip())
    return Remarks(
        ship_imo=_number(_SHIP_IMO, remarks),
        company_imo=_number(_COMPANY_IMO, remarks),
        mmsi=_number(_MMSI, remarks),
        other_names=tuple(name for name in names if name),
        linked_to=tuple(name for name in linked if name),
    )


def parts(remarks: str, dotted: Collection[str] = frozenset()) -> Iterator[str]:
    """The remarks one by one, without the last when it was cut off in the middle."""
    texts = [text.strip() for text in remarks.split(";")]
    cut = len(remarks) >= CUT_FROM and not remarks.endswith(".")
    for place, text in enumerate(texts):
        last = place == len(texts) - 1
        if last and cut:
            return
        stop = last and text.endswith(".") and text.removeprefix("Linked To: ") not in dotted
        if part := text[:-1] if stop else text:
            yield part


def of_a_person(remarks: str) -> str | None:
    """The remarks that tell a person from another of the same name, or name an office.

    Numbers of papers, telephones, mail and accounts are left out; they identify nobody at sea.

    >>> of_a_person("DOB 14 Jul 1975; Passport A1234567 (Indonesia); a.k.a. 'ABU SEIF'.")
    "DOB 14 Jul 1975; a.k.a. 'ABU SEIF'"
    """
    kept = [part for part in parts(remarks) if _IDENTIFIES.match(part) or not _PRIVATE.search(part)]
    return "; ".join(kept) or None


def _number(pattern: re.Pattern[str], remarks: str) -> int | None:
    found = pattern.search(remarks)
    return int(found[1]) if found else None


def _unquoted(name: str) -> str:
    return name.strip().removeprefix("'").removesuffix("'").strip()

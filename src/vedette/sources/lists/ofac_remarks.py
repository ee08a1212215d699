"""The remarks of an OFAC entry: numbers, other names and links, taken from one run of words."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from vedette.sources.lists.listed import born, ident

# OFAC cuts remarks at 1000 characters, blanks included; what is left over stands in a file of its own.
CUT_FROM = 990

_SHIP_IMO = re.compile(r"(?:Vessel Registration Identification|Identification Number) IMO\s+(\d{7})\b")
_COMPANY_IMO = re.compile(
    r"(?:Vessel Registration Identification|Identification Number|Company Number) IMO\s+(\d{7})\b"
)
_MMSI = re.compile(r"\bMMSI\s+(\d{9})\b")
_OTHER_NAME = re.compile(r"(?:alt\. )?([afn])\.k\.a\.\s+(.+)", re.DOTALL)
_LINKED = re.compile(r"Linked To:\s*(.+)", re.DOTALL)
_FLAG = re.compile(r"(?:alt\. )?(Former|Other) Vessel Flag (.+)", re.DOTALL)
_CALL_SIGN = re.compile(r"(?:alt\. )?(?:Other )?Vessel Call Sign (\S.{0,19})", re.DOTALL)
_BUILT = re.compile(r"Vessel Year of Build (\d{4})\b.*", re.DOTALL)
_BORN = re.compile(r"(?:alt\. )?DOB (.+)", re.DOTALL)
_OF_COUNTRY = re.compile(r"(?:alt\. )?(?:nationality|citizen) (.+)", re.DOTALL)
_SCHEMES = {
    "tax": r"Tax ID No\.|NIT #|RUC #|R\.F\.C\.|V\.A\.T\. Number",
    "reg": r"Registration (?:Number|ID)|(?:Business|Company) Registration Number|Company Number"
    r"|Commercial Registry Number|C\.R\. No\.|Unified Social Credit Code \(USCC\)|Chamber of Commerce Number",
    "lei": r"Legal Entity Number",
    "swift": r"SWIFT/BIC",
    "duns": r"D-U-N-S Number",
}
_ID = re.compile(
    r"(?:alt\. )?(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _SCHEMES.items()) + ")"
    r"\s+(?P<number>[^()]+?)\s*(?:\((?P<country>[^()]+)\).*)?",
    re.DOTALL,
)
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
    former_names: tuple[str, ...]
    weak_names: tuple[str, ...]
    linked_to: tuple[str, ...]
    former_flags: tuple[str, ...]
    call_sign: str | None
    built: int | None
    born: tuple[str, ...]
    countries: tuple[str, ...]
    ids: tuple[str, ...]

    @property
    def other_names(self) -> tuple[str, ...]:
        """Former names, then weak ones."""
        return self.former_names + self.weak_names


def said(remarks: str, dotted: Collection[str] = frozenset()) -> Remarks:
    """What can be told from the remarks.

    The last words end with a full stop that may belong to a name (``S.A.``): it is kept when ``dotted``,
    the names of the list that end with one, has the name so.

    >>> said("Vessel Registration Identification IMO 9179842; Linked To: M LEASING LLC.").linked_to
    ('M LEASING LLC',)
    """
    found: dict[str, list[str]] = defaultdict(list)
    for part in parts(remarks, dotted):
        for what, text in _told(part):
            found[what].append(text)

    def all_of(what: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(found[what]))

    return Remarks(
        ship_imo=_number(_SHIP_IMO, remarks),
        company_imo=_number(_COMPANY_IMO, remarks),
        mmsi=_number(_MMSI, remarks),
        former_names=all_of("f"),
        weak_names=all_of("a") + all_of("n"),
        linked_to=all_of("linked"),
        former_flags=all_of("flag"),
        call_sign=next(iter(found["call sign"]), None),
        built=next(map(int, found["built"]), None),
        born=all_of("born"),
        countries=all_of("country"),
        ids=all_of("id"),
    )


def _told(part: str) -> Iterator[tuple[str, str]]:
    """What one remark tells, and of what kind it is."""
    if found := _OTHER_NAME.fullmatch(part):
        if name := _unquoted(found[2]):
            yield found[1], name
    elif found := _LINKED.fullmatch(part):
        if name := found[1].strip():
            yield "linked", name
    elif found := _FLAG.fullmatch(part):
        if found[2] != "None Identified":
            yield "flag", found[2]
    elif (found := _ID.fullmatch(part)) and found.lastgroup:
        scheme = next(name for name in _SCHEMES if found[name])
        if not found["number"].startswith("IMO") and (
            one := ident(scheme, found["number"], found["country"])
        ):
            yield "id", one
    else:
        for what, pattern in (
            ("call sign", _CALL_SIGN), ("built", _BUILT), ("born", _BORN), ("country", _OF_COUNTRY),
        ):  # fmt: skip
            if found := pattern.fullmatch(part):
                yield what, born(found[1]) if what == "born" else found[1]


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

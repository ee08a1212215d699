"""The UN Security Council's consolidated list as XML.

It has no entries of ships: they are named in the comments on companies. Each is given as a vessel with a link
to the entry it was found in. The numbers called IMO there are the companies' own.
"""

import re
from collections.abc import Iterator
from datetime import datetime

from vedette.sources import days, sheets, xml
from vedette.sources.lists.listed import Edition, born
from vedette.sources.sheets import Made, Unusable
from vedette.sources.xml import Element
from vedette.steps import Batch, Opened, Reading, Source

LIST = "un"
NAME = "lists/un"
_KINDS = {"INDIVIDUAL": "person", "ENTITY": "organisation"}
_ROLES = {"low": "weak alias", "f.k.a.": "former name"}
_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_SHIP = r"[A-Z][A-Z0-9'’-]*(?:[ ]+(?:[A-Z][A-Z0-9'’-]*|\d{1,4}))*"
_IMO = r"(?:\s*\((?:DPRK[^)]*?)?IMO(?: number| no\.?)?:?\s*(?P<imo>\d{7})[^)]*\))?"
_NAMED = re.compile(
    r"(?:\b(?:[Tt]anker|[Vv]essel|[Ss]hip|[Ff]reighter)s?,?(?: the)?|\bM/?[VT]\b"
    r"|\b(?:[Oo]wner|[Mm]anager) of(?: the)?)"
    rf"\s+(?P<name>{_SHIP}){_IMO}(?P<more>(?:(?:,| and)\s+{_SHIP})*)"
)
_FLAGGED = re.compile(rf"(?P<name>{_SHIP}){_IMO}, a (?:[A-Z]\w+-flagged )?(?:vessel|tanker|ship)\b")
_OWN_IMO = re.compile(r"IMO\)?\s*(?:[Nn]umber)?\s*:?\s*(\d{7})\b")
_NO_SHIP = {"DPRK", "UN", "M/V", "MV", "IMO", "AIS", "ETA", "CEO", "DPR", "USA", "US", "UAE"}
_MANAGES = (("owner", re.compile(r"\b[Oo]wn(?:er|s)\b")), ("manager", re.compile(r"\b[Mm]anager\b")))


def recognise(opened: Opened) -> float:
    """How surely the first element is the list's."""
    return 0.99 if xml.root(opened) == "CONSOLIDATED_LIST" else 0.0


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """Entities and links; the edition is the day the file was made."""
    yield from sheets.batches(_made(opened, reading))


def _made(opened: Opened, reading: Reading) -> Iterator[Made]:
    of = Edition(LIST, reading.edition or days.in_name(opened.name), NAME)
    first = sheets.once("entity")
    for one in xml.elements(opened, _KINDS):
        if one.name not in _KINDS:
            made = (one.get("dateGenerated") or "")[:10]
            of = Edition(LIST, reading.edition or _day(made) or of.date, NAME)
            continue
        try:
            (table, entity), *links = _entry(one, f"{opened.file}:{one.line}", of)
            yield table, first(entity)
            yield from links
        except Unusable as error:
            yield sheets.refusal(opened, NAME, one.line, str(error), one.words("REFERENCE_NUMBER") or "")


def _day(text: str | None) -> datetime | None:
    try:
        return days.span(text)[0] if text else None
    except Unusable:
        return None


def _entry(one: Element, record: str, of: Edition) -> Iterator[Made]:
    number = one.words("REFERENCE_NUMBER") or one.words("DATAID")
    name = " ".join(words for tag in _NAMES if (words := one.words(tag)) and words.casefold() != "na")
    if not number or not name:
        raise Unusable("the entry has no number or no name")
    entity, kind = f"{LIST}:{number}", _KINDS[one.name]
    comments = one.words("COMMENTS1") or ""
    person = kind == "person"
    own = (
        None
        if person
        else next((found for found in _OWN_IMO.finditer(comments) if not _of_ship(found)), None)
    )
    original = one.words("NAME_ORIGINAL_SCRIPT")
    yield of.entity(
        record,
        entity,
        kind,
        names=[name, *([original] if original else [])],
        imo=int(own[1]) if own else None,
        born=[words for date in one.all("INDIVIDUAL_DATE_OF_BIRTH") for words in _born(date)],
        countries=one.each("NATIONALITY", "VALUE"),
        ids=[f"un:{number}"],
        programmes=one.each("UN_LIST_TYPE"),
        listed_on=_day(one.words("LISTED_ON")),
        remarks="; ".join(one.each("DESIGNATION", "VALUE")) or None if person else comments or None,
    )
    if original:
        yield of.named(record, entity, "alias", original)
    for alias in one.all(f"{one.name}_ALIAS"):
        if words := alias.words("ALIAS_NAME"):
            role = _ROLES.get((alias.words("QUALITY") or "").casefold(), "alias")
            yield of.named(record, entity, role, words)
    for address in one.all(f"{one.name}_ADDRESS"):
        where = [
            words
            for tag in ("CITY", "COUNTRY")
            if (words := address.words(tag)) and not re.search(r"\d", words)
        ]
        if where:
            yield of.link(record, entity, None, "address", ", ".join(where))
    if not person:
        yield from _ships(comments, name, record, entity, of)


def _born(date: Element) -> Iterator[str]:
    exact = date.words("DATE") or date.words("YEAR")
    if exact:
        circa = "circa " if date.words("TYPE_OF_DATE") == "APPROXIMATELY" else ""
        yield circa + born(exact[:10])
    elif (start := date.words("FROM_YEAR")) and (end := date.words("TO_YEAR")):
        yield f"{start} to {end}"


def _of_ship(found: re.Match[str]) -> bool:
    """A number in brackets behind a name in capitals is that ship's."""
    before = found.string[: found.start()]
    return bool(re.search(rf"{_SHIP}\s*\([^)]*$", before))


def ships_in(comments: str) -> dict[str, tuple[int | None, str]]:
    """The ships that a comment names: of each her IMO number, if given, and the sentence.

    >>> ships_in("Registered owner of DPRK tankers SAM JONG 1 and SAM JONG 2. IMO number: 5954061.").keys()
    dict_keys(['SAM JONG 1', 'SAM JONG 2'])
    """
    found: dict[str, tuple[int | None, str]] = {}
    for sentence in re.split(r"(?<=[a-z0-9)])\.\s+", comments):
        for match in (*_NAMED.finditer(sentence), *_FLAGGED.finditer(sentence)):
            imo = int(match["imo"]) if match["imo"] else None
            names = [match["name"], *re.split(r",\s+| and\s+", match.groupdict().get("more") or "")]
            for number, name in enumerate(" ".join(words.split()) for words in names):
                if name and name not in _NO_SHIP and name.partition(" ")[0] not in _NO_SHIP and len(name) > 2:
                    found.setdefault(name, (None if number else imo, sentence))
    return found


def _ships(comments: str, company: str, record: str, entity: str, of: Edition) -> Iterator[Made]:
    for name, (imo, sentence) in ships_in(comments).items():
        if name == company.upper():
            continue
        ship = f"{entity}:{sheets.slug(name)}"
        yield of.entity(record, ship, "vessel", names=[name], imo=imo, remarks=sentence)
        role = next(
            (role for role, pattern in _MANAGES if pattern.search(sentence.split(name)[0])), "named in"
        )
        yield of.link(record, ship, entity, role, company)


SOURCE = Source(
    NAME,
    gives=("entities", "links"),
    publisher="United Nations Security Council",
    licence="UN terms of use; free to use with attribution",
    url="https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list",
    recognise=recognise,
    read=read,
)

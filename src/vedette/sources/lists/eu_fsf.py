"""The EU's consolidated financial sanctions list as the Commission's XML (``sanctionEntity``, schema 1.1).

Persons and enterprises; a ship has an IMO number among its identifications. Of persons no numbers of papers
are kept, and of nobody streets or contacts.
"""

import re
from collections.abc import Iterator
from datetime import datetime

from vedette.sources import days, sheets, xml
from vedette.sources.lists.listed import Edition, born, ident, imo_in
from vedette.sources.sheets import Made, Unusable
from vedette.sources.xml import Element
from vedette.steps import Batch, Opened, Reading, Source

LIST = "eu-fsf"
NAME = "lists/eu-fsf"
_KINDS = {"person": "person", "enterprise": "organisation", "ship": "vessel", "vessel": "vessel"}
_SCHEMES = {"regnumber": "reg", "swiftbic": "swift", "fiscalcode": "tax", "tradelic": "reg", "lei": "lei"}
_SHIP_IMO = re.compile(r"\bIMO(?:\s+(?:number|no\.?))?\s*:?\s*(\d{7})\b", re.IGNORECASE)


def recognise(opened: Opened) -> float:
    """How surely the first element is an export with entities of the list."""
    return 0.98 if xml.root(opened) == "export" and b"sanctionEntity" in opened.head else 0.0


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """Entities and links; the edition is the day the file was made."""
    yield from sheets.batches(_made(opened, reading))


def _made(opened: Opened, reading: Reading) -> Iterator[Made]:
    of = Edition(LIST, reading.edition or days.in_name(opened.name), NAME)
    first = sheets.once("entity")
    for one in xml.elements(opened, ("sanctionEntity",)):
        if one.name != "sanctionEntity":
            of = Edition(LIST, reading.edition or day(one.get("generationDate")) or of.date, NAME)
            continue
        try:
            (table, entity), *links = _entry(one, f"{opened.file}:{one.line}", of)
            yield table, first(entity)
            yield from links
        except Unusable as error:
            yield sheets.refusal(opened, NAME, one.line, str(error), one.get("euReferenceNumber") or "")


def day(text: str | None) -> datetime | None:
    """The day at the beginning of a date or a time."""
    try:
        return days.span((text or "")[:10])[0]
    except Unusable:
        return None


def _entry(one: Element, record: str, of: Edition) -> Iterator[Made]:
    number = one.get("euReferenceNumber") or one.get("logicalId")
    code = next((kind.get("code") or "" for kind in one.all("subjectType")), "").casefold()
    names = list(
        dict.fromkeys((_name(alias), alias.get("strong") == "false") for alias in one.all("nameAlias"))
    )
    named = [(name, weak) for name, weak in names if name]
    if not number or not named or code not in _KINDS:
        raise Unusable("the entry has no number or no name, or is neither person, enterprise nor ship")
    identified = list(one.all("identification"))
    remarks = "; ".join(one.each("remark"))
    kind, imo = _KINDS[code], _imo(identified)
    kind = "vessel" if kind == "organisation" and imo and _is_ship(identified, remarks) else kind
    person, entity = kind == "person", f"{LIST}:{number}"
    main = next((name for name, weak in named if not weak), named[0][0])
    ids = [
        ident(scheme, text, (paper.get("countryDescription") or "").title())
        for paper in identified
        if (scheme := _SCHEMES.get((paper.get("identificationTypeCode") or "").casefold()))
        and (text := paper.get("number") or paper.get("latinNumber"))
    ]
    ids.append(ident("un", one.get("unitedNationId") or ""))
    published = (day(law.get("publicationDate")) for law in one.all("regulation"))
    functions = [words for alias in one.all("nameAlias") if (words := alias.get("function"))]
    yield of.entity(
        record,
        entity,
        kind,
        names=[main],
        imo=None if person else imo,
        born=[text for date in one.all("birthdate") if (text := _born(date))] if person else [],
        countries=list(dict.fromkeys(c for each in one.all("citizenship") if (c := _country(each)))),
        ids=[text for text in ids if text and (not person or text.startswith("un:"))],
        programmes=list(dict.fromkeys(p for law in one.all("regulation") if (p := law.get("programme")))),
        listed_on=min(filter(None, published), default=None),
        remarks="; ".join(dict.fromkeys(functions)) or None if person else remarks or None,
    )
    for name, weak in named:
        if name != main:
            yield of.named(record, entity, "weak alias" if weak else "alias", name)
    for address in one.all("address"):
        town = address.get("city")
        where = [
            part
            for part in (town if town and not re.search(r"\d", town) else None, _country(address))
            if part
        ]
        if where:
            yield of.link(record, entity, None, "address", ", ".join(where))


def _name(alias: Element) -> str:
    parts = (alias.get("firstName"), alias.get("middleName"), alias.get("lastName"))
    return alias.get("wholeName") or " ".join(part for part in parts if part)


def _country(one: Element) -> str | None:
    country = one.get("countryDescription")
    return None if country is None or country == "UNKNOWN" else country.title()


def _born(date: Element) -> str | None:
    text = date.get("birthdate") or date.get("year")
    if text is None:
        return None
    return f"circa {born(text)}" if date.get("circa") == "true" else born(text)


def _imo(identified: list[Element]) -> int | None:
    for paper in identified:
        number = paper.get("number") or paper.get("latinNumber") or ""
        if _says_imo(paper) and (imo := imo_in(number)):
            return imo
        if found := _SHIP_IMO.search(number):
            return int(found[1])
    return None


def _says_imo(paper: Element) -> bool:
    words = (paper.get("identificationTypeCode"), paper.get("identificationTypeDescription"))
    return any("imo" in (one or "").casefold().split() for one in words)


def _is_ship(identified: list[Element], remarks: str) -> bool:
    """An enterprise with an IMO number is a ship where the entry calls it one; else it is a company's."""
    told = (paper.get("identificationTypeDescription") or "" for paper in identified)
    words = " ".join([remarks, *told]).casefold()
    return re.search(r"\b(vessel|ship|tanker)\b", words) is not None and "company" not in words


SOURCE = Source(
    NAME,
    gives=("entities", "links"),
    publisher="European Commission, Directorate-General FISMA",
    licence="reuse with attribution (Decision 2011/833/EU)",
    url="https://webgate.ec.europa.eu/fsd/fsf",
    recognise=recognise,
    read=read,
)

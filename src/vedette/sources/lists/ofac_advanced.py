"""OFAC's list in its advanced XML (SDN_ADVANCED.XML): parties, documents, features and relations by number.

Types are told by the words of the file's own reference values, not by their numbers. The ids are those of the
CSV files, so that either is an edition of the same list. Of persons no numbers of papers are kept.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from vedette.errors import SourceError
from vedette.sources import days, sheets, xml
from vedette.sources.lists.listed import Edition, born, ident, imo_in, mmsi_in, number_in, year_in
from vedette.sources.lists.ofac import LIST
from vedette.sources.sheets import Made, Unusable
from vedette.sources.xml import Element
from vedette.steps import Batch, Opened, Reading, Source

NAME = "lists/ofac-advanced"
_WANTED = (
    "DateOfIssue", "ReferenceValueSets", "Location", "IDRegDocument", "DistinctParty", "ProfileRelationship",
    "SanctionsEntry",
)  # fmt: skip
_ALIASES = {"f.k.a.": "former name"}
_SCHEMES = {
    "tax id no.": "tax", "registration number": "reg", "registration id": "reg", "company number": "reg",
    "business registration number": "reg", "commercial registry number": "reg", "legal entity number": "lei",
    "swift/bic": "swift", "d-u-n-s number": "duns",
}  # fmt: skip
_IMO_PAPERS = ("vessel registration identification", "identification number", "company number", "imo number")


@dataclass
class _Held:
    """What the file says before and after the parties themselves."""

    words: dict[tuple[str, str], str] = field(default_factory=dict)
    vessel_types: set[str] = field(default_factory=set)
    places: dict[str, str] = field(default_factory=dict)
    papers: dict[str, list[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(list))
    parties: dict[str, tuple[Element, int]] = field(default_factory=dict)
    relations: list[tuple[str, str, str, int]] = field(default_factory=list)
    programmes: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    dates: dict[str, datetime] = field(default_factory=dict)
    issued: datetime | None = None

    def word(self, of: str, one: Element, attribute: str) -> str:
        return self.words.get((of, one.get(attribute) or ""), "")


def recognise(opened: Opened) -> float:
    """How surely the first element is the advanced format's."""
    return 0.98 if xml.root(opened) == "Sanctions" and b"ReferenceValueSets" in opened.head else 0.0


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """Entities and links; the edition is the file's date of issue."""
    held = _Held()
    for one in xml.elements(opened, _WANTED):
        if take := _TAKE.get(one.name):
            take(one, held)
    if not held.parties:
        raise SourceError("has no DistinctParty", file=opened.name)
    of = Edition(LIST, reading.edition or held.issued or days.in_name(opened.name), NAME)
    yield from sheets.batches(_made(opened, held, of))


def _reference(one: Element, held: _Held) -> None:
    for values in one.inside:
        for value in values.inside:
            words = value.get("Description") or " ".join(value.text.split())
            held.words[value.name, value.get("ID") or ""] = words


def _location(one: Element, held: _Held) -> None:
    country = next((held.word("Country", c, "CountryID") for c in one.all("LocationCountry")), "")
    country = country or next(
        (held.word("AreaCode", c, "AreaCodeID") for c in one.all("LocationAreaCode")), ""
    )
    towns = [
        words
        for part in one.all("LocationPart")
        if held.word("LocPartType", part, "LocPartTypeID").casefold() == "city"
        for words in part.each("LocationPartValue", "Value")
        if not re.search(r"\d", words)
    ]
    held.places[one.get("ID") or ""] = ", ".join(part for part in (*towns[:1], country) if part)


def _paper(one: Element, held: _Held) -> None:
    kind = held.word("IDRegDocType", one, "IDRegDocTypeID").casefold()
    country = held.word("Country", one, "IssuedBy-CountryID")
    held.papers[one.get("IdentityID") or ""].append((kind, one.words("IDRegistrationNo") or "", country))


def _party(one: Element, held: _Held) -> None:
    for profile in one.all("Profile"):
        held.parties[profile.get("ID") or ""] = (profile, one.line)


def _relation(one: Element, held: _Held) -> None:
    words = held.word("RelationType", one, "RelationTypeID")
    held.relations.append((one.get("From-ProfileID") or "", one.get("To-ProfileID") or "", words, one.line))


def _sanction(one: Element, held: _Held) -> None:
    profile = one.get("ProfileID") or ""
    for measure in one.all("SanctionsMeasure"):
        kind = held.word("SanctionsType", measure, "SanctionsTypeID").casefold()
        if kind in ("program", "") and (words := measure.words("Comment")):
            held.programmes[profile][words] = None
    for date in one.all("EntryEvent", "Date"):
        if (day := _date(date)) and (len(day) == 10):
            held.dates[profile] = min(
                datetime.fromisoformat(day), held.dates.get(profile, datetime(9999, 1, 1))
            )


def _issued(one: Element, held: _Held) -> None:
    day = _date(one)
    held.issued = datetime.fromisoformat(day) if day and len(day) == 10 else None


_TAKE = {
    "ReferenceValueSets": _reference, "Location": _location, "IDRegDocument": _paper, "DistinctParty": _party,
    "ProfileRelationship": _relation, "SanctionsEntry": _sanction, "DateOfIssue": _issued,
}  # fmt: skip


def _date(one: Element) -> str | None:
    """Year, month and day as far as they are given and are a date."""
    parts = [words for name in ("Year", "Month", "Day") if (words := one.words(name))]
    text = "-".join([parts[0].zfill(4), *(part.zfill(2) for part in parts[1:])]) if parts else ""
    try:
        days.span(text)
    except Unusable:
        return None
    return text


def _made(opened: Opened, held: _Held, of: Edition) -> Iterator[Made]:
    known: set[str] = set()
    for number, (profile, line) in held.parties.items():
        try:
            rows = list(_entry(number, profile, f"{opened.file}:{line}", held, of))
        except Unusable as error:
            yield sheets.refusal(opened, NAME, line, str(error), number)
        else:
            known.add(number)
            yield from rows
    for start, end, words, line in held.relations:
        if start in known and end in known:
            role = "owner" if re.search(r"\bowned\b", words, re.IGNORECASE) else "linked to"
            yield of.link(f"{opened.file}:{line}", f"{LIST}:{start}", f"{LIST}:{end}", role, words)


def _entry(number: str, profile: Element, record: str, held: _Held, of: Edition) -> Iterator[Made]:
    if not re.fullmatch(r"[0-9]{1,9}", number):
        raise Unusable(f"the entry's number is {number[:40]!r}, which is not a number")
    kind = _kind(profile, held)
    names = _names(profile, held)
    if not names:
        raise Unusable("the entry has no name")
    person, vessel, entity = kind == "person", kind == "vessel", f"{LIST}:{number}"
    said = _features(profile, held)
    papers = [
        paper for identity in profile.all("Identity") for paper in held.papers[identity.get("ID") or ""]
    ]
    imos = (imo_in(no) for what, no, _ in papers if what in _IMO_PAPERS and "IMO" in no.upper())
    mmsis = (mmsi_in(re.sub(r"(?i)^mmsi\s*", "", no)) for what, no, _ in papers if "mmsi" in what)
    ids = (
        ident(_SCHEMES[what], no, country)
        for what, no, country in papers
        if what in _SCHEMES and "IMO" not in no.upper()
    )
    yield of.entity(
        record,
        entity,
        kind,
        names=[names[0][1]],
        imo=None if person else next(filter(None, imos), None),
        mmsi=next(filter(None, (*mmsis, *map(mmsi_in, said["mmsi"]))), None) if vessel else None,
        call_sign=next(iter(said["vessel call sign"]), None),
        flag=next(iter(said["vessel flag"]), None),
        former_flags=[flag for flag in said["former vessel flag"] if flag != "None Identified"],
        vessel_type=next(iter(said["vessel type"]), None),
        tonnage=number_in(next(iter(said["vessel gross registered tonnage"]), None)),
        deadweight=number_in(next(iter(said["vessel tonnage"]), None)),
        built=year_in(next(iter(said["vessel year of build"]), None)),
        born=[born(text) for text in said["birthdate"]] if person else [],
        countries=[*said["nationality country"], *said["citizenship country"]] if person else [],
        ids=[] if person else list(dict.fromkeys(filter(None, ids))),
        programmes=list(held.programmes[number]),
        listed_on=held.dates.get(number),
        remarks="; ".join(said["title"]) or None if person else None,
    )
    for role, name in names[1:]:
        yield of.named(record, entity, role, name)
    for owner in said["vessel owner"]:
        yield of.named(record, entity, "owner", owner)
    for where in said["location"]:
        yield of.link(record, entity, None, "address", where)


def _kind(profile: Element, held: _Held) -> str:
    word = held.word("PartySubType", profile, "PartySubTypeID").casefold()
    if word in ("vessel", "aircraft"):
        return word
    features = {held.word("FeatureType", one, "FeatureTypeID").casefold() for one in profile.all("Feature")}
    if word in ("individual", "person") or features & {"birthdate", "gender", "nationality country"}:
        return "person"
    parts = profile.all("Identity", "NamePartGroups", "MasterNamePartGroup", "NamePartGroup")
    groups = {held.word("NamePartType", one, "NamePartTypeID").casefold() for one in parts}
    return "person" if groups & {"last name", "first name"} else "organisation"


def _names(profile: Element, held: _Held) -> list[tuple[str, str]]:
    """The role and text of each name, the primary one first."""
    found: list[tuple[str, str]] = []
    for alias in profile.all("Identity", "Alias"):
        word = held.word("AliasType", alias, "AliasTypeID").casefold()
        role = "weak alias" if alias.get("LowQuality") == "true" else _ALIASES.get(word, "alias")
        for name in alias.all("DocumentedName"):
            text = " ".join(name.each("DocumentedNamePart", "NamePartValue"))
            if text and alias.get("Primary") == "true" and not any(one == "main" for one, _ in found):
                found.insert(0, ("main", text))
            elif text:
                found.append((role, text))
    return found


def _features(profile: Element, held: _Held) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one in profile.all("Feature"):
        what = held.word("FeatureType", one, "FeatureTypeID").casefold()
        for version in one.all("FeatureVersion"):
            texts = [
                held.word("DetailReference", detail, "DetailReferenceID") or " ".join(detail.text.split())
                for detail in version.all("VersionDetail")
            ]
            texts += [
                held.places.get(place.get("LocationID") or "", "") for place in version.all("VersionLocation")
            ]
            texts += [day for start in version.all("DatePeriod", "Start", "From") if (day := _date(start))]
            found[what] += [text for text in texts if text]
    return found


SOURCE = Source(
    NAME,
    gives=("entities", "links"),
    publisher="US Treasury, Office of Foreign Assets Control",
    licence="public domain (US government work)",
    url="https://ofac.treasury.gov/sanctions-list-service",
    recognise=recognise,
    read=read,
    part=lambda _: "entries",
)

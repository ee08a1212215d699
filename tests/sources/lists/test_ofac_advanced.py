# ruff: noqa: E501 - elements of the schema stand on one line
from datetime import datetime

import pytest

from tests.sources.opened import opened_from
from tests.sources.samples import only, reasons, tables
from vedette.errors import SourceError
from vedette.sources.lists import ofac_advanced

# True to the schema of SDN_ADVANCED.XML, with a few reference values.
REFERENCES = """<DateOfIssue CalendarTypeID="1"><Year>2024</Year><Month>5</Month><Day>3</Day></DateOfIssue>
<ReferenceValueSets>
<AliasTypeValues><AliasType ID="1400">A.K.A.</AliasType><AliasType ID="1401">F.K.A.</AliasType>
<AliasType ID="1403">Name</AliasType></AliasTypeValues>
<AreaCodeValues><AreaCode ID="11082" CountryID="11082" Description="Togo">TG</AreaCode></AreaCodeValues>
<CountryValues><Country ID="11196" ISO2="RU">Russia</Country></CountryValues>
<DetailReferenceValues><DetailReference ID="91">General Cargo</DetailReference></DetailReferenceValues>
<FeatureTypeValues><FeatureType ID="2" FeatureTypeGroupID="1">VESSEL TYPE</FeatureType>
<FeatureType ID="3" FeatureTypeGroupID="1">VESSEL FLAG</FeatureType>
<FeatureType ID="1" FeatureTypeGroupID="1">Vessel Call Sign</FeatureType>
<FeatureType ID="5" FeatureTypeGroupID="1">VESSEL TONNAGE</FeatureType>
<FeatureType ID="6" FeatureTypeGroupID="1">VESSEL GROSS REGISTERED TONNAGE</FeatureType>
<FeatureType ID="91526" FeatureTypeGroupID="1">Vessel Year of Build</FeatureType>
<FeatureType ID="24" FeatureTypeGroupID="1">Former Vessel Flag</FeatureType>
<FeatureType ID="8" FeatureTypeGroupID="1">Birthdate</FeatureType>
<FeatureType ID="10" FeatureTypeGroupID="1">Nationality Country</FeatureType>
<FeatureType ID="25" FeatureTypeGroupID="1">Location</FeatureType></FeatureTypeValues>
<IDRegDocTypeValues><IDRegDocType ID="1626">Vessel Registration Identification</IDRegDocType>
<IDRegDocType ID="91264">MMSI</IDRegDocType><IDRegDocType ID="1571">Passport</IDRegDocType>
<IDRegDocType ID="1596">Tax ID No.</IDRegDocType><IDRegDocType ID="91761">Company Number</IDRegDocType>
</IDRegDocTypeValues>
<LocPartTypeValues><LocPartType ID="1454">CITY</LocPartType><LocPartType ID="1451">ADDRESS1</LocPartType>
</LocPartTypeValues>
<NamePartTypeValues><NamePartType ID="1520">Last Name</NamePartType></NamePartTypeValues>
<PartySubTypeValues><PartySubType ID="1" PartyTypeID="4">Vessel</PartySubType>
<PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType><PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType>
</PartySubTypeValues>
<RelationTypeValues><RelationType ID="91725" Symmetrical="false">Owned or Controlled By</RelationType>
<RelationType ID="15003" Symmetrical="false">Acting for or on behalf of</RelationType></RelationTypeValues>
<SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType><SanctionsType ID="2">Block</SanctionsType>
</SanctionsTypeValues>
</ReferenceValueSets>
<Locations><Location ID="77"><LocationCountry CountryID="11196" CountryRelevanceID="1"/>
<LocationPart LocPartTypeID="1451"><LocationPartValue Primary="true"><Value>1 Secret Street</Value></LocationPartValue>
</LocationPart><LocationPart LocPartTypeID="1454"><LocationPartValue Primary="true"><Value>Nakhodka</Value>
</LocationPartValue></LocationPart></Location>
<Location ID="78"><LocationCountry CountryID="11196"/></Location></Locations>
"""


def paper(kind, identity, number, country=""):
    return (
        f'<IDRegDocument ID="1" IDRegDocTypeID="{kind}" IdentityID="{identity}" IssuedBy-CountryID="{country}">'
        f"<IDRegistrationNo>{number}</IDRegistrationNo></IDRegDocument>"
    )


def alias(name, kind=1403, *, primary=False, low=False):
    return (
        f'<Alias FixedRef="1" AliasTypeID="{kind}" Primary="{str(primary).lower()}" LowQuality="{str(low).lower()}">'
        f'<DocumentedName ID="1"><DocumentedNamePart><NamePartValue ScriptID="215">{name}</NamePartValue>'
        "</DocumentedNamePart></DocumentedName></Alias>"
    )


def feature(kind, detail="", inside=""):
    text = f'<VersionDetail DetailTypeID="1432">{detail}</VersionDetail>' if detail else inside
    return f'<Feature FeatureTypeID="{kind}"><FeatureVersion ID="1">{text}</FeatureVersion></Feature>'


def party(number, sub, names, features="", groups=""):
    return (
        f'<DistinctParty FixedRef="{number}"><Profile ID="{number}" PartySubTypeID="{sub}"><Identity ID="i{number}">'
        f"{names}{groups}</Identity>{features}</Profile></DistinctParty>\n"
    )


VESSEL = party(
    37059,
    1,
    alias("TEAL", 1401) + alias("ANGARA", primary=True) + alias("A1", 1400, low=True),
    feature(2, inside='<VersionDetail DetailTypeID="1431" DetailReferenceID="91"/>')
    + feature(3, "Russia") + feature(24, "Malta") + feature(24, "None Identified") + feature(1, "UBXX1")
    + feature(5, "8,000") + feature(6, "8,811") + feature(91526, "1998"),
)  # fmt: skip
OWNER = party(
    37060, 3, alias("M LEASING LLC", primary=True), feature(25, inside='<VersionLocation LocationID="77"/>')
)
PERSON = party(
    37061,
    4,
    alias("DOE Jane", primary=True),
    feature(8, inside="<DatePeriod><Start><From><Year>1975</Year><Month>7</Month><Day>14</Day></From></Start></DatePeriod>")
    + feature(10, inside='<VersionLocation LocationID="78"/>'),
)  # fmt: skip
ENTRY = (
    '<SanctionsEntry ID="1" ProfileID="37059" ListID="1550"><EntryEvent ID="1" EntryEventTypeID="1"><Date>'
    "<Year>2022</Year><Month>5</Month><Day>8</Day></Date></EntryEvent>"
    '<SanctionsMeasure ID="1" SanctionsTypeID="2"><Comment/></SanctionsMeasure>'
    '<SanctionsMeasure ID="2" SanctionsTypeID="1"><Comment>RUSSIA-EO14024</Comment></SanctionsMeasure></SanctionsEntry>'
)
PAPERS = (
    paper(1626, "i37059", "IMO 9179842")
    + paper(91264, "i37059", "273210440")
    + paper(1596, "i37060", "7707083893", "11196")
    + paper(91761, "i37060", "IMO 6246853")
    + paper(1571, "i37061", "P77")
)


def read(*parties, relations="", entries=ENTRY):
    return tables(
        ofac_advanced.SOURCE,
        '<?xml version="1.0"?><Sanctions xmlns="http://un.org/sanctions/1.0" Version="1">'
        f"{REFERENCES}<IDRegDocuments>{PAPERS}</IDRegDocuments><DistinctParties>{''.join(parties)}</DistinctParties>"
        f"<ProfileRelationships>{relations}</ProfileRelationships><SanctionsEntries>{entries}</SanctionsEntries>"
        "</Sanctions>",
        "SDN_ADVANCED.XML",
    )


def test_a_vessel_has_what_parties_papers_features_and_entries_say():
    rows = read(VESSEL)
    ship = only(rows["entities"])

    assert (ship["entity"], ship["kind"], ship["names"]) == ("ofac-sdn:37059", "vessel", ["ANGARA"])
    assert (ship["imo"], ship["mmsi"], ship["call_sign"], ship["flag"]) == (
        9179842,
        273210440,
        "UBXX1",
        "Russia",
    )
    assert (ship["former_flags"], ship["vessel_type"]) == (["Malta"], "General Cargo")
    assert (ship["tonnage"], ship["deadweight"], ship["built"]) == (8811, 8000, 1998)
    assert (ship["programmes"], ship["listed_on"]) == (["RUSSIA-EO14024"], datetime(2022, 5, 8))
    assert (ship["list"], ship["list_date"]) == ("ofac-sdn", datetime(2024, 5, 3))
    assert [(link["role"], link["detail"]) for link in rows["links"]] == [
        ("former name", "TEAL"),
        ("weak alias", "A1"),
    ]


def test_relations_lead_from_one_entry_to_another():
    relations = (
        '<ProfileRelationship ID="1" From-ProfileID="37059" To-ProfileID="37060" RelationTypeID="91725"/>'
        '<ProfileRelationship ID="2" From-ProfileID="37061" To-ProfileID="37060" RelationTypeID="15003"/>'
        '<ProfileRelationship ID="3" From-ProfileID="37059" To-ProfileID="99" RelationTypeID="15003"/>'
    )
    links = read(VESSEL, OWNER, PERSON, relations=relations)["links"]

    assert [(one["from"], one["to"], one["role"]) for one in links if one["to"] and "ofac" in one["to"]] == [
        ("ofac-sdn:37059", "ofac-sdn:37060", "owner"),
        ("ofac-sdn:37061", "ofac-sdn:37060", "linked to"),
    ]


def test_a_company_has_its_numbers_and_town_and_a_person_no_papers():
    rows = read(OWNER, PERSON)
    firm, person = rows["entities"]

    assert (firm["kind"], firm["imo"], firm["ids"]) == ("organisation", 6246853, ["inn:7707083893"])
    assert only([link for link in rows["links"] if link["role"] == "address"])["detail"] == "Nakhodka, Russia"
    assert (person["kind"], person["born"], person["countries"]) == ("person", ["1975-07-14"], ["Russia"])
    assert not [word for word in ("Secret", "P77") if word in str(rows)]


def test_a_party_that_cannot_be_used_is_refused_with_its_line():
    rows = read(VESSEL, party(1, 3, ""), party("x", 3, alias("A", primary=True)))

    assert [words for _, words in reasons(rows)] == [
        "the entry has no name",
        "the entry's number is 'x', which is not a number",
    ]
    with pytest.raises(SourceError, match="no DistinctParty"):
        read()


def test_another_xml_is_not_the_format():
    assert ofac_advanced.recognise(opened_from(b"<Sanctions/>")) == 0
    assert ofac_advanced.recognise(opened_from(b"<sdnList><ReferenceValueSets/></sdnList>")) == 0

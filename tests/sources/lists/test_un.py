from datetime import datetime

from tests.sources.opened import opened_from
from tests.sources.samples import only, reasons, tables
from vedette.sources.lists import un
from vedette.steps import Reading

HEAD = '<?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z">\n'
TAIL = "</CONSOLIDATED_LIST>"


def company(comments="", more="", number="KPe.058", name="REED SHIPPING CORP"):
    return (
        f"<ENTITIES><ENTITY><DATAID>1</DATAID><FIRST_NAME>{name}</FIRST_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>"
        f"<REFERENCE_NUMBER>{number} </REFERENCE_NUMBER><LISTED_ON>2018-03-30</LISTED_ON>"
        f"<COMMENTS1>{comments}</COMMENTS1>{more}</ENTITY></ENTITIES>"
    )


def read(body, reading=None):
    return tables(un.SOURCE, HEAD + body + TAIL, "un.xml", reading)


def ships(comments):
    rows = read(company(comments))
    roles = {link["from"]: link["role"] for link in rows["links"]}
    return {e["names"][0]: roles[e["entity"]] for e in rows["entities"] if e["kind"] == "vessel"}


def test_a_company_has_its_own_number_and_no_ship_has_it():
    rows = read(company("Registered owner of the DPRK tanker HERON 8. IMO number: 5787684."))
    firm, ship = rows["entities"]

    assert (firm["entity"], firm["imo"], firm["ids"]) == ("un:KPe.058", 5787684, ["un:KPe.058"])
    assert (firm["listed_on"], firm["list_date"]) == (datetime(2018, 3, 30), datetime(2026, 2, 27))
    assert (ship["entity"], ship["kind"], ship["imo"]) == ("un:KPe.058:heron-8", "vessel", None)
    link = only(rows["links"])
    assert (link["from"], link["to"], link["role"]) == (ship["entity"], firm["entity"], "owner")


def test_ships_of_a_comment_are_found_by_what_stands_before_them():
    assert ships("Registered owner of DPRK tankers SAM JONG 1 and SAM JONG 2. IMO number: 5954061.") == {
        "SAM JONG 1": "owner",
        "SAM JONG 2": "owner",
    }
    assert ships("Ship manager of the Panama-flagged vessel KOTI, which met the M/V TEAL.") == {
        "KOTI": "manager",
        "TEAL": "manager",
    }
    assert ships("Registered owner of HERON 1, a DPRK-flagged vessel.") == {"HERON 1": "owner"}


def test_words_in_capitals_that_are_no_ships_are_left_alone():
    assert (
        ships(
            "The DPRK sells arms for the KPA. Owner of DPRK coal mines. A UN vessel. See the INTERPOL notice."
        )
        == {}
    )
    assert ships("The ship master was instructed to erase SAMMA SHIPPING from the seal.") == {}


def test_a_number_in_brackets_behind_a_ship_is_hers():
    firm, ship = read(company("Operated the vessel HERON (IMO: 7937317) in 2013."))["entities"]

    assert (firm["imo"], ship["names"], ship["imo"]) == (None, ["HERON"], 7937317)


def test_a_person_has_what_identifies_and_no_paper_or_comment():
    body = (
        "<INDIVIDUALS><INDIVIDUAL><FIRST_NAME>RI</FIRST_NAME><SECOND_NAME>WON HO</SECOND_NAME>"
        "<NAME_ORIGINAL_SCRIPT>리원호</NAME_ORIGINAL_SCRIPT><REFERENCE_NUMBER>KPi.033</REFERENCE_NUMBER>"
        "<COMMENTS1>Phone 850. IMO number: 5787684.</COMMENTS1>"
        "<DESIGNATION><VALUE>Official</VALUE></DESIGNATION><NATIONALITY><VALUE>DPRK</VALUE></NATIONALITY>"
        "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1964-07-17</DATE></INDIVIDUAL_DATE_OF_BIRTH>"
        "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1960</FROM_YEAR>"
        "<TO_YEAR>1962</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>"
        "<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>RI</ALIAS_NAME></INDIVIDUAL_ALIAS>"
        "<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME/></INDIVIDUAL_ALIAS>"
        "<INDIVIDUAL_DOCUMENT><NUMBER>A123</NUMBER></INDIVIDUAL_DOCUMENT>"
        "<INDIVIDUAL_ADDRESS><STREET>1 Secret</STREET><CITY>Damascus 77</CITY><COUNTRY>Syria</COUNTRY>"
        "</INDIVIDUAL_ADDRESS></INDIVIDUAL></INDIVIDUALS>"
    )
    rows = read(body)
    person = only(rows["entities"])

    assert (person["names"], person["imo"], person["remarks"]) == (["RI WON HO", "리원호"], None, "Official")
    assert (person["born"], person["countries"]) == (["1964-07-17", "1960 to 1962"], ["DPRK"])
    assert [(link["role"], link["detail"]) for link in rows["links"]] == [
        ("alias", "리원호"),
        ("weak alias", "RI"),
        ("address", "Syria"),
    ]
    assert not {"A123", "Secret", "850"} & set(str(rows).split())


def test_an_entry_without_a_name_or_twice_is_refused_with_its_line():
    rows = read(company(name="") + "\n" + company() + company())

    assert len(rows["entities"]) == 1
    assert reasons(rows) == [
        (2, "the entry has no number or no name"),
        (3, "un:KPe.058 stands in the file already"),
    ]


def test_the_users_edition_is_before_the_files_own():
    assert only(read(company(), Reading(edition=datetime(2020, 1, 2)))["entities"])["list_date"] == datetime(
        2020, 1, 2
    )


def test_another_xml_is_not_the_list():
    assert un.recognise(opened_from(b"<sdnList/>")) == 0
    assert un.recognise(opened_from(HEAD.encode())) > 0.9

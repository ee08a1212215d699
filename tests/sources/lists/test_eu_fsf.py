# ruff: noqa: E501 - elements of the schema stand on one line
from datetime import datetime

from tests.sources.opened import opened_from
from tests.sources.samples import only, reasons, tables
from vedette.sources.lists import eu_fsf

# True to the schema of the Commission's file, version 1.1.
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><export xmlns="http://eu.europa.ec/fpi/fsd/export"'
    ' generationDate="2024-05-03T10:00:00.000+02:00" globalFileId="1">\n'
)
LAW = (
    '<regulation regulationType="amendment" publicationDate="2017-08-31" programme="PRK" logicalId="2">'
    "<publicationUrl>x</publicationUrl></regulation>"
)


def alias(name, *, strong="true", function=""):
    return f'<nameAlias firstName="" lastName="" wholeName="{name}" function="{function}" strong="{strong}" logicalId="3"/>'


def paper(code, number, description="", country=""):
    return (
        f'<identification identificationTypeCode="{code}" identificationTypeDescription="{description}" number="{number}"'
        f' countryDescription="{country}"/>'
    )


def entity(inside, code="enterprise", number="EU.1.1"):
    return (
        f'<sanctionEntity designationDetails="" unitedNationId="KPe.9" euReferenceNumber="{number}" logicalId="1">'
        f'{inside}<subjectType code="{code}" classificationCode="E"/></sanctionEntity>\n'
    )


def read(*entities):
    return tables(eu_fsf.SOURCE, HEAD + "".join(entities) + "</export>", "full.xml")


def test_an_enterprise_has_its_names_numbers_and_first_regulation():
    rows = read(
        entity(
            LAW + alias("REED LLC") + alias("RD", strong="false") + alias("Рид")
            + paper("regnumber", "1027700132195", "Registration number", "RUSSIA") + paper("imo", "6246853", "IMO number")
            + '<address city="Nampo" street="1 Secret" zipCode="7" countryDescription="NORTH KOREA"/>'
        )
    )  # fmt: skip
    firm = only(rows["entities"])

    assert (firm["entity"], firm["kind"], firm["names"], firm["imo"]) == (
        "eu-fsf:EU.1.1",
        "organisation",
        ["REED LLC"],
        6246853,
    )
    assert (firm["ids"], firm["programmes"]) == (["ogrn:1027700132195", "un:KPE.9"], ["PRK"])
    assert (firm["listed_on"], firm["list_date"]) == (datetime(2017, 8, 31), datetime(2024, 5, 3))
    assert [(link["role"], link["detail"]) for link in rows["links"]] == [
        ("weak alias", "RD"),
        ("alias", "Рид"),
        ("address", "Nampo, North Korea"),
    ]
    assert "Secret" not in str(rows)


def test_an_enterprise_that_is_called_a_ship_and_has_an_imo_number_is_one():
    ship = entity(
        alias("HERON") + "<remark>Vessel of the DPRK</remark>" + paper("other", "IMO number: 9179842")
    )
    firm = entity(
        alias("REED") + "<remark>Shipping company</remark>" + paper("other", "IMO 6246853"), number="EU.2"
    )
    rows = read(ship, firm)["entities"]

    assert [(row["kind"], row["imo"]) for row in rows] == [("vessel", 9179842), ("organisation", 6246853)]


def test_a_person_has_what_identifies_and_no_papers():
    rows = read(
        entity(
            alias("DOE Jane", function="Minister")
            + '<citizenship countryDescription="TOGO"/><birthdate circa="false" birthdate="1937-04-28" year="1937"/>'
            '<birthdate circa="true" year="1939"/>' + paper("passport", "P77"),
            code="person",
        )
    )
    person = only(rows["entities"])

    assert (person["born"], person["countries"]) == (["1937-04-28", "circa 1939"], ["Togo"])
    assert (person["remarks"], person["ids"], "P77" in str(rows)) == ("Minister", ["un:KPE.9"], False)


def test_an_entry_without_a_name_or_of_no_kind_is_refused():
    rows = read(entity(""), entity(alias("A"), code="comet"), entity(alias("B")), entity(alias("B")))

    assert len(rows["entities"]) == 1
    assert [line for line, _ in reasons(rows)] == [2, 3, 5]
    assert eu_fsf.recognise(opened_from(b"<export/>")) == 0

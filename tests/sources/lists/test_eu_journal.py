from datetime import datetime

import pytest

from tests.sources.opened import opened_from
from tests.sources.samples import only, reasons, tables
from vedette.sources.lists import eu_journal

COLUMNS = [
    "celex", "recordId", "programKey", "annex", "measure", "startDate", "reason", "schema", "name",
    "alias", "weakAlias", "previousName", "country", "nationality", "jurisdiction", "birthDate",
    "birthPlace", "position", "passportNumber", "registrationNumber", "taxNumber", "innCode",
    "ogrnCode", "leiCode", "swiftBic", "imoNumber", "mmsi", "flag", "address", "phone", "email",
    "website", "notes",
]  # fmt: skip


def row(**said):
    said = {"celex": "32014R0833", "programKey": "EU-RUS", "annex": "XLII", "measure": "Bans", **said}
    return ",".join('"' + said.get(name, "").replace('"', '""') + '"' for name in COLUMNS) + "\n"


def read(*rows, first="celex"):
    return tables(
        eu_journal.SOURCE, ",".join([first, *COLUMNS[1:]]) + "\n" + "".join(rows), "eu-2026-08-22.csv"
    )


@pytest.mark.parametrize(
    ("written", "name", "others"),
    [
        ("Angara", "Angara", []),
        ("Hui Chon (Hwang Gum San 2)", "Hui Chon", [("former name", "Hwang Gum San 2")]),
        ("STORMBRINGER (ex KRITI VIGOR)", "STORMBRINGER", [("former name", "KRITI VIGOR")]),
        ("Heron (a.k.a. Teal)", "Heron", [("alias", "Teal")]),
        ("Chong (A1) (B2)", "Chong", [("former name", "A1"), ("former name", "B2")]),
        ("(Heron)", "(Heron)", []),
        ("Expo (Exeter)", "Expo", [("former name", "Exeter")]),
    ],
)
def test_brackets_of_a_ship_hold_her_other_names(written, name, others):
    assert eu_journal.ship_names(written) == (name, others)


def test_a_ship_has_her_names_number_and_day():
    rows = read(
        row(schema="Vessel", recordId="7", name="Heron (Teal)", imoNumber="9179842", startDate="25.6.2024")
    )
    ship = only(rows["entities"])

    assert (ship["entity"], ship["names"], ship["imo"]) == (
        "eu:32014R0833:XLII:7",
        ["Heron", "Teal"],
        9179842,
    )
    assert (ship["listed_on"], ship["list_date"]) == (datetime(2024, 6, 25), datetime(2026, 8, 22))
    assert [(link["role"], link["detail"]) for link in rows["links"]] == [("former name", "Teal")]


def test_a_number_that_does_not_exist_is_none():
    assert (
        only(read(row(schema="Vessel", name="Heron", imoNumber="Does not exist"))["entities"])["imo"] is None
    )


def test_brackets_of_a_company_stay_and_its_number_is_a_company_number():
    firm = only(
        read(row(schema="Company", name="Reed (Marsh) LLC", imoNumber="0138702", innCode="7707083893"))[
            "entities"
        ]
    )

    assert (firm["kind"], firm["names"], firm["imo"]) == ("organisation", ["Reed (Marsh) LLC"], 138702)
    assert firm["ids"] == ["inn:7707083893"]


def test_a_person_has_no_papers_contacts_or_reasons():
    rows = read(
        row(
            schema="Person", name="Jane DOE", birthDate="(a) 4.4.1969, (b) 1970", passportNumber="P77",
            phone="T99",
            reason="R11", address="S22", position="Minister", nationality="Togo", alias='"Doe; J."; JD',
        )
    )  # fmt: skip
    person = only(rows["entities"])

    assert (person["born"], person["countries"], person["remarks"]) == (
        ["1969-04-04", "1970"],
        ["Togo"],
        "Minister",
    )
    assert [link["detail"] for link in rows["links"]] == ["Doe; J.", "JD"]
    assert not [word for word in ("P77", "T99", "R11", "S22") if word in str(rows)]


def test_one_entry_under_two_measures_is_two_and_the_very_same_is_refused():
    rows = read(
        row(schema="Vessel", recordId="7", name="Heron"),
        row(schema="Vessel", recordId="7", name="Heron", measure="Asset freeze"),
        row(schema="Vessel", recordId="7", name="Heron", measure="Asset freeze"),
    )

    assert len({one["entity"] for one in rows["entities"]}) == 2
    assert [line for line, _ in reasons(rows)] == [4]


def test_amendments_are_a_list_of_their_own():
    data = (
        "amendedCelex,amendmentCelex,"
        + ",".join(COLUMNS[1:])
        + "\n"
        + "32014R0833,"
        + row(celex="32026R1848", schema="Vessel", recordId="629", name="Heron")
    )
    ship = only(tables(eu_journal.SOURCE, data)["entities"])

    assert (ship["list"], ship["entity"]) == ("eu-amendments", "eu-amendments:32026R1848:XLII:629")


def test_rows_that_cannot_be_used_are_refused():
    rows = read(
        row(schema="Vessel"), row(schema="Comet", name="A"), row(schema="Vessel", name="B", celex="x y")
    )

    assert [words for _, words in reasons(rows)] == [
        "the entry has no name",
        "the schema is 'comet'",
        "the act is 'x y', which is no CELEX number",
    ]
    assert eu_journal.recognise(opened_from(",".join(COLUMNS[1:]).encode())) == 0

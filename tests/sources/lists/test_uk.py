from datetime import datetime

import pytest

from tests.sources.opened import opened_from
from tests.sources.samples import only, reasons, tables
from vedette.errors import SourceError
from vedette.sources.lists import uk, uk_parts

# The columns of the list as it is published.
COLUMNS = [
    "Last Updated", "Unique ID", "OFSI Group ID", "UN Reference Number", "Name 6", "Name 1", "Name 2",
    "Name 3", "Name 4", "Name 5", "Name type", "Alias strength", "Title", "Name non-latin script",
    "Non-latin script type", "Non-latin script language", "Regime Name", "Designation Type",
    "Designation source", "Sanctions Imposed", "Other Information", "UK Statement of Reasons",
    "Address Line 1", "Address Line 2", "Address Line 3", "Address Line 4", "Address Line 5",
    "Address Line 6", "Address Postal Code", "Address Country", "Phone number", "Website",
    "Email address", "Date Designated", "D.O.B", "Nationality(/ies)", "National Identifier number",
    "National Identifier additional information", "Passport number", "Passport additional information",
    "Position", "Gender", "Town of birth", "Country of birth", "Type of entity", "Subsidiaries",
    "Parent company", "Business registration number (s)", "IMO number", "Current owner/operator (s)",
    "Previous owner/operator (s)", "Current believed flag of ship", "Previous flags", "Type of ship",
    "Tonnage of ship", "Length of ship", "Year Built", "Hull identification number (HIN)",
]  # fmt: skip


def row(**said):
    known = {
        name.split(" (")[0].casefold().replace(" ", "_").replace("/", "_").replace(".", ""): name
        for name in COLUMNS
    }
    cells = {known[key]: value for key, value in said.items()}
    return ",".join('"' + cells.get(name, "").replace('"', '""') + '"' for name in COLUMNS) + "\r\n"


def read(*rows, head="Report Date: 20-Nov-2025\r\n"):
    return tables(uk.SOURCE, head + ",".join(COLUMNS) + "\r\n" + "".join(rows), "UK_Sanctions_List.csv")


SHIP = {
    "unique_id": "RUS2183", "name_6": "ANGARA", "name_type": "Primary Name", "designation_type": "Ship",
    "regime_name": "The Russia (Sanctions) (EU Exit) Regulations 2019", "date_designated": "31/07/2024",
    "imo_number": "9179842", "current_owner_operator": "(1) M Leasing LLC. (2) Reed LLC",
    "previous_owner_operator": "Marsh Co", "current_believed_flag_of_ship": "Russia",
    "previous_flags": "Malta; Togo",
    "type_of_ship": "Ro-Ro Cargo Ship", "tonnage_of_ship": "8,811", "length_of_ship": "122",
    "year_built": "1998",
    "hull_identification_number": "H1", "ofsi_group_id": "16000",
}  # fmt: skip


def test_a_list_has_58_columns():
    assert len(COLUMNS) == 58


def test_a_ship_has_all_that_its_rows_say():
    rows = read(
        row(**SHIP),
        row(unique_id="RUS2183", name_6="TEAL", name_type="Alias", alias_strength="Low quality a.k.a."),
        row(unique_id="RUS2183", name_6="HERON", name_type="Alias", alias_strength="Good quality a.k.a."),
    )
    ship = only(rows["entities"])

    assert (ship["entity"], ship["kind"], ship["names"], ship["imo"]) == (
        "uk:RUS2183",
        "vessel",
        ["ANGARA"],
        9179842,
    )
    assert (ship["flag"], ship["former_flags"], ship["vessel_type"]) == (
        "Russia",
        ["Malta", "Togo"],
        "Ro-Ro Cargo Ship",
    )
    assert (ship["tonnage"], ship["length_m"], ship["built"]) == (8811, 122, 1998)
    assert (ship["ids"], ship["listed_on"]) == (["ofsi:16000", "hin:H1"], datetime(2024, 7, 31))
    assert ship["list_date"] == datetime(2025, 11, 20)
    assert {(link["role"], link["detail"]) for link in rows["links"]} == {
        ("weak alias", "TEAL"),
        ("alias", "HERON"),
        ("owner", "M Leasing LLC"),
        ("owner", "Reed LLC"),
        ("former owner", "Marsh Co"),
    }


def test_a_person_has_no_papers_and_no_contacts():
    rows = read(
        row(
            unique_id="RUS1", name_1="Jane", name_6="DOE", name_type="Primary name",
            designation_type="Individual",
            dob="dd/mm/1975", passport_number="P77", national_identifier_number="N88", phone_number="T99",
            email_address="x@example.org", address_line_1="1 Secret", position="Minister",
            address_country="Togo",
        )
    )  # fmt: skip
    person = only(rows["entities"])

    assert (person["names"], person["born"], person["remarks"]) == (["Jane DOE"], ["1975"], "Minister")
    assert not [word for word in ("P77", "N88", "T99", "x@", "Secret") if word in str(rows)]


def test_a_length_in_feet_is_metres_and_no_imo_number_is_none():
    ship = only(read(row(**{**SHIP, "length_of_ship": "400 feet", "imo_number": "N/A"}))["entities"])

    assert (ship["length_m"], ship["imo"]) == (121.9, None)


def test_rows_that_cannot_be_used_are_refused():
    rows = read(row(**SHIP), row(name_6="X"), row(unique_id="RUS2", name_6="Y", name_type="Primary name"))

    assert len(rows["entities"]) == 1
    assert reasons(rows) == [
        (4, "the Unique ID is 'None'"),
        (5, "the entry is neither individual, entity nor ship"),
    ]


def test_without_its_columns_it_is_not_the_list():
    assert uk.recognise(opened_from(b"Unique ID,Name 6\n")) == 0
    assert uk.recognise(opened_from(("Report Date: x\n" + ",".join(COLUMNS)).encode())) > 0.9
    with pytest.raises(SourceError, match="lacks the columns"):
        tables(uk.SOURCE, "Unique ID,Name 6\nA,B\n")


# --- the three sheets -----------------------------------------------------------------------------------

SUBJECTS = "unique_id,subject_type,un_reference_number,ofsi_group_id,date_designated,last_updated\n"
NAMES = "name_id,unique_id,name_type,alias_strength,full_name,name_6,name_1,name_2,name_3,name_4,name_5\n"
NUMBERS = "id,unique_id,ofsi_group_id,raw_value,identifier_type,additional_info\n"


def test_each_sheet_gives_its_part_of_an_entry():
    subject = only(tables(uk_parts.SOURCE, SUBJECTS + "DPR0094,ship,KPe.1,7,28/12/2017,\n")["entities"])
    named = tables(
        uk_parts.SOURCE,
        NAMES + "1,DPR0094,primary,,Rung Ra 2,,,,,,\n2,DPR0094,alias,,Deer Lake,,,,,,\n"
        "3,DPR0094,alias,low_quality_aka,DL,,,,,,\n",
    )
    numbered = tables(uk_parts.SOURCE, NUMBERS + "1,DPR0094,,IMO9020534,imo,\n2,DPR0094,,9020534,imo,\n")

    assert (subject["kind"], subject["ids"], subject["names"]) == ("vessel", ["un:KPE.1", "ofsi:7"], [])
    assert (only(named["entities"])["kind"], only(named["entities"])["names"]) == (None, ["Rung Ra 2"])
    assert [(link["role"], link["detail"]) for link in named["links"]] == [
        ("alias", "Deer Lake"),
        ("weak alias", "DL"),
    ]
    assert (only(numbered["entities"])["kind"], only(numbered["entities"])["imo"]) == (None, 9020534)
    assert {uk_parts.part(opened_from(text.encode())) for text in (SUBJECTS, NAMES, NUMBERS)} == {
        "subjects", "names", "numbers",
    }  # fmt: skip


def test_numbers_of_papers_are_not_kept():
    rows = tables(uk_parts.SOURCE, NUMBERS + "1,AFG1,,P77,passport,x\n2,AFG1,,N88,national,tazkira\n")

    assert not rows["entities"]


def test_a_russian_tax_number_is_told_from_others():
    rows = tables(
        uk_parts.SOURCE, NUMBERS + '1,BEL1,,"7704734000/770301001 (Russia)",business_registration_numbers,\n'
    )

    assert only(rows["entities"])["ids"] == ["inn:7704734000"]

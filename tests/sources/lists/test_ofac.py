from datetime import datetime

import pytest

from tests.sources.opened import opened_from
from tests.sources.samples import OFAC_ROW, only, reasons, tables
from vedette.errors import SourceError
from vedette.sources.lists import ofac, ofac_remarks
from vedette.steps import Reading


def row(number=1, *, name="HERON", kind="vessel", owner="-0- ", remarks="-0- "):
    cells = (name, kind, "DPRK", *["-0- "] * 6, owner, remarks)
    return f"{number}," + ",".join(c if c.startswith("-0-") else f'"{c}"' for c in cells) + "\r\n"


def read(*rows, name="sdn.csv", reading=None):
    return tables(ofac.SOURCE, "".join(rows) + "\x1a", name, reading)


def entity(*rows, **more):
    return only(read(*rows, **more)["entities"])


def test_a_vessel_has_all_that_its_row_says():
    rows = read(OFAC_ROW, name="sdn-2024-05-03.csv.gz")

    assert only(rows["entities"]) == {
        "entity": "ofac-sdn:37059",
        "kind": "vessel",
        "names": ["HERON", "TEAL"],
        "imo": 9074729,
        "mmsi": 273000001,
        "call_sign": "UBXX1",
        "flag": "Russia",
        "former_flags": [],
        "vessel_type": "Roll-on Roll-off",
        "tonnage": 8811.0,
        "deadweight": None,
        "length_m": None,
        "built": None,
        "born": [],
        "countries": [],
        "ids": [],
        "programmes": ["RUSSIA-EO14024", "DPRK4"],
        "listed_on": None,
        "list": "ofac-sdn",
        "since": None,
        "list_date": datetime(2024, 5, 3),
        "until": None,
        "remarks": "Vessel Registration Identification IMO 9074729; MMSI 273000001; "
        "f.k.a. 'TEAL'; Linked To: REED LLC.",
        "source": "lists/ofac",
        "record": "0123456789ab:1",
    }
    assert [(link["from"], link["to"], link["role"]) for link in rows["links"]] == [
        ("ofac-sdn:37059", "name:TEAL", "former name"),
        ("ofac-sdn:37059", "name:REED LLC", "linked to"),
    ]
    assert not rows["refusals"]


def test_the_mark_at_the_end_of_the_file_is_no_row():
    assert not read(row())["refusals"]
    assert only(tables(ofac.SOURCE, row() + row(2).rstrip() + "\x1a")["entities"][1:])["remarks"] is None


@pytest.mark.parametrize(
    ("kind", "word"),
    [("individual", "person"), ("vessel", "vessel"), ("aircraft", "aircraft"), ("-0- ", "organisation")],
)
def test_the_kinds_have_our_names(kind, word):
    assert entity(row(kind=kind))["kind"] == word


def test_a_number_is_an_imo_number_only_where_the_list_says_so():
    assert entity(row(remarks="Vessel Registration Identification IMO  9074729."))["imo"] == 9074729
    assert entity(row(remarks="Vessel Registration Identification 9074729."))["imo"] is None
    assert entity(row(remarks="Vessel Registration Identification IMO 15411."))["imo"] is None
    assert entity(row(remarks="Identification Number IMO 9074729."))["imo"] == 9074729
    assert entity(row(remarks="Company Number IMO 9074729."))["imo"] is None


@pytest.mark.parametrize(
    "said", ["Identification Number", "Company Number", "Vessel Registration Identification"]
)
def test_the_number_of_an_organisation_is_a_company_number_whatever_it_is_called(said):
    assert entity(row(kind="-0- ", remarks=f"Tax ID No. 1 (Russia); {said} IMO 6246853."))["imo"] == 6246853


def test_a_name_that_ends_with_a_full_stop_keeps_it_when_the_list_has_it_so():
    rows = read(
        row(1, name="PETROL, S.A.", kind="-0- "),
        row(2, remarks="Linked To: PETROL, S.A."),
        row(3, remarks="Linked To: REED LLC; Linked To: MARSH LLC."),
    )

    assert [link["to"] for link in rows["links"]] == ["name:PETROL, S.A.", "name:REED LLC", "name:MARSH LLC"]


def test_an_owner_is_a_link_too():
    link = only(read(row(owner="NITC"))["links"])

    assert (link["to"], link["role"]) == ("name:NITC", "owner")


def test_remarks_cut_off_in_the_middle_lose_their_last_words_only():
    remarks = "Linked To: REED LLC; " + "x" * 960 + "; Linked To: MAR"
    rows = read(row(remarks=remarks))

    assert [link["to"] for link in rows["links"]] == ["name:REED LLC"]


def test_of_a_person_only_what_tells_her_from_others_is_kept():
    remarks = (
        "DOB 14 Jul 1975; POB Town, Country; nationality Country; Gender Female; Passport A28 (Country);"
        " National ID No. 52010 (Country); Phone Number 85012345; Email Address x@example.org; SSN 12-34;"
        " Digital Currency Address - XBT bc1q; Driver's License No. Q; Website www.example.org;"
        " Minister of Ships; a.k.a. 'THE HERON'; Linked To: REED LLC."
    )
    person = entity(row(name="DOE, Jane", kind="individual", remarks=remarks))

    assert person["names"] == ["DOE, Jane", "THE HERON"]
    assert person["remarks"] == (
        "DOB 14 Jul 1975; POB Town, Country; nationality Country; Gender Female; Minister of Ships;"
        " a.k.a. 'THE HERON'; Linked To: REED LLC"
    )


def test_the_remarks_of_a_ship_or_company_are_kept_whole():
    assert entity(row(kind="-0- ", remarks="Tax ID No. 97 (Russia)."))["remarks"] == "Tax ID No. 97 (Russia)."


def test_an_alias_keeps_both_names():
    link = only(tables(ofac.SOURCE, '37059,12,"aka","TEAL",-0- \r\n\x1a')["links"])

    assert (link["from"], link["to"], link["role"], link["detail"]) == (
        "ofac-sdn:37059",
        "name:TEAL",
        "alias",
        "TEAL",
    )


def test_an_address_is_a_town_and_a_country():
    rows = tables(
        ofac.SOURCE,
        '1,25,"1 Secret Street","London EC3N 1DY","United Kingdom",-0- \r\n'
        '2,26,-0- ,"Havana","Cuba",-0- \r\n'
        '3,27,-0- ,-0- ,"Cote d\'Ivoire",-0- \r\n'
        '4,28,"9 Secret Street",-0- ,-0- ,-0- \r\n',
    )

    towns = [link["detail"] for link in rows["links"]]
    assert towns == ["London, United Kingdom", "Havana, Cuba", "Cote d'Ivoire"]
    assert not rows["refusals"]
    assert "Secret" not in str(rows["links"])


def test_a_row_with_neither_town_nor_country_says_nothing_and_is_not_refused():
    assert not tables(ofac.SOURCE, '4,28,"9 Secret Street",-0- ,-0- ,-0- \r\n5,29,-0- ,-0- ,-0- ,-0- \r\n')


def test_left_over_remarks_begin_after_the_words_that_were_cut():
    data = "9,\"ssport 123 (X); DOB 1970; Passport B77; a.k.a. 'TEAL II'; Linked To: REED LLC.\"\r\n"
    rows = tables(ofac.SOURCE, data, "sdn_comments.csv")

    assert [(link["role"], link["detail"]) for link in rows["links"]] == [
        ("weak alias", "TEAL II"),
        ("linked to", "REED LLC"),
        ("remark", "DOB 1970; a.k.a. 'TEAL II'; Linked To: REED LLC"),
    ]


def test_the_edition_is_what_the_user_says_before_what_the_name_says():
    said = Reading(edition=datetime(2020, 1, 2))

    assert entity(row(), name="sdn-2024-05-03.csv", reading=said)["list_date"] == datetime(2020, 1, 2)
    assert entity(row(), name="sdn-2018-12.csv")["list_date"] == datetime(2018, 12, 31)
    assert entity(row(), name="sdn.csv")["list_date"] is None


def test_latin_1_is_read_line_by_line():
    data = row(1, name="PEÑA").encode("latin-1") + row(2, name="PEÑA").encode()

    assert [e["names"] for e in tables(ofac.SOURCE, data)["entities"]] == [["PEÑA"], ["PEÑA"]]


def test_a_row_that_cannot_be_used_is_refused_and_the_others_are_read():
    rows = read(
        *(row(n) for n in range(30)), "x,y\r\n", row(99, kind="yacht"), row(100, name="-0- "), row(101)
    )

    assert len(rows["entities"]) == 31
    assert reasons(rows) == [
        (31, "has 2 fields where 12 are wanted"),
        (32, "the type is 'yacht', not individual, vessel, aircraft or -0-"),
        (33, "the entry has no name"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x1a",
        b"a,b\n1,2\n",
        b"1,2,3,4,5\n",
        b'{"a": 1}',
        b"ent_num,SDN_Name\n36,AERO\n",
        b"\x89PNG\r\n",
    ],
)
def test_other_files_are_not_the_list(data):
    assert ofac.recognise(opened_from(data, "file.csv")) == 0
    with pytest.raises(SourceError, match="not a file of the OFAC list"):
        tables(ofac.SOURCE, data)


def test_a_number_and_words_are_left_over_remarks_only_when_the_name_says_so():
    assert ofac.recognise(opened_from(b"1,words\n", "file.csv")) == 0
    assert ofac.recognise(opened_from(b"1,words\n", "SDN_COMMENTS.CSV")) > 0.9


@pytest.mark.parametrize(
    "remarks", ["", ";", "; ;", ".", "a.k.a. ''.", "Linked To: ;", "f.k.a. 'X", "MMSI 12345678"]
)
def test_odd_remarks_say_nothing(remarks):
    said = ofac_remarks.said(remarks)

    assert (said.ship_imo, said.company_imo, said.mmsi, said.linked_to) == (None, None, None, ())
    assert said.other_names in ((), ("X",))


def test_all_that_remarks_tell_of_a_ship_is_told_apart():
    ship = entity(
        row(
            remarks="Former Vessel Flag Malta; alt. Former Vessel Flag None Identified; alt. Former"
            " Vessel Flag Tuvalu; Vessel Year of Build 1993; Other Vessel Call Sign 5IM 592;"
            " Vessel Registration Identification IMO  9074729 (Tanzania)."
        )
    )

    assert (ship["former_flags"], ship["built"], ship["call_sign"]) == (["Malta", "Tuvalu"], 1993, "5IM 592")
    assert (ship["imo"], ship["ids"]) == (9074729, [])


def test_gross_and_deadweight_tonnage_are_two_columns():
    cells = '5,"HERON","vessel","DPRK",-0- ,"HMX",-0- ,"318,000","163,660","Togo","NITC",-0- \r\n'
    ship = entity(cells)

    assert (ship["deadweight"], ship["tonnage"], ship["call_sign"]) == (318_000, 163_660, "HMX")


def test_an_organisation_keeps_its_numbers_and_a_person_none():
    remarks = (
        "Tax ID No. 7707083893 (Russia); Registration ID 1027700132195 (Russia); Legal Entity Number"
        " 549300MYSZ7EU1RXMI48; SWIFT/BIC ABCDRUMM; Tax ID No. 97 (Iran); Company Number IMO 6246853."
    )
    company = entity(row(kind="-0- ", remarks=remarks))

    assert company["ids"] == [
        "inn:7707083893", "ogrn:1027700132195", "lei:549300MYSZ7EU1RXMI48", "swift:ABCDRUMM", "tax:97"
    ]  # fmt: skip
    assert company["imo"] == 6246853
    assert entity(row(kind="individual", remarks=remarks))["ids"] == []


def test_of_a_person_dates_of_birth_and_countries_are_kept():
    person = entity(
        row(
            kind="individual", remarks="DOB 14 Jul 1975; alt. DOB circa 1976; nationality Iran; citizen Togo."
        )
    )

    assert (person["born"], person["countries"]) == (["1975-07-14", "circa 1976"], ["Iran", "Togo"])


def test_a_former_name_a_weak_one_and_a_good_one_are_told_apart():
    quoted = read(row(remarks="f.k.a. 'TEAL'; a.k.a. 'H1'."))["links"]
    listed = tables(ofac.SOURCE, '1,2,"fka","TEAL",-0- \r\n1,3,"nka","WIGEON",-0- \r\n')["links"]

    assert [(link["role"], link["detail"]) for link in quoted + listed] == [
        ("former name", "TEAL"),
        ("weak alias", "H1"),
        ("former name", "TEAL"),
        ("alias", "WIGEON"),
    ]

from datetime import datetime

import pytest

from tests.sources.opened import opened_from
from tests.sources.samples import only, reasons, tables
from vedette.sources.lists import vessel_watch

HEADER = (
    "name,imo,mmsi,call_sign,flag,type,gross_tonnage,owner_or_linked_to,"
    "designations,former_or_other_names,role,note\n"
)


def read(*rows, name="vessels.csv"):
    return tables(vessel_watch.SOURCE, HEADER + "\n".join(rows) + "\n", name)


def test_a_ship_is_named_by_the_file_and_her_imo_number():
    ship = only(read("Heron,9074729,,,RU,ro-ro,8811,,US 2022; KR 2024,,carrier,seen once")["entities"])

    assert ship["entity"] == "watch:vessels:9074729"
    assert (ship["list"], ship["kind"], ship["flag"], ship["tonnage"]) == (
        "watch:vessels",
        "vessel",
        "RU",
        8811,
    )
    assert ship["programmes"] == ["US 2022", "KR 2024"]
    assert ship["remarks"] == "carrier; seen once"
    assert ship["list_date"] is None


def test_a_ship_without_an_imo_number_is_named_by_her_name():
    ship = only(read("Sin Pyong 11,,,,KP,tanker,,,,,,", name="Fleet-2024-05.csv.gz")["entities"])

    assert ship["entity"] == "watch:fleet-2024-05:sin-pyong-11"
    assert (ship["imo"], ship["mmsi"], ship["list_date"]) == (None, None, datetime(2024, 5, 31))


def test_other_names_follow_the_main_one_without_their_notes():
    row = "Heron,9074729,,,,,,,,Teal (same number); Shoveler; Heron,,"

    assert only(read(row)["entities"])["names"] == ["Heron", "Teal", "Shoveler"]


@pytest.mark.parametrize(
    ("written", "owners"),
    [
        ("Reed LLC (IMO company 6246853)", ["Reed LLC"]),
        (
            '"Reed Inc (company 1); Marsh Company (2), Marsh Holdings (3)"',
            ["Reed Inc", "Marsh Company", "Marsh Holdings"],
        ),
        ('"MG-Reed, formerly Transreed LLC (company 1)"', ["MG-Reed", "Transreed LLC"]),
        ('"Reed Shipping Co., Ltd."', ["Reed Shipping Co., Ltd."]),
        ("", []),
    ],
)
def test_each_owner_is_a_link(written, owners):
    links = read(f"Heron,9074729,,,,,,{written},,,,")["links"]

    assert [link["to"] for link in links] == [f"name:{owner}" for owner in owners]
    assert {link["role"] for link in links} <= {"owner"}


def test_rows_that_cannot_be_used_are_refused():
    rows = read("Heron,9074729,,,,,,,,,,", "Teal,9074729,,,,,,,,,,", ",,,,KP,,,,,,,", "Teal,IMO 1,,,,,,,,,,")

    assert len(rows["entities"]) == 1
    assert reasons(rows) == [
        (3, "watch:vessels:9074729 stands in the file already"),
        (4, "the ship has neither name nor IMO number"),
        (5, "imo is 'IMO 1', which is not a whole number"),
    ]


@pytest.mark.parametrize("column", ["lat", "LATITUDE", "timestamp", "BaseDateTime"])
def test_positions_are_not_taken_for_a_list_of_ships(column):
    header = HEADER.strip() + f",{column}\n"

    assert vessel_watch.recognise(opened_from(header.encode())) == 0

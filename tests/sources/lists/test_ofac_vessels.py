import json
from datetime import datetime

import pytest

from tests.sources.opened import opened_from
from tests.sources.samples import only, reasons, tables
from vedette.errors import SourceError
from vedette.sources.lists import ofac_vessels


def vessel(**said):
    info = {"vessel_type": "Tug", "dwt": 2595, "gross_tonnage": 1865, "flag": "Panama", "call_sign": "CL1"}
    return {
        "imo": 9179842, "name": "HERON", "programs": ["CUBA"], "designation_date": "03/20/2026",
        "list_name": "OFAC SDN", "vessel_info": info, "addresses": [], **said,
    }  # fmt: skip


def read(*vessels):
    return tables(ofac_vessels.SOURCE, json.dumps({"vessels": vessels}, indent=2), "vessels-2026-03-22.json")


def test_the_day_on_every_row_is_the_edition_and_no_designation():
    ship = only(read(vessel())["entities"])

    assert (ship["list_date"], ship["listed_on"]) == (datetime(2026, 3, 20), None)
    assert (ship["entity"], ship["imo"], ship["names"]) == ("ofac-sdn-vessels:9179842", 9179842, ["HERON"])
    assert (ship["tonnage"], ship["deadweight"], ship["flag"], ship["call_sign"]) == (
        1865,
        2595,
        "Panama",
        "CL1",
    )
    assert ship["record"].endswith(":4")


def test_where_the_days_differ_the_files_name_gives_the_edition():
    ships = read(vessel(), vessel(imo=1, name="B", designation_date="01/02/2020"))["entities"]

    assert {ship["list_date"] for ship in ships} == {datetime(2026, 3, 22)}
    assert ships[1]["imo"] is None


def test_two_ships_of_one_number_are_kept_apart_and_the_very_same_is_refused():
    rows = read(vessel(), vessel(name="TEAL"), vessel(name="TEAL"), {"name": ""}, "x")

    assert [ship["entity"] for ship in rows["entities"]] == [
        "ofac-sdn-vessels:9179842",
        "ofac-sdn-vessels:9179842-teal",
    ]
    assert len(reasons(rows)) == 3


def test_what_is_not_that_file_is_refused():
    with pytest.raises(SourceError, match="not JSON"):
        tables(ofac_vessels.SOURCE, '{"vessels": [')
    with pytest.raises(SourceError, match="no list of vessels"):
        tables(ofac_vessels.SOURCE, '{"vessels": 1}')
    assert ofac_vessels.recognise(opened_from(b'{"vessels": []}')) == 0

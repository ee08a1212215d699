from tests.sources.opened import opened_from
from tests.sources.samples import only, reasons, tables
from vedette.sources.lists import gfw_registry

HEADER = "mmsi,imo,call_sign,avg_length,avg_gross_tonnage,flag_state\n"


def test_a_carrier_has_numbers_and_no_name():
    ship = only(
        tables(gfw_registry.SOURCE, HEADER + "214182223,7719595,ERVW,100.62,2754,Moldova\n")["entities"]
    )

    assert ship["entity"] == "gfw-reefers:214182223"
    assert (ship["names"], ship["imo"], ship["mmsi"]) == ([], 7719595, 214182223)
    assert (ship["call_sign"], ship["flag"], ship["tonnage"]) == ("ERVW", "Moldova", 2754)


def test_what_the_register_does_not_know_is_null():
    ship = only(tables(gfw_registry.SOURCE, HEADER + "111100000,,,,0,Unknown\n")["entities"])

    assert (ship["imo"], ship["call_sign"], ship["flag"], ship["tonnage"]) == (None, None, None, None)


def test_a_row_without_a_number_is_refused():
    assert reasons(tables(gfw_registry.SOURCE, HEADER + ",7719595,,,,\n")) == [(2, "the ship has no MMSI")]


def test_a_like_header_is_not_enough():
    assert gfw_registry.recognise(opened_from(b"mmsi,imo,call_sign,lat,lon,flag_state\n")) == 0

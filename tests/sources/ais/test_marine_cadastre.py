from datetime import datetime

from tests.sources.ais.csv_files import positions, tables
from tests.sources.opened import opened_from
from vedette.sources import recognised
from vedette.sources.ais.marine_cadastre import SOURCE

TO_2024 = (
    b"MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,"
    b"Draft,Cargo,TransceiverClass\n"
    b"636021061,2023-01-11T00:00:00,26.09241,-80.04806,8.8,272.7,270.0,MSC NAISHA III,IMO9307839,5LCB4,"
    b"70,8.0,208.0,30.0,8.0,70.0,A\n"
)
SINCE_2025 = (
    b"mmsi,base_date_time,longitude,latitude,sog,cog,heading,vessel_name,imo,call_sign,vessel_type,status,"
    b"length,width,draft,cargo,transceiver\n"
    b"636021061,2025-01-11 00:00:00,-80.04806,26.09241,8.8,272.7,270,MSC NAISHA III,IMO9307839,5LCB4,"
    b"70,8,208,30,8.0,70,A\n"
)
FIELDS = ("mmsi", "lat", "lon", "speed_kn", "course_deg", "heading_deg", "status")
SAID = ("imo", "name", "call_sign", "ship_type", "length_m", "width_m", "draught_m")


def test_both_spellings_are_recognised():
    assert recognised(opened_from(TO_2024)) is SOURCE
    assert recognised(opened_from(SINCE_2025)) is SOURCE


def test_both_spellings_say_the_same():
    old, new = (tables(SOURCE, data) for data in (TO_2024, SINCE_2025))

    assert old["positions"].select(FIELDS) == new["positions"].select(FIELDS)
    assert old["statics"].select(SAID) == new["statics"].select(SAID)
    assert old["positions"]["time"].to_pylist() == [datetime(2023, 1, 11)]
    assert new["positions"]["time"].to_pylist() == [datetime(2025, 1, 11)]


def test_the_imo_number_loses_its_letters():
    (said,) = tables(SOURCE, TO_2024)["statics"].to_pylist()

    assert [said[name] for name in SAID] == [9307839, "MSC NAISHA III", "5LCB4", 70, 208.0, 30.0, 8.0]


def test_a_status_in_words_is_read_as_its_number():
    (row,) = positions(SOURCE, TO_2024.replace(b",70,8.0,", b",70,under way sailing,"))

    assert row["status"] == 8

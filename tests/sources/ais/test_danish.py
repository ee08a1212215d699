from datetime import datetime

from tests.sources.ais.csv_files import positions, refusals, tables
from tests.sources.opened import opened_from
from vedette.sources import recognised
from vedette.sources.ais.danish import SOURCE

HEADER = (
    b"# Timestamp,Type of mobile,MMSI,Latitude,Longitude,Navigational status,ROT,SOG,COG,Heading,IMO,"
    b"Callsign,Name,Ship type,Cargo type,Width,Length,Type of position fixing device,Draught,Destination,"
    b"ETA,Data source type,A,B,C,D\n"
)
CARGO = (
    b"31/12/2024 23:59:58,Class A,219000001,55.5,11.25,Under way using engine,0.0,12.3,90.1,91,9074729,"
    b"OXAB,ANNE,Cargo,,20,120,GPS,6.5,AARHUS,01/02/2025 06:30:00,AIS,100,20,10,10\n"
)
STATION = (
    b"01/01/2025 00:00:00,Base Station,2190048,55.0,10.0,Unknown value,,,,,Unknown,Unknown,,Undefined,,,,"
    b"Surveyed,,Unknown,,AIS,,,,\n"
)


def test_a_danish_file_is_recognised_before_any_other_csv():
    assert recognised(opened_from(HEADER + CARGO)) is SOURCE


def test_the_day_comes_before_the_month():
    (row,) = positions(SOURCE, HEADER + CARGO)

    assert row["time"] == datetime(2024, 12, 31, 23, 59, 58)


def test_a_row_gives_each_column_of_a_position():
    (row,) = positions(SOURCE, HEADER + CARGO)

    assert row == {
        "mmsi": 219000001,
        "time": datetime(2024, 12, 31, 23, 59, 58),
        "lat": 55.5,
        "lon": 11.25,
        "speed_kn": 12.3,
        "course_deg": 90.1,
        "heading_deg": 91.0,
        "status": 0,
        "doubt": None,
        "source": "ais/danish",
        "record": "0123456789ab:2",
    }


def test_words_for_type_and_arrival_become_numbers():
    (said,) = tables(SOURCE, HEADER + CARGO)["statics"].to_pylist()

    assert said == {
        "mmsi": 219000001,
        "time": datetime(2024, 12, 31, 23, 59, 58),
        "imo": 9074729,
        "name": "ANNE",
        "call_sign": "OXAB",
        "ship_type": 70,
        "length_m": 120.0,
        "width_m": 20.0,
        "draught_m": 6.5,
        "destination": "AARHUS",
        "eta": "02-01 06:30",
        "source": "ais/danish",
        "record": "0123456789ab:2",
    }


def test_a_base_station_is_kept_and_says_nothing_of_itself():
    found = tables(SOURCE, HEADER + STATION)

    assert found["positions"]["mmsi"].to_pylist() == [2190048]
    assert found["positions"]["status"].to_pylist() == [None]
    assert found["statics"].num_rows == 0


def test_a_month_first_date_is_refused_rather_than_turned_round():
    wrong = CARGO.replace(b"31/12/2024", b"12/31/2024")

    assert refusals(SOURCE, HEADER + wrong) == [
        (2, "# Timestamp '12/31/2024 23:59:58' is not a time such as 31/12/2024 23:59:59")
    ]


def test_a_file_without_the_hash_sign_is_danish_too():
    assert recognised(opened_from(HEADER.removeprefix(b"# ") + CARGO)) is SOURCE

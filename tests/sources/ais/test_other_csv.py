from datetime import datetime
from pathlib import Path

import pytest

from tests.sources.ais.csv_files import positions, tables
from tests.sources.opened import opened_from
from vedette.errors import SourceError
from vedette.sources import recognised
from vedette.sources.ais.columns import key
from vedette.sources.ais.csv_layout import ESSENTIAL, OPTIONAL
from vedette.sources.ais.other_csv import SOURCE, SYNONYMS
from vedette.steps import Reading

NOON = datetime(2024, 1, 31, 12)
FOREIGN = b"Nummer;Zeit;Breite;L\xc3\xa4nge;Fahrt\n273210440;31/01/24 12h00;42,5;131,25;95\n"
MAP = """
time_format = "%d/%m/%y %Hh%M"
speed_factor = 0.1
delimiter = ";"
[columns]
mmsi = "Nummer"
time = "Zeit"
lat = "Breite"
lon = "Länge"
speed_kn = "fahrt"
"""


@pytest.fixture
def column_map(tmp_path: Path) -> Path:
    path = tmp_path / "map.toml"
    path.write_text(MAP, "utf-8")
    return path


@pytest.mark.parametrize(
    "header",
    [
        b"Time,MMSI,Latitude_degrees,Longitude_degrees,SOG_knots",
        b"timestamp,mmsi,latitude,longitude,speed",
        b"dt_pos_utc,mmsi,lat,lng,sog",
        b"DATE TIME (UTC),MMSI,Lat,Long,Speed over ground",
        b"send,mmsi,LAT,LON,sog",
    ],
)
def test_common_names_are_understood(header: bytes):
    data = header + b"\n2024-01-31 12:00:00,273210440,42.5,131.25,9.5\n"

    assert SOURCE.recognise(opened_from(data)) == 0.6
    assert recognised(opened_from(data)) is SOURCE
    (row,) = positions(SOURCE, data)
    assert [row[name] for name in ("time", "mmsi", "lat", "lon", "speed_kn")] == [
        *(NOON, 273210440, 42.5, 131.25, 9.5)
    ]


def test_a_short_name_is_the_time_where_it_holds_times_and_no_other_column_does():
    row = b"2024-01-31 12:00:00,273210440,42.5,131.25\n"

    (read,) = positions(SOURCE, b"t,mmsi,lat,lon\n" + row)
    assert read["time"] == NOON
    assert SOURCE.recognise(opened_from(b"t,mmsi,lat,lon\n9.5,273210440,42.5,131.25\n")) == 0
    both = opened_from(b"t,time,mmsi,lat,lon\n9.5," + row)
    assert SOURCE.recognise(both) == 0.6


def test_a_header_with_two_times_leaves_the_choice_to_a_person():
    opened = opened_from(b"mmsi,time,timestamp,lat,lon\n1,2024-01-31 12:00:00,1706702400,42.5,131.25\n")

    assert SOURCE.recognise(opened) == 0.3
    with pytest.raises(SourceError, match=r"'time' and 'timestamp' may both be time") as caught:
        list(SOURCE.read(opened, Reading()))
    assert "--columns map.toml" in caught.value.hint


def test_what_is_missing_is_named_with_what_is_there():
    with pytest.raises(SourceError, match=r"no column is known to be time, lon\. It has: mmsi, when, lat"):
        list(SOURCE.read(opened_from(b"mmsi,when,lat\n1,2,3\n"), Reading()))


@pytest.mark.parametrize("value", [b"1706702400", b"1706702400000", b"2024-01-31T21:00:00+09:00"])
def test_the_way_of_writing_times_is_told_from_the_values(value: bytes):
    (row,) = positions(SOURCE, b"mmsi,time,lat,lon\n1," + value + b",42.5,131.25\n")

    assert row["time"] == NOON


def test_day_or_month_first_is_settled_by_a_later_row():
    rows = positions(
        SOURCE, b"mmsi,time,lat,lon\n1,01/02/2024 12:00,42.5,131.25\n1,13/02/2024 12:00,42.5,131.25\n"
    )

    assert [row["time"] for row in rows] == [datetime(2024, 2, 1, 12), datetime(2024, 2, 13, 12)]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (b"01/02/2024 12:00", "column 'time': '01/02/2024 12:00' may put the day or the month first"),
        (b"31 January", "column 'time': it is not clear what time '31 January' is"),
    ],
)
def test_times_that_can_be_read_in_two_ways_or_none_ask_for_a_format(value: bytes, why: str):
    with pytest.raises(SourceError, match=r"file\.csv:2: ") as caught:
        list(SOURCE.read(opened_from(b"mmsi,time,lat,lon\n1," + value + b",1,1\n"), Reading()))

    assert caught.value.reason.startswith(why)
    assert "time_format" in caught.value.hint


def test_a_map_says_which_column_is_which(column_map: Path):
    (row,) = positions(SOURCE, FOREIGN, columns=column_map)

    assert [row[name] for name in ("mmsi", "time", "lat", "lon", "speed_kn")] == [
        *(273210440, NOON, 42.5, 131.25, 9.5)
    ]


def test_a_map_settles_what_names_leave_open(column_map: Path):
    column_map.write_text('[columns]\nmmsi="mmsi"\ntime="timestamp"\nlat="lat"\nlon="lon"\nname="Schiff"\n')
    data = b"mmsi,time,timestamp,lat,lon,Schiff\n1,x,1706702400,42.5,131.25,ANGARA\n"

    found = tables(SOURCE, data, columns=column_map)

    assert found["positions"]["time"].to_pylist() == [NOON]
    assert found["statics"]["name"].to_pylist() == ["ANGARA"]


def test_a_map_for_another_file_names_the_missing_column_and_those_there(column_map: Path):
    data = FOREIGN.replace(b"Zeit", b"Uhrzeit")

    with pytest.raises(
        SourceError, match=r"map\.toml wants the column 'Zeit' for time\. It has: Nummer, Uhrzeit"
    ):
        list(SOURCE.read(opened_from(data), Reading(columns=column_map)))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[columns", "cannot be read"),
        ("\0", "cannot be read"),
        ("", "lacks mmsi, time, lat, lon"),
        (MAP.replace('mmsi = "Nummer"', ""), "lacks mmsi"),
        (MAP + 'colour = "Farbe"', "unknown column colour; known: mmsi, time"),
        ("color = 1\n" + MAP, "unknown key color; known: columns, time_format"),
        (MAP.replace('"Nummer"', "7"), "must give a name in quotes"),
        ("columns = 1", "must give a name in quotes"),
        (MAP.replace('"%d/%m/%y %Hh%M"', "1"), "time_format must be text"),
        (MAP.replace("0.1", '"0.1"'), "speed_factor must be a number"),
        (MAP.replace("0.1", "true"), "speed_factor must be a number"),
        (MAP.replace('";"', '"::"'), "delimiter must be one of"),
    ],
)
def test_a_map_that_says_something_else_is_refused(column_map: Path, text: str, reason: str):
    column_map.write_text(text, "utf-8")

    with pytest.raises(SourceError, match=reason):
        list(SOURCE.read(opened_from(FOREIGN), Reading(columns=column_map)))


def test_a_map_that_is_not_there_is_an_error_of_the_user(tmp_path: Path):
    with pytest.raises(SourceError, match=r"none\.toml: the column map cannot be read"):
        list(SOURCE.read(opened_from(FOREIGN), Reading(columns=tmp_path / "none.toml")))


def test_a_map_does_not_make_columns_of_what_is_no_text(column_map: Path):
    with pytest.raises(SourceError, match="has no columns as the map wants them"):
        list(SOURCE.read(opened_from(b"\x89PNG\0\0\r\n"), Reading(columns=column_map)))


def test_no_name_stands_for_two_columns():
    names = [name for known in SYNONYMS.values() for name in known]

    assert len(set(names)) == len(names)
    assert [key(name) for name in names] == names
    assert set(SYNONYMS) == {*ESSENTIAL, *OPTIONAL}

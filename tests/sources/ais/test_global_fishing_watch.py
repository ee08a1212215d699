from datetime import datetime

from tests.sources.ais.csv_files import positions
from tests.sources.opened import opened_from
from vedette.sources import recognised
from vedette.sources.ais.global_fishing_watch import SOURCE

FILE = (
    b"ssvid,lat,lon,timestamp,seg_id,speed\n"
    b"249014000,35.016995,129.0766233333,2018-01-01 00:43:50+00:00,249014000-2017-12-24T22:05:19Z,0.1\n"
)


def test_the_file_is_recognised():
    assert recognised(opened_from(FILE)) is SOURCE


def test_ssvid_is_the_mmsi_and_the_zone_is_taken_off():
    (row,) = positions(SOURCE, FILE)

    assert (row["mmsi"], row["time"], row["speed_kn"]) == (249014000, datetime(2018, 1, 1, 0, 43, 50), 0.1)


def test_an_offset_is_turned_into_utc():
    (row,) = positions(SOURCE, FILE.replace(b"+00:00", b"+09:00"))

    assert row["time"] == datetime(2017, 12, 31, 15, 43, 50)

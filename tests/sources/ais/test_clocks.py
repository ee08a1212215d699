from datetime import datetime

import pytest

from tests.sources.ais.said import AT_NOON, NOON, VOYAGE, at, base_station, reasons, ship, summed, tables
from vedette.sources.ais import nmea
from vedette.steps import Reading


def read(*lines: bytes, reading: Reading | None = None):
    return tables(nmea.SOURCE, b"\n".join(lines) + b"\n", reading)


def test_a_line_without_a_time_has_that_of_the_base_station_before_it():
    rows = read(base_station(minute=10), ship(), base_station(minute=20), ship())

    assert [(row["time"].minute, row["doubt"]) for row in rows["positions"]] == [(10, None), (20, None)]


def test_a_line_before_the_first_clock_has_its_time_and_a_doubt():
    rows = read(ship(), base_station(minute=10))

    assert [(row["time"].minute, row["doubt"]) for row in rows["positions"]] == [(10, nmea.HEARD_LATER)]


def test_a_line_without_a_time_has_that_of_the_gps_receiver_before_it():
    gps = b"$" + summed(b"GPRMC,120000.00,A,5250.5,N,00542.3,E,0.020,,141123,,,A")

    assert [row["time"] for row in read(gps, ship())["positions"]] == [NOON]


def test_a_line_without_a_time_has_that_of_the_timed_line_before_it():
    assert [row["time"] for row in read(AT_NOON + ship(), ship())["positions"]] == [NOON, NOON]


def test_a_log_without_any_clock_is_put_on_the_given_day_and_doubted():
    rows = read(ship(), reading=Reading(date=NOON))

    assert [(row["time"], row["doubt"]) for row in rows["positions"]] == [
        (datetime(2023, 11, 14), "time: day only")
    ]


def test_a_log_without_any_clock_or_day_is_refused_with_a_hint():
    rows = read(ship(), at(NOON, ship(8, data=b"\x01"))[len(AT_NOON) :], ship(5, **VOYAGE))

    assert rows["positions"] == rows["statics"] == []
    assert reasons(rows) == [(1, nmea.NO_TIME), (3, nmea.NO_TIME)]


@pytest.mark.parametrize(
    "clock",
    [
        {"year": 0, "month": 0, "day": 0, "hour": 24, "minute": 60, "second": 60},
        {"month": 13},
        {"year": 1999},
    ],
)
def test_a_base_station_that_does_not_know_the_time_is_passed_over(clock):
    assert reasons(read(base_station(**clock), ship())) == [(2, nmea.NO_TIME)]


def test_a_base_station_in_the_future_is_passed_over():
    rows = read(base_station(year=2030), base_station(), ship(), reading=Reading(now=NOON))

    assert [row["time"] for row in rows["positions"]] == [NOON]


def test_one_base_station_with_a_wrong_clock_does_not_date_the_ships():
    wrong = base_station(year=2004, second=7)
    rows = read(base_station(), wrong, wrong, ship(), base_station(second=10), wrong, ship())

    assert [row["time"].year for row in rows["positions"]] == [2023, 2023]


def test_a_jump_of_the_clock_is_believed_when_another_reading_agrees():
    rows = read(base_station(), base_station(hour=18), ship(), base_station(hour=18, second=10), ship())

    assert [row["time"].hour for row in rows["positions"]] == [12, 18]


def test_a_clock_without_a_date_runs_on_the_given_day_and_past_midnight():
    lines = [
        b"$" + summed(b"GPGGA,%s,5250.5,N,00542.3,E,1,09" % time) + b"\n" + ship()
        for time in (b"235959", b"000001.5")
    ]
    rows = read(*lines, reading=Reading(date=NOON))

    assert [row["time"] for row in rows["positions"]] == [
        datetime(2023, 11, 14, 23, 59, 59),
        datetime(2023, 11, 15, 0, 0, 1, 500_000),
    ]

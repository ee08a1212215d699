from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.ais.said import AT_NOON, NOON_S, ship, summed, tag
from vedette.kernels.ais_rows import GATEHOUSE, LINE, NONE, ODD, OTHER, SENTENCE, TIME
from vedette.kernels.sentence_lines import days_since_1970, read_lines

NOON_US = NOON_S * 1_000_000
PAYLOAD = ship().split(b",")[5]


def lines_of(*texts: bytes):
    data = b"".join(text + b"\n" for text in texts)
    lines = np.empty(len(texts) + 1, LINE)
    found, odd = read_lines(np.frombuffer(data, np.uint8), 0, lines)
    assert found == len(texts)
    assert odd == (lines["kind"][:found] == ODD).sum()
    return data, lines[:found]


@pytest.mark.parametrize(
    ("line", "kind", "tag_time", "line_time"),
    [
        (ship(), SENTENCE, NONE, NONE),
        (ship() + b"\r", SENTENCE, NONE, NONE),
        (b"  " + ship() + b"  ", SENTENCE, NONE, NONE),
        (AT_NOON + ship(), SENTENCE, NOON_US, NONE),
        (tag(b"s:station,c:%d000,n:12" % NOON_S) + ship(), SENTENCE, NOON_US, NONE),
        (tag(b"s:station") + AT_NOON + ship(), SENTENCE, NOON_US, NONE),
        (ship() + b",b003669794,%d" % NOON_S, SENTENCE, NONE, NOON_US),
        (ship() + b",r01XRDCO", SENTENCE, NONE, NONE),
        (b"%d " % NOON_S + ship(), SENTENCE, NONE, NOON_US),
        (b"[%d000] " % NOON_S + ship(), SENTENCE, NONE, NOON_US),
        (b"2023-11-14T12:00:00Z " + ship(), SENTENCE, NONE, NOON_US),
        (b"2023-11-14 12:00:00, " + AT_NOON + ship(), SENTENCE, NOON_US, NOON_US),
        (b"!" + summed(b"AIVDM,1,1,3,," + PAYLOAD + b",0,0"), SENTENCE, NONE, NONE),
        (b"$" + summed(b"PGHP,1,2023,11,14,12,0,0,0,219,,2190048,1,28"), GATEHOUSE, NONE, NOON_US),
        (AT_NOON, TIME, NOON_US, NONE),
        (b"$" + summed(b"GPGSV,3,1,10"), OTHER, NONE, NONE),
        (b"# !AIVDM", OTHER, NONE, NONE),
        (b" \r", OTHER, NONE, NONE),
    ],
)
def test_a_line_as_receivers_write_them_is_understood(line, kind, tag_time, line_time):
    data, (row,) = lines_of(line)

    assert (row["kind"], row["tag_time"], row["line_time"]) == (kind, tag_time, line_time)
    assert data[row["start"] : row["end"]] == line.strip()
    if kind == SENTENCE:
        assert data[row["payload"] : row["payload"] + row["size"]] == PAYLOAD


@pytest.mark.parametrize(
    "line",
    [
        ship()[:-1] + b"x",
        ship()[:-3],
        ship() + ship(),
        tag(b"c:%d.5" % NOON_S) + ship(),
        tag(b"c:noon") + ship(),
        tag(b"1G2:12,c:%d" % NOON_S) + ship(),
        tag(b"g:1-2-a_group_with_a_long_name") + ship(),
        AT_NOON[:-1] + ship(),
        ship() + b",%d.5" % NOON_S,
        b"2023-11-31T12:00:00Z " + ship(),
        b"2023-11-14T12:00:00+01:00 " + ship(),
        b"words " + ship(),
        b"$" + summed(b"GPRMC,120000.00,A,5250.5,N,00542.3,E,0.020,,141123,,,A"),
        b"$" + summed(b"GPTXT,!AIVDM,"),
        b"\0" * 300,
    ],
)
def test_any_other_line_is_left_to_the_parser_in_python(line):
    _, (row,) = lines_of(line)

    assert row["kind"] == ODD


def test_no_more_lines_are_read_than_there_is_room_for():
    data, lines = ship() + b"\n" + ship() + b"\n", np.empty(1, LINE)

    assert read_lines(np.frombuffer(data, np.uint8), 0, lines) == (1, 0)


@given(st.dates())
def test_a_day_has_its_number(day):
    assert days_since_1970(day.year, day.month, day.day) == (day - date(1970, 1, 1)).days


@pytest.mark.parametrize(
    "day", [(2023, 2, 29), (1900, 2, 29), (0, 1, 1), (2023, 13, 1), (2023, 4, 31), (2023, 1, 0)]
)
def test_there_is_no_number_for_a_day_that_never_was(day):
    assert days_since_1970(*day) == NONE

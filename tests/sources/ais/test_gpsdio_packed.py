from datetime import datetime

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.ais.said import reasons, tables
from tests.sources.opened import opened_from
from vedette.errors import SourceError
from vedette.sources import recognised
from vedette.sources.ais import gpsdio_packed
from vedette.steps import Reading

POSITION = {
    "type": 1,
    "mmsi": 240000000,
    "timestamp": "2015-01-01T00:02:23.000000Z",
    "lat": 10.87,
    "lon": -74.73,
    "speed": 0.0,
    "course": 308.0,
    "heading": 511,
    "status": "15",
}
VOYAGE = {
    "type": 5,
    "mmsi": 240000000,
    "timestamp": "2015-01-01T00:01:15.000000Z",
    "imo": 0,
    "shipname": "IMPALA MAGDALENA",
    "callsign": "",
    "shiptype": "70",
    "to_bow": 90,
    "to_stern": 10,
    "to_port": 0,
    "to_starboard": 0,
    "draught": 0.0,
    "destination": "",
}


def packed(*messages):
    return b"".join(msgpack.packb(message) for message in messages)


def read(data):
    return tables(gpsdio_packed.SOURCE, data)


def test_a_stream_of_packed_messages_is_recognised_and_other_bytes_are_not():
    assert recognised(opened_from(packed(POSITION))) is gpsdio_packed.SOURCE
    assert gpsdio_packed.recognise(opened_from(packed({"name": "ANGARA", "imo": 9179842}))) == 0
    assert gpsdio_packed.recognise(opened_from(b"\x89PNG\r\n mmsi timestamp")) == 0


def test_positions_and_what_ships_say_of_themselves_are_read_with_their_place_in_the_stream():
    found = read(packed(VOYAGE, POSITION))
    (position,), (static,) = found["positions"], found["statics"]

    assert [position[name] for name in ("mmsi", "time", "lat", "lon", "status")] == [
        240000000, datetime(2015, 1, 1, 0, 2, 23), 10.87, -74.73, 15,
    ]  # fmt: skip
    assert [position["record"].rpartition(":")[2], static["record"].rpartition(":")[2]] == ["2", "1"]
    assert [static[name] for name in ("name", "imo", "call_sign", "ship_type", "length_m", "draught_m")] == [
        "IMPALA MAGDALENA", None, None, 70, 100.0, None,
    ]  # fmt: skip


def test_the_two_halves_of_a_type_24_are_one_ship():
    half = {"type": 24, "mmsi": 227317360, "timestamp": "2014-08-19T00:45:28.000000Z"}
    name = {**half, "part_num": 0, "shipname": "F/V SAINT THOMAS"}
    rest = {**half, "part_num": 1, "shiptype": "30", "callsign": "FAB"}

    last = read(packed(name, rest))["statics"][-1]

    assert (last["name"], last["ship_type"], last["call_sign"]) == ("F/V SAINT THOMAS", 30, "FAB")


def test_types_that_tell_of_no_ship_are_passed_over():
    base = {**POSITION, "type": 4}

    found = read(packed(base, POSITION))

    assert len(found["positions"]) == 1
    assert not found.get("refusals")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"lat": None}, "there is no lat"),
        ({"timestamp": None}, "there is no timestamp"),
        ({"status": "moored"}, "status is 'moored', not a whole number"),
        ({"mmsi": "x"}, "mmsi is 'x', not a number"),
    ],
)
def test_a_message_that_cannot_be_used_is_refused_and_loses_no_other(change, reason):
    found = read(packed({**POSITION, **change}, POSITION))

    assert reasons(found) == [(1, reason)]
    assert len(found["positions"]) == 1


def test_text_that_is_not_utf_8_is_refused_alone():
    bad = packed({**VOYAGE, "shipname": "A" * 5}).replace(b"AAAAA", b"AA\xff\xfeA")

    found = read(bad + packed(POSITION))

    assert reasons(found) == [(1, "shipname holds half a character")]
    assert len(found["positions"]) == 1


@pytest.mark.parametrize(
    ("after", "why"),
    [
        (b"\xc1", "message 2 is no MessagePack"),
        (packed(POSITION)[:-5], "the last message is cut short"),
        (b"\xdf\xff\xff\xff\xff", "message 2 is no MessagePack"),  # four thousand million keys
        (b"\xdb\x7f\xff\xff\xff" + b"x" * 3_000_000, "message 2 is no MessagePack"),  # a text of 2 GB
        (b"\x91" * 3_000, "message 2 is no MessagePack"),  # a list in a list in a list
    ],
)
def test_a_stream_that_breaks_keeps_what_came_before_and_says_where(after, why):
    opened = opened_from(packed(POSITION) + after)
    batches = gpsdio_packed.read(opened, Reading(now=datetime(2026, 1, 1)))

    assert len(next(batches).rows) == 1
    with pytest.raises(SourceError, match=why) as error:
        next(batches)
    assert error.value.line == 2


@given(st.binary(max_size=400))
def test_no_bytes_break_it(data):
    try:
        found = read(packed(POSITION) + data)
    except SourceError:
        return
    assert len(found["positions"]) >= 1

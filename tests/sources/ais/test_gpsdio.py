import json
from datetime import datetime

import pytest

from tests.sources.ais.said import reasons, tables
from tests.sources.opened import opened_from
from vedette.sources import recognised
from vedette.sources.ais import gpsdio

MESSAGE = {
    "ssvid": 416000000,
    "lat": 22.57,
    "lon": 120.31,
    "timestamp": "2014-01-01 01:14:25.000000",
    "speed": 1,
}


def read(*messages):
    return tables(gpsdio.SOURCE, "\n".join(map(json.dumps, messages)).encode())


def test_messages_are_recognised_by_their_keys():
    assert recognised(opened_from(json.dumps(MESSAGE).encode())) is gpsdio.SOURCE


def test_a_message_with_a_place_is_a_position():
    (row,) = read(MESSAGE)["positions"]

    assert [row[name] for name in ("mmsi", "time", "lat", "lon", "speed_kn", "course_deg")] == [
        416000000, datetime(2014, 1, 1, 1, 14, 25), 22.57, 120.31, 1.0, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"lat": None}, "there is no lat"),
        ({"timestamp": None}, "there is no timestamp"),
        ({"timestamp": "2014-01-01"}, "timestamp is '2014-01-01', not a time"),
        ({"ssvid": "x"}, "ssvid is 'x', not a number"),
    ],
)
def test_a_message_that_cannot_be_placed_is_refused(change, reason):
    assert reasons(read({**MESSAGE, **change}, MESSAGE)) == [(1, reason)]


def test_a_message_with_its_type_may_tell_of_the_ship_instead_of_a_place():
    voyage = {"type": 5, "repeat": 0, "mmsi": 1, "timestamp": MESSAGE["timestamp"], "shipname": "ANGARA@@@"}
    packed = json.dumps(voyage).encode()

    (static,) = tables(gpsdio.SOURCE, packed)["statics"]

    assert recognised(opened_from(packed)) is gpsdio.SOURCE
    assert static["name"] == "ANGARA"

import json
from datetime import datetime

import pytest

from tests.sources.ais.said import NOON, reasons, tables
from tests.sources.opened import opened_from
from vedette.errors import SourceError
from vedette.sources import recognised
from vedette.sources.ais import digitraffic
from vedette.steps import Reading

SHIP = {
    "mmsi": 273274000,
    "name": "VOLGONEFT-102",
    "lon": 30.19,
    "lat": 59.88,
    "sog": 5.3,
    "cog": 74.9,
    "heading": 76,
    "ship_type": 90,
    "destination": "SPB",
    "eta": "691456",
}
FEATURE = {
    "mmsi": 273274000,
    "type": "Feature",
    "geometry": {"type": "Point", "coordinates": [30.19, 59.88]},
    "properties": {"mmsi": 273274000, "sog": 5.3, "cog": 74.9, "navStat": 1, "heading": 76},
}
FEATURE["properties"]["timestampExternal"] = 1_699_963_200_500


def snapshot(*ships, **more):
    return {"timestamp": "2023-11-14T12:00:00.25+00:00", "vessel_count": len(ships), "vessels": ships, **more}


def feed(*features):
    return {"type": "FeatureCollection", "dataUpdatedTime": "2023-11-14T12:00:00Z", "features": features}


def read(document, indent=2, reading=None):
    text = document if isinstance(document, str) else json.dumps(document, indent=indent)
    return tables(digitraffic.SOURCE, text.encode(), reading, "latest.json")


@pytest.mark.parametrize("document", [snapshot(SHIP), feed(FEATURE)])
@pytest.mark.parametrize("indent", [None, 2])
def test_both_forms_are_recognised(document, indent):
    assert recognised(opened_from(json.dumps(document, indent=indent).encode())) is digitraffic.SOURCE


@pytest.mark.parametrize("head", [b"", b'{"mmsi": 1}', b'{"type": "FeatureCollection", "features": []}'])
def test_other_files_are_not_taken_for_digitraffic(head):
    assert digitraffic.recognise(opened_from(head)) == 0


def test_a_ship_of_a_snapshot_has_its_time():
    rows = read(snapshot(SHIP))

    assert rows["positions"] == [
        {
            "mmsi": 273274000,
            "time": datetime(2023, 11, 14, 12, 0, 0, 250_000),
            "lat": 59.88,
            "lon": 30.19,
            "speed_kn": 5.3,
            "course_deg": 74.9,
            "heading_deg": 76.0,
            "status": None,
            "doubt": None,
            "source": "ais/digitraffic",
            "record": "0123456789ab:6",
        }
    ]
    (static,) = rows["statics"]
    assert [static[name] for name in ("name", "ship_type", "destination", "eta", "imo")] == [
        "VOLGONEFT-102", 90, "SPB", "10-17 20:00", None,
    ]  # fmt: skip


@pytest.mark.parametrize("packed", ["1596", "abc", None, "-1", 0, "99999999999", "²"])
def test_an_arrival_that_cannot_be_read_is_null(packed):
    assert read(snapshot({**SHIP, "eta": packed}))["statics"][0]["eta"] is None


def test_the_time_may_stand_after_the_ships():
    text = json.dumps({"vessels": [SHIP], "timestamp": "2023-11-14T12:00:00Z"})

    assert [row["time"] for row in read(text)["positions"]] == [NOON]


def test_a_feature_has_its_own_time():
    (row,) = read(feed(FEATURE))["positions"]

    assert row["time"] == datetime(2023, 11, 14, 12, 0, 0, 500_000)
    assert [row[name] for name in ("mmsi", "lat", "lon", "status")] == [273274000, 59.88, 30.19, 1]


@pytest.mark.parametrize("indent", [None, 0, 2])
@pytest.mark.parametrize("form", [snapshot, feed])
def test_the_record_is_a_line_on_which_the_ships_number_stands(indent, form):
    numbers = (273000001, 2190048, 273000003)
    document = form(*[{**(SHIP if form is snapshot else FEATURE), "mmsi": number} for number in numbers])
    lines = json.dumps(document, indent=indent).split("\n")
    rows = read(document, indent)["positions"]

    assert [row["mmsi"] for row in rows] == list(numbers)
    for row in rows:
        assert f'"mmsi": {row["mmsi"]}' in lines[int(row["record"].split(":")[1]) - 1]


@pytest.mark.parametrize(
    ("ship", "reason"),
    [
        (7, "the vessel is not a JSON object"),
        ({**SHIP, "mmsi": None}, "there is no mmsi"),
        ({**SHIP, "mmsi": -1}, "mmsi is -1, below zero"),
        ({**SHIP, "lat": None}, "there is no lat"),
        ({**SHIP, "lon": "30"}, "lon is '30', not a number"),
        ({**SHIP, "name": ["x"]}, "name is ['x'], not a text"),
    ],
)
def test_a_ship_that_cannot_be_used_is_refused_and_the_next_is_read(ship, reason):
    rows = read(snapshot(ship, SHIP))

    assert len(rows["positions"]) == len(rows["statics"]) == 1
    assert [words for _, words in reasons(rows)] == [reason]


def test_a_feature_that_is_not_a_point_is_refused():
    assert [words for _, words in reasons(read(feed({**FEATURE, "geometry": None})))] == [
        "the geometry is not a point"
    ]


def test_a_snapshot_in_the_future_is_refused_ship_by_ship():
    rows = read(snapshot(SHIP), reading=Reading(now=datetime(2023, 11, 13)))

    assert [words for _, words in reasons(rows)] == ["time is in the future"]


def test_a_snapshot_without_a_time_is_refused_ship_by_ship():
    assert [words for _, words in reasons(read({"vessels": [SHIP]}))] == ["the snapshot has no timestamp"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"timestamp": "noon", "vessels": []}', "timestamp is 'noon', not a time"),
        ('{"timestamp": "2023-11-14T12:00:00Z"}', "there is no list of vessels or features"),
        ('{"timestamp": "2023-11-14T12:00:00Z", "vessels": [' + "[" * 100_000, "the JSON is nested too deep"),
        ('{"timestamp": "2023-11-14T12:00:00Z", "vessels": [{"mmsi"', "not JSON: "),
        ('{"vessels": [], "vessels": []}', "not JSON: a key stands twice"),
        ('{"vessels": []} {}', "not JSON: there is more after its end"),
        ("[]", "not JSON: expecting '{'"),
        ("", "not JSON: expecting '{'"),
    ],
)
def test_a_document_that_is_not_a_snapshot_is_an_error(text, reason):
    with pytest.raises(SourceError) as caught:
        read(text)

    assert caught.value.reason.startswith(reason)


def test_ships_before_the_end_of_a_torn_document_are_read():
    text = json.dumps(snapshot(SHIP, SHIP), indent=2)
    batches = []
    with pytest.raises(SourceError, match="not JSON"):
        batches.extend(digitraffic.read(opened_from(text[:-60].encode()), Reading()))

    assert [(batch.table, len(batch.rows)) for batch in batches] == [("positions", 1), ("statics", 1)]

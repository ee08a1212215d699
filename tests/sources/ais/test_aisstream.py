import json
from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sources.ais.said import NOON, reasons, tables
from tests.sources.opened import opened_from
from vedette.errors import SourceError
from vedette.sources import recognised
from vedette.sources.ais import aisstream
from vedette.steps import Reading

PLACE = {"UserID": 273210440, "Latitude": 42.23, "Longitude": 130.3, "Sog": 11.3, "Cog": 225.5, "Valid": True}
BODY = {**PLACE, "MessageID": 1, "TrueHeading": 224, "NavigationalStatus": 5, "Timestamp": 36}
VOYAGE = {
    "MessageID": 5,
    "UserID": 273210440,
    "Valid": True,
    "Name": "ANGARA@@@@",
    "CallSign": "UBLS4  ",
    "ImoNumber": 9179842,
    "Type": 76,
    "Dimension": {"A": 100, "B": 22, "C": 8, "D": 10},
    "MaximumStaticDraught": 6.4,
    "Destination": "RAJIN               ",
    "Eta": {"Month": 9, "Day": 13, "Hour": 18, "Minute": 0},
}


def enveloped(body, kind="PositionReport", time="2023-11-14 12:00:00.94034384 +0000 UTC"):
    return {"Message": {kind: body}, "MessageType": kind, "MetaData": {"MMSI": 1, "time_utc": time}}


def read(*messages, reading=None, name="live.ndjson"):
    lines = [message if isinstance(message, str) else json.dumps(message) for message in messages]
    return tables(aisstream.SOURCE, "\n".join(lines).encode(), reading, name)


def only(table):
    (row,) = table
    return row


@pytest.mark.parametrize("message", [enveloped(BODY), BODY])
@pytest.mark.parametrize("indent", [None, 2])
def test_messages_are_recognised_with_and_without_their_envelope(message, indent):
    assert recognised(opened_from(json.dumps(message, indent=indent).encode())) is aisstream.SOURCE


@pytest.mark.parametrize("head", [b"", b"UserID,MessageID\n", b'{"mmsi": 1}', b'"UserID" "MessageID"'])
def test_other_files_are_not_taken_for_aisstream(head):
    assert aisstream.recognise(opened_from(head)) == 0


def test_an_enveloped_report_has_the_time_of_its_envelope():
    assert only(read(enveloped(BODY))["positions"]) == {
        "mmsi": 273210440,
        "time": datetime(2023, 11, 14, 12, 0, 0, 940343),
        "lat": 42.23,
        "lon": 130.3,
        "speed_kn": 11.3,
        "course_deg": 225.5,
        "heading_deg": 224.0,
        "status": 5,
        "doubt": None,
        "source": "ais/aisstream",
        "record": "0123456789ab:1",
    }


def test_a_bare_body_on_a_given_day_is_put_at_its_second_and_doubted():
    row = only(read(BODY, reading=Reading(date=NOON))["positions"])

    assert (row["time"], row["doubt"]) == (datetime(2023, 11, 14, 0, 0, 36), "time: day only")


def test_a_bare_body_takes_the_day_from_the_files_name_and_says_so():
    row = only(read(BODY, name="world-2023-10-22.ndjson.gz")["positions"])

    assert row["time"] == datetime(2023, 10, 22, 0, 0, 36)
    assert row["doubt"] == "time: only the day, from the file's name"


@pytest.mark.parametrize("second", [60, 61, 62, 63, None, -1])
def test_a_second_that_is_not_known_counts_as_none(second):
    row = only(read({**BODY, "Timestamp": second}, reading=Reading(date=NOON))["positions"])

    assert row["time"] == datetime(2023, 11, 14)


def test_a_bare_body_without_any_day_is_refused_with_a_hint():
    rows = read(BODY, VOYAGE, {"MessageID": 4, "UserID": 1}, name="world-2023-13-45.ndjson")

    assert reasons(rows) == [(1, aisstream.NO_TIME), (2, aisstream.NO_TIME)]


def test_a_voyage_report_gives_what_the_ship_says_of_herself():
    row = only(read(enveloped(VOYAGE, "ShipStaticData"))["statics"])

    assert {name: row[name] for name in row if name not in ("time", "source", "record")} == {
        "mmsi": 273210440,
        "imo": 9179842,
        "name": "ANGARA",
        "call_sign": "UBLS4",
        "ship_type": 76,
        "length_m": 122.0,
        "width_m": 18.0,
        "draught_m": 6.4,
        "destination": "RAJIN",
        "eta": "09-13 18:00",
    }


def test_what_a_ship_does_not_know_of_herself_is_null():
    unknown = {"ImoNumber": 0, "MaximumStaticDraught": 0, "Destination": " ", "Dimension": None, "Eta": None}
    row = only(read(enveloped({**VOYAGE, **unknown}, "ShipStaticData"))["statics"])

    assert [row[name] for name in ("imo", "draught_m", "destination", "length_m", "eta")] == [None] * 5


def test_only_the_valid_half_of_a_type_24_is_read_and_the_halves_are_put_together():
    def half(**valid):
        report = {
            "MessageID": 24,
            "UserID": 273210440,
            "ReportA": {"Name": "LADY R", "Valid": False},
            "ReportB": {"CallSign": "UB1", "ShipType": 37, "Dimension": {"A": 10, "B": 2}, "Valid": False},
        }
        for name in valid:
            report[name]["Valid"] = True
        return enveloped(report, "StaticDataReport")

    statics = read(half(ReportA=True), half(ReportB=True))["statics"]

    assert [(row["name"], row["call_sign"], row["length_m"]) for row in statics] == [
        ("LADY R", None, None),
        ("LADY R", "UB1", 12.0),
    ]


@pytest.mark.parametrize(("kind", "unknown"), [(9, 1023), (27, 63)])
def test_a_number_for_not_known_that_only_the_type_explains_becomes_null(kind, unknown):
    row = only(read(enveloped({**PLACE, "MessageID": kind, "Sog": unknown}))["positions"])

    assert row["speed_kn"] is None


@pytest.mark.parametrize(
    "message",
    [
        enveloped({}, "UnknownMessage"),
        enveloped({"MessageID": 4, "UserID": 2610400, "Valid": True}, "BaseStationReport"),
        enveloped(
            {"MessageID": 21, "UserID": 993682745, "Latitude": 1, "Longitude": 1}, "AidsToNavigationReport"
        ),
    ],
)
def test_other_messages_give_neither_row_nor_refusal(message):
    assert read(message) == {"positions": [], "statics": [], "refusals": []}


@pytest.mark.parametrize("mmsi", [2190048, 1072211352, 0])
def test_a_number_not_of_nine_digits_is_kept(mmsi):
    assert only(read(enveloped({**BODY, "UserID": mmsi}))["positions"])["mmsi"] == mmsi


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("[" * 100_000, "the JSON is nested too deep"),
        ('{"UserID": ' + "9" * 5_000 + "}", "not JSON: "),
        ('{"MessageID": 1, "Latitude": NaN}', "not JSON: NaN is not a number"),
        ('{"MessageID": 1, "Latitude": 1e999}', "not JSON: 1e999 is not a number"),
        ('{"MessageID": 1, "MessageID": 5}', "not JSON: a key stands twice in one object"),
        ("[1, 2]", "the line is not a JSON object"),
        ("7", "the line is not a JSON object"),
        ('{"MessageID": 1', "not JSON: "),
        ("not json", "not JSON: "),
        ({"error": "Api Key Is Not Valid"}, "there is no MessageID"),
        ({**BODY, "Valid": False}, "the publisher says that the message is not valid"),
        ({**BODY, "Latitude": None}, "there is no Latitude"),
        ({**BODY, "Latitude": "42"}, "Latitude is '42', not a number"),
        ({**BODY, "Latitude": True}, "Latitude is True, not a number"),
        ({**BODY, "Sog": 10**400}, "Sog is 'a huge number', not a number"),
        ({**BODY, "UserID": -5}, "UserID is -5, below zero"),
        ({**BODY, "UserID": 1.5}, "UserID is 1.5, not a whole number"),
        ({**BODY, "UserID": None}, "there is no UserID"),
        ({**VOYAGE, "Name": 7}, "Name is 7, not a text"),
        ({**VOYAGE, "Name": "\ud800"}, "Name holds half a character"),
        ({**VOYAGE, "Name": "A" * 201}, "Name has 201 characters, more than 200"),
        ({**VOYAGE, "Dimension": [1]}, "Dimension is not a JSON object"),
        (enveloped(BODY, time="yesterday"), "time_utc is 'yesterday', not a time"),
        (enveloped([BODY]), "PositionReport is not a JSON object"),
        (enveloped(BODY, time="1999-01-01 00:00:00 +0000 UTC"), "time is before 2000"),
        (enveloped(BODY, time="2023-11-16 00:00:00 +0000 UTC"), "time is in the future"),
    ],
)
def test_a_hostile_or_broken_line_is_refused_and_the_next_is_read(message, reason):
    rows = read(enveloped(BODY), message, enveloped(BODY), reading=Reading(date=NOON, now=NOON))

    assert len(rows["positions"]) == 2
    ((line, words),) = reasons(rows)
    assert line == 2
    assert words.startswith(reason)


def test_a_line_that_is_not_utf_8_is_refused():
    rows = tables(aisstream.SOURCE, b'{"MessageID": 1}\n{"Name": "\xff"}\n', Reading(date=NOON))

    assert reasons(rows) == [(1, "there is no UserID"), (2, "the line is not UTF-8")]


@pytest.mark.parametrize("layout", ["pretty", "several", "list"])
def test_a_document_is_read_with_the_line_of_each_ships_number(layout):
    messages = [enveloped({**BODY, "UserID": n}) for n in (273000001, 273000002)]
    pretty = [json.dumps(message, indent=2) for message in messages]
    text = {"pretty": pretty[0], "several": "\n".join(pretty), "list": json.dumps(messages, indent=1)}[layout]
    rows = tables(aisstream.SOURCE, text.encode())

    lines = text.split("\n")
    assert len(rows["positions"]) == (1 if layout == "pretty" else 2)
    for row in rows["positions"]:
        assert f'"UserID": {row["mmsi"]}' in lines[int(row["record"].split(":")[1]) - 1]


def test_a_document_that_is_cut_short_gives_what_stands_before_and_then_the_error():
    text = json.dumps([enveloped(BODY), enveloped(BODY)], indent=1)
    batches = []
    with pytest.raises(SourceError, match="not JSON"):
        batches.extend(aisstream.read(opened_from(text[:-300].encode()), Reading()))

    assert [(batch.table, len(batch.rows)) for batch in batches] == [("positions", 1)]


def test_a_document_too_long_to_hold_is_an_error(monkeypatch):
    monkeypatch.setattr("vedette.sources.ais.objects.DOCUMENT_BYTES", 1 << 20)
    with pytest.raises(SourceError, match="too long"):
        tables(aisstream.SOURCE, b"{\n" + b" " * (2 << 20))


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200), st.text(alphabet='{}[]":,\n 1eUserIDMessageID', max_size=200).map(str.encode)
    )
)
def test_whatever_the_bytes_nothing_but_a_source_error_is_raised(data):
    with suppress(SourceError):
        tables(aisstream.SOURCE, data, Reading(date=NOON))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*BODY, *VOYAGE]), inner, max_size=4)
    ),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([BODY, VOYAGE]), st.dictionaries(st.sampled_from([*BODY, *VOYAGE]), VALUES, max_size=4)
)
def test_whatever_the_values_a_report_is_one_row_or_one_refusal(body, changed):
    body = {**body, **changed}
    rows = read(enveloped(body), reading=Reading(now=NOON))

    held = [len(rows[name]) for name in ("positions", "statics", "refusals")]
    assert sum(held) <= 1
    assert sum(held) == 1 or body["MessageID"] is not BODY["MessageID"]


def test_the_size_of_the_blocks_changes_nothing():
    data = "\n".join(json.dumps(m) for m in [enveloped(BODY), enveloped(VOYAGE), BODY] * 9).encode()

    for block_bytes in (1, 7, 100, 1000):
        assert tables(aisstream.SOURCE, data, Reading(block_bytes=block_bytes)) == tables(
            aisstream.SOURCE, data
        )

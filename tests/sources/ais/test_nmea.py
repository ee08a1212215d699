import io
import random
from datetime import timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.sources.ais.said import AT_NOON, NOON, VOYAGE, at, base_station, reasons, ship, summed, tables, tag
from tests.sources.opened import opened_from
from vedette.errors import SourceError
from vedette.sources import recognised
from vedette.sources.ais import nmea
from vedette.sources.opening import File
from vedette.steps import Reading


def read(*lines: bytes, reading: Reading | None = None):
    return tables(nmea.SOURCE, b"\n".join(lines) + b"\n", reading)


def with_bits(payload: bytes, start: int, width: int, value: int) -> bytes:
    """Write a number over some bits of a payload in AIS armour."""
    armour = [*range(48, 88), *range(96, 120)]
    bits = "".join(f"{armour.index(byte):06b}" for byte in payload)
    bits = bits[:start] + f"{value:0{width}b}" + bits[start + width :]
    return bytes(armour[int(bits[at : at + 6], 2)] for at in range(0, len(bits), 6))


@pytest.mark.parametrize(
    "head",
    [ship(), AT_NOON + ship(), b"# a log\r\n$GPGGA,1*00\r\n" + ship(), b"2023-11-14T12:00:00Z " + ship()],
)
def test_a_log_is_recognised_by_its_sentences(head):
    assert recognised(opened_from(head, "what.ever")) is nmea.SOURCE


@pytest.mark.parametrize(
    "head", [b"", b"mmsi,lat,lon\n", b'{"message":"!AIVDM,1,1,,A,1,0*00"}', b"see !AIVDM,1"]
)
def test_other_files_are_not_taken_for_logs(head):
    assert nmea.recognise(opened_from(head)) == 0


def test_a_class_a_report_gives_its_position():
    line = ship(1, speed=11.3, course=225.5, heading=224, status=5)

    assert read(AT_NOON + line)["positions"] == [
        {
            "mmsi": 273210440,
            "time": NOON,
            "lat": 42.23,
            "lon": 130.3,
            "speed_kn": 11.3,
            "course_deg": 225.5,
            "heading_deg": 224.0,
            "status": 5,
            "doubt": None,
            "source": "ais/nmea",
            "record": "0123456789ab:1",
        }
    ]


@pytest.mark.parametrize("kind", [1, 2, 3, 9, 18, 19, 27])
def test_each_type_with_a_position_gives_one(kind):
    (row,) = read(at(NOON, ship(kind, speed=12, course=200)))["positions"]

    assert (row["speed_kn"], row["course_deg"]) == (12, 200)
    assert (row["lat"], row["lon"]) == (pytest.approx(42.23, abs=0.002), pytest.approx(130.3, abs=0.002))


def test_numbers_for_not_known_are_kept_as_they_were_sent():
    line = ship(1, lat=91, lon=181, speed=102.3, course=360, heading=511, status=15)
    (row,) = read(AT_NOON + line)["positions"]

    assert [row[name] for name in ("lat", "lon", "speed_kn", "course_deg", "heading_deg", "status")] == [
        91, 181, 102.3, 360, 511, 15,
    ]  # fmt: skip


@pytest.mark.parametrize(("kind", "unknown"), [(9, 1023), (27, 63)])
def test_a_number_for_not_known_that_only_the_type_explains_becomes_null(kind, unknown):
    (row,) = read(AT_NOON + ship(kind, speed=unknown))["positions"]

    assert row["speed_kn"] is None


@pytest.mark.parametrize("kind", [4, 6, 8, 10, 14, 15, 20, 21, 23])
def test_other_types_give_neither_row_nor_refusal(kind):
    said = {"dest_mmsi": 1, "text": "MAYDAY", "data": b"\x01" * 8, "lat": 1, "lon": 1, "mmsi_1": 1}
    rows = read(at(NOON, ship(kind, **said)))

    assert rows == {"positions": [], "statics": [], "refusals": []}


def test_a_voyage_report_gives_what_the_ship_says_of_herself():
    (row,) = read(at(NOON, ship(5, **VOYAGE)))["statics"]

    assert row == {
        "mmsi": 273210440,
        "time": NOON,
        "imo": 9179842,
        "name": "ANGARA",
        "call_sign": "UBLS4",
        "ship_type": 70,
        "length_m": 122.0,
        "width_m": 18.0,
        "draught_m": 6.4,
        "destination": "RAJIN",
        "eta": "09-13 18:00",
        "source": "ais/nmea",
        "record": "0123456789ab:1",
    }


def test_what_a_ship_does_not_know_of_herself_is_null():
    (row,) = read(at(NOON, ship(5, shipname="  ANGARA", month=0, day=0, hour=24, minute=60)))["statics"]

    assert row["name"] == "ANGARA"
    unknown = ("imo", "call_sign", "length_m", "width_m", "draught_m", "destination", "eta")
    assert [row[name] for name in unknown] == [None] * 7


def test_a_static_is_given_again_only_when_it_has_changed():
    towards = [ship(5, **{**VOYAGE, "destination": to}) for to in ("RAJIN", "RAJIN", "DUNAI", "RAJIN")]
    rows = read(*[at(NOON + timedelta(minutes=n), line) for n, line in enumerate(towards)])

    assert [(row["destination"], row["time"].minute) for row in rows["statics"]] == [
        ("RAJIN", 0),
        ("DUNAI", 2),
        ("RAJIN", 3),
    ]


def test_the_halves_of_a_type_24_are_put_together_for_each_ship():
    a = ship(24, partno=0, shipname="LADY R")
    b = ship(24, partno=1, callsign="UB1", ship_type=37, to_bow=10, to_stern=2)
    other = ship(24, 273000001, partno=0, shipname="OTHER")
    statics = read(*[AT_NOON + line for line in (a, other, b, a, b)])["statics"]

    assert [(row["name"], row["call_sign"], row["length_m"]) for row in statics] == [
        ("LADY R", None, None),
        ("OTHER", None, None),
        ("LADY R", "UB1", 12.0),
    ]


def test_two_ships_under_one_number_do_not_lend_each_other_their_names():
    lines = [ship(5, **VOYAGE), ship(24, partno=0, shipname="SKIFF")]
    statics = read(*[at(NOON, line) for line in lines])["statics"]

    assert [(row["name"], row["imo"]) for row in statics] == [("ANGARA", 9179842), ("SKIFF", None)]


def test_an_extended_class_b_report_gives_a_position_and_a_static():
    rows = read(at(NOON, ship(19, shipname="ANNA", ship_type=36, to_bow=5, to_stern=4)))

    assert len(rows["positions"]) == 1
    assert [(row["name"], row["ship_type"], row["length_m"]) for row in rows["statics"]] == [("ANNA", 36, 9)]


@pytest.mark.parametrize(("kind", "bit", "sent"), [(5, 232, 255), (5, 232, 76), (19, 263, 255)])
def test_a_ship_type_the_decoder_does_not_know_is_kept_as_sent(kind, bit, sent):
    payload = b"".join(line.split(b",")[5] for line in ship(kind, shipname="ANNA").split(b"\n"))
    line = b"!" + summed(b"AIVDM,1,1,,A," + with_bits(payload, bit, 8, sent) + b",0")

    assert read(AT_NOON + line)["statics"][0]["ship_type"] == sent


def test_the_record_of_a_message_in_parts_is_its_first_line():
    rows = read(b"# a log", at(NOON, ship(5, **VOYAGE)))

    assert [row["record"] for row in rows["statics"]] == ["0123456789ab:2"]


@pytest.mark.parametrize(
    ("later", "refused"),
    [(timedelta(hours=23), []), (timedelta(hours=25), [(1, "time is in the future")])],
)
def test_a_time_more_than_a_day_ahead_is_refused(later, refused):
    assert reasons(read(at(NOON + later, ship()), reading=Reading(now=NOON))) == refused


def test_a_time_before_anyone_kept_logs_is_refused():
    assert reasons(read(tag(b"c:135") + ship())) == [(1, "time is before 2000")]


def test_a_report_of_place_and_name_is_refused_once():
    assert reasons(read(ship(19))) == [(1, nmea.NO_TIME)]


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"13prmQ?P001EOA4OC3h", "a message of type 1 has 28 characters, not 19"),
        (b"13prmQ?P001EOA4OC3h@u?vl20SR000", "a message of type 1 has 28 characters, not 31"),
        (b"538UMb82F1cOD9MOD00PtpHhEE8", "a message of type 5 has 71 or 72 characters, not 27"),
        (b"03prmQ?P001EOA4OC3h@u?vl20SR", "there is no AIS message of type 0"),
        (b"w3prmQ?P001EOA4OC3h@u?vl20SR", "there is no AIS message of type 63"),
        (
            b"H3KLehgt00000000?6ekkjm00000",
            "the payload of type 24 cannot be decoded: Partno 3 is not allowed!",
        ),
    ],
)
def test_a_payload_that_is_no_message_is_refused_with_the_reason(payload, reason):
    line = AT_NOON + b"!" + summed(b"AIVDM,1,1,,A," + payload + b",0")

    assert reasons(read(line)) == [(1, reason)]


def test_a_refusal_keeps_the_line():
    (row,) = read(ship() + b"\r")["refusals"]

    assert (row["text"], row["record"]) == (ship().decode(), "0123456789ab:1")


@pytest.mark.parametrize("length", [1 << 10, 2 << 20, 9 << 20])
def test_a_line_too_long_to_hold_is_refused_and_the_others_are_read(length):
    rows = read(AT_NOON + ship(), b"!AIVDM," + b"1" * length, AT_NOON + ship())

    assert [row["record"][-1] for row in rows["positions"]] == ["1", "3"]
    assert reasons(rows) == [(2, "the line is too long to be a sentence")]


def test_what_was_read_before_a_file_breaks_stays_read():
    class Torn(io.BytesIO):
        def read(self, size=-1):
            if data := super().read(size):
                return data
            raise SourceError("cut short")

    data = AT_NOON + ship() + b"\n" + AT_NOON + ship()[:20]
    opened = File("log.nmea", "0123456789ab", data, lambda: Torn(data))
    read_so_far = []
    with pytest.raises(SourceError, match="cut short"):
        read_so_far.extend(nmea.read(opened, Reading()))

    assert [(batch.table, len(batch.rows)) for batch in read_so_far] == [("positions", 1)]


def log(seed: int = 1, lines: int = 60) -> bytes:
    chance = random.Random(seed)
    said: list[bytes] = []
    for _ in range(lines):
        mmsi = chance.choice((273210440, 273000001))
        kind = chance.choice((1, 5, 5, 18, 4, 24, 8))
        if kind == 4:
            said.append(base_station(minute=chance.randrange(60)))
            continue
        values = {**VOYAGE, "data": b"\x01", "partno": chance.randrange(2), "seq": chance.randrange(10)}
        parts = ship(kind, mmsi, **values).split(b"\n")
        said += [AT_NOON + part if chance.random() < 0.3 else part for part in parts]
    if seed != 1:
        chance.shuffle(said)
    return b"\n".join(said)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 500), st.integers(1, 4))
def test_the_size_of_the_blocks_changes_nothing(block_bytes, seed):
    data = log(seed)

    assert tables(nmea.SOURCE, data, Reading(block_bytes=block_bytes)) == tables(nmea.SOURCE, data)


def test_the_size_of_the_batches_changes_nothing_once_a_clock_is_heard(monkeypatch):
    data = base_station() + b"\n" + log()
    whole = tables(nmea.SOURCE, data)
    monkeypatch.setattr(nmea, "BATCH_ROWS", 7)
    rows = tables(nmea.SOURCE, data)

    for name in ("positions", "statics"):
        assert rows[name] == whole[name]
    assert sorted(reasons(rows)) == sorted(reasons(whole))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
@example(b"\\\\\\")
@example(b"!AIVDM,1,1,,A,")
@example(b"\\g:1-2-x*\\!")
def test_whatever_the_bytes_nothing_is_raised(data):
    tables(nmea.SOURCE, data, Reading(date=NOON))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1 << 30), st.integers(0, 255)), max_size=40))
def test_whatever_becomes_of_its_bytes_a_line_of_ais_is_a_row_or_is_refused(changes):
    lines = [AT_NOON + ship(kind, 273000000 + kind, speed=3) for kind in (1, 2, 3, 9, 18, 27)] * 3
    data = bytearray(b"\n".join(lines))
    for place, byte in changes:
        if data[place % len(data)] != 10 and byte != 10:
            data[place % len(data)] = byte
    rows = tables(nmea.SOURCE, bytes(data))

    used = [int(row["record"].split(":")[1]) for row in (*rows["positions"], *rows["refusals"])]
    still_ais = {n for n, line in enumerate(bytes(data).split(b"\n"), 1) if line.count(b"VDM,") == 1}
    passed_over = still_ais - set(used)
    assert len(used) == len(set(used))
    for number in passed_over:
        # A comment, another type or another talker's sentence now; those are no rows and no refusals.
        line = bytes(data).split(b"\n")[number - 1]
        assert line.strip().startswith(b"#") or b"!AIVDM,1,1,," not in line

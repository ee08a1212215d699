from datetime import UTC, datetime

import pytest

from tests.sources.ais.said import NOON_S, summed, tag
from vedette.sources.ais.clocks import Clock
from vedette.sources.ais.framing import Framing, Message

PAYLOAD = b"13prmQ?P001EOA4OC3h@u?vl20SR"
ONE = b"!" + summed(b"AIVDM,1,1,,A," + PAYLOAD + b",0")
NOON_US = NOON_S * 1_000_000


def part(number, total=2, key=b"9,B", *, talker=b"AI", payload=b"538UMb8"):
    return b"!" + summed(b"%sVDM,%d,%d,%s,%s,0" % (talker, total, number, key, payload))


def framed(*lines: bytes):
    """Give the messages of some lines, and each refusal as line and reason."""
    refused: list[tuple[int, str]] = []
    framing = Framing(lambda *refusal: refused.append(refusal[:2]))
    taken = [framing.take(number, line) for number, line in enumerate(lines, 1)]
    framing.end()
    return [one for one in taken if one is not None], refused


def times(*lines: bytes):
    return [message.time for message in framed(*lines)[0]]


@pytest.mark.parametrize("talker", [b"AI", b"AB", b"BS", b"SA", b"--"])
@pytest.mark.parametrize("formatter", [b"VDM", b"VDO"])
def test_a_sentence_of_any_talker_is_a_message(talker, formatter):
    line = b"!" + summed(talker + formatter + b",1,1,,A," + PAYLOAD + b",0")

    assert framed(line) == ([Message(1, None, PAYLOAD, line)], [])


def test_a_sentence_that_gives_its_fill_bits_twice_is_a_message():
    line = b"!" + summed(b"AIVDM,1,1,3,," + PAYLOAD + b",0,2")

    assert framed(line) == ([Message(1, None, PAYLOAD, line)], [])


@pytest.mark.parametrize("line", [b"", b"   ", b"\r", b"# !AIVDM", b"$GPTXT,01,01*00", b"!AIXYZ,1*00"])
def test_what_is_not_ais_gives_no_row_and_no_refusal(line):
    assert framed(line) == ([], [])


def test_a_wrong_checksum_is_refused_with_both_sums():
    assert framed(ONE.replace(b"*7F", b"*7E"))[1] == [(1, "the checksum is 7F, the line says 7E")]


def test_a_checksum_in_small_letters_is_right():
    assert len(framed(ONE.replace(b"*7F", b"*7f"))[0]) == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (ONE[:-3], "the line has no checksum"),
        (ONE[:-1], "the checksum is '7', not two hexadecimal digits"),
        (b"!AIVDM", "the line has no checksum"),
        (b"!" + summed(b"AIVDM,1,1,,A," + PAYLOAD + b",0,9"), "the sentence has 8 fields, not 7"),
        (b"!" + summed(b"AIVDM,1,1,,A,," + PAYLOAD + b",0"), "the sentence has 8 fields, not 7"),
        (b"!" + summed(b"AIVDM,1,1,,A," + PAYLOAD + b",0,0,0"), "the sentence has 9 fields, not 7"),
        (b"!" + summed(b"AIVDM,1,1,,A,,0"), "the payload is empty"),
        (b"!" + summed(b"AIVDM,1,1,,A,15X[,0"), "the payload has a character that AIS does not use"),
        (b"!" + summed(b"AIVDM,1,1,,A,15,6"), "the number of fill bits is '6', not 0 to 5"),
        (b"!" + summed(b"AIVDM,2,3,1,A,15,0"), "there is no part '3' of '2'"),
        (b"!" + summed(b"AIVDM,0,0,1,A,15,0"), "there is no part '0' of '0'"),
        (b"!" + summed(b"AIVDM,x,1,1,A,15,0"), "there is no part '1' of 'x'"),
        (ONE + ONE, "there is more than one sentence on the line"),
        (b"$" + summed(b"GPGGA,1") + ONE, "there is more than one sentence on the line"),
        (ONE[1:], "not an NMEA sentence"),
        (b"\x00\xff\xfe", "not an NMEA sentence"),
        (b"some words " + ONE, "what stands before the sentence is not a time"),
        (b"2023-13-45T00:00:00Z " + ONE, "what stands before the sentence is not a time"),
        (tag(b"c:1")[:-1] + ONE, "the tag block does not end"),
        (b"\\c:1*68", "the tag block does not end"),
        (b"\\c:1\\" + ONE, "the tag block has no checksum"),
        (b"\\c:1*00\\" + ONE, "the tag block's checksum is 68, the line says 00"),
        (tag(b"c:noon") + ONE, "the time 'noon' cannot be read"),
        (tag(b"c:1") + b"AIVDM", "not an NMEA sentence"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_a_reason(line, reason):
    assert framed(line) == ([], [(1, reason)])


@pytest.mark.parametrize(
    "text",
    [b"c:%d" % NOON_S, b"c:%d000" % NOON_S, b"s:rORBCOMM,c:%d,n:7" % NOON_S, b"c:%d.0,d:x" % NOON_S],
)
def test_a_tag_block_gives_the_time_in_seconds_or_milliseconds(text):
    assert times(tag(text) + ONE) == [NOON_US]


def test_several_tag_blocks_may_stand_on_a_line():
    assert times(tag(b"s:here") + tag(b"c:%d" % NOON_S) + ONE) == [NOON_US]


@pytest.mark.parametrize(
    ("first", "second"),
    [(b"g:1-2-1234,c:%d", b"g:2-2-1234"), (b"1G2:0125,c:%d", b"2G2:0125")],
)
def test_the_time_of_a_groups_first_line_is_that_of_all(first, second):
    assert times(tag(first % NOON_S) + ONE, tag(second) + ONE) == [NOON_US, NOON_US]


def test_a_new_group_under_an_old_number_does_not_inherit_its_time():
    lines = (tag(b"g:1-2-7,c:%d" % NOON_S) + ONE, tag(b"g:1-2-7") + ONE, tag(b"g:2-2-7") + ONE)

    assert times(*lines) == [NOON_US, None, None]


def test_a_tag_block_alone_on_its_line_times_the_next_sentence_only():
    assert times(tag(b"c:%d" % NOON_S), ONE, ONE) == [NOON_US, None]


@pytest.mark.parametrize(
    "tail",
    [b",%d", b",b003669794,%d", b",d-104,S1588,t002853.00,T53.01528638,r08RROB1,%d", b",1daasd4218,,%d"],
)
def test_the_time_at_the_end_of_the_line_is_taken(tail):
    assert times(ONE + tail % NOON_S) == [NOON_US]


@pytest.mark.parametrize("tail", [b",b003669794", b",r01XRDCO", b",003669794", b","])
def test_a_station_at_the_end_of_the_line_is_no_time(tail):
    assert times(ONE + tail) == [None]


@pytest.mark.parametrize(
    "before",
    [
        b"2023-11-14T12:00:00Z ",
        b"2023-11-14 12:00:00, ",
        b"[2023-11-14T13:00:00+01:00] ",
        b"%d " % NOON_S,
        b"%d000;A;" % NOON_S,
    ],
)
def test_a_time_before_the_sentence_is_taken(before):
    assert times(before + ONE) == [NOON_US]


def test_a_gatehouse_line_times_the_next_sentence_only():
    gatehouse = b"$" + summed(b"PGHP,1,2013,3,18,9,19,9,499,219,,2190048,1,28")
    when = datetime(2013, 3, 18, 9, 19, 9, 499_000, tzinfo=UTC)

    assert times(gatehouse, ONE, ONE) == [int(when.timestamp() * 1000) * 1000, None]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"PGHP,1,2013,13,18,9,19,9,499,219,,1,28", "the time of the $PGHP line cannot be read"),
        (b"PGHP,1,2013,3,18,9,19,9," + b"9" * 30 + b",219", "the time of the $PGHP line cannot be read"),
        (b"PGHP,1,2013", "the time of the $PGHP line cannot be read"),
    ],
)
def test_a_gatehouse_line_that_cannot_be_read_is_refused_and_times_nothing(body, reason):
    good = b"$" + summed(b"PGHP,1,2013,3,18,9,19,9,499,219,,2190048,1,28")
    messages, refused = framed(good, b"$" + summed(body), ONE)

    assert refused == [(2, reason)]
    assert messages[0].time is None


def test_the_lines_own_time_goes_before_that_of_a_gatehouse_line():
    gatehouse = b"$" + summed(b"PGHP,1,2013,3,18,9,19,9,499,219,,2190048,1,28")

    assert times(gatehouse, tag(b"c:%d" % NOON_S) + ONE) == [NOON_US]


def test_a_gps_sentence_shows_the_clock_when_its_checksum_is_right():
    line = b"$" + summed(b"GPRMC,120000.00,A,5250.5,N,00542.3,E,0.020,,141123,,,A")

    assert framed(line)[0] == [Clock(NOON_US)]
    assert framed(line[:-2] + b"00") == ([], [])


@pytest.mark.parametrize(
    "body",
    [
        b"GPZDA,120000,14,11," + b"9" * 30,
        b"GPZDA,120000,31,02,2023",
        b"GPRMC,120000,V,,,,,,,141123",
        b"GPRMC,120000,A",
        b"GPRMC,250000,A,5250.5,N,00542.3,E,0.020,,141123",
        b"GPGGA,120000,,,,,0",
        b"GPGLL,,,,,,V",
    ],
)
def test_a_gps_receiver_that_does_not_know_the_time_shows_no_clock(body):
    assert framed(b"$" + summed(body)) == ([], [])


def test_parts_are_put_together_in_their_order_under_the_first_line():
    messages, refused = framed(part(2, payload=b"88"), part(1, payload=b"53"))

    assert [(m.line, m.payload) for m in messages] == [(1, b"5388")]
    assert refused == []


def test_parts_of_several_messages_may_be_mixed():
    lines = (
        part(1, 3, b"1,A", payload=b"1a"),
        part(1, 2, b"1,B", payload=b"1b"),
        part(1, 2, b"1,A", talker=b"BS", payload=b"1c"),
        part(2, 2, b"1,B", payload=b"2b"),
        part(2, 3, b"1,A", payload=b"2a"),
        ONE,
        part(3, 3, b"1,A", payload=b"3a"),
        part(2, 2, b"1,A", talker=b"BS", payload=b"2c"),
    )
    messages, refused = framed(*lines)

    assert [m.payload for m in messages] == [b"1b2b", PAYLOAD, b"1a2a3a", b"1c2c"]
    assert refused == []


def test_an_empty_sequence_number_still_joins_parts():
    assert [m.payload for m in framed(part(1, key=b",B"), part(2, key=b",B"))[0]] == [b"538UMb8538UMb8"]


def test_the_first_part_that_has_a_time_times_the_message():
    assert times(part(1), tag(b"c:%d" % NOON_S) + part(2)) == [NOON_US]


@pytest.mark.parametrize(
    ("lines", "refused"),
    [
        ((part(1),), [(1, "part 2 of 2 never came")]),
        ((part(2),), [(1, "part 1 of 2 never came")]),
        ((part(2, 3),), [(1, "parts 1, 3 of 3 never came")]),
        ((part(1), part(1), part(2)), [(1, "part 2 of 2 never came")]),
        ((part(1), part(2, 3)), [(1, "part 2 of 2 never came"), (2, "parts 1, 3 of 3 never came")]),
    ],
)
def test_a_message_without_all_its_parts_is_refused_at_its_first_line(lines, refused):
    assert framed(*lines)[1] == refused


def test_parts_a_thousand_lines_apart_are_not_joined():
    messages, refused = framed(part(1), *[ONE] * 1_000, part(2))

    assert len(messages) == 1_000
    assert refused == [(1, "part 2 of 2 never came"), (1_002, "part 1 of 2 never came")]


def test_parts_more_than_half_a_minute_apart_are_not_joined():
    late = tag(b"c:%d" % (NOON_S + 31)) + part(2)
    messages, refused = framed(tag(b"c:%d" % NOON_S) + part(1), late)

    assert messages == []
    assert refused == [(1, "part 2 of 2 never came"), (2, "part 1 of 2 never came")]

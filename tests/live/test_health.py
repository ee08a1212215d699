"""What a feed says of itself: who floods it, whose clock is off, and when it is out."""

from hypothesis import given
from hypothesis import strategies as st
from pyais.encode import encode_dict

from vedette.live.health import MOST_A_MINUTE, Health, mmsi_of, unseen
from vedette.live.journal import stamped

NOW = 1_700_000_000_000_000
MINUTE = 60_000_000


def line(mmsi: int) -> bytes:
    said = {"type": 1, "mmsi": str(mmsi), "lat": 42.0, "lon": 131.0}
    return str(encode_dict(said, talker_id="AI", radio_channel="A")[0]).encode()


@given(st.integers(100_000_000, 999_999_999))
def test_the_number_of_a_line_is_read_without_decoding_it(mmsi: int):
    assert mmsi_of(line(mmsi)) == mmsi
    assert mmsi_of(stamped(line(mmsi), NOW, "tcp")) == mmsi
    assert mmsi_of(b'{"MetaData": {"MMSI": %d}}' % mmsi) == mmsi


@given(st.binary(max_size=200))
def test_junk_has_no_number_and_breaks_nothing(junk: bytes):
    mmsi_of(junk)
    assert len(Health("f", "").taken([junk], NOW)) == 1


def test_the_flood_of_one_ship_is_left_out_beyond_the_bound_and_nobody_else_is():
    health = Health("f", "", connected=True)
    flood, other = line(273000001), line(273000002)

    kept = health.taken([flood] * 5000 + [other] * 10, NOW)

    assert kept.count(flood) == MOST_A_MINUTE
    assert kept.count(other) == 10
    assert health.flooded == 5000 - MOST_A_MINUTE
    assert any("273000001" in alarm for alarm in health.alarms(NOW))
    assert health.taken([flood], NOW + MINUTE) == [flood], "the next minute is hers again"


def test_a_receiver_whose_clock_is_ahead_is_named_and_one_that_is_late_has_lag():
    health = Health("f", "")
    for second in range(30):
        at = NOW + second * 1_000_000
        health.taken([stamped(line(273000001), at + 90_000_000, "ahead")], at)
        health.taken([stamped(line(273000002), at - 2_000_000, "sound")], at)

    said = health.said(NOW + 30_000_000)

    assert said["receivers"]["ahead"]["clock_behind_seconds"] == -90
    assert said["receivers"]["sound"]["clock_behind_seconds"] == 2


def steady(minutes: int, rate: int) -> Health:
    health = Health("f", "", connected=True)
    for second in range(60 * minutes):
        at = NOW + second * 1_000_000
        health.heard(len(health.taken([line(273000001)], at)) * rate, 80, at)
    return health


def test_a_steady_feed_has_no_alarm():
    assert steady(10, 20).alarms(NOW + 600_000_000) == []


def test_a_feed_that_falls_silent_or_to_a_tenth_is_out_and_cannot_be_seen_by():
    health = steady(10, 20)
    assert any("nothing heard" in one for one in health.alarms(NOW + 750_000_000))
    for second in range(600, 720):
        at = NOW + second * 1_000_000
        health.heard(2, 80, at)
    alarms = health.alarms(NOW + 720_000_000)
    assert any("where 20.0 were usual" in one for one in alarms)
    assert unseen([health], NOW + 720_000_000) == [f"feed f: {alarms[0]}"]


def test_a_feed_that_sends_ten_times_as_much_floods():
    health = steady(10, 20)
    for second in range(600, 660):
        health.heard(200, 80, NOW + second * 1_000_000)
    assert any(one.startswith("flood") for one in health.alarms(NOW + 660_000_000))

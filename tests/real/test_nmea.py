"""Every NMEA sample of the data folder, read by us and by pyais alone."""

from collections import Counter
from datetime import datetime
from typing import Any

import pytest
from pyais import IterMessages

from tests.sources.ais.said import reasons
from vedette.sources import recognised
from vedette.sources.ais import nmea
from vedette.sources.opening import streams
from vedette.steps import Reading

NOW = datetime(2026, 1, 1)
SPEAKS_OF_A_PLACE = (1, 2, 3, 9, 18, 19, 27)

# Positions, refusals, and what is refused, with a day given for those that have no clock.
EXPECTED = {
    "aislib-ais250.txt.gz": (198, {"more than one sentence": 8}),
    "aislib-decode_encode_messages.txt.gz": (420, {}),
    "aislib-replay_dump.txt.gz": (45, {}),
    "aislib-small_cb_example.txt.gz": (5, {"part 1 of 2": 1}),
    "aislib-stream_example.txt.gz": (2989, {}),
    "gfw-nmea.txt.gz": (3382, {}),
    "gpsd-ais-18-27.log.gz": (138, {"Partno 3": 69}),
    "gpsd-ais-nmea-type6-fid55.log.gz": (807, {"type 1 has 28 characters, not 34": 1}),
    "gpsd-ais-nmea.log.gz": (144, {}),
    "gpsd-ais-raw-messages.log.gz": (91, {}),
    "gpsd-sample.aivdm.gz": (14, {"not an NMEA sentence": 1}),
    "libais-test.aivdm.gz": (31, {"a message of type 27 has": 16}),
    "pyais-ais_test_messages.gz": (6, {}),
    "pyais-nmea_data_sample.txt.gz": (762, {"payload is empty": 100, "part 2 of 2": 20}),
    "signalk-gofree-merrimac.log.gz": (1322, {}),
    "signalk-nais300-merrimac.log.gz": (509, {}),
    "signalk-nais400-merrimac.log.gz": (555, {}),
}


def read(path: Any, date: datetime | None = None) -> dict[str, list[dict[str, Any]]]:
    (opened,) = streams(path)
    assert recognised(opened) is nmea.SOURCE
    rows: dict[str, list[dict[str, Any]]] = {"positions": [], "statics": [], "refusals": []}
    for batch in nmea.read(opened, Reading(now=NOW, date=date)):
        rows[batch.table] += batch.rows.to_pylist()
    return rows


def by_pyais(path: Any) -> list[Any]:
    """Give what pyais makes of the same lines, their checksums and lengths unread."""
    (opened,) = streams(path)
    with opened.open() as stream:
        lines = stream.read().split(b"\n")
    messages = []
    for sentence in IterMessages(line for line in lines if not line.startswith(b"#")):
        try:
            messages.append(sentence.decode())
        except Exception:  # noqa: S112 - some samples are there because they do not decode
            continue
    return messages


def test_every_sample_is_in_the_table(shared):
    assert {path.name for path in (shared / "ais/nmea").iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_is_read_and_what_is_refused_is_known(shared, name):
    positions, refused = EXPECTED[name]
    rows = read(shared / "ais/nmea" / name, datetime(2023, 5, 7))

    assert len(rows["positions"]) == positions
    words = [reason for _, reason in reasons(rows)]
    assert Counter(part for reason in words for part in refused if part in reason) == refused
    assert len(words) == sum(refused.values())


@pytest.mark.parametrize(
    "name",
    [name for name in EXPECTED if not name.startswith(("aislib-ais250", "libais", "signalk-gofree"))],
)
def test_positions_are_those_that_pyais_decodes(shared, name):
    rows = read(shared / "ais/nmea" / name, datetime(2023, 5, 7))
    theirs = Counter(
        (message.mmsi, message.lat, message.lon, message.course)
        for message in by_pyais(shared / "ais/nmea" / name)
        if message.msg_type in SPEAKS_OF_A_PLACE
    )
    ours = Counter((row["mmsi"], row["lat"], row["lon"], row["course_deg"]) for row in rows["positions"])

    assert ours - theirs == Counter()
    # One of theirs has six characters too many for its type.
    assert (theirs - ours).total() == (name == "gpsd-ais-nmea-type6-fid55.log.gz")


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize(
    "reading",
    [Reading(), Reading(date=datetime(2023, 5, 7)), Reading(now=datetime(2011, 1, 1), block_bytes=1_000)],
)
def test_the_kernels_give_the_rows_of_pyais(shared, name, reading):
    (opened,) = streams(shared / "ais/nmea" / name)
    for one, other in zip(
        nmea.read_by_pyais(opened, reading), nmea.read_by_kernels(opened, reading), strict=True
    ):
        assert one.table == other.table
        assert [repr(row) for row in one.rows.to_pylist()] == [repr(row) for row in other.rows.to_pylist()]


def test_the_gulf_of_gdansk_is_as_described(shared):
    path = shared / "ais/nmea/gfw-nmea.txt.gz"
    rows, messages = read(path), by_pyais(path)

    assert len(rows["positions"]) == 3382
    assert len({message.mmsi for message in messages}) == 206
    assert sum(message.msg_type == 5 for message in messages) == 786
    said = {message.mmsi for message in messages if message.msg_type in (5, 24)}
    assert {row["mmsi"] for row in rows["statics"]} == said
    assert all(
        (54.2 <= row["lat"] <= 55.1 and 18.2 <= row["lon"] <= 19.5) or row["lat"] == 91
        for row in rows["positions"]
    )
    # Base stations give the time, from 15:01:30 to 15:11:21; 32 positions came before the first.
    assert {str(row["time"])[:15] for row in rows["positions"]} == {"2022-11-12 15:0", "2022-11-12 15:1"}
    assert sum(row["doubt"] == nmea.HEARD_LATER for row in rows["positions"]) == 32


def test_the_danish_stream_has_the_times_of_its_gatehouse_lines(shared):
    path = shared / "ais/nmea/aislib-stream_example.txt.gz"
    rows, messages = read(path), by_pyais(path)

    assert len({message.mmsi for message in messages}) == 1933
    assert {row["mmsi"] for row in rows["positions"]} == {
        message.mmsi for message in messages if message.msg_type in SPEAKS_OF_A_PLACE
    }
    times = [row["time"] for row in rows["positions"]]
    assert (min(times), max(times)) == (
        datetime(2010, 6, 11, 11, 46, 10),
        datetime(2010, 6, 11, 11, 46, 38, 873000),
    )
    assert all(row["doubt"] is None for row in rows["positions"])


@pytest.mark.parametrize(
    ("name", "start", "doubted"),
    [
        ("gpsd-ais-nmea.log.gz", datetime(2020, 4, 7, 21, 39, 50), 0),
        ("signalk-nais300-merrimac.log.gz", datetime(2012, 6, 18, 16, 33, 18), 470),
        ("libais-test.aivdm.gz", datetime(2010, 4, 28, 0, 0, 8), 0),
    ],
)
def test_gps_receivers_and_coast_guard_stations_give_the_time(shared, name, start, doubted):
    rows = read(shared / "ais/nmea" / name)["positions"]

    assert min(row["time"] for row in rows) == start
    assert sum(row["doubt"] is not None for row in rows) == doubted


def test_lines_without_any_clock_are_refused_until_a_day_is_given(shared):
    path = shared / "ais/nmea/gpsd-ais-raw-messages.log.gz"

    assert {reason for _, reason in reasons(read(path))} == {nmea.NO_TIME}
    given = read(path, datetime(2023, 4, 8))["positions"]
    assert {(row["time"], row["doubt"]) for row in given} == {(datetime(2023, 4, 8), "time: day only")}

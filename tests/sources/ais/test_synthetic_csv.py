from datetime import datetime

import pyarrow as pa
import pytest

from tests.sources.opened import opened_from
from vedette import fields
from vedette.errors import SourceError
from vedette.sources.ais import synthetic_csv
from vedette.steps import Batch, Reading

HEAD = f"{synthetic_csv.MARK}, seed 1\n{','.join(synthetic_csv.COLUMNS)}\n"
LINE = "299000001,2023-06-01T00:12:00Z,42.5,131.5,10.1,90,91,0,,SYNTHETIC 01,,70,100,16,6.5,\n"


def read(text: str, reading: Reading | None = None) -> list[Batch]:
    return list(synthetic_csv.read(opened_from(text.encode(), "sea.csv"), reading or Reading()))


def rows(batches: list[Batch], table: str) -> list[dict[str, object]]:
    tables = [b.rows for b in batches if b.table == table]
    return pa.concat_tables(tables).to_pylist() if tables else []


def test_it_knows_its_own_first_line_and_no_other():
    assert synthetic_csv.recognise(opened_from(HEAD.encode())) == 1.0
    assert synthetic_csv.recognise(opened_from(b"mmsi,time,lat,lon\n")) == 0.0


def test_a_line_gives_a_position_and_what_the_ship_said_of_herself():
    batches = read(HEAD + LINE)
    (position,), (said,) = rows(batches, "positions"), rows(batches, "statics")

    assert all(b.rows.schema == fields.schema(b.table) for b in batches)
    assert position["time"] == datetime.fromisoformat("2023-06-01T00:12:00")
    assert (position["lat"], position["speed_kn"], position["status"]) == (42.5, 10.1, 0)
    assert position["record"] == "0123456789ab:3"
    assert position["source"] == "synthetic:sea"
    assert (said["name"], said["imo"], said["ship_type"], said["draught_m"]) == (
        "SYNTHETIC 01",
        None,
        70,
        6.5,
    )


def test_what_a_ship_says_is_told_again_only_when_it_changes_even_across_blocks():
    deeper = LINE.replace("T00", "T01").replace("6.5", "7.5")
    text = HEAD + LINE * 50 + deeper * 50
    for block_bytes in (1 << 20, 2_000):
        said = rows(read(text, Reading(block_bytes=block_bytes)), "statics")
        assert [row["draught_m"] for row in said] == [6.5, 7.5]
        assert [row["record"] for row in said] == ["0123456789ab:3", "0123456789ab:53"]


def test_values_sent_as_not_known_are_handed_on_as_they_were_sent():
    unknown = LINE.replace("42.5,131.5,10.1,90,91", "91,181,102.3,360,511")
    (position,) = rows(read(HEAD + unknown), "positions")

    assert (position["lat"], position["lon"], position["heading_deg"]) == (91.0, 181.0, 511.0)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (LINE.replace("299000001", "-5"), "mmsi"),
        (LINE.replace("299000001", ""), "mmsi"),
        (LINE.replace("2023-06-01T00:12:00Z", "01/06/2023"), "time"),
        (LINE.replace("42.5", "142.5"), "lat"),
        (LINE.replace("131.5", ""), "lon"),
        (LINE.replace("10.1", "fast"), "speed_kn"),
        (LINE.replace(",70,", ",cargo,"), "ship_type"),
        ("299000001,2023-06-01T00:12:00Z\n", "fields"),
        (LINE.replace("\n", ",more\n"), "fields"),
        ("\x00\x01\x02\n", "fields"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_with_its_line_and_the_rest_is_read(wrong, reason):
    batches = read(HEAD + LINE + wrong + LINE)
    (refused,) = rows(batches, "refusals")

    assert reason in refused["reason"]
    assert (refused["line"], refused["record"]) == (4, "0123456789ab:4")
    assert [r["record"][-2:] for r in rows(batches, "positions")] == [":3", ":5"]


def test_a_row_later_than_now_is_refused():
    batches = read(HEAD + LINE, Reading(now=datetime.fromisoformat("2023-05-01")))

    assert "later than now" in rows(batches, "refusals")[0]["reason"]
    assert rows(batches, "positions") == []


def test_blank_lines_and_carriage_returns_are_passed_over():
    batches = read(HEAD.replace("\n", "\r\n") + "\r\n" + LINE.replace("\n", "\r\n"))

    assert [r["record"][-2:] for r in rows(batches, "positions")] == [":4"]
    assert rows(batches, "refusals") == []


def test_another_header_is_an_error_that_says_what_to_do():
    with pytest.raises(SourceError, match="second line") as caught:
        read(HEAD.replace("mmsi,time", "time,mmsi") + LINE)

    assert caught.value.line == 2
    assert "write_csv" in caught.value.hint

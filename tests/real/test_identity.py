"""Who ships said they were, in real files, and what their publishers say of it."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from vedette import fields, positions, tracks
from vedette.events import identity_clash, impossible_number, missing_number, shared_number
from vedette.sources import opening, recognised
from vedette.steps import Reading, answer

SHARED_NUMBER, LATE_RECEIVER = 416000000, 249014000


def made(path: Path) -> dict[str, pa.Table]:
    """The tables of a file, and what positions and tracks make of them."""
    opened = next(iter(opening.streams(path)))
    found: dict[str, list[pa.Table]] = {}
    for batch in recognised(opened).read(opened, Reading(now=datetime(2026, 11, 22))):
        found.setdefault(batch.table, []).append(batch.rows)
    tables = {
        name: pa.concat_tables([fields.empty(name), *found.get(name, [])])
        for name in ("positions", "statics", "identities")
    }
    for step in (*positions.STEPS, *tracks.STEPS):
        tables[step.gives] = answer(step, tables)
    return tables


def clashes(tables: dict[str, pa.Table]) -> pa.Table:
    return identity_clash.identity_clashes(tables["positions"])


@pytest.fixture(scope="module")
def american(shared: Path) -> dict[str, pa.Table]:
    return made(shared / "ais" / "noaa-2022-01-03-first-99999.csv.gz")


@pytest.mark.parametrize("name", ["416000000.jsonl.gz", "segmented-416000000.jsonl.gz"])
def test_the_number_that_several_hulls_share_clashes(shared, name):
    found = clashes(made(shared / "ais" / "labelled" / name))

    # Many ships at once, say those who labelled it. It is known half an hour after it began.
    (clash,) = found.to_pylist()
    assert clash["mmsi"] == SHARED_NUMBER
    assert (clash["start"].day, clash["end"].day) == (1, 31)
    assert clash["known"] - clash["start"] < timedelta(minutes=40)


def test_a_ship_in_colombia_and_one_off_india_under_one_number_clash(shared):
    (clash,) = clashes(made(shared / "ais" / "labelled" / "240000000.msg.gz")).to_pylist()

    assert json.loads(clash["details"])["distance_nm"] > 8000
    assert clash["known"].day == 3


@pytest.mark.parametrize(
    "name",
    [
        "gfw-2018-01-korea-strait-hong-kong.csv.gz",
        "solent-2016-01-12.csv.gz",
        "south-atlantic-2012-raw-10k.csv.gz",
        "noaa-2023-02-track-212049000.csv.gz",
        "labelled/263576000.jsonl.gz",
        "labelled/204814000.msg.gz",
        "labelled/205316000.msg.gz",
        "labelled/224051350.msg.gz",
        "labelled/224108190.msg.gz",
        "labelled/227317360.msg.gz",
        "labelled/230942350.msg.gz",
        "labelled/538004505.msg.gz",
        "labelled/600011817.msg.gz",
    ],
)
def test_a_late_receiver_and_strays_do_not(shared, name):
    assert len(clashes(made(shared / "ais" / name))) == 0


def test_nor_does_an_hour_of_ten_thousand_ships(american):
    assert len(clashes(american)) == 0
    assert pc.count_distinct(american["positions"]["mmsi"]).as_py() == 10_631


def test_five_imo_numbers_are_each_said_by_two_ships(american):
    found = shared_number.shared_numbers(american["identities"])

    assert sorted(found["imo"].to_pylist()) == [9022180, 9212424, 9442718, 9548574, 9813644]
    # One yacht with two transponders; the others bear different names.
    assert [json.loads(text)["same_name"] for text in found["details"].to_pylist()].count(True) == 1


def test_no_imo_number_is_no_wrong_one_and_some_are_wrong(american):
    found = impossible_number.impossible_numbers(american["statics"])
    told = [json.loads(text) for text in found["details"].to_pylist()]

    silent = pc.sum(american["statics"]["imo"].is_null()).as_py()
    assert silent > 2_774
    assert {8171, 1001301448} <= {one["said"] for one in told if one["class"] == "wrong IMO number"}
    assert len(found) < 0.05 * 10_631


def test_every_large_trader_of_an_hour_says_an_imo_number(american):
    at_once = missing_number.MissingNumber(min_statements=1, min_hours=0.0)

    assert len(missing_number.missing_numbers(american["statics"], at_once)) == 0

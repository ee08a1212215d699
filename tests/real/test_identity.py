"""Who ships said they were, in real files, and what their publishers say of it."""

from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from vedette import fields, positions, tracks
from vedette.events import identity_clash
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

    assert set(found["mmsi"].to_pylist()) == {SHARED_NUMBER}
    # The publisher's own segments take turns on these days.
    assert [start.day for start in found["start"].to_pylist()] == [1, 15, 22, 24]


@pytest.mark.parametrize(
    "name",
    [
        "gfw-2018-01-korea-strait-hong-kong.csv.gz",
        "solent-2016-01-12.csv.gz",
        "south-atlantic-2012-raw-10k.csv.gz",
        "noaa-2023-02-track-212049000.csv.gz",
        "labelled/263576000.jsonl.gz",
    ],
)
def test_a_late_receiver_and_strays_do_not(shared, name):
    assert len(clashes(made(shared / "ais" / name))) == 0


def test_nor_does_an_hour_of_ten_thousand_ships(american):
    assert len(clashes(american)) == 0
    assert pc.count_distinct(american["positions"]["mmsi"]).as_py() == 10_631

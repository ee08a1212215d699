"""Positions that cannot be true, in real files, and what only looks like them."""

from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pytest

from vedette import fields, positions
from vedette.events import circle, identity_clash, on_land, teleport
from vedette.sources import opening, recognised
from vedette.steps import Reading, answer


def heard(path: Path) -> pa.Table:
    """The positions of a file, with what cannot be marked."""
    opened = next(iter(opening.streams(path)))
    found = [
        batch.rows
        for batch in recognised(opened).read(opened, Reading(now=datetime(2026, 11, 22)))
        if batch.table == "positions"
    ]
    tables = {"positions": pa.concat_tables([fields.empty("positions"), *found])}
    for step in positions.STEPS:
        tables["positions"] = answer(step, tables)
    return tables["positions"]


@pytest.mark.parametrize(
    "name",
    [
        "gfw-2018-01-korea-strait-hong-kong.csv.gz",  # a receiver that is late by half an hour to some hours
        "solent-2016-01-12.csv.gz",
        "south-atlantic-2012-raw-10k.csv.gz",
        "noaa-2023-02-track-212049000.csv.gz",
        "labelled/204814000.msg.gz",
        "labelled/205316000.msg.gz",
        "labelled/227317360.msg.gz",
        "labelled/230942350.msg.gz",
        "labelled/538004505.msg.gz",
        "labelled/263576000.jsonl.gz",
        "labelled/600011817.msg.gz",  # a river ship on the Yangtze
        "labelled/224051350.msg.gz",  # what strays are four positions without a place
        "labelled/224108190.msg.gz",  # one wrong coordinate
    ],
)
def test_ships_that_say_where_they_are_have_none(shared, name):
    rows = heard(shared / "ais" / name)

    assert len(teleport.teleports(rows)) == 0
    assert len(on_land.on_land(rows)) == 0
    assert len(circle.circling(rows)) == 0


@pytest.mark.parametrize("name", ["416000000.jsonl.gz", "240000000.msg.gz"])
def test_a_number_on_several_hulls_is_a_clash_and_nothing_else(shared, name):
    rows = heard(shared / "ais" / "labelled" / name)

    assert len(identity_clash.identity_clashes(rows)) == 1
    assert len(teleport.teleports(rows)) == 0
    assert len(on_land.on_land(rows)) == 0
    assert len(circle.circling(rows)) == 0


def test_an_hour_of_ten_thousand_ships_has_one(shared):
    positions_ = heard(shared / "ais" / "noaa-2022-01-03-first-99999.csv.gz")
    rows = teleport.teleports(positions_)

    # SEASIDE BLONDE: moored in Florida, three minutes later moored in Virginia, and nothing more in the hour.
    # Two boats with one number, or a false place: an hour of positions cannot say, so it is not sure.
    assert [(row["mmsi"], row["confidence"]) for row in rows.to_pylist()] == [(367654040, 2.0)]
    assert len(on_land.on_land(positions_)) == 0
    assert len(circle.circling(positions_)) == 0

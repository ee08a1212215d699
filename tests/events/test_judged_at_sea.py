"""How silences are judged on a made-up sea of which the truth is known; the long form is a benchmark."""

import json
from collections import Counter
from datetime import datetime, timedelta

import pyarrow as pa
import pytest

from vedette import fields, synthetic
from vedette.coverage.activity import activity
from vedette.coverage.cells import coverage
from vedette.coverage.outages import outages
from vedette.coverage.usual import usual
from vedette.events.gap import gaps
from vedette.events.judged import judged
from vedette.tracks.motion import tracks

START = datetime.fromisoformat("2030-01-01")
DOWN = START + timedelta(days=12), START + timedelta(days=12, hours=14)


@pytest.fixture(scope="module")
def classes() -> dict[str, Counter[str]]:
    """What each closed gap truly was, with what it was called."""
    spots = [(0.3, 0.3), (1.2, 0.6), (0.8, 1.6), (0.2, 1.9)]
    ports = tuple(synthetic.Place(f"port-{n}", 42 + a, 131 + b) for n, (a, b) in enumerate(spots))
    phase = synthetic.Phase(START, tuple(port.id for port in ports), in_turn=False)
    fleet = synthetic.Fleet("ships", 50, 70, 100.0, 16.0, 6.0, (phase,), faults_per_day=0.05)
    sea = synthetic.Sea(
        "one station",
        START,
        START + timedelta(days=20),
        (41.0, 130.0, 44.0, 134.0),
        ports,
        (fleet,),
        (synthetic.Station("ear", 42.7, 132.0, 250.0),),
        (synthetic.Outage("ear", *DOWN),),
        heard_elsewhere=0.0,
        resting_min=30.0,
        no_position=0.0,
        strays=0.0,
    )
    made = synthetic.sea(sea, 0)
    found = gaps(tracks(made.positions), fields.empty("feeds"))
    found = judged(found, usual(coverage(made.positions)), outages(activity(made.positions)))
    return _counted(found, [row for row in made.truth.to_pylist() if row["kind"] == "dark"])


def _counted(found: pa.Table, faults: list[dict[str, object]]) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {"ship": Counter(), "receiver": Counter()}
    for gap in found.to_pylist():
        failed = any(
            row["mmsi"] == gap["mmsi"] and row["start"] < gap["end"] and row["end"] > gap["start"]
            for row in faults
        )
        down = gap["start"] < DOWN[1] and gap["end"] > DOWN[0]
        if failed != down:
            counts["ship" if failed else "receiver"][json.loads(gap["details"])["class"]] += 1
    return counts


def test_one_ship_silent_is_dark(classes):
    ships = classes["ship"]

    assert ships.total() > 20
    assert ships["dark"] / ships.total() >= 0.9
    assert ships["unobserved"] == 0


def test_a_receiver_that_is_down_leaves_its_ships_unobserved(classes):
    receiver = classes["receiver"]

    assert receiver.total() > 20
    assert receiver["unobserved"] / receiver.total() >= 0.95
    assert receiver["dark"] == 0

"""Silences cut into a real track that is complete."""

from collections import Counter
from datetime import timedelta

import pyarrow.compute as pc
import pytest
from benchmarks import masked_tracks

from vedette import fields

SHIPS = 12


@pytest.fixture(scope="module")
def counts(shared) -> Counter[tuple[str, str]]:
    return Counter(masked_tracks.judged(SHIPS, looks=3, seed=1))


def test_the_real_track_is_complete(shared):
    one = masked_tracks.track()
    first, last = pc.min(one["time"]).as_py(), pc.max(one["time"]).as_py()
    found = masked_tracks.events(one, fields.empty("places"), last)

    assert len(one) == 8115
    assert last - first > timedelta(days=30)
    assert not [row for row in found if row["kind"] == "gap"]


def test_when_everybody_is_silent_nobody_is_called_dark(counts):
    every = {said: count for (truth, said), count in counts.items() if truth == "all ships silent"}

    assert sum(every.values()) == 3 * SHIPS
    assert every.get("dark", 0) == 0
    assert every["unobserved"] >= 0.9 * 3 * SHIPS


def test_a_ship_that_alone_is_silent_is_not_called_unobserved_for_sure(counts):
    one = {said: count for (truth, said), count in counts.items() if truth == "one ship silent"}

    assert one.get("no gap", 0) == 0
    assert one.get("dark", 0) > one.get("unobserved", 0)

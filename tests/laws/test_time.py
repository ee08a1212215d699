"""What was known at some time is what a run at that time finds."""

from datetime import timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.worlds import NOON, at, heard, listened, place, places, sighted, table, tracks_of
from vedette import fields
from vedette.events import encounter, gap, loitering, port_call, sighted_call, slow_points, zone
from vedette.steps import Step, answer

NEAR = places(
    place("one", 42.0, 131.0),
    place("two", 42.0, 131.04, radius_m=2000.0),
    place("port-1", 42.01, 131.02, role=None),
    place("port-2", 42.011, 131.02, role=None),
    place("pier", 42.02, 131.0, kind="naval pier", radius_m=1000.0),
    place("strait", 42.0, 131.0, kind="strait", radius_m=6000.0),
)
TRACKED = pytest.mark.parametrize(
    "step", [gap.STEP, port_call.STEP, zone.STEP, loitering.STEP], ids=lambda step: step.name
)
SPANS = st.lists(st.tuples(st.floats(0, 60), st.floats(0, 20)), max_size=4)


@st.composite
def ways(draw: st.DrawFn) -> pa.Table:
    """Two ships near some overlapping places, moving, lying still, torn away and silent."""
    found = []
    for mmsi in (273000001, 273000002):
        count = draw(st.integers(1, 25))
        waits = draw(
            st.lists(st.sampled_from([0.0, 0.2, 0.5, 1, 3, 4, 5, 7, 13]), min_size=count, max_size=count)
        )
        seed = draw(st.integers(0, 2**32 - 1))
        rng = np.random.default_rng(seed)
        lat = 42.0 + np.cumsum(
            rng.choice([0.0, 0.004, -0.004, 0.02, -0.02, 0.6], count, p=[0.5, 0.15, 0.15, 0.08, 0.08, 0.04])
        )
        lon = 131.0 + np.cumsum(rng.choice([0.0, 0.01, -0.01], count))
        speed = rng.choice([0.0, 0.1, 0.3, 0.6, 9.0], count).tolist()
        found.append(heard(*np.cumsum(waits), mmsi=mmsi, lat=lat, lon=lon, speed=speed))
    return tracks_of(*found)


def ids_known(found: pa.Table, hours: float) -> set[str]:
    return {row["event"] for row in found.to_pylist() if row["known"] <= at(hours)}


@TRACKED
@settings(max_examples=60, deadline=None)
@given(tracks=ways(), spans=SPANS, then=st.integers(0, 80))
def test_what_was_known_then_is_what_a_run_then_finds(step: Step, tracks, spans, then):
    feeds = listened(*((a, a + b) for a, b in spans))
    tables = {"tracks": tracks, "feeds": feeds, "places": NEAR}
    earlier = {**tables, "tracks": tracks.filter(tracks["time"].to_numpy() <= np.datetime64(at(then)))}

    whole = answer(step, tables, NOON + timedelta(hours=400))
    partly = answer(step, earlier, at(then))

    assert set(partly["event"].to_pylist()) == ids_known(whole, then)


@st.composite
def drifts(draw: st.DrawFn) -> pa.Table:
    """Three ships that drift about each other, a few minutes between positions, and may fall silent."""
    found = []
    for mmsi in (273000001, 273000002, 273000003):
        rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
        count = draw(st.integers(1, 60))
        waits = rng.choice([5.0, 10.0, 20.0, 50.0, 90.0], count, p=[0.3, 0.3, 0.3, 0.07, 0.03]) / 60
        lat = 42.0 + np.cumsum(rng.choice([0.0, 0.0005, 0.002, 0.01], count) * rng.choice([1, -1], count))
        found.append(heard(*np.cumsum(waits), mmsi=mmsi, lat=lat.tolist()))
    return tracks_of(*found)


@pytest.mark.parametrize("kind", ["loitering", "encounter"])
@settings(max_examples=60, deadline=None)
@given(tracks=drifts(), then=st.integers(0, 15))
def test_what_drifting_ships_were_known_to_do_then_is_what_a_run_then_finds(kind, tracks, then):
    def found(rows: pa.Table, hours: float) -> pa.Table:
        tables = {name: fields.empty(name) for name in ("places", "identities")} | {"tracks": rows}
        if kind == "loitering":
            return answer(loitering.STEP, tables, at(hours))
        points = answer(slow_points.STEP, tables, at(hours))
        return answer(encounter.STEP, {**tables, "slow_points": points}, at(hours))

    earlier = tracks.filter(tracks["time"].to_numpy() <= np.datetime64(at(then)))

    assert set(found(earlier, then)["event"].to_pylist()) == ids_known(found(tracks, 400), then)


@settings(max_examples=100, deadline=None)
@given(
    seen=st.lists(
        st.tuples(
            st.integers(0, 20),
            st.integers(0, 9),
            st.sampled_from([None, "Angara", "Maria"]),
            st.integers(0, 20),
        ),
        max_size=9,
    ),
    then=st.integers(0, 60),
    clock=st.sampled_from(["observed", "published"]),
)
def test_a_call_seen_by_somebody_keeps_its_id_when_others_saw_it_too(seen, then, clock):
    rows = [
        sighted(
            f"s{n}",
            24.0 * start,
            24.0 * (start + days),
            where="one",
            vessel_name=name,
            published=at(24.0 * (start + days + late)),
        )
        for n, (start, days, name, late) in enumerate(seen)
    ]
    options = sighted_call.SightedCall(clock=clock)
    known = [row["end"] if clock == "observed" else row["published"] for row in rows]
    earlier = [row for row, when in zip(rows, known, strict=True) if when <= at(24.0 * then)]

    whole = sighted_call.sighted_calls(table("sightings", *rows), NEAR, options)
    partly = sighted_call.sighted_calls(table("sightings", *earlier), NEAR, options)

    assert set(partly["event"].to_pylist()) == ids_known(whole, 24.0 * then)
    assert fields.schema("events") == whole.schema

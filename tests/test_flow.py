"""The joints of the flow: which step runs when, ours and those of others, with which options."""

from dataclasses import dataclass

import pytest

from tests.worlds import heard, table
from vedette import fields, flow, running
from vedette.errors import WatchError
from vedette.steps import Step
from vedette.watch import Watch

WATCH = Watch("test", "A test")


@dataclass(frozen=True)
class Nothing:
    pass


def told(tracks, options):
    return fields.from_rows(
        [
            {"event": f"told-{mmsi}", "kind": "told", "mmsi": mmsi}
            for mmsi in tracks["mmsi"].unique().to_pylist()
        ],
        "events",
    )


STRANGER = Step("stranger", takes=("tracks",), gives="events", run=told, options=Nothing())


def test_a_step_of_another_package_joins_by_its_entry_point_and_runs(monkeypatch):
    class Entry:
        def load(self) -> Step:
            return STRANGER

    monkeypatch.setattr(flow, "entry_points", lambda group: [Entry()] if group == "vedette.steps" else [])
    steps = flow.steps_of(WATCH)

    made = flow.of_ships({"positions": heard(0, 1)}, steps, None)

    assert "told" in made["events"]["kind"].to_pylist()


def test_every_step_belongs_to_one_phase_and_ships_come_first():
    by_phase = [step.name for name in flow.PHASES for step in flow.of_phase(flow.ALL, name)]

    assert sorted(by_phase) == sorted(step.name for step in flow.ALL)
    assert len(set(by_phase)) == len(by_phase)
    assert {"unknowns", "motion", "gap", "port_call", "zone"} <= {
        s.name for s in flow.of_phase(flow.ALL, "ships")
    }


def test_what_the_user_sets_outweighs_the_watch_and_the_watch_the_default():
    watch = Watch("test", "A test", steps={"gap": {"min_hours": 8, "min_steps": 5}})

    gap = next(s for s in flow.steps_of(watch, {"gap": {"min_hours": "9"}}) if s.name == "gap")

    assert (gap.options.min_hours, gap.options.min_steps) == (9.0, 5)


def test_a_step_that_does_not_exist_is_named_beside_those_that_do():
    with pytest.raises(WatchError, match=r"There is no step gaps\.\nThere are: .*gap"):
        flow.steps_of(WATCH, {"gaps": {}})


def test_of_two_places_with_one_id_the_watched_one_stays_whatever_came_first():
    gazetteer = {
        "place": "a",
        "name": "of the gazetteer",
        "source": "places/world-port-index",
        "record": "f:1",
    }
    mine = {"place": "a", "name": "mine", "role": "watched", "source": "places/table", "record": "g:1"}

    for rows in ([gazetteer, mine], [mine, gazetteer]):
        assert running.first_of_each(table("places", *rows))["name"].to_pylist() == ["mine"]

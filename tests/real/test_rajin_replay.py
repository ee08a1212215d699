"""The walk over the published facts of one real case: when would the calls have been noticed?

Analysts wrote in October 2023 that two ships had begun to call in August, after years without one.
"""

from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pytest

from vedette import fields, flow, replay, sources, watch
from vedette.sources.opening import streams
from vedette.steps import Reading

START, END = datetime(2021, 8, 1), datetime(2024, 4, 10)
AUGUST = datetime(2023, 8, 1)
FILES = ("places.csv", "sightings.csv", "voyage_counts.csv", "timeline.csv")


def read(folder: Path) -> dict[str, pa.Table]:
    tables = {name: fields.empty(name) for name in ("sightings", "places", "claims", "events", "exposures")}
    for name in FILES:
        for opened in streams(folder / name):
            for batch in sources.recognised(opened).read(opened, Reading()):
                if batch.table in tables:
                    rows = fields.conform(batch.rows, batch.table, fill=True)
                    tables[batch.table] = pa.concat_tables([tables[batch.table], rows])
    return tables


def walked(tables: dict[str, pa.Table], said: watch.Watch, clock: str) -> replay.Walked:
    steps = flow.with_clock(flow.steps_of(said), clock)
    named = {step.name: step for step in steps}
    signs, judgement = (flow.of_phase(steps, name) for name in ("signs", "judgement"))
    found = flow.of_places(tables, steps, END)
    again = (named["sighted_call"],)
    return replay.walk(found, signs, judgement, clock=clock, start=START, until=END, again=again)


@pytest.fixture(scope="module")
def case() -> dict[str, pa.Table]:
    return read(watch.bundled("rajin"))


@pytest.fixture(scope="module")
def rajin() -> watch.Watch:
    return watch.read(watch.bundled("rajin") / "watch.toml")


@pytest.fixture(scope="module")
def default() -> watch.Watch:
    return watch.read(watch.bundled("default") / "watch.toml")


@pytest.fixture(scope="module")
def observed(case, default) -> replay.Walked:
    return walked(case, default, "observed")


def test_the_second_sighting_of_a_container_ship_alarms_on_the_observed_clock(observed):
    rows = observed.tables["indicators"].to_pylist()
    first = next(row for row in rows if row["series"] == "calls/sighted/rajin" and row["alarm"])
    alert = next(
        row for row in observed.tables["alerts"].to_pylist() if row["subject"] == "calls/sighted/rajin"
    )

    assert first["start"] == datetime(2023, 8, 21)
    assert first["window"] == 2
    assert first["surprise"] == pytest.approx(0.00052, abs=2e-5)
    assert observed.raised[alert["alert"]] == datetime(2023, 8, 28)
    assert alert["because"] == [first["indicator"]]


def test_nothing_is_raised_in_the_hundred_quiet_weeks_before_august_2023(observed):
    early = [alert for alert, tick in observed.raised.items() if tick <= AUGUST]
    levels = {row["level"] for row in observed.tables["assessments"].to_pylist() if row["until"] <= AUGUST}

    assert len([tick for tick in observed.ticks if tick <= AUGUST]) >= 100
    assert early == []
    assert levels == {0}


def test_the_measure_finds_the_quiet_the_onset_and_the_lead(observed, case):
    found = replay.measure(observed, case["claims"])
    warning = next(lead for lead in found.leads if "first official public warning" in lead.label)

    assert found.quiet_until == datetime(2023, 8, 14)
    assert found.false_alarms == found.false_level_weeks == 0
    assert found.first_alarm is not None
    assert found.first_alarm.series == "dormant/calls/rajin"
    assert (warning.alarm_days, warning.watch_days) == (53, 53)
    assert found.leads[0].label.startswith("LABEL")


def test_the_watch_warns_by_the_second_sighting_and_again_before_the_first_official_word(case, rajin):
    walk = walked(case, rajin, "observed")
    changes = [c for c in replay.measure(walk, case["claims"]).changes if c.hypothesis == "sealift"]
    oil = [alert for alert in walk.tables["alerts"].to_pylist() if "vostochny-oil" in alert["subject"]]

    assert changes[0].after == 1
    assert AUGUST < changes[0].when <= datetime(2023, 8, 28)
    assert changes[1].after == 2
    assert (datetime(2023, 10, 13) - changes[1].when).days >= 25
    assert min(walk.raised[alert["alert"]] for alert in oil) <= datetime(2024, 3, 21)


def test_on_the_published_clock_the_alarm_comes_with_the_publications(case, default):
    found = replay.measure(walked(case, default, "published"), case["claims"])

    assert found.first_alarm is not None
    assert found.first_alarm.when == datetime(2023, 10, 23)
    assert found.false_alarms == 0


def test_the_files_as_they_were_compiled_give_the_same_warnings_as_those_that_are_bundled(shared, rajin):
    raw = read(shared / "case")
    walk = walked(raw, rajin, "observed")
    found = replay.measure(walk, raw["claims"])
    sealift = [change for change in found.changes if change.hypothesis == "sealift"]
    oil = [alarm for alarm in found.alarms if "vostochny-oil" in alarm.series]

    assert (found.quiet_until, found.false_alarms, found.false_level_weeks) == (datetime(2023, 8, 14), 0, 0)
    assert found.quiet_weeks >= 100
    assert (sealift[0].after, sealift[1].after) == (1, 2)
    assert AUGUST < sealift[0].when <= datetime(2023, 8, 28)
    assert (datetime(2023, 10, 13) - sealift[1].when).days >= 25
    assert oil[0].when <= datetime(2024, 3, 21)
    assert [lead.alarm_days for lead in found.leads if lead.label.startswith("LABEL")][:1] == [53]

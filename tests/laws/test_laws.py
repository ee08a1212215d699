"""What is true of every step. A new step is found here by itself."""

import hashlib
import math

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tests import worlds
from vedette import fields, flow, running
from vedette.steps import Step, answer
from vedette.watch import Watch

STEPS = flow.steps_of(Watch("none", "Nothing"))
ALL = pytest.mark.parametrize("name", [step.name for step in STEPS])
CUT = pytest.mark.parametrize(
    "name", [step.name for step in STEPS if step.by in fields.schema(step.takes[0]).names]
)


def step_named(name: str) -> Step:
    """The step as the small watch sets it."""
    return next(step for step in worlds.steps() if step.name == name)


def given(step: Step) -> dict[str, pa.Table]:
    return {name: worlds.example_tables()[name] for name in step.takes}


def alike(value: object) -> object:
    """Numbers rounded, since sums of the same numbers in another order may differ in the last digit."""
    if isinstance(value, float):
        return "nan" if math.isnan(value) else f"{value:.9g}"
    if isinstance(value, list):
        return tuple(alike(one) for one in value)
    return value


def as_set(rows: pa.Table) -> list[tuple[object, ...]]:
    """The rows in an order of their own."""
    columns = [column.to_pylist() for column in rows.columns]
    return sorted((tuple(alike(value) for value in row) for row in zip(*columns, strict=True)), key=repr)


def shuffled(rows: pa.Table, seed: int) -> pa.Table:
    return rows.take(pa.array(np.random.default_rng(seed).permutation(len(rows))))


def cut(rows: pa.Table, by: str, parts: int) -> list[pa.Table]:
    """Parts that hold whole groups; nulls are a group."""
    keys = sorted(set(rows[by].to_pylist()), key=repr)
    found = []
    for part in range(parts):
        mine = pa.array(keys[part::parts], rows[by].type)
        found.append(rows.filter(pc.is_in(rows[by], mine)))
    return found


def digest(rows: pa.Table) -> str:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as out:
        out.write_table(rows)
    return hashlib.sha256(sink.getvalue()).hexdigest()


@ALL
def test_the_example_shows_the_step_at_work(name):
    step = step_named(name)

    assert any(len(rows) for rows in given(step).values())


@ALL
def test_the_answer_is_the_table_of_the_contract(name):
    step = step_named(name)

    assert answer(step, given(step), worlds.END).schema == fields.schema(step.gives)


@ALL
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_rows_does_not_matter(name, seed):
    step = step_named(name)
    tables = given(step)

    mixed = {name: shuffled(rows, seed) for name, rows in tables.items()}

    assert as_set(answer(step, mixed, worlds.END)) == as_set(answer(step, tables, worlds.END))


@CUT
@pytest.mark.parametrize("parts", [1, 2, 3, 7])
def test_how_the_work_is_cut_does_not_matter(name, parts):
    step = step_named(name)
    tables = given(step)
    first = step.takes[0]

    answers = [
        answer(step, {**tables, first: part}, worlds.END) for part in cut(tables[first], step.by, parts)
    ]
    whole = flow.MERGED.get(step.gives, pa.concat_tables)(answers)

    assert as_set(whole) == as_set(answer(step, tables, worlds.END))


@ALL
def test_nothing_in_nothing_out(name):
    step = step_named(name)

    found = answer(step, {table: fields.empty(table) for table in step.takes}, worlds.END)

    # What is asked has an answer even when nothing is known: the prior.
    assert len(found) == 0 or step.gives == "assessments"
    assert found.schema == fields.schema(step.gives)


@ALL
def test_running_twice_gives_the_same(name):
    step = step_named(name)
    tables = given(step)

    assert answer(step, tables, worlds.END).equals(answer(step, tables, worlds.END))


@ALL
def test_the_input_is_left_as_it_was(name):
    step = step_named(name)
    tables = given(step)
    before = {name: digest(rows) for name, rows in tables.items()}

    answer(step, tables, worlds.END)

    assert {name: digest(rows) for name, rows in tables.items()} == before


@pytest.mark.parametrize("name", [step.name for step in STEPS if {"positions", "tracks"} & set(step.takes)])
def test_records_carried_as_numbers_come_out_as_they_went_in(name):
    step = step_named(name)
    tables = given(step)
    files = sorted(
        {record.split(":")[0] for record in worlds.example_tables()["positions"]["record"].to_pylist()}
    )

    found = answer(step, {name: light(rows, files) for name, rows in tables.items()}, worlds.END)

    wanted = answer(step, tables, worlds.END)
    if step.gives in ("positions", "tracks"):
        found, wanted = (rows.drop_columns(["source", "record"]) for rows in (found, wanted))
    else:
        found = running.with_records({step.gives: found}, files)[step.gives]
    assert as_set(found) == as_set(wanted)


def light(rows: pa.Table, files: list[str]) -> pa.Table:
    """The rows as an engine carries them; only those of positions and tracks are."""
    if "speed_kn" not in rows.column_names or "doubt" not in rows.column_names:
        return rows
    parts = [record.split(":") for record in rows["record"].to_pylist()]
    numbers = pa.array([(files.index(file) << 36) + int(line) for file, line in parts], pa.int64())
    rows = rows.set_column(rows.column_names.index("record"), "record", numbers)
    return rows.set_column(rows.column_names.index("source"), "source", rows["source"].dictionary_encode())


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("events", "event"),
        ("indicators", "indicator"),
        ("evidence", "item"),
        ("assessments", "assessment"),
        ("alerts", "alert"),
    ],
)
def test_no_two_rows_share_an_id(table, column):
    ids = worlds.example_tables()[table][column].to_pylist()

    assert None not in ids
    assert len(ids) == len(set(ids))


def test_every_event_says_when_it_was_known_by_which_rule_and_on_what_it_rests():
    for event in worlds.example_tables()["events"].to_pylist():
        assert event["known"] is not None
        assert event["rule"]
        assert event["because"]
        assert event["end"] is None or event["start"] <= event["end"]


def test_what_rests_on_made_up_rows_says_so():
    events = worlds.example_tables()["events"]
    made_up = events.filter(pc.equal(events["mmsi"], 445000003))

    assert len(made_up) > 3
    assert all(name.startswith("synthetic:") for name in made_up["source"].to_pylist())

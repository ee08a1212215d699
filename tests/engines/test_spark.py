"""The Spark engine: what it sends, what comes back, and that it finds what the local engine finds."""

import importlib.util
import itertools
import random
import shutil
import sys
from functools import partial
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette import fields, flow, running, store, watch
from vedette.engines import local, spark
from vedette.errors import EngineError, MissingExtra, VedetteError
from vedette.packing import BUCKETS
from vedette.synthetic import Labelled, labelled_sea

MASTER = "local[2]"
SEA = Labelled(seed=5, ships=40, background=20, days=12)


def missing() -> str | None:
    if importlib.util.find_spec("pyspark") is None:
        return "PySpark is not installed: pip install 'vedette[spark]', or run make verify-spark"
    if shutil.which("java") is None:
        return "there is no Java, which Spark needs: install openjdk-17-jre-headless"
    return None


on_spark = pytest.mark.skipif(missing() is not None, reason=missing() or "")


def doubled(n: int) -> dict[str, pa.Table]:
    return {"n": pa.table({"n": [n], "two": [2 * n]}), "none": pa.table({"a": pa.array([], pa.int32())})}


@given(st.lists(st.integers(0, 250_000), min_size=1, max_size=4), st.randoms())
def test_answers_come_back_whole_in_whatever_order_spark_gives_their_pieces(sizes, chance):
    tables = [{"rows": pa.table({"n": pa.array(range(size), pa.int32())}), **doubled(size)} for size in sizes]
    pieces = [piece for task, one in enumerate(tables) for piece in spark.packed(task, one)]
    chance.shuffle(pieces)

    assert list(spark.answers(pa.Table.from_batches(pieces))) == tables


def test_without_pyspark_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)

    with pytest.raises(MissingExtra, match=r"pip install 'vedette\[spark\]'"):
        list(spark.engine(MASTER).map(doubled, [1]))


def test_nothing_to_do_starts_nothing(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark", None)

    assert list(spark.engine(MASTER).map(doubled, [])) == []


def case_of(path: Path) -> store.Case:
    text = (watch.bundled("default") / "watch.toml").read_text(encoding="utf-8")
    case, made = store.create(path, f"gazetteer = false\n{text}"), labelled_sea(SEA)
    appender = store.Appender(case, max_rows=1 << 20)
    for name in ("positions", "statics", "places", "feeds"):
        appender.add(name, fields.conform(getattr(made, name), name, fill=True))
    appender.commit("sea")
    return case


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> store.Case:
    return case_of(tmp_path_factory.mktemp("spark") / "case")


@pytest.mark.slow
@on_spark
def test_answers_are_in_the_order_of_the_tasks():
    found = spark.engine(MASTER).map(doubled, [3, 1, 2])

    assert [one["n"]["two"][0].as_py() for one in found] == [6, 2, 4]


@pytest.mark.slow
@on_spark
def test_what_a_user_can_put_right_is_said_in_its_own_words_and_not_tried_again():
    def kernel(n: int) -> dict[str, pa.Table]:
        raise VedetteError("there is no such case")

    with pytest.raises(EngineError, match=r"^there is no such case$"):
        list(spark.engine(MASTER).map(kernel, [1]))


@pytest.mark.slow
@on_spark
def test_a_worker_that_dies_changes_no_answer(tmp_path):
    def kernel(n: int) -> dict[str, pa.Table]:
        import os  # noqa: PLC0415
        import signal  # noqa: PLC0415

        died = tmp_path / "died"
        if n == 2 and not died.exists():
            died.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return {"n": pa.table({"n": [n]})}

    found = list(spark.engine(MASTER).map(kernel, [1, 2, 3]))

    assert (tmp_path / "died").exists()
    assert [one["n"]["n"].to_pylist() for one in found] == [[1], [2], [3]]


@pytest.mark.slow
@on_spark
def test_a_run_on_spark_makes_the_tables_that_a_local_run_makes(case, tmp_path):
    other = case_of(tmp_path / "other")
    until = SEA.start.replace(day=13)

    running.run(case, running.Wish(until))
    running.run(other, running.Wish(until, engine=spark.engine(MASTER)))

    kinds = set(store.read(case, "events")["kind"].to_pylist())
    assert {"gap", "encounter", "port_call"} <= kinds, kinds
    ours, theirs = ({name: store.read(one, name) for name in running.MADE} for one in (case, other))
    assert in_order(theirs) == in_order(ours)


@pytest.mark.slow
@on_spark
def test_how_the_ships_are_cut_changes_nothing(case):
    ships = sorted(set(store.read(case, "positions")["mmsi"].to_pylist()))
    steps = flow.steps_of(watch.read(case.watch))
    beside = {name: store.read(case, name) for name in ("places", "feeds")}
    kernel = partial(running.of_part, case, beside, steps, SEA.start.replace(day=13))
    whole = in_order(flow.together(list(local.engine(1).map(kernel, store.parts(case, 1 << 30)))))

    for seed in range(3):
        parts = cut(ships, random.Random(seed))
        found = flow.together(list(spark.engine(MASTER).map(kernel, parts)))

        assert in_order(found) == whole


def cut(ships: list[int], chance: random.Random) -> list[store.Part]:
    """Every ship in one of some parts, in any order: buckets thrown together, and cut between ships."""
    buckets = list(range(BUCKETS))
    chance.shuffle(buckets)
    parts = []
    while buckets:
        some = tuple(buckets.pop() for _ in range(min(len(buckets), chance.randint(1, 6))))
        edges = sorted(chance.sample(ships, chance.randint(0, 3)))
        bounds = [-(2**62), *edges, 2**62]
        parts += [store.Part(some, low, high - 1, 0) for low, high in itertools.pairwise(bounds)]
    chance.shuffle(parts)
    return parts


def in_order(tables: dict[str, pa.Table]) -> dict[str, list[str]]:
    """The rows of each table, in an order of their own."""
    return {name: sorted(map(repr, rows.to_pylist())) for name, rows in tables.items()}

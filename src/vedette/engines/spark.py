"""On Spark: what is sent is the function and the names of parts; each worker reads the case itself.

Rows of positions never pass through Java. Spark tries a task again when its worker is lost, and since a task
is a pure function of its part, who did it in the end changes no answer.
"""

import os
import re
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from vedette.engines import Engine
from vedette.errors import EngineError, MissingExtra, VedetteError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

Tables = dict[str, pa.Table]
TRIES = 4  # of one task, as Spark itself has it on a cluster
CHUNK_ROWS = 100_000
FAILED = "failed"  # no table of ours has this name
ANSWER = "task long, piece long, name string, rows binary"
_LOCAL = re.compile(r"local(?:\[(\*|\d+)\])?")


def engine(master: str, *, progress: bool = False) -> Engine:
    """Spark at a master (``local[2]``, ``spark://host:7077``, ``yarn``) or a Connect server (``sc://host``).

    Every worker needs this version of vedette, the Python that PYSPARK_PYTHON names (unless set: the one
    that runs this) and the case under the same address. A map holds the cluster while it lasts, no longer.
    """
    return Engine("spark", partial(map_tasks, master=master, progress=progress), 1)


def map_tasks(
    kernel: Callable[[Any], Tables], tasks: Sequence[Any], *, master: str, progress: bool = False
) -> Iterator[Tables]:
    """The kernel's answer to each task, in the order of the tasks; EngineError when a task cannot be done."""
    if not tasks:
        return
    work = _work(kernel, list(tasks))
    with _session(master, progress) as session:
        # One task of Spark's for each of ours: no more is done again than what was lost.
        numbers = session.range(0, len(tasks), 1, len(tasks))
        made = numbers.mapInArrow(work, ANSWER).toArrow()
    yield from answers(made)


def _work(
    kernel: Callable[[Any], Tables], tasks: list[Any]
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def work(numbers: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        # Each core of a worker has a process of its own.
        pa.set_cpu_count(1)
        for batch in numbers:
            for number in batch.column(0).to_pylist():
                yield from packed(number, _tried(kernel, tasks[number]))

    return work


def _tried(kernel: Callable[[Any], Tables], task: Any) -> Tables:
    """The answer, or what went wrong where a second try would end no better; the rest Spark tries again."""
    try:
        return kernel(task)
    except (OSError, MemoryError):
        raise
    except VedetteError as error:
        return {FAILED: pa.table({"words": [str(error)], "ours": [False]})}
    except Exception:  # a traceback of Python's is shorter than four of Java's
        return {FAILED: pa.table({"words": [traceback.format_exc()], "ours": [True]})}


def packed(task: int, tables: Tables) -> Iterator[pa.RecordBatch]:
    """Some tables as rows of ANSWER: pieces of Arrow's own stream, which Spark does not look into."""
    for name, rows in tables.items():
        for piece, start in enumerate(range(0, max(len(rows), 1), CHUNK_ROWS)):
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(
                sink, rows.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")
            ) as out:
                out.write_table(rows.slice(start, CHUNK_ROWS))
            columns = ([task], [piece], [name], [sink.getvalue().to_pybytes()])
            types = (pa.int64(), pa.int64(), pa.string(), pa.binary())
            arrays = [pa.array(*column) for column in zip(columns, types, strict=True)]
            yield pa.record_batch(arrays, names=["task", "piece", "name", "rows"])


def answers(made: pa.Table) -> Iterator[Tables]:
    """The tables of each task, in order of tasks."""
    order = made.select(["task", "name", "piece"]).append_column("at", pa.array(range(len(made))))
    rows = order.sort_by([("task", "ascending"), ("name", "ascending"), ("piece", "ascending")]).to_pylist()
    for _, task in groupby(rows, key=lambda row: row["task"]):
        tables = {}
        for name, pieces in groupby(task, key=lambda row: row["name"]):
            read = [pa.ipc.open_stream(made["rows"][row["at"]].as_buffer()).read_all() for row in pieces]
            tables[name] = pa.concat_tables(read)
        if FAILED in tables:
            failed = tables[FAILED].to_pylist()[0]
            raise RuntimeError(failed["words"]) if failed["ours"] else EngineError(failed["words"])
        yield tables


@contextmanager
def _session(master: str, progress: bool) -> Iterator["SparkSession"]:
    try:
        from pyspark.errors import PySparkException  # noqa: PLC0415
        from pyspark.sql import SparkSession  # noqa: PLC0415
    except ImportError as error:
        raise MissingExtra("The engine spark needs PySpark.\nHint: pip install 'vedette[spark]'.") from error
    remote = master.startswith("sc://")
    if not remote and not os.environ.get("JAVA_HOME") and not shutil.which("java"):
        raise EngineError(
            "Spark needs Java 17 or newer, and none was found.\n"
            "Hint: install one (Debian: openjdk-17-jre-headless), or name it by JAVA_HOME."
        )
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    if _LOCAL.fullmatch(master):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.appName("vedette")
    if remote:
        builder = builder.remote(master)
    else:
        # A master that was asked for outweighs the server that the environment names.
        os.environ.pop("SPARK_REMOTE", None)
        for name, value in _settings(master, progress).items():
            builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
        try:
            yield session
        finally:
            session.stop()
    except PySparkException as error:
        raise EngineError(f"Spark at {master} could not do it: {_in_words(error)}") from error


def _settings(master: str, progress: bool) -> dict[str, str]:
    settings = {
        "spark.master": master,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": str(progress).lower(),
        "spark.log.level": "ERROR",
        "spark.driver.maxResultSize": "0",
        "spark.task.maxFailures": str(TRIES),
    }
    if local := _LOCAL.fullmatch(master):
        # By itself Spark tries a task only once on one machine, and listens on every address.
        settings["spark.master"] = f"local[{local[1] or 1},{TRIES}]"
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    return settings


def _in_words(error: BaseException) -> str:
    """The last line of a Python traceback that a worker sent, else the first line of what Spark says."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    raised = [line for line in lines if re.match(r"[\w.]+(Error|Exception|Extra)\b.*:", line)]
    return (raised or lines or [type(error).__name__])[-1 if raised else 0][:500]

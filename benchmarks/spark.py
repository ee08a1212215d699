"""Spark beside local threads, on a standalone cluster of one master and two workers on this machine.

    python benchmarks/spark.py --rows 10000000
    python benchmarks/spark.py --stages killed

Prints whether both find the same, positions a second of processor after start-up, what a worker holds and
sends back, what happens when a worker is killed at work, and a case in a stand-in for S3 (moto's server, on
the loopback address) that is run by the cluster. Seconds of processor are of every process of the cluster:
workers in Python, executors, master and driver.
"""

import argparse
import contextlib
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import uuid
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pyarrow as pa

import events
from vedette import fields, flow, running, storage, store, watch
from vedette.engines import Engine, local, spark

PART_ROWS = 600_000
WORKERS = 2
STAGES = ("ratio", "s3", "killed")
KEYS = {"events": ["event"], "coverage": ["cell", "hour"], "slow_points": ["mmsi", "slot"]}
SORTED_BY = ["mmsi", "cell", "slot", "start"]
HOLDS = "holds"  # what a process held at most, beside the tables that it made


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--rows", type=int, default=10_000_000)
    ask.add_argument("--kill-rows", type=int, default=2_000_000)
    ask.add_argument("--keep", type=Path, help="keep the cases in this folder, and use them again")
    ask.add_argument("--stages", nargs="+", choices=STAGES, default=STAGES, help="which to run")
    asked = ask.parse_args()
    # The cluster's processes end with this one, however it ends.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    if trouble := missing():
        print(f"SKIPPED: {trouble}")
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        with bucket() as address, cluster(folder) as (master, workers):
            if "ratio" in asked.stages:
                ratio(case_of(folder, asked.rows), master)
            if "s3" in asked.stages:
                in_s3(folder, address, master)
            if "killed" in asked.stages:
                killed(case_of(folder, asked.kill_rows), folder, master, workers)


def missing() -> str | None:
    for name, extra in (("pyspark", "spark"), ("moto", "spark-tests"), ("cloudpathlib", "s3")):
        try:
            __import__(name)
        except ImportError:
            return f"{name} is not installed (vedette[{extra}]); make verify-spark sets it up"
    return None if shutil.which("java") else "there is no Java (Debian: openjdk-17-jre-headless)"


def case_of(folder: Path, rows: int) -> store.Case:
    path = folder / f"case-{rows}"
    if not path.exists():
        events.made(path, rows)
    return store.open_case(path)


# --- the cluster -----------------------------------------------------------------------------------


@contextlib.contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a master with two workers of one core, and the workers."""
    import pyspark  # noqa: PLC0415

    home, port = Path(pyspark.__file__).parent, free_port()
    os.environ |= {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    os.environ["PYTHONPATH"] = str(Path(store.__file__).parents[1])
    address, log = f"spark://127.0.0.1:{port}", folder / "cluster.log"
    common = ["--host", "127.0.0.1", "--webui-port", "0"]
    running_: list[subprocess.Popen[bytes]] = []
    with log.open("wb") as out:

        def start(*words: str) -> subprocess.Popen[bytes]:
            command = [str(home / "bin" / "spark-class"), *words]
            running_.append(subprocess.Popen(command, stdout=out, stderr=out))
            return running_[-1]

        try:
            start("org.apache.spark.deploy.master.Master", *common, "--port", str(port))
            until(lambda: "I have been elected leader" in log.read_text(errors="replace"), log)
            worker = ["org.apache.spark.deploy.worker.Worker", *common, "-c", "1", "-m", "1200m"]
            workers = [start(*worker, "-d", str(folder / f"worker-{n}"), address) for n in range(WORKERS)]
            there = "Successfully registered with master"
            until(lambda: log.read_text(errors="replace").count(there) == WORKERS, log)
            yield address, workers
        finally:
            for one in running_:
                one.terminate()
            for one in running_:
                one.wait()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def until(done: object, log: Path, seconds: float = 300.0) -> None:
    end = time.monotonic() + seconds
    while not done():  # type: ignore[operator]
        if time.monotonic() > end:
            sys.exit(
                f"The cluster did not start in {seconds:.0f} s:\n{log.read_text(errors='replace')[-2000:]}"
            )
        time.sleep(0.2)


def below(parent: int) -> list[int]:
    """The processes below one, as Linux tells them."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            words = path.read_text().rpartition(")")[2].split()
            children.setdefault(int(words[1]), []).append(int(path.parent.name))
    found, rest = [], [parent]
    while rest:
        here = children.get(rest.pop(), [])
        found += here
        rest += here
    return found


def cpu() -> float:
    """Seconds of processor of this process and all below it, those that ended among them."""
    ticks = 0
    for pid in (os.getpid(), *below(os.getpid())):
        with contextlib.suppress(OSError):
            words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, words[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


# --- equality and speed ----------------------------------------------------------------------------


def kernel_of(case: store.Case) -> partial[dict[str, pa.Table]]:
    steps = flow.steps_of(watch.read(case.watch))
    beside = {"places": store.read(case, "places"), "feeds": fields.empty("feeds")}
    return partial(running.of_part, case, beside, steps, events.UNTIL)


def holding(kernel: object, part: store.Part) -> dict[str, pa.Table]:
    """The answer of a kernel, and the most that its process has held, in MiB."""
    made = kernel(part)  # type: ignore[operator]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    return {**made, HOLDS: pa.table({"pid": [os.getpid()], "mib": [peak]})}


def mapped(engine: Engine, case: store.Case, parts: list[store.Part]) -> dict[str, object]:
    """What an engine finds in some parts, and what that took."""
    begun, begun_cpu = time.perf_counter(), cpu()
    answers = list(engine.map(partial(holding, kernel_of(case)), parts))
    seconds, used = time.perf_counter() - begun, cpu() - begun_cpu
    held = pa.concat_tables([one.pop(HOLDS) for one in answers])
    return {
        "rows": sum(part.rows for part in parts),
        "seconds": seconds,
        "cpu": used,
        "mib": max(held["mib"].to_pylist()),
        "found": flow.together(answers),
        "sent": {name: sum(one[name].nbytes for one in answers) for name in flow.HANDED_ON},
    }


def ratio(case: store.Case, master: str) -> None:
    """Both engines on one part for each worker, and on all: what the others took is without start-up."""
    parts = store.parts(case, PART_ROWS)
    print(f"load of the machine when this began: {os.getloadavg()[0]:.1f}")
    mapped(local.engine(WORKERS), case, parts[:WORKERS])
    threads, there = (
        {"few": mapped(engine, case, parts[:WORKERS]), "all": mapped(engine, case, parts)}
        for engine in (local.engine(WORKERS), spark.engine(master))
    )
    rows, found = threads["all"]["rows"], there["all"]["found"]
    more = rows - threads["few"]["rows"]
    print(f"positions                     {rows:>14,} in {len(parts)} parts")
    print(f"the same events and tables    {same(threads['all']['found'], found)!s:>14}")
    line = "{:<30}{:>14}{:>14}"
    print(line.format("", "threads", "Spark"))
    both = (threads, there)
    rates = {}
    for what, words in (("seconds", "by the clock"), ("cpu", "of processor")):
        print(line.format(f"seconds {words}", *(f"{one['all'][what]:.1f}" for one in both)))
        print(line.format(f"  {WORKERS} parts, start-up", *(f"{one['few'][what]:.1f}" for one in both)))
        rates[what] = [more / max(one["all"][what] - one["few"][what], 0.01) for one in both]
    print(line.format("then positions/s", *(f"{rate:,.0f}" for rate in rates["seconds"])))
    print(line.format("then positions/CPU-s", *(f"{rate:,.0f}" for rate in rates["cpu"])))
    print(f"Spark / threads, per core     {rates['cpu'][1] / rates['cpu'][0]:>14.2f}")
    print(f"Spark / threads, by the clock {rates['seconds'][1] / rates['seconds'][0]:>14.2f}")
    print(line.format("most MiB in one process", *(f"{one['all']['mib']:,}" for one in both)))
    size = sum(f.stat().st_size for f in case.folder("positions").rglob("*.parquet"))
    print(f"bytes a position, on disk     {size / rows:>14.2f}")
    for name, sent in there["all"]["sent"].items():
        print(f"bytes a position, sent back   {sent / rows:>14.3f} {name} ({len(found[name]):,} rows)")


def same(one: dict[str, pa.Table], other: dict[str, pa.Table]) -> bool:
    """Equal rows in every table, in an order of their own."""
    for name, rows in one.items():
        by = [(key, "ascending") for key in KEYS.get(name, SORTED_BY) if key in rows.column_names]
        if not rows.sort_by(by).combine_chunks().equals(other[name].sort_by(by).combine_chunks()):
            return False
    return True


# --- a worker is killed ----------------------------------------------------------------------------


def tried(kernel: object, notes: Path, part: store.Part) -> dict[str, pa.Table]:
    """The answer of a kernel, with a note that it was begun."""
    (notes / uuid.uuid4().hex).touch()
    return kernel(part)  # type: ignore[operator,no-any-return]


def killed(case: store.Case, folder: Path, master: str, workers: list[subprocess.Popen[bytes]]) -> None:
    parts, kernel = store.parts(case, PART_ROWS // 8), kernel_of(case)
    wanted = flow.together(list(local.engine(WORKERS).map(kernel, parts)))
    notes = folder / f"tries-{uuid.uuid4().hex}"
    notes.mkdir()

    def kill() -> None:
        while len(list(notes.iterdir())) < len(parts) // 3:
            time.sleep(0.05)
        for pid in (workers[0].pid, *below(workers[0].pid)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    found = flow.together(list(spark.engine(master).map(partial(tried, kernel, notes), parts)))
    killer.join()
    begun = len(list(notes.iterdir()))
    print(f"\nwith one of {WORKERS} workers killed    {same(wanted, found)!s:>10} the same tables;", end=" ")
    print(f"{len(parts)} parts were begun {begun} times")


# --- S3 --------------------------------------------------------------------------------------------


@contextlib.contextmanager
def bucket() -> Iterator[str]:
    """A bucket of a stand-in for S3, which every process started from here on is told of."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    os.environ |= {"AWS_ACCESS_KEY_ID": "stand-in", "AWS_SECRET_ACCESS_KEY": "stand-in"}
    os.environ |= {"AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1"}
    os.environ |= {"AWS_ENDPOINT_URL": address, "AWS_ALLOW_HTTP": "true", "AWS_EC2_METADATA_DISABLED": "true"}
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(address, timeout=1)
                break
            except OSError:
                time.sleep(0.1)
        import boto3  # noqa: PLC0415

        boto3.client("s3").create_bucket(Bucket="vedette")
        yield "s3://vedette/case"
    finally:
        server.terminate()
        server.wait()


def in_s3(folder: Path, address: str, master: str) -> None:
    """The same file added to a case here and to one in S3: what threads and the cluster find in them."""
    from datetime import datetime  # noqa: PLC0415

    from deltalake import DeltaTable  # noqa: PLC0415

    from vedette.synthetic import Labelled, labelled_sea  # noqa: PLC0415
    from vedette.synthetic.made import Made, write_csv  # noqa: PLC0415

    wish = Labelled(seed=5, ships=40, background=20, days=6, start=datetime(2025, 1, 1))
    made, file = labelled_sea(wish), folder / "sea.csv"
    write_csv(Made(made.positions, made.statics, made.labels, wish.seed), file)
    found = []
    for words, engine in (
        (str(folder / f"here-{uuid.uuid4().hex}"), local.engine()),
        (address, spark.engine(master)),
    ):
        for command in (["init", words], ["add", words, str(file)]):
            subprocess.run([sys.executable, "-m", "vedette", *command, "--quiet"], check=True)
        case = store.open_case(storage.place(words))
        tables, _ = running.found(case, running.Wish(datetime(2025, 1, 7), engine=engine))
        store.replace(case, "events", tables["events"])
        found.append(sorted(map(repr, store.read(case, "events").to_pylist())))
    table = DeltaTable(f"{address}/tables/positions")
    print(f"\na case at {address}, run by the cluster: {len(found[1])} events,", end=" ")
    print(f"the same as here: {found[0] == found[1]}")
    print(f"  positions read there by deltalake and pyarrow: {table.to_pyarrow_dataset().count_rows():,}")
    print(f"  files: {json.dumps([uri.partition('/tables/')[2] for uri in table.file_uris()][:2])} ...")


if __name__ == "__main__":
    main()
